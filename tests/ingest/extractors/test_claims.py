"""Claims of publications, labels and trial records."""

from datetime import date
from typing import Any

import pytest

from ingest.extractors import read_documents
from ingest.nlp import build_nlp
from ingest.sources.prose import composed
from kg.document import Document, DocumentKind
from kg.schema import check_triple
from kg.statement import Statement


def _document(kind: DocumentKind, title: str, parts: list[tuple[str, str]], **more: Any) -> Document:
    text, sections = composed(title, parts)
    fields = {
        "id": "d1",
        "source": "made-up",
        "authority": "an authority",
        "published": date(2024, 3, 1),
    } | more
    return Document(kind=kind, title=title, text=text, sections=sections, **fields)


def _claims(document: Document) -> list[Statement]:
    claims = list(read_documents(build_nlp(), [document]))
    for claim in claims:
        check_triple(claim.subject.label, claim.relation, claim.object.label)
        evidence = claim.evidence[0]
        assert document.text[evidence.start : evidence.end] == evidence.quote, (
            "the quote must be the text's own"
        )
    return claims


def _told(claims: list[Statement]) -> list[tuple[str, str, str, str]]:
    return [(c.subject.name, c.relation, c.object.curie, c.tier) for c in claims]


def test_a_conclusion_is_accepted_and_a_method_is_for_review() -> None:
    found = _claims(
        _document(
            "Publication",
            "A made-up report",
            [
                ("METHODS", "Patients with glioblastoma were treated with temozolomide."),
                ("CONCLUSIONS", "Trametinib is an effective treatment for BRAF V600E mutated melanoma."),
            ],
        )
    )
    told = _told(found)
    assert ("trametinib", "TREATS", "oncograph:melanoma", "accepted") in told
    assert ("temozolomide", "TREATS", "oncograph:glioblastoma", "review") in told
    assert all(c.evidence_level == 4 for c in found)


@pytest.mark.parametrize(
    "sentence",
    [
        "Trametinib was not effective in melanoma.",
        "Further studies will show whether trametinib is effective in melanoma.",
        "Is trametinib effective in melanoma?",
    ],
)
def test_what_is_denied_or_asked_is_not_stated(sentence: str) -> None:
    claims = _claims(_document("Publication", "A made-up report", [("CONCLUSIONS", sentence)]))
    assert [c for c in claims if c.relation == "TREATS"] == [], f"{sentence!r} must state nothing"


def _label(indications: str, contraindications: str = "None.") -> list[Statement]:
    title = "TAGRISSO (OSIMERTINIB): prescribing information"
    parts = [("Indications", indications), ("Contraindications", contraindications)]
    return _claims(_document("Label", title, parts, id="label-1", source="openfda", authority="FDA"))


def test_a_label_approves_its_own_drug_with_its_markers() -> None:
    claims = _label(
        "1 INDICATIONS AND USAGE TAGRISSO is indicated as adjuvant therapy after tumor resection in adults "
        "with non-small cell lung cancer (NSCLC) whose tumors have EGFR exon 19 deletions or exon 21 L858R "
        "mutations."
    )
    assert [(c.subject.name, c.relation, c.object.curie) for c in claims] == [
        ("osimertinib", "APPROVED_FOR", "oncograph:nsclc")
    ]
    assert claims[0].qualifiers == {"biomarker:EGFR": ("mutant",), "setting": ("adjuvant",)}


def test_bullets_under_indicated_for_are_indications() -> None:
    claims = _label(
        "TAGRISSO is a kinase inhibitor indicated for the treatment of: \u2022 Adults with melanoma. "
        "\u2022 Adults with breast cancer after failure of treatment for osteosarcoma. "
        "Limitations of Use: TAGRISSO is not indicated for glioblastoma."
    )
    assert sorted(c.object.curie for c in claims) == ["oncograph:breast-cancer", "oncograph:melanoma"]


