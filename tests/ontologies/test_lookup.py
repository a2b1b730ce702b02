import pytest

from ontologies.lookup import look_up


@pytest.mark.parametrize(
    ("asked", "curie"),
    [
        ("C50.412", "icd10cm:C50.412"),
        ("c61", "icd10cm:C61"),
        ("icd10cm:C34", "icd10cm:C34"),
        ("Herceptin", "oncograph:trastuzumab"),
        ("oncograph:trastuzumab", "oncograph:trastuzumab"),
        ("oncograph:breast-cancer", "oncograph:breast-cancer"),
        ("GBM", "oncograph:glioblastoma"),
    ],
)
def test_first_found(asked: str, curie: str) -> None:
    assert look_up(asked)[0].curie == curie


@pytest.mark.parametrize("asked", ["zzzqq", "icd10cm:C99", "oncograph:nothing", "ncit:C0", "", "zz"])
def test_what_is_unknown_is_an_empty_answer(asked: str) -> None:
    assert look_up(asked) == []


def test_words_of_a_description_find_its_codes() -> None:
    found = look_up("upper-outer quadrant left female", limit=5)
    assert found[0].curie == "icd10cm:C50.412"
    assert len(look_up("neoplasm", limit=5)) == 5


def test_a_drug_names_its_approvals() -> None:
    said = dict(look_up("vemurafenib")[0].said)
    assert any(what.startswith("approved 2011") for what in said)
