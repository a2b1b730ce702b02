"""Radiotherapy kept for later, and late effects of it, ask for none now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.late_effect import without_late_effects
from ingest.profile import read_case
from ingest.reserve import without_reserved


@pytest.mark.parametrize(
    "text",
    [
        "Mycosis fungoides IA, steroid cream helps. RT only if plaques thicken.",
        "Convexity meningioma 14 mm. Radiosurgery reserved for growth.",
        "Desmoid of the forearm, smaller on sorafenib. RT at progression.",
        "Vestibular schwannoma 6 mm, SRS might come up later.",
        "Kaposi sarcoma, flat on antiretrovirals; RT kept as a backup.",
        "Hodgkin lymphoma IIA on ABVD; RT depends on the PET.",
        "Acromegaly after surgery, lanreotide works. Radiosurgery is a fallback if drugs fail.",
        "Endometrial ca, hysterectomy on Friday. Vault brachytherapy if LVSI on final pathology.",
        "Hodgkin lymphoma IIA, ABVD under way. ISRT to any residual disease on PET.",
        "Ewing sarcoma on VDC/IE; RT to whatever is left after surgery.",
        "Low-grade glioma, all out. Decision about radiotherapy after the next scan.",
    ],
)
def test_radiotherapy_kept_for_later_is_declined(text: str) -> None:
    profile = read_case(text)
    assert profile.declined, f"nothing declines in {text!r}"
    assert "radiotherapy" not in profile.values("called_for"), f"still asked for: {text!r}"


@pytest.mark.parametrize(
    "text",
    [
        "Soft tissue sarcoma of the thigh, R1: RT only once the wound has healed.",
        "SCC tonsil T2 N1. RT if fit, 65/30.",
        "Breast ca pT1, WLE: RT 26/5, nodal RT only if the sentinel node is positive.",
        "NSCLC LUL T1c SABR 54/3; second nodule RT only if it grows.",
        "Meningioma grade 2. RT if residual on MRI: residual seen, 54/30.",
        "DLBCL, R-CHOP x6 done, PET-positive mass left. ISRT to residual disease.",
        "Femoral met of prostate ca. RT if surgeons decline - they have. 8 Gy.",
    ],
)
def test_a_course_that_waits_for_no_event_of_the_disease_is_asked_for(text: str) -> None:
    assert not read_case(text).declined, f"{read_case(text).declined} declines in {text!r}"


@pytest.mark.parametrize(
    "text",
    [
        "Radiation pneumonitis grade 2, 10 weeks after 60/30 for lung ca, no relapse. Prednisolone.",
        "Radiation proctitis two years after prostate RT, laser planned.",
        "Pneumonitis grade 3, 8 wks after chest RT for NSCLC. Prednisolone.",
        "Pneumonitis, 6 weeks after completing chemoRT for NSCLC; steroids.",
        "Prostate 62/20 finished 2020, PSA 0.2, proctitis. Gastro clinic.",
        "Parietal met had SRS last year; swollen, DOPA PET: radionecrosis, not recurrence. Steroids.",
        "Brain met, SRS a year ago, now radionecrosis on perfusion MRI. Bevacizumab.",
    ],
)
def test_a_late_effect_calls_for_no_course(text: str) -> None:
    assert read_case(text).declined, f"nothing declines in {text!r}"


@pytest.mark.parametrize(
    "text",
    [
        "Mild radiation proctitis; new rib met from prostate ca, painful, 8 Gy.",
        "Glioblastoma, radiation necrosis vs recurrence, re-RT 35/10.",
        "Two new brain mets of lung adeno, the old one radionecrosis. SRS 20 Gy.",
        "Frontal met after SRS, radionecrosis or recurrence? Further SRS 18 Gy.",
        "NSCLC, pneumonitis 6 weeks after chemoRT, now new L2 met, painful, 8/1.",
        "Cystitis after BCG; T2 bladder TCC, 55/20.",
    ],
)
def test_a_course_beside_a_late_effect_is_asked_for(text: str) -> None:
    assert not read_case(text).declined, f"{read_case(text).declined} declines in {text!r}"


@given(st.text(alphabet="RT only if grows at progression later?. radiation proctitis\n", max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert all(m.end <= len(text) for m in without_late_effects(text, without_reserved(text, [])))
