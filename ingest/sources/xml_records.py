"""Records cut out of large XML files one at a time, so that a broken one never takes the next."""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from ingest.sources.opening import CHUNK, MAX_RECORD, UNREADABLE, oddity, opened, too_large
from ingest.sources.record import Rejection

_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


def elements(path: Path, tag: str, root: str) -> Iterator[tuple[str, etree._Element] | Rejection]:
    """Each `<tag>` element of the file with its place, in bounded memory.

    The bytes are cut at the tags and every piece is parsed alone: external entities, DTDs and a broken
    neighbour cannot reach it. `root` is the element that must close the file (`tag` itself when the
    record is the root).
    """
    file = str(path)
    try:
        yield from _cut(path, tag, root)
    except UNREADABLE as error:
        yield Rejection(file=file, record="file", reason=f"cannot be read to its end: {error}")


def _cut(path: Path, tag: str, root: str) -> Iterator[tuple[str, etree._Element] | Rejection]:
    file = str(path)
    start_tag = re.compile(rb"<" + tag.encode() + rb"(?=[\s>/])")
    end_tag = b"</" + tag.encode() + b">"
    root_end = b"</" + root.encode() + b">"
    with opened(path) as stream:
        buffer = stream.read(CHUNK)
        reason = oddity(buffer[:1024], "XML")
        if reason is None and not buffer.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            reason = "the file is not XML: it does not begin with <"
        if reason is not None:
            yield Rejection(file=file, record="file", reason=reason)
            return
        found = _ENCODING.search(buffer[:1024])
        encoding = (found.group(1) if found else b"utf-8").decode("ascii")
        declaration = b'<?xml version="1.0" encoding="' + encoding.encode() + b'"?>'
        offset, count, closed = 0, 0, False
        while True:
            start = start_tag.search(buffer)
            if start is None:
                closed = closed or root_end in buffer
                keep = len(tag) + len(root) + 4
                offset += max(0, len(buffer) - keep)
                more = stream.read(CHUNK)
                if not more:
                    break
                buffer = buffer[-keep:] + more
                continue
            count += 1
            offset += start.start()
            buffer = buffer[start.start() :]
            place = f"record {count} at byte {offset}"
            piece, buffer, reason = _piece(buffer, stream, start_tag, end_tag)
            offset += len(piece) if reason is None else 0
            if reason is not None:
                yield Rejection(file=file, record=place, reason=reason[0])
                offset += reason[1]
                if not buffer:
                    return
                continue
            closed = root == tag
            try:
                yield place, etree.fromstring(declaration + piece, _parser(encoding))
            except (etree.XMLSyntaxError, LookupError, ValueError) as error:
                yield Rejection(file=file, record=place, reason=f"broken XML: {_brief(error)}")
        if count == 0:
            yield Rejection(file=file, record="file", reason=f"the XML holds no <{tag}>")
        elif not closed:
            yield Rejection(
                file=file,
                record=f"byte {offset}",
                reason=f"the file ends before </{root}>: it is truncated, later records are missing",
            )
