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
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(declaration + data, parser)


def _pieces(head: bytes, stream: BinaryIO, tag: str, root: str) -> Iterator[_Piece]:
    begin = re.compile(rb"<" + tag.encode() + rb"(?=[\s>/])")
    edge = re.compile(rb"<" + tag.encode() + rb"(?=[\s>/])|</" + tag.encode() + rb"\s*>")
    root_end = re.compile(rb"</" + root.encode() + rb"\s*>")
    overlap = len(tag) + len(root) + 8
    buffer, offset, number, closed = head, 0, 0, False
    while True:
        start = begin.search(buffer)
        if start is None:
            closed = closed or bool(root_end.search(buffer))
            offset += max(0, len(buffer) - overlap)
            if not (more := stream.read(CHUNK)):
                break
            buffer = buffer[-overlap:] + more
            continue
        number += 1
        offset += start.start()
        buffer = buffer[start.start() :]
        scan = 1
        while (found := edge.search(buffer, scan)) is None:
            scan = max(1, len(buffer) - overlap)
            if len(buffer) > MAX_RECORD:
                yield _Piece(number, offset, reason=too_large(len(buffer)))
                break
            if not (more := stream.read(CHUNK)):
                yield _Piece(number, offset, reason="truncated: the file ends within the record")
                return
            buffer += more
        cut = found.start() if found else scan
        if found and found.group().startswith(b"</"):
            cut = found.end()
            closed = root == tag
            yield _Piece(number, offset, data=buffer[:cut])
        elif found:
            yield _Piece(number, offset, reason=f"not closed before the next <{tag}> begins")
        offset += cut
        buffer = buffer[cut:]
    if number == 0:
        yield _Piece(0, 0, reason=f"the XML holds no <{tag}>")
    elif not closed:
        yield _Piece(number + 1, offset, reason=f"the file ends before </{root}>: truncated, records missing")
