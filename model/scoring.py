"""The adapters as the answering tasks see them: a likelihood for each candidate text."""

from collections.abc import Sequence

from kg.profile import Profile
from model.answer import Task
from model.client import ModelClient
from model.outcome import Scorer
from model.prompts import make_prompt


def make_scorer(client: ModelClient) -> Scorer:
    """A scorer that asks the adapter named like the task."""

    def score(task: Task, profile: Profile, text: str, candidates: Sequence[str]) -> list[float]:
        return client.score(task, make_prompt(task, profile, text), candidates)

    return score
