"""The nearest name of the index: for slips of the pen, by edits and not by shared letters.

Of 2,775 names with one slip, edits linked 0.82 to 0.92, all rightly, and 3-gram TF-IDF 0.71 to 0.86 with a
few wrong; edits need no index to build.
"""

from functools import cache
from typing import NamedTuple

from ingest.extraction import EntityType
from ingest.linking.names import Named, normal_names

_SHORTEST = 7
"""Letters of a name that may be mended; shorter ones are a single edit away from others."""


class Near(NamedTuple):
    """A thing whose name is near, and how near."""

    thing: Named
    score: float


@cache
def _keys(type_: EntityType) -> tuple[str, ...]:
    return tuple(key for key in normal_names(type_) if len(key) >= _SHORTEST)


def nearest(type_: EntityType, key: str, limit: int = 8) -> list[Near]:
    """The things nearest to a normalised name, best first, each once; nothing below 0.8."""
    from rapidfuzz import fuzz, process

    if len(key) < _SHORTEST or len(key) > 120:
        return []
    matches = process.extract(key, _keys(type_), scorer=fuzz.ratio, score_cutoff=80.0, limit=limit)
    found: dict[str, Near] = {}
    for name, score, _ in matches:
        if not _alike(key, name):
            continue
        for thing in normal_names(type_)[name]:
            if thing.curie not in found:
                found[thing.curie] = Near(thing, round(score / 100, 3))
    return sorted(found.values(), key=lambda n: -n.score)


def _alike(key: str, name: str) -> bool:
    """Whether two names differ as a slip does: same first letter and digits, one edit in ten letters."""
    from rapidfuzz.distance import OSA

    if key[0] != name[0] or _digits(key) != _digits(name):
        return False
    allowed = 1 if len(key) < 12 else 2
    return OSA.distance(key, name, score_cutoff=allowed) <= allowed


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
