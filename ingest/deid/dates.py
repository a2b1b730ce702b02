"""Dates of a text: where they stand and what day they mean."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ingest.deid.ages import BIRTH, NINETY, find_ages
from ingest.deid.calendar import ROMAN, day_of, months, year_of
from ingest.deid.date_forms import (
    CHAINED,
    CJK,
    COMPACT,
    CUE,
    DAY_ALONE,
    FEAST,
    GERMAN_PAIR,
    LEADING_DAY,
    MONTH_YEAR,
    NUMERIC,
    PAIR,
    QUARTER,
    RATED,
    ROMAN_MONTH,
    SURE_CUE,
    TIMED,
    TRAILING_DAY,
    UNIT,
    WORDS,
    foreign,
    weekday_after,
    weekday_alone,
    weekday_before,
)  # fmt: skip
from ingest.deid.date_order import Order, decided_order
from ingest.deid.identifier import Identifier

_PAIR = re.compile(r"(?<![\w./\-])" + PAIR + UNIT)
_PAIR_BEFORE = re.compile(
    r"(?<![\w./\-])(?P<first>\d{1,2})/(?P<second>\d{1,2})[ \t]?(?:-|\u2013|to|until|till|through)[ \t]?$"
)
_LINE_START = re.compile(r"(?:^|\n)[ \t]*[(\-*]?[ \t]?$")
_LINE_MARK = re.compile(r"\)?[ \t]?[:\u2013]|\)?[ \t]-[ \t]")
_LOOK_BACK = 48
_ON = re.compile(r"\b(?:on|dated?|day),?[ \t]*:?[ \t]*$", re.I)
_SHARES = {(1, 2), (1, 3), (2, 3), (1, 4), (3, 4)}
_INTERVALS = {7, 12, 52}
"""`3/7`, `6/12`, `2/52`: days, months and weeks in British shorthand."""
_CONNECTED = re.compile(r"[ \t(]*(?:-|\u2013|to|until|till|through|and|&|,|or|/)[ \t]*", re.I)


class Day(NamedTuple):
    """A date as written: which day it means and the pieces it is written with."""

    start: int
    end: int
    day: date | None
    """None where the calendar has no such day, or the text does not tell which it is."""
    has_day: bool
    has_year: bool
    style: str
    """`numeric`, `compact`, `words`, `part` (the day of a range that stands without its month), `quarter`."""
    order: Order = "dmy"
    """Which figure of a numeric date is its day."""
    of: date | None = None
    """Of a `part`: the day beside it that lends it the month."""


def find_dates(text: str, today: date) -> list[Identifier]:
    """Every date that says more than a year, and every age above 89."""
    found = [Identifier(d.start, d.end, "date", 0.9) for d in read_days(text, today)]
    return found + find_ages(text, today)


def order_of(text: str) -> Order:
    """Whether days or months stand first in this text's dates."""
    return decided_order(text)[0]


def read_days(text: str, today: date) -> list[Day]:
    """The dates of a text in order, without overlaps; the longest reading of each stretch."""
    order = decided_order(text, today)[0]
    kept = _longest([*_numeric(text, order), *_written(text)])
    kept = _longest([*kept, *_ranged(text, kept)])
    kept = _longest([*kept, *_paired(text, kept, order), *_untold(text)])
    return _with_weekdays(text, _with_years(text, kept))


def _longest(found: list[Day]) -> list[Day]:
    found.sort(key=lambda d: (d.start, -d.end))
    kept: list[Day] = []
    for day in found:
        if not kept or day.start >= kept[-1].end:
            kept.append(day)
        elif day.end - day.start > kept[-1].end - kept[-1].start:
            kept[-1] = day
    return kept


def _numeric(text: str, order: Order) -> Iterator[Day]:
    for match in NUMERIC.finditer(text):
        yield from _three(text, match, order)
    for match in ROMAN_MONTH.finditer(text):
        day = day_of(year_of(match["third"]), ROMAN.index(match["second"].lower()) + 1, int(match["first"]))
        if day is not None:
            yield Day(match.start(), match.end(), day, True, True, "roman")
    for match in MONTH_YEAR.finditer(text):
        month = date(int(match["year"]), int(match["month"]), 15)
        yield Day(match.start(), match.end(), month, False, True, "numeric")
    for match in COMPACT.finditer(text):
        day = day_of(int(match["year"]), int(match["month"]), int(match["day"]))
        if day is not None:
            yield Day(match.start(), match.end(), day, True, True, "compact")
    for match in CJK.finditer(text):
        year, said = match["year"], match["day"]
        if year or said:
            day = day_of(int(year or 2001), int(match["month"]), int(said or 15))
            yield Day(match.start(), match.end(), day, bool(said), bool(year), "figures")
    for match in QUARTER.finditer(text):
        quarter = int(match["quarter"] or match["quarter2"])
        day = date(year_of(match["year"] or match["year2"]), quarter * 3 - 1, 15)
        yield Day(match.start(), match.end(), day, False, True, "quarter")


