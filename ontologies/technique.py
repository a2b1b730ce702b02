"""From when each technique was in routine use, and which of a course's techniques a day could choose."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, Field

from ontologies.modality import Technique


class TechniqueEra(BaseModel):
    """The first year of a technique's routine use."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    technique: Technique
    routine_from: int = Field(ge=1895, le=2100)
    source: str = Field(min_length=1)
    """What the year rests on."""


@cache
def load_techniques() -> dict[Technique, TechniqueEra]:
    """Every era by technique, from `data/techniques.yaml`; a technique without one is as old as any schedule.

    Raises:
        ValueError: a technique stands twice.
    """
    text = (files("ontologies") / "data" / "techniques.yaml").read_text("utf-8")
    rows = [TechniqueEra.model_validate(raw) for raw in yaml.load(text, yaml.CSafeLoader)]
    eras = {row.technique: row for row in rows}
    if len(eras) < len(rows):
        raise ValueError("techniques.yaml: a technique stands twice")
    return eras


def in_use(technique: Technique, on: date) -> bool:
    """Whether the technique was in routine use on a day."""
    era = load_techniques().get(technique)
    return era is None or era.routine_from <= on.year


def usual(techniques: Sequence[Technique], on: date) -> Technique | None:
    """The first of a course's techniques that was in use that day; None where none was."""
    return next((technique for technique in techniques if in_use(technique, on)), None)
