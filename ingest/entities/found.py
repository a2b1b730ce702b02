"""A span a finder names, before it is asserted and linked."""

from typing import Literal, NamedTuple

from ingest.extraction import EntityType
from kg.statement import Tier


class Found(NamedTuple):
    """One span of a text with what it names."""

    type: EntityType
    start: int
    end: int
    status: str | None = None
    """A category read from the span: a stage group, a biomarker's result, a modality."""
    number: float | None = None
    unit: str | None = None
    curie: str | None = None
    """The reference, where the finder knows it for certain (an exact name of the ontologies)."""
    tier: Tier = "accepted"
    told: Literal["negated", "uncertain"] | None = None
    """What a result apart from the span says of it: a variant that was not detected, or is awaited."""
