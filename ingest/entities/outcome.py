"""Outcomes with what they came to, and the effects a text reports: ratio, interval, p value, arms."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, NamedTuple

from ingest.entities.found import Found
from ingest.lexicon import Gazetteer, load_yaml
from ingest.mention import Cover, Kind, Mention, outermost
from ingest.reading import Reading

_UNITS = {
    "%": "%",
    "percent": "%",
    "month": "mo",
    "mo": "mo",
    "year": "a",
    "yr": "a",
    "week": "wk",
    "wk": "wk",
    "day": "d",
}
_UNIT = r"(?P<unit>%|percent\b|months?\b|mo\b|mos\b|years?\b|yrs?\b|weeks?\b|wks?\b|days?\b)"
_NUM = r"\d{1,4}(?:\.\d{1,3})?"
_VALUE = re.compile(
    rf"(?:[ ,:=(]|rates?\b|was\b|were\b|is\b|are\b|of\b|at\b|approximately\b|about\b|reached\b|time\b"
    rf"|achieved\b|in\b|"
    rf"\((?:OS|PFS|DFS|EFS|LC|ORR|RFS|CSS|DMFS|LRC|MFS|pCR|CR)\)|estimated\b|probability\b|only\b"
    rf"|observed\b|[1-9]\d?[ -]years?\b|[1-9]\d?[ -]months?\b){{1,9}}"
    rf"(?P<number>{_NUM})(?P<other> ?%?,? (?:vs\.?|versus|and|compared with|to|or) {_NUM}"
    rf"| ?[-\u2013] ?{_NUM})? ?{_UNIT}"
    r"(?P<again>,? (?:(?:vs\.?|versus|compared (?:with|to)) (?:only )?\d"
    r"|and \d{1,3}(?:\.\d{1,2})? ?(?:%|months)))?",
    re.IGNORECASE,
)
_POINT = re.compile(
    r"(?P<point>(?:median|mean|(?:\d{1,2}(?:\.\d)?|one|two|three|five|ten)[ -](?:year|yr|y|month|mo|week"
    r"|day)s?))"
    r"(?: (?:actuarial|estimated|overall|rates? of|cumulative incidence of|incidence of"
    r"|Kaplan-Meier))? ?(?:rates? of )?$",
    re.IGNORECASE,
)
_RATIO = re.compile(
    r"(?<![A-Za-z])(?P<name>(?:sub)?(?:hazard|odds|risk|rate) ratios?|relative risk|HRs?|aHR|sHR|AHR|ORs?"
    r"|aOR|AOR|RR|SHR)(?![A-Za-z-])"
    r"(?P<again> ?[(\[](?:HR|OR|RR|aHR|AHR|aOR|sHR|SHR)s?[)\],])?"
    r"(?:[ ,:;=([]|was\b|were\b|of\b|for (?:death|progression|OS|PFS|disease progression"
    r"|recurrence)\b(?: or death)?|is\b){1,6}"
    r"(?P<value>\d{1,3}\.\d{1,4}|\d{1,2}(?![\d%./]))"
)
_INTERVAL = re.compile(
    r"(?P<level>9\d(?:\.\d)?) ?%[ -]?(?:CIs?|confidence intervals?|C\.I\."
    r"|credible interval)(?: ?[(\[](?:95% ?)?CI[)\]])?[ ,:;=([]{1,4}"
    r"(?P<low>-?\d{1,4}(?:\.\d{1,4})?)(?: ?%)? ?(?:-|\u2013|\u2212|to|,|;) ?(?P<high>\d{1,4}(?:\.\d{1,4})?)",
    re.IGNORECASE,
)
_P = re.compile(
    r"(?<![A-Za-z])[Pp](?:[ -]?values?| for \w{1,20})?(?: of"
    r"| was)?[ \u2009\u00a0]?(?P<sign>[=<>\u2264\u2265])[ \u2009\u00a0]?(?P<p>[01]?\.\d{1,6}|0\.\d{1,6}|1\.0)"
)
_ARMS = re.compile(
    rf"(?<![\d.])(?P<first>{_NUM})(?P<unit1> ?(?:%|months?|mo|years?"
    rf"|weeks?))?(?: \([^()]{{1,40}}\))?,? (?:vs\.?|versus|compared (?:with|to)|v) (?:only )?"
    rf"(?P<second>{_NUM}) ?(?P<unit>%|months?\b|mo\b|years?\b|weeks?\b|days?\b)",
    re.IGNORECASE,
)
_DEFINED = re.compile(r"[(\[]([A-Za-z]{2,6})[)\],]")
_STATISTIC = re.compile(r"(?:median|mean) ", re.IGNORECASE)
_RATE = re.compile(r"(?:(?<=survival)|(?<=control)) (?:rates?|times?)$", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:CNS|[Ii]ntracranial|disease-specific|systemic|[Bb]rain) $")
_CELLS = re.compile(r"\b(?:cell|cellular|graft|implant|bacterial|neuronal|in vitro) $", re.IGNORECASE)
_CELLS_AFTER = re.compile(r" (?:of (?:\w+ )?cells?|signal\w*|pathway\w*|factor|gene)\b", re.IGNORECASE)
_SOUGHT = re.compile(
    r"\b(?:risks? (?:of|for)|rates? of|incidence of|time to|patterns? of|sites? of|terms of|had|developed"
    r"|predict\w*|detect\w*|prevent\w*|reduc\w+|lower\w*"
    r"|freedom from"
    r"|factors? (?:for|of)|predictors? of|likelihood of|probability of|prognosis of|associated with) "
    r"(?:(?!and )[\w-]+ ){0,5}$",
    re.IGNORECASE,
)
_MORTAL = re.compile(
    r"\b(?:risks?|odds|rates?|hazards?|probability|likelihood|incidence|number"
    r"|percentage) of (?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
_MORTALITY = frozenset({"death", "deaths"})
_CATEGORY = re.compile(
    r"(?<![A-Za-z0-9-])(?P<category>CRi?|VGPR|PR|SD|PD)(?![A-Za-z0-9+-])"
    r"(?=(?:,? (?:or|and) |, |/| ?\+ ?)(?:CRi?|VGPR|n?PR|SD|PD|MR|NE|partial|stable|progressive"
    r"|complete)(?![A-Za-z0-9]))"
    r"|(?:(?<=CR, )|(?<=CR or )|(?<=CR and )|(?<=CR/)|(?<=CR\+)|(?<=PR, )|(?<=PR or )|(?<=PR and )|(?<=PR/)"
    r"|(?<=PR\+)"
    r"|(?<=SD, )|(?<=SD or )|(?<=SD and )|(?<=SD/)|(?<=, or ))(?P<last>CRi?|PR|SD|PD)(?![A-Za-z0-9+-])"
    r"|(?:(?<=partial response \()|(?<=partial remission \())(?P<partial>PR)(?=\))"
    r"|(?<=stable disease \()(?P<stable>SD)(?=\))"
    r"|(?<=progressive disease \()(?P<progressive>PD)(?=\))"
)
"""A category of response beside another one, or behind its own name."""
_CATEGORIES = {"CR": "complete-response", "CRi": "complete-response", "PR": "partial-response",
    "VGPR": "partial-response", "SD": "stable-disease", "PD": "progressive-disease"}  # fmt: skip
_OF_CATEGORIES = re.compile(
    r"RECIST|[Rr]espon|[Rr]emission|progress|tumou?r|lesion|myeloma|iRC|mRECIST|PERCIST|Lugano"
)
_FREE = re.compile(
    r"\b[A-Za-z]{4,}(?:-[A-Za-z]{3,})?(?:[ -](?:metastas[ie]s|failure|recurrence|progression|dependence"
    r"|dysfunction))?"
    r"-free (?:survival|interval)\b"
)
"""An endpoint that no list has: "brain metastasis-free survival"."""
_RESPONDING = re.compile(
    r"\b(?:in terms of|variable|local|complete or partial|sustained|best|durable|objective|early"
    r"|PET(?:/CT)?|predict\w*|prediction of|improv\w+|assess\w* of|rates? of"
    r"|predictors? of|good|poor|metabolic|to assess|evaluate) (?:the )?$",
    re.IGNORECASE,
)
_MEASURED_AFTER = re.compile(
    r" (?:risk|during (?:chemo|radio|treat)|to (?:chemo|radio|treatment|therapy))", re.IGNORECASE
)
_WINDOW = 90
"""Characters behind a ratio in which its interval and p value stand."""


class _Outcomes(NamedTuple):
    names: Gazetteer
    weak: frozenset[str]
    sought: frozenset[str]


@cache
def _outcomes() -> _Outcomes:
    entries: dict[str, dict[str, Any]] = load_yaml("outcomes.yaml")["outcome"]
    rows: list[tuple[Kind, str, str, str]] = [
        ("trigger", slug, form, form)
        for slug, entry in entries.items()
        for form in (entry["name"], *entry["forms"])
    ]
    return _Outcomes(
        Gazetteer(rows),
        frozenset(form for entry in entries.values() for form in entry.get("weak", ())),
        frozenset(form for entry in entries.values() for form in entry.get("sought", ())),
    )


def find_outcomes(reading: Reading) -> Iterator[Found]:
    """The outcomes a text names; the number is the value stated right behind, the status its time point.

    Where two arms' values stand the number is left out: whose it is, `read_effects` says.
    """
    outcomes, text = _outcomes(), reading.text
    named = [m for m in outcomes.names.find(reading.words) if _written(text, m)]
    defined = frozenset(match[1] for match in _DEFINED.finditer(text)) if named else frozenset()
    seen: set[int] = set()
    for mention in outermost(named):
        if mention.start in seen:
            continue
        value = _VALUE.match(text, mention.end, min(len(text), mention.end + 90))
        if str(mention.value) in outcomes.weak and not (value or str(mention.value) in defined):
            continue
        if not _is_endpoint(text, mention, outcomes):
            continue
        seen.add(mention.start)
        point = _POINT.search(text, max(0, mention.start - 40), mention.start)
        status = re.sub(r"\s+", "-", point["point"].lower()) if point else None
        number, unit = _quantity(value)
        yield Found(
            "outcome", *_name(text, mention), status=status, number=number, unit=unit,
            curie=f"oncograph:{mention.name}",
        )  # fmt: skip
    yield from _categories(text)
    if "-free" in text:
        listed = Cover((m.start, m.end) for m in named)
        for match in _FREE.finditer(text):
            if not listed.holds(match.end() - 8, match.end()):
                yield Found("outcome", *match.span())


def _categories(text: str) -> Iterator[Found]:
    if not any(category in text for category in _CATEGORIES):
        return
    for match in _CATEGORY.finditer(text):
        if _OF_CATEGORIES.search(text, max(0, match.start() - 200), match.end() + 120):
            said = match.group()
            yield Found("outcome", *match.span(), curie=f"oncograph:{_CATEGORIES[said]}")


def _is_endpoint(text: str, mention: Mention, outcomes: _Outcomes) -> bool:
    """Whether a plain word is something measured or sought: "risk of recurrence", no "immune response"."""
    form = str(mention.value)
    if form == "survival":
        return not (
            _CELLS.search(text, max(0, mention.start - 16), mention.start)
            or _CELLS_AFTER.match(text, mention.end)
        )
    if form not in outcomes.sought:
        return True
    if form in _MORTALITY:
        return _MORTAL.search(text, max(0, mention.start - 40), mention.start) is not None
    if _MEASURED_AFTER.match(text, mention.end):
        return True
    pattern = _RESPONDING if form == "response" else _SOUGHT
    return pattern.search(text, max(0, mention.start - 50), mention.start) is not None


def _name(text: str, mention: Mention) -> tuple[int, int]:
    """The endpoint's name without its statistic, with the place it is measured at."""
    start, end = mention.start, mention.end
    statistic = _STATISTIC.match(text, start, end)
    start = statistic.end() if statistic else start
    rate = _RATE.search(text, start, end)
    end = rate.start() if rate else end
    place = _PLACE.search(text, max(0, start - 24), start)
    return (place.start() if place else start), end


