"""Dates and ages: where they stand, what day they mean, and how they are written after a shift."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple

from ingest.deid.identifier import Identifier

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?P<ordinal>st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_ANY_YEAR = r"(?P<year>(?:19|20)\d\d|['\u2019]?\d\d)"
_UNIT = r"(?![ \t]?(?:%|Gy|cGy|mg|mcg|ml|mm\b|cm\b|fractions?\b|fx|#|nodes?\b|LNs?\b|cores?\b|lymph|of\b))"
_NUMERIC = re.compile(
    r"(?<![\d./:\-])(?P<first>\d{1,4})(?P<sep>[/.\-])(?P<second>\d{1,2}"
    r"|[A-Za-z]{3,9})(?P=sep)(?P<third>\d{4}|\d{2})"
    r"(?![\d]|[./\-]\d)" + _UNIT
)
_WORDS = (
    re.compile(
        rf"(?<![\w.]){_DAY}(?P<s1>[ \t]{{1,2}}(?:of[ \t])?"
        rf"|-)?{_MONTH}\b\.?(?P<s2>,?[ \t]{{1,2}}|-){_ANY_YEAR}\b(?!\.\d|[ \t]?(?:Gy|mg|fr))", re.I),
    re.compile(
        rf"\b{_MONTH}\b\.?(?P<s1>[ \t]{{1,2}}(?:the[ \t])?){_DAY}\b(?P<s2>,?[ \t]{{1,2}}){_YEAR}"
        rf"\b", re.I),
    re.compile(rf"\b{_MONTH}\b\.?(?P<s2>,?[ \t]{{1,2}}(?:of[ \t])?|-){_YEAR}\b", re.I),
    re.compile(rf"(?<![\w./]){_DAY}(?P<s1>[ \t]{{1,2}}(?:of[ \t])?|-){_MONTH}\b", re.I),
    re.compile(
        rf"\b(?P<month>January|February|March|April|May|June|July|August|September|October"
        rf"|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov"
        rf"|Dec)\b\.?(?P<s1>[ \t]{{1,2}}(?:the[ \t])?){_DAY}\b(?![ \t]?(?:Gy|mg|%|mm|cm|fr"
        rf"|years|yrs|months|weeks|days|to[ \t]\d|/\d|\.\d|-\d))"),
    re.compile(
        r"(?<=in |of )(?P<month>January|February|March|April|May|June|July|August|September"
        r"|October|November|December)\b(?!['\u2019])"),
    re.compile(
        r"(?:(?<=since )|(?<=last )|(?<=next )|(?<=this )|(?<=early )|(?<=late )|(?<=until )"
        r"|(?<=from )|(?<=by )|(?<=mid )|(?<=mid-)|(?<=during ))(?P<month>January|February"
        r"|March|April|May|June|July|August|September|October|November"
        r"|December)\b(?!['\u2019])"),
)  # fmt: skip
_MONTH_YEAR = re.compile(
    r"(?<![\d./\-])(?P<month>0?[1-9]|1[0-2])(?P<sep>[/\-])(?P<year>(?:19"
    r"|20)\d\d)(?![\d/.\-])" + _UNIT
)
_COMPACT = re.compile(
    r"(?<![\dA-Za-z.])(?P<year>19\d\d|20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d"
    r"|3[01])(?=[^\dA-Za-z.]|\.\D|$|T\d)"
)
_SHORT = re.compile(r"(?:(?<=\bon )|(?<=ated ))(?P<first>\d{1,2})/(?P<second>\d{1,2})(?![\d/]|\.\d)" + _UNIT)
_BIRTH = re.compile(r"\b(?:dob|d\.o\.b\.?|date[ \t]of[ \t]birth|birth[ \t]?date|born)\b[^\d\n]{0,20}$", re.I)
_AGE = re.compile(
    r"(?<![\d.,/\-])(?P<age>9\d|1[0-3]\d)(?=(?:[ \t-]{0,2}(?:years?|yrs?)(?:[ \t-]old|[ \t-]of[ \t-]age|\b)"
    r"|[ \t-]?(?:yo|y/o|y\.o\.?|y\.?o\b|y)\b|[ \t]?-?year)(?![ \t](?:survival|OS|PFS|of[ \t]follow)))",
    re.I,
)
_AGED = re.compile(r"\b(?:age|aged)[ \t]?:?[ \t]{1,4}(?P<age>9\d|1[0-3]\d)(?![\d.,]*\d)", re.I)
_SEXED = re.compile(
    r"(?:^|(?<=[.:;\n(] )|(?<=[\n(]))(?P<age>9\d|1[0-2]\d)(?=[ \t]?[MF]\b(?![ \t.]?\d)"
    r"|[ \t](?:male|female|man|woman|lady)\b)",
    re.M,
)
_NINETY = 89
"""Ages above it are told as 90+."""

Order = Literal["dmy", "mdy"]


class Day(NamedTuple):
    """A date as written: which day it means and the pieces it is written with."""

    start: int
    end: int
    day: date | None
    """None where the calendar has no such day."""
    has_day: bool
    has_year: bool
    style: str
    """`numeric`, `compact` or `words`."""


def find_dates(text: str, today: date) -> list[Identifier]:
    """Every date that says more than a year, and every age above 89."""
    found = [Identifier(d.start, d.end, "date", 0.9) for d in read_days(text, today)]
    for pattern in (_AGE, _AGED, _SEXED):
        for match in pattern.finditer(text):
            start, end = match.span("age")
            if int(text[start:end]) > _NINETY:
                found.append(Identifier(start, end, "age", 0.9))
    return found


def order_of(text: str) -> Order:
    """Whether days or months stand first in this text's dates: by those that can be read one way only."""
    first = second = 0
    for match in _NUMERIC.finditer(text):
        if match["second"].isdigit() and len(match["first"]) <= 2:
            first += int(match["first"]) > 12 >= int(match["second"])
            second += int(match["second"]) > 12 >= int(match["first"])
    return "mdy" if second > first else "dmy"


