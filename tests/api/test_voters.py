"""`oncograph extract --voters` and ONCOGRAPH_VOTERS: asked only where wanted, clear where absent."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app as cli
from api.settings import Settings, settings

NOTE = "Patients received gammazon daily."
RUN = CliRunner()


class NoStore:
    """Extraction needs no graph."""

    def close(self) -> None:
        pass


class NoService:
    store = NoStore()


@pytest.fixture
def home(voters: Path) -> Path:
    """A home with one trained voter."""
    return voters.parent


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()


def _drugs(body: dict[str, Any]) -> list[tuple[str, str]]:
    return [(m["text"], m["tier"]) for m in body["mentions"] if m["type"] == "drug"]


def _post(chosen: Settings) -> Any:
    service: Any = NoService()
    with TestClient(create_app(chosen, lambda: service), raise_server_exceptions=False) as client:
        return client.post("/v1/extract", json={"text": NOTE})


def test_the_service_asks_the_voters_where_the_setting_says_so(home: Path) -> None:
    assert _drugs(_post(Settings(home=home)).json()) == [], "voters are off unless asked for"
    assert _drugs(_post(Settings(home=home, voters=True)).json()) == [("gammazon", "review")]


def test_the_service_says_that_no_voter_is_trained(tmp_path: Path) -> None:
    response = _post(Settings(home=tmp_path, voters=True))
    assert response.status_code == 503, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert "oncograph train ner" in response.json()["detail"]
    assert str(tmp_path) not in response.text, "a path of the server is no client's business"


def _extract(*options: str) -> Any:
    return RUN.invoke(cli, ["extract", "-", "--json", *options], input=NOTE)


def test_the_command_asks_the_voters_by_flag_or_setting(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONCOGRAPH_HOME", str(home))
    assert _drugs(json.loads(_extract().stdout)) == [], "voters are off unless asked for"
    assert _drugs(json.loads(_extract("--voters").stdout)) == [("gammazon", "review")]
    settings.cache_clear()
    monkeypatch.setenv("ONCOGRAPH_VOTERS", "true")
    assert _drugs(json.loads(_extract().stdout)) == [("gammazon", "review")]
    assert _drugs(json.loads(_extract("--no-voters").stdout)) == [], "the flag goes before the setting"


def test_the_command_says_what_to_run_where_no_voter_is_trained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONCOGRAPH_HOME", str(tmp_path))
    result = _extract("--voters")
    assert result.exit_code == 1
    assert "oncograph train ner" in result.stderr and "--no-voters" in result.stderr
    assert _extract("--no-voters").exit_code == 0
