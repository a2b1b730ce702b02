"""A sentence as the relation grammar reads it: lower case, each mention one letter, brackets left out."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from ingest.clause import Clauses
from ingest.extraction import EntityType, ExtractedMention

DISEASE, DRUG, REGIMEN, COURSE, PROCEDURE = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
MARKER, OUTCOME, STANDING, GIVING, TOXICITY, SITE = "\ue005", "\ue006", "\ue007", "\ue008", "\ue009", "\ue00a"
"""The letter of each group of types, from Unicode's private use area, which no text holds for itself."""
TREATMENTS = DRUG + REGIMEN + COURSE + PROCEDURE
LETTERS: dict[EntityType, str] = {
    "disease": DISEASE, "drug": DRUG, "regimen": REGIMEN, "procedure": PROCEDURE,
    "modality": COURSE, "technique": COURSE, "radiation_dose": COURSE, "dose_per_fraction": COURSE,
    "fractions": COURSE, "fraction_frequency": COURSE, "boost": COURSE,
    "gene": MARKER, "variant": MARKER, "biomarker": MARKER, "outcome": OUTCOME, "toxicity": TOXICITY,
    "stage": STANDING, "grade": STANDING, "line": STANDING, "intent": STANDING, "laterality": STANDING,
    "performance_status": STANDING, "target_site": SITE,
    "route": GIVING, "frequency": GIVING, "dosage": GIVING, "strength": GIVING, "form": GIVING,
    "duration": GIVING,
}  # fmt: skip
LONGEST = 1500
"""Characters of the longest sentence that is read; a longer one is a table or a list of names."""
_MOST = 60
"""Mentions of the richest sentence that is read."""


class Node(NamedTuple):
    """A mention, or the mentions that state one course of radiotherapy, as one thing a claim is about."""

    letter: str
    mentions: tuple[ExtractedMention, ...]
    start: int
    end: int

    @property
    def main(self) -> ExtractedMention:
        """The mention that names it."""
        return self.mentions[0]


class Sentence:
    """A sentence with its nodes; `mask` is what the grammar's patterns match."""

    def __init__(self, text: str, start: int, end: int, nodes: Sequence[Node]) -> None:
        """Mask the text between two offsets; `nodes` are in order and do not overlap."""
        self.text = text
        self.start = start
        self.end = end
        self.nodes = tuple(nodes)
        self._places: dict[int, Node] = {}
        self.mask = self._masked()

    def _masked(self) -> str:
        parts: list[str] = []
        length = 0
        at = self.start
        # A bracket that opens within a course, "RT (45 Gy with cisplatin)", belongs to the sentence.
        dropped = [
            (a, b)
            for a, b in _brackets(self.text, self.start, self.end)
            if not any(n.start < a < n.end for n in self.nodes)
        ]
        pieces: list[tuple[int, int, Node | None]] = [(a, b, None) for a, b in dropped]
        for node in self.nodes:
            if not any(a <= node.start and node.end <= b for a, b in dropped):
                pieces.append((node.start, node.end, node))
        for begin, stop, node_ in [*sorted(pieces, key=lambda p: (p[0], -p[1])), (self.end, self.end, None)]:
            if begin < at and begin < self.end:
                continue
            plain = _SPACE.sub(" ", self.text[at:begin].lower().translate(_QUOTES))
            if parts and parts[-1].endswith(" ") and plain[:1] == " ":
                plain = plain[1:]
            parts.append(plain)
            length += len(plain)
            if node_ is not None:
                self._places[length] = node_
                parts.append(node_.letter)
                length += 1
            at = max(at, stop)
        return "".join(parts)

    def within(self, start: int, end: int, letters: str) -> list[Node]:
        """The nodes of some letters between two offsets of the mask, in order."""
        return [node for at, node in self._places.items() if start <= at < end and node.letter in letters]

    def place_of(self, node: Node) -> int | None:
        """Where a node stands in the mask; none where it was left out with a bracket."""
        return next((at for at, held in self._places.items() if held is node or held == node), None)

    def parts_of(self, node: Node, letters: str) -> list[Node]:
        """The nodes in the bracket right behind a node: what it consists of; one alone is its other name."""
        found: list[Node] = []
        for begin, stop in _brackets(self.text, node.end, min(self.end, node.end + _BRACKETED)):
            if self.text[node.end : begin].strip():
                break
            inside = [n for n in self.nodes if begin <= n.start and n.end <= stop]
            again = len(inside) == 1 and inside[0].letter == node.letter
            if not again and _APART.search(self.text, begin, stop) is None:
                found = [n for n in inside if n.letter in letters]
            break
        return found

    @cached_property
    def letters(self) -> frozenset[str]:
        """Which letters stand in the mask."""
        return frozenset(node.letter for node in self._places.values())


_QUOTES = str.maketrans("", "", '"\u201c\u201d')
_SPACE = re.compile(r"[\s\u00a0]+")


