"""Assertion on four axes: each said on its own, none by the strongest."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.assertion_axes import Axes, axes_of
from ingest.extraction import EntityType
from ingest.reading import read_text
from tests.growth import Work, assert_linear


def _axes(text: str, span: str, type_: EntityType) -> tuple[str, str, str, str]:
    start = text.index(span)
    said = axes_of(read_text(text), start, start + len(span), type_)
    return said.polarity, said.certainty, said.temporality, said.experiencer


def test_the_axes_are_independent() -> None:
    said = _axes("Her mother had possible breast cancer.", "breast cancer", "disease")
    assert said == ("affirmed", "uncertain", "current", "family"), "each axis is to be judged on its own"


@pytest.mark.parametrize(
    ("text", "span", "type_", "polarity"),
    [
        ("No evidence of brain metastases.", "brain metastases", "disease", "negated"),
        ("There is no pneumonitis.", "pneumonitis", "toxicity", "negated"),
        ("She declined chemotherapy.", "chemotherapy", "drug", "negated"),
        ("He did not receive adjuvant docetaxel.", "docetaxel", "drug", "negated"),
        ("Pembrolizumab is contraindicated.", "Pembrolizumab", "drug", "negated"),
        ("Progressed on erlotinib last month.", "erlotinib", "drug", "affirmed"),
        (
            "There was no significant difference between tamoxifen and letrozole.",
            "tamoxifen",
            "drug",
            "affirmed",
        ),
        ("Cetuximab was not inferior to cisplatin.", "Cetuximab", "drug", "affirmed"),
        ("Cetuximab was not inferior to cisplatin.", "cisplatin", "drug", "affirmed"),
        ("No deaths occurred in patients receiving sorafenib.", "sorafenib", "drug", "affirmed"),
        ("There was no survival benefit in glioblastoma.", "glioblastoma", "disease", "affirmed"),
        ("EGFR negative, ALK negative.", "ALK negative", "biomarker", "affirmed"),
        ("ER was absent and HER2 negative.", "HER2 negative", "biomarker", "affirmed"),
        ("KRAS wild-type.", "KRAS", "gene", "affirmed"),
        ("No V600E was found.", "V600E", "variant", "negated"),
        ("BRAF V600E negative.", "V600E", "variant", "affirmed"),
        ("No prior chemotherapy or radiotherapy for lymphoma.", "radiotherapy", "modality", "negated"),
        ("No prior chemotherapy or radiotherapy for lymphoma.", "lymphoma", "disease", "affirmed"),
        ("The tumour is not amenable to surgery.", "surgery", "procedure", "negated"),
        ("The lymph node biopsy was negative.", "biopsy", "procedure", "affirmed"),
        ("Examplumab did not improve overall survival.", "overall survival", "outcome", "affirmed"),
        ("Cisplatin with or without cetuximab was given.", "cetuximab", "drug", "affirmed"),
    ],
)
def test_polarity(text: str, span: str, type_: EntityType, polarity: str) -> None:
    assert _axes(text, span, type_)[0] == polarity, f"{span!r} in {text!r} must be {polarity}"


@pytest.mark.parametrize(
    ("text", "span", "type_", "certainty"),
    [
        ("Suspected recurrence of breast cancer.", "breast cancer", "disease", "uncertain"),
        ("?lung cancer", "lung cancer", "disease", "uncertain"),
        ("Rule out bone metastases.", "bone metastases", "disease", "uncertain"),
        ("Will start osimertinib if EGFR positive.", "osimertinib", "drug", "hypothetical"),
        ("Consider pembrolizumab at progression.", "pembrolizumab", "drug", "hypothetical"),
        ("Risk of radiation pneumonitis was discussed.", "pneumonitis", "toxicity", "hypothetical"),
        ("Trametinib reduced the risk of death in patients with melanoma.", "melanoma", "disease", "certain"),
        ("Biopsy shows lung cancer.", "lung cancer", "disease", "certain"),
        ("Cisplatin with or without cetuximab was given.", "cetuximab", "drug", "uncertain"),
        ("Dexamethasone may be given for oedema.", "Dexamethasone", "drug", "hypothetical"),
        ("In case of progression in two sites, docetaxel starts.", "progression", "outcome", "hypothetical"),
        ("Palliative radiotherapy is permitted.", "radiotherapy", "modality", "hypothetical"),
        ("Early smoking raised breast cancer risk.", "breast cancer", "disease", "hypothetical"),
        ("She has breast cancer at high risk.", "breast cancer", "disease", "certain"),
        ("Examplumab may cause pneumonitis.", "pneumonitis", "toxicity", "uncertain"),
    ],
)
def test_certainty(text: str, span: str, type_: EntityType, certainty: str) -> None:
    assert _axes(text, span, type_)[1] == certainty, f"{span!r} in {text!r} must be {certainty}"


@pytest.mark.parametrize(
    ("text", "span", "type_", "temporality"),
    [
        ("He will receive cisplatin weekly.", "cisplatin", "drug", "planned"),
        ("Plan: 60 Gy in 30 fractions with temozolomide.", "temozolomide", "drug", "planned"),
        ("Radiotherapy is planned after completion of chemotherapy.", "Radiotherapy", "modality", "planned"),
        ("Radiotherapy is planned after completion of chemotherapy.", "chemotherapy", "drug", "historical"),
        ("She received carboplatin (AUC 5), paclitaxel and bevacizumab.", "bevacizumab", "drug", "delivered"),
        ("s/p left mastectomy in 2019", "mastectomy", "procedure", "delivered"),
        ("She was treated with 50 Gy in 25 fractions.", "50 Gy", "radiation_dose", "delivered"),
        ("Completed 40 Gy in 15 fractions, due to start letrozole.", "letrozole", "drug", "planned"),
        ("Completed 40 Gy in 15 fractions, due to start letrozole.", "40 Gy", "radiation_dose", "delivered"),
        ("Failed sunitinib, now for nivolumab.", "sunitinib", "drug", "historical"),
        ("PMH: prostate cancer treated with radiotherapy in 2009.", "radiotherapy", "modality", "historical"),
        (
            "PMH: prostate cancer treated with radiotherapy in 2009.",
            "prostate cancer",
            "disease",
            "historical",
        ),
        ("History of prostate cancer.", "prostate cancer", "disease", "historical"),
        ("Previously treated NSCLC.", "NSCLC", "disease", "current"),
        ("Currently on letrozole.", "letrozole", "drug", "current"),
        ("Radiotherapy after mastectomy for breast cancer.", "mastectomy", "procedure", "historical"),
        ("Scans are taken 6 weeks after radiotherapy.", "radiotherapy", "modality", "current"),
        ("Presence or history of lung fibrosis.", "lung fibrosis", "disease", "current"),
        ("Prior therapy with PD-1 antibodies (including nivolumab).", "nivolumab", "drug", "historical"),
        ("Has received prior chemotherapy for breast cancer.", "breast cancer", "disease", "current"),
        ("Received docetaxel within 4 weeks before the first dose.", "docetaxel", "drug", "historical"),
        ("Docetaxel shall be administered weekly.", "Docetaxel", "drug", "planned"),
        ("The dose will be 50 Gy delivered in 25 fractions.", "50 Gy", "radiation_dose", "planned"),
        ("Patients will be randomised to receive cisplatin.", "cisplatin", "drug", "planned"),
        ("2 Gy fractions given twice daily", "2 Gy", "dose_per_fraction", "current"),
        ("Survival in participants treated with cisplatin.", "cisplatin", "drug", "current"),
        ("Survival was longer with cisplatin than without.", "cisplatin", "drug", "delivered"),
    ],
)
def test_temporality(text: str, span: str, type_: EntityType, temporality: str) -> None:
    assert _axes(text, span, type_)[2] == temporality, f"{span!r} in {text!r} must be {temporality}"


@pytest.mark.parametrize(
    ("text", "experiencer"),
    [
        ("Family history: breast cancer in mother.", "family"),
        ("His father died of lung cancer.", "family"),
        ("His wife had lung cancer.", "other"),
        ("A woman with lung cancer.", "patient"),
        ("The response was low relative to lung cancer.", "patient"),
    ],
)
def test_experiencer(text: str, experiencer: str) -> None:
    span = "breast cancer" if "breast" in text else "lung cancer"
    assert _axes(text, span, "disease")[3] == experiencer, f"{text!r} must tell of {experiencer}"


def test_a_plan_section_plans_and_a_course_section_tells() -> None:
    text = "Plan:\nCarboplatin and paclitaxel.\n\nTreatment summary:\nRadiotherapy to the left breast.\n"
    assert _axes(text, "Carboplatin", "drug")[2] == "planned"
    assert _axes(text, "Radiotherapy", "modality")[2] == "delivered"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.integers(0, 120), st.integers(1, 30))
def test_any_text_and_span_has_axes(text: str, start: int, length: int) -> None:
    reading = read_text(text)
    for type_ in ("disease", "drug", "variant"):
        axes_of(reading, start, start + length, type_)


def test_many_mentions_cost_little() -> None:
    def prepare(quarters: int) -> Work:
        text = "She received cisplatin, will receive letrozole and has no pain. " * (375 * quarters)
        axes = Axes(read_text(text))
        return lambda: [axes.of(start, start + 9, "drug") for start in range(0, len(text) - 10, 10)]

    assert_linear(prepare)


@pytest.mark.parametrize(
    "piece",
    ["prior ", "after (", "will be ", "6 weeks after ", "may be given ", "within 4 ", "no pain, ", "mother ",
     "history of a, ", "if ", "possible ", "treated for a with ", "post ", "was given and ", "until or ", "?",
     "(", "not ", "no a (b ", "no a (b) or ", "adequately treated ", "dose ", "no longer ", "given consent ",
     "results of a ", "preventive effect of a ", "risk of ", "with or without ", "not be considered "],
)  # fmt: skip
def test_a_long_line_without_an_end_costs_little(piece: str) -> None:
    def prepare(quarters: int) -> Work:
        text = piece * (750 * quarters) + "cisplatin"
        return lambda: Axes(read_text(text)).of(len(text) - 9, len(text), "drug")

    assert_linear(prepare)
