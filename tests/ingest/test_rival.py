"""A tumour that is over, or of which nothing is told, gives way to the one that is treated."""

import pytest

from ingest.profile import read_case


def _named(text: str) -> set[str]:
    return {d.disease for d in read_case(text).diseases}


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("Smouldering myeloma, stable. Brain metastases from breast cancer x5, WBRT", "brain-metastasis"),
        ("Oral tongue cancer, hemiglossectomy 2010, discharged. T3 N1 oesophageal SCC, chemoradiation",
         "oesophageal-cancer"),
        ("uveal melanoma, plaque 2003, quiet. Painful keloid, electrons after excision", "keloid"),
        ("Merkel cell carcinoma cheek, WLE, SNB 1/2, adjuvant RT. CLL, untreated", "merkel-cell-carcinoma"),
    ],
)  # fmt: skip
def test_the_tumour_that_is_treated_is_taken(text: str, disease: str) -> None:
    assert _named(text) == {disease}, f"{text!r}: read as {_named(text)}"


def test_what_nothing_decides_is_left_open() -> None:
    text = "Plantar fasciitis, 14 months. Mycosis fungoides, steroid cream"
    assert _named(text) != {"mycosis-fungoides"}, "nothing is told that makes the skin the one to treat"


def test_a_primary_is_no_rival_of_its_metastasis() -> None:
    text = "Ca prostate, Gleason 9, ADT 2019. Painful L3 metastasis, single fraction RT"
    assert _named(text) == {"bone-metastasis"}, "the metastasis is what the radiotherapy is for"


@pytest.mark.parametrize(
    "text",
    [
        "Seminar on pancreas SBRT attended. L breast IDC pT2 N1, mastectomy, chest wall RT",
        "L breast IDC pT2 N1, mastectomy, chest wall RT. Brother: rectal cancer, watch and wait",
        "L breast IDC pT2 N1, mastectomy, chest wall RT. A Mr Byrne with a lung tumour was booked first",
    ],
)
def test_tumours_of_clinics_and_others_are_aside(text: str) -> None:
    assert _named(text) == {"breast-cancer"}, f"{text!r}: read as {_named(text)}"


def test_an_operation_of_another_organ_is_none_of_the_tumour() -> None:
    found = {
        f.value for f in read_case("Tonsil SCC T2 N1, chemoRT. Hartmann's 2019 for diverticulitis").findings
    }
    assert not found & {"tme", "resection"}, "a bowel operation leaves the tonsil's tumour in place"


def test_a_course_of_another_year_is_not_asked_for() -> None:
    text = (
        "SABR 54/3 to a lung nodule in 2018. Pituitary macroadenoma, residual, progressing, fractionated RT"
    )
    found = {(f.axis, f.value) for f in read_case(text).findings}
    assert ("technique", "sbrt") not in found, "what was done in 2018 is not the technique asked for"
