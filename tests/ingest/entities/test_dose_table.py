"""Rows of tables of courses, with a head that names the columns and without one."""

import pytest

from ingest.entities.dose_table import read_dose_tables
from ingest.entities.radiation import find_radiation
from ingest.reading import read_text

_KINDS = {"radiation_dose": "D", "dose_per_fraction": "d", "fractions": "N"}


def rows(text: str) -> set[tuple[str, str, float | None]]:
    """Kind, words and number of every cell with a number."""
    cells = [cell.found for cell in read_dose_tables(text)]
    return {(_KINDS[c.type], text[c.start : c.end], c.number) for c in cells if c.type in _KINDS}


@pytest.mark.parametrize(
    "text",
    [
        "Site | Dose (Gy) | # fx | Dose/fx (Gy)\nPTV1 | 50 | 25 | 2.0\n",
        "PTV1  50 Gy  25  2.0",
        "PTV1 | 50 Gy | 25 | 2.0 | 6 MV",
        "| PTV1 | 50 Gy | 25 | 2.0 |",
        "PTV1\t25\t2.0\t50 Gy",
        "Plan below.\nPTV1   50 Gy   25 fx   2.0\nPTV2   60 Gy   29   2.0\n",
    ],
)
def test_a_row_is_read_with_a_head_or_by_its_product(text: str) -> None:
    found = {(kind, number) for kind, _, number in rows(text)}
    assert found == {("D", 50), ("N", 25), ("d", 2)}, "read the row whose numbers multiply out, and no other"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chest wall | 5040 cGy | 28 | 180", {("D", "5040 cGy", 50.4), ("N", "28", 28), ("d", "180", 1.8)}),
        (
            "Breast\t40.05 Gy\t15\t2.67 Gy",
            {("D", "40.05 Gy", 40.05), ("N", "15", 15), ("d", "2.67 Gy", 2.67)},
        ),
        ("Whole pelvis  50 Gy  25  2", {("D", "50 Gy", 50), ("N", "25", 25), ("d", "2", 2)}),
        ("Femur | 8 Gy | 1 | 8 Gy", {("D", "8 Gy", 8), ("N", "1", 1), ("d", "8 Gy", 8)}),
    ],
)
def test_units_and_orders_of_a_row_without_a_head(text: str, expected: set[tuple[str, str, float]]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "PTV1 | 50 Gy | 24 | 2.0",
        "PTV1 | 50 | 25 | 2.0",
        "Prostate | 60 Gy | 3 | 20",
        "Spinal cord | 45 Gy | 25 | 1.8",
        "Max | 54 Gy | 27 | 2.0",
        "PTV1 | 50 Gy | 25",
        "PTV1 | 50 Gy | 25 | 2.0 | 12",
        "PTV1 50 Gy 25 2.0",
        "PTV1 | 50 Gy | 25 | 200 cGy",
    ],
)
def test_a_row_that_could_be_something_else_is_not_read(text: str) -> None:
    assert rows(text) == set(), "one order of three numbers must multiply out, with a unit, for no organ"


def test_the_part_in_its_cell_is_no_total() -> None:
    text = "| Left breast | 40.05 Gy | 15 | 2.67 Gy |"
    found = [(f.type, text[f.start : f.end]) for f in find_radiation(read_text(text))]
    assert ("radiation_dose", "2.67 Gy") not in found
    assert ("dose_per_fraction", "2.67 Gy") in found
