"""Synthetic notes whose identifiers are known, with names that the finders' lists do not hold."""

import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from ingest.deid.identifier import KINDS, Identifier, Kind
from ingest.deid.numbers import aadhaar_checks, nhs_checks
from ingest.lexicon import load_yaml

_SLOT = re.compile(r"\{(?P<kind>[a-z]+):(?P<form>[a-z ]+)\}")
_CITIES = (
    "Ludlow", "Kilkenny", "Abilene", "Tarrytown", "Nakuru", "Cuttack", "Iquitos", "Sendai", "Jeonju",
    "Olomouc",
)  # fmt: skip
_STREETS = (
    "Harrowgate Lane", "Cedar Hollow Road", "Mill Race Close", "Juniper Avenue", "Quarry Bank Terrace",
)  # fmt: skip


class Example(NamedTuple):
    """A made-up note with its identifiers."""

    text: str
    gold: tuple[Identifier, ...]
    origin: str
    """Origin of the patient's and relatives' names; empty for notes of another source."""


class _Person(NamedTuple):
    given: str
    family: str
    title: str


def examples(each: int = 8, seed: int = 4) -> list[Example]:
    """`each` fillings of every template for every origin of names."""
    drawn = random.Random(seed)  # noqa: S311 - reproducible examples, nothing secret
    return [
        _filled(template, origin, drawn)
        for origin in _heldout()
        for template in load_yaml("deid/templates.yaml")
        for _ in range(each)
    ]


@cache
def _heldout() -> dict[str, dict[str, list[str]]]:
    lists: dict[str, dict[str, list[str]]] = load_yaml("deid/heldout.yaml")
    return lists


def _filled(template: str, origin: str, drawn: random.Random) -> Example:
    lists = _heldout()[origin]
    # Doctors' names come from the same origin: recall by origin counts every name of a note.
    given, family = drawn.choice(lists["given"]), drawn.choice(lists["family"])
    patient = _Person(given, family, drawn.choice(["Mr", "Mrs", "Ms"]))
    day = date(2015, 1, 1) + timedelta(days=drawn.randrange(3000))
    pieces: list[str] = []
    gold: list[Identifier] = []
    at = length = 0
    for slot in _SLOT.finditer(template):
        kind, form = _kind(slot["kind"]), slot["form"]
        before, value = _value(kind, form, patient, lists, day, drawn)
        day += timedelta(days=drawn.randrange(1, 40))
        lead = template[at : slot.start()] + before
        pieces += [lead, value]
        start = length + len(lead)
        length = start + len(value)
        gold.append(Identifier(start, length, kind, 1.0))
        at = slot.end()
    return Example("".join([*pieces, template[at:]]), tuple(gold), origin)


def _kind(word: str) -> Kind:
    return next(kind for kind in KINDS if kind == word)


def _value(
    kind: Kind, form: str, patient: _Person, lists: dict[str, list[str]], day: date, drawn: random.Random
) -> tuple[str, str]:
    """What stands before the identifier without being one, and the identifier."""
    if kind == "name":
        return _name(form, patient, lists, drawn)
    if kind == "date":
        forms = {
            "numeric": f"{day:%d/%m/%Y}",
            "long": f"{day.day} {day:%B} {day.year}",
            "short": f"{day:%d/%m/%y}",
        }
        return "", forms[form]
    return "", _VALUES[kind, form](drawn)


def _name(form: str, patient: _Person, lists: dict[str, list[str]], drawn: random.Random) -> tuple[str, str]:
    given, family, title = patient
    other = (drawn.choice(lists["given"]), drawn.choice(lists["family"]))
    forms = {
        "full": ("", f"{given} {family}"),
        "titled": (f"{title} ", family),
        "surname": ("", family),
        "given": ("", given),
        "reversed": ("", f"{family.upper()}, {given}"),
        "possessive": (f"{title} ", family),
        "doctor": ("", other[1]),
        "doctor full": ("", f"{other[0]} {other[1]}"),
    }
    before, name = forms[form]
    return before, name


