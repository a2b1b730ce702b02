"""Neo4j Community as a managed child process: start, stop, status.

Everything it writes lies in `<home>/neo4j`: data, logs, conf, the password (mode 600) and `server.json`,
which says under which pid and ports it runs.
"""

import shutil
import socket
import time
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kg.child import ProcessRecord, free_ports, log_end, read_record, spawn, started_at, write_record
from kg.errors import ServerFailed, StoreUnavailable
from kg.instance import (
    JVM,
    USER,
    environment,
    folder_of,
    locked,
    password_file,
    read_password,
    set_password,
    write_conf,
)
from kg.runtime import MAIN_CLASS, VERSION, Progress, install, java, lib_folder

_FREE_MB = 500


class ServerRecord(ProcessRecord):
    """What `server.json` keeps about the process."""

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


def status(home: Path) -> RunningServer | None:
    """The server of this home if it runs; a record left by a killed one counts for nothing."""
    record = _record(home)
    if record is None or not record.alive():
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
    folder = folder_of(home)
    install(cache, progress)
    with locked(folder, timeout_s + 60):
        record = _record(home)
        if record is None or not record.alive():
            (folder / "server.json").unlink(missing_ok=True)
            _demand_disk(folder)
            set_password(home, cache)
            record = _launch(home, cache, bolt_port, http_port, heap_mb, bound_to)
        for attempt in (1, 2, 3):
            problem = _await(home, record, timeout_s)
            if problem is None:
                break
            record.end()
            (folder / "server.json").unlink(missing_ok=True)
            tail = log_end(_console(folder))
            if attempt == 3 or "BindException" not in tail:
                raise ServerFailed(f"Neo4j {problem}; the end of {_console(folder)}:\n{tail}")
            # Somebody took the port between our look and Neo4j's.
            record = _launch(home, cache, bolt_port, http_port, heap_mb, bound_to)
        found = status(home)
    if found is None:
        raise ServerFailed(f"Neo4j stopped right after its start; see {_console(folder)}")
    return found


def stop(home: Path, *, grace_s: float = 40) -> bool:
    """Stop the server of this home; False when none was running."""
    folder = folder_of(home)
    if not folder.is_dir():
        return False
    with locked(folder):
        record = _record(home)
        ran = record is not None and record.alive()
        if record is not None:
            record.end(grace_s=grace_s)
        (folder / "server.json").unlink(missing_ok=True)
    return ran


def _record(home: Path) -> ServerRecord | None:
    return read_record(folder_of(home) / "server.json", ServerRecord)


def _demand_disk(folder: Path) -> None:
    free = shutil.disk_usage(folder).free // 2**20
    if free < _FREE_MB:
        raise ServerFailed(
            f"only {free} MB are free below {folder}; Neo4j needs {_FREE_MB} MB to start safely"
        )


def _launch(
    home: Path, cache: Path, bolt_port: int, http_port: int, heap_mb: int, bound_to: int | None
) -> ServerRecord:
    folder = folder_of(home)
    bolt, http = free_ports(bolt_port, http_port)
    write_conf(folder, bolt, http)
    console = _console(folder)
    if console.exists():
        console.replace(console.with_suffix(".log.1"))
    classes = f"{folder / 'plugins'}/*:{folder / 'conf'}/*:{lib_folder(cache)}/*"
    command = [
        str(java()), "-Xms256m", f"-Xmx{heap_mb}m", *JVM, "-cp", classes, MAIN_CLASS,
        f"--home-dir={folder}", f"--config-dir={folder / 'conf'}", "--console-mode",
    ]  # fmt: skip
    pid = spawn(command, log=console, env=environment(folder), cwd=folder, bound_to=bound_to, grace_s=30)
    record = ServerRecord(
        pid=pid,
        started=started_at(pid) or 0.0,
        bolt_port=bolt,
        http_port=http,
        version=VERSION,
        since=datetime.now(UTC),
    )
    write_record(folder / "server.json", record)
    return record


def _await(home: Path, record: ServerRecord, timeout_s: float) -> str | None:
    """None once the server answers, else what went wrong."""
    from kg.store import GraphStore

    word = read_password(password_file(home))
    deadline = time.monotonic() + timeout_s
    problem = ""
    while time.monotonic() < deadline:
        if not record.alive():
            return "ended while it was starting"
        try:
            with socket.create_connection(("127.0.0.1", record.bolt_port), 1):
                pass
            with GraphStore.connect(f"bolt://127.0.0.1:{record.bolt_port}", USER, word) as store:
                store.ping()
            return None
        except (OSError, StoreUnavailable) as error:
            problem = str(error)
            time.sleep(0.25)
    return f"did not answer within {timeout_s:.0f} s ({problem})"


def _console(folder: Path) -> Path:
    return folder / "logs" / "console.log"
