"""Diseases and ontology terms as nodes: coded, named, and joined by IS_A and SAME_AS."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from neo4j import ManagedTransaction

from kg import cypher
from kg.batch import advance, lock
from kg.connection import Connection
from kg.rows import short_hash
from kg.schema import NODE_LABELS
from kg.statement import OPEN_TIME
from ontologies.disease import Disease
from ontologies.reference import InvalidIdentifier, UnknownPrefix, parse_curie
from ontologies.term import Term

_BATCH = 2000
_T = TypeVar("_T")


def disease_row(disease: Disease) -> dict[str, Any]:
    """A disease of the project as a node with its edges."""
    edges = [_edge("SAME_AS", xref, ["Disease"]) for xref in disease.xrefs]
    edges += [_edge("CODED_AS", f"icd10cm:{code}", ["Code"]) for code in disease.icd10 if _coded(code)]
    if disease.parent:
        edges.append(_edge("IS_A", f"oncograph:{disease.parent}", ["Disease"]))
    properties = {
        "name": disease.name,
        "slug": disease.disease,
        "synonyms": " · ".join(disease.forms),
        "malignant": disease.malignant,
        "radiotherapy": disease.radiotherapy,
        "secondary": disease.secondary,
    }
    return _row(f"oncograph:{disease.disease}", ["Disease"], properties, edges)


def term_row(term: Term) -> dict[str, Any]:
    """An ontology term as a node with its edges."""
    labels = [label for name, all_ in NODE_LABELS.items() if name == term.label for label in all_]
    labels = labels or [term.label]
    edges = [_edge("IS_A", parent, labels) for parent in term.parents]
    edges += [_edge("SAME_AS", xref, labels) for xref in term.xrefs]
    properties = {"name": term.name, "synonyms": " · ".join(term.synonyms)}
    return _row(term.curie, ["Term", *labels], properties, edges)


def _coded(code: str) -> bool:
    try:
        parse_curie(f"icd10cm:{code}")
    except (InvalidIdentifier, UnknownPrefix):
        return False
    return True


def _edge(kind: str, to: str, labels: Sequence[str]) -> dict[str, Any]:
    return {"kind": kind, "to": to, "labels": list(labels), "method": "ontology"}


def _row(
    curie: str, labels: Sequence[str], properties: Mapping[str, Any], edges: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    targets = sorted(f"{edge['kind']} {edge['to']}" for edge in edges)
    state = short_hash(curie, *labels, *sorted(properties.items()), *targets)
    return {
        "curie": curie,
        "labels": list(labels),
        "properties": dict(properties) | {"state": state},
        "edges": list(edges),
        "targets": targets,
    }


def write_rows(connection: Connection, rows: Iterable[dict[str, Any]]) -> int:
    """How many nodes were new or differed; thousands are written at a time, the others left untouched."""
    return sum(_write(connection, batch) for batch in _batches(rows, _BATCH))


def _batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    stream = iter(items)
    while batch := list(islice(stream, size)):
        yield batch


def _write(connection: Connection, batch: Sequence[dict[str, Any]]) -> int:
    records = connection.read(cypher.ENTITY_STATES, {"curies": [row["curie"] for row in batch]})
    states = {record["curie"]: record["state"] for record in records}
    rows = [row for row in batch if states.get(row["curie"]) != row["properties"]["state"]]
    if rows:
        connection.write_with(lambda tx: _write_entities(tx, rows))
    return len(rows)


def _write_entities(tx: ManagedTransaction, rows: Sequence[dict[str, Any]]) -> None:
    moment, version = lock(tx, None)
    clock: dict[str, Any] = {"moment": moment, "open": OPEN_TIME}
    tx.run(cypher.WRITE_ENTITIES, rows=rows, **clock).consume()
    tx.run(cypher.CLOSE_ENTITY_EDGES, rows=rows, **clock).consume()
    tx.run(cypher.OPEN_ENTITY_EDGES, rows=rows, **clock).consume()
    advance(tx, version, [f"{row['curie']} {row['properties']['state']}" for row in rows], moment)
