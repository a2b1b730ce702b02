"""The convolutional voter: spaCy's transition-based recogniser over hashed word features."""

import math
import pickle
import random
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ingest.voters.corpus import Labelled, Sentence, tokens
from ingest.voters.progress import Progress
from ingest.voters.recipe import VoterRecipe
from ingest.voters.terms import Terms

_SAVE_EVERY = 200
"""Steps between checkpoints."""


class Convolution:
    """A voter with its weights."""

    def __init__(self, recipe: VoterRecipe, terms: Terms) -> None:
        """An untrained voter; weights come by `train` or `load`."""
        import spacy
        from spacy.attrs import PREFIX, SUFFIX

        self.recipe = recipe
        self.terms = terms
        features = ["NORM", "PREFIX", "SUFFIX", "SHAPE", *(["TAG"] if recipe.terms else [])]
        with warnings.catch_warnings():
            # spaCy loads every package that offers components, and some of those warn as they are read.
            warnings.simplefilter("ignore")
            self.nlp = spacy.blank("en")
            self.ner = self.nlp.add_pipe("ner", config={"model": _architecture(recipe, features)})
        begin, end = recipe.prefix, recipe.suffix
        self.nlp.vocab.lex_attr_getters[PREFIX] = lambda word: word[:begin]
        self.nlp.vocab.lex_attr_getters[SUFFIX] = lambda word: word[-end:]

    def doc(self, text: str) -> Any:
        """The text cut as the corpora cut it, its words marked where names stand."""
        from spacy.tokens import Doc

        cuts = tokens(text)
        words = [text[s:e] for s, e in cuts]
        spaces = [e < len(text) and text[e] == " " for _, e in cuts]
        doc = Doc(self.nlp.vocab, words=words, spaces=spaces)
        if self.recipe.terms:
            for token, mark in zip(doc, self.terms.marks(words), strict=True):
                token.tag_ = mark
        return doc

    def train(
        self, sentences: Sequence[Sentence], checkpoint: Path | None, progress: Progress | None
    ) -> float:
        """Train by the recipe; goes on from the checkpoint where there is one. The mean loss of the end."""
        import numpy

        recipe = self.recipe
        examples = [self._example(one) for one in sentences]
        numpy.random.seed(recipe.seed)
        random.seed(recipe.seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.nlp.initialize(lambda: examples[:500] + _one_of_each(examples))
        optimizer = self.nlp.create_optimizer()
        step = self._resume(checkpoint, optimizer)
        total = max(1, recipe.words // recipe.batch)
        recent: list[float] = []
        for number, batch in enumerate(_batches(examples, recipe)):
            if number >= total:
                break
            if number < step:
                continue
            optimizer.learn_rate = _rate(recipe.learning_rate, number / total)
            losses: dict[str, float] = {}
            self.ner.update(batch, drop=recipe.dropout, sgd=optimizer, losses=losses)
            recent = [*recent[-49:], losses["ner"] / sum(len(e.reference) for e in batch)]
            if checkpoint and (number + 1) % _SAVE_EVERY == 0 and number + 1 < total:
                self._save_state(checkpoint, optimizer, number + 1)
            if progress is not None:
                progress(number + 1, total, sum(recent) / len(recent))
        return sum(recent) / max(1, len(recent))

    def find(self, texts: Sequence[str]) -> Iterator[list[Labelled]]:
        """What the voter names in each text, in order."""
        with warnings.catch_warnings(), self.nlp.memory_zone():
            # In the zone, so that a long stream's words are not kept; whole, so that none stays open.
            warnings.simplefilter("ignore")
            docs = self.ner.pipe((self.doc(t) for t in texts), batch_size=128)
            found = [_spans(doc, text) for doc, text in zip(docs, texts, strict=True)]
        yield from found

    def save(self, folder: Path) -> None:
        """Write the weights."""
        folder.mkdir(parents=True, exist_ok=True)
        self.ner.to_disk(folder / "ner")

    def load(self, folder: Path) -> None:
        """Read the weights."""
        self.ner.from_disk(folder / "ner")

    def _example(self, one: Sentence) -> Any:
        from spacy.training import Example

        reference = self.doc(one.text)
        spans = [reference.char_span(s.start, s.end, label=s.label) for s in one.spans]
        reference.ents = [span for span in spans if span is not None]
        return Example(self.doc(one.text), reference)

    def _save_state(self, checkpoint: Path, optimizer: Any, step: int) -> None:
        places = _places(self.ner.model)
        moments = {
            (places[key[0]], key[1]): (value, optimizer.mom2[key], optimizer.nr_update[key])
            for key, value in optimizer.mom1.items()
            if key[0] in places
        }
        checkpoint.parent.mkdir(parents=True, exist_ok=True)
        part = checkpoint.with_suffix(".part")
        part.write_bytes(pickle.dumps((self.recipe.model_dump_json(), step, self.ner.to_bytes(), moments)))
        part.replace(checkpoint)

    def _resume(self, checkpoint: Path | None, optimizer: Any) -> int:
        """Steps done before; 0 where there is no checkpoint of this very recipe."""
        if checkpoint is None or not checkpoint.exists():
            return 0
        # The file lies in the user's own home and was written by the run it continues.
        recipe, step, weights, moments = pickle.loads(checkpoint.read_bytes())  # noqa: S301
        if recipe != self.recipe.model_dump_json():
            return 0
        self.ner.from_bytes(weights)
        nodes = {place: node for node, place in _places(self.ner.model).items()}
        for (place, name), (first, second, count) in moments.items():
            key = (nodes[place], name)
            optimizer.mom1[key], optimizer.mom2[key], optimizer.nr_update[key] = first, second, count
        return int(step)


def _architecture(recipe: VoterRecipe, features: list[str]) -> dict[str, Any]:
    rows = {"NORM": 5000, "PREFIX": 2500, "SUFFIX": 2500, "SHAPE": 2500, "TAG": 200}
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "spacy.MultiHashEmbed.v2",
                "width": recipe.width,
                "attrs": features,
                "rows": [rows[f] for f in features],
                "include_static_vectors": False,
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": recipe.width,
                "depth": recipe.depth,
                "window_size": 1,
                "maxout_pieces": 3,
            },
        },
    }


