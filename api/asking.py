"""Asking the running service, or answering in this process when only the graph runs."""

from typing import Any

import httpx

from api.servers import api_status
from api.settings import Settings
from kg.errors import ServerFailed
from model.answer import Question, Task


def headers(settings: Settings) -> dict[str, str]:
    """The bearer token, where one is set."""
    return {"Authorization": f"Bearer {settings.api_key.get_secret_value()}"} if settings.api_key else {}


def asked(settings: Settings, task: Task, question: Question) -> dict[str, Any]:
    """The response as JSON would carry it.

    Raises:
        ServerFailed: the running service refused the question.
        StoreUnavailable: no service runs and the graph does not answer either.
    """
    running = api_status(settings)
    if running is None:
        from api.wiring import build_service

        service = build_service(settings)
        try:
            return service.ask(task, question).model_dump(mode="json")
        finally:
            service.store.close()
    body = question.model_dump(mode="json", exclude_none=True)
    return post(running["url"], settings, task, body)


def post(url: str, settings: Settings, task: Task, body: dict[str, Any]) -> dict[str, Any]:
    """One question over HTTP.

    Raises:
        ServerFailed: the service did not answer or refused; the message is its own.
    """
    try:
        response = httpx.post(f"{url}/v1/{task}", json=body, headers=headers(settings), timeout=60)
    except httpx.HTTPError as error:
        raise ServerFailed(f"the service at {url} does not answer: {error}") from error
    if response.status_code != 200:
        raise ServerFailed(
            f"the service refused the question: {response.json().get('detail', response.text)}"
        )
    found: dict[str, Any] = response.json()
    return found
