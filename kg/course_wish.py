"""What a case says of the course itself that a schedule may go against: its rhythm, its volume, its turn."""

from collections.abc import Sequence

from kg.applicability import Judgement, implied
from kg.profile import Finding, Profile
from kg.statement import Statement

_HALF = ("half of the body",)
_WHOLE = {
    "whole_lung": ("lung",),
    "whole_liver": ("whole liver",),
    "hemibody": _HALF,
    "lower_hemibody": _HALF,
    "upper_hemibody": _HALF,
}
"""Volumes of a whole organ or half a body, and the words by which the volume of a course is that one."""
WHOLE_ORGANS = frozenset({"whole_lung", "whole_liver"})
_RETURNED = frozenset({"recurrent", "salvage"})


def against_wish(
    statement: Statement, judged: Sequence[Judgement], profile: Profile
) -> tuple[Judgement, ...]:
    """The findings that the course of a statement goes against, though no qualifier of it says so."""
    return (
        *_not_weekly(statement, profile),
        *_of_another_volume(statement, judged, profile),
        *_first_again(statement, judged, profile),
        *_of_single_lesions(statement, profile),
        *_too_much(statement, profile),
        *_not_of_relief(statement, profile),
    )


def _not_weekly(statement: Statement, profile: Profile) -> list[Judgement]:
    """Weekly fractions asked for, where the course gives several on other days."""
    course = statement.course
    if course is None or course.fractions == 1 or course.frequency in {"weekly", "not stated"}:
        return []
    asked = [f for f in _of(profile, "fractionation") if "weekly" in implied("fractionation", str(f.value))]
    if any("weekly" in statement.requires.get(axis, ()) for axis in statement.requires):
        return []
    return [Judgement("fractionation", ("weekly",), "contradicted", f) for f in asked]


def _of_another_volume(
    statement: Statement, judged: Sequence[Judgement], profile: Profile
) -> list[Judgement]:
    """The whole of an organ asked for, where the course goes elsewhere or to a part of it."""
    course = statement.course
    if course is None or any(j.axis == "target" and j.verdict == "confirmed" for j in judged):
        return []
    return [
        Judgement("target", (str(f.value),), "contradicted", f)
        for f in _of(profile, "target")
        if f.value in _WHOLE and not any(word in course.target.lower() for word in _WHOLE[str(f.value)])
    ]


_STEREOTACTIC = frozenset({"sbrt", "srs"})
_WORST_FIT = 3
"""ECOG grade from which relief is what a course is for."""


_WHOLE_BRAIN = frozenset({"whole_brain", "hippocampal_avoidance"})


def _of_single_lesions(statement: Statement, profile: Profile) -> list[Judgement]:
    """The whole brain asked for, where the course goes to its single lesions."""
    course = statement.course
    if course is None or not _STEREOTACTIC & set(course.technique):
        return []
    if _STEREOTACTIC & set(profile.values("technique")) or "brain" in course.target.lower():
        return []
    asked = [f for f in _of(profile, "target") if f.value in _WHOLE_BRAIN]
    return [Judgement("target", (str(f.value),), "contradicted", f) for f in asked]


def _too_much(statement: Statement, profile: Profile) -> list[Judgement]:
    """Relief in somebody who is bedridden by day, where the course is a stereotactic one nobody asked for."""
    course = statement.course
    if course is None or not _STEREOTACTIC & set(course.technique):
        return []
    if _STEREOTACTIC & set(profile.values("technique")) or "palliative" not in profile.values("intent"):
        return []
    unfit = [f for f in _of(profile, "ecog") if float(f.value) >= _WORST_FIT]
    return [Judgement("intent", ("curative",), "contradicted", f) for f in unfit]


def _first_again(statement: Statement, judged: Sequence[Judgement], profile: Profile) -> list[Judgement]:
    """A recurrence that was irradiated before, where the course is one for a tumour just found.

    An operation done now, which the setting also tells, makes no first course of it. An implant is what a
    second course often is.
    """
    if statement.course is None or statement.course.modality == "brachytherapy":
        return []
    if "setting" not in statement.qualifiers or "given" not in profile.values("prior_radiotherapy"):
        return []
    if any(j.axis in {"prior_radiotherapy", "given"} and j.verdict == "confirmed" for j in judged):
        return []
    taken = statement.qualifiers["setting"]
    if not isinstance(taken, tuple) or _RETURNED & set(taken):
        return []
    again = [f for f in _of(profile, "setting") if _RETURNED & implied("setting", str(f.value))]
    return [Judgement("setting", taken, "contradicted", f) for f in again]


def _not_of_relief(statement: Statement, profile: Profile) -> list[Judgement]:
    """A blocked bronchus, a bleed or an ulcer, where a stereotactic course was not asked for."""
    course = statement.course
    if course is None or set(course.technique) != {"sbrt"} or "sbrt" in profile.values("technique"):
        return []
    blocked = [f for f in _of(profile, "symptom") if f.value in {"obstruction", "bleeding", "fungating"}]
    return [Judgement("symptom", ("none",), "contradicted", f) for f in blocked]


def _of(profile: Profile, axis: str) -> list[Finding]:
    return [f for f in profile.findings if f.axis == axis]
