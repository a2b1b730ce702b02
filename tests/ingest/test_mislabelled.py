"""A first or wrong label gives way to the tumour that is named beside it; a history without one stands."""

import pytest

from ingest.profile import read_case


def _named(text: str) -> set[str]:
    return {d.disease for d in read_case(text).diseases}


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("Plasmacytoma of the 4th rib, at first thought a lung cancer by the chest team. 45 Gy/25",
         "solitary-bone-plasmacytoma"),
        ("Initially called sarcoma by radiology; core = DLBCL thigh, CR after R-CHOP, 30/15", "dlbcl"),
        ("Called it pancreatic cancer until the core. Diffuse large B-cell, R-CHOP done, 30 Gy", "dlbcl"),
        ("Referred as medulloblastoma, paraffin says ependymoma grade 3. Focal 59.4 Gy", "ependymoma"),
        ("Referred as lung cancer, actually thymoma B2 on core, R1, PORT 50/25", "thymoma"),
        ("'Lymphoma' per radiology report; bx seminoma, PA nodes, 30/15", "testicular-seminoma"),
        ("First reported as melanoma, reviewed: Merkel cell carcinoma cheek, WLE, adjuvant RT",
         "merkel-cell-carcinoma"),
        ("Ca ovary eroding the bowel; endoscopist called it a colon tumour, bx PAX8. 20/5 pelvis",
         "ovarian-cancer"),
        ("Vestibular schwannoma Koos 3, 18 mm. Thought a meningioma at first by ENT. SRS",
         "vestibular-schwannoma"),
        ("Thought lymphoma initially, core thymoma B2, R1. PORT", "thymoma"),
        ("Called metastasis originally, biopsy chordoma of the sacrum. Protons", "chordoma"),
        ("Langerhans cell histiocytosis of the skull, 9 Gy. Initial label: Ewing.",
         "langerhans-cell-histiocytosis"),
    ],
)  # fmt: skip
def test_the_tumour_shown_takes_the_place_of_the_label(text: str, disease: str) -> None:
    assert _named(text) == {disease}, f"{text!r}: read as {_named(text)}"


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        (
            "RUL mass thought to be a lung primary, PET avid, T2 N0, SABR. Known prostate ca on AS",
            "lung-cancer",
        ),
        ("Initially treated for prostate cancer with RALP; PSA 0.4, salvage RT to bed", "prostate-cancer"),
        ("Initially diagnosed as breast cancer 2015, now painful bone mets L3, 8/1", "bone-metastasis"),
        ("Sent as lymphoma; R-CHOP x6, CR. ISRT 30/15", "non-hodgkin-lymphoma"),
        ("Melanoma per dermatology, Breslow 5 mm, parotid nodes, 48/20", "melanoma"),
        ("NSCLC suspected on CT, biopsy NSCLC adenocarcinoma T3 N2, chemoRT", "nsclc"),
    ],
)
def test_a_label_that_nothing_replaces_stands(text: str, disease: str) -> None:
    assert disease in _named(text), f"{text!r}: read as {_named(text)}"


def test_what_was_thought_of_first_is_none() -> None:
    text = "Proptosis, orbital biopsy melanoma. Graves orbitopathy was considered initially. Orbit 30/10"
    assert _named(text) == {"melanoma"}
