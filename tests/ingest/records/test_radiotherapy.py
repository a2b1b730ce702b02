"""Radiotherapy notes as records: courses kept apart, numbers checked and never repaired."""

from typing import Any

import pytest

from ingest.extract import extract_text


def record(text: str) -> dict[str, Any]:
    found = extract_text(text, "radiotherapy").record
    assert found is not None, "every radiotherapy note has a record, empty or not"
    return found


def courses(text: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = record(text)["courses"]
    return listed


def number(part: dict[str, Any] | None) -> float | None:
    return part["value"] if part else None


def numbers(course: dict[str, Any]) -> tuple[float | None, ...]:
    return tuple(number(course[k]) for k in ("dose_gy", "fractions", "dose_per_fraction_gy"))


def words(course: dict[str, Any], field: str) -> list[str]:
    return [s["value"] for s in course[field]]


SUMMARY = """RADIATION TREATMENT SUMMARY
Site: left breast
Prescription dose: 40.05 Gy
Fractions: 15
Dose per fraction: 2.67 Gy
Technique: 3D conformal, 6 MV photons
Treatment dates: 03/02/2021 - 03/22/2021

Boost: 10 Gy in 5 fractions to the lumpectomy cavity with 9 MeV electrons.
The patient completed adjuvant radiotherapy without a break."""


def test_labelled_summary_with_its_boost() -> None:
    main, boost = courses(SUMMARY)
    assert numbers(main) == (40.05, 15, 2.67)
    assert words(main, "site") == ["left breast"]
    assert words(main, "energy") == ["6 MV"]
    assert words(main, "modality") == ["photon"]
    assert (main["start_date"]["value"], main["end_date"]["value"]) == ("03/02/2021", "03/22/2021")
    assert main["boost"] is None
    assert numbers(boost) == (10, 5, None)
    assert boost["boost"]["value"] == "Boost"
    assert words(boost, "energy") == ["9 MeV"]
    assert words(boost, "modality") == ["electron"]
    assert {main["status"]["value"], boost["status"]["value"]} == {"delivered"}
    assert record(SUMMARY)["warnings"] == []


def test_phases_and_their_sum_are_told_apart() -> None:
    text = (
        "1.8 Gy x 25 fractions, total dose of 45 Gy to the pelvis; then a boost of 1.8 Gy x 8 "
        "fractions, total boost "
        "dose of 14.4 Gy to the prostate, for a total cumulative dose of 59.4 Gy"
    )
    found = record(text)
    assert [numbers(c) for c in found["courses"]] == [(45, 25, 1.8), (14.4, 8, 1.8)]
    assert [words(c, "site") for c in found["courses"]] == [["pelvis"], ["prostate"]]
    assert [m["value"] for m in found["cumulative_gy"]] == [59.4]


def test_earlier_and_planned_courses_are_kept_apart() -> None:
    text = (
        "She received 30 Gy in 10 fractions to the lumbar spine in 2019. "
        "We now plan 20 Gy in 5 fractions to the right femur with weekly cisplatin."
    )
    first, second = courses(text)
    assert (numbers(first)[:2], words(first, "site"), first["status"]["value"]) == (
        (30, 10), ["lumbar spine"], "delivered",
    )  # fmt: skip
    assert (numbers(second)[:2], second["status"]["value"]) == ((20, 5), "planned")
    assert words(second, "concurrent") == ["cisplatin"]
    assert second["frequency"] is None, "weekly is the drug's"


def test_a_course_cut_short_keeps_what_was_given() -> None:
    (course,) = courses(
        "Planned 60 Gy in 30 fractions to the larynx. He stopped treatment after 18 of 30 fractions."
    )
    assert course["status"]["value"] == "incomplete"
    assert number(course["fractions_delivered"]) == 18


@pytest.mark.parametrize(
    "text", ["60 Gy in 25 fractions of 2 Gy", "Dose: 50 Gy\nFractions: 20\nDose per fraction: 2 Gy"]
)
def test_numbers_that_do_not_check_are_flagged_and_kept(text: str) -> None:
    found = record(text)
    assert any("is not" in w for w in found["warnings"]), text
    assert found["courses"][0]["dose_gy"]["value"] in {60, 50}


@pytest.mark.parametrize(
    "text", ["40.05 Gy in 15 fractions of 2.67 Gy", "42.56 Gy in 16 fractions, 2.66 Gy each"]
)
def test_rounding_is_no_contradiction(text: str) -> None:
    assert record(text)["warnings"] == [], text


def test_a_constraint_is_no_course() -> None:
    assert courses("Spinal cord maximum dose 45 Gy.") == []


def test_empty_note() -> None:
    assert record("No radiotherapy was given.")["courses"] == []


def test_numbered_courses_share_neither_intent_nor_site() -> None:
    first, boost, second, third = courses(
        "Course 1: Left breast 5000 cGy/25 fx + boost 1000 cGy/5 fx.\n"
        "Course 2: T-spine 800 cGy x 1, palliative.\n"
        "Course 3: Whole brain 3000 cGy in 10 fractions."
    )
    assert [numbers(c)[:2] for c in (first, boost, second, third)] == [(50, 25), (10, 5), (8, 1), (30, 10)]
    assert [c["intent"] and c["intent"]["value"] for c in (first, second, third)] == [
        None,
        "palliative",
        None,
    ]
    assert (words(first, "site"), words(third, "site")) == (["Left breast"], ["Whole brain"])
    assert boost["boost"] is not None


def test_a_second_treatment_after_then_is_its_own_course() -> None:
    text = "Plan: 50.4 Gy in 28 fractions to pelvis, then vaginal cuff brachytherapy 5.5 Gy x 2."
    found = record(text)
    assert [numbers(c) for c in found["courses"]] == [(50.4, 28, None), (None, 2, 5.5)]
    assert found["warnings"] == []


def _courses(text: str) -> list[dict[str, Any]]:
    record = extract_text(text, "radiotherapy").record
    assert record is not None
    return list(record["courses"])


def _values(course: dict[str, Any], name: str) -> Any:
    held = course[name]
    return [one["value"] for one in held] if isinstance(held, list | tuple) else held and held["value"]


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("Previous radiotherapy: prostate 74 Gy in 37 fractions in 2015. Intent: palliative. "
         "20 Gy in 5 fractions to T8.", [None, "palliative"]),
        ("Intent: curative\nProstate 60 Gy in 20 fractions\nSeminal vesicles 44 Gy in 20 fractions",
         ["curative", "curative"]),
        ("Palliative radiotherapy 20 Gy in 5 fractions to the thoracic spine. Previous radiotherapy in 2015: "
         "prostate 74 Gy in 37 fractions.", ["palliative", None]),
    ],
)  # fmt: skip
def test_an_intent_is_that_of_the_courses_of_now(text: str, intents: list[str | None]) -> None:
    assert [_values(c, "intent") for c in _courses(text)] == intents


