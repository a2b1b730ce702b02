"""Which of several equally supported schedules a department would choose: a synthetic one, as data."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from kg.applicability import judge_all
from kg.candidates import Candidate
from kg.profile import Profile
from ontologies.modality import Modality
from ontologies.qualifier import Qualifiers


class Rule(BaseModel):
    """One habit: in these cases, this among what the evidence supports equally."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    when: Qualifiers = Field(default_factory=dict)
    """All must be confirmed by the case; empty: always."""
    prefer: Literal["fewest", "middle", "most"]
    """Number of fractions."""
    modality: Modality | None = None
    """Considered first, where a schedule is given with it."""


class Department(BaseModel):
    """A department's habits; the first rule that fits decides."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    rules: tuple[Rule, ...] = Field(min_length=1)


@cache
def load_department() -> Department:
    """The synthetic department of `data/department.yaml`."""
    text = (files("model") / "data" / "department.yaml").read_text("utf-8")
    return Department.model_validate(yaml.load(text, yaml.CSafeLoader))


def rule_for(department: Department, profile: Profile) -> Rule:
    """The rule that decides for a case.

    Raises:
        ValueError: no rule fits; the last one must have no condition.
    """
    for rule in department.rules:
        if all(j.verdict == "confirmed" for j in judge_all(rule.when, profile)):
            return rule
    raise ValueError(f"{department.name}: no rule fits; end with one whose `when` is empty")


def choose_course(department: Department, profile: Profile, candidates: Sequence[Candidate]) -> Candidate:
    """The department's choice among candidates of equal standing.

    Raises:
        ValueError: there is no candidate.
    """
    if not candidates:
        raise ValueError("there is nothing to choose from")
    rule = rule_for(department, profile)
    pool = [c for c in candidates if c.course.modality == rule.modality] or list(candidates)
    pool.sort(key=lambda c: (c.course.fractions, -c.course.total_dose_gy, c.stored.id))
    at = {"fewest": 0, "middle": (len(pool) - 1) // 2, "most": len(pool) - 1}[rule.prefer]
    wanted = pool[at].course.fractions
    return next(c for c in pool if c.course.fractions == wanted)
