"""The schedules behind a regimen or a modality answer, and what must be said beside them."""

from typing import NamedTuple

from kg.applicability import judge_all
from kg.candidates import Rejected, Selection, select
from model.answer import Abstention, Caution
from model.courses import CourseGroup, group_courses
from model.outcome import Case
from model.triage import understood
from ontologies.disease import ancestors


class Courses(NamedTuple):
    """Courses that apply to the case, in rank order, with the selection they come from."""

    selection: Selection
    groups: tuple[CourseGroup, ...]
    leading: int
    """How many of the groups share the best standing."""


def courses_for(case: Case) -> Courses | Abstention:
    """Retrieve, rank and group the schedules of the case, or say why none can be offered."""
    line = ancestors(case.disease.disease)
    stored = case.store.schedules(line, case.as_of, case.known_at)
    if not stored:
        return Abstention(
            reason="no_evidence",
            detail=f"The graph holds no schedule for {case.disease.name} that was valid on {case.as_of} "
            f"and known at {case.known_at.date()}. {understood(case.profile)}",
        )
    selection = select(stored, case.disease.disease, case.profile, case.question.region)
    if not selection.applicable and selection.wish_unmet:
        asked = ", ".join(f"«{f.text}»" for f in selection.wish_unmet)
        return Abstention(
            reason="no_applicable_schedule",
            detail=f"No schedule for {case.disease.name} that fits the case uses what is asked for: {asked}. "
            f"{understood(case.profile)}",
        )
    if not selection.applicable:
        return Abstention(
            reason="no_applicable_schedule",
            detail=f"{len(stored)} schedules for {case.disease.name} are known; none fits the case: "
            f"{_reasons(selection.rejected)}. {understood(case.profile)}",
        )
    groups = tuple(group_courses(selection.applicable, case.question.max_citations))
    if not groups:
        return Abstention(
            reason="citation_does_not_support",
            detail=f"No source's own words support a course for {case.disease.name}.",
        )
    best = groups[0].first.standing
    return Courses(selection, groups, sum(g.first.standing == best for g in groups))


def _reasons(rejected: tuple[Rejected, ...]) -> str:
    """The commonest reasons the schedules were set aside for, in words."""
    counts: dict[str, int] = {}
    for item in rejected:
        judgement = item.because[0]
        accepted = (
            judgement.demand if not isinstance(judgement.demand, tuple) else " or ".join(judgement.demand)
        )
        found = f"case says «{judgement.finding.text}»" if judgement.finding else "case does not say"
        reason = f"{judgement.axis} {accepted} ({found})"
        counts[reason] = counts.get(reason, 0) + 1
    top = sorted(counts, key=lambda r: (-counts[r], r))[:3]
    return "; ".join(top)


_COMPARED = 8
"""Courses compared for what would decide between them."""


def _undecided(courses: Courses) -> list[str]:
    """Axes the case leaves open on which the courses ranked first differ in what they demand."""
    top = [group.first for group in courses.groups[:_COMPARED]]
    open_axes = {j.axis for candidate in top for j in candidate.open}
    demands = [{j.axis: j.demand for j in (*candidate.confirmed, *candidate.open)} for candidate in top]
    return sorted(a for a in open_axes if len({str(d.get(a)) for d in demands}) > 1)


def cautions(case: Case, courses: Courses) -> tuple[Caution, ...]:
    """What the reader must know beside the courses."""
    found: list[Caution] = []
    lead = courses.groups[0].first
    for wish in courses.selection.wish_unmet:
        found.append(
            Caution(
                code="request_unmet",
                message=f"No applicable schedule uses the {wish.axis} asked for («{wish.text}»).",
            )
        )
    if courses.leading > 1:
        message = f"{courses.leading} courses stand equal; the first is shown, the others are alternatives."
        found.append(Caution(code="equal_candidates", message=message))
    if undecided := _undecided(courses):
        found.append(
            Caution(
                code="would_decide",
                message=f"Not stated, and would decide further: {', '.join(undecided)}.",
            )
        )
    if case.profile.values("prior_radiotherapy"):
        found.append(
            Caution(
                code="prior_radiotherapy",
                message="Prior radiotherapy is stated: cumulative dose is not computed.",
            )
        )
    if any(head.synthetic for head in lead.stored.documents):
        found.append(Caution(code="synthetic_source", message="The citation is a synthetic document."))
    line = ancestors(case.disease.disease)
    # A course that is still offered, on newer grounds, is not reported as gone.
    said = {(g.first.course.total_dose_gy, g.first.course.fractions) for g in courses.groups}
    for old, successor in case.store.superseded(line, case.as_of, case.known_at):
        judged = judge_all(old.statement.requires, case.profile) + judge_all(
            old.statement.qualifiers, case.profile
        )
        course = old.statement.course
        if course is None or any(j.verdict == "contradicted" for j in judged):
            continue
        if (course.total_dose_gy, course.fractions) in said:
            continue
        said.add((course.total_dose_gy, course.fractions))
        by = f" by {successor}" if successor else ""
        found.append(
            Caution(
                code="superseded",
                message=f"{course.total_dose_gy:g} Gy in {course.fractions} ({old.id}) was superseded{by} "
                f"on {old.statement.valid_to}.",
            )
        )
    return tuple(found)
