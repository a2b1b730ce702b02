"""Neo4j Community as a managed child process: start, stop, status, dump and load.

Everything it writes lies in `<home>/neo4j`: data, logs, conf, the password (mode 600) and `server.json`,
which says under which pid and ports it runs.
"""

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from kg.child import alive, end, spawn, started_at
from kg.errors import RuntimeMissing, ServerFailed, StoreUnavailable
from kg.runtime import MAIN_CLASS, VERSION, Progress, install, installed, java, lib_folder

USER = "neo4j"
DATABASE = "neo4j"
_FREE_MB = 500
_OPENS = [
    f"--add-opens=java.base/{package}=ALL-UNNAMED"
    for package in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
]
_JVM = [
    "-XX:+UseG1GC", "-XX:-OmitStackTraceInFastThrow", "-XX:+UnlockExperimentalVMOptions",
    "-XX:+TrustFinalNonStaticFields", "-XX:+DisableExplicitGC", "-Djdk.nio.maxCachedBufferSize=1024",
    "-Dio.netty.tryReflectionSetAccessible=true", "-Dio.netty.leakDetection.level=DISABLED", *_OPENS,
    "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
    "-Dlog4j2.disable.jmx=true", "-Dlog4j.layout.jsonTemplate.maxStringLength=32768",
    "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8",
]  # fmt: skip
_CONF = """\
# Written by oncograph at every start.
server.directories.data={data}
server.directories.logs={logs}
server.directories.run={run}
server.directories.plugins={plugins}
server.directories.import={imports}
server.directories.transaction.logs.root={data}/transactions
server.directories.dumps.root={dumps}
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{bolt}
server.bolt.advertised_address=127.0.0.1:{bolt}
server.http.listen_address=127.0.0.1:{http}
server.http.advertised_address=127.0.0.1:{http}
server.https.enabled=false
server.memory.pagecache.size=256m
dbms.usage_report.enabled=false
db.transaction.timeout=120s
db.tx_log.rotation.size=64M
db.tx_log.rotation.retention_policy=256M size
"""


class ServerRecord(BaseModel):
    """What `server.json` keeps about the process."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pid: int
    started: float
    """Start time of the process, in seconds since the epoch: pid and start time together name it."""
    bolt_port: int
    http_port: int
    version: str
    since: datetime


class RunningServer(BaseModel):
    """A Neo4j that runs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pid: int
    uri: str
    """Bolt address for drivers."""
    browser: str
    """Address of Neo4j Browser."""
    user: str
    version: str
    password_file: Path
    since: datetime

    def password(self) -> str:
        """The password, read from its file."""
        return read_password(self.password_file)


def read_password(file: Path) -> str:
    """The password in this file.

    Raises:
        ServerFailed: there is none yet.
    """
    try:
        return file.read_text("utf-8").strip()
    except FileNotFoundError as error:
        raise ServerFailed(f"{file} is not there: start the server once with `oncograph neo4j start`") from error


def password_file(home: Path) -> Path:
    """Where the managed server's password lies."""
    return home.absolute() / "neo4j" / "password"


def status(home: Path) -> RunningServer | None:
    """The server of this home if it runs; a record left by a killed one counts for nothing."""
    record = _record(home)
    if record is None or not alive(record.pid, record.started):
        return None
    return RunningServer(
        pid=record.pid,
        uri=f"bolt://127.0.0.1:{record.bolt_port}",
        browser=f"http://127.0.0.1:{record.http_port}/browser/",
        user=USER,
        version=record.version,
        password_file=password_file(home),
        since=record.since,
    )


