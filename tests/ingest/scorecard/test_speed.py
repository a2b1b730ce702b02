"""Both ways of reading on a few invented words; the figures themselves are for `oncograph bench ingest`."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from ingest.extraction import Extraction
from ingest.scorecard.card import Asked
from ingest.scorecard.speed import OURS, THEIRS, _sampled, read_texts, speed_table


def _nothing(texts: Iterable[Asked]) -> Iterator[Extraction]:
    for _ in texts:
        yield Extraction(mentions=(), statements=())


def test_both_ways_are_timed_in_one_run(tmp_path: Path, voters: Path) -> None:
    table = speed_table(
        ["Patients received cisplatin daily."] * 6, _nothing, tmp_path, [voters / "toy"], turns=2
    )
    assert [r.system for r in table.rates] == [OURS, THEIRS]
    assert table.rates[1].mentions == table.rates[1].linked == 6, "the linker must link an exact drug name"
    assert table.rates[0].words == 24
    assert "the voter toy" in table.note
    assert any("ratio" in line for line in table.lines())


def test_no_text_and_no_voter_are_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no text"):
        speed_table([], _nothing, tmp_path, [])
    with pytest.raises(ValueError, match="--data"):
        speed_table(["a"], _nothing, tmp_path, [])
    assert read_texts(tmp_path, 100) == []


def test_the_stack_is_looked_at_by_processor_time() -> None:
    from ingest.words import split_words

    stages: Counter[str] = Counter()
    with _sampled(stages):
        for _ in range(60):
            split_words("tumour " * 4000)
    assert stages["words"] > 0, "time spent in ingest.words must count as the stage `words`"
