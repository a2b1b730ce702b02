"""The adapters as the answering tasks see them: a likelihood for each candidate text."""

import math
from collections.abc import Sequence

from kg.profile import Profile
from model.answer import Task
from model.client import ModelClient
from model.outcome import Offer, Scorer
from model.prompts import Reads, adapter_name, make_prompt

_MOST = 10
"""Candidates asked about; each costs the prompt once more, and one ranked below them was never leading."""


def make_scorer(client: ModelClient, reads: Reads = "case") -> Scorer:
    """A scorer that asks the adapters which read what is named; offers come in the graph's order."""

    def score(task: Task, profile: Profile, text: str, offers: Sequence[Offer]) -> list[float]:
        asked = offers[:_MOST]
        retrieved = [o.retrieved for o in asked] if reads == "evidence" else ()
        prompt = make_prompt(task, profile, text, retrieved)
        scores = client.score(adapter_name(task, reads), prompt, [o.text for o in asked])
        return scores + [-math.inf] * (len(offers) - len(asked))

    return score
