"""What a write does to the graph, and what it never does."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

import pytest

from kg.document import Document, Link
from kg.errors import StoreRefused
from kg.rows import LATEST
from kg.statement import OPEN_TIME, Entity, Statement
from kg.store import GraphStore, WriteReport

pytestmark = pytest.mark.server

MakeDocument = Callable[..., Document]
MakeStatement = Callable[..., Statement]
TODAY = date(2026, 1, 1)


def put(store: GraphStore, documents: list[Document], claims: list[Statement], **more: Any) -> WriteReport:
    return store.write(documents, claims, source="pubmed", run="test", **more)


def everything(store: GraphStore) -> list[Any]:
    nodes = store.read("MATCH (n) RETURN labels(n) AS l, properties(n) AS p ORDER BY elementId(n)")
    edges = store.read("MATCH ()-[r]->() RETURN type(r) AS t, properties(r) AS p ORDER BY elementId(r)")
    return [*nodes, *edges]


def test_second_write_changes_nothing(
    store: GraphStore, make_document: MakeDocument, make_statement: MakeStatement
) -> None:
    document = make_document("same-1", "We gave 50 Gy in 25 fractions and 40 Gy in 15 fractions.")
    claims = [
        make_statement(document, 50, 25, "same"),
        make_statement(document, 40, 15, "same"),
    ]
    first = put(store, [document], claims)
    assert (first.documents_new, first.statements_opened) == (1, 2)
    before, version = everything(store), store.version()
    second = put(store, [document], claims)
    assert second == WriteReport(documents_unchanged=1, statements_unchanged=2)
    assert store.version() == version, "the version moves only with the content"
    assert everything(store) == before, "the second write touched a property"


def test_changed_document_closes_what_it_no_longer_claims(
    store: GraphStore, make_document: MakeDocument, make_statement: MakeStatement
) -> None:
    old = make_document("change-1", "We gave 50 Gy in 25 fractions and 42 Gy in 16 fractions.")
    kept, lost = make_statement(old, 50, 25, "change"), make_statement(old, 42, 16, "change")
    put(store, [old], [kept, lost])
    new = make_document("change-1", "Correction: we gave 50 Gy in 25 fractions.")
    report = put(store, [new], [make_statement(new, 50, 25, "change")])
    assert (report.documents_changed, report.statements_closed, report.statements_unchanged) == (1, 1, 1)
    assert [s.statement.key for s in store.schedules(["change"], TODAY)] == [kept.key]
    closed = store.statement(f"st-{lost.key}")
    assert closed is not None and closed.known_to < OPEN_TIME, "a vanished claim is closed, not deleted"
    assert closed.statement.evidence == lost.evidence, "a closed claim keeps the evidence it had"
    stands = store.statement(f"st-{kept.key}")
    assert stands is not None and stands.statement.evidence[0].start == new.text.index("50 Gy")
    assert store.document("change-1") == new
    assert store.document("change-1", old.version) == old, "the old version is kept"


def test_reopened_claim_has_a_new_id(
    store: GraphStore, make_document: MakeDocument, make_statement: MakeStatement
) -> None:
    said = make_document("reopen-1", "We gave 50 Gy in 25 fractions.")
    unsaid = make_document("reopen-1", "Nothing was given.")
    claim = make_statement(said, 50, 25, "reopen")
    put(store, [said], [claim])
    put(store, [unsaid], [])
    assert store.schedules(["reopen"], TODAY) == []
    put(store, [said], [claim])
    assert [s.id for s in store.schedules(["reopen"], TODAY)] == [f"st-{claim.key}-2"]
    first = store.statement(f"st-{claim.key}")
    assert first is not None and first.known_to < OPEN_TIME


def test_evidence_of_many_documents_is_merged(
    store: GraphStore, make_document: MakeDocument, make_statement: MakeStatement
) -> None:
    documents = [
        make_document(f"many-{n}", f"Report {n}: 50 Gy in 25 fractions.", authority="one") for n in "abc"
    ]
    claims = [make_statement(d, 50, 25, "many") for d in documents]
    report = put(store, documents, claims)
    assert report.statements_opened == 1
    (found,) = store.schedules(["many"], TODAY)
    assert sorted(d.id for d in found.documents) == ["many-a", "many-b", "many-c"]
    put(store, [make_document("many-a", "Withdrawn.", authority="one")], [])
    (found,) = store.schedules(["many"], TODAY)
    assert sorted(d.id for d in found.documents) == ["many-b", "many-c"], "the claim still has support"


def test_evidence_for_a_document_in_the_graph_is_added(
    store: GraphStore, make_document: MakeDocument, make_statement: MakeStatement
) -> None:
    document = make_document("later-1", "First 50 Gy in 25 fractions, then 20 Gy in 5 fractions.")
    put(store, [document], [make_statement(document, 50, 25, "later")])
    report = put(store, [], [make_statement(document, 20, 5, "later")])
    assert (report.statements_opened, report.statements_closed) == (1, 0)
    assert len(store.schedules(["later"], TODAY)) == 2


def test_wrong_claims_are_refused_one_by_one(
    store: GraphStore, make_document: MakeDocument, make_statement: MakeStatement
) -> None:
    document = make_document("wrong-1", "We gave 50 Gy in 25 fractions.")
    good = make_statement(document, 50, 25, "wrong")
    evidence = good.evidence[0]
    misquoted = good.model_copy(
        update={"evidence": (evidence.model_copy(update={"start": 0}),), "topic": "misquoted"}
    )
    elsewhere = good.model_copy(
        update={"evidence": (evidence.model_copy(update={"document": "nowhere"}),), "topic": "nowhere"}
    )
    backwards = good.model_copy(update={"valid_to": date(2009, 1, 1)})
    untyped = good.model_copy(
        update={"object": Entity(curie="oncograph:survival", label="Outcome", name="survival")}
    )
    report = put(store, [document], [good, misquoted, elsewhere, backwards, untyped])
    assert report.statements_opened == 1
    reasons = " | ".join(reason for _, reason in report.statements_rejected)
    for word in ("quote", "neither", "not before", "not allowed"):
        assert word in reasons, f"no rejection says {word!r}: {reasons}"
    assert len(store.schedules(["wrong"], TODAY)) == 1


def test_bad_document_takes_no_good_one_with_it(
    store: GraphStore, make_document: MakeDocument, make_statement: MakeStatement
) -> None:
    documents = [make_document(f"bisect-{n}", f"{n}: 50 Gy in 25 fractions.") for n in range(20)]
    claims = [make_statement(d, 50, 25, "bisect") for d in documents]
    # An indexed value over 32 kB is refused by Neo4j itself, in the middle of the transaction.
    topic = "x" * 40_000
    claims[7] = claims[7].model_copy(update={"topic": topic})
    report = put(store, documents, claims)
    assert [id for id, _ in report.documents_rejected] == ["bisect-7"]
    assert (report.documents_new, report.statements_opened) == (19, 19)
    assert store.document("bisect-7") is None, "a document whose claims failed is not written in part"


def test_one_id_with_two_contents_is_refused(store: GraphStore, make_document: MakeDocument) -> None:
    report = put(store, [make_document("twice-1", "one"), make_document("twice-1", "other")], [])
    assert report.documents_new == 1
    assert report.documents_rejected[0][0] == "twice-1"


def test_direct_edge_never_differs_from_its_statement(
    store: GraphStore, make_document: MakeDocument, make_statement: MakeStatement
) -> None:
    document = make_document("edge-1", "We gave 50 Gy in 25 fractions and 40 Gy in 15 fractions.")
    put(
        store,
        [document],
        [make_statement(document, 50, 25, "edge"), make_statement(document, 40, 15, "edge")],
    )
    changed = make_document("edge-1", "We gave 50 Gy in 25 fractions.")
    put(store, [changed], [make_statement(changed, 50, 25, "edge")])
    rows = store.read(
        "MATCH (a)<-[:SUBJECT]-(s:Statement)-[:OBJECT]->(b) "
        "OPTIONAL MATCH (a)-[r]->(b) WHERE r.statement = s.id "
        "RETURN s.id AS id, s.relation AS relation, collect(type(r)) AS types, properties(s) AS node, "
        "collect(properties(r)) AS edges"
    )
    assert rows
    for row in rows:
        assert row["types"] == [row["relation"]], f"{row['id']} has not exactly one direct edge"
        (edge,) = row["edges"]
        assert edge.pop("statement") == row["id"]
        assert {"valid_from", "valid_to", "known_from", "known_to", "name"} <= edge.keys()
        assert edge == {name: row["node"][name] for name in edge}
    orphans = store.read(
        "MATCH ()-[r]->() WHERE r.statement IS NOT NULL AND NOT EXISTS "
        "{ MATCH (s:Statement {id: r.statement}) } RETURN r.statement AS id"
    )
    assert orphans == []


def test_supersession_is_linked_whatever_comes_first(
    store: GraphStore, make_document: MakeDocument, make_statement: MakeStatement
) -> None:
    old_text = make_document("super-old", "We gave 50 Gy in 25 fractions.", authority="body")
    new_text = make_document("super-new", "We give 26 Gy in 5 fractions.", authority="body")
    for disease, order in (("super-a", "old first"), ("super-b", "new first")):
        old = make_statement(old_text, 50, 25, disease, valid_to=date(2020, 1, 1))
        new = make_statement(new_text, 26, 5, disease, valid_from=date(2020, 1, 1), supersedes=(old.key,))
        # Each alone in its write; what a document claimed for the other disease stays claimed.
        writes = [(old_text, old), (new_text, new)]
        for document, claim in writes if order == "old first" else reversed(writes):
            put(store, [make_document(f"{document.id}-{disease}", document.text, authority="body")], [
                claim.model_copy(update={"evidence": tuple(
                    e.model_copy(update={"document": f"{document.id}-{disease}"}) for e in claim.evidence)})
            ])  # fmt: skip
        ((gone, successor),) = store.superseded([disease], TODAY)
        assert gone.id == f"st-{old.key}" and successor == f"st-{new.key}", order
        assert [s.statement.key for s in store.schedules([disease], date(2019, 1, 1))] == [old.key]
        assert [s.statement.key for s in store.schedules([disease], TODAY)] == [new.key]
        assert store.superseded([disease], date(2019, 1, 1)) == []


def test_equal_claim_of_another_authority_confirms(
    store: GraphStore, make_document: MakeDocument, make_statement: MakeStatement
) -> None:
    for name in ("confirm-a", "confirm-b", "confirm-c"):
        document = make_document(name, "We gave 50 Gy in 25 fractions.")
        put(store, [document], [make_statement(document, 50, 25, "confirm")])
    rows = store.read(
        "MATCH (a:Statement {disease: 'confirm'})-[r:CONFIRMS]->(b) "
        "RETURN a.authority AS a, b.authority AS b, r.method AS method ORDER BY a"
    )
    assert rows == [
        {"a": "confirm-b", "b": "confirm-a", "method": "equal-claim"},
        {"a": "confirm-c", "b": "confirm-a", "method": "equal-claim"},
    ]


def test_links_wait_for_documents_that_come_later(store: GraphStore, make_document: MakeDocument) -> None:
    link = Link(kind="RESULTS_OF", to="link-trial", date=date(2010, 1, 1), method="registry-field")
    put(store, [make_document("link-paper", "Results.", links=(link,))], [])
    assert store.document("link-trial") is None, "a document that is only cited has no content yet"
    put(store, [make_document("link-trial", "Protocol.", kind="Trial")], [])
    rows = store.read(
        "MATCH (p:Document {id: 'link-paper'})-[r:RESULTS_OF]->(t:Document) "
        "RETURN t.id AS id, t.text AS text, r.date AS date, r.run AS run"
    )
    assert rows == [{"id": "link-trial", "text": "Protocol.", "date": "2010-01-01", "run": "test"}]


def test_text_that_no_database_can_hold_is_refused(store: GraphStore, make_document: MakeDocument) -> None:
    report = put(store, [make_document("surrogate", "\ud800"), make_document("nul", "a\x00b")], [])
    assert [id for id, _ in report.documents_rejected] == ["surrogate"]
    assert report.documents_new == 1


def test_clock_never_runs_backwards(store: GraphStore, make_document: MakeDocument) -> None:
    put(store, [make_document("clock-1", "one")], [])
    with pytest.raises(StoreRefused, match="before that"):
        put(store, [make_document("clock-2", "two")], [], now=datetime(2001, 1, 1))
    assert store.document("clock-2") is None


def test_writers_at_once_lose_nothing(
    store: GraphStore, make_document: MakeDocument, make_statement: MakeStatement
) -> None:
    documents = [
        make_document(f"race-{n}", "We gave 50 Gy in 25 fractions.", authority="r") for n in range(12)
    ]
    claims = [make_statement(d, 50, 25, "race") for d in documents]

    def work(part: int) -> None:
        for document, claim in list(zip(documents, claims, strict=True))[part::3]:
            put(store, [document], [claim])

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))  # raises what a writer met
    (found,) = store.schedules(["race"], TODAY)
    assert len(found.documents) == 12, "every writer's evidence hangs on the one statement"


def test_embedding_is_asked_only_for_new_claims(
    store: GraphStore, make_document: MakeDocument, make_statement: MakeStatement
) -> None:
    asked: list[str] = []

    def embed(texts: list[str]) -> list[list[float]]:
        asked.extend(texts)
        return [[1.0] + [0.0] * 383 for _ in texts]

    document = make_document("embed-1", "We gave 50 Gy in 25 fractions.")
    for _ in range(2):
        put(store, [document], [make_statement(document, 50, 25, "embed")], embed=embed)
    assert asked == ["50 Gy in 25 fractions for embed"]


def test_latest_is_before_the_end_of_open_intervals() -> None:
    assert LATEST < OPEN_TIME


def test_evidence_is_what_the_document_says(store: GraphStore) -> None:
    rows = store.read(
        "MATCH (e:Evidence)-[:FROM]->(d:Document) "
        "WHERE substring(d.text, e.start, e.end - e.start) <> e.quote RETURN e.id AS id"
    )
    assert rows == []


def test_open_statement_always_has_open_support(store: GraphStore) -> None:
    rows = store.read(
        "MATCH (s:Statement) WITH s, EXISTS { MATCH (s)-[r:SUPPORTED_BY]->() "
        "WHERE r.known_to = s.known_to } AS supported WHERE NOT supported RETURN s.id AS id"
    )
    assert rows == []
