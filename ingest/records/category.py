"""Categories of imaging reporting systems: BT-RADS 3c, PI-RADS 4, LR-5, Deauville 2."""

import re
from collections.abc import Iterator

from ingest.records.definition import Definition, define
from ingest.records.stated import Frozen

_SCORE = (
    r"(?:v?\d\.\d )?(?:(?:category|score|assessment|cat\.?|final assessment|version|v ?\d(?:\.\d)?|v20\d\d"
    r"|is|of|overall|classification) ?){0,4}[ :=\-\u2013(]{0,4}"
)
_END = r"(?![A-Za-z0-9]|\.\d|/\d| ?mm| ?cm)"
_PATTERNS: dict[str, re.Pattern[str]] = {
    "BT-RADS": re.compile(rf"\bBT[ -]?RADS[ :]{{0,2}}{_SCORE}(?P<c>[0-4])(?P<s>[abc])?{_END}", re.IGNORECASE),
    "PI-RADS": re.compile(
        rf"\bPI[ -]?RADS(?:\u2122|\(tm\))?[ :]{{0,2}}{_SCORE}(?P<c>[1-5]){_END}(?!\.)(?: ?/ ?5)?"
        rf"|\bPI[ -]?RADS[ :]{{0,2}}{_SCORE}(?P<c2>[1-5])(?= ?/ ?5|\.(?!\d))",
        re.IGNORECASE,
    ),
    "BI-RADS": re.compile(
        rf"\bBI[ -]?RADS(?:\u2122|\u00ae)?[ :]{{0,2}}(?:ACR )?{_SCORE}"
        rf"(?P<c>[0-6])[ ]?(?P<s>[ABCabc](?![A-Za-z]))?{_END}",
        re.IGNORECASE,
    ),
    "LI-RADS": re.compile(
        rf"\b(?:LI[ -]?RADS[ :]{{0,2}}{_SCORE}(?:LR[ -]?)?"
        rf"|LR[ -])(?:(?P<tr>TR)[ -]{{1,3}}(?P<trs>(?i:non-?viable|viable|equivocal|non-?evaluable))"
        rf"|(?P<c>TIV|NC|M|[1-5])){_END}",
    ),
    "Lung-RADS": re.compile(
        rf"\bLung[ -]?RADS(?:\u2122|\u00ae)?[ :]{{0,2}}{_SCORE}"
        rf"(?P<c>[0-4])[ ]?(?P<s>[ABXabx](?![A-Za-z]))?(?P<mod>S(?![A-Za-z]))?{_END}",
        re.IGNORECASE,
    ),
    "TI-RADS": re.compile(
        rf"\b(?:(?:ACR )?TI[ -]?RADS[ :]{{0,2}}{_SCORE}(?:TR[ -]?)?|TR[ -]?(?=[1-5]\b))(?P<c>[1-5]){_END}"
    ),
    "Deauville": re.compile(
        rf"\bDeauville(?:'s)?(?: (?:five|5)-?point(?: scale)?)?(?: criteria)?[ :]{{0,2}}{_SCORE}"
        rf"(?P<c>[1-5X])(?![A-Za-z0-9]|\.\d)",
        re.IGNORECASE,
    ),
}
_SUFFIXED = {"BT-RADS": {"1": "ab", "3": "abc"}, "BI-RADS": {"4": "ABC"}, "Lung-RADS": {"4": "ABX"}}
_EARLIER = re.compile(
    r"\b(?:previous(?:ly)?|prior|formerly|was|earlier|old|last|upgraded from|downgraded from|from|if|than)"
    r"(?: (?:mammogra(?:m|phy)|MRI?|CT|scan|study|studies|exam(?:ination)?|imaging|report|ultrasound"
    r"|films?|on|in|of|with"
    r"|category|score|assessment|the|a|an|assigned|categorized as|categorised as|scored|suspicious"
    r"|lesions?|new|reported as"
    r"|called)){0,4}:? ?$",
    re.IGNORECASE,
)
_BOUND = re.compile(r"(?:[<>\u2265\u2264]=?|at least) ?$")
_NONE = re.compile(r"\b(?:no|not|without)(?: \w+){0,2} $", re.IGNORECASE)
_LEGEND = re.compile(r"[ \t]{0,3}(?:[:=\u2013-]|\)) ?[A-Za-z]")


class Category(Frozen):
    """One category as the report assigns it."""

    system: str
    category: str
    """Number with its suffix, as the system writes it: 3c, 4A, TR viable."""
    earlier: bool = False
    """Whether the text gives it as that of an earlier study."""
    modifier: str | None = None
    start: int
    end: int
    definition: Definition | None = None


def read_categories(text: str, warnings: list[str]) -> tuple[Category, ...]:
    """The categories a report assigns, in text order; a printed key of a system is none of them."""
    found: list[Category] = []
    for system, pattern in _PATTERNS.items():
        said = list(_of(system, pattern, text, warnings))
        if len({c.category for c in said}) >= 4:
            listed = [c for c in said if not _in_key(text, c)]
            warnings.append(
                f"{system}: the text lists {len(said)} categories; those of a printed key are left out"
            )
            said = listed
        found.extend(said)
    return tuple(sorted(found, key=lambda c: c.start))


def _of(system: str, pattern: re.Pattern[str], text: str, warnings: list[str]) -> Iterator[Category]:
    for match in pattern.finditer(text):
        groups = match.groupdict()
        raw = groups.get("c") or groups.get("c2") or ""
        before = text[max(0, match.start() - 40) : match.start()]
        if _BOUND.search(match.group()[: -max(1, len(raw))]) or _NONE.search(before):
            continue
        if groups.get("tr"):
            category = "TR " + groups["trs"].replace("-", "").lower()
        else:
            category = raw.upper() if raw.isalpha() else raw
            suffix = groups.get("s") or ""
            allowed = _SUFFIXED.get(system, {}).get(category, "")
            if suffix:
                suffix = suffix.lower() if system == "BT-RADS" else suffix.upper()
                if suffix in allowed:
                    category += suffix
                else:
                    warnings.append(f"{system} {category}{suffix} is no category of it")
        definition = define(system, category)
        if definition is None and category not in {"1", "3", "4"}:
            warnings.append(f"{system} {category} is no category of it")
            continue
        yield Category(
            system=system,
            category=category,
            earlier=bool(_EARLIER.search(before)),
            modifier=(groups.get("mod") or "").upper() or None,
            start=match.start(),
            end=match.end(),
            definition=definition,
        )


def _in_key(text: str, category: Category) -> bool:
    line = text.rfind("\n", 0, category.start) + 1
    heads = not text[line : category.start].strip(" \t*-\u2022(")
    return heads and bool(_LEGEND.match(text, category.end))
