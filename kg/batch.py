"""A batch of whole documents with their statements, written in one transaction or not at all."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from neo4j import ManagedTransaction

from kg import cypher
from kg.document import Document
from kg.errors import StoreRefused
from kg.rows import document_row, entity_row, evidence_id, evidence_row, statement_row
from kg.statement import OPEN_TIME, Evidence, Statement


class Claim(NamedTuple):
    """A statement, its key computed once, and one evidence of it."""

    key: str
    statement: Statement
    evidence: Evidence


@dataclass(frozen=True)
class Entry:
    """A document and what is claimed from it in this write."""

    document: Document
    version: str
    """The document's, computed once."""
    claims: tuple[Claim, ...]
    complete: bool = True
    """Whether the claims are all it makes; then what it claimed before and does not now is closed."""


@dataclass
class Plan:
    """What differs between a batch and the graph."""

    new: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    unchanged: list[Entry] = field(default_factory=list)
    uid: dict[str, str] = field(default_factory=dict)
    """Document id to the uid of the version that will stand."""
    closing: dict[str, str] = field(default_factory=dict)
    """Document id to the uid of the version that ends."""
    opening: dict[str, tuple[str, Statement]] = field(default_factory=dict)
    """Key to the id and the statement to open."""
    standing: dict[str, str] = field(default_factory=dict)
    """Key to the id of a statement that is open already."""
    supports: list[tuple[str, Evidence, str]] = field(default_factory=list)
    """Key, evidence and document uid of each support to open."""
    withdrawn: list[tuple[str, str]] = field(default_factory=list)
    """Statement id and evidence id of each support to close."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.new or self.changed or self.supports or self.withdrawn)


@dataclass(frozen=True)
class Outcome:
    """What one batch did, by keys and ids so that batches can be added up."""

    plan: Plan
    opened: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()


def plan_batch(tx: ManagedTransaction, batch: Sequence[Entry]) -> Plan:
    """Compare a batch with what stands; reads only."""
    plan = Plan()
    ids = [entry.document.id for entry in batch]
    versions: dict[str, list[Any]] = defaultdict(list)
    for record in tx.run(cypher.DOCUMENT_VERSIONS, ids=ids, open=OPEN_TIME):
        versions[record["id"]].append(record)
    standing: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for record in tx.run(cypher.OPEN_SUPPORTS, ids=ids, open=OPEN_TIME):
        standing[record["id"]].add((record["key"], record["statement"], record["evidence"]))
    wanted = {claim.key: claim.statement for entry in batch for claim in entry.claims}
    times: dict[str, int] = defaultdict(int)
    for record in tx.run(cypher.STATEMENTS_OF_KEYS, keys=list(wanted), open=OPEN_TIME):
        times[record["key"]] += 1
        if record["open"]:
            plan.standing[record["key"]] = record["id"]
    for entry in batch:
        _place_document(plan, entry, versions[entry.document.id])
        uid = plan.uid[entry.document.id]
        before = standing[entry.document.id]
        have = {(key, evidence) for key, _, evidence in before}
        want: set[tuple[str, str]] = set()
        for key, _, evidence in entry.claims:
            pair = (key, evidence_id(evidence, uid))
            if pair not in want and pair not in have:
                plan.supports.append((key, evidence, uid))
            want.add(pair)
        if entry.complete:
            plan.withdrawn += [(sid, eid) for key, sid, eid in sorted(before) if (key, eid) not in want]
    for key, _, _ in plan.supports:
        if key not in plan.standing and key not in plan.opening:
            suffix = f"-{times[key] + 1}" if times[key] else ""
            plan.opening[key] = (f"st-{key}{suffix}", wanted[key])
    return plan


def _place_document(plan: Plan, entry: Entry, versions: Sequence[Any]) -> None:
    id = entry.document.id
    current = next((v for v in versions if v["open"]), None)
    if current is not None and current["version"] == entry.version:
        plan.unchanged.append(entry)
        plan.uid[id] = current["uid"]
        return
    # A text that comes back word for word is a new version all the same: the old one stays closed.
    again = sum(v["version"] == entry.version for v in versions)
    plan.uid[id] = f"{id}@{entry.version}" + (f".{again + 1}" if again else "")
    if current is None:
        plan.new.append(entry)
    else:
        plan.changed.append(entry)
        plan.closing[id] = current["uid"]


def write_batch(
    tx: ManagedTransaction,
    batch: Sequence[Entry],
    *,
    source: str,
    run: str,
    now: datetime | None,
    embedding_of: Callable[[Mapping[str, Statement]], Mapping[str, Sequence[float]]],
) -> Outcome:
    """Write what a batch changes, all in this transaction.

    Raises:
        StoreRefused: `now` stands before the last write.
    """
    moment, version = lock(tx, now)
    plan = plan_batch(tx, batch)
    if plan.empty:
        return Outcome(plan)
    clock: dict[str, Any] = {"moment": moment, "open": OPEN_TIME, "run": run}
    _write_documents(tx, plan, clock, source)
    vectors = embedding_of({key: statement for key, (_, statement) in plan.opening.items()})
    opened = [
        statement_row(s, key, id=id, moment=moment, source=source, run=run, embedding=vectors.get(key))
        for key, (id, s) in plan.opening.items()
    ]
    entities = {e.curie + e.label: e for _, s in plan.opening.values() for e in (s.subject, s.object)}
    _each(tx, cypher.MERGE_ENTITIES, [entity_row(e) for e in entities.values()], clock)
    _each(tx, cypher.OPEN_STATEMENTS, opened, clock)
    evidence = {row["id"]: row for _, e, uid in plan.supports for row in (evidence_row(e, uid),)}
    _each(tx, cypher.OPEN_EVIDENCE, list(evidence.values()), clock)
    id_of = plan.standing | {key: id for key, (id, _) in plan.opening.items()}
    supports = [{"statement": id_of[key], "evidence": evidence_id(e, uid)} for key, e, uid in plan.supports]
    _each(tx, cypher.OPEN_SUPPORT, supports, clock)
    withdrawn = [{"statement": sid, "evidence": eid} for sid, eid in plan.withdrawn]
    _each(tx, cypher.CLOSE_SUPPORT, withdrawn, clock)
    affected = sorted({sid for sid, _ in plan.withdrawn})
    closed = {r["id"] for r in tx.run(cypher.CLOSE_STATEMENTS, rows=affected, **clock)} if affected else set()
    ids = [id for id, _ in plan.opening.values()]
    if ids:
        tx.run(cypher.LINK_SUPERSEDED, ids=ids, **clock).consume()
        tx.run(cypher.LINK_SUCCESSORS, keys=list(plan.opening), **clock).consume()
        tx.run(cypher.LINK_CONFIRMED, ids=ids, **clock).consume()
    changes = [
        *(f"document {plan.uid[e.document.id]}" for e in (*plan.new, *plan.changed)),
        *(f"statement {id}" for id in ids),
        *(f"closed {id}" for id in closed),
        *(f"support {s['statement']} {s['evidence']}" for s in supports),
        *(f"withdrawn {s['statement']} {s['evidence']}" for s in withdrawn),
    ]
    advance(tx, version, changes, moment)
    return Outcome(plan, frozenset(ids), frozenset(closed))


def lock(tx: ManagedTransaction, now: datetime | None) -> tuple[datetime, str]:
    """The moment of this write and the graph's version, with other writers held off until it ends.

    Raises:
        StoreRefused: `now` stands before the last write, or the graph was never migrated.
    """
    record = tx.run(cypher.LOCK_GRAPH).single()
    if record is None:
        raise StoreRefused("the graph has no schema yet: call migrate() once")
    known = record["known"].to_native()
    if now is not None and now < known:
        raise StoreRefused(f"the graph was last written at {known}; {now} is before that")
    moment = now or max(datetime.now(UTC).replace(tzinfo=None), known + timedelta(microseconds=1))
    return moment, str(record["version"])


def advance(tx: ManagedTransaction, version: str, changes: Sequence[str], moment: datetime) -> None:
    """Move the graph's version on by these changes; the order they came in does not count."""
    total = int(version, 16)
    for change in changes:
        total += int.from_bytes(hashlib.sha256(change.encode()).digest()[:8], "big")
    tx.run(cypher.ADVANCE_GRAPH, version=f"{total % 2**64:016x}", moment=moment).consume()


