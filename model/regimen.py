"""The regimen task: which course, by the graph's rank and the department's adapter."""

import time

from model.answer import Abstention, Agreement, Caution, RegimenAlternative
from model.courses import CourseGroup, course_text, regimen_value
from model.outcome import Case, Offer, Outcome, abstain
from model.schedules import cautions, courses_for
from ontologies.course_text import canonical_course


def candidate_text(group: CourseGroup) -> str:
    """The course as the adapter was taught to write it."""
    course = group.first.course
    return canonical_course(course.total_dose_gy, course.fractions, course.modality)


def answer_regimen(case: Case) -> Outcome:
    """The course to offer.

    Among courses of equal standing the adapter chooses; outside them its preference is shown as a
    disagreement, never as the answer.
    """
    courses = courses_for(case)
    if isinstance(courses, Abstention):
        return abstain(courses)
    groups = list(courses.groups)
    warnings = list(cautions(case, courses))
    agreement: Agreement = "supported"
    consulted, model_ms = False, 0.0
    if case.scorer is not None and len(groups) > 1:
        started = time.perf_counter()
        offers = [Offer(candidate_text(g), g.citations[0].quote) for g in groups]
        scores = case.scorer("regimen", case.profile, case.question.diagnosis, offers)
        consulted, model_ms = True, (time.perf_counter() - started) * 1000
        favourite = max(range(len(groups)), key=lambda i: scores[i])
        if favourite < courses.leading:
            groups.insert(0, groups.pop(favourite))
        else:
            agreement = "contested"
            text = course_text(groups[favourite].first, case.as_of)
            warnings.append(Caution(code="adapter_differs", message=f"The adapter prefers {text}."))
    first, rest = groups[0], groups[1:]
    return Outcome(
        value=regimen_value(first.first, case.as_of),
        alternatives=tuple(
            RegimenAlternative(**regimen_value(g.first, case.as_of).model_dump(), citations=g.citations)
            for g in rest
        ),
        citations=first.citations,
        agreement=agreement,
        warnings=tuple(warnings),
        consulted=consulted,
        model_ms=model_ms,
    )
