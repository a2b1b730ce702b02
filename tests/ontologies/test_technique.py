"""No technique is named for a day before it was in use."""

from datetime import date

import pytest

from ontologies.modality import Technique
from ontologies.technique import load_techniques, usual


@pytest.mark.parametrize(
    ("year", "expected"), [(1985, None), (1999, "3d-crt"), (2003, "imrt"), (2007, "imrt"), (2008, "vmat")]
)
def test_the_usual_technique_is_one_of_its_day(year: int, expected: Technique | None) -> None:
    assert usual(("vmat", "imrt", "3d-crt"), date(year, 6, 30)) == expected


def test_older_techniques_are_of_every_day() -> None:
    assert usual(("2d",), date(1960, 1, 1)) == "2d"
    assert usual((), date(2026, 1, 1)) is None


def test_every_year_says_what_it_rests_on() -> None:
    for era in load_techniques().values():
        assert str(era.routine_from)[:2] in era.source, f"{era.technique}: name the source and its year"
