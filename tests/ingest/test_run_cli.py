"""The command as a user runs it: report, exit status, messages."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.server import RunningServer
from kg.store import GraphStore

DATA = Path(__file__).parents[1] / "data"


def _oncograph(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("ONCOGRAPH_")}
    return subprocess.run(
        [sys.executable, "-m", "api.cli", "ingest", *arguments],
        env=env | {"ONCOGRAPH_HOME": str(home)} | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def _graph(server: RunningServer) -> dict[str, str]:
    return {
        "ONCOGRAPH_NEO4J_URI": server.uri,
        "ONCOGRAPH_NEO4J_USER": server.user,
        "ONCOGRAPH_NEO4J_PASSWORD": server.password(),
    }


@pytest.mark.server
def test_a_run_prints_its_report_as_json_and_ends_with_0(
    store: GraphStore, neo4j_server: RunningServer, tmp_path: Path
) -> None:
    done = _oncograph(tmp_path, "notes", str(DATA / "notes.jsonl"), "--json", **_graph(neo4j_server))
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert list(report) == ["source", "documents", "statements", "rejected", "seconds"]
    assert report["documents"] == {"read": 2, "new": 2, "changed": 0, "unchanged": 0, "rejected": 0}
    assert list(report["statements"]) == ["opened", "closed", "unchanged", "rejected"]
    again = _oncograph(tmp_path, "notes", str(DATA / "notes.jsonl"), "--json", **_graph(neo4j_server))
    assert json.loads(again.stdout)["documents"]["unchanged"] == 2, "pseudonyms must not change"
    assert ((tmp_path / "ingest" / "note-key").stat().st_mode & 0o777) == 0o600


@pytest.mark.server
def test_a_run_with_rejections_ends_with_3_and_keeps_the_rest(
    store: GraphStore, neo4j_server: RunningServer, tmp_path: Path
) -> None:
    path = tmp_path / "some.jsonl"
    good = '{"id": "g", "text": "Lung cancer.", "date": "2024-01-01", "synthetic": true}'
    path.write_text(good + '\n{"id": "b", "text": "Mrs Somebody"}\n', "utf-8")
    done = _oncograph(tmp_path, "notes", str(path), **_graph(neo4j_server))
    assert done.returncode == 3, done.stderr
    assert "1 new" in done.stdout
    assert f"rejected {path}, line 2: date: the note has none" in done.stderr
    assert "Somebody" not in done.stdout + done.stderr


def test_a_run_that_cannot_begin_ends_with_1(tmp_path: Path) -> None:
    done = _oncograph(tmp_path, "pubmed", str(tmp_path / "nowhere.xml"))
    assert done.returncode == 1
    assert done.stderr.strip() == f"{tmp_path / 'nowhere.xml'} does not exist"
    done = _oncograph(tmp_path, "pubmed", str(DATA / "pubmed.xml"))
    assert done.returncode == 1
    assert "Neo4j is not running" in done.stderr
    assert "Traceback" not in done.stderr


def test_files_and_a_query_exclude_each_other(tmp_path: Path) -> None:
    done = _oncograph(tmp_path, "pubmed", str(DATA / "pubmed.xml"), "--query", "x")
    assert done.returncode == 2
    assert "not both" in done.stderr
