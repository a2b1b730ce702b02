"""Runs of ingest against the real graph."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.ledger import Ledger, reader_of
from ingest.report import DocumentCounts, RunReport, StatementCounts
from ingest.run import files_of, run
from ingest.sources import SOURCES, Record, Rejection
from kg.document import Document
from kg.statement import Statement
from kg.store import GraphStore

DATA = Path(__file__).parents[1] / "data"
TODAY = date(2026, 3, 1)


def _note(name: str, text: str = "Breast cancer.", day: str = "2024-01-01") -> str:
    return json.dumps({"id": name, "text": text, "date": day, "synthetic": True})


def _notes(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), "utf-8")
    return path


class Reader:
    """Extractors that note which documents they were given, and find nothing."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, documents: Sequence[Document]) -> Iterable[Statement]:
        self.read += [document.id for document in documents]
        if any("cannot be read" in document.text for document in documents):
            raise ValueError("no")
        return ()


@pytest.mark.server
def test_the_second_run_changes_nothing_and_reads_no_text_again(store: GraphStore, tmp_path: Path) -> None:
    reader = Reader()
    with Ledger(tmp_path / "ledger.sqlite", "reader-1") as ledger:
        first = run(
            SOURCES["pubmed"], [DATA / "pubmed.xml"], store, extract=reader, ledger=ledger, today=TODAY
        )
        assert (first.documents.read, first.documents.new, first.exit_status) == (3, 3, 0)
        assert reader.read == ["pubmed-999999001", "pubmed-999999006"], "a retracted article is not read"
        version = store.version()
        reader.read.clear()
        second = run(
            SOURCES["pubmed"], [DATA / "pubmed.xml"], store, extract=reader, ledger=ledger, today=TODAY
        )
    assert second.documents.unchanged == second.documents.read == 3
    assert reader.read == []
    assert store.version() == version
    with Ledger(tmp_path / "ledger.sqlite", "reader-2") as ledger:
        run(SOURCES["pubmed"], [DATA / "pubmed.xml"], store, extract=reader, ledger=ledger, today=TODAY)
    assert len(reader.read) == 2, "other extractors read the texts again"


@pytest.mark.server
def test_guideline_statements_open_once(store: GraphStore) -> None:
    first = run(SOURCES["guidelines"], [DATA / "guidelines.yaml"], store, today=TODAY)
    assert (first.statements.opened, first.statements.rejected) == (3, 0)
    second = run(SOURCES["guidelines"], [DATA / "guidelines.yaml"], store, today=TODAY)
    assert (second.statements.opened, second.statements.unchanged) == (0, 3)


@pytest.mark.server
def test_what_the_report_counts_adds_up(store: GraphStore, tmp_path: Path) -> None:
    path = _notes(
        tmp_path / "notes.jsonl",
        _note("sum-1"),
        _note("sum-1", "The same id again."),
        _note("sum-2", day="2031-01-01"),
        _note("sum-3", day="2026-03-02"),
        '{"broken',
        _note("sum-4", "This cannot be read."),
        _note("sum-5"),
    )
    report = run(SOURCES["notes"], [path], store, extract=Reader(), today=TODAY)
    counts = report.documents
    assert counts.read == counts.new + counts.changed + counts.unchanged + counts.rejected == 7
    assert (counts.new, counts.rejected) == (3, 4)
    assert report.exit_status == 3
    reasons = {r.record: r.reason for r in report.rejected}
    assert "stands twice in this run; the first, notes.jsonl line 1, is kept" in reasons["line 2"]
    assert reasons["line 3"] == "published 2031-01-01, which is in the future"
    assert "line 4" not in reasons, "tomorrow is taken: the day may have begun where the record was made"
    assert "broken JSON" in reasons["line 5"]
    assert reasons["line 6"] == "its claims cannot be read: no"
    assert {r.file for r in report.rejected} == {str(path)}
    assert set(report.model_dump()) == {"source", "documents", "statements", "rejected", "seconds"}
    assert RunReport.model_validate_json(report.model_dump_json()) == report


@pytest.mark.server
def test_a_document_whose_claims_cannot_be_read_keeps_those_it_has(store: GraphStore, tmp_path: Path) -> None:
    def found(documents: Sequence[Document]) -> Iterator[Statement]:
        raise ValueError("unreadable")
        yield

    text = "Made up."
    path = _notes(tmp_path / "notes.jsonl", _note("keep-1", text))
    run(SOURCES["notes"], [path], store, today=TODAY)
    _notes(path, _note("keep-1", text + " Changed."))
    report = run(SOURCES["notes"], [path], store, extract=found, today=TODAY)
    assert report.documents.rejected == 1
    kept = store.document("note-keep-1")
    assert kept is not None
    assert kept.text == text


