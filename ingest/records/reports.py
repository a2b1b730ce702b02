"""The reader of each kind of report; adding one is a new file here and a line below."""

from collections.abc import Callable, Sequence
from typing import Any

from ingest.extraction import ExtractedMention, TextKind
from ingest.records.pathology import read_pathology
from ingest.records.radiology import read_radiology
from ingest.records.radiotherapy import read_radiotherapy
from ingest.records.stated import Frozen

READERS: dict[TextKind, Callable[[str, Sequence[ExtractedMention]], Frozen]] = {
    "pathology": read_pathology,
    "radiology": read_radiology,
    "radiotherapy": read_radiotherapy,
}
"""Every kind of report that has a record."""


def read_record(
    text: str, kind: TextKind | None, mentions: Sequence[ExtractedMention]
) -> dict[str, Any] | None:
    """The record of a report as JSON would carry it; None for kinds without one.

    Every key is there; what the report does not state is null or empty. A number that does not check is kept
    as written and named in `warnings`.
    """
    reader = READERS.get(kind) if kind is not None else None
    return None if reader is None else reader(text, mentions).model_dump(mode="json")
