"""Implants told by their tubes and needles, and the external phase asked for without its implant."""

from collections.abc import Callable

import pytest

from ingest.bed_alone import read_beds
from ingest.external_phase import as_external_phase
from ingest.implant import read_implants
from ingest.profile import read_case
from tests.growth import assert_linear


@pytest.mark.parametrize(
    "text",
    [
        "Squamous lung ca regrown in the left main bronchus, stridor; catheter via bronchoscope, one session",
        "Tumour of the carina, haemoptysis, respiratory team will pass a bronchoscopic 5F catheter",
        "Oesophageal SCC, dysphagia, intraluminal catheter, one session",
        "pT1 N0 breast ca, tubes placed at lumpectomy, PBI twice daily",
        "Tongue SCC T1, needles rather than external beam",
        "Endometrial ca, inoperable, Norman-Simon capsules",
    ],
)
def test_tubes_and_needles_ask_for_an_implant(text: str) -> None:
    assert "brachytherapy" in read_case(text).values("modality"), text


@pytest.mark.parametrize(
    "text",
    [
        "NSCLC, endobronchial tumour, pleural catheter draining, haemoptysis",
        "NSCLC, bronchoscopy with suction catheter, chemoRT 60/30",
        "Breast ca pT1, breast implant in 2011, WLE, partial breast RT",
        "Oesophageal ca, catheter for feeding, palliative RT",
        "NSCLC T2 on a PICC catheter, declined surgery",
    ],
)
def test_another_tube_asks_for_none(text: str) -> None:
    assert "brachytherapy" not in read_case(text).values("modality"), text


@pytest.mark.parametrize(
    "text",
    [
        "pT1 N0 breast ca; HDR implant booked for Monday, sister died of lymphoma",
        "pT1 N0 breast ca, keen to avoid weeks of travel and has accepted a multicatheter implant",
    ],
)
def test_what_is_accepted_is_asked_for(text: str) -> None:
    assert "brachytherapy" in read_case(text).values("modality"), text


def test_a_relatives_course_is_not_the_patients() -> None:
    profile = read_case("Prostate ca T2; brother: bladder ca, had brachytherapy")
    assert "brachytherapy" not in profile.values("modality")


def test_the_second_of_two_treatments_refused_is_not_asked_for() -> None:
    assert not read_case("Lip SCC T1, refuses excision and brachytherapy").values("modality")
    assert read_case("NSCLC T1 N0, declined surgery and SABR booked").values("technique") == ("sbrt",)


@pytest.mark.parametrize(
    "text",
    [
        "Ca cervix IIIC1, cisplatin, EBRT phase; brachy to be booked separately",
        "Cervix SCC IIB, external phase now, brachytherapy at the other site",
        "Cervix SCC IIB. First phase: external pelvis with nodal SIB",
        "Prostate ca high risk GG4, EBRT component only, LDR boost to be done elsewhere",
    ],
)
def test_an_external_phase_alone_leaves_the_implant_to_others(text: str) -> None:
    profile = read_case(text)
    assert profile.values("given") == ("implant",), text
    assert profile.values("modality") == ("photon",), text


@pytest.mark.parametrize(
    "text",
    [
        "Cervix SCC IIB, EBRT + brachy",
        "Cervix SCC IIIB, phase 1 pelvis VMAT, phase 2 brachy",
        "Inoperable endometrial ca, external phase first, then HDR",
        "Cervix SCC IIIB, EBRT phase done, now brachy",
        "Glioblastoma, phase 1 VMAT 46/23 then boost 14/7",
    ],
)
def test_a_course_of_both_parts_keeps_its_implant(text: str) -> None:
    assert "implant" not in read_case(text).values("given"), text


def test_an_implant_two_weeks_before_the_beam_is_not_given_yet() -> None:
    profile = read_case("Prostate ca high risk T3a, HDR boost (one implant) 2/52 before pelvic IMRT")
    assert profile.values("modality") == ("brachytherapy",)
    assert profile.values("given") == ("external_beam",)


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Merkel cell ca arm, WLE clear, sentinel nodes negative, RT to the bed", True),
        ("Merkel cell ca scalp, excised, electrons to scar only", True),
        ("Merkel cell ca thigh, WLE clear, RT to primary site and draining basin", False),
        ("Merkel cell ca cheek, RT to the neck nodes and tumour bed", False),
    ],
)
def test_a_bed_is_alone_where_no_nodes_are_told(text: str, alone: bool) -> None:
    assert ("primary_bed" in read_case(text).values("target")) is alone, text


def test_what_is_asked_for_now_is_not_of_a_tumour_of_years_ago() -> None:
    profile = read_case("Inoperable endometrial ca stage I, DCIS excised 2011 - definitive HDR alone")
    assert profile.values("technique") == ("hdr",)


@pytest.mark.parametrize("read", [read_implants, read_beds, lambda text: as_external_phase(text, [])])
@pytest.mark.parametrize(
    "piece", ["bronchoscopy suite place ", "EBRT phase brachy to be ", "RT to tumour bed and ", "tubes were "]
)
def test_reading_grows_with_the_text_alone(piece: str, read: Callable[[str], object]) -> None:
    def prepare(quarters: int) -> Callable[[], object]:
        text = piece * 1_000 * quarters
        return lambda: read(text)

    assert_linear(prepare)
