"""How well identifiers are found: precision, recall and F1 per class, recall per origin of names."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from ingest.deid.examples import Example, examples
from ingest.deid.identifier import Identifier, Kind
from ingest.deid.recognisers import identifiers

_PRESIDIO: dict[str, Kind | None] = {
    "PERSON": "name", "ADDRESS": "place", "LOCATION": "place", "PHONE_NUMBER": "phone",
    "CREDIT_CARD": "account",
    "DATE_TIME": "date", "DOMAIN_NAME": "url", "US_SSN": "ssn", "IP_ADDRESS": "ip", "EMAIL_ADDRESS": "email",
    "US_DRIVER_LICENSE": "licence", "IBAN_CODE": "account", "ZIP_CODE": "postcode",
    "ORGANIZATION": None, "TITLE": None, "GPE": "place", "NRP": None, "AGE": None,
}  # fmt: skip
"""Classes of presidio's evaluation sentences; None: no identifier under Safe Harbor, neither hit nor miss."""
_ALIKE: dict[Kind, str] = {"postcode": "place"}
_ROUNDS = 1000
Find = Callable[[str], Sequence[Identifier]]


class Interval(BaseModel):
    """A share with its 95 % bootstrap interval over documents."""

    model_config = ConfigDict(frozen=True)

    value: float
    low: float
    high: float
    n: int
    """Identifiers counted."""

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] (n={self.n})"


class ClassScore(BaseModel):
    """One class of identifiers in one set of texts."""

    model_config = ConfigDict(frozen=True)

    kind: str
    precision: Interval | None
    """Share of what was found as this class that overlaps one of it; None where nothing was."""
    recall: Interval | None
    """Share of the identifiers of this class found as it."""
    f1: float | None
    removed: Interval | None
    """Share whose every letter and figure is gone from the text, whatever class it was taken for."""


class Scorecard(BaseModel):
    """One set of texts measured."""

    model_config = ConfigDict(frozen=True)

    name: str
    documents: int
    classes: tuple[ClassScore, ...]
    origins: dict[str, Interval]
    """Share of names removed, by origin."""
    kept: Interval | None
    """Share of the other words that were kept: what over-redaction is measured by."""


class _Counts(NamedTuple):
    """Hits and totals of one document."""

    found: tuple[int, int]
    recalled: tuple[int, int]
    removed: tuple[int, int]


def read_sentences(path: Path) -> list[Example]:
    """Presidio's evaluation sentences: a JSON list of texts with spans.

    Raises:
        ValueError: the file is not of this form.
    """
    read = []
    try:
        for raw in json.loads(path.read_text("utf-8")):
            gold = [
                Identifier(s["start_position"], s["end_position"], kind, 1.0 if kind else 0.0)
                for s in raw["spans"]
                for kind in (_PRESIDIO.get(s["entity_type"]),)
                if kind
            ]
            read.append(Example(raw["full_text"], tuple(gold), ""))
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} is not a list of texts with spans: {error}") from error
    return read


def scorecards(path: Path | None, find: Find = identifiers) -> list[Scorecard]:
    """The cards: our synthetic notes, and the sentences of a file where one is given."""
    cards = [score("synthetic notes by name origin", examples(), find)]
    if path is not None:
        cards.append(score(path.name, read_sentences(path), find))
    return cards


def score(name: str, texts: Sequence[Example], find: Find) -> Scorecard:
    """Measure a finder on texts whose identifiers are known."""
    found = [list(find(example.text)) for example in texts]
    kinds = sorted(
        {_class(g.kind) for e in texts for g in e.gold} | {_class(i.kind) for f in found for i in f}
    )
    classes = []
    for kind in kinds:
        counts = [_count(e, f, kind) for e, f in zip(texts, found, strict=True)]
        precision, recall, removed = (_interval([c[i] for c in counts]) for i in range(3))
        f1 = None
        if precision and recall and precision.value + recall.value > 0:
            f1 = 2 * precision.value * recall.value / (precision.value + recall.value)
        classes.append(ClassScore(kind=kind, precision=precision, recall=recall, f1=f1, removed=removed))
    origins: dict[str, Interval] = {}
    for origin in sorted({e.origin for e in texts} - {""}):
        pairs = [
            _count(e, f, "name").removed for e, f in zip(texts, found, strict=True) if e.origin == origin
        ]
        if (interval := _interval(pairs)) is not None:
            origins[origin] = interval
    kept = _interval([_kept(e, f) for e, f in zip(texts, found, strict=True)])
    return Scorecard(name=name, documents=len(texts), classes=tuple(classes), origins=origins, kept=kept)


def _class(kind: Kind) -> str:
    return _ALIKE.get(kind, kind)


def _count(example: Example, found: Sequence[Identifier], kind: str) -> _Counts:
    gold = [g for g in example.gold if _class(g.kind) == kind]
    mine = [i for i in found if _class(i.kind) == kind]
    gone = bytearray(len(example.text))
    for item in found:
        gone[item.start : item.end] = b"\1" * (item.end - item.start)
    return _Counts(
        (sum(any(_meet(i, g) for g in gold) for i in mine), len(mine)),
        (sum(any(_meet(i, g) for i in mine) for g in gold), len(gold)),
        (sum(_gone(example.text, g, gone) for g in gold), len(gold)),
    )


def _meet(one: Identifier, other: Identifier) -> bool:
    return one.start < other.end and other.start < one.end


def _gone(text: str, item: Identifier, gone: bytearray) -> bool:
    return all(gone[i] for i in range(item.start, item.end) if text[i].isalnum())


def _kept(example: Example, found: Sequence[Identifier]) -> tuple[int, int]:
    """Words outside every identifier, and how many of them stand untouched."""
    kept = total = at = 0
    for word in example.text.split():
        start = example.text.index(word, at)
        at = start + len(word)
        if any(g.start < at and start < g.end for g in example.gold):
            continue
        total += 1
        kept += not any(i.start < at and start < i.end for i in found)
    return kept, total


def _interval(pairs: Sequence[tuple[int, int]], seed: int = 1) -> Interval | None:
    """The pooled share of hits, with percentiles over resampled documents."""
    import numpy as np

    counts = np.array([p for p in pairs if p[1]], dtype=float).reshape(-1, 2)
    if not len(counts):
        return None
    hits, total = counts.sum(axis=0)
    drawn = np.random.default_rng(seed).integers(0, len(counts), (_ROUNDS, len(counts)))
    sums = counts[drawn].sum(axis=1)
    low, high = np.percentile(sums[:, 0] / sums[:, 1], (2.5, 97.5))
    return Interval(value=hits / total, low=float(low), high=float(high), n=int(total))


def table(card: Scorecard) -> str:
    """The card as Markdown."""
    rows = [
        f"## {card.name}: {card.documents} texts, 95 % bootstrap intervals over texts",
        "",
        "| class | precision | recall | F1 | wholly removed |",
        "|---|---|---|---|---|",
    ]
    for c in card.classes:
        f1 = "-" if c.f1 is None else f"{c.f1:.3f}"
        rows.append(f"| {c.kind} | {c.precision or '-'} | {c.recall or '-'} | {f1} | {c.removed or '-'} |")
    if card.origins:
        rows += ["", "| origin of names | wholly removed |", "|---|---|"]
        rows += [f"| {origin} | {interval} |" for origin, interval in card.origins.items()]
    if card.kept is not None:
        rows += ["", f"Other words kept: {card.kept}"]
    return "\n".join(rows)
