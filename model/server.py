"""vLLM with the project's adapters as a managed child process: start, stop, status, watch.

Everything it writes lies in `<home>/model`: its log and `server.json`, which says under which pid and port
it runs and which weights it serves.
"""

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import httpx
from filelock import FileLock
from pydantic import BaseModel, ConfigDict

from kg.child import ProcessRecord, free_ports, log_end, read_record, spawn, started_at, write_record
from kg.errors import GenerationFailed, ModelUnavailable, RuntimeMissing, ServerFailed
from model.answer import Task
from model.environment import VLLM, environment_folder, installed, python_of
from model.weights import SHIPPED, Served, digest, inspect, verify

BASE = "base"
"""Name under which the bare base answers, beside the adapters."""
_LAUNCHER = Path(__file__).with_name("launcher.py")
_TARGETS = [
    "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj", "qkv_proj", "gate_up_proj",
]  # fmt: skip
_RANKS = (8, 16, 32, 64, 128, 256)
_LONGEST_CONTEXT = 2048


class ModelRecord(ProcessRecord):
    """What `server.json` keeps about the process."""

    port: int
    version: str
    models: tuple[str, ...]
    weights: Path
    digest: str
    """Hash of the weights' manifest."""
    since: datetime


class RunningModel(BaseModel):
    """A model server that runs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pid: int
    url: str
    models: tuple[str, ...]
    """The base and the adapters, by the names to ask for."""
    version: str
    weights: Path
    since: datetime

    def healthy(self, timeout_s: float = 5) -> bool:
        """Whether its engine answers."""
        return _health(self.url, timeout_s)


def status(home: Path) -> RunningModel | None:
    """The server of this home if it runs; a record left by a killed one counts for nothing."""
    record = _record(home)
    if record is None or not record.alive():
        return None
    return RunningModel(
        pid=record.pid,
        url=f"http://127.0.0.1:{record.port}",
        models=record.models,
        version=record.version,
        weights=record.weights,
        since=record.since,
    )


def start(
    home: Path,
    *,
    port: int = 8123,
    weights: Path | None = None,
    environment: Path | None = None,
    bound_to: int | None = None,
    dtype: str = "float32",
    kv_cache_mb: int = 256,
    timeout_s: float = 240,
) -> RunningModel:
    """The server of this home, started unless it runs already with these weights, ready to answer.

    Args:
        home: State of this installation.
        port: Port of the loopback; another free one is taken, and recorded, when it is in use; 0: any.
        weights: Folder with `base/` and `adapters/`; None: the shipped ones.
        environment: vLLM's Python environment; None: where `install` puts it.
        bound_to: Pid of the process whose end, even by SIGKILL, stops the server; None: it runs on.
        dtype: Number format the weights are served in.
        kv_cache_mb: Memory for the attention cache.
        timeout_s: How long it may take from launch to the first answer.

    Raises:
        RuntimeMissing: vLLM is not installed, or the weights do not match their hashes.
        ServerFailed: the process did not become ready.
    """
    folder = home.absolute() / "model"
    place = environment or environment_folder(home)
    if not installed(place):
        raise RuntimeMissing("vLLM is not installed, or not as the lock says: run `oncograph model install`")
    chosen = (weights or SHIPPED).absolute()
    verify(chosen)
    served = inspect(chosen)
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "start.lock", timeout=timeout_s + 60):
        record = _record(home)
        if record is not None and record.alive():
            running = status(home)
            if running is not None and record.digest == digest(chosen) and running.healthy():
                return running
            record.end()
        (folder / "server.json").unlink(missing_ok=True)
        for attempt in range(3):
            record = _launch(folder, place, served, free_ports(port)[0], bound_to, dtype, kv_cache_mb)
            problem = _await(record, timeout_s)
            if problem is None:
                break
            record.end()
            (folder / "server.json").unlink(missing_ok=True)
            tail = log_end(folder / "vllm.log", 15)
            if attempt < 2 and "address already in use" in tail.lower():
                continue
            raise ServerFailed(f"vLLM {problem}; the end of {folder / 'vllm.log'}:\n{tail}")
    found = status(home)
    if found is None:
        raise ServerFailed(f"vLLM stopped right after its start; see {folder / 'vllm.log'}")
    return found


def stop(home: Path, *, grace_s: float = 20) -> bool:
    """Stop the server of this home; False when none was running."""
    folder = home.absolute() / "model"
    if not folder.is_dir():
        return False
    with FileLock(folder / "start.lock", timeout=300):
        record = _record(home)
        ran = record is not None and record.alive()
        if record is not None:
            record.end(grace_s=grace_s)
        (folder / "server.json").unlink(missing_ok=True)
    return ran


def ensure(home: Path, *, weights: Path | None = None, bound_to: int | None = None) -> RunningModel:
    """The server of this home, started again on its old port when its engine has died.

    Raises:
        RuntimeMissing: as `start`.
        ServerFailed: as `start`.
    """
    record = _record(home)
    chosen = weights or (record.weights if record else None)
    return start(home, port=record.port if record else 8123, weights=chosen, bound_to=bound_to)


def _record(home: Path) -> ModelRecord | None:
    return read_record(home.absolute() / "model" / "server.json", ModelRecord)


def _env() -> dict[str, str]:
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "HF_HUB_OFFLINE": "1",
        "VLLM_NO_USAGE_STATS": "1",
        "VLLM_HOST_IP": "127.0.0.1",
        "VLLM_WORKER_MULTIPROC_METHOD": "spawn",
    }


def _command(place: Path, served: Served, port: int, dtype: str, kv_cache_mb: int) -> list[str]:
    command = [
        str(python_of(place)), str(_LAUNCHER), "serve", str(served.base), "--served-model-name", BASE,
        "--host", "127.0.0.1", "--port", str(port), "--dtype", dtype, "--seed", "0",
        "--max-model-len", str(min(served.context, _LONGEST_CONTEXT)), "--max-num-seqs", "32",
        "--kv-cache-memory-bytes", str(kv_cache_mb * 2**20),
        "--structured-outputs-config", '{"backend":"xgrammar","disable_any_whitespace":true}',
        "--uvicorn-log-level", "warning",
    ]  # fmt: skip
    if served.adapters:
        # A batch holds at most the three tasks; the other way of asking waits in memory.
        slots, kept = min(len(served.adapters), len(get_args(Task))), len(served.adapters)
        command += ["--enable-lora", "--max-loras", str(slots), "--max-cpu-loras", str(kept)]
        command += ["--max-lora-rank", str(next(r for r in _RANKS if r >= served.rank))]
        # Without this list, which leaves lm_head out, one prompt_logprobs request ends the engine.
        command += ["--lora-target-modules", *_TARGETS]
        command += ["--lora-modules", *(f"{name}={path}" for name, path in served.adapters.items())]
    return command


def _launch(
    folder: Path,
    place: Path,
    served: Served,
    port: int,
    bound_to: int | None,
    dtype: str,
    kv_cache_mb: int,
) -> ModelRecord:
    log = folder / "vllm.log"
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    command = _command(place, served, port, dtype, kv_cache_mb)
    pid = spawn(command, log=log, env=_env(), cwd=folder, bound_to=bound_to)
    record = ModelRecord(
        pid=pid,
        started=started_at(pid) or 0.0,
        port=port,
        version=VLLM,
        models=(BASE, *served.adapters),
        weights=served.base.parent,
        digest=digest(served.base.parent),
        since=datetime.now(UTC),
    )
    write_record(folder / "server.json", record)
    return record


def _health(url: str, timeout_s: float) -> bool:
    try:
        return httpx.get(f"{url}/health", timeout=timeout_s).status_code == 200
    except httpx.HTTPError:
        return False


def _await(record: ModelRecord, timeout_s: float) -> str | None:
    """None once it answers, else what went wrong; every model is asked once, which compiles what is lazy."""
    from model.client import ModelClient

    url = f"http://127.0.0.1:{record.port}"
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if not record.alive():
            return "ended while it was starting"
        if _health(url, 2):
            break
        time.sleep(0.25)
    else:
        return f"did not answer within {timeout_s:.0f} s"
    try:
        with ModelClient(url, timeout=max(deadline - time.monotonic(), 30)) as client:
            for model in record.models:
                client.score(model, "", ["a b", "c"])
                client.choose(model, "a", ["b", "c"])
    except (ModelUnavailable, GenerationFailed) as error:
        return f"started but did not answer: {error}"
    return None
