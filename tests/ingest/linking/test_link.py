"""Names linked to what they stand for, or left unlinked with the reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extraction import EntityType, LinkedReference
from ingest.linking import link, link_expanded, link_many
from ingest.linking.names import genes
from ingest.linking.short_form import shortens


@pytest.mark.parametrize(
    ("type_", "text", "curie"),
    [
        ("disease", "Non small-cell lung carcinoma", "oncograph:nsclc"),
        ("disease", "oesophageal adenocarcinoma", "oncograph:oesophageal-cancer"),
        ("disease", "esophageal adenocarcinoma", "oncograph:oesophageal-cancer"),
        ("disease", "metastatic breast cancer", "oncograph:breast-cancer"),
        ("disease", "squamous cell carcinoma of the larynx", "oncograph:laryngeal-cancer"),
        ("disease", "laryngeal canser", "oncograph:laryngeal-cancer"),
        ("drug", "Tagrisso", "oncograph:osimertinib"),
        ("drug", "osimertinb", "oncograph:osimertinib"),
        ("drug", "imatinib mesylate", "oncograph:imatinib"),
        ("drug", "trastuzumab-dkst", "oncograph:trastuzumab"),
        ("gene", "HER2", "hgnc:3430"),
        ("gene", "TGF-β1", "hgnc:11766"),
        ("biomarker", "HER2-positive", "hgnc:3430"),
        ("biomarker", "PD-L1 TPS ≥50%", "hgnc:17635"),
        ("regimen", "mFOLFOX6", "oncograph:folfox"),
        ("outcome", "overall survival", "oncograph:overall-survival"),
        ("toxicity", "pneumonitis", "meddra:10035742"),
    ],
)
def test_names_are_linked(type_: EntityType, text: str, curie: str) -> None:
    found = link(type_, text)
    assert isinstance(found, LinkedReference), f"{text}: {found}"
    assert found.curie == curie


@pytest.mark.parametrize(
    ("type_", "text", "reason"),
    [
        ("gene", "met", "ambiguous short symbol"),
        ("gene", "NTRK", "a family: NTRK1, NTRK2, NTRK3"),
        ("gene", "BRCA9", "no name"),
        ("disease", "tumour", "too general"),
        ("drug", "xyzzymab", "no name above"),
        ("dosage", "80 mg", "no terms"),
    ],
)
def test_what_is_not_sure_stays_unlinked_with_a_reason(type_: EntityType, text: str, reason: str) -> None:
    found = link(type_, text)
    assert isinstance(found, str), f"{text} must not be linked to {found}"
    assert reason in found


def test_the_texts_own_long_form_decides() -> None:
    found = link_expanded("disease", "PC", "pancreatic cancer")
    assert isinstance(found, LinkedReference)
    assert found.curie == "oncograph:pancreatic-cancer"
    assert link_many([("disease", "PC")], {"PC": "pancreatic cancer"}) == [found]


def test_short_forms_stand_for_words_that_hold_their_letters() -> None:
    assert shortens("NSCLC", "non-small cell lung cancer")
    assert not shortens("CT", "pancreatic cancer")


def test_genes_have_hgnc_identities() -> None:
    for symbol, gene in genes().items():
        assert gene["hgnc"].startswith("hgnc:"), f"genes.yaml: {symbol} needs the identity of a record"
    assert list(genes()) == sorted(genes()), "genes.yaml: sort the symbols"


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(["disease", "drug", "gene", "biomarker", "regimen", "toxicity"]), st.text(max_size=60))
def test_linking_never_crashes(type_: EntityType, text: str) -> None:
    assert isinstance(link(type_, text), LinkedReference | str)
