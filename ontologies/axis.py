"""The axes along which a case is described and a schedule is qualified: stage, age, margin, target."""

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field


class Value(BaseModel):
    """One value of an axis, with the surface forms clinicians write for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    forms: tuple[str, ...] = ()
    """Phrases that mean this value; matched case-insensitively on word boundaries, longest first.
    A form with an upper-case abbreviation of up to three letters is matched case-sensitively."""
    parent: str | None = None
    """A wider value of the same axis: whoever states this value also states the parent."""
    group: str = ""
    """Values of one group exclude each other; values of different groups say nothing of each other."""


class Axis(BaseModel):
    """One axis: either named values or a number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    doc: str = ""
    kind: Literal["value", "number"] = "value"
    unit: str | None = None
    """UCUM unit of a number axis."""
    values: dict[str, Value] = Field(default_factory=dict)


def _merge(name: str, have: Axis, more: Axis, file: str) -> Axis:
    """Two files' values of one axis: forms add up, parent and group must not disagree."""
    values = dict(have.values)
    for word, value in more.values.items():
        known = values.get(word)
        if known is None:
            values[word] = value
            continue
        group, parent = known.group or value.group, known.parent or value.parent
        if value.group not in ("", group) or value.parent not in (None, parent):
            raise ValueError(f"{file}: {name}: {word} has another group or parent in another file")
        forms = tuple(dict.fromkeys(known.forms + value.forms))
        values[word] = Value(forms=forms, group=group, parent=parent)
    return have.model_copy(update={"values": values, "doc": have.doc or more.doc})


@cache
def load_morphologies() -> dict[str, tuple[str, ...]]:
    """Phrases of every morphology group by its name, from `data/morphologies.yaml`."""
    text = (files("ontologies") / "data" / "morphologies.yaml").read_text("utf-8")
    raw = yaml.load(text, yaml.CSafeLoader)
    return {name: tuple(phrases) for name, phrases in raw.items()}


@cache
def load_axes() -> dict[str, Axis]:
    """Every axis by name, merged from `data/axes/*.yaml`; a value in two files has the forms of both.

    Raises:
        ValueError: two files disagree on the group or the parent of a value.
    """
    merged: dict[str, Axis] = {}
    folder = files("ontologies") / "data" / "axes"
    for entry in sorted(folder.iterdir(), key=lambda p: p.name):
        for name, raw in (yaml.load(entry.read_text("utf-8"), yaml.CSafeLoader) or {}).items():
            axis = Axis.model_validate(raw)
            merged[name] = _merge(name, merged[name], axis, entry.name) if name in merged else axis
    histology = merged["histology"]
    morphologies = {name: Value() for name in load_morphologies() if name not in histology.values}
    merged["histology"] = histology.model_copy(update={"values": morphologies | histology.values})
    return merged
