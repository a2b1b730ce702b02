"""Whose a tumour is, and which of two it is, by the words right beside its name."""

import pytest

from ingest.profile import read_case


@pytest.mark.parametrize(
    "text",
    [
        "Thyroid nodule Thy2, ovarian ca on the maternal side",
        "Breast cyst aspirated, breast cancer on dad's side",
        "Haemorrhoids banded. Bowel cancer: father and uncle",
        "Breast cyst. Ovarian cancer of her mother",
        "Goitre, breast ca x2 on the paternal side, BRCA neg",
        "Fibroadenoma, melanoma in two aunts",
    ],
)
def test_a_relative_told_after_the_tumour_owns_it(text: str) -> None:
    profile = read_case(text)
    assert any(str(f.value).startswith("family:") for f in profile.set_aside), text


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("Breast ca in a mother of two, pT1 N0, WLE, whole breast RT", "breast-cancer"),
        ("Ca prostate: wife and daughter came along. T3a, EBRT and ADT", "prostate-cancer"),
        ("PA node solitary, colon ca resected in 2021, SABR", "colon-cancer"),
        ("Breast ca, ovarian ca on the maternal side. pT1 N0 WLE, RT please", "breast-cancer"),
        ("SCC antrum L, T3 N0, maxillectomy, 60/30", "sinonasal-cancer"),
        ("Gastric antrum mass, biopsy adenocarcinoma T3 N1, postop 45/25", "gastric-cancer"),
        ("Adenoid cystic carcinoma of Bartholin's gland, R1, 60/30", "vulval-cancer"),
        ("Palate adenoid cystic carcinoma, R1, 60/30", "salivary-gland-cancer"),
        ("Meningioma aged 50, prostate ca 2010 RALP. SRS to meningioma", "meningioma"),
        ("Breast cancer aged 34. Lung ca T2 N0 2024, SABR 55/5", "lung-cancer"),
        ("Gleason 3+3, T1c, chose surveillance. Eczema", "prostate-cancer"),
        ("Renal mass, biopsy oncocytoma. SABR enquiry withdrawn", "renal-oncocytoma"),
        ("Renal mass, biopsy clear cell, SABR 42/3", "kidney-cancer"),
        ("Optic nerve sheath meningioma, 44F (sister glioma), FSRT 50.4/28", "meningioma"),
        ("61M (father: prostate ca) tonsil SCC T2N1, chemoRT", "tonsil-cancer"),
        ("39F (mother of twins) cervical SCC IIB, chemoRT", "cervical-cancer"),
        ("70M (wife drives) prostate ca Gleason 7 PSA 9, EBRT", "prostate-cancer"),
        ("Medulloblastoma, aged 4 yrs, resected, CSF clear. CSI", "medulloblastoma"),
    ],
)
def test_the_tumour_meant_is_read(text: str, disease: str) -> None:
    assert [d.disease for d in read_case(text).diseases] == [disease]


@pytest.mark.parametrize(
    "text",
    [
        "Vertebral lesion, met until proven otherwise; culture grew staph aureus.",
        "Three years since seed implant, PSA 0.3. A BCC on his ear - derm are treating it.",
    ],
)
def test_what_is_not_the_matter_is_not_chosen(text: str) -> None:
    chosen = {d.disease for d in read_case(text).diseases}
    assert not chosen & {"bone-metastasis", "basal-cell-carcinoma"}, chosen


def test_a_clear_excision_was_done() -> None:
    findings = {(f.axis, f.value) for f in read_case("Breast ca T1 N0, WLE clear, RT please").findings}
    assert ("setting", "after_breast_conservation") in findings


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("LLL 3 cm T1c close to PBT, SABR", False), ("LLL T2 N0, PBT requested", True)],
)
def test_the_bronchial_tree_is_no_proton(text: str, wanted: bool) -> None:
    assert any(f.value == "proton" for f in read_case(text).findings) is wanted
