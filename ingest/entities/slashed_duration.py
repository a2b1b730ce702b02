"""How long in sevenths, fifty-seconds and twelfths, as British notes write it: 5/7 is five days."""

import re
from collections.abc import Iterator

from ingest.entities.found import Found

_SLASHED = re.compile(
    r"(?:\b(?:for|over|x)|\u00d7) ?(?P<span>(?P<n>\d{1,2})/(?P<of>7|52|12))(?![\d/]|\.\d)", re.IGNORECASE
)
_UNITS = {"7": "d", "52": "wk", "12": "mo"}


def slashed_durations(text: str) -> Iterator[Found]:
    """Durations written as a fraction, behind a word of lasting: "x 5/7", "for 2/52"."""
    for match in _SLASHED.finditer(text):
        yield Found("duration", *match.span("span"), None, float(match["n"]), _UNITS[match["of"]])
