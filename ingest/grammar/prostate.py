"""PSA, Gleason score and ISUP grade group."""

import re
from collections.abc import Iterator

from ingest.mention import Mention

_PSA = re.compile(
    r"\b(?:i|initial |pre-?treatment |presenting |baseline )?PSA\b"
    r"(?: ?(?:level|now|is|of|was|at diagnosis|rising to|rising|risen to|rise to|up to|initial"
    r"|nadir|currently"
    r"|post-?op|@|recurrence))?"
    r"[ :=~<>\u2248]{0,3}(?P<psa>\d{1,4}(?:\.\d{1,3})?)(?! ?(?:months?|mo\b|yrs?|years?|weeks?|%))"
    r"(?: ?(?:->|\u2192|to|-) ?(?P<then>\d{1,4}(?:\.\d{1,3})?))?",
    re.IGNORECASE,
)
_SUM = re.compile(
    r"(?P<label>\b(?:Gleason(?: score| grade| sum)?|GS|Gl|GL|G)\b[ :=(]{0,3})?"
    r"(?<![\d.+/])(?P<first>[2-5]) ?\+ ?(?P<second>[2-5])(?![\d/]|\.\d|[ ]?\+| ?(?:cm|mm)\b)"
    r"(?: ?= ?\(?(?P<sum>10|[5-9]))?"
)
_TOTAL = re.compile(
    r"\b(?:Gleason(?: score| grade| sum| pattern)?|GS|GL)[ :=(]{0,3}(?P<sum>10|[6-9])(?! ?\+|\d|\.\d)",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(?:ISUP(?: grade)?(?: group)?|(?:Gleason )?grade group|GG|WHO/ISUP)[ :=]{0,3}(?P<group>[1-5])(?!\d)",
    re.IGNORECASE,
)
_GROUP_OF_SUM = {6: 1, 8: 4, 9: 5, 10: 5}


def grade_group(first: int, second: int) -> int:
    """ISUP 2014 grade group of a Gleason pattern: ≤6→1, 3+4→2, 4+3→3, 8→4, 9-10→5."""
    total = first + second
    if total == 7:
        return 2 if first == 3 else 3
    return 1 if total <= 6 else 4 if total == 8 else 5


def read_prostate(text: str) -> list[Mention]:
    """PSA, Gleason sum and grade group."""
    return [*_psa(text), *_gleason(text)]


def _psa(text: str) -> Iterator[Mention]:
    for match in _PSA.finditer(text):
        yield Mention("axis", "psa", float(match["then"] or match["psa"]), match.start(), match.end())


def _gleason(text: str) -> Iterator[Mention]:
    groups = [
        Mention("axis", "grade_group", float(m["group"]), m.start(), m.end()) for m in _GROUP.finditer(text)
    ]
    yield from groups
    patterns = [m for m in _SUM.finditer(text) if 5 < int(m["first"]) + int(m["second"])]
    for match in patterns:
        first, second = int(match["first"]), int(match["second"])
        if first < 3 or (match["sum"] and int(match["sum"]) != first + second):
            continue
        span = match.start(), match.end()
        yield Mention("axis", "gleason", float(first + second), *span)
        if not groups:
            yield Mention("axis", "grade_group", float(grade_group(first, second)), *span)
    if patterns:
        return
    for match in _TOTAL.finditer(text):
        total = int(match["sum"])
        span = match.start(), match.end()
        yield Mention("axis", "gleason", float(total), *span)
        if not groups and total in _GROUP_OF_SUM:
            yield Mention("axis", "grade_group", float(_GROUP_OF_SUM[total]), *span)
