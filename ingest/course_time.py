"""When a course of radiotherapy was, and whether: its dose and fractions tell one story, not three."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal

from ingest.extraction import Assertion, EntityType, ExtractedMention
from ingest.grammar.part_given import read_parts_given

_Time = Literal["planned", "delivered", "current", "historical"]
_NUMBERS: frozenset[EntityType] = frozenset(("radiation_dose", "dose_per_fraction", "fractions"))
_COURSE: frozenset[EntityType] = _NUMBERS | {"modality", "technique", "boost", "fraction_frequency"}
_ORDER: tuple[_Time, ...] = ("historical", "delivered", "planned", "current")
"""Of several times told of one course the first stands."""
_JOINED = re.compile(
    r"[ ,(/:x\u00d7@=*-]*(?:(?:in|of|at|with|as|via|using|x|X|given|delivered|administered|prescribed|each"
    r"|per"
    r"|fractions?|daily|once|twice|day|a|an|the|total|totall?ing|dose|to|for|by|was|were)(?![A-Za-z])"
    r"[ ,(/:x\u00d7@=*-]*){0,6}"
)
_PLANNED_AT = re.compile(
    r"\b(?:planned|scheduled|intended)(?: (?:at|to|for|as|with|dose|total|course|of|was|a|the|be))*:? ?$",
    re.IGNORECASE,
)
_OF_COURSE = re.compile(
    r"(?: (?:therapy|treatment|course))?,? (?:of|to|with|at|in)(?: (?:an?|the|up|to|total|dose|of|further))* "
)
"""Between a course and its first number: "boost of 16 Gy", "radiotherapy to a total dose of 50 Gy"."""
_OF_WHAT_WAS_MEANT = re.compile(
    r",? ?\(?(?:out )?of (?:the |an? |his |her |their )?(?:originally |initially )?"
    r"(?:planned|prescribed|intended|scheduled|proposed)\b",
    re.IGNORECASE,
)
"""Behind what was given of a course: "24 Gy in 12 fractions of a planned 40 Gy"."""
_TREATMENT = (
    r"(?:[A-Z]{0,3}RT|(?:chemo)?radiotherap(?:y|ies)|radiation(?: therapy| treatments?)?|irradiation"
    r"|SBRT|SABR|SRS|treatments?|courses?(?: of \w+)?|brachytherapy|oncolog\w+ history|history)"
)
_PAST_LABEL = re.compile(
    rf"(?:\b(?:previous|prior|past|earlier|former|historic(?:al)?|background)(?: [\w-]+){{0,2}}? {_TREATMENT}"
    r"(?: history| details| summary)?|\b(?-i:PMHx?|PMSH|PSH|POH|PRH)|\bpast (?:medical|surgical|cancer) \w+)"
    r"(?: \([^()\n]{0,30}\))?(?: ?[:=\u2013]| -) ?(?P<told>[^:\n]*)$",
    re.IGNORECASE,
)
"""A label of what was before, and all that stands behind it on its line."""
_NOW = re.compile(
    r"\b(?:now|current(?:ly)?|today|plan(?:s|ned)?|propos\w+|this time|for re-?\w+|will|to receive"
    r"|recommend\w*"
    r"|present(?:s|ing|ly)?)\b",
    re.IGNORECASE,
)
_REACH = 300


def told_as_one(text: str, mentions: Iterable[ExtractedMention]) -> list[ExtractedMention]:
    """The mentions, with the numbers of one course at one time.

    What was given of a course was delivered and what was meant was planned; what a label of the past holds is
    historical. The numbers of a course that is denied or only weighed are so as well.
    """
    listed = list(mentions)
    places = [i for i, m in enumerate(listed) if m.type in _COURSE]
    if not places:
        return listed
    times: dict[int, _Time] = {}
    for i in places:
        if _is_past(text, listed[i]):
            times[i] = "historical"
        elif listed[i].type in _NUMBERS and _PLANNED_AT.search(
            text, max(0, listed[i].start - 40), listed[i].start
        ):
            times[i] = "planned"
    apart = _parts(text, listed, places, times)
    numbers = [i for i in places if listed[i].type in _NUMBERS]
    chains = _chains(text, listed, [i for i in numbers if i not in apart])
    unsaid = _unsaid(text, listed, places, chains)
    for chain in chains:
        said = {times.get(i, listed[i].assertion.temporality) for i in chain}
        if _OF_WHAT_WAS_MEANT.match(text, listed[chain[-1]].end):
            said.add("delivered")
        times |= dict.fromkeys(chain, next(t for t in _ORDER if t in said))
    for i, assertion in unsaid.items():
        listed[i] = listed[i].model_copy(update={"assertion": assertion})
    for i, time in times.items():
        told = listed[i].assertion
        if i in unsaid and told.polarity == "negated":
            continue
        if told.temporality != time:
            told = told.model_copy(update={"temporality": time})
            listed[i] = listed[i].model_copy(update={"assertion": told})
    return listed


def _is_past(text: str, mention: ExtractedMention) -> bool:
    line = max(text.rfind("\n", 0, mention.start) + 1, mention.start - _REACH)
    label = _PAST_LABEL.search(text, line, mention.start)
    return label is not None and _NOW.search(label["told"]) is None


def _unsaid(
    text: str, listed: Sequence[ExtractedMention], places: Sequence[int], chains: Sequence[Sequence[int]]
) -> dict[int, Assertion]:
    """The numbers of courses that were not given or are only weighed, with what is told of the course."""
    found: dict[int, Assertion] = {}
    for course, first in pairwise(places):
        told = listed[course].assertion
        if (
            listed[course].type not in _NUMBERS
            and listed[first].type in _NUMBERS
            and (told.polarity == "negated" or told.certainty == "hypothetical")
            and _OF_COURSE.fullmatch(text, listed[course].end, listed[first].start)
        ):
            found[first] = told
    for chain in chains:
        told = found.get(chain[0], listed[chain[0]].assertion)
        if told.polarity == "negated" or chain[0] in found:
            found |= dict.fromkeys(chain, told)
    return found


def _parts(
    text: str, listed: Sequence[ExtractedMention], places: Iterable[int], times: dict[int, _Time]
) -> set[int]:
    """The mentions that tell a part given and the whole meant, with their times."""
    at = {listed[i].start: i for i in places}
    found: set[int] = set()
    for part in read_parts_given(text):
        for span, time in ((part.given, "delivered"), (part.meant, "delivered" if part.whole else "planned")):
            index = at.get(span[0]) if span is not None else None
            if index is None:
                continue
            found.add(index)
            past = times.get(index) == "historical" or listed[index].assertion.temporality == "historical"
            if not (past and time == "delivered"):
                times[index] = time  # type: ignore[assignment]
    return found


def _chains(text: str, listed: Sequence[ExtractedMention], numbers: Sequence[int]) -> list[list[int]]:
    """The numbers of each course, where several stand together."""
    chains: list[list[int]] = []
    for i in numbers:
        last = chains[-1] if chains else None
        if (
            last is not None
            and listed[i].type not in {listed[j].type for j in last}
            and listed[last[-1]].end <= listed[i].start
            and listed[i].start - listed[last[-1]].end < 60
            and _JOINED.fullmatch(text, listed[last[-1]].end, listed[i].start)
        ):
            last.append(i)
        else:
            chains.append([i])
    return [chain for chain in chains if len(chain) > 1]
