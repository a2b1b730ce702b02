"""A statement as the graph keeps it: with its id, the knowledge clock and the heads of its documents."""

from datetime import UTC, date, datetime
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer

from kg.statement import Statement


def _without_zone(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


Moment = Annotated[
    datetime,
    AfterValidator(_without_zone),
    PlainSerializer(lambda m: f"{m.isoformat()}Z", return_type=str, when_used="json"),
]
"""A time of the knowledge clock: UTC, kept without a zone, written with one."""


class DocumentHead(BaseModel):
    """What a citation says of a document, without its text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    source: str
    authority: str
    kind: str
    url: str | None = None
    published: date | None = None
    published_precision: str = "day"
    journal: str | None = None
    reference: str | None = None
    synthetic: bool = False


class StoredStatement(BaseModel):
    """A statement as read from the graph."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    """URL-safe: `st-<key>`, with `-2` … for a claim closed and opened again."""
    statement: Statement
    known_from: Moment
    known_to: Moment
    documents: tuple[DocumentHead, ...]
    """One per document its evidence points into."""

    @cached_property
    def disease(self) -> str:
        """Slug of the disease the claim is about."""
        return self.statement.object.curie.removeprefix("oncograph:")
