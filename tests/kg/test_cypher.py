"""Every Cypher text is understood by Neo4j, and the hot ones go by index."""

import re
from typing import Any

import pytest
from neo4j import Driver, GraphDatabase

from kg import cypher
from kg.server import RunningServer
from kg.store import GraphStore

pytestmark = pytest.mark.server

TEXTS: dict[str, str] = {
    name: text for name, text in vars(cypher).items() if name.isupper() and not name.startswith("_")
}
BY_INDEX = (
    "SCHEDULES",
    "SUPERSEDED",
    "APPROVALS",
    "ABOUT",
    "STATEMENT",
    "DOCUMENT",
    "ANSWER",
    "SEARCH",
    "DOCUMENT_VERSIONS",
    "OPEN_SUPPORTS",
    "STATEMENTS_OF_KEYS",
    "CLOSE_STATEMENTS",
    "OPEN_STATEMENTS",
    "LINK_CONFIRMED",
    "MERGE_ENTITIES",
)


@pytest.fixture(scope="module")
def driver(store: GraphStore, neo4j_server: RunningServer) -> Any:
    auth = (neo4j_server.user, neo4j_server.password())
    with GraphDatabase.driver(neo4j_server.uri, auth=auth, notifications_min_severity="OFF") as opened:
        yield opened


@pytest.fixture
def text(store: GraphStore, name: str) -> str:
    if TEXTS[name].startswith("CYPHER 25") and store.ping().startswith("5."):
        pytest.skip("needs a Neo4j newer than the 5.26 line, which is asked SEARCH_AFTERWARDS instead")
    return TEXTS[name]


def operators(plan: dict[str, Any]) -> list[str]:
    return [plan["operatorType"], *(o for child in plan.get("children", ()) for o in operators(child))]


def explained(driver: Driver, text: str) -> list[str]:
    with driver.session() as session:
        plan = session.run(f"EXPLAIN {text}", dict.fromkeys(_parameters(text))).consume().plan
    return operators(plan) if plan else []


def _parameters(text: str) -> set[str]:
    return set(re.findall(r"\$(\w+)", text))


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_understood(driver: Driver, name: str, text: str) -> None:
    assert explained(driver, text), f"kg/cypher.py: {name} has no plan"


@pytest.mark.parametrize("name", BY_INDEX)
def test_plan_scans_no_label(driver: Driver, name: str, text: str) -> None:
    scans = [o for o in explained(driver, text) if "LabelScan" in o or "AllNodesScan" in o]
    assert scans == [], f"kg/cypher.py: {name} would read a whole label: {scans}"