def _three(text: str, match: re.Match[str], order: Order) -> Iterator[Day]:
    """The day of three figures, where they are a date."""
    first, second, third, sep = match["first"], match["second"], match["third"], match["sep"]
    place = match.start(), match.end()
    if second.isalpha():
        month = months().get(second.lower())
        if month is not None and len(first) <= 2:
            yield Day(*place, day_of(year_of(third), month.number, int(first)), True, True, "words")
        return
    if len(first) == 4:
        if 1880 <= int(first) <= 2100 and len(third) == 2:
            yield Day(*place, day_of(int(first), int(second), int(third)), True, True, "numeric")
        return
    if len(third) == 4 and 1340 <= int(third) <= 1480 and int(first) <= 31 and int(second) <= 31:
        # A year of the Hijra, which no offset of days is told for.
        yield Day(*place, None, True, True, "numeric")
        return
    if len(first) == 3 or (len(third) == 4 and not 1880 <= int(third) <= 2100):
        return
    if len(third) == 2 and sep in ".-" and not (len(first) == 2 and len(second) == 2):
        # "1.2.60" is a heading or a version unless a word says that it is a day.
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        if not (BIRTH.search(before) or SURE_CUE.search(before) or CUE.search(before)):
            return
    day, read = _either(int(first), int(second), year_of(third), "dmy" if sep == "." else order)
    if day is not None or len(third) == 4:
        yield Day(*place, day, True, True, "numeric", read)


def _either(first: int, second: int, year: int, order: Order) -> tuple[date | None, Order]:
    """The day in the text's order, else in the other one, with the order it was read in."""
    other: Order = "mdy" if order == "dmy" else "dmy"
    for tried in (order, other):
        day, month = (first, second) if tried == "dmy" else (second, first)
        if (meant := day_of(year, month, day)) is not None:
            return meant, tried
    return None, order


def _written(text: str) -> Iterator[Day]:
    for pattern in (*WORDS, *foreign()):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            named = months().get(match["month"].lower())
            if named is None:
                continue
            if match["month"] in ("may", "mar", "march") and "day" not in groups:
                continue
            if match["month"] == "may" and not groups.get("year"):
                continue
            day, year = groups.get("day"), groups.get("year")
            meant = day_of(year_of(year) if year else 2000, named.number, int(day) if day else 15)
            yield Day(match.start(), match.end(), meant, bool(day), bool(year), "words")


def _ranged(text: str, found: list[Day]) -> Iterator[Day]:
    """The days of a range that stand without their month: `12` of `12-16 June`, `16` of `June 12-16`."""
    for day in found:
        if not day.has_day or day.day is None or day.style not in ("words", "numeric"):
            continue
        said = text[day.start : day.end]
        if said[0].isdigit() and (before := LEADING_DAY.search(text[max(0, day.start - 16) : day.start])):
            first = int(before["day"])
            if first < day.day.day and (day.style == "words" or "." in said):
                start = max(0, day.start - 16) + before.start()
                yield Day(start, start + len(before["day"]) + len(before["ordinal"] or ""),
                          day_of(day.day.year, day.day.month, first), True, day.has_year, "part",
                          of=day.day)  # fmt: skip
        if day.style == "words" and said[0].isalpha() and (after := TRAILING_DAY.match(text, day.end)):
            last = int(after["day"])
            if last > day.day.day and not day.has_year:
                year = int(after["year"]) if after["year"] else day.day.year
                yield Day(*after.span("tail"), day_of(year, day.day.month, last), True,
                          bool(after["year"]), "part", of=day.day.replace(year=year))  # fmt: skip


