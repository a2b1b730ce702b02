"""`POST /v1/extract`: a text's mentions, the claims between them and the record of a report."""

import threading
from contextlib import suppress
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field, JsonValue, field_validator

from api.settings import Settings
from ingest.extract import extract_text
from ingest.extraction import Extraction, TextKind
from ingest.voters.committee import load_committees
from kg.blank import VISIBLE, is_blank

MAX_TEXT = 100_000
"""Characters of one request; longer documents go through the command line."""
_EXAMPLES: list[JsonValue] = [
    {"text": "Left breast: 40.05 Gy in 15 fractions, then a boost of 10 Gy in 5.", "kind": "radiotherapy"},
    {"text": "EGFR L858R positive lung adenocarcinoma, started osimertinib 80 mg daily."},
]


class Report(BaseModel):
    """A text to read; it is neither kept nor logged."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": _EXAMPLES})

    text: str = Field(
        min_length=1,
        max_length=MAX_TEXT,
        description="The report, note or abstract.",
        json_schema_extra={"pattern": VISIBLE},
    )
    kind: TextKind | None = Field(default=None, description="Left out, it is told from the text's headings.")

    @field_validator("text")
    @classmethod
    def _says_something(cls, text: str) -> str:
        if is_blank(text):
            raise ValueError("is blank; send the report")
        return text


# spaCy's string store is shared and not safe under concurrent writes.
_READING = threading.Lock()

extracting = APIRouter(tags=["extract"])


def _voters(request: Request) -> Path | None:
    settings: Settings = request.app.state.settings
    return settings.home / "voters" if settings.voters else None


@extracting.post("/extract", summary="Mentions, claims and the record of a report")
def extract(report: Report, voters: Annotated[Path | None, Depends(_voters)]) -> Extraction:
    """What the text says, each with its span; for a report also its typed record."""
    with _READING:
        if voters is not None:
            _load(voters)
        return extract_text(report.text, report.kind, voters=voters)


def _load(voters: Path) -> None:
    try:
        load_committees(voters)
    except ValueError as error:
        # Without the folder: a path of the server is no client's business.
        reason = "ONCOGRAPH_VOTERS is on and no voter is trained: run `oncograph train ner` or unset it."
        raise HTTPException(503, reason) from error


def warm(voters: Path | None = None) -> None:
    """Load the pipeline, its tables and the voters: the first request then costs what the next one does."""
    with _READING:
        extract_text("Left breast: 40.05 Gy in 15 fractions.")
        if voters is not None:
            # Where none is trained, the first request says so.
            with suppress(ValueError):
                load_committees(voters)
