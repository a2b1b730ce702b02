"""Dates as records write them, with the precision they have."""

import re
from datetime import date
from typing import Literal, NamedTuple

Precision = Literal["year", "month", "day"]

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_EARLIEST = 1700
"""An earlier year is a slip of the pen: nothing that is read here is so old."""
_ISO = re.compile(r"^(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?(?:[T ].*)?$", re.A)
_WORDS = re.compile(r"^([A-Za-z]{3,9})\.?(?:\s+(\d{1,2}),)?\s+(\d{4})$", re.A)
_DAY_FIRST = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})$", re.A)
_FIGURES = re.compile(r"\d{1,2}", re.A)
_YEAR = re.compile(r"\b(1[89]\d\d|2\d\d\d)\b")


class PartialDate(NamedTuple):
    """The first day a date can mean, and how precise it was."""

    day: date
    precision: Precision


def parse(text: str) -> PartialDate:
    """`2008`, `2008-03`, `20080322`, `March 2008`, `March 22, 2008` or `22 March 2008`.

    Raises:
        ValueError: no such date, or none that exists.
    """
    text = text.strip()
    if match := _ISO.match(text):
        return of(*match.groups())
    if match := _WORDS.match(text):
        month, day, year = match.groups()
        return of(year, month, day)
    if match := _DAY_FIRST.match(text):
        day, month, year = match.groups()
        return of(year, month, day)
    # The text is not quoted: where a date should stand there may be a patient's name.
    raise ValueError("no date that can be read; write 2008, 2008-03 or 2008-03-22")


def of(year: str, month: str | None = None, day: str | None = None) -> PartialDate:
    """A date from its written parts; a month may be a number or a name.

    Raises:
        ValueError: the parts name no day of the calendar, or one before 1700.
    """
    if not re.fullmatch(r"\d{4}", year, re.A):
        raise ValueError("the date's year is not a number of four figures")
    if int(year) < _EARLIEST:
        raise ValueError(f"the date's year is before {_EARLIEST}: a slip of the pen?")
    if not month:
        return PartialDate(date(int(year), 1, 1), "year")
    number = int(month) if _FIGURES.fullmatch(month) else _month(month)
    if not 1 <= number <= 12:
        raise ValueError("the date's month is not one of 1 to 12")
    if not day:
        return PartialDate(date(int(year), number, 1), "month")
    if not _FIGURES.fullmatch(day):
        raise ValueError("the date's day is not a number")
    try:
        return PartialDate(date(int(year), number, int(day)), "day")
    except ValueError:
        raise ValueError("the date's day is not one of its month") from None


def written(day: date, precision: Precision) -> str:
    """The date as precise as it was given: `2008`, `2008-03`, `2008-03-22`."""
    return day.isoformat()[: {"year": 4, "month": 7, "day": 10}[precision]]


def _month(name: str) -> int:
    if name[:3].lower() not in _MONTHS:
        raise ValueError("the date's month is neither a number nor a name")
    return _MONTHS.index(name[:3].lower()) + 1


def year_in(text: str) -> PartialDate | None:
    """The first year a free date such as `1998 Dec-1999 Jan` or `Spring 1990` names."""
    match = _YEAR.search(text)
    return PartialDate(date(int(match.group()), 1, 1), "year") if match else None