def _quantity(value: re.Match[str] | None) -> tuple[float | None, str | None]:
    if value is None or value["other"] or value["again"]:
        return None, None
    return float(value["number"]), _unit(value["unit"])


def _unit(raw: str) -> str:
    low = raw.strip().lower()
    return _UNITS.get(low) or _UNITS[low.rstrip("s")]


def _written(text: str, mention: Mention) -> bool:
    """Short forms stand in their own case; "OS" is no Latin bone, "os" none of these."""
    form, span = str(mention.value), text[mention.start : mention.end]
    if " " in form or (form.islower() and len(form) > 5):
        return True
    return span == form or span == f"{form}s"


class Effect(NamedTuple):
    """A reported effect with its place in the text."""

    start: int
    end: int
    measure: Literal["HR", "OR", "RR"]
    value: float
    low: float | None = None
    high: float | None = None
    level: float | None = None
    """Of the interval, in per cent."""
    p: float | None = None
    p_sign: str | None = None


class Arms(NamedTuple):
    """Two arms' values of one outcome, in the order the text gives them."""

    start: int
    end: int
    first: float
    second: float
    unit: str


def read_effects(text: str) -> Iterator[Effect]:
    """The ratios of a text with interval and p value, those that stand behind the ratio only."""
    for match in _RATIO.finditer(text):
        value = float(match["value"])
        name = match["name"].lower()
        measure: Literal["HR", "OR", "RR"] = (
            "HR"
            if "hazard" in name or "hr" in name
            else "OR"
            if "odds" in name or name.strip("as") == "or"
            else "RR"
        )
        stop = min(len(text), match.end() + _WINDOW)
        following = _RATIO.search(text, match.end(), stop)
        stop = following.start() if following else stop
        interval = _INTERVAL.search(text, match.end(), stop)
        low = high = level = None
        end = match.end()
        if interval and float(interval["low"]) <= value <= float(interval["high"]):
            low, high, level = float(interval["low"]), float(interval["high"]), float(interval["level"])
            end = interval.end()
        probability = _P.search(text, end, stop)
        if probability:
            end = probability.end()
        yield Effect(
            match.start(), end, measure, value, low, high, level,
            float(probability["p"]) if probability else None,
            probability["sign"] if probability else None,
        )  # fmt: skip


def read_arms(text: str) -> Iterator[Arms]:
    """Two values set against each other: "34.7 versus 11.6 months"."""
    for match in _ARMS.finditer(text):
        unit = _unit(match["unit"])
        if match["unit1"] and _unit(match["unit1"]) != unit:
            continue
        yield Arms(match.start(), match.end(), float(match["first"]), float(match["second"]), unit)
