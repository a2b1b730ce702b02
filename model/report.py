"""The exam's report: a table for the terminal, one self-contained page for the browser."""

from html import escape

from pydantic import BaseModel, ConfigDict

from model.exam import Marked, Row

_STYLE = """
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1b1f24}
table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{padding:.3rem .6rem;text-align:left;
border-bottom:1px solid #d8dee4;vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums}
svg{display:block}.wrong{color:#a40e26}.abstained{color:#7d4e00}small{color:#57606a}
"""


class Report(BaseModel):
    """Everything one exam found."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    cases: int
    rows: list[Row]
    marked: list[Marked]


def text_table(report: Report) -> str:
    """The rows in columns, shares in per cent, with the 95 % bootstrap interval of the acceptable."""
    head = (
        f"{'task':34} {'answered by':14} {'n':>4} {'acceptable':>11} "
        f"{'95 %':>10} {'abstained':>10} {'wrong':>6} {'cited':>6}"
    )
    lines = [head, "-" * len(head)]
    for r in report.rows:
        interval = f"{r.low:.0%}-{r.high:.0%}"
        lines.append(
            f"{r.task:34} {r.path:14} {r.cases:4d} {r.acceptable:11.1%} {interval:>10} "
            f"{r.abstained:10.1%} {r.wrong:6.1%} {r.cited:6.0%}"
        )
    return "\n".join(lines)


def _bar(r: Row) -> str:
    """Acceptable share as a bar with its interval as a line."""
    width = 260
    return (
        f'<svg width="{width}" height="14" role="img" aria-label="{r.acceptable:.0%}">'
        f'<rect width="{width}" height="14" fill="#eaeef2"/>'
        f'<rect width="{width * r.acceptable:.0f}" height="14" fill="#1f883d"/>'
        f'<line x1="{width * r.low:.0f}" x2="{width * r.high:.0f}" y1="7" y2="7" '
        'stroke="#1b1f24" stroke-width="2"/>'
        "</svg>"
    )


def page(report: Report) -> str:
    """The report as one HTML page: the table with bars, then every miss with what was understood."""
    rows = "".join(
        f"<tr><td>{escape(r.task)}<td>{escape(r.path)}<td class=n>{r.cases}<td class=n>{r.acceptable:.1%}"
        f"<td>{_bar(r)}<td class=n>{r.abstained:.1%}<td class=n>{r.wrong:.1%}<td class=n>{r.cited:.0%}</tr>"
        for r in report.rows
    )
    misses = "".join(
        f"<tr><td>{escape(m.case)}<td>{m.task}<br><small>{m.path}</small><td class={m.mark}>{m.mark}"
        f"<td>{escape(m.diagnosis)}<br><small>{escape(m.understood)}</small>"
        f"<td>{escape(m.given)}<br><small>accepted {escape(m.accepted)}</small></tr>"
        for m in report.marked
        if m.mark != "acceptable"
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Exam {escape(report.file)}</title>'
        f"<style>{_STYLE}</style><h1>Exam: {escape(report.file)}</h1><p>{report.cases} cases. "
        "Bars: acceptable share; the line is the 95 % bootstrap interval.</p><table><tr>"
        "<th>task<th>answered by<th>n<th>acceptable<th>"
        f"<th>abstained<th>wrong<th>cited</tr>{rows}</table><h2>Misses</h2><table><tr><th>case<th>task<th>mark"
        f"<th>diagnosis and what was understood<th>given</tr>{misses}</table></html>"
    )
