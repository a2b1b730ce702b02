"""A course asked for where the tumour named does not lie is no course of that tumour."""

import pytest

from ingest.profile import read_case
from model.answer import Abstention
from model.triage import triage

_ELSEWHERE = [
    "Breast cancer, RT to the ovaries",
    "Bladder cancer, RT to L3",
    "NSCLC, palliative radiotherapy to the pelvis",
    "Rectal cancer, RT to left orbit",
    "Tonsil SCC 2015; please irradiate the right hip",
    "Renal cell carcinoma, radiotherapy to the heel",
]
_THERE = [
    "NSCLC stage III, radical RT to the mediastinum",
    "Breast cancer, mastectomy, RT to the chest wall and left axilla",
    "End-stage HCC, capsular pain, one shot of palliative RT to liver",
    "Parotid adenoid cystic carcinoma, PNI, PORT to skull base",
    "Endorectal HDR brachytherapy for T3 N0 rectal adenocarcinoma",
    "Anal SCC T2, chemoradiotherapy to pelvis and groins",
    "Hepatoma 8 cm, Child-Pugh A5, randomised to proton arm",
    "DLBCL stage I, RT to the left groin",
    "Chest wall recurrence of breast cancer, mastectomy 2011: irradiate skin and scar with electrons",
]


@pytest.mark.parametrize("text", _ELSEWHERE)
def test_no_course_of_the_tumour_is_given(text: str) -> None:
    profile = read_case(text)
    given = triage(profile, "regimen")
    assert isinstance(given, Abstention), f"{text!r} is answered for {given}: see ingest/misplaced.py"
    assert not isinstance(triage(profile, "icd10"), Abstention), f"{text!r} has a code all the same"


@pytest.mark.parametrize("text", _THERE)
def test_a_course_to_its_own_place_is_given(text: str) -> None:
    said = [f.text for f in read_case(text).declined if f.value == "elsewhere"]
    assert said == [], f"{text!r} is declined for {said}: see ingest/misplaced.py"
