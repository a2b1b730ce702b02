"""What the base is pretrained on: code descriptions, starter facts, and cases with what is published."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from model.cases.case import make_cases
from model.cases.wording import word_disease
from model.examples import ON, split_of
from model.prompts import make_prompt
from ontologies import icd10
from ontologies.course_text import canonical_course
from ontologies.disease import load_diseases
from ontologies.schedule import load_schedules


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
    """`count` passages: two in ten a code or a fact, the others cases with one of the published courses.

    Which of the published courses a department would take is left to chance here; that is the adapters' part.
    Only cases of the training side are used.
    """
    draw = Random(seed)  # noqa: S311
    sentences = [f"{text}\n" for text in (*codes(), *facts())]
    cases = make_cases(seed, ON, lambda case: split_of(case) == "train")
    for _ in range(count):
        if draw.random() < 0.2:
            yield Passage("", draw.choice(sentences))
            continue
        case = next(cases)
        course = draw.choice(case.applicable).course
        written = canonical_course(course.total_dose_gy, course.fractions, course.modality)
        text = case.text if draw.random() < 0.8 else word_disease(case.disease, draw)
        yield Passage(make_prompt("regimen", case.profile, text), f"{written}\n")
