"""What a study's text says of treatments and illnesses: windows of entry, endpoints, comparisons."""

import pytest

from ingest.assertion_axes import axes_of
from ingest.extraction import EntityType
from ingest.reading import read_text


def _assertion(text: str, words: str, type: EntityType) -> tuple[str, str, str]:
    start = text.index(words)
    said = axes_of(read_text(text), start, start + len(words), type)
    return said.polarity, said.certainty, said.temporality


@pytest.mark.parametrize(
    ("text", "words", "type", "time"),
    [
        ("Stroke or angina within 6 months before entry.", "Stroke", "disease", "historical"),
        ("Diabetes or gout within 6 months before entry.", "Diabetes", "disease", "current"),
        ("Cancer requiring chemotherapy within the past 5 years.", "chemotherapy", "drug", "historical"),
        ("Quality of life after prostatectomy was measured.", "prostatectomy", "procedure", "current"),
        ("Patients relapsed after prostatectomy are eligible.", "prostatectomy", "procedure", "historical"),
        ("Patients who received docetaxel are not eligible.", "docetaxel", "drug", "historical"),
        ("Survival was longer with an increased use associated with digoxin.", "digoxin", "drug", "current"),
        ("She used to be treated with tamoxifen.", "tamoxifen", "drug", "historical"),
        ("To determine the survival of patients treated with olaparib.", "olaparib", "drug", "current"),
    ],
)  # fmt: skip
def test_when_a_treatment_was(text: str, words: str, type: EntityType, time: str) -> None:
    assert _assertion(text, words, type)[2] == time, f"{words!r} in {text!r}"


def test_what_may_have_been_given_is_past_and_a_condition() -> None:
    said = _assertion("Patients may have been treated with gefitinib.", "gefitinib", "drug")
    assert said == ("affirmed", "hypothetical", "historical"), said


@pytest.mark.parametrize(
    ("text", "words", "polarity"),
    [
        ("Lung function not compatible with surgery.", "surgery", "negated"),
        ("Lesion not accessible to biopsy.", "biopsy", "negated"),
        ("There were no toxicity-related deaths.", "toxicity", "affirmed"),
    ],
)
def test_whether_it_is_denied(text: str, words: str, polarity: str) -> None:
    type: EntityType = "toxicity" if words == "toxicity" else "procedure"
    assert _assertion(text, words, type)[0] == polarity, f"{words!r} in {text!r}"
