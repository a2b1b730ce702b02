"""A committee of voters: how many of them name a span, and how far that is trusted."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ingest.clause import Clauses
from ingest.extraction import EntityType
from ingest.voters.corpus import Labelled, tokens
from ingest.voters.recipe import Corpus
from ingest.voters.train import CARD, Voter, VoterCard, load_voter
from kg.statement import Tier

ENTITY_TYPES: dict[str, EntityType] = {
    "Cancer": "disease",
    "Disease": "disease",
    "Chemical": "drug",
    "Simple_chemical": "drug",
    "Gene_or_gene_product": "gene",
}
"""The corpora's labels that our types have a word for."""
_LONGEST = 400
"""Words of the longest piece read at once; a longer sentence is cut."""


class Vote(NamedTuple):
    """A span that voters name."""

    start: int
    end: int
    label: str
    votes: int
    of: int
    """Voters asked."""
    voters: tuple[int, ...]
    """Which of them, by place in the committee."""

    @property
    def entity(self) -> EntityType | None:
        """Our type of the corpus's label."""
        return ENTITY_TYPES.get(self.label)


class Committee:
    """The trained voters of one corpus."""

    def __init__(self, voters: Sequence[Voter]) -> None:
        """At least one voter."""
        self.voters = tuple(voters)

    def votes(self, text: str) -> list[Vote]:
        """Every span that a voter names in a text, in text order."""
        pieces = list(_pieces(text))
        found: list[Vote] = []
        for (start, _), votes in zip(
            pieces, self.sentence_votes([text[s:e] for s, e in pieces]), strict=True
        ):
            found.extend(v._replace(start=v.start + start, end=v.end + start) for v in votes)
        return found

    def sentence_votes(self, sentences: Sequence[str]) -> list[list[Vote]]:
        """The same, for sentences that are already apart."""
        named: list[dict[Labelled, list[int]]] = [{} for _ in sentences]
        for number, voter in enumerate(self.voters):
            for spans, found in zip(named, voter.find(sentences), strict=True):
                for span in found:
                    spans.setdefault(span, []).append(number)
        of = len(self.voters)
        return [
            [Vote(*span, len(by), of, tuple(by)) for span, by in sorted(spans.items())] for spans in named
        ]


def majority(votes: Sequence[Vote]) -> list[Vote]:
    """What more than half of the voters name, without overlaps."""
    return longest(v for v in votes if v.votes * 2 > v.of)


def longest(votes: Iterable[Vote]) -> list[Vote]:
    """The spans in text order without overlaps: the most votes go first, then the longest."""
    kept: list[Vote] = []
    for vote in sorted(votes, key=lambda v: (-v.votes / v.of, v.start - v.end)):
        at = bisect_left(kept, vote.end, key=lambda k: k.start)
        # Of spans that share no character only the last one before its end can reach it.
        if at == 0 or kept[at - 1].end <= vote.start:
            kept.insert(at, vote)
    return kept


def tier_of(vote: Vote, *, agrees: bool) -> Tier:
    """How far a span is trusted; `agrees` where the gazetteer or a link says the same.

    A lone voter's whole vote is still one opinion: it reaches review at most.
    """
    if vote.votes == vote.of > 1:
        return "accepted" if agrees else "review"
    return "review" if vote.votes * 2 > vote.of else "dropped"


def trained_voters(folder: Path) -> dict[Corpus, list[Path]]:
    """The finished voters of a folder, by corpus; none where nothing was trained."""
    found: dict[Corpus, list[Path]] = {}
    for card in sorted(folder.glob(f"*/{CARD}")):
        corpus = VoterCard.model_validate_json(card.read_text("utf-8")).recipe.corpus
        found.setdefault(corpus, []).append(card.parent)
    return found


@cache
def load_committee(folder: Path, corpus: Corpus) -> Committee | None:
    """The committee of a corpus from a folder of voters; None where none is trained."""
    paths = trained_voters(folder).get(corpus)
    return Committee([load_voter(path) for path in paths]) if paths else None


@cache
def load_committees(folder: Path) -> tuple[Committee, ...]:
    """The committees of every corpus that has trained voters in a folder.

    Raises:
        ValueError: none has; the message says how to train them.
    """
    held = [load_committee(folder, corpus) for corpus in trained_voters(folder)]
    if not held:
        raise ValueError(f"no voter is trained in {folder}: run `oncograph train ner`")
    return tuple(c for c in held if c is not None)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text, long ones cut between words."""
    clauses = Clauses(text)
    at = 0
    while at < len(text):
        start, end = clauses.sentence_span(at)
        words = tokens(text[start:end])
        for first in range(0, len(words), _LONGEST):
            part = words[first : first + _LONGEST]
            yield start + part[0][0], start + part[-1][1]
        at = max(end, at + 1)
