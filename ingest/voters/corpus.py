"""Named-entity corpora in the two-column IOB form of MTL-Bioinformatics-2016."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
"""The corpora's own words: a run of letters and digits, or one other sign."""


class Labelled(NamedTuple):
    """A stretch of a sentence that the corpus names, in characters."""

    start: int
    end: int
    label: str


class Sentence(NamedTuple):
    """One sentence of a corpus: its words joined by a space, and what is named in it."""

    text: str
    spans: tuple[Labelled, ...]


def tokens(text: str) -> list[tuple[int, int]]:
    """The words of a text as the corpora cut them."""
    return [match.span() for match in _TOKEN.finditer(text)]


def read_iob(path: Path) -> Iterator[Sentence]:
    """The sentences of one file, in its order.

    Raises:
        ValueError: a line has not two columns; the message names file and line.
    """
    words: list[str] = []
    tags: list[str] = []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                if words:
                    yield sentence(words, tags)
                    words, tags = [], []
                continue
            columns = line.rstrip("\n").split("\t")
            if len(columns) != 2:
                raise ValueError(
                    f"{path}, line {number}: {len(columns)} columns where a word and its tag stand"
                )
            words.append(columns[0])
            tags.append(columns[1])
    if words:
        yield sentence(words, tags)


def sentence(words: Sequence[str], tags: Sequence[str]) -> Sentence:
    """Words and IOB tags as a text with spans; an `I` that follows nothing of its kind begins a span."""
    spans: list[Labelled] = []
    at = 0
    open_label = ""
    for word, tag in zip(words, tags, strict=True):
        mark, _, label = tag.partition("-")
        end = at + len(word)
        if mark == "I" and label == open_label:
            spans[-1] = Labelled(spans[-1].start, end, label)
        elif mark in ("B", "I"):
            spans.append(Labelled(at, end, label))
        open_label = label if mark in ("B", "I") else ""
        at = end + 1
    return Sentence(" ".join(words), tuple(spans))


def read_corpus(folder: Path, corpus: str, splits: Iterable[str]) -> list[Sentence]:
    """The sentences of some splits of a corpus.

    Raises:
        ValueError: the corpus is not in the folder.
    """
    found: list[Sentence] = []
    for split in splits:
        path = folder / f"{corpus}-IOB" / f"{split}.tsv"
        if not path.exists():
            raise ValueError(f"{path} is not there: name the folder of the corpora with --data")
        found.extend(read_iob(path))
    return found


def corpus_hash(sentences: Iterable[Sentence]) -> str:
    """SHA-256 over every sentence and span in order."""
    digest = hashlib.sha256()
    for one in sentences:
        digest.update(one.text.encode())
        digest.update(repr([tuple(s) for s in one.spans]).encode())
    return digest.hexdigest()
