"""Whether a text asks for radiotherapy: outright, by a course of it, or by a symptom to relieve."""

from ingest.mention import Mention
from ingest.prescription import PRESCRIPTION

_RELIEF = frozenset({"relief", "local_treatment", "refractory"})


COURSE_AXES = frozenset({"technique", "modality", "fractionation", *PRESCRIPTION})
"""Axes that name a course."""
STANDING = frozenset({"affirmed", "uncertain", "hypothetical"})
"""Assertions under which a wish is still one."""


def requests(mentions: list[Mention]) -> bool:
    """Whether the text asks for radiotherapy or names a course of it."""
    return any(
        m.assertion in STANDING
        and (
            (m.kind == "radiotherapy" and m.name == "request") or (m.kind == "axis" and m.name in COURSE_AXES)
        )
        for m in mentions
    )


def asks(mentions: list[Mention]) -> bool:
    """The same, or whether it names a symptom to relieve by radiotherapy."""
    return requests(mentions) or any(
        m.assertion in STANDING and m.name == "called_for" and m.value in _RELIEF for m in mentions
    )
