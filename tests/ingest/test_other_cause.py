"""A complaint that has another cause asks for no radiotherapy of the cancer beside it."""

import pytest

from ingest.profile import read_case


def _declined(text: str) -> bool:
    return "other_cause" in {f.value for f in read_case(text).declined}


@pytest.mark.parametrize(
    "text",
    [
        "Osteoporotic T9 fracture in a man with prostate ca on ADT",
        "Back pain, osteoporotic collapse L1, known breast ca on letrozole. Vertebroplasty planned",
        "Crush fracture L3, osteoporotic; known breast ca",
        "Sore hip, known breast ca, MRI shows avascular necrosis",
        "Knee pain, she thinks it is her lung cancer. Film shows severe osteoarthritis, for replacement",
        "PSA 4 on ADT, numb hands, MRI: spondylotic change only",
        "Calf swollen, known ca cervix, duplex confirms DVT",
        "Full neck veins, breast ca on adjuvant EC. CT venogram: thrombus at the port tip, no mass",
        "Back pain in a man with known renal cell ca on sunitinib, MRI: spinal stenosis L4/5",
    ],
)
def test_it_declines(text: str) -> None:
    assert _declined(text), f"nothing is asked for: {text}"


@pytest.mark.parametrize(
    "text",
    [
        "Osteoporotic fracture L2, kyphoplasty last year; now prostate ca T3a Gl 8, 60/20",
        "?osteoporotic vs metastatic collapse L3, known lung ca, pain, 8 Gy",
        "Collapse T10 thought osteoporotic, biopsy breast ca. 20/5",
        "Pathological fracture femur, breast mets, nailed, post-op RT",
        "Osteoporotic fracture L1 and bone mets T8, painful, prostate ca",
        "Known NSCLC on pembro, CT: pneumonia and new SVCO",
        "Known ca prostate, hip pain, XR OA plus sclerotic lesion ?met",
        "Known ca bladder T2 N0, CT shows degenerative spine, unfit for cystectomy",
    ],
)
def test_a_course_or_a_metastasis_stands_beside_it(text: str) -> None:
    assert not _declined(text), f"treatment is asked for: {text}"
