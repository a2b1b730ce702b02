"""What an adapter reads: perhaps what was retrieved, then the case, what was understood, the question."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from kg.profile import Finding, Profile
from model.answer import Task
from ontologies import icd10

Reads = Literal["case", "evidence"]
"""What an adapter is shown: the case alone, or also what the graph's sources say of the candidates."""
PROMPT_VERSIONS: dict[Reads, str] = {"case": "case-known-1", "evidence": "case-known-retrieved-1"}
"""Written into every answer; adapters and prompt belong together."""

_LONGEST_TEXT = 240
_MOST_FINDINGS = 16
_MOST_RETRIEVED = 6
_LONGEST_RETRIEVED = 140
_SPACE = re.compile(r"\s+")
_UNSAFE = re.compile(r"[^a-z0-9 .,;:/()+\-%&'>=#?]")
_BANDED = {"age": 10, "psa": 10, "size_mm": 10, "depth_mm": 1, "kps": 10}
_SILENT = frozenset({"laterality", "kps", "asked_course", "asked_fractions", "asked_dose_gy"})
"""Axes that decide nothing about dose or category, or would hand the adapter its answer."""


def _words(text: str) -> str:
    return _SPACE.sub(" ", _UNSAFE.sub(" ", text.lower())).strip()


def adapter_name(task: Task, reads: Reads) -> str:
    """Name and folder of the adapter that answers a task from what it reads."""
    return task if reads == "case" else f"{task}-{reads}"


def case_line(text: str) -> str:
    """The case's own words: lower case, plain characters, cut at a word within 240 characters."""
    return _cut(_words(text), _LONGEST_TEXT)


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0]


def _value(finding: Finding) -> str:
    if not isinstance(finding.value, int | float):
        return f"{finding.axis} {finding.value}".replace("_", " ").lower()
    number = f"{finding.value:g}"
    band = _BANDED.get(finding.axis)
    name = finding.axis.replace("_", " ")
    # A threshold is learnt sooner from "70s" than from ten unrelated numbers.
    return f"{name} {number} {int(finding.value // band * band)}s" if band else f"{name} {number}"


def _known(findings: Iterable[Finding]) -> list[str]:
    spoken = (f for f in findings if f.axis not in _SILENT)
    return list(dict.fromkeys(_value(f) for f in sorted(spoken, key=lambda f: (f.axis, str(f.value)))))


def known_line(profile: Profile) -> str:
    """What was understood: the disease, then its findings by axis."""
    disease = [profile.diseases[0].disease.replace("-", " ")] if profile.diseases else ["unknown"]
    return "; ".join(disease + _known(profile.findings)[:_MOST_FINDINGS])


def put_question(question: str, profile: Profile, text: str) -> str:
    """The case and a question about it; an answer follows directly and ends with its line."""
    return f"case: {case_line(text)}\nknown: {known_line(profile)}\n{question}:\n"


def retrieved_code(category: str) -> str:
    """What the code system says of a category; the category alone where the release lacks it."""
    return f"{category}: {icd10.describe(category)}" if icd10.exists(category) else category


def make_prompt(task: Task, profile: Profile, text: str, retrieved: Sequence[str] = ()) -> str:
    """The whole prompt of an adapter; `retrieved` in the graph's order, of which the first six are shown."""
    said = [_cut(_words(quote), _LONGEST_RETRIEVED) for quote in retrieved if quote][:_MOST_RETRIEVED]
    lines = "".join(f"retrieved: {quote}\n" for quote in said)
    return lines + put_question(task, profile, text)
