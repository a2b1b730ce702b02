"""Stage and grade in the words of pathology reports, abstracts and eligibility criteria."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clause import Clauses
from ingest.entities.stage import find_stage
from ingest.reading import Reading, read_text
from ingest.words import split_words
from tests.growth import Work, assert_linear


def found(text: str, kind: str) -> list[tuple[str, str | None]]:
    """The spans of a kind with their status."""
    return [(text[f.start : f.end], f.status) for f in find_stage(read_text(text)) if f.type == kind]


@pytest.mark.parametrize(
    ("text", "span", "status"),
    [
        ("Left breast cancer cT2N0M0.", "cT2N0M0", "cT2 N0 M0"),
        ("ypT1a ypN0 after chemotherapy", "ypT1a ypN0", "ypT1a ypN0"),
        ("pT2 pN1a (2/14) M0 carcinoma", "pT2 pN1a (2/14) M0", "pT2 pN1a M0"),
        ("prostate cancer T1-4N0M0", "T1-4N0M0", "T1-4 N0 M0"),
        ("unilateral pT1,2N0M0 tumours", "pT1,2N0M0", "pT1-2 N0 M0"),
        ("T 3 N 1 M 0 rectal cancer", "T 3 N 1 M 0", "T3 N1 M0"),
        ("Tis N0 M0 glottic cancer", "Tis N0 M0", "Tis N0 M0"),
        ("N2 mediastinal nodes were involved", "N2", "N2"),
        ("non-metastatic (M0) castration-resistant prostate cancer", "M0", "M0"),
        ("resected stage II-III NSCLC", "stage II-III", "II-III"),
        ("stage III B-IV A cervix", "stage III B-IV A", "IIIB-IVA"),
        ("stage I to stage III colon cancer", "stage I to stage III", "I-III"),
        ("patients with Ib stage NSCLC", "Ib stage", "IB"),
        ("Stage \u2160A2-\u2161 lung cancer", "Stage \u2160A2-\u2161", "IA2-II"),
        ("FIGO 2018 stage IIIC1 cervical cancer", "FIGO 2018 stage IIIC1", "FIGO IIIC1 (2018)"),
        ("Ann Arbor stage IIBE lymphoma", "Ann Arbor stage IIBE", "Ann Arbor IIBE"),
        ("Lugano stage IV", "Lugano stage IV", "Lugano IV"),
        ("R-ISS II myeloma", "R-ISS II", "R-ISS II"),
        ("ISS stage III myeloma", "ISS stage III", "ISS III"),
        ("CLL, Rai stage 0-2", "Rai stage 0-2", "Rai 0-2"),
        ("Binet C", "Binet C", "Binet C"),
        ("HCC of BCLC stage B", "BCLC stage B", "BCLC B"),
        ("Masaoka-Koga stage III thymoma", "Masaoka-Koga stage III", "Masaoka III"),
        ("neuroblastoma INSS 4S", "INSS 4S", "INSS 4S"),
        ("limited-stage small cell lung cancer", "limited-stage", "limited"),
        ("ES-SCLC", "ES-SCLC", "extensive"),
        ("stage IIIA NSCLC (AJCC 8th edition)", "stage IIIA", "IIIA (AJCC 8)"),
    ],
)
def test_stage(text: str, span: str, status: str) -> None:
    """Every system as written, in one form."""
    assert found(text, "stage") == [(span, status)], f"read the stage of: {text}"


@pytest.mark.parametrize(
    "text",
    [
        "T2-weighted MRI and T1 images with contrast",
        "metastases of the T4 vertebra",
        "TSH, T3 and T4 were normal",
        "stage 3 chronic kidney disease",
        "a stage 2 pressure ulcer",
        "Tanner stage 4",
        "patients enter Stage 2 of the study",
        "a phase IIB trial in lung cancer",
        "type IIA endoleak",
        "M1 macrophages",
        "early stage disease",
        "end-stage renal failure",
    ],
)
def test_what_is_no_stage(text: str) -> None:
    """Sequences, vertebrae, hormones and other things' stages are left alone."""
    assert found(text, "stage") == [], f"no tumour stage stands in: {text}"


