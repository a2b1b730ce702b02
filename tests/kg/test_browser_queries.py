"""The ten queries of kg/BROWSER.md run against the real graph."""

import re
from pathlib import Path

import pytest

from kg.store import GraphStore

PAGE = Path(__file__).parents[2] / "kg" / "BROWSER.md"
QUERIES = re.findall(r"## (\d+\. [^\n]+)\n+```cypher\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


def test_there_are_ten() -> None:
    assert len(QUERIES) == 10, "kg/BROWSER.md promises ten queries"


@pytest.mark.server
@pytest.mark.parametrize(("title", "text"), QUERIES, ids=[t for t, _ in QUERIES])
def test_query_runs(store: GraphStore, title: str, text: str) -> None:
    store.read(text)
