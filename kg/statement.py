"""A claim with the evidence it rests on and the two clocks it lives by."""

import hashlib
import json
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ontologies.modality import Modality, Technique
from ontologies.qualifier import Qualifiers
from ontologies.reference import Reference
from ontologies.schedule import Boost, Schedule

OPEN = date(9999, 12, 31)
"""End of an interval that has not ended; a real date, because an index filter never matches null."""
OPEN_TIME = datetime(9999, 12, 31)

Relation = Literal[
    "TREATS",
    "CONTRAINDICATED_IN",
    "RESISTANT_TO",
    "SENSITIVE_TO",
    "PROGNOSTIC_FOR",
    "IMPROVES",
    "STUDIES",
    "APPROVED_FOR",
    "CODED_AS",
]
Tier = Literal["accepted", "review", "dropped"]
Status = Literal["draft", "in-review", "approved", "rejected", "withdrawn"]
Label = Literal[
    "Disease",
    "Drug",
    "Radiotherapy",
    "SystemicRegimen",
    "Procedure",
    "Gene",
    "Variant",
    "Expression",
    "Biomarker",
    "Outcome",
    "Trial",
]


class Entity(BaseModel):
    """A node of the graph that claims are about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    curie: Reference
    label: Label
    name: str


class Course(BaseModel):
    """The radiotherapy course a TREATS claim is about; doses in Gy as the source quotes them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    modality: Modality
    technique: tuple[Technique, ...] = ()
    total_dose_gy: float
    fractions: int
    frequency: str = "daily"
    """How often a fraction is given; `not stated` where a document gives dose and fractions alone."""
    boost: Boost | None = None
    combined_with: str | None = None
    target: str
    intent: str
    alpha_beta_gy: float = 10


def course_of(schedule: Schedule) -> Course:
    """The course a schedule describes."""
    return Course(
        modality=schedule.modality,
        technique=schedule.technique,
        total_dose_gy=schedule.total_dose_gy,
        fractions=schedule.fractions,
        frequency=schedule.frequency,
        boost=schedule.boost,
        combined_with=schedule.combined_with,
        target=schedule.target,
        intent=schedule.intent,
        alpha_beta_gy=schedule.alpha_beta_gy,
    )


class Evidence(BaseModel):
    """Where a document says it: the span, who read it and with which version."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    """Document id."""
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    quote: str
    """The document's text[start:end]; the store refuses evidence whose quote is not that."""
    extractor: str
    extractor_version: str


class Statement(BaseModel):
    """One claim of one authority."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: Entity
    relation: Relation
    object: Entity
    qualifiers: Qualifiers = Field(default_factory=dict)
    """Must not be contradicted by the case (`when`)."""
    requires: Qualifiers = Field(default_factory=dict)
    """Must be stated by the case."""
    course: Course | None = None
    """Given for a TREATS claim of radiotherapy."""
    text: str
    """The claim in one sentence of ours, for the embedding and for people."""
    authority: str
    recommendation: Literal["preferred", "accepted", "limited"] | None = None
    evidence_level: int | None = Field(default=None, ge=1, le=5)
    region: tuple[str, ...] = ()
    topic: str
    """Topic key: relation, disease, setting, biomarker and region, normalised; supersession follows it."""
    supersedes: tuple[str, ...] = ()
    """Keys of statements this one replaced within its authority's series."""
    confidence: float = Field(default=1.0, ge=0, le=1)
    tier: Tier = "accepted"
    status: Status = "approved"
    valid_from: date
    valid_to: date = OPEN
    evidence: tuple[Evidence, ...] = Field(min_length=1)

    @property
    def key(self) -> str:
        """What is claimed, by whom, over which world interval: 16 hex digits. Evidence does not count."""
        claim = self.model_dump(
            mode="json",
            include={
                "relation",
                "qualifiers",
                "requires",
                "course",
                "authority",
                "region",
                "topic",
                "recommendation",
                "evidence_level",
                "valid_from",
                "valid_to",
                "tier",
                "status",
            },
        ) | {"subject": self.subject.curie, "object": self.object.curie}
        return hashlib.sha256(json.dumps(claim, sort_keys=True).encode()).hexdigest()[:16]
