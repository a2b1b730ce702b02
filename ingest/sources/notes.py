"""Clinical notes: a text file each, or JSON Lines `{"id", "text", "date", "patient", …}`; de-identified.

A text file's date stands in its heading (`Date: 2024-03-22`, in the first 2,000 characters; also `Dictated:`,
`Seen on:`, `Clinic date:`), else in its name (`2024-03-22-letter.txt`); a note without one is rejected.

Ids are pseudonyms: a line's of the id it gives, a text file's of its name and its text. So a file read again
from anywhere is the same note, and letters of one name never replace each other, even where nothing in them
says whose they are; the price is that a corrected text is another note. Where corrections shall replace, use
JSON Lines, whose ids are given.

Before a document is made, names, numbers, places and dates are replaced; a note that says it is synthetic
stays as it is. A note's text never appears in a rejection or a log: file, line and reason only.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from ingest.sources import partial_date
from ingest.sources.json_records import line_objects
from ingest.sources.opening import UNREADABLE, clean, flat, oddity, reason_of, too_large, whole
from ingest.sources.partial_date import PartialDate
from ingest.sources.record import Record, Rejection, Source
from kg.document import Document

MAX_NOTE = 1 << 20
"""Bytes of one note; the longest discharge summaries have some 60 kB."""
_SYNTHETIC_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_DATE_LINE = re.compile(
    r"^[ \t]*(?:date|dictated|seen on|clinic date)[ \t]*:"
    r"(?:\s*(\d\S*)|[ \t]*(\d[^\n]*|[a-z]{3,9}\.?[ \t]+\d[^\n]*))[ \t]*$",
    re.I | re.M,
)
_DATE_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")


def read(path: Path, key: bytes = b"", secret: bytes = b"") -> Iterator[Record | Rejection]:
    """Each note of a file.

    Args:
        path: A text, or JSON Lines.
        key: The installation's secret that ids are derived with.
        secret: The one that surrogates and shifts of dates are derived with; none: one for this reading.
    """
    secret = secret or key or secrets.token_bytes(32)
    if path.name.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson")):
        yield from _read_lines(path, key, secret)
        return
    try:
        data = whole(path, MAX_NOTE)
    except UNREADABLE as error:
        yield Rejection(file=str(path), record="file", reason=f"cannot be read: {error}")
        return
    try:
        if len(data) > MAX_NOTE:
            raise ValueError(too_large(len(data), MAX_NOTE))
        if reason := oddity(data, "a note"):
            raise ValueError(reason)
        text = clean(data.decode("utf-8-sig")).strip()
        name = path.name.removesuffix(".gz")
        identity = pseudonym(f"file\0{name}\0{text}", key)
        document = _document(identity, text, _date_in(text, name), "")
        record = _deidentified(document, _patient_of(text) or identity, secret, "file")
    except ValueError as error:
        yield Rejection(file=str(path), record="file", reason=_reason(error))
    else:
        yield record


def keyed(key: bytes, secret: bytes = b"") -> Source:
    """The source with this installation's secrets for its ids and for what replaces identifiers."""
    return replace(NOTES, read=partial(read, key=key, secret=secret))


def pseudonym(name: str, key: bytes) -> str:
    """A note's id: the name it came with cannot be read or guessed from it without the key."""
    return "note-" + hmac.new(key, name.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:20]


def _patient_of(text: str) -> str | None:
    """The record number a note states: the same patient's dates then move alike in all their notes."""
    from ingest.deid.numbers import find_numbers

    found = sorted(i for i in find_numbers(text) if i.kind in ("mrn", "nhs"))
    return "".join(c for c in text[found[0].start : found[0].end] if c.isalnum()) if found else None


