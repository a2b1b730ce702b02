"""Claims read from documents: right or not at all."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.extractors import EXTRACTORS, read_documents
from ingest.grammar.dose import read_doses
from ingest.nlp import build_nlp
from kg.document import Document, DocumentKind, Section
from kg.statement import Statement


def _document(text: str, kind: DocumentKind = "Note", **more: Any) -> Document:
    fields = {"id": "d1", "source": "notes", "authority": "clinic", "title": "a text"} | more
    return Document(kind=kind, text=text, published=date(2024, 3, 1), **fields)


def _claims(document: Document) -> list[Statement]:
    return list(read_documents(build_nlp(), [document]))


def _courses(text: str, kind: DocumentKind = "Note") -> list[tuple[float, int, str, str]]:
    return [
        (s.course.total_dose_gy, s.course.fractions, s.course.modality, s.object.curie)
        for s in _claims(_document(text, kind))
        if s.course
    ]


def test_the_table_names_every_extractor() -> None:
    assert sorted(EXTRACTORS) == ["finding", "label", "radiotherapy", "trial"]
    assert all(extractor.name == name and extractor.version for name, extractor in EXTRACTORS.items())


def test_one_document_gives_an_extractor_what_it_gives_among_others() -> None:
    document = _document(
        "Left breast cancer received 40.05 Gy in 15 fractions of external beam radiotherapy."
    )
    alone = [claim for extractor in EXTRACTORS.values() for claim in extractor.extract(document)]
    assert alone == _claims(document) != [], "extract() must read as read_documents() does"
    (evidence,) = alone[0].evidence
    assert (evidence.extractor, evidence.extractor_version) == ("radiotherapy", "3")
    assert evidence.quote == document.text[evidence.start : evidence.end]


@pytest.mark.parametrize(
    ("text", "course"),
    [
        ("Left breast cancer received 40.05 Gy in 15 fractions of external beam"
         " radiotherapy.", (40.05, 15, "photon", "breast-cancer")),
        ("Plan: 60 Gy in 30 fractions IMRT for glioblastoma with"
         " temozolomide.", (60, 30, "photon", "glioblastoma")),
        ("Radiotherapy for lung cancer was delivered, 55 Gy in 20 fractions, 2.75 Gy per"
         " fraction.", (55, 20, "photon", "lung-cancer")),
        ("Prostate cancer treated with proton therapy, 60 Gy(RBE) in 20"
         " fractions.", (60, 20, "proton", "prostate-cancer")),
        ("Cervical cancer was treated with HDR brachytherapy, 28 Gy in 4"
         " fractions.", (28, 4, "brachytherapy", "cervical-cancer")),
    ],
)  # fmt: skip
def test_a_plain_course_is_read(text: str, course: tuple[float, int, str, str]) -> None:
    total, fractions, modality, disease = course
    assert _courses(text) == [(total, fractions, modality, f"oncograph:{disease}")]


@pytest.mark.parametrize(
    "text",
    [
        "Breast cancer: 50 Gy in 25 fractions radiotherapy was not given.",
        "In breast cancer 60 Gy in 30 fractions of radiotherapy was inferior and was delivered to few.",
        "Prostate cancer was treated with 60 Gy in 20 fractions or 74 Gy in 37 fractions of radiotherapy.",
        "If breast cancer is confirmed, radiotherapy 40 Gy in 15 fractions will be delivered.",
        "PMH: prostate cancer treated with radiotherapy 74 Gy in 37 fractions in 2009.",
        "No breast cancer was found; radiotherapy of 40 Gy in 15 fractions had been planned.",
        "Breast cancer and lung cancer were treated with radiotherapy, 40 Gy in 15 fractions.",
        "Breast cancer was treated with radiotherapy, 45-50.4 Gy in 25-28 fractions.",
        "Breast cancer received 40 Gy in 15 fractions of radiotherapy with a boost.",
        "Brain metastases received WBRT 37.5 Gy/15 and simultaneous integrated boost of 52.5 Gy/15.",
        "Chordoma was treated with carbon ion radiotherapy, 70.4 Gy in 16 fractions.",
        "The patient received 40 Gy in 15 fractions of radiotherapy.",
        "Breast cancer was treated with radiotherapy in 15 fractions.",
        "Laryngeal cancer was treated with radiotherapy, 58 Gy in 5 fractions per week.",
        "The prostate cancer patient refused radiotherapy, 60 Gy in 20 fractions was planned.",
    ],
)
def test_an_unclear_or_refused_course_is_not_stated(text: str) -> None:
    assert _courses(text) == [], f"{text!r} must state no course"


def test_a_boost_of_known_size_belongs_to_the_course() -> None:
    text = "Breast cancer was treated with radiotherapy, 40 Gy in 15 fractions plus a boost of 10 Gy/5."
    course = _claims(_document(text))[0].course
    assert course and course.boost and (course.boost.dose_gy, course.boost.fractions) == (10, 5)


def test_a_note_never_answers_on_its_own() -> None:
    claim = _claims(_document("Glioblastoma received 60 Gy in 30 fractions of radiotherapy."))[0]
    assert (claim.tier, claim.status, claim.recommendation, claim.evidence_level) == (
        "review",
        "approved",
        None,
        5,
    )
    evidence = claim.evidence[0]
    assert evidence.quote == "Glioblastoma received 60 Gy in 30 fractions of radiotherapy."
    assert claim.subject.curie == "oncograph:rt-photon-60-30"


def test_a_compared_course_is_studied_not_recommended() -> None:
    text = "Patients with breast cancer were randomised to radiotherapy of 26 Gy in 5 fractions."
    link = {"kind": "RESULTS_OF", "to": "nct-NCT00000001", "date": "2024-03-01", "method": "registry-field"}
    claims = _claims(_document(text, "Publication", links=(link,)))
    assert [(c.relation, c.subject.curie) for c in claims] == [("STUDIES", "clinicaltrials:NCT00000001")]
    assert _claims(_document(text, "Publication")) == []


def test_a_trial_arm_is_studied() -> None:
    text = "Short course in rectal cancer\n\nArms: Radiotherapy of 25 Gy in 5 fractions will be delivered."
    section = Section(title="Arms", start=text.index("Radio"), end=len(text))
    trial = _document(
        text,
        "Trial",
        title="Short course in rectal cancer",
        reference="clinicaltrials:NCT00000001",
        sections=(section,),
    )
    claims = _claims(trial)
    assert [(c.relation, c.object.curie, c.course) for c in claims] == [
        ("STUDIES", "oncograph:rt-photon-25-5", None)
    ]


@pytest.mark.parametrize(
    ("text", "drug", "disease", "tier"),
    [
        (
            "Osimertinib significantly improved survival in EGFR-mutated NSCLC.",
            "osimertinib",
            "nsclc",
            "review",
        ),
        ("Erlotinib was not effective in prostate cancer.", None, None, None),
        ("Erlotinib and gefitinib improved survival in NSCLC.", None, None, None),
        ("Vemurafenib improved survival in melanoma versus dacarbazine.", None, None, None),
    ],
)
def test_a_drug_claim_needs_one_drug_one_disease_and_an_effect(
    text: str, drug: str | None, disease: str | None, tier: str | None
) -> None:
    claims = [c for c in _claims(_document(text, "Publication")) if c.relation == "TREATS"]
    if drug is None:
        assert claims == [], f"{text!r} must state nothing"
        return
    assert [(c.subject.name, c.object.curie, c.tier) for c in claims] == [
        (drug, f"oncograph:{disease}", tier)
    ]
    assert claims[0].qualifiers == {"biomarker:EGFR": ("mutant",)}


def test_no_dose_of_the_radiotherapy_corpus_is_read_wrongly(real_data: Callable[[str], Path]) -> None:
    """Every course read from a regimen line agrees with the numbers written in it."""
    lines = real_data("corpora/HemOnc_RT/E2E/hemoncdev.tsv").read_text("utf-8").splitlines()
    texts = {line.split("\t")[1].replace("<cr>", "").strip() for line in lines if "\t" in line}
    read = 0
    for text in sorted(texts):
        for dose in read_doses(text):
            read += 1
            written = text[dose.start : dose.end]
            numbers = {f"{dose.total_gy:g}", f"{dose.total_gy * 100:g}", f"{dose.per_fraction_gy:g}",
                       f"{dose.per_fraction_gy * 100:g}"}  # fmt: skip
            assert str(dose.fractions) in written, f"{dose} is not what {written!r} says"
            assert any(n in written for n in numbers), f"{dose} is not what {written!r} says"
    assert read >= 25, f"only {read} courses were read; a pattern was lost"
