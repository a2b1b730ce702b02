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
