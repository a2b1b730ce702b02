"""What is read back: courses, approvals, search by words and meaning, answers, the vocabulary."""

import math
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from kg.document import Document
from kg.errors import StoreRefused, StoreUnavailable
from kg.statement import Entity, Statement
from kg.store import GraphStore
from ontologies.disease import Disease
from ontologies.term import Term

pytestmark = pytest.mark.server

MakeDocument = Callable[..., Document]
MakeStatement = Callable[..., Statement]
TODAY = date(2026, 1, 1)


def test_only_believed_courses_are_offered(
    store: GraphStore, make_document: MakeDocument, make_statement: MakeStatement
) -> None:
    document = make_document("offer-1", "We gave 50 Gy in 25 fractions.")
    claims = [
        make_statement(document, 50, 25, "offer"),
        make_statement(document, 50, 25, "offer", tier="review"),
        make_statement(document, 50, 25, "offer", status="draft"),
        make_statement(document, 50, 25, "offer", valid_from=date(2027, 1, 1)),
        make_statement(document, 50, 25, "offer", course=None),
        make_statement(document, 50, 25, "another"),
    ]
    store.write([document], claims, source="pubmed", run="test")
    (found,) = store.schedules(["offer"], TODAY)
    assert found.statement == claims[0], "a claim comes back exactly as it was written"
    assert found.disease == "offer"
    assert found.documents[0].model_dump() == {
        "id": "offer-1",
        "title": "Title of offer-1",
        "source": "pubmed",
        "authority": "offer-1",
        "kind": "Publication",
        "url": None,
        "published": date(2010, 1, 1),
        "published_precision": "day",
        "journal": None,
        "reference": None,
        "synthetic": False,
    }
    assert len(store.schedules(["offer", "another"], TODAY)) == 2
    assert store.schedules(["offer"], TODAY, datetime.now(UTC) - timedelta(days=1)) == []
    assert store.statement("st-0000000000000000") is None
    assert store.document("nothing") is None


def test_a_day_ends_where_the_next_begins(
    store: GraphStore, make_document: MakeDocument, make_statement: MakeStatement
) -> None:
    document = make_document("day-1", "We gave 50 Gy in 25 fractions.")
    claim = make_statement(document, 50, 25, "day", valid_to=date(2020, 1, 1))
    store.write([document], [claim], source="pubmed", run="test")
    held = {d: bool(store.schedules(["day"], d)) for d in (date(2009, 12, 31), date(2010, 1, 1))}
    assert held == {date(2009, 12, 31): False, date(2010, 1, 1): True}
    held = {d: bool(store.schedules(["day"], d)) for d in (date(2019, 12, 31), date(2020, 1, 1))}
    assert held == {date(2019, 12, 31): True, date(2020, 1, 1): False}


def test_approvals_and_claims_about_an_entity(store: GraphStore, make_document: MakeDocument) -> None:
    text = "Exampline is approved for example disease."
    document = make_document("approval-1", text, kind="Approval")
    drug = Entity(curie="oncograph:exampline", label="Drug", name="exampline")
    claim = Statement.model_validate(
        {
            "subject": drug,
            "relation": "APPROVED_FOR",
            "object": Entity(curie="oncograph:example-disease", label="Disease", name="example disease"),
            "text": text,
            "authority": "an authority",
            "topic": "approved-for/example-disease",
            "valid_from": date(2015, 5, 1),
            "valid_to": date(2022, 5, 1),
            "evidence": [
                {"document": "approval-1", "start": 0, "end": 9, "quote": "Exampline",
                 "extractor": "x", "extractor_version": "1"}
            ],
        }
    )  # fmt: skip
    store.write([document], [claim], source="openfda", run="test")
    day = date(2020, 1, 1)
    assert [s.statement for s in store.approvals(["example-disease"], None, day)] == [claim]
    assert [s.statement for s in store.approvals(None, [drug.curie], day)] == [claim]
    assert store.approvals(["example-disease"], None, TODAY) == [], "a withdrawn approval is not in force"
    assert store.approvals(["example-disease"], ["oncograph:other"], day) == []
    assert [s.statement for s in store.about(drug.curie, "APPROVED_FOR", day)] == [claim]
    assert store.about(drug.curie, "TREATS", day) == []
    (row,) = store.read("MATCH (s:Statement {disease: 'example-disease'}) RETURN s.name AS name")
    assert row["name"] == "exampline approved for example disease"


def test_search_by_meaning_filters_before_the_nearest_are_taken(
    store: GraphStore, make_document: MakeDocument, make_statement: MakeStatement
) -> None:
    source = random.Random(3)
    vectors: dict[str, list[float]] = {}

    def embed(texts: list[str]) -> list[list[float]]:
        for text in texts:
            raw = [source.gauss(0, 1) for _ in range(384)]
            size = math.sqrt(sum(x * x for x in raw))
            vectors[text] = [x / size for x in raw]
        return [vectors[text] for text in texts]

    documents = [make_document(f"near-{n}", f"{n + 1} Gy in 5 fractions.") for n in range(120)]
    claims = [
        make_statement(d, n + 1, 5, f"near-{n % 2}", valid_from=date(2000 + n % 3 * 10, 1, 1))
        for n, d in enumerate(documents)
    ]
    store.write(documents, claims, source="pubmed", run="test", embed=embed)
    wanted = vectors[claims[0].text]
    (best, score), *rest = store.search(wanted, as_of=TODAY, limit=5)
    assert best.statement == claims[0] and score == pytest.approx(1, abs=1e-3)
    assert [s for _, s in rest] == sorted((s for _, s in rest), reverse=True)
    day = date(2005, 6, 1)
    found = store.search(wanted, as_of=day, diseases=["near-0"], limit=10)
    assert len(found) == 10, "the filter acts inside the index, so ten are left to find"
    assert all(s.statement.valid_from <= day and s.disease == "near-0" for s, _ in found)
    assert store.search(wanted, as_of=day, known_at=datetime(2001, 1, 1), limit=5) == []
    exact = sorted(
        (c for c in claims if c.valid_from <= day and c.object.curie == "oncograph:near-0"),
        key=lambda c: -sum(a * b for a, b in zip(vectors[c.text], wanted, strict=True)),
    )
    assert [s.statement.key for s, _ in found[:3]] == [c.key for c in exact[:3]]


