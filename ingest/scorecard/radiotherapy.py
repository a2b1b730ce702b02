"""HemOnc_RT: radiotherapy attributes marked in lines of published courses."""

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
_NOTE = (
    "Development split, the lines of the dose file: the other five files repeat and splice them, and a "
    "spliced line is nobody's text. The corpus marks a dose whether total or per fraction, and of a number "
    "of fractions the number alone; ours may hold the noun, which `overlap` allows for. No date "
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
        _renamed((Spot(m.type, m.start, m.end) for m in read.mentions), kinds)
        for read in extract((text, None) for text in texts)
    ]
    simple = [_renamed(baseline_spots(text), kinds) for text in texts]
    draw = Bootstrap(len(texts))
    types = [kind for kind, _ in _FILES.values()]
    rows = [*span_rows(PIPELINE, found, gold, types, draw), *span_rows(NAMES, simple, gold, types, draw)]
    misses = list(span_misses("HemOnc_RT", PIPELINE, texts, found, gold))
    return Part(title="HemOnc_RT", note=_NOTE, texts=len(texts), rows=tuple(rows)), misses


def _renamed(spots: Iterable[Spot], kinds: dict[str, str]) -> list[Spot]:
    """The corpus's kinds, each span once: a dose is one whether total or per fraction."""
    return sorted({Spot(kinds[s.type], s.start, s.end) for s in spots if s.type in kinds})
