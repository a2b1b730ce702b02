"""Categories and intent that follow from what a text tells in words."""

import pytest

from ingest.profile import read_case


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Seminoma, orchidectomy. Para-aortic node 14 mm. RT", "N1"),
        ("Seminoma pT2, orchidectomy. 3.2 cm retroperitoneal LN. RT", "N2"),
        ("Scalp SCC, ENE in the neck dissection. PORT", "N+"),
        ("Vulval SCC, vulvectomy, sentinel node R with a 5 mm macrometastasis. Groin RT", "N+"),
    ],
)
def test_a_node_told_by_its_size_or_capsule_is_staged(text: str, n: str) -> None:
    assert n in read_case(text).values("n")


@pytest.mark.parametrize(
    "text",
    [
        "Seminoma pT1, orchidectomy, no para-aortic nodes, markers normal. Adjuvant RT",
        "Prostate cancer GG4, ENE at the right base. EBRT",
        "Vulval SCC, vulvectomy, sentinel nodes without macrometastasis. RT for margins",
        "Seminoma pT1, para-aortic strip RT",
    ],
)
def test_no_node_is_staged_that_is_not_told(text: str) -> None:
    assert not read_case(text).values("n")


def test_the_whole_liver_is_irradiated_for_relief() -> None:
    profile = read_case("Colon ca, liver full of mets. Whole-liver RT?")
    assert "palliative" in profile.values("intent")
    assert "whole_liver" in profile.values("target")


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("14 months on from chemoRT for GBM, recurrence", set()),
        ("14 months since Stupp, GBM recurrence", set()),
        ("14 months old, Wilms", {1.17}),
    ],
)
def test_months_since_a_course_are_no_age(text: str, age: set[float]) -> None:
    assert set(read_case(text).values("age")) == age


@pytest.mark.parametrize(
    ("text", "weekly"),
    [
        ("83F breast WLE pT1 N0, can only come once a week, whole breast", True),
        ("Breast WLE pT1 N0, weekly schedule agreed", True),
        ("Cervix IIB, chemoRT with once weekly cisplatin", False),
        ("Bladder T2, gemcitabine once weekly with 55/20", False),
        ("Hodgkin, ABVD/BEACOPP hybrid, ISRT", False),
    ],
)
def test_a_weekly_course_is_told_from_a_weekly_drug(text: str, weekly: bool) -> None:
    said = set(read_case(text).values("fractionation"))
    assert bool(said & {"weekly", "weekly_course"}) is weekly


@pytest.mark.parametrize(
    "text",
    [
        "Castrate-resistant ca prostate, clots and gross haematuria from the gland. RT",
        "On call: squamous ca of the right hilum, SVCO, no stent to be had. RT",
        "Bladder TCC T3, frank haematuria, unfit for cystectomy or radical RT. Haemostatic RT",
        "Floor of mouth SCC T4b, ECOG 3, pain. Quad shot? No previous radiotherapy.",
        "Recurrent serous ovarian cancer, platinum-resistant, bleeding pelvic mass. RT",
        "Melanoma, painful unresectable groin relapse, immunotherapy-refractory. RT",
    ],
)
def test_what_can_only_be_relieved_is_not_to_be_cured(text: str) -> None:
    intents = read_case(text).values("intent")
    assert intents and "curative" not in intents, text


def test_a_staged_lung_cancer_with_caval_obstruction_keeps_its_radical_course() -> None:
    assert "palliative" not in read_case("NSCLC T2 N2 with SVCO, cisplatin RT 60/30").values("intent")


@pytest.mark.parametrize(
    ("text", "axis", "value"),
    [
        ("Adrenocortical carcinoma 9 cm, R1. RT to the bed requested", "setting", "adjuvant"),
        ("Small cell lung cancer, extensive, PR after four cycles, consolidative chest RT", "extent",
         "sclc_extensive"),
        ("Ovarian cancer recurrent at the vault, bleeding PV, six lines of chemo", "intent", "palliative"),
    ],
)  # fmt: skip
def test_what_the_words_say_between_them_is_found(text: str, axis: str, value: str) -> None:
    assert value in read_case(text).values(axis)


@pytest.mark.parametrize(
    "text", ["Prostate R1 at the apex 2019, PSA 0.4 rising, bed RT", "Sarcoma of the thigh, in bed 2. RT"]
)
def test_a_bed_alone_makes_no_course_adjuvant(text: str) -> None:
    assert "adjuvant" not in read_case(text).values("setting")
