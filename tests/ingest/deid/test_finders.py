"""Each finder on short invented texts: what it takes, and what it leaves."""

from datetime import UTC, date, datetime

import pytest

from ingest.deid.contacts import find_contacts
from ingest.deid.dates import find_dates, order_of, read_days
from ingest.deid.identifier import KINDS, SAFE_HARBOR, Identifier, settle
from ingest.deid.names import find_names
from ingest.deid.numbers import aadhaar_checks, find_numbers, luhn_checks, nhs_checks
from ingest.deid.places import find_places
from ingest.deid.recognisers import identifiers


def said(text: str, found: list[Identifier]) -> list[str]:
    return [text[i.start : i.end] for i in settle(found, text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mr Smith and Mrs Ngozi Okafor attended.", ["Smith", "Ngozi Okafor"]),
        ("Dear Dr Müller-Lüdenscheidt,", ["Müller-Lüdenscheidt"]),
        ("Name: jane doe   DOB: 1/2/50", ["jane doe"]),
        ("Patient: THISTLEWOOD, Gareth", ["THISTLEWOOD, Gareth"]),
        ("Seen by Dr. J. R. van der Berg today.", ["J. R. van der Berg"]),
        ("Yours sincerely,\n\nImogen Blackwood\nConsultant", ["Imogen Blackwood"]),
        ("Reported: Masahiro Kuroda, MD", ["Masahiro Kuroda"]),
        ("Accompanied by her husband Kaveh.", ["Kaveh"]),
        ("Itzel Zambrano is a 61-year-old woman.", ["Itzel Zambrano"]),
        ("Mr Hodgkin has Hodgkin lymphoma.", ["Hodgkin"]),
        ("Mrs Young is a young woman.", ["Young"]),
        ("Signed by 王伟.", ["王伟"]),
        ("Thistlewood's wife rang.", ["Thistlewood"]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert said(text, find_names(text)) == names


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("MRN: 00123456", "mrn", "00123456"),
        ("Hospital No. A123456", "mrn", "A123456"),
        ("Accession # S21-12345", "accession", "S21-12345"),
        ("Insurance policy number ABC123456", "plan", "ABC123456"),
        ("Acct: 99-1234-5", "account", "99-1234-5"),
        ("card 4556 1568 2160 9393", "account", "4556 1568 2160 9393"),
        ("NHS 943 476 5919", "nhs", "943 476 5919"),
        ("UIDAI 2345 6789 0124", "aadhaar", "2345 6789 0124"),
        ("his car AB12 CDE", "vehicle", "AB12 CDE"),
        ("device serial no PJN720451H", "device", "PJN720451H"),
        ("Passport number 533380006", "national", "533380006"),
        ("GMC 7654321", "licence", "7654321"),
        ("Subject ID 1001-234", "number", "1001-234"),
        ("retina scan ID 88123", "biometric", "88123"),
    ],
)
def test_numbers(text: str, kind: str, value: str) -> None:
    found = settle(find_numbers(text), text)
    assert [(i.kind, text[i.start : i.end]) for i in found] == [(kind, value)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Tel: 020 7946 0958", ["phone"]),
        ("fax (555) 123-4567", ["fax"]),
        ("+44 7700 900123", ["phone"]),
        ("a.b@nhs.example.net", ["email"]),
        ("see https://x.example.org/y.", ["url"]),
        ("from 58.74.121.78", ["ip"]),
        ("pectinase (EC 3.1.1.11), section 4.1.2.1", []),
        ("on 5040 cGy, call 3 days later, home 2 weeks", []),
    ],
)
def test_contacts(text: str, kinds: list[str]) -> None:
    assert [i.kind for i in settle(find_contacts(text), text)] == kinds


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("lives in Penrith, drives", ["Penrith"]),
        ("12 Oak Lane, SW1A 2AA", ["12 Oak Lane", "SW1A 2AA"]),
        ("Springfield, IL 62701", ["Springfield", "62701"]),
        ("transferred from Ludlow.", ["Ludlow"]),
        ("Born in Nigeria, lives in Texas", []),
        ("T2 N1 1LN M0, Breast Clinic, Vascular Surgery", []),
    ],
)
def test_places(text: str, places: list[str]) -> None:
    assert said(text, find_places(text)) == places


@pytest.mark.parametrize(
    "written",
    [
        "12/03/2021",
        "2021-03-12",
        "12.03.2021",
        "12 March 2021",
        "12th of March 2021",
        "March 12, 2021",
        "12-Mar-2021",
    ],
)
def test_a_date_is_read_in_every_way_it_is_written(written: str) -> None:
    (day,) = read_days(f"Seen {written}, well.", date(2026, 1, 1))
    assert day.day == date(2021, 3, 12), f"{written} was read as {day.day}"


def test_the_order_of_days_and_months_is_the_text_s_own() -> None:
    assert order_of("03/04/2021 and 04/25/2021") == "mdy"
    assert order_of("03/04/2021 and 25/04/2021") == "dmy"


def test_years_ages_and_fractions_stay() -> None:
    text = "In 2011, aged 78, 78yo, 3/12 nodes, 5/7, T2/3, 10-20 mg, in 30 fractions, may return, BP 120/95"
    found = [text[i.start : i.end] for i in find_dates(text, datetime.now(UTC).date())]
    assert not found, f"{found} identifies nobody"


def test_checksums() -> None:
    assert nhs_checks("943 476 5919")
    assert not nhs_checks("943 476 5918")
    assert aadhaar_checks("2345 6789 0124")
    assert not aadhaar_checks("2345 6789 0123")
    assert luhn_checks("4556156821609393")
    assert not luhn_checks("4556156821609394")


def test_presidio_s_own_recognisers_take_part() -> None:
    text = "Refund to GB82 WEST 1234 5698 7654 32 please."
    assert [text[i.start : i.end] for i in identifiers(text)] == ["GB82 WEST 1234 5698 7654 32"]


def test_every_class_falls_under_a_letter_of_safe_harbor() -> None:
    assert set(SAFE_HARBOR) == set(KINDS)
    assert set(SAFE_HARBOR.values()) == set("ABCDEFGHIJKLMNOPQR"), "one letter of the rule has no class"
