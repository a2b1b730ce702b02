"""Doses whose unit stands elsewhere: the levels of one prescription, and a form's "Dose (Gy): 50"."""

import re
from collections.abc import Iterator

from ingest.entities.gray import Figure

_BEFORE = re.compile(r"(?<![\w./])(?P<levels>(?:\d{2}(?:\.\d{1,2})? ?/ ?){1,4})$")
_LEVEL = re.compile(r"\d{2}(?:\.\d{1,2})?")
_LEAST_SHARE = 0.6
"""The lowest level of a prescription, of the highest; a number below it is a count."""
_LABEL = re.compile(
    r"\b(?:(?P<each>(?:dose|Gy) ?(?:/|per) ?(?:fraction|fx|fr|#)|fraction(?:al)? (?:dose|size))"
    r"|(?:total |prescri(?:bed|ption) |planned |delivered )?dose)"
    r" ?[(\[] ?(?P<unit>c?Gy) ?[)\]](?: ?[:=] ?| )(?P<number>\d{1,4}(?:\.\d{1,2})?)(?![\d.]*\d|[%/\w])",
    re.IGNORECASE,
)
_MOST_EACH, _MOST_TOTAL = 34, 100


def dose_levels(text: str, figures: list[Figure]) -> Iterator[Figure]:
    """The levels of a prescription that come before the last one's unit: 66 and 60 of "66/60/54 Gy"."""
    for figure in figures:
        before = _BEFORE.search(text, max(0, figure.start - 32), figure.start)
        if before is None or figure.gray is None or figure.role != "total":
            continue
        levels = list(_LEVEL.finditer(text, *before.span("levels")))
        doses = [float(level.group()) for level in levels]
        if min(*doses, figure.gray) < _LEAST_SHARE * max(*doses, figure.gray):
            continue
        for level, gray in zip(levels, doses, strict=True):
            yield Figure("total", *level.span(), gray, figure.status, "accepted")


def labelled_doses(text: str) -> Iterator[Figure]:
    """The doses of a form that has the unit in its label."""
    for match in _LABEL.finditer(text):
        gray = float(match["number"]) / (100 if match["unit"].lower() == "cgy" else 1)
        most = _MOST_EACH if match["each"] else _MOST_TOTAL
        if 0.5 <= gray <= most:
            yield Figure("each" if match["each"] else "total", *match.span("number"), gray, None, "accepted")
