"""Every part of the scorecard in one run, each skipped with its reason where its texts are absent."""

import json
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from ingest.scorecard.agreement import agreement_part
from ingest.scorecard.card import Extract, Miss, Part, Scorecard
from ingest.scorecard.corpora import corpus_parts
from ingest.scorecard.gold import read_gold
from ingest.scorecard.gold_part import assertion_part, gold_parts
from ingest.scorecard.radiotherapy import radiotherapy_part
from ingest.scorecard.voters_part import voters_part
from ingest.voters.committee import Committee, load_committee, trained_voters

FIRST, SECOND = "marks-a.jsonl", "marks-b.jsonl"
"""The gold set's first part, and what of it was marked twice."""
FURTHER = tuple(f"marks-{part}.jsonl" for part in "cdefghijk")
"""Parts that were read once unseen and then developed on."""
HELD_OUT = tuple(f"marks-{part}.jsonl" for part in "lm")
"""Parts that are not developed on."""
ASSERTION = {
    "assertion-developed.jsonl": "Assertion marked alone, developed on",
    "assertion-held-out.jsonl": "Assertion marked alone, held out",
    "ordinary.jsonl": "Assertion, ordinary invented sentences",
}
"""Sentences of which the assertion alone was marked, by one reader."""
_PACKAGES = ("oncograph", "spacy", "scispacy")
_Measured = Iterator[tuple[Part, list[Miss]]]


def evaluate(
    data: Path,
    gold: Path | None,
    voters: Path,
    extract: Extract,
    progress: Callable[[str], None] | None = None,
    with_voters: Extract | None = None,
) -> tuple[Scorecard, list[Miss]]:
    """Measure extraction on everything that is there.

    Args:
        data: The folder with `corpora` and the texts of the gold set.
        gold: The folder with the gold set's marks.
        voters: The folder of trained voters; without any the corpora's rows lack them.
        extract: What is measured.
        progress: Told each part's title once it is measured.
        with_voters: What is measured, asking the voters; left out where none is trained.

    Raises:
        ValueError: a file is there but is not as it should be.
    """
    started = time.monotonic()
    parts: list[Part] = []
    misses: list[Miss] = []
    skipped: list[str] = []
    if not trained_voters(voters):
        with_voters = None
    for part, missed in chain(
        _corpora(data, voters, extract, with_voters, skipped),
        _radiotherapy(data, extract, skipped),
        _gold(data, gold, extract, with_voters, skipped),
    ):
        parts.append(part)
        misses.extend(missed)
        if progress is not None:
            progress(part.title)
    card = Scorecard(
        parts=tuple(parts),
        skipped=tuple(skipped),
        versions={name: version(name) for name in _PACKAGES},
        seconds=round(time.monotonic() - started, 1),
    )
    return card, misses


def write_misses(misses: list[Miss], path: Path) -> None:
    """Everything got wrong, one JSON object a line; it quotes texts, so it stays out of the repository."""
    lines = (json.dumps(miss, ensure_ascii=False, default=str) for miss in misses)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _corpora(
    data: Path, voters: Path, extract: Extract, with_voters: Extract | None, skipped: list[str]
) -> _Measured:
    if not (data / "corpora").is_dir():
        skipped.append(f"public corpora: {data / 'corpora'} is not there")
        return
    trained = trained_voters(voters)
    if not trained:
        skipped.append(f"voters: none is trained in {voters} (`oncograph train ner`)")
    committees = {corpus: load_committee(voters, corpus) for corpus in trained}
    held: dict[str, Committee] = {corpus: one for corpus, one in committees.items() if one is not None}
    yield from corpus_parts(data, extract, held, with_voters)


def _radiotherapy(data: Path, extract: Extract, skipped: list[str]) -> _Measured:
    folder = data / "corpora" / "HemOnc_RT" / "NER"
    if folder.is_dir():
        yield radiotherapy_part(folder, extract)
    else:
        skipped.append(f"HemOnc_RT: {folder} is not there")


def _gold(
    data: Path, gold: Path | None, extract: Extract, with_voters: Extract | None, skipped: list[str]
) -> _Measured:
    if gold is None or not (gold / FIRST).is_file():
        skipped.append(f"gold set: no {FIRST} in {gold or 'any folder'}; name the checkout's with --gold")
        return
    if not data.is_dir():
        skipped.append(f"gold set: its texts lie in the data folder, and {data} is not there")
        return
    first = read_gold(gold / FIRST, data)
    further, held_out = (
        [row for part in parts if (gold / part).is_file() for row in read_gold(gold / part, data)]
        for parts in (FURTHER, HELD_OUT)
    )
    yield from gold_parts([*first, *further], extract)
    if held_out:
        yield from gold_parts(held_out, extract, "Gold set, held out")
    else:
        skipped.append(f"held-out gold set: none of {', '.join(HELD_OUT)} in {gold}")
    for name, title in ASSERTION.items():
        if (gold / name).is_file():
            yield assertion_part(read_gold(gold / name, data), extract, title)
        else:
            skipped.append(f"{title}: no {name} in {gold}")
    if with_voters is not None:
        yield voters_part(first, extract, with_voters)
    if (gold / SECOND).is_file():
        yield agreement_part(first, read_gold(gold / SECOND, data))
    else:
        skipped.append(f"agreement: no {SECOND} in {gold}")
