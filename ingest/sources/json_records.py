"""Records read from JSON one at a time: arrays, pages, objects keyed by id, single objects, lines."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import ijson

from ingest.sources.opening import (
    MAX_RECORD,
    UNREADABLE,
    lines,
    oddity,
    opened,
    reason_of,
    too_large,
)
from ingest.sources.record import Rejection

_QUOTE = re.compile(rb'(?<!\\)"')
_SCALARS = frozenset({"null", "boolean", "number", "string"})
_OPENERS = frozenset({"start_map", "start_array"})
_MAX_DEPTH = 100


class TooLarge(ValueError):
    """One value of the file is larger than a record may be."""


class _Guarded:
    """A file whose single string cannot fill the memory: the parser would have to hold it whole."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.offset = 0
        self.since_quote = 0
        self.first = True

    def read(self, size: int = -1) -> bytes:
        """The next bytes, without a byte-order mark.

        Raises:
            TooLarge: more than a record's bytes have gone by within one string.
        """
        chunk = self.file.read(size)
        if self.first and size != 0:
            chunk, self.first = chunk.removeprefix(b"\xef\xbb\xbf"), False
        self.offset += len(chunk)
        quotes = [match.end() for match in _QUOTE.finditer(chunk)]
        self.since_quote = len(chunk) - quotes[-1] if quotes else self.since_quote + len(chunk)
        if self.since_quote > MAX_RECORD:
            raise TooLarge(too_large(self.since_quote))
        return chunk


class _Builder:
    """Builds one value from parser events; past the size limit it only counts."""

    def __init__(self) -> None:
        self.stack: list[Any] = []
        self.keys: list[str | None] = []
        self.depth = 0
        self.size = 0
        self.broken = False
        """True once the value is too large or too deep to be a record."""
        self.value: Any = None

    def feed(self, event: str, value: Any) -> bool:
        """Take an event; true when the value is complete."""
        self.size += len(value) + 4 if isinstance(value, str) else 16
        if event in _OPENERS:
            self.depth += 1
        elif event in ("end_map", "end_array"):
            self.depth -= 1
        self.broken = self.broken or self.size > MAX_RECORD or self.depth > _MAX_DEPTH
        if self.broken:
            self.stack.clear()
            return self.depth == 0 and event != "map_key"
        if event == "map_key":
            self.keys[-1] = value
        elif event in _OPENERS:
            built: Any = {} if event == "start_map" else []
            self._place(built)
            self.stack.append(built)
            self.keys.append(None)
        elif event in _SCALARS:
            self._place(value)
        else:
            self.stack.pop()
            self.keys.pop()
        return self.depth == 0

    def _place(self, value: Any) -> None:
        if not self.stack:
            self.value = value
        elif isinstance(self.stack[-1], dict):
            self.stack[-1][self.keys[-1]] = value
        else:
            self.stack[-1].append(value)


def objects(
    path: Path, under: tuple[str, ...] = (), keyed: re.Pattern[str] | None = None
) -> Iterator[tuple[str, dict[str, Any]] | Rejection]:
    """Each record of a JSON file with its place, in bounded memory.

    A top-level array gives its elements; an object gives the elements of its array `under` one of the
    names, or its members if their keys match `keyed` (the place is then the key), else itself.
    """
    file = str(path)
    try:
        with opened(path) as stream:
            head = stream.read(4096)
            stream.seek(0)
            reason = oddity(head, "JSON")
            if reason is None and head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in b"[{":
                reason = "the file is not JSON: it begins with neither [ nor {"
            if reason is not None:
                yield Rejection(file=file, record="file", reason=reason)
                return
            guarded = _Guarded(stream)
            try:
                for place, value in _values(guarded, under, keyed):
                    if isinstance(value, dict):
                        yield place, value
                    else:
                        yield Rejection(file=file, record=place, reason=_not_object(value))
            except (ijson.JSONError, TooLarge, UnicodeDecodeError) as error:
                yield Rejection(
                    file=file,
                    record=f"byte {guarded.offset} or before",
                    reason=f"broken JSON, nothing after it was read: {_brief(error)}",
                )
    except UNREADABLE as error:
        yield Rejection(file=file, record="file", reason=f"cannot be read to its end: {error}")


def _not_object(value: Any) -> str:
    if isinstance(value, TooLarge):
        return str(value)
    return f"a record must be an object, not {type(value).__name__}"


def _brief(error: Exception) -> str:
    # The parser's message goes on with an excerpt of the text, which may be a patient's.
    if isinstance(error, TooLarge):
        return str(error)
    if isinstance(error, UnicodeDecodeError):
        return reason_of(error)
    return str(error).splitlines()[0] if str(error) else "premature end"


def _values(
    stream: _Guarded, under: tuple[str, ...], keyed: re.Pattern[str] | None
) -> Iterator[tuple[str, Any]]:
    events = iter(ijson.basic_parse(stream, use_float=True, buf_size=1 << 16))
    opener, _ = next(events, ("", None))
    if opener == "start_array":
        yield from _members(events)
        for _ in events:
            pass
        return
    rest: dict[str, Any] = {}
    streamed = False
    for event, value in events:
        if event != "map_key":
            continue
        key = str(value)
        first = next(events, None)
        if first is None:
            break
        if key in under and first[0] == "start_array":
            streamed = True
            yield from _members(events)
        else:
            member = _value(first, events)
            if keyed is not None and keyed.fullmatch(key):
                streamed = True
                yield key, member
            elif not streamed:
                rest[key] = member
    if not streamed:
        large = next((v for v in rest.values() if isinstance(v, TooLarge)), None)
        yield "record 1", large if large is not None else rest


def _members(events: Iterator[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    number = 0
    for event in events:
        if event[0] == "end_array":
            return
        number += 1
        yield f"record {number}", _value(event, events)


def _value(first: tuple[str, Any], events: Iterator[tuple[str, Any]]) -> Any:
    builder = _Builder()
    done = builder.feed(*first)
    while not done:
        event = next(events, None)
        if event is None:
            raise ijson.IncompleteJSONError("premature EOF")
        done = builder.feed(*event)
    return TooLarge(_why(builder)) if builder.broken else builder.value


def _why(builder: _Builder) -> str:
    if builder.size > MAX_RECORD:
        return too_large(builder.size)
    return f"nested deeper than {_MAX_DEPTH} levels"


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
                value = json.loads(data.decode("utf-8-sig" if number == 1 else "utf-8"))
            except json.JSONDecodeError as error:
                reason = f"broken JSON: {error.msg} at column {error.colno}"
                yield Rejection(file=file, record=place, reason=reason)
            except (UnicodeDecodeError, RecursionError) as error:
                reason = reason_of(error) if isinstance(error, UnicodeDecodeError) else "nested too deeply"
                yield Rejection(file=file, record=place, reason=reason)
            else:
                if isinstance(value, dict):
                    yield place, value
                else:
                    yield Rejection(file=file, record=place, reason=_not_object(value))
        if not begun:
            yield Rejection(file=file, record="file", reason="the file is empty")
    except UNREADABLE as error:
        yield Rejection(file=file, record="file", reason=f"cannot be read to its end: {error}")
