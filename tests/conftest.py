"""What tests of several folders share: the real Neo4j, the real data beside the clone, a trained voter.

Neo4j is started once per run on free ports and stopped at its end, even when the run is killed.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from api.settings import settings
from ingest.run import run
from ingest.sources import SOURCES
from ingest.voters.corpus import sentence
from ingest.voters.recipe import VoterRecipe
from ingest.voters.train import train_on
from kg.server import RunningServer, start, stop
from kg.store import GraphStore
from ontologies.disease import load_diseases

RealData = Callable[[str], Path]
_REAL = Path(__file__).parents[2] / "shared" / "data"
_EMPTY = """
MATCH (n) WHERE NOT n:Schema
CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS
"""


def pytest_sessionstart() -> None:
    """In CI the real data must be there: a test that skips for want of it would hide a gap."""
    if os.environ.get("CI") and not _REAL.is_dir():
        pytest.exit("CI needs the real data: put their folder beside the clone, ../shared/data", returncode=1)


@pytest.fixture(scope="session")
def real_data() -> RealData:
    """The file or folder of this name in the real data; without it a test skips, and in CI it fails."""

    def find(name: str) -> Path:
        if not (_REAL / name).exists():
            said = f"no ../shared/data/{name}: put the folder of real data beside the clone as ../shared/data"
            pytest.fail(said) if os.environ.get("CI") else pytest.skip(said)
        return _REAL / name

    return find


@pytest.fixture(scope="session")
def voters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder `voters` of a home, with one voter, "toy", really trained on a few invented drugs."""
    said = (
        "Patients received {} daily",
        "Treatment with {} was stopped",
        "The dose of {} was halved",
        "No patient received {} before",
        "Patients received cisplatin and {} daily",
    )
    drugs = ("betrimox", "gammazon", "deltorex", "quinolor", "cisplatin")
    sentences = [
        sentence(words, ["B-Chemical" if w in {drug, "cisplatin"} else "O" for w in words])
        for drug in drugs
        for words in (s.format(drug).split() for s in said)
    ]
    recipe = VoterRecipe(
        voter="toy",
        corpus="BC5CDR",
        network="convolution",
        seed=3,
        width=32,
        depth=2,
        words=3600,
        batch=60,
        learning_rate=0.01,
    )
    folder = tmp_path_factory.mktemp("home") / "voters"
    train_on(recipe, sentences, [], folder)
    return folder


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
