"""Dose expressions: total dose, fractions and dose per fraction, in every order people write them.

Read for documents; in a case text a stated dose is what the case already had or asks about, never a finding.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from ingest.mention import Cover

_NUMBER = r"\d{1,4}(?:[.,\u00b7]\d{1,3})?"
_UNIT = r"(?:c|m)?Gy(?:E| ?\(E\)|[ -]?[(\[]?RBE[)\]]?)?|C?GyE|CGE|cGE|Grays?|gray|rads?"
_COUNT = (
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen"
    r"|twenty(?:[- ]five)?|thirty)"
)
_HOW = (
    r"(?:(?:daily|once[- ]daily|twice[- ]daily|weekly|equal|consecutive|hypofractionated|once[- ]weekly"
    r"|alternate[- ]day|b\.?i\.?d\.?|HDR|SBRT|SABR|treatment|delivered)[ -]){0,2}"
)
_FRACTIONS = (
    r"(?:fractions?|fracs?|fx|fxs|frs?|f|#|#s|Fx|sessions?|treatments?|applications?|insertions?)"
    r"(?![A-Za-z]| ?(?:per|a|/|each|every) ?w(?:ee)?k)"
)
_EACH = (
    r"(?:/ ?(?:fraction|fx|fr|f|#|d|day)\b|[ -]per[ -](?:fraction|day|fx|session)"
    r"|[ -]?(?:daily )?fractions?\b|[ -]each\b)"
)
_D = rf"(?P<d>{_NUMBER})[ -]?(?P<du>{_UNIT})"
_T = rf"(?P<t>{_NUMBER})[ -]?(?P<tu>{_UNIT})"
_OVER = r"(?: ?,? ?(?:over|in|during) \d{1,2}(?:\.\d)? ?(?:-\d{1,2} )?(?:weeks?|days?|wks?))?"

_DAILY = (
    r"(?:once (?:per|a) day|once daily|daily|twice (?:per|a) day|twice daily|per day"
    r"|(?:\d|five) (?:days|times|fractions) (?:per|a) week)"
)

_TOTAL_IN_FRACTIONS = re.compile(
    rf"(?<![\d.]){_T}(?: (?:total|physical dose|was|were|is|given|delivered|administered|prescribed)){{0,3}}"
    rf"(?: ?(?:in|/|over|via|using|as)|,"
    rf"|-)? ?(?:a total of )?(?P<n>{_COUNT})(?: ?x(?= ?daily))? ?[ -]?{_HOW}{_FRACTIONS}"
    rf"(?:,? ?(?:of|at|@|\(|,|in) ?(?:of )?\(?{_D}(?:{_EACH})?)?"
)
_TOTAL_SLASH = re.compile(
    rf"(?<![\d.]){_T} ?/ ?(?P<n>\d{{1,2}})"
    rf"(?!\d|\.\d| ?(?:{_UNIT})|/| ?(?:days?|d|weeks?|wks?|min|hours?|h)\b)"
)
_TOTAL_IN_EACH = re.compile(
    rf"(?<![\d.]){_T}(?: total)?,? ?(?:\(|in|at|with|of|delivered in|given in|using|,"
    rf"|/)? ?(?P<n>{_COUNT})?[ -]?"
    rf"(?:daily |once[- ]daily |twice[- ]daily )?{_D}{_EACH}"
)
_EACH_TIMES = re.compile(
    rf"(?<![\d.]){_D}(?:(?P<each>{_EACH})(?:,? ?(?:given |delivered )?{_DAILY}){{0,3}},? ?(?:x|X"
    rf"|\u00d7|\*|for|in|given in|times|over)"
    rf" ?(?P<n>{_COUNT})(?![\d.]) ?[ -]?{_HOW}{_FRACTIONS}"
    rf"|(?:,? ?(?:given |delivered )?{_DAILY}){{0,3}} ?(?:x|X|\u00d7|\*"
    rf"|times) ?(?P<n2>{_COUNT})(?!\d|\.\d)(?: ?[ -]?{_HOW}{_FRACTIONS})?"
    rf"|(?:,? {_DAILY}){{1,3}} (?:for|in) (?P<n3>{_COUNT}) {_HOW}{_FRACTIONS}"
    rf"| for (?P<n4>{_COUNT}) {_HOW}{_FRACTIONS})"
    rf"(?P<sum>[ ,(]{{0,3}}(?:=|for an?|to an?|total)[ :]{{0,2}}(?:initial |total |cumulative "
    rf"|boost |radiation |planned )*(?:dose)?[ :,]{{0,3}}(?:of |is )?{_T})?"
)
_TIMES_EACH = re.compile(
    rf"(?<![\d.])(?P<n>{_COUNT}) ?(?:x|X|\u00d7|{_HOW}{_FRACTIONS} of(?: a)?"
    rf"|{_HOW}{_FRACTIONS} (?:at|@|,)) ?{_D}(?![ ]?/ ?\d| in \d)"
    rf"(?:{_EACH})?(?P<sum>[ ,(]{{0,3}}(?:=|for an?|to an?|total)[ :]{{0,2}}(?:total "
    rf"|cumulative )*(?:dose)?[ :,]{{0,3}}(?:of )?{_T})?"
)
_SINGLE = re.compile(
    rf"(?<![\d.])(?P<t>{_NUMBER})[ -]?(?P<tu>{_UNIT}),? ?(?:in|as|x|/|\u00d7"
    rf"|\()? ?(?:an? )?(?:single|one|1)(?:[- ](?:dose|fraction|session|treatment|application|#|fx"
    rf"|shot)|#| ?f(?![a-z]))"
    rf"|(?:single|one)(?:[- ]fraction|[- ]dose|[- ]session)?(?: (?:SBRT|SRS|radiotherapy|RT"
    rf"|radiation))?(?: dose)?(?: of|,|:)? (?P<t2>{_NUMBER})[ -]?(?P<tu2>{_UNIT})"
    rf"|(?<![\d.])(?P<t3>{_NUMBER})[ -]?(?P<tu3>{_UNIT}) ?(?:x|\u00d7) ?1(?![\d.])"
)
_FRACTIONS_TO = re.compile(
    rf"(?<![\d.])(?P<n>{_COUNT}) {_HOW}{_FRACTIONS} ?(?:to|,|for|delivering|totalling|totaling"
    rf"|\()? ?(?:an? )?(?:total (?:dose )?(?:of )?)?(?P<t>{_NUMBER})[ -]?(?P<tu>{_UNIT})(?!{_EACH})"
)
_BARE = re.compile(
    r"(?<![\d./-])(?P<t>\d{2}(?:\.\d{1,2})?) ?/ ?(?P<n>\d{1,2})(?![\d./%-])(?= (?:EBRT|RT"
    r"|radiotherapy|VMAT|IMRT)|[ ,]*(?:#|fractions))"
)
_PRODUCT = re.compile(
    rf"(?<![\d.])(?P<x>\d{{1,2}}(?:\.\d{{1,2}})?) ?(?:x"
    rf"|\u00d7) ?(?P<y>\d{{1,2}}(?:\.\d{{1,2}})?)(?: ?Gy)? ?= ?(?P<t>{_NUMBER})[ -]?(?P<tu>{_UNIT})"
)
_RANGE_BEFORE = re.compile(
    r"\d ?(?:[-\u2013\u2014+]|to|or|and|vs\.?|versus) ?$|(?:at least|up to|[<>\u2265\u2264\u00b1]) ?$",
    re.IGNORECASE,
)
_RANGE_AFTER = re.compile(r" ?(?:[-\u2013\u2014]|to|or) ?\d")
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "twenty": 20,
    "twenty-five": 25, "twenty five": 25, "thirty": 30,
}  # fmt: skip
TOLERANCE = 0.02
"""Relative rounding accepted between a total and fractions times dose per fraction (15 times 2.67 Gy)."""


_MOST_BY_PRODUCT = 90.0
"""Gy; "20 Gy x 5" may be 20 Gy in five fractions, so a product beyond this is not believed."""


_MOST_EACH_FOR = 6.0
"""Gy; "1.8 Gy for 28 fractions" is a dose per fraction, "50 Gy for 25 fractions" is not."""


class Dose(NamedTuple):
    """A dose expression whose parts agree."""

    total_gy: float
    fractions: int
    start: int
    end: int
    stated: int
    """How many of total, fractions and dose per fraction the text gives: 2 or 3."""
    particle: bool
    """Whether the dose is given as RBE-weighted, which is said of protons and ions."""

    @property
    def per_fraction_gy(self) -> float:
        """Dose per fraction in Gy."""
        return self.total_gy / self.fractions


def read_doses(text: str) -> list[Dose]:
    """Every dose expression with a known total and number of fractions, none overlapping, in text order.

    A range, an alternative ("45 or 50 Gy") and parts that contradict one another are not read.
    """
    found: list[Dose] = []
    blocked: list[tuple[int, int]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            dose = _dose(text, match)
            if dose is not None:
                found.append(dose)
            elif pattern not in (_BARE, _EACH_TIMES, _PRODUCT):
                # What a range or a contradiction spans must not be read in part either.
                blocked.append(match.span())
    barred = Cover(blocked)
    found = [d for d in found if not barred.holds(d.start, d.end)]
    found.sort(key=lambda d: (-d.stated, d.start - d.end, d.start))
    kept: list[Dose] = []
    for dose in found:
        # What is kept is in order and apart, so only the one before and the one after can overlap.
        at = bisect_left(kept, dose.start, key=lambda d: d.start)
        if all(d.end <= dose.start or dose.end <= d.start for d in kept[max(0, at - 1) : at + 1]):
            kept.insert(at, dose)
    return kept


_PATTERNS = (
    _TOTAL_IN_FRACTIONS, _TOTAL_SLASH, _TOTAL_IN_EACH, _EACH_TIMES, _TIMES_EACH, _SINGLE, _FRACTIONS_TO,
    _BARE, _PRODUCT,
)  # fmt: skip


def _dose(text: str, match: re.Match[str]) -> Dose | None:
    if _RANGE_BEFORE.search(text[max(0, match.start() - 10) : match.start()]):
        return None
    if _RANGE_AFTER.match(text[match.end() :][:6]) and not match.group().endswith((")", "]")):
        return None
    groups = match.groupdict()
    total = _gray(groups.get("t") or groups.get("t2") or groups.get("t3"),
                  groups.get("tu") or groups.get("tu2") or groups.get("tu3") or "Gy")  # fmt: skip
    each = _gray(groups.get("d"), groups.get("du") or "Gy")
    raw = next((groups[k] for k in ("n", "n2", "n3", "n4") if groups.get(k)), None)
    count = _number(raw) if raw else (1 if match.re is _SINGLE else None)
    if match.re is _PRODUCT:
        factors = sorted((groups["x"], groups["y"]), key=lambda f: "." in f)
        if "." in factors[0] or "." not in factors[1]:
            # Of two whole numbers either could be the fractions.
            return None
        count, each = int(factors[0]), float(factors[1])
    stated = sum(v is not None for v in (total, each, count))
    if groups.get("n4") and each is not None and each > _MOST_EACH_FOR and total is None:
        return None
    if total is None and each is not None and count is not None:
        total = round(each * count, 3)
    elif total is not None and each is not None and count is None:
        count = round(total / each)
        if count < 1 or abs(total - count * each) > TOLERANCE * total:
            return None
    if total is None or count is None or count < 1:
        return None
    if each is not None and abs(total - count * each) > TOLERANCE * total:
        return None
    per_fraction = total / count
    if not (0.1 <= per_fraction <= 34 and 0.5 <= total <= 160 and count <= 80):
        return None
    if stated == 2 and each is not None and match.re is _EACH_TIMES and total > _MOST_BY_PRODUCT:
        return None
    particle = bool(re.search(r"RBE|GyE|CGE|cGE", match.group()))
    return Dose(round(total, 3), count, match.start(), match.end(), stated, particle)


def _gray(value: str | None, unit: str) -> float | None:
    if value is None:
        return None
    number = float(value.replace(",", ".").replace("\u00b7", "."))
    if unit.startswith("cGy") or unit.lower().startswith("rad"):
        # A comma of a centigray figure parts thousands: 5,040 cGy.
        return float(value.replace(",", "")) / 100
    return number / 1000 if unit.startswith("mGy") else number


def _number(raw: str) -> int:
    return int(raw) if raw.isdigit() else _WORDS[raw.lower()]


_ANY_DOSE = re.compile(rf"(?<![\w.]){_NUMBER}[ -]?(?:{_UNIT})(?![A-Za-z])")


def unread_doses(text: str, doses: Sequence[Dose]) -> bool:
    """Whether the text gives a dose that is part of none of these: a range, an alternative, half a course."""
    return any(
        not any(d.start - 1 <= m.start() and m.end() <= d.end + 1 for d in doses)
        for m in _ANY_DOSE.finditer(text)
    )
