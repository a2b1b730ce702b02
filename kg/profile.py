"""The case as understood: the disease treated and its findings, each with the span it was read from."""

from pydantic import BaseModel, ConfigDict


class Finding(BaseModel):
    """One value on one axis, with where the text says it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    axis: str
    """Axis name of `ontologies/data/axes`, or `biomarker:<SYMBOL>`."""
    value: str | float
    start: int
    """First character of the span in the text given."""
    end: int
    text: str
    """The span itself."""


class DiseaseFinding(BaseModel):
    """A disease the text names as the one to treat."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    disease: str
    """Slug of `ontologies/data/diseases`."""
    name: str
    start: int
    end: int
    text: str


class Profile(BaseModel):
    """What was understood of a case. Nothing in it is inferred beyond stated rules of `ingest/profile.py`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    diseases: tuple[DiseaseFinding, ...] = ()
    """The diseases to treat, likeliest first; empty if none was recognised."""
    findings: tuple[Finding, ...] = ()
    set_aside: tuple[Finding, ...] = ()
    """Mentions left out of the case: negated, family history, prior cancers; axis `disease` or another,
    the value prefixed with why (`negated`, `family`, `historical`, `hypothetical`)."""
    declined: tuple[Finding, ...] = ()
    """Words that say no radiotherapy is called for: active surveillance, follow-up only, no cancer found."""
    coding_text: str = ""
    """The clause the diagnosis stands in, for choosing the ICD-10-CM leaf."""
    not_understood: tuple[str, ...] = ()
    """Words that look clinical and were matched by nothing."""

    def values(self, axis: str) -> tuple[str | float, ...]:
        """Every value found on an axis, in the order of the text."""
        return tuple(f.value for f in self.findings if f.axis == axis)
