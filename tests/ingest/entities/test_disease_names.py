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
        ("Adjuvant Treatment of Breast Cancer: a trial", "Breast Cancer"),
        ("untreated central nervous system (CNS) metastases", "central nervous system (CNS) metastases"),
        ("head and neck (H&N) cancer", "head and neck (H&N) cancer"),
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


def test_an_organisation_is_no_disease() -> None:
    assert not _named("European Organisation for Research and Treatment of Cancer"), "a name is no disease"


def test_a_bracket_may_shorten_the_word_before_a_name_too() -> None:
    assert _named("Advanced breast cancer (ABC) is common; ABC needs drugs.") == [
        "breast cancer",
        "ABC",
        "ABC",
    ], "the short form is defined in the text"


@pytest.mark.parametrize(
    ("text", "drug"),
    [
        ("A phase II trial of QX104 Plus docetaxel", "QX104"),
        ("Half-life of QX4011 after a meal", "QX4011"),
        ("domvanalimab (QX154) was added", "QX154"),
    ],
)
def test_a_companys_code_is_a_drug_by_the_words_beside_it(text: str, drug: str) -> None:
    assert drug in _named(text, "drug"), f"{text}: read {_named(text, 'drug')}"


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("QDK3 expression by immunohistochemistry; QDK3 was prognostic", ["QDK3", "QDK3"]),
        ("high KIF18Q expression", ["KIF18Q"]),
        ("HCT116 staining", []),
        ("T3 staining of slides", []),
    ],
)
def test_a_marker_no_list_holds_is_known_by_its_expression(text: str, markers: list[str]) -> None:
    assert _named(text, "biomarker") == markers, f"{text}: read {_named(text, 'biomarker')}"


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
