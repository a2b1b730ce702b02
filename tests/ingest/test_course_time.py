"""Numbers of one course are told at one time."""

import pytest

from ingest.extract import extract_text

_NUMBERS = {"radiation_dose", "dose_per_fraction", "fractions"}


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Previous RT: 20 Gy in 5 fractions to the sacrum.", ["historical", "historical"]),
        ("Past medical history: prostate cancer, EBRT 70 Gy in 35 fractions.", ["historical", "historical"]),
        ("Prior radiotherapy: 40 Gy/20#; now for 20 Gy in 5 fractions", ["historical"] * 2 + ["planned"] * 2),
        ("Radiotherapy was planned at 20 Gy in 5 fractions but she died.", ["planned", "planned"]),
        ("Received 30 Gy of planned 50 Gy", ["delivered", "planned"]),
        ("Patient completed 10 of 15 fractions (20 Gy of 30 Gy).", ["delivered", "planned"] * 2),
        ("Delivered: 24Gy in 12# of planned 40Gy in 20#", ["delivered"] * 2 + ["planned"] * 2),
        (
            "Local control was 90% after SBRT (45 Gy in 3 fractions) versus 80% after surgery",
            ["delivered"] * 2,
        ),
    ],
)
def test_times_of_a_course(text: str, times: list[str]) -> None:
    found = [m.assertion.temporality for m in extract_text(text).mentions if m.type in _NUMBERS]
    assert found == times, f"{text}: dose and fractions of one course are told at one time"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("She did not receive a boost of 16 Gy.", [("negated", "certain")]),
        ("No boost of 10 Gy in 5 fractions was given.", [("negated", "certain")] * 2),
        ("She did not receive radiotherapy of 50 Gy in 25 fractions.", [("negated", "certain")] * 2),
        (
            "Re-irradiation with 36 Gy in 18 fractions was considered if progression.",
            [("affirmed", "hypothetical")] * 2,
        ),
        ("No boost; 50 Gy in 25 fractions was delivered.", [("affirmed", "certain")] * 2),
    ],
)
def test_numbers_of_a_course_not_given(text: str, told: list[tuple[str, str]]) -> None:
    found = [m.assertion for m in extract_text(text).mentions if m.type in _NUMBERS]
    assert [(a.polarity, a.certainty) for a in found] == told, (
        f"{text}: dose and fractions go with their course"
    )