def start(
    home: Path,
    cache: Path,
    *,
    bolt_port: int = 7687,
    http_port: int = 7474,
    heap_mb: int = 1024,
    bound_to: int | None = None,
    progress: Progress | None = None,
    timeout_s: float = 120,
) -> RunningServer:
    """The server of this home, started unless it runs already, ready to answer.

    Args:
        home: State of this installation.
        cache: Folder of the jars; missing ones are downloaded.
        bolt_port: Port for drivers; another free one is taken, and recorded, when it is in use; 0: any.
        http_port: Port for Neo4j Browser, likewise.
        heap_mb: Largest Java heap.
        bound_to: Pid of the process whose end, even by SIGKILL, stops the server; None: it runs on.
        progress: Told how far a download is.
        timeout_s: How long it may take from launch to the first answer.

    Raises:
        RuntimeMissing: the jars cannot be installed.
        ServerFailed: the disk is nearly full, or the process did not become ready.
    """
    home = home.absolute()
    folder = home / "neo4j"
    folder.mkdir(parents=True, exist_ok=True)
    install(cache, progress)
    with _locked(folder, timeout_s + 60):
        if running := status(home):
            return running
        (folder / "server.json").unlink(missing_ok=True)
        _demand_disk(folder)
        _set_password(home, cache)
        for attempt in range(3):
            record = _launch(home, cache, _port(bolt_port), _port(http_port), heap_mb, bound_to)
            problem = _await(home, record, timeout_s)
            if problem is None:
                break
            end(record.pid, record.started)
            (folder / "server.json").unlink(missing_ok=True)
            tail = _tail(folder)
            if attempt < 2 and "BindException" in tail:
                continue
            raise ServerFailed(f"Neo4j {problem}; the end of {folder / 'logs' / 'console.log'}:\n{tail}")
    found = status(home)
    if found is None:
        raise ServerFailed(f"Neo4j stopped right after its start; see {folder / 'logs' / 'console.log'}")
    return found


def stop(home: Path, *, grace_s: float = 40) -> bool:
    """Stop the server of this home; False when none was running."""
    folder = home.absolute() / "neo4j"
    if not folder.is_dir():
        return False
    with _locked(folder, 200):
        record = _record(home)
        ran = record is not None and alive(record.pid, record.started)
        if record is not None:
            end(record.pid, record.started, grace_s=grace_s)
        (folder / "server.json").unlink(missing_ok=True)
    return ran


def dump(home: Path, cache: Path, file: Path) -> Path:
    """The database as one archive file, written while the server is stopped.

    Raises:
        ServerFailed: the server runs, the file is there already, or Neo4j refused.
    """
    file = file.absolute()
    if file.exists():
        raise ServerFailed(f"{file} is there already: name another file or remove it")
    folder = home.absolute() / "neo4j"
    with _locked(folder, 200), _workspace(folder) as work:
        _demand_stopped(home, "dump")
        _admin(home, cache, ["database", "dump", DATABASE, f"--to-path={work}"])
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(work / f"{DATABASE}.dump", file)
    return file


def load(home: Path, cache: Path, file: Path) -> None:
    """Replace the database by the one in the archive file.

    Raises:
        ServerFailed: the server runs, the file is not there, or Neo4j refused.
    """
    file = file.absolute()
    if not file.is_file():
        raise ServerFailed(f"{file} is not there")
    folder = home.absolute() / "neo4j"
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder, 200), _workspace(folder) as work:
        _demand_stopped(home, "load")
        _write_conf(folder, 7687, 7474)
        (work / f"{DATABASE}.dump").symlink_to(file)
        _admin(
            home, cache,
            ["database", "load", DATABASE, f"--from-path={work}", "--overwrite-destination=true"],
        )  # fmt: skip


class _workspace:  # noqa: N801
    """An own empty folder for the length of one admin command."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"admin-{os.getpid()}"

    def __enter__(self) -> Path:
        self.path.mkdir(mode=0o700)
        return self.path

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def _locked(folder: Path, timeout_s: float) -> "FileLock":
    return FileLock(folder / "start.lock", timeout=timeout_s)


def _record(home: Path) -> ServerRecord | None:
    try:
        return ServerRecord.model_validate_json((home.absolute() / "neo4j" / "server.json").read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def _demand_disk(folder: Path) -> None:
    free = shutil.disk_usage(folder).free // 2**20
    if free < _FREE_MB:
        raise ServerFailed(f"only {free} MB are free below {folder}; Neo4j needs {_FREE_MB} MB to start safely")


def _demand_stopped(home: Path, verb: str) -> None:
    if running := status(home):
        raise ServerFailed(
            f"Neo4j runs under pid {running.pid}: stop it with `oncograph neo4j stop` to {verb} the database"
        )


def _port(wanted: int) -> int:
    """The wanted port of the loopback if nobody listens there, else a free one."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise ServerFailed("no free port on 127.0.0.1")


def _env(folder: Path) -> dict[str, str]:
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    return keep | {"NEO4J_HOME": str(folder), "NEO4J_CONF": str(folder / "conf")}


