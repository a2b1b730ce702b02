"""Radiology reports as records: categories, lesions, response."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extract import extract_text
from ingest.records.definition import categories_of, define
from ingest.records.radiology import read_radiology

PROSTATE = """EXAM: MRI prostate
COMPARISON: MRI from 2021
FINDINGS: Right peripheral zone mid-gland lesion measuring 1.4 x 0.9 cm, PI-RADS 4.
Left transition zone lesion 8 mm, PI-RADS 3. No pelvic lymphadenopathy. No osseous metastases.
IMPRESSION: PI-RADS score: 4."""


def test_prostate_mri() -> None:
    record = read_radiology(PROSTATE)
    assert [s.value for s in record.study] == ["MRI"]
    assert record.comparison and record.comparison.value == "MRI from 2021"
    assert [c.category for c in record.categories] == ["4", "3", "4"]
    first, second = record.lesions
    assert (first.size_mm, first.laterality and first.laterality.value) == (14, "right")
    assert first.categories[0].category == "4"
    assert (second.size_mm, second.location and second.location.value) == (8, "Left transition zone")
    assert [(n.value, n.where and n.where.value) for n in record.nodes] == [("absent", "pelvic")]
    assert [m.value for m in record.metastases] == ["absent"]


@pytest.mark.parametrize(
    ("text", "system", "category"),
    [
        ("BT-RADS 3c", "BT-RADS", "3c"),
        ("BT-RADS: 1a", "BT-RADS", "1a"),
        ("BTRADS category 2", "BT-RADS", "2"),
        ("PI-RADS v2.1 category 5", "PI-RADS", "5"),
        ("PIRADS 4/5", "PI-RADS", "4"),
        ("BI-RADS Category 4A", "BI-RADS", "4A"),
        ("ACR BI-RADS: 0", "BI-RADS", "0"),
        ("LR-5", "LI-RADS", "5"),
        ("LI-RADS 4", "LI-RADS", "4"),
        ("LR-M", "LI-RADS", "M"),
        ("LR-TIV", "LI-RADS", "TIV"),
        ("LR-TR Viable", "LI-RADS", "TR viable"),
        ("LR-TR nonviable", "LI-RADS", "TR nonviable"),
        ("Lung-RADS 4B", "Lung-RADS", "4B"),
        ("Lung-RADS category 2S", "Lung-RADS", "2"),
        ("ACR TI-RADS 4", "TI-RADS", "4"),
        ("TI-RADS category TR3", "TI-RADS", "3"),
        ("Deauville score 2", "Deauville", "2"),
        ("Deauville 5-point scale: 4", "Deauville", "4"),
    ],
)
def test_category_with_its_definition(text: str, system: str, category: str) -> None:
    found = read_radiology(f"Assessment is {text}.").categories
    assert [(c.system, c.category) for c in found] == [(system, category)], text
    assert found[0].definition == define(system, category), "every category must carry its definition"


@pytest.mark.parametrize(
    "text",
    [
        "No PI-RADS 4 or 5 lesion.",
        "BI-RADS 7",
        "PI-RADS 4.5",
        "PI-RADS v2",
        "BI-RADS 12",
        "LR-9",
        "Deauville criteria were used.",
    ],
)
def test_what_is_no_category(text: str) -> None:
    assert read_radiology(text).categories == (), text


def test_earlier_categories_are_marked() -> None:
    found = read_radiology("BI-RADS 2, previously BI-RADS 3.").categories
    assert [(c.category, c.earlier) for c in found] == [("2", False), ("3", True)]


def test_a_printed_key_is_left_out() -> None:
    key = "\n".join(f"BI-RADS {n}: meaning" for n in range(7))
    record = read_radiology(f"IMPRESSION: Benign, BI-RADS 2.\n\n{key}")
    assert [c.category for c in record.categories] == ["2"]
    assert any("key" in w for w in record.warnings)


def test_growth_and_response() -> None:
    record = read_radiology(
        "CT chest. 12 mm spiculated nodule in the right upper lobe, previously 8 mm. Consistent with "
        "progressive disease "
        "by RECIST 1.1."
    )
    (lesion,) = record.lesions
    assert (lesion.size_mm, lesion.earlier_mm, lesion.location and lesion.location.value) == (
        12,
        8,
        "right upper lobe",
    )
    assert [r.value for r in record.response] == ["progressive disease"]
    assert record.response[0].definition and record.criteria and record.criteria.value == "RECIST 1.1"


@pytest.mark.parametrize(
    "text",
    [
        "No evidence of disease progression.",
        "Rule out tumor progression.",
        "Possible progressive disease.",
        "ER+ PR+",
    ],
)
def test_response_is_never_read_from_what_is_not_asserted(text: str) -> None:
    assert read_radiology(text).response == (), text


def test_every_category_is_defined_in_a_named_version() -> None:
    for system in ("BT-RADS", "PI-RADS", "BI-RADS", "LI-RADS", "Lung-RADS", "TI-RADS", "Deauville", "RECIST"):
        for category in categories_of(system):
            meaning = define(system, category)
            assert meaning and meaning.text.endswith("."), f"define {system} {category} in reporting.yaml"
    assert define("PI-RADS", "6") is None
    assert define("none", "1") is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*PROSTATE.split(), "LR-", "BI-RADS", "4", "(", "\n", "previously", "no", "mm", "x"]),
        max_size=60,
    )
)
def test_never_fails_on_its_own_words(words: list[str]) -> None:
    text = " ".join(words)
    record = read_radiology(text)
    parts = (record.categories, record.lesions, record.response, record.nodes, record.metastases)
    for start, end in ((part.start, part.end) for listed in parts for part in listed):
        assert 0 <= start < end <= len(text)


def test_a_category_told_behind_a_numbered_lesion_is_its_own() -> None:
    found = extract_text(
        "MRI prostate\nLesion 1: left peripheral zone, 14 mm.\nPI-RADS 4.\n"
        "Lesion 2: right transition zone, 8 mm. PI-RADS 3.",
        "radiology",
    ).record
    assert found is not None
    assert [[c["category"] for c in one["categories"]] for one in found["lesions"]] == [["4"], ["3"]]
