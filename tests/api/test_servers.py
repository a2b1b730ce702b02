"""The servers a command needs are there while it runs, and only those it started end with it."""

from pathlib import Path

import pytest

from api.servers import listening, standing, start_api, status, stop_all
from api.settings import Settings
from kg import server as graph_server
from kg.child import free_ports
from kg.errors import ServerFailed
from kg.server import RunningServer

pytestmark = pytest.mark.server


def test_a_graph_that_does_not_run_is_started_and_stopped_again(tmp_path: Path) -> None:
    chosen = Settings(home=tmp_path, neo4j_uri=None, neo4j_bolt_port=0, neo4j_http_port=0)
    said: list[str] = []
    with standing(chosen, model=False, say=said.append):
        running = status(chosen)["neo4j"]
        assert running is not None, "the graph must answer inside"
        with standing(chosen, model=False, say=said.append):
            pass
        assert graph_server.status(tmp_path) is not None, "what already ran is left running"
    assert status(chosen)["neo4j"] is None, "what was started here must be stopped again"
    assert len(said) == 1 and "Neo4j" in said[0]


@pytest.fixture
def home(tmp_path: Path, neo4j_server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose API, also when it is a process of its own, uses the running graph."""
    for name, value in {
        "HOME": str(tmp_path),
        "NEO4J_URI": neo4j_server.uri,
        "NEO4J_PASSWORD": neo4j_server.password(),
    }.items():
        monkeypatch.setenv(f"ONCOGRAPH_{name}", value)
    return tmp_path


def chosen(monkeypatch: pytest.MonkeyPatch, port: int) -> Settings:
    monkeypatch.setenv("ONCOGRAPH_PORT", str(port))
    return Settings()


def test_a_port_that_answers_for_somebody_else_is_no_api_of_ours(
    home: Path, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = chosen(monkeypatch, int(served.rpartition(":")[2]))
    said: list[str] = []
    with pytest.raises(ServerFailed, match="in use"):
        start_api(taken, bound_to=None, say=said.append)
    assert said == [], "nothing may be said to answer"
    assert status(taken)["api"] is None


def test_a_second_api_of_a_home_does_not_hide_the_first(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (chosen(monkeypatch, port) for port in free_ports(0, 0))
    said: list[str] = []
    chosen(monkeypatch, first.port)
    start_api(first, bound_to=None, say=said.append)
    try:
        pid = status(first)["api"]["pid"]
        with listening(second):
            assert status(second)["api"]["pid"] == pid
        assert status(first)["api"]["pid"] == pid, "the first is still the API of this home"
        start_api(first, bound_to=None, say=said.append)
        assert "already" in said[-1]
    finally:
        monkeypatch.setattr(graph_server, "stop", lambda _home: False)
        stop_all(first, said.append)
    assert "API stopped" in said
    assert status(first)["api"] is None
    with listening(first):
        assert status(first)["api"]["url"].endswith(f":{first.port}")
    assert status(first)["api"] is None, "what no longer listens is not written down"
