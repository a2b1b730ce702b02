"""Training the base and the adapters by recipe, on whatever device is there."""

import hashlib
import json
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from model.client import STOP
from model.corpus import Passage, codes, facts, make_passages
from model.examples import make_examples
from model.recipe import Recipe, Shape
from model.tokenizer import train_tokenizer
from model.weights import write_manifest

Progress = Callable[[int, int, float], None]
"""Told the steps done, the steps there are, and the loss."""

_TOKENIZER_TEXTS = 12_000
_CLIP = 1.0


class RunCard(BaseModel):
    """What was run, on what, and how it went; kept beside the weights."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    recipe: Recipe
    data_hash: str
    """SHA-256 over every training text in order."""
    device: str
    versions: dict[str, str]
    parameters: int
    trained_parameters: int
    seconds: float
    tokens: int
    losses: tuple[float, ...]
    """Mean training loss of every twenty steps."""


class _Text(NamedTuple):
    tokens: list[int]
    weights: list[float]


def train(
    recipe: Recipe,
    out: Path,
    *,
    device: str = "auto",
    progress: Progress | None = None,
    stop_after: int | None = None,
) -> RunCard | None:
    """Run a recipe into a weights folder: `base/` or `adapters/<task>/`, a run card and the manifest.

    An interrupted run goes on from its last checkpoint when it is started again.

    Args:
        recipe: What to run.
        out: The weights folder; an adapter's `base: base` is the one in it.
        device: `cpu`, `cuda`, or `auto` for the better one that is there.
        progress: Told how far it is.
        stop_after: End after this many steps, leaving a checkpoint.

    Returns:
        The run card, or None when stopped early.

    Raises:
        ValueError: the base of an adapter is not there.
    """
    import torch

    where = torch.device(("cuda" if torch.cuda.is_available() else "cpu") if device == "auto" else device)
    if recipe.threads is not None:
        torch.set_num_threads(recipe.threads)
    torch.manual_seed(recipe.seed)
    passages = _passages(recipe)
    digest = hashlib.sha256("\0".join(f"{p.context}\1{p.answer}" for p in passages).encode()).hexdigest()
    target = out / "base" if recipe.task is None else out / "adapters" / recipe.recipe
    model, tokenizer = (
        _new_base(recipe, out, passages) if recipe.task is None else _with_adapter(recipe, out)
    )
    model.to(where)
    texts = [_encode(tokenizer, passage, recipe) for passage in passages]
    run = _Run(recipe, model, texts, where, out / "checkpoints" / f"{recipe.recipe}.pt", digest)
    finished = run.go(progress, stop_after)
    if not finished:
        return None
    card = run.card()
    _save(model, tokenizer, recipe, target)
    (target / "run.json").write_text(card.model_dump_json(indent=1) + "\n", "utf-8")
    run.checkpoint.unlink(missing_ok=True)
    if not any(run.checkpoint.parent.iterdir()):
        run.checkpoint.parent.rmdir()
    write_manifest(out)
    return card


def _passages(recipe: Recipe) -> list[Passage]:
    if recipe.task is None:
        return list(make_passages(recipe.examples, recipe.seed))
    return [
        Passage(example.prompt, f"{example.answer}{STOP}")
        for example in make_examples(recipe.task, "train", recipe.examples, recipe.seed)
    ]


def _new_base(recipe: Recipe, out: Path, passages: Sequence[Passage]) -> tuple[Any, Any]:
    from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

    shape = recipe.shape
    if not isinstance(shape, Shape):
        raise ValueError(f"{recipe.recipe}: a base needs `shape`")
    folder = out / "base"
    folder.mkdir(parents=True, exist_ok=True)
    corpus = [*codes(), *facts(), *(p.context + p.answer for p in passages[:_TOKENIZER_TEXTS])]
    size = train_tokenizer(corpus, shape.vocabulary, folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    config = LlamaConfig(
        vocab_size=size,
        hidden_size=shape.hidden,
        intermediate_size=shape.intermediate,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        num_key_value_heads=shape.heads,
        max_position_embeddings=shape.context,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    return LlamaForCausalLM(config), tokenizer


def _with_adapter(recipe: Recipe, out: Path) -> tuple[Any, Any]:
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, AutoTokenizer

    if recipe.lora is None or recipe.base is None:
        raise ValueError(f"{recipe.recipe}: an adapter needs `base` and `lora`")
    name = str(out / "base") if recipe.base == "base" else recipe.base
    if recipe.base == "base" and not (out / "base" / "config.json").exists():
        raise ValueError(f"{out / 'base'} holds no base; run `oncograph train base` first")
    import torch

    dtype = torch.float32 if recipe.base == "base" else "auto"
    model = AutoModelForCausalLM.from_pretrained(name, dtype=dtype)
    tokenizer = AutoTokenizer.from_pretrained(name)
    lora = LoraConfig(
        r=recipe.lora.rank,
        lora_alpha=recipe.lora.alpha,
        lora_dropout=recipe.lora.dropout,
        target_modules=list(recipe.lora.targets),
        task_type="CAUSAL_LM",
    )
    return get_peft_model(model, lora), tokenizer


def _encode(tokenizer: Any, passage: Passage, recipe: Recipe) -> _Text:
    """Tokens of a passage; the answer begins where the prompt's own tokens end, as when it is scored."""
    whole: list[int] = tokenizer(passage.context + passage.answer)["input_ids"]
    head: list[int] = tokenizer(passage.context)["input_ids"] if passage.context else []
    shared = 0
    while shared < min(len(head), len(whole)) and head[shared] == whole[shared]:
        shared += 1
    weights = [recipe.context_weight] * shared + [1.0] * (len(whole) - shared)
    return _Text(whole[-recipe.longest :], weights[-recipe.longest :])


