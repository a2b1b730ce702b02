"""Of deposits in several organs, the one that matters is treated; the others are only mentioned."""

import pytest

from ingest.profile import read_case

_DEPOSITS = {
    "bone-metastasis": "left acetabular metastasis",
    "brain-metastasis": "1.5 cm cerebellar metastasis",
    "lung-metastasis": "2 cm RLL lung metastasis",
    "liver-metastasis": "segment 7 liver metastasis",
    "adrenal-metastasis": "right adrenal metastasis",
    "choroidal-metastasis": "left choroidal metastasis",
}
_TOLD = [
    "Renal cancer: {beside} stable on treatment. New {asked}. For radiotherapy",
    "Renal cancer with known {beside} (treated previously). Referred with {asked} for radiotherapy",
    "{asked}, background renal cancer with {beside}; radiotherapy please",
    "Renal cancer, {beside} responding to systemic therapy; oligoprogression: {asked}. Radiotherapy",
    "Please consider radiotherapy for the {asked}. Renal cancer. {beside} noted on CT, not troublesome",
]


@pytest.mark.parametrize("told", _TOLD)
@pytest.mark.parametrize("asked", sorted(_DEPOSITS))
def test_the_deposit_that_matters_is_chosen(asked: str, told: str) -> None:
    for beside in sorted(_DEPOSITS.keys() - {asked}):
        text = told.format(asked=_DEPOSITS[asked], beside=_DEPOSITS[beside])
        read = {d.disease for d in read_case(text).diseases}
        # Where the words leave it open both are named, and the question is declined.
        assert asked in read, f"{text!r} is read as {read}: see ingest/several_deposits.py"


def test_deposits_told_alike_are_both_named() -> None:
    text = "Breast cancer, right adrenal metastasis and left choroidal metastasis, RT"
    read = {d.disease for d in read_case(text).diseases}
    assert read == {"adrenal-metastasis", "choroidal-metastasis"}, f"{text!r} is read as {read}"


def test_a_compressed_cord_goes_before_a_new_deposit() -> None:
    text = "Prostate cancer, cord compression at T6, known brain metastasis, new rib metastasis, RT today"
    read = [d.disease for d in read_case(text).diseases]
    assert read == ["spinal-cord-compression"], f"{text!r} is read as {read}"


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("Skull vault metastasis in bladder cancer, RT", "bone-metastasis"),
        ("Spleen metastasis (bladder cancer), for RT", "digestive-metastasis"),
        ("Tongue metastasis from renal cell carcinoma, bleeding, RT", "metastasis-elsewhere"),
        ("72F NSCLC 2019, now right humeral lytic lesion. Radiotherapy please", "bone-metastasis"),
        ("R adrenal met 31 mm oligoprogression, NSCLC controlled on osimertinib", "adrenal-metastasis"),
        ("Known liver and bone mets, breast ca, now single 2cm R frontal lesion, SRS", "brain-metastasis"),
        ("Subcutaneous metastasis of the back, ulcerated in prostate cancer, RT", "skin-metastasis"),
    ],
)
def test_a_deposit_is_not_taken_for_its_primary(text: str, disease: str) -> None:
    read = [d.disease for d in read_case(text).diseases]
    assert read == [disease], f"{text!r} is read as {read}: see ingest/implied.py and ingest/spread.py"


def test_deposits_dealt_with_are_not_treated_again() -> None:
    text = "Melanoma with treated brain mets (SRS 2024), axillary mass bleeding, palliative RT"
    read = {d.disease for d in read_case(text).diseases}
    assert read != {"brain-metastasis"}, f"{text!r}: see are_dealt_with in ingest/several_deposits.py"