def _digits(drawn: random.Random, count: int) -> str:
    return "".join(str(drawn.randrange(10)) for _ in range(count))


def _checked(drawn: random.Random, count: int, sound: Callable[[str], bool]) -> str:
    while True:
        number = str(drawn.randrange(2, 10)) + _digits(drawn, count - 1)
        if sound(number):
            return number


def _letters(drawn: random.Random, count: int) -> str:
    return "".join(drawn.choice("ABDEFGHJLNPRSTUWXYZ") for _ in range(count))


def _nhs(drawn: random.Random) -> str:
    n = _checked(drawn, 10, nhs_checks)
    return f"{n[:3]} {n[3:6]} {n[6:]}"


def _aadhaar(drawn: random.Random) -> str:
    n = _checked(drawn, 12, aadhaar_checks)
    return f"{n[:4]} {n[4:8]} {n[8:]}"


_VALUES: dict[tuple[Kind, str], Callable[[random.Random], str]] = {
    ("mrn", "letter"): lambda d: _letters(d, 1) + _digits(d, 6),
    ("mrn", "digits"): lambda d: _digits(d, 8),
    ("nhs", "spaced"): _nhs,
    ("aadhaar", "spaced"): _aadhaar,
    ("account", "digits"): lambda d: "7" + _digits(d, 8),
    ("accession", "specimen"): lambda d: f"{_letters(d, 1)}{d.randrange(15, 25)}-{_digits(d, 5)}",
    ("place", "city"): lambda d: d.choice(_CITIES),
    ("place", "street"): lambda d: f"{d.randrange(1, 200)} {d.choice(_STREETS)}",
    ("place", "hospital"): lambda d: f"{d.choice(_CITIES)} {d.choice(['General Hospital', 'Infirmary'])}",
    ("postcode", "uk"): lambda d: (
        f"{d.choice(['LS', 'SW', 'EH', 'B'])}{d.randrange(1, 20)} {d.randrange(1, 9)}"
        f"{d.choice('ABDEF')}{d.choice('GHJLN')}"
    ),
    ("postcode", "zip"): lambda d: "7" + _digits(d, 4),
    ("phone", "us"): lambda d: f"({d.randrange(201, 989)}) {d.randrange(200, 999)}-{_digits(d, 4)}",
    ("phone", "uk"): lambda d: f"07{_digits(d, 3)} {_digits(d, 6)}",
    ("fax", "us"): lambda d: f"{d.randrange(201, 989)}-{d.randrange(200, 999)}-{_digits(d, 4)}",
    ("email", "plain"): lambda d: f"user{_digits(d, 3)}@example.org",
    ("plan", "policy"): lambda d: _letters(d, 3) + _digits(d, 9),
    ("ssn", "dashed"): lambda d: f"{d.randrange(100, 660)}-{d.randrange(10, 99)}-{d.randrange(1000, 9999)}",
    ("device", "serial"): lambda d: _letters(d, 3) + _digits(d, 6) + _letters(d, 1),
    ("photo", "file"): lambda d: f"IMG_{_digits(d, 4)}.jpg",
    ("url", "plain"): lambda d: f"https://portal.example.org/p/{_digits(d, 5)}",
    ("ip", "four"): lambda d: ".".join(str(d.randrange(11, 250)) for _ in range(4)),
    ("age", "old"): lambda d: str(d.randrange(90, 104)),
    ("licence", "number"): lambda d: _letters(d, 5) + _digits(d, 6) + _letters(d, 2),
    ("vehicle", "plate"): lambda d: f"{_letters(d, 2)}{d.randrange(10, 75)} {_letters(d, 3)}",
    ("biometric", "number"): lambda d: _digits(d, 6),
    ("number", "study"): lambda d: f"{_digits(d, 4)}-{_digits(d, 3)}",
}  # fmt: skip
"""How identifiers of each class and form are made up."""
