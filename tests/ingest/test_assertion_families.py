"""Constructions of assertion on long lines; their sentences stand in `assertion_families.yaml`."""

import time

import pytest

from ingest.assertion_axes import Axes
from ingest.reading import read_text


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
