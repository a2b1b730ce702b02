"""What may be coded: a tumour that is proven, or one that is watched as such."""

import pytest

from ingest.profile import read_case
from model.answer import Abstention
from model.triage import triage


@pytest.mark.parametrize(
    ("text", "coded"),
    [
        ("RML nodule 9 mm, bronchoscopy: no malignant cells, TB grown", False),
        ("Node thought lymphoma on CT, biopsy: no malignancy, sarcoid", False),
        ("RUL 6 mm nodule, Fleischner CT in 12 months", False),
        ("PSA 5, GG1 in 1/12 cores, PIRADS 2, active surveillance", True),
        ("Renal mass 2 cm under surveillance, biopsy declined, never proven", False),
        ("Renal mass 2 cm, biopsy clear cell carcinoma, surveillance", True),
        ("Benign phyllodes breast, excised, no malignancy", True),
        ("Known breast ca, on letrozole. Hip XR shows osteoarthritis", False),
        ("Osteoporotic wedge fracture L1, known MGUS, paraprotein 8", True),
    ],
)
def test_only_what_is_proven_gets_a_tumours_code(text: str, coded: bool) -> None:
    found = triage(read_case(text), "icd10")
    assert isinstance(found, Abstention) is not coded, f"mend model/triage.py: {text!r} gave {found}"


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("Breast ca 2017. Pain back where she had 8/1 in March, retreat?", False),
        ("Ca prostate on darolutamide, PSA 90, painful gait, one fraction?", False),
        ("Fungating painful breast tumour, 88F, palliative RT", True),
        ("Prostate T2 GG2, 60/20, arthritis pain of both hands", True),
        ("Left breast IDC T1 N0, WLE, adjuvant RT, low back pain for years", True),
        ("Metastatic HER2+ breast carcinoma, nail in the femur healed, irradiate the whole nail", False),
        ("Breast ca, M1, second course please, field as in the old plan", False),
        ("Metastatic breast ca, chest wall nodules, electrons to the chest wall", True),
    ],
)
def test_a_pain_of_elsewhere_is_not_answered_by_a_course_to_where_the_tumour_began(
    text: str, answered: bool
) -> None:
    found = triage(read_case(text), "regimen")
    assert isinstance(found, Abstention) is not answered, f"mend model/triage.py: {text!r} gave {found}"
