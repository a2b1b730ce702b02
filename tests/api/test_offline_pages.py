"""The interface description is read on machines without the internet."""

import re
from collections.abc import Iterator
from typing import cast

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.service import Service
from api.settings import Settings


@pytest.fixture
def page() -> Iterator[TestClient]:
    # Not entered: the pages need no graph, so nothing is built.
    yield TestClient(create_app(Settings(), lambda: cast(Service, None)))


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_a_page_loads_only_what_this_service_serves(page: TestClient, path: str) -> None:
    shown = page.get(path)
    assert shown.status_code == 200
    loaded = re.findall(r'(?:src|href)="([^"]+)"', shown.text)
    assert loaded, "a page without a script shows nothing"
    for address in loaded:
        assert address.startswith("/"), f"{path} loads {address} from elsewhere"
        assert page.get(address).status_code == 200, f"{path} needs {address}"
