"""The training loop: weighted answers, one cosine cycle, checkpoints that carry everything needed."""

import hashlib
import math
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from model.recipe import Recipe

Progress = Callable[[int, int, float], None]
"""Told the steps done, the steps there are, and the loss."""

_CLIP = 1.0
_REPORTED = 20


class Text(NamedTuple):
    """A training text as tokens, each with how much it counts."""

    tokens: list[int]
    weights: list[float]


class Run:
    """One run of a recipe over its texts, from the start or from its checkpoint."""

    def __init__(
        self, recipe: Recipe, model: Any, texts: list[Text], where: Any, checkpoint: Path, digest: str
    ) -> None:
        """Prepare the optimizer and the order of the texts.

        Args:
            recipe: What to run.
            model: On its device already.
            texts: Everything to learn.
            where: The device.
            checkpoint: File to go on from, and to write to.
            digest: Hash of the texts; a checkpoint of other texts is not gone on from.
        """
        import torch

        self.recipe, self.model, self.texts, self.where = recipe, model, texts, where
        self.checkpoint, self.digest = checkpoint, digest
        self.trained = [p for p in model.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(
            self.trained, lr=recipe.learning_rate, betas=(0.9, 0.98), weight_decay=recipe.weight_decay
        )
        self.step, self.seconds, self.tokens = 0, 0.0, 0
        self.losses: list[float] = []
        self.recent: list[float] = []
        self.batches = self._batches()

    def _batches(self) -> list[list[int]]:
        """Every step's texts, decided beforehand: a resumed run sees what an uninterrupted one would."""
        draw = random.Random(self.recipe.seed)  # noqa: S311
        wanted, pool = self.recipe.steps, self.recipe.batch * 16
        batches: list[list[int]] = []
        while len(batches) < wanted:
            order = list(range(len(self.texts)))
            draw.shuffle(order)
            for start in range(0, len(order), pool):
                near = sorted(order[start : start + pool], key=lambda i: len(self.texts[i].tokens))
                cut = [near[i : i + self.recipe.batch] for i in range(0, len(near), self.recipe.batch)]
                draw.shuffle(cut)
                batches += cut
        return batches[:wanted]

    def _rate(self) -> float:
        rise = max(1, round(self.recipe.steps * self.recipe.warmup))
        if self.step < rise:
            return (self.step + 1) / rise
        done = (self.step - rise) / max(1, self.recipe.steps - rise)
        return 0.5 * (1 + math.cos(math.pi * done))

    def _tensors(self, batch: list[int]) -> tuple[Any, Any]:
        import torch

        texts = [self.texts[i] for i in batch]
        longest = max(len(t.tokens) for t in texts)
        ids = torch.zeros((len(texts), longest), dtype=torch.long)
        weights = torch.zeros((len(texts), longest))
        for row, text in enumerate(texts):
            ids[row, : len(text.tokens)] = torch.tensor(text.tokens)
            weights[row, : len(text.tokens)] = torch.tensor(text.weights)
        return ids.to(self.where), weights.to(self.where)

    def _loss(self, ids: Any, weights: Any) -> Any:
        import torch

        # Only places that count are worth the vocabulary; in a batch of like length they nearly coincide.
        counted = weights[:, 1:].sum(dim=0).nonzero().squeeze(1)
        # Padding stands on the right under a causal mask: no real token attends to it, and it has no weight.
        lower = self.recipe.precision == "bfloat16"
        with torch.autocast(self.where.type, dtype=torch.bfloat16, enabled=lower):
            logits = self.model(input_ids=ids, logits_to_keep=counted).logits.float()
        wanted, counts = ids[:, 1:][:, counted], weights[:, 1:][:, counted]
        each = torch.nn.functional.cross_entropy(
            logits.reshape(-1, logits.shape[-1]), wanted.reshape(-1), reduction="none"
        )
        return (each * counts.reshape(-1)).sum() / counts.sum().clamp(min=1.0)

    def go(self, progress: Progress | None, stop_after: int | None) -> bool:
        """Train up to the last step, or to `stop_after`; whether the last was reached."""
        import torch

        self._resume()
        self.model.train()
        last = self.recipe.steps if stop_after is None else min(stop_after, self.recipe.steps)
        while self.step < last:
            started = time.perf_counter()
            for group in self.optimizer.param_groups:
                group["lr"] = self.recipe.learning_rate * self._rate()
            ids, weights = self._tensors(self.batches[self.step])
            loss = self._loss(ids, weights)
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.trained, _CLIP)
            self.optimizer.step()
            self.step += 1
            self.tokens += int(ids.numel())
            self.seconds += time.perf_counter() - started
            self.recent.append(float(loss.detach()))
            if len(self.recent) == _REPORTED or self.step == self.recipe.steps:
                self.losses.append(round(sum(self.recent) / len(self.recent), 4))
                self.recent = []
            if self.step % self.recipe.save_every == 0 or self.step == last:
                self._keep()
            if progress:
                progress(self.step, self.recipe.steps, float(loss.detach()))
        return self.step == self.recipe.steps

    def _identity(self) -> str:
        return hashlib.sha256((self.recipe.model_dump_json() + self.digest).encode()).hexdigest()

    def _keep(self) -> None:
        import torch

        self.checkpoint.parent.mkdir(parents=True, exist_ok=True)
        draft = self.checkpoint.with_suffix(".new")
        state = {
            "identity": self._identity(), "step": self.step, "seconds": self.seconds, "tokens": self.tokens,
            "losses": self.losses, "recent": self.recent, "optimizer": self.optimizer.state_dict(),
            "trained": [p.detach().cpu() for p in self.trained], "random": torch.get_rng_state(),
        }  # fmt: skip
        torch.save(state, draft)
        draft.replace(self.checkpoint)

    def _resume(self) -> None:
        import torch

        if not self.checkpoint.exists():
            return
        state = torch.load(self.checkpoint, map_location="cpu", weights_only=True)
        # Of another recipe or other data: not ours to go on from.
        if state["identity"] != self._identity():
            return
        with torch.no_grad():
            for parameter, value in zip(self.trained, state["trained"], strict=True):
                parameter.copy_(value)
        self.optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["random"])
        self.step, self.seconds, self.tokens = state["step"], state["seconds"], state["tokens"]
        self.losses, self.recent = state["losses"], state["recent"]
