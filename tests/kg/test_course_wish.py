"""What a case says of the course itself excludes the schedules that go against it."""

import pytest

from kg.course_wish import against_wish
from kg.profile import Finding, Profile
from kg.statement import Course
from tests.kg.test_candidates import stored


def _case(**findings: str) -> Profile:
    return Profile(
        findings=tuple(Finding(axis=a, value=v, start=0, end=1, text="x") for a, v in findings.items())
    )


def _course(frequency: str = "daily", target: str = "x", modality: str = "photon") -> Course:
    return Course.model_validate(
        {
            "modality": modality,
            "total_dose_gy": 50,
            "fractions": 25,
            "frequency": frequency,
            "target": target,
            "intent": "curative",
        }
    )


def _against(course: Course, case: Profile, when: dict[str, object] | None = None) -> bool:
    statement = stored("a", 50, when=when).statement.model_copy(update={"course": course})
    return bool(against_wish(statement, (), case))


@pytest.mark.parametrize(
    ("frequency", "against"), [("daily", True), ("weekly", False), ("twice-weekly", True)]
)
def test_weekly_fractions_asked_for_are_weekly(frequency: str, against: bool) -> None:
    assert _against(_course(frequency), _case(fractionation="weekly")) is against
    assert not _against(_course(frequency), _case(fractionation="hypofractionated"))


@pytest.mark.parametrize(("target", "against"), [("flank", True), ("both lungs", False)])
def test_the_whole_of_an_organ_asked_for_is_what_is_irradiated(target: str, against: bool) -> None:
    assert _against(_course(target=target), _case(target="whole_lung")) is against
    assert not _against(_course(target=target), _case(target="flank"))


@pytest.mark.parametrize(("target", "against"), [("painful bone", True), ("lower half of the body", False)])
def test_half_a_body_asked_for_is_what_is_irradiated(target: str, against: bool) -> None:
    assert _against(_course(target=target), _case(target="lower_hemibody")) is against


@pytest.mark.parametrize(
    ("wish", "against"),
    [
        ({"target": "whole_brain"}, True),
        ({"target": "hippocampal_avoidance"}, True),
        ({"target": "whole_brain", "technique": "srs"}, False),
        ({"intent": "palliative", "ecog": "3"}, True),
        ({"intent": "palliative", "ecog": "1"}, False),
    ],
)
def test_a_stereotactic_course_is_none_of_the_whole_brain_or_of_mere_relief(
    wish: dict[str, str], against: bool
) -> None:
    ablative = _course(target="metastasis").model_copy(update={"technique": ("srs",)})
    assert _against(ablative, _case(**wish)) is against
    assert not _against(_course(target="metastasis"), _case(**wish))


@pytest.mark.parametrize(
    ("findings", "against"),
    [
        ({"symptom": "obstruction"}, True),
        ({"symptom": "pain"}, False),
        ({"symptom": "bleeding", "technique": "sbrt"}, False),
    ],
)
def test_a_blocked_bronchus_gets_no_stereotactic_course_unasked(
    findings: dict[str, str], against: bool
) -> None:
    course = _course().model_copy(update={"technique": ("sbrt",)})
    assert _against(course, _case(**findings)) is against


def test_a_recurrence_irradiated_before_gets_no_first_course() -> None:
    when: dict[str, object] = {"setting": ["adjuvant", "definitive"]}
    again = _case(setting="recurrent", prior_radiotherapy="given")
    assert _against(_course(), again, when)
    assert not _against(_course(), _case(setting="recurrent"), when)
    assert not _against(_course(), again, {"setting": ["adjuvant", "recurrent"]})
    assert not _against(_course(modality="brachytherapy"), again, when)