def test_search_by_words_takes_any_text(
    store: GraphStore, make_document: MakeDocument, make_statement: MakeStatement
) -> None:
    document = make_document("words-1", "We gave 50 Gy in 25 fractions.")
    claim = make_statement(document, 50, 25, "words", text="Whole breast for EGFR p.(L858R)/HLA-A*02:01")
    store.write([document], [claim], source="pubmed", run="test")
    for words in ("L858R", "HLA-A*02:01", "p.(L858R)", "EGFR AND NOT (", 'whole "breast', "a:b~2^3 L858R"):
        (found, *_) = store.search_text(words, as_of=TODAY)
        assert found[0].statement == claim, f"{words!r} should find the claim"
    assert store.search_text('+ - && || ! ( ) { } [ ] ^ " ~ * ? : \\ /', as_of=TODAY) == []
    assert store.search_text("L858R", as_of=TODAY, diseases=["other"]) == []


def test_first_answer_under_an_id_stands(store: GraphStore) -> None:
    assert store.save_answer("an-1", '{"a": 1}') == '{"a": 1}'
    assert store.save_answer("an-1", '{"a": 2}') == '{"a": 1}', "whoever asks again is told what stands"
    assert store.answer("an-1") == '{"a": 1}'
    assert store.answer("an-2") is None


def test_reading_is_capped_timed_and_plain(store: GraphStore) -> None:
    assert len(store.read("UNWIND range(1, 100) AS n RETURN n", limit=7)) == 7
    with pytest.raises(StoreRefused, match="TransactionTimedOut"):
        store.read(
            "UNWIND range(1, 100000000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b)", timeout_s=0.5
        )
    with pytest.raises(StoreRefused, match="Syntax"):
        store.read("MATCH (n RETURN n")
    (row,) = store.read(
        "RETURN date('2020-02-29') AS d, localdatetime('2020-02-29T01:02:03') AS t, "
        "[1, {a: date('2020-01-01')}] AS l"
    )
    assert row == {"d": "2020-02-29", "t": "2020-02-29T01:02:03.000000000", "l": [1, {"a": "2020-01-01"}]}
    (row,) = store.read("MATCH p = (:Statement)-[:SUBJECT]->(:_Entity) RETURN p LIMIT 1")
    node = ["labels", "properties"]
    assert [sorted(part) for part in row["p"]] == [node, ["properties", "type"], node]


def test_diseases_and_terms_are_written_once(store: GraphStore) -> None:
    diseases = {
        "wide": Disease(disease="wide", name="Wide disease", icd10=("C50",)),
        "narrow": Disease(disease="narrow", name="Narrow disease", parent="wide", xrefs=("doid:1612",)),
    }
    terms = [
        Term(curie="doid:1612", name="breast cancer", synonyms=("mammary cancer",), parents=("doid:162",),
             label="Disease"),
        Term(curie="doid:162", name="cancer", label="Disease"),
    ]  # fmt: skip
    assert store.write_diseases(diseases) == 2
    assert store.write_terms(terms) == 2
    version = store.version()
    assert store.write_diseases(diseases) == 0
    assert store.write_terms(iter(terms)) == 0
    assert store.version() == version
    rows = store.read(
        "MATCH (a:Disease)-[r:IS_A|SAME_AS|CODED_AS]->(b) WHERE a.slug IN ['wide', 'narrow'] OR a:Term "
        "RETURN a.name AS a, type(r) AS r, b.curie AS b, b.name AS name ORDER BY a, r"
    )
    assert rows == [
        {"a": "Narrow disease", "r": "IS_A", "b": "oncograph:wide", "name": "Wide disease"},
        {"a": "Narrow disease", "r": "SAME_AS", "b": "doid:1612", "name": "breast cancer"},
        {"a": "Wide disease", "r": "CODED_AS", "b": "icd10cm:C50", "name": "icd10cm:C50"},
        {"a": "breast cancer", "r": "IS_A", "b": "doid:162", "name": "cancer"},
    ]
    moved = {"narrow": diseases["narrow"].model_copy(update={"parent": None})}
    assert store.write_diseases(moved) == 1
    rows = store.read(
        "MATCH (:Disease {slug: 'narrow'})-[r:IS_A]->(b) "
        "RETURN r.known_to < localdatetime('9999-12-31') AS closed"
    )
    assert rows == [{"closed": True}], "an edge that no longer holds is closed, not deleted"


def test_counts_and_ping(store: GraphStore) -> None:
    counts = store.counts()
    assert counts["statements"] > 0 and counts["answers"] == 1 and counts["terms"] == 2
    assert store.ping().startswith(("2026.", "5.26."))


def test_wrong_password_and_dead_address_say_so(store: GraphStore) -> None:
    with GraphStore.connect("bolt://127.0.0.1:1", "neo4j", "x") as dead:
        with pytest.raises(StoreUnavailable, match="does not answer"):
            dead.ping()
    with pytest.raises(StoreUnavailable, match="no Neo4j address"):
        GraphStore.connect("nonsense://127.0.0.1", "neo4j", "x")
