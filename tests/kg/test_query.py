"""Cypher from outside: what is let through and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import StoreRefused
from kg.query import check_read_only, lucene


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n) RETURN n.name AS set LIMIT 5",
        "MATCH (s:Statement)-[r:SUPPORTED_BY]->(e) WHERE e.start > 3 RETURN e.start AS start, count(*)",
        "CALL (n) { MATCH (n) RETURN 1 AS x } RETURN x",
        "CALL { RETURN 1 AS x } RETURN x",
        "CALL db.labels() YIELD label RETURN label",
        "MATCH (n) WHERE n.text CONTAINS 'DELETE everything; LOAD CSV' RETURN n // CREATE",
        "RETURN {delete: 1, set: 2} AS map",
        "CYPHER 25 MATCH (s:Statement) RETURN s",
    ],
)
def test_reading_is_let_through(text: str) -> None:
    check_read_only(text)


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n)",
        "MATCH (n) DETACH DELETE n",
        "match (n) set n.x = 1",
        "MERGE (n:X) RETURN n",
        "FOREACH (x IN [1] | CREATE (n))",
        "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
        "CALL dbms.listConfig() YIELD name RETURN name",
        "CALL `dbms`.`killQuery`('1')",
        "CALL `dbms.listConfig`() YIELD name RETURN name",
        "CALL /* x */ dbms.components() YIELD name RETURN name",
        "SHOW SETTINGS",
        "USE system MATCH (n) RETURN n",
        "EXPLAIN MATCH (n) RETURN n",
        "\\u004cOAD CSV FROM 'x' AS row RETURN row",
        "RETURN '\\u0027 CREATE (n) //'",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(StoreRefused, match="allowed here"):
        check_read_only(text)


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("EGFR p.(L858R)", '"EGFR" "p.(L858R)"'),
        ('a "quoted" \\ word', '"a" "quoted" "word"'),
        ("   ", ""),
    ],
)
def test_words_become_phrases(words: str, query: str) -> None:
    assert lucene(words) == query


@given(st.text())
def test_no_lucene_operator_survives(words: str) -> None:
    for token in lucene(words).split():
        assert token[0] == token[-1] == '"' and not set('"\\') & set(token[1:-1])
