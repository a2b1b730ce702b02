"""HemOnc_RT: radiotherapy attributes marked in lines of published courses."""

import re
from collections.abc import Iterable
from pathlib import Path

from ingest.extraction import EntityType
from ingest.scorecard.baseline import NAMES, baseline_spots
from ingest.scorecard.card import Extract, Miss, Part, span_misses, span_rows
from ingest.scorecard.corpora import PIPELINE
from ingest.scorecard.measure import Bootstrap, Spot
from ingest.voters.corpus import sentence

_FILES: dict[str, tuple[str, tuple[EntityType, ...]]] = {
    "Dose": ("dose", ("radiation_dose", "dose_per_fraction")),
    "FxNo": ("fractions", ("fractions",)),
    "FxFreq": ("frequency", ("fraction_frequency",)),
    "Site": ("site", ("target_site",)),
    "Boost": ("boost", ("boost",)),
    "Date": ("date", ("date",)),
}
_COUNT = re.compile(r".*\d|[A-Za-z-]+")
"""The number of "12 to 14 fractions" or of "four fractions"."""
_NOTE = (
    "Development split, the lines of the dose file: the other five files repeat and splice them, and a "
    "spliced line is nobody's text. The corpus marks a dose whether total or per fraction, and of a number "
    "of fractions the number alone; ours holds the noun too and is trimmed to the number here. No date "
    "is marked there."
)


def read_lines(folder: Path) -> tuple[list[str], list[list[Spot]]]:
    """The distinct lines of the dose file with what all files mark in them.

    Raises:
        ValueError: a file is missing, or a line's tags are not as many as its words.
    """
    marked: dict[str, list[Spot]] = {}
    for name, (kind, _) in _FILES.items():
        path = folder / name / "dev.tsv"
        if not path.exists():
            raise ValueError(f"{path} is not there: name the data folder with --data")
        done: set[str] = set()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            tags, tab, text = line.partition("\t")
            words, marks = text.split(" "), tags.split(" ")
            if not tab or len(words) != len(marks):
                raise ValueError(f"{path}, line {number}: {len(marks)} tags for {len(words)} words")
            if name == "Dose":
                marked.setdefault(text, [])
            if text not in marked or text in done:
                continue
            done.add(text)
            marked[text] += [Spot(kind, s.start, s.end) for s in sentence(words, marks).spans]
    return list(marked), list(marked.values())


def radiotherapy_part(folder: Path, extract: Extract) -> tuple[Part, list[Miss]]:
    """The pipeline and the single expressions on the lines."""
    texts, gold = read_lines(folder)
    kinds: dict[str, str] = {own: kind for kind, types in _FILES.values() for own in types}
    found = [
        _renamed((_counted(m.type, m.start, m.text) for m in read.mentions), kinds)
        for read in extract((text, None) for text in texts)
    ]
    simple = [_renamed(baseline_spots(text), kinds) for text in texts]
    draw = Bootstrap(len(texts))
    types = [kind for kind, _ in _FILES.values()]
    rows = [*span_rows(PIPELINE, found, gold, types, draw), *span_rows(NAMES, simple, gold, types, draw)]
    misses = list(span_misses("HemOnc_RT", PIPELINE, texts, found, gold))
    return Part(title="HemOnc_RT", note=_NOTE, texts=len(texts), rows=tuple(rows)), misses


def _counted(type_: str, start: int, text: str) -> Spot:
    """A span; of a number of fractions without the noun behind it."""
    count = _COUNT.match(text) if type_ == "fractions" else None
    return Spot(type_, start, start + (count.end() if count else len(text)))


def _renamed(spots: Iterable[Spot], kinds: dict[str, str]) -> list[Spot]:
    """The corpus's kinds, each span once: a dose is one whether total or per fraction."""
    return sorted({Spot(kinds[s.type], s.start, s.end) for s in spots if s.type in kinds})
