"""The public corpora's test splits: the whole pipeline, the trained voters, and names seen in training."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ingest.extraction import EntityType
from ingest.scorecard.baseline import named_spots
from ingest.scorecard.card import Bar, Extract, Miss, Part, f1_of, span_misses, span_rows
from ingest.scorecard.measure import Bootstrap, Spot
from ingest.voters.committee import Committee, majority
from ingest.voters.corpus import Sentence, read_corpus
from ingest.voters.terms import Terms

_TYPES: dict[str, dict[str, tuple[EntityType, ...]]] = {
    "BC5CDR": {"Chemical": ("drug",), "Disease": ("disease", "toxicity")},
    "BioNLP13CG": {
        "Cancer": ("disease",),
        "Gene_or_gene_product": ("gene", "biomarker"),
        "Simple_chemical": ("drug",),
    },
    "NCBI-disease": {"Disease": ("disease", "toxicity")},
}
"""What a corpus calls the things our types name; its other labels have no type of ours."""
_BARS = {"BC5CDR": 0.84, "BioNLP13CG": 0.78}
PIPELINE = "pipeline"
WITH_VOTERS = "pipeline with voters"
SEEN = "names seen in training"
MAJORITY, UNANIMOUS = "committee, majority", "committee, all"
_TIGHT_BEFORE = re.compile(r"[,.;:)\]%?!'/\u2019-]")
_TIGHT_AFTER = re.compile(r"[(\[/'\u2019-]")


class Restored(NamedTuple):
    """A corpus's sentence with the spaces taken out that its cutting put in."""

    text: str
    places: tuple[int, ...]
    """Place in the text of every character of the sentence; a dropped space takes its successor's."""


def restored(sentence: str) -> Restored:
    """The sentence as an article prints it: hyphens, slashes, points and brackets close to their words.

    Example: `T - cell ( n = 3 )` becomes `T-cell (n = 3)`.
    """
    kept: list[str] = []
    places: list[int] = []
    for index, sign in enumerate(sentence):
        places.append(len(kept))
        if sign == " " and 0 < index < len(sentence) - 1:
            before, after = sentence[index - 1], sentence[index + 1]
            if _TIGHT_BEFORE.match(after) or _TIGHT_AFTER.match(before):
                continue
            decimal = index > 1 and before == "." and sentence[index - 2] == " " and after.isdigit()
            if decimal and index > 2 and sentence[index - 3].isdigit():
                continue
        kept.append(sign)
    places.append(len(kept))
    return Restored("".join(kept), tuple(places))


def corpus_parts(
    data: Path,
    extract: Extract,
    committees: Mapping[str, Committee],
    with_voters: Extract | None = None,
) -> Iterator[tuple[Part, list[Miss]]]:
    """A part per corpus, with what the pipeline and the committee get wrong.

    `with_voters` is the pipeline that asks the voters; without it the part lacks its rows.
    """
    for corpus in _TYPES:
        yield corpus_part(
            corpus,
            read_corpus(data / "corpora", corpus, ("test",)),
            read_corpus(data / "corpora", corpus, ("train", "devel")),
            extract,
            committees.get(corpus),
            with_voters,
        )


def corpus_part(
    corpus: str,
    test: Sequence[Sentence],
    training: Sequence[Sentence],
    extract: Extract,
    committee: Committee | None,
    with_voters: Extract | None = None,
) -> tuple[Part, list[Miss]]:
    """One corpus, exact span and type; the voters over every label, the pipeline over those it has."""
    kinds = _TYPES[corpus]
    labels = sorted({s.label for one in test for s in one.spans})
    gold = [[Spot(s.label, s.start, s.end) for s in one.spans] for one in test]
    texts = [one.text for one in test]
    draw = Bootstrap(len(test))
    seen = Terms({(s.label, one.text[s.start : s.end]) for one in training for s in one.spans})
    found: dict[str, list[list[Spot]]] = {
        PIPELINE: pipeline_spots(texts, kinds, extract),
        SEEN: [named_spots(seen, text) for text in texts],
    }
    rows = []
    ours = [[g for g in one if g.type in kinds] for one in gold]
    rows += span_rows(PIPELINE, found[PIPELINE], ours, list(kinds), draw)
    if with_voters is not None:
        both = pipeline_spots(texts, kinds, with_voters)
        rows += span_rows(WITH_VOTERS, both, ours, list(kinds), draw)
    rows += span_rows(SEEN, found[SEEN], gold, labels, draw)
    misses = list(span_misses(corpus, PIPELINE, texts, found[PIPELINE], ours))
    if committee is not None:
        for system, spots in _committee_spots(texts, committee):
            rows += span_rows(system, spots, gold, labels, draw)
            if system == MAJORITY:
                misses += span_misses(corpus, system, texts, spots, gold)
    bars = []
    if corpus in _BARS:
        measured = f1_of(rows, "all", MAJORITY)
        why = "" if committee else "no voter is trained here: run `oncograph train ner`"
        bars.append(
            Bar(name=f"{corpus} F1, exact, committee", wanted=_BARS[corpus], measured=measured, why=why)
        )
    own = ", ".join(f"{label} = {'/'.join(types)}" for label, types in kinds.items())
    note = (
        f"Test split, exact span and type. `{PIPELINE}` is scored on the labels it has a type for "
        f"({own}), sentence by sentence with the corpus's spaces at hyphens and brackets taken out; the "
        f"others on every label. `{SEEN}` is the baseline."
    )
    if with_voters is not None:
        note += f" `{WITH_VOTERS}` adds, for review, what the committees name and the pipeline does not."
    return Part(title=corpus, note=note, texts=len(test), rows=tuple(rows), bars=tuple(bars)), misses


def pipeline_spots(
    texts: Sequence[str], kinds: Mapping[str, tuple[EntityType, ...]], extract: Extract
) -> list[list[Spot]]:
    """What the pipeline finds in the corpus's sentences, under the corpus's labels and at its places."""
    label_of = {kind: label for label, own in kinds.items() for kind in own}
    printed = [restored(text) for text in texts]
    found: list[list[Spot]] = []
    for text, shown, read in zip(texts, printed, extract((p.text, None) for p in printed), strict=True):
        first: dict[int, int] = {}
        for place, at in enumerate(shown.places):
            if place < len(text) and text[place] != " ":
                first.setdefault(at, place)
        spots = set()
        for mention in read.mentions:
            if mention.type in label_of and mention.start in first and mention.end - 1 in first:
                end = first[mention.end - 1] + 1
                spots.add(Spot(label_of[mention.type], first[mention.start], end))
        found.append(sorted(spots, key=lambda s: (s.start, s.end)))
    return found


def _committee_spots(texts: Sequence[str], committee: Committee) -> Iterator[tuple[str, list[list[Spot]]]]:
    """Every voter alone, then the committee by its rules; each voter reads the texts once."""
    votes = committee.sentence_votes(texts)
    for number, voter in enumerate(committee.voters):
        alone = [[v for v in one if number in v.voters] for one in votes]
        yield voter.recipe.voter, [[Spot(v.label, v.start, v.end) for v in one] for one in alone]
    if len(committee.voters) > 1:
        for system, rule in ((UNANIMOUS, True), (MAJORITY, False)):
            chosen = [[v for v in majority(one) if not rule or v.votes == v.of] for one in votes]
            yield system, [[Spot(v.label, v.start, v.end) for v in one] for one in chosen]
