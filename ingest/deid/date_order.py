"""Whether days or months stand first in a note's figures: decided once, by everything the note shows."""

import re
from datetime import date
from functools import cache
from typing import Literal

from ingest.deid.calendar import day_of, months, weekdays, year_of
from ingest.deid.date_forms import NUMERIC, WORDS, weekday_after, weekday_before
from ingest.lexicon import load_yaml

Order = Literal["dmy", "mdy"]
_SHORT = re.compile(
    r"(?:\bon |\bdated |\b[Ss]een |\bOp |\b[Vv]isit )(?P<first>\d{1,2})/(?P<second>\d{1,2})(?![\d/]|\.\d)"
)
_FORMAT = re.compile(r"\b(?P<first>dd?|mm?)(?P<sep>[/.\-])(?P<second>mm?|dd?)(?P=sep)yy(?:yy)?\b", re.I)
_CLEAR = 3.0
"""How many times closer together one reading's dates must lie than the other's."""
_PATIENCE = 400
"""Days ahead that an appointment may lie."""


def decided_order(text: str, today: date | None = None) -> tuple[Order, bool]:
    """The order of day and month, and whether anything in the text decides it.

    Where nothing does, the day is read first: most of the world writes so, and one reading throughout
    keeps every distance between the text's own dates in the same order.
    """
    pairs = [
        (int(m["first"]), int(m["second"]), m)
        for m in NUMERIC.finditer(text)
        if m["second"].isdigit() and len(m["first"]) <= 2 and 1 <= int(m["first"]) and 1 <= int(m["second"])
    ]
    firsts = [(int(m["first"]), int(m["second"])) for m in _SHORT.finditer(text)]
    pure = [(a, b) for a, b, m in pairs] + firsts
    day_first = sum(12 < a <= 31 and b <= 12 for a, b in pure)
    month_first = sum(12 < b <= 31 and a <= 12 for a, b in pure)
    if day_first != month_first:
        return ("dmy" if day_first > month_first else "mdy"), True
    open_pairs = [(a, b, m) for a, b, m in pairs if a <= 12 and b <= 12 and a != b]
    for judge in (_stated, _by_weekday):
        if (order := judge(text, open_pairs)) is not None:
            return order, True
    balance = _month_names(text)
    for way, weight, pattern in _hints():
        if pattern.search(text):
            balance += weight if way == "mdy" else -weight
    if balance:
        return ("mdy" if balance > 0 else "dmy"), True
    nearest = _by_distance(text, open_pairs, today)
    return (nearest, True) if nearest is not None else ("dmy", not open_pairs and not firsts)


@cache
def _hints() -> tuple[tuple[Order, int, re.Pattern[str]], ...]:
    """What only one part of the world writes: its numbers, its spelling, its words."""
    ways: tuple[Order, Order] = ("mdy", "dmy")
    return tuple(
        (way, weight, re.compile(pattern))
        for way in ways
        for weight, patterns in load_yaml("deid/calendar.yaml")["hints"][way].items()
        for pattern in patterns
    )


def _stated(text: str, _: list[tuple[int, int, re.Match[str]]]) -> Order | None:
    """The order that a form prints beside its fields."""
    ways: set[Order] = {
        "dmy" if match["first"][0].lower() == "d" else "mdy"
        for match in _FORMAT.finditer(text)
        if match["first"][0].lower() != match["second"][0].lower()
    }
    return ways.pop() if len(ways) == 1 else None


def _by_weekday(text: str, pairs: list[tuple[int, int, re.Match[str]]]) -> Order | None:
    """The order in which a date falls on the weekday that stands beside it."""
    votes = {"dmy": 0, "mdy": 0}
    for first, second, match in pairs:
        before = weekday_before().search(text[max(0, match.start() - 24) : match.start()])
        after = weekday_after().match(text, match.end())
        word = (before and before["weekday"]) or (after and (after["weekday"] or after["said"]))
        if not word:
            continue
        number = weekdays()[word.lower()].number
        year = year_of(match["third"])
        for order, (day, month) in (("dmy", (first, second)), ("mdy", (second, first))):
            meant = day_of(year, month, day)
            votes[order] += meant is not None and meant.isoweekday() == number
    if votes["dmy"] == votes["mdy"]:
        return None
    return "dmy" if votes["dmy"] > votes["mdy"] else "mdy"


def _month_names(text: str) -> int:
    """Above nought where months in words stand before their days, below where behind."""
    month_first = sum(1 for i in (1, 4) for _ in WORDS[i].finditer(text))
    day_first = sum(1 for i in (0, 3) for _ in WORDS[i].finditer(text))
    return 3 * (month_first > day_first) - 3 * (day_first > month_first)


def _by_distance(text: str, pairs: list[tuple[int, int, re.Match[str]]], today: date | None) -> Order | None:
    """The order that brings the dates clearly closer together, or none of them into the far future."""
    sure = [
        day_of(int(m["first"]), int(m["second"]), int(m["third"]))
        for m in NUMERIC.finditer(text)
        if len(m["first"]) == 4 and m["second"].isdigit()
    ]
    sure += [
        day_of(year_of(m["year"]), months()[m["month"].lower()].number, int(m["day"]))
        for m in WORDS[0].finditer(text)
    ]
    anchors = [day for day in sure if day is not None]
    spreads: dict[Order, float] = {}
    late: dict[Order, int] = {}
    for order in ("dmy", "mdy"):
        own = [
            day
            for first, second, m in pairs
            if (day := day_of(year_of(m["third"]), *((second, first) if order == "dmy" else (first, second))))
        ]
        if today is not None:
            late[order] = sum((day - today).days > _PATIENCE for day in own)
        # A birth lies decades from the rest whichever way it is read.
        near = [d for d in (*own, *anchors) if abs(d.year - max(x.year for x in (*own, *anchors))) <= 2]
        if len(near) < 2:
            return None
        spreads[order] = float((max(near) - min(near)).days)
    if late and late["dmy"] != late["mdy"]:
        return "dmy" if late["dmy"] < late["mdy"] else "mdy"
    if spreads["dmy"] > _CLEAR * spreads["mdy"]:
        return "mdy"
    return "dmy" if spreads["mdy"] > _CLEAR * spreads["dmy"] else None
