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
        ("Outcomes of adults receiving tepotinib or placebo", "tepotinib", "drug", "current"),
        ("Nausea occurred in 12% of women treated with epirubicin.", "epirubicin", "drug", "delivered"),
        ("Patients who progressed despite crizotinib.", "crizotinib", "drug", "historical"),
        ("Return to sport is feasible after amputation.", "amputation", "procedure", "current"),
        ("Taking or scheduled to receive sunitinib.", "sunitinib", "drug", "current"),
    ],
)
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
        ("Never stopped unless there is toxicity.", "toxicity", "affirmed"),
        ("Cycles repeat in the absence of unacceptable toxicity.", "toxicity", "negated"),
    ],
)
def test_whether_it_is_denied(text: str, words: str, polarity: str) -> None:
    type: EntityType = "toxicity" if words == "toxicity" else "procedure"
    assert _assertion(text, words, type)[0] == polarity, f"{words!r} in {text!r}"


@pytest.mark.parametrize(
    ("text", "words", "type", "said"),
    [
        ("A wash-out of 4 weeks from previous bevacizumab is required.", "bevacizumab", "drug", "historical"),
        (
            "At least 21 days must have elapsed since the last dose of cisplatin.",
            "cisplatin",
            "drug",
            "historical",
        ),
        (
            "For radiotherapy to the brain, at least 14 days must have passed.",
            "radiotherapy",
            "modality",
            "historical",
        ),
        ("We studied the effect of elapsed time after surgery.", "surgery", "procedure", "current"),
        ("Recent thoracotomy or pneumonectomy.", "thoracotomy", "procedure", "historical"),
        ("Recent studies of trastuzumab show benefit.", "trastuzumab", "drug", "current"),
        ("Participants must have received a doublet with carboplatin.", "carboplatin", "drug", "historical"),
        ("Previous lung cancer treatment including lobectomy.", "lung cancer", "disease", "current"),
        ("Previous lung cancer treatment including lobectomy.", "lobectomy", "procedure", "historical"),
        ("Surgery-treated brain metastases are permitted.", "Surgery", "procedure", "historical"),
        (
            "History of stroke within 6 months before entry, unstable angina, or gout.",
            "unstable angina",
            "disease",
            "current",
        ),
        ("Stage can be confirmed by mediastinoscopy.", "mediastinoscopy", "procedure", "hypothetical"),
        ("If the PSA rises, salvage radiotherapy is given.", "radiotherapy", "modality", "hypothetical"),
        (
            "Treatment of pneumonitis, if it occurs, is local practice.",
            "pneumonitis",
            "toxicity",
            "hypothetical",
        ),
    ],
)
def test_what_a_criterion_sets_before_the_study_or_leaves_open(
    text: str, words: str, type: EntityType, said: str
) -> None:
    _, certainty, time = _assertion(text, words, type)
    found = certainty if said == "hypothetical" else time
    assert found == said, f"{words!r} in {text!r} should be {said}, is {certainty}, {time}"


@pytest.mark.parametrize(
    ("text", "words", "type", "polarity"),
    [
        ("Patients may live without their lung cancer growing.", "lung cancer", "disease", "affirmed"),
        ("Patients without lung cancer are eligible.", "lung cancer", "disease", "negated"),
        ("Patients who have received radiotherapy are excluded.", "radiotherapy", "modality", "affirmed"),
        (
            "No toxicity but alopecia, except for Grade 2 neuropathy, Grade 2 rash, or Grade 2 gout.",
            "gout",
            "toxicity",
            "negated",
        ),
    ],
)
def test_what_goes_on_or_is_left_out(text: str, words: str, type: EntityType, polarity: str) -> None:
    assert _assertion(text, words, type)[0] == polarity, f"{words!r} in {text!r}"
