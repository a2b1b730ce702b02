"""What the trained voters add on the gold set, in the types they know."""

from collections.abc import Sequence

from ingest.scorecard.card import Extract, Miss, Part, Row, span_misses, span_rows
from ingest.scorecard.corpora import PIPELINE, WITH_VOTERS
from ingest.scorecard.gold import GoldSentence, spots_of
from ingest.scorecard.measure import Bootstrap, Spot
from ingest.voters.committee import ENTITY_TYPES


def voters_part(
    gold: Sequence[GoldSentence], extract: Extract, with_voters: Extract
) -> tuple[Part, list[Miss]]:
    """The pipeline alone and with the voters, exact and overlapping."""
    types = sorted(set(ENTITY_TYPES.values()))
    texts = [one.text for one in gold]
    asked = [(one.text, one.kind) for one in gold]
    marked = [_of(types, spots_of(one.mentions)) for one in gold]
    draw = Bootstrap(len(gold))
    rows: list[Row] = []
    misses: list[Miss] = []
    title = "Gold set: voters"
    for system, read in ((PIPELINE, extract), (WITH_VOTERS, with_voters)):
        found = [_of(types, spots_of(one.mentions)) for one in read(asked)]
        rows += span_rows(system, found, marked, types, draw)
        if system == WITH_VOTERS:
            misses += span_misses(title, system, texts, found, marked)
    note = (
        f"The types that voters know; every tier but `dropped` counts. `{WITH_VOTERS}` adds mentions for "
        "review only: what is accepted, every claim and every record are the same without them."
    )
    return Part(title=title, note=note, texts=len(gold), rows=tuple(rows)), misses


def _of(types: Sequence[str], spots: Sequence[Spot]) -> list[Spot]:
    return [s for s in spots if s.type in types]
