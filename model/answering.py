"""From a question and its profile to an answer: triage, task, gate, provenance."""

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import Any

from kg.coding import code_case
from kg.errors import GenerationFailed, ModelUnavailable
from kg.profile import Profile
from kg.store import GraphStore
from model.answer import Abstention, Answer, Caution, Provenance, Question, Task
from model.icd10 import answer_icd10
from model.modality import answer_modality
from model.outcome import Case, Outcome, Scorer, abstain
from model.regimen import answer_regimen
from model.second_reader import SecondReader
from model.triage import triage

TASKS: dict[Task, Callable[[Case], Outcome]] = {
    "regimen": answer_regimen,
    "modality": answer_modality,
    "icd10": answer_icd10,
}
"""Every question the service answers, by name."""

Nearest = Callable[[str, date, datetime], Sequence[str]]
"""Sentences of the graph that speak of a text, on a day, as known at a time."""

DECODING = "whole-candidate log-likelihood, prompt_logprobs, float32"


def _run(task: Task, case: Case) -> Outcome:
    """The task's outcome; without the adapter, and saying so, when the model server fails."""
    try:
        return TASKS[task](case)
    except (ModelUnavailable, GenerationFailed) as error:
        outcome = TASKS[task](case._replace(scorer=None))
        caution = Caution(code="model_unavailable", message=f"Answered from the graph alone: {error}")
        return outcome._replace(warnings=(*outcome.warnings, caution))


def answer(
    task: Task,
    question: Question,
    profile: Profile,
    store: GraphStore,
    *,
    scorer: Scorer | None = None,
    adapter: str | None = None,
    base_model: str | None = None,
    prompt: str | None = None,
    nearest: Nearest | None = None,
    second: SecondReader | None = None,
    profile_ms: float = 0.0,
    now: datetime | None = None,
) -> Answer:
    """Answer one question about one case, or abstain.

    Args:
        task: regimen, modality or icd10.
        question: the question as asked.
        profile: what was understood of its text.
        store: the graph.
        scorer: the adapters; None for the deterministic path.
        adapter: name and hash of the adapter, for the provenance.
        base_model: name and hash of the base, for the provenance.
        prompt: version of the prompt, for the provenance.
        nearest: claims that speak of a text no disease was recognised in, for the abstention's words alone.
        second: reads the text once more; where it contradicts the profile there is no answer.
        profile_ms: milliseconds the profile took.
        now: the present; default the clock.

    Raises:
        StoreUnavailable: Neo4j does not answer.
    """
    started = time.perf_counter()
    moment = now or datetime.now(UTC).replace(tzinfo=None)
    as_of = question.as_of or moment.date()
    known_at = question.known_at or moment
    if known_at.tzinfo is not None:
        known_at = known_at.astimezone(UTC).replace(tzinfo=None)
    found = triage(profile, task)
    if isinstance(found, Abstention):
        if nearest is not None and found.reason == "not_understood":
            found = _with_nearest(found, nearest(question.diagnosis, as_of, known_at))
        outcome = abstain(found)
    else:
        category, objection = _second_opinion(task, question, profile, as_of, second)
        asked = scorer if question.model else None
        case = Case(question, profile, found, store, as_of, known_at, asked, category)
        outcome = abstain(objection) if objection else _run(task, case)
    used = outcome.consulted
    provenance = Provenance(
        graph_version=store.version(),
        as_of=as_of,
        known_at=known_at,
        base_model=base_model if used else None,
        adapter=adapter if used else None,
        prompt=prompt if used else None,
        decoding=DECODING if used else None,
        service_version=version("oncograph"),
    )
    total = (time.perf_counter() - started) * 1000 + profile_ms
    given = Answer(
        id="",
        task=task,
        answer=outcome.value,
        alternatives=outcome.alternatives,
        citations=outcome.citations,
        agreement=outcome.agreement,
        abstained=outcome.abstained,
        warnings=outcome.warnings,
        profile=profile,
        provenance=provenance,
        timing_ms={
            "profile": round(profile_ms, 2),
            "model": round(outcome.model_ms, 2),
            "graph": round(total - profile_ms - outcome.model_ms, 2),
            "total": round(total, 2),
        },
    )
    return given.model_copy(update={"id": _identity(question, given)})


def _second_opinion(
    task: Task, question: Question, profile: Profile, as_of: date, second: SecondReader | None
) -> tuple[str | None, Abstention | None]:
    """The ICD-10-CM category both readings agree on, and what the second reader holds against the profile."""
    if second is None:
        return None, None
    reading = second.read(question.diagnosis)
    categories = [code.category for code in code_case(profile, question.diagnosis, as_of)]
    # A course is that of the tumour the first reading chose, whatever else the text supports a code for.
    category = second.preferred(reading, categories if task == "icd10" else categories[:1])
    return category, second.objection(task, reading, profile, category, categories)


def _with_nearest(abstention: Abstention, sentences: Sequence[str]) -> Abstention:
    """The abstention with what the graph holds nearest to the text, said to be unused."""
    if not sentences:
        return abstention
    said = " | ".join(sentences)
    return abstention.model_copy(
        update={"detail": f"{abstention.detail} Nearest in the graph, not used: {said}"}
    )


_VOLATILE: Any = {"id": True, "timing_ms": True, "provenance": {"known_at"}}
"""What differs each time the same answer is given."""


def _identity(question: Question, given: Answer) -> str:
    """The same answer to the same question has the same id; one that differs in anything said has another."""
    state = {
        "question": question.model_dump(mode="json", exclude={"known_at"}),
        "known_at": question.known_at.isoformat() if question.known_at else None,
        "given": given.model_dump(mode="json", exclude=_VOLATILE),
    }
    return "an-" + hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:20]
