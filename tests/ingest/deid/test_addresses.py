"""Addresses of several lands whole, and the numbers and handles that stand in a form beside them."""

import pytest

from ingest.deid.contacts import find_contacts
from ingest.deid.deidentified import deidentify
from ingest.deid.identifier import settle
from ingest.deid.numbers import find_numbers
from ingest.deid.recognisers import own_identifiers


@pytest.mark.parametrize(
    ("text", "gone", "left"),
    [
        ("at 19 Main St., Peoria IL 61602. Well.", ("19 Main", "Peoria", "61602"), ("Well",)),
        ("Washington DC 20500", ("Washington", "20500"), ()),
        ("3 Fern Close, Hexham. Stage II.", ("Fern", "Hexham"), ("Stage II",)),
        ("5 Elm Grove, Thetford IP24 1AA, with pain", ("Elm", "Thetford", "IP24"), ("with pain",)),
        ("Yew Cottage\nMill Lane\nAlnwick\nNE66 1AB\n\nDear", ("Yew", "Mill", "Alnwick", "NE66"), ("Dear",)),
        ("Gartenstra\u00dfe 9, 72074 T\u00fcbingen", ("Garten", "72074", "T\u00fcbingen"), ()),
        ("vive en Calle Luna 4, Sevilla.", ("Luna", "Sevilla"), ()),
        ("12 rue des Lilas, 59000 Lille", ("Lilas", "59000", "Lille"), ()),
        ("H.No. 8-2-11, Nehru Nagar, Pune 411001", ("8-2-11", "Nehru", "Pune", "411001"), ()),
        ("4 Broad Street, Surulere, Lagos", ("Broad", "Surulere", "Lagos"), ()),
        ("The Surgery, Wymondham", ("Wymondham",), ("Surgery",)),
        ("St. Anne's Hospital", ("Anne",), ()),
        ("teaches at Notre Dame High School", ("Notre Dame",), ()),
        ("Treated at Bart's on linac 2", ("Bart",), ("linac 2",)),
        ("works at Tesco, lives near Skegness", ("Tesco", "Skegness"), ()),
        ("Room 317C, bed 2", ("317C",), ("bed 2",)),
        ("Address: 4 Oak Rd. Ca cervix IIB. EBRT 50 Gy/25#.", ("Oak",), ("Ca cervix IIB", "50 Gy/25#")),
        ("seen in Manchester by us; Manchester system", ("in Manchester",), ("Manchester system",)),
    ],
)
def test_an_address_goes_whole_and_nothing_else(
    text: str, gone: tuple[str, ...], left: tuple[str, ...]
) -> None:
    out = deidentify(text, "p", b"secret-of-a-test").text
    assert not [g for g in gone if g in out], f"{out!r}: a part of an address stands"
    assert not [w for w in left if w not in out], f"{out!r}: more than the address is gone"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Driver licence HOLLI604121B88", "HOLLI604121B88"),
        ("Cert. No. 71-QX-3321", "71-QX-3321"),
        ("Beneficiary ID 7KD2-XX9", "7KD2-XX9"),
        ("Job: 330912", "330912"),
        ("INSEE 2 61 07 59 350 114 22", "2 61 07 59 350 114 22"),
        ("UHID: 20230088121", "20230088121"),
        ("Folder No 44-8812", "44-8812"),
        ("Versichertennummer: Q332211009", "Q332211009"),
        ("MRN 00-44-12", "00-44-12"),
        ("DNI 87654321X", "87654321X"),
        ("MR#: 4410027", "4410027"),
    ],
)
def test_a_number_is_found_under_the_labels_of_many_lands(text: str, value: str) -> None:
    found = [text[i.start : i.end] for i in settle(find_numbers(text), text)]
    assert found == [value], f"{text!r}: add the label to ingest/deid/numbers.py"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Twitter @ivy_t61", "@ivy_t61"),
        ("Instagram: ivy.t", "ivy.t"),
        ("username: ivyt1961", "ivyt1961"),
        ("@ivythrale on TikTok", "@ivythrale"),
        ("(0114 496 0000)", "0114 496 0000"),
        ("98450 12345", "98450 12345"),
    ],
)
def test_a_way_to_reach_someone_is_found(text: str, value: str) -> None:
    assert [text[i.start : i.end] for i in settle(find_contacts(text), text)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "@isocentre, 2 Gy @bedtime, 95% @T10, prn @night",
        "Case: T2N1M0. Report: 2.5 cm. RTOG 0617. plan ID 4. Op 1234. CR 3000 mg. visit 3 of 4",
        "Plan: Cisplatin, Etoposide, Bleomycin. Site: Brain, Spine. 2 Left Way. Main bronchus. Bed 2",
        "Milan criteria, Paris system, Bethesda IV, seen in CHAARTED, treated in KEYNOTE-189",
    ],
)
def test_doses_sites_and_trials_are_no_addresses(text: str) -> None:
    found = [(text[i.start : i.end], i.kind) for i in own_identifiers(text)]
    assert not found, f"over-redacted {found}"


def test_the_date_of_a_visit_is_a_date_and_a_foreign_postcode_shows_no_figure() -> None:
    out = deidentify(
        "Date of Visit: 05/14/2024. Gartenstra\u00dfe 9, 72074 T\u00fcbingen.", "p", b"secret"
    ).text
    assert "ACCESSION" not in out
    assert "720" not in out, "the first figures stay only of a ZIP, whose areas are counted"
    assert "616**" in deidentify("Peoria, IL 61602", "p", b"secret").text
