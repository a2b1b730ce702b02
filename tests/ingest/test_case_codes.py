"""A case read and coded: which side, grade and place its code tells."""

from datetime import date

import pytest

from ingest.profile import read_case
from kg.coding import code_case


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Solitary kidney L with 4 cm clear cell RCC, R nephrectomy 2008 for stones, SABR", "C64.2"),
        ("RCC 4 cm lt kidney, right removed 1990 after trauma, SABR", "C64.2"),
        ("Wilms tumour, R nephrectomy, flank RT", "C64.1"),
        ("Fungating LT breast ca, pacemaker on the RIGHT", "C50.912"),
        ("Follicular lymphoma gr 1 stage III", "C82.08"),
        ("Follicular lymphoma stage III", "C82.98"),
        ("Oligodendroglioma grade 2 of the left insula", "C71.0"),
    ],
)
def test_neither_a_kidney_that_is_out_nor_the_number_of_a_stage_decides_a_code(text: str, code: str) -> None:
    found = code_case(read_case(text), text, date(2026, 11, 1))
    assert found[0].code == code, f"{text!r} is coded {found[0].code}: see kg/coding.py, ontologies/leaf.py"
