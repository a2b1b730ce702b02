"""A course asked for by its name, its dose or its number of fractions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.prescription import COURSE, DOSE, FRACTIONS, read_prescription
from ingest.profile import read_case
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("text", "axis", "value"),
    [
        ("frail ECOG 3, quad shot to the neck", COURSE, "14.8/4"),
        ("whole breast, FAST-Forward", COURSE, "26/5"),
        ("stage III NSCLC for CHART", COURSE, "54/36"),
        ("short-course 5x5 then surgery", COURSE, "25/5"),
        ("RT + TMZ as per Stupp", COURSE, "60/30"),
        ("prostate, CHHiP", COURSE, "60/20"),
        ("SBRT as in PACE-B", COURSE, "36.25/5"),
        ("femur met, single 8", COURSE, "8/1"),
        ("bladder, radical 55/20", COURSE, "55/20"),
        ("60 Gy in 30 fractions", COURSE, "60/30"),
        ("prostate 36 in 6 weekly", COURSE, "36/6"),
        ("prostate, 20# over 4 weeks", FRACTIONS, 20.0),
        ("SBRT x5 to prostate", FRACTIONS, 5.0),
        ("desmoid, RT 56 Gy", DOSE, 56.0),
        ("lung SABR booked 30/3", COURSE, "30/3"),
        ("L breast WLE 26/5", COURSE, "26/5"),
        ("rectal ca, pre-op 25/5", COURSE, "25/5"),
    ],
)
def test_a_course_asked_for_is_read(text: str, axis: str, value: str | float) -> None:
    found = [(m.name, m.value) for m in read_prescription(text)]
    assert (axis, value) in found, f"{text!r} gave {found}; add the name to ingest/data/regimens.yaml"


@pytest.mark.parametrize(
    "text",
    [
        "RLL nodule, EBUS booked 14/3",
        "lung mass, biopsy booked 10/5",
        "clinic appointment 24/3",
        "ALND 3/14 nodes positive",
        "seen 12/10, next visit 3/12",
        "see chart, fast AF, cross-sectional imaging",
        "path # of L4 #",
        "BP 120/80, PSA 4.2",
        "SEE CHART. FAST TRACK. CROSS MATCH",
        "breast 40/15 in 2012",
        "2010 50/25 to the breast",
        "mastectomy 14/3: 22 mm ductal ca",
        "seen on 12/4, MDT 20/5",
    ],
)
def test_what_is_no_course_is_left(text: str) -> None:
    found = [m for m in read_prescription(text) if m.name == COURSE]
    assert not found, f"{text!r} asks for no course, yet {found} was read"


@pytest.mark.parametrize(
    "text",
    [
        "cervix IIB, completed EBRT 45/25, now HDR",
        "brain mets, previous WBRT 30/10, now SRS",
        "declined 60 Gy in 30 fractions",
    ],
)
def test_a_course_already_given_is_not_asked_for(text: str) -> None:
    assert not read_case(text).values(COURSE), "a delivered or refused course must not be taken as a request"


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200))
def test_spans_lie_in_any_text(text: str) -> None:
    for mention in read_prescription(text):
        assert 0 <= mention.start < mention.end <= len(text), f"{mention} lies outside the text"


@pytest.mark.parametrize("piece", ["(", "1/", "55 Gy ", "x 5 "])
def test_long_texts_are_read_in_linear_time(piece: str) -> None:
    assert_linear(lambda quarters: lambda: read_prescription(piece * (5_000 // len(piece) * quarters)))


def test_how_often_a_drug_is_taken_is_no_fractionation() -> None:
    found = read_case("Prostate cancer cT2, apixaban 5 mg bd, RT please").findings
    assert not [f for f in found if f.axis == "fractionation"], "see ingest/prescription.py"
    found = read_case("Limited stage SCLC, chemoradiotherapy bd").findings
    assert [f.value for f in found if f.axis == "fractionation"] == ["hyperfractionated"]


def test_fractionated_stereotactic_radiotherapy_is_no_ablation() -> None:
    found = read_case("Pituitary adenoma, regrowth, fractionated stereotactic RT").findings
    assert "fractionated_stereotactic" in [f.value for f in found]
    assert not [f for f in found if f.axis == "technique"], "see ingest/prescription.without_its_stereotaxy"
