"""What is said of other illnesses, relatives and years ago changes nothing of what is asked about."""

import pytest

from ingest.profile import read_case

_ASKED = [
    ("R cerebellar metastasis resected, lung cancer, cavity radiosurgery", "brain-metastasis"),
    ("Renal cell cancer, nephrectomy 2021, lone T11 body deposit, Bilsky 0, stereotactic", "bone-metastasis"),
    ("Hip pain, lytic acetabulum, kidney cancer on cabozantinib, 8 Gy", "bone-metastasis"),
    ("RCC, pathological fracture of the femur nailed last month, post-op RT", "bone-metastasis"),
    ("NSCLC stage III, unfit for chemo, radical RT alone, T3 N1, 5 cm RLL", "nsclc"),
    ("T2 N0 breast IDC left, WLE, whole breast RT", "breast-cancer"),
    ("Graves' eyes, CAS 5/7, steroids failed, orbital irradiation", "graves-orbitopathy"),
    ("Ewing sarcoma of the humerus, painful, definitive RT", "ewing-sarcoma"),
    ("Dupuytren nodules of both palms, RT", "dupuytren"),
]
_BESIDE = [
    "Mother had breast cancer.",
    "RT to mediastinum 1998 for Hodgkin lymphoma.",
    "MRI brain normal.",
    "Rib fracture after a fall.",
    "Osteoporosis on alendronate.",
    "Thyroid nodule benign on FNA.",
    "Meningioma followed by neurosurgery, stable.",
    "Prostate cancer 2015, prostatectomy, PSA undetectable.",
    "Ca bladder under check cystoscopies.",
    "Kidney stones.",
    "Colon polyps removed in 2020.",
    "Husband has prostate cancer.",
]


@pytest.mark.parametrize("beside", _BESIDE)
@pytest.mark.parametrize(("asked", "disease"), _ASKED)
def test_what_stands_beside_changes_no_diagnosis(asked: str, disease: str, beside: str) -> None:
    for text in (f"{asked}. {beside}", f"{beside} {asked}"):
        read = [d.disease for d in read_case(text).diseases]
        # Two cancers that either may have sent a deposit are both named, and the question declined.
        several = len(read) > 1
        assert disease in read or several, f"{text!r} is read as {read}: see ingest/spread.py"


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("Myeloma pt, lytic humerus pain", "multiple-myeloma"),
        ("Ewing sarcoma humerus with pathological fracture, definitive RT", "ewing-sarcoma"),
        ("Giant cell tumour of the femur, path #, unresectable, RT", "giant-cell-tumour-bone"),
        ("Post IM nail femur for path # (breast cancer), whole nail field", "bone-metastasis"),
        ("Bleeding skin met from bladder cancer, RT", "skin-metastasis"),
        ("Nodal metastases from renal cancer, SABR", "lymph-node-metastasis"),
        ("Liver metastases from ovarian cancer, for 20/5", "liver-metastasis"),
        ("Head and neck SCC with lung mets, fungating neck, palliative RT", "head-neck-scc"),
        ("Melanoma with brain mets, bleeding scalp primary, RT", "melanoma"),
        ("Anal cancer, liver mets, painful bleeding anal mass, RT", "anal-cancer"),
        ("Pancreatic cancer, liver mets, coeliac pain, RT", "pancreatic-cancer"),
        ("Lung cancer, adrenal met, painful Pancoast mass, RT to apex", "lung-cancer"),
        ("HCC, lung mets, painful liver capsule, RT", "hepatocellular-carcinoma"),
        ("Breast cancer, liver mets, RUQ pain, palliative RT", "liver-metastasis"),
        ("Renal cancer with bone mets, bleeding kidney tumour, transfused, palliative RT", "kidney-cancer"),
        ("Tongue SCC with spinal mets on denosumab, bleeding tongue tumour, RT", "oral-tongue-cancer"),
        ("Anal SCC, brain mets treated with SRS last year, bleeding anal mass, RT", "anal-cancer"),
        ("Prostate cancer, spinal mets, painful hip, RT", "bone-metastasis"),
        ("Two cancers: 1) T2 prostate cancer - on active surveillance 2) GBM - for RT", "glioblastoma"),
        ("1. Ca prostate T2b on AS. 2. Stage III NSCLC - radical RT", "nsclc"),
        ("Oligomet prostate: single iliac node PSMA +, SABR", "lymph-node-metastasis"),
        ("Oligomet renal: 3 bone lesions and one mediastinal node, SABR", "bone-metastasis"),
        ("Gastrectomy 2020, anastomotic recurrence bleeding, palliative RT", "gastric-cancer"),
        ("Left hilar T2a SCC lung, SABR", "lung-squamous-cell-carcinoma"),
        ("Trigeminal neuralgia, radiosurgery; ca bladder under check cystoscopies", "trigeminal-neuralgia"),
    ],
)
def test_the_tumour_is_the_one_asked_about(text: str, disease: str) -> None:
    read = [d.disease for d in read_case(text).diseases]
    assert read == [disease], f"{text!r} is read as {read}"


def test_a_chosen_intent_is_the_only_one() -> None:
    text = "Anaplastic thyroid cancer, stridor, RT palliative vs radical - she requests palliative"
    assert list(read_case(text).values("intent")) == ["palliative"], f"{text!r}: see ingest/preference.py"


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Prostate ca local recurrence post EBRT, salvage HDR", ["prior_radiotherapy"]),
        ("Endometrial ca vault recurrence, EBRT 45/25 completed, vault brachy boost", ["given"]),
    ],
)
def test_external_radiotherapy_before_a_salvage_is_an_earlier_course(text: str, given: list[str]) -> None:
    read = read_case(text)
    told = [axis for axis in ("prior_radiotherapy", "given") if list(read.values(axis))]
    assert told == given, f"{text!r} is read with {told}: see ingest/delivered.py"
