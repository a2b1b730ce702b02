"""One run of ingest: files of a source in, documents and statements in the graph, a report out."""

import logging
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ingest.deid.deidentified import masked
from ingest.ledger import Ledger
from ingest.report import DocumentCounts, RunReport, StatementCounts
from ingest.sources.opening import UNREADABLE, reason_of
from ingest.sources.partial_date import written
from ingest.sources.record import Record, Rejection, Source
from kg.document import Document
from kg.statement import Statement

if TYPE_CHECKING:
    from kg.store import WriteReport

log = logging.getLogger(__name__)

BATCH = 64
"""Documents read, extracted and written together."""
Extract = Callable[[Sequence[Document]], Iterable[Statement]]
"""Claims the extractors find in documents."""
Progress = Callable[[Path, int], None]
"""Told the file at hand and the records met so far."""


class Graph(Protocol):
    """The part of the graph store a run needs."""

    def write(
        self,
        documents: Iterable[Document],
        statements: Iterable[Statement],
        *,
        source: str,
        run: str,
        now: datetime | None = None,
        embed: Callable[[list[str]], list[list[float]]] | None = None,
    ) -> "WriteReport":
        """Bring documents and their claims in."""

    def document(self, id: str, version: str | None = None) -> Document | None:
        """A document's latest version."""


def run(
    source: Source,
    paths: Sequence[Path],
    store: Graph,
    *,
    extract: Extract | None = None,
    embed: Callable[[list[str]], list[list[float]]] | None = None,
    ledger: Ledger | None = None,
    progress: Progress | None = None,
    today: date | None = None,
) -> RunReport:
    """Read every file, extract, and write batch by batch; safe to break off and start again.

    Args:
        source: Who reads the files.
        paths: Files, or folders whose files are taken by the source's suffixes; none: its own files.
        store: The graph.
        extract: Finds the claims in texts; None: only the claims that records bring along.
        embed: Texts to vectors, handed to the store.
        ledger: Readings of earlier runs; a document they and the graph know is not read again.
        progress: Told how far it is.
        today: Nothing may be published later than the day after it.

    Raises:
        ValueError: a path does not exist, or a folder holds no file of the source.
        StoreUnavailable: Neo4j does not answer; what was written so far stays.
    """
    started = time.monotonic()
    work = _Run(source, store, extract, embed, ledger, today or datetime.now(UTC).date())
    batch: list[tuple[Path, Record]] = []
    for path in files_of(source, paths):
        for found in _read(source, path):
            if isinstance(found, Rejection):
                work.reject(found)
            elif (reason := work.objection(found, path)) is not None:
                work.reject(Rejection(file=str(path), record=found.place, reason=reason))
            else:
                batch.append((path, found))
            if progress is not None:
                progress(path, work.met + len(batch))
            if len(batch) == BATCH:
                work.take(batch)
                batch = []
    work.take(batch)
    return work.report(time.monotonic() - started)


def files_of(source: Source, paths: Sequence[Path]) -> list[Path]:
    """The files to read, in order, each once.

    Raises:
        ValueError: a path does not exist, or a folder holds no file of the source.
    """
    if not paths and source.shipped:
        paths = [Path(str(files(source.shipped[0]).joinpath(*source.shipped[1:])))]
        if not source.suffixes:
            return list(paths)
    if not paths:
        raise ValueError(f"{source.name} has no files of its own: name a file or a folder")
    found: dict[Path, None] = {}
    for path in paths:
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:
            raise ValueError(f"{path} does not exist") from None
        except OSError as error:
            raise ValueError(f"{path} cannot be read: {error.strerror}") from error
        if stat.S_ISREG(mode):
            found[path] = None
            continue
        if not stat.S_ISDIR(mode):
            raise ValueError(f"{path} is neither a file nor a folder")
        if not (inside := _inside(source, path)):
            raise ValueError(f"{path} holds no {source.name} file ({', '.join(source.suffixes)})")
        found |= dict.fromkeys(inside)
    return list(found)


def _inside(source: Source, folder: Path) -> list[Path]:
    """The source's files in a folder at any depth, and the folders that cannot be read."""
    found: list[Path] = []

    def closed(error: OSError) -> None:
        found.append(Path(error.filename))

    for place, _, names in os.walk(folder, onerror=closed):
        files = [
            Path(place, name)
            for name in names
            if name.lower().endswith(source.suffixes) and not name.startswith(".")
        ]
        found += [file for file in files if os.path.isfile(file)]
    return sorted(found)


def _read(source: Source, path: Path) -> Iterator[Record | Rejection]:
    if source.suffixes and os.path.isdir(path):
        yield Rejection(file=str(path), record="file", reason="the folder cannot be read: no permission?")
        return
    try:
        for found in source.read(path):
            yield _without_persons(found) if isinstance(found, Record) else found
    except UNREADABLE as error:
        yield Rejection(file=str(path), record="file", reason=f"cannot be read: {error}")


def _without_persons(record: Record) -> Record:
    """The record; a patient's note that its source left as it was has its identifiers blotted out."""
    document = record.document
    if document.kind != "Note" or document.synthetic or record.deidentified:
        return record
    blotted = {"text": masked(document.text), "title": masked(document.title)}
    return record.model_copy(update={"document": document.model_copy(update=blotted), "deidentified": True})


