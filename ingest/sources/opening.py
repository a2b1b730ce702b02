"""Opening files that may be anything: compression, first bytes, encodings, over-long lines."""

import gzip
import re
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from pydantic import ValidationError

from ingest.sources.record import Rejection

CHUNK = 1 << 18
MAX_RECORD = 16 << 20
"""Bytes of one record; the largest trial record with results seen has 4 MB."""
UNREADABLE = (OSError, EOFError, zlib.error)
"""What reading bytes raises: a disk, a truncated or a corrupt gzip."""

_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")


class _Unpacked(gzip.GzipFile):
    """Gunzipped bytes: those before a flaw are given out first, then the flaw is raised."""

    flaw: Exception | None = None

    def read(self, size: int | None = -1) -> bytes:
        """Up to `size` bytes, fewer only before a flaw or the end; as `gzip.GzipFile` otherwise."""
        wanted = sys.maxsize if size is None or size < 0 else size
        parts: list[bytes] = []
        while wanted and self.flaw is None:
            try:
                # Small steps: what one step has unpacked is lost where it meets the flaw.
                part = self.read1(min(wanted, 1 << 12))
            except UNREADABLE as error:
                self.flaw = error
                break
            if not part:
                break
            parts.append(part)
            wanted -= len(part)
        if self.flaw is not None and not parts and size != 0:
            raise self.flaw
        return b"".join(parts)


def opened(path: Path) -> BinaryIO:
    """The file's bytes, gunzipped where it is gzip by its first bytes.

    A packed file that breaks off gives a short read before it raises: read until nothing comes, as `whole`.
    """
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, _Unpacked(path)) if packed else path.open("rb")


def whole(path: Path, limit: int) -> bytes:
    """All bytes of a file, or `limit` and one where it has more.

    Raises:
        OSError, EOFError, zlib.error: it cannot be read to its end.
    """
    with opened(path) as file:
        data = file.read(limit + 1)
        return data if len(data) > limit else data + file.read(1)


def oddity(head: bytes, wanted: str) -> str | None:
    """Why a file that begins so is not `wanted` (`XML`, `JSON`, `text`), or None."""
    if not head.strip():
        return "the file is empty"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "the file is UTF-16; save it as UTF-8"
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return f"the file is HTML, not {wanted}: an error page or a web page saved by mistake?"
    if b"\x00" in head:
        return f"the file is binary, not {wanted}"
    return None


def lines(path: Path, limit: int = MAX_RECORD) -> Iterator[tuple[int, bytes] | Rejection]:
    """Numbered lines without their ends; one longer than `limit` is skipped without loading it."""
    with opened(path) as file:
        number = 0
        while line := file.readline(limit + 1):
            number += 1
            if len(line) <= limit or line.endswith(b"\n"):
                yield number, line.rstrip(b"\r\n")
                continue
            size = len(line)
            while not line.endswith(b"\n") and (line := file.readline(CHUNK)):
                size += len(line)
            yield Rejection(file=str(path), record=f"line {number}", reason=too_large(size, limit))


def too_large(size: int, limit: int = MAX_RECORD) -> str:
    """The reason for a record over the limit."""
    return f"{size:,} bytes or more in one record; at most {limit:,} are read"


def reason_of(error: ValueError) -> str:
    """An error's reason without the value that caused it, which may be a patient's text."""
    if isinstance(error, ValidationError):
        return "; ".join(
            f"{'.'.join(str(p) for p in e['loc']) or 'record'}: {e['msg']}" for e in error.errors()
        )
    if isinstance(error, UnicodeDecodeError):
        return f"not valid {error.encoding}: byte {error.start} is 0x{error.object[error.start]:02x}"
    return str(error)


def clean(text: str) -> str:
    """Text without control characters.

    Raises:
        ValueError: it holds half a surrogate pair, which no encoding can write.
    """
    if _SURROGATE.search(text):
        raise ValueError("the text holds half a surrogate pair")
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def flat(text: str | None) -> str:
    """Text on one line, each run of white space one space.

    Raises:
        ValueError: as `clean`.
    """
    return _SPACE.sub(" ", clean(text or "")).strip()
