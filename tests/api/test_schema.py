"""The interface description holds: schemathesis throws generated requests at every route."""

import json
import re
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings

from api.problems import Problem
from model.answer import Answer

pytestmark = [pytest.mark.server, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

ROUTES = (
    "GET /healthz",
    "GET /readyz",
    "GET /v1/answers/{id}",
    "GET /v1/documents/{id}",
    "GET /v1/statements/{id}",
    "POST /v1/extract",
    "POST /v1/icd10",
    "POST /v1/modality",
    "POST /v1/regimen",
)


@pytest.fixture(scope="module")
def operations(served: str) -> dict[str, schemathesis.APIOperation]:
    schema = schemathesis.openapi.from_url(f"{served}/openapi.json")
    found = [result.ok() for result in schema.get_all_operations()]
    return {f"{operation.method.upper()} {operation.path}": operation for operation in found}


def test_every_route_is_tried(operations: dict[str, schemathesis.APIOperation]) -> None:
    assert sorted(operations) == sorted(ROUTES), "name the new route in ROUTES"


@pytest.mark.parametrize("route", ROUTES)
def test_route_keeps_its_word(operations: dict[str, schemathesis.APIOperation], route: str, key: str) -> None:
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operations[route].as_strategy())
    def keeps(case: schemathesis.Case) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {key}"})

    keeps()


def examples(description: dict[str, Any]) -> dict[str, Any]:
    """Every example of a response, by route and status."""
    return {
        f"{method.upper()} {path} {status}": content["example"]
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
        for status, response in operation["responses"].items()
        for content in response.get("content", {}).values()
        if "example" in content
    }


def test_examples_of_answers_and_problems_are_true_to_the_contract(client: TestClient) -> None:
    shown = examples(client.get("/openapi.json").json())
    for task in ("regimen", "modality", "icd10"):
        answer = Answer.model_validate(shown[f"POST /v1/{task} 200"])
        assert (answer.task, answer.answer is None, bool(answer.citations)) == (task, False, True)
        for status in (401, 422, 503):
            problem = Problem.model_validate(shown[f"POST /v1/{task} {status}"])
            assert problem.status == status and problem.detail


def test_every_reference_of_the_description_leads_somewhere(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    for reference in set(re.findall(r'"#/([^"]+)"', json.dumps(description))):
        place = description
        for part in reference.split("/"):
            assert part in place, f"#/{reference} leads nowhere"
            place = place[part]


def test_examples_of_ids_lead_somewhere(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    given = {
        path: operations["get"]["parameters"][0]["schema"]["examples"][0]
        for path, operations in paths.items()
        if path.endswith("/{id}")
    }
    assert given.pop("/v1/answers/{id}").startswith("an-")
    for path, example in given.items():
        found = client.get(path.format(id=example))
        assert found.status_code == 200, f"{path} shows {example}: renew api/data/answers.json from an answer"
