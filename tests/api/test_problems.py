"""Every failing system has its HTTP status, and no problem document tells more than it should."""

import logging
import sys
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api import problems
from kg import errors


def tree(kind: type[errors.OncographError]) -> Iterator[type[errors.OncographError]]:
    for child in kind.__subclasses__():
        yield child
        yield from tree(child)


def test_every_failing_system_is_mapped() -> None:
    missing = set(tree(errors.OncographError)) - problems.STATUS.keys()
    assert not missing, f"give {missing} a status in api/problems.py"


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    for kind in tree(errors.OncographError):
        assert kind.__name__ in (errors.__doc__ or ""), f"draw {kind.__name__} in kg/errors.py's docstring"


@pytest.fixture
def broken() -> TestClient:
    app = FastAPI()
    problems.install(app)

    @app.get("/store")
    def store() -> None:
        raise errors.StoreUnavailable("Neo4j does not answer at bolt://127.0.0.1:1")

    @app.get("/bug")
    def bug() -> None:
        raise ZeroDivisionError("patient Jane Doe")

    return TestClient(app, raise_server_exceptions=False)


def test_a_graph_that_is_down_is_a_503_that_says_so(broken: TestClient) -> None:
    response = broken.get("/store")
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
    assert "Neo4j" in response.json()["detail"]


def test_a_bug_tells_nothing_of_its_message(broken: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    response = broken.get("/bug")
    assert response.status_code == 500
    assert "Jane" not in response.text
    assert "Jane" not in " ".join(r.getMessage() for r in caplog.records if r.name == "api.problems")
    assert "Traceback" not in response.text


def test_a_logged_exception_keeps_its_place_and_loses_its_message() -> None:
    try:
        raise ValueError("patient Jane Doe")
    except ValueError:
        record = logging.LogRecord("uvicorn.error", logging.ERROR, "", 0, "failed", (), sys.exc_info())
    problems.PlacesOnly().filter(record)
    assert "Jane" not in logging.Formatter().format(record)
    assert "ValueError at test_problems.py" in record.getMessage()
