"""A prescription's labels and levels, targets, frequencies, outcomes, illnesses, codes of compounds."""

import pytest

from ingest.entities import FINDERS
from ingest.entities.found import Found
from ingest.extraction import EntityType
from ingest.overlap import resolved
from ingest.reading import read_text


def _resolved(text: str) -> list[Found]:
    reading = read_text(text)
    return [f for f in resolved(f for find in FINDERS.values() for f in find(reading)) if f.tier != "dropped"]


def _named(text: str, kind: EntityType) -> list[str]:
    return [text[f.start : f.end] for f in _resolved(text) if f.type == kind]


@pytest.mark.parametrize(
    ("text", "doses", "counts"),
    [
        ("66/60/54 Gy in 33# using SIB", [66.0, 60.0, 54.0], [33.0]),
        ("70/63/56 Gy in 35 fractions with SIB-VMAT", [70.0, 63.0, 56.0], [35.0]),
        ("66 Gy/60 Gy/54 Gy in 33#", [66.0, 60.0, 54.0], [33.0]),
        ("Dose: 50 Gy, Fractions: 25", [50.0], [25.0]),
        ("No. of fractions 15, total dose 40.05 Gy", [40.05], [15.0]),
        ("Fractions: 15", [], [15.0]),
        ("40 Gy, #15", [40.0], [15.0]),
        ("Total Dose (Gy): 50", [50.0], []),
        ("Dose (cGy) 4005", [40.05], []),
        ("6 MV photons, 45 Gy/25#", [45.0], [25.0]),
        ("9 MeV electrons, 50 Gy in 25 fractions", [50.0], [25.0]),
        ("40.05 Gy in 15# daily", [40.05], [15.0]),
        ("ejection fractions 55", [], []),
    ],
)
def test_doses_and_counts_of_a_prescription(text: str, doses: list[float], counts: list[float]) -> None:
    found = _resolved(text)
    assert [f.number for f in found if f.type == "radiation_dose"] == doses, f"{text}: read every level once"
    assert [f.number for f in found if f.type == "fractions"] == counts, f"{text}: read the count once"


@pytest.mark.parametrize(
    "text", ["Dose/fraction: 2 Gy", "Dose/Fx 2Gy", "Dose per # 2 Gy", "Dose per fraction (Gy): 2"]
)
def test_a_labelled_fraction_is_no_total(text: str) -> None:
    found = _resolved(text)
    assert [f.number for f in found if f.type == "dose_per_fraction"] == [2.0], (
        f"{text}: it is one fraction's"
    )
    assert not [f for f in found if f.type == "radiation_dose"], f"{text}: it is no total"


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("target_site", "The whole brain was irradiated with 30 Gy", ["whole brain"]),
        ("target_site", "to the primary tumor ( 70 Gy )", ["primary tumor"]),
        ("target_site", "45 Gy to areas of residual disease", ["areas of residual disease"]),
        ("target_site", "the neck nodes received a dose of 60 Gy", ["neck nodes"]),
        ("target_site", "accelerated partial breast irradiation", []),
        ("target_site", "a lesion of the left breast", []),
        ("frequency", "osimertinib 80 mg once daily (QD)", ["once daily", "QD"]),
        ("frequency", "docetaxel 75 mg/m2 on day 1 of each cycle", ["day 1 of each cycle"]),
        ("frequency", "sunitinib 50 mg 4 weeks on, 2 weeks off", ["4 weeks on, 2 weeks off"]),
        ("frequency", "capecitabine 825 mg/m2 daily, Monday to Friday", ["daily, Monday to Friday"]),
        ("dosage", "160 or 240 mg of drug osimertinib", ["160", "240 mg"]),
        ("outcome", "best overall response (BOR) of CR, PR or SD by RECIST",
         ["best overall response", "BOR", "CR", "PR", "SD"]),
        ("outcome", "The risk of death was lower", ["death"]),
        ("outcome", "until death from any cause", []),
        ("outcome", "Brain metastasis-free survival", ["Brain metastasis-free survival"]),
        ("outcome", "5-year disease-free survival rate", ["disease-free survival"]),
        ("procedure", "She had oncoplastic surgery", ["oncoplastic surgery"]),
        ("procedure", "not amenable to curative surgery", ["surgery"]),
        ("procedure", "platelet transfusion", []),
        ("procedure", "electron microscopy and ureteroscopy", ["ureteroscopy"]),
        ("disease", "congestive heart failure and interstitial pneumonitis",
         ["congestive heart failure", "interstitial pneumonitis"]),
        ("disease", "Wegener's granulomatosis", ["Wegener's granulomatosis"]),
        ("disease", "chronic obstructive pulmonary disease (COPD)",
         ["chronic obstructive pulmonary disease", "COPD"]),
        ("disease", "HER2-positive breast cancer", ["breast cancer"]),
        ("disease", "PSMA-positive", []),
        ("disease", "International Association for the Study of Lung Cancer", []),
        ("disease", "WHO grade 4 glioma", ["glioma"]),
        ("disease", "systemic disease, measurable disease and treatment failure", []),
        ("drug", "ABX101 10 mg/kg Q2W plus anlotinib", ["ABX101", "anlotinib"]),
        ("drug", "KEYNOTE-189 and NCT12345678 plus HPV16 testing", []),
        ("drug", "phenytoin, levodopa and metoprolol", ["phenytoin", "levodopa", "metoprolol"]),
        ("drug", "fibrates, triptans and thiazides", []),
        ("toxicity", "known allergies, hypersensitivity or intolerance to amivantamab",
         ["allergies", "hypersensitivity", "intolerance"]),
        ("toxicity", "intolerance to gluten", []),
        ("performance_status", "Karnofsky Performance Scale (KPS) \u2265 50.",
         ["Karnofsky Performance Scale (KPS) \u2265 50"]),
        ("performance_status", "WHO grade 4 glioma", []),
    ],
)  # fmt: skip
def test_names_of_a_kind(kind: EntityType, text: str, expected: list[str]) -> None:
    assert _named(text, kind) == expected, f"{text}: mark {expected or 'nothing'} as {kind}"
