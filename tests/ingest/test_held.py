"""Diseases that a drug holds beside the tumour to treat, and relatives' that decline nothing."""

import pytest

from ingest.profile import read_case


def _named(text: str) -> set[str]:
    return {d.disease for d in read_case(text).diseases}


@pytest.mark.parametrize(
    "text",
    [
        "Ear SCC excised, parotid node with ENE dissected. On acalabrutinib for CLL. Adjuvant RT",
        "Scalp skin SCC, neck node, ENE, close margins. Takes venetoclax for his CLL. PORT",
        "Cheek SCC removed 2022. Now parotidectomy: metastatic SCC 3/20, ENE. On zanubrutinib for CLL. PORT",
    ],
)
def test_a_drug_tells_which_disease_it_holds(text: str) -> None:
    assert _named(text) == {"cutaneous-scc"}


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("Merkel cell ca L temple 12 mm, excised, adjuvant RT, 81M with CLL", "merkel-cell-carcinoma"),
        ("Anal SCC T2 N0, chemoRT, lady with known CLL", "anal-cancer"),
        ("74F with CLL, massive spleen, splenic RT", "cll"),
    ],
)
def test_a_leukaemia_the_patient_has_is_not_the_tumour_named_before_it(text: str, disease: str) -> None:
    assert _named(text) == {disease}


def test_a_leukaemia_held_by_a_drug_is_treated_where_it_alone_is_told() -> None:
    assert _named("On ibrutinib for CLL, painful spleen, splenic RT") == {"cll"}


def test_growth_through_a_capsule_is_no_leukaemias() -> None:
    assert not _named("Known CLL. Neck dissection 4/30 with ENE. Adjuvant RT")


@pytest.mark.parametrize(
    "text",
    [
        "Falx meningioma 9 mm. Mother had breast ca. MRI in 12 months",
        "Microprolactinoma, cabergoline started. Uncle had a glioma. MRI 12 months",
    ],
)
def test_a_review_told_after_a_relative_is_the_patients(text: str) -> None:
    assert "surveillance" in {f.value for f in read_case(text).declined}
