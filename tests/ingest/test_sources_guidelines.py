from datetime import date
from pathlib import Path

import pytest
import yaml

from ingest.sources.guidelines import read
from ingest.sources.record import Record, Rejection

SAMPLE = Path(__file__).parents[1] / "data" / "guidelines.yaml"


def _read(path: Path) -> tuple[list[Record], list[Rejection]]:
    found = list(read(path))
    return [r for r in found if isinstance(r, Record)], [r for r in found if isinstance(r, Rejection)]


def _changed(tmp_path: Path, row: int, **fields: object) -> Path:
    content = yaml.safe_load(SAMPLE.read_text("utf-8"))
    content["statements"][row] |= fields
    path = tmp_path / "changed.yaml"
    path.write_text(yaml.safe_dump(content), "utf-8")
    return path


def test_rows_become_statements_of_one_document() -> None:
    (record,), rejections = _read(SAMPLE)
    assert not rejections
    assert record.document.id == "guideline-made-up-department-department-protocol-for-made-up-practice"
    assert record.document.kind == "Guideline"
    new, old, draft = record.statements
    assert new.course is not None
    assert (new.course.total_dose_gy, new.course.fractions) == (26, 5)
    assert new.authority == "made-up-department"
    assert new.valid_from == date(2024, 7, 1), "a rule takes force on its effective date"
    assert new.supersedes == (old.key,)
    assert (new.status, draft.status) == ("approved", "draft")
    for statement in record.statements:
        (evidence,) = statement.evidence
        assert record.document.text[evidence.start : evidence.end] == evidence.quote


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"checker": "A. Maker"}, "maker and checker are the same person"),
        ({"checker": None}, "needs a maker and a checker"),
        ({"disease": "no-such-disease"}, "unknown disease no-such-disease"),
        ({"total_dose_gy": -3}, "total_dose_gy"),
        ({"total_dose_gy": True}, "total_dose_gy"),
        ({"fractions": True}, "fractions"),
        ({"authority": " "}, "authority"),
        ({"guideline": ""}, "guideline"),
        ({"target": " "}, "target"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"published": "2999"}, "in the future"),
        ({"modality": "proton"}, "3d-crt is not given with proton"),
        ({"surprise": 1}, "surprise"),
        ({"valid_to": "2001"}, "is not after"),
        ({"published": "soon"}, "no date that can be read"),
        ({"schedule": "made-up-breast-40-15"}, "stands twice"),
    ],
)
def test_a_bad_row_is_rejected_alone(tmp_path: Path, fields: dict[str, object], reason: str) -> None:
    records, rejections = _read(_changed(tmp_path, 0, **fields))
    assert [reason in r.reason for r in rejections].count(True) == 1, rejections
    assert len(rejections) == 1
    fractions = [s.course.fractions for r in records for s in r.statements if s.course]
    assert len(fractions) == 2


def test_a_row_of_broken_yaml_takes_no_other_with_it(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(SAMPLE.read_text("utf-8").replace("technique: [3d-crt]", "technique: [3d-crt"), "utf-8")
    records, rejections = _read(path)
    assert [r.record.startswith("row 2 at line") for r in rejections if "broken" in r.reason] == [True]
    # The first row superseded the broken one, so it cannot stand either.
    assert [s.course.fractions for r in records for s in r.statements if s.course] == [5]


def test_aliases_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "alias.yaml"
    path.write_text("a: &a [1, 1]\nb: [*a, *a]\n", "utf-8")
    records, rejections = _read(path)
    assert not records
    assert "aliases" in rejections[0].reason


@pytest.mark.parametrize(("written", "shown"), [("010", "'010'"), ("1:30", "'1:30'"), ("0x1A", "'0x1A'")])
def test_a_number_that_yaml_reads_in_another_base_is_no_dose(
    tmp_path: Path, written: str, shown: str
) -> None:
    text = yaml.safe_dump(yaml.safe_load(SAMPLE.read_text("utf-8")))
    assert "total_dose_gy: 26" in text
    path = tmp_path / "base.yaml"
    path.write_text(text.replace("total_dose_gy: 26", f"total_dose_gy: {written}", 1), "utf-8")
    records, rejections = _read(path)
    assert any(shown in r.reason for r in rejections), f"{written} must be rejected, not read as another"
    doses = {s.course.total_dose_gy for r in records for s in r.statements if s.course}
    assert not doses & {8, 90}, doses
