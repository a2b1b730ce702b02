"""How the second reader is made: `model/data/second_reader.yaml` and the lessons it names."""

import json
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field

from model.exam import read_cases


class Tuning(BaseModel):
    """How the sentence model is tuned: a LoRA adapter and a head, by AdamW with a falling rate."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rank: int = Field(gt=0)
    alpha: int = Field(gt=0)
    dropout: float = Field(ge=0, lt=1)
    epochs: int = Field(gt=0)
    batch: int = Field(gt=0)
    rate: float = Field(gt=0)
    head_rate: float = Field(gt=0)
    masked: float = Field(ge=0, lt=1)
    """Share of the words hidden in each reading, so that no single one decides."""
    seed: int


class Plan(BaseModel):
    """`model/data/second_reader.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sets: tuple[str, ...]
    also: tuple[str, ...]
    """Learnt from, never measured: texts that say whether radiotherapy is called for, but hold no courses."""
    latest: tuple[str, ...]
    """Sets that the sentence half is measured on, by one that was tuned without them."""
    words: int = Field(gt=0)
    least: int = Field(gt=0)
    regularisation: dict[str, float]
    fewest: int = Field(gt=1)
    tuning: Tuning


UNPROVEN = "unproven"
"""What is said in place of a category of a text in which nothing is proven: it has no code yet."""


class Lesson(NamedTuple):
    """A text, the categories that practice accepts for it, and whether it calls for radiotherapy now."""

    text: str
    icd10: tuple[str, ...]
    called: bool


@cache
def plan() -> Plan:
    """The committed plan."""
    text = (files("model") / "data" / "second_reader.yaml").read_text("utf-8")
    return Plan.model_validate(yaml.load(text, yaml.CSafeLoader))


def read_set(path: Path) -> list[Lesson]:
    """The lessons of an exam set.

    Raises:
        ValueError: the file is not there, or a line of it is wrong.
    """
    return [Lesson(c.diagnosis, c.icd10, bool(c.regimens)) for c in read_cases(_there(path))]


def read_tempting(path: Path) -> list[Lesson]:
    """The lessons of texts that tempt to another tumour.

    Raises:
        ValueError: the file is not there, or a line of it is wrong.
    """
    lessons = []
    for number, line in enumerate(_there(path).read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            lessons.append(Lesson(row["diagnosis"], tuple(row["icd10"]), row["radiotherapy"]))
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path}, line {number}: {error!r}") from error
    return lessons


def known_categories(lessons: Sequence[Lesson], fewest: int) -> tuple[str, ...]:
    """The categories that come first in enough lessons to be learnt, in order, and that of nothing proven."""
    counted = Counter(lesson.icd10[0] for lesson in lessons if lesson.icd10)
    return (*sorted(category for category, count in counted.items() if count >= fewest), UNPROVEN)


def _there(path: Path) -> Path:
    if not path.is_file():
        raise ValueError(f"{path} is not there; name the checkout's tests/data with --data")
    return path
