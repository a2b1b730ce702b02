"""What each figure is held against: names, one regular expression a type, one trigger list a class."""

import re
from collections.abc import Iterable
from functools import cache

from ingest.lexicon import load_yaml
from ingest.scorecard.measure import Spot
from ingest.voters.corpus import tokens
from ingest.voters.terms import Terms
from ontologies.disease import load_diseases
from ontologies.drugs import load_drugs

_NUMBER = r"\d{1,5}(?:\.\d{1,3})?"
PATTERNS: dict[str, str] = {
    "radiation_dose": rf"\b{_NUMBER}[ -]?c?Gy\b",
    "dose_per_fraction": rf"\b{_NUMBER}[ -]?c?Gy(?= fractions| per fraction)",
    "fractions": r"\b\d{1,3} fractions\b",
    "fraction_frequency": r"\b(?:once|twice) (?:per day|daily)\b",
    "technique": r"\b(?:IMRT|SBRT|VMAT|SRS|SABR)\b",
    "modality": r"\b(?:radiotherapy|radiation therapy|proton|brachytherapy)\b",
    "target_site": r"\b(?:PTV|GTV|CTV|tumou?r bed|pelvis|whole brain)\b",
    "boost": r"\bboost\b",
    "procedure": r"\b(?:surgery|\w{3,30}ectomy|biopsy)\b",
    "outcome": r"\b(?:overall survival|progression-free survival|local control|OS|PFS)\b",
    "toxicity": r"\b(?:toxicity|adverse events?)\b",
    "stage": r"\b(?:stage (?:IV|I{1,3})[ABC]?|c?p?T[0-4][a-d]?(?:N[0-3][a-c]?)?(?:M[01])?)\b",
    "grade": r"\bgrade [1-5]\b",
    "laterality": r"\b(?:left|right|bilateral)\b",
    "performance_status": r"\bECOG\D{0,30}[0-4]\b",
    "line": r"\b(?:first|second|third)[ -]line\b",
    "intent": r"\b(?:adjuvant|neoadjuvant|palliative|curative|definitive)\b",
    "date": r"\b(?:19|20)\d\d\b",
    "route": r"\b(?:oral(?:ly)?|intravenous(?:ly)?|IV)\b",
    "frequency": r"\b(?:daily|every \d{1,2} weeks|q\dw)\b",
    "dosage": rf"\b{_NUMBER} ?mg(?:/m2|/kg)?\b",
    "form": r"\b(?:tablets?|capsules?)\b",
    "duration": r"\b\d{1,3} (?:weeks|months|cycles)\b",
    "variant": r"\b[A-Z]\d{2,4}[A-Z]\b",
}
"""One expression a type, as one would write in a minute."""
_BEFORE: dict[str, re.Pattern[str]] = {
    "negated": re.compile(r"\b(?:no|not|without|denies|never)\b", re.IGNORECASE),
    "uncertain": re.compile(r"\b(?:possible|suspected|probable)\b", re.IGNORECASE),
    "hypothetical": re.compile(r"\b(?:if|may|should)\b", re.IGNORECASE),
    "historical": re.compile(r"\b(?:prior|previous(?:ly)?|history of)\b", re.IGNORECASE),
    "planned": re.compile(r"\b(?:will|planned)\b", re.IGNORECASE),
    "delivered": re.compile(r"\b(?:received|underwent|treated with)\b", re.IGNORECASE),
    "family": re.compile(r"\b(?:mother|father|sister|brother|family)\b", re.IGNORECASE),
}
_REACH = 40
"""Characters before a mention in which a trigger counts."""
NAMES = "names and one expression a type"


@cache
def _names() -> Terms:
    named: list[tuple[str, str]] = []
    for drug in load_drugs().values():
        named += [("drug", name) for name in (drug.name, *drug.brands, *drug.synonyms)]
    for disease in load_diseases().values():
        named += [("disease", name) for name in (disease.name, *disease.forms)]
    for symbol, forms in load_yaml("biomarkers.yaml")["symbols"].items():
        named += [("biomarker", name) for name in (symbol, *forms)]
    return Terms(named)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in PATTERNS.items()}


def baseline_spots(text: str) -> list[Spot]:
    """What the lists and the expressions find."""
    found = named_spots(_names(), text)
    for name, pattern in _patterns().items():
        found += [Spot(name, *match.span()) for match in pattern.finditer(text)]
    return sorted(found, key=lambda s: (s.start, s.end))


def named_spots(names: Terms, text: str) -> list[Spot]:
    """Where the names of a list stand, longest first."""
    cuts = tokens(text)
    found: list[Spot] = []
    for (start, end), mark in zip(cuts, names.marks([text[s:e] for s, e in cuts]), strict=True):
        if mark.startswith("B-"):
            found.append(Spot(mark[2:], start, end))
        elif mark:
            found[-1] = found[-1]._replace(end=end)
    return found


def baseline_classes(text: str, start: int) -> frozenset[str]:
    """Assertion classes whose trigger stands shortly before a place."""
    before = text[max(0, start - _REACH) : start]
    return frozenset(name for name, trigger in _BEFORE.items() if trigger.search(before))


@cache
def _references() -> dict[str, str]:
    known: dict[str, str] = {}
    for drug in load_drugs().values():
        for name in (drug.name, *drug.brands, *drug.synonyms):
            known[name.lower()] = f"oncograph:{drug.drug}"
    for disease in load_diseases().values():
        for name in (disease.name, *disease.forms):
            known.setdefault(name.lower(), f"oncograph:{disease.disease}")
    for symbol in load_yaml("biomarkers.yaml")["symbols"]:
        known.setdefault(symbol.lower(), f"hgnc-symbol:{symbol}")
    return known


def baseline_reference(span: str) -> str | None:
    """The reference whose name is the span, case apart."""
    return _references().get(span.lower())


_TREATMENTS = {"drug", "regimen", "modality", "technique", "procedure"}
_TOGETHER: tuple[tuple[str, set[str], set[str]], ...] = (
    ("TREATS", _TREATMENTS, {"disease"}),
    ("IMPROVES", _TREATMENTS, {"outcome"}),
    ("PROGNOSTIC_FOR", {"gene", "variant", "biomarker"}, {"outcome"}),
)


def together(spots: Iterable[Spot]) -> list[tuple[str, Spot, Spot]]:
    """Relations by mere company: every pair of one sentence whose types fit."""
    listed = list(spots)
    return [
        (relation, one, other)
        for relation, subjects, objects in _TOGETHER
        for one in listed
        if one.type in subjects
        for other in listed
        if other.type in objects
    ]
