"""Sentences of which the assertion alone was marked: real ones by their place, ordinary ones invented."""

import json
from collections.abc import Callable
from pathlib import Path

from ingest.extract import extract_texts
from ingest.scorecard.evaluation import ASSERTION
from ingest.scorecard.gold import read_gold
from ingest.scorecard.gold_part import assertion_part

GOLD = Path(__file__).parents[2] / "data" / "gold"
DEVELOPED, HELD_OUT, ORDINARY = ASSERTION


def _digests(pattern: str) -> list[str]:
    lines = [line for path in GOLD.glob(pattern) for line in path.read_text("utf-8").splitlines()]
    return [json.loads(line)["sha256"] for line in lines]


def test_every_sentence_is_found_and_every_mention_quotes_it(real_data: Callable[[str], Path]) -> None:
    for name in ASSERTION:
        assert len(read_gold(GOLD / name, real_data("."))) > 200, f"{name} lost most of its sentences"


def test_what_is_held_out_was_read_nowhere_else() -> None:
    held = _digests(HELD_OUT)
    assert len(held) == len(set(held)), "a sentence stands twice in the held-out part"
    seen = {*_digests(DEVELOPED), *_digests("marks-*.jsonl")}
    assert not seen & set(held), "sentences already read are not held out"


def test_the_assertion_of_ordinary_sentences_is_read() -> None:
    sentences = read_gold(GOLD / ORDINARY, GOLD)
    part, misses = assertion_part(sentences, lambda texts: extract_texts(texts), ASSERTION[ORDINARY])
    measured = part.bars[0].measured
    assert measured is not None and measured >= 0.90, f"macro F1 {measured}; the first of them: {misses[:3]}"
