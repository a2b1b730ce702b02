"""Viral serology: an infection that a test did not find is negated, one that it found is not."""

import pytest

from ingest.extract import extract_text


def _diseases(text: str) -> list[tuple[str, str]]:
    return [(m.text, m.assertion.polarity) for m in extract_text(text).mentions if m.type == "disease"]


@pytest.mark.parametrize(
    "text",
    [
        "Hepatitis B core antibody negative.",
        "Hep B: negative",
        "hepatitis C antibody was non-reactive",
        "HIV 1/2 not detected",
        "HBV/HCV/HIV neg",
        "Hepatitis B and C: both negative.",
        "HIV, hepatitis B and hepatitis C all negative.",
        "Negative hepatitis B serology.",
    ],
)
def test_an_infection_that_was_not_found_is_negated(text: str) -> None:
    found = _diseases(text)
    assert found and all(polarity == "negated" for _, polarity in found), f"{text}: {found}"


@pytest.mark.parametrize(
    "text",
    [
        "Hepatitis B surface antigen positive.",
        "HIV on treatment, viral load undetectable.",
        "Hepatitis B DNA undetectable on entecavir.",
        "Patients with HIV and negative margins.",
        "Hepatitis C treated in 2019.",
    ],
)
def test_an_infection_that_is_there_stays_affirmed(text: str) -> None:
    found = _diseases(text)
    assert found and all(polarity == "affirmed" for _, polarity in found), f"{text}: {found}"
