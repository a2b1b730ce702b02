"""Client of the model server: scores candidate texts, or picks one under a grammar that holds only them.

No sampling parameter of a caller ever reaches the server: one that it cannot serve ends its whole engine.
"""

import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

import httpx

from kg.errors import GenerationFailed, ModelUnavailable

STOP = "\n"
"""Ends every answer the adapters were taught, so that "5" is not mistaken for the beginning of "50"."""
_LONGEST_CHOICE = 96


class ModelClient:
    """Speaks to one OpenAI-compatible server; safe to share between threads."""

    def __init__(
        self, url: str, timeout: float = 30, *, rest: float = 0, transport: httpx.BaseTransport | None = None
    ) -> None:
        """Open a connection pool; nothing is sent yet.

        Args:
            url: Root address of the server.
            timeout: Seconds to wait for an answer.
            rest: Seconds in which a server that let the timeout pass is not asked again.
            transport: Stands in for the network.
        """
        self._http = httpx.Client(base_url=url, timeout=timeout, transport=transport)
        self._timeout, self._rest = timeout, rest
        self._hung_until: float | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def models(self) -> tuple[str, ...]:
        """Names the server answers to: the base and its adapters.

        Raises:
            ModelUnavailable: the server does not answer.
            GenerationFailed: what came back is no list of models.
        """
        body = self._send("GET", "/v1/models", None)
        try:
            return tuple(str(model["id"]) for model in body["data"])
        except (KeyError, TypeError) as error:
            raise GenerationFailed("the model server's list of models has another form") from error

    def score(self, adapter: str, prompt: str, candidates: Sequence[str]) -> list[float]:
        """Log-likelihood of each candidate, and of its end, as the continuation of the prompt.

        All candidates go in one request; the prompt goes along alone, so that its tokens are known and only
        those of the candidates are counted.

        Raises:
            ModelUnavailable: the server does not answer.
            GenerationFailed: it refused, or its answer has no log-likelihoods.
        """
        if not candidates:
            return []
        texts = [prompt, *(f"{prompt}{candidate}{STOP}" for candidate in candidates)]
        body = self._complete(
            {
                "model": adapter,
                "prompt": texts if prompt else texts[1:],
                "max_tokens": 1,
                "temperature": 0.0,
                "prompt_logprobs": 0,
                "return_token_ids": True,
            }
        )
        choices = sorted(body, key=lambda choice: int(choice.get("index", 0)))
        if len(choices) != len(texts) - (not prompt):
            raise GenerationFailed(f"{len(texts)} texts were sent, {len(choices)} came back")
        head = choices.pop(0).get("prompt_token_ids") or [] if prompt else []
        return [_likelihood(choice, head) for choice in choices]

    def choose(self, adapter: str, prompt: str, candidates: Sequence[str]) -> str:
        """The candidate the model writes when it can write nothing else; greedy.

        Raises:
            ModelUnavailable: the server does not answer.
            GenerationFailed: it refused, was cut short or wrote something else.
        """
        (choice,) = self._complete(
            {
                "model": adapter,
                "prompt": prompt,
                "max_tokens": _LONGEST_CHOICE,
                "temperature": 0.0,
                "structured_outputs": {"choice": list(candidates)},
            }
        )
        if choice.get("finish_reason") != "stop":
            raise GenerationFailed(f"the answer was cut short ({choice.get('finish_reason')})")
        text = str(choice.get("text"))
        if text not in candidates:
            raise GenerationFailed("the answer is none of the candidates")
        return text

    def _complete(self, request: dict[str, Any]) -> list[dict[str, Any]]:
        body = self._send("POST", "/v1/completions", request)
        choices = body.get("choices") if isinstance(body, dict) else None
        if not isinstance(choices, list) or not choices:
            raise GenerationFailed("the model server's answer has no choices")
        return choices

    def _demand_rested(self) -> None:
        """Refuse while a server that hung rests; afterwards one caller tries, and the others still wait.

        Raises:
            ModelUnavailable: it rests.
        """
        with self._lock:
            if self._hung_until is None:
                return
            left = self._hung_until - time.monotonic()
            if left > 0:
                raise ModelUnavailable(f"the model server hung and is asked again in {left:.0f} s")
            self._hung_until = time.monotonic() + self._timeout

    def _send(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        self._demand_rested()
        try:
            answer = self._http.request(method, path, json=body)
            self._hung_until = None
        except httpx.TimeoutException as error:
            self._hung_until = time.monotonic() + self._rest if self._rest else None
            raise ModelUnavailable(
                f"the model server did not answer within {self._timeout:g} s: see `oncograph status`"
            ) from error
        except httpx.HTTPError as error:
            self._hung_until = None
            raise ModelUnavailable(
                f"the model server does not answer ({type(error).__name__}): run `oncograph model start`"
            ) from error
        if answer.status_code >= 500:
            raise ModelUnavailable(f"the model server failed with status {answer.status_code}")
        if answer.status_code != 200:
            # The reason it gives may repeat the prompt, which may hold patient text.
            raise GenerationFailed(f"the model server refused the request with status {answer.status_code}")
        try:
            return answer.json()
        except ValueError as error:
            raise GenerationFailed("the model server's answer is not JSON") from error


def _likelihood(choice: dict[str, Any], head: Sequence[int]) -> float:
    """Sum over the tokens after the prompt's; a prompt's last token may merge with what follows it."""
    try:
        tokens = choice["prompt_token_ids"]
        probabilities = choice["prompt_logprobs"]
        shared = 0
        while shared < len(head) and shared < len(tokens) and head[shared] == tokens[shared]:
            shared += 1
        if shared == len(tokens):
            raise GenerationFailed("the model server counts no token of a candidate")
        return float(
            sum(probabilities[at][str(tokens[at])]["logprob"] for at in range(max(shared, 1), len(tokens)))
        )
    except (KeyError, TypeError, IndexError) as error:
        raise GenerationFailed("the model server's answer has no log-likelihoods") from error
