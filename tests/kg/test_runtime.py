"""The lock of Neo4j's jars and their download, against a local server."""

import hashlib
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import runtime
from kg.errors import RuntimeMissing
from kg.runtime import Jar, install, installed, lib_folder, load_lock


def jar(name: str, content: bytes) -> Jar:
    return Jar(
        coordinate=f"org.example:{name}:1.0", size=len(content), sha256=hashlib.sha256(content).hexdigest()
    )


CONTENT = {name: name.encode() * 1000 for name in ("alpha", "beta", "gamma")}
LOCK = tuple(jar(name, content) for name, content in CONTENT.items())


class Repository:
    """A repository on this machine that counts what is asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.wrong: set[str] = set()
        self.failing = 0
        repository = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                name = self.path.split("/")[-3]
                repository.asked.append(name)
                if repository.failing > 0:
                    repository.failing -= 1
                    self.send_error(503)
                    return
                body = b"?" * 5 if name in repository.wrong else CONTENT[name]
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/maven"


@pytest.fixture
def repository(monkeypatch: pytest.MonkeyPatch) -> Iterator[Repository]:
    monkeypatch.setattr(runtime, "load_lock", lambda: LOCK)
    served = Repository()
    thread = threading.Thread(target=served.server.serve_forever, daemon=True)
    thread.start()
    yield served
    served.server.shutdown()
    served.server.server_close()
    thread.join()


def test_lock_is_sound() -> None:
    jars = load_lock()
    assert [j.coordinate for j in jars] == sorted(j.coordinate for j in jars)
    assert len({j.name for j in jars}) == len(jars), "two jars would share one file"
    assert all(len(j.sha256) == 64 and int(j.sha256, 16) >= 0 and j.size > 0 for j in jars)
    coordinates = {j.coordinate for j in jars}
    for needed in (f"org.neo4j:neo4j:{runtime.VERSION}", f"org.neo4j.app:neo4j-server:{runtime.VERSION}"):
        assert needed in coordinates
    assert any(j.coordinate.startswith("org.neo4j.client:neo4j-browser:") for j in jars)
    assert any(j.coordinate.endswith(":linux-x86_64") for j in jars), "a native classifier is missing"


def test_path_follows_maven() -> None:
    item = Jar(coordinate="io.netty:netty-x:4.2:linux-x86_64", size=1, sha256="")
    assert item.path == "io/netty/netty-x/4.2/netty-x-4.2-linux-x86_64.jar"


def test_install_downloads_once(repository: Repository, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    lib = install(tmp_path, lambda done, total: seen.append((done, total)), mirror=repository.url)
    assert sorted(p.name for p in lib.glob("*.jar")) == [f"{n}-1.0.jar" for n in ("alpha", "beta", "gamma")]
    assert seen[-1][0] == seen[-1][1] == sum(j.size for j in LOCK)
    assert installed(tmp_path)
    install(tmp_path, mirror=repository.url)
    assert len(repository.asked) == 3, "a second install asks for nothing"


def test_install_goes_on_where_it_stopped(repository: Repository, tmp_path: Path) -> None:
    lib = lib_folder(tmp_path)
    lib.mkdir(parents=True)
    (lib / "alpha-1.0.jar").write_bytes(CONTENT["alpha"])
    (lib / "beta-1.0.jar").write_bytes(CONTENT["beta"][:100])
    (lib / "gamma-1.0.jar.77.part").write_bytes(b"half")
    (lib / "old-0.9.jar").write_bytes(b"of another release")
    install(tmp_path, mirror=repository.url)
    assert sorted(repository.asked) == ["beta", "gamma"]
    assert len(list(lib.iterdir())) == 3


def test_wrong_hash_is_refused_and_never_named(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime, "_TRIES", 1)
    repository.wrong.add("beta")
    with pytest.raises(RuntimeMissing, match=r"org\.example:beta:1\.0.*SHA-256"):
        install(tmp_path, mirror=repository.url)
    assert not (lib_folder(tmp_path) / "beta-1.0.jar").exists()
    assert not installed(tmp_path)
    repository.wrong.clear()
    install(tmp_path, mirror=repository.url)
    assert installed(tmp_path)


def test_failing_server_is_asked_again(repository: Repository, tmp_path: Path) -> None:
    repository.failing = 2
    install(tmp_path, mirror=repository.url)
    assert installed(tmp_path)


def test_verify_replaces_what_was_tampered_with(repository: Repository, tmp_path: Path) -> None:
    lib = install(tmp_path, mirror=repository.url)
    (lib / "gamma-1.0.jar").write_bytes(b"x" * len(CONTENT["gamma"]))
    install(tmp_path, mirror=repository.url)
    assert repository.asked.count("gamma") == 1, "sizes alone are looked at unless told to verify"
    install(tmp_path, mirror=repository.url, verify=True)
    assert (lib / "gamma-1.0.jar").read_bytes() == CONTENT["gamma"]


def test_two_installs_at_once_download_once(repository: Repository, tmp_path: Path) -> None:
    threads = [
        threading.Thread(target=install, args=(tmp_path,), kwargs={"mirror": repository.url}) for _ in "ab"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert installed(tmp_path)
    assert len(repository.asked) == 3
