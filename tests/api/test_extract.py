"""`POST /v1/extract` and `oncograph extract`: the same reading over HTTP and on the command line."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app as cli
from api.extracting import MAX_TEXT
from api.settings import Settings

NOTE = (
    "Left breast: 40.05 Gy in 15 fractions, then a boost of 10 Gy in 5 fractions. Mother had ovarian cancer."
)
RUN = CliRunner()


class NoStore:
    """Extraction needs no graph."""

    def close(self) -> None:
        pass


class NoService:
    store = NoStore()


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    service: Any = NoService()
    with TestClient(
        create_app(Settings(api_key=None), lambda: service), raise_server_exceptions=False
    ) as made:
        yield made


def test_contract(client: TestClient) -> None:
    response = client.post("/v1/extract", json={"text": NOTE, "kind": "radiotherapy"})
    assert response.status_code == 200, response.text
    body = response.json()
    assert body.keys() == {"mentions", "statements", "record"}
    for mention in body["mentions"]:
        assert NOTE[mention["start"] : mention["end"]] == mention["text"]
        assert mention["assertion"].keys() == {"polarity", "certainty", "temporality", "experiencer"}
        assert mention["tier"] in {"accepted", "review"}
    assert [c["dose_gy"]["value"] for c in body["record"]["courses"]] == [40.05, 10]


def test_without_a_kind_a_plain_sentence_has_no_record(client: TestClient) -> None:
    assert client.post("/v1/extract", json={"text": "Lung cancer."}).json()["record"] is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": "  \n"}, "text"),
        ({"text": "\x00\u200b"}, "text"),
        ({"text": 7}, "text"),
        ({"text": "x" * (MAX_TEXT + 1)}, "text"),
        ({"text": "ca breast", "kind": "letter"}, "kind"),
        ({"text": "ca breast", "name": "Jane Doe"}, "name"),
    ],
)
def test_bad_input_names_the_field_and_never_repeats_the_text(
    client: TestClient, body: dict[str, Any], field: str
) -> None:
    response = client.post("/v1/extract", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert field in response.text and "Jane" not in response.text


@pytest.mark.parametrize(
    "text",
    ["\x00ca", "\u202eRTL ca breast", "((((" * 4000, "T1" * 8000, "a" * MAX_TEXT, "\U0001fa7b" * 500],
)
def test_hostile_text_is_read(client: TestClient, text: str) -> None:
    assert client.post("/v1/extract", json={"text": text}).status_code == 200, text[:20]


def test_a_lone_surrogate_is_refused_not_an_error(client: TestClient) -> None:
    response = client.post(
        "/v1/extract", content=b'{"text": "ca \\ud800"}', headers={"content-type": "application/json"}
    )
    assert response.status_code in {200, 422}


def test_the_key_is_demanded() -> None:
    service: Any = NoService()
    with TestClient(create_app(Settings(api_key=SecretStr("k" * 24)), lambda: service)) as locked:
        assert locked.post("/v1/extract", json={"text": NOTE}).status_code == 401
        allowed = locked.post(
            "/v1/extract", json={"text": NOTE}, headers={"Authorization": "Bearer " + "k" * 24}
        )
        assert allowed.status_code == 200


def test_no_log_holds_the_text(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post("/v1/extract", json={"text": "Zebulon Quistgaard has lung cancer"})
    assert "Quistgaard" not in caplog.text


def test_the_description_shows_an_example(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    assert schema["components"]["schemas"]["Report"]["examples"], "give the request an example"
    assert "401" in schema["paths"]["/v1/extract"]["post"]["responses"]


def test_one_json_line_a_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTE, "utf-8")
    (tmp_path / "b.jsonl").write_text(
        json.dumps({"id": "n1", "text": NOTE, "kind": "radiotherapy"})
        + "\n\n"
        + json.dumps({"text": "Lung cancer."})
        + "\n",
        "utf-8",
    )
    result = RUN.invoke(cli, ["extract", str(tmp_path), "--json"])
    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["id"] for line in lines] == ["a.txt", "n1", "3"]
    assert all(line.keys() == {"file", "id", "mentions", "statements", "record"} for line in lines)
    assert lines[1]["record"] is not None and lines[2]["record"] is None


def test_what_cannot_be_read_is_named_and_the_rest_is_kept(tmp_path: Path) -> None:
    good, bad, lines = tmp_path / "good.txt", tmp_path / "bad.txt", tmp_path / "lines.jsonl"
    good.write_text(NOTE, "utf-8")
    bad.write_bytes(b"caf\xe9 \xff")
    lines.write_text(
        '{"text": "Lung cancer."}\nnot json\n{"text": 3}\n{"text": "x", "kind": "letter"}\n', "utf-8"
    )
    result = RUN.invoke(
        cli, ["extract", str(bad), str(tmp_path / "none.txt"), str(good), str(lines), "--json"]
    )
    assert result.exit_code == 3, result.output
    assert len(result.stdout.splitlines()) == 2
    for place in ("bad.txt", "none.txt", "line 2", "line 3", "line 4"):
        assert place in result.stderr, f"name {place} in the error"


def test_nothing_readable_fails(tmp_path: Path) -> None:
    assert RUN.invoke(cli, ["extract", str(tmp_path / "none.txt")]).exit_code == 1
    assert RUN.invoke(cli, ["extract", str(tmp_path)]).exit_code == 1, "an empty folder is an error"


def test_standard_input_as_a_table() -> None:
    result = RUN.invoke(cli, ["extract", "-", "--kind", "radiotherapy"], input=NOTE)
    assert result.exit_code == 0, result.output
    for shown in ("40.05 Gy", "radiation_dose", "Record", "fractions: 15"):
        assert shown in result.stdout, shown


def test_help_shows_an_example_and_imports_nothing_heavy() -> None:
    assert "Example:" in RUN.invoke(cli, ["extract", "--help"]).output
    heavy = "import sys, api.cli; print([m for m in ('spacy', 'torch') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]", f"import {done.stdout} inside the command"
