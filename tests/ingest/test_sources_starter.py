import pytest

from ingest.sources.record import Record, Rejection
from ingest.sources.starter import authority_of, read_schedules
from kg.statement import OPEN
from ontologies.disease import Disease
from ontologies.schedule import Schedule, Source

BREAST = Disease(disease="breast-cancer", name="breast cancer")
OLD = {
    "schedule": "breast-whole-50-25",
    "disease": "breast-cancer",
    "setting": "whole breast after conserving surgery",
    "target": "whole breast",
    "intent": "curative",
    "modality": "photon",
    "technique": ["3d-crt"],
    "total_dose_gy": 50,
    "fractions": 25,
    "recommendation": "limited",
    "evidence_level": 2,
    "source": "old-trial",
    "valid_from": "1985",
    "valid_to": "2013-09-19",
}
NEW = OLD | {
    "schedule": "breast-whole-40-15",
    "technique": ["3d-crt", "imrt"],
    "total_dose_gy": 40.05,
    "fractions": 15,
    "boost": {"dose_gy": 10, "fractions": 5, "modality": "photon"},
    "recommendation": "preferred",
    "source": "new-trial",
    "valid_from": "2013-09-19",
    "valid_to": None,
    "supersedes": ["breast-whole-50-25"],
}


def _source(slug: str, **fields: object) -> Source:
    return Source.model_validate(
        {"source": slug, "name": slug.title(), "kind": "trial", "year": 2013, **fields}
    )


def _read(*rows: dict[str, object]) -> tuple[list[Record], list[Rejection]]:
    schedules = [Schedule.model_validate(row) for row in rows]
    sources = [_source("old-trial", year=1985), _source("new-trial")]
    out = list(
        read_schedules(
            "facts",
            {s.schedule: s for s in schedules},
            {s.source: s for s in sources},
            {BREAST.disease: BREAST},
        )
    )
    return [r for r in out if isinstance(r, Record)], [r for r in out if isinstance(r, Rejection)]


def test_every_number_of_a_course_stands_in_its_quote() -> None:
    records, rejections = _read(OLD, NEW)
    assert not rejections
    new = next(r for r in records if r.document.id == "starter-new-trial")
    (statement,) = new.statements
    (evidence,) = statement.evidence
    assert evidence.quote == new.document.text[evidence.start : evidence.end] == statement.text
    assert statement.text == (
        "Breast cancer, whole breast after conserving surgery: 40.05 Gy in 15 daily fractions of "
        "2.67 Gy, photon, 3D conformal or IMRT; target whole breast; sequential boost 10 Gy in 5 "
        "fractions, photon."
    )
    assert statement.subject.curie == "oncograph:rt-photon-40.05-15-boost-10-5"
    assert statement.object.curie == "oncograph:breast-cancer"


def test_supersession_names_the_key_of_the_row_replaced() -> None:
    records, _ = _read(OLD, NEW)
    by_id = {r.document.id: r.statements[0] for r in records}
    old, new = by_id["starter-old-trial"], by_id["starter-new-trial"]
    assert new.supersedes == (old.key,)
    assert old.valid_to == new.valid_from
    assert new.valid_to == OPEN
    assert old.topic == new.topic, "both rows are about one setting, so their topic must be one"


def test_reading_twice_gives_the_same_versions_and_keys() -> None:
    first, _ = _read(OLD, NEW)
    second, _ = _read(NEW, OLD)
    assert [r.document.version for r in first] == [r.document.version for r in second]
    assert [s.key for r in first for s in r.statements] == [s.key for r in second for s in r.statements]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"disease": "no-such"}, "unknown disease no-such"),
        ({"source": "no-such"}, "unknown source no-such"),
        ({"valid_to": "2012"}, "valid_to 2012 is not after"),
        ({"supersedes": ["no-such"]}, "supersedes no-such, which names no row"),
    ],
)
def test_a_bad_row_is_rejected_and_the_other_kept(change: dict[str, object], reason: str) -> None:
    records, rejections = _read(OLD, NEW | change)
    assert [s.course.fractions for r in records for s in r.statements if s.course] == [25]
    assert [r.record for r in rejections] == ["breast-whole-40-15"]
    assert reason in rejections[0].reason


def test_a_guideline_keeps_its_authority_over_editions() -> None:
    for slug in ("rcr-dose-fractionation-2019", "rcr-dose-fractionation-3rd-edition"):
        assert authority_of(_source(slug, kind="guideline")) == "rcr-dose-fractionation"
    assert authority_of(_source("start-b-2013")) == "start-b-2013"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"fractions": 1, "total_dose_gy": 8, "frequency": "once"}, "8 Gy in 1 fraction, photon"),
        (
            {"fractions": 30, "total_dose_gy": 45, "frequency": "twice-daily"},
            "45 Gy in 30 twice-daily fractions of 1.5 Gy",
        ),
        ({"combined_with": "hyperthermia"}, "; combined with hyperthermia."),
        ({"total_dose_gy": 70, "fractions": 33}, "70 Gy in 33 daily fractions of 2.12 Gy"),
        (
            {
                "modality": "brachytherapy",
                "technique": ["ldr"],
                "total_dose_gy": 110,
                "fractions": 1,
                "frequency": "continuous",
            },
            "110 Gy in 1 continuous application, brachytherapy, low dose rate",
        ),
    ],
)
def test_sentences_read_as_clinicians_write(change: dict[str, object], words: str) -> None:
    records, _ = _read(OLD | change)
    assert words in records[0].statements[0].text
