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
        (
            "Local control was 90% after SBRT (45 Gy in 3 fractions) versus 80% after surgery",
            ["delivered"] * 2,
        ),
    ],
)
def test_times_of_a_course(text: str, times: list[str]) -> None:
    found = [m.assertion.temporality for m in extract_text(text).mentions if m.type in _NUMBERS]
    assert found == times, f"{text}: dose and fractions of one course are told at one time"
