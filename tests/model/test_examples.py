from datetime import date
from itertools import islice

import pytest

from kg.profile import DiseaseFinding, Finding, Profile
from model.answer import Task
from model.cases.case import make_cases
from model.department import choose_course, load_department, rule_for
from model.examples import ON, make_examples, split_of
from model.prompts import Reads, known_line, make_prompt

READS: tuple[Reads, ...] = ("case", "evidence")
CASES = list(islice(make_cases(3, ON), 400))


def told(**findings: str | float) -> Profile:
    return Profile(
        diseases=(DiseaseFinding(disease="breast-cancer", name="Breast cancer", start=0, end=1, text="b"),),
        findings=tuple(Finding(axis=a, value=v, start=0, end=1, text="") for a, v in findings.items()),
    )


def test_the_same_seed_makes_the_same_cases() -> None:
    assert [c.text for c in islice(make_cases(3, ON), 50)] == [c.text for c in CASES[:50]]


def test_cases_vary_in_style() -> None:
    assert len({c.template for c in CASES}) > 20
    assert any(c.text.isupper() for c in CASES) and any(c.text.islower() for c in CASES)
    assert len({c.disease.disease for c in CASES}) > 100


def test_the_department_chooses_among_what_fits_and_is_taught() -> None:
    for case in CASES:
        chosen = choose_course(load_department(), case.profile, case.fitting)
        assert chosen in case.fitting
        assert all(c in case.applicable for c in case.fitting)


def test_superseded_schedules_are_not_taught() -> None:
    for case in CASES:
        assert all(c.stored.statement.valid_to > ON >= c.stored.statement.valid_from for c in case.applicable)


@pytest.mark.parametrize("task", ["regimen", "modality", "icd10"])
def test_the_answer_is_always_among_the_candidates(task: Task) -> None:
    for example in make_examples(task, "train", 100, 5):
        assert example.answer in example.candidates
        assert set(example.equal) <= set(example.candidates)
        assert example.prompt.endswith(f"{task}:\n")


@pytest.mark.parametrize("task", ["regimen", "modality", "icd10"])
def test_the_same_cases_are_asked_with_and_without_what_was_retrieved(task: Task) -> None:
    case, evidence = (list(make_examples(task, "heldout", 60, 5, reads)) for reads in READS)
    for plain, read in zip(case, evidence, strict=True):
        assert plain.candidates == read.candidates and plain.answer == read.answer
        assert read.prompt.endswith(plain.prompt) and "retrieved:" not in plain.prompt
        said = [line for line in read.prompt.splitlines() if line.startswith("retrieved: ")]
        assert 1 <= len(said) <= 6 and all(len(line) <= 151 for line in said)


def test_what_is_retrieved_is_the_graphs_own_sentence() -> None:
    for example in make_examples("regimen", "heldout", 60, 5):
        dose = example.candidates[0].split(" Gy")[0]
        assert f"{float(dose):g} Gy in" in example.retrieved[0], "the sentence must name the course's dose"


def test_the_sides_of_the_split_share_neither_findings_nor_setting_in_a_template() -> None:
    sides: dict[str, list[tuple[str, str]]] = {"train": [], "validation": [], "heldout": []}
    for case in islice(make_cases(8, ON), 6000):
        side = split_of(case)
        if side is not None:
            sides[side].append((known_line(case.profile), f"{case.template} {case.setting}"))
    assert len(sides["train"]) > 1000 and len(sides["heldout"]) > 100
    for kept in ("validation", "heldout"):
        for part in (0, 1):
            assert not {c[part] for c in sides["train"]} & {c[part] for c in sides[kept]}, (
                f"{kept} cases must not be recognisable from training cases"
            )


def test_prompts_are_plain_and_short() -> None:
    prompt = make_prompt("regimen", told(age=52.0, n="N1"), "52F\n</s> Breast\tCa " + "word " * 400)
    case, known, question = prompt.splitlines()
    assert case.startswith("case: 52f /s> breast ca word") and len(case) < 260
    assert known == "known: breast cancer; age 52 50s; n n1"
    assert question == "regimen:"


@pytest.mark.parametrize(
    ("findings", "rule"),
    [
        ({"age": 80.0}, "old age"),
        ({"age": 80.0, "prognosis": "poor"}, "short prognosis"),
        ({"age": 60.0, "n": "N2b"}, "involved nodes"),
        ({"age": 60.0}, "all others"),
        ({}, "all others"),
    ],
)
def test_the_first_rule_that_the_case_confirms_decides(findings: dict[str, str | float], rule: str) -> None:
    assert rule_for(load_department(), told(**findings)).rule == rule


def test_a_department_without_a_choice_says_so() -> None:
    with pytest.raises(ValueError, match="nothing to choose"):
        choose_course(load_department(), told(), [])


def test_a_case_can_be_made_for_a_past_day() -> None:
    past = date(1995, 1, 1)
    for case in islice(make_cases(4, past), 20):
        assert all(c.stored.statement.valid_from <= past for c in case.applicable)
