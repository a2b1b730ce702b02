"""What the adapters learn from: prompts with their answers, split so that nothing leaks."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from random import Random
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kg.candidates import Candidate
from model.answer import Task
from model.cases.case import SyntheticCase, category_of, make_cases
from model.department import choose_course, load_department
from model.prompts import Reads, known_line, make_prompt, retrieved_code
from ontologies.course_text import canonical_course
from ontologies.disease import load_diseases
from ontologies.modality import MODALITIES

Split = Literal["train", "validation", "heldout"]
ON = date(2026, 11, 1)
"""The day the synthetic cases are seen on: schedules superseded by then are not taught."""

_SILENT_TEXT = 0.35
_SILENT_PROFILE = 0.1
_DISTRACTORS = 9
_PHOTON_LEFT_OUT = 0.6


class Example(BaseModel):
    """One question with the answer to learn and the candidates it is to be chosen from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    task: Task
    prompt: str
    answer: str
    candidates: tuple[str, ...]
    """The answer among others: the courses the graph holds applicable, in its order; the four modalities,
    the graph's first; the code's category among its neighbours."""
    retrieved: tuple[str, ...]
    """What the graph says of the candidates; empty of one it says nothing of."""
    equal: tuple[str, ...]
    """Those the graph holds to fit the case equally well."""
    setting: str


def split_of(case: SyntheticCase) -> Split | None:
    """The side a case belongs to; None for one that would let something seen leak to the other.

    A held-out case shares neither its setting in the same template nor its findings with any case trained on.
    """
    told = _digest(known_line(case.profile))
    worded = _digest(str(case.template), case.setting)
    sides: tuple[Split, ...] = ("heldout", "validation")
    for number, side in enumerate(sides):
        if worded % 10 == number:
            return side if told % 10 < 4 else None
    return "train" if told % 10 >= 4 else None


def _digest(*parts: str) -> int:
    return int.from_bytes(hashlib.sha256("\n".join(parts).encode()).digest()[:6], "big")


@cache
def _categories() -> tuple[str, ...]:
    return tuple(sorted({c for slug in load_diseases() if (c := category_of(slug))}))


def _among_codes(category: str, draw: Random) -> tuple[str, ...]:
    """The category among the nine nearest ones that diseases of the graph have, in random order."""
    known = _categories()
    at = known.index(category) if category in known else 0
    near = sorted((c for c in known if c != category), key=lambda c: abs(known.index(c) - at))
    among = [category, *near[:_DISTRACTORS]]
    draw.shuffle(among)
    return tuple(among)


def ask(task: Task, case: SyntheticCase, draw: Random, reads: Reads = "case") -> Example | None:
    """The example a case makes for a task; None where there is nothing to choose."""
    retrieved: dict[str, str]
    if task == "icd10":
        if not case.category:
            return None
        answer, among = case.category, _among_codes(case.category, draw)
        retrieved, equal = {c: retrieved_code(c) for c in among}, among
    else:
        said = _course if task == "regimen" else _modality
        answer = said(choose_course(load_department(), case.profile, case.fitting))
        retrieved = {}
        for candidate in case.applicable:
            retrieved.setdefault(said(candidate), candidate.stored.statement.evidence[0].quote)
        if task == "modality":
            retrieved |= {m: "" for m in MODALITIES if m not in retrieved}
        equal = tuple(dict.fromkeys(said(c) for c in case.fitting))
    shown = tuple(retrieved.values())
    return Example(
        task=task,
        prompt=_prompt(task, case, shown, reads),
        answer=answer,
        candidates=tuple(retrieved),
        retrieved=shown,
        equal=equal,
        setting=case.setting,
    )


def _prompt(task: Task, case: SyntheticCase, retrieved: Sequence[str], reads: Reads) -> str:
    return make_prompt(task, case.profile, case.text, retrieved if reads == "evidence" else ())


def _course(candidate: Candidate) -> str:
    course = candidate.course
    return canonical_course(course.total_dose_gy, course.fractions, course.modality)


def _modality(candidate: Candidate) -> str:
    return candidate.course.modality


def _blinded(case: SyntheticCase, draw: Random) -> SyntheticCase:
    """Now and then without its words or without its profile, so that neither alone is relied on."""
    chance = draw.random()
    if chance < _SILENT_TEXT:
        return case._replace(text="")
    if chance < _SILENT_TEXT + _SILENT_PROFILE:
        return case._replace(profile=case.profile.model_copy(update={"diseases": (), "findings": ()}))
    return case


def make_examples(
    task: Task, split: Split, count: int, seed: int, reads: Reads = "case"
) -> Iterator[Example]:
    """`count` examples of a task from one side of the split; training ones are sometimes blinded.

    The same seed makes the same cases whatever the adapter reads.
    """
    draw = Random(seed)  # noqa: S311
    made = 0
    for case in make_cases(seed, ON, lambda case: split_of(case) == split):
        shown = _blinded(case, draw) if split == "train" else case
        # The department decides on what the case says, also where the prompt is blinded.
        example = ask(task, case, draw, reads)
        if example is None:
            continue
        # Five cases in six are photon: taught as they come, nothing else would be learnt.
        if split == "train" and example.answer == "photon" and draw.random() < _PHOTON_LEFT_OUT:
            continue
        if shown is not case:
            prompt = _prompt(task, shown, example.retrieved, reads)
            example = example.model_copy(update={"prompt": prompt})
        yield example
        made += 1
        if made == count:
            return
