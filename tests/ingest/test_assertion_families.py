"""Families of language that say how far a text stands behind what it names."""

import time
from pathlib import Path

import pytest
import yaml

from ingest.assertion_axes import Axes, axes_of
from ingest.reading import read_text
from tests.ingest.test_assertion_sentences import _PLAIN, _unmarked

_FAMILIES: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "assertion_families.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("marked", [s for group in _FAMILIES.values() for s in group])
def test_a_family_of_language_is_read_as_a_whole(marked: str) -> None:
    text, spans = _unmarked(marked)
    reading = read_text(text)
    for start, end, type_, classes in spans:
        said = axes_of(reading, start, end, type_)
        read = {said.polarity, said.certainty, said.temporality, said.experiencer} - _PLAIN
        assert read == classes, (
            f"{text[start:end]!r} in {text!r} is read as {sorted(read)}; mend the construction or its reach"
        )


@pytest.mark.parametrize(
    "piece",
    ["was suspected but ", "initially thought ", "not requiring ", "if to detect ", "may avoid ", "in 2004 ",
     "suspected or ", "father of ", "colleague had ", "within 4 weeks before ", "or treated ", "lack of a ",
     "with X contraindications ", "is an option ", "better after ", "none of the ", "A (BC) ", "-free "],
)  # fmt: skip
def test_a_long_line_of_constructions_costs_little(piece: str) -> None:
    text = piece * 3000 + "cisplatin"
    began = time.perf_counter()
    Axes(read_text(text)).of(len(text) - 9, len(text), "drug")
    assert time.perf_counter() - began < 8, f"{piece!r} backtracks or reads the whole line each time"