def read_days(text: str, today: date) -> list[Day]:
    """The dates of a text in order, without overlaps; the longest reading of each stretch."""
    order = order_of(text)
    found = [*_numeric(text, order), *_written(text)]
    found.sort(key=lambda d: (d.start, -d.end))
    kept: list[Day] = []
    for day in found:
        if not kept or day.start >= kept[-1].end:
            kept.append(day)
        elif day.end - day.start > kept[-1].end - kept[-1].start:
            kept[-1] = day
    return kept


def _numeric(text: str, order: Order) -> Iterator[Day]:
    for match in _NUMERIC.finditer(text):
        day = _of_three(match["first"], match["second"], match["third"], match["sep"], order)
        if day is not False:
            yield Day(match.start(), match.end(), day, True, True, "numeric")
    for match in _MONTH_YEAR.finditer(text):
        yield Day(
            match.start(),
            match.end(),
            date(int(match["year"]), int(match["month"]), 15),
            False,
            True,
            "numeric",
        )
    for match in _COMPACT.finditer(text):
        day = _calendar(int(match["year"]), int(match["month"]), int(match["day"]))
        if day is not None:
            yield Day(match.start(), match.end(), day, True, True, "compact")
    for match in _SHORT.finditer(text):
        first, second = int(match["first"]), int(match["second"])
        pair = (first, second) if order == "dmy" else (second, first)
        day = _calendar(2001, pair[1], pair[0]) or _calendar(2001, pair[0], pair[1])
        if day is not None:
            yield Day(match.start(), match.end(), day, True, False, "numeric")


def _of_three(first: str, second: str, third: str, sep: str, order: Order) -> date | Literal[False] | None:
    """The day of three figures; None where the calendar has none, False where it is no date at all."""
    if second.isalpha():
        month = _month(second)
        if month is None or len(first) > 2:
            return False
        return _calendar(_year(third), month, int(first))
    if len(first) == 4:
        if not 1880 <= int(first) <= 2100 or len(third) > 2:
            return False
        return _calendar(int(first), int(second), int(third))
    if len(first) == 3 or (len(third) == 4 and not 1880 <= int(third) <= 2100):
        return False
    if len(third) == 2 and sep in ".-" and not (len(first) == 2 and len(second) == 2):
        return False
    pair = (first, second) if order == "dmy" else (second, first)
    year = _year(third)
    day = _calendar(year, int(pair[1]), int(pair[0])) or _calendar(year, int(pair[0]), int(pair[1]))
    if day is None and len(third) == 2:
        return False
    return day


