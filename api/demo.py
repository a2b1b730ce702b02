"""The demonstration: everything brought up, loaded, asked, and kept serving until Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from api import servers
from api.asking import post
from api.cli.show import show
from api.settings import Settings
from kg.errors import OncographError, ServerFailed
from model.answer import Task

QUESTIONS: tuple[tuple[str, tuple[Task, ...]], ...] = (
    (
        "52F pT2 N0 ER+ HER2- invasive lobular ca right breast, WLE + SLNB, adjuvant RT",
        ("regimen", "modality", "icd10"),
    ),
    ("74M glioblastoma left temporal, KPS 60, hypofractionated RT", ("regimen", "modality", "icd10")),
    ("Painful bone metastasis L3 from prostate cancer", ("regimen", "modality", "icd10")),
    ("Endometrial ca stage IB grade 2, vault brachytherapy", ("regimen", "modality", "icd10")),
    ("68M low risk prostate ca on active surveillance", ("regimen",)),
)
"""Four diagnoses asked all three questions, and one that calls for no radiotherapy."""


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _step(name: str, started: float) -> None:
    _say(f"[{time.monotonic() - started:6.1f} s] {name}")


def _oncograph(*arguments: str) -> None:
    """One command of our own as a child with this terminal, so that its progress bars are seen.

    Raises:
        ServerFailed: it failed; status 3 (some records rejected) is reported by itself and goes on.
    """
    done = subprocess.run([sys.executable, "-P", "-m", "api.cli", *arguments], check=False)
    if done.returncode not in (0, 3):
        raise ServerFailed(f"`oncograph {' '.join(arguments)}` ended with status {done.returncode}")


def ingest_everything(data: Path | None) -> None:
    """The project's own facts and notes; with a data folder, the real files in it as well.

    Raises:
        ServerFailed: a step failed as a whole.
    """
    ontologies = ["ontologies", "load"]
    if data is not None:
        ontologies.append(str(data / "ontologies"))
    _oncograph(*ontologies)
    _oncograph("ingest", "all", *([] if data is None else [str(data)]))


def run(settings: Settings, data: Path | None, *, keep_serving: bool = True) -> None:
    """Bring everything up, ask, and serve until interrupted; every child stops with this process.

    Raises:
        OncographError: the graph or the API cannot be brought up.
    """
    started = time.monotonic()
    me = os.getpid()
    servers.refuse_weak_exposure(settings)
    # Ctrl-C reaches the whole foreground group; TERM must end the demonstration the same way, and a shell
    # that starts it in the background has it ignore both.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt):
            _bring_up(settings, data, started, me)
            _ask(settings, started)
            if keep_serving:
                url = servers.status(settings)["api"]["url"]
                _say(f"\nServing at {url} (interface description at {url}/docs); Ctrl-C stops everything.")
                signal.pause()
    finally:
        servers.stop_all(settings, _say)


def _bring_up(settings: Settings, data: Path | None, started: float, me: int) -> None:
    _oncograph("neo4j", "install")
    try:
        _oncograph("model", "install")
        _step("model server's environment", started)
    except OncographError as error:
        _say(f"No model server on this machine ({error}); answers are deterministic.")
    # The model server needs half a minute to start; the graph is started and filled meanwhile.
    with ThreadPoolExecutor(max_workers=1) as aside:
        model = aside.submit(servers.start_model, settings, bound_to=me, say=_say)
        servers.start_graph(settings, bound_to=me, say=_say)
        _step("Neo4j", started)
        ingest_everything(data)
        _step("knowledge loaded", started)
        model.result()
        _step("model server", started)
    servers.start_api(settings, bound_to=me, say=_say)
    _step("API", started)


def _ask(settings: Settings, started: float) -> None:
    url = servers.status(settings)["api"]["url"]
    for diagnosis, tasks in QUESTIONS:
        _say(f"\n# {diagnosis}")
        for task in tasks:
            _say(f"\n{task}:")
            _say(show(post(url, settings, task, {"diagnosis": diagnosis, "max_citations": 2})))
            if diagnosis == QUESTIONS[0][0] and task == "regimen":
                _step("first answer", started)
