"""The gold set measured: entities, assertion, linking, relations, each beside its baseline."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.extraction import ExtractedMention, Extraction
from ingest.scorecard.baseline import (
    NAMES,
    baseline_classes,
    baseline_reference,
    baseline_spots,
    together,
)
from ingest.scorecard.card import (
    Bar,
    Extract,
    Miss,
    Part,
    Row,
    Share,
    class_rows,
    f1_of,
    span_misses,
    span_rows,
)
from ingest.scorecard.corpora import PIPELINE
from ingest.scorecard.gold import (
    ASSERTED,
    ASSERTION_CLASSES,
    LINKED,
    TYPES,
    GoldMention,
    GoldSentence,
    classes_of,
    same_reference,
    spots_of,
)
from ingest.scorecard.measure import Bootstrap, Counted, Estimate, Spot, pairs

_TRIGGER = "one trigger list a class"
_SAME_NAME = "same name, case apart"
_TOGETHER = "any fitting pair of a sentence"
_ACCEPTED, _ANY_TIER = "accepted tier", "accepted and review"
_UNMARKED = {"STUDIES", "CODED_AS"}
"""Relations of which one end is no mention; the guideline leaves them out."""
_RADIATION = ("radiation_dose", "dose_per_fraction", "fractions", "modality")


class _Read(NamedTuple):
    """One sentence with what was read of it."""

    gold: GoldSentence
    read: Extraction
    matched: list[tuple[ExtractedMention, GoldMention]]
    """Of the same type and overlapping."""


def gold_parts(
    gold: Sequence[GoldSentence], extract: Extract, name: str = "Gold set"
) -> Iterator[tuple[Part, list[Miss]]]:
    """Four parts: entities, assertion, linking, relations; their titles begin with the set's name."""
    reads = _reads(gold, extract)
    draw = Bootstrap(len(reads))
    yield _entities(reads, draw, f"{name}: entities")
    yield _assertion(reads, draw, f"{name}: assertion")
    yield _linking(reads, draw, f"{name}: linking")
    yield _relations(reads, draw, f"{name}: relations")


def assertion_part(gold: Sequence[GoldSentence], extract: Extract, title: str) -> tuple[Part, list[Miss]]:
    """The assertion alone, of sentences in which nothing else was marked."""
    reads = _reads(gold, extract)
    return _assertion(reads, Bootstrap(len(reads)), title)


def _reads(gold: Sequence[GoldSentence], extract: Extract) -> list[_Read]:
    return [
        _Read(one, read, _matched(one, read))
        for one, read in zip(gold, extract((g.text, g.kind) for g in gold), strict=True)
    ]


def _matched(one: GoldSentence, read: Extraction) -> list[tuple[ExtractedMention, GoldMention]]:
    linked = pairs(spots_of(read.mentions), spots_of(one.mentions), exact=False)
    return [(read.mentions[i], one.mentions[j]) for i, j in linked]


def _entities(reads: Sequence[_Read], draw: Bootstrap, title: str) -> tuple[Part, list[Miss]]:
    texts = [r.gold.text for r in reads]
    marked = [spots_of(r.gold.mentions) for r in reads]
    found = [spots_of(r.read.mentions) for r in reads]
    simple = [baseline_spots(text) for text in texts]
    types = [t for t in TYPES if any(s.type == t for one in (*marked, *found) for s in one)]
    rows = [*span_rows(PIPELINE, found, marked, types, draw), *span_rows(NAMES, simple, marked, types, draw)]
    course = span_rows(PIPELINE, _only(found, _RADIATION), _only(marked, _RADIATION), _RADIATION, draw)
    rows.append(course[0].model_copy(update={"name": "dose, fractions, modality"}))
    note = (
        "Every type of the guideline. Exact: same type and same characters; overlap: same type and a shared "
        f"character. Every tier but `dropped` counts. Baseline: `{NAMES}`."
    )
    bars = [*_radiation_bars(rows[-1]), *_type_bars(rows)]
    part = Part(title=title, note=note, texts=len(reads), rows=tuple(rows), bars=tuple(bars))
    return part, list(span_misses(part.title, PIPELINE, texts, found, marked))


def _only(spots: Sequence[Sequence[Spot]], types: Sequence[str]) -> list[list[Spot]]:
    return [[s for s in one if s.type in types] for one in spots]


def _radiation_bars(row: Row) -> Iterator[Bar]:
    score = row.overlap or row.exact
    for name, wanted, given in (("precision", 0.97, score.precision), ("recall", 0.90, score.recall)):
        exact = row.exact.precision if name == "precision" else row.exact.recall
        why = f"exact span {exact.value:.3f}" if exact else "none is marked"
        yield Bar(name=f"{row.name} {name}, overlap", wanted=wanted, measured=_value(given), why=why)


def _type_bars(rows: Sequence[Row]) -> Iterator[Bar]:
    for name, wanted in (("drug", 0.88), ("biomarker", 0.88), ("stage", 0.95)):
        exact = f1_of(rows, name, PIPELINE)
        why = f"exact span {exact:.3f}" if exact is not None else "none is marked"
        yield Bar(
            name=f"{name} F1, overlap",
            wanted=wanted,
            measured=f1_of(rows, name, PIPELINE, exact=False),
            why=why,
        )


