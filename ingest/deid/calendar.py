"""Months and days of the week as they are written in several languages, read and written back."""

from datetime import date
from functools import cache
from typing import NamedTuple

from ingest.lexicon import load_yaml

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


class Named(NamedTuple):
    """A word of the calendar: its place in the list that it was read from."""

    number: int
    """From 1."""
    names: tuple[str, ...]
    """The list, so that another month or day is written in the same language and length."""

    def like(self, number: int, said: str) -> str:
        """The word of another number, in the case of what was said."""
        name = self.names[number - 1]
        if said.isupper():
            return name.upper()
        return name[0].upper() + name[1:] if said[0].isupper() else name.lower()


@cache
def months() -> dict[str, Named]:
    """Every month's word in small letters; where languages share a word, English comes first."""
    lists = load_yaml("deid/calendar.yaml")
    read: dict[str, Named] = {}
    for group in ("months", "short"):
        for names in lists[group].values():
            _enter(read, tuple(names))
    read["sept"] = read["sep"]
    return read


@cache
def weekdays() -> dict[str, Named]:
    """Every weekday's word in small letters, Monday being 1."""
    read: dict[str, Named] = {}
    for names in load_yaml("deid/calendar.yaml")["weekdays"].values():
        _enter(read, tuple(names))
    read["thur"] = read["thurs"]
    return read


def _enter(read: dict[str, Named], names: tuple[str, ...]) -> None:
    for number, name in enumerate(names, start=1):
        read.setdefault(name.lower(), Named(number, names))


@cache
def foreign_months() -> str:
    """The months' words that are not English, as alternatives of a pattern, the longest first."""
    lists = load_yaml("deid/calendar.yaml")
    english = {name.lower() for group in ("months", "short") for name in lists[group]["english"]}
    english.add("sept")
    return "|".join(sorted({m for m in months() if m not in english}, key=lambda m: (-len(m), m)))


@cache
def weekday_words() -> str:
    """The weekdays' words as alternatives of a pattern, the longest first."""
    return "|".join(sorted(weekdays(), key=lambda w: (-len(w), w)))


def day_of(year: int, month: int, day: int) -> date | None:
    """The day of the calendar; None where it has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def year_of(figures: str) -> int:
    """The year of four figures, or of two: up to 45 of this century."""
    bare = figures.lstrip("'\u2019")
    if len(bare) == 4:
        return int(bare)
    return int(bare) + (2000 if int(bare) <= 45 else 1900)