@pytest.mark.server
def test_a_run_broken_off_goes_on_where_it_stopped(store: GraphStore, tmp_path: Path) -> None:
    path = _notes(tmp_path / "notes.jsonl", *(_note(f"resume-{i}") for i in range(200)))
    reader = Reader()

    def killed(file: Path, met: int) -> None:
        if met == 150:
            raise KeyboardInterrupt

    with Ledger(tmp_path / "ledger.sqlite", "r") as ledger:
        with pytest.raises(KeyboardInterrupt):
            run(SOURCES["notes"], [path], store, extract=reader, ledger=ledger, progress=killed, today=TODAY)
        done = len(reader.read)
        assert done == 128, "two whole batches"
        report = run(SOURCES["notes"], [path], store, extract=reader, ledger=ledger, today=TODAY)
    assert len(reader.read) == 200, "no text is read twice"
    assert (report.documents.new, report.documents.unchanged) == (72, 128)


@pytest.mark.server
def test_a_text_that_no_encoding_can_write_is_one_rejection(store: GraphStore, tmp_path: Path) -> None:
    good = Document(
        id="odd-1", kind="Note", source="notes", authority="odd-1", title="t", text="x", published=TODAY
    )
    odd = good.model_copy(update={"id": "odd-2", "text": "\ud800"})

    def read(path: Path) -> Iterator[Record | Rejection]:
        yield Record.model_construct(document=odd, statements=(), place="line 1", extract=False)
        yield Record(document=good, place="line 2")

    (tmp_path / "odd.txt").write_text("x", "utf-8")
    report = run(replace(SOURCES["notes"], read=read), [tmp_path / "odd.txt"], store, today=TODAY)
    assert (report.documents.new, report.documents.rejected) == (1, 1)
    assert report.rejected[0].record == "line 1"


def test_folders_give_the_files_of_the_source(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.txt", ".hidden.txt", "picture.png", "deep/c.TXT", "d.txt.gz"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    names = [p.name for p in files_of(SOURCES["notes"], [tmp_path, tmp_path / "a.txt"])]
    assert names == ["a.txt", "b.jsonl", "d.txt.gz", "c.TXT"]
    assert [p.suffix for p in files_of(SOURCES["notes"], [])] == [".jsonl"], "the shipped notes"


@pytest.mark.server
def test_a_folder_that_cannot_be_read_is_rejected(
    store: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _notes(tmp_path / "a.jsonl", _note("a"))
    closed = tmp_path / "closed"
    closed.mkdir()
    scandir = os.scandir

    def refusing(path: str) -> Any:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    report = run(SOURCES["notes"], [tmp_path], store, today=TODAY)
    assert (report.documents.new, report.documents.rejected, report.exit_status) == (1, 1, 3)
    assert report.rejected[0].file == str(closed)


def test_a_path_that_cannot_be_looked_at_fails_the_run(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read: File name too long"):
        files_of(SOURCES["notes"], [tmp_path / ("x" * 300)])
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ValueError, match="neither a file nor a folder"):
        files_of(SOURCES["notes"], [tmp_path / "pipe"])


def test_a_report_names_a_file_whose_name_is_not_utf_8() -> None:
    rejection = Rejection(file=os.fsdecode(b"caf\xe9.txt"), record="file", reason="empty")
    report = RunReport(
        source="notes",
        documents=DocumentCounts(),
        statements=StatementCounts(),
        rejected=(rejection,),
        seconds=0,
    )
    assert json.loads(report.model_dump_json())["rejected"][0]["file"] == "caf\\udce9.txt"


@pytest.mark.parametrize("source", ["pubmed", "notes"])
def test_paths_that_hold_nothing_fail_the_run(tmp_path: Path, source: str) -> None:
    with pytest.raises(ValueError, match="does not exist"):
        files_of(SOURCES[source], [tmp_path / "nowhere"])
    with pytest.raises(ValueError, match=f"holds no {source} file"):
        files_of(SOURCES[source], [tmp_path])


def test_a_source_without_files_of_its_own_needs_a_path() -> None:
    with pytest.raises(ValueError, match="name a file or a folder"):
        files_of(SOURCES["pubmed"], [])


def test_the_reader_changes_with_versions() -> None:
    assert reader_of({"a": "1"}) != reader_of({"a": "2"})
    assert reader_of({"a": "1"}) == reader_of({"a": "1"})
