"""The service over the real graph, filled with the project's own facts; no model unless a test asks."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from api.settings import Settings
from ingest.profile import read_case
from kg.store import GraphStore


@pytest.fixture(scope="module")
def service(loaded: GraphStore) -> Service:
    return Service(store=loaded, read_case=read_case)


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(), lambda: service), raise_server_exceptions=False) as client:
        yield client
