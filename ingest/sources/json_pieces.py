"""A JSON file cut into its records' bytes: a broken record never takes the next, nor a long one the memory.

The file is read once, in chunks. Only quotes, brackets and commas are looked at; whether a piece is JSON is
for the parser to say. What is broken is mended as far as finding the next record needs it: a quote inside a
string that nothing of JSON follows belongs to the text, and an object that begins where none may is taken by
the nearest array.
"""

import re
from collections.abc import Generator, Iterator
from typing import BinaryIO, Literal, NamedTuple

from ingest.sources.opening import CHUNK, MAX_RECORD, UNREADABLE, too_large

MAX_DEPTH = 100
_HEAD = 1024
"""Bytes kept of a piece that is not: enough for the key of a member."""
_NEAR = 256
"""How much white space is looked across."""
_NEXT = re.compile(rb'[^"{}\[\],]*+(?:"(?:[^"\\]++|\\.)*+"(?=\s*+[,:\]}])[^"{}\[\],]*+)*+', re.S)
"""All up to the next bracket, comma or odd quote."""
_STRING = re.compile(rb'(?:[^"\\]++|\\.|(?<![{ \t\r\n])"(?=[ \t\r\n]{0,255}+[^ \t\r\n,:\]}]))*+', re.S)
"""All up to the quote that may end the string."""
_AFTER = re.compile(rb"[ \t\r\n]{0,256}+([^ \t\r\n])?")
_SWALLOWED = re.compile(rb"\}\s*,\s*(\{)\s*\Z")
"""End of a string that lacks its quote and ran over the end of its object."""
_SWALLOWING = re.compile(rb"\}[\s,{]*\Z")
_QUOTE, _COMMA, _BRACE, _BRACKET = b'",{['
_OPENER = {ord("}"): _BRACE, ord("]"): _BRACKET}


class Piece(NamedTuple):
    """Bytes that should be one value, or why there are none."""

    kind: Literal["records", "element", "member", "end"]
    """An array of records begins; one of its elements; a member of the outermost object with its key; what
    is wrong with the end of the file."""
    number: int
    offset: int
    data: bytes = b""
    """The first bytes only where there is a reason."""
    reason: str | None = None


def pieces(head: bytes, stream: BinaryIO, under: tuple[str, ...] = ()) -> Iterator[Piece]:
    """The elements of the outermost array, or of the outermost object's arrays `under` a name.

    The object's other members come as pieces of their own. `head`, which was read from the stream, begins
    with `[` or `{` after a byte-order mark and white space at most.

    Raises:
        OSError, EOFError, zlib.error: it cannot be read to its end; what was whole came before.
    """
    cutter = _Cutter(under)
    buffer = head.removeprefix(b"\xef\xbb\xbf")
    cutter.offset = len(head) - len(buffer)
    last = False
    while not last:
        at = yield from cutter.cut(buffer, last=False)
        try:
            more = stream.read(CHUNK)
        except UNREADABLE:
            yield from cutter.whole_one()
            raise
        buffer, last = buffer[at:] + more, not more
    yield from cutter.cut(buffer, last=True)
    yield from cutter.end()


