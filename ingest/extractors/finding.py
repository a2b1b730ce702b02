"""What a publication finds: treatments of diseases, response, prognosis, contraindications.

The grammar is `ingest.relations`; here its claims become statements. Accepted is only what a results or
conclusion section says outright; all else waits for a reader.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from ingest.extractors.extractor import Extractor
from ingest.extractors.named import entity_of, named_in, section_at, slug_of, trial_of
from ingest.reading import Reading
from ingest.relations import find_claims
from ingest.relations.claim import Claim
from ingest.relations.condition import UNCODED, conditions_of
from ingest.relations.sentence import COURSE, DISEASE
from ingest.relations.treats import FINDINGS
from ingest.sources.course import topic_key
from kg.document import Document
from kg.schema import ALLOWED
from kg.statement import Entity, Relation, Statement, Tier
from ontologies.qualifier import Demand

_FOUND = re.compile(r"conclusion|result|interpretation|finding|implication|outcome", re.IGNORECASE)
_NEVER = frozenset({"Indexing"})
_NARROWED = frozenset({"TREATS", "SENSITIVE_TO", "RESISTANT_TO"})
"""Relations that hold only for the markers and the stage they are told with."""
_SAYS: dict[Relation, str] = {
    "TREATS": "{object}{markers}: reported effect of {subject}.",
    "CONTRAINDICATED_IN": "{subject} is reported as contraindicated in {object}.",
    "RESISTANT_TO": "{subject}{markers}: reported resistance to {object}.",
    "SENSITIVE_TO": "{subject}{markers}: reported sensitivity to {object}.",
    "PROGNOSTIC_FOR": "{subject} is reported as prognostic for {object}{place}.",
    "IMPROVES": "{subject} is reported to improve {object}{place}{figures}.",
    "STUDIES": "{subject} studies {object}{place}.",
}


class FindingExtractor(Extractor):
    """The claims of a publication's abstract."""

    name = "finding"
    version = "2"

    def read(self, document: Document, doc: Any) -> Iterator[Statement]:
        """The findings of a document the pipeline has read."""
        if document.published is None or document.kind != "Publication":
            return
        reading: Reading = doc._.reading
        best: dict[tuple[str, str, str], Statement] = {}
        for claim in find_claims(document.text, reading.clauses, named_in(doc)):
            statement = self._statement(claim, document, document.published, reading)
            if statement is None:
                continue
            key = (statement.subject.curie, statement.relation, statement.object.curie)
            held = best.get(key)
            if held is None or (held.tier, statement.tier) == ("review", "accepted"):
                best[key] = statement
        yield from best.values()

    def _statement(
        self, claim: Claim, document: Document, published: date, reading: Reading
    ) -> Statement | None:
        section = section_at(document, claim.sentence.end - 1)
        # That a drug is approved is the authority's own word, not an abstract's.
        if claim.tier == "dropped" or claim.relation not in _SAYS or section in _NEVER or _is_list(claim):
            return None
        pair = _entities(claim, document)
        if pair is None:
            return None
        subject, object_ = pair
        markers = _markers(reading, claim) if claim.relation in _NARROWED else {}
        tier = _tier(claim, section)
        if tier == "accepted" and any(name in UNCODED for name in conditions_of(claim)):
            tier = "review"
        sick = slug_of(claim.object) or slug_of(claim.subject) or "any"
        return Statement(
            subject=subject,
            relation=claim.relation,
            object=object_,
            qualifiers=markers,
            text=_text(claim, subject, object_, markers),
            authority=document.authority,
            evidence_level=4,
            topic=topic_key(
                claim.relation, sick, f"{subject.curie} {object_.curie} {document.id}", markers, ()
            ),
            confidence=0.85 if tier == "accepted" else 0.6,
            tier=tier,
            valid_from=published,
            evidence=(self.quoted(document, claim.sentence.start, claim.sentence.end),),
        )


def _entities(claim: Claim, document: Document) -> tuple[Entity, Entity] | None:
    subject = trial_of(document) if claim.relation == "STUDIES" else entity_of(claim.subject)
    object_ = entity_of(claim.object)
    if subject is None or object_ is None:
        return None
    subjects, objects = ALLOWED[claim.relation]
    return (subject, object_) if subject.label in subjects and object_.label in objects else None


def _is_list(claim: Claim) -> bool:
    """Whether several drugs share the claim or are compared, so that which of them does it is not said."""
    if claim.relation not in {"TREATS", "IMPROVES"}:
        return False
    compared = claim.relation == "TREATS" and claim.pattern == "improved"
    same = [
        n
        for n in (
            claim.sentence.nodes if compared else claim.sentence.within(*claim.at, claim.subject.letter)
        )
        if n.main.type == claim.subject.main.type
    ]
    return len({n.main.reference.curie if n.main.reference else n.main.text.lower() for n in same}) > 1


def _tier(claim: Claim, section: str) -> Tier:
    if claim.tier != "accepted" or not _FOUND.search(section):
        return "review"
    if claim.relation == "TREATS":
        if claim.subject.letter == COURSE or claim.pattern not in FINDINGS:
            return "review"
        return "accepted"
    return "accepted"


def _markers(reading: Reading, claim: Claim) -> dict[str, Demand]:
    """The markers, each of one status, and the stage a sentence tells of a disease; none of a marker."""
    stated: dict[str, list[str]] = {}
    if DISEASE not in {claim.subject.letter, claim.object.letter}:
        return {}
    for mention in reading.within(claim.sentence.start, claim.sentence.end):
        if mention.kind == "axis" and (mention.name.startswith("biomarker:") or mention.name == "stage"):
            stated.setdefault(mention.name, []).append(str(mention.value))
    return {
        axis: tuple(dict.fromkeys(v)) for axis, v in stated.items() if axis == "stage" or len(set(v)) == 1
    }


def _text(claim: Claim, subject: Entity, object_: Entity, markers: dict[str, Demand]) -> str:
    place = claim.qualifiers.get("disease")
    said = "".join(
        f", {name.removeprefix('biomarker:')} {' or '.join(v) if isinstance(v, tuple) else v}"
        for name, v in markers.items()
    )
    name = object_.name[:1].upper() + object_.name[1:] if claim.object.letter == DISEASE else object_.name
    return _SAYS[claim.relation].format(
        subject=subject.name,
        object=name if claim.relation == "TREATS" else object_.name,
        markers=said,
        place=f" in {place}" if place else "",
        figures=_figures(claim.qualifiers),
    )


def _figures(stated: dict[str, Any]) -> str:
    parts = []
    if "hr" in stated:
        parts.append(f"HR {stated['hr']:g}")
    if "ci_low" in stated:
        parts.append(f"95% CI {stated['ci_low']:g}-{stated['ci_high']:g}")
    if "p" in stated:
        sign = "" if stated["p"].startswith(("<", ">", "\u2264")) else "="
        parts.append(f"p{sign}{stated['p']}")
    return f" ({', '.join(parts)})" if parts else ""