def _deidentified(document: Document, patient: str, secret: bytes, place: str) -> Record:
    """The record with its text de-identified, and its date moved as far as the dates in it."""
    from ingest.deid.deidentified import deidentify, masked, offset_of

    stated = document.published
    if document.synthetic or stated is None:
        return Record(document=document, place=place, extract=True, deidentified=document.synthetic)
    published = stated + offset_of(patient, secret)
    if document.published_precision != "day":
        published = published.replace(day=1)
    if document.published_precision == "year":
        published = published.replace(month=1)
    text = deidentify(document.text, patient, secret).text
    new = {"text": text, "title": masked(document.title), "published": published}
    document = document.model_copy(update=new)
    return Record(document=document, place=place, extract=True, deidentified=True, stated=stated)


def _reason(error: ValueError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"{reason_of(error)}; save the note as UTF-8"
    return reason_of(error)


def _date_in(text: str, name: str) -> PartialDate:
    """The date a note's heading states, else the one in its file name.

    Raises:
        ValueError: there is none, or the heading's cannot be read; the reason says how to give one.
    """
    unreadable: ValueError | None = None
    for line in _DATE_LINE.finditer(text[:2000]):
        try:
            return partial_date.parse((line.group(1) or line.group(2)).rstrip(" \t.,;"))
        except ValueError as error:
            unreadable = unreadable or error
    if unreadable is not None:
        raise unreadable
    if found := _DATE_NAME.search(name):
        return partial_date.parse(found.group(1))
    raise ValueError(
        "date: the note has none; begin it with a line such as Date: 2024-03-22, "
        "or name the file such as 2024-03-22-letter.txt"
    )


def _read_lines(path: Path, key: bytes, secret: bytes) -> Iterator[Record | Rejection]:
    for found in line_objects(path):
        if isinstance(found, Rejection):
            yield found
            continue
        place, raw = found
        try:
            yield _deidentified(_note(raw, key), _patient(raw), secret, place)
        except ValueError as error:
            yield Rejection(file=str(path), record=place, reason=_reason(error))


def _patient(raw: dict[str, Any]) -> str:
    given = raw.get("patient")
    if isinstance(given, str | int) and not isinstance(given, bool) and str(given):
        return str(given)
    return _patient_of(str(raw["text"])) or str(raw["id"])


def _note(raw: dict[str, Any], key: bytes) -> Document:
    identity, text, day = raw.get("id"), raw.get("text"), raw.get("date")
    if not isinstance(identity, str | int) or isinstance(identity, bool) or str(identity) == "":
        raise ValueError("id: the note has none; give each a text or a number")
    if not isinstance(text, str):
        raise ValueError("text: the note has none")
    if len(text) > MAX_NOTE:
        raise ValueError(too_large(len(text), MAX_NOTE))
    if reason := oddity(text[:4096].encode("utf-8", "replace"), "a note"):
        raise ValueError(f"text: {reason}")
    if not isinstance(day, str) or not day:
        raise ValueError("date: the note has none; write 2024-03-22")
    synthetic = raw.get("synthetic", False)
    if not isinstance(synthetic, bool):
        raise ValueError("synthetic: must be true or false")
    name, kind = str(identity), raw.get("kind")
    # A made-up note keeps its readable id: it names nobody.
    keeps = synthetic and _SYNTHETIC_ID.fullmatch(name)
    return _document(
        f"note-{name}" if keeps else pseudonym(name, key),
        clean(text).strip(),
        partial_date.parse(day),
        flat(kind) if isinstance(kind, str) else "",
        synthetic=synthetic,
    )


def _document(
    identity: str, text: str, published: PartialDate, kind: str, synthetic: bool = False
) -> Document:
    if not text:
        raise ValueError("text: the note is empty")
    title = f"{'Synthetic' if synthetic else 'Clinical'} note{f': {kind}' if kind else ''}"
    return Document(
        id=identity,
        kind="Note",
        source="notes",
        authority=identity,
        title=title,
        text=text,
        published=published.day,
        published_precision=published.precision,
        synthetic=synthetic,
    )


NOTES = Source(
    name="notes",
    read=read,
    suffixes=(".txt", ".jsonl", ".ndjson", ".txt.gz", ".jsonl.gz", ".ndjson.gz"),
    doc="clinical notes: text files, folders of them, JSON Lines",
    shipped=("ingest", "data", "notes"),
)
