"""The modality task: photon, proton, electron or brachytherapy, from the schedules that apply."""

import math
import time
from datetime import date

from model.answer import Abstention, Agreement, Caution, ModalityAlternative, ModalityValue
from model.courses import CourseGroup
from model.outcome import Case, Offer, Outcome, abstain
from model.schedules import Courses, cautions, courses_for
from model.triage import understood
from ontologies.modality import Modality
from ontologies.technique import usual

_HALVED_BY_STEP = 0.5


def _scores(courses: Courses) -> dict[Modality, float]:
    """Share of each modality among the courses; a course of the next lower standing counts half."""
    standings = sorted({g.first.standing for g in courses.groups})
    weight: dict[Modality, float] = {}
    for group in courses.groups:
        step = standings.index(group.first.standing)
        modality = group.first.course.modality
        weight[modality] = weight.get(modality, 0.0) + _HALVED_BY_STEP**step
    total = sum(weight.values())
    return {m: round(w / total, 4) for m, w in sorted(weight.items(), key=lambda kv: -kv[1])}


def _value(group: CourseGroup, scores: dict[Modality, float], on: date) -> ModalityValue:
    course = group.first.course
    return ModalityValue(modality=course.modality, technique=usual(course.technique, on), scores=scores)


def answer_modality(case: Case) -> Outcome:
    """The modality of the best ranked course; where the adapter prefers another, both are shown.

    The adapter does not reorder: on held-out cases the graph's own order is right more often than its choice.
    """
    courses = courses_for(case)
    if isinstance(courses, Abstention):
        return abstain(courses)
    unmet = [f for f in courses.selection.wish_unmet if f.axis == "modality"]
    if unmet:
        asked = ", ".join(f"«{f.text}»" for f in unmet)
        return abstain(
            Abstention(
                reason="no_applicable_schedule",
                detail=f"No fitting schedule uses what is asked for: {asked}. {understood(case.profile)}",
            )
        )
    scores = _scores(courses)
    best: dict[Modality, CourseGroup] = {}
    for group in courses.groups:
        best.setdefault(group.first.course.modality, group)
    modalities = list(best)
    warnings = list(cautions(case, courses))
    agreement: Agreement = "supported"
    consulted, model_ms = False, 0.0
    if case.scorer is not None and len(modalities) > 1:
        started = time.perf_counter()
        offers = [Offer(m, best[m].citations[0].quote) for m in modalities]
        scored = case.scorer("modality", case.profile, case.question.diagnosis, offers)
        consulted, model_ms = True, (time.perf_counter() - started) * 1000
        favourite = modalities[max(range(len(modalities)), key=lambda i: scored[i])]
        if favourite != modalities[0]:
            agreement = "contested"
            share = math.exp(max(scored)) / sum(math.exp(s) for s in scored)
            warnings.append(
                Caution(
                    code="adapter_differs",
                    message=f"The adapter prefers {favourite} ({share:.2f}).",
                )
            )
    first = best[modalities[0]]
    return Outcome(
        value=_value(first, scores, case.as_of),
        alternatives=tuple(
            ModalityAlternative(
                **_value(best[m], scores, case.as_of).model_dump(), citations=best[m].citations
            )
            for m in modalities[1:]
        ),
        citations=first.citations,
        agreement=agreement,
        warnings=tuple(warnings),
        consulted=consulted,
        model_ms=model_ms,
    )
