"""Words a second on one core: the whole pipeline by stage, beside a recogniser with scispaCy's linker."""

import json
import signal
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from pydantic import BaseModel, ConfigDict

from ingest.scorecard.card import Extract
from ingest.voters.convolution import Convolution
from ingest.voters.corpus import read_corpus
from ingest.voters.recipe import VoterRecipe
from ingest.voters.terms import Terms
from ingest.voters.train import load_voter
from ontologies.disease import load_diseases
from ontologies.drugs import load_drugs

OURS, THEIRS = "oncograph: extraction, assertion, linking", "spaCy recogniser + scispaCy's linker"
_STAGES: tuple[tuple[str, str], ...] = (
    ("scispacy.abbreviation", "abbreviations"),
    ("ingest.words", "words"),
    ("ingest.spelling", "words"),
    ("ingest.lexicon", "gazetteer"),
    ("ingest.grammar", "grammars"),
    ("ingest.assertion", "assertion"),
    ("ingest.section", "assertion"),
    ("ingest.clause", "clauses"),
    ("ingest.entities", "entity finders"),
    ("ingest.overlap", "entity finders"),
    ("ingest.linking", "linking"),
    ("ingest.relations", "relations"),
    ("ingest.record", "records"),
    ("ingest.report_kind", "records"),
    ("ingest.window", "windows"),
    ("ingest.reading", "gazetteer"),
    ("ingest.nlp", "spaCy documents"),
    ("spacy", "spaCy documents"),
    ("ingest.extract", "results"),
)
"""Module to stage; the innermost frame that has one decides."""
_TICK = 0.002
"""Seconds of processor time between looks at the stack."""
_QUICK = VoterRecipe(
    voter="quick",
    corpus="BC5CDR",
    splits=("train",),
    network="convolution",
    seed=1,
    words=60_000,
    batch=600,
    learning_rate=0.001,
)
_NEIGHBOURS = 30


class Rate(BaseModel):
    """How fast one way of reading is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    system: str
    words: int
    seconds: float
    """Processor seconds over all threads."""
    words_per_second: float
    mentions: int
    linked: int


class SpeedTable(BaseModel):
    """Both ways in one run, on the same texts, turn by turn."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    texts: int
    rates: tuple[Rate, ...]
    ratio: float
    """Our words a second over the other's."""
    stages: dict[str, float]
    """Stage to its share of our processor time, largest first."""
    note: str

    def lines(self) -> list[str]:
        """The table as lines of text."""
        printed = [f"{'':44} {'words/s':>9} {'words':>8} {'CPU s':>7} {'mentions':>9} {'linked':>7}"]
        printed += [
            f"{r.system:44} {r.words_per_second:9,.0f} {r.words:8,} {r.seconds:7.1f} "
            f"{r.mentions:9,} {r.linked:7,}"
            for r in self.rates
        ]
        ours = self.rates[0].words_per_second
        printed += [f"{'ratio':44} {self.ratio:9.2f}", "", f"{'stage':24} {'share':>6}  words/s without it"]
        printed += [
            f"{stage:24} {share:6.1%}  {ours / (1 - share) if share < 1 else 0:,.0f}"
            for stage, share in self.stages.items()
        ]
        return [*printed, "", self.note]


