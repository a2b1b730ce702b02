"""A course and its boost keep their own numbers; what was given in part is told apart."""

from typing import Any

import pytest

from ingest.extract import extract_text


def _record(text: str) -> dict[str, Any]:
    found = extract_text(text, "radiotherapy").record
    assert found is not None, "every radiotherapy note has a record"
    return found


def _courses(text: str) -> list[tuple[float | None, float | None, bool]]:
    def number(part: dict[str, Any] | None) -> float | None:
        return part["value"] if part else None

    return [
        (number(c["dose_gy"]), number(c["fractions"]), c["boost"] is not None)
        for c in _record(text)["courses"]
    ]


@pytest.mark.parametrize(
    ("text", "courses"),
    [
        (
            "RT: left breast, 40 Gy in 15 fractions, boost 12 Gy in 6 fractions.",
            [(40, 15, False), (12, 6, True)],
        ),
        (
            "Prostate 46 Gy in 23 fractions with HDR boost 15 Gy in 1 fraction.",
            [(46, 23, False), (15, 1, True)],
        ),
        ("50 Gy in 25 fractions, 10 Gy in 5 fractions boost.", [(50, 25, False), (10, 5, True)]),
        ("50 Gy in 25 fractions with a 10 Gy boost in 5 fractions.", [(50, 25, False), (10, 5, True)]),
        ("40.05 Gy/15# + 13.35 Gy/5# boost", [(40.05, 15, False), (13.35, 5, True)]),
        ("50 Gy in 25 fractions (boost 10 Gy in 5 fractions).", [(50, 25, False), (10, 5, True)]),
        ("A boost of 10 Gy in 5 fractions after 50 Gy in 25 fractions.", [(10, 5, True), (50, 25, False)]),
        ("50 Gy in 25 fractions with a boost. Well tolerated.", [(50, 25, False)]),
        ("50 Gy in 25 fractions, no boost.", [(50, 25, False)]),
    ],
)
def test_fractions_stay_with_their_course(
    text: str, courses: list[tuple[float | None, float | None, bool]]
) -> None:
    assert _courses(text) == courses, f"{text}: dose, fractions, and whether it is the boost"


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("45 Gy in 25 fractions then cone down boost to 54 Gy.", 54),
        ("36 Gy in 20 fractions followed by posterior fossa boost to 54 Gy in 30 fractions", 54),
        ("45 Gy in 25 fractions, boost to the primary to a total dose of 63 Gy", 63),
        ("45 Gy in 25 fractions to the pelvis with a 10 Gy boost to 55 Gy.", 55),
    ],
)
def test_what_a_boost_is_given_up_to_is_a_sum(text: str, total: float) -> None:
    """The boost's own dose is not stated there."""
    found = _record(text)
    assert [m["value"] for m in found["cumulative_gy"]] == [total], f"{text}: the sum of both"
    assert total not in [c["dose_gy"]["value"] for c in found["courses"] if c["dose_gy"]], (
        f"{text}: no course's"
    )


def test_a_technique_named_with_the_boost_is_the_boosts() -> None:
    main, boost = _record("Prostate 46 Gy in 23 fractions with HDR boost 15 Gy in 1 fraction.")["courses"]
    assert (main["technique"], boost["technique"][0]["value"]) == ([], "hdr"), "HDR stands before the boost"


@pytest.mark.parametrize(
    ("text", "dose", "fractions", "given"),
    [
        ("Patient completed 11 of 15 fractions (29 Gy of 40 Gy).", 40, 15, (11, 29)),
        ("Only 20 of 30 planned fractions were delivered (40 of 60 Gy).", 60, 30, (20, 40)),
        ("Fx 10/30 today, 20 Gy of 60 Gy delivered.", 60, 30, (10, 20)),
        ("Received 34 Gy of planned 50 Gy, stopped early.", 50, None, (None, 34)),
    ],
)
def test_a_part_given(
    text: str, dose: float, fractions: float | None, given: tuple[float | None, float | None]
) -> None:
    (course,) = _record(text)["courses"]
    counted, gray = course["fractions_delivered"], course["dose_delivered_gy"]
    assert course["dose_gy"]["value"] == dose, f"{text}: what was meant"
    assert (course["fractions"] or {"value": None})["value"] == fractions, f"{text}: what was meant"
    assert (counted and counted["value"], gray and gray["value"]) == given, f"{text}: what was given"
    assert course["status"]["value"] == "incomplete", f"{text}: less than was meant"


def test_sites_with_the_same_numbers_are_two_courses() -> None:
    found = _record("Chest wall: 50 Gy in 25 fractions. Axilla: 50 Gy in 25 fractions.")["courses"]
    assert [c["site"][0]["value"] for c in found] == ["Chest wall", "Axilla"], "each site has its course"


def test_labels_of_a_printed_line() -> None:
    text = "Total Dose: 4500.0 cGy  Fractions: 25/25  Fraction dose: 180 cGy  Site: Rt chest wall"
    (course,) = _record(text)["courses"]
    assert (course["dose_gy"]["value"], course["fractions"]["value"]) == (45, 25), "read the labels in a line"
    assert course["site"][0]["value"] == "Rt chest wall", "the label holds the whole site"
    assert course["status"]["value"] == "delivered", "25 of 25 are all"


def test_organs_are_no_courses() -> None:
    text = "Larynx 66 Gy in 33 fractions. Cord max 40 Gy. Mandible 62 Gy. Spinal cord received 41 Gy."
    (course,) = _record(text)["courses"]
    assert (course["dose_gy"]["value"], course["status"]) == (66, None), (
        "the cord tells nothing of the course"
    )
