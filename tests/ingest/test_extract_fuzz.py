"""Nothing that is sent breaks the reading: seeded hostile documents and hypothesis."""

import importlib.util
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest.extract import extract_text, extract_texts
from ingest.extraction import Extraction, TextKind
from ingest.records.reports import READERS

KINDS: tuple[TextKind | None, ...] = (None, *get_args(TextKind))


def generator() -> Callable[..., Iterator[str]]:
    place = Path(__file__).with_name("fuzz_documents.py")
    spec = importlib.util.spec_from_file_location("fuzz_documents", place)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: Callable[..., Iterator[str]] = module.fuzz_documents
    return made


def holds(text: str, extraction: Extraction) -> None:
    for m in extraction.mentions:
        assert text[m.start : m.end] == m.text, f"{m.type} does not stand where it says"
    for s in extraction.statements:
        assert all(0 <= span.start <= span.end <= len(text) for span in s.spans)
    assert extraction.model_dump_json()


def test_three_hundred_hostile_documents() -> None:
    documents = list(generator()(300, seed=7, longest=1_000))
    asked = list(zip(documents, cycle(KINDS), strict=False))
    for text, extraction in zip(documents, extract_texts(asked), strict=True):
        holds(text, extraction)


@pytest.mark.parametrize("unit", ["60 Gy in 30 fractions ", "(", "\u202e\u05d0 1"])
def test_a_line_of_a_hundred_thousand_characters(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    holds(text, extract_text(text, "radiotherapy"))


PIECES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "60 Gy",
            " in 30 fractions",
            "T2N1",
            " stage III",
            "EGFR L858R",
            "PI-RADS 4",
            "3/15 nodes",
            "margin 2 mm",
            "boost",
        ]
    ),
    st.sampled_from(
        ["(", ")", ":", "\n", "\r", "\x00", "\ud800", "\u202e", "\u0301", "\U0001fa7b", "\u00b2", "\u2028"]
    ),
)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.lists(PIECES, max_size=40).map("".join), kind=st.sampled_from(KINDS))
@example(text="\ud800", kind="pathology")
@example(text="", kind=None)
def test_any_text_of_any_kind(text: str, kind: TextKind | None) -> None:
    holds(text, extract_text(text, kind))


@pytest.mark.parametrize("kind", list(READERS))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=400))
def test_records_of_any_text(kind: TextKind, text: str) -> None:
    assert READERS[kind](text, ()).model_dump(mode="json")