def _write_conf(folder: Path, bolt: int, http: int) -> None:
    places = {name: folder / name for name in ("data", "logs", "run", "plugins", "conf", "dumps")}
    places["imports"] = folder / "import"
    for place in places.values():
        place.mkdir(parents=True, exist_ok=True)
    text = _CONF.format(bolt=bolt, http=http, **places)
    (folder / "conf" / "neo4j.conf").write_text(text, "utf-8")


def _set_password(home: Path, cache: Path) -> None:
    file = password_file(home)
    # Neo4j takes an initial password only before its system database exists.
    if file.exists() and (home / "neo4j" / "data" / "dbms").exists():
        return
    if (home / "neo4j" / "data" / "databases" / "system").exists():
        raise ServerFailed(
            f"{file} is gone but the database is there: put the password back, or move {home / 'neo4j' / 'data'} away"
        )
    word = secrets.token_urlsafe(24)
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(word + "\n")
    _write_conf(home / "neo4j", 7687, 7474)
    _admin(home, cache, ["dbms", "set-initial-password", word])


def _admin(home: Path, cache: Path, arguments: Sequence[str]) -> None:
    """Run neo4j-admin; its arguments go by file, since a command line shows in the process list."""
    if not installed(cache):
        raise RuntimeMissing("Neo4j's files are not installed: run `oncograph neo4j install`")
    folder = home.absolute() / "neo4j"
    _write_conf_if_missing(folder)
    line = ["-Xmx1g", *_JVM, "-cp", f"{lib_folder(cache)}/*", f"-Dbasedir={folder}", "org.neo4j.cli.AdminTool"]
    file = folder / f"admin-{os.getpid()}.args"
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.writelines(f'"{_escaped(word)}"\n' for word in [*line, *arguments])
    try:
        done = subprocess.run(
            [str(java()), f"@{file}"], env=_env(folder), cwd=folder, capture_output=True, text=True, check=False
        )
    finally:
        file.unlink()
    if done.returncode:
        said = (done.stderr + done.stdout).strip()[-1500:]
        raise ServerFailed(f"neo4j-admin {' '.join(arguments[:2])} ended with {done.returncode}:\n{said}")


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace('"', '\\"')


def _write_conf_if_missing(folder: Path) -> None:
    if not (folder / "conf" / "neo4j.conf").exists():
        _write_conf(folder, 7687, 7474)


def _launch(
    home: Path, cache: Path, bolt: int, http: int, heap_mb: int, bound_to: int | None
) -> ServerRecord:
    folder = home / "neo4j"
    _write_conf(folder, bolt, http)
    console = folder / "logs" / "console.log"
    if console.exists():
        console.replace(console.with_suffix(".log.1"))
    classes = f"{folder / 'plugins'}/*:{folder / 'conf'}/*:{lib_folder(cache)}/*"
    command = [
        str(java()), "-Xms256m", f"-Xmx{heap_mb}m", *_JVM, "-cp", classes, MAIN_CLASS,
        f"--home-dir={folder}", f"--config-dir={folder / 'conf'}", "--console-mode",
    ]  # fmt: skip
    pid = spawn(command, log=console, env=_env(folder), cwd=folder, bound_to=bound_to, grace_s=30)
    record = ServerRecord(
        pid=pid,
        started=started_at(pid) or 0.0,
        bolt_port=bolt,
        http_port=http,
        version=VERSION,
        since=datetime.now(UTC),
    )
    draft = folder / "server.json.new"
    draft.write_text(record.model_dump_json(indent=1) + "\n", "utf-8")
    draft.replace(folder / "server.json")
    return record


def _await(home: Path, record: ServerRecord, timeout_s: float) -> str | None:
    """None once the server answers, else what went wrong."""
    from kg.store import GraphStore

    word = read_password(password_file(home))
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if not alive(record.pid, record.started):
            return "ended while it was starting"
        try:
            with socket.create_connection(("127.0.0.1", record.bolt_port), 1):
                pass
            with GraphStore.connect(f"bolt://127.0.0.1:{record.bolt_port}", USER, word) as store:
                store.ping()
            return None
        except (OSError, StoreUnavailable):
            time.sleep(0.25)
    return f"did not answer within {timeout_s:.0f} s"


def _tail(folder: Path, lines: int = 15) -> str:
    console = folder / "logs" / "console.log"
    if not console.exists():
        return "(nothing was logged)"
    return "\n".join(console.read_text("utf-8", "replace").splitlines()[-lines:])

