"""Where the name of a disease begins and ends, what is none, and what it is linked to."""

import pytest

from ingest.extract import extract_text


def _named(text: str, type_: str = "disease") -> list[str]:
    return [m.text for m in extract_text(text).mentions if m.type == type_]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A low-risk prostate cancer was found.", "prostate cancer"),
        ("Very high-risk prostate cancer.", "prostate cancer"),
        ("unfavourable intermediate-risk prostate cancer", "prostate cancer"),
        ("limited-stage small-cell lung cancer", "small-cell lung cancer"),
        ("extensive stage small cell lung cancer", "small cell lung cancer"),
        ("high-grade serous ovarian cancer", "high-grade serous ovarian cancer"),
        ("Ca cervix IIIB on treatment", "Ca cervix"),
        ("SCC larynx T2N0", "SCC larynx"),
        ("SCC of the larynx", "SCC of the larynx"),
        ("Squamous cell carcinoma larynx", "Squamous cell carcinoma larynx"),
        ("ca. colon, for FOLFOX", "ca. colon"),
        ("SCC oral tongue", "SCC oral tongue"),
        ("Adenocarcinoma lower oesophagus", "Adenocarcinoma lower oesophagus"),
        ("TCC bladder, muscle invasive", "TCC bladder"),
    ],
)
def test_a_name_is_whole_and_holds_no_risk_or_stage(text: str, name: str) -> None:
    assert _named(text) == [name], f"{text}: read as {_named(text)}"


@pytest.mark.parametrize(
    "text",
    [
        "T-DM1 every 3 weeks",
        "induction with FLAG-IDA",
        "Prostate SBRT, 36.25 Gy in 5 fractions",
        "Allergies: codeine",
        "Kidney SABR was given",
    ],
)
def test_a_drug_a_heading_and_a_treatment_hold_no_disease(text: str) -> None:
    assert not _named(text), f"{text}: {_named(text)} is no disease here"


def test_a_stage_behind_a_short_name_is_read() -> None:
    assert _named("CA cervix IIB", "stage") == ["IIB"], "the group behind a site is its stage"


def test_a_reaction_to_a_drug_is_a_toxicity() -> None:
    text = "Allergies: penicillin (rash), carboplatin (anaphylaxis)."
    assert "anaphylaxis" in _named(text, "toxicity") and not _named(text), (
        "a reaction to a drug is no disease"
    )


@pytest.mark.parametrize(
    "text",
    [
        "PD-L1 22C3 TPS 5%",
        "PD-L1 (22C3): TPS 5%",
        "PD-L1 by SP263: 5%",
        "PD-L1 (clone SP142) IC 5%",
        "PD-L1, 28-8: 5%",
    ],
)
def test_a_clone_is_neither_a_value_nor_a_marker(text: str) -> None:
    found = [(m.text, m.value.number if m.value else None) for m in extract_text(text).mentions]
    assert found == [("PD-L1", 5.0)], f"{text}: {found}"


@pytest.mark.parametrize(
    "text", ["Radiation was given. BT-RADS 3b.", "RT in May; BTRADS 2, earlier BT RADS 1a."]
)
def test_a_reporting_category_is_no_brachytherapy(text: str) -> None:
    found = [m.text for m in extract_text(text).mentions if m.status == "brachytherapy"]
    assert not found, f"{text}: {found} is read as brachytherapy"
