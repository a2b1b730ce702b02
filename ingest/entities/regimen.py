"""Systemic regimens by name, with their drugs; drugs written out together are drugs."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from ingest.entities.found import Found
from ingest.lexicon import Gazetteer, load_yaml
from ingest.linking.names import known_drugs
from ingest.mention import Kind, Mention, outermost
from ingest.reading import Reading

_CYCLES_AFTER = re.compile(
    r"[ ,]{1,2}(?:chemotherapy |for |given |regimen |\()?(?:for )?(?:x ?(?P<times>\d{1,2})\b"
    r"|(?P<number>\d{1,2}|one|two|three|four|five|six|eight)"
    r"(?P<range> ?(?:-|\u2013|to) ?\d{1,2})? (?:cycles|courses|cycle)\b|\u00d7 ?(?P<cross>\d{1,2})\b)",
    re.IGNORECASE,
)
_CYCLES_BEFORE = re.compile(
    r"\b(?P<number>\d{1,2}|one|two|three|four|five|six|eight)(?P<range> ?(?:-|\u2013"
    r"|to) ?\d{1,2})? (?:more |additional |further )?(?:cycles|courses) (?:of )?"
    r"(?:adjuvant |neoadjuvant |neo-adjuvant |induction |consolidation |concurrent |chemotherapy with "
    r"|chemotherapy \(|dose-dense |standard )?$",
    re.IGNORECASE,
)
_NOUN = re.compile(r" (?:cycles?|courses?)\b", re.IGNORECASE)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8}
_TREATED = re.compile(
    r"\b(?:chemo\w*|regimens?|cycles?|courses?|adjuvant|neoadjuvant|induction|consolidation|conditioning"
    r"|received?|treated with|given|started|completed"
    r"|salvage|C\d{1,2}|\d{1,2}x|x ?\d{1,2}|followed by|first-line|second-line|on)\b",
    re.IGNORECASE,
)
_NEAR = 28
_FROZEN = re.compile(r" (?:packs?|chips|cubes?|cream|water|baths?)\b", re.IGNORECASE)
"""Behind ICE in capitals, what is no chemotherapy."""


_OF_A_JOINT = re.compile(
    r" (?:joints?|ligaments?|separation|space|arthr\w+|fossa|ratio|power)\b", re.IGNORECASE
)
"""Behind AC or EC, what is no chemotherapy."""


class _Regimens(NamedTuple):
    names: Gazetteer
    drugs: dict[str, tuple[str, ...]]
    weak: frozenset[str]


@cache
def _regimens() -> _Regimens:
    entries: dict[str, dict[str, Any]] = load_yaml("systemic_regimens.yaml")["regimen"]
    rows: list[tuple[Kind, str, str, str]] = [
        ("trigger", slug, form, form)
        for slug, entry in entries.items()
        for form in (entry["name"], *entry["forms"])
    ]
    return _Regimens(
        Gazetteer(rows),
        {slug: tuple(entry["drugs"]) for slug, entry in entries.items()},
        frozenset(slug for slug, entry in entries.items() if entry.get("weak")),
    )


def regimen_drugs(slug: str) -> tuple[str, ...]:
    """The slugs of a named regimen's drugs; none for an unknown one."""
    return _regimens().drugs.get(slug, ())


def find_regimens(reading: Reading) -> Iterator[Found]:
    """The systemic regimens of a text; number and unit are the cycles where it says them.

    The status lists the drugs: "fluorouracil + leucovorin + oxaliplatin".
    """
    yield from _named(reading)


def find_cycles(reading: Reading) -> Iterator[Found]:
    """The counts of cycles that regimens were given for: "6" of "R-CHOP x 6"."""
    for regimen in _named(reading):
        if regimen.number is not None:
            span = _counted(reading.text, regimen.start, regimen.end)
            yield Found("duration", *span, None, regimen.number, "{cycle}")


def _named(reading: Reading) -> Iterator[Found]:
    regimens, text = _regimens(), reading.text
    found = [m for m in regimens.names.find(reading.words) if _stands(text, m, regimens)]
    seen: set[int] = set()
    for mention in outermost(found):
        if mention.start in seen:
            continue
        seen.add(mention.start)
        cycles = _cycles(text, mention.start, mention.end)
        names = " + ".join(known_drugs()[d].name for d in regimens.drugs[mention.name])
        yield Found(
            "regimen", mention.start, mention.end, status=names,
            number=cycles, unit=None if cycles is None else "1", curie=f"oncograph:{mention.name}",
        )  # fmt: skip


_PLAIN = str.maketrans("", "", " -\u2010\u2011\u2013/+")


def _stands(text: str, mention: Mention, regimens: _Regimens) -> bool:
    span = text[mention.start : mention.end]
    if (span == "ICE" and _FROZEN.match(text, mention.end)) or _OF_A_JOINT.match(text, mention.end):
        return False
    form = str(mention.value)
    if span.translate(_PLAIN) != form.translate(_PLAIN):
        loose = len(form.translate(_PLAIN)) > 4 and mention.name not in regimens.weak
        if not loose or span.translate(_PLAIN).lower() != form.translate(_PLAIN).lower():
            return False
    if text[mention.end : mention.end + 1] == "-" and text[mention.end + 1 : mention.end + 2].isalpha():
        return mention.name not in regimens.weak
    if mention.name not in regimens.weak:
        return True
    before = text[max(0, mention.start - _NEAR) : mention.start]
    after = text[mention.end : mention.end + _NEAR]
    return bool(_TREATED.search(before) or _TREATED.match(after.lstrip(" ,")) or _CYCLES_AFTER.match(after))


def _counted(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the count of a regimen's cycles stands, with its noun where it has one."""
    match = _CYCLES_AFTER.match(text, end)
    if match is None:
        match = _CYCLES_BEFORE.search(text, max(0, start - 60), start)
    if match is None:
        return end, end
    groups = match.groupdict()
    key = next(k for k in ("times", "cross", "number") if groups.get(k))
    noun = _NOUN.match(text, match.end(key)) if key == "number" else None
    return match.start(key), noun.end() if noun else match.end(key)


def _cycles(text: str, start: int, end: int) -> float | None:
    if "follow" in text[start:end]:
        # The count is one part's, not the whole sequence's.
        return None
    match = _CYCLES_AFTER.match(text, end) or _CYCLES_BEFORE.search(text, max(0, start - 60), start)
    if match is None or match["range"]:
        return None
    groups = match.groupdict()
    said = (groups.get("times") or groups.get("cross") or groups["number"]).lower()
    return float(_NUMBERS[said]) if said in _NUMBERS else float(said)
