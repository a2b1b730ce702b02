"""What a document's text names, as mentions the relation grammar takes and as entities the graph holds."""

import re
from functools import cache
from typing import Any

from ingest.entities.found import Found
from ingest.extraction import EntityType, ExtractedMention, LinkedReference
from ingest.named import Referred, named
from ingest.relations.sentence import COURSE, Node
from ingest.sources.course import disease_entity
from kg.course_sentence import TECHNIQUE_NAMES
from kg.document import Document
from kg.statement import Entity, Label
from ontologies.disease import load_diseases
from ontologies.drugs import load_drugs
from ontologies.reference import parse_curie

_LABELS: dict[EntityType, Label] = {
    "disease": "Disease", "drug": "Drug", "regimen": "SystemicRegimen", "procedure": "Procedure",
    "gene": "Gene", "variant": "Variant", "biomarker": "Biomarker", "outcome": "Outcome",
}  # fmt: skip
_UNLINKED: dict[EntityType, str] = {"outcome": "outcome", "biomarker": "biomarker", "variant": "variant"}
"""Types whose words name the thing well enough without a code, with the prefix of their slug."""
_PLAIN = frozenset({"photon", "radiotherapy", "radiation"})
_KEPT = "oncograph_named"
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def named_in(doc: Any) -> tuple[ExtractedMention, ...]:
    """The mentions of a document that `build_nlp()` has read, asserted; kept on it for the next extractor."""
    kept: tuple[ExtractedMention, ...] | None = doc.user_data.get(_KEPT)
    if kept is None:
        kept = doc.user_data[_KEPT] = tuple(named(doc._.reading, _exact))
    return kept


def _exact(found: Found, words: str) -> Referred:
    """Only what the finder took from an exact name: a claim rests on no likeness of names."""
    return LinkedReference(curie=found.curie, name=words, score=1) if found.curie else None, None


@cache
def _drugs_by_curie() -> dict[str, str]:
    return {drug.curie: drug.name for drug in load_drugs().values()}


def slug_of(node: Node) -> str | None:
    """The disease of the ontologies a node names, or None."""
    reference = node.main.reference
    if node.main.type != "disease" or reference is None:
        return None
    prefix, identifier = parse_curie(reference.curie)
    return identifier if prefix == "oncograph" and identifier in load_diseases() else None


def entity_of(node: Node) -> Entity | None:
    """The node of the graph a thing stands for; None where it has no identity the graph could know."""
    main = node.main
    if node.letter == COURSE:
        return radiotherapy_entity(node)
    if main.type not in _LABELS:
        return None
    label = _LABELS[main.type]
    if (slug := slug_of(node)) is not None:
        return disease_entity(load_diseases()[slug])
    if main.reference is not None:
        curie = main.reference.curie
        return Entity(curie=curie, label=label, name=_drugs_by_curie().get(curie, main.text))
    if main.type in _UNLINKED:
        slug = _NOT_SLUG.sub("-", main.text.lower()).strip("-")
        name = " ".join(main.text.split())
        return (
            Entity(curie=f"oncograph:{_UNLINKED[main.type]}-{slug}", label=label, name=name) if slug else None
        )
    return None


def radiotherapy_entity(node: Node) -> Entity | None:
    """Radiotherapy by its technique or modality alone; its dose needs a course (`RadiotherapyExtractor`)."""
    stated = {m.type: m for m in node.mentions}
    technique, modality = stated.get("technique"), stated.get("modality")
    said = technique or modality
    if said is None:
        return None
    word = said.status or said.text
    name = TECHNIQUE_NAMES.get(word, word)  # type: ignore[call-overload]
    slug = _NOT_SLUG.sub("-", word.lower()).strip("-")
    if technique is None and modality is not None and modality.status is None and "radiation_dose" in stated:
        return None
    if not slug or slug in _PLAIN or (technique is None and said.status is None):
        return Entity(curie="oncograph:radiotherapy", label="Radiotherapy", name="radiotherapy")
    name = name if "therapy" in name or "surgery" in name else f"{name} radiotherapy"
    return Entity(curie=f"oncograph:radiotherapy-{slug}", label="Radiotherapy", name=name)


def section_at(document: Document, offset: int) -> str:
    """The title of the section that holds an offset; empty where none does."""
    return next((s.title for s in document.sections if s.start <= offset < s.end), "")


def trial_of(document: Document) -> Entity | None:
    """The trial a document registers or reports."""
    reference = document.reference or ""
    if reference.startswith("clinicaltrials:"):
        return Entity(curie=reference, label="Trial", name=document.title)
    for link in document.links:
        number = link.to.removeprefix("nct-")
        if link.kind == "RESULTS_OF" and re.fullmatch(r"NCT\d{8}", number):
            return Entity(curie=f"clinicaltrials:{number}", label="Trial", name=number)
    return None
