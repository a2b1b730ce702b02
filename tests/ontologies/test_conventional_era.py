"""A question about 1998 finds what was given then, at the commonest sites."""

from datetime import date

import pytest

from ontologies.disease import ancestors
from ontologies.schedule import first_day, load_schedules, load_sources

_DAY = date(1998, 1, 1)


@pytest.mark.parametrize(
    ("disease", "total", "fractions"),
    [
        ("breast-cancer", 50, 25),
        ("prostate-cancer", 70, 35),
        ("glioblastoma", 60, 30),
        ("nsclc", 60, 30),
        ("rectal-cancer", 50.4, 28),
        ("rectal-cancer", 25, 5),
        ("cervical-cancer", 45, 25),
        ("tonsil-cancer", 70, 35),
        ("laryngeal-cancer", 66, 33),
        ("bone-metastasis", 30, 10),
        ("brain-metastasis", 30, 10),
        ("spinal-cord-compression", 30, 10),
        ("bladder-cancer", 64, 32),
        ("endometrial-cancer", 45, 25),
        ("hodgkin-lymphoma", 36, 20),
        ("testicular-seminoma", 30, 15),
        ("medulloblastoma", 36, 20),
        ("wilms-tumour", 10.8, 6),
        ("basal-cell-carcinoma", 55, 20),
        ("oesophageal-cancer", 50, 25),
        ("anal-cancer", 45, 25),
    ],
)
def test_a_course_of_the_time_is_held(disease: str, total: float, fractions: int) -> None:
    line = ancestors(disease)
    held = [
        s
        for s in load_schedules().values()
        if s.disease in line
        and (s.total_dose_gy, s.fractions) == (total, fractions)
        and first_day(s.valid_from) <= _DAY
        and (s.valid_to is None or _DAY < first_day(s.valid_to))
    ]
    assert held, f"{total} Gy in {fractions} for {disease} in 1998 is missing"


def test_no_schedule_is_older_than_its_source() -> None:
    sources = load_sources()
    early = [s.schedule for s in load_schedules().values() if int(s.valid_from[:4]) < sources[s.source].year]
    assert not early, f"valid_from lies before the source's year: {early}"
