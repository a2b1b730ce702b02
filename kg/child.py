"""Child processes that outlive their caller, or end with it even when it is killed.

A process is recognised by its pid together with its start time, so a reused pid is never taken for it.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import psutil
from pydantic import BaseModel, ConfigDict, ValidationError

from kg.errors import ServerFailed

_LAUNCHER = """
import json, os, select, signal, subprocess, sys
spec = json.load(sys.stdin)
if os.fork():
    os._exit(0)
os.setsid()
bound = spec["bound_to"]
try:
    parent = os.pidfd_open(bound) if bound else None
    log = os.open(spec["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    child = subprocess.Popen(spec["command"], env=spec["env"], cwd=spec["cwd"], stdin=subprocess.DEVNULL,
                             stdout=log, stderr=log, start_new_session=True)
except OSError as error:
    print(f"failed {error}", flush=True)
    os._exit(1)
print(child.pid, flush=True)
null = os.open(os.devnull, os.O_RDWR)
for stream in (0, 1, 2):
    os.dup2(null, stream)
if parent is None:
    os._exit(0)
poll = select.poll()
poll.register(parent, select.POLLIN)
poll.register(os.pidfd_open(child.pid), select.POLLIN)
poll.poll()
try:
    os.killpg(child.pid, signal.SIGTERM)
    child.wait(spec["grace_s"])
except ProcessLookupError:
    child.wait()
except subprocess.TimeoutExpired:
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
"""
"""Runs apart from this process: starts the child in its own session, and where it is bound to a process,
waits on both by pidfd, which also sees SIGKILL and is immune to reused pids and inherited pipes."""


def spawn(
    command: Sequence[str],
    *,
    log: Path,
    env: Mapping[str, str],
    cwd: Path,
    bound_to: int | None = None,
    grace_s: float = 20,
) -> int:
    """Pid of the command, started in its own process group with its output appended to `log`.

    Args:
        command: Program and arguments.
        log: File its standard output and error go to.
        env: The child's whole environment.
        cwd: Its working folder.
        bound_to: Pid of the process whose end, by whatever signal, ends the child; None: it outlives all.
        grace_s: Seconds between SIGTERM and SIGKILL when the bound process has ended.

    Raises:
        ServerFailed: the command cannot be started.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    spec = {
        "command": list(command),
        "env": dict(env),
        "cwd": str(cwd),
        "log": str(log),
        "bound_to": bound_to,
        "grace_s": grace_s,
    }
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _LAUNCHER],
        input=json.dumps(spec),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    answer = done.stdout.strip()
    if not answer.isdigit():
        raise ServerFailed(
            f"cannot start {command[0]}: {answer.removeprefix('failed ') or 'no pid came back'}"
        )
    return int(answer)


def started_at(pid: int) -> float | None:
    """When a living process started, in seconds after the machine did; None when there is none."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        # Counted from the boot, since the time of day can be set while the process runs.
        return process.create_time() - psutil.boot_time()
    except psutil.NoSuchProcess:
        return None


def alive(pid: int, started: float) -> bool:
    """Whether the process that started then still runs under this pid."""
    now = started_at(pid)
    return now is not None and abs(now - started) < 0.5


def end(pid: int, started: float, *, grace_s: float = 30) -> None:
    """Stop the process and, where it leads one, its group: SIGTERM, then SIGKILL after `grace_s` seconds."""
    for signal_number, patience in ((signal.SIGTERM, grace_s), (signal.SIGKILL, 10.0)):
        if not alive(pid, started):
            return
        try:
            if os.getpgid(pid) == pid:
                os.killpg(pid, signal_number)
            else:
                os.kill(pid, signal_number)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + patience
        while alive(pid, started) and time.monotonic() < deadline:
            time.sleep(0.05)


class ProcessRecord(BaseModel):
    """What a server's `server.json` keeps: pid and start together name the process."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pid: int
    started: float
    """When it started, as `started_at` counts it."""

    def alive(self) -> bool:
        """Whether the process still runs."""
        return alive(self.pid, self.started)

    def end(self, *, grace_s: float = 30) -> None:
        """Stop the process, as `end` does."""
        end(self.pid, self.started, grace_s=grace_s)


_Record = TypeVar("_Record", bound=ProcessRecord)


def read_record(file: Path, kind: type[_Record]) -> _Record | None:
    """The record in a file; None where there is none that can be read."""
    try:
        return kind.model_validate_json(file.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def write_record(file: Path, record: ProcessRecord) -> None:
    """Put a record in its file, whole or not at all."""
    draft = file.with_name(file.name + ".new")
    draft.write_text(record.model_dump_json(indent=1) + "\n", "utf-8")
    draft.replace(file)


def free_ports(*wanted: int) -> list[int]:
    """The wanted ports of the loopback where nobody listens, else free ones; 0 asks for any.

    Raises:
        ServerFailed: no port is free.
    """
    with ExitStack() as held:
        return [_free_port(port, held) for port in wanted]


def _free_port(wanted: int, held: ExitStack) -> int:
    for port in (wanted, 0):
        probe = held.enter_context(socket.socket())
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return int(probe.getsockname()[1])
    raise ServerFailed("no free port on 127.0.0.1")


def log_end(log: Path, lines: int = 60, characters: int = 2000) -> str:
    """The end of a server's log, less any Java stack trace."""
    if not log.exists():
        return "(nothing was logged)"
    text = log.read_text("utf-8", "replace").splitlines()[-lines:]
    return "\n".join(line for line in text if not line.startswith("\tat "))[-characters:]
