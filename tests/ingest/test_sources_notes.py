import json
from datetime import date
from pathlib import Path

import pytest

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
    assert (real.document.published, real.document.published_precision) == (date(2024, 3, 1), "month")


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
    assert record.document.published == day
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