class _Cutter:
    """Where the reading stands: open brackets, and the piece begun."""

    def __init__(self, under: tuple[str, ...]) -> None:
        names = b"|".join(re.escape(name.encode()) for name in under)
        self.under = re.compile(rb'\s*"(?:' + names + rb')"\s*:\s*') if under else None
        self.offset = 0
        """Of the buffer in the file."""
        self.stack = bytearray()
        self.deeper = 0
        """Brackets open beyond those whose kind is remembered."""
        self.level = 1
        """How many brackets are open around a piece."""
        self.quoted = False
        self.comma = False
        """A comma was the last thing seen."""
        self.closed = False
        self.numbers = {"element": 0, "member": 0}
        self.blank = False
        """The last piece was blank: of many commas in a row one is told."""
        self._begin(0)

    def _begin(self, start: int, *, by_comma: bool = False) -> None:
        """Start a piece at this byte of the file."""
        self.parts: list[bytes] = []
        self.size = 0
        self.fault: str | None = None
        self.whole = False
        """Its brackets are closed."""
        self.streamed = False
        """It was an array of records, which came as pieces."""
        self.by_comma = by_comma
        self.start = start
        self.kept = start - self.offset
        """Up to where the buffer went into pieces."""

    def cut(self, buffer: bytes, *, last: bool) -> Generator[Piece, None, int]:
        """The pieces that end in the buffer; returns up to where it has been dealt with."""
        self.kept = pos = 0
        while pos < len(buffer):
            match = (_STRING if self.quoted else _NEXT).match(buffer, pos)
            begun, pos = pos, match.end() if match else pos
            if self.comma and (self.quoted or buffer[begun:pos].strip()):
                self.comma = False
            if self.quoted:
                after = _AFTER.match(buffer, pos + 1)
                seen = after.group(1) if after else None
                # What decides about this quote, or this backslash, may stand in the next chunk.
                if not last and seen is None and len(buffer) - pos <= _NEAR:
                    back = _SWALLOWING.search(buffer, max(begun, pos - _NEAR), pos)
                    pos = back.start() if back else pos
                    break
                if pos == len(buffer):
                    break
                if buffer[pos] == _QUOTE:
                    yield from self._quote(seen, buffer, pos)
            elif pos == len(buffer):
                break
            elif buffer[pos] == _QUOTE:
                self.quoted = True
            elif buffer[pos] == _COMMA and len(self.stack) > self.level:
                self.comma = True
            elif not self.closed:
                yield from self._token(buffer[pos], buffer, pos)
            pos += 1
        if not self.closed:
            self._take(buffer[self.kept : pos])
        elif buffer[self.kept : pos].strip():
            self.fault = "text after the end of the JSON"
        self.offset += pos
        return pos

    def _quote(self, seen: bytes | None, buffer: bytes, at: int) -> Iterator[Piece]:
        if seen is None or seen in b",:]}":
            self.quoted = False
        elif swallowed := _SWALLOWED.search(buffer, max(self.kept, at - _NEAR), at):
            yield from self._reopened(buffer, swallowed.start(1))

    def _token(self, token: int, buffer: bytes, at: int) -> Iterator[Piece]:
        after_comma, self.comma = self.comma, token == _COMMA
        if token == _COMMA:
            if len(self.stack) == self.level:
                yield from self._piece(buffer, at, at + 1, by_comma=True)
        elif token in _OPENER:
            yield from self._close(_OPENER[token], buffer, at)
        elif after_comma and token == _BRACE and self.stack[-1:] == b"{":
            yield from self._reopened(buffer, at)
        else:
            yield from self._open(token, buffer, at)

    def _open(self, token: int, buffer: bytes, at: int) -> Iterator[Piece]:
        if not self.stack:
            self._begin(self.offset + at + 1)
            if token == _BRACKET:
                yield Piece("records", 0, self.start)
        elif len(self.stack) == self.level and self.stack[-1] == _BRACKET and self.whole:
            yield from self._piece(buffer, at, at)
            self.fault = "no comma before it"
        elif token == _BRACKET and self.stack == b"{" and self._names_records(buffer, at):
            self.level = 2
            self._begin(self.offset + at + 1)
            yield Piece("records", 0, self.start)
        if len(self.stack) < self.level + MAX_DEPTH and not self.deeper:
            self.stack.append(token)
        else:
            self.deeper += 1
            self.fault = self.fault or f"nested deeper than {MAX_DEPTH} levels"

    def _names_records(self, buffer: bytes, at: int) -> bool:
        if self.under is None or self.size + at - self.kept > _HEAD:
            return False
        return bool(self.under.fullmatch(b"".join([*self.parts, buffer[self.kept : at]])))

    def _close(self, opener: int, buffer: bytes, at: int) -> Iterator[Piece]:
        if self.deeper:
            self.deeper -= 1
            return
        found = self.stack.rfind(opener)
        if found >= self.level:
            del self.stack[found:]
            self.whole = len(self.stack) == self.level
        elif found == self.level - 1 and len(self.stack) == self.level:
            yield from self._piece(buffer, at, at + 1)
            self.stack.pop()
            self.level, self.closed, self.streamed = 1, not self.stack, True
        # Any other closing bracket is a stray one: the parser will refuse the piece it stands in.

    def _reopened(self, buffer: bytes, at: int) -> Iterator[Piece]:
        """An object begins at `at` where none may: the one before it was not closed."""
        nearest = self.stack.rfind(b"[")
        if nearest < 0 or self.deeper or self.closed:
            return
        del self.stack[nearest + 1 :]
        if len(self.stack) == self.level:
            self.fault = self.fault or "not closed before the next record begins"
            yield from self._piece(buffer, at, at, by_comma=True)
        self.stack.append(_BRACE)

    def _piece(self, buffer: bytes, at: int, following: int, *, by_comma: bool = False) -> Iterator[Piece]:
        """The piece that ends at `at`; the next begins at `following`."""
        self._take(buffer[self.kept : at])
        blank = not any(part.strip() for part in self.parts)
        if not blank:
            yield self._made()
        elif (by_comma or self.by_comma) and not self.streamed and not self.blank:
            yield self._made("a comma without a record")
        self.blank = blank
        self._begin(self.offset + following, by_comma=by_comma)

    def _made(self, reason: str | None = None) -> Piece:
        kind: Literal["element", "member"] = "element" if self.stack[self.level - 1] == _BRACKET else "member"
        self.numbers[kind] += 1
        data, reason = b"".join(self.parts), reason or self.fault
        start = self.start + len(data) - len(data.lstrip())
        return Piece(kind, self.numbers[kind], start, (data[:_HEAD] if reason else data).strip(), reason)

    def _take(self, data: bytes) -> None:
        if not self.size and data.isspace():
            self.start += len(data)
            return
        self.size += len(data)
        self.parts.append(data)
        if self.size > MAX_RECORD:
            self.fault = too_large(self.size)
            self.parts = [b"".join(self.parts)[:_HEAD]]

    def whole_one(self) -> Iterator[Piece]:
        """The piece begun, if all of it is there."""
        if self.whole and self.fault is None and not self.closed:
            yield self._made()
            self._begin(self.offset)

    def end(self) -> Iterator[Piece]:
        """What the end of the file tells."""
        yield from self.whole_one()
        if self.closed:
            if self.fault is not None:
                yield Piece("end", 0, self.offset, reason=self.fault)
        elif self.size:
            yield self._made(self.fault or "truncated: the file ends within the record")
        else:
            yield Piece("end", 0, self.offset, reason="truncated: the file ends before its records do")
