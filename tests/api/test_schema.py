"""The interface description holds: schemathesis throws generated requests at every route."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

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