def _written(text: str) -> Iterator[Day]:
    for pattern in _WORDS:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            month = _month(match["month"])
            if month is None:
                continue
            if match["month"] in ("may", "mar", "march") and "day" not in groups:
                continue
            if match["month"] == "may" and not groups.get("year"):
                continue
            day, year = groups.get("day"), groups.get("year")
            meant = _calendar(_year(year) if year else 2001, month, int(day) if day else 15)
            yield Day(match.start(), match.end(), meant, bool(day), bool(year), "words")


def _month(word: str) -> int | None:
    low = word.lower()
    for number, name in enumerate(_MONTHS, start=1):
        if name.startswith(low) and (len(low) == 3 or low in (name, "sept")):
            return number
    return None


def _year(figures: str) -> int:
    bare = figures.lstrip("'\u2019")
    if len(bare) == 4:
        return int(bare)
    return int(bare) + (2000 if int(bare) <= 45 else 1900)


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_birth_of_the_old(text: str, day: Day, today: date) -> bool:
    """Whether a date is the birth of someone over 89: not even its year may stand."""
    if day.day is None or not day.has_year or today.year - day.day.year <= _NINETY:
        return False
    return bool(_BIRTH.search(text[max(0, day.start - 45) : day.start]))


def shifted(text: str, day: Day, offset: timedelta, order: Order) -> str | None:
    """The date moved and written as it was; None where it cannot be moved."""
    if day.day is None:
        return None
    try:
        moved = day.day + offset
    except OverflowError:
        return None
    said = text[day.start : day.end]
    if day.style == "compact":
        return f"{moved:%Y%m%d}"
    if day.style == "numeric":
        return _rewritten(said, day, day.day, moved, order)
    return _reworded(said, moved)


def _rewritten(said: str, day: Day, meant: date, moved: date, order: Order) -> str:
    parts = re.split(r"([/.\-])", said)
    figures, seps = parts[::2], parts[1::2]
    if any(f.isalpha() for f in figures):
        new = [
            _figure(moved.day, figures[0]),
            _cased(moved.month, figures[1]),
            _year_like(moved.year, figures[2]),
        ]
    elif len(figures[0]) == 4:
        new = [str(moved.year), _figure(moved.month, figures[1]), _figure(moved.day, figures[2])]
    elif not day.has_day:
        new = [_figure(moved.month, figures[0]), str(moved.year)]
    else:
        day_first = (int(figures[0]), int(figures[1])) == (meant.day, meant.month) and not (
            order == "mdy" and (int(figures[1]), int(figures[0])) == (meant.day, meant.month)
        )
        pair = (moved.day, moved.month) if day_first else (moved.month, moved.day)
        new = [_figure(pair[0], figures[0]), _figure(pair[1], figures[1])]
        if len(figures) == 3:
            new.append(_year_like(moved.year, figures[2]))
    out = new[0]
    for sep, figure in zip(seps, new[1:], strict=True):
        out += sep + figure
    return out


def _figure(number: int, like: str) -> str:
    return f"{number:02d}" if len(like) == 2 else str(number)


def _year_like(year: int, like: str) -> str:
    return str(year) if len(like.lstrip("'\u2019")) == 4 else like[:-2] + f"{year % 100:02d}"


def _cased(month: int, like: str) -> str:
    name = _MONTHS[month - 1]
    if len(like) <= 4 and like.lower() not in ("may", "june", "july"):
        name = name[:3]
    return name.upper() if like.isupper() else name.capitalize() if like[0].isupper() else name


_PIECE = re.compile(
    r"(?P<word>[A-Za-z]{3,9})|(?P<year>['\u2019]\d\d|(?:19|20)\d\d)"
    r"|(?P<figure>\d{1,2})(?P<ordinal>st|nd|rd|th)?"
)


def _reworded(said: str, moved: date) -> str:
    seen_day = False

    def piece(match: re.Match[str]) -> str:
        nonlocal seen_day
        if match["word"]:
            return match["word"] if match["word"].lower() == "the" else _cased(moved.month, match["word"])
        if match["year"]:
            return _year_like(moved.year, match["year"])
        if not seen_day:
            seen_day = True
            return _figure(moved.day, "xx" if match["figure"].startswith("0") else "x") + (
                _ordinal(moved.day) if match["ordinal"] else ""
            )
        return f"{moved.year % 100:02d}"

    return _PIECE.sub(piece, said)


def _ordinal(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
