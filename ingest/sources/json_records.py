"""Records read from JSON one at a time: arrays, pages, objects keyed by id, single objects, lines.

A reason never quotes the file: what stands where JSON should may be a patient's text.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from ingest.sources.json_pieces import pieces
from ingest.sources.opening import MAX_RECORD, UNREADABLE, lines, oddity, opened, reason_of, too_large
from ingest.sources.record import Rejection

_MARK = b"\xef\xbb\xbf"
_MAX_VALUES = 1 << 20
"""Values in one record; small ones take twenty times their bytes once they are read."""
_KEY = re.compile(rb'"([^"\\]{1,100})"\s*:')


class _NotJson(ValueError):
    """NaN or an infinity, which Python's parser takes and JSON has not."""


def objects(
    path: Path, under: tuple[str, ...] = (), keyed: re.Pattern[str] | None = None
) -> Iterator[tuple[str, dict[str, Any]] | Rejection]:
    """Each record of a JSON file with its place, in bounded memory; a broken one never takes the next.

    A top-level array gives its elements; an object gives the elements of its array `under` one of the
    names, or its members if their keys match `keyed` (the place is then the key), else itself.
    """
    file = str(path)
    try:
        with opened(path) as stream:
            head = stream.read(4096)
            reason = oddity(head, "JSON")
            if reason is None and not head.removeprefix(_MARK).lstrip().startswith((b"[", b"{")):
                reason = "the file is not JSON: it begins with neither [ nor {"
            if reason is not None:
                yield Rejection(file=file, record="file", reason=reason)
                return
            for place, value in _found(head, stream, under, keyed):
                if isinstance(value, dict):
                    yield place, value
                else:
                    yield Rejection(file=file, record=place, reason=value)
    except UNREADABLE as error:
        yield Rejection(file=file, record="file", reason=f"cannot be read to its end: {error}")


def _found(
    head: bytes, stream: BinaryIO, under: tuple[str, ...], keyed: re.Pattern[str] | None
) -> Iterator[tuple[str, dict[str, Any] | str]]:
    """Places, each with its object or with why there is none."""
    rest: dict[str, Any] = {}
    size, streamed = 0, False
    flaw: tuple[int, str] | None = None
    for piece in pieces(head, stream, under):
        streamed = streamed or piece.kind in ("records", "element")
        if piece.kind == "records":
            continue
        known = _KEY.match(piece.data) if piece.kind == "member" and keyed is not None else None
        key = known.group(1).decode("utf-8", "replace") if known else ""
        mine = keyed is not None and bool(keyed.fullmatch(key))
        streamed = streamed or mine
        try:
            if piece.reason is not None:
                raise ValueError(piece.reason)
            if piece.kind == "element":
                yield f"record {piece.number}", _object(piece.data)
                continue
            member = _object(b"{" + piece.data + b"}")
            if mine:
                yield key, _mapping(member[key])
                continue
            size += len(piece.data)
            if size > MAX_RECORD and not streamed:
                raise ValueError(too_large(size))
            rest = {} if streamed else rest | member
        except ValueError as error:
            if piece.kind == "element":
                yield f"record {piece.number} at byte {piece.offset}", reason_of(error)
            elif mine:
                yield key, reason_of(error)
            else:
                flaw = flaw or (piece.offset, reason_of(error))
                rest = {}
    if flaw is not None:
        yield f"{'the rest' if streamed else 'record 1'} at byte {flaw[0]}", flaw[1]
    elif not streamed:
        yield "record 1", rest


def _object(data: bytes) -> dict[str, Any]:
    """The object that the bytes write.

    Raises:
        ValueError: they write none; the reason quotes nothing of them.
    """
    values = data.count(b",") + data.count(b"[") + data.count(b"{")
    if values > _MAX_VALUES:
        raise ValueError(f"{values:,} values or more in one record; at most {_MAX_VALUES:,} are read")
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_constant)
    except json.JSONDecodeError as error:
        raise ValueError(f"broken JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except (UnicodeDecodeError, _NotJson):
        raise
    except ValueError:
        raise ValueError("broken JSON: a number has more figures than can be read") from None
    return _mapping(value)


def _constant(name: str) -> Any:
    raise _NotJson(f"broken JSON: {name} is no number of JSON")


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"a record must be an object, not {type(value).__name__}")
    return value


def line_objects(path: Path) -> Iterator[tuple[str, dict[str, Any]] | Rejection]:
    """Each line of a JSON Lines file as an object with its line number."""
    file = str(path)
    begun = False
    try:
        for line in lines(path):
            if isinstance(line, Rejection):
                begun = True
                yield line
                continue
            number, data = line
            if not data.strip():
                continue
            if not begun and (reason := oddity(data[:4096], "JSON lines")):
                yield Rejection(file=file, record="file", reason=reason)
                return
            begun = True
            place = f"line {number}"
            try:
                yield place, _object(data.removeprefix(_MARK) if number == 1 else data)
            except ValueError as error:
                yield Rejection(file=file, record=place, reason=reason_of(error))
        if not begun:
            yield Rejection(file=file, record="file", reason="the file is empty")
    except UNREADABLE as error:
        yield Rejection(file=file, record="file", reason=f"cannot be read to its end: {error}")
