"""The forms of markers and of their results, as the word list has them."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from ingest.lexicon import Gazetteer, load_yaml
from ingest.mention import Kind, Mention

FAMILIES = frozenset({"", "BRCA", "IDH", "NTRK", "RAS"})
"""Genes spoken of together, which have no symbol of their own."""

_DOTTED = re.compile(
    r"(?<![A-Za-z0-9])(?:(?P<claudin>(?i:claudin|CLDN)[ -]?18\.2)"
    r"|CA[ -]?(?P<first>19|15|72)\.(?P<second>[934]))(?!\d)"
)


class MarkerForms(NamedTuple):
    """What `marker_forms.yaml` holds, ready to be looked for."""

    markers: Gazetteer
    bare: frozenset[str]
    phrases: Gazetteer
    after: re.Pattern[str]
    before: re.Pattern[str]
    statuses: dict[str, str]
    befores: dict[str, str]
    fillers: re.Pattern[str]
    clone: re.Pattern[str]
    proteins: frozenset[str]
    sequenced: frozenset[str]
    genes: dict[str, str]


def _any(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


@cache
def marker_forms() -> MarkerForms:
    """The word list, read once."""
    data: dict[str, Any] = load_yaml("marker_forms.yaml")
    rows: list[tuple[Kind, str, str, str]] = [
        ("trigger", marker, form, form)
        for marker, entry in data["markers"].items()
        for form in (marker, *entry["forms"])
    ]
    rows += [
        ("trigger", stain, form, form) for stain, more in data["stains"].items() for form in (stain, *more)
    ]
    phrases: list[tuple[Kind, str, str, str]] = [
        ("trigger", entry["status"], form, form)
        for entry in data["phrases"].values()
        for form in entry["forms"]
    ]
    statuses = {form.lower(): status for status, forms in data["after"].items() for form in forms}
    befores = {form.lower(): status for status, forms in data["before"].items() for form in forms}
    clone = (
        r"[ ,;]{0,2}[(\[]?(?:(?:by|using|with|via|on|the|clone|antibody|Dako|Ventana|assay|rabbit|mouse"
        r"|anti-\w+)[ :]{1,2}){0,3}"
        rf"(?:{_any(data['clones'])})(?:(?:[ -](?:pharmDx|clone|assay|antibody|Dako|Ventana"
        rf"|IHC)){{0,2}})[)\]]?(?![A-Za-z0-9])"
    )
    return MarkerForms(
        Gazetteer(rows),
        frozenset(m for m, entry in data["markers"].items() if entry.get("bare")),
        Gazetteer(phrases),
        re.compile(rf"[ -]?(?P<status>{_any(list(statuses))})(?![A-Za-z0-9])", re.IGNORECASE),
        re.compile(rf"(?<![A-Za-z0-9-])(?P<status>{_any(list(befores))}) (?:the |serum )?$", re.IGNORECASE),
        statuses,
        befores,
        re.compile(
            rf"(?:{clone}|[ -]{{0,2}}(?:{_any(data['fillers'])})(?![A-Za-z])){{1,6}}[ (]{{0,2}}"
            rf"|[ (:=]{{1,3}}"
        ),
        re.compile(clone),
        frozenset((*data["markers"], *data["stains"])) - FAMILIES,
        frozenset(data["sequenced"]),
        {marker: entry["gene"] for marker, entry in data["markers"].items() if "gene" in entry},
    )


def same_letters(text: str, mention: Mention) -> bool:
    """Whether a short form stands in its own capital letters; "her2" is the marker as well."""
    form, span = str(mention.value), text[mention.start : mention.end]
    strip = str.maketrans("", "", " -\u2010\u2011")
    if sum(c.isalpha() for c in form) > 5 or (" " in form and not form[-1].isdigit()):
        return True
    if " " not in span and len(span) > 3 and span.isalnum() and any(c.isdigit() for c in form):
        # "her2" is the marker, "her 2 children" are not.
        return form.translate(strip).lower() == span.lower()
    return form.translate(strip) == span.translate(strip)


def dotted(text: str) -> Iterator[Mention]:
    """The markers written with a point, which parts words."""
    for match in _DOTTED.finditer(text):
        name = "CLDN18.2" if match["claudin"] else f"CA{match['first']}-{match['second']}"
        yield Mention("trigger", name, name, *match.span())
