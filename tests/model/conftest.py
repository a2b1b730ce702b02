"""The real vLLM with the shipped adapters, started once per run and stopped at its end, even by a kill."""

import os
from collections.abc import Iterator

import pytest

from api.settings import settings
from model.client import ModelClient
from model.environment import environment_folder, install
from model.server import RunningModel, start, stop


@pytest.fixture(scope="session")
def model_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningModel]:
    """A running model server with the shipped weights."""
    home = tmp_path_factory.mktemp("model-home")
    environment = install(environment_folder(settings().home))
    try:
        yield start(home, port=0, environment=environment, bound_to=os.getpid())
    finally:
        stop(home)


@pytest.fixture(scope="session")
def model_client(model_server: RunningModel) -> Iterator[ModelClient]:
    """A client of the running server."""
    with ModelClient(model_server.url) as client:
        yield client
