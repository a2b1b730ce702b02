"""A case read and coded: which side, grade and place its code tells."""

from datetime import date

import pytest

from ingest.profile import read_case
from kg.coding import code_case


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Solitary kidney L with 4 cm clear cell RCC, R nephrectomy 2008 for stones, SABR", "C64.2"),
        ("RCC 4 cm lt kidney, right removed 1990 after trauma, SABR", "C64.2"),
        ("Wilms tumour, R nephrectomy, flank RT", "C64.1"),
        ("Fungating LT breast ca, pacemaker on the RIGHT", "C50.912"),
        ("Follicular lymphoma gr 1 stage III", "C82.08"),
        ("Follicular lymphoma stage III", "C82.98"),
        ("Chr. lymphocytic leukaemia, painful spleen, splenic RT", "C91.10"),
        ("Ac. myeloid leukaemia in CR1, TBI", "C92.01"),
        ("Lymphoma, low grade, orbit. FL on file since 2013. 4/2", "C82.90"),
        ("Hodgkin 1997. Orbital lymphoma now, biopsy MALT. 24/12", "C88.40"),
        ("Nodular fasciitis of the thigh, settling", "M72.4"),
        ("Lt hilar sqca, haemoptysis, 17/2", "C34.02"),
        ("Oligodendroglioma grade 2 of the left insula", "C71.0"),
    ],
)
def test_neither_a_kidney_that_is_out_nor_the_number_of_a_stage_decides_a_code(text: str, code: str) -> None:
    found = code_case(read_case(text), text, date(2026, 11, 1))
    assert found[0].code == code, f"{text!r} is coded {found[0].code}: see kg/coding.py, ontologies/leaf.py"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bilateral retinoblastoma, right eye enucleated 2022, left group D, plaque", "C69.22"),
        ("Retinoblastoma, left eye enucleated, no other lesion", "C69.22"),
        ("Myxofibrosarcoma of the calf, pre-op RT. Right shoulder lipoma, leave", "C49.20"),
        ("Recurrent ovarian cancer, pelvic mass bleeding. Bilateral mastectomies 2016 for BRCA1", "C56.9"),
        ("Ovarian cancer, both ovaries, bilateral disease, bleeding, palliative RT", "C56.3"),
        ("Left seminoma stage I, orchidectomy, right testis undescended as a child", "C62.92"),
        ("Seminoma IIA, 2 cm left para-aortic node, right orchidectomy in May", "C62.91"),
        ("SCC of the ear, parotidectomy and right neck dissection, RT neck", "C44.222"),
        ("Adenocarcinoma lower 1/3 oesophagus T3 N1, upper GI board: CROSS", "C15.5"),
        ("Left lung squamous cancer 3 cm abutting the main bronchus, SABR", "C34.92"),
        ("Squamous cancer of the left main bronchus, chemoradiotherapy", "C34.02"),
        ("Wilms tumour stage III, right nephrectomy, flank RT. Left kidney normal", "C64.1"),
        ("Bleeding left renal cancer, haemostatic RT, the right kidney is good", "C64.2"),
        ("Renal cancer L clear cell 4 cm, SABR", "C64.2"),
        ("Ovarian cancer, lone left para-aortic node, SABR", "C56.9"),
        ("Seminoma, right orchidectomy, cryptorchid left corrected as a boy, dog-leg RT", "C62.91"),
        (
            "Prophylactic RT to right hip after arthroplasty, heterotopic ossification left hip 2018",
            "M61.551",
        ),
        ("Heel spur, both insoles and injections failed, painful left calcaneus, low dose RT", "M77.32"),
        ("ILC, left mastectomy and axillary clearance, chest wall RT", "C50.912"),
        ("L mastectomy in May: ILC pT3 N2. R breast ca 2011 had RT, well. Chest wall RT", "C50.912"),
        ("Bilateral mastectomy, right side pT2 N1 ductal cancer, left side prophylactic, PMRT", "C50.911"),
        ("Left mastectomy, ANC 6/14 nodes, HER2 positive, chest wall RT. Pacemaker right side", "C50.912"),
        ("Seminoma IIA, left para-aortic node after left orchidectomy, dog-leg RT", "C62.92"),
        ("Seminoma IIA, left para-aortic node, undescended right testis as a child", "C62.90"),
        ("Seminoma of an undescended left testis, orchidectomy, dog-leg RT", "C62.02"),
        ("Ovarian cancer relapse, pelvic node SABR. Right breast cancer 2012, mastectomy", "C56.9"),
        ("Melanoma, groin dissection 5/12 nodes, ECE, nodal basin RT", "C43.9"),
        ("Melanoma, axillary clearance L, 9 nodes, primary calf 2019, adjuvant RT", "C43.70"),
        ("Melanoma of the left arm, left axillary dissection 6 nodes, adjuvant RT", "C43.62"),
        ("Seminoma stage I, orchidectomy, undescended testis as a baby on the other side", "C62.90"),
        ("Right adrenal met the sole site, melanoma on nivolumab, ablative treatment", "C43.9"),
        ("Cutaneous follicle centre lymphoma, upper back, hand-sized, en face electrons", "C82.69"),
        ("Retroperitoneal liposarcoma right, pre-op RT as in the STRASS arm", "C48.0"),
        ("T1c N0 L breast IDC, WLE, 61F, whole breast RT", "C50.912"),
        ("Sarcoma G3 R thigh, pre-op RT", "C49.21"),
        ("Breast cancer, 2 L drained from the chest, chest wall RT", "C50.919"),
        ("In situ melanoma of the cheek, lentigo maligna type, superficial x-rays", "D03.39"),
    ],
)
def test_what_is_said_of_another_place_does_not_decide_a_code(text: str, code: str) -> None:
    found = code_case(read_case(text), text, date(2026, 11, 1))
    assert found[0].code == code, f"{text!r} is coded {found[0].code}: see kg/elsewhere.py"
