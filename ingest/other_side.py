"""A tumour of years ago on one side, told before or after the same tumour that the other side has now."""

import re
from collections.abc import Sequence

from ingest.clause import Clauses
from ingest.diagnosis import Candidate
from ingest.mention import Mention

_LONG_AGO = re.compile(
    r"\b(?:19|20)\d\d\b|(?<!\w)['\u2019]\d\d\b"
    r"|\b(?:\d+|many|several|some) ?(?:years?|yrs?|y) (?:ago|back|earlier)\b"
)
_NOW = re.compile(
    r"\b(?:now|new|newly|currently|current|this time|second primary|2nd primary|metachronous|contralateral"
    r"|presents?(?: with)?|today|since then)\b[^.;,\n]{0,30}$",
    re.IGNORECASE,
)
"""Before a side: what is told of it is the matter now."""
_AGAIN = re.compile(
    r"\b(?<!no )(?<!nil )(?<!without )"
    r"(?:recur\w*|relaps\w*|salvage|progress\w*|residual|now|again|currently|new|metast\w*|mets?|oligo\w*)\b",
    re.IGNORECASE,
)
"""Within what is told of a side: it is not over."""
_LEFT_ALONE = re.compile(
    r"\b(?:stable|leave|benign|unchanged|observed|watch\w*|surveillance|adenoma|cysts?|incidental\w*)\b",
    re.IGNORECASE,
)
"""Within what is told of the other side: neither is it the matter now."""
_OF_THE_ORGAN = frozenset({"site", "disease"})


def told_of_the_other_side(text: str, clauses: Clauses, mentions: list[Mention]) -> tuple[int, int] | None:
    """The stretch that tells of the same organ's other side, years ago: "L breast ca 2009 WLE, now R breast".

    There are two sides, each with a tumour of one organ; one is told with a year and as over, the other is
    told as new, or with no year at all.
    """
    sides = sorted(
        (m for m in mentions if m.name == "laterality" and m.value in {"left", "right"}),
        key=lambda m: m.start,
    )
    sides = [m for m in sides if m.assertion in {"affirmed", "uncertain", "historical"}]
    if len({m.value for m in sides}) != 2 or any(m.value == "bilateral" for m in mentions):
        return None
    first = sides[0]
    second = next(m for m in sides if m.value != first.value)
    if any(m.value == first.value and m.start > second.start for m in sides):
        return None
    turn = max(text.rfind(mark, first.end, second.start) for mark in ".,;\n")
    if turn < 0:
        return None
    start = max(first.start, clauses.sentence_span(first.start)[0])
    end = clauses.sentence_span(second.start)[1]
    parts = (start, turn), (turn, end)
    if not _organs(mentions, *parts[0]) & _organs(mentions, *parts[1]):
        return None
    over = [bool(_LONG_AGO.search(text, *p)) and not _AGAIN.search(text, *p) for p in parts]
    if (
        over[0]
        and not _LEFT_ALONE.search(text, *parts[1])
        and (not over[1] or _NOW.search(text, turn, second.start))
    ):
        return parts[0]
    if over[1] and not _LEFT_ALONE.search(text, *parts[0]) and not _LONG_AGO.search(text, *parts[0]):
        return parts[1]
    return None


def _organs(mentions: list[Mention], start: int, end: int) -> set[str]:
    """The organs and diseases named there."""
    return {m.name for m in mentions if m.kind in _OF_THE_ORGAN and m.name and start <= m.start < end}


def lies_in(mention: Mention, stretch: tuple[int, int] | None) -> bool:
    """Whether it stands in that stretch, if there is one."""
    return stretch is not None and stretch[0] <= mention.start < stretch[1]


def as_earlier(mentions: list[Mention], stretch: tuple[int, int] | None) -> list[Mention]:
    """The mentions, with what stands in that stretch told as history."""
    return [
        m._replace(assertion="historical")
        if lies_in(m, stretch) and m.assertion in {"affirmed", "uncertain", "delivered"}
        else m
        for m in mentions
    ]


_ONE_SIDE = re.compile(
    r" ?(?:\?|,| -) ?(?:no|nope|not so),?(?:[:;,-]| -)? ?(?:it is |is |just |only |in fact |actually ){0,2}"
    r"(?:unilateral|one side|(?-i:[LR])\b|left|right)(?! (?:nodule|cyst|lung|node|other))",
    re.IGNORECASE,
)


def is_of_one_side(text: str, candidate: Candidate, named: Sequence[Candidate]) -> bool:
    """Whether of the only tumour named no more than both sides are denied: "bilateral Wilms? no, left"."""
    if candidate.assertion != "negated" or any(c.assertion == "affirmed" for c in named):
        return False
    start = max(0, min(p.start for p in candidate.parts) - 12)
    both = re.search(r"\b(?:bilateral|both)\b", text[start : candidate.end], re.IGNORECASE)
    return both is not None and _ONE_SIDE.match(text, candidate.end) is not None
