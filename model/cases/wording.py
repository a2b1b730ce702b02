"""How clinicians write one finding or one disease."""

from functools import cache
from importlib.resources import files
from random import Random

import yaml
from pydantic import BaseModel, ConfigDict

from ontologies.axis import load_axes
from ontologies.disease import Combination, Disease, ancestors, load_diseases


class Phrasing(BaseModel):
    """The words around the findings, from `data/phrasing.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    asides: tuple[str, ...]
    closers: tuple[str, ...]
    openers: tuple[str, ...]


@cache
def load_phrasing() -> Phrasing:
    """The phrasing file."""
    text = (files("model") / "data" / "phrasing.yaml").read_text("utf-8")
    return Phrasing.model_validate(yaml.load(text, yaml.CSafeLoader))


@cache
def _morphologies() -> dict[str, tuple[str, ...]]:
    text = (files("ontologies") / "data" / "morphologies.yaml").read_text("utf-8")
    raw = yaml.load(text, yaml.CSafeLoader)
    return {name: tuple(map(str, forms)) for name, forms in raw.items()}


def _combined(combination: Combination, draw: Random) -> str | None:
    known = [m for m in combination.morphologies if m in _morphologies()]
    if not known or not combination.sites:
        return None
    site = draw.choice(combination.sites)
    kind = draw.choice(_morphologies()[draw.choice(known)])
    order = draw.random()
    if order < 0.4:
        return f"{site} {kind}"
    if order < 0.7:
        return f"{kind} {site}"
    return f"{kind} of the {site}"


def word_disease(disease: Disease, draw: Random) -> str:
    """The disease as one of its forms, or as site and morphology."""
    line = [load_diseases()[slug] for slug in ancestors(disease.disease)]
    combination = next((d.combination for d in line if d.combination), ())
    if combination and draw.random() < (0.4 if disease.forms else 0.8):
        said = _combined(draw.choice(combination), draw)
        if said:
            return said
    return draw.choice((disease.name, *disease.forms))


def word_subsite(disease: Disease, draw: Random) -> tuple[str, str] | None:
    """A subsite phrase and the code it narrows to, for a disease that has subsites."""
    if not disease.subsites:
        return None
    return draw.choice(sorted(disease.subsites.items()))


_NUMBERS: dict[str, tuple[str, ...]] = {
    "age": ("{n}yo", "{n} y/o", "{n} years old", "aged {n}", "age {n}", "{n}-year-old", "{n} yrs"),
    "depth_mm": ("Breslow {n} mm", "depth {n} mm", "DOI {n} mm", "{n}mm deep"),
    "ecog": ("ECOG {n}", "PS {n}", "PS{n}", "WHO PS {n}", "performance status {n}", "ECOG PS {n}"),
    "gleason": ("Gleason {n}", "GS {n}", "Gl {n}", "Gleason score {n}"),
    "grade": ("G{n}", "grade {n}", "gr {n}", "WHO grade {n}"),
    "grade_group": ("GG{n}", "grade group {n}", "ISUP {n}", "ISUP grade {n}"),
    "kps": ("KPS {n}", "Karnofsky {n}", "KPS {n}%"),
    "lesions": ("{n} lesions", "{n} metastases", "{n} mets", "x{n}"),
    "nodes_positive": ("{n} positive nodes", "{n} nodes involved", "{n} LN +ve", "{n}/14 nodes"),
    "psa": ("PSA {n}", "PSA {n} ng/mL", "iPSA {n}", "presenting PSA {n}"),
    "size_mm": ("{n} mm", "{n}mm", "measuring {n} mm", "{cm} cm", "{cm}cm"),
}
_GLEASON = {6: ("3+3",), 7: ("3+4", "4+3"), 8: ("4+4", "3+5"), 9: ("4+5", "5+4"), 10: ("5+5",)}


def word_number(axis: str, value: float, draw: Random) -> str:
    """A number on its axis: "PSA 12", "28 mm", "Gleason 3+4"."""
    if axis == "gleason" and int(value) in _GLEASON and draw.random() < 0.6:
        return f"Gleason {draw.choice(_GLEASON[int(value)])}"
    form = draw.choice(_NUMBERS.get(axis, (f"{axis.replace('_', ' ')} {{n}}",)))
    return form.format(n=f"{value:g}", cm=f"{value / 10:g}")


def word_value(axis: str, value: str, draw: Random) -> str:
    """A named value in one of its forms: "R1", "clear margins", "pT2"."""
    if axis in ("t", "n", "m"):
        return draw.choice(("", "", "p", "c")) + value.replace("N+", draw.choice(("N+", "N+", "LN+")))
    if axis == "stage":
        return f"{draw.choice(('stage', 'Stage', 'st', 'stage group'))} {value}"
    if axis.startswith("biomarker:"):
        symbol = axis.partition(":")[2]
        short = {"positive": "+", "negative": "-"}.get(value)
        return f"{symbol}{short}" if short and draw.random() < 0.5 else f"{symbol} {value}"
    if axis == "primary":
        disease = load_diseases().get(value)
        return f"primary {word_disease(disease, draw)}" if disease else value
    known = load_axes().get(axis)
    named = known.values.get(value) if known else None
    return draw.choice(named.forms) if named and named.forms else value.replace("_", " ")
