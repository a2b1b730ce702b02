"""Rows of a table of courses, whose units stand in its head: "Site | Dose/fx (cGy) | # fx"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.entities.found import Found

_CUT = re.compile(r"[ \t]*[|\t][ \t]*|[ ]{3,}|;")
_HEADS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "dose_per_fraction",
        re.compile(
            r"(?:(?:dose|c?Gy) ?(?:/|per) ?(?:fx|fr|fraction|#)|fraction(?:al)? (?:dose|size)|daily dose)\b",
            re.I,
        ),
    ),
    (
        "fractions",
        re.compile(
            r"(?:#|no\.?|number|n)? ?(?:of )?(?:fx|fxs|fractions?|frs?|treatments|#|#s)(?: ?(?:delivered"
            r"|given|planned|\(n\)|#))?$",
            re.I,
        ),
    ),
    (
        "radiation_dose",
        re.compile(r"(?:total|prescri\w+|delivered|planned|cumulative)? ?dose\b(?! ?rate)|total\b", re.I),
    ),
    (
        "target_site",
        re.compile(r"(?:treatment |treated |target )?(?:site|target|volume|region|area|PTV)s?$", re.I),
    ),
)
_UNIT = re.compile(r"\bc?Gy\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<n>\d{1,2},\d{3}|\d{1,4}(?:\.\d{1,3})?)(?: ?(?P<unit>c?Gy))?", re.IGNORECASE)
_COUNT = re.compile(r"\d{1,2}")
_SITE = re.compile(
    r"(?:(?:left|right|lt|rt|l|r|bilateral|bilat)\.? )?(?P<site>[A-Za-z][A-Za-z0-9 -]{1,40}?)(?: boost)?",
    re.IGNORECASE,
)
_ROWS_MOST = 40
_LEAST_COLUMNS = 3


class TableCell(NamedTuple):
    """One cell of a table of courses, as a span that is found."""

    row: int
    """Where its row begins in the text."""
    found: Found


class _Column(NamedTuple):
    kind: str
    cent: bool
    """Whether its doses are in cGy."""


def read_dose_tables(text: str) -> Iterator[TableCell]:
    """The doses in Gy, fractions and sites of every row under a head that names them."""
    start, rows = 0, 0
    head: list[_Column] = []
    for line in text.split("\n"):
        cells = _cells(line)
        columns = _columns(line, cells)
        if columns:
            head, rows = columns, 0
        elif head and len(cells) == len(head) and rows < _ROWS_MOST:
            rows += 1
            row = list(_row(line, start, cells, head))
            if any(cell.found.unit == "Gy" for cell in row):
                yield from row
        elif line.strip(" |\t-+=:"):
            head = []
        start += len(line) + 1


def _cells(line: str) -> list[tuple[int, int]]:
    if not _CUT.search(line):
        return []
    cells, at = [], 0
    for cut in _CUT.finditer(line):
        cells.append((at, cut.start()))
        at = cut.end()
    cells.append((at, len(line)))
    # A row may be closed by a bar at either end.
    if cells and not line[slice(*cells[0])].strip():
        cells.pop(0)
    if cells and not line[slice(*cells[-1])].strip():
        cells.pop()
    return cells


def _columns(line: str, cells: list[tuple[int, int]]) -> list[_Column]:
    """What each column holds; empty where the line is no head of such a table."""
    if len(cells) < _LEAST_COLUMNS:
        return []
    columns = []
    for begin, end in cells:
        title = " ".join(line[begin:end].split())
        bare = re.sub(r" ?[(\[][^()\[\]]*[)\]]", "", title)
        kind = next((k for k, pattern in _HEADS if pattern.match(bare)), "")
        unit = _UNIT.search(title)
        if kind.startswith(("dose", "radiation")) and unit is None:
            kind = f"{kind} unitless"
        columns.append(_Column(kind, unit is not None and unit.group().lower() == "cgy"))
    kinds = [c.kind.split(" ")[0] for c in columns]
    doses = {"radiation_dose", "dose_per_fraction"} & set(kinds)
    return columns if doses and ("fractions" in kinds or len(doses) > 1) else []


def _row(line: str, start: int, cells: list[tuple[int, int]], head: list[_Column]) -> Iterator[TableCell]:
    for (begin, end), column in zip(cells, head, strict=True):
        value = line[begin:end].rstrip()
        kind, _, unitless = column.kind.partition(" ")
        at = start + begin
        if kind == "fractions" and (count := _COUNT.fullmatch(value)):
            yield TableCell(start, Found("fractions", at, at + count.end(), None, float(value), "1"))
        elif kind == "target_site" and (site := _SITE.fullmatch(value)):
            yield TableCell(start, Found("target_site", at + site.start("site"), at + site.end("site")))
        elif kind in {"radiation_dose", "dose_per_fraction"} and (number := _NUMBER.fullmatch(value)):
            if unitless and not number["unit"]:
                continue
            cent = number["unit"].lower() == "cgy" if number["unit"] else column.cent
            gray = float(number["n"].replace(",", "")) / (100 if cent else 1)
            most = 100.0 if kind == "radiation_dose" else 34.0
            if 0.5 <= gray <= most:
                yield TableCell(start, Found(kind, at, at + number.end(), None, round(gray, 4), "Gy"))  # type: ignore[arg-type]
