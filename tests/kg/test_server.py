"""The managed Neo4j: started, found again, killed, restarted, dumped, loaded, bound to a process."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import httpx
import psutil
import pytest

from kg import archive, server
from kg.child import alive, started_at
from kg.document import Document
from kg.errors import ServerFailed
from kg.instance import password_file
from kg.server import RunningServer
from kg.store import GraphStore

pytestmark = [pytest.mark.server, pytest.mark.timeout(400)]

MakeDocument = Callable[..., Document]


class Place(NamedTuple):
    home: Path
    cache: Path


@pytest.fixture
def place(tmp_path: Path, neo4j_cache: Path) -> Iterator[Place]:
    yield Place(tmp_path / "home", neo4j_cache)
    server.stop(tmp_path / "home", grace_s=10)
    shutil.rmtree(tmp_path, ignore_errors=True)


def started(place: Place, **more: int) -> RunningServer:
    options = {"bolt_port": 0, "http_port": 0, "bound_to": os.getpid(), "heap_mb": 512} | more
    return server.start(*place, **options)  # type: ignore[arg-type]


def opened(running: RunningServer) -> GraphStore:
    return GraphStore.connect(running.uri, running.user, running.password())


def test_acknowledged_writes_survive_kill_9(place: Place, make_document: MakeDocument) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        running = started(place, bolt_port=port)
        assert running.uri != f"bolt://127.0.0.1:{port}", "a taken port must not be used"
    assert started(place) == running, "a second start finds the first one's server"
    assert server.status(place.home) == running
    file = password_file(place.home)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(running.password()) >= 24
    assert running.password() not in " ".join(psutil.Process(running.pid).cmdline())
    browser = httpx.get(running.browser, follow_redirects=True)
    assert browser.status_code == 200 and "Neo4j Browser" in browser.text
    with pytest.raises(ServerFailed, match="oncograph neo4j stop"):
        archive.dump(*place, place.home / "early.dump")

    acknowledged: list[str] = []
    with opened(running) as store:
        store.migrate()
        for n in range(40):
            report = store.write([make_document(f"kept-{n}", f"text {n}")], [], source="pubmed", run="test")
            acknowledged += [f"kept-{n}"] * report.documents_new
        version = store.version()
        os.killpg(running.pid, signal.SIGKILL)
    assert _gone(running.pid)
    assert server.status(place.home) is None, "the record of a killed server counts for nothing"

    again = started(place)
    assert again.pid != running.pid
    with opened(again) as store:
        found = {row["id"] for row in store.read("MATCH (d:Document) RETURN d.id AS id")}
        assert set(acknowledged) <= found and len(acknowledged) == 40
        assert store.version() == version
        states = store._connection.ask("SHOW INDEXES YIELD name, state RETURN name, state")
        assert {row["state"] for row in states} == {"ONLINE"}

    assert server.stop(place.home) and not server.stop(place.home)
    assert server.status(place.home) is None
    dumped = archive.dump(*place, place.home / "graph.dump")
    with pytest.raises(ServerFailed, match="already"):
        archive.dump(*place, dumped)
    other = Place(place.home.parent / "other", place.cache)
    archive.load(*other, dumped)
    try:
        with opened(started(other)) as store:
            assert store.version() == version
    finally:
        server.stop(other.home, grace_s=10)


def _gone(pid: int, seconds: float = 40) -> bool:
    deadline = time.monotonic() + seconds
    while started_at(pid) is not None:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def test_bound_server_ends_when_its_owner_is_killed(place: Place) -> None:
    code = (
        "import os, time; from pathlib import Path; from kg.server import start;"
        f"start(Path({str(place.home)!r}), Path({str(place.cache)!r}), bolt_port=0, http_port=0,"
        "heap_mb=512, bound_to=os.getpid()); print('up', flush=True); time.sleep(600)"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    )
    assert owner.stdout is not None
    with owner.stdout:
        assert owner.stdout.readline() == "up\n"
        running = server.status(place.home)
        assert running is not None
        owner.send_signal(signal.SIGKILL)
        owner.wait()
    assert _gone(running.pid), "a bound server must not outlive its owner"
    assert server.status(place.home) is None


def test_record_of_a_reused_pid_is_stale(place: Place) -> None:
    folder = place.home / "neo4j"
    folder.mkdir(parents=True)
    mine = started_at(os.getpid())
    assert mine is not None
    record = server.ServerRecord(
        pid=os.getpid(),
        started=mine - 100,
        bolt_port=1,
        http_port=2,
        version="x",
        since=datetime(2026, 1, 1, tzinfo=UTC),
    )
    (folder / "server.json").write_text(record.model_dump_json())
    assert server.status(place.home) is None
    assert server.stop(place.home) is False
    assert alive(os.getpid(), mine), "a stranger under a reused pid must not be stopped"
    (folder / "server.json").write_text("{half a rec")
    assert server.status(place.home) is None


def test_full_disk_is_refused_before_anything_starts(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil.disk_usage("/")._replace(free=100 * 2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    with pytest.raises(ServerFailed, match="only 100 MB are free"):
        started(place)
    assert server.status(place.home) is None


def test_server_that_cannot_start_shows_the_end_of_its_log(place: Place) -> None:
    with pytest.raises(ServerFailed, match=r"ended while it was starting.*heap"):
        try:
            started(place, heap_mb=1)
        except ServerFailed as error:
            raise ServerFailed(str(error).replace("\n", " ")) from error
    assert server.status(place.home) is None


def test_lost_password_is_not_silently_replaced(place: Place) -> None:
    (place.home / "neo4j" / "data" / "databases" / "system").mkdir(parents=True)
    with pytest.raises(ServerFailed, match="put the password back"):
        started(place)
