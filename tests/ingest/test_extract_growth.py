"""A long sentence costs what its length costs: calls are counted, since a clock would tell of the machine."""

import sys
from types import FrameType

import pytest

from ingest import assertion_cues as cues
from ingest.extract import extract_text


def _calls(text: str) -> int:
    """How many functions, Python's own among them, reading a text calls."""
    count = 0

    def look(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        extract_text(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        "1.8 Gy ",
        "60 Gy in 30 fractions ",
        "60 or 66 Gy ",
        "no evidence of metastasis, ",
        "cisplatin and ",
        "stage IIIB (",
        "EGFR L858R ",
        "family history of breast cancer ",
        "family history breast cancer, ",
        "12.03.2019 ",
    ],
)
def test_twice_the_words_of_one_sentence_take_twice_the_calls(unit: str) -> None:
    # Both are one window; the first reading loads what is loaded once.
    half, whole = unit * (2500 // len(unit)), unit * (5000 // len(unit))
    extract_text(whole)
    once, twice = _calls(half), _calls(whole)
    assert twice < 2.4 * once, f"{unit!r}: {once:,} calls for half the text, {twice:,} for the whole"


def test_a_sentence_is_asked_once_for_all_its_mentions() -> None:
    cues.is_past.cache_clear()
    read = extract_text("The patients received cisplatin" + ", cisplatin" * 60 + ".")
    assert len(read.mentions) > 60
    assert cues.is_past.cache_info().misses < 6, "its tense must not be looked for at every mention"
