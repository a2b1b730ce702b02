"""Reading a case: the disease to treat, its findings, what is set aside and what is declined."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.profile import read_case
from kg.profile import Profile
from ontologies.disease import load_diseases
from tests.growth import assert_linear

_FILE = Path(__file__).parents[1] / "data" / "profile_cases.yaml"
_CASES: list[dict[str, Any]] = yaml.safe_load(_FILE.read_text("utf-8"))


@pytest.mark.parametrize("case", _CASES, ids=[c["text"][:60] for c in _CASES])
def test_a_case_is_read_as_a_clinician_would(case: dict[str, Any]) -> None:
    profile = read_case(case["text"])
    named = [d.disease for d in profile.diseases]
    wanted = case["disease"] if isinstance(case["disease"], list) else [case["disease"]]
    if case.get("loose"):
        treated = [slug for slug in named if load_diseases()[slug].radiotherapy]
        assert profile.declined or not treated, f"{treated} named where nothing is to be treated"
    else:
        assert (named[0] if named else None) in wanted, f"read {named}; {profile.set_aside}"
        assert len(named) < 2 or wanted == [None], f"{named} stand side by side; one must win"
    for axis, value in case.get("findings", {}).items():
        assert value in profile.values(axis), f"{axis} is {profile.values(axis)}, not {value}"
    for axis, value in case.get("absent", {}).items():
        assert value not in profile.values(axis), f"{axis} must not be {value}"
    aside = {str(f.value).split(":")[-1] for f in profile.set_aside if f.axis == "disease"}
    assert set(case.get("aside", ())) <= aside, f"only {aside} set aside"
    assert bool(profile.declined) is case.get("declined", False), profile.declined


def _assert_spans(text: str, profile: Profile) -> None:
    spans = [(f.start, f.end, f.text) for f in (*profile.findings, *profile.set_aside, *profile.declined)]
    spans += [(d.start, d.end, d.text) for d in profile.diseases]
    for start, end, quoted in spans:
        assert text[start:end] == quoted, f"{quoted!r} does not quote the case"


@pytest.mark.parametrize("case", _CASES[::5], ids=lambda c: str(c["text"])[:40])
def test_every_finding_quotes_the_text(case: dict[str, Any]) -> None:
    _assert_spans(case["text"], read_case(case["text"]))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    _assert_spans(text, read_case(text))


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_survived(raw: bytes) -> None:
    text = raw.decode("latin-1")
    _assert_spans(text, read_case(text))


@pytest.mark.parametrize(
    "unit",
    ["a", "1 ", "( ", "no ", "lung ", "3 + ", "12 mm x ", "ER/PR/", "mets ", "PSA ", "\n", "?",
     "T1N0 ", "breast ca, ", "skin ulcer ", "A: ", "brain mets lung ca ", "40 Gy in 15 fractions ",
     "\U0001f642", "\u0623\u0647\u0644\u0627 "],
)  # fmt: skip
def test_junk_of_full_length_is_read_in_linear_time(unit: str) -> None:
    assert_linear(lambda quarters: lambda: read_case((unit * 20_000)[: 5_000 * quarters]))


def test_two_unrelated_primaries_are_both_named() -> None:
    profile = read_case("Synchronous lung ca and oesophageal ca")
    assert [d.disease for d in profile.diseases] == ["lung-cancer", "oesophageal-cancer"]


def test_coding_text_holds_the_diagnosis_and_leaves_the_past_out() -> None:
    profile = read_case("Right breast IDC upper outer quadrant, T2 N0. PMH prostate cancer 2009.")
    assert "upper outer quadrant" in profile.coding_text
    assert "prostate" not in profile.coding_text


def test_clinical_words_nobody_knows_are_reported() -> None:
    profile = read_case("Prostate cancer with florbicated zonkelosis")
    assert profile.not_understood == ("florbicated", "zonkelosis")


def test_a_derived_risk_gives_way_to_a_stated_one() -> None:
    stated = read_case("Prostate ca low risk, T1c, GG2, PSA 8")
    assert stated.values("risk") == ("low",)
    derived = read_case("Prostate ca T1c GG1 PSA 8")
    assert derived.values("risk") == ("low",)


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Medulloblastoma, age 6. Parents in Cork travelling to Essen for proton CSI", "proton"),
        ("Clival chordoma; no proton centre in this country, form for Essen enclosed", "proton"),
        ("Penile SCC T1, needle template implant", "brachytherapy"),
        ("Oesophageal ca, dysphagia, one intraluminal insertion", "brachytherapy"),
    ],
)
def test_the_modality_asked_for_is_the_patients(text: str, modality: str) -> None:
    assert modality in read_case(text).values("modality")


@pytest.mark.parametrize(
    ("text", "primary"),
    [
        ("CIS bladder, clear after BCG. Painful rib met from RCC, 8/1", ("kidney-cancer",)),
        ("DCIS 2010, now bone mets, painful sacrum 8/1", ()),
    ],
)
def test_a_carcinoma_in_situ_is_no_metastasis_primary(text: str, primary: tuple[str, ...]) -> None:
    assert read_case(text).values("primary") == primary


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("Laryngectomy pT4a N0, subglottic extension 10 mm, margins free. Adjuvant RT", "laryngeal-cancer"),
        ("T4b alveolar SCC, trismus, bleeding, short palliative RT", "gum-cancer"),
        ("Alveolar rhabdomyosarcoma of the forearm, 11 yr, RT", "rhabdomyosarcoma"),
        (
            "Male, 66. Left mastectomy, pT3 N1, ER 100%. Chest wall RT due. Prostate checked, fine",
            "breast-cancer",
        ),
        (
            "Bleeding and tenesmus from inoperable rectosigmoid tumour, lung mets. Pelvic RT",
            "rectosigmoid-cancer",
        ),
        ("Breast tumour excised 2015, lung mets growing, haemoptysis, RT", "lung-metastasis"),
        ("Endo ca IB G3, TLH, vault brachytherapy", "endometrial-cancer"),
        ("Pancr. ca locally advanced, SBRT", "pancreatic-cancer"),
        ("Verteb. haemangioma T9, painful, RT", "vertebral-haemangioma"),
        ("Liposarcoma of the retroperitoneum resected, IOERT boost at the margin", "retroperitoneal-sarcoma"),
        ("Dupuytren both palms, Ledderhose too. Feet only: 30/10", "ledderhose"),
        ("Wilms tumour stage IV with lung mets, kidney stage II. Whole lungs.", "wilms-tumour"),
    ],
)
def test_the_organ_to_treat_is_told_by_what_was_done_and_what_bleeds(text: str, disease: str) -> None:
    assert [d.disease for d in read_case(text).diseases] == [disease]


def test_what_a_patient_is_unfit_for_or_drugs_do_is_no_setting() -> None:
    assert not read_case("T1b N0 RLL adenoca 18 mm, unfit lobectomy. SABR").values("setting")
    assert "consolidation" not in read_case(
        "Rectal cancer T4 N2, TNT: long course, FOLFOX consolidation"
    ).values("setting")
    searched = "SCC node level II, p16 neg, primary not found after tonsillectomies. ChemoRT to the neck"
    assert "tors" not in read_case(searched).values("surgery")
