import json
from datetime import date
from pathlib import Path

import pytest

from ingest.deid.dates import read_days
from ingest.sources import SOURCES
from ingest.sources.notes import keyed, pseudonym, read
from ingest.sources.record import Record, Rejection

DATA = Path(__file__).parents[1] / "data"
SHIPPED = Path(__file__).parents[2] / "ingest" / "data" / "notes"
SECRET = "Mrs Somebody, MRN 4711"


def _records(path: Path) -> list[Record]:
    return [r for r in read(path, b"key") if isinstance(r, Record)]


def test_a_note_gets_a_pseudonym_and_a_synthetic_one_keeps_its_name() -> None:
    synthetic, real = _records(DATA / "notes.jsonl")
    assert synthetic.document.id == "note-synthetic-t1"
    assert synthetic.document.synthetic
    assert synthetic.document.title == "Synthetic note: clinic letter"
    assert not real.document.synthetic
    assert "MRN" not in real.document.model_dump_json()
    moved, precision = real.document.published, real.document.published_precision
    assert moved is not None
    assert (moved < date(2024, 3, 1), moved.day, precision) == (True, 1, "month"), (
        "the month moves, by whole months"
    )


def test_a_patients_note_is_deidentified_and_its_date_moves_with_its_text(tmp_path: Path) -> None:
    text = "Mrs Ngozi Okafor, MRN 00471234, seen 12/03/2024. 60 Gy in 30 fractions completed 02/03/2024."
    lines = [
        {"id": "a", "text": text, "date": "2024-03-12", "patient": "p1", "kind": "letter to Mr Okafor"},
        {"id": "b", "text": text, "date": "2024-03-12", "patient": "p1"},
        {"id": "c", "text": text, "date": "2024-03-12", "synthetic": True},
    ]
    (tmp_path / "n.jsonl").write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    first, second, synthetic = _records(tmp_path / "n.jsonl")
    for record in (first, second):
        assert record.deidentified
        body = record.document.model_dump_json()
        for planted in ("Okafor", "Ngozi", "00471234", "12/03/2024", "2024-03-12"):
            assert planted not in body, f"{planted} would be stored"
        assert "60 Gy in 30 fractions" in record.document.text
    assert first.document.text == second.document.text, "one patient, one replacement"
    (seen, completed) = (d.day for d in read_days(first.document.text, date(2026, 1, 1)))
    assert seen is not None
    assert completed is not None
    assert (seen - completed).days == 10
    assert first.document.published == seen, "the note's own date moves as the dates in it"
    assert synthetic.document.text == text, "a made-up note names nobody"


def test_pseudonyms_depend_on_the_key_and_on_nothing_else() -> None:
    assert pseudonym("MRN-1", b"one") == pseudonym("MRN-1", b"one")
    assert pseudonym("MRN-1", b"one") != pseudonym("MRN-1", b"two")
    found = list(keyed(b"one").read(DATA / "notes.jsonl"))
    assert isinstance(found[1], Record)
    assert found[1].document.id == pseudonym("MRN-0012345", b"one")


@pytest.mark.parametrize(
    ("name", "data", "day"),
    [
        ("a.txt", b"Date: 2024-05-06\nBreast cancer.", date(2024, 5, 6)),
        ("2023-01-02-letter.txt", b"\xef\xbb\xbfBreast cancer.", date(2023, 1, 2)),
        ("plain.txt", "Mme Müller, cancer du sein.".encode(), None),
    ],
)
def test_a_text_file_is_one_note(tmp_path: Path, name: str, data: bytes, day: date | None) -> None:
    (tmp_path / name).write_bytes(data)
    (record,) = _records(tmp_path / name)
    assert (record.document.published is None) is (day is None)
    if day is not None and record.document.published is not None:
        assert 1 <= (day - record.document.published).days <= 365, "the date moves back, by a year at most"
    assert record.extract is (day is not None), "a claim needs a date to stand on the world clock"
    assert not record.document.text.startswith("\ufeff")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("M\xfcller, Brustkrebs".encode("latin-1"), "not valid utf-8: byte 1 is 0xfc"),
        ("Breast cancer".encode("utf-16"), "UTF-16"),
        (b"\x00\x01\x02 binary", "binary"),
        (b"<!DOCTYPE html><html><body>Login</body></html>", "HTML"),
        (b"", "empty"),
        (b"Date: 2024-13-40\nBreast cancer", "month must be in 1..12"),
        (b"x" * ((1 << 20) + 1), "bytes or more in one record"),
    ],
)
def test_an_unreadable_note_is_rejected_with_the_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "note.txt").write_bytes(data)
    (rejection,) = read(tmp_path / "note.txt")
    assert isinstance(rejection, Rejection)
    assert reason in rejection.reason


@pytest.mark.parametrize(
    "line",
    [
        {"text": SECRET, "date": "2024-01-01"},
        {"id": True, "text": SECRET, "date": "2024-01-01"},
        {"id": "1", "text": SECRET},
        {"id": "1", "text": SECRET, "date": SECRET},
        {"id": "1", "text": [SECRET], "date": "2024-01-01"},
        {"id": "1", "text": SECRET + "\ud800", "date": "2024-01-01"},
        {"id": "1", "text": SECRET, "date": "2024-01-01", "synthetic": SECRET},
        [SECRET],
        SECRET,
    ],
)
def test_a_bad_line_is_rejected_alone_and_never_quoted(tmp_path: Path, line: object) -> None:
    path = tmp_path / "notes.jsonl"
    good = (DATA / "notes.jsonl").read_text("utf-8").splitlines()
    path.write_text("\n".join([good[0], json.dumps(line), good[1]]), "utf-8")
    first, bad, last = read(path)
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert isinstance(bad, Rejection)
    assert bad.record == "line 2"
    assert "Somebody" not in bad.reason


def test_the_shipped_notes_are_all_labelled_synthetic() -> None:
    found = [r for f in sorted(SHIPPED.iterdir()) for r in SOURCES["notes"].read(f)]
    assert len(found) >= 40
    for record in found:
        assert isinstance(record, Record), record
        assert record.document.synthetic
        assert record.document.title.startswith("Synthetic note")
