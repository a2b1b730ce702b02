"""What each adapter adds, on synthetic cases kept back from training: bare base, adapter, graph, both."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from typing import get_args

from pydantic import BaseModel, ConfigDict

from model.answer import Task
from model.client import ModelClient
from model.examples import Example, make_examples
from model.prompts import adapter_name
from model.server import BASE

NOTE = (
    "Synthetic: cases generated from the starter schedules, answers by the synthetic department of "
    "model/data/department.yaml. They say what an adapter learnt of that department, not of any clinic."
)
_SEED = 97
_ROUNDS = 1000
_FOR_FREQUENCY = 500
Progress = Callable[[str, int, int], None]
"""Told the task, the cases done and the cases there are."""


class Share(BaseModel):
    """A share of right answers with its 95 % bootstrap interval."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    way: str
    share: float
    low: float
    high: float
    cases: int


class HeldoutTable(BaseModel):
    """All ways of answering, task by task, on the same held-out cases."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    note: str = NOTE
    tasks: dict[Task, tuple[Share, ...]]
    undecided: dict[Task, tuple[Share, ...]]
    """The same, only where the graph leaves several answers equal."""

    def lines(self) -> list[str]:
        """The table as lines of text."""
        printed = [self.note, ""]
        for title, part in (
            ("all held-out cases", self.tasks),
            ("where the graph leaves a choice", self.undecided),
        ):
            for task, shares in part.items():
                printed.append(
                    f"{task}, {title} (n = {shares[0].cases})" if shares else f"{task}, {title}: none"
                )
                printed += [f"  {s.way:<38} {s.share:5.3f}  [{s.low:.3f}, {s.high:.3f}]" for s in shares]
        return printed


def bootstrap(right: Sequence[bool], way: str, seed: int = _SEED) -> Share:
    """The share of right answers and its percentile interval over resampled cases."""
    draw = random.Random(seed)  # noqa: S311
    n = len(right)
    shares = sorted(sum(draw.choices(right, k=n)) / n for _ in range(_ROUNDS))
    return Share(
        way=way,
        share=round(sum(right) / n, 4),
        low=round(shares[int(0.025 * _ROUNDS)], 4),
        high=round(shares[int(0.975 * _ROUNDS) - 1], 4),
        cases=n,
    )


def _best(scores: Sequence[float], texts: Sequence[str]) -> str:
    return texts[max(range(len(texts)), key=lambda i: scores[i])]


def _answers(
    client: ModelClient, example: Example, frequent: str, reader: tuple[str, str] | None
) -> dict[str, str]:
    """Every way's answer to one example; `reader`: the adapter that reads evidence, with its prompt."""
    bare = client.score(BASE, example.prompt, example.candidates)
    adapted = client.score(example.task, example.prompt, example.candidates)
    given = {
        "always the most frequent": frequent,
        "bare base among the candidates": _best(bare, example.candidates),
        "adapter among the candidates": _best(adapted, example.candidates),
    }
    if reader is not None:
        adapter, prompt = reader
        read = client.score(adapter, prompt, example.candidates)
        given["bare base, retrieved text in its prompt"] = _best(
            client.score(BASE, prompt, example.candidates), example.candidates
        )
        given["adapter that reads the retrieved text"] = _best(read, example.candidates)
    if example.task != "icd10":
        within = [i for i, c in enumerate(example.candidates) if c in example.equal]
        given["graph alone (its first)"] = example.candidates[0]
        given["graph and adapter (among its equals)"] = _best(
            [adapted[i] for i in within], [example.candidates[i] for i in within]
        )
    if example.task == "modality":
        given["always photon"] = "photon"
    return given


def heldout_table(
    client: ModelClient, cases: int = 300, progress: Progress | None = None, *, evidence: bool = True
) -> HeldoutTable:
    """Ask base and adapters every held-out case; with `evidence` also those served that read it.

    Evidence makes prompts three times as long, and the table as much slower.

    Raises:
        ModelUnavailable: the model server does not answer.
        GenerationFailed: it has no such adapter, or answers without likelihoods.
    """
    served = client.models()
    tasks: dict[Task, tuple[Share, ...]] = {}
    undecided: dict[Task, tuple[Share, ...]] = {}
    for task in get_args(Task):
        examples = list(make_examples(task, "heldout", cases, _SEED))
        reader = adapter_name(task, "evidence")
        read = make_examples(task, "heldout", cases, _SEED, "evidence")
        prompts = [e.prompt for e in read] if evidence and reader in served else None
        seen = Counter(e.answer for e in make_examples(task, "validation", _FOR_FREQUENCY, _SEED))
        frequent = seen.most_common(1)[0][0]
        right: dict[str, list[bool]] = {}
        for number, example in enumerate(examples, 1):
            shown = (reader, prompts[number - 1]) if prompts else None
            for way, answer in _answers(client, example, frequent, shown).items():
                right.setdefault(way, []).append(answer == example.answer)
            if progress:
                progress(task, number, len(examples))
        tasks[task] = tuple(bootstrap(marks, way) for way, marks in right.items())
        open_at = [i for i, e in enumerate(examples) if task != "icd10" and len(e.equal) > 1]
        undecided[task] = tuple(
            bootstrap([marks[i] for i in open_at], way) for way, marks in right.items() if open_at
        )
    return HeldoutTable(tasks=tasks, undecided={t: s for t, s in undecided.items() if s})
