"""What the base is pretrained on: code descriptions, starter facts, and cases with what is published."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from kg.profile import Profile
from model.cases.case import SyntheticCase, make_cases
from model.examples import ON, split_of
from model.prompts import put_question
from ontologies import icd10
from ontologies.course_text import canonical_course
from ontologies.disease import load_diseases
from ontologies.schedule import load_schedules

_FACTS = 0.12
_DESCRIPTIONS = 0.28
_PROFILE_ALONE = 0.5
_TEXT_ALONE = 0.15


class Passage(NamedTuple):
    """A text to learn: its first part is context, its second is what matters most."""

    context: str
    answer: str


def codes() -> list[str]:
    """ICD-10-CM categories and codes of neoplasms with their descriptions, in lower case."""
    return [
        f"{code}: {entry.description.lower()}"
        for code, entry in sorted(icd10.tabular().items())
        if code[0] == "C" or (code[0] == "D" and code[1] in "01234")
    ]


def facts() -> list[str]:
    """The starter schedules and disease names, one sentence each."""
    diseases = load_diseases()
    sentences = [
        f"{diseases[s.disease].name.lower()}, {s.setting}: "
        f"{canonical_course(s.total_dose_gy, s.fractions, s.modality)} ({s.recommendation})"
        for _, s in sorted(load_schedules().items())
        if s.disease in diseases
    ]
    names = [
        f"{form.lower()}: {slug.replace('-', ' ')}"
        for slug, disease in sorted(diseases.items())
        for form in disease.forms
    ]
    return sentences + names


def make_passages(count: int, seed: int) -> Iterator[Passage]:
    """`count` passages: codes and facts, and cases with a published course or what their code says.

    Which of the published courses a department would take is left to chance here: that is the adapters' part,
    and so are the questions in their words. Only cases of the training side are used.
    """
    draw = Random(seed)  # noqa: S311
    sentences = [f"{text}\n" for text in (*codes(), *facts())]
    cases = make_cases(seed, ON, lambda case: split_of(case) == "train")
    for _ in range(count):
        kind = draw.random()
        if kind < _FACTS:
            yield Passage("", draw.choice(sentences))
            continue
        case = next(cases)
        text, profile = _shown(case, draw)
        if kind < _FACTS + _DESCRIPTIONS and icd10.exists(case.category):
            said = f"{icd10.describe(case.category).lower()} ({case.category})"
            yield Passage(put_question("description", profile, text), f"{said}\n")
            continue
        course = draw.choice(case.applicable).course
        said = canonical_course(course.total_dose_gy, course.fractions, course.modality)
        yield Passage(put_question("published", profile, text), f"{said}\n")


def _shown(case: SyntheticCase, draw: Random) -> tuple[str, Profile]:
    """Words and profile of a case, or one of the two alone."""
    shown = draw.random()
    if shown < _PROFILE_ALONE:
        return "", case.profile
    if shown < _PROFILE_ALONE + _TEXT_ALONE:
        return case.text, Profile()
    return case.text, case.profile
