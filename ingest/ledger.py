"""Which document versions were read by which extractors: spares reading an unchanged text again.

The graph stays the authority: an entry counts only while the graph holds that version.
"""

import hashlib
import sqlite3
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Self

_SCHEMA = """
CREATE TABLE IF NOT EXISTS reading (
    document TEXT PRIMARY KEY, version TEXT NOT NULL, reader TEXT NOT NULL, claims INTEGER NOT NULL
)
"""


class Ledger:
    """Readings kept in a file of the installation."""

    def __init__(self, path: Path, reader: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.reader = reader
        self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute(_SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def claims(self, document: str, version: str) -> int | None:
        """How many claims this reader found in that version; None if it has not read it."""
        found = self._db.execute(
            "SELECT claims FROM reading WHERE document = ? AND version = ? AND reader = ?",
            (document, version, self.reader),
        ).fetchone()
        return int(found[0]) if found else None

    def record(self, readings: list[tuple[str, str, int]]) -> None:
        """Keep readings: document, version, claims."""
        self._db.execute("BEGIN")
        self._db.executemany(
            "INSERT OR REPLACE INTO reading (document, version, reader, claims) VALUES (?, ?, ?, ?)",
            [(document, version, self.reader, claims) for document, version, claims in readings],
        )
        self._db.execute("COMMIT")


def reader_of(versions: dict[str, str]) -> str:
    """Fingerprint of the extractors and of every data file they read by: 16 hex digits."""
    digest = hashlib.sha256(repr(sorted(versions.items())).encode())
    for root in (files("ontologies") / "data", files("ingest") / "data"):
        for name, data in _contents(root):
            digest.update(name.encode() + b"\0" + data)
    return digest.hexdigest()[:16]


def _contents(folder: Traversable) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            found += _contents(entry)
        elif entry.name.endswith(".yaml"):
            found.append((entry.name, entry.read_bytes()))
    return found
