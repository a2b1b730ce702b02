"""`oncograph ontologies load` into the real graph: idempotent, one bad record takes no other with it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api import wiring
from api.cli.ontologies import app
from kg.store import GraphStore

pytestmark = pytest.mark.server

OBO = """[Term]
id: DOID:1612
name: breast cancer
is_a: DOID:162 ! cancer

[Term]
id: DOID:162
name: cancer

[Term]
id: nothing
name: broken
"""


@pytest.fixture
def _wired(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def opened(_: object) -> Iterator[GraphStore]:
        yield store

    monkeypatch.setattr(wiring, "open_store", opened)


@pytest.mark.usefixtures("_wired")
def test_load_twice_changes_nothing_the_second_time(store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "small.obo"
    path.write_text(OBO, encoding="utf-8")
    first = CliRunner().invoke(app, ["load", str(path), "--json"])
    assert first.exit_code == 3, first.output
    report = json.loads(first.stdout)
    assert report["loaded"]["obo"] == {"read": 2, "written": 2}
    assert report["rejected"][0]["record"].endswith("nothing")
    found = store.read(
        "MATCH (t:_Entity {curie: 'doid:1612'})-[:IS_A]->(w:_Entity) RETURN t.name AS name, w.name AS wider"
    )
    assert found == [{"name": "breast cancer", "wider": "cancer"}]
    again = json.loads(CliRunner().invoke(app, ["load", str(path), "--json"]).stdout)
    assert {name: counts["written"] for name, counts in again["loaded"].items()} == {
        "diseases": 0,
        "obo": 0,
    }


@pytest.mark.usefixtures("_wired")
def test_diseases_lead_to_their_codes(store: GraphStore) -> None:
    result = CliRunner().invoke(app, ["load"])
    assert result.exit_code == 0, result.output
    found = store.read(
        "MATCH (:_Entity {curie: 'oncograph:dcis'})-[:CODED_AS]->(c:_Entity) RETURN c.curie AS curie"
    )
    assert {"curie": "icd10cm:D05.1"} in found


def test_an_unknown_file_ends_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "something.txt"
    path.write_text("x", encoding="utf-8")
    result = CliRunner().invoke(app, ["load", str(path)])
    assert result.exit_code == 1
    assert "known are files of" in result.stderr


def test_show_and_diff(tmp_path: Path) -> None:
    shown = CliRunner().invoke(app, ["show", "C50.412"])
    assert "upper-outer quadrant" in shown.stdout
    assert CliRunner().invoke(app, ["show", "zzzqq"]).exit_code == 1
    for name, code in (("oncotree_1.json", "A"), ("oncotree_2.json", "B")):
        node = {"code": code, "name": code.lower(), "children": {}}
        (tmp_path / name).write_text(json.dumps({"TISSUE": {"children": {code: node}}}), encoding="utf-8")
    old, new = (str(tmp_path / n) for n in ("oncotree_1.json", "oncotree_2.json"))
    said = json.loads(CliRunner().invoke(app, ["diff", old, new, "--json"]).stdout)
    assert (said["added"], said["removed"]) == (["oncotree:B"], ["oncotree:A"])