def _assertion(reads: Sequence[_Read], draw: Bootstrap, title: str) -> tuple[Part, list[Miss]]:
    ours: dict[str, list[Counted]] = {name: [] for name in ASSERTION_CLASSES}
    simple: dict[str, list[Counted]] = {name: [] for name in ASSERTION_CLASSES}
    misses: list[Miss] = []
    for r in reads:
        asserted = [(m, g) for m, g in r.matched if g.type in ASSERTED]
        said = [classes_of(m.assertion) for m, _ in asserted]
        triggered = [baseline_classes(r.gold.text, g.start) for _, g in asserted]
        marked = [g.classes for _, g in asserted]
        for name in ASSERTION_CLASSES:
            ours[name].append(_class_count(name, said, marked))
            simple[name].append(_class_count(name, triggered, marked))
        for (mention, _), got, wanted in zip(asserted, said, marked, strict=True):
            if got != wanted:
                misses.append(
                    {
                        "part": title,
                        "system": PIPELINE,
                        "type": mention.type,
                        "span": mention.text,
                        "read": sorted(got),
                        "marked": sorted(wanted),
                        "text": r.gold.text,
                    }
                )
    rows = [*class_rows(PIPELINE, ours, draw), *class_rows(_TRIGGER, simple, draw)]
    macro = {PIPELINE: draw.macro_f1(ours), _TRIGGER: draw.macro_f1(simple)}
    matched = sum(len(r.matched) for r in reads)
    shares = [
        Share(name="macro F1 over the classes that occur", system=s, right=None, of=matched, share=e)
        for s, e in macro.items()
    ]
    note = (
        "On mentions found with the right type (overlap), where the guideline marks assertion. A mention may "
        f"be in several classes; right, found and gold count mentions. Baseline: `{_TRIGGER}`."
    )
    marks = ", ".join(f"{name} {sum(c.gold for c in ours[name])}" for name in ASSERTION_CLASSES)
    bar = Bar(
        name="assertion macro F1", wanted=0.90, measured=_value(macro[PIPELINE]), why=f"marked: {marks}"
    )
    part = Part(title=title, note=note, texts=len(reads), rows=tuple(rows), shares=tuple(shares), bars=(bar,))
    return part, misses


def _class_count(name: str, said: Sequence[frozenset[str]], marked: Sequence[frozenset[str]]) -> Counted:
    both = sum(name in s and name in m for s, m in zip(said, marked, strict=True))
    return Counted(both, sum(name in s for s in said), sum(name in m for m in marked))


def _linking(reads: Sequence[_Read], draw: Bootstrap, title: str) -> tuple[Part, list[Miss]]:
    shares: list[Share] = []
    misses: list[Miss] = []
    figures: dict[str, Estimate | None] = {}
    for kind in ("all", *sorted(LINKED)):
        right, covered, simple, simple_covered = [], [], [], []
        for r in reads:
            at = [(m, g) for m, g in r.matched if g.type in LINKED and kind in ("all", g.type)]
            judged = [(m, g) for m, g in at if g.curie or g.unlinkable]
            linkable = [(m, g) for m, g in judged if g.curie]
            ours = [same_reference(g.curie or "", m) for m, g in judged if m.reference]
            right.append((sum(ours), len(ours)))
            covered.append((sum(m.reference is not None for m, _ in linkable), len(linkable)))
            named = [(baseline_reference(g.text), g) for _, g in judged]
            simple.append((sum(c == g.curie for c, g in named if c), sum(c is not None for c, _ in named)))
            simple_covered.append((sum(1 for c, g in named if c and g.curie), len(linkable)))
            if kind == "all":
                misses += [_link_miss(title, r, m, g) for m, g in judged if not _well_linked(m, g)]
        for name, system, counted in (
            (f"{kind}: accuracy@1", PIPELINE, right),
            (f"{kind}: coverage", PIPELINE, covered),
            (f"{kind}: accuracy@1", _SAME_NAME, simple),
            (f"{kind}: coverage", _SAME_NAME, simple_covered),
        ):
            above, below = (sum(column) for column in zip(*counted, strict=True))
            share = draw.share(counted)
            figures[f"{name} {system}"] = share
            shares.append(Share(name=name, system=system, right=above, of=below, share=share))
    note = (
        "On mentions found with the right type (overlap). Accuracy@1: of those given a reference, how many "
        "have the marked one (any reference is wrong where `unlinkable` is marked). Coverage: of those that "
        f"can be linked, how many were. Baseline: `{_SAME_NAME}`, on the marked span."
    )
    bars = (
        Bar(name="linking accuracy@1", wanted=0.92, measured=_value(figures[f"all: accuracy@1 {PIPELINE}"])),
        Bar(name="linking coverage", wanted=0.85, measured=_value(figures[f"all: coverage {PIPELINE}"])),
    )
    return Part(title=title, note=note, texts=len(reads), shares=tuple(shares), bars=bars), misses


