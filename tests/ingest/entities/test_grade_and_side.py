"""Grade groups, sides and counts of cycles as notes write them, and what looks like them."""

import pytest

from ingest.extract import extract_text


def _read(text: str, type_: str) -> list[tuple[str, str | None]]:
    return [(m.text, m.status) for m in extract_text(text).mentions if m.type == type_]


@pytest.mark.parametrize(
    ("text", "grade", "status"),
    [
        ("Biopsy: ISUP grade group 3.", "ISUP grade group 3", "grade group 3"),
        ("Grade Group 5.", "Grade Group 5", "grade group 5"),
        ("grade group: 1.", "grade group: 1", "grade group 1"),
        ("ISUP 4.", "ISUP 4", "grade group 4"),
        ("GG2.", "GG2", "grade group 2"),
        ("GS 9.", "GS 9", "Gleason 9"),
        ("Gleason 7.", "Gleason 7", "Gleason 7"),
        ("Renal cell carcinoma, ISUP 3.", "ISUP 3", "ISUP G3"),
    ],
)
def test_a_grade_group_ends_a_sentence(text: str, grade: str, status: str) -> None:
    assert _read(text, "grade") == [(grade, status)], f"{text}: {_read(text, 'grade')}"


@pytest.mark.parametrize(
    "text",
    ["A grade 2/6 systolic murmur.", "Tumour regression grade 2 (Mandard).", "Dworak grade 3.", "ISUP 2.5"],
)
def test_another_scale_is_no_grade(text: str) -> None:
    assert not _read(text, "grade"), f"{text}: {_read(text, 'grade')}"


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("B/L ovarian masses", ("B/L", "bilateral")),
        ("bilat pleural effusions", ("bilat", "bilateral")),
        ("Contralateral breast cancer", ("Contralateral", "contralateral")),
        ("nodes in the ipsilateral axilla", ("ipsilateral", "ipsilateral")),
        ("Left mid peripheral zone", ("Left", "left")),
        ("right apex", ("right", "right")),
        ("both lobes of the liver", ("both", "bilateral")),
        ("L breast", ("L", "left")),
    ],
)
def test_a_side_is_read(text: str, side: tuple[str, str]) -> None:
    assert _read(text, "laterality") == [side], f"{text}: {_read(text, 'laterality')}"


@pytest.mark.parametrize(
    ("text", "span", "count"),
    [
        ("R-CHOP x 6.", "6", 6),
        ("FOLFOX x12, well tolerated", "12", 12),
        ("Completed 4 cycles of AC.", "4 cycles", 4),
        ("Carboplatin AUC 5 plus paclitaxel 175 mg/m2 q3w x 6.", "6", 6),
        ("docetaxel x4 then surgery", "4", 4),
    ],
)
def test_a_count_of_cycles_is_a_duration(text: str, span: str, count: int) -> None:
    found = [
        (m.text, m.value.number, m.value.unit)
        for m in extract_text(text).mentions
        if m.type == "duration" and m.value
    ]
    assert found == [(span, float(count), "{cycle}")], f"{text}: {found}"


def test_words_in_capitals_are_no_leukaemia_and_no_regimen() -> None:
    found = [m.text for m in extract_text("ALL meds reviewed. He WAS on ICE packs.").mentions]
    assert not {"ALL", "ICE"} & set(found), f"{found} are words in capitals"
    assert [m.text for m in extract_text("ALL in remission.").mentions if m.type == "disease"] == ["ALL"]


def test_a_gene_keeps_the_number_that_stands_apart() -> None:
    found = [
        (m.text, m.reference.curie if m.reference else None)
        for m in extract_text("a BRCA 1 mutation").mentions
    ]
    assert found == [("BRCA 1", "hgnc:1100")], f"{found}"


def test_a_regimen_with_rituximab_is_not_the_one_without() -> None:
    (found,) = [m for m in extract_text("Relapse, treated with R-ICE.").mentions if m.type == "regimen"]
    assert found.text == "R-ICE" and "rituximab" in (found.status or ""), f"{found}"


def test_a_frequency_has_no_full_stop() -> None:
    found = [
        m.text for m in extract_text("Exemestane 25 mg od. Review in May.").mentions if m.type == "frequency"
    ]
    assert found == ["od"], f"{found}"
