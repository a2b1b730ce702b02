"""From the finders' spans to asserted mentions: the one way that extraction and the extractors share."""

from collections.abc import Callable, Iterator

from ingest.assertion_axes import axes_of
from ingest.course_time import told_as_one
from ingest.entities import FINDERS
from ingest.entities.found import Found
from ingest.extraction import Assertion, ExtractedMention, LinkedReference, Quantity
from ingest.overlap import resolved
from ingest.reading import Reading

Referred = tuple[LinkedReference | None, str | None]
"""The coded term, or the reason there is none."""
Refer = Callable[[Found, str], Referred]
"""What a span with these words stands for."""


def named(reading: Reading, refer: Refer) -> list[ExtractedMention]:
    """The mentions of a reading in text order, each with its assertion and what it stands for."""
    return told_as_one(reading.text, _asserted(reading, refer))


def _asserted(reading: Reading, refer: Refer) -> Iterator[ExtractedMention]:
    for found in resolved(f for find in FINDERS.values() for f in find(reading)):
        if found.tier == "dropped":
            continue
        words = reading.text[found.start : found.end]
        reference, unlinked = refer(found, words)
        yield ExtractedMention(
            type=found.type,
            text=words,
            start=found.start,
            end=found.end,
            assertion=_told(found, axes_of(reading, found.start, found.end, found.type)),
            reference=reference,
            unlinked=unlinked,
            value=None if found.number is None else Quantity(number=found.number, unit=found.unit or "1"),
            status=found.status,
            tier=found.tier,
        )


def _told(found: Found, assertion: Assertion) -> Assertion:
    """The assertion with what a variant's own result says: it goes before the words around it."""
    if found.told == "negated":
        return assertion.model_copy(update={"polarity": "negated", "certainty": "certain"})
    if found.told == "uncertain" and assertion.certainty == "certain":
        return assertion.model_copy(update={"certainty": "uncertain"})
    return assertion
