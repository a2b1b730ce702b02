"""Radiotherapy: dose, dose per fraction, fractions, frequency, technique, modality, target and boost."""

import re
from collections.abc import Iterator

from ingest.entities.anchor import Anchors
from ingest.entities.dose_levels import bare_courses, dose_levels, given_doses, labelled_doses
from ingest.entities.dose_table import read_dose_tables
from ingest.entities.drug import find_drugs
from ingest.entities.found import Found
from ingest.entities.fraction_count import find_fraction_counts
from ingest.entities.gray import Figure, read_figures
from ingest.entities.modality import find_modality
from ingest.entities.organ_dose import find_organ_doses
from ingest.entities.target_site import find_target_sites
from ingest.extraction import EntityType
from ingest.grammar.part_given import read_parts_given
from ingest.reading import Reading

_RATE = re.compile(
    r"(?:(?<![\w.])(?P<n>\d|one|two|three|four|five|six|seven)(?:[- ](?:times|days|fractions|fx|treatments"
    r"|sessions)|x"
    r"| ?#)(?:[- ]?(?:per|a|each|every|in a)[ -]|[ -]?/ ?|[- ](?=weekly|daily))(?P<unit>week(?:ly)?|wk|day"
    r"|daily)"
    r"|(?P<often>\b(?:once|twice|thrice))[ -](?:(?:per|a|each)[ -])?(?P<unit2>day|daily|week(?:ly)?)"
    r"|(?P<bid>\bb\.?i\.?d\b\.?|\bBD\b)|(?P<alt>\b(?:on )?(?:alternate|alternating|every other"
    r"|every second)[ -](?:week)?days?"
    r"|\bevery 48 (?:h|hours)\b|\bq\.?o\.?d\b)|(?P<daily>\b(?:daily|q\.?d\b)(?!,? (?:living|life|activit"
    r"|practice|QA|routine|use|CBCT|cone[- ]?beam|kV|MV\b|MVCT|IGRT|image|imaging|portal|verification|set-?up"
    r"|bloods?|dressings?|weights?|reviews?|mouth)))"
    r"|(?P<apart>\b(?:\d|one|two|three|four|a) (?:days?|weeks?) apart)"
    r"|(?P<weekly>\bweekly))\b",
    re.IGNORECASE,
)
_PER_DAY = re.compile(r"(?<=Gy )(?:per|a) (?P<unit>day|week)\b")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "once": 1, "twice": 2,
            "thrice": 3}  # fmt: skip
_BOOST = re.compile(r"(?<![\w-])(?:boosts?|con(?:e|ed)[ -]?down(?! boost))\b(?!-?ed)", re.IGNORECASE)
_NOT_BOOST = re.compile(
    r"\b(?:immun\w+|vaccin\w+|ritonavir|cobicistat|dox|to|can|may|could|will|performance|energy) $",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"(?:fractions?|fx|#|c?Gy|\)|per day|daily|weekly|week) ?,? (?:(?:given|delivered"
    r"|treated) )?(?:over|in|within) (?:about |approximately )?"
    r"(?:a period of )?(?P<time>(?:\d{1,2}(?:\.\d)?|one|two|three|four|five|six|seven|eight)"
    r"(?: ?(?:-|\u2013|to) ?(?:\d{1,2}(?:\.\d)?|two|three|four|five|six|seven|eight))?[ -]weeks?)\b",
    re.IGNORECASE,
)


def find_radiation(reading: Reading) -> Iterator[Found]:
    """Doses in Gy, counts of fractions, and the words of technique, modality, target and boost.

    A fraction count spans its number, and the noun that follows it at once; a range has no number and is in
    the review tier.
    """
    organs = find_organ_doses(reading.text)
    figures = read_figures(reading, organs.figures)
    levels = list(dose_levels(reading.text, figures))
    ends = {level.end for level in levels}
    # What levels stand before is one of them, as sure as they are.
    figures = [f._replace(tier="accepted") if _ends_levels(reading.text, f, ends) else f for f in figures]
    parts = read_parts_given(reading.text)
    bare = [b for b in bare_courses(reading.text) if all(b[0].start != f.start for f in (*figures, *levels))]
    figures += [*levels, *labelled_doses(reading.text), *(dose for dose, _ in bare)]
    figures += given_doses(parts, figures)
    cells = [cell.found for cell in read_dose_tables(reading.text)]
    parts_of_rows = {cell.start for cell in cells if cell.type == "dose_per_fraction"}
    # "2.67 Gy" alone in its cell looks like a total; what the row says of it stands.
    figures = [f for f in figures if f.role == "each" or f.start not in parts_of_rows]
    for figure in figures:
        kind: EntityType = "radiation_dose" if figure.role == "total" else "dose_per_fraction"
        yield Found(kind, figure.start, figure.end, figure.status, figure.gray, "Gy", None, figure.tier)
    rated = _RATE.search(reading.text) is not None
    drugs = [(d.start, d.end) for d in find_drugs(reading)] if rated else []
    anchors = Anchors(reading.text, reading.clauses, drugs)
    yield from (count for _, count in bare)
    yield from find_fraction_counts(reading, figures, anchors, parts)
    yield from _rates(reading, anchors)
    yield from _boosts(reading, anchors)
    yield from cells
    for match in _OVER.finditer(reading.text):
        yield Found("duration", *match.span("time"))
    yield from find_modality(reading, anchors)
    yield from find_target_sites(reading, anchors, organs.organs, figures)


def _ends_levels(text: str, figure: Figure, ends: set[int]) -> bool:
    slash = text.rfind("/", max(0, figure.start - 2), figure.start)
    return slash >= 0 and len(text[:slash].rstrip()) in ends if ends else False


def _rates(reading: Reading, anchors: Anchors) -> Iterator[Found]:
    text = reading.text
    for match in _PER_DAY.finditer(text):
        yield Found("fraction_frequency", *match.span(), "daily" if match["unit"] == "day" else "weekly")
    for match in _RATE.finditer(text):
        owner = anchors.owner(*match.span())
        if owner is None and _weekdays_of_radiation(match) and anchors.near("radiation", *match.span(), 90):
            owner = "radiation"
        if owner == "radiation":
            yield Found("fraction_frequency", *match.span(), _rate(match))


def _weekdays_of_radiation(match: re.Match[str]) -> bool:
    """Whether it is said as fractions are: "5 days per week", and not "3 times a week"."""
    return (match["n"] or "").lower() in {"5", "five", "6", "six"} and not match["unit"].startswith("da")


def _rate(match: re.Match[str]) -> str:
    if match["apart"]:
        return match["apart"].lower()
    if match["bid"]:
        return "twice-daily"
    if match["alt"]:
        return "alternate-day"
    if match["daily"] or match["weekly"]:
        return "daily" if match["daily"] else "weekly"
    said = (match["n"] or match["often"]).lower()
    number = int(said) if said.isdigit() else _NUMBERS[said]
    daily = (match["unit"] or match["unit2"]).lower().startswith("da")
    if number < 3:
        return ("", "daily" if daily else "weekly", "twice-daily" if daily else "twice-weekly")[
            number
        ] or "daily"
    return f"{number} times a day" if daily else f"{number} days a week"


def _boosts(reading: Reading, anchors: Anchors) -> Iterator[Found]:
    text = reading.text
    for match in _BOOST.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        if _NOT_BOOST.search(before) or not anchors.near("radiation", *match.span(), 150):
            continue
        low = before.lower()
        how = "simultaneous" if re.search(r"simultan\w+|integrated|concomitant|\bsib\b", low) else None
        yield Found("boost", *match.span(), how or ("sequential" if "sequential" in low else None))
