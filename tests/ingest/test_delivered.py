"""What is left to give once external radiotherapy has been given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.delivered import remaining_part
from ingest.mention import Mention
from ingest.profile import read_case


def _wish(text: str, word: str) -> list[Mention]:
    at = text.find(word)
    return [Mention("axis", "target", "brachy_boost", at, at + len(word))]


@pytest.mark.parametrize(
    "text",
    [
        "EBRT 46/23 completed, HDR boost",
        "pelvis 45 Gy/25 done; HDR boost",
        "just finished chemoRT, now HDR boost",
        "phase 1 delivered. HDR boost",
        "external beam 37.5 in 15 to prostate and SV already being given, HDR boost",
        "EBRT 46/23 in progress; HDR boost",
        "whole breast 40/15 ends Friday, HDR boost",
        "external 45/25 over on Tuesday, HDR boost",
    ],
)
def test_a_boost_after_what_was_given_is_told(text: str) -> None:
    left = remaining_part(text, _wish(text, "HDR boost"))
    assert [m.value for m in left if m.name == "given"] == ["external_beam"], text


@pytest.mark.parametrize(
    "text",
    ["EBRT then HDR boost", "EBRT with HDR boost, to be completed by May", "hormones done, HDR boost"],
)
def test_a_boost_that_is_planned_with_the_rest_is_no_remaining_part(text: str) -> None:
    assert not [m for m in remaining_part(text, _wish(text, "HDR boost")) if m.name == "given"], text


def test_the_dose_given_is_not_asked_for_again() -> None:
    profile = read_case("Ca prostate cT2c 4+3 PSA 14, EBRT 46/23 completed, now for LDR seed boost")
    assert not profile.values("asked_course") and profile.values("modality") == ("brachytherapy",)


@pytest.mark.parametrize(
    "text",
    [
        "Ca prostate high risk, HDR boost single, then ahead of 37.5/15 to the pelvis",
        "Ca prostate T3a, 46/23 to the pelvis from May; before that one HDR implant boost",
        "Ca prostate T3b, HDR boost 15 Gy first, before 46/23 to prostate and nodes",
    ],
)
def test_an_implant_ahead_of_the_beam_is_the_part_asked_for(text: str) -> None:
    assert any(f.axis == "given" for f in read_case(text).findings), text


def test_an_implant_that_comes_first_is_the_part_asked_for() -> None:
    text = "HDR boost to prostate 15 Gy, 37.5/15 external in two weeks. This booking = implant part only. T3a"
    assert read_case(text).values("given") == ("external_beam",), "the implant alone is asked for"
    text = "Prostate cT3a. EBRT 46/23 to follow; this request is for the HDR boost"
    assert read_case(text).values("given") == ("external_beam",), "the form is for the implant"
    text = "Cervix ca IIIB. HDR slot on Tuesday, external beam starts a fortnight later"
    assert read_case(text).values("given") == ("external_beam",), "the implant has its day, the rest follows"


def test_the_external_part_after_an_implant_is_asked_for() -> None:
    profile = read_case("Ca prostate GG3 PSA 11, HDR implant done last week, now EBRT")
    assert profile.values("modality") == ("photon",) and profile.values("given") == ("implant",)
    assert profile.values("target") == ("brachy_boost",)


@given(st.text(alphabet="EBRT 0123456789GyHDR/#.,;done completed boost\n", max_size=300))
def test_any_text_is_read(text: str) -> None:
    kept = _wish(text, "boost") if "boost" in text else []
    assert all(0 <= m.start <= m.end <= len(text) for m in remaining_part(text, kept))


@pytest.mark.parametrize(
    "text",
    [
        "Prostate ca, LDR seeds 7 years ago, local recurrence on biopsy. Salvage EBRT",
        "Prostate cancer, HDR monotherapy in 2016, local recurrence on MRI, salvage IMRT",
    ],
)
def test_an_implant_of_years_ago_leaves_no_bed(text: str) -> None:
    assert any(f.axis == "prior_radiotherapy" for f in read_case(text).findings)


def test_a_prostatectomy_leaves_one() -> None:
    findings = read_case("Prostate ca, RALP 2019, PSA 0.3 rising, salvage RT").findings
    assert not any(f.axis == "prior_radiotherapy" for f in findings)


def test_what_follows_from_a_course_of_years_ago_is_asked_for_now() -> None:
    text = "Recurrent liposarcoma of the calf re-excised. EBRT 60 Gy 2017 to that leg so brachytherapy alone"
    assert any((f.axis, f.value) == ("modality", "brachytherapy") for f in read_case(text).findings)


def test_the_vault_boost_that_follows_a_finished_beam_is_asked_for() -> None:
    found = read_case("Endometrial ca II, TLH, pelvic EBRT finished. Vault HDR boost to follow").findings
    assert ("given", "external_beam") in {(f.axis, f.value) for f in found}


def test_a_sole_intraoperative_course_is_no_boost() -> None:
    sole = read_case("IDC T1 N0, intraoperative electrons to the tumour bed as sole radiation").findings
    boost = read_case(
        "IDC T2, intraoperative electron boost to the tumour bed, whole breast 40/15 to follow"
    ).findings
    assert ("target", "partial_breast") in {(f.axis, f.value) for f in sole}
    assert ("target", "breast_boost") in {(f.axis, f.value) for f in boost}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Whole right breast 40/15 concluded; 9 MeV boost to the R WLE cavity", "breast_boost"),
        ("Ca breast, tangents 26/5 done. Left lumpectomy bed 16 MeV boost next", "breast_boost"),
        ("Vaginal ca II, pelvic RT 45/25 wrapped up, boost with MUPIT needles", "brachy_boost"),
        ("Prostate T3a, EBRT 46/23 wound up on Tuesday, theatre date for HDR boost", "brachy_boost"),
    ],
)
def test_a_boost_is_told_by_its_bed_or_applicator(text: str, value: str) -> None:
    found = {(f.axis, f.value) for f in read_case(text).findings}
    assert ("target", value) in found, text
    assert ("given", "external_beam") in found, text


@pytest.mark.parametrize(
    "text",
    [
        "Breast ca T1, 26/5 whole breast, no boost to the left tumour bed",
        "Brain met resected, SRS to L cavity",
    ],
)
def test_what_is_no_boost_of_the_breast_is_none(text: str) -> None:
    assert ("target", "breast_boost") not in {(f.axis, f.value) for f in read_case(text).findings}


def test_two_courses_that_ended_together_are_both_over() -> None:
    assert read_case("Cervix IIB, CRT + HDR finished in March; complete metabolic response").declined
    assert not read_case("Cervix IIB, chemo finished; CRT + HDR to start Monday").declined


@pytest.mark.parametrize(
    ("text", "declines"),
    [
        ("Bladder TCC T2 52.5/20 five months ago. Check cystoscopy clear, clinic", True),
        ("Breast ca T2, 40/15 4 months ago, new painful L2 met, 8 Gy", False),
    ],
)
def test_a_course_of_some_months_ago_is_over(text: str, declines: bool) -> None:
    assert bool(read_case(text).declined) is declines, text


@pytest.mark.parametrize(
    "text",
    [
        "Bladder TCC, EBRT 45/25 over on Monday, boost 20/10 to the tumour",
        "Sarcoma of the calf, EBRT 50/25 complete, electron boost to scar",
    ],
)
def test_a_boost_that_no_word_places_still_follows_what_was_given(text: str) -> None:
    found = {(f.axis, f.value) for f in read_case(text).findings}
    assert ("given", "external_beam") in found, text


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Breast ca. Boost after whole breast (40/15 finished), 12 MeV, boost only", "breast_boost"),
        ("Prostate T3a, pelvic IMRT 46/23 elsewhere; ONLY the HDR implant, before the beam", "brachy_boost"),
    ],
)
def test_a_boost_is_told_by_its_turn(text: str, target: str) -> None:
    profile = read_case(text)
    assert target in profile.values("target"), text
    assert profile.values("given"), f"nothing is told as given elsewhere: {text}"


def test_a_boost_had_in_an_earlier_course_is_none_now() -> None:
    found = {f.axis for f in read_case("Breast RT finished 2018 incl boost. L3 met, painful, 8 Gy").findings}
    assert "given" not in found
