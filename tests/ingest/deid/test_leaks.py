"""Identifiers that once stayed in the text: names of further origins, national numbers, ages and dates."""

from datetime import date

import pytest

from ingest.deid.ages import find_ages
from ingest.deid.contacts import find_contacts
from ingest.deid.identifier import Identifier, settle
from ingest.deid.names import find_names
from ingest.deid.numbers import find_numbers
from ingest.deid.recognisers import own_identifiers


def said(text: str, found: list[Identifier]) -> list[str]:
    return [text[i.start : i.end] for i in settle(found, text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Dr. Mohammed al-Rashid consulted.", ["Mohammed al-Rashid"]),
        ("Dr Stone removed kidney stones.", ["Stone"]),
        ("Dr Letter dictated, Dr on call.", []),
        ("The patient ΙΩΑΝΝΗΣ Παπαδόπουλος was seen in the clinic today.", ["ΙΩΑΝΝΗΣ Παπαδόπουλος"]),
        ("α/β ratio of 3, TNF-α and Δ of 2 mm", []),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert said(text, find_names(text)) == names, f"take the names of: {text}"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("driving licence 123 456 789", ["123 456 789"]),
        ("CPF 123.456.789-09 and RG 12.345.678-9", ["123.456.789-09", "12.345.678-9"]),
        ("NIR 2 50 04 75 116 001 23", ["2 50 04 75 116 001 23"]),
        ("PPSN 1234567TW", ["1234567TW"]),
        ("His car reg is 191-G-44821.", ["191-G-44821"]),
        ("licence 123456 and 50 Gy in 25 fractions", ["123456"]),
        ("1 50 Gy, 2 20 Gy and 60 Gy in 30 fractions over 6 weeks", []),
    ],
)
def test_numbers(text: str, numbers: list[str]) -> None:
    assert said(text, find_numbers(text)) == numbers, f"take the numbers of: {text}"


def test_a_day_with_its_hour_is_no_telephone() -> None:
    assert find_contacts("Signed electronically on 06/29/2022 14:33.") == []


def test_an_account_with_its_prefix_goes_whole() -> None:
    assert said("skype: live:ann.w31", find_contacts("skype: live:ann.w31")) == ["live:ann.w31"]


def test_age_at_an_event() -> None:
    assert said("was 93 on admission", find_ages("was 93 on admission", date(2026, 1, 1))) == ["93"]
    assert find_ages("The score was 93 on the scale", date(2026, 1, 1)) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ST. BRIGID'S REGIONAL CANCER CENTRE\nDepartment of Radiotherapy",
         [("ST. BRIGID'S REGIONAL CANCER CENTRE", "place")]),
        ("Ioannis PAPADOPOULOS attended.", [("Ioannis PAPADOPOULOS", "name")]),
        ("Seen with Siaosi Tu\u02bbipelehake today.", [("Siaosi Tu\u02bbipelehake", "name")]),
        ("Job 4451/882134 typed.", [("4451/882134", "accession")]),
        ("The referral came from a clinic in the town of Λάρισα last month.", [("Λάρισα", "place")]),
        ("Oral PREDNISOLONE daily, Weekly PACLITAXEL, DISCHARGE FROM HOSPITAL", []),
    ],
)  # fmt: skip
def test_heads_in_capitals_and_names_of_further_shapes(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(text[i.start : i.end], i.kind) for i in own_identifiers(text)] == wanted, f"take: {text}"
