"""The diseases the project knows: names, surface forms, coded cross-references and ICD-10-CM category."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, Field

from ontologies.reference import Reference


class Combination(BaseModel):
    """A disease said as site plus morphology, e.g. "SCC of the larynx": any of each in one clause."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sites: tuple[str, ...]
    """Anatomical phrases: "larynx", "vocal cord", "LUL"."""
    morphologies: tuple[str, ...] = ("malignancy",)
    """Names of morphology groups in `data/morphologies.yaml`: malignancy, squamous, adenocarcinoma, …"""


class Disease(BaseModel):
    """One disease or treated condition, malignant or benign."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    disease: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    """Slug; its CURIE is `oncograph:<slug>`."""
    name: str
    """Preferred clinical name, as printed to a reader."""
    parent: str | None = None
    """Slug of the wider disease; whatever treats the parent may treat this."""
    xrefs: tuple[Reference, ...] = ()
    """DOID, NCIt or OncoTree identities, each seen beside this name in the ontology's file."""
    forms: tuple[str, ...] = ()
    """Phrases that name the disease outright, beside its name."""
    combination: tuple[Combination, ...] = ()
    icd10: tuple[str, ...] = ()
    """ICD-10-CM categories or codes, likeliest first; the leaf is chosen by laterality, sex and subsite."""
    subsites: dict[str, str] = Field(default_factory=dict)
    """Phrase to the ICD-10-CM code it narrows to: {"upper outer quadrant": "C50.4"}."""
    secondary: bool = False
    """True for metastases: the primary tumour is then context, not the diagnosis treated."""
    malignant: bool = True
    radiotherapy: bool = True
    """False where radiotherapy plays no part: named so that the service can say so and abstain."""


@cache
def load_diseases() -> dict[str, Disease]:
    """Every disease by slug, from `data/diseases/*.yaml`.

    Raises:
        ValueError: a slug stands twice or a parent is unknown.
    """
    diseases: dict[str, Disease] = {}
    folder = files("ontologies") / "data" / "diseases"
    for entry in sorted(folder.iterdir(), key=lambda p: p.name):
        for raw in yaml.load(entry.read_text("utf-8"), yaml.CSafeLoader) or []:
            disease = Disease.model_validate(raw)
            if disease.disease in diseases:
                raise ValueError(f"{entry.name}: {disease.disease} stands twice")
            diseases[disease.disease] = disease
    for disease in diseases.values():
        if disease.parent is not None and disease.parent not in diseases:
            raise ValueError(f"{disease.disease}: its parent {disease.parent} is unknown")
    return diseases


def ancestors(slug: str) -> tuple[str, ...]:
    """The disease itself and every wider one, nearest first."""
    diseases = load_diseases()
    line: list[str] = []
    current: str | None = slug
    while current is not None and current not in line:
        line.append(current)
        current = diseases[current].parent
    return tuple(line)
