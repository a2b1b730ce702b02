"""Guideline statements in YAML: a department's or a body's own rows, reviewed by maker and checker.

A file is a list of rows, or a header with the rows under `statements`. A row has the fields of a starter
schedule, and beside them those of `Ruling`; the header's fields hold for every row that lacks them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from ingest.sources import partial_date
from ingest.sources.course import Sheet, linked, statement_of
from ingest.sources.opening import MAX_RECORD, UNREADABLE, oddity, reason_of, too_large, whole
from ingest.sources.record import Record, Rejection, Source
from kg.course_sentence import sentence
from kg.document import Document, Link
from kg.statement import Statement, Status, course_of
from ontologies.disease import load_diseases
from ontologies.schedule import Schedule

VERSION = "1"
_SLUG = re.compile(r"[^a-z0-9]+")
_MAX_DEPTH = 100
_NO_VALUE = (ValueError, AttributeError, KeyError, TypeError)
"""What the loader raises for a value such as 2024-13-45 or `!!timestamp x`."""
_SAID = r"\S"
_TOLD = ("setting", "target")
"""Words of a row that its sentence is made of."""
_OTHER_BASE = re.compile(r"[-+]?(?:0[0-9xob_][0-9a-fA-F_]*|[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?)$")
"""Numbers that YAML 1.1 reads in base 8, 16, 2 or 60: `010` would be 8 Gy and `1:30` 90."""
_ITEM = re.compile(r"^(\s*)- ", re.M)


class Ruling(BaseModel):
    """What a guideline row says beside its schedule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    guideline: str = Field(pattern=_SAID)
    """Title of the guideline, as cited."""
    authority: str = Field(pattern=_SAID)
    """The body whose series it belongs to; a new edition replaces rows of the same body only."""
    published: str
    """Publication date, as precise as known."""
    effective: str | None = None
    """From when it is in force; else the row's `valid_from`."""
    status: Status = "draft"
    maker: str | None = None
    """Who wrote the row."""
    checker: str | None = None
    """Who approved it; never the maker."""
    url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    adopts: tuple[str, ...] = Field(default=())
    """Ids of the documents the guideline rests on, such as `pubmed-…`."""

    @model_validator(mode="after")
    def _two_people(self) -> Self:
        if self.status in ("approved", "rejected") and not (self.maker and self.checker):
            raise ValueError(f"status {self.status} needs a maker and a checker")
        if self.maker and self.maker == self.checker:
            raise ValueError("maker and checker are the same person")
        return self


_RULING = frozenset(Ruling.model_fields)


def read(path: Path) -> Iterator[Record | Rejection]:
    """One document per guideline of the file, with a statement per row that holds."""
    file = str(path)
    try:
        data = whole(path, MAX_RECORD)
    except UNREADABLE as error:
        yield Rejection(file=file, record="file", reason=f"cannot be read: {error}")
        return
    try:
        if len(data) > MAX_RECORD:
            raise ValueError(too_large(len(data)))
        if reason := oddity(data[:4096], "YAML"):
            raise ValueError(reason)
        text = data.decode("utf-8-sig")
    except ValueError as error:
        yield Rejection(file=file, record="file", reason=reason_of(error))
        return
    rows: dict[str, list[tuple[str, Ruling, Schedule]]] = defaultdict(list)
    seen: set[str] = set()
    for found in _rows(text, file):
        if isinstance(found, Rejection):
            yield found
            continue
        place, raw = found
        try:
            ruling, schedule = row_of(raw)
            if schedule.schedule in seen:
                raise ValueError(f"{schedule.schedule} stands twice in the file")
            seen.add(schedule.schedule)
        except ValueError as error:
            yield Rejection(file=file, record=place, reason=reason_of(error))
        else:
            rows[document_id(ruling)].append((place, ruling, schedule))
    for identity, members in rows.items():
        yield from _document(file, identity, members)


def document_id(ruling: Ruling) -> str:
    """The same guideline of the same body is one document over its editions' corrections."""
    slug = _SLUG.sub("-", f"{ruling.authority} {ruling.guideline}".lower()).strip("-")
    return f"guideline-{slug[:100]}"


def row_of(raw: Any) -> tuple[Ruling, Schedule]:
    """A row's ruling and its schedule, both checked.

    Raises:
        ValueError: a field is missing, unknown or wrong; the message names it.
    """
    if not isinstance(raw, dict):
        raise ValueError(f"a row must be a mapping, not {type(raw).__name__}")
    for name, value in raw.items():
        # No field is true or false; as a number they would read as a dose of 1 Gy, or one fraction.
        if isinstance(value, bool):
            raise ValueError(f"{name}: yes, no, true and false are no value of a row")
        if name in _TOLD and not str(value).strip():
            raise ValueError(f"{name}: is blank")
    fields = {str(name): _dated(value) for name, value in raw.items()}
    ruling = Ruling.model_validate({n: v for n, v in fields.items() if n in _RULING})
    published = partial_date.parse(ruling.published)
    if published.day > datetime.now(UTC).date() + timedelta(days=1):
        raise ValueError(f"published {partial_date.written(*published)}, which is in the future")
    own = {n: v for n, v in fields.items() if n not in _RULING}
    if ruling.effective is not None:
        partial_date.parse(ruling.effective)
        own["valid_from"] = ruling.effective
    own.setdefault("source", "guideline")
    schedule = Schedule.model_validate(own)
    if schedule.disease not in load_diseases():
        raise ValueError(f"unknown disease {schedule.disease}")
    return ruling, schedule


