"""Which numbers of a note make one course: doses, fractions and doses per fraction, told apart."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.clause import Clauses
from ingest.entities.dose_table import read_dose_tables
from ingest.entities.modality import irradiated_by
from ingest.extraction import EntityType, ExtractedMention
from ingest.grammar.part_given import PartGiven, read_parts_given
from ingest.lexicon import clinical_gazetteer
from ingest.mention import outermost
from ingest.records.boosts import adds_up, boost_named, boosted, counts_all
from ingest.words import split_words

_NUMBERS: tuple[EntityType, ...] = ("radiation_dose", "fractions", "dose_per_fraction")
_NEAREST: tuple[EntityType, ...] = (
    "target_site", "laterality", "fraction_frequency", "technique", "modality", "intent", "drug", "regimen",
)  # fmt: skip
_BLOCK = re.compile(
    r"\n[ \t]*\n|^[ \t*#-]{0,6}(?:(?:course|phase|plan|prescription)[ \t]{0,2}#? ?(?:\d{1,2}|[IV]{1,3})"
    r"|(?:treatment )?site[ \t]{0,2}(?:#? ?\d{1,2})?)[ \t]{0,2}[:.)]",
    re.IGNORECASE | re.MULTILINE,
)
_THEN = re.compile(r"\b(?:then|followed by|and|plus|with)\b|[+;]")
_NUMBER_LABEL = re.compile(r"\b(?:dose|fractions?|fx|number|size)\b[^:\n]{0,30}[:=]\s*$", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:constraint|tolerance|Dmax|mean dose|max(?:imum)? dose|D\d\d|V\d\d|shielding"
                      r"|limit(?:ed)?|kept below|less than|received by)\b[^.;\n\d]{0,30}$", re.I)  # fmt: skip
_CONCURRENT = re.compile(
    r"\b(?:concurrent(?:ly)?|concomitant(?:ly)?|with|chemosensiti[sz]ing|along with|plus"
    r"|weekly)\b[^.;\n]{0,40}$",
    re.I,
)
_REACH = 160
"""Characters between two numbers of one course, within its paragraph."""
_SIDE_REACH = 120
_SITE_REACH = 50
_SIDE = re.compile(
    r"\b(?:left|right|bilateral|whole|upper|lower|(?:left|right) (?:upper|lower|middle)) $", re.IGNORECASE
)


@dataclass
class Group:
    """The parts of one course."""

    numbers: dict[EntityType, ExtractedMention] = field(default_factory=dict)
    boost: ExtractedMention | None = None
    attributes: dict[EntityType, list[ExtractedMention]] = field(default_factory=dict)
    given: dict[str, PartGiven] = field(default_factory=dict)
    """The fractions and the dose given of it, where the text tells them beside what was meant."""
    sentence: int = -1
    block: int = -1

    @property
    def start(self) -> int:
        """First character of its numbers."""
        return min(m.start for m in self.numbers.values())

    @property
    def end(self) -> int:
        """Where its last number ends."""
        return max(m.end for m in self.numbers.values())


def groups_of(text: str, mentions: Sequence[ExtractedMention]) -> tuple[list[Group], list[ExtractedMention]]:
    """The courses of a text, and the totals that several of them add up to."""
    clauses = Clauses(text)
    blocks = blocks_of(text)
    numbers = [
        m for m in mentions
        if m.type in _NUMBERS and m.value is not None and m.assertion.certainty != "hypothetical"
        and not _EARLIER.search(text[max(0, m.start - 60) : m.start])
    ]  # fmt: skip
    parts = read_parts_given(text)
    given = {p.given[0] for p in parts if p.given is not None}
    numbers = [m for m in numbers if m.start not in given]
    boosts = boosted(text, clauses, numbers, [m for m in mentions if m.type == "boost"])
    sited = {m.end for m in mentions if m.type == "target_site"}
    # "Chest wall: 50 Gy in 25. Axilla: 50 Gy in 25": the same numbers of another site.
    elsewhere = {n.start for n in numbers if _is_led(text, n.start, sited)}
    groups: list[Group] = []
    cumulative: list[ExtractedMention] = []
    for mention in numbers:
        current = groups[-1] if groups else None
        sentence, block = clauses.sentence(mention.start), bisect_right(blocks, mention.start)
        totals = [m for g in groups[-4:] if (m := g.numbers.get("radiation_dose")) is not None]
        if mention.type == "radiation_dose" and adds_up(text, mention, totals):
            cumulative.append(mention)
            continue
        if cumulative and counts_all(text, mention, cumulative[-1]):
            continue
        boost = boosts.get((mention.start, mention.end))
        if (
            current is None
            or (mention.type in current.numbers and mention.start in elsewhere)
            or not _belongs(text, mention, current, sentence, block, boost)
        ):
            current = Group(sentence=sentence, block=block)
            groups.append(current)
        current.numbers.setdefault(mention.type, mention)
        current.boost = current.boost or boost
        current.sentence = sentence
    _give(groups, parts)
    groups = [g for g in groups if "radiation_dose" in g.numbers or len(g.numbers) > 1 or g.boost or g.given]
    _attach(text, clauses, blocks, groups, [_with_side(text, m, elsewhere) for m in mentions])
    _place(text, clauses, groups)
    _hand_on(text, groups)
    return groups, cumulative


def _is_led(text: str, start: int, sites: set[int]) -> bool:
    """Whether a site ends right before a number."""
    return any(
        start - gap in sites and text[start - gap : start].strip() in {"", ":", "-", ","} for gap in (1, 2, 3)
    )


def _with_side(text: str, mention: ExtractedMention, led: set[int]) -> ExtractedMention:
    """A site right before its dose with the side that stands before it: "Left breast: 50 Gy"."""
    if mention.type != "target_site" or led.isdisjoint(range(mention.end, mention.end + 4)):
        return mention
    side = _SIDE.search(text, max(0, mention.start - 16), mention.start)
    if side is None:
        return mention
    return mention.model_copy(update={"start": side.start(), "text": text[side.start() : mention.end]})


def blocks_of(text: str) -> list[int]:
    """Where the paragraphs of a note begin, its numbered courses and phases, and the rows of a table."""
    rows = {cell.row for cell in read_dose_tables(text)}
    return sorted({0, *(m.start() for m in _BLOCK.finditer(text)), *rows})


def _value(mention: ExtractedMention) -> float:
    return mention.value.number if mention.value else 0.0


def _belongs(
    text: str,
    mention: ExtractedMention,
    group: Group,
    sentence: int,
    block: int,
    boost: ExtractedMention | None,
) -> bool:
    held = group.numbers.get(mention.type)
    if held is not None:
        # Said again is no new course.
        return (
            _value(held) == _value(mention)
            and group.block == block
            and (boost is None) == (group.boost is None)
        )
    if group.block != block or mention.start - group.end > _REACH:
        return False
    if boost is not None and group.boost is None and group.numbers:
        # "50 Gy in 25 with a boost of 10 Gy": the boost begins its own numbers.
        return False
    parts = {**group.numbers, mention.type: mention}
    checks = len(parts) < 3 or _checks(parts)
    if sentence == group.sentence:
        # Numbers that do not fit what stands before "then" or "and" are another course's.
        return checks or not _THEN.search(text, group.end, mention.start)
    line = text.rfind("\n", 0, mention.start) + 1
    label = text[max(line, mention.start - 80) : mention.start]
    # A line that labels its number continues the course, right or wrong; any other must at least fit it.
    return ":" in label and (checks or bool(_NUMBER_LABEL.search(label)))


def _checks(parts: dict[EntityType, ExtractedMention]) -> bool:
    total, count, each = (_value(parts[k]) for k in _NUMBERS)
    return abs(total - count * each) <= max(0.15, 0.02 * total)


def _give(groups: Sequence[Group], parts: Iterable[PartGiven]) -> None:
    """To each course what was given of it: of the number meant that the course holds."""
    holders = {m.start: g for g in groups for m in g.numbers.values()}
    for part in parts:
        group = holders.get(part.meant[0])
        if group is not None and part.given is not None:
            group.given.setdefault(part.kind, part)


def _attach(
    text: str,
    clauses: Clauses,
    blocks: Sequence[int],
    groups: Sequence[Group],
    mentions: Sequence[ExtractedMention],
) -> None:
    """Give each attribute to the course it is said of: of its sentence, its paragraph, or the only one."""
    if not groups:
        return
    starts = [g.start for g in groups]
    drugs = {m.start for m in mentions if m.type in {"drug", "regimen"}}
    for mention in mentions:
        if mention.type not in _NEAREST:
            continue
        if mention.type == "fraction_frequency" and {mention.end, mention.end + 1} & drugs:
            # "weekly cisplatin" is the drug's.
            continue
        if mention.type in {"drug", "regimen"} and not _CONCURRENT.search(
            text[max(0, mention.start - 80) : mention.start]
        ):
            continue
        whose = boost_named(text, mention)
        if whose is not None:
            # What stands beside the word is the boost's, or nobody's where the boost has no numbers.
            own = next((g for g in groups if g.boost is not None and g.boost.start in whose), None)
            if own is not None:
                _add(own, mention)
            continue
        index = bisect_right(starts, mention.start)
        before = groups[index - 1] if index else None
        after = groups[index] if index < len(groups) else None
        begin, end = clauses.sentence_span(mention.start)
        block = bisect_right(blocks, mention.start)
        here_before = before is not None and before.end > begin and before.start < end
        here_after = after is not None and begin <= after.start < end
        chosen: Group | None = None
        if here_before and here_after and before and after:
            chosen = before if _points_back(text, before, mention, after) else after
        elif here_before:
            chosen = before
        elif here_after:
            chosen = after
        elif len(groups) == 1:
            chosen = groups[0] if abs(mention.start - groups[0].start) < 10 * _SIDE_REACH else None
        elif after is not None and bisect_right(blocks, after.start) == block:
            chosen = after
        elif (
            before is not None
            and bisect_right(blocks, before.start) == block
            and (mention.type not in before.attributes or mention.type == "technique")
        ):
            chosen = before
        if chosen is not None:
            _add(chosen, mention)
            if mention.type == "modality" and irradiated_by(mention.text) is not None:
                _add(chosen, mention.model_copy(update={"type": "target_site"}))


def _hand_on(text: str, groups: Sequence[Group]) -> None:
    """A technique told before the courses of a line is that of each: "SABR: T4 24 Gy; adrenal 40 Gy"."""
    for last, group in pairwise(groups):
        held = last.attributes.get("technique", [])
        led = held and all(m.end <= last.start for m in held)
        between = text[last.end : group.start]
        if led and "technique" not in group.attributes and "\n" not in between and group.boost is None:
            if not _OTHER.search(between):
                group.attributes["technique"] = list(held)


_OTHER = re.compile(
    r"\b(?:then|followed by|previous(?:ly)?|prior|after|before|boost|EBRT|brachytherapy|RT|radiotherapy"
    r"|radiation|conventional\w*)\b|\.\s",
    re.IGNORECASE,
)
"""Between two courses: the later one is another sort of treatment, or is told for itself."""


def _place(text: str, clauses: Clauses, groups: Sequence[Group]) -> None:
    """Give a course without a site the body part right before its numbers: "Prostate: 46 Gy in 23"."""
    end = 0
    for group in groups:
        begin = max(end, clauses.sentence_span(group.start)[0], group.start - _SITE_REACH)
        end = group.end
        if group.boost is not None or group.attributes.get("target_site"):
            continue
        named = outermost(
            m for m in clinical_gazetteer().find(split_words(text[begin : group.start])) if m.kind == "site"
        )
        if named:
            site = max(named, key=lambda m: m.start)
            side = _SIDE.search(text, begin, begin + site.start)
            start = side.start() if side else begin + site.start
            to = begin + site.end
            group.attributes["target_site"] = [
                ExtractedMention(type="target_site", text=text[start:to], start=start, end=to)
            ]


def _points_back(text: str, before: Group, mention: ExtractedMention, after: Group) -> bool:
    """Whether an attribute between two courses belongs to the one before it."""
    gap = text[before.end : mention.start] if mention.start > before.end else ""
    if mention.start <= before.end:
        return True
    if re.search(r";|\bthen\b|\bfollowed by\b|\bplus\b", gap):
        return False
    lead = text[mention.end : after.start]
    if re.match(r" ?[:(=-]| (?:received|was treated|to)\b", lead) and not re.search(
        r"\b(?:to|of)\b", gap[-24:]
    ):
        return False
    return mention.start - before.end <= after.start - mention.end or bool(
        re.search(r"\b(?:to|of|in|using|with|via)\b", gap[-24:])
    )


def _add(group: Group, mention: ExtractedMention) -> None:
    held = group.attributes.setdefault(mention.type, [])
    if all((mention.status or mention.text.lower()) != (h.status or h.text.lower()) for h in held):
        held.append(mention)
