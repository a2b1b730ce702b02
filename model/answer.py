"""What the service answers: the contract other programs are written to."""

import re
from datetime import UTC, date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationInfo, field_validator

from kg.blank import VISIBLE, is_blank
from kg.profile import Profile
from kg.stored import Moment
from ontologies.modality import Modality
from ontologies.schedule import Boost

Task = Literal["regimen", "modality", "icd10"]
Agreement = Literal["supported", "contested", "unsupported"]
Reason = Literal[
    "not_understood",
    "ambiguous_diagnosis",
    "no_radiotherapy_role",
    "radiotherapy_not_called_for",
    "no_evidence",
    "no_applicable_schedule",
    "not_oncology",
    "no_code",
    "citation_does_not_support",
    "readings_differ",
]


_DATED = re.compile(r"\d{4}-\d{2}-\d{2}", re.A)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _or_null(schema: dict[str, JsonValue]) -> None:
    schema["type"] = [schema["type"], "null"]


class Question(_Frozen):
    """One question about one diagnosis."""

    diagnosis: str = Field(
        min_length=1,
        max_length=20_000,
        description="The diagnosis in the clinician's own words; no name or record number is needed.",
        json_schema_extra={"pattern": VISIBLE},
        examples=["52F pT2 N0 ER+ HER2- invasive lobular ca right breast, WLE + SLNB, adjuvant RT"],
    )
    as_of: date | None = Field(default=None, description="Moves the world clock; default today.")
    known_at: datetime | None = Field(
        default=None,
        description="Moves the knowledge clock: what this graph knew then; default now.",
    )
    region: str | None = Field(
        default=None,
        pattern=r"^[A-Z]{2}$",
        description="ISO 3166 code whose custom is preferred on a tie.",
    )
    max_citations: int = Field(default=5, ge=1, le=50, json_schema_extra=_or_null)
    model: bool = Field(
        default=True, description="False: the deterministic path only.", json_schema_extra=_or_null
    )

    @field_validator("diagnosis")
    @classmethod
    def _says_something(cls, text: str) -> str:
        if is_blank(text):
            raise ValueError("is blank; say the diagnosis")
        return text

    @field_validator("as_of", "known_at", mode="before")
    @classmethod
    def _is_written_as_a_date(cls, given: object) -> object:
        """A number would be taken for seconds since 1970."""
        if given is None or isinstance(given, date) or (isinstance(given, str) and _DATED.match(given)):
            return given
        raise ValueError("is no date; write 2024-03-22")

    @field_validator("known_at")
    @classmethod
    def _is_a_time_in_utc(cls, moment: datetime | None) -> datetime | None:
        if moment is not None and moment.tzinfo is not None:
            try:
                moment.astimezone(UTC)
            except OverflowError as error:
                raise ValueError("lies outside the calendar when it is told in UTC") from error
        return moment

    @field_validator("max_citations", "model", mode="before")
    @classmethod
    def _null_is_the_default(cls, given: object, info: ValidationInfo) -> object:
        if given is None:
            return cls.model_fields[str(info.field_name)].default
        if isinstance(given, bool) and info.field_name == "max_citations":
            raise ValueError("is true or false; give a whole number")
        return given


class Citation(_Frozen):
    """A statement of the graph and the words it rests on."""

    statement: str
    source: str
    document: str
    title: str
    published: date | None
    valid_from: date
    valid_to: date
    url: str | None
    quote: str


class RegimenValue(_Frozen):
    """A course as its source quotes it; a sequential boost stands apart. Doses in Gy."""

    text: str
    modality: Modality
    technique: str | None
    total_dose_gy: float
    fractions: int
    dose_per_fraction_gy: float
    boost: Boost | None
    bed_gy: float | None
    """None for continuous low-dose-rate brachytherapy, where the formula does not hold."""
    eqd2_gy: float | None
    target: str
    intent: str


class ModalityValue(_Frozen):
    """A modality, its usual technique and how the candidates divide among the four."""

    modality: Modality
    technique: str | None
    scores: dict[Modality, float]


class CodeValue(_Frozen):
    """An ICD-10-CM code, valid on the date asked."""

    code: str
    description: str
    category: str
    valid_on: date
    missing_documentation: tuple[str, ...]


class RegimenAlternative(RegimenValue):
    """Another course the graph supports for the case."""

    citations: tuple[Citation, ...]


class ModalityAlternative(ModalityValue):
    """Another modality the graph supports for the case."""

    citations: tuple[Citation, ...]


class CodeAlternative(CodeValue):
    """Another code the text could carry."""

    citations: tuple[Citation, ...]


class Abstention(_Frozen):
    """Why there is no answer."""

    reason: Reason
    detail: str


class Caution(_Frozen):
    """Something the reader must know beside the answer."""

    code: str
    message: str


class Provenance(_Frozen):
    """Everything needed to give the same answer again."""

    graph_version: str
    as_of: date
    known_at: Moment
    base_model: str | None
    adapter: str | None
    prompt: str | None
    decoding: str | None
    service_version: str


class Answer(_Frozen):
    """The whole response to one question."""

    id: str
    task: Task
    answer: RegimenValue | ModalityValue | CodeValue | None
    alternatives: tuple[RegimenAlternative | ModalityAlternative | CodeAlternative, ...]
    citations: tuple[Citation, ...]
    agreement: Agreement
    abstained: Abstention | None
    warnings: tuple[Caution, ...]
    profile: Profile
    provenance: Provenance
    timing_ms: dict[str, float]
