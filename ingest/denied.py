"""Radiotherapy that a text speaks of only to deny it, in other words than those known to decline it."""

import re

from ingest.mention import Mention
from ingest.request import requests

_LONG_PAST = re.compile(
    r"\b(?:previous\w*|prior|earlier|past|before|so far|to date|ever|re-?|naive|contra-?indicat\w*|history"
    r"|hx|nodal|nodes?|axill\w+|regional|SCF|boost|elective|PCI|pre-?op\w*|neo-?adj\w*|delays?"
    r"|side[ -]?effects?|reactions?|overlap|slots?|capacity|machines?|cent(?:re|er)s?|facilit\w+"
    r"|after|since|until|till|yet|omit\w*|discuss\w*|too|mask|toler\w+)\b",
    re.IGNORECASE,
)
"""Beside radiotherapy denied: it is that of the past, of the nodes alone, or its place that there is not."""
_ANY = re.compile(
    r"(?:RT|XRT|DXT|EBRT|radiotherapy|radiation(?: therapy)?|irradiation|WBRT|chemo-?RT|CRT|chemoradi\w+)",
    re.IGNORECASE,
)
"""Radiotherapy as such: one technique denied leaves another open."""
_BESIDE = 24
"""Characters before and after it that are read for that."""
_ASKED = frozenset({"whole_brain", "whole_breast", "partial_breast", "chest_wall", "regional_nodes"})
"""Volumes that are named only where they are to be irradiated."""


def denied_alone(text: str, mentions: list[Mention]) -> list[Mention]:
    """The radiotherapy that a text denies, where it speaks of none that stands or was given.

    "No whole brain RT, syringe driver" and "radiation not required" ask for none, whatever symptom is told.
    """
    spoken = [m for m in mentions if m.kind == "radiotherapy"]
    if requests(mentions) or any(m.assertion != "negated" for m in spoken):
        return []
    if any(m.name == "target" and m.value in _ASKED and m.assertion == "affirmed" for m in mentions):
        return []
    denied = [m for m in spoken if m.name == "request" and _ANY.fullmatch(text, m.start, m.end)]
    denied = [m for m in denied if not _is_other(text, mentions, m)]
    return [Mention("declined", "not_needed", "not_needed", m.start, m.end) for m in denied[:1]]


def _is_other(text: str, mentions: list[Mention], denied: Mention) -> bool:
    if any(m.name == "prior_radiotherapy" and m.start <= denied.start < m.end for m in mentions):
        return True
    start, end = _sentence(text, denied)
    before, after = max(start, denied.start - _BESIDE), min(end, denied.end + _BESIDE)
    return bool(_LONG_PAST.search(text, before, denied.start) or _LONG_PAST.search(text, denied.end, after))


def _sentence(text: str, mention: Mention) -> tuple[int, int]:
    ends = [at for at in (text.find(e, mention.end) for e in ".;\n") if at >= 0]
    start = max(text.rfind(e, 0, mention.start) for e in ".;\n") + 1
    return start, min(ends, default=len(text))
