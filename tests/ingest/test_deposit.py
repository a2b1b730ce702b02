"""Metastases told by a lesion, a tissue or a course, and what only resembles one."""

import pytest

from ingest.profile import read_case


def _named(text: str) -> set[str]:
    return {d.disease for d in read_case(text).diseases}


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("L1 lamina metastasis, girdle pain, known breast ca. RT?", "bone-metastasis"),
        ("Decompressed last week: epidural thyroid metastasis. Postop RT", "spinal-cord-compression"),
        ("Lingula nodule 9 mm, core: metastatic melanoma. SABR", "lung-metastasis"),
        ("LLL nodule 1.8 cm, biopsy metastatic colorectal adeno, for SBRT", "lung-metastasis"),
        ("Two RUL nodules, synovial sarcoma, three metastasectomies already. SABR?", "lung-metastasis"),
        ("Thyroid cancer, lone met in the left lower lobe, SABR", "lung-metastasis"),
        ("Endobronchial breast met, right lung collapsed. RT", "lung-metastasis"),
        ("Left main bronchus blocked by a sarcoma deposit, RT today", "lung-metastasis"),
        ("Castrate resistant prostate ca, aching all over: upper hemibody, one fraction", "bone-metastasis"),
        ("8 Gy to L4 in spring for myxoid sarcoma. Pain in the same spot again.", "bone-metastasis"),
        ("CRPC, painful right ischium. Uncle had myeloma. 8 Gy single # please", "bone-metastasis"),
        ("MRI: clivus marrow replaced, diplopia. Known ca breast. Could this be treated?", "bone-metastasis"),
        ("SCF nodal mass 5 cm, triple negative breast ca, palliative RT", "lymph-node-metastasis"),
        ("Nodule of the vaginal vault, bleeds, two years after hysterectomy for endometrial ca. HDR",
         "vaginal-vault-recurrence"),
    ],
)  # fmt: skip
def test_a_deposit_is_told_by_its_lesion(text: str, disease: str) -> None:
    assert _named(text) == {disease}, f"the deposit of {text}"


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("Prostate T2b Gleason 7, lumbar epidural for sciatica in May. 60/20", "prostate-cancer"),
        ("RUL nodule 16 mm, biopsy adenocarcinoma, medically inoperable. SABR", "lung-cancer"),
        ("Ewing of the fibula, whole lung RT. Fibula primary irradiated in spring", "ewing-sarcoma"),
        ("Bleeding breast tumour, axillary node mass, 85 F, palliative RT to breast", "breast-cancer"),
        ("Breast ca T2 N1, 40/15 finished, sore in the same place on the skin", "breast-cancer"),
    ],
)
def test_a_primary_stays_one(text: str, disease: str) -> None:
    assert {d.split("-adeno")[0] for d in _named(text)} & {disease, "lung"}, f"the primary of {text}"
    assert not any(d.endswith("metastasis") for d in _named(text))


@pytest.mark.parametrize(
    "text",
    [
        "Fungating R breast 11 cm, liver mets, 88 yrs, haemostatic RT",
        "Malodorous, weeping left breast tumour, lung mets without symptoms. Local RT",
    ],
)
def test_a_breast_that_breaks_through_goes_before_silent_deposits(text: str) -> None:
    assert _named(text) == {"breast-cancer"}


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("Prostate ca, bicalutamide from Monday; RT to both breasts before that", "gynaecomastia"),
        ("Prostate ca on bicalutamide, sister had breast ca. Prostate RT 60/20", "prostate-cancer"),
        ("L4 mass squeezing the cauda, core plasma cells, IgA lambda 31 g/L, RT tonight", "multiple-myeloma"),
        ("Myelofibrosis, ruxolitinib not tolerated, spleen 24 cm hurts. Splenic RT", "myelofibrosis"),
        ("Convexity meningioma growing, for RT. Ca breast DCIS 2011", "meningioma"),
        ("Kidney mass 3 cm, biopsy oncocytoma. Discharge. Prostate seeds 2012", "renal-oncocytoma"),
        ("Oes SCC upper third T3N1, definitive chemoRT", "oesophageal-cancer"),
        ("Sq cell ca of the forearm 18 mm, electrons", "cutaneous-scc"),
    ],
)  # fmt: skip
def test_the_disease_to_treat_is_told_in_few_words(text: str, disease: str) -> None:
    assert _named(text) == {disease}