def _places(model: Any) -> dict[int, int]:
    """A network's layers by identity, with their place: identities differ from run to run."""
    return {node.id: place for place, node in enumerate(model.walk())}


def _one_of_each(examples: Iterable[Any]) -> list[Any]:
    """Examples that hold every label, so that none is missing where the first few lack it."""
    seen: set[str] = set()
    kept = []
    for example in examples:
        labels = {span.label_ for span in example.reference.ents}
        if labels - seen:
            seen |= labels
            kept.append(example)
    return kept


def _batches(examples: Sequence[Any], recipe: VoterRecipe) -> Iterator[list[Any]]:
    """Batches without end, in an order that the seed alone decides."""
    turn = 0
    while True:
        order = list(range(len(examples)))
        random.Random(recipe.seed * 1000 + turn).shuffle(order)  # noqa: S311
        batch: list[Any] = []
        held = 0
        for index in order:
            batch.append(examples[index])
            held += len(examples[index].reference)
            if held >= recipe.batch:
                yield batch
                batch, held = [], 0
        if batch:
            yield batch
        turn += 1


def _rate(top: float, done: float) -> float:
    """Rises over the first twentieth, stays, and falls along a cosine over the last half."""
    if done < 0.05:
        return top * max(0.05, done / 0.05)
    return top if done < 0.5 else top * max(0.02, 0.5 * (1 + math.cos(math.pi * (done - 0.5) / 0.5)))


def _spans(doc: Any, text: str) -> list[Labelled]:
    """The spans at their places in the text: a document knows single spaces only, a text has others."""
    cuts = tokens(text)
    return [Labelled(cuts[span.start][0], cuts[span.end - 1][1], span.label_) for span in doc.ents]
