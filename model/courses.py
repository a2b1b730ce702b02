"""Courses of radiotherapy as answers: grouping candidates that are one course, values, citations."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from kg.candidates import Candidate
from kg.dose import bed_gy, eqd2_gy
from kg.statement import Course
from model.answer import Citation, RegimenValue
from model.gate import cite
from ontologies.schedule import Boost
from ontologies.technique import in_use, usual


class CourseGroup(NamedTuple):
    """Candidates that name the same dose, fractions and modality; the best ranked first."""

    candidates: tuple[Candidate, ...]
    citations: tuple[Citation, ...]

    @property
    def first(self) -> Candidate:
        """The best ranked candidate, whose setting and technique are shown."""
        return self.candidates[0]


def group_courses(ranked: Sequence[Candidate], max_citations: int) -> list[CourseGroup]:
    """One group per distinct course, in rank order; a course no quote supports is left out."""
    groups: dict[tuple[float, int, str], list[Candidate]] = {}
    for candidate in ranked:
        course = candidate.course
        groups.setdefault((course.total_dose_gy, course.fractions, course.modality), []).append(candidate)
    courses: list[CourseGroup] = []
    for members in groups.values():
        own = cite(members[0], max_citations)
        if not own:
            continue
        more = [c for member in members[1:] for c in cite(member, max_citations)]
        unique = {(c.statement, c.document): c for c in (*own, *more)}
        courses.append(CourseGroup(tuple(members), tuple(unique.values())[:max_citations]))
    return courses


def course_text(candidate: Candidate, on: date) -> str:
    """The course in one line: "40.05 Gy in 15 fractions of 2.67 Gy, photon (3d-crt), whole breast"."""
    course = candidate.course
    per_fraction = course.total_dose_gy / course.fractions
    noun = "fraction" if course.fractions == 1 else "fractions"
    each = f" of {round(per_fraction, 2):g} Gy" if course.fractions > 1 else ""
    used = usual(course.technique, on)
    technique = f" ({used})" if used else ""
    boost = (
        f"; sequential boost {course.boost.dose_gy:g} Gy in {course.boost.fractions} "
        f"{'fraction' if course.boost.fractions == 1 else 'fractions'}, {course.boost.modality}"
        if course.boost
        else ""
    )
    rhythm = "" if course.frequency in ("daily", "once", "not stated") else f" {course.frequency}"
    extra = f"; with {course.combined_with}" if course.combined_with else ""
    return (
        f"{course.total_dose_gy:g} Gy in {course.fractions} {noun}{each}{rhythm}, "
        f"{course.modality}{technique}, {course.target}{boost}{extra}"
    )


def _boost(course: Course, on: date) -> Boost | None:
    boost = course.boost
    if boost is None or boost.technique is None or in_use(boost.technique, on):
        return boost
    return boost.model_copy(update={"technique": None})


def regimen_value(candidate: Candidate, on: date) -> RegimenValue:
    """The course as a structured answer, its arithmetic computed here.

    The technique is the usual one of those in use that day; the dose is the source's on every day.
    """
    course = candidate.course
    continuous = course.frequency == "continuous" or "ldr" in course.technique or "plaque" in course.technique
    dose = (course.total_dose_gy, course.fractions, course.alpha_beta_gy)
    return RegimenValue(
        text=course_text(candidate, on),
        modality=course.modality,
        technique=usual(course.technique, on),
        total_dose_gy=course.total_dose_gy,
        fractions=course.fractions,
        dose_per_fraction_gy=round(course.total_dose_gy / course.fractions, 4),
        boost=_boost(course, on),
        bed_gy=None if continuous else round(bed_gy(*dose), 2),
        eqd2_gy=None if continuous else round(eqd2_gy(*dose), 2),
        target=course.target,
        intent=course.intent,
    )
