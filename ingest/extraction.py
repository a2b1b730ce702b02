"""What extraction gives of a text: mentions with assertion and reference, claims between them, a record."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from kg.statement import Relation, Tier
from ontologies.reference import Reference

EntityType = Literal[
    "disease", "gene", "variant", "biomarker", "drug", "regimen", "radiation_dose", "dose_per_fraction",
    "fractions", "fraction_frequency", "technique", "modality", "target_site", "boost", "procedure",
    "outcome", "toxicity", "stage", "grade", "laterality", "performance_status", "line", "intent", "date",
    "route", "frequency", "dosage", "strength", "form", "duration",
]  # fmt: skip
TextKind = Literal["note", "pathology", "radiology", "radiotherapy", "abstract", "eligibility"]


class Assertion(BaseModel):
    """How a text stands behind a mention: ConText's axes (Harkema 2009, J Biomed Inform)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    polarity: Literal["affirmed", "negated"] = "affirmed"
    certainty: Literal["certain", "uncertain", "hypothetical"] = "certain"
    temporality: Literal["current", "historical", "planned", "delivered"] = "current"
    experiencer: Literal["patient", "family", "other"] = "patient"


class LinkedReference(BaseModel):
    """The coded term a mention stands for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    curie: Reference
    name: str
    score: float = Field(ge=0, le=1)
    """1 for an exact or normalised name; below it the nearest name's similarity."""


class Quantity(BaseModel):
    """A number with its unit as UCUM-like text: `Gy`, `mg/m2`, `1` for a count, `mo`, `%`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: float
    unit: str


class ExtractedMention(BaseModel):
    """A span of the text that names something."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: EntityType
    text: str
    """text[start:end] of the input, exactly."""
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    assertion: Assertion = Assertion()
    reference: LinkedReference | None = None
    unlinked: str | None = None
    """Why there is no reference, where the type is one that is linked."""
    value: Quantity | None = None
    status: str | None = None
    """A category read from the span: a stage group, a biomarker's result, a modality, a frequency."""
    tier: Tier = "accepted"


class Span(BaseModel):
    """Where something stands in the text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int = Field(ge=0)
    end: int = Field(gt=0)


class ExtractedStatement(BaseModel):
    """A relation between two mentions, or between a mention and a course."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: str
    """CURIE where the mention is linked, else its text."""
    relation: Relation
    object: str
    qualifiers: dict[str, Any] = Field(default_factory=dict)
    confidence: float = Field(ge=0, le=1)
    tier: Tier
    spans: tuple[Span, ...]
    """The sentence, then subject and object within the text."""


class Extraction(BaseModel):
    """Everything read of one text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mentions: tuple[ExtractedMention, ...]
    """In text order."""
    statements: tuple[ExtractedStatement, ...]
    record: dict[str, Any] | None = None
    """The typed record of a report, for the kinds pathology, radiology and radiotherapy."""
