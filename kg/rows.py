"""Between our models and the graph's properties: rows to write, records read back."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time
from pydantic import ValidationError

from kg.document import Document
from kg.errors import StoreOutdated
from kg.schema import NODE_LABELS
from kg.statement import OPEN_TIME, Entity, Evidence, Statement
from kg.stored import DocumentHead, StoredStatement

LATEST = OPEN_TIME.replace(year=9998)
"""Known at this time: whatever is open."""


def as_utc(moment: datetime | None) -> datetime:
    """The moment in UTC without a zone, as the graph keeps it; None or later: the latest that is known."""
    if moment is None:
        return LATEST
    # The end of time is the end of what is open: nothing is open then.
    return min(moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment, LATEST)


def short_hash(*parts: object) -> str:
    """16 hex digits over the parts."""
    return hashlib.sha256("\x1f".join(str(p) for p in parts).encode()).hexdigest()[:16]


def disease_of(statement: Statement) -> str | None:
    """Slug of the disease the claim is about, or the CURIE of one that has no slug."""
    for entity in (statement.object, statement.subject):
        if entity.label == "Disease":
            return entity.curie.removeprefix("oncograph:")
    return None


def claim_of(statement: Statement) -> str:
    """What two authorities would have to say alike to confirm each other."""
    course = statement.course
    dose = (course.modality, course.total_dose_gy, course.fractions) if course else ()
    return short_hash(statement.subject.curie, statement.relation, statement.object.curie, *dose)


def caption(statement: Statement) -> str:
    """A few words for a node in Neo4j Browser."""
    course = statement.course
    if course:
        boost = f" + {course.boost.dose_gy:g}" if course.boost else ""
        return f"{course.total_dose_gy:g} Gy{boost} / {course.fractions} {course.modality}"
    verb = statement.relation.lower().replace("_", " ")
    return f"{statement.subject.name} {verb} {statement.object.name}"[:80]


def entity_row(entity: Entity) -> dict[str, Any]:
    """An entity to merge."""
    return {"curie": entity.curie, "name": entity.name, "labels": list(NODE_LABELS[entity.label])}


def statement_row(
    statement: Statement,
    key: str,
    *,
    id: str,
    moment: datetime,
    source: str,
    run: str,
    embedding: Sequence[float] | None,
) -> dict[str, Any]:
    """A statement to open; its direct edge is made from its node, in the same Cypher."""
    course = statement.course
    properties: dict[str, Any] = {
        "id": id,
        "key": key,
        "claim": claim_of(statement),
        "name": caption(statement),
        "text": statement.text,
        "relation": statement.relation,
        "subject": statement.subject.curie,
        "object": statement.object.curie,
        "disease": disease_of(statement),
        "topic": statement.topic,
        "authority": statement.authority,
        "recommendation": statement.recommendation,
        "evidence_level": statement.evidence_level,
        "region": list(statement.region) or None,
        "supersedes": list(statement.supersedes) or None,
        "confidence": statement.confidence,
        "tier": statement.tier,
        "status": statement.status,
        "valid_from": statement.valid_from,
        "valid_to": statement.valid_to,
        "known_from": moment,
        "known_to": OPEN_TIME,
        "source": source,
        "run": run,
        "body": statement.model_dump_json(exclude={"evidence"}),
        "embedding": list(embedding) if embedding is not None else None,
    }
    if course:
        properties |= {
            "modality": course.modality,
            "technique": list(course.technique) or None,
            "total_dose_gy": course.total_dose_gy,
            "fractions": course.fractions,
            "target": course.target,
            "intent": course.intent,
        }
    properties = {name: value for name, value in properties.items() if value is not None}
    return {
        "subject": statement.subject.curie,
        "object": statement.object.curie,
        "relation": statement.relation,
        "labels": ["Successor"] if statement.supersedes else [],
        "properties": properties,
    }


def evidence_id(evidence: Evidence, uid: str) -> str:
    """Names the span of this document version as this extractor version read it."""
    span = (uid, evidence.start, evidence.end, evidence.extractor, evidence.extractor_version)
    return f"ev-{short_hash(*span)}"


def evidence_row(evidence: Evidence, uid: str) -> dict[str, Any]:
    """Evidence to merge, with the document version it points into."""
    quote = evidence.quote
    return {
        "id": evidence_id(evidence, uid),
        "uid": uid,
        "properties": {
            "name": quote if len(quote) <= 60 else quote[:59] + "…",
            "body": evidence.model_dump_json(),
            "start": evidence.start,
            "end": evidence.end,
            "quote": quote,
            "extractor": evidence.extractor,
            "extractor_version": evidence.extractor_version,
        },
    }


def document_row(
    document: Document,
    version: str,
    *,
    uid: str,
    revises: str | None,
    moment: datetime,
    source: str,
    run: str,
) -> dict[str, Any]:
    """A document version to open; its text stands once, beside the rest as JSON."""
    title = document.title or document.id
    head = DocumentHead(**{name: getattr(document, name) for name in DocumentHead.model_fields})
    properties = {
        "id": document.id,
        "version": version,
        "name": title if len(title) <= 60 else title[:59] + "…",
        "kind": document.kind,
        "source": document.source,
        "ingested_as": source,
        "authority": document.authority,
        "title": document.title,
        "text": document.text,
        "reference": document.reference,
        "url": document.url,
        "journal": document.journal,
        "published": document.published,
        "published_precision": document.published_precision,
        "language": document.language,
        "synthetic": document.synthetic,
        "known_from": moment,
        "known_to": OPEN_TIME,
        "run": run,
        "head": head.model_dump_json(),
        "body": document.model_dump_json(exclude={"text", "version"}),
    }
    return {
        "uid": uid,
        "stub": f"{document.id}@",
        "revises": revises,
        "labels": [document.kind],
        "properties": {name: value for name, value in properties.items() if value is not None},
    }


def stored_document(body: str, text: str) -> Document:
    """A document read back."""
    return Document.model_validate(json.loads(body) | {"text": text})


def _native(value: Any) -> Any:
    return value.to_native() if isinstance(value, Date | DateTime) else value


def stored_statement(record: Any) -> StoredStatement:
    """A statement read back, with its evidence and one head per document.

    Raises:
        StoreOutdated: it does not read as a statement of this version.
    """
    support = record["support"]
    evidence = ",".join(body for body, _ in support)
    try:
        heads = {
            head: DocumentHead.model_validate_json(head) for head in dict.fromkeys(h for _, h in support)
        }
        statement = Statement.model_validate_json(f'{record["body"][:-1]},"evidence":[{evidence}]}}')
    except ValidationError as error:
        fields = ", ".join(sorted({".".join(map(str, e["loc"])) for e in error.errors()})[:3])
        raise StoreOutdated(
            f"statement {record['id']} was written by another version ({fields}): move the graph's data away "
            "and load it again with `oncograph ontologies load` and `oncograph ingest`"
        ) from error
    return StoredStatement(
        id=record["id"],
        statement=statement,
        known_from=record["known_from"].to_native(),
        known_to=record["known_to"].to_native(),
        documents=tuple(heads.values()),
    )


def plain(value: Any) -> Any:
    """A value of a record as JSON can hold it: nodes and edges by their labels and properties."""
    if isinstance(value, Date | DateTime | Time):
        return value.iso_format()
    if isinstance(value, Node):
        return {"labels": sorted(value.labels), "properties": plain(dict(value))}
    if isinstance(value, Relationship):
        return {"type": value.type, "properties": plain(dict(value))}
    if isinstance(value, Path):
        pairs = zip_longest(value.nodes, value.relationships)
        return [plain(part) for pair in pairs for part in pair if part is not None]
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, Duration | Point):
        return str(value)
    return value
