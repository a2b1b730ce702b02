"""What reports state beside the synoptic lines: FIGO, regression, genes, sides, doubt behind a finding."""

import pytest

from ingest.extract import extract_text
from ingest.records.pathology import read_pathology
from ingest.records.radiology import read_radiology


def value(stated: object) -> object:
    return getattr(stated, "value", None)


@pytest.mark.parametrize(
    ("text", "figo"),
    [
        ("FIGO 2018 stage IIIC1.", "IIIC1"),
        ("FIGO stage: IB2", "IB2"),
        ("FIGO IVB serous carcinoma", "IVB"),
        ("Endometrioid adenocarcinoma, FIGO grade 2.", None),
    ],
)
def test_the_stage_of_figo_is_read_and_its_grade_is_none(text: str, figo: str | None) -> None:
    assert value(read_pathology(text).figo) == figo, f"{text}: {read_pathology(text).figo}"


@pytest.mark.parametrize(
    ("text", "regression"),
    [
        ("Tumour regression grade 3 (Dworak), ypT2.", "Dworak 3"),
        ("Mandard TRG 4.", "Mandard 4"),
        ("tumor regression score: 1 (Ryan)", "Ryan 1"),
    ],
)
def test_regression_is_no_grade_of_the_tumour(text: str, regression: str) -> None:
    record = read_pathology(text)
    assert (value(record.regression), record.grade) == (regression, None), f"{text}: {record}"
    assert not [m for m in extract_text(text).mentions if m.type == "grade"], f"{text}: a grade is read"


@pytest.mark.parametrize(
    ("text", "margin"),
    [
        ("CRM 0.8 mm (involved).", ("circumferential", "positive", 0.8)),
        ("CRM 5 mm, clear.", ("circumferential", "negative", 5.0)),
        ("Margins positive at the base (2 mm).", (None, "positive", None)),
        ("Deep margin negative, 4 mm.", ("deep", "negative", 4.0)),
    ],
)
def test_a_margin_has_the_word_behind_its_distance(text: str, margin: tuple[object, ...]) -> None:
    found = [(m.name, m.status, m.distance_mm) for m in read_pathology(text).margins]
    assert found == [margin], f"{text}: {found}"


@pytest.mark.parametrize(
    ("text", "status"),
    [("ER 6/8.", "positive"), ("ER 2/8.", "negative"), ("ER <1%.", "negative"), ("ER 85%.", "positive")],
)
def test_a_receptor_without_a_word_has_the_status_of_its_score(text: str, status: str) -> None:
    er = read_pathology(text).markers.er
    assert er is not None and er.status == status, f"{text}: {er}"


def test_viral_markers_and_venous_invasion() -> None:
    record = read_pathology("Tonsil: p16-positive SCC, HPV ISH negative. EBER absent. EMVI not identified.")
    markers = record.markers
    assert [value(x) for x in (markers.p16, markers.hpv, markers.ebv)] == ["positive", "negative", "negative"]
    assert value(record.extramural_venous_invasion) == "absent"


def test_genes_stand_with_their_results() -> None:
    text = "BRAF V600K detected. KRAS wild type. ALK rearrangement not detected."
    found = read_pathology(text, extract_text(text).mentions).genes
    assert [(g.gene, g.status, g.variant) for g in found] == [
        ("BRAF", "mutated", "V600K"),
        ("KRAS", "wild-type", None),
        ("ALK", "negative", "rearrangement"),
    ]


def test_sides_of_several_parts_are_no_one_side() -> None:
    both = read_pathology("A. Prostate, left base: benign. B. Prostate, right apex: adenocarcinoma.")
    assert both.laterality is None and both.warnings, "cores of both sides have no one side"
    one = read_pathology("Lung, right lower lobe, core biopsy: adenocarcinoma.")
    assert value(one.laterality) == "right"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Adrenal nodule, metastasis cannot be excluded.", "uncertain"),
        ("Liver metastases are possible.", "uncertain"),
        ("Liver metastases are again seen.", "present"),
        ("No liver metastases.", "absent"),
    ],
)
def test_doubt_behind_a_metastasis_is_read(text: str, said: str) -> None:
    assert [s.value for s in read_radiology(text).metastases] == [said], text


@pytest.mark.parametrize(
    "text", ["BI-RADS 4A. Prior mammogram BI-RADS 2.", "BI-RADS 4A. Previous study: BI-RADS 2."]
)
def test_a_category_of_the_study_before_is_an_earlier_one(text: str) -> None:
    found = [(c.category, c.earlier) for c in read_radiology(text).categories]
    assert found == [("4A", False), ("2", True)], f"{text}: {found}"


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Left breast mass at 2 o'clock, 11 mm.", "left"),
        ("RLL nodule 9 mm.", "right"),
        ("Nodule 9 mm.", None),
    ],
)
def test_a_lesion_has_the_side_its_sentence_names(text: str, side: str | None) -> None:
    (lesion,) = read_radiology(text).lesions
    assert value(lesion.laterality) == side, f"{text}: {lesion}"
