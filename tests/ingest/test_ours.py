"""Of several tumours the one that the writer treats is meant, and not the one another clinic looks after."""

import pytest

from ingest.profile import read_case


def _diseases(text: str) -> set[str]:
    return {d.disease for d in read_case(text).diseases}


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        (
            "Ca colon T3, surgeons will resect in March. Ours: tongue base SCC T2N1, 70/35",
            "base-of-tongue-cancer",
        ),
        (
            "Known CLL, haematology are giving her ibrutinib. We have the oesophagus, SCC T3, 50/25",
            "oesophageal-cancer",
        ),
        ("Renal cell ca 4 cm for partial nephrectomy by urology. Glottic SCC T1a, 63/28", "laryngeal-cancer"),
        (
            "Thymoma, lymphoma raised on CXR, CT normal. Back to her cervical cancer IIB, 45/25",
            "cervical-cancer",
        ),
        (
            "Melanoma of the back under Mr Adeyemi. Prostate cancer T3a: 60/20, that is what I plan",
            "prostate-cancer",
        ),
    ],
)
def test_the_writers_own_is_meant(text: str, disease: str) -> None:
    assert _diseases(text) == {disease}, f"the other is left to others: {text}"


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("Breast cancer under Mr Jones, WLE done. Adjuvant whole breast 26/5", "breast-cancer"),
        (
            "Rectal cancer T3N1, surgeons will operate after long course. 50.4/28 to the pelvis",
            "rectal-cancer",
        ),
        ("Prostate cancer under Dr Singh on ADT. Please see for 60/20", "prostate-cancer"),
    ],
)
def test_a_lone_tumour_stays(text: str, disease: str) -> None:
    assert _diseases(text) == {disease}, f"radiotherapy is asked of it all the same: {text}"
