"""The service over the real graph, filled with the project's own facts; no model unless a test asks."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from api.settings import Settings
from ingest.profile import read_case
from ingest.run import run
from ingest.sources import SOURCES
from kg.store import GraphStore
from ontologies.disease import load_diseases


@pytest.fixture(scope="module")
def loaded(store: GraphStore) -> GraphStore:
    store.write_diseases(load_diseases())
    for name in ("icd10cm", "starter"):
        report = run(SOURCES[name], [], store)
        assert not report.rejected, f"the project's own {name} must load whole: {report.rejected[:3]}"
    return store


@pytest.fixture(scope="module")
def service(loaded: GraphStore) -> Service:
    return Service(store=loaded, read_case=read_case)


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(), lambda: service), raise_server_exceptions=False) as client:
        yield client
