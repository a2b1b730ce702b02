"""What both arms were given, an approval's date and a kind of tumour alone: no claim of their own."""

import pytest

from ingest.extract import extract_text


def _claims(text: str, relation: str) -> list[tuple[str, str, str]]:
    return [(s.subject, s.object, s.tier) for s in extract_text(text).statements if s.relation == relation]


def test_what_both_arms_were_given_improves_nothing() -> None:
    text = "Cetuximab plus radiotherapy improved OS compared with radiotherapy alone in larynx cancer."
    assert [s for s, _, _ in _claims(text, "IMPROVES")] == ["oncograph:cetuximab"], _claims(text, "IMPROVES")


def test_a_kind_of_tumour_alone_is_no_accepted_object() -> None:
    found = _claims("Niraparib improved PFS versus placebo in patients with HRD carcinomas.", "TREATS")
    assert all(tier != "accepted" for _, _, tier in found), f"{found}: carcinomas stand for no disease"


@pytest.mark.parametrize(
    "text",
    [
        "The FDA approved sotorasib for adults with metastatic non-small cell lung cancer on May 28, 2021.",
        "On May 20, 2020, the FDA approved olaparib for prostate cancer.",
    ],
)
def test_the_month_of_may_is_no_doubt(text: str) -> None:
    found = _claims(text, "APPROVED_FOR")
    assert [tier for _, _, tier in found] == ["accepted"], f"{text}: {found}"


def test_what_may_be_stays_with_a_reader() -> None:
    found = _claims("Olaparib may improve overall survival in prostate cancer.", "IMPROVES")
    assert all(tier != "accepted" for _, _, tier in found), f"{found}"


@pytest.mark.parametrize(
    ("text", "relation", "stated"),
    [
        ("BRCA1-mutated ovarian cancers are sensitive to olaparib.", "SENSITIVE_TO",
         {"biomarker": ["BRCA1 mutated"]}),
        ("Trastuzumab deruxtecan is effective for HER2-low metastatic breast cancer.", "TREATS",
         {"biomarker": ["HER2 low"], "extent": ["metastatic"]}),
        ("Durvalumab is recommended for unresectable stage III non-small cell lung cancer.", "TREATS",
         {"stage": ["III"], "extent": ["unresectable"]}),
        ("Osimertinib is the standard first-line treatment for EGFR-mutated NSCLC.", "TREATS",
         {"line": ["first-line"], "biomarker": ["EGFR mutated"]}),
        ("Patients with squamous NSCLC were treated with docetaxel.", "TREATS", {"histology": ["squamous"]}),
        ("Nivolumab is effective in melanoma that progressed on ipilimumab.", "TREATS",
         {"condition": "that progressed on ipilimumab"}),
        ("KRAS-mutant colorectal cancer is resistant to cetuximab.", "RESISTANT_TO",
         {"biomarker": ["KRAS mutated"]}),
    ],
)  # fmt: skip
def test_a_claim_of_a_disease_carries_what_narrows_it(
    text: str, relation: str, stated: dict[str, object]
) -> None:
    found = [s for s in extract_text(text).statements if s.relation == relation and s.tier == "accepted"]
    ends = [s for s in found if "disease" not in s.qualifiers]
    assert ends and all(stated.items() <= s.qualifiers.items() for s in ends), f"{text}: {found}"


@pytest.mark.parametrize(
    "text",
    [
        "BRCA1-mutated ovarian cancers are sensitive to olaparib.",
        "Ovarian cancers with BRCA1 mutations are sensitive to olaparib.",
    ],
)
def test_a_marker_answers_in_the_disease_it_is_told_of(text: str) -> None:
    found = [s for s in extract_text(text).statements if s.subject == "hgnc:1100"]
    assert found and all("ovarian" in s.qualifiers["disease"].lower() for s in found), f"{text}: {found}"


@pytest.mark.parametrize(
    "text",
    [
        "Patients were randomised to docetaxel or pemetrexed for advanced NSCLC.",
        "Patients with glioblastoma were randomised to temozolomide or lomustine.",
        "Patients were randomly assigned to receive cisplatin or carboplatin for cervical cancer.",
        "Patients with thymoma were allocated to receive octreotide or cisplatin.",
    ],
)
def test_an_arm_drawn_by_lot_waits_for_a_reader(text: str) -> None:
    found = _claims(text, "TREATS")
    assert all(tier != "accepted" for _, _, tier in found), f"{text}: {found}"
