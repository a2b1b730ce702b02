"""Guideline rows whose YAML holds what no loader takes."""

from pathlib import Path

import pytest

from ingest.sources import SOURCES
from ingest.sources.record import Record, Rejection

SAMPLE = Path(__file__).parents[2] / "data" / "guidelines.yaml"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2024-13-45", "a date or a number is none that exists"),
        ("2024-01-01T99:99:99", "a date or a number is none that exists"),
        ("!!timestamp x", "a date or a number is none that exists"),
        ("!!bool x", "a date or a number is none that exists"),
        ("9" * 5000, "a date or a number is none that exists"),
        ("[" * 100_000 + "]" * 100_000, "nested deeper than 100 levels"),
    ],
)
def test_a_row_with_a_value_that_is_none_is_rejected_alone(tmp_path: Path, value: str, reason: str) -> None:
    path = tmp_path / "g.yaml"
    path.write_text(SAMPLE.read_text("utf-8").rstrip() + f"\n  - schedule: {value}\n", "utf-8")
    before = [r for r in SOURCES["guidelines"].read(SAMPLE) if isinstance(r, Record)]
    found = list(SOURCES["guidelines"].read(path))
    assert [r for r in found if isinstance(r, Record)] == before
    (rejection,) = [r for r in found if isinstance(r, Rejection)]
    assert reason in rejection.reason
