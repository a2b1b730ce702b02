"""Spans of several types over the same characters: which of them stands, by the order in `overlaps.yaml`."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from ingest.entities.found import Found
from ingest.extraction import EntityType
from ingest.lexicon import load_yaml
from ingest.mention import Cover


class _Order(NamedTuple):
    groups: tuple[tuple[EntityType, ...], ...]
    beats: dict[EntityType, tuple[EntityType, ...]]
    inside: dict[EntityType, tuple[EntityType, ...]]
    cuts: dict[EntityType, tuple[EntityType, ...]]


@cache
def _order() -> _Order:
    raw = load_yaml("overlaps.yaml")
    return _Order(
        tuple(tuple(group) for group in raw["groups"]),
        {winner: tuple(losers) for winner, losers in raw["beats"].items()},
        {holder: tuple(held) for holder, held in raw["inside"].items()},
        {cutter: tuple(cut) for cutter, cut in raw["cuts"].items()},
    )


class _Taken:
    """Spans that share no character, each asked in logarithmic time."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def free(self, start: int, end: int) -> bool:
        """Whether none of the spans shares a character with this one."""
        index = bisect_left(self._ends, start + 1)
        return index >= len(self._starts) or self._starts[index] >= end

    def add(self, start: int, end: int) -> None:
        """Take a free span."""
        index = bisect_left(self._starts, start)
        self._starts.insert(index, start)
        self._ends.insert(index, end)


def resolved(found: Iterable[Found]) -> list[Found]:
    """The spans that stand, in text order.

    Of one type none overlap; of types that cannot share characters the longest stands.
    """
    groups, beats, inside, cuts = _order()
    by_type: dict[EntityType, list[Found]] = {}
    for one in dict.fromkeys(found):
        by_type.setdefault(one.type, []).append(one)
    kept = {kind: _longest(ones, (kind,)) for kind, ones in by_type.items()}
    for holder, held in inside.items():
        cover = Cover((f.start, f.end) for f in kept.get(holder, ()))
        for kind in held:
            if kind in kept:
                kept[kind] = [f for f in kept[kind] if not cover.exceeds(f.start, f.end)]
    for cutter, cut in cuts.items():
        edges = sorted((f.start, f.end) for f in kept.get(cutter, ()))
        for kind in cut:
            if edges and kind in kept:
                kept[kind] = [left for f in kept[kind] if (left := _left_of(f, edges)) is not None]
    for winner, losers in beats.items():
        taken = _Taken()
        for one in sorted(kept.get(winner, ()), key=lambda f: f.start):
            taken.add(one.start, one.end)
        for loser in losers:
            if loser in kept:
                kept[loser] = [f for f in kept[loser] if taken.free(f.start, f.end)]
    for group in groups:
        listed = [f for kind in group for f in kept.get(kind, ())]
        stands = set(_longest(listed, group))
        for kind in group:
            if kind in kept:
                kept[kind] = [f for f in kept[kind] if f in stands]
    return sorted((f for ones in kept.values() for f in ones), key=lambda f: (f.start, -f.end, f.type))


def _left_of(found: Found, edges: list[tuple[int, int]]) -> Found | None:
    """What the spans at its edges leave of one: "prostate cancer" of "M1a prostate cancer" behind N1."""
    index = bisect_right(edges, (found.start, found.start))
    for start, end in edges[max(0, index - 1) : index + 1]:
        if start <= found.start < end < found.end:
            return found._replace(start=end + 1) if end + 1 < found.end else None
        if found.start < start < found.end <= end:
            return None
    return found


def _longest(found: list[Found], order: tuple[EntityType, ...]) -> list[Found]:
    # A span that is known for certain goes before one as long that is not.
    def rank(f: Found) -> tuple[int, int, bool, bool, bool, int]:
        unknown = f.curie is None, f.status is None
        return f.start - f.end, order.index(f.type), f.tier != "accepted", *unknown, f.start

    taken, kept = _Taken(), []
    for one in sorted(found, key=rank):
        if one.start < one.end and taken.free(one.start, one.end):
            taken.add(one.start, one.end)
            kept.append(one)
    return kept
