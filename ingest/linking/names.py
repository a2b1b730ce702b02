"""The index of names: what each name of the shipped data stands for, by type."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from ingest.extraction import EntityType
from ingest.lexicon import load_yaml
from ingest.words import split_words
from ontologies.disease import load_diseases
from ontologies.drugs import Drug, load_drugs

_GREEK = {
    "\u03b1": "alpha", "\u03b2": "beta", "\u03b3": "gamma", "\u03b4": "delta", "\u03b5": "epsilon",
    "\u03b6": "zeta", "\u03ba": "kappa", "\u03bb": "lambda", "\u03bc": "mu", "\u03c3": "sigma",
}  # fmt: skip
_GREEKS = re.compile("|".join(_GREEK))
_POSSESSIVE = re.compile(r"['\u2019]s?\b")


@cache
def known_drugs() -> dict[str, Drug]:
    """The drugs given for cancer and those of general medicine, by slug."""
    general = (Drug.model_validate(raw) for raw in load_yaml("general_drugs.yaml"))
    return {drug.drug: drug for drug in general} | load_drugs()


class Named(NamedTuple):
    """One thing a name can stand for."""

    curie: str
    name: str
    """Its preferred name."""


@lru_cache(maxsize=50_000)
def normal_name(text: str) -> str:
    """A name without case, hyphens, plural, accents of spelling and Greek letters: the key of the index."""
    plain = _GREEKS.sub(lambda m: _GREEK[m.group()], text.lower())
    return split_words(_POSSESSIVE.sub("", plain)).squeezed


def names_of(type_: EntityType) -> Iterator[tuple[str, Named]]:
    """Every (name, thing) of a type."""
    if type_ == "disease":
        yield from _disease_names()
    elif type_ == "drug":
        written: dict[str, list[str]] = load_yaml("drug_forms.yaml")["forms"]
        for drug in known_drugs().values():
            thing = Named(drug.curie, drug.name)
            for form in (drug.name, *drug.brands, *drug.synonyms, *written.get(drug.drug, ())):
                yield form, thing
    elif type_ in {"gene", "biomarker", "variant"}:
        if type_ == "biomarker":
            # A marker's own name goes before its gene's.
            yield from _marker_names()
        long: dict[str, list[str]] = load_yaml("ambiguous.yaml")["names"]
        for symbol, gene in genes().items():
            thing = Named(gene["hgnc"], symbol)
            for form in (symbol, gene["name"], *gene.get("aliases", ()), *long.get(symbol, ())):
                yield form, thing
    else:
        yield from _data_names(type_)


def _marker_names() -> Iterator[tuple[str, Named]]:
    data: dict[str, Any] = load_yaml("marker_forms.yaml")
    stained: dict[str, str] = data["stained_genes"]
    markers: dict[str, dict[str, Any]] = data["markers"]
    for form, name in stained.items():
        yield (
            form,
            Named(str(genes()[name]["hgnc"]) if name in genes() else _marker_curie(markers[name]), name),
        )
    for marker, entry in markers.items():
        thing = Named(_marker_curie(entry), marker)
        for form in (marker, *entry.get("forms", ())):
            yield form, thing


def _disease_names() -> Iterator[tuple[str, Named]]:
    """The ontologies' names and forms, but for those that mean something else, and the names beside them."""
    short: dict[str, list[str]] = load_yaml("disease_words.yaml")["abbreviations"]
    more: dict[str, list[str]] = load_yaml("link_names.yaml")["names"]
    other = _meanings()
    for slug, disease in load_diseases().items():
        thing = Named(f"oncograph:{slug}", disease.name)
        for form in (disease.name, *disease.forms, *short.get(slug, ()), *more.get(slug, ())):
            if other.get(normal_name(form), slug) == slug:
                yield form, thing


@cache
def _meanings() -> dict[str, str]:
    """The disease a normalised name stands for, whatever the forms say; empty where it is none of them."""
    data: dict[str, Any] = load_yaml("link_names.yaml")
    found = {normal_name(form): "" for form in (*data["hints"], *data["unlinked"])}
    return found | {normal_name(form): slug for slug, forms in data["names"].items() for form in forms}


@cache
def _hints() -> frozenset[str]:
    return frozenset(normal_name(form) for form in load_yaml("link_names.yaml")["hints"])


def is_hint(text: str) -> bool:
    """Whether a form of a disease only points at it and names none: "post prostatectomy"."""
    return normal_name(text) in _hints()


def is_wider(text: str) -> bool:
    """Whether a name is wider than every disease it could be linked to, or another's: "diabetes"."""
    return _meanings().get(normal_name(text)) == ""


def meaning_of(text: str, slug: str) -> str:
    """The disease a name stands for, given the one whose form it is; empty where it is none."""
    return _meanings().get(normal_name(text), slug)


def _marker_curie(entry: dict[str, Any]) -> str:
    gene = entry.get("gene")
    return str(genes()[gene]["hgnc"]) if gene else f"oncograph:{entry['slug']}"


_FILES: dict[str, str] = {
    "regimen": "systemic_regimens.yaml",
    "procedure": "procedures.yaml",
    "outcome": "outcomes.yaml",
    "toxicity": "toxicities.yaml",
}


def _data_names(type_: EntityType) -> Iterator[tuple[str, Named]]:
    if type_ not in _FILES:
        return
    entries: dict[str, dict[str, Any]] = load_yaml(_FILES[type_])[type_]
    for slug, entry in entries.items():
        thing = Named(str(entry.get("curie", f"oncograph:{slug}")), str(entry["name"]))
        for form in (entry["name"], *entry.get("forms", ())):
            yield str(form), thing


@cache
def genes() -> dict[str, dict[str, Any]]:
    """The curated genes by symbol: hgnc, name, aliases."""
    table: dict[str, dict[str, Any]] = load_yaml("genes.yaml")
    return table


@cache
def exact_names(type_: EntityType) -> dict[str, tuple[Named, ...]]:
    """The things by name as written."""
    return _grouped((name, thing) for name, thing in names_of(type_))


@cache
def normal_names(type_: EntityType) -> dict[str, tuple[Named, ...]]:
    """The things by normalised name."""
    return _grouped((normal_name(name), thing) for name, thing in names_of(type_))


def _grouped(pairs: Iterator[tuple[str, Named]]) -> dict[str, tuple[Named, ...]]:
    table: dict[str, dict[str, Named]] = {}
    for name, thing in pairs:
        if name:
            table.setdefault(name, {}).setdefault(thing.curie, thing)
    return {name: tuple(things.values()) for name, things in table.items()}
