"""A span of a text that means something, with how far the text stands behind it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

Assertion = Literal["affirmed", "negated", "uncertain", "hypothetical", "historical", "family", "delivered"]
Kind = Literal["disease", "site", "morphology", "axis", "trigger", "declined", "radiotherapy"]


class Mention(NamedTuple):
    """A span of a text, what it means and how it is asserted."""

    kind: Kind
    name: str
    """Axis name, or the slug of a disease, the phrase of a site, the name of a morphology group."""
    value: str | float
    """Value on the axis; equal to `name` elsewhere."""
    start: int
    end: int
    assertion: Assertion = "affirmed"

    @property
    def length(self) -> int:
        """Number of characters covered."""
        return self.end - self.start

    @property
    def asks_for_radiotherapy(self) -> bool:
        """Whether it asks for radiotherapy outright, under no doubt, condition or denial."""
        return self.kind == "radiotherapy" and self.name == "request" and self.assertion == "affirmed"

    def covers(self, other: "Mention") -> bool:
        """Whether the other span lies within this one and is shorter."""
        return self.start <= other.start and other.end <= self.end and self.length > other.length

    def overlaps(self, other: "Mention") -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


class Cover:
    """Which spans lie within any of many mentions, each asked in logarithmic time."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        """Index the spans."""
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._furthest: list[int] = []
        furthest = -1
        for _, end in ordered:
            furthest = max(furthest, end)
            self._furthest.append(furthest)

    def holds(self, start: int, end: int) -> bool:
        """Whether one of the spans holds this one, or is it."""
        index = bisect_right(self._starts, start)
        return index > 0 and self._furthest[index - 1] >= end

    def exceeds(self, start: int, end: int) -> bool:
        """Whether one of the spans holds this one and is longer."""
        index = bisect_right(self._starts, start)
        if index > 0 and self._furthest[index - 1] > end:
            return True
        index = bisect_left(self._starts, start)
        return index > 0 and self._furthest[index - 1] >= end


def starting_within(ordered: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Of mentions in text order, those that begin from `start` on and before `end`."""
    first, last = (bisect_left(ordered, at, key=lambda m: m.start) for at in (start, end))
    return ordered[first:last]


def outermost(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions that no longer one of them holds."""
    listed = list(mentions)
    cover = Cover((m.start, m.end) for m in listed)
    return [m for m in listed if not cover.exceeds(m.start, m.end)]
