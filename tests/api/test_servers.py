"""The servers a command needs are there while it runs, and only those it started end with it."""

from pathlib import Path

import pytest

from api.servers import standing, status
from api.settings import Settings
from kg import server as graph_server

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
