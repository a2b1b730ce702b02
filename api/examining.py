"""The exam against the running service, with the adapters asked alone beside it."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from api.asking import post
from api.servers import api_status
from api.settings import Settings
from kg.profile import Profile
from model.answer import Question, Task
from model.exam import ExamCase, Marked, Row, mark, read_cases, row, table
from model.outcome import Offer, Scorer
from model.prompts import retrieved_code
from model.report import Report
from ontologies.course_text import canonical_course

_TASKS: tuple[Task, ...] = ("regimen", "modality", "icd10")


_Ask = Callable[[Task, str, bool], dict[str, Any]]
"""A task, a text, and whether the adapters are consulted, to the response."""


def _asker(settings: Settings) -> tuple[_Ask, Callable[[], None]]:
    """How to ask, and how to stop asking: over HTTP if a service runs, else in this process."""
    running = api_status(settings)
    if running is not None:
        url = running["url"]
        return (
            _timed(lambda task, text, model: post(url, settings, task, {"diagnosis": text, "model": model})),
            lambda: None,
        )
    from api.wiring import build_service

    service = build_service(settings)
    return (
        _timed(
            lambda task, text, model: service.ask(task, Question(diagnosis=text, model=model)).model_dump(
                mode="json"
            )
        ),
        service.store.close,
    )


def _timed(ask: _Ask) -> _Ask:
    """The same, with the time of this call: an answer given again says how long the first one took."""

    def timed(task: Task, text: str, model: bool) -> dict[str, Any]:
        started = time.perf_counter()
        response = ask(task, text, model)
        return response | {"timing_ms": {"total": round((time.perf_counter() - started) * 1000, 2)}}

    return timed


def offers_of(task: Task, response: dict[str, Any]) -> list[tuple[dict[str, Any], Offer]]:
    """Everything the graph offers in a response, each as the adapters are asked about it."""
    answer = response["answer"]
    first = [answer | {"citations": response["citations"]}] if answer else []
    return [(value, _offer(task, value)) for value in (*first, *response["alternatives"])]


def _offer(task: Task, value: dict[str, Any]) -> Offer:
    if task == "icd10":
        return Offer(value["category"], retrieved_code(value["category"]))
    quote = next((c["quote"] for c in value["citations"]), "")
    if task == "modality":
        return Offer(value["modality"], quote)
    return Offer(canonical_course(value["total_dose_gy"], value["fractions"], value["modality"]), quote)


def _adapter_alone(case: ExamCase, task: Task, response: dict[str, Any], scorer: Scorer) -> dict[str, Any]:
    """The response the adapter would give, free among everything the graph offers for the case."""
    offered = offers_of(task, response)
    if len(offered) < 2:
        return response
    offers = [offer for _, offer in offered]
    scores = scorer(task, Profile.model_validate(response["profile"]), case.diagnosis, offers)
    best, _ = offered[max(range(len(offered)), key=lambda i: scores[i])]
    return response | {"answer": best, "citations": best["citations"]}


def _scorer(settings: Settings) -> Scorer | None:
    from api.wiring import model_url
    from model.client import ModelClient
    from model.scoring import make_scorer

    url = model_url(settings)
    return make_scorer(ModelClient(url), settings.model_reads) if url else None


def examine(settings: Settings, file: Path, *, with_model: bool) -> Report:
    """Ask every case, mark the answers, and set the baselines beside them.

    Raises:
        ValueError: a line of the file is not a case.
        OncographError: the service does not answer.
    """
    from rich.progress import track

    cases = list(read_cases(file))
    scorer = _scorer(settings) if with_model else None
    ask, done = _asker(settings)
    marked: list[Marked] = []
    try:
        for case in track(cases, description="Asking", transient=True):
            for task in _TASKS:
                graph = ask(task, case.diagnosis, False)
                marked.append(mark(case, task, "graph", graph))
                if scorer is not None:
                    alone = _adapter_alone(case, task, graph, scorer)
                    marked.append(mark(case, task, "adapter", alone))
                    marked.append(mark(case, task, "both", ask(task, case.diagnosis, True)))
    finally:
        done()
    return Report(file=file.name, cases=len(cases), rows=table(marked) + baselines(cases), marked=marked)


def baselines(cases: list[ExamCase]) -> list[Row]:
    """Always photon, and the category whose description is nearest to the text by MiniLM embedding."""
    called = [c for c in cases if c.modality]
    coded = [c for c in cases if c.icd10]
    other = [c for c in called if "photon" not in c.modality]
    rows = [
        row("modality", "always photon", [_baseline(c, "modality", "photon", c.modality) for c in called])
    ]
    if other:
        photon = [_baseline(c, "modality", "photon", c.modality) for c in other]
        rows.append(row("modality where photon is wrong", "always photon", photon))
    nearest = zip(coded, nearest_categories([c.diagnosis for c in coded]), strict=True)
    rows.append(row("icd10", "nearest code", [_baseline(c, "icd10", near, c.icd10) for c, near in nearest]))
    return rows


def nearest_categories(texts: list[str]) -> list[str]:
    """For each text the C00-D49 code nearest by cosine of MiniLM embeddings, as its category."""
    import numpy as np

    from kg.embedding import embed
    from ontologies.icd10 import category, tabular

    codes = [c for c in tabular() if c[0] == "C" or (c[0] == "D" and c[1] in "01234")]
    known = np.asarray(embed([tabular()[c].description for c in codes]))
    asked = np.asarray(embed(texts))
    return [category(codes[i]) for i in np.argmax(asked @ known.T, axis=1)]


def _baseline(case: ExamCase, task: Task, given: str, accepted: tuple[str, ...]) -> Marked:
    return Marked(
        case=case.id,
        diagnosis=case.diagnosis,
        task=task,
        path="graph",
        mark="acceptable" if given in accepted else "wrong",
        cited=False,
        given=given,
        accepted=str(list(accepted)),
        understood="baseline",
        calls_for_none=False,
        milliseconds=0.0,
    )
