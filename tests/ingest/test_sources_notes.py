import gzip
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


def _text(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_text_notes_of_one_name_are_notes_of_their_own(tmp_path: Path) -> None:
    texts = {"p1": "Lung cancer, seen 12/03/2024.", "p2": "Prostate cancer, seen 12/03/2024."}
    paths = [_text(tmp_path / folder / "clinic.txt", f"Date: 2024-03-12\n{t}") for folder, t in texts.items()]
    first, second = (record.document for path in paths for record in _records(path))
    assert first.id != second.id
    assert first.published != second.published, "two patients' dates do not move alike for their files' name"


@pytest.mark.parametrize("spelling", ["other/clinic.txt", "p1/../p1/clinic.txt", "packed/clinic.txt.gz"])
def test_a_text_note_is_the_same_from_wherever_it_is_read(tmp_path: Path, spelling: str) -> None:
    text = "Date: 2024-03-12\nLung cancer, seen 12/03/2024."
    (first,) = _records(_text(tmp_path / "p1" / "clinic.txt", text))
    again = _text(tmp_path / spelling, "\ufeff" + text.replace("\n", "\r\n") + "\r\n")
    if spelling.endswith(".gz"):
        again.write_bytes(gzip.compress(again.read_bytes()))
    (second,) = _records(again)
    assert second.document == first.document


def test_the_date_as_stated_is_kept_for_the_run_and_stored_nowhere() -> None:
    _, real = _records(DATA / "notes.jsonl")
    assert real.stated == date(2024, 3, 1)
    assert "2024-03" not in real.model_dump_json() + repr(real)


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
        ("b.txt", "Mme Müller, cancer du sein.\nDate: 12 March 2024".encode(), date(2024, 3, 12)),
        ("c.txt", b"DICTATED: by Dr Smith\nClinic date:  March 12, 2024.\nBreast cancer.", date(2024, 3, 12)),
        ("d.txt", b"Date:\n2024-03-12\nBreast cancer.", date(2024, 3, 12)),
        ("2024-03-12 e.txt", b"Date:\n2 days of pain. Breast cancer.", date(2024, 3, 12)),
    ],
)
def test_a_text_file_is_one_note(tmp_path: Path, name: str, data: bytes, day: date) -> None:
    (tmp_path / name).write_bytes(data)
    (record,) = _records(tmp_path / name)
    assert record.document.published is not None
    assert 1 <= (day - record.document.published).days <= 365, "the date moves back, by a year at most"
    assert record.extract
    assert not record.document.text.startswith("\ufeff")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("M\xfcller, Brustkrebs".encode("latin-1"), "not valid utf-8: byte 1 is 0xfc"),
        ("Breast cancer".encode("utf-16"), "UTF-16"),
        (b"\x00\x01\x02 binary", "binary"),
        (b"<!DOCTYPE html><html><body>Login</body></html>", "HTML"),
        (b"", "empty"),
        (b"Date: 2024-13-40\nBreast cancer", "the date's month is not one of 1 to 12"),
        (b"Date: 2024-02-30\nBreast cancer", "the date's day is not one of its month"),
        (b"Date: 0001-01-01\nBreast cancer", "before 1700"),
        (b"Date: 12/03/2024\nBreast cancer", "no date that can be read; write 2008, 2008-03 or 2008-03-22"),
        (b"Breast cancer", "date: the note has none; begin it with a line such as Date: 2024-03-22"),
        (b"Breast cancer\n" + b"x\n" * 1000 + b"Date: 2024-03-22", "date: the note has none"),
        (gzip.compress(b"Date: 2024-03-22\nBreast cancer " * 99)[:-12], "cannot be read"),
        (b"x" * ((1 << 20) + 1), "bytes or more in one record"),
    ],
)
def test_an_unreadable_note_is_rejected_with_the_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "note.txt").write_bytes(data)
    (rejection,) = read(tmp_path / "note.txt")
    assert isinstance(rejection, Rejection)
    assert reason in rejection.reason


def _json(line: object) -> str:
    return json.dumps(line).replace('"LONG"', "9" * 5000)


@pytest.mark.parametrize(
    "line",
    [
        {"text": SECRET, "date": "2024-01-01"},
        {"id": True, "text": SECRET, "date": "2024-01-01"},
        {"id": "1", "text": SECRET},
        {"id": "1", "text": SECRET, "date": SECRET},
        {"id": "1", "text": SECRET, "date": "0001-01-01"},
        {"id": "1", "text": SECRET, "date": "LONG"},
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
    path.write_text("\n".join([good[0], _json(line), good[1]]), "utf-8")
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
