"""`oncograph extract FILE…`: mentions, claims and records of texts, in a stream."""

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import typer

if TYPE_CHECKING:
    from ingest.extraction import ExtractedMention, Extraction

Files = Annotated[
    list[str],
    typer.Argument(help="Text files, .jsonl with {id?, text, kind?} a line, folders, or - for stdin."),
]
# Written out, because the type itself would import the data models before any command runs.
Kind = Annotated[
    Literal["note", "pathology", "radiology", "radiotherapy", "abstract", "eligibility"] | None,
    typer.Option(help="Of every text that does not name its own; left out, it is told from the text."),
]
Voters = Annotated[
    bool | None,
    typer.Option(
        "--voters/--no-voters",
        help="Also ask the trained voters of this home: more mentions for review, at less than a tenth of "
        "the speed. Left out, ONCOGRAPH_VOTERS decides; without that, no.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line: file, id and the extraction.")]


MAX_FILE = 64 << 20
"""Bytes of one text file; of .jsonl, which is read line by line, the size does not matter."""


class _Unread(NamedTuple):
    place: str
    reason: str


class _Asked(NamedTuple):
    file: str
    id: str
    text: str
    kind: Any


def extract(files: Files, kind: Kind = None, voters: Voters = None, as_json: Json = False) -> None:
    """Read texts into mentions, claims and, for reports, a typed record.

    What only voters name is in the review tier, and no claim or record rests on it.

    Exit status: 0 all read, 3 some could not be, 1 none could.

    Example: oncograph extract reports/ clinic.jsonl --json | jq .record
    """
    import json

    from api.settings import settings
    from ingest.extract import extract_texts

    asked = settings().voters if voters is None else voters
    unread: list[_Unread] = []
    waiting: deque[_Asked] = deque()
    read = 0

    def texts() -> Iterator[tuple[str, Any]]:
        for one in _texts(files, kind):
            if isinstance(one, _Unread):
                unread.append(one)
                typer.secho(f"{one.place}: {one.reason}", err=True, fg="red")
                continue
            # Without its text, so that a stream of any length stays small.
            waiting.append(one._replace(text=""))
            yield one.text, one.kind

    try:
        extractions = extract_texts(texts(), voters=settings().home / "voters" if asked else None)
    except ValueError as error:
        typer.secho(f"{error}, or leave the voters out with --no-voters", err=True, fg="red")
        raise typer.Exit(1) from error
    for extraction in extractions:
        one = waiting.popleft()
        read += 1
        if as_json:
            line = {"file": one.file, "id": one.id, **extraction.model_dump(mode="json")}
            typer.echo(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace"))
        else:
            _show(one, extraction)
    if unread:
        raise typer.Exit(3 if read else 1)


def _texts(files: list[str], kind: Any) -> Iterator[_Asked | _Unread]:
    for name in files:
        if name == "-":
            yield from _stdin(kind)
            continue
        path = Path(name)
        if path.is_dir():
            inside = sorted(
                p for p in path.rglob("*") if p.suffix.lower() in {".txt", ".jsonl", ".ndjson", ".md"}
            )
            if not inside:
                yield _Unread(name, "holds no .txt, .md or .jsonl file")
            for file in inside:
                yield from _file(file, kind)
        else:
            yield from _file(path, kind)


def _stdin(kind: Any) -> Iterator[_Asked | _Unread]:
    import sys

    raw = sys.stdin.buffer.read()
    try:
        yield _Asked("-", "-", raw.decode("utf-8-sig"), kind)
    except UnicodeDecodeError as error:
        yield _Unread("-", f"is not UTF-8 at byte {error.start}")


def _file(path: Path, kind: Any) -> Iterator[_Asked | _Unread]:
    try:
        if path.suffix.lower() in {".jsonl", ".ndjson"}:
            with path.open("rb") as lines:
                for number, line in enumerate(lines, 1):
                    if line.strip():
                        yield _line(path, number, line, kind)
            return
        if path.stat().st_size > MAX_FILE:
            yield _Unread(str(path), f"is larger than {MAX_FILE >> 20} MiB; split it into documents")
            return
        yield _Asked(str(path), path.name, path.read_bytes().decode("utf-8-sig"), kind)
    except UnicodeDecodeError as error:
        yield _Unread(str(path), f"is not UTF-8 at byte {error.start}; save it as UTF-8")
    except OSError as error:
        yield _Unread(str(path), error.strerror or "cannot be read")


def _line(path: Path, number: int, line: bytes, kind: Any) -> _Asked | _Unread:
    import json
    from typing import get_args

    from ingest.extraction import TextKind

    place = f"{path}, line {number}"
    try:
        raw = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return _Unread(place, "is not a JSON object")
    if not isinstance(raw, dict) or not isinstance(raw.get("text"), str):
        return _Unread(place, 'has no "text"')
    own = raw.get("kind", kind)
    if own is not None and own not in get_args(TextKind):
        return _Unread(place, f"kind must be one of {', '.join(get_args(TextKind))}")
    return _Asked(str(path), str(raw.get("id", number)), raw["text"], own)


def _show(asked: _Asked, extraction: "Extraction") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    name = asked.file if asked.id in {asked.file, "-"} else f"{asked.file} {asked.id}"
    table = Table(title=Text(name), title_justify="left", show_edge=False)
    for column in ("type", "text", "value", "assertion", "reference", "span"):
        table.add_column(column, no_wrap=column in {"type", "span"}, overflow="fold")
    for m in extraction.mentions:
        reference = f"{m.reference.curie} {m.reference.name}" if m.reference else m.unlinked or ""
        table.add_row(
            *map(Text, (m.type, _plain(m.text), _value(m), _assertion(m), reference, f"{m.start}-{m.end}")),
            style="dim" if m.tier == "review" else "",
        )
    console.print(table)
    for s in extraction.statements:
        console.print(Text(f"{s.subject} {s.relation} {s.object}  ({s.tier}, {s.confidence:.2f})"))
    if extraction.record is not None:
        console.print(Text("Record"))
        for line in _lines(extraction.record, 1):
            console.print(Text(line))
    console.print()


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def _value(m: "ExtractedMention") -> str:
    number = f"{m.value.number:g} {m.value.unit if m.value.unit != '1' else ''}".strip() if m.value else ""
    return ", ".join(p for p in (number, m.status or "") if p)


def _assertion(m: "ExtractedMention") -> str:
    said = (m.assertion.polarity, m.assertion.certainty, m.assertion.temporality, m.assertion.experiencer)
    return ", ".join(s for s in said if s not in {"affirmed", "certain", "current", "patient"})


def _lines(part: Any, depth: int) -> Iterator[str]:
    """A record as indented lines: spans, definitions and what is not stated are left to --json."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part, 1):
        if key in {"start", "end", "definition"} or value is None or value in ([], {}, ""):
            continue
        name = "  " * depth + (f"{key}" if isinstance(key, str) else f"{key}.")
        if isinstance(value, dict) and set(value) == {"value", "start", "end", "definition"}:
            meaning = (value["definition"] or {}).get("text")
            yield f"{name}: {_plain(str(value['value']))}" + (f" ({meaning})" if meaning else "")
        elif isinstance(value, dict) and {"value", "unit", "start"} <= value.keys():
            upper = f"-{value['to']:g}" if value.get("to") is not None else ""
            unit = "" if value["unit"] == "1" else f" {value['unit']}"
            yield f"{name}: {value.get('comparator') or ''}{value['value']:g}{upper}{unit}"
        elif isinstance(value, dict | list):
            inner = list(_lines(value, depth + 1))
            if inner:
                yield name
                yield from inner
        else:
            yield f"{name}: {_plain(str(value))}"
