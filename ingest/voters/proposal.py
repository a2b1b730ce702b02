"""What the trained voters name and the gazetteers and grammars do not, as mentions beside theirs."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from ingest.assertion_axes import axes_of
from ingest.entities.found import Found
from ingest.entities.gene import aimed_at
from ingest.extraction import EntityType, ExtractedMention, LinkedReference
from ingest.lexicon import load_yaml
from ingest.linking import link
from ingest.linking.names import normal_name
from ingest.named import Refer
from ingest.reading import Reading
from ingest.voters.committee import Committee, longest, majority, tier_of
from ingest.words import split_words

_LONGEST = 200
"""Characters of a name."""


def propose(
    reading: Reading,
    mentions: Sequence[ExtractedMention],
    committees: Iterable[Committee],
    refer: Refer,
    long_forms: Mapping[str, tuple[int, int]],
) -> list[ExtractedMention]:
    """What committees name by majority where nothing was read, for review, in text order.

    A text is asked alone, never beside others: the contextual voter reads neighbours together, and what
    one text says must not hang on the next.

    Args:
        reading: The text as it was read.
        mentions: What the finders named in it; none of them is changed.
        committees: Who is asked.
        refer: What a span stands for.
        long_forms: Short forms that the text defines, with the place of the long one.
    """
    text = reading.text
    votes = [v for committee in committees for v in majority(committee.votes(text)) if v.entity is not None]
    sides: dict[EntityType, _Spans] = {
        kind: _Spans((v.start, v.end) for v in votes if v.entity == kind)
        for kind in {v.entity for v in votes if v.entity is not None}
    }
    read = _Spans((m.start, m.end) for m in mentions)
    backed = {(m.type, m.end) for m in mentions} | {(v.entity, v.end) for v in votes}
    found: list[ExtractedMention] = []
    for vote in longest(v for v in votes if not read.touch(v.start, v.end)):
        kind, words = vote.entity, text[vote.start : vote.end]
        if kind is None or not _is_name(words) or _refused(kind, words):
            continue
        # Committees that contradict each other over a stretch of text know nothing of it.
        if any(spans.touch(vote.start, vote.end) for other, spans in sides.items() if other != kind):
            continue
        long = long_forms.get(words)
        # A short form is what its long form is, and a name's head stands at its end.
        if long is not None and (kind, long[1]) not in backed:
            continue
        # What a class of drugs is aimed at is named by the class: "EGFR inhibitors".
        if kind == "gene" and aimed_at(text, vote.start, vote.end):
            continue
        kind = _narrowed(kind, words)
        reference, unlinked = refer(Found(kind, vote.start, vote.end), words)
        if unlinked is not None and unlinked == link("disease", "tumour"):
            # Too general to be one disease.
            continue
        # A link is no agreement. The finders know every name that links; where they pass one by they refused
        # it for the words around it: BCR for biochemical recurrence, testosterone that was only measured.
        tier = tier_of(vote, agrees=False)
        found.append(
            ExtractedMention(
                type=kind,
                text=words,
                start=vote.start,
                end=vote.end,
                assertion=axes_of(reading, vote.start, vote.end, kind),
                reference=reference,
                unlinked=unlinked,
                tier=tier,
            )
        )
    return found


class _Refusals(NamedTuple):
    """Names, and words of names, that are no mention of a type."""

    names: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]


@cache
def _refusals() -> dict[str, _Refusals]:
    raw: dict[str, dict[str, list[str]]] = load_yaml("voter_refusals.yaml")
    return {
        kind: _Refusals(
            *(frozenset(map(normal_name, own.get(k, ()))) for k in ("names", "first_words", "last_words"))
        )
        for kind, own in raw.items()
    }


def _refused(kind: EntityType, words: str) -> bool:
    """Whether our guideline has no place for what the corpora mark so: kinds of drugs, events, analytes."""
    own = _refusals().get(kind)
    if own is None:
        return False
    norms = split_words(words).norms
    if not norms:
        return True
    return normal_name(words) in own.names or norms[0] in own.first or norms[-1] in own.last


def _narrowed(kind: EntityType, words: str) -> EntityType:
    """An adverse event's name that is no disease's is a toxicity: the corpora have one label for both."""
    if kind != "disease" or isinstance(link("disease", words), LinkedReference):
        return kind
    event = link("toxicity", words)
    return "toxicity" if isinstance(event, LinkedReference) and event.score == 1 else kind


def _is_name(words: str) -> bool:
    """Whether a span can be a name: letters in it, no torn bracket, nothing illegible."""
    whole = words.count("(") == words.count(")") and words.count("[") == words.count("]")
    return whole and 1 < len(words) <= _LONGEST and any(c.isalpha() for c in words) and "\ufffd" not in words


class _Spans:
    """Spans that may overlap, each asked in logarithmic time."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._furthest = list(accumulate((end for _, end in ordered), max))

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them shares a character with this one."""
        index = bisect_left(self._starts, end)
        return index > 0 and self._furthest[index - 1] > start
