"""Counts of fractions: elided, given in part, lost, and bare; ranges with a hanging hyphen; tables."""

import pytest

from ingest.entities import FINDERS
from ingest.overlap import resolved
from ingest.reading import read_text


def _numbers(text: str) -> list[tuple[str, float | None]]:
    reading = read_text(text)
    kinds = {"radiation_dose": "D", "dose_per_fraction": "E", "fractions": "N"}
    found = resolved(f for find in FINDERS.values() for f in find(reading))
    return [(kinds[f.type], f.number) for f in found if f.type in kinds and f.tier != "dropped"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("36 Gy in 12 or 24 Gy in 4 fractions", [("D", 36), ("N", 12), ("D", 24), ("N", 4)]),
        ("40 Gy in 15 versus 50 Gy in 25 fractions", [("D", 40), ("N", 15), ("D", 50), ("N", 25)]),
        ("50 Gy in 5 versus 60 Gy in 6 weeks", [("D", 50), ("D", 60)]),
        ("45 Gy in 1.8- to 2-Gy fractions", [("D", 45), ("E", None)]),
        ("5- to 6-Gy fractions", [("E", None)]),
        ("8Gy SF to the hip", [("D", 8), ("N", 1)]),
        ("50 Gy / 25. Cerebellum 21 Gy/3.", [("D", 50), ("N", 25), ("D", 21), ("N", 3)]),
        ("72 GyRBE in 36 fractions", [("D", 72), ("N", 36)]),
        ("58 GyRBE/29", [("D", 58), ("N", 29)]),
        ("CRT 64/32 with cisplatin; BP 120/80", [("D", 64), ("N", 32)]),
        ("Radiotherapy started 20/10", []),
        ("Radiotherapy on week 3 (17/33 #)", [("N", 17), ("N", 33)]),
        ("Dose: 4500 cGy  Fractions: 25/25", [("D", 45), ("N", 25), ("N", 25)]),
        ("He received 30 Gy of a planned 50 Gy", [("D", 30), ("D", 50)]),
        (
            "21 of 30 planned fractions were delivered (42 of 60 Gy)",
            [("N", 21), ("N", 30), ("D", 42), ("D", 60)],
        ),
        ("The last 5.4 Gy of the 50.4 Gy", [("D", 5.4), ("D", 50.4)]),
        ("He missed 3 fractions of radiotherapy", []),
        ("55 Gy in 20 fractions, missing 1 fraction, which was compensated", [("D", 55), ("N", 20)]),
        ("A gap of 4 fractions of radiotherapy; 2 fractions were omitted", []),
        ("After 12 fractions, replanning of radiotherapy was done", []),
        ("After 12 fractions of 2 Gy he stopped", [("N", 12), ("E", 2)]),
        ("weekly cisplatin with RT, #3 given today", []),
        ("30 fractions of 2 Gy", [("N", 30), ("E", 2)]),
    ],
)
def test_counts(text: str, numbers: list[tuple[str, float | None]]) -> None:
    """A count is a course's; what was lost, or only a moment of it, is none."""
    assert _numbers(text) == numbers, f"{text}: doses, doses per fraction and counts in their order"


def test_rows_of_a_table() -> None:
    """The units stand in the head."""
    text = "Site | Dose/fx (cGy) | # fx | Total dose (cGy)\nLt breast | 267 | 15 | 4005"
    assert _numbers(text) == [("E", 2.67), ("N", 15), ("D", 40.05)], "read the row under its head"
    assert _numbers("Lab | Dose | fraction\na | 20 | 3") == [], "a table without Gy is no course's"


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("8 Gy x 1 to left knee", "knee"),
        ("Site: Whole brain. Dose: 20 Gy", "Whole brain"),
        ("54 Gy in 3 fx to LLL nodule", "LLL nodule"),
        ("60 Gy in 30 fractions to PTV60", "PTV60"),
        ("Dose to PTV_High 66 Gy", "PTV_High"),
        ("27 Gy in 3 fractions to resection cavity", "resection cavity"),
        ("RT: T7-T9 20 Gy in 5 fractions", "T7-T9"),
        ("45 Gy in 25 fractions to the low pelvis", "pelvis"),
        ("Chest wall: 40 Gy in 15 fractions", "Chest wall"),
        ("She was treated to the L2 vertebra with 8 Gy", "L2"),
    ],
)
def test_targets(text: str, site: str) -> None:
    """Behind a count, a label or a word of aiming, and at the head of an item with its dose."""
    found = FINDERS["radiation"](read_text(text))
    assert site in [text[f.start : f.end] for f in found if f.type == "target_site"], f"{text}: {site}"


@pytest.mark.parametrize("text", ["T2 N1 tumours, 50 Gy in 25 fractions", "PTV margin of 5 mm, 50 Gy"])
def test_no_targets(text: str) -> None:
    found = FINDERS["radiation"](read_text(text))
    assert not [f for f in found if f.type == "target_site"], f"{text}: nothing is aimed at"
