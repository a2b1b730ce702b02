"""Published radiotherapy schedules and the sources they rest on: the starter facts."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from ontologies.modality import MODALITY_OF_TECHNIQUE, Modality, Technique
from ontologies.qualifier import Qualifiers

PartialDate = str
"""`2008`, `2008-03` or `2008-03-22`: as precise as the source is, and no more."""
_PARTIAL = r"^\d{4}(-\d{2}(-\d{2})?)?$"


def first_day(partial: PartialDate) -> date:
    """The first day a partial date can mean: 2008 → 2008-01-01."""
    year, month, day = [*(int(p) for p in partial.split("-")), 1, 1][:3]
    return date(year, month, day)


class Source(BaseModel):
    """A trial report, guideline, consensus or textbook practice a schedule rests on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str
    """Trial acronym or guideline name with its body."""
    kind: Literal["trial", "guideline", "consensus", "series", "meta-analysis", "practice"]
    title: str | None = None
    """Title of the publication, only as seen in a record."""
    journal: str | None = None
    year: int
    pmid: str | None = Field(default=None, pattern=r"^[1-9]\d{0,8}$")
    doi: str | None = Field(default=None, pattern=r"^10\.\d{4,9}/\S+$")
    registration: str | None = Field(default=None, pattern=r"^(NCT\d{8}|ISRCTN\d{8})$")
    checked_by: str | None = None
    """The record the identifiers were seen in; without it no identifier may stand."""

    @model_validator(mode="after")
    def _identifiers_are_checked(self) -> Self:
        if (self.pmid or self.doi or self.registration) and not self.checked_by:
            raise ValueError(f"{self.source}: an identifier needs checked_by, the record it was seen in")
        return self


class Boost(BaseModel):
    """A sequential boost, given after the course and not counted in its dose."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dose_gy: float = Field(gt=0)
    fractions: int = Field(gt=0)
    modality: Modality
    technique: Technique | None = None


class Schedule(BaseModel):
    """One dose-fractionation schedule for one clinical setting, from one source."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schedule: str = Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")
    disease: str
    setting: str
    """The clinical setting in a few words of ours, e.g. "whole breast after conserving surgery"."""
    target: str
    """What is irradiated, as a reader would say it: "whole breast", "prostate and seminal vesicles"."""
    intent: Literal["curative", "palliative", "prophylactic", "benign"]
    modality: Modality
    technique: tuple[Technique, ...] = Field(min_length=1)
    """Techniques in use for it, the usual one first."""
    total_dose_gy: float = Field(gt=0, le=160)
    fractions: int = Field(gt=0, le=80)
    frequency: Literal[
        "daily", "twice-daily", "alternate-day", "twice-weekly", "weekly", "continuous", "once"
    ] = "daily"
    boost: Boost | None = None
    combined_with: str | None = None
    """For a course that is one part of a plan: "external beam 45 Gy in 25 fractions"."""
    alpha_beta_gy: float = 10
    """For BED and EQD2 of the tumour; 10 unless the source argues otherwise (prostate 1.5, breast 4)."""
    requires: Qualifiers = Field(default_factory=dict)
    """Must be stated by the case, else the schedule is not offered."""
    when: Qualifiers = Field(default_factory=dict)
    """Must not be contradicted by the case; each confirmed one raises the rank."""
    recommendation: Literal["preferred", "accepted", "limited"]
    """How current practice regards it in this setting."""
    evidence_level: int = Field(ge=1, le=5)
    """Oxford CEBM 2011 level: 1 systematic review, 2 randomised trial, 3 cohort, 4 series, 5 opinion."""
    source: str
    valid_from: PartialDate = Field(pattern=_PARTIAL)
    """From when the source supported it (publication, or the guideline's effective date)."""
    valid_to: PartialDate | None = Field(default=None, pattern=_PARTIAL)
    supersedes: tuple[str, ...] = ()
    """Slugs of schedules this one replaced within the same authority's practice."""
    region: tuple[str, ...] = ()
    """ISO 3166 codes where it is the custom; empty: anywhere."""

    @model_validator(mode="after")
    def _technique_is_legal(self) -> Self:
        for technique in self.technique:
            if self.modality not in MODALITY_OF_TECHNIQUE[technique]:
                raise ValueError(f"{self.schedule}: {technique} is not given with {self.modality}")
        return self

    @property
    def dose_per_fraction_gy(self) -> float:
        """Total dose over fractions, in Gy."""
        return self.total_dose_gy / self.fractions


def _rows(folder_name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    folder = files("ontologies") / "data" / folder_name
    for entry in sorted(folder.iterdir(), key=lambda p: p.name):
        for raw in yaml.load(entry.read_text("utf-8"), yaml.CSafeLoader) or []:
            yield entry.name, raw


@cache
def load_sources() -> dict[str, Source]:
    """Every source by slug, from `data/sources/*.yaml`.

    Raises:
        ValueError: a slug stands twice.
    """
    sources: dict[str, Source] = {}
    for file, raw in _rows("sources"):
        source = Source.model_validate(raw)
        if source.source in sources:
            raise ValueError(f"{file}: source {source.source} stands twice")
        sources[source.source] = source
    return sources


@cache
def load_schedules() -> dict[str, Schedule]:
    """Every schedule by slug, from `data/schedules/*.yaml`.

    Raises:
        ValueError: a slug stands twice.
    """
    schedules: dict[str, Schedule] = {}
    for file, raw in _rows("schedules"):
        try:
            schedule = Schedule.model_validate(raw)
        except ValueError as error:
            raise ValueError(f"{file}: {raw.get('schedule')}: {error}") from error
        if schedule.schedule in schedules:
            raise ValueError(f"{file}: schedule {schedule.schedule} stands twice")
        schedules[schedule.schedule] = schedule
    return schedules
