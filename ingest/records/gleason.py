"""Gleason patterns and the grade group of a pathology report."""

import re

from ingest.grammar.prostate import grade_group
from ingest.records.definition import define
from ingest.records.stated import Frozen, Stated, agreed


class Gleason(Frozen):
    """Gleason patterns as written; the grade group only where the text states it."""

    primary: int | None = None
    secondary: int | None = None
    score: int | None = None
    grade_group: Stated[str] | None = None
    start: int
    end: int


_GLEASON = re.compile(
    r"\bGleason(?:'s)?(?: (?:score|grade|sum|pattern)){0,2}[ :=(]{0,3}(?:of )?"
    r"(?:(?P<sum0>10|[6-9]) ?\(? ?(?==? ?[2-5] ?\+"
    r"|\()?=? ?)?\(?(?:(?P<a>[2-5]) ?\+ ?(?P<b>[2-5])(?: ?= ?(?P<sum>10|[4-9]))?)?",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\b(?:(?:ISUP|WHO|Gleason|prognostic) ?(?:/ISUP )?)?(?:grade group"
    r"|GG)(?: is)?[ :=(]{0,3}(?P<group>[1-5])(?![\d.])",
    re.I,
)


def read_gleason(text: str, warnings: list[str]) -> Gleason | None:
    """The highest Gleason score of a report, with the group where it states one that all agree on."""
    groups = [
        Stated[str](
            value=m["group"], start=m.start(), end=m.end(), definition=define("Grade group", m["group"])
        )
        for m in _GROUP.finditer(text)
    ]
    group = agreed("grade group", groups, warnings)
    said = []
    for match in _GLEASON.finditer(text):
        if not match["a"] and not match["sum0"]:
            continue
        a, b = (int(match["a"]), int(match["b"])) if match["a"] else (None, None)
        total = match["sum"] or match["sum0"]
        if a is not None and b is not None and total and a + b != int(total):
            warnings.append(f"Gleason: {a}+{b} is not {total}")
        said.append((a, b, int(total) if total else a + b if a and b else None, match.start(), match.end()))
    if not said:
        return None
    if len({x[:3] for x in said}) > 1:
        warnings.append("Gleason: the text states several; the highest score is kept")
    a, b, score, start, end = max(said, key=lambda x: (x[2] or 0, x[0] or 0))
    if group is not None and a and b and score == a + b and str(grade_group(a, b)) != group.value:
        warnings.append(f"grade group {group.value} does not fit Gleason {a}+{b}")
    return Gleason(primary=a, secondary=b, score=score, grade_group=group, start=start, end=end)
