"""Rows of a table of courses: under a head with the units, "Site | Dose/fx (cGy) | # fx", or under none."""

import re
from collections.abc import Iterator
from itertools import permutations
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
_BARE_CUT = re.compile(r"[ \t]*[|\t][ \t]*|[ ]{2,}")
_BARE_CELL = re.compile(
    r"(?P<n>\d{1,2},\d{3}|\d{1,4}(?:\.\d{1,3})?) ?"
    r"(?:(?P<unit>c?Gy)(?P<each> ?(?:/|per) ?(?:fx|fr|fraction|#))?|(?P<noun>#|fxs?|frs?|fractions?))?",
    re.IGNORECASE,
)
_NO_COURSE = re.compile(
    r"\b(?:cord|max\w*|mean|median|min\w*|limit\w*|constraint\w*|tolerance|OARs?|BED|EQD\w*|D\d\w*|V\d\w*)\b",
    re.I,
)
"""In a row without a head: its dose may be what an organ gets."""
_TOLERANCE = 0.02
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
    """The doses in Gy, fractions and sites of every row under a head that names them.

    A row without a head is read where only one order of its three numbers multiplies out.
    """
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
            yield from _headless(line, start)
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


def _headless(line: str, start: int) -> Iterator[TableCell]:
    """Total, fractions and dose per fraction of a row that names none of them: "PTV1 | 50 Gy | 25 | 2.0"."""
    if "Gy" not in line or _NO_COURSE.search(line):
        return
    numbers: list[_Number] = []
    for begin, end in _spans(line):
        cell = _BARE_CELL.fullmatch(line, begin, end)
        if cell is not None:
            numbers.append(_Number(start + begin, cell, float(cell["n"].replace(",", ""))))
    units = {n.cell["unit"].lower() for n in numbers if n.cell["unit"]}
    if len(numbers) != 3 or len(units) != 1:
        return
    cent = units == {"cgy"}
    orders = [order for order in permutations(numbers, 3) if _multiplies(*order, cent)]
    if len(orders) != 1:
        return
    total, count, each = orders[0]
    for kind, dose in (("radiation_dose", total), ("dose_per_fraction", each)):
        end = dose.cell.end("unit") if dose.cell["unit"] else dose.cell.end("n")
        gray = round(dose.number / (100 if cent else 1), 4)
        yield TableCell(start, Found(kind, dose.at, start + end, None, gray, "Gy"))  # type: ignore[arg-type]
    yield TableCell(start, Found("fractions", count.at, start + count.cell.end(), None, count.number, "1"))


class _Number(NamedTuple):
    at: int
    """Where it stands in the text."""
    cell: re.Match[str]
    number: float


def _spans(line: str) -> Iterator[tuple[int, int]]:
    at = len(line) - len(line.lstrip())
    end = len(line.rstrip())
    for cut in _BARE_CUT.finditer(line, at, end):
        yield at, cut.start()
        at = cut.end()
    yield at, end


def _multiplies(total: _Number, count: _Number, each: _Number, cent: bool) -> bool:
    """Whether the numbers can be a course in this order."""
    if total.cell["noun"] or total.cell["each"] or each.cell["noun"] or count.cell["unit"]:
        return False
    if not _COUNT.fullmatch(count.cell["n"]) or count.number < 1:
        return False
    if count.number == 1 and total.at > each.at:
        # Both are the same dose: the first is taken for the total.
        return False
    dose, part = ((n.number / 100 if cent else n.number) for n in (total, each))
    # Nobody gives two fractions of 20 Gy: "50 Gy | 25 | 2" is no such course.
    if not (0.5 <= dose <= 100 and 1.2 <= part <= 34) or (count.number == 2 and part >= 20):
        return False
    return abs(dose - count.number * part) <= _TOLERANCE * dose
