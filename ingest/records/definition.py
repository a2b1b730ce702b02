"""What the categories of reporting systems mean, in our own words, for the record that states one."""

from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from ingest.lexicon import load_yaml


class Definition(BaseModel):
    """The meaning of one category, and the system, version and year that define it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    system: str
    version: str
    year: int


@cache
def _systems() -> dict[str, dict[str, Any]]:
    systems: dict[str, dict[str, Any]] = load_yaml("reporting.yaml")
    return systems


def categories_of(system: str) -> tuple[str, ...]:
    """The categories of a reporting system, as this project writes them."""
    return tuple(_systems()[system]["categories"])


def define(system: str, category: str) -> Definition | None:
    """What a category means; None where the system has no such category."""
    entry = _systems().get(system)
    if entry is None or category not in entry["categories"]:
        return None
    return Definition(text=entry["categories"][category], **entry["source"])
