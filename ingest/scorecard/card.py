"""The scorecard: parts of rows, each figure with its interval and what it is held against."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from ingest.extraction import Extraction, TextKind
from ingest.scorecard.measure import Bootstrap, Counted, Estimate, Score, Spot, counts, pairs

Asked = tuple[str, TextKind | None]
Extract = Callable[[Iterable[Asked]], Iterator[Extraction]]
"""What is measured: texts with their kind to what was read of each."""
Miss = dict[str, Any]
"""One thing got wrong, for reading: part, system, what, the text."""


class Row(BaseModel):
    """One class as one system finds it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    """The type, relation or assertion class; `all` over the types of the part."""
    system: str
    exact: Score
    overlap: Score | None = None
    """The same with any shared character counted as a match; None where it has no meaning."""


class Share(BaseModel):
    """A share such as a linking accuracy."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    system: str
    right: int | None
    """None where the figure is no count of right things: a mean of F1."""
    of: int
    share: Estimate | None


class Bar(BaseModel):
    """A figure with what it should at least be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    wanted: float
    measured: float | None
    """None where it could not be measured; `why` then says so."""
    why: str = ""

    @property
    def verdict(self) -> Literal["met", "short", "not measured"]:
        """Whether the bar is met."""
        if self.measured is None:
            return "not measured"
        return "met" if self.measured >= self.wanted else "short"


class Part(BaseModel):
    """One set of texts, measured."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    note: str
    """What was scored and how, in a sentence or two."""
    texts: int
    rows: tuple[Row, ...] = ()
    shares: tuple[Share, ...] = ()
    bars: tuple[Bar, ...] = ()


class Scorecard(BaseModel):
    """Everything measured in one run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    parts: tuple[Part, ...]
    skipped: tuple[str, ...] = ()
    """What was not measured, and why."""
    versions: dict[str, str]
    seconds: float


def span_rows(
    system: str,
    found: Sequence[Sequence[Spot]],
    gold: Sequence[Sequence[Spot]],
    types: Sequence[str],
    draw: Bootstrap,
) -> list[Row]:
    """Rows of a system over some types, exact and overlapping."""
    exact = counts(found, gold, types, exact=True)
    loose = counts(found, gold, types, exact=False)
    return [
        Row(name=n, system=system, exact=draw.score(exact[n]), overlap=draw.score(loose[n]))
        for n in ("all", *types)
    ]


def class_rows(system: str, by_class: Mapping[str, Sequence[Counted]], draw: Bootstrap) -> list[Row]:
    """Rows of a system over classes that have no span of their own."""
    return [Row(name=n, system=system, exact=draw.score(c)) for n, c in by_class.items()]


def span_misses(
    part: str,
    system: str,
    texts: Sequence[str],
    found: Sequence[Sequence[Spot]],
    gold: Sequence[Sequence[Spot]],
) -> Iterator[Miss]:
    """Every span missed, and every span found that is not there, with what it overlaps."""
    for text, ours, theirs in zip(texts, found, gold, strict=True):
        matched = pairs(ours, theirs, exact=True)
        left = {i for i, _ in matched}
        right = {j for _, j in matched}
        for kind, spots, done, others in (("not there", ours, left, theirs), ("missed", theirs, right, ours)):
            for place, spot in enumerate(spots):
                if place in done:
                    continue
                beside = [
                    f"{o.type}: {text[o.start : o.end]}"
                    for o in others
                    if o.start < spot.end and spot.start < o.end
                ]
                yield {
                    "part": part,
                    "system": system,
                    "miss": kind,
                    "type": spot.type,
                    "span": text[spot.start : spot.end],
                    "beside": beside,
                    "text": text,
                }


def f1_of(rows: Iterable[Row], name: str, system: str, *, exact: bool = True) -> float | None:
    """The F1 of a row, if it is there."""
    for row in rows:
        if (row.name, row.system) == (name, system):
            score = row.exact if exact or row.overlap is None else row.overlap
            return score.f1.value if score.f1 else None
    return None