def _well_linked(mention: ExtractedMention, gold: GoldMention) -> bool:
    return same_reference(gold.curie, mention) if gold.curie else mention.reference is None


def _link_miss(title: str, r: _Read, mention: ExtractedMention, gold: GoldMention) -> Miss:
    return {
        "part": title,
        "system": PIPELINE,
        "type": gold.type,
        "span": mention.text,
        "read": mention.reference.model_dump() if mention.reference else mention.unlinked,
        "marked": gold.curie or "unlinkable",
        "text": r.gold.text,
    }


_Linked = tuple[str, Spot, Spot]


def _relations(reads: Sequence[_Read], draw: Bootstrap, title: str) -> tuple[Part, list[Miss]]:
    marked_all: list[list[_Linked]] = []
    marked_certain: list[list[_Linked]] = []
    found: dict[str, list[list[_Linked]]] = {_ACCEPTED: [], _ANY_TIER: [], _TOGETHER: []}
    misses: list[Miss] = []
    for r in reads:
        spots = spots_of(r.gold.mentions)
        gold = [(g.relation, spots[g.subject], spots[g.object], g.certain) for g in r.gold.relations]
        marked_all.append([g[:3] for g in gold])
        marked_certain.append([g[:3] for g in gold if g[3]])
        for system, tiers in ((_ACCEPTED, {"accepted"}), (_ANY_TIER, {"accepted", "review"})):
            found[system].append(_statements(r.read, tiers))
        found[_TOGETHER].append(list(together(spots_of(r.read.mentions))))
        misses += _relation_misses(title, r, marked_all[-1], marked_certain[-1])
    rows: list[Row] = []
    for system, links in found.items():
        gold_links = marked_certain if system == _ACCEPTED else marked_all
        names = sorted({g[0] for one in (*gold_links, *links) for g in one})
        by_class = {name: _relation_counts(links, gold_links, name) for name in ("all", *names)}
        rows += class_rows(system, by_class, draw)
    note = (
        f"A relation is right where its name is and subject and object overlap the marked ones. "
        f"`{_ACCEPTED}` is held against relations the sentence states as fact; `{_ANY_TIER}` and the "
        f"baseline, `{_TOGETHER}`, against all that are marked."
    )
    accepted = next(row for row in rows if row.system == _ACCEPTED and row.name == "all")
    why = f"{accepted.exact.found} accepted, {accepted.exact.gold} marked as fact"
    bar = Bar(
        name="accepted relations precision", wanted=0.90, measured=_value(accepted.exact.precision), why=why
    )
    return Part(title=title, note=note, texts=len(reads), rows=tuple(rows), bars=(bar,)), misses


def _statements(read: Extraction, tiers: set[str]) -> list[_Linked]:
    found = []
    for s in read.statements:
        if s.relation not in _UNMARKED and s.tier in tiers and len(s.spans) >= 3:
            subject, other = s.spans[1], s.spans[2]
            found.append(
                (str(s.relation), Spot("", subject.start, subject.end), Spot("", other.start, other.end))
            )
    return found


def _relation_counts(
    found: Sequence[Sequence[_Linked]], gold: Sequence[Sequence[_Linked]], name: str
) -> list[Counted]:
    counted = []
    for ours, theirs in zip(found, gold, strict=True):
        mine = [x for x in ours if name in ("all", x[0])]
        yours = [x for x in theirs if name in ("all", x[0])]
        counted.append(Counted(len(_agreeing(mine, yours)), len(mine), len(yours)))
    return counted


def _agreeing(ours: Sequence[_Linked], theirs: Sequence[_Linked]) -> list[tuple[int, int]]:
    """Which of ours is which of theirs, each used once."""
    used: set[int] = set()
    kept = []
    for i, mine in enumerate(ours):
        for j, yours in enumerate(theirs):
            if (
                j not in used
                and mine[0] == yours[0]
                and _meet(mine[1], yours[1])
                and _meet(mine[2], yours[2])
            ):
                used.add(j)
                kept.append((i, j))
                break
    return kept


def _meet(one: Spot, other: Spot) -> bool:
    return one.start < other.end and other.start < one.end


def _relation_misses(
    title: str, r: _Read, marked: Sequence[_Linked], certain: Sequence[_Linked]
) -> Iterator[Miss]:
    text = r.gold.text
    for system, gold, tiers in (
        (_ACCEPTED, certain, {"accepted"}),
        (_ANY_TIER, marked, {"accepted", "review"}),
    ):
        ours = _statements(r.read, tiers)
        matched = _agreeing(ours, gold)
        for kind, links, done in (
            ("not there", ours, {i for i, _ in matched}),
            ("missed", gold, {j for _, j in matched}),
        ):
            for place, (relation, subject, other) in enumerate(links):
                if place not in done:
                    yield {
                        "part": title,
                        "system": system,
                        "miss": kind,
                        "type": relation,
                        "span": f"{text[subject.start : subject.end]} -> {text[other.start : other.end]}",
                        "text": text,
                    }


def _value(estimate: Estimate | None) -> float | None:
    return estimate.value if estimate else None
