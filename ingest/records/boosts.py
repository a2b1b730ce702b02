"""Boosts of a note: which numbers are a boost's own, and which a total that it is given up to."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from ingest.clause import Clauses
from ingest.extraction import ExtractedMention

_CUMULATIVE = re.compile(
    r"\b(?:cumulative|combined|overall|grand|composite)\b[^.;\n]{0,30}$|\bin (?:all|total)[ ,:]*$",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\btotal(?:ling|ing)?\b[^.;\n\d]{0,30}$|\bfor an?\b[^.;\n\d]{0,20}$", re.IGNORECASE)
_UP_TO = re.compile(
    r"\b(?:(?P<boost>boost(?:s|ed|ing)?|cone[ds]?[ -]?down|coning down)|taken|brought|bringing|taking)\b"
    r"[^.;\n\d]{0,60}?\b(?:up )?to (?:an? |the )?(?:total |cumulative |final |overall )?(?:dose )?(?:of )?$"
    r"|\b(?:bring\w*|brought|tak(?:ing|en)) (?:the |it |this )*(?:total|cumulative|dose)\b[^.;\n\d]{0,30}$",
    re.IGNORECASE,
)
"""Before a total that the boost is given up to."""
_DIRECT = re.compile(
    r" ?\(?(?:(?!(?:with|plus|and|then|by|followed|or|without|no|to|of|after|before)\b)[\w-]+ ){0,2}"
)
"""Between a number and the boost it is: "10 Gy tumour bed boost"."""
_OWN_AFTER = re.compile(r"(?: dose)?[ :,(=-]*(?:(?:of|dose|a|an|at|with|to|was|is|the) ){0,3}$")
_JOINED = re.compile(r" ?(?:in|/|x|\u00d7|@|at|of|,|\()? ?(?:an? )?", re.IGNORECASE)
_INTEGRATED = re.compile(r"\b(?:simultan\w+|integrated|concomitant|SIB)\b", re.IGNORECASE)
"""Before a boost that is a level of the same fractions."""
_NAMED_AFTER = re.compile(r"(?: bed)?[ -](?:[\w-]+ )?(?P<boost>boost|con(?:e|ed)[ -]?down)\b", re.IGNORECASE)
_NAMED_BEFORE = re.compile(
    r"\b(?P<boost>boost|con(?:e|ed)[ -]?down)\b(?: boost)? (?:to|of|for|on|over|at) (?:the |her |his )?"
    r"(?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
_NEAR = 60
_LEAST_SUM = 20.0
"""Gy; less than this is a boost's own, however it is said."""
_LEAST_TOTAL = 36.0
"""Gy; a boost is given "to" this and more only from a course before it."""


def boosted(
    text: str, clauses: Clauses, numbers: Sequence[ExtractedMention], boosts: Iterable[ExtractedMention]
) -> dict[tuple[int, int], ExtractedMention]:
    """The first number of each boost: the dose right before the word ("4 Gy boost"), else what follows it.

    Fractions before a comma are the main course's: "40 Gy in 15 fractions, boost 10 Gy in 4".
    """
    found: dict[tuple[int, int], ExtractedMention] = {}
    starts, ends = [n.start for n in numbers], [n.end for n in numbers]
    for boost in boosts:
        begin, end = clauses.sentence_span(boost.start)
        within = [n for n in numbers if boost.start <= n.start and n.end <= boost.end]
        index = bisect_right(ends, boost.start) - 1
        previous = numbers[index] if index >= 0 and numbers[index].start >= begin else None
        after = bisect_right(starts, boost.start - 1)
        following = numbers[after] if after < len(numbers) and numbers[after].start < end else None
        told = text[boost.end : following.start] if following else ""
        chosen = within[0] if within else None
        if chosen is None and previous and _DIRECT.fullmatch(text, previous.end, boost.start):
            own = following is not None and following.type != "fractions" and _OWN_AFTER.match(told)
            if not own or previous.type != "fractions":
                chosen = _first_of(text, numbers, index)
            if own and told.strip() not in {"to", "to a total of"} and following is not None:
                chosen = following
        if chosen is None and following and following.start - boost.end < _NEAR:
            chosen = following
        if chosen is not None:
            found[(chosen.start, chosen.end)] = boost
    return found


def _first_of(text: str, numbers: Sequence[ExtractedMention], index: int) -> ExtractedMention:
    """The first number of the expression that this one ends: 10 Gy of "10 Gy in 5 fractions boost"."""
    while (
        index > 0
        and numbers[index - 1].type != numbers[index].type
        and numbers[index].type != "radiation_dose"
        and _JOINED.fullmatch(text, numbers[index - 1].end, numbers[index].start)
    ):
        index -= 1
    return numbers[index]


def adds_up(text: str, mention: ExtractedMention, totals: Sequence[ExtractedMention]) -> bool:
    """Whether a total holds the courses before it, whose totals these are.

    It is said to be their sum, or it is what a boost is given up to; the boost's own dose is then not stated.
    """
    before = text[max(0, mention.start - 80) : mention.start]
    number, held = _value(mention), [_value(t) for t in totals]
    sums = {round(sum(held[-n:]), 2) for n in (2, 3, 4) if n <= len(held)}
    if _CUMULATIVE.search(before[-60:]) and held:
        return True
    if _TOTAL.search(before[-60:]) and round(number, 2) in sums:
        return True
    up_to = _UP_TO.search(before)
    if up_to is None or _INTEGRATED.search(before):
        return False
    return number > max(held[-1], _LEAST_SUM) if held else bool(up_to["boost"]) and number > _LEAST_TOTAL


def boost_named(text: str, mention: ExtractedMention) -> range | None:
    """Where the word of a boost may begin that a site or technique stands right beside; None without one."""
    if mention.type not in {"target_site", "technique", "modality"}:
        return None
    after = _NAMED_AFTER.match(text, mention.end)
    if after is not None:
        return range(mention.start, after.start("boost") + 1)
    before = _NAMED_BEFORE.search(text, max(0, mention.start - 48), mention.start)
    return range(before.start("boost"), before.start("boost") + 1) if before is not None else None


def counts_all(text: str, mention: ExtractedMention, total: ExtractedMention) -> bool:
    """Whether fractions, or the dose of one, are told with a total that holds several courses."""
    return (
        mention.type != "radiation_dose"
        and 0 <= mention.start - total.end < _NEAR
        and _JOINED.fullmatch(text, total.end, mention.start) is not None
    )


def _value(mention: ExtractedMention) -> float:
    return mention.value.number if mention.value else 0.0
