import json
import math
import socket
import time
from typing import get_args

import httpx
import pytest

from kg.errors import GenerationFailed, ModelUnavailable
from model.answer import Task
from model.client import STOP, ModelClient
from model.prompts import Reads, adapter_name
from model.server import RunningModel

COURSES = [
    "26 Gy in 5 fractions, photon",
    "40.05 Gy in 15 fractions, photon",
    "50 Gy in 25 fractions, photon",
]
PROMPT = "case: 52f breast ca, wle\nknown: breast cancer; age 52 50s\nregimen:\n"


def answering(status: int, body: object) -> ModelClient:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return ModelClient(
        "http://model", transport=httpx.MockTransport(lambda _: httpx.Response(status, content=content))
    )


def test_only_the_tokens_of_the_candidate_count() -> None:
    sent: list[dict[str, object]] = []

    def server(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content))
        tokens = [[1, 2, 3], [1, 2, 3, 7, 9], [1, 2, 4, 8, 9]]
        choices = [
            {
                "index": index,
                "prompt_token_ids": ids,
                "prompt_logprobs": [None, *({str(t): {"logprob": -float(t)}} for t in ids[1:])],
            }
            for index, ids in enumerate(tokens)
        ]
        return httpx.Response(200, json={"choices": choices[::-1]})

    client = ModelClient("http://model", transport=httpx.MockTransport(server))
    scores = client.score("regimen", "p", ["a", "b"])
    assert scores == [-16.0, -21.0], "a token the prompt shares must not count, one that merged must"
    assert sent[0]["prompt"] == ["p", f"pa{STOP}", f"pb{STOP}"]
    assert sent[0]["temperature"] == 0.0


def test_no_candidates_need_no_request() -> None:
    assert answering(500, {}).score("regimen", "p", []) == []


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (500, {}, ModelUnavailable),
        (503, {}, ModelUnavailable),
        (404, {"error": {"message": "no such model"}}, GenerationFailed),
        (400, {"error": {"message": "patient text"}}, GenerationFailed),
        (200, b"<html>", GenerationFailed),
        (200, {"choices": []}, GenerationFailed),
        (200, {"choices": [{"index": 0}, {"index": 1}]}, GenerationFailed),
        (
            200,
            {"choices": [{"index": i, "prompt_token_ids": [1, 2], "prompt_logprobs": None} for i in (0, 1)]},
            GenerationFailed,
        ),
    ],
)
def test_a_wrong_answer_is_an_error_without_the_prompt(
    status: int, body: object, error: type[Exception]
) -> None:
    with pytest.raises(error) as raised:
        answering(status, body).score("regimen", "secret", ["a"])
    assert "secret" not in str(raised.value) and "patient text" not in str(raised.value)


def test_a_dead_server_is_unavailable() -> None:
    with pytest.raises(ModelUnavailable, match="oncograph model start"):
        ModelClient("http://127.0.0.1:9", timeout=2).models()


class Hanging:
    """A server that can be told to hang; counts what reaches it."""

    def __init__(self) -> None:
        self.hangs, self.asked = True, 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        if self.hangs:
            raise httpx.ReadTimeout("", request=request)
        return httpx.Response(200, json={"data": [{"id": "base"}]})


def test_a_server_that_hangs_rests_before_it_is_asked_again() -> None:
    server = Hanging()
    client = ModelClient("http://model", timeout=1, rest=0.3, transport=httpx.MockTransport(server))
    for _ in range(5):
        with pytest.raises(ModelUnavailable):
            client.models()
    assert server.asked == 1, "while it rests, nobody may wait for it"
    server.hangs = False
    time.sleep(0.4)
    assert client.models() == ("base",) and client.models() == ("base",)
    assert server.asked == 3, "once it answers, it is asked as before"


def test_a_server_that_listens_and_never_answers_costs_the_timeout_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        with ModelClient(f"http://127.0.0.1:{mute.getsockname()[1]}", timeout=0.5, rest=60) as client:
            started = time.monotonic()
            for _ in range(4):
                with pytest.raises(ModelUnavailable):
                    client.score("regimen", "p", ["a"])
            assert time.monotonic() - started < 1.5


@pytest.mark.parametrize(
    "choice",
    [{"text": "26 Gy", "finish_reason": "length"}, {"text": "somewhat else", "finish_reason": "stop"}],
)
def test_a_choice_cut_short_or_outside_the_candidates_fails(choice: dict[str, str]) -> None:
    with pytest.raises(GenerationFailed):
        answering(200, {"choices": [choice]}).choose("regimen", "p", COURSES)


@pytest.mark.server
def test_the_base_and_both_adapters_of_each_task_are_served(model_client: ModelClient) -> None:
    adapters = {adapter_name(task, reads) for task in get_args(Task) for reads in get_args(Reads)}
    assert set(model_client.models()) == {"base", *adapters}


@pytest.mark.server
def test_scores_repeat_to_the_last_digit(model_client: ModelClient) -> None:
    first = model_client.score("regimen", PROMPT, COURSES)
    assert all(math.isfinite(s) and s < 0 for s in first)
    for _ in range(3):
        assert model_client.score("regimen", PROMPT, COURSES) == first, "scoring must be deterministic"


@pytest.mark.server
def test_a_score_hardly_depends_on_the_other_candidates(model_client: ModelClient) -> None:
    together = model_client.score("regimen", PROMPT, COURSES)
    alone = [model_client.score("regimen", PROMPT, [c])[0] for c in COURSES]
    assert together == pytest.approx(alone, abs=1e-3)


@pytest.mark.server
def test_adapters_change_what_the_base_says(model_client: ModelClient) -> None:
    assert model_client.score("regimen", PROMPT, COURSES) != model_client.score("base", PROMPT, COURSES)


@pytest.mark.server
@pytest.mark.parametrize("adapter", ["base", "regimen"])
def test_the_choice_is_always_a_candidate(model_client: ModelClient, adapter: str) -> None:
    assert model_client.choose(adapter, PROMPT, COURSES) in COURSES


@pytest.mark.server
def test_an_unknown_adapter_and_an_over_long_prompt_fail_and_the_engine_lives(
    model_client: ModelClient, model_server: RunningModel
) -> None:
    with pytest.raises(GenerationFailed):
        model_client.score("nobody", PROMPT, COURSES)
    with pytest.raises(GenerationFailed):
        model_client.score("regimen", "breast " * 5000, COURSES)
    assert model_server.healthy()
    assert len(model_client.score("icd10", PROMPT, ["C50", "D05"])) == 2