def _dated(value: Any) -> Any:
    """YAML reads 2024-05-01 as a date and 2024 as a number; both are meant as written."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) and 1800 < value < 2200 else value


def _rows(text: str, file: str) -> Iterator[tuple[str, Any] | Rejection]:
    try:
        content = _loaded(text)
    except (yaml.YAMLError, ValueError) as error:
        yield from _salvaged(text, file, error)
        return
    if isinstance(content, dict) and isinstance(content.get("statements"), list):
        header = {n: v for n, v in content.items() if n != "statements"}
        rows = content["statements"]
    elif isinstance(content, list):
        header, rows = {}, content
    else:
        reason = "neither a list of rows nor a header with `statements`"
        yield Rejection(file=file, record="file", reason=reason)
        return
    for number, row in enumerate(rows, 1):
        yield _place(number, row), {**header, **row} if isinstance(row, dict) else row


def _place(number: int, row: Any) -> str:
    slug = row.get("schedule") if isinstance(row, dict) else None
    return f"row {number} ({slug})" if isinstance(slug, str) else f"row {number}"


def _loaded(text: str) -> Any:
    """The YAML's content.

    Raises:
        ValueError: it has an alias, of which a few can unpack to gigabytes, is nested too deeply for the
            loader, or a value is not of its kind.
        yaml.YAMLError: it is no YAML.
    """
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("YAML aliases are not read")
        if depth > _MAX_DEPTH:
            raise ValueError(f"nested deeper than {_MAX_DEPTH} levels")
        if isinstance(event, yaml.ScalarEvent) and event.implicit[0] and _OTHER_BASE.match(event.value):
            raise ValueError(
                f"{event.value!r} is another number in YAML than it looks; write it without 0 or :"
            )
    try:
        return yaml.load(text, yaml.CSafeLoader)
    except _NO_VALUE:
        raise ValueError("a date or a number is none that exists") from None


def _salvaged(text: str, file: str, error: Exception) -> Iterator[tuple[str, Any] | Rejection]:
    """The rows of a list that does not load as a whole, each loaded alone."""
    starts = [match for match in _ITEM.finditer(text)]
    if not starts:
        yield Rejection(file=file, record="file", reason=f"broken YAML: {_where(error)}")
        return
    indent = starts[0].group(1).strip("\n")
    cuts = [m.start() + len(m.group(1)) - len(indent) for m in starts if m.group(1).strip("\n") == indent]
    header: dict[str, Any] = {}
    try:
        content = _loaded(text[: cuts[0]])
        header = {n: v for n, v in content.items() if n != "statements"} if isinstance(content, dict) else {}
    except (yaml.YAMLError, ValueError) as broken:
        yield Rejection(file=file, record="header", reason=f"broken YAML: {_where(broken)}")
        return
    for number, (start, end) in enumerate(zip(cuts, [*cuts[1:], len(text)], strict=True), 1):
        line = text.count("\n", 0, start) + 1
        try:
            row = _loaded(text[start:end])[0]
        except (yaml.YAMLError, ValueError, TypeError, IndexError, KeyError) as broken:
            yield Rejection(
                file=file, record=f"row {number} at line {line}", reason=f"broken YAML: {_where(broken)}"
            )
        else:
            yield _place(number, row), {**header, **row} if isinstance(row, dict) else row


def _where(error: Exception) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"{error.problem or error.context} at line {error.problem_mark.line + 1}"
    return str(error).splitlines()[0]


def _document(
    file: str, identity: str, members: list[tuple[str, Ruling, Schedule]]
) -> Iterator[Record | Rejection]:
    diseases = load_diseases()
    members = sorted(members, key=lambda m: m[2].schedule)
    ruling = members[0][1]
    published = partial_date.parse(ruling.published)
    sheet = Sheet(f"{ruling.guideline}. {ruling.authority}, {ruling.published}.")
    spans = {
        row.schedule: sheet.add(
            row.setting, sentence(course_of(row), diseases[row.disease].name, row.setting)
        )
        for _, _, row in members
    }
    adopted = sorted({to for _, r, _ in members for to in r.adopts})
    try:
        document = Document(
            id=identity,
            kind="Guideline",
            source="guidelines",
            authority=ruling.authority,
            title=ruling.guideline,
            text=sheet.text,
            sections=tuple(sheet.sections),
            url=ruling.url,
            published=published.day,
            published_precision=published.precision,
            links=tuple(Link(kind="ADOPTS", to=to, date=published.day, method="curated") for to in adopted),
        )
    except ValueError as error:
        yield Rejection(file=file, record=identity, reason=reason_of(error))
        return
    built: dict[str, Statement] = {}
    for place, row_ruling, row in members:
        try:
            built[row.schedule] = statement_of(
                row,
                diseases[row.disease],
                document,
                spans[row.schedule],
                extractor="guidelines",
                extractor_version=VERSION,
                status=row_ruling.status,
            )
        except ValueError as error:
            yield Rejection(file=file, record=place, reason=reason_of(error))
    keys = {slug: statement.key for slug, statement in built.items()}
    statements = []
    for place, _, row in members:
        if row.schedule not in built:
            continue
        try:
            statements.append(linked(built[row.schedule], row.supersedes, keys))
        except ValueError as error:
            yield Rejection(file=file, record=place, reason=reason_of(error))
    yield Record(document=document, statements=tuple(statements), place=identity)


GUIDELINES = Source(
    name="guidelines",
    read=read,
    suffixes=(".yaml", ".yml"),
    texts=False,
    doc="guideline statements in YAML, row by row, with maker and checker",
)
