"""What people open in a browser, in a real one: Neo4j Browser and the interface description."""

import os
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from kg.server import RunningServer

pytestmark = pytest.mark.server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: `make test` installs Debian's package when run as root")
        pytest.skip("no Chromium on this machine: install the package `chromium`")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = browser.new_page(viewport={"width": 1400, "height": 900})
        yield opened
        browser.close()


def test_analyst_logs_in_and_sees_named_nodes(page: Any, loaded: object, neo4j_server: RunningServer) -> None:
    page.goto(neo4j_server.browser, wait_until="domcontentloaded")
    page.get_by_test_id("password").wait_for(timeout=60_000)
    page.get_by_test_id("boltaddress").fill(neo4j_server.uri.removeprefix("bolt://"))
    page.get_by_test_id("username").fill(neo4j_server.user)
    page.get_by_test_id("password").fill(neo4j_server.password())
    page.get_by_test_id("connect").click()
    page.get_by_text("You are connected").first.wait_for(timeout=60_000)
    editor = page.get_by_test_id("activeEditor")
    editor.wait_for(timeout=60_000)
    editor.click()
    page.keyboard.insert_text(
        "MATCH p=(:Radiotherapy)-[:TREATS]->(:Disease {slug:'breast-cancer'}) RETURN p LIMIT 5"
    )
    page.keyboard.press("Control+Enter")
    nodes = page.locator("svg g.node")
    nodes.first.wait_for(timeout=60_000)
    captions = nodes.all_text_contents()
    shown = " ".join(captions)
    assert re.search(r"Gy", shown), f"nodes must carry readable captions, but show {captions}"


def test_interface_description_lists_the_questions(page: Any, served: str) -> None:
    described = page.goto(f"{served}/openapi.json").text()
    for path in ("/v1/regimen", "/v1/modality", "/v1/icd10", "/v1/answers/{id}", "/readyz"):
        assert path in described, f"{path} is missing from the interface description"
