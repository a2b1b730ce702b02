"""How far a text stands behind what it mentions."""

import pytest

from ingest.nlp import build_nlp
from ingest.reading import read_text


def _statuses(text: str, phrase: str) -> set[str]:
    start = text.index(phrase)
    found = {
        m.assertion for m in read_text(text).mentions if (m.start, m.end) == (start, start + len(phrase))
    }
    assert found, f"{phrase!r} is no mention of {text!r}; add the form to the ontologies' data"
    return set(found)


@pytest.mark.parametrize(
    ("text", "phrase", "status"),
    [
        ("no brain mets", "brain mets", "negated"),
        ("no brain, liver or bone mets", "bone mets", "negated"),
        ("brain mets excluded", "brain mets", "negated"),
        ("liver mets were ruled out", "liver mets", "negated"),
        ("Breast cancer, no brain mets, adjuvant", "adjuvant", "affirmed"),
        ("SCC larynx, SLNB negative", "larynx", "affirmed"),
        ("PMH breast cancer 2009, now lung cancer", "breast cancer", "historical"),
        ("PMH breast cancer 2009, now lung cancer", "lung cancer", "affirmed"),
        ("previous prostate cancer, lung cancer T1", "lung cancer", "affirmed"),
        ("he had prostate cancer in 2004", "prostate cancer", "historical"),
        ("father had lung cancer", "lung cancer", "family"),
        ("FHx: mother breast cancer", "breast cancer", "family"),
        ("breast cancer in mother", "breast cancer", "family"),
        ("?lung cancer", "lung cancer", "uncertain"),
        ("possible lung cancer", "lung cancer", "uncertain"),
        ("screening for lung cancer", "lung cancer", "hypothetical"),
        ("no malignancy: recurrent pterygium", "pterygium", "affirmed"),
        ("cervical cancer, brachytherapy declined", "brachytherapy", "negated"),
        ("EBRT completed, now HDR", "EBRT", "delivered"),
        ("EBRT completed, now HDR", "HDR", "affirmed"),
        ("Past Medical History:\nbreast cancer\n\nDiagnosis: lung cancer", "breast cancer", "historical"),
        ("Past Medical History:\nbreast cancer\n\nDiagnosis: lung cancer", "lung cancer", "affirmed"),
    ],
)
def test_a_mention_is_asserted_as_written(text: str, phrase: str, status: str) -> None:
    assert status in _statuses(text, phrase), f"{phrase!r} in {text!r}"


def test_a_trigger_inside_a_form_is_part_of_it() -> None:
    found = [m for m in read_text("pT3, no ECE, PORT").mentions if m.name == "extracapsular"]
    assert [(m.value, m.assertion) for m in found] == [("absent", "affirmed")]


def test_the_pipeline_marks_sentences_sections_mentions_doses_and_abbreviations() -> None:
    doc = build_nlp()(
        "Oropharyngeal squamous cell carcinoma (OPSCC) was treated. Patients with OPSCC received "
        "70 Gy in 35 fractions.\nPMH: prostate cancer 2009"
    )
    assert len(list(doc.sents)) >= 3
    assert [s.label_ for s in doc.spans["sections"]] == ["historical"]
    assert [s.text for s in doc.spans["doses"]] == ["70 Gy in 35 fractions"]
    assert "OPSCC" in [s.text for s in doc.spans["mentions"] if s.kb_id_.startswith("oropharyngeal")]
    past = [s for s in doc.spans["mentions"] if s.text == "prostate cancer"]
    assert {s._.assertion for s in past} == {"historical"}
