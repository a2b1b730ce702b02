"""A scorecard as Markdown, and as a plot."""

from collections.abc import Iterator
from pathlib import Path

from ingest.scorecard.card import Bar, Part, Row, Scorecard
from ingest.scorecard.measure import Estimate

_FEW = 30
"""Below this many marked things a figure says little; it is starred."""


def markdown(card: Scorecard) -> str:
    """The whole scorecard."""
    versions = ", ".join(f"{name} {number}" for name, number in card.versions.items())
    lines = ["# Extraction scorecard", ""]
    lines += [f"{versions}; {card.seconds:.0f} s. Intervals: 95 %, bootstrap over sentences.", ""]
    lines += [
        f"A star: fewer than {_FEW} marked things. Where all n are right the bootstrap has no "
        "width: read it as at least 1 - 3/n.",
        "",
    ]
    bars = [(part.title, bar) for part in card.parts for bar in part.bars]
    if bars:
        lines += ["## Bars", "", "| on | figure | wanted | measured | |", "|---|---|---:|---:|---|"]
        lines += [f"| {title} {_bar(bar)}" for title, bar in bars]
        lines.append("")
    for part in card.parts:
        lines += _part(part)
    if card.skipped:
        lines += ["## Not measured", "", *(f"- {reason}" for reason in card.skipped), ""]
    return "\n".join(lines)


def _bar(bar: Bar) -> str:
    if bar.measured is None:
        return f"| {bar.name} | {bar.wanted:.2f} | - | not measured: {bar.why} |"
    short = "" if bar.verdict == "met" else f" by {bar.wanted - bar.measured:.3f}"
    why = f" ({bar.why})" if bar.why else ""
    return f"| {bar.name} | {bar.wanted:.2f} | {bar.measured:.3f} | {bar.verdict}{short}{why} |"


def _part(part: Part) -> Iterator[str]:
    yield from (f"## {part.title}", "", f"n = {part.texts} sentences. {part.note}", "")
    if part.rows:
        yield "| class | system | marked | found | precision | recall | F1 | F1, overlap |"
        yield "|---|---|---:|---:|---|---|---|---|"
        names = list(dict.fromkeys(row.name for row in part.rows))
        beside = sorted(part.rows, key=lambda row: names.index(row.name))
        yield from (_row(row) for row in beside if row.exact.gold or row.exact.found)
        yield ""
    if part.shares:
        yield "| figure | system | n | value |"
        yield "|---|---|---:|---|"
        for share in part.shares:
            counted = str(share.of) if share.right is None else f"{share.right} of {share.of}"
            yield f"| {share.name} | {share.system} | {counted} | {_figure(share.share)} |"
        yield ""


def _row(row: Row) -> str:
    s = row.exact
    star = "\\*" if s.gold < _FEW else ""
    loose = _figure(row.overlap.f1) if row.overlap else ""
    return (
        f"| {row.name}{star} | {row.system} | {s.gold} | {s.found} | {_figure(s.precision)} "
        f"| {_figure(s.recall)} | {_figure(s.f1)} | {loose} |"
    )


def _figure(estimate: Estimate | None) -> str:
    if estimate is None:
        return "-"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.3f}"
    return f"{estimate.value:.3f} [{estimate.low:.3f}, {estimate.high:.3f}]"


def plot(card: Scorecard, path: Path) -> None:
    """F1 with its interval, a panel a part, a colour a system; SVG or PNG by the path's ending."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    parts = [part for part in card.parts if part.rows]
    if not parts:
        return
    heights = [_height(part) for part in parts]
    figure, axes = pyplot.subplots(
        len(parts), 1, figsize=(9, sum(heights)), gridspec_kw={"height_ratios": heights}, squeeze=False
    )
    for part, axis in zip(parts, axes[:, 0], strict=True):
        names = _names(part)
        systems = list(dict.fromkeys(row.system for row in part.rows))
        for number, system in enumerate(systems):
            shift = (number - (len(systems) - 1) / 2) * 0.8 / len(systems)
            points = [(row, row.exact.f1) for row in part.rows if row.system == system and row.name in names]
            drawn = [(names.index(row.name) + shift, f1) for row, f1 in points if f1 is not None]
            axis.errorbar(
                [f1.value for _, f1 in drawn],
                [place for place, _ in drawn],
                xerr=[
                    [max(0.0, f1.value - (f1.low or 0.0)) for _, f1 in drawn],
                    [max(0.0, (f1.high or 0.0) - f1.value) for _, f1 in drawn],
                ],
                fmt="o",
                markersize=3,
                linewidth=1,
                label=system,
            )
        axis.set_yticks(range(len(names)), names, fontsize=7)
        axis.invert_yaxis()
        axis.set_xlim(0, 1)
        axis.grid(axis="x", linewidth=0.3)
        axis.set_title(f"{part.title}: F1, exact (n = {part.texts})", fontsize=9, loc="left")
        axis.legend(fontsize=6, loc="lower left", bbox_to_anchor=(1.01, 0))
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
    pyplot.close(figure)


def _names(part: Part) -> list[str]:
    return list(dict.fromkeys(row.name for row in part.rows if row.exact.gold))


def _height(part: Part) -> float:
    systems = len({row.system for row in part.rows})
    return 0.8 + len(_names(part)) * (0.12 + 0.07 * systems)
