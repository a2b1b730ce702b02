"""Whether a text asks for radiotherapy: outright, by a course of it, or by a symptom to relieve."""

import re

from ingest.mention import Mention
from ingest.prescription import PRESCRIPTION
from ingest.risk import SOMETHING_QUICK

_RELIEF = frozenset({"relief", "local_treatment", "refractory"})


COURSE_AXES = frozenset({"technique", "modality", "fractionation", *PRESCRIPTION})
"""Axes that name a course."""
STANDING = frozenset({"affirmed", "uncertain", "hypothetical"})
"""Assertions under which a wish is still one."""


def is_request(mention: Mention) -> bool:
    """Whether it asks for radiotherapy or names a course of it, and the text stands behind it."""
    outright = mention.kind == "radiotherapy" and mention.name == "request"
    course = mention.kind == "axis" and mention.name in COURSE_AXES
    return mention.assertion in STANDING and (outright or course)


def requests(mentions: list[Mention]) -> bool:
    """Whether the text asks for radiotherapy or names a course of it."""
    return any(map(is_request, mentions))


def asks(mentions: list[Mention]) -> bool:
    """The same, or whether it names a symptom to relieve by radiotherapy."""
    return requests(mentions) or any(
        m.assertion in STANDING and m.name == "called_for" and m.value in _RELIEF for m in mentions
    )


def is_to_relieve(mentions: list[Mention]) -> bool:
    """Whether something is to be relieved, though no word asks for radiotherapy: "few visits only"."""
    relief = {("intent", "palliative"), ("called_for", "relief")}
    return any((m.name, m.value) in relief and m.assertion == "affirmed" for m in mentions)


_TROUBLES = re.compile(
    r"\b(?<!no )(?:bleed\w*|ooz\w+|fungat\w+|haematuria|hematuria|ha?emoptysis|pain(?:ful)?|smell\w*"
    r"|malodo\w+"
    r"|stridor|SVCO|weeping|ulcerat\w+)\b",
    re.IGNORECASE,
)


def asks_for_little(text: str) -> bool:
    """Whether a course of few visits is asked for against a symptom: palliation is part of such care."""
    return SOMETHING_QUICK.search(text) is not None and _TROUBLES.search(text) is not None
