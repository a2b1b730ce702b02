"""Pathology reports as records: synoptic lines and prose."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.records.pathology import PathologyRecord, read_pathology

BREAST = """SURGICAL PATHOLOGY REPORT
Specimen: Left breast, lumpectomy
Procedure: Wide local excision with sentinel lymph node biopsy
Histologic type: Invasive ductal carcinoma
Histologic grade: Nottingham grade 2 (3+2+2 = 7/9)
Tumor size: 2.1 x 1.8 x 1.5 cm
Margins: negative; closest margin: posterior, 3 mm
Lymphovascular invasion: Not identified
Perineural invasion: Present
Lymph nodes: 1/3 sentinel lymph nodes positive, extranodal extension absent
pT2 pN1a(sn) M0, AJCC 8th edition
ER: positive (95%, strong), PR: positive (40%), HER2: 2+ (equivocal), FISH not amplified, ratio 1.2.
Ki-67: 15-20%."""


def value(stated: object) -> object:
    return getattr(stated, "value", None)


def test_synoptic_breast_report() -> None:
    record = read_pathology(BREAST)
    assert value(record.specimen) == "Left breast, lumpectomy"
    assert value(record.laterality) == "left"
    assert value(record.histology) == "Invasive ductal carcinoma"
    assert value(record.grade) == "2", "the Nottingham sum is no grade"
    assert record.size_mm == 21
    assert [(m.name, m.status, m.distance_mm) for m in record.margins] == [
        (None, "negative", None),
        ("posterior", None, 3.0),
    ]
    assert (value(record.lymphovascular_invasion), value(record.perineural_invasion)) == ("absent", "present")
    assert value(record.extranodal_extension) == "absent"
    assert (value(record.nodes_positive), value(record.nodes_examined)) == (1, 3)
    assert [value(x) for x in (record.t, record.n, record.m)] == ["pT2", "pN1a(sn)", "M0"]
    assert value(record.stage_edition) == "AJCC 8"
    markers = record.markers
    assert markers.er and markers.er.status == "positive" and markers.er.percent
    assert markers.er.percent.value == 95
    assert markers.her2 and (markers.her2.status, markers.her2.score, markers.her2.ratio) == (
        "negative",
        "2+",
        1.2,
    )
    assert markers.ki67 and (markers.ki67.value, markers.ki67.to) == (15, 20)
    assert not record.warnings


def test_prostate_in_prose_states_the_group_with_its_definition() -> None:
    record = read_pathology(
        "Prostate, radical prostatectomy: acinar adenocarcinoma, Gleason score 4+3=7 (Grade Group 3). "
        "Margins positive "
        "at the apex. No perineural invasion or lymphovascular invasion. pT3a pN0. 0/12 lymph nodes."
    )
    assert record.gleason and (record.gleason.primary, record.gleason.secondary, record.gleason.score) == (
        4,
        3,
        7,
    )
    assert record.gleason.grade_group and record.gleason.grade_group.definition
    assert record.gleason.grade_group.definition.year == 2014
    assert record.margins[0].status == "positive"
    assert (value(record.lymphovascular_invasion), value(record.perineural_invasion)) == ("absent", "absent")
    assert (value(record.nodes_positive), value(record.nodes_examined)) == (0, 12)
    assert record.grade is None, "a Gleason score is no histological grade"


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("IDH-wildtype glioblastoma", "idh", "wildtype"),
        ("IDH1 R132H mutant astrocytoma", "idh", "mutant"),
        ("No IDH mutation", "idh", "wildtype"),
        ("MGMT promoter is unmethylated", "mgmt", "unmethylated"),
        ("MGMT promoter methylation: detected", "mgmt", "methylated"),
        ("MGMT: not performed", "mgmt", None),
        ("1p/19q codeleted", "codeletion_1p19q", "codeleted"),
        ("1p/19q: non-codeleted", "codeletion_1p19q", "intact"),
        ("Mismatch repair proteins intact", "mmr", "proficient"),
        ("loss of MLH1 and PMS2, MSH2 retained", "mmr", None),
        ("dMMR", "mmr", "deficient"),
        ("MSI-H", "msi", "high"),
        ("microsatellite stable", "msi", "stable"),
    ],
)
def test_markers(text: str, field: str, expected: str | None) -> None:
    markers = read_pathology(text).markers
    assert value(getattr(markers, field)) == expected, text


def test_lost_proteins_are_those_named_as_lost() -> None:
    markers = read_pathology("Loss of MLH1 and PMS2, MSH2 and MSH6 retained.").markers
    assert sorted(str(value(p)) for p in markers.lost_proteins) == ["MLH1", "PMS2"]


def test_receptors_joined_by_a_slash_share_the_result() -> None:
    markers = read_pathology("ER/PR negative, HER2 3+").markers
    assert markers.er and markers.pr and markers.her2
    assert [markers.er.status, markers.pr.status, markers.her2.status] == ["negative", "negative", "positive"]


def test_melanoma() -> None:
    record = read_pathology(
        "Skin, back, excision: superficial spreading melanoma. Breslow thickness 1.2 mm, ulceration: absent, "
        "mitoses 3/mm2. Deep margin 4 mm, peripheral margins clear by 8 mm."
    )
    assert record.breslow_mm and record.breslow_mm.value == 1.2
    assert value(record.ulceration) == "absent"
    assert record.mitoses and (record.mitoses.value, record.mitoses.unit) == (3, "/mm2")
    assert [(m.name, m.distance_mm) for m in record.margins] == [("deep", 4), ("peripheral", 8)]


def test_contradictions_are_named_and_not_resolved() -> None:
    record = read_pathology(
        "LVI: present. Addendum: lymphovascular invasion not identified. 5/3 lymph nodes."
    )
    assert record.lymphovascular_invasion is None
    assert any("lymphovascular" in w for w in record.warnings)
    assert any("5 positive of 3" in w for w in record.warnings), "a count that cannot be must be named"


def test_a_gleason_sum_that_does_not_add_up_is_flagged() -> None:
    assert any("3+4 is not 8" in w for w in read_pathology("Gleason score 3+4=8").warnings)


def spans(part: object) -> list[tuple[int, int]]:
    if isinstance(part, dict):
        own = [(part["start"], part["end"])] if {"start", "end"} <= part.keys() else []
        return own + [s for v in part.values() for s in spans(v)]
    return [s for v in part for s in spans(v)] if isinstance(part, list | tuple) else []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*BREAST.split(), "\n", ":", "margin", "3/15", "nodes", "(", "no", "IDH", "%"]),
        max_size=60,
    )
)
def test_any_order_of_its_words_gives_spans_inside_the_text(words: list[str]) -> None:
    text = " ".join(words)
    record: PathologyRecord = read_pathology(text)
    assert all(0 <= a < b <= len(text) for a, b in spans(record.model_dump()))
