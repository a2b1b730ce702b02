"""Every finder of entities by name; adding one is a new file here and a line below."""

from collections.abc import Callable, Iterable

from ingest.entities.biomarker import find_biomarkers
from ingest.entities.calendar_date import find_calendar_date
from ingest.entities.disease import find_diseases
from ingest.entities.drug import find_drugs
from ingest.entities.found import Found
from ingest.entities.gene import find_genes
from ingest.entities.medication import find_medication
from ingest.entities.outcome import find_outcomes
from ingest.entities.person import find_person
from ingest.entities.procedure import find_procedures
from ingest.entities.radiation import find_radiation
from ingest.entities.regimen import find_cycles, find_regimens
from ingest.entities.stage import find_stage
from ingest.entities.toxicity import find_toxicities
from ingest.entities.variant import find_variants
from ingest.reading import Reading

Finder = Callable[[Reading], Iterable[Found]]

FINDERS: dict[str, Finder] = {
    "biomarker": find_biomarkers,
    "cycles": find_cycles,
    "date": find_calendar_date,
    "disease": find_diseases,
    "drug": find_drugs,
    "gene": find_genes,
    "medication": find_medication,
    "outcome": find_outcomes,
    "person": find_person,
    "procedure": find_procedures,
    "radiation": find_radiation,
    "regimen": find_regimens,
    "stage": find_stage,
    "toxicity": find_toxicities,
    "variant": find_variants,
}
"""Order is without meaning: overlaps are resolved afterwards."""
