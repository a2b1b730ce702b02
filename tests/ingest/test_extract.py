"""The whole reading of a text: spans, assertion, linking, relations, record, windows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.entities import FINDERS
from ingest.entities.found import Found
from ingest.extract import extract_text, extract_texts
from ingest.extraction import Extraction, TextKind
from ingest.legible import legible
from ingest.overlap import resolved
from ingest.report_kind import kind_of
from ingest.window import WINDOW, windows

NOTE = (
    "EGFR L858R positive stage IIIB lung adenocarcinoma, ECOG 1. Mother had breast cancer. No brain "
    "metastases. "
    "Started osimertinib 80 mg PO once daily. Osimertinib improved overall survival in non-small cell "
    "lung cancer."
)


def of(extraction: Extraction, type_: str) -> list[str]:
    return [m.text for m in extraction.mentions if m.type == type_]


def test_a_note_gives_mentions_with_reference_and_assertion() -> None:
    found = extract_text(NOTE)
    assert of(found, "variant") and of(found, "stage") == ["stage IIIB"]
    drug = next(m for m in found.mentions if m.type == "drug")
    assert drug.text == "osimertinib" and drug.reference is not None
    assert drug.reference.curie == "oncograph:osimertinib"
    mother = next(m for m in found.mentions if m.text == "breast cancer")
    assert mother.assertion.experiencer == "family"
    assert [m.text for m in found.mentions] == [NOTE[m.start : m.end] for m in found.mentions]
    assert list(found.mentions) == sorted(found.mentions, key=lambda m: m.start), (
        "mentions stand in text order"
    )


def test_statement_spans_hold_what_they_say() -> None:
    for statement in extract_text(NOTE).statements:
        assert all(0 <= s.start < s.end <= len(NOTE) for s in statement.spans)


def test_a_dose_is_not_also_a_strength() -> None:
    types = {
        m.type
        for m in extract_text("40 Gy in 15 fractions and cisplatin 40 mg/m2 weekly").mentions
        if m.text == "40 Gy"
    }
    assert types == {"radiation_dose"}


def test_longest_first_and_the_order_of_the_file_decide() -> None:
    stage, grade = Found("stage", 0, 5), Found("grade", 3, 9)
    assert resolved([grade, stage]) == [stage], "a stage beats a grade however long"
    long, short = Found("toxicity", 0, 10), Found("disease", 4, 10)
    assert resolved([short, long]) == [long]
    regimen, drug = Found("regimen", 0, 10), Found("drug", 0, 4)
    assert resolved([drug, regimen]) == [regimen, drug], "the drugs of a regimen are named too"
    dose, strength = Found("radiation_dose", 0, 5), Found("strength", 0, 5)
    assert resolved([strength, dose]) == [dose]
    gene, fusion = Found("gene", 5, 8), Found("variant", 0, 8)
    assert resolved([gene, fusion]) == [fusion], "a named fusion holds its genes"


def test_every_finder_names_spans_inside_the_text() -> None:
    from ingest.reading import read_text

    reading = read_text(NOTE)
    for name, find in FINDERS.items():
        for found in find(reading):
            assert 0 <= found.start < found.end <= len(NOTE), f"{name} names a span outside the text"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SPECIMEN: Left breast\nFINAL DIAGNOSIS: carcinoma\nMARGINS: negative", "pathology"),
        ("TECHNIQUE: MRI\nCOMPARISON: none\nFINDINGS: mass\nIMPRESSION: PI-RADS 4", "radiology"),
        (
            "Prescription: 50 Gy in 25 fractions\nTechnique: VMAT, 6 MV photons\nTarget volume: PTV",
            "radiotherapy",
        ),
        ("BACKGROUND: x\nMETHODS: y\nRESULTS: z\nCONCLUSIONS: w", "abstract"),
        (
            "Inclusion Criteria:\n- must have measurable disease\nExclusion Criteria:\n- prior therapy",
            "eligibility",
        ),
        ("HPI: 52 year old\nPMH: none\nAssessment and Plan: follow up", "note"),
        ("lung cancer", None),
        ("", None),
    ],
)
def test_kind_is_told_from_headings_and_words(text: str, kind: TextKind | None) -> None:
    assert kind_of(text) == kind


def test_a_record_is_there_for_reports_only() -> None:
    assert extract_text("lung cancer").record is None
    assert extract_text("lung cancer", "abstract").record is None
    assert extract_text("lung cancer", "pathology").record is not None


def test_texts_come_back_in_order_with_their_kinds() -> None:
    texts: list[tuple[str, TextKind | None]] = [
        (f"{n} Gy in {n} fractions", "radiotherapy" if n % 2 else None) for n in range(10, 40)
    ]
    found = list(extract_texts(iter(texts)))
    assert len(found) == len(texts)
    for (text, kind), extraction in zip(texts, found, strict=True):
        assert of(extraction, "radiation_dose") == [text.split(" in")[0]]
        assert (extraction.record is not None) == (kind is not None)
    assert list(extract_texts([])) == []


def test_a_long_text_is_read_window_by_window_and_its_spans_are_the_texts() -> None:
    text = "The patient was treated. " * 1_200 + "She received 50 Gy in 25 fractions."
    assert len(text) > 2 * WINDOW
    found = extract_text(text)
    (dose,) = [m for m in found.mentions if m.type == "radiation_dose"]
    assert text[dose.start : dose.end] == dose.text == "50 Gy"


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=400).map(lambda s: s * 120))
def test_windows_make_up_the_text(text: str) -> None:
    spans = list(windows(text))
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(b - a <= WINDOW for a, b in spans)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters() | st.sampled_from("((((\r\n\ud800_--"), max_size=500))
def test_legible_keeps_every_character_in_its_place(text: str) -> None:
    read = legible(text)
    assert len(read) == len(text)
    assert read.encode("utf-8").decode("utf-8") == read, "what is read can always be written out"


def test_a_lone_surrogate_is_read_around() -> None:
    text = "lung cancer \ud800 60 Gy in 30 fractions\ud83e"
    found = extract_text(text)
    assert "60 Gy" in of(found, "radiation_dose")
    assert found.model_dump_json(), "every extraction can be written out"
