"""Training the base and the adapters by recipe, on whatever device is there."""

import hashlib
import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from model.client import STOP
from model.corpus import Passage, codes, facts, make_passages
from model.examples import make_examples
from model.loop import Progress, Run, Text
from model.prompts import adapter_name
from model.recipe import Recipe, Shape
from model.tokenizer import train_tokenizer
from model.weights import CHECKPOINTS, write_manifest

_TOKENIZER_TEXTS = 12_000


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


def train(
    recipe: Recipe,
    out: Path,
    *,
    device: str = "auto",
    progress: Progress | None = None,
    stop_after: int | None = None,
) -> RunCard | None:
    """Run a recipe into a weights folder: `base/` or `adapters/<name>/`, a run card and the manifest.

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
    from transformers.utils import logging

    logging.disable_progress_bar()
    where = torch.device(("cuda" if torch.cuda.is_available() else "cpu") if device == "auto" else device)
    if recipe.threads is not None:
        torch.set_num_threads(recipe.threads)
    torch.manual_seed(recipe.seed)
    passages = _passages(recipe)
    digest = hashlib.sha256("\0".join(f"{p.context}\1{p.answer}" for p in passages).encode()).hexdigest()
    name = adapter_name(recipe.task, recipe.reads) if recipe.task else ""
    target = out / "adapters" / name if name else out / "base"
    model, tokenizer = _new_base(recipe, out, passages) if recipe.task is None else _with_adapter(recipe, out)
    model.to(where)
    texts = [_encode(tokenizer, passage, recipe) for passage in passages]
    run = Run(recipe, model, texts, where, out / CHECKPOINTS / f"{recipe.recipe}.pt", digest)
    finished = run.go(progress, stop_after)
    if not finished:
        return None
    card = _card(run, recipe)
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
        for example in make_examples(recipe.task, "train", recipe.examples, recipe.seed, recipe.reads)
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
    with warnings.catch_warnings():
        # peft still reads an attribute that transformers has renamed.
        warnings.simplefilter("ignore", FutureWarning)
        return get_peft_model(model, lora), tokenizer


def _encode(tokenizer: Any, passage: Passage, recipe: Recipe) -> Text:
    """Tokens of a passage; the answer begins where the prompt's own tokens end, as when it is scored."""
    whole: list[int] = tokenizer(passage.context + passage.answer)["input_ids"]
    head: list[int] = tokenizer(passage.context)["input_ids"] if passage.context else []
    shared = 0
    while shared < min(len(head), len(whole)) and head[shared] == whole[shared]:
        shared += 1
    weights = [recipe.context_weight] * shared + [1.0] * (len(whole) - shared)
    return Text(whole[-recipe.longest :], weights[-recipe.longest :])


def _card(run: Run, recipe: Recipe) -> RunCard:
    from importlib.metadata import version

    names = ["torch", "transformers", "tokenizers"] + (["peft"] if recipe.task else [])
    return RunCard(
        recipe=recipe,
        data_hash=run.digest,
        device=str(run.where),
        versions={name: version(name) for name in names},
        parameters=sum(p.numel() for p in run.model.parameters()),
        trained_parameters=sum(p.numel() for p in run.trained),
        seconds=round(run.seconds, 1),
        tokens=run.tokens,
        losses=tuple(run.losses),
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
