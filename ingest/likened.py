"""Tumours a text names only by way of comparison: "Kadish-like C", "treated as in glioblastoma"."""

import re
from functools import cache

from ingest.diagnosis import STAGED, Candidate
from ingest.lexicon import load_yaml

_AFTER = re.compile(r"(?:[ -](?:like|esque|ish|style|equivalent)|[ -]type(?! (?:[0-9IV]+|[AB])\b))\b", re.I)
_BEFORE = re.compile(
    r"\b(?:as (?:in|for|with|per|we do for|one would for|if)|similar to|resembl(?:es|ing)|akin to"
    r"|(?<![-\w])like(?: an?)?|analogous to|borrow(?:ed|ing) from|extrapolat(?:ed|ing) from"
    r"|by analogy (?:with|to)|mimick?(?:s|ing))"
    r" (?:an? |the |any )?$",
    re.IGNORECASE,
)


def without_likened(text: str, stated: list[Candidate]) -> list[Candidate]:
    """The tumours without one another is only likened to or staged like.

    Where nothing else is named outright, the comparison is all that tells the tumour, and stands.
    """
    named = [c for c in stated if _is_likened(text, c)]
    others = [c for c in stated if c not in named and c.strength > STAGED]
    return [c for c in stated if c not in named or all(c.disease == o.disease for o in others)]


@cache
def _systems() -> frozenset[str]:
    """Staging systems whose name stands for the tumour they were made for."""
    return frozenset(load_yaml("standing.yaml")["systems"])


def _is_likened(text: str, candidate: Candidate) -> bool:
    return bool(
        text[candidate.start : candidate.end].lower() in _systems()
        or _AFTER.match(text, candidate.end)
        or _BEFORE.search(text, max(0, candidate.start - 32), candidate.start)
    )
