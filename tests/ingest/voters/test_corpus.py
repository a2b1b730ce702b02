from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.voters.corpus import Labelled, corpus_hash, read_corpus, read_iob, sentence, tokens


def test_words_and_tags_become_a_text_with_spans() -> None:
    one = sentence(
        ["EGFR", "in", "lung", "cancer", "cells"],
        ["B-Gene", "O", "B-Cancer", "I-Cancer", "B-Cell"],
    )
    assert one.text == "EGFR in lung cancer cells"
    assert one.spans == (Labelled(0, 4, "Gene"), Labelled(8, 19, "Cancer"), Labelled(20, 25, "Cell"))


def test_an_inside_tag_without_its_beginning_begins_a_span() -> None:
    one = sentence(["a", "b", "c"], ["I-X", "I-Y", "I-Y"])
    assert one.spans == (Labelled(0, 1, "X"), Labelled(2, 5, "Y"))


def test_a_file_without_last_blank_line_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "toy-IOB" / "train.tsv"
    path.parent.mkdir()
    path.write_text("ALK\tB-Gene\n.\tO\n\nno\tO\n", "utf-8")
    assert [s.text for s in read_iob(path)] == ["ALK .", "no"]
    assert len(read_corpus(tmp_path, "toy", ("train",))) == 2


def test_a_line_of_one_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.tsv"
    path.write_text("ALK\tB-Gene\nalone\n", "utf-8")
    with pytest.raises(ValueError, match="line 2"):
        list(read_iob(path))


def test_a_missing_corpus_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="--data"):
        read_corpus(tmp_path, "toy", ("train",))


def test_the_hash_changes_with_a_label() -> None:
    one, other = sentence(["a"], ["B-X"]), sentence(["a"], ["B-Y"])
    assert corpus_hash([one]) != corpus_hash([other]), "the label must be part of the hash"


@given(st.text(max_size=300))
def test_tokens_lie_in_order_and_cover_every_sign(text: str) -> None:
    cuts = tokens(text)
    assert all(s < e for s, e in cuts)
    assert all(a[1] <= b[0] for a, b in pairwise(cuts))
    left = "".join(c for i, c in enumerate(text) if not any(s <= i < e for s, e in cuts))
    assert not left.strip(), "only white space may lie between tokens"
