"""Variants, fusions and amplifications that were looked for and not found, and what must not be read so."""

import pytest

from ingest.extract import extract_text


def _said(text: str) -> dict[str, str | None]:
    """The genes and markers of a text with their status; of one named twice the last."""
    return {m.text: m.status for m in extract_text(text).mentions if m.type in {"gene", "biomarker"}}


def _variants(text: str) -> list[tuple[str, str]]:
    return [(m.text, m.assertion.polarity) for m in extract_text(text).mentions if m.type == "variant"]


@pytest.mark.parametrize(
    ("text", "gene", "variant"),
    [
        ("EGFR L861Q was not detected by NGS.", "EGFR", "L861Q"),
        ("BRAF V600K: Not Detected", "BRAF", "V600K"),
        ("BRAF V600E-negative melanoma of the back.", "BRAF", "V600E"),
        ("KRAS G12D by PCR on tumour tissue: negative.", "KRAS", "G12D"),
        ("IDH1 R132C absent.", "IDH1", "R132C"),
        ("BRAF V600E (-) in the thyroid nodule.", "BRAF", "V600E"),
        ("ROS1 rearrangement testing came back negative.", "ROS1", "rearrangement"),
        ("RET fusions: none", "RET", "fusions"),
        ("MET amplification not seen on FISH.", "MET", "amplification"),
        ("KIT exon 9 mutation was not identified.", "KIT", "exon 9 mutation"),
        ("No evidence of an EGFR T790M mutation.", "EGFR", "T790M"),
        ("EGFR C797S (plasma) undetectable.", "EGFR", "C797S"),
    ],
)
def test_a_variant_that_was_not_found_is_negated_and_its_gene_has_no_change(
    text: str, gene: str, variant: str
) -> None:
    assert _variants(text) == [(variant, "negated")], f"{text}: the variant is read as there"
    assert _said(text).get(gene) in {"negative", "wild-type"}, (
        f"{text}: the gene is read as changed: {_said(text)}"
    )


@pytest.mark.parametrize(
    ("text", "genes"),
    [
        ("ALK and RET rearrangement not detected.", {"ALK": "negative", "RET": "negative"}),
        (
            "KRAS G12C, NRAS Q61K and BRAF V600E: not detected.",
            {"KRAS": "negative", "NRAS": "negative", "BRAF": "negative"},
        ),
        (
            "No EGFR, KRAS or BRAF alterations were found.",
            {"EGFR": "wild-type", "KRAS": "wild-type", "BRAF": "wild-type"},
        ),
        ("Negative for EGFR, ALK, and ROS1.", {"EGFR": "negative", "ALK": "negative", "ROS1": "negative"}),
        ("EGFR L858R detected; KRAS G12C not detected.", {"EGFR": "mutated", "KRAS": "negative"}),
        ("EGFR L858R positive, T790M negative.", {"EGFR": "mutated"}),
        ("No KRAS mutation and ALK positive.", {"KRAS": "wild-type", "ALK": "positive"}),
        ("ALK not rearranged, BRCA1/2 not mutated.", {"ALK": "negative", "BRCA1/2": "wild-type"}),
        ("No EGFR T790M was found.", {"EGFR": "negative"}),
        ("NRAS: no mutation detected.", {"NRAS": "wild-type"}),
        ("The tumour is not HER2-positive.", {"HER2": "negative"}),
        ("Neither ER-positive nor HER2-positive.", {"ER": "negative", "HER2": "negative"}),
        ("1p/19q codeletion not detected.", {"1p/19q": "intact"}),
        ("MGMT promoter methylation absent.", {"MGMT": "unmethylated"}),
        ("HER2 mutation: none.", {"HER2": "wild-type"}),
        ("The tumour is not dMMR.", {"dMMR": "proficient"}),
    ],
)
def test_a_denial_reaches_its_list_and_no_further(text: str, genes: dict[str, str]) -> None:
    said = {name: status for name, status in _said(text).items() if name in genes}
    assert said == genes, f"{text}: {_said(text)}"


@pytest.mark.parametrize(
    "text",
    [
        "EGFR L858R mutation detected by NGS.",
        "BRAF V600E is a negative predictive marker.",
        "EGFR T790M was not detected in 5 of 10 patients.",
        "Patients with ALK rearrangement were excluded.",
        "No EGFR inhibitor was given for EGFR L858R.",
        "Lung cancer with EGFR (T790M)- associated resistance.",
        "KRAS G12C was present, and no metastases were found.",
    ],
)
def test_a_variant_that_is_there_stays_affirmed(text: str) -> None:
    assert all(polarity == "affirmed" for _, polarity in _variants(text)) and _variants(text), (
        f"{text}: {_variants(text)}"
    )


@pytest.mark.parametrize(
    "text", ["EGFR T790M pending.", "BRAF V600E mutation not tested.", "KRAS G12C: result awaited."]
)
def test_a_result_that_is_awaited_is_no_finding(text: str) -> None:
    found = [m for m in extract_text(text).mentions if m.type == "variant"]
    assert [m.assertion.certainty for m in found] == ["uncertain"], f"{text}: read as found"
    assert not any(_said(text).values()), f"{text}: a result is read: {_said(text)}"