@pytest.mark.parametrize(
    ("text", "span", "status"),
    [
        ("Gleason score 3+4=7", "Gleason score 3+4=7", "Gleason 3+4=7"),
        ("Gleason score 7 (3+4)", "Gleason score 7 (3+4)", "Gleason 3+4=7"),
        ("prostate cancer, 4+3, PSA 12", "4+3", "Gleason 4+3=7"),
        ("Gleason 8-10 disease", "Gleason 8-10", "Gleason 8-10"),
        ("ISUP grade group 2", "ISUP grade group 2", "grade group 2"),
        ("CNS WHO grade 2 astrocytoma", "grade 2", "WHO grade 2"),
        ("grade IV glioma", "grade IV", "WHO grade 4"),
        ("invasive ductal carcinoma, grade 3", "grade 3", "G3"),
        ("grade 2 endometrioid adenocarcinoma", "grade 2", "G2"),
        ("Nottingham grade 2", "grade 2", "Nottingham G2"),
        ("FIGO grade 1 endometrial cancer", "grade 1", "FIGO G1"),
        ("pT2 N0 G2 squamous cell carcinoma", "G2", "G2"),
        ("high-grade glioma", "high-grade", "high"),
        ("poorly differentiated adenocarcinoma", "poorly differentiated", "poorly differentiated"),
    ],
)
def test_grade(text: str, span: str, status: str) -> None:
    """Histological grade on its scale."""
    assert found(text, "grade") == [(span, status)], f"read the grade of: {text}"


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        ("clinical T3/4 disease on imaging", [("T3", "T3"), ("4", "T4")]),
        (
            "Hodgkin lymphoma, Ann Arbor stage 3 or 4",
            [("Ann Arbor stage 3", "Ann Arbor 3"), ("4", "Ann Arbor 4")],
        ),
        ("FIGO IB2, IIA or IIB", [("FIGO IB2", "FIGO IB2"), ("IIA", "FIGO IIA"), ("IIB", "FIGO IIB")]),
        ("NSCLC of stage II, IIIA, or select IIIB", [("stage II", "II"), ("IIIA", "IIIA"), ("IIIB", "IIIB")]),
        ("seminoma (those with stage 2 may be enrolled)", [("stage 2", "2")]),
    ],
)
def test_stages_listed_are_read_one_by_one(text: str, stages: list[tuple[str, str]]) -> None:
    assert found(text, "stage") == stages, f"read each stage of: {text}"


def test_each_stage_of_a_list_stands_alone() -> None:
    """A list gives one stage an item, a range one."""
    assert found("stage IIIB/C or IV NSCLC", "stage") == [("stage IIIB/C", "IIIB/C"), ("IV", "IV")], (
        "split it"
    )
    assert found("WHO grade III or IV glioma", "grade") == [
        ("grade III", "WHO grade 3"),
        ("IV", "WHO grade 4"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "grade 3 neutropenia in lung cancer",
        "late grade \u22652 toxicity",
        "G2/M arrest of carcinoma cells",
        "Brooker grade 2 ossification",
        "the 3+3 design in prostate cancer",
        "low-grade fever",
        "CTCAE grade 1 diarrhoea",
        "NYHA grade III heart failure",
    ],
)
def test_toxicity_is_no_grade(text: str) -> None:
    """A toxicity's grade, a cell's phase and a trial's design are no histology."""
    assert found(text, "grade") == [], f"no histological grade stands in: {text}"


_PIECES = st.sampled_from([
    "T2", "N1", "M0", "stage ", "III", "-", "IV", "A", " or ", "FIGO ", "2018 ", "Gleason ", "3+4", "=7",
    "grade ",
    "G2", "(", ")", "AJCC 8th edition", "cT", "yp", "\u2162", "\n", ",", "carcinoma", "\U0001f600", "\u202e",
])  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=80))
def test_never_fails(text: str) -> None:
    """No text makes it fail, and every span lies in the text."""
    for mention in find_stage(read_text(text)):
        assert 0 <= mention.start < mention.end <= len(text), "a span leaves the text"
        assert mention.status, "a stage says which"


@pytest.mark.parametrize("piece", ["stage I-", "T1N", "(", "grade 3 ", "Gleason 3+", "IIIB ", "1, ", "M1 "])
def test_long_lines_take_linear_time(piece: str) -> None:
    def prepare(quarters: int) -> Work:
        text = piece * (10_000 // len(piece) * quarters)
        reading = Reading(text, split_words(text), Clauses(text), (), ())
        return lambda: list(find_stage(reading))

    assert_linear(prepare)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Stage one breast cancer.", "I"),
        ("Stage IV-B nasopharyngeal carcinoma.", "IVB"),
        ("stage 3a NSCLC", "IIIA"),
        ("Clinical stage: T2a N0 M0 prostate cancer.", "cT2a N0 M0"),
        ("Clinical stage T2a.", "cT2a"),
        ("Pathological stage: T3 N1.", "pT3 N1"),
    ],
)
def test_a_stage_has_one_form_and_the_prefix_of_its_label(text: str, status: str) -> None:
    assert [f.status for f in find_stage(read_text(text))] == [status]


def test_a_stage_of_a_study_in_words_is_none() -> None:
    assert not list(find_stage(read_text("In stage two, patients are randomised.")))
