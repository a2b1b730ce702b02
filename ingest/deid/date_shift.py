"""Dates moved by a number of days and written again as they were: same form, words, length and weekday."""

import re
from datetime import date, timedelta

from ingest.deid.calendar import ROMAN, months, weekdays
from ingest.deid.dates import Day

_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"\d+")
_PIECE = re.compile(
    r"(?P<word>[^\W\d_]{2,12})|(?P<year>['\u2019]\d\d|(?:18|19|20)\d\d)"
    r"|(?P<figure>\d{1,2})(?P<ordinal>st|nd|rd|th)?",
)


def shifted(text: str, day: Day, offset: timedelta) -> str | None:
    """The date moved and written as it was; None where it cannot be moved."""
    if day.day is None:
        return None
    try:
        moved = day.day + offset
    except OverflowError:
        return None
    said = text[day.start : day.end]
    if day.style == "words":
        return _reworded(said, day, moved, offset)
    if day.style == "part":
        return _part(said, day, moved, offset)
    start, end = _core(said)
    core = said[start:end]
    if day.style == "compact":
        new = f"{moved:%Y%m%d}"
    elif day.style == "roman":
        new = _roman(core, moved)
    elif day.style == "figures":
        new = _in_turn(core, day, moved)
    elif day.style == "quarter":
        new = _quarter(core, moved)
    else:
        new = _rewritten(core, day, moved)
    return _weekdays_moved(said[:start], offset) + new + _weekdays_moved(said[end:], offset)


def _core(said: str) -> tuple[int, int]:
    """The stretch without the weekdays at its ends."""
    start = end = 0
    for match in re.finditer(r"Q[1-4]|\d", said):
        start = start or match.start() + 1
        end = match.end()
    closing = re.match(r"[日号일月월年년]", said[end:])
    return max(start - 1, 0), end + (1 if closing else 0)


def _weekdays_moved(said: str, offset: timedelta) -> str:
    def piece(match: re.Match[str]) -> str:
        named = weekdays().get(match.group().lower())
        if named is None:
            return match.group()
        return named.like((named.number - 1 + offset.days) % 7 + 1, match.group())

    return _WORD.sub(piece, said)


def _rewritten(said: str, day: Day, moved: date) -> str:
    parts = re.split(r"([/.\-])", said)
    figures, seps = parts[::2], parts[1::2]
    if len(figures[0]) == 4:
        new = [str(moved.year), _figure(moved.month, figures[1]), _figure(moved.day, figures[2])]
    elif not day.has_day:
        new = [_figure(moved.month, figures[0]), str(moved.year)]
    else:
        pair = (moved.day, moved.month) if day.order == "dmy" else (moved.month, moved.day)
        # `3/07` and `03/7` keep their own lengths; `10/7` says nothing of noughts.
        padded = any(len(f) == 2 and f.startswith("0") for f in figures[:2])
        plain = any(len(f) == 1 for f in figures[:2])
        new = [
            _figure(n, f if padded and plain else ("xx" if not plain else "x"))
            for n, f in zip(pair, figures, strict=False)
        ]
        if len(figures) == 3:
            new.append(_year_like(moved.year, figures[2]))
    out = new[0]
    for sep, figure in zip(seps, new[1:], strict=True):
        out += sep + figure
    return out


def _roman(said: str, moved: date) -> str:
    day, sep, month, _, year = re.split(r"([/.\-])", said)
    name = ROMAN[moved.month - 1]
    return (
        f"{_figure(moved.day, day)}{sep}{name.upper() if month.isupper() else name}"
        f"{sep}{_year_like(moved.year, year)}"
    )


def _in_turn(said: str, day: Day, moved: date) -> str:
    """The figures of `2024年3月14日`, which stand in the order of their size."""
    numbers = [moved.year] * day.has_year + [moved.month] + [moved.day] * day.has_day
    left = iter(numbers)
    return _FIGURE.sub(lambda m: _figure(next(left), m.group()), said)


def _quarter(said: str, moved: date) -> str:
    quarter = f"Q{(moved.month + 2) // 3}"
    said = re.sub(r"Q[1-4]", quarter, said)
    return re.sub(r"['\u2019]\d\d|(?:19|20)\d\d", lambda m: _year_like(moved.year, m.group()), said)


def _figure(number: int, like: str) -> str:
    return f"{number:02d}" if len(like) == 2 else str(number)


def _year_like(year: int, like: str) -> str:
    return str(year) if len(like.lstrip("'\u2019")) == 4 else like[:-2] + f"{year % 100:02d}"


def _part(said: str, day: Day, moved: date, offset: timedelta) -> str:
    """The day of a range: with its month where the two no longer share one."""
    beside = (day.of or moved) + offset
    if beside.month == moved.month:
        return _reworded(said, day, moved, offset)
    month = f"{moved:%B}"
    written = _reworded(said, day, moved, offset)
    return (
        f"{month} {written}"
        if day.has_year and not said[-1].isalpha() and len(said) > 4
        else f"{written} {month}"
    )


def _reworded(said: str, day: Day, moved: date, offset: timedelta) -> str:
    seen_day = not day.has_day

    def piece(match: re.Match[str]) -> str:
        nonlocal seen_day
        word = match["word"]
        if word:
            if (month := months().get(word.lower())) is not None:
                return month.like(moved.month, word)
            return _weekdays_moved(word, offset)
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