def test_a_partner_makes_the_subject_a_regimen() -> None:
    claims = _label(
        "TAGRISSO, in combination with pemetrexed, is indicated for the first-line treatment of "
        "NSCLC with no EGFR or ALK genomic tumor aberrations."
    )
    assert [(c.subject.label, c.subject.name) for c in claims] == [
        ("SystemicRegimen", "osimertinib with pemetrexed")
    ]
    assert claims[0].qualifiers == {"biomarker:EGFR": ("wildtype",), "biomarker:ALK": ("wildtype",)}


def test_a_label_contraindicates() -> None:
    claims = _label(
        "TAGRISSO is indicated for NSCLC.", "TAGRISSO is contraindicated in patients with psoriasis."
    )
    assert ("osimertinib", "CONTRAINDICATED_IN", "oncograph:psoriasis", "accepted") in _told(claims)


def test_a_trial_studies_its_arms_and_conditions() -> None:
    trial = _document(
        "Trial",
        "Made-up drugs in breast cancer",
        [
            ("Conditions", "Breast Cancer"),
            (
                "Arms",
                "Arm A (experimental): Paclitaxel, after prior doxorubicin.\nArm B (placebo comparator)",
            ),
            ("Interventions", "Paclitaxel (drug): 80 mg/m2\nSBRT (radiation): to the tumour"),
            ("Eligibility", "No prior cisplatin"),
        ],
        id="nct-NCT00000001",
        reference="clinicaltrials:NCT00000001",
    )
    accepted = [(c.relation, c.object.name) for c in _claims(trial) if c.tier == "accepted"]
    assert ("STUDIES", "paclitaxel") in accepted and ("STUDIES", "Breast cancer") in accepted
    assert any(name.startswith(("SBRT", "stereotactic")) for _, name in accepted), accepted
    assert not {"doxorubicin", "cisplatin"} & {name for _, name in accepted}, "prior drugs are not studied"


@pytest.mark.parametrize(
    ("words", "frequency"),
    [
        ("50 Gy in 25 fractions", "not stated"),
        ("50 Gy in 25 daily fractions", "daily"),
        ("50 Gy in 25 fractions, five fractions per week", "daily"),
        ("45 Gy in 30 fractions twice daily", "twice-daily"),
        ("50 Gy in 25 fractions with weekly cisplatin", "not stated"),
        ("30 Gy in 5 fractions on alternate days", "alternate-day"),
        ("8 Gy in 1 fraction", "once"),
    ],
)
def test_how_often_a_fraction_is_given_is_read_and_never_assumed(words: str, frequency: str) -> None:
    found = _claims(
        _document(
            "Publication",
            "A made-up report",
            [("RESULTS", f"Patients with glioblastoma were treated with IMRT, {words}.")],
        )
    )
    told = {c.course.frequency for c in found if c.course}
    assert told == {frequency}, f"ingest/extractors/radiotherapy.py read {told} from {words!r}"
    if frequency == "not stated":
        assert all("daily" not in str(c.text) for c in found if c.course)


def test_a_label_keeps_its_partners_class_its_line_and_its_histology() -> None:
    claims = _label(
        "TAGRISSO, in combination with pemetrexed and platinum chemotherapy, is indicated for the first-line "
        "treatment of patients with metastatic nonsquamous NSCLC."
    )
    assert [(c.subject.name, c.tier) for c in claims] == [
        ("osimertinib with pemetrexed and platinum chemotherapy", "review")
    ]
    assert claims[0].qualifiers == {"spread": ("metastatic",)}
    assert "first-line" in claims[0].text and "nonsquamous" in claims[0].text


def test_a_finding_of_one_line_waits_for_a_reader() -> None:
    said = "Trametinib is effective for the second-line treatment of stage IV melanoma."
    found = _claims(_document("Publication", "A made-up report", [("CONCLUSIONS", said)]))
    treats = [c for c in found if c.relation == "TREATS"]
    assert [(c.tier, c.qualifiers) for c in treats] == [("review", {"stage": ("IV",)})]
