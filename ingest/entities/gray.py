"""Figures in gray: a prescribed dose, a dose per fraction, or a limit that nobody prescribed."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple

from ingest.grammar.dose import Dose
from ingest.mention import Cover
from ingest.reading import Reading
from kg.statement import Tier

_NUMBER = r"(?:\d{1,2},\d{3}|\d{1,4})(?:[.,\u00b7]\d{1,3})?"
_UNIT = (
    r"(?:[cC]?Gy(?:E\b|e\b| ?\(E\)|[ -]?[(\[]? ?RBE(?:[ -]?1\.1)? ?[)\]]?)?|[cC]GE|(?:[cC]G|g)yE|[cC]?G[yY]"
    r"|gy|cgy"
    r"|(?:centi)?[Gg]rays?(?: ?[(\[]? ?RBE ?[)\]]?)?"
    r"|rads?)"
)
_FIGURE = re.compile(
    rf"(?<!\d[.,])(?<![A-WYZa-wyz0-9_^])(?:(?P<low>{_NUMBER})"
    rf"(?:(?P<join> ?(?:-|\u2013|\u2014|\\?~|to|or|and) ?|- (?:to|or|and) )|[ -]?{_UNIT}(?P<join2> ?(?:-"
    rf"|\u2013|\u2014|\\?~"
    rf"|to) ?)))?"
    rf"(?P<high>{_NUMBER})[ -]?(?P<unit>{_UNIT})(?![A-Za-z0-9])"
)
_COUNT_BEFORE = re.compile(r"(?:[gG][yY](?:E| ?[(\[]?RBE[)\]]?)?|rads?),? ?(?:in|over|/|x|X|\u00d7) ?$")
"""Before a number: it counts the fractions of the dose before it, as 13 of "39 Gy in 13 or 26 Gy in 5"."""
_NAMED = re.compile(r" ?[(\[] ?(?:c?Gy|[Rr]ads?|RBE|[Tt]otal) ?[)\]]")
_TIMES_X = re.compile(r"(?:^|[\d )])[xX]$")

_NOT_A_DOSE_AFTER = re.compile(
    r" ?(?:/|per|\u00b7|\*) ?(?:min|h\b|hr|hour|s\b|sec|c?c\b|cm|mm|MU)|[- ]?isodose|,? ?\(?(?:BED|EQD|NTD"
    r"|LQED)"
    r"|\^? ?-1\b| (?:matter|scale|zone|hairs?|literature|line\b)|-?(?:equivalent|eq\b)"
)
_LIMIT_BEFORE = re.compile(
    r"\bD ?\(?(?:max|mean|min|med|\d{1,3}(?:\.\d{1,2})?) ?(?:cc|cm3|%|ml)?\)?(?![A-Za-z0-9])[^.;]{0,25}$"
    r"|\bV ?\(?\d{0,2}\)?[^.;\w]{0,15}$"
    r"|\b(?:constraints?|toleran\w+|thresholds?|cut-?off|isodose|scatter\w*|hot ?spots?|dose[- ]rate"
    r"|limit(?:ed|s|ing)?"
    r"|not exceed(?:ing)?|kept|spar(?:ed|ing))\b[^.;]{0,40}$|\b(?:shield\w*|blocks?|blocking) (?:at|of|to) $"
    r"|\b(?:MLD|MHD|LD50|TD5/5|TD50)\b[^.;]{0,15}$"
    r"|(?:alpha ?/ ?beta|\u03b1 ?/ ?\u03b2|\ba/b\b)[^.;]{0,20}$"
    r"|\b(?-i:BED|EQD2?|NTD)(?:10|3|2)?\b[^.;,]{0,40}$|\b(?:equivalent"
    r"|isoeffective) (?:\w+ )?doses?[^.;,]{0,30}$"
    r"|(?:\b(?:by|difference(?: of)?|increase of|decrease of|reduction of|additional|every"
    r"|(?:volume|tissue|percent\w*|proportion|%|cc|organs?|lungs?|heart|liver|brain|breast)"
    r"(?: \w+){0,2} receiving) ?(?:\+|-)? ?"
    r"|(?<![\dy)])(?<![\dy)] )[+\u2212]|\u00b1 ?)$",
    re.IGNORECASE,
)
_ORGANS = (
    r"(?:(?:spinal |lumbar )?cord|parotids?(?: glands?)?|heart|lungs?|oesophagus|esophagus|brain ?stem|chiasm"
    r"|optic nerves?|lens(?:es)?|kidneys?|bowel|rect(?:um|al(?: wall)?)|bladder wall|hippocamp\w+"
    r"|cochleae?|skin"
    r"|normal (?:tissues?|brain|liver)|organs? at risk|OARs?|ovar(?:y|ies)|thyroid|pituitary|mandible"
    r"|carotids?"
    r"|femoral heads?|LAD|PIBS|fet(?:us|al)|foetus|gonads?|salivary glands?|parotid)"
)
ORGAN = re.compile(rf"\b{_ORGANS}\b", re.IGNORECASE)
"""Organs whose dose is a limit, not a prescription."""
_DISEASED = (
    r" ?-?(?:\w+ )?(?:cancers?|carcinomas?|adenocarcinomas?|tumou?rs?|metast\w+|mets?|lesions?|lymphomas?)\b"
)
_ORGAN_BEFORE = re.compile(
    rf"\b{_ORGANS}\b(?!{_DISEASED})[^.;(]{{0,30}}\b(?:doses?|receiv\w+|exposure|exposed)\b[^.;]{{0,25}}$"
    rf"|\bdoses? (?:to|of|in|received by|for|at) (?:the )?(?:\w+ )?{_ORGANS}\b[^.;]{{0,30}}$"
    rf"|\b(?:maximum|max|maximal|mean|point) (?:\w+ )?{_ORGANS}\b[^.;]{{0,25}}$",
    re.IGNORECASE,
)
_STATISTIC = re.compile(
    r"\b(?:mean|median|average|range[sd]?|ranging|IQR|maximum|maximal|minimum)\b[^.;(]{0,60}$", re.IGNORECASE
)
_BOUND = re.compile(
    r"(?P<sign>>=|<=|\\?>|\\?<|[\u2265\u2264\u2a7e\u2a7d]|at least|up to|(?:more|greater|less|lower"
    r"|higher) than|over"
    r"|above|below|under|minimum(?: dose)?(?: of)?|maximum(?: dose)?(?: of)?|exceed(?:s|ed|ing)?) ?=? ?$",
    re.IGNORECASE,
)
_SIGNS = {
    ">=": ">=", "\u2265": ">=", "\u2a7e": ">=", "at least": ">=", "<=": "<=", "\u2264": "<=", "\u2a7d": "<=",
    "up to": "<=", ">": ">", "<": "<", "\\>": ">", "\\<": "<", "more than": ">", "greater than": ">",
    "higher than": ">", "less than": "<", "lower than": "<", "over": ">", "above": ">", "below": "<",
    "under": "<",
}  # fmt: skip
_PRESCRIBED = re.compile(
    r"prescri\w+|total(?: \w+)? doses?|radio\w*therap|radiation|irradiat|boost|\bRT\b|received|delivered"
    r"|treated",
    re.IGNORECASE,
)
_LABORATORY = re.compile(
    r"\b(?:mice|mouse|murine|rats?|in vitro|xenografts?|cells? (?:lines?|were)|cultured?|clonogenic|phantoms?"
    r"|Monte Carlo|simulated)\b",
    re.IGNORECASE,
)
_COUNTED = r"[x\u00d7*X] ?~? ?\d{1,2}(?!\d|\.\d| ?(?:[cC]?Gy|cm|mm|MV|MeV))"
_EACH_AFTER = re.compile(
    r"[ -]?(?:/ ?(?:fractions?|fract?|fx|fr|f|#|day|d|session|treatment|insertion|application)(?![A-Za-z])"
    r"|(?:per|each|a|every)[ -](?:daily )?(?:fraction|fx|fr|day|session|treatment|insertion|application"
    r"|weekday)\b"
    r"|(?:(?:daily|once[- ]daily|twice[- ]daily|weekly|equal|consecutive|(?:once|twice) per day|bid"
    r"|b\.i\.d\.|each)[ -])"
    r"{0,3}(?:fractions?|fxs?|frs?|fractional)\b)",
    re.IGNORECASE,
)
_DAILY_AFTER = re.compile(
    r",? ?(?:given |delivered |administered )?(?:(?:once|twice|thrice|three times)[ -](?:daily|per day"
    r"|a day|a week"
    r"|per week|weekly)|daily|b\.?i\.?d\b|q\.?d\b|per day|weekly|for \d{1,2} (?:daily )?(?:fractions|fx"
    r"|treatments))",
    re.IGNORECASE,
)
_TIMES_AFTER = re.compile(
    rf",? ?(?:given |delivered )?(?:(?:once|twice)[- ](?:daily|per day) |daily |bid ){{0,2}}{_COUNTED}",
    re.IGNORECASE,
)
_SINGLE_AFTER = re.compile(
    r"[ ,(]{0,2}(?:in |as |x ?|/ ?|\u00d7 ?)?(?:an? )?(?:single|one|1)(?:[- ](?:fraction|dose|session"
    r"|treatment|fx)|#)"
    r"|[ ,]{0,2}(?:in |as )?(?:an? )?SF\b"
    r"| ?[x\u00d7] ?1(?!\d)|/1(?!\d)",
    re.IGNORECASE,
)
_SINGLE_BEFORE = re.compile(
    r"\b(?:single|one|1)[- ](?:fraction|dose|session)s?(?: dose)?(?: of| at)? ?$", re.I
)
_EACH_BEFORE = re.compile(
    r"(?:(?:\d|\b(?:two|three|four|five|six|eight|ten|fifteen|twenty)) ?[x\u00d7] ?"
    r"|\bfraction(?:s|ation)?(?: size)?(?: doses?)?,? ?(?:of|with|at|@)(?: an?)? ?"
    r"|\b(?:(?:each|every) (?:daily )?(?:fraction|fx|session|treatment)|dose per fraction|dose/fraction"
    r"|fraction(?:al)? (?:sizes?|doses?)|daily doses?|each(?: of)?"
    r"|dose ?(?:/|per) ?(?:fx|fr\b|#)|per[- ]fraction dose)"
    r"(?: (?:of|was|is|were|being|ranging from|from|at|delivering|delivers|delivered))?[ :=]{0,2}"
    r"|(?:#|\bfx),? ?(?:@|at|of) ?|@ ?)$",
    re.IGNORECASE,
)
_TOTAL_SAID = re.compile(
    r"\b(?:total|TBI|single|prescri\w+|cumulative|dose of|low[- ]dose|body)\b", re.IGNORECASE
)
_BOOST_BEFORE = re.compile(
    r"\b(?:boost\w*|coned?[- ]?down|SIB)\b(?![^.;\d]*\b(?:total|overall|cumulative) (?:\w+ )?dose)"
    r"(?![^.;\d]*\belective\b)"
    r"(?![^.;\d]*\bto (?:an? )?(?:total |cumulative |final |overall )?(?:dose )?(?:of )?$)[^.;\d]*$",
    re.IGNORECASE,
)
_BOOST_AFTER = re.compile(
    r"[ ,(]*(?:sequential |additional |integrated |concomitant |electron |SIB |\w+ )?boost\b(?! (?:of"
    r"|to|with|dose|at) (?:an? )?\d|[ :=]{1,3}\d)",
    re.IGNORECASE,
)
_CUMULATIVE = re.compile(r"\b(?:cumulative|overall|final|in total)\b", re.IGNORECASE)
_LEAST_SHARE = 0.6
"""The lower of two alternatives, of the higher; a number further below it may be anything."""
_FURTHEST = 5
"""How many times the one number the other is, at most, where they are a range or alternatives."""
_BEFORE, _AFTER = 80, 45
"""Characters read around a figure."""


class Figure(NamedTuple):
    """One dose of a text, in Gy, with what it stands for."""

    role: Literal["total", "each"]
    start: int
    end: int
    gray: float | None
    """None for a range."""
    status: str | None
    """`boost`, `rbe`, `>=`, or the ends of a range in Gy."""
    tier: Tier


def read_figures(reading: Reading, organs: Cover) -> list[Figure]:
    """The doses of a text in order, without limits, those of `organs`, equivalents and dose rates.

    A dose said again in another unit, "4300 cGy (4300 rads)", is given once.
    """
    kept: list[Figure] = []
    for figure in _figures(reading, [d.start for d in reading.doses], organs):
        between = reading.text[kept[-1].end : figure.start] if kept else ""
        if not (
            kept and between.strip() in {"(", "=", "[", "/"} and kept[-1].gray == figure.gray is not None
        ):
            kept.append(figure)
    return kept


def _figures(reading: Reading, starts: list[int], organs: Cover) -> Iterator[Figure]:
    text = reading.text
    for match in _FIGURE.finditer(text):
        start, low = match.start(), match["low"]
        either = low is not None and _either(text, match)
        if low is not None and not either and not _ranged(text, match):
            start, low = match.start("high"), None
        if organs.holds(start, start + 1):
            continue
        gray = [_gray(v, match["unit"]) for v in (low, match["high"]) if v is not None]
        if text[start - 1 : start] in {"x", "X"} and not _TIMES_X.search(text, max(0, start - 2), start):
            continue
        floor = max(reading.clauses.sentence_span(start)[0], start - _BEFORE)
        before = text[floor:start]
        after = text[match.end() : match.end() + _AFTER]
        named = _NAMED.match(after)
        after = after[named.end() :] if named else after
        bound = _BOUND.search(before)
        sign = _SIGNS.get(bound["sign"].lower(), "") if bound else ""
        if match["unit"].lower().startswith("rad") and gray[-1] < 0.5:
            continue
        if _never(before, after, sign, text, start, match.end()):
            continue
        dose = _within(reading.doses, starts, start, match.end())
        role = _role(gray, before, after, dose)
        if (role == "each" and not 0.1 <= gray[-1] <= 45) or (role == "total" and not 0.5 <= gray[-1] <= 200):
            continue
        doubtful = (
            (len(gray) > 1 and not either)
            or bound is not None
            or _STATISTIC.search(before) is not None
            or _LABORATORY.search(text, max(0, start - 200), match.end() + 100) is not None
            or before.endswith("/")
            or (role == "total" and gray[-1] <= 3 and dose is None and not _TOTAL_SAID.search(before + after))
        )
        tier: Tier = "review" if doubtful else "accepted"
        if either:
            # "60 or 66 Gy" is a list of two doses; a number far from the other may be no dose at all.
            status = _status(gray[1:], sign, role, before, after, match["unit"])
            far = min(gray) < _LEAST_SHARE * max(gray)
            yield Figure(role, *match.span("low"), gray[0], status, "review" if far else tier)
            yield Figure(role, match.start("high"), match.end(), gray[1], status, tier)
            continue
        yield Figure(
            role=role,
            start=start,
            end=match.end(),
            gray=None if len(gray) > 1 else gray[0],
            status=_status(gray, sign, role, before, after, match["unit"]),
            tier=tier,
        )


def _either(text: str, match: re.Match[str]) -> bool:
    """Whether two numbers are alternatives, as in "60 or 66 Gy"."""
    low, high = _gray(match["low"], match["unit"]), _gray(match["high"], match["unit"])
    near = low < high <= _FURTHEST * low or high < low <= _FURTHEST * high
    return _join(match) == "or" and near and not _is_count(text, match)


def _join(match: re.Match[str]) -> str:
    return (match["join"] or match["join2"]).strip(" -")


def _is_count(text: str, match: re.Match[str]) -> bool:
    """Whether the first of two numbers counts the fractions of a dose before it."""
    counts = _COUNT_BEFORE.search(text, max(0, match.start() - 16), match.start())
    return counts is not None and _EACH_AFTER.match(text, match.end()) is None


def _ranged(text: str, match: re.Match[str]) -> bool:
    """Whether two numbers are the ends of one range, and not "on days 1 and 8 Gy"."""
    join = _join(match)
    if join == "or" or (join == "and" and _is_count(text, match)):
        return False
    low, high = _gray(match["low"], match["unit"]), _gray(match["high"], match["unit"])
    if not low < high <= _FURTHEST * low:
        return False
    return join != "and" or text[max(0, match.start() - 8) : match.start()].rstrip().endswith("between")


def _gray(value: str, unit: str) -> float:
    low = unit.lower()
    if low.startswith(("cgy", "centi", "rad")):
        # A comma of a centigray figure parts thousands: 5,040 cGy.
        return round(float(value.replace(",", "").replace("\u00b7", ".")) / 100, 4)
    decimal = value.replace("\u00b7", ".").replace(",", ".")
    return float(decimal) if decimal.count(".") < 2 else 0.0


def _never(before: str, after: str, sign: str, text: str, start: int, end: int) -> bool:
    """Whether the figure is a limit, the dose of an organ, an equivalent or a rate."""
    if _NOT_A_DOSE_AFTER.match(after) or _LIMIT_BEFORE.search(before) or _ORGAN_BEFORE.search(before):
        return True
    around = text[max(0, start - 120) : end + 60]
    if sign in {"<", "<="} and ORGAN.search(around):
        return True
    if sign == "<" and not _PRESCRIBED.search(before):
        return True
    return _STATISTIC.search(before) is not None and ORGAN.search(around) is not None


def _within(doses: tuple[Dose, ...], starts: list[int], start: int, end: int) -> Dose | None:
    index = bisect_right(starts, start) - 1
    found = doses[index] if index >= 0 else None
    return found if found is not None and end <= found.end + 1 else None


def _role(gray: list[float], before: str, after: str, dose: Dose | None) -> Literal["total", "each"]:
    value = gray[-1]
    if dose is not None and len(gray) == 1:
        near_total = abs(value - dose.total_gy) <= 0.021 * dose.total_gy
        near_each = abs(value - dose.per_fraction_gy) <= 0.021 * dose.per_fraction_gy
        if near_total != near_each:
            return "total" if near_total else "each"
    if _SINGLE_AFTER.match(after) or _SINGLE_BEFORE.search(before):
        return "total"
    if _EACH_AFTER.match(after) or (_EACH_BEFORE.search(before) and not _BOOST_AFTER.match(after)):
        return "each" if value <= 34 else "total"
    if _DAILY_AFTER.match(after):
        return "each" if value <= 6 else "total"
    if _TIMES_AFTER.match(after):
        return "each" if value <= 15 else "total"
    return "total"


def _status(gray: list[float], sign: str, role: str, before: str, after: str, unit: str) -> str | None:
    parts = []
    if role == "total" and not _CUMULATIVE.search(before[-40:]):
        if _BOOST_BEFORE.search(before[-45:]) or _BOOST_AFTER.match(after):
            parts.append("boost")
    if "RBE" in unit or unit.upper().replace(" (E)", "E") in {"GYE", "CGYE", "CGE"}:
        parts.append("rbe")
    if len(gray) > 1:
        parts.append(f"{sign}{gray[0]:g}-{gray[1]:g}")
    elif sign:
        parts.append(sign)
    return " ".join(parts) or None