class _Run:
    """What a run has seen and counted so far."""

    def __init__(
        self,
        source: Source,
        store: Graph,
        extract: Extract | None,
        embed: Callable[[list[str]], list[list[float]]] | None,
        ledger: Ledger | None,
        today: date,
    ) -> None:
        self.source = source
        self.store = store
        self.extract = extract
        self.embed = embed
        self.ledger = ledger
        self.latest = today + timedelta(days=1)
        self.name = f"{source.name}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        self.first: dict[str, str] = {}
        self.rejected: list[Rejection] = []
        self.documents = dict.fromkeys(DocumentCounts.model_fields, 0)
        self.statements = dict.fromkeys(StatementCounts.model_fields, 0)

    @property
    def met(self) -> int:
        """Records dealt with so far."""
        return self.documents["read"]

    def reject(self, rejection: Rejection) -> None:
        """Count a record out."""
        self.rejected.append(rejection)
        self.documents["read"] += 1
        self.documents["rejected"] += 1

    def objection(self, record: Record, path: Path) -> str | None:
        """Why a well-formed record cannot be taken, or None."""
        document = record.document
        try:
            document.version  # noqa: B018 - a text that cannot be encoded has none
        except ValueError as error:
            return reason_of(error)
        published = record.stated or document.published
        if published is not None and published > self.latest:
            said = written(published, document.published_precision)
            return f"published {said}, which is in the future"
        if document.id in self.first:
            return f"{document.id} stands twice in this run; the first, {self.first[document.id]}, is kept"
        self.first[document.id] = f"{path.name} {record.place}"
        return None

    def take(self, batch: list[tuple[Path, Record]]) -> None:
        """Extract and write a batch, leaving out what the graph has in this version already."""
        batch = [item for item in batch if not self._known(item[1])]
        if not batch:
            return
        claims, batch = self._claims(batch)
        places = {record.document.id: (path, record) for path, record in batch}
        done = self.store.write(
            [record.document for _, record in batch],
            claims,
            source=self.source.name,
            run=self.name,
            embed=self.embed,
        )
        self.documents["new"] += done.documents_new
        self.documents["changed"] += done.documents_changed
        self.documents["unchanged"] += done.documents_unchanged
        self.documents["read"] += len(batch) - len(done.documents_rejected)
        self.statements["opened"] += done.statements_opened
        self.statements["closed"] += done.statements_closed
        self.statements["unchanged"] += done.statements_unchanged
        for document, reason in done.documents_rejected:
            self.reject(self._placed(document, reason, places))
        for document, reason in done.statements_rejected:
            self._reject_claim(self._placed(document, reason, places))
        refused = {document for document, _ in done.documents_rejected}
        refused |= {document for document, _ in done.statements_rejected}
        self._remember([r for _, r in batch if r.document.id not in refused], claims)

    def _known(self, record: Record) -> bool:
        """Whether an earlier run read this very version and the graph still holds it."""
        if self.ledger is None or not record.extract:
            return False
        document = record.document
        claims = self.ledger.claims(document.id, document.version)
        if claims is None:
            return False
        stored = self.store.document(document.id)
        if stored is None or stored.version != document.version:
            return False
        self.documents["read"] += 1
        self.documents["unchanged"] += 1
        self.statements["unchanged"] += claims
        return True

    def _claims(self, batch: list[tuple[Path, Record]]) -> tuple[list[Statement], list[tuple[Path, Record]]]:
        """The batch's claims, and the batch without the documents whose claims cannot be read.

        Writing such a document without its claims would close those it had before.
        """
        given = [statement for _, record in batch for statement in record.statements]
        texts = [record.document for _, record in batch if record.extract]
        if self.extract is None or not texts:
            return given, batch
        try:
            return given + list(self.extract(texts)), batch
        except ValueError:
            log.warning("a batch of %d documents could not be read at once", len(texts))
        taken: list[tuple[Path, Record]] = []
        for path, record in batch:
            try:
                given += list(self.extract([record.document])) if record.extract else []
            except ValueError as error:
                reason = "its claims cannot be read"
                # What failed may be quoted in the error, and of a patient's note nothing is told.
                if record.document.kind != "Note" or record.document.synthetic:
                    reason += f": {reason_of(error)}"
                self.reject(Rejection(file=str(path), record=record.place, reason=reason))
            else:
                taken.append((path, record))
        return given, taken

    def _remember(self, records: list[Record], claims: list[Statement]) -> None:
        if self.ledger is None:
            return
        counts: dict[str, int] = {}
        for statement in claims:
            for document in {evidence.document for evidence in statement.evidence}:
                counts[document] = counts.get(document, 0) + 1
        self.ledger.record(
            [(r.document.id, r.document.version, counts.get(r.document.id, 0)) for r in records if r.extract]
        )

    def _reject_claim(self, rejection: Rejection) -> None:
        self.rejected.append(rejection)
        self.statements["rejected"] += 1

    def _placed(self, document: str, reason: str, places: dict[str, tuple[Path, Record]]) -> Rejection:
        if document not in places:
            return Rejection(file=self.source.name, record=document, reason=reason)
        path, record = places[document]
        return Rejection(file=str(path), record=record.place, reason=reason)

    def report(self, seconds: float) -> RunReport:
        """The counts as they stand."""
        return RunReport(
            source=self.source.name,
            documents=DocumentCounts(**self.documents),
            statements=StatementCounts(**self.statements),
            rejected=tuple(self.rejected),
            seconds=round(seconds, 2),
        )