def _each(tx: ManagedTransaction, text: str, rows: Sequence[Any], clock: Mapping[str, Any]) -> None:
    if rows:
        tx.run(text, rows=rows, **clock).consume()


def _write_documents(tx: ManagedTransaction, plan: Plan, clock: Mapping[str, Any], source: str) -> None:
    _each(tx, cypher.CLOSE_DOCUMENTS, list(plan.closing.values()), clock)
    entries = [*plan.new, *plan.changed]
    rows = [
        document_row(
            entry.document,
            entry.version,
            uid=plan.uid[entry.document.id],
            revises=plan.closing.get(entry.document.id),
            moment=clock["moment"],
            source=source,
            run=clock["run"],
        )
        for entry in entries
    ]
    stubs = [{"stub": row["stub"], "uid": row["uid"]} for row in rows]
    _each(tx, cypher.CLAIM_STUBS, stubs, clock)
    _each(tx, cypher.OPEN_DOCUMENTS, rows, clock)
    links = [
        {"uid": plan.uid[e.document.id], "to": k.to, "kind": k.kind, "date": k.date, "method": k.method}
        for e in entries
        for k in e.document.links
    ]
    _each(tx, cypher.MAKE_STUBS, sorted({str(k["to"]) for k in links}), clock)
    _each(tx, cypher.LINK_DOCUMENTS, links, clock)
