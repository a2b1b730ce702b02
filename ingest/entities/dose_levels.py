"""Doses whose unit stands elsewhere: "66/60 Gy", "45, 50 or 54 Gy", "Dose (Gy): 50", "RT 60/30"."""

import re
from collections.abc import Iterator

from ingest.entities.found import Found
from ingest.entities.gray import Figure
from ingest.grammar.part_given import PartGiven
from kg.statement import Tier

_BEFORE = re.compile(r"(?<![\w./])(?P<levels>(?:\d{2}(?:\.\d{1,2})? ?/ ?){1,4})$")
_LISTED = re.compile(r"(?<![\w./,-])(?P<levels>(?:\d{2}(?:\.\d{1,2})?, ){1,4})(?P<join>(?:or|and) )?$")
_JOINED = re.compile(r" (?:or|and) \d")
_LEVEL = re.compile(r"\d{2}(?:\.\d{1,2})?")
_LEAST_SHARE = 0.6
"""The lowest level of a prescription, of the highest; a number below it is a count."""
_LABEL = re.compile(
    r"\b(?:(?P<each>(?:dose|Gy) ?(?:/|per) ?(?:fraction|fx|fr|#)|fraction(?:al)? (?:dose|size))"
    r"|(?:total |prescri(?:bed|ption) |planned |delivered )?dose)"
    r" ?[(\[] ?(?P<unit>c?Gy) ?[)\]](?: ?[:=] ?| )(?P<number>\d{1,4}(?:\.\d{1,2})?)(?![\d.]*\d|[%/\w])",
    re.IGNORECASE,
)
_MOST_EACH, _MOST_TOTAL = 34, 100


def dose_levels(text: str, figures: list[Figure]) -> Iterator[Figure]:
    """The doses that come before the last one's unit: 66 and 60 of "66/60/54 Gy", 45 of "45, 50 or 54 Gy"."""
    for figure in figures:
        before = _before(text, figure)
        if before is None or figure.gray is None or figure.role != "total":
            continue
        levels = list(_LEVEL.finditer(text, *before.span("levels")))
        doses = [float(level.group()) for level in levels]
        if min(*doses, figure.gray) < _LEAST_SHARE * max(*doses, figure.gray):
            continue
        for level, gray in zip(levels, doses, strict=True):
            yield Figure("total", *level.span(), gray, figure.status, "accepted")


def _before(text: str, figure: Figure) -> re.Match[str] | None:
    """The numbers of a list that a dose ends, or stands in before the last."""
    first = max(0, figure.start - 32)
    levels = _BEFORE.search(text, first, figure.start)
    if levels is not None:
        return levels
    listed = _LISTED.search(text, first, figure.start)
    return listed if listed and (listed["join"] or _JOINED.match(text, figure.end)) else None


def labelled_doses(text: str) -> Iterator[Figure]:
    """The doses of a form that has the unit in its label."""
    for match in _LABEL.finditer(text):
        gray = float(match["number"]) / (100 if match["unit"].lower() == "cgy" else 1)
        most = _MOST_EACH if match["each"] else _MOST_TOTAL
        if 0.5 <= gray <= most:
            yield Figure("each" if match["each"] else "total", *match.span("number"), gray, None, "accepted")


_NAMED = (
    r"\b(?:[XE]?[BR]*RT|EBRT|CRT|CCRT|chemo-?RT|(?:chemo)?radiotherapy|Radiotherapy|IMRT|VMAT|SBRT|SABR|PORT|PMRT|WBRT"
    r"|irradiation|radiation(?: therapy)?|protons?)"
)
_PLACE = (
    r"(?:(?: (?:to|of|for|the|left|right|both|bilateral|L|R))+"
    r"(?: (?!\w+ed\b|since|from|until|began|due)[a-z]{3,12}){0,3})?"
)
_BARE = re.compile(
    rf"(?:(?P<led>{_NAMED}{_PLACE}(?: ?[:,(=-] ?| ))|(?<![\w./,+-]))"
    r"(?P<dose>[1-9]\d?(?:\.\d{1,2})?) ?/ ?(?P<count>\d{1,2})(?![\w/%-]|\.\d)"
    r"(?P<noun> ?(?:#|fx\b|fr\b|fractions?\b)"
    r"| (?:EBRT|W?B?RT|CC?RT|PMRT|radiotherapy|VMAT|IMRT|SBRT|SABR)\b)?"
    r"(?P<aimed>(?= to (?:(?:the|left|right|whole|L|R) ){0,2}"
    r"(?:larynx|pharynx|oropharynx|hypopharynx|prostate"
    r"|breast|chest wall|lung|brain|pelvis|bladder|rectum|cervix|vulva|o?esophagus|neck|spine|mediastinum|hip"
    r"|femur|sacrum|bone|parotid|tongue|tonsil|nasopharynx|[CTL]\d{1,2})\b))?"
)
_STEREOTACTIC = re.compile(r"SABR|SBRT")
_MOST_STEREOTACTIC = 34.0
"""Gy in one fraction where the word before says that it is stereotactic: "SABR 54/3"."""
_LEAST_EACH, _MOST_OF_BARE, _LEAST_TOTAL = 1.5, 13.0, 8
"""Gy; outside them a bare "12/24" is a date or a count of nodes."""
_MONTHS, _DAYS = 12, 31


def bare_courses(text: str) -> Iterator[tuple[Figure, Found]]:
    """Total and fractions without a unit, beside a word of radiotherapy or with a noun: "RT 60/30", "40/15#".

    What could as well be a day and a month is in the review tier.
    """
    for match in _BARE.finditer(text):
        if match["led"] is None and match["noun"] is None and match["aimed"] is None:
            continue
        total, count = float(match["dose"]), int(match["count"])
        most = _MOST_STEREOTACTIC if _STEREOTACTIC.search(match["led"] or "") else _MOST_OF_BARE
        if count == 0 or total < _LEAST_TOTAL or not _LEAST_EACH <= total / count <= most:
            continue
        counted = match["noun"] is not None and match["noun"].strip().rstrip("s") in {
            "#",
            "fx",
            "fr",
            "fraction",
        }
        dated = not counted and total <= _DAYS and count <= _MONTHS and total.is_integer()
        tier: Tier = "review" if dated else "accepted"
        end = match.end("noun") if counted else match.end("count")
        yield (
            Figure("total", *match.span("dose"), total, None, tier),
            Found("fractions", match.start("count"), end, None, float(count), "1", None, tier),
        )


def given_doses(parts: list[PartGiven], figures: list[Figure]) -> Iterator[Figure]:
    """The doses given whose unit stands behind the dose meant: 44 of "44 of 60 Gy"."""
    known = {figure.start for figure in figures}
    for part in parts:
        if part.kind == "dose" and part.given is not None and part.given[0] not in known:
            yield Figure("total", *part.given, part.given_number, None, "accepted")
