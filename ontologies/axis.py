"""The axes along which a case is described and a schedule is qualified: stage, age, margin, target, …"""

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


@cache
def load_axes() -> dict[str, Axis]:
    """Every axis by name, merged from `data/axes/*.yaml`; a value may be given in one file only.

    Raises:
        ValueError: the same value of the same axis stands in two files.
    """
    merged: dict[str, Axis] = {}
    folder = files("ontologies") / "data" / "axes"
    for entry in sorted(folder.iterdir(), key=lambda p: p.name):
        for name, raw in (yaml.load(entry.read_text("utf-8"), yaml.CSafeLoader) or {}).items():  # noqa: S506
            axis = Axis.model_validate(raw)
            have = merged.get(name)
            if have is None:
                merged[name] = axis
                continue
            twice = have.values.keys() & axis.values.keys()
            if twice:
                raise ValueError(
                    f"{entry.name}: {name}: {sorted(twice)} already stand in another file"
                )
            merged[name] = have.model_copy(
                update={"values": have.values | axis.values, "doc": have.doc or axis.doc}
            )
    return merged
