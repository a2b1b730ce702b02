"""The ten queries of kg/BROWSER.md run against the real graph."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg.document import Document
from kg.statement import Statement
from kg.store import GraphStore
from ontologies.disease import load_diseases

MakeDocument = Callable[..., Document]
MakeStatement = Callable[..., Statement]
PAGE = Path(__file__).parents[2] / "kg" / "BROWSER.md"
QUERIES = re.findall(r"## (\d+\. [^\n]+)\n+```cypher\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


def test_there_are_ten() -> None:
    assert len(QUERIES) == 10, "kg/BROWSER.md promises ten queries"


@pytest.mark.server
@pytest.mark.parametrize(("title", "text"), QUERIES, ids=[t for t, _ in QUERIES])
def test_query_runs(store: GraphStore, title: str, text: str) -> None:
    store.read(text)


@pytest.mark.server
def test_schedules_are_those_that_answers_rest_on(
    store: GraphStore, make_document: MakeDocument, make_statement: MakeStatement
) -> None:
    store.write_diseases(load_diseases())
    texts = ("50 Gy in 25 fractions", "40 Gy in 5 fractions", "30 Gy in 5 fractions", "26 Gy in 5 fractions")
    document = make_document("browser-1", "; ".join(texts))
    ended = date(2020, 1, 1)
    claims = [
        make_statement(document, 50, 25),
        make_statement(document, 40, 5, tier="review", valid_from=date(2000, 1, 1)),
        make_statement(document, 30, 5, status="draft"),
        make_statement(document, 26, 5, valid_to=ended),
    ]
    store.write([document], claims, source="pubmed", run="test")
    asked = {title.split(".")[0]: text for title, text in QUERIES}
    assert [row["r"]["properties"]["name"] for row in store.read(asked["1"])] == ["50 Gy / 25"]
    assert "40 Gy / 5" not in {row["course"] for row in store.read(asked["2"])}
    assert not store.read(asked["10"]), "of five fractions none is valid, believed and approved"
