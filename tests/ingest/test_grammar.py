"""The typed grammars: TNM, stage, person, prostate, measures, biomarkers and doses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.grammar import GRAMMARS, read_grammars
from ingest.grammar.dose import read_doses
from ingest.grammar.person import ecog_of_kps
from ingest.grammar.prostate import grade_group


def _read(text: str) -> dict[str, list[str | float]]:
    found: dict[str, list[str | float]] = {}
    for mention in read_grammars(text):
        found.setdefault(mention.name, []).append(mention.value)
    return found


@pytest.mark.parametrize(
    ("text", "axis", "value"),
    [
        ("pT2 (28 mm) pN0", "t", "T2"), ("T3N1", "n", "N1"), ("cT2b N0 M0", "t", "T2b"),
        ("T1-2 N0", "t", "T1"), ("T4a", "t", "T4a"), ("Tis", "t", "Tis"), ("ypT0N0", "t", "T0"),
        ("T2 N+", "n", "N+"), ("N1mi", "n", "N1mi"), ("pN1(sn)", "n", "N1"), ("M1b", "m", "M1b"),
        ("N1 (2/14)", "nodes_positive", 2.0), ("pT2N2a (5/18)", "nodes_positive", 5.0),
        ("LN 0/3", "nodes_positive", 0.0), ("three positive nodes", "nodes_positive", 3.0),
        ("stage IIIA", "stage", "IIIA"), ("FIGO IB3", "stage", "IB3"), ("Hodgkin IIB", "stage", "IIB"),
        ("Ann Arbor IE", "stage", "IE"), ("st 3", "stage", "III"), ("stage 2", "stage", "II"),
        ("Stage IA grade 3", "stage", "IA"), ("stage IIIC1", "stage", "IIIC1"), ("stage 3B", "stage", "IIIB"),
        ("endometrial ca 1A g1", "stage", "IA"), ("stage V", "stage", "V"),
        ("72M", "age", 72.0), ("52F", "sex", "female"), ("81yo", "age", 81.0), ("6 yo", "age", 6.0),
        ("aged 70", "age", 70.0), ("4-year-old", "age", 4.0), ("18 months old", "age", 1.5),
        ("ECOG 1", "ecog", 1.0), ("PS 2", "ecog", 2.0), ("PS 0-1", "ecog", 1.0), ("WHO PS 3", "ecog", 3.0),
        ("88F, ECOG 3. Bulky", "ecog", 3.0), ("PS 2.", "ecog", 2.0), ("Grade 3. Oedema", "grade", 3.0),
        ("Gleason 3+4. T2", "gleason", 7.0), ("F67. Rectum", "age", 67.0), ("brain mets x3.", "lesions", 3.0),
        ("KPS 60", "kps", 60.0), ("KPS 60", "ecog", 2.0),
        ("PSA 14", "psa", 14.0), ("iPSA 6.1 ng/ml", "psa", 6.1), ("PSA rising to 0.35", "psa", 0.35),
        ("GS 4+3=7", "gleason", 7.0), ("GS 4+3=7", "grade_group", 3.0), ("3+4", "grade_group", 2.0),
        ("Gleason 7", "gleason", 7.0), ("G 3+4", "gleason", 7.0), ("4+4", "grade_group", 4.0),
        ("GG3", "grade_group", 3.0), ("ISUP 2", "grade_group", 2.0), ("grade group 4", "grade_group", 4.0),
        ("28 mm", "size_mm", 28.0), ("3.2 cm", "size_mm", 32.0), ("3x2 cm", "size_mm", 30.0),
        ("3 brain mets", "lesions", 3.0), ("solitary metastasis", "lesions", 1.0),
        ("two mets", "lesions", 2.0),
        ("brain mets (>15)", "lesions", 16.0), ("4 lesions", "lesions", 4.0),
        ("G2", "grade", 2.0), ("grade 3", "grade", 3.0), ("WHO grade II", "grade", 2.0),
        ("high grade", "grade", 3.0),
        ("Breslow 4.2 mm", "depth_mm", 4.2), ("DOI 7 mm", "depth_mm", 7.0),
        ("margin 1 mm", "margin", "close"), ("clear margins 4 mm", "margin", "negative"),
        ("margin +ve", "margin", "positive"),
        ("ER+ PR-", "biomarker:PR", "negative"), ("HER2-", "biomarker:ERBB2", "negative"),
        ("triple neg", "biomarker:ER", "negative"), ("p16+", "biomarker:P16", "positive"),
        ("HPV positive", "biomarker:HPV", "positive"),
        ("MGMT unmethylated", "biomarker:MGMT", "unmethylated"),
        ("IDH mut", "biomarker:IDH", "mutant"), ("1p19q codel", "biomarker:1p19q", "codeleted"),
        ("EGFR ex19del", "biomarker:EGFR", "mutant"), ("PD-L1 60%", "biomarker:PD-L1", "positive"),
    ],
)  # fmt: skip
def test_a_written_value_is_read(text: str, axis: str, value: str | float) -> None:
    assert value in _read(text).get(axis, []), f"{text!r} gave {_read(text)}"


@pytest.mark.parametrize(
    ("text", "axis"),
    [
        ("Spinal cord compression T4", "t"), ("vertebral haemangioma T11", "t"), ("T2-weighted MRI", "t"),
        ("FEV1 0.8 L", "size_mm"), ("6 mo ADT", "age"), ("2 y ago", "age"), ("60 Gy in 30", "age"),
        ("6 cm from anal verge", "size_mm"), ("within 1 cm of the bronchial tree", "size_mm"),
        ("grade group 2", "grade"), ("PSA 3 months ago", "psa"), ("grade 3 mucositis", "grade"),
        ("group III", "stage"), ("grade IIIA", "stage"), ("DOI 7 mm", "size_mm"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_value_is_not_read(text: str, axis: str) -> None:
    assert axis not in _read(text), f"{text!r} must not give {axis}: {_read(text)}"


@given(
    prefix=st.sampled_from(["", "c", "p", "yp", "r"]),
    t=st.sampled_from(["0", "is", "1", "1a", "1c", "2", "2b", "3", "3a", "4", "4b"]),
    n=st.sampled_from(["0", "1", "1a", "2", "2b", "3"]),
    m=st.sampled_from(["0", "1", "1a"]),
    gap=st.sampled_from(["", " ", ", "]),
)
def test_any_tnm_is_read_back(prefix: str, t: str, n: str, m: str, gap: str) -> None:
    if prefix == "c" and not gap and t[-1].isdigit():
        # T1cN0 is T1c N0: the letter belongs to the category before it.
        return
    text = f"{prefix}T{t}{gap}{prefix}N{n}{gap}M{m}"
    found = _read(text)
    assert found.get("t") == [f"T{t}"] and found.get("n") == [f"N{n}"], f"{text!r}: {found}"
    assert found.get("m") == [f"M{m}"], f"{text!r}: {found}"


@given(
    each=st.sampled_from([1.8, 2.0, 2.5, 2.67, 3.0, 4.0, 8.0]),
    count=st.integers(2, 30),
    shape=st.sampled_from(
        ["{t:g} Gy/{n}#", "{t:g}Gy in {n} fx", "{t:g} Gy in {n} daily fractions", "{d:g} Gy x {n} = {t:g} Gy",
         "{c:g} cGy/{n}", "{n} fractions of {d:g} Gy", "{t:g} Gy in {n} fractions of {d:g} Gy"]
    ),
)  # fmt: skip
def test_any_course_is_read_back(each: float, count: int, shape: str) -> None:
    total = round(each * count, 2)
    if total > 90:
        return
    text = shape.format(t=total, n=count, d=each, c=total * 100)
    doses = read_doses(text)
    assert len(doses) == 1, f"{text!r} gave {doses}"
    assert doses[0].fractions == count and abs(doses[0].total_gy - total) < 0.02, f"{text!r}: {doses}"


@pytest.mark.parametrize(
    "text",
    ["45-50.4 Gy in 25-28 fractions", "66 Gy in 33 fractions of 2.2 Gy", "10 Gy/3 days",
     "1.8 to 2 Gy fractions",
     "20 Gy x 5 fractions", "at least 40 Gy in 20 fractions", "30 Gy + 10 Gy", "age 60/30", "total 54.4 Gy"],
)  # fmt: skip
def test_a_range_a_contradiction_or_half_a_course_is_not_read(text: str) -> None:
    assert read_doses(text) == [], f"{text!r} must give no course"


@pytest.mark.parametrize(("kps", "ecog"), [(100, 0), (90, 0), (80, 1), (60, 2), (40, 3), (10, 4)])
def test_karnofsky_gives_ecog(kps: float, ecog: int) -> None:
    assert ecog_of_kps(kps) == ecog


def test_gleason_patterns_give_isup_groups() -> None:
    assert [grade_group(a, b) for a, b in ((3, 3), (3, 4), (4, 3), (4, 4), (4, 5))] == [1, 2, 3, 4, 5]


def test_every_grammar_is_named_after_its_file() -> None:
    assert all(read.__module__ == f"ingest.grammar.{name}" for name, read in GRAMMARS.items())


@given(st.text(alphabet="TNMpc0123456789 /+-.()mGyxcABE%#", max_size=80))
def test_grammars_stay_within_the_text(text: str) -> None:
    for mention in read_grammars(text):
        assert 0 <= mention.start < mention.end <= len(text)
    assert all(re.search(r"\d", text[d.start : d.end]) for d in read_doses(text))
