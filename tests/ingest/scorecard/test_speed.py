"""Both ways of reading on a few invented words; the figures themselves are for `oncograph bench ingest`."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from ingest.extraction import Extraction
from ingest.scorecard.card import Asked
from ingest.scorecard.speed import OURS, THEIRS, _sampled, read_texts, speed_table
from ingest.voters.corpus import sentence
from ingest.voters.recipe import VoterRecipe
from ingest.voters.train import train_on


def _nothing(texts: Iterable[Asked]) -> Iterator[Extraction]:
    for _ in texts:
        yield Extraction(mentions=(), statements=())


def test_both_ways_are_timed_in_one_run(tmp_path: Path) -> None:
    recipe = VoterRecipe(
        voter="toy",
        corpus="BC5CDR",
        network="convolution",
        seed=1,
        width=16,
        depth=1,
        words=1200,
        batch=60,
        learning_rate=0.01,
    )
    words = ["cisplatin", "was", "given"]
    train_on(recipe, [sentence(words, ["B-Chemical", "O", "O"])] * 5, [], tmp_path)
    table = speed_table(["cisplatin was given."] * 6, _nothing, tmp_path, [tmp_path / "toy"], turns=2)
    assert [r.system for r in table.rates] == [OURS, THEIRS]
    assert table.rates[1].mentions == table.rates[1].linked == 6, "the linker must link an exact drug name"
    assert table.rates[0].words == 18
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