def test_the_days_of_a_whole_treatment_are_those_of_each_phase() -> None:
    found = _courses(
        "Radiotherapy treatment summary\nStart 03/01/2024 End 14/02/2024\n"
        "Phase 1: pelvis 45 Gy in 25 fractions\nPhase 2: cervix boost 5.4 Gy in 3 fractions"
    )
    days = [(_values(c, "start_date"), _values(c, "end_date")) for c in found]
    assert days == [("03/01/2024", "14/02/2024")] * 2


def test_a_technique_before_a_list_of_sites_is_that_of_each() -> None:
    found = _courses("SABR: T4 vertebra 24 Gy in 2 fractions; right adrenal 40 Gy in 5 fractions. 6FFF.")
    assert [(_values(c, "technique"), _values(c, "energy")) for c in found] == [(["sbrt"], ["6FFF"])] * 2


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("RT: SABR 54/3 to right upper lobe.", (54, 3)),
        ("Radiotherapy 55/20 to larynx.", (55, 20)),
        ("Had 55/20 to larynx in 2019.", (55, 20)),
    ],
)
def test_total_and_fractions_with_a_slash_before_a_site(text: str, numbers: tuple[int, int]) -> None:
    assert [(_values(c, "dose_gy"), _values(c, "fractions")) for c in _courses(text)] == [numbers]


def test_a_count_of_nodes_and_a_score_are_no_course() -> None:
    assert _courses("BP 120/80, nodes 2/18 to date, pain 8/10 to hip.") == []


def test_neutrons_are_no_photons() -> None:
    assert _values(_courses("Neutron VMAT 18 Gy in 12 fractions to parotid.")[0], "modality") == []
