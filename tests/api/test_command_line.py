"""What the command line says: help as it is written, blank searches refused, an empty graph hinted at."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.servers import hint_if_empty
from api.settings import Settings
from kg.server import RunningServer
from kg.store import GraphStore
from ontologies.disease import load_diseases


@pytest.mark.parametrize(
    ("command", "words"), [("evaluate answers", "[[total Gy, fractions], …]"), ("ingest pubmed", "[mh]")]
)
def test_help_and_reference_show_square_brackets(command: str, words: str) -> None:
    shown = CliRunner().invoke(app, [*command.split(), "--help"]).output
    assert words in " ".join(shown.split()), f"`oncograph {command} --help` swallows {words}"
    reference = (Path(__file__).parents[2] / "api" / "COMMANDS.md").read_text("utf-8")
    assert words in reference, "run `make docs`"


@pytest.mark.parametrize("text", ["", "  ", "\u200b"])
def test_a_blank_search_is_refused(text: str) -> None:
    done = CliRunner().invoke(app, ["search", text])
    assert done.exit_code == 2 and "blank" in done.output


@pytest.mark.server
def test_a_graph_without_schedules_says_what_to_run(
    store: GraphStore, neo4j_server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONCOGRAPH_NEO4J_URI", neo4j_server.uri)
    monkeypatch.setenv("ONCOGRAPH_NEO4J_PASSWORD", neo4j_server.password())
    said: list[str] = []
    hint_if_empty(Settings(), said.append)
    store.write_diseases(load_diseases())
    hint_if_empty(Settings(), said.append)
    assert len(said) == 2 and all("ontologies load" in line and "ingest all" in line for line in said)
