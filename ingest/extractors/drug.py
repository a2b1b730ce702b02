"""Drugs said to treat, or to be studied in, a disease in one sentence, with the biomarker it names."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, Literal

from ingest.extractors.passage import Passage, passages
from ingest.lexicon import Gazetteer
from ingest.mention import Kind, Mention
from ingest.sources.course import disease_entity, topic_key
from ingest.words import split_words
from kg.document import Document
from kg.statement import Entity, Statement, Tier
from ontologies.disease import load_diseases
from ontologies.drugs import load_drugs

_FINDING_SECTIONS = re.compile(
    r"conclusion|result|interpretation|finding|indication|summary|implication", re.IGNORECASE
)


@cache
def _drug_names() -> Gazetteer:
    rows: list[tuple[Kind, str, str, str]] = [
        ("trigger", drug.drug, drug.drug, name)
        for drug in load_drugs().values()
        for name in (drug.name, *drug.brands, *drug.synonyms)
        if len(name) > 3
    ]
    return Gazetteer(rows)


def drugs_in(text: str) -> list[Mention]:
    """The drugs a text names, longest names only."""
    found = _drug_names().find(split_words(text))
    return [m for m in found if not any(o.covers(m) for o in found)]


class DrugExtractor:
    """Drugs and diseases: TREATS where a report finds it effective, STUDIES where a trial tries it."""

    name = "drug"
    version = "1"

    def extract(self, document: Document) -> Iterator[Statement]:
        """The drug claims of one document."""
        from ingest.nlp import build_nlp

        yield from self.read(document, build_nlp()(document.text))

    def read(self, document: Document, doc: Any) -> Iterator[Statement]:
        """The drug claims of a document the pipeline has read."""
        if document.published is None or document.kind not in {"Publication", "Trial"}:
            return
        if not drugs_in(document.text):
            return
        seen: set[str] = set()
        for passage in passages(document, doc):
            for statement in self._statements(passage, document, document.published):
                if statement.key not in seen:
                    seen.add(statement.key)
                    yield statement

    def _statements(self, passage: Passage, document: Document, published: date) -> Iterator[Statement]:
        drugs = list(dict.fromkeys(m.name for m in drugs_in(passage.text)))
        if len(drugs) != 1:
            # With several drugs in a sentence, which of them the finding is about is not certain.
            return
        if document.kind == "Trial":
            yield from self._studied(passage, document, published, drugs[0])
            return
        if len(passage.diseases) != 1 or passage.cues & {"refused", "supposed", "compared", "resistant"}:
            return
        if "effective" not in passage.cues or _negated(passage):
            return
        slug = passage.diseases[0].disease
        disease = load_diseases()[slug]
        markers = _markers(passage)
        said = "".join(f", {name.removeprefix('biomarker:')} {' or '.join(v)}" for name, v in markers.items())
        drug = _entity(drugs[0])
        yield Statement(
            subject=drug,
            relation="TREATS",
            object=disease_entity(disease),
            qualifiers=dict(markers),
            text=f"{disease.name}{said}: reported effect of {drug.name}.",
            authority=document.authority,
            evidence_level=4,
            topic=topic_key("TREATS", slug, drug.curie, dict(markers), ()),
            confidence=0.8 if _tier(passage) == "accepted" else 0.6,
            tier=_tier(passage),
            valid_from=published,
            evidence=(passage.evidence(self.name, self.version),),
        )

    def _studied(
        self, passage: Passage, document: Document, published: date, slug: str
    ) -> Iterator[Statement]:
        reference = document.reference or ""
        if passage.section not in {"Arms", "Interventions"} or not reference.startswith("clinicaltrials:"):
            return
        if passage.cues & {"refused", "supposed"} or _negated(passage):
            return
        drug = _entity(slug)
        yield Statement(
            subject=Entity(curie=reference, label="Trial", name=document.title),
            relation="STUDIES",
            object=drug,
            text=f"Trial {reference.removeprefix('clinicaltrials:')} studies {drug.name}.",
            authority=document.authority,
            topic=topic_key("STUDIES", "any", f"{reference} {drug.curie}", {}, ()),
            confidence=0.9,
            valid_from=published,
            evidence=(passage.evidence(self.name, self.version),),
        )


def _entity(slug: str) -> Entity:
    drug = load_drugs()[slug]
    curie = f"ncit:{drug.ncit}" if drug.ncit else f"oncograph:{slug}"
    return Entity(curie=curie, label="Drug", name=drug.name)


def _negated(passage: Passage) -> bool:
    return bool(re.search(r"\b(?:no|not|without|neither|nor|lack|fail\w*)\b", passage.text, re.IGNORECASE))


def _tier(passage: Passage) -> Literal["accepted", "review"] | Tier:
    """Accepted where the sentence is one of a finding or conclusion; else it waits for a reader."""
    return "accepted" if _FINDING_SECTIONS.search(passage.section) else "review"


def _markers(passage: Passage) -> dict[str, tuple[str, ...]]:
    stated: dict[str, list[str]] = {}
    for mention in passage.mentions:
        if mention.kind == "axis" and mention.name.startswith("biomarker:"):
            stated.setdefault(mention.name, []).append(str(mention.value))
    return {axis: tuple(dict.fromkeys(values)) for axis, values in stated.items() if len(set(values)) == 1}
