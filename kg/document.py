"""One text of one source in one version: what evidence points into."""

import hashlib
import re
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, computed_field

from ontologies.reference import Reference

DocumentKind = Literal["Publication", "Trial", "Approval", "Label", "Guideline", "Note", "FactSheet"]
LinkKind = Literal[
    "CITES", "UPDATES", "SUPERSEDES", "RETRACTS", "RESULTS_OF", "APPROVED_ON_BASIS_OF", "ADOPTS"
]
_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._~-]*$")


class Link(BaseModel):
    """A temporal cross-reference from this document to another one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: LinkKind
    to: str = Field(pattern=_ID)
    """Id of the other document, which need not be in the graph yet."""
    date: date
    """When the reference was made: the citing document's own date."""
    method: str
    """How it was found: `reference-list`, `registry-field`, `curated`."""


class Section(BaseModel):
    """A named stretch of the text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    start: int
    end: int


class Document(BaseModel):
    """One text of one source in one version."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=_ID)
    """URL-safe, stable over versions: `pubmed-22663011`, `nct-NCT03165734`, `starter-fast-forward`."""
    kind: DocumentKind
    source: str
    """Name of the reader in SOURCES: pubmed, clinicaltrials, openfda, guidelines, notes, starter."""
    authority: str
    """Whose word it is; supersession happens within one authority's series only."""
    title: str
    text: str
    """The text the evidence's offsets point into, exactly."""
    sections: tuple[Section, ...] = ()
    reference: Reference | None = None
    """Coded identity, e.g. `pubmed:22663011`, when the source states one."""
    url: str | None = None
    """Public address of the record, where the source has one."""
    journal: str | None = None
    published: date | None = None
    """Publication or posting date; its precision is in `published_precision`."""
    published_precision: Literal["year", "month", "day"] = "day"
    language: str = "en"
    synthetic: bool = False
    """True for texts the project made up for demonstration and training."""
    links: tuple[Link, ...] = ()

    @computed_field  # type: ignore[prop-decorator]
    @property
    def version(self) -> str:
        """First 16 hex digits of the SHA-256 over everything that may change between versions."""
        state = self.model_dump_json(exclude={"version"})
        return hashlib.sha256(state.encode()).hexdigest()[:16]
