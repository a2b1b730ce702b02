"""Calendar dates with the precision they are written in; a day that is not written is never made up."""

import re
from collections.abc import Iterator
from datetime import date

from ingest.entities.found import Found
from ingest.mention import Cover
from ingest.reading import Reading
from kg.statement import Tier

_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?"
    r"|AUG(?:UST)?"
    r"|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)"
)
_YEAR = r"(?:19|20)\d\d"
_ISO = re.compile(
    rf"(?<![\w./-])(?P<y>{_YEAR})(?P<sep>[-/.])(?P<m>0[1-9]|1[0-2]|[1-9](?=[-/.]))"
    r"(?:(?P=sep)(?P<d>[0-3]?\d)(?:T\d\d:\d\d\S{0,12})?)?(?![\w/-]|\.\d)"
)
_DAY_FIRST = re.compile(
    rf"(?<![\w./-])(?P<d>[0-3]?\d)(?:st|nd|rd"
    rf"|th)?(?: of)?[ .-]{{1,2}}(?P<m>{_MONTH})\.?,?[ -]{{1,2}}(?P<y>{_YEAR})(?![\w-])"
)
_MONTH_FIRST = re.compile(
    rf"(?<![A-Za-z])(?P<m>{_MONTH})\.?(?: (?P<d>[0-3]?\d)(?:st|nd|rd|th)?,? |,? (?:of )?"
    rf"|[-/])(?P<y>{_YEAR})(?![\w-])"
)
_SLASHED = re.compile(
    rf"(?<![\w./-])(?P<a>[0-3]?\d)(?P<sep>[/.-])(?P<b>[0-3]?\d)(?P=sep)(?P<y>{_YEAR}|\d\d)(?![\w/%-]|\.\d)"
)
_MONTH_YEAR = re.compile(rf"(?<![\w./-])(?P<m>0?[1-9]|1[0-2])/(?P<y>{_YEAR})(?![\w/-]|\.\d)")
_ALONE = re.compile(
    r"\b(?P<before>[Ii]n|[Ss]ince|[Ff]rom|[Uu]ntil|[Tt]ill|[Bb]efore|[Aa]fter|[Bb]y|[Dd]uring|[Yy]ear"
    r"|[Bb]etween|early|late"
    rf"|mid|end of|of|circa|c\.)[ -](?P<y>{_YEAR})(?:(?P<join> ?(?:-|\u2013|to|and|through"
    rf"|until) ?)(?P<z>{_YEAR}))?"
    r"(?![\w%-]|[.,]\d| ?(?:[cm]?Gy|mg|mL|ml|patients?|women|men|cells?|cases|subjects|participants"
    r"|children|adults"
    r"|people|persons|individuals|samples|tumou?rs|lesions|copies|IU|units?|years|days|kcal|m\b|cm|mm))"
)
_STATED = re.compile(r"\b(?:FIGO|WHO|AJCC|TNM|version|edition|NCT|grant|No\.?|number) ?$", re.IGNORECASE)


def find_calendar_date(reading: Reading) -> Iterator[Found]:
    """Dates as `2021-03-15`, `2021-03` or `2021`; of 03/04/2021 only the year is certain, for review."""
    found = [*_written(reading.text), *_figures(reading.text), *_years(reading.text)]
    found.sort(key=lambda f: (f.start, -f.end))
    reached = -1
    for stated in found:
        if stated.start >= reached:
            reached = stated.end
            yield stated


def _iso(year: str | int, month: int | None = None, day: int | None = None) -> str | None:
    """ISO of a date that exists, at the precision given; None where there is no such date."""
    if month is None:
        return f"{int(year):04d}"
    try:
        checked = date(int(year), month, day or 1)
    except ValueError:
        return None
    return checked.isoformat() if day else checked.isoformat()[:7]


def _found(start: int, end: int, status: str | None, tier: Tier = "accepted") -> Iterator[Found]:
    if status is not None:
        yield Found("date", start, end, status, None, None, None, tier)


def _written(text: str) -> Iterator[Found]:
    whole = Cover(m.span() for m in _DAY_FIRST.finditer(text))
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for match in pattern.finditer(text):
            if pattern is _MONTH_FIRST and whole.exceeds(*match.span()):
                continue
            month = _MONTHS[match["m"][:3].lower()]
            yield from _found(*match.span(), _iso(match["y"], month, int(match["d"]) if match["d"] else None))


def _figures(text: str) -> Iterator[Found]:
    for match in _ISO.finditer(text):
        year, month = int(match["y"]), int(match["m"])
        if match["d"]:
            yield from _found(*match.span(), _iso(year, month, int(match["d"])))
        elif match["sep"] == "-" and month > year % 100:
            # 2009-10 may be two years as well as a month.
            yield from _found(*match.span(), _iso(year), "review")
        elif match["sep"] != ".":
            yield from _found(*match.span(), _iso(year, month))
    for match in _SLASHED.finditer(text):
        first, second = int(match["a"]), int(match["b"])
        short = len(match["y"]) == 2
        if short and match["sep"] != "/":
            continue
        # A year of two figures is one of this century: records older than it write four.
        year = 2000 + int(match["y"]) if short else int(match["y"])
        if not (0 < first <= 31 and 0 < second <= 31) or min(first, second) > 12:
            continue
        if first != second and max(first, second) <= 12:
            yield from _found(*match.span(), _iso(year), "review")
            continue
        month, day = (second, first) if first > 12 else (first, second)
        yield from _found(*match.span(), _iso(year, month, day), "review" if short else "accepted")
    for match in _MONTH_YEAR.finditer(text):
        yield from _found(*match.span(), _iso(match["y"], int(match["m"])))


def _years(text: str) -> Iterator[Found]:
    for match in _ALONE.finditer(text):
        if _STATED.search(text, max(0, match.start("y") - 12), match.start("y")):
            continue
        if match["before"] == "of" and not re.search(
            r"(?:year|summer|spring|autumn|winter|fall|end|beginning|start"
            r"|half) of $",
            text[max(0, match.start("y") - 20) : match.start("y")],
        ):
            continue
        yield from _found(*match.span("y"), _iso(match["y"]))
        if match["z"]:
            yield from _found(*match.span("z"), _iso(match["z"]))