class _Run:
    """The loop: batches of like length, one cosine cycle, checkpoints that carry everything needed."""

    def __init__(
        self, recipe: Recipe, model: Any, texts: list[_Text], where: Any, checkpoint: Path, digest: str
    ) -> None:
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
        import math

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

        # Padding stands on the right under a causal mask: no real token attends to it, and it has no weight.
        logits = self.model(input_ids=ids).logits[:, :-1].float()
        wanted, counts = ids[:, 1:], weights[:, 1:]
        each = torch.nn.functional.cross_entropy(
            logits.reshape(-1, logits.shape[-1]), wanted.reshape(-1), reduction="none"
        )
        return (each * counts.reshape(-1)).sum() / counts.sum().clamp(min=1.0)

    def go(self, progress: Progress | None, stop_after: int | None) -> bool:
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
            if len(self.recent) == 20 or self.step == self.recipe.steps:
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

    def card(self) -> RunCard:
        from importlib.metadata import version

        names = ["torch", "transformers", "tokenizers"] + (["peft"] if self.recipe.task else [])
        return RunCard(
            recipe=self.recipe,
            data_hash=self.digest,
            device=str(self.where),
            versions={name: version(name) for name in names},
            parameters=sum(p.numel() for p in self.model.parameters()),
            trained_parameters=sum(p.numel() for p in self.trained),
            seconds=round(self.seconds, 1),
            tokens=self.tokens,
            losses=tuple(self.losses),
        )


def _save(model: Any, tokenizer: Any, recipe: Recipe, target: Path) -> None:
    model.to("cpu")
    if recipe.task is None:
        # Half precision on disk is all the shipped base keeps; adapters are trained on what is kept.
        model.half().save_pretrained(target)
        tokenizer.save_pretrained(target)
        return
    model.save_pretrained(target)
    (target / "README.md").unlink(missing_ok=True)
    config = target / "adapter_config.json"
    settings = json.loads(config.read_text("utf-8"))
    # A path of the machine it was trained on means nothing elsewhere.
    settings["base_model_name_or_path"] = recipe.base
    config.write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n", "utf-8")
