"""A second, independent reading of a case: from word statistics, is radiotherapy asked for, and of what.

It never answers. Where it contradicts the first reading, the service abstains.
"""

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from kg.errors import RuntimeMissing
from kg.profile import Profile
from model.answer import Abstention, Task
from model.triage import understood
from model.weights import SHIPPED
from ontologies import icd10

FOLDER = SHIPPED / "second-reader"
WEIGHTS, SIGNS, CARD = "weights.safetensors", "signs.txt", "card.json"
TOKEN = r"[a-z0-9+/-]+"  # noqa: S105
_SURE_OF_NO_CALL = 0.5
_SURE_OF_CATEGORY = 0.3
_USUAL = 0.1
"""Share of a category's texts in which this reader says the other one by habit, which is no objection."""
_SHOWN = 3
_BLOOD = re.compile(r"C8[1-9]|C9|D4[57]")
_SPREAD = frozenset({"C77", "C78", "C79"})


class SecondCard(BaseModel):
    """What was learnt from, how well it read sets it had not seen, and what it usually confuses."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sets: tuple[str, ...]
    texts: int
    data_hash: str
    """SHA-256 over every text in order."""
    weights_hash: str
    """SHA-256 of the weights and the signs together."""
    categories: tuple[str, ...]
    words: int
    usual: dict[str, dict[str, float]]
    """Of texts of a category, the share read as another one when their set was left out."""
    unseen: dict[str, dict[str, float]]
    """By set, read by a reader that had not seen it: shares right, with the baselines beside them."""
    versions: dict[str, str]
    seconds: float


class SecondReading(NamedTuple):
    """What the second reader makes of a text."""

    no_call: float
    """Probability that the text calls for no radiotherapy now."""
    categories: dict[str, float]
    """Probability of each ICD-10-CM category, most probable first."""
    signs: tuple[str, ...]
    """The words that speak most against a call."""


class SecondReader:
    """The shipped statistics, ready to read."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Load and verify.

        Raises:
            RuntimeMissing: a file is missing or differs from its hash.
        """
        from safetensors.numpy import load
        from sklearn.feature_extraction.text import TfidfVectorizer

        try:
            self.card = SecondCard.model_validate_json((folder / CARD).read_text("utf-8"))
            weights, signs = (folder / WEIGHTS).read_bytes(), (folder / SIGNS).read_text("utf-8")
        except (OSError, ValueError) as error:
            raise RuntimeMissing(
                f"{folder} holds no second reader ({error}): run `oncograph train second-reader`"
            ) from error
        if weights_hash(weights, signs) != self.card.weights_hash:
            raise RuntimeMissing(f"{folder}: weights or signs differ from their hash; fetch them again")
        tensors = load(weights)
        self._signs = signs.split("\n")
        self._vectors: Any = TfidfVectorizer(
            vocabulary={sign: place for place, sign in enumerate(self._signs)},
            ngram_range=(1, self.card.words),
            sublinear_tf=True,
            token_pattern=TOKEN,
        )
        self._vectors.idf_ = tensors["idf"].astype("float64")
        self._call, self._call_bias = tensors["call"].astype("float32"), float(tensors["call_bias"][0])
        self._category = tensors["category"].astype("float32")
        self._category_bias = tensors["category_bias"].astype("float32")

    def read(self, text: str) -> SecondReading:
        """The reading of a text."""
        import numpy as np

        row = self._vectors.transform([text])
        against = -row.multiply(self._call).toarray()[0]
        margin = float(against.sum() - self._call_bias)
        scores = np.asarray(row @ self._category.T)[0] + self._category_bias
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        most = sorted(range(len(shares)), key=lambda i: -shares[i])
        heaviest = [i for i in np.argsort(-against)[:_SHOWN] if against[i] > 0]
        return SecondReading(
            no_call=float(1 / (1 + np.exp(-margin))),
            categories={self.card.categories[i]: float(shares[i]) for i in most},
            signs=tuple(self._signs[i] for i in heaviest),
        )

    def objection(self, task: Task, text: str, profile: Profile, category: str | None) -> Abstention | None:
        """Why the first reading of a text is not to be trusted, or None.

        Args:
            task: what is asked.
            text: the diagnosis.
            profile: the first reading.
            category: the ICD-10-CM category it leads to; None where it leads to none.
        """
        reading = self.read(text)
        if task != "icd10" and reading.no_call >= _SURE_OF_NO_CALL:
            by = ", ".join(f"«{sign}»" for sign in reading.signs)
            return Abstention(
                reason="radiotherapy_not_called_for",
                detail=f"A second reading of the whole text sees no call for radiotherapy now "
                f"({reading.no_call:.2f}; by {by}). {understood(profile)}",
            )
        other, share = next(iter(reading.categories.items()))
        if category is None or other == category or share < _SURE_OF_CATEGORY:
            return None
        if self.card.usual.get(category, {}).get(other, 0.0) > _USUAL or _is_kin(task, category, other):
            return None
        told = icd10.describe(other) if icd10.exists(other) else other
        return Abstention(
            reason="readings_differ",
            detail=f"A second reading of the whole text speaks of {other}, {told} ({share:.2f}), the first "
            f"of {category}: say which tumour is meant. {understood(profile)}",
        )


def _is_kin(task: Task, category: str, other: str) -> bool:
    """Whether a disagreement is about no tumour's place.

    Lymphomas and leukaemias are told apart by few words, and whoever treats a metastasis names its primary.
    """
    blood = _BLOOD.match(category) and _BLOOD.match(other)
    return bool(blood) or (task != "icd10" and category in _SPREAD and other not in _SPREAD)


def weights_hash(weights: bytes, signs: str) -> str:
    """One hash over the weights and the signs."""
    return hashlib.sha256(weights + b"\0" + signs.encode()).hexdigest()


@cache
def second_reader(folder: Path = FOLDER) -> SecondReader:
    """The one a folder holds, by default the shipped one; loaded once per process."""
    return SecondReader(folder)


def write(folder: Path, card: SecondCard, weights: bytes, signs: str) -> None:
    """Keep a trained reader."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS).write_bytes(weights)
    (folder / SIGNS).write_text(signs, "utf-8")
    (folder / CARD).write_text(
        json.dumps(card.model_dump(mode="json"), indent=1, sort_keys=True) + "\n", "utf-8"
    )
