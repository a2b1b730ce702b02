"""Records cut out of large XML files one at a time, so that a broken one never takes the next."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from ingest.sources.opening import CHUNK, MAX_RECORD, UNREADABLE, oddity, opened, too_large
from ingest.sources.record import Rejection

_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


@dataclass
class _Piece:
    """One record's bytes, or why it has none; the last one, without a number, tells how it ended."""

    number: int
    offset: int
    data: bytes = b""
    reason: str | None = None


def elements(path: Path, tag: str, root: str) -> Iterator[tuple[str, etree._Element] | Rejection]:
    """Each `<tag>` element of the file with its place, in bounded memory.

    The bytes are cut at the tags and every piece is parsed alone: DTDs, external entities and a
    broken neighbour cannot reach it. `root` is the element that must close the file.
    """
    file = str(path)
    try:
        with opened(path) as stream:
            head = stream.read(CHUNK)
            if reason := _not_xml(head):
                yield Rejection(file=file, record="file", reason=reason)
                return
            found = _ENCODING.search(head[:1024])
            encoding = found.group(1).decode("ascii") if found else "utf-8"
            for piece in _pieces(head, stream, tag, root):
                place = f"record {piece.number} at byte {piece.offset}"
                if piece.reason is not None:
                    yield Rejection(file=file, record=place, reason=piece.reason)
                    continue
                try:
                    yield place, _parsed(piece.data, encoding)
                except (etree.XMLSyntaxError, LookupError, ValueError) as error:
                    yield Rejection(file=file, record=place, reason=f"broken XML: {error}")
    except UNREADABLE as error:
        yield Rejection(file=file, record="file", reason=f"cannot be read to its end: {error}")


def _not_xml(head: bytes) -> str | None:
    if reason := oddity(head[:4096], "XML"):
        return reason
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return "the file is not XML: it does not begin with <"
    return None


def _parsed(data: bytes, encoding: str) -> etree._Element:
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(declaration + data, parser)


class _Window:
    """The stretch of the file at hand: it grows at its end and is let go at its beginning."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self.data = head
        self.stream = stream
        self.offset = 0
        """Of the stretch in the file."""
        self.unclosed: dict[bytes, int] = {}
        """Up to which byte of the file a comment or CDATA section is known to have no end."""

    def grow(self) -> bool:
        """Read on; False at the file's end."""
        more = self.stream.read(CHUNK)
        self.data += more
        return bool(more)

    def let_go(self, before: int) -> None:
        """Forget what stands before this place of the stretch."""
        self.data = self.data[before:]
        self.offset += before

    def after_hidden(self, begun: int, at: int) -> int:
        """The place after the comment or CDATA section whose opening stands from `begun` to `at`.

        One without an end within a record's bytes hides nothing: `at`.
        """
        closing = b"-->" if self.data[begun:at] == b"<!--" else b"]]>"
        if self.offset + begun < self.unclosed.get(closing, 0):
            return at
        scan = at
        while (end := self.data.find(closing, scan)) < 0:
            scan = max(at, len(self.data) - 2)
            if len(self.data) - begun > MAX_RECORD or not self.grow():
                self.unclosed[closing] = self.offset + scan
                return at
        return end + len(closing)


def _pieces(head: bytes, stream: BinaryIO, tag: str, root: str) -> Iterator[_Piece]:
    name, outer = tag.encode(), root.encode()
    edge = re.compile(
        rb"<!--|<!\[CDATA\[|(?P<begin><"
        + name
        + rb"(?=[\s>/]))|(?P<end></"
        + name
        + rb"\s*>)|</"
        + outer
        + rb"\s*>"
    )
    overlap = len(tag) + len(root) + 8
    window = _Window(head, stream)
    number, scan, closed = 0, 0, False
    begun: int | None = None
    while True:
        found = edge.search(window.data, scan)
        if found is None:
            scan = max(scan, len(window.data) - overlap)
            if begun is not None and len(window.data) - begun > MAX_RECORD:
                yield _Piece(number, window.offset + begun, reason=too_large(len(window.data) - begun))
                begun = None
            kept = scan if begun is None else begun
            window.let_go(kept)
            scan, begun = scan - kept, None if begun is None else 0
            if not window.grow():
                break
        elif found["begin"]:
            if begun is not None:
                reason = f"not closed before the next <{tag}> begins"
                yield _Piece(number, window.offset + begun, reason=reason)
            number += 1
            begun, scan = found.start(), found.end()
        elif found["end"]:
            if begun is not None:
                size = found.end() - begun
                data = window.data[begun : found.end()] if size <= MAX_RECORD else b""
                yield _Piece(number, window.offset + begun, data, None if data else too_large(size))
                closed = root == tag
            begun, scan = None, found.end()
        elif found.group().startswith(b"</"):
            closed, scan = True, found.end()
        else:
            scan = window.after_hidden(found.start(), found.end())
    if begun is not None:
        yield _Piece(number, window.offset, reason="truncated: the file ends within the record")
    elif number == 0:
        yield _Piece(0, 0, reason=f"the XML holds no <{tag}>")
    elif not closed:
        place = window.offset + len(window.data)
        yield _Piece(number + 1, place, reason=f"the file ends before </{root}>: truncated, records missing")
