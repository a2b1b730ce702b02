"""Child processes: bound to another process or not, and told apart from a reused pid."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.child import alive, end, spawn, started_at
from kg.errors import ServerFailed

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]


def eventually(true: Callable[[], bool], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_child_has_its_own_group_and_log(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "child.log"
    pid = spawn(SLEEP, log=log, env={}, cwd=tmp_path)
    started = started_at(pid)
    assert started is not None
    try:
        assert os.getpgid(pid) == pid
        assert eventually(lambda: log.read_text() == "up\n")
    finally:
        end(pid, started)
    assert not alive(pid, started)


def test_child_outlives_its_caller(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kg.child import spawn;"
        f"print(spawn({SLEEP!r}, log=Path({str(tmp_path / 'x.log')!r}), env={{}}, cwd=Path('.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    pid = int(done.stdout)
    started = started_at(pid)
    assert started is not None, "the child ended with the process that started it"
    end(pid, started)


def test_bound_child_ends_when_the_other_is_killed(tmp_path: Path) -> None:
    other = subprocess.Popen(SLEEP, stdout=subprocess.DEVNULL)
    pid = spawn(SLEEP, log=tmp_path / "x.log", env={}, cwd=tmp_path, bound_to=other.pid)
    started = started_at(pid)
    assert started is not None
    other.send_signal(signal.SIGKILL)
    other.wait()
    assert eventually(lambda: not alive(pid, started)), "a bound child must not outlive SIGKILL of its owner"


def test_stubborn_child_is_killed(tmp_path: Path) -> None:
    code = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print(1, flush=True); time.sleep(600)"
    )
    log = tmp_path / "x.log"
    pid = spawn([sys.executable, "-c", code], log=log, env={}, cwd=tmp_path)
    started = started_at(pid)
    assert started is not None
    assert eventually(lambda: log.read_text() != "")
    end(pid, started, grace_s=0.3)
    assert eventually(lambda: not alive(pid, started))


def test_reused_pid_is_not_taken_for_the_child() -> None:
    mine = started_at(os.getpid())
    assert mine is not None
    assert alive(os.getpid(), mine)
    assert not alive(os.getpid(), mine - 60)
    end(os.getpid(), mine - 60)


def test_nothing_runs_under_a_free_pid() -> None:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    assert started_at(done.pid) is None


def test_command_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ServerFailed, match="cannot start"):
        spawn([str(tmp_path / "nothing")], log=tmp_path / "x.log", env={}, cwd=tmp_path)
