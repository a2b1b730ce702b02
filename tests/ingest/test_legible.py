"""Odd spaces are read as plain ones, offsets unmoved; the kind of a prescription is told."""

import pytest

from ingest.extract import extract_text
from ingest.profile import read_case
from ingest.report_kind import kind_of


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u202f", "\u2007", "\u200a"])
def test_odd_spaces_are_spaces(space: str) -> None:
    plain = "Stage IIIA lung cancer, cT3 N2 M0, ECOG 1, 60 Gy in 30 fractions, cisplatin 75 mg/m2"
    text = plain.replace(" ", space)
    found, expected = extract_text(text).mentions, extract_text(plain).mentions
    places = [(m.type, m.start, m.end, m.status) for m in found]
    assert places == [(m.type, m.start, m.end, m.status) for m in expected], "read it as in plain spaces"
    assert all(text[m.start : m.end] == m.text for m in found), "offsets are the given text's"
    case = read_case(text)
    assert [f.value for f in case.findings] == [f.value for f in read_case(plain).findings], "cases alike"
    assert all(text[f.start : f.end] == f.text for f in case.findings), "and quoted as written"


def test_a_hyphen_that_does_not_break() -> None:
    found = extract_text("45 Gy in 1.8\u2011Gy fractions").mentions
    assert [m.value and m.value.number for m in found] == [45, 1.8], "a hyphen is a hyphen"


@pytest.mark.parametrize(
    "text",
    [
        "RT prescription\nTarget: PTV54\n54 Gy / 30 fx / 1.8 Gy per fx",
        "RT summary: R breast 26 Gy/5 fx, completed",
    ],
)
def test_the_kind_of_a_prescription_is_told(text: str) -> None:
    assert kind_of(text) == "radiotherapy", f"{text}: it is a radiotherapy record"
