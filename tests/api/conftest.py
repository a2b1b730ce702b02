"""The service over the real graph, filled with the project's own facts; no model unless a test asks."""

import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from api.service import Service
from api.settings import Settings
from ingest.profile import read_case
from kg.store import GraphStore

KEY = "q7Zk2vX9pL4mT8wR1nB6cY3d"


@pytest.fixture(scope="module")
def service(loaded: GraphStore) -> Service:
    return Service(store=loaded, read_case=read_case)


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(), lambda: service), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def key() -> str:
    """The bearer token `served` demands."""
    return KEY


@pytest.fixture(scope="module")
def served(service: Service) -> Iterator[str]:
    config = uvicorn.Config(
        create_app(Settings(api_key=SecretStr(KEY)), lambda: service), port=0, log_level="warning", ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)
