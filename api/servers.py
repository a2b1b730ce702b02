"""The three servers of one machine: graph, model and API, started, stopped and described together."""

import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx

from api.settings import Settings
from kg import server as graph_server
from kg.child import ProcessRecord, log_end, read_record, spawn, started_at, write_record
from kg.errors import OncographError, ServerFailed
from model import server as model_server

_WEAK = ("password", "secret", "changeme", "oncograph", "12345678")
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_HELD = """
RETURN EXISTS { MATCH (s:Statement {relation: 'TREATS'}) WHERE s.total_dose_gy IS NOT NULL } AS schedules,
       EXISTS { MATCH (d:Disease) WHERE d.slug IS NOT NULL } AS diseases
"""
LOADING = "run `oncograph ontologies load` and `oncograph ingest all`"
Say = Callable[[str], None]


def refuse_weak_exposure(settings: Settings) -> None:
    """Any bind address but loopback needs an API key of good strength.

    Raises:
        ServerFailed: the key is missing, short or of little variety.
    """
    key = settings.api_key.get_secret_value() if settings.api_key else None
    if key is None and settings.host not in _LOOPBACK:
        raise ServerFailed(
            f"binding to {settings.host} needs ONCOGRAPH_API_KEY (24 or more characters); "
            "make one with: python -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    if key is not None and (key != key.strip() or not (key.isascii() and key.isprintable())):
        raise ServerFailed("ONCOGRAPH_API_KEY cannot be sent in a header: ASCII alone, no space at its ends")
    if key is not None and _weak(key):
        raise ServerFailed("ONCOGRAPH_API_KEY is too weak: 24 or more characters, random, no common word")


def _weak(key: str) -> bool:
    """Whether a key is short, of few characters, or mostly walks along the alphabet or the keyboard."""
    walked = sum(any(pair in row for row in _ROWS) for pair in map("".join, pairwise(key.lower())))
    return (
        len(key) < 24
        or len(set(key)) < 10
        or walked > len(key) // 3
        or any(word in key.lower() for word in _WEAK)
    )


class ApiRecord(ProcessRecord):
    """What `api.json` keeps about the process."""

    url: str


def _file(settings: Settings) -> Path:
    return settings.home.absolute() / "api.json"


def _running(settings: Settings) -> ApiRecord | None:
    record = read_record(_file(settings), ApiRecord)
    return record if record is not None and record.alive() else None


def api_status(settings: Settings) -> dict[str, Any] | None:
    """Url, pid and readiness of the API of this home, if it runs."""
    record = _running(settings)
    return None if record is None else {"url": record.url, "pid": record.pid, "ready": _ready(record.url)}


def _ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """The API's socket, bound before anything is written down, and this process as the API of this home.

    Where one runs already, it stays the API of this home, and this process is nobody's but its terminal's.

    Raises:
        ServerFailed: the address cannot be bound.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        bound = socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        raise ServerFailed(
            f"port {settings.port} of {settings.host} is in use or not ours ({error.strerror}): "
            "stop what listens there, or set ONCOGRAPH_PORT"
        ) from error
    with bound:
        if _running(settings) is not None:
            yield bound
            return
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        url = f"http://{host}:{bound.getsockname()[1]}"
        pid = os.getpid()
        _file(settings).parent.mkdir(parents=True, exist_ok=True)
        write_record(_file(settings), ApiRecord(pid=pid, started=started_at(pid) or 0.0, url=url))
        try:
            yield bound
        finally:
            record = read_record(_file(settings), ApiRecord)
            if record is not None and record.pid == pid:
                _file(settings).unlink(missing_ok=True)


def start_graph(
    settings: Settings, *, bound_to: int | None, say: Say, progress: Callable[[int, int], None] | None = None
) -> None:
    """The managed Neo4j, unless an external one is configured."""
    if settings.neo4j_uri:
        return
    running = graph_server.start(
        settings.home,
        settings.cache,
        bolt_port=settings.neo4j_bolt_port,
        http_port=settings.neo4j_http_port,
        bound_to=bound_to,
        progress=progress,
    )
    say(f"Neo4j {running.version} answers at {running.uri}; Browser {running.browser}")


def start_model(settings: Settings, *, bound_to: int | None, say: Say) -> bool:
    """The managed model server, unless an external one is set; False, and said, where it cannot run."""
    if settings.model_url:
        return True
    try:
        running = model_server.start(
            settings.home, port=settings.model_port, weights=settings.model_weights, bound_to=bound_to
        )
    except OncographError as error:
        say(f"No model server ({error}); answers are deterministic.")
        return False
    say(f"Model server answers at {running.url} with {', '.join(running.models)}")
    return True


def start_api(settings: Settings, *, bound_to: int | None, say: Say, timeout_s: float = 90) -> None:
    """The API as a process of its own.

    Raises:
        ServerFailed: it did not become ready; the message holds the end of its log.
    """
    refuse_weak_exposure(settings)
    log = settings.home.absolute() / "logs" / "api.log"
    record = _running(settings)
    ours = record is None
    if record is None:
        # -P keeps the working folder off the import path: this home has folders named like our packages.
        command = [sys.executable, "-P", "-m", "api.cli", "serve", "--api-only"]
        home = settings.home.absolute()
        pid = spawn(command, log=log, env=dict(os.environ), cwd=home, bound_to=bound_to)
        child = ProcessRecord(pid=pid, started=started_at(pid) or 0.0)
    else:
        child = record
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline and child.alive():
        state = api_status(settings)
        # The record is written once the port is bound, so what answers there is this very process.
        if state is not None and state["pid"] == child.pid and state["ready"] and child.alive():
            say(f"API {'' if ours else 'already '}answers at {state['url']}")
            return
        time.sleep(0.2)
    if ours:
        child.end()
    raise ServerFailed(f"the API did not become ready; the end of {log}:\n{log_end(log, 12)}")


@contextmanager
def standing(settings: Settings, *, model: bool, say: Say) -> Iterator[None]:
    """Graph and model server while they are needed: what does not run is started, and stopped again."""
    before = status(settings)
    served = before["api"] is not None
    try:
        if not served and before["neo4j"] is None:
            start_graph(settings, bound_to=os.getpid(), say=say)
        if not served and model and before["model"] is None:
            start_model(settings, bound_to=os.getpid(), say=say)
        yield
    finally:
        if not served and model and before["model"] is None:
            model_server.stop(settings.home)
        if not served and before["neo4j"] is None:
            graph_server.stop(settings.home)


def hint_if_empty(settings: Settings, say: Say) -> None:
    """Say what to run where the graph holds no schedule yet, or no diseases for Neo4j Browser."""
    from api.wiring import open_store

    with open_store(settings) as store:
        rows = store.read(_HELD)
    if not rows[0]["schedules"]:
        say(f"The graph holds no schedule yet, so every question is declined: {LOADING}")
    elif not rows[0]["diseases"]:
        say("The graph holds no tree of diseases: run `oncograph ontologies load`")


def stop_all(settings: Settings, say: Say) -> None:
    """Stop API, model server and graph, in this order."""
    if (record := _running(settings)) is not None:
        record.end()
        say("API stopped")
    _file(settings).unlink(missing_ok=True)
    if model_server.stop(settings.home):
        say("Model server stopped")
    if graph_server.stop(settings.home):
        say("Neo4j stopped")


def status(settings: Settings) -> dict[str, Any]:
    """The three servers as one object; a part that does not run is null. No secret is in it."""
    graph: dict[str, Any] | None = None
    if settings.neo4j_uri:
        graph = {
            "uri": settings.neo4j_uri,
            "browser": None,
            "user": settings.neo4j_user,
            "version": None,
            "pid": None,
        }
    elif (running := graph_server.status(settings.home)) is not None:
        graph = {
            "uri": running.uri,
            "browser": running.browser,
            "user": running.user,
            "version": running.version,
            "pid": running.pid,
            "password_file": str(running.password_file),
        }
    model: dict[str, Any] | None = None
    if settings.model_url:
        model = {"url": settings.model_url, "models": None, "version": None, "pid": None}
    elif (served := model_server.status(settings.home)) is not None:
        model = {
            "url": served.url,
            "models": list(served.models),
            "version": served.version,
            "pid": served.pid,
        }
    return {"api": api_status(settings), "neo4j": graph, "model": model}
