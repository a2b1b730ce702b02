"""Precision, recall and F1 over typed spans, with bootstrap intervals over the texts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

_ROUNDS = 1000
_SEED = 20261121


class Spot(NamedTuple):
    """A typed span of one text."""

    type: str
    start: int
    end: int


class Counted(NamedTuple):
    """What one text adds to a score."""

    right: int
    found: int
    gold: int


class Estimate(BaseModel):
    """A share with its 95 % interval; a figure that was not resampled has none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float
    low: float | None = None
    high: float | None = None


class Score(BaseModel):
    """Precision, recall and F1; None where nothing was found, or nothing is there to be found."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    right: int
    found: int
    gold: int
    precision: Estimate | None
    recall: Estimate | None
    f1: Estimate | None


def pairs(found: Sequence[Spot], gold: Sequence[Spot], *, exact: bool) -> list[tuple[int, int]]:
    """Which found span stands for which gold one, each used once, the widest overlap first."""
    candidates = []
    for i, f in enumerate(found):
        for j, g in enumerate(gold):
            shared = min(f.end, g.end) - max(f.start, g.start)
            same = f[1:] == g[1:] if exact else shared > 0
            if f.type == g.type and same:
                candidates.append((-shared, abs(f.start - g.start) + abs(f.end - g.end), i, j))
    used_found: set[int] = set()
    used_gold: set[int] = set()
    kept = []
    for _, _, i, j in sorted(candidates):
        if i not in used_found and j not in used_gold:
            used_found.add(i)
            used_gold.add(j)
            kept.append((i, j))
    return sorted(kept)


def counts(
    found: Sequence[Sequence[Spot]], gold: Sequence[Sequence[Spot]], types: Iterable[str], *, exact: bool
) -> dict[str, list[Counted]]:
    """Counts of every text by type, and over all the types as `all`."""
    wanted = list(types)
    tally: dict[str, list[Counted]] = {name: [] for name in (*wanted, "all")}
    for f, g in zip(found, gold, strict=True):
        total = Counted(0, 0, 0)
        for name in wanted:
            ours = [s for s in f if s.type == name]
            theirs = [s for s in g if s.type == name]
            one = Counted(
                len(pairs(ours, theirs, exact=exact)) if ours and theirs else 0, len(ours), len(theirs)
            )
            tally[name].append(one)
            total = Counted(total.right + one.right, total.found + one.found, total.gold + one.gold)
        tally["all"].append(total)
    return tally


class Bootstrap:
    """The same resamples of the texts for every figure of a table."""

    def __init__(self, texts: int, rounds: int = _ROUNDS) -> None:
        """Draw the resamples: how often each text is in each."""
        import numpy

        chance = numpy.random.default_rng(_SEED)
        self.texts = texts
        self._weights = chance.multinomial(texts, [1 / texts] * texts, size=rounds).astype("float32")

    def score(self, counted: Sequence[Counted]) -> Score:
        """The score of a class over all texts."""
        right, found, gold = (sum(column) for column in zip(*counted, strict=True))
        sums = self._sums(counted)
        return Score(
            right=right,
            found=found,
            gold=gold,
            precision=_estimate(right, found, sums[:, 0], sums[:, 1]),
            recall=_estimate(right, gold, sums[:, 0], sums[:, 2]),
            f1=_estimate(2 * right, found + gold, 2 * sums[:, 0], sums[:, 1] + sums[:, 2]),
        )

    def share(self, counted: Sequence[tuple[int, int]]) -> Estimate | None:
        """A share: of what each text adds below the line, how much above it."""
        above, below = (sum(column) for column in zip(*counted, strict=True))
        sums = self._sums(counted)
        return _estimate(above, below, sums[:, 0], sums[:, 1])

    def macro_f1(self, by_class: Mapping[str, Sequence[Counted]]) -> Estimate | None:
        """The mean of the classes' F1, over the classes that occur."""
        import numpy

        present = [c for c in by_class.values() if sum(x.gold for x in c)]
        if not present:
            return None
        values, draws = [], []
        for counted in present:
            right, found, gold = (sum(column) for column in zip(*counted, strict=True))
            values.append(2 * right / (found + gold))
            sums = self._sums(counted)
            below = sums[:, 1] + sums[:, 2]
            draws.append(numpy.where(below > 0, 2 * sums[:, 0] / numpy.maximum(below, 1), numpy.nan))
        means = numpy.nanmean(numpy.stack(draws), axis=0)
        return _interval(sum(values) / len(values), means)

    def _sums(self, counted: Sequence[tuple[int, ...]]) -> Any:
        import numpy

        return self._weights @ numpy.asarray(counted, dtype="float32")


def _estimate(above: int, below: int, sums_above: Any, sums_below: Any) -> Estimate | None:
    if below == 0:
        return None
    there = sums_below > 0
    return _interval(above / below, sums_above[there] / sums_below[there])


def _interval(value: float, draws: Any) -> Estimate:
    import numpy

    low, high = (float(x) for x in numpy.quantile(draws, [0.025, 0.975]))
    return Estimate(value=round(value, 4), low=round(low, 4), high=round(high, 4))
