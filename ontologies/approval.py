"""Drug approvals: which drug may be used for which disease and biomarker, from when, until when."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from ontologies.qualifier import Qualifiers


class Approval(BaseModel):
    """One indication of one drug or combination, as an authority granted it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    approval: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    """Slug: drug, disease and day of approval."""
    authority: Literal["FDA"] = "FDA"
    drugs: tuple[str, ...] = Field(min_length=1)
    """Slugs of `data/drugs.yaml`; more than one where the combination was approved."""
    given_with: str | None = None
    """Further treatment of the combination that is no single drug: "chemotherapy"."""
    brand: str
    indication: str
    """The disease in the authority's terms."""
    diseases: tuple[str, ...] = ()
    """Slugs of `data/diseases`; empty where the indication is any tumour with the biomarker."""
    biomarker: str | None = None
    """The biomarker demanded, in words."""
    markers: Qualifiers = Field(default_factory=dict)
    """The same as qualifiers, as far as one demand per biomarker can say it."""
    setting: str
    """Line of treatment and population, in a few words."""
    pathway: Literal["regular", "accelerated"]
    approved: date
    converted: date | None = None
    """Accelerated approval made regular."""
    narrowed: date | None = None
    """Indication limited to fewer patients; the note says how."""
    withdrawal_announced: date | None = None
    """Day the sponsor gave notice."""
    withdrawn: date | None = None
    """Day the withdrawal took formal effect."""
    trial: str | None = None
    """The trial it rests on."""
    registrations: tuple[str, ...] = ()
    """Its registry numbers, only where seen in a record."""
    note: str | None = None
    checked_by: str = Field(min_length=5)
    """The records the dates were seen in."""

    @model_validator(mode="after")
    def _dates_follow_each_other(self) -> Self:
        for name in ("converted", "narrowed", "withdrawal_announced", "withdrawn"):
            day = getattr(self, name)
            if day is not None and day < self.approved:
                raise ValueError(f"{self.approval}: {name} {day} is before the approval")
        if self.converted and self.pathway != "accelerated":
            raise ValueError(f"{self.approval}: only an accelerated approval is converted")
        for number in self.registrations:
            if not (number.startswith("NCT") and number[3:].isdigit() and len(number) == 11):
                raise ValueError(f"{self.approval}: {number!r} is no NCT number")
        return self

    def valid(self, on: date) -> bool:
        """Whether the indication stood on a day."""
        return self.approved <= on and (self.withdrawn is None or on < self.withdrawn)


@cache
def load_approvals() -> dict[str, Approval]:
    """Every approval by slug, from `data/approvals.yaml`.

    Raises:
        ValueError: a slug stands twice.
    """
    text = (files("ontologies") / "data" / "approvals.yaml").read_text("utf-8")
    approvals: dict[str, Approval] = {}
    for raw in yaml.load(text, yaml.CSafeLoader):
        approval = Approval.model_validate(raw)
        if approval.approval in approvals:
            raise ValueError(f"approvals.yaml: {approval.approval} stands twice; merge the rows")
        approvals[approval.approval] = approval
    return approvals