def _paired(text: str, found: list[Day], order: Order) -> Iterator[Day]:
    """Days without their year in figures: `on 5/6`, `Op 14/3`, `14/3 10:30`."""
    starts = {day.start for day in found}
    taken: set[int] = set()
    for match in _PAIR.finditer(text):
        if match.start() in taken or not (_is_told(text, match) or _opens_range(text, match, starts)):
            continue
        link: re.Match[str] | None = match
        while link is not None:
            start, end = link.start("first"), link.end("second")
            day, read = _either(int(link["first"]), int(link["second"]), 2000, order)
            if day is None:
                break
            taken.add(start)
            yield Day(start, end, day, True, False, "numeric", read)
            link = CHAINED.match(text, end)
    for match in GERMAN_PAIR.finditer(text):
        day = day_of(2000, int(match["second"]), int(match["first"]))
        if day is not None:
            yield Day(match.start("first"), match.end("second"), day, True, False, "numeric")


def _is_told(text: str, match: re.Match[str]) -> bool:
    """Whether two figures are a day and a month and no share, score, dose or stretch of time."""
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    first, second = int(match["first"]), int(match["second"])
    if not (1 <= first <= 31 and 1 <= second <= 31) or (second in (5, 8, 10) and RATED.search(before)):
        return False
    timed = TIMED.match(text, match.end())
    if (first, second) in _SHARES and not timed and not _ON.search(before):
        return False
    if timed or SURE_CUE.search(before):
        return True
    if second in _INTERVALS:
        return False
    if CUE.search(before):
        return True
    return bool(_LINE_START.search(before) and _LINE_MARK.match(text, match.end()))


def _opens_range(text: str, match: re.Match[str], starts: set[int]) -> bool:
    """Whether a date in full stands right behind, as the end of a stretch."""
    gap = _CONNECTED.match(text, match.end())
    return gap is not None and gap.end() in starts


def _untold(text: str) -> Iterator[Day]:
    """Days that no month is told of, and feasts: they cannot be moved, only taken out."""
    for match in DAY_ALONE.finditer(text):
        yield Day(*match.span("said"), None, True, False, "words")
    for match in weekday_alone().finditer(text):
        yield Day(match.start(), match.end(), None, True, False, "words")
    for match in FEAST.finditer(text):
        yield Day(match.start(), match.end(), None, True, True, "words")


def _with_years(text: str, found: list[Day]) -> list[Day]:
    """Days without a year in the year that brings them nearest to the date in full beside them.

    A leap day between two dates then counts in both or in neither, and their distance stays.
    """
    full = [
        d for d in found
        if d.has_year and d.day is not None and not BIRTH.search(text[max(0, d.start - 45) : d.start])
    ]  # fmt: skip
    if not full:
        return found
    placed = []
    for at, day in enumerate(found):
        if day.has_year or day.day is None:
            placed.append(day)
            continue
        after = found[at + 1] if at + 1 < len(found) else None
        if after in full and after is not None and _CONNECTED.fullmatch(text[day.end : after.start]):
            anchor = after
        else:
            anchor = max((d for d in full if d.end <= day.start), key=lambda d: d.end, default=full[0])
        near = anchor.day or day.day
        years = (day_of(near.year + step, day.day.month, day.day.day) for step in (-1, 0, 1))
        meant = min((y for y in years if y is not None), key=lambda y: abs((y - near).days), default=None)
        moved = day._replace(day=meant)
        if day.of is not None and meant is not None:
            moved = moved._replace(of=day_of(meant.year, day.of.month, day.of.day))
        placed.append(moved)
    return placed


def _with_weekdays(text: str, found: list[Day]) -> list[Day]:
    """Days with the weekday that stands beside them, which would betray how far they were moved."""
    widened: list[Day] = []
    for at, day in enumerate(found):
        begin = max(widened[-1].end if widened else 0, day.start - 24)
        before = weekday_before().search(text[begin : day.start])
        start = begin + before.start() if before else day.start
        until = found[at + 1].start if at + 1 < len(found) else len(text)
        after = weekday_after().match(text, day.end)
        end = day.end
        if after is not None and after.end() <= until:
            end = after.end()
        widened.append(day._replace(start=start, end=end))
    return widened


def is_birth_of_the_old(text: str, day: Day, today: date) -> bool:
    """Whether a date is over 89 years back, as only a birth can be: not even its year may stand."""
    if day.day is None or not day.has_year:
        return False
    years = today.year - day.day.year
    return years > NINETY and (
        day.has_day or years > NINETY + 1 or bool(BIRTH.search(text[max(0, day.start - 45) : day.start]))
    )
