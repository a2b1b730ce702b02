"""Numbers of a report as written: a bound or a range is kept, never rounded to one figure."""

import re
from collections.abc import Iterator

from ingest.records.stated import Frozen

NUMBER = r"\d{1,4}(?:\.\d{1,3})?"
_SIZE = re.compile(
    rf"(?<![\d.,/])(?P<sign>[<>~\u2264\u2265] ?|(?:less|more|greater) than |at least |up to |about "
    rf"|approximately )?"
    rf"(?P<a>{NUMBER}) ?(?P<ua>mm|cm)?(?: ?(?:x|\u00d7|by) ?(?P<b>{NUMBER}) ?(?P<ub>mm|cm)?)?"
    rf"(?: ?(?:x|\u00d7|by) ?(?P<c>{NUMBER}) ?(?P<uc>mm|cm)?)?(?![\w/\u00b2\u00b3^])",
    re.IGNORECASE,
)
_SIGNS = {
    "<": "<", ">": ">", "~": "~", "\u2264": "<=", "\u2265": ">=", "less than": "<", "more than": ">",
    "greater than": ">", "at least": ">=", "up to": "<=", "about": "~", "approximately": "~",
}  # fmt: skip


class Measure(Frozen):
    """A number with its unit and its span."""

    value: float
    to: float | None = None
    """Upper end, where a range is given."""
    comparator: str | None = None
    """<, <=, >, >= or ~, where the text bounds the number rather than states it."""
    unit: str
    start: int
    end: int


class Size(Frozen):
    """One, two or three dimensions in mm, as written."""

    mm: tuple[float, ...]
    comparator: str | None = None
    start: int
    end: int

    @property
    def largest_mm(self) -> float:
        """The greatest dimension."""
        return max(self.mm)


def comparator_of(sign: str | None) -> str | None:
    """A sign or its words as <, <=, >, >= or ~."""
    return _SIGNS.get(" ".join((sign or "").lower().split()))


def sizes(text: str, start: int = 0, end: int | None = None) -> Iterator[Size]:
    """Lengths in mm or cm within a span of the text; a figure without a unit is none."""
    for match in _SIZE.finditer(text, start, len(text) if end is None else end):
        last = match["uc"] or match["ub"] or match["ua"]
        if last is None:
            continue
        dimensions = tuple(
            round(float(match[k]) * (10 if (match[f"u{k}"] or last).lower() == "cm" else 1), 2)
            for k in "abc"
            if match[k]
        )
        if all(0 <= d <= 500 for d in dimensions):
            yield Size(
                mm=dimensions, comparator=comparator_of(match["sign"]), start=match.start(), end=match.end()
            )
