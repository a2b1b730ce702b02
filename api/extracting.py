"""`POST /v1/extract`: a text's mentions, the claims between them and the record of a report."""

import threading

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, JsonValue, field_validator

from ingest.extract import extract_text
from ingest.extraction import Extraction, TextKind

MAX_TEXT = 100_000
"""Characters of one request; longer documents go through the command line."""
_EXAMPLES: list[JsonValue] = [
    {"text": "Left breast: 40.05 Gy in 15 fractions, then a boost of 10 Gy in 5.", "kind": "radiotherapy"},
    {"text": "EGFR L858R positive lung adenocarcinoma, started osimertinib 80 mg daily."},
]


class Report(BaseModel):
    """A text to read; it is neither kept nor logged."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": _EXAMPLES})

    text: str = Field(min_length=1, max_length=MAX_TEXT, description="The report, note or abstract.")
    kind: TextKind | None = Field(default=None, description="Left out, it is told from the text's headings.")

    @field_validator("text")
    @classmethod
    def _says_something(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("is blank; send the report")
        return text


# spaCy's string store is shared and not safe under concurrent writes.
_READING = threading.Lock()

extracting = APIRouter(tags=["extract"])


@extracting.post("/extract", summary="Mentions, claims and the record of a report")
def extract(report: Report) -> Extraction:
    """What the text says, each with its span; for a report also its typed record."""
    with _READING:
        return extract_text(report.text, report.kind)


def warm() -> None:
    """Load the pipeline and its tables, so that the first request costs what the next one does."""
    with _READING:
        extract_text("Left breast: 40.05 Gy in 15 fractions.")