def speed_table(
    texts: Sequence[str], extract: Extract, data: Path, voters: Sequence[Path], turns: int = 3
) -> SpeedTable:
    """Read the texts both ways, a part of them at a time, after a first part that is not counted.

    Args:
        texts: What is read.
        extract: Our pipeline.
        data: Where a recogniser is trained in a minute if there is no voter.
        voters: Folders of trained voters; the first convolutional one without term lists serves.
        turns: Parts the texts are cut into.

    Raises:
        ValueError: there is no voter and no corpus to train one on, or no text.
    """
    import torch

    if not texts:
        raise ValueError("no text to read")
    torch.set_num_threads(1)
    other, recogniser = _recogniser(data, voters)
    linked_reader = _scispacy_reader(other)
    warm = texts[: max(1, len(texts) // 20)]
    list(extract((t, None) for t in warm))
    linked_reader(warm)
    size = -(-len(texts) // turns)
    stages: Counter[str] = Counter()
    totals: dict[str, list[float]] = {OURS: [0.0, 0, 0], THEIRS: [0.0, 0, 0]}
    for begin in range(0, len(texts), size):
        part = texts[begin : begin + size]
        started = time.process_time()
        with _sampled(stages):
            mentions = [m for read in extract((t, None) for t in part) for m in read.mentions]
        _add(
            totals[OURS],
            time.process_time() - started,
            len(mentions),
            sum(m.reference is not None for m in mentions),
        )
        started = time.process_time()
        found, linked = linked_reader(part)
        _add(totals[THEIRS], time.process_time() - started, found, linked)
    words = sum(len(text.split()) for text in texts)
    rates = tuple(
        Rate(
            system=system,
            words=words,
            seconds=round(seconds, 2),
            words_per_second=round(words / max(seconds, 1e-9), 1),
            mentions=int(mentions),
            linked=int(links),
        )
        for system, (seconds, mentions, links) in totals.items()
    )
    seen = sum(stages.values())
    return SpeedTable(
        texts=len(texts),
        rates=rates,
        ratio=round(rates[0].words_per_second / rates[1].words_per_second, 2),
        stages={stage: round(n / seen, 4) for stage, n in stages.most_common()} if seen else {},
        note=(
            f"Recogniser: {recogniser}. scispaCy's own models cannot be had offline, so its linker "
            f"(letter 3-grams, {_NEIGHBOURS} neighbours) links what a recogniser of the same build finds, "
            "to our drugs and diseases. It finds fewer types, asserts nothing and reads no relations. "
            "Processor time of all threads."
        ),
    )


def read_texts(data: Path, words: int) -> list[str]:
    """Abstracts of the data folder, up to so many words; none where it is absent."""
    path = data / "pubmed" / "pubmedqa_ori_pqal.json"
    if not path.exists():
        return []
    kept: list[str] = []
    held = 0
    for article in json.loads(path.read_text("utf-8")).values():
        if held >= words:
            break
        kept.append("\n".join(article["CONTEXTS"]))
        held += len(kept[-1].split())
    return kept


def _add(total: list[float], *more: float) -> None:
    for index, value in enumerate(more):
        total[index] += value


@contextmanager
def _sampled(stages: Counter[str]) -> Iterator[None]:
    """Counts the stage that runs at every tick of processor time; calls are not slowed as by a tracer."""

    def look(_signal: int, frame: FrameType | None) -> None:
        stages[_stage(frame)] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, _TICK, _TICK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stage(frame: FrameType | None) -> str:
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        for prefix, stage in _STAGES:
            if module.startswith(prefix):
                return stage
        frame = frame.f_back
    return "other"


def _recogniser(data: Path, voters: Sequence[Path]) -> tuple[Any, str]:
    """A spaCy pipeline with a trained recogniser, and what it is."""
    for folder in voters:
        voter = load_voter(folder)
        if isinstance(voter, Convolution) and not voter.recipe.terms:
            return voter.nlp, f"the voter {voter.recipe.voter}"
    sentences = read_corpus(data / "corpora", _QUICK.corpus, _QUICK.splits)
    quick = Convolution(_QUICK, Terms(()))
    quick.train(sentences, None, None)
    return quick.nlp, f"trained for this run on {_QUICK.words:,} words of {_QUICK.corpus}"


def _scispacy_reader(nlp: Any) -> Callable[[Sequence[str]], tuple[int, int]]:
    """Reads texts with a recogniser and scispaCy's linker; how many mentions, and how many of them linked."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from scispacy.candidate_generation import CandidateGenerator
        from scispacy.linking import EntityLinker
        from scispacy.linking_utils import Entity, KnowledgeBase

        kb = KnowledgeBase(
            [
                *(
                    Entity(f"oncograph:{d.drug}", d.name, [*d.brands, *d.synonyms], [], None)
                    for d in load_drugs().values()
                ),
                *(
                    Entity(f"oncograph:{d.disease}", d.name, list(d.forms), [], None)
                    for d in load_diseases().values()
                ),
            ]
        )
        aliases, vectorizer, index = _nearest_names(kb)
        generator = CandidateGenerator(index, vectorizer, aliases, kb)
        linker = EntityLinker(
            candidate_generator=generator,
            resolve_abbreviations=False,
            k=_NEIGHBOURS,
            threshold=0.7,
            no_definition_threshold=0.7,
            filter_for_definitions=False,
        )

    def read(texts: Sequence[str]) -> tuple[int, int]:
        found = linked = 0
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for doc in nlp.pipe(texts):
                if doc.ents:
                    linker(doc)
                found += len(doc.ents)
                linked += sum(bool(span._.kb_ents) for span in doc.ents)
        return found, linked

    return read


def _nearest_names(kb: Any) -> tuple[list[str], Any, Any]:
    """The linker's index over our names; scispaCy's own builder refuses this Python (its issue 555)."""
    import nmslib
    from sklearn.feature_extraction.text import TfidfVectorizer

    aliases = sorted(kb.alias_to_cuis)
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), min_df=1, dtype="float32")
    vectors = vectorizer.fit_transform(aliases)
    # A name of signs alone has no 3-gram, and the index refuses empty vectors.
    there = [i for i in range(len(aliases)) if vectors[i].nnz]
    index = nmslib.init(method="hnsw", space="cosinesimil_sparse", data_type=nmslib.DataType.SPARSE_VECTOR)
    index.addDataPointBatch(vectors[there])
    index.createIndex({"M": 30, "efConstruction": 400, "post": 0})
    index.setQueryTimeParams({"efSearch": 200})
    return [aliases[i] for i in there], vectorizer, index