def _brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The outermost bracketed stretches of a sentence; an unclosed bracket is none."""
    found: list[tuple[int, int]] = []
    depth = opened = 0
    for match in _BRACKET.finditer(text, start, end):
        if match.group() in "([":
            if depth == 0:
                opened = match.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                found.append((opened, match.end()))
    return found


_BRACKETED = 200
"""Characters of the longest bracket that is read."""
_APART = re.compile(r"\b(?:vs\.?|versus|or|not|no|without|n ?=|e\.g\.|see|compared|control)\b|[;?%]")
"""In a bracket, what makes it more than the parts of what stands before it."""
_BRACKET = re.compile(r"[()\[\]]")


def read_sentences(text: str, clauses: Clauses, mentions: Sequence[ExtractedMention]) -> Iterator[Sentence]:
    """The sentences with at least two things in them; a semicolon inside brackets ends none."""
    ordered = _outermost([m for m in mentions if _counts(m)])
    index = 0
    while index < len(ordered):
        start, end = clauses.sentence_span(ordered[index].start)
        while end < len(text) and end - start < LONGEST and _open(text, start, end):
            end = clauses.sentence_span(end)[1]
        start, end = _trimmed(text, start, end)
        stop = max(index + 1, bisect_left(ordered, end, lo=index, key=lambda m: m.start))
        inside = [m for m in ordered[index:stop] if m.end <= end]
        index = stop
        if 2 <= len(inside) <= _MOST and end - start <= LONGEST:
            yield Sentence(text, start, end, _joined(text, inside))


def sentence_of(text: str, start: int, end: int, mentions: Sequence[ExtractedMention]) -> Sentence:
    """The stretch between two offsets as one sentence, whatever its punctuation and mentions."""
    end = min(end, start + LONGEST)
    inside = [m for m in mentions if _counts(m) and start <= m.start and m.end <= end]
    return Sentence(text, start, end, _joined(text, _outermost(inside)[:_MOST]))


_DIAGNOSTIC = re.compile(
    r"second.?look|biops|imaging|scan|tomograph|ultraso|mammogra|endoscop|laparoscopy$|\w+oscopy$|cytolog|aspirat"
    r"|staging|screening"
    r"|\bMR|\bCT\b|\bPET|x-?ray|radiograph|workup|mapping|sampling|frozen",
    re.IGNORECASE,
)


_GENERIC = re.compile(
    r"(?:solid )?(?:tumou?rs?|cancers?|malignanc(?:y|ies)|neoplasms?|lesions?|diseases?|metastas[ei]s)",
    re.IGNORECASE,
)
"""Words that name no disease: nothing can be claimed of them."""


def _counts(mention: ExtractedMention) -> bool:
    """Whether a mention can be part of a relation: what only diagnoses treats nothing."""
    if mention.type == "procedure" and _DIAGNOSTIC.search(mention.text):
        return False
    if mention.type == "disease" and _GENERIC.fullmatch(mention.text):
        return False
    return mention.type in LETTERS


def _open(text: str, start: int, end: int) -> bool:
    """Whether a stretch ends at a semicolon within brackets, so that its sentence goes on."""
    if text[end - 1 : end] != ";" or "\n" in text[start:end]:
        return False
    return text.count("(", start, end) > text.count(")", start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _outermost(mentions: list[ExtractedMention]) -> list[ExtractedMention]:
    """The mentions in order, without those that an earlier or longer one overlaps."""
    kept: list[ExtractedMention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if kept and mention.start < kept[-1].end:
            if mention.end - mention.start > 2 * (kept[-1].end - kept[-1].start):
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept


_COURSE_TYPES = frozenset(t for t, letter in LETTERS.items() if letter == COURSE)
_LINK = re.compile(
    r"[\s,(/)@:-]{0,3}(?:(?:of|in|to|the|at|a|an|using|with|via|over|delivered|given|was|were|and|per"
    r"|total|dose|doses"
    r"|for|whole|by|as|external|beam|daily|once|each|fractions?|fx)[\s,(/)@:-]{1,3}){0,5}"
)


def _joined(text: str, mentions: list[ExtractedMention]) -> list[Node]:
    """The mentions as nodes: what states one course of radiotherapy together is one."""
    nodes: list[Node] = []
    for mention in mentions:
        letter = LETTERS[mention.type]
        last = nodes[-1] if nodes else None
        course = last is not None and last.letter == COURSE
        if last is not None and course and mention.type in _COURSE_TYPES | {"target_site"}:
            gap = text[last.end : mention.start]
            new = mention.type not in {m.type for m in last.mentions}
            aimed = mention.type == "target_site" and " for " in gap
            if new and not aimed and len(gap) <= 40 and _LINK.fullmatch(gap):
                nodes[-1] = Node(COURSE, (*last.mentions, mention), last.start, mention.end)
                continue
        if last is not None and letter == last.letter == MARKER and len(last.mentions) == 1:
            # "BRAF V600E" is one thing, whatever names its parts.
            if text[last.end : mention.start] in {"", " ", "-", " p."} and last.main.type != mention.type:
                specific = (mention, last.main) if mention.type == "variant" else (last.main, mention)
                nodes[-1] = Node(MARKER, specific, last.start, mention.end)
                continue
        nodes.append(Node(letter, (mention,), mention.start, mention.end))
    return [n._replace(letter=GIVING) if _incomplete(n) else n for n in nodes]


def _incomplete(node: Node) -> bool:
    """Whether numbers alone stand there that state no treatment: "5 fractions", "2 Gy"."""
    types = {m.type for m in node.mentions}
    return node.letter == COURSE and not types & {"modality", "technique", "radiation_dose"}
