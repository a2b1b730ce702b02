"""Scopes of triggers, sorted so that any span is asked in logarithmic time."""

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from ingest.mention import Cover
from ingest.reading import Reading


class Scope(NamedTuple):
    """A stretch of text a trigger gives a status to."""

    status: str
    start: int
    end: int


class Scopes:
    """The scopes of one status, asked in logarithmic time."""

    def __init__(self, scopes: list[Scope]) -> None:
        self._forward = sorted((s.start, s.end) for s in scopes)
        self._starts = [start for start, _ in self._forward]
        self._cover = Cover(self._forward)

    def holds(self, start: int, end: int) -> bool:
        """Whether one of them holds the span."""
        return self._cover.holds(start, end)

    def openings(self, start: int, end: int) -> list[int]:
        """Where the scopes nearest before the span that hold it begin, nearest first."""
        index = bisect_right(self._starts, start)
        return [s for s, e in reversed(self._forward[max(0, index - 4) : index]) if e >= end]


class Times:
    """The triggers of time, each with its scope: the nearest that holds a span decides."""

    def __init__(self, forward: list[Scope], backward: list[Scope]) -> None:
        self._forward = sorted(forward, key=lambda s: s.start)
        self._starts = [s.start for s in self._forward]
        self._backward = sorted(backward, key=lambda s: s.end)
        self._ends = [s.end for s in self._backward]

    def nearest(self, start: int, end: int, *, treatment: bool) -> tuple[str | None, int]:
        """The status of the trigger nearest to a span whose scope holds it, and where that scope opens."""
        found: list[tuple[int, str, int]] = []
        index = bisect_right(self._starts, start)
        for scope in self._forward[max(0, index - 8) : index]:
            if scope.end >= end and (treatment or scope.status == "historical"):
                found.append((start - scope.start, scope.status, scope.start))
        index = bisect_left(self._ends, end)
        for scope in self._backward[index : index + 4]:
            if scope.start <= start and (treatment or scope.status == "historical"):
                # What is said after a treatment is said of it outright.
                found.append((scope.end - end - 12, scope.status, start))
        if not found:
            return None, start
        _, status, opening = min(found)
        return ("historical" if status in {"prior", "ended"} else status), opening


class Told(NamedTuple):
    """What the triggers of a text reach."""

    scopes: list[Scope]
    """Polarity, certainty and person, and the past of what is no treatment."""
    times: Times
    """When, by the nearest trigger."""


def first_after(ordered: list[int], start: int, end: int) -> int:
    """The first of the ordered offsets at or after `start`, or `end` where it comes sooner."""
    index = bisect_left(ordered, start)
    return min(end, ordered[index]) if index < len(ordered) else end


class Same:
    """A reading as a key: the same object, not an equal one."""

    __slots__ = ("reading",)

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def __hash__(self) -> int:
        return id(self.reading)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.reading is self.reading
