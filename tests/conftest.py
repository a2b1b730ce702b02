"""The real Neo4j, started once per run on free ports and stopped at its end, even when the run is killed."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from api.settings import settings
from ingest.run import run
from ingest.sources import SOURCES
from kg.server import RunningServer, start, stop
from kg.store import GraphStore
from ontologies.disease import load_diseases

_EMPTY = """
MATCH (n) WHERE NOT n:Schema
CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS
"""


def pytest_sessionstart() -> None:
    """In CI the real data must be there: a test that skips for want of it would hide a gap."""
    if os.environ.get("CI") and not (Path(__file__).parents[2] / "shared" / "data").is_dir():
        pytest.exit("CI needs the real data folder ../shared/data beside the clone", returncode=1)


@pytest.fixture(scope="session")
def neo4j_cache() -> Path:
    """Folder of Neo4j's jars, the user's own: downloaded at most once per machine."""
    return settings().cache


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory, neo4j_cache: Path) -> Iterator[RunningServer]:
    """A running Neo4j of its own; with ONCOGRAPH_NEO4J_URI set that one, which is emptied."""
    home = tmp_path_factory.mktemp("home")
    chosen = settings()
    if chosen.neo4j_uri and chosen.neo4j_password:
        word = home / "password"
        word.write_text(chosen.neo4j_password.get_secret_value(), "utf-8")
        yield RunningServer(
            pid=0, uri=chosen.neo4j_uri, browser="", user=chosen.neo4j_user, version="external",
            password_file=word, since=datetime.now(UTC),
        )  # fmt: skip
        return
    try:
        yield start(home, neo4j_cache, bolt_port=0, http_port=0, heap_mb=768, bound_to=os.getpid())
    finally:
        stop(home, grace_s=15)
        shutil.rmtree(home, ignore_errors=True)


def emptied(server: RunningServer) -> None:
    """Delete everything in the graph but its schema, which only tests ever do."""
    with GraphDatabase.driver(server.uri, auth=(server.user, server.password())) as driver:
        with driver.session() as session:
            session.run(_EMPTY).consume()


@pytest.fixture(scope="module")
def store(neo4j_server: RunningServer) -> Iterator[GraphStore]:
    """A migrated graph, empty at the start of each module."""
    with GraphStore.connect(neo4j_server.uri, neo4j_server.user, neo4j_server.password()) as opened:
        opened.migrate()
        emptied(neo4j_server)
        opened.migrate()
        yield opened


@pytest.fixture(scope="module")
def loaded(store: GraphStore) -> GraphStore:
    """The graph with the project's own facts, unembedded."""
    store.write_diseases(load_diseases())
    for name in ("icd10cm", "starter"):
        report = run(SOURCES[name], [], store)
        assert not report.rejected, f"the project's own {name} must load whole: {report.rejected[:3]}"
    return store
