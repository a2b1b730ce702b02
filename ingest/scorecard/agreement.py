"""How far two readers of the gold set agree."""

from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.scorecard.card import Miss, Part, Share, span_misses, span_rows
from ingest.scorecard.gold import ASSERTED, ASSERTION_CLASSES, TYPES, GoldSentence, spots_of
from ingest.scorecard.measure import Bootstrap, Estimate, pairs

READER = "second reader against the first"
_NONE = "none"


def agreement_part(first: Iterable[GoldSentence], second: Iterable[GoldSentence]) -> tuple[Part, list[Miss]]:
    """F1 between the readers by type, and Cohen's kappa on the assertion of mentions both have marked.

    Raises:
        ValueError: no sentence was marked by both.
    """
    others = {one.id: one for one in second}
    both = [(one, others[one.id]) for one in first if one.id in others]
    if not both:
        raise ValueError("no sentence is in both files of marks")
    ours = [spots_of(b.mentions) for _, b in both]
    theirs = [spots_of(a.mentions) for a, _ in both]
    types = [t for t in TYPES if any(s.type == t for one in (*ours, *theirs) for s in one)]
    draw = Bootstrap(len(both))
    rows = span_rows(READER, ours, theirs, types, draw)
    labels: list[list[tuple[str, str]]] = []
    for a, b in both:
        matched = pairs(spots_of(b.mentions), spots_of(a.mentions), exact=False)
        pair = [(a.mentions[j], b.mentions[i]) for i, j in matched if a.mentions[j].type in ASSERTED]
        labels.append([(_label(x.classes), _label(y.classes)) for x, y in pair])
    flat = [pair for one in labels for pair in one]
    shares = [
        Share(
            name="kappa, all classes together",
            system=READER,
            right=sum(x == y for x, y in flat),
            of=len(flat),
            share=_point(cohen_kappa(flat)),
        )
    ]
    for name in ASSERTION_CLASSES:
        binary = [(str(name in x), str(name in y)) for x, y in flat]
        if any("True" in pair for pair in binary):
            shares.append(
                Share(
                    name=f"kappa, {name}",
                    system=READER,
                    right=sum(x == y for x, y in binary),
                    of=len(binary),
                    share=_point(cohen_kappa(binary)),
                )
            )
    note = (
        "Sentences marked by both readers, the second held against the first; the other way round, "
        "precision and recall change places and F1 stays. Kappa on the assertion of mentions that both "
        "marked with one type."
    )
    texts = [a.text for a, _ in both]
    part = Part(
        title="Gold set: two readers", note=note, texts=len(both), rows=tuple(rows), shares=tuple(shares)
    )
    return part, list(span_misses(part.title, READER, texts, ours, theirs))


def cohen_kappa(pairs_of_labels: Sequence[tuple[str, str]]) -> float | None:
    """Agreement beyond chance; None where nothing was labelled or chance alone would always agree."""
    n = len(pairs_of_labels)
    if not n:
        return None
    observed = sum(a == b for a, b in pairs_of_labels) / n
    first = Counter(a for a, _ in pairs_of_labels)
    second = Counter(b for _, b in pairs_of_labels)
    by_chance = sum(first[label] * second[label] for label in first) / n**2
    return None if by_chance == 1 else (observed - by_chance) / (1 - by_chance)


def _label(classes: frozenset[str]) -> str:
    return "+".join(sorted(classes)) or _NONE


def _point(value: float | None) -> Estimate | None:
    return None if value is None else Estimate(value=round(value, 4))
