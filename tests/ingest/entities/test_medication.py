"""The attributes of a drug in prescriptions and trial arms."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clause import Clauses
from ingest.entities.medication import find_medication
from ingest.reading import Reading, read_text
from ingest.words import split_words
from tests.growth import Work, assert_linear


def found(text: str, kind: str) -> list[tuple[str, str | None, float | None, str | None]]:
    """The spans of a kind with status, number and unit."""
    return [
        (text[f.start : f.end], f.status, f.number, f.unit)
        for f in find_medication(read_text(text))
        if f.type == kind
    ]


@pytest.mark.parametrize(
    ("text", "span", "number", "unit"),
    [
        ("osimertinib 80 mg daily", "80 mg", 80, "mg"),
        ("paclitaxel 175 mg/m2", "175 mg/m2", 175, "mg/m2"),
        ("pemetrexed 500 mg/m^2", "500 mg/m^2", 500, "mg/m2"),
        ("cisplatin 40 mg/m(2)", "40 mg/m(2)", 40, "mg/m2"),
        ("gemcitabine 1,000 mg/m\u00b2", "1,000 mg/m\u00b2", 1000, "mg/m2"),
        ("bevacizumab 15 mg/kg", "15 mg/kg", 15, "mg/kg"),
        ("carboplatin AUC 5", "AUC 5", 5, "{AUC}"),
        ("temozolomide 75 mg/m2/day", "75 mg/m2/day", 75, "mg/m2/d"),
    ],
)
def test_dosage(text: str, span: str, number: float, unit: str) -> None:
    """The amount given, with its unit in one spelling."""
    assert found(text, "dosage") == [(span, None, number, unit)], f"read the dosage of: {text}"


def test_a_range_of_dosages_has_no_number() -> None:
    """A range waits for review."""
    assert found("docetaxel 60-75 mg/m2", "dosage") == [("60-75 mg/m2", "60-75", None, "mg/m2")]


@pytest.mark.parametrize(
    "text",
    [
        "creatinine 1.5 mg/dL on cisplatin",
        "serum albumin 30 g/L",
        "an AUC of 0.85 for the classifier",
        "50 Gy in 25 fractions",
        "haemoglobin 10 g",
    ],
)
def test_laboratory_values_are_no_dosage(text: str) -> None:
    """Concentrations and areas under other curves are left alone."""
    assert found(text, "dosage") == [], f"no dosage stands in: {text}"


def test_strength_and_form() -> None:
    """What a product holds is its strength, not what is given."""
    text = "gefitinib 250 mg tablets"
    assert found(text, "strength") == [("250 mg", None, 250, "mg")], "the amount of a tablet is its strength"
    assert found(text, "form") == [("tablets", "tablet", None, None)]
    assert found(text, "dosage") == []
    assert found("trastuzumab 600 mg/5 mL", "strength") == [("600 mg/5 mL", None, 600, "mg/5mL")]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("afatinib 40 mg p.o. daily", "oral"),
        ("vandetanib 300 mg, orally, once daily", "oral"),
        ("docetaxel 75 mg/m2 IV", "intravenous"),
        ("denosumab 120 mg SC", "subcutaneous"),
        ("methotrexate 15 mg IT", "intrathecal"),
    ],
)
def test_route(text: str, status: str) -> None:
    """How a drug is given."""
    assert [s for _, s, _, _ in found(text, "route")] == [status], f"read the route of: {text}"


@pytest.mark.parametrize(
    "text",
    ["stage IV NSCLC on osimertinib", "oral cavity cancer, cisplatin 40 mg/m2", "phase IV of cisplatin"],
)
def test_what_is_no_route(text: str) -> None:
    """Numerals and the mouth are no routes."""
    assert found(text, "route") == [], f"no route stands in: {text}"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("pembrolizumab 200 mg Q3W", "every 3 weeks"),
        ("nivolumab 240 mg every 2 weeks", "every 2 weeks"),
        ("cisplatin 75 mg/m2 every 21 days", "every 21 days"),
        ("sotorasib 960 mg BID", "twice-daily"),
        ("weekly cisplatin 40 mg/m2", "weekly"),
        ("gemcitabine 1000 mg/m2 on days 1, 8 and 15", "days 1,8,15"),
        ("paclitaxel 80 mg/m2 on days 1 and 8 of each 21-day cycle", "days 1,8 every 21 days"),
        ("docetaxel 75 mg/m2 q d 21", "every 21 days"),
    ],
)
def test_frequency(text: str, status: str) -> None:
    """How often a drug is given, in one form."""
    assert [s for _, s, _, _ in found(text, "frequency")] == [status], f"read the frequency of: {text}"


def test_radiotherapy_and_scans_have_no_drug_frequency() -> None:
    """`daily` of fractions and `every 8 weeks` of scans belong to no drug."""
    assert found("cisplatin was omitted; radiotherapy 2 Gy daily", "frequency") == []
    assert found("osimertinib 80 mg; CT scans every 8 weeks", "frequency") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("carboplatin AUC 5 for 6 cycles", [("6 cycles", None, 6, "{cycle}")]),
        ("dexamethasone 4 mg x 5 days", [("5 days", None, 5, "d")]),
        ("4-6 cycles of pemetrexed", [("4-6 cycles", "4-6", None, "{cycle}")]),
        ("osimertinib until disease progression", []),
        ("progression for 6 months", []),
    ],
)
def test_duration(text: str, expected: list[tuple[str, str | None, float | None, str | None]]) -> None:
    """How long a drug is given."""
    assert found(text, "duration") == expected, f"read the duration of: {text}"


_PIECES = st.sampled_from([
    "cisplatin ", "5", " mg", "/m2", "/", "AUC ", "q3w", " IV", "for ", "6", " cycles", "-", "days ", "1,",
    "until ",
    "progression", "BID ", "tablets", "(", "\u00b5g", "\n", "every ", "\U0001f600", "\u202e", "oral ",
])  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=80))
def test_never_fails(text: str) -> None:
    """No text makes it fail, and every span lies in the text."""
    for mention in find_medication(read_text(text)):
        assert 0 <= mention.start < mention.end <= len(text), "a span leaves the text"


@pytest.mark.parametrize("piece", ["5 mg ", "cisplatin ", "days 1,", "for 6 cycles ", "every 3 ", "(", "1, "])
def test_long_lines_take_linear_time(piece: str) -> None:
    def prepare(quarters: int) -> Work:
        text = piece * (10_000 // len(piece) * quarters)
        reading = Reading(text, split_words(text), Clauses(text), (), ())
        return lambda: list(find_medication(reading))

    assert_linear(prepare)


@pytest.mark.parametrize(
    ("text", "frequencies"),
    [
        ("denosumab 60 mg six-monthly", ["every 6 months"]),
        ("paclitaxel 80 mg/m2 5-weekly", ["every 5 weeks"]),
        ("aprepitant 125 mg day 1, 80 mg days 2-3", ["day 1", "days 2-3"]),
        ("vitamin D3 1,000 units daily", ["daily"]),
        ("oxycodone 5 mg PO q4-6h PRN", ["every 4-6 hours as needed"]),
        ("R-CHOP every 21 days for 6 cycles", ["every 21 days"]),
        ("EC followed by weekly paclitaxel 80 mg/m2", ["weekly"]),
    ],
)
def test_frequencies_in_further_words(text: str, frequencies: list[str]) -> None:
    assert [f[1] for f in found(text, "frequency")] == frequencies, f"read how often in: {text}"


def test_amounts_beside_food_forms_and_patches() -> None:
    assert found("ibuprofen 400 mg with food, omeprazole 20 mg OD", "dosage")[1][2] == 20, (
        "food is no analyte"
    )
    assert found("pantoprazole 40mg delayed-release tablet", "strength")[0][2:] == (40, "mg")
    assert found("fentanyl 25 mcg/hr patch", "strength")[0][2:] == (25, "ug/h")
    assert found("dexamethasone 8 mg BD x 5/7", "duration")[0][2:] == (5, "d")
    assert found("dexamethasone 8 mg, power 5/7", "duration") == []
