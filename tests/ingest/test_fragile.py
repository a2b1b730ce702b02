"""A fracture of fragile bone asks for no radiotherapy of the cancer beside it."""

import pytest

from ingest.profile import read_case


def _declined(text: str) -> bool:
    return "not_needed" in {f.value for f in read_case(text).declined}


@pytest.mark.parametrize(
    "text",
    [
        "Osteoporotic T9 fracture in a man with prostate ca on ADT",
        "Back pain, osteoporotic collapse L1, known breast ca on letrozole. Vertebroplasty planned",
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
    ],
)
def test_a_course_or_a_metastasis_stands_beside_it(text: str) -> None:
    assert not _declined(text), f"treatment is asked for: {text}"
