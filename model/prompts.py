"""What an adapter reads: the case's own words, then what was understood of it, then the question."""

import re
from collections.abc import Iterable

from kg.profile import Finding, Profile
from model.answer import Task

PROMPT_VERSION = "case-known-1"
"""Written into every answer; adapters and prompt belong together."""

_LONGEST_TEXT = 240
_MOST_FINDINGS = 16
_SPACE = re.compile(r"\s+")
_UNSAFE = re.compile(r"[^a-z0-9 .,;:/()+\-%&'>=#?]")
_BANDED = {"age": 10, "psa": 10, "size_mm": 10, "depth_mm": 1, "kps": 10}
_SILENT = frozenset({"laterality", "kps", "asked_course", "asked_fractions", "asked_dose_gy"})
"""Axes that decide nothing about dose or category, or would hand the adapter its answer."""


def _words(text: str) -> str:
    return _SPACE.sub(" ", _UNSAFE.sub(" ", text.lower())).strip()


def case_line(text: str) -> str:
    """The case's own words: lower case, plain characters, cut at a word within 240 characters."""
    words = _words(text)
    if len(words) <= _LONGEST_TEXT:
        return words
    return words[:_LONGEST_TEXT].rsplit(" ", 1)[0]


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


def make_prompt(task: Task, profile: Profile, text: str) -> str:
    """The whole prompt of an adapter."""
    return put_question(task, profile, text)
