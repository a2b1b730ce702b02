"""Runs over notes, seen at the store's door: which are taken, and what a report may say of the others."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ingest.report import RunReport
from ingest.run import Extract, run
from ingest.sources.notes import keyed
from kg.document import Document
from kg.statement import Statement
from kg.write import WriteReport

TODAY = date(2026, 3, 1)


class Door:
    """A store that keeps what it is given."""

    def __init__(self) -> None:
        self.documents: list[Document] = []

    def write(
        self, documents: Iterable[Document], statements: Iterable[Statement], **more: Any
    ) -> WriteReport:
        new = list(documents)
        self.documents += new
        return WriteReport(documents_new=len(new))

    def document(self, id: str, version: str | None = None) -> Document | None:
        return None


def _run(path: Path, extract: Extract | None = None) -> tuple[RunReport, Door]:
    door = Door()
    return run(keyed(b"key", b"secret " * 5), [path], door, extract=extract, today=TODAY), door


@pytest.mark.parametrize("ahead", [2, 30, 364, 366, 3000])
@pytest.mark.parametrize("synthetic", [False, True])
def test_a_future_note_is_rejected_by_the_date_written(tmp_path: Path, ahead: int, synthetic: bool) -> None:
    day = TODAY + timedelta(days=ahead)
    lines = [
        {"id": n, "text": "Breast cancer.", "date": day.isoformat(), "synthetic": synthetic}
        for n in range(12)
    ]
    lines.append({"id": "good", "text": "Breast cancer.", "date": TODAY.isoformat(), "synthetic": synthetic})
    path = tmp_path / "n.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    report, door = _run(path)
    assert len(door.documents) == 1
    assert (report.documents.rejected, report.exit_status) == (12, 3)
    assert {r.reason for r in report.rejected} == {f"published {day}, which is in the future"}


def test_future_text_notes_are_rejected_too(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number}.txt").write_text(f"Date: 2026-0{number % 5 + 4}-01\nBreast cancer.", "utf-8")
    (tmp_path / "2026-03-02.txt").write_text("Breast cancer.", "utf-8")
    report, door = _run(tmp_path)
    assert (len(door.documents), report.documents.rejected) == (1, 12)


@pytest.mark.parametrize("said", ["2027", "2026-04"])
def test_a_future_date_is_named_as_precisely_as_it_was_written(tmp_path: Path, said: str) -> None:
    path = tmp_path / "n.jsonl"
    path.write_text(json.dumps({"id": 1, "text": "Breast cancer.", "date": said}), "utf-8")
    report, _ = _run(path)
    assert [r.reason for r in report.rejected] == [f"published {said}, which is in the future"]


def test_text_notes_of_one_name_are_all_taken_and_read_again_the_same(tmp_path: Path) -> None:
    for folder, disease in (("a", "Lung"), ("b", "Prostate")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "letter.txt").write_text(f"Date: 2024-01-01\n{disease} cancer.", "utf-8")
    report, door = _run(tmp_path)
    assert (report.documents.new, report.exit_status) == (2, 0)
    _, again = _run(tmp_path / "b")
    assert [d.version for d in again.documents] == [door.documents[1].version]


def test_a_note_whose_claims_cannot_be_read_is_not_quoted(tmp_path: Path) -> None:
    def extract(documents: Sequence[Document]) -> Iterable[Statement]:
        raise ValueError(f"what is {documents[0].text}?")

    lines = [
        {"id": n, "text": "Somebody's cancer.", "date": "2024-01-01", "synthetic": bool(n)} for n in range(2)
    ]
    path = tmp_path / "n.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    report, door = _run(path, extract)
    assert [r.reason for r in report.rejected] == [
        "its claims cannot be read",
        "its claims cannot be read: what is Somebody's cancer.?",
    ]
    assert not door.documents
