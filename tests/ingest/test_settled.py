"""A cancer of years ago is not what a text about something harmless asks about."""

import pytest

from ingest.profile import read_case
from kg.profile import Profile
from model.triage import triage
from ontologies.disease import Disease


def _code_asked(profile: Profile) -> bool:
    answered = triage(profile, "icd10")
    return isinstance(answered, Disease) and answered.malignant


@pytest.mark.parametrize(
    "text",
    [
        "Mastectomy + RT 2004. Warty lesion on that side, dermatoscopy: seborrhoeic keratosis. No referral.",
        "Under you 2013 (anal, chemoRT, signed off). PR bleed, flexi sig haemorrhoids only. FYI.",
        "Upper body irradiation for Hodgkin's 1985. Dysphagia, OGD benign stricture, dilated. cc only.",
        "Seen 12 years post RT for tonsil SCC, swallowing worse. Barium: cricopharyngeal web. Dilated.",
        "Larynx T1a RT 2012, signed off. Hoarse again, ENT scope: Reinke's oedema. No RT.",
        "RUL lobectomy 2017 for T1 adenoca. Annual CT: adrenal lesion 15 mm, HU 3 = adenoma. No action.",
        "?brain mets. Mastectomy 2010. MRI: acute infarct, no enhancing lesion. Stroke unit.",
        "Prostatectomy 2011, PSA <0.01. X-ray Paget's disease of bone in the hemipelvis. Not mets.",
        "Back pain, ca breast stage I 2019; MRI spine: degenerative L4/5, no mets. Physio.",
        "Cervix chemoradiation 2008. PMB, hysteroscopy atrophic endometrium. Discharged.",
    ],
)
def test_what_is_harmless_gets_no_code_of_the_old_cancer(text: str) -> None:
    assert not _code_asked(read_case(text)), f"only something harmless was found: {text}"


@pytest.mark.parametrize(
    "text",
    [
        "Ca prostate 2015, EBRT. PSA 8 rising, bone scan Paget's disease of bone only. Salvage discussion",
        "Breast ca 2016 WLE. New lump other side, biopsy IDC grade 2, also fibroadenoma. RT 40/15.",
        "Oesophageal ca CRT 2020. Dysphagia, OGD benign stricture with residual SCC on biopsy. HDR 12 Gy.",
        "Breast ca pT1c N0 2024, WLE. Seborrhoeic keratosis on the back seen by derm. RT 26/5.",
        "Lung ca lobectomy 2015. Adrenal adenoma on CT stable. Now brain met 2 cm, SRS.",
        "Tonsil SCC 2010. Candida on biopsy of tongue; ulcer lateral tongue SCC T1. Brachytherapy.",
        "Ca cervix IB 2024, diverticula on CT. CRT 45/25.",
    ],
)
def test_a_tumour_of_now_stands_beside_it(text: str) -> None:
    profile = read_case(text)
    assert "other_cause" not in {f.value for f in profile.declined}, f"a tumour is told as of now: {text}"
    assert _code_asked(profile), f"the tumour is to be coded: {text}"
