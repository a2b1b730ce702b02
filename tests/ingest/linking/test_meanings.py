"""A link says what a name means, and no form that only points at a disease is one."""

import pytest

from ingest.entities.disease import find_diseases
from ingest.extract import extract_text
from ingest.extraction import LinkedReference
from ingest.linking import link
from ingest.linking.names import meaning_of
from ingest.linking.short_form import defined_otherwise
from ingest.reading import read_text


@pytest.mark.parametrize(
    "name",
    [
        "diabetes",
        "DM",
        "skin cancers",
        "urethral strictures",
        "HPV infection",
        "hereditary colorectal cancer",
        "gestational diabetes mellitus",
        "portal hypertension",
        "anaemia",
        "anaemia of chronic disease",
        "sarcoma",
        "plasmacytoma",
        "anaphylaxis",
        "lymphadenopathy",
    ],
)
def test_a_wider_or_other_name_has_no_link(name: str) -> None:
    found = link("disease", name)
    assert isinstance(found, str), f"{name} is wider than {found}: put it under `unlinked`"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("type 2 diabetes", "diabetes-type-2"),
        ("non-melanoma skin cancer", "keratinocyte-skin-cancer"),
        ("cholangiocarcinoma", "biliary-cancer"),
        ("intrahepatic cholangiocarcinoma", "intrahepatic-cholangiocarcinoma"),
        ("liver cancer", "liver-cancer"),
        ("high-grade glioma", "glioma"),
        ("cirrhosis", "cirrhosis"),
        ("HIV/AIDS", "hiv"),
        ("HIV infection", "hiv"),
        ("advanced non-squamous NSCLC", "nsclc"),
        ("lymphoma", "haematological-malignancy"),
        ("marginal zone lymphoma", "non-hodgkin-lymphoma"),
        ("nodal marginal zone lymphoma", "nodal-marginal-zone-lymphoma"),
        ("uterine cancer", "uterine-cancer-unspecified"),
        ("iron deficiency anaemia", "iron-deficiency-anaemia"),
        ("leiomyosarcoma", "soft-tissue-sarcoma"),
        ("HCCs", "hepatocellular-carcinoma"),
    ],
)
def test_a_name_stands_for_its_own_disease_or_a_wider_one(name: str, slug: str) -> None:
    found = link("disease", name)
    assert isinstance(found, LinkedReference), f"{name} is unlinked: {found}"
    assert found.curie == f"oncograph:{slug}", f"{name} is linked to {found.curie}"
    assert meaning_of(name, slug) == slug, "the finder and the link must agree"


@pytest.mark.parametrize(
    "text", ["Radical prostatectomy in 2010.", "PSMA PET next week.", "RT to prostate bed."]
)
def test_a_hint_is_no_disease(text: str) -> None:
    found = [text[f.start : f.end] for f in find_diseases(read_text(text))]
    assert not found, f"{found} points at a disease and names none"


@pytest.mark.parametrize("symbol", ["PSA", "CEA", "HER2", "PD-L1", "Ki-67", "CA 125"])
def test_a_marker_and_its_gene_are_one_thing(symbol: str) -> None:
    found = link("biomarker", symbol)
    assert isinstance(found, LinkedReference), f"{symbol} is unlinked: {found}"


def test_a_symbol_that_the_text_gives_another_meaning() -> None:
    assert defined_otherwise("after carotid endarterectomy (CEA) and surgery") == {"CEA"}
    assert not defined_otherwise("carcinoembryonic antigen (CEA), adenomatous polyposis coli (APC)")
    assert not defined_otherwise("(" * 10_000 + "a b c (" * 1_000)


@pytest.mark.parametrize(
    ("text", "pancreatic"),
    [("Ewing sarcoma/PNET of the chest wall.", False), ("PNET of the tail of the pancreas.", True)],
)
def test_a_primitive_tumour_is_none_of_the_pancreas(text: str, pancreatic: bool) -> None:
    linked = {m.reference.curie for m in extract_text(text).mentions if m.reference}
    assert ("oncograph:pancreatic-neuroendocrine" in linked) is pancreatic
