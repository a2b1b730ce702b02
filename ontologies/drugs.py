"""Antineoplastic drugs by name and brand."""

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

DrugKind = Literal["antibody", "cell-therapy", "chemotherapy", "conjugate", "hormone", "other", "targeted"]


class Drug(BaseModel):
    """One drug used against cancer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    drug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str
    """Nonproprietary name."""
    kind: DrugKind
    brands: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    """Abbreviations and other nonproprietary names."""

    @property
    def curie(self) -> str:
        """The drug's reference, as every statement about it carries it."""
        return f"oncograph:{self.drug}"


@cache
def load_drugs() -> dict[str, Drug]:
    """Every drug by slug, from `data/drugs.yaml`.

    Raises:
        ValueError: a slug, name or brand stands for two drugs.
    """
    text = (files("ontologies") / "data" / "drugs.yaml").read_text("utf-8")
    drugs: dict[str, Drug] = {}
    said: dict[str, str] = {}
    for raw in yaml.load(text, yaml.CSafeLoader):
        drug = Drug.model_validate(raw)
        if drug.drug in drugs:
            raise ValueError(f"drugs.yaml: {drug.drug} stands twice; merge the rows")
        drugs[drug.drug] = drug
        for name in (drug.name, *drug.brands, *drug.synonyms):
            if said.setdefault(name.lower(), drug.drug) != drug.drug:
                raise ValueError(f"drugs.yaml: {name} names both {said[name.lower()]} and {drug.drug}")
    return drugs
