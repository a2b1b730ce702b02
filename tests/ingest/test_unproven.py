"""Nothing is answered for a tumour only asked about, or for a lesion in which something else was found."""

import pytest

from ingest.profile import read_case


def _declined(text: str) -> set[str]:
    return {str(f.value) for f in read_case(text).declined}


@pytest.mark.parametrize(
    "text",
    [
        "Query lung ca on chest film, 2 cm shadow. Bronchoscopy not yet. GP asks whether RT will be needed.",
        "Possible pancreatic cancer on CT, EUS awaited; family asking about radiotherapy.",
        "Brain lesion in a man with treated NSCLC, WBRT requested. Theatre: pus. Withdraw RT request.",
        "Hilar nodes, thought her breast cancer back. EBUS shows sarcoid. Letter for information only.",
        "Sent as relapse of seminoma; retroperitoneal core: IgG4 disease, on prednisolone. Nothing for us.",
        "Proctitis after pelvic radiotherapy 2016, argon twice, prostate ca 2016, PSA nil.",
        "Lump under the flap, FNA = fat necrosis. Ca breast 2018. No RT.",
        "Frontal ring-enhancing lesion, HIV, toxo vs lymphoma. Cotrimoxazole and another MRI.",
        "?bone mets on isotope scan, ribs, fell last month. No known cancer. RT opinion.",
        "Stage I seminoma, orchidectomy. Chose surveillance after discussing carboplatin and dog-leg RT.",
    ],
)
def test_what_is_not_proven_is_not_treated(text: str) -> None:
    assert _declined(text), f"{text!r}: nothing declines"


@pytest.mark.parametrize(
    "text",
    [
        "GP asks whether RT would help: proven SCC lung T4, haemoptysis, PS 2.",
        "Ca cervix IIB for chemoRT. Neck node FNA: AFB positive, TB treated.",
        "Unsure whether electrons or superficial: BCC nose 12 mm.",
        "LUL nodule 14 mm ?primary, too breathless for biopsy, SABR please.",
        "Lentigo maligna cheek 3 cm, imiquimod failed, superficial RT.",
        "Painful L3 met, unknown primary on biopsy, no known lung lesion. 8/1.",
        "Lymphoma vs carcinoma; core DLBCL. R-CHOP done, 30/15.",
        "Ca lung, hospice at home, haemoptysis. Anything simple you can offer?",
        "Ca rectum bleeding, best supportive care, 91. Wants fewest trips.",
        "Vulval cancer, vulvectomy '21 without RT. Groin nodes ulcerated and bleeding, palliation.",
        "Pituitary macroadenoma, residual growing. RT 45/25. Prolactin normal.",
        "5 weeks after mastectomies: left pT3 N2a, right prophylactic, no cancer found. Left chest wall RT.",
    ],
)
def test_a_proven_tumour_is_treated_whatever_else_is_asked(text: str) -> None:
    assert not _declined(text), f"{text!r}: {_declined(text)} declines"


def test_hospice_talked_over_with_a_relative_is_the_patients() -> None:
    text = "Brain mets, lung primary, PS 4. Discussed with daughter: steroids and hospice only."
    assert "supportive" in _declined(text), "the daughter is only the one spoken with"


@pytest.mark.parametrize(
    "text",
    [
        "Boy of 14, femoral swelling, ?Ewing ?osteomyelitis, core biopsy awaited.",
        "Seizures, parietal lesion, glioma vs dysplasia, neurosurgeons to decide on biopsy.",
        "Suspected lymphoma in the neck, excision biopsy booked.",
        "Glioblastoma vs abscess on MRI, biopsy tomorrow.",
        "Temporal ring lesion, abscess vs glioma, neurosurgeons aspirating Tuesday. No treatment yet.",
        "LUL nodule 11 mm, ?primary. PET awaited; whether SABR would ever be needed.",
        "?lymphoma, neck nodes, excision on Monday. Nothing to irradiate so far.",
        "PSA 11, PIRADS 5, TP biopsies listed for the 3rd.",
        "Presumed keloid vs dermatofibrosarcoma of the chest, histology awaited. ?later role for RT.",
    ],
)
def test_a_tumour_only_queried_is_unproven_while_its_tissue_is_awaited(text: str) -> None:
    assert "unproven" in _declined(text), f"{text!r}: {_declined(text)}"


@pytest.mark.parametrize(
    "text",
    [
        "Rectal ca T3 N1 proven, MRI awaited.",
        "IDC left breast, grade 2, staging CT awaited.",
    ],
)
def test_a_proven_tumour_whose_staging_is_awaited_keeps_its_code(text: str) -> None:
    assert "unproven" not in _declined(text), f"{text!r}: {_declined(text)}"


def test_a_nodule_no_scan_can_name_is_unproven() -> None:
    assert _declined("LUL nodule 10 mm, indeterminate on PET, biopsy booked 14/3") == {"unproven"}


def test_a_question_of_its_kind_leaves_the_tumour_sure() -> None:
    assert not _declined("NSCLC ?squamous on bronchoscopy, SVCO")
    assert "unproven" in _declined("Left hilar mass ?lymphoma, SVCO, biopsy awaited")
