"""The adapters as the answering tasks see them: a likelihood for each candidate text."""

import math
from collections.abc import Sequence

from kg.profile import Profile
from model.answer import Task
from model.client import ModelClient
from model.outcome import Scorer
from model.prompts import make_prompt

_MOST = 10
"""Candidates asked about; each costs the prompt once more, and one ranked below them was never leading."""


def make_scorer(client: ModelClient) -> Scorer:
    """A scorer that asks the adapter named like the task; candidates come in the graph's order."""

    def score(task: Task, profile: Profile, text: str, candidates: Sequence[str]) -> list[float]:
        asked = candidates[:_MOST]
        scores = client.score(task, make_prompt(task, profile, text), asked)
        return scores + [-math.inf] * (len(candidates) - len(asked))

    return score
