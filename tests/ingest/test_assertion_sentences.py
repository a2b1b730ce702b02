"""Assertion on several hundred invented sentences of notes, letters, abstracts, registries and labels."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.assertion_axes import axes_of
from ingest.reading import read_text

_FILES = (
    "assertion_sentences.yaml",
    "assertion_families.yaml",
    "assertion_registers.yaml",
    "assertion_trials.yaml",
    "assertion_frames.yaml",
    "assertion_causes.yaml",
)
_READ: list[dict[str, list[str]]] = [
    yaml.safe_load((Path(__file__).parent / name).read_text("utf-8")) for name in _FILES
]
_SENTENCES = {group: [s for read in _READ for s in read[group]] for group in _READ[0]}
_MARK = re.compile(r"\{(?P<type>\w+):(?P<words>[^|{}]+)(?:\|(?P<classes>[a-z ]+))?\}")
_PLAIN = {"affirmed", "certain", "current", "patient"}


def _unmarked(marked: str) -> tuple[str, list[tuple[int, int, Any, set[str]]]]:
    """The sentence without its marks; start, end, type and classes of each."""
    text, at = "", 0
    spans: list[tuple[int, int, Any, set[str]]] = []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        start, at = len(text), mark.end()
        text += mark["words"]
        spans.append((start, len(text), mark["type"], set((mark["classes"] or "").split())))
    return text + marked[at:], spans


@pytest.mark.parametrize("marked", [s for group in _SENTENCES.values() for s in group])
def test_a_sentence_asserts_what_its_marks_say(marked: str) -> None:
    text, spans = _unmarked(marked)
    reading = read_text(text)
    for start, end, type_, classes in spans:
        said = axes_of(reading, start, end, type_)
        read = {said.polarity, said.certainty, said.temporality, said.experiencer} - _PLAIN
        assert read == classes, (
            f"{text[start:end]!r} in {text!r} is read as {sorted(read)}; mend the trigger or its reach"
        )


def test_every_class_has_sentences() -> None:
    wanted = {"negated", "uncertain", "hypothetical", "historical", "family", "planned", "delivered", "plain"}
    assert set(_SENTENCES) == wanted, "each class, and plain statements, need sentences of their own"
