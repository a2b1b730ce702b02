"""How the second reader is learnt, and how well it reads sets that it has not seen."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field

from model.exam import ExamCase, read_cases
from model.second_reader import TOKEN, SecondCard, weights_hash, write

Progress = Callable[[int, int, float], None]
"""Told the steps done, the steps there are, and the share of categories read wrong in the set left out."""
FOLDS = 6
"""Parts the sets are divided into; each is read by what was learnt from the others."""
_ITERATIONS = 300
_FEWEST_CONFUSIONS = 2
"""One confusion is no habit."""


class Plan(BaseModel):
    """`model/data/second_reader.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sets: tuple[str, ...]
    words: int = Field(gt=0)
    least: int = Field(gt=0)
    regularisation: dict[str, float]
    fewest: int = Field(gt=1)


class _Fitted(NamedTuple):
    vectors: Any
    calls: Any
    category: Any


@cache
def plan() -> Plan:
    """The committed plan."""
    text = (files("model") / "data" / "second_reader.yaml").read_text("utf-8")
    return Plan.model_validate(yaml.load(text, yaml.CSafeLoader))


def train_second_reader(data: Path, out: Path, progress: Progress | None = None) -> SecondCard:
    """Learn from the plan's sets and keep the reader in `out`.

    Every set is also read by a reader that was learnt without it: that gives the figures of the card and the
    reader's habits, the categories it takes for one another.

    Raises:
        ValueError: a set is not there, or a line of it is wrong.
    """
    started = time.perf_counter()
    chosen = plan()
    sets = {name: _read(data / f"{name}.jsonl") for name in chosen.sets}
    everything = [case for cases in sets.values() for case in cases]
    unseen: dict[str, dict[str, float]] = {}
    seen_as: list[tuple[ExamCase, str]] = []
    for fold in range(FOLDS):
        held = set(chosen.sets[fold::FOLDS])
        fitted = _fit([case for name, cases in sets.items() if name not in held for case in cases], chosen)
        for name in sorted(held):
            read_as = _categories(fitted, sets[name])
            unseen[name] = _shares(fitted, sets[name], read_as)
            seen_as += zip(sets[name], read_as, strict=True)
        if progress:
            progress(fold + 1, FOLDS + 1, 1 - unseen[min(held)]["category"])
    fitted = _fit(everything, chosen)
    weights, signs = _packed(fitted)
    card = SecondCard(
        sets=chosen.sets,
        texts=len(everything),
        data_hash=hashlib.sha256("\0".join(case.diagnosis for case in everything).encode()).hexdigest(),
        weights_hash=weights_hash(weights, signs),
        categories=tuple(str(name) for name in fitted.category.classes_),
        words=chosen.words,
        usual=_habits(seen_as),
        unseen=unseen,
        versions={name: version(name) for name in ("scikit-learn", "numpy")},
        seconds=round(time.perf_counter() - started, 1),
    )
    write(out, card, weights, signs)
    if progress:
        progress(FOLDS + 1, FOLDS + 1, 0.0)
    return card


def _read(path: Path) -> list[ExamCase]:
    if not path.is_file():
        raise ValueError(f"{path} is not there; name the checkout's tests/data with --data")
    return list(read_cases(path))


def _fit(cases: Sequence[ExamCase], chosen: Plan) -> _Fitted:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectors = TfidfVectorizer(
        ngram_range=(1, chosen.words), min_df=chosen.least, sublinear_tf=True, token_pattern=TOKEN
    )
    rows = vectors.fit_transform([case.diagnosis for case in cases])
    calls = LogisticRegression(C=chosen.regularisation["calls"], max_iter=_ITERATIONS)
    calls.fit(rows, [bool(case.regimens) for case in cases])
    known = Counter(case.icd10[0] for case in cases if case.icd10)
    coded = [i for i, c in enumerate(cases) if c.icd10 and known[c.icd10[0]] >= chosen.fewest]
    category = LogisticRegression(C=chosen.regularisation["category"], max_iter=_ITERATIONS)
    category.fit(rows[coded], [cases[i].icd10[0] for i in coded])
    return _Fitted(vectors, calls, category)


def _categories(fitted: _Fitted, cases: Sequence[ExamCase]) -> list[str]:
    rows = fitted.vectors.transform([case.diagnosis for case in cases])
    return [str(name) for name in fitted.category.predict(rows)]


def _shares(fitted: _Fitted, cases: Sequence[ExamCase], read_as: Sequence[str]) -> dict[str, float]:
    """Shares of a set read right, and of its baselines: always a call, the most frequent category."""
    rows = fitted.vectors.transform([case.diagnosis for case in cases])
    called = [bool(said) for said in fitted.calls.predict(rows)]
    right = [said == bool(case.regimens) for said, case in zip(called, cases, strict=True)]
    coded = [(said, case) for said, case in zip(read_as, cases, strict=True) if case.icd10]
    frequent = Counter(case.icd10[0] for _, case in coded).most_common(1)[0][0]
    return {
        "texts": float(len(cases)),
        "call": round(sum(right) / len(cases), 4),
        "call, always yes": round(sum(bool(case.regimens) for case in cases) / len(cases), 4),
        "category": round(sum(said in case.icd10 for said, case in coded) / len(coded), 4),
        "category, most frequent": round(sum(frequent in case.icd10 for _, case in coded) / len(coded), 4),
    }


def _habits(seen_as: Sequence[tuple[ExamCase, str]]) -> dict[str, dict[str, float]]:
    """Of texts that a category is accepted for, the shares read as each other one, where it is a habit."""
    texts: Counter[str] = Counter()
    confused: Counter[tuple[str, str]] = Counter()
    for case, said in seen_as:
        for category in set(case.icd10):
            texts[category] += 1
            if said != category:
                confused[category, said] += 1
    habits: dict[str, dict[str, float]] = {}
    for (category, said), count in sorted(confused.items()):
        if count >= _FEWEST_CONFUSIONS:
            habits.setdefault(category, {})[said] = round(count / texts[category], 4)
    return habits


def _packed(fitted: _Fitted) -> tuple[bytes, str]:
    import numpy as np
    from safetensors.numpy import save

    tensors = {
        "idf": fitted.vectors.idf_.astype(np.float32),
        "call": fitted.calls.coef_[0].astype(np.float16),
        "call_bias": fitted.calls.intercept_.astype(np.float32),
        # Row by row: what is saved are the bytes, whatever order the fit left them in.
        "category": np.ascontiguousarray(fitted.category.coef_.astype(np.float16)),
        "category_bias": fitted.category.intercept_.astype(np.float32),
    }
    return save(tensors), "\n".join(fitted.vectors.get_feature_names_out())
