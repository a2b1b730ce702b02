"""Relations between hand-made mentions: right, hedged for a reader, or not at all."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.assertion_axes import axes_of
from ingest.extraction import EntityType, ExtractedMention, ExtractedStatement, Quantity
from ingest.reading import Reading, read_text
from ingest.relations import RELATIONS, find_relations
from ingest.relations.figures import figures
from tests.growth import Work, assert_linear

_TYPES: dict[str, EntityType] = {
    "D": "disease", "R": "drug", "M": "biomarker", "G": "gene", "V": "variant", "O": "outcome",
    "X": "modality", "P": "procedure", "N": "radiation_dose", "F": "fractions", "S": "stage",
}  # fmt: skip


def _marked(marked: str) -> tuple[Reading, list[ExtractedMention]]:
    """A text written with its mentions as `{D:melanoma}`."""
    text, spans, at = "", [], 0
    for mark in re.finditer(r"\{(\w):([^}]*)\}", marked):
        text += marked[at : mark.start()]
        spans.append((_TYPES[mark[1]], len(text), len(text) + len(mark[2])))
        text += mark[2]
        at = mark.end()
    text += marked[at:]
    reading = read_text(text)
    values = {"radiation_dose": "Gy", "fractions": "1"}
    return reading, [
        ExtractedMention(
            type=t, text=text[a:b], start=a, end=b, assertion=axes_of(reading, a, b, t),
            value=Quantity(number=float(text[a:b].split()[0]), unit=values[t]) if t in values else None,
        )
        for t, a, b in spans
    ]  # fmt: skip


def _found(marked: str) -> list[ExtractedStatement]:
    return list(find_relations(*_marked(marked)))


def _told(marked: str, tier: str = "accepted") -> list[tuple[str, str, str]]:
    return [(s.subject, s.relation, s.object) for s in _found(marked) if s.tier == tier]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Patients with {D:glioblastoma} were treated with {R:temozolomide}.",
         ("temozolomide", "TREATS", "glioblastoma")),
        ("{R:Osimertinib} is indicated for the treatment of adult patients with metastatic {D:NSCLC}.",
         ("Osimertinib", "TREATS", "NSCLC")),
        ("{R:Anastrozole} is an effective treatment for women with {M:HR-positive} {D:breast cancer}.",
         ("Anastrozole", "TREATS", "breast cancer")),
        ("{R:Sunitinib} showed durable responses in advanced {D:renal cell carcinoma}.",
         ("Sunitinib", "TREATS", "renal cell carcinoma")),
        ("The standard of care for {D:anal cancer} is concurrent {X:radiotherapy}.",
         ("radiotherapy", "TREATS", "anal cancer")),
        ("She underwent {P:thyroidectomy} for {D:papillary thyroid cancer}.",
         ("thyroidectomy", "TREATS", "papillary thyroid cancer")),
        ("{R:Examplumab} is contraindicated in patients with {D:myasthenia gravis}.",
         ("Examplumab", "CONTRAINDICATED_IN", "myasthenia gravis")),
        ("Do not use {R:examplumab} in patients with {D:hemoptysis}.",
         ("examplumab", "CONTRAINDICATED_IN", "hemoptysis")),
        ("{V:T790M} mutations confer resistance to {R:gefitinib}.", ("T790M", "RESISTANT_TO", "gefitinib")),
        ("{D:GIST} was resistant to {R:imatinib}.", ("GIST", "RESISTANT_TO", "imatinib")),
        ("{G:BRAF} {V:V600E} predicts response to {R:vemurafenib}.",
         ("BRAF V600E", "SENSITIVE_TO", "vemurafenib")),
        ("{G:HER2} expression was an independent prognostic factor for {O:overall survival} in {D:GIST}.",
         ("HER2", "PROGNOSTIC_FOR", "overall survival")),
        ("High expression of {G:WT1} correlates with poor prognosis in {D:acute leukaemia}.",
         ("WT1", "PROGNOSTIC_FOR", "acute leukaemia")),
        ("{R:Sorafenib} improved {O:overall survival} compared with placebo.",
         ("Sorafenib", "IMPROVES", "overall survival")),
        ("{O:PFS} was significantly longer with {R:trametinib} than with chemotherapy.",
         ("trametinib", "IMPROVES", "PFS")),
        ("{X:Chemoradiotherapy} (CRT) is the standard treatment for patients with {D:anal cancer}.",
         ("Chemoradiotherapy", "TREATS", "anal cancer")),
        ("A 60-year-old woman has {D:oligodendroglioma} s/p {P:resection}.",
         ("resection", "TREATS", "oligodendroglioma")),
        ("{R:Cisplatin} and {R:gemcitabine} are recommended for {D:bladder cancer}.",
         ("gemcitabine", "TREATS", "bladder cancer")),
        ("Patients with {D:rectal cancer} underwent {X:radiotherapy}.",
         ("radiotherapy", "TREATS", "rectal cancer")),
        ("Variants of {G:TERT} have been associated with {D:pancreatic cancer} risk.",
         ("TERT", "PROGNOSTIC_FOR", "pancreatic cancer")),
        ("In NCT01245062 patients with {D:melanoma} were randomised to {R:trametinib} or placebo.",
         ("clinicaltrials:NCT01245062", "STUDIES", "trametinib")),
    ],
)  # fmt: skip
def test_an_outright_claim_is_accepted(text: str, claim: tuple[str, str, str]) -> None:
    assert claim in _told(text), f"{text!r} must state {claim}; it gave {_found(text)}"


@pytest.mark.parametrize(
    "text",
    [
        "{R:Imatinib} was not effective in {D:melanoma}.",
        "There was no benefit of {R:erlotinib} in {D:pancreatic cancer}.",
        "It is unclear whether {R:bevacizumab} is effective in {D:glioblastoma}.",
        "Is {R:mitoxantrone} an effective treatment for {D:breast cancer}?",
        "The aim was to determine if {R:cisplatin} is indicated for {D:bladder cancer}.",
        "{R:Imatinib} did not improve {O:overall survival} in {D:melanoma}.",
        "{G:KIT} status was not associated with {O:survival} in {D:GIST}.",
        "Her mother was treated with {R:tamoxifen} for {D:breast cancer}.",
        "{R:Paclitaxel} killed {D:ovarian cancer} cells.",
        "Toxicity of {R:cisplatin} was recorded. {D:Lung cancer} was common.",
        "Resistance to {R:gefitinib} in {D:NSCLC} is frequent.",
        "{R:Statins} are well-tolerated drugs, and cases of {D:hepatitis} are rare.",
        "{R:Vincristine}, unlike surgery, has been blamed; {D:neuropathy} followed.",
    ],
)
def test_what_is_denied_asked_or_apart_is_not_accepted(text: str) -> None:
    assert _told(text) == [], f"{text!r} must state nothing; it gave {_told(text)}"


@pytest.mark.parametrize(
    "text",
    [
        "Patients with {D:melanoma} and {D:psoriasis} were treated with {R:examplumab}.",
        "{R:Exampline} may be effective in {D:melanoma}.",
        "In mice {R:exampline} is effective against {D:melanoma}.",
        "{R:Imatinib} in advanced {D:GIST}.",
        "{R:Examplumab} Plus {R:Cisplatin} for Patients With {D:Gastric Cancer}",
        "To compare {R:examplumab} and placebo in participants with {D:melanoma}.",
        "A Study of {R:Examplumab} in Adults With {D:Melanoma} Who Have Failed Prior Therapy",
        "{D:Cervical cancer} deemed unsuitable for radical {X:radiotherapy}.",
        "Patients with {D:melanoma} will be treated with {R:examplumab}.",
    ],
)
def test_what_is_hedged_or_listed_waits_for_a_reader(text: str) -> None:
    assert _told(text) == [] and len(_told(text, "review")) >= 1, f"{text!r} is for review"


def test_an_outcome_carries_its_own_figures() -> None:
    text = (
        "{R:Trametinib} improved {O:progression-free survival} (HR 0.45; 95% CI, 0.33 to 0.63; P<0.001) "
        "and {O:overall survival} (HR, 0.54; 95% CI 0.32-0.92; P=0.01) compared with chemotherapy in "
        "{D:melanoma}."
    )
    said = {s.object: s.qualifiers for s in _found(text) if s.relation == "IMPROVES"}
    first, second = said["progression-free survival"], said["overall survival"]
    assert (first["hr"], first["ci_low"], first["ci_high"], first["p"]) == (0.45, 0.33, 0.63, "<0.001")
    assert (second["hr"], second["ci_low"], second["ci_high"], second["p"]) == (0.54, 0.32, 0.92, "0.01")
    assert first["arms"] == ["Trametinib", "chemotherapy"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("HR 0.69, 95% CI 0.55-0.87; P<0.001", {"hr": 0.69, "ci_low": 0.55, "ci_high": 0.87, "p": "<0.001"}),
        ("hazard ratio for death, 0.54", {"hr": 0.54}),
        ("HR 0.9 (95% CI 1.1-1.3)", {}),
        ("HR 0.5 in one and HR 0.7 in the other", {}),
        ("90% of 30 patients", {}),
    ],
)
def test_figures_agree_or_are_left_out(text: str, said: dict[str, Any]) -> None:
    assert figures(text) == said


def test_a_course_is_one_thing_with_its_dose_and_fractions() -> None:
    text = "{X:Radiotherapy} of {N:60 Gy} in {F:30 fractions} was given for {D:glioblastoma}."
    claim = next(s for s in _found(text) if s.relation == "TREATS")
    assert claim.subject == "Radiotherapy of 60 Gy in 30 fractions" and claim.tier == "accepted"
    assert (claim.qualifiers["total_dose_gy"], claim.qualifiers["fractions"]) == (60, 30)


def test_the_spans_are_the_sentence_the_subject_and_the_object() -> None:
    marked = "We report a case. {D:Glioblastoma} was treated with {R:temozolomide}. He did well."
    reading, mentions = _marked(marked)
    claim = next(iter(find_relations(reading, mentions)))
    told = [reading.text[s.start : s.end] for s in claim.spans]
    assert told == ["Glioblastoma was treated with temozolomide.", "temozolomide", "Glioblastoma"]


def test_the_table_names_every_relation_of_the_grammar() -> None:
    assert set(RELATIONS) == {
        "TREATS", "CONTRAINDICATED_IN", "RESISTANT_TO", "SENSITIVE_TO", "PROGNOSTIC_FOR", "IMPROVES",
        "STUDIES", "APPROVED_FOR",
    }  # fmt: skip


_PIECES = st.sampled_from(
    ["{D:glioma}", "{R:drugumab}", "{O:survival}", "{G:KIT}", "{X:radiotherapy}", " for ", " in ", "(", ")",
     ",", " treated with ", " improved ", ". ", "; ", "\n", " and ", "?", " not ", " HR 0.5 ", "\u00e9",
     "resistance to "]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=25))
def test_any_text_gives_spans_inside_it(pieces: list[str]) -> None:
    reading, mentions = _marked("".join(pieces))
    for claim in find_relations(reading, mentions):
        assert all(0 <= s.start < s.end <= len(reading.text) for s in claim.spans)


@pytest.mark.parametrize(
    ("begin", "piece", "times", "end"),
    [("{R:drugumab} ", "small- ", 60_000, "{D:glioma}"), ("{R:drugumab}", "(", 10_000, "{D:glioma}"),
     ("", "{R:drugumab} and ", 2_000, "for {D:glioma}"), ("", "{G:KIT} high ", 200, "{O:survival}"),
     ("{R:drugumab} is ", "new, ", 250, "for {D:glioma}.")],
)  # fmt: skip
def test_long_and_broken_sentences_cost_little(begin: str, piece: str, times: int, end: str) -> None:
    def prepare(quarters: int) -> Work:
        reading, mentions = _marked(begin + piece * (times // 4 * quarters) + end)
        return lambda: list(find_relations(reading, mentions))

    assert_linear(prepare)
