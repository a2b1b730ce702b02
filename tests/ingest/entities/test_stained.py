"""Markers that are stained or measured, in lists before and behind the word that says so."""

import pytest

from ingest.entities.biomarker import find_biomarkers
from ingest.entities.gene import find_genes
from ingest.entities.stage import find_stage
from ingest.reading import read_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Immunostaining for ER and PR was done.", ["ER", "PR"]),
        ("No staining for ER or PR was seen in muscle.", ["ER", "PR"]),
        ("The expression of p53, PCNA and beta-catenin differed.", ["p53", "PCNA", "beta-catenin"]),
        ("We compared VEGF and TGF-β1 expression of polyps.", ["VEGF", "TGF-β1"]),
        ("Sections were stained with antibodies to p53 and PCNA.", ["p53", "PCNA"]),
        ("Overexpression of β-catenin was common.", ["β-catenin"]),
        ("c-kit is strongly expressed in these tumours.", ["c-kit"]),
        ("Plasma cell-free DNA was drawn.", ["cell-free DNA"]),
        ("dMMR/MSI-H colon cancer", ["dMMR", "MSI-H"]),
    ],
)
def test_what_is_stained_is_a_biomarker(text: str, expected: list[str]) -> None:
    found = [text[f.start : f.end] for f in find_biomarkers(read_text(text))]
    assert found == expected, f"read {found}"


@pytest.mark.parametrize(
    "text",
    [
        "Patients had antibodies against VEGF and EGFR as treatment.",
        "mRNA expression of EGFR was studied.",
        "Prior PD-1/PD-L1 treatment is allowed.",
        "Use after carotid endarterectomy (CEA) differed; CEA was frequent.",
    ],
)
def test_what_is_aimed_at_or_transcribed_is_none(text: str) -> None:
    assert not list(find_biomarkers(read_text(text))), "nothing is stained or measured here"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("First-line treatment of EGFRm lung cancer", ["EGFR"]),
        ("Outcomes of ALK-Positive Advanced NSCLC", ["ALK"]),
        ("A translocation of the anaplastic lymphoma kinase gene", ["anaplastic lymphoma kinase"]),
        ("One missense ABCD7 mutation was found.", ["ABCD7"]),
        ("strong inhibitors of CYP3A4 and CYP2D6, CYP3A4 strong inhibitors", []),
        ("a selective cyclo-oxygenase-2 (COX-2) inhibitor", []),
        ("CD8+ T cells and CD45(+) cells", []),
        ("Her2 enriched tumours", []),
    ],
)
def test_genes_beside_what_makes_them_one(text: str, expected: list[str]) -> None:
    reading = read_text(text)
    found = [text[f.start : f.end] for f in [*find_genes(reading), *find_biomarkers(reading)]]
    assert sorted(set(found)) == sorted(expected), f"read {found}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("stage I-II-III NSCLC", ["stage I", "II", "III"]),
        ("nodes N0/Nx in staging", ["N0", "Nx"]),
        ("metastatic NSCLC (IV).", ["IV"]),
        ("stage IIA-IIIB melanoma", ["stage IIA-IIIB"]),
    ],
)
def test_stages_listed_without_words(text: str, expected: list[str]) -> None:
    found = [text[f.start : f.end] for f in find_stage(read_text(text)) if f.type == "stage"]
    assert found == expected, f"read {found}"


def test_long_lines_are_read_in_time() -> None:
    for text in ("expression of " + "A1, " * 20_000, "ER and " * 20_000, "(" * 10_000 + " CEA" * 1_000):
        list(find_biomarkers(read_text(text[:60_000])))
