"""Genes, variants, biomarkers and diseases; every finder keeps to the text and to linear time."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.entities.biomarker import find_biomarkers
from ingest.entities.disease import find_diseases
from ingest.entities.drug import find_drugs
from ingest.entities.gene import find_genes
from ingest.entities.outcome import find_outcomes, read_arms, read_effects
from ingest.entities.procedure import find_procedures
from ingest.entities.regimen import find_regimens
from ingest.entities.toxicity import find_toxicities
from ingest.entities.variant import find_variants
from ingest.extract import extract_text
from ingest.overlap import resolved
from ingest.reading import Reading, read_text
from tests.growth import Work, assert_linear

FINDERS = [
    find_biomarkers, find_diseases, find_drugs, find_genes, find_outcomes, find_procedures, find_regimens,
    find_toxicities, find_variants,
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("metastatic breast cancer", ["breast cancer"]),
        ("locally advanced non-small cell lung cancer", ["non-small cell lung cancer"]),
        ("squamous cell carcinoma of the larynx", ["squamous cell carcinoma of the larynx"]),
        ("brain metastases from NSCLC", ["brain metastases", "NSCLC"]),
        ("diffuse large B-cell lymphoma", ["diffuse large B-cell lymphoma"]),
        ("pulmonary metastasis in osteosarcoma", ["pulmonary metastasis", "osteosarcoma"]),
        ("tumor necrosis factor and tumour size", []),
        ("a normal screening visit", []),
    ],
)
def test_diseases_are_their_shortest_full_names(text: str, names: list[str]) -> None:
    found = [text[f.start : f.end] for f in find_diseases(read_text(text))]
    assert found == names


def test_a_short_form_means_what_the_text_defines() -> None:
    text = "glyceryl trinitrate (GTN) was given; GTN helped"
    assert not list(find_diseases(read_text(text))), "GTN is no disease where the text says otherwise"
    text = "hepatocellular carcinoma (HPC) recurred; HPC was resected"
    assert [text[f.start : f.end] for f in find_diseases(read_text(text))][1:] == ["HPC", "HPC"]


def test_exact_names_carry_the_reference() -> None:
    (found,) = find_diseases(read_text("non-small cell lung cancer"))
    assert found.curie == "oncograph:nsclc"


def _genes(text: str) -> list[str]:
    return [text[f.start : f.end] for f in find_genes(read_text(text))]


def test_genes_keep_their_case() -> None:
    assert _genes("EGFR and c-MYC; TGF-β signalling") == ["EGFR", "c-MYC", "TGF-β"]
    assert _genes("we met the patient, who was set to rest") == []
    assert _genes("MET the deadline in JUN 2020; FAS population") == [], (
        "short symbols need a word of genetics"
    )
    assert _genes("MET exon 14, KIT mutation") == ["MET", "KIT"]


def test_what_a_drug_is_aimed_at_is_no_gene() -> None:
    text = "EGFR-TKI, anti-PD-1 and PD-1/PD-L1 inhibitors; PSA 5 ng/mL"
    assert _genes(text) == [], "leave the target out where it is part of a class of drugs"


def test_doubtful_symbols_stand_in_a_list_of_genes() -> None:
    assert _genes("TP53, MET, and PIK3CA") == ["TP53", "MET", "PIK3CA"]


def test_results_of_sequencing_belong_to_genes_and_of_staining_to_biomarkers() -> None:
    def read(text: str) -> list[tuple[str, str, str | None]]:
        found = resolved([*find_genes(read_text(text)), *find_biomarkers(read_text(text))])
        return [(f.type, text[f.start : f.end], f.status) for f in found]

    assert read("BRAF-mutated") == [("gene", "BRAF", "mutated")]
    assert read("ALK+ NSCLC") == [("gene", "ALK", "positive")]
    assert read("HER2-positive") == [("biomarker", "HER2", "positive")]
    assert read("immunohistochemical expression of VEGF") == [("biomarker", "VEGF", None)]


@pytest.mark.parametrize(
    ("text", "span", "status"),
    [
        ("EGFR L858R", "L858R", "EGFR p.L858R"),
        ("EGFR (p.Leu858Arg)", "p.Leu858Arg", "EGFR p.L858R"),
        ("BRAF V600E/K", "V600E/K", "BRAF p.V600E/K"),
        ("acquired T790M", "T790M", "EGFR p.T790M"),
        ("EGFR exon 19 deletion", "exon 19 deletion", "EGFR exon 19 deletion"),
        ("exon 20 insertion in EGFR", "exon 20 insertion", "EGFR exon 20 insertion"),
        ("METex14", "METex14", "MET exon 14 skipping"),
        ("EML4-ALK", "EML4-ALK", "EML4::ALK fusion"),
        ("BCR::ABL1", "BCR::ABL1", "BCR::ABL1 fusion"),
        ("MET amplification", "amplification", "MET amplification"),
        ("NTRK gene fusion", "fusion", "NTRK fusion"),
        ("loss of PTEN", "loss", "PTEN loss"),
        ("c.2573T>G", "c.2573T>G", "c.2573T>G"),
    ],
)
def test_variants_have_one_way_to_be_said(text: str, span: str, status: str) -> None:
    (found,) = find_variants(read_text(text))
    assert (text[found.start : found.end], found.status) == (span, status)


@pytest.mark.parametrize("text", ["D10W at 80 mL/h", "room E10A", "PD-1/PD-L1", "T2N0M0", "H1299 cells"])
def test_codes_of_other_things_are_no_variants(text: str) -> None:
    assert not list(find_variants(read_text(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ER/PR positive, HER2-negative",
            [("ER", "positive"), ("PR", "positive"), ("HER2", "negative")],
        ),
        ("ER+/HER2-", [("ER", "positive"), ("HER2", "negative")]),
        ("ER- and PR-positive", [("ER", "positive"), ("PR", "positive")]),
        ("progesterone receptor (PR)-negative", [("progesterone receptor", "negative"), ("PR", "negative")]),
        ("HER2 IHC 3+", [("HER2", "positive")]),
        ("PD-L1 <1%", [("PD-L1", "negative")]),
        ("MGMT promoter methylated", [("MGMT", "methylated")]),
        ("IDH wild-type", [("IDH", "wild-type")]),
        ("1p/19q codeleted", [("1p/19q", "codeleted")]),
        ("dMMR, MSI-H", [("dMMR", "deficient"), ("MSI-H", "high")]),
        ("EGFR mutation-positive", [("EGFR", "mutated")]),
        ("anti-PD-L1 antibody", []),
        ("EGFR L858R", [("EGFR", "mutated")]),
    ],
)
def test_biomarkers_have_a_result(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(text[f.start : f.end], f.status) for f in find_biomarkers(read_text(text))]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("Ki-67 20%", 20, "%"),
        ("PD-L1 TPS ≥50%", 50, "%"),
        ("PSA 12.4 ng/mL", 12.4, "ng/mL"),
        ("TMB 12 mut/Mb", 12, "/Mb"),
        ("CPS 10", 10, "1"),
    ],
)
def test_numbers_of_biomarkers_keep_their_unit(text: str, number: float, unit: str) -> None:
    (found,) = find_biomarkers(read_text(text))
    assert (found.number, found.unit) == (number, unit)


_PIECES = st.sampled_from(
    ["EGFR ", "L858R", "p.(", "ER", "/", "+", "-", "HER2 ", "3+ ", "grade ", "3 ", "HR ", "0.5 ", "95% CI ",
     "(", ")", "cisplatin", " plus ", "cancer of the ", "lung ", "OS was ", "12 months", "\u2265",
     "\u00e9", "\n",
     "exon 19 ", "del", "PD-L1 ", "%", "\u0000", "\U0001f9ec"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=40).map("".join)))
def test_finders_never_crash_and_stay_in_the_text(text: str) -> None:
    reading = read_text(text)
    for find in FINDERS:
        for found in find(reading):
            assert 0 <= found.start < found.end <= len(text), f"{find.__name__}: a span beyond the text"
    spans = [(e.start, e.end) for e in read_effects(text)] + [(a.start, a.end) for a in read_arms(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize(
    "piece", ["(", "HR [", "ER/", "EGFR ", "doxorubicin (DOX) ", "(GTN) GTN ", "3.1 vs ", "OS was of "]
)
@pytest.mark.parametrize("find", FINDERS, ids=lambda find: find.__name__)
def test_finders_take_linear_time(find: Callable[[Reading], Iterable[object]], piece: str) -> None:
    def prepare(quarters: int) -> Work:
        reading = read_text(piece * (15_000 // len(piece) * quarters))
        return lambda: list(find(reading))

    assert_linear(prepare)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("PD-L1 TPS 40%, CPS 50.", {"CPS": "hgnc:17635", "PD-L1": "hgnc:17635"}),
        ("NTRK1/2/3 fusion not detected.", {"NTRK1": "hgnc:8031", "2": "hgnc:8032", "3": "hgnc:8033"}),
        ("IGHV unmutated CLL.", {"IGHV": "hgnc:5477"}),
        ("DPYD *2A heterozygous.", {"DPYD": "hgnc:3012"}),
        ("SOX11 positive, CK7 positive, p40 positive, mammaglobin positive.",
         {"SOX11": "hgnc:11191", "CK7": "hgnc:6445", "p40": "hgnc:15979", "mammaglobin": "hgnc:7050"}),
        ("The tumour is pMMR.", {"pMMR": "oncograph:mmr"}),
    ],
)  # fmt: skip
def test_markers_and_genes_have_their_codes(text: str, wanted: dict[str, str]) -> None:
    found = {m.text: m.reference.curie for m in extract_text(text).mentions if m.reference}
    assert wanted.items() <= found.items(), f"{text}: {found}"


@pytest.mark.parametrize("text", ["AXL T1 and AXL FLAIR.", "BRCA1 in 2/3 of cases."])
def test_a_plane_of_an_image_and_a_share_are_no_genes(text: str) -> None:
    assert {m.text for m in extract_text(text).mentions if m.type == "gene"} <= {"BRCA1"}
