"""What a source yields, record by record: a document with its statements, or why there is none."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from kg.document import Document
from kg.statement import Statement


class Record(BaseModel):
    """One record read: its document, and the statements that tables give without extraction."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: Document
    statements: tuple[Statement, ...] = ()
    """Empty for texts: the extractors add theirs."""
    place: str
    """The record within its file: an id, an index or a line."""
    extract: bool = False
    """True where the extractors shall read the text."""
    deidentified: bool = False
    """True where the document went through `ingest.deid`; a note that did not is blotted out by the run."""
    stated: date | None = Field(default=None, exclude=True, repr=False)
    """The date the source gives, where the document's was moved with it; kept out of everything stored."""


class Rejection(BaseModel):
    """A record that was not taken, with its place and the reason."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    record: str
    """The record's id, index, line or byte; `file` where the whole file was not readable."""
    reason: str

    @field_validator("file", "record", "reason")
    @classmethod
    def _can_be_written(cls, text: str) -> str:
        """A file's name may hold bytes of another encoding than UTF-8: they are spelt out."""
        return text.encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True)
class Source:
    """A reader of one kind of source."""

    name: str
    """Word of the command line, `Document.source`, and stem of its sample."""
    read: Callable[[Path], Iterator[Record | Rejection]]
    """Reads one file, one record at a time; never raises for what is in the file."""
    suffixes: tuple[str, ...]
    """Names of files taken from a folder end so."""
    doc: str
    """What it reads, in a few words."""
    texts: bool = True
    """Whether extractors read its records; False: they bring their claims along."""
    searched: bool = True
    """Whether its claims are embedded, to be found by meaning."""
    shipped: tuple[str, ...] = ()
    """Package and folders of the project's own files: read where no path is given."""
