"""The word lists that names and places are told from other capitalised words with."""

from functools import cache
from typing import NamedTuple

from ingest.lexicon import load_yaml


class Vocabulary(NamedTuple):
    """Words in lower case, by what they are."""

    given: frozenset[str]
    family: frozenset[str]
    words: frozenset[str]
    """Names that are also words: they need a cue."""
    eponyms: frozenset[str]
    heads: frozenset[str]
    """Words an eponym stands before: disease, score."""
    plain: frozenset[str]
    """Words that are part of no name."""
    credentials: frozenset[str]
    titles: frozenset[str]
    particles: frozenset[str]
    relations: frozenset[str]
    cities: frozenset[str]
    wider: frozenset[str]
    """States and countries, which may stay."""


def _lower(names: list[str]) -> frozenset[str]:
    return frozenset(name.lower() for name in names)


@cache
def vocabulary() -> Vocabulary:
    """Every list, read once."""
    names, kept = load_yaml("deid/names.yaml").values(), load_yaml("deid/kept.yaml")
    places = load_yaml("deid/places.yaml")
    given = _lower([n for origin in names for n in origin["given"]])
    family = _lower([n for origin in names for n in origin["family"]])
    clinical = _clinical()
    return Vocabulary(
        given=given,
        family=family,
        # "Mary Joseph nodule", "Burns", "Pan-": a clinic's word too, so that it needs a cue.
        words=_lower(kept["words"]) | (clinical & (given | family)),
        eponyms=_lower(kept["eponyms"]),
        heads=_lower(kept["heads"]),
        plain=_lower(kept["plain"]) | (clinical - given - family),
        credentials=frozenset(kept["credentials"]),
        titles=_lower(kept["strong_titles"]),
        particles=_lower(kept["particles"]),
        relations=_lower(kept["relations"]),
        cities=_lower(places["cities"]),
        wider=_lower(places["wider"]),
    )


def _clinical() -> frozenset[str]:
    """Single words of the ontologies' forms, so that no site or disease is taken for a name."""
    from ingest.lexicon import load_morphologies
    from ontologies.axis import load_axes
    from ontologies.disease import load_diseases
    from ontologies.drugs import load_drugs

    phrases: list[str] = []
    for disease in load_diseases().values():
        phrases += (disease.name, *disease.forms, *disease.subsites)
    for group in load_morphologies().values():
        phrases += group
    for axis in load_axes().values():
        phrases += [form for value in axis.values.values() for form in value.forms]
    for drug in load_drugs().values():
        phrases += (drug.name, *drug.brands)
    for row in load_yaml("general_drugs.yaml"):
        phrases += (row["name"], *row.get("brands", ()))
    for listed in (load_yaml("plain_words.yaml"), *load_yaml("radiotherapy.yaml").values()):
        phrases += listed
    words = {word.strip("(),.'").lower() for phrase in phrases for word in str(phrase).split()}
    kept = load_yaml("deid/kept.yaml")
    eponyms = {part for name in kept["eponyms"] for part in name.lower().replace("-", " ").split()}
    return frozenset(word for word in words if len(word) > 2 and word.isalpha() and word not in eponyms)
