from datetime import date

import pytest

from ontologies import icd10


def test_describes_a_code_in_the_words_of_the_tabular_list() -> None:
    assert icd10.describe("C50.412") == ("Malignant neoplasm of upper-outer quadrant of left female breast")


def test_describes_the_seventh_character() -> None:
    assert icd10.describe("M84.58XA").endswith("initial encounter for fracture")


@pytest.mark.parametrize("code", ["C34.3Z", "M84.58XZ", "X", "", "c50"])
def test_an_unknown_code_is_refused(code: str) -> None:
    with pytest.raises(icd10.UnknownCode):
        icd10.describe(code)
    assert not icd10.exists(code)
    assert not icd10.is_full(code)


def test_leaves_and_category() -> None:
    assert icd10.leaves("C34.1") == ("C34.10", "C34.11", "C34.12")
    assert icd10.leaves("C61") == ("C61",)
    assert icd10.category("C34.11") == "C34"
    with pytest.raises(icd10.UnknownCode):
        icd10.leaves("C99")


def test_a_category_is_not_a_full_code() -> None:
    assert icd10.is_full("C61")
    assert not icd10.is_full("C50")
    assert not icd10.is_full("S72.001")
    assert icd10.is_full("S72.001A")


@pytest.mark.parametrize(
    ("day", "name", "effective"),
    [
        (date(2015, 10, 1), "FY 2016", date(2015, 10, 1)),
        (date(2019, 4, 1), "FY 2019", date(2018, 10, 1)),
        (date(2020, 4, 2), "FY 2020, April update", date(2020, 4, 1)),
        (date(2021, 9, 30), "FY 2021, January update", date(2021, 1, 1)),
        (date(2022, 3, 31), "FY 2022", date(2021, 10, 1)),
        (date(2022, 4, 1), "FY 2022, April update", date(2022, 4, 1)),
        (date(2026, 10, 1), "FY 2027", date(2026, 10, 1)),
        (date(9999, 12, 31), "FY 10000", date(9999, 10, 1)),
    ],
)
def test_release_in_force(day: date, name: str, effective: date) -> None:
    assert icd10.release_on(day) == icd10.Release(name=name, effective=effective)


def test_before_icd10cm_there_is_no_release() -> None:
    assert icd10.release_on(date(2015, 9, 30)) is None
    assert not icd10.is_valid("C61", date(2015, 9, 30))
    assert "not in force" in icd10.validity("C61", date(2015, 9, 30)).explanation


def test_validity_is_certain_only_within_the_release_held() -> None:
    within = icd10.validity("C61", icd10.held().effective)
    assert within.valid and within.certain
    later = icd10.validity("C61", date(icd10.held().effective.year + 3, 1, 1))
    assert later.valid and not later.certain
    assert "is not held" in later.explanation
    assert not icd10.validity("C50", icd10.held().effective).valid
