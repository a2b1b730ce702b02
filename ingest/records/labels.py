"""The labelled lines of a synoptic report: `Tumor size: 2.1 cm`."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_LABEL = re.compile(
    r"(?:^|(?<=[.;]\s))[ \t*#\u2022+-]{0,6}(?:\d{1,2}[.)] ?)?"
    r"(?P<title>[A-Za-z][A-Za-z0-9 /()&,'-]{1,60}?)[ \t*_]{0,3}[:=][ \t*_]{0,4}(?P<value>[^\n;]{0,300})",
    re.MULTILINE,
)
_NEXT = re.compile(r"\n[ \t*\u2022+-]{0,6}(?P<value>[^\n:]{1,300})(?=\n|$)")
_BRACKET = re.compile(r"\s*\([^()]{0,40}\)")
_SENTENCE = re.compile(r"(?<=[^\s.]{4})\.\s+(?=[A-Z])")
_EMPTY = re.compile(r"(?:not (?:applicable|specified|stated|reported|known|given|provided|assessed)|n/?a"
                    r"|unknown|-+)\.?$", re.I)  # fmt: skip


class Labelled(NamedTuple):
    """What stands after a label."""

    title: str
    """In lower case, without brackets."""
    value: str
    start: int
    end: int


def read_labels(text: str) -> list[Labelled]:
    """The labelled values of a text in its order; a label alone on its line is followed by the next line."""
    found = []
    for match in _LABEL.finditer(text):
        title = " ".join(_BRACKET.sub("", match["title"]).lower().split())
        value, start = match["value"], match.start("value")
        if not value.strip():
            following = _NEXT.match(text, match.end())
            if following is None:
                continue
            value, start = following["value"], following.start("value")
        value = _SENTENCE.split(value, maxsplit=1)[0]
        stripped = value.strip(" \t*_.,")
        if not stripped or _EMPTY.match(stripped):
            continue
        start += value.index(stripped)
        found.append(Labelled(title, stripped, start, start + len(stripped)))
    return found


def under(labels: Iterable[Labelled], *titles: str) -> list[Labelled]:
    """The values under any of these titles."""
    return [label for label in labels if label.title in titles]
