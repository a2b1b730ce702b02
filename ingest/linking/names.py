"""The index of names: what each name of the shipped data stands for, by type."""

import re
from collections.abc import Iterator
from functools import cache
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


def normal_name(text: str) -> str:
    """A name without case, hyphens, plural, accents of spelling and Greek letters: the key of the index."""
    plain = _GREEKS.sub(lambda m: _GREEK[m.group()], text.lower())
    return split_words(_POSSESSIVE.sub("", plain)).squeezed


def names_of(type_: EntityType) -> Iterator[tuple[str, Named]]:
    """Every (name, thing) of a type."""
    if type_ == "disease":
        short: dict[str, list[str]] = load_yaml("disease_words.yaml")["abbreviations"]
        for disease in load_diseases().values():
            thing = Named(f"oncograph:{disease.disease}", disease.name)
            for form in (disease.name, *disease.forms, *short.get(disease.disease, ())):
                yield form, thing
    elif type_ == "drug":
        written: dict[str, list[str]] = load_yaml("drug_forms.yaml")["forms"]
        for drug in known_drugs().values():
            thing = Named(drug.curie, drug.name)
            for form in (drug.name, *drug.brands, *drug.synonyms, *written.get(drug.drug, ())):
                yield form, thing
    elif type_ in {"gene", "biomarker", "variant"}:
        for symbol, gene in genes().items():
            thing = Named(gene["hgnc"], symbol)
            for form in (symbol, gene["name"], *gene.get("aliases", ())):
                yield form, thing
        if type_ == "biomarker":
            markers: dict[str, dict[str, Any]] = load_yaml("marker_forms.yaml")["markers"]
            for marker, entry in markers.items():
                thing = Named(_marker_curie(entry), marker)
                for form in (marker, *entry.get("forms", ())):
                    yield form, thing
    else:
        yield from _data_names(type_)


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
    table: dict[str, dict[Named, None]] = {}
    for name, thing in pairs:
        if name:
            table.setdefault(name, {})[thing] = None
    return {name: tuple(things) for name, things in table.items()}
