"""A second, independent reading of a case, learnt from lessons: is radiotherapy asked for, and of what.

It never answers. Where it contradicts the first reading, the service abstains.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from kg.errors import RuntimeMissing
from kg.profile import Profile
from model.answer import Abstention, Task
from model.second_plan import UNPROVEN
from model.second_sentences import ADAPTER, ADAPTER_CONFIG, HEAD, SentenceReader
from model.second_words import SIGNS, WEIGHTS, WordReader
from model.triage import understood
from model.weights import SHIPPED
from ontologies import icd10

FOLDER = SHIPPED / "second-reader"
CARD = "card.json"
HASHED = (WEIGHTS, SIGNS, ADAPTER, ADAPTER_CONFIG, HEAD)
_SURE_OF_NO_CALL = 0.5
_LEAST_SHARE = 0.3
"""What this reader must give a category that it knows for an answer to be trusted."""
_SURE_OF_LATER = 0.8
"""What it must give another category that the text supports too, for that one to be the answer."""
_SURE_OF_ANOTHER = 0.3
"""The same where it does not know the category: how sure it is of another one."""
_USUAL = 0.1
"""Share of a category's texts in which this reader says the other one by habit, which is no objection."""
_BLOOD = re.compile(r"C8[1-9]|C9|D4[57]")
_CAME_BACK_NEARBY = {
    "vaginal-vault-recurrence": frozenset({"C53", "C54"}),
    "lymph-node-metastasis": frozenset[str](),
    "neck-node-unknown-primary": frozenset[str](),
}
"""Diseases told by where a tumour came back beside its organ or in its nodes, and whose they mostly are."""


class SecondCard(BaseModel):
    """What was learnt from, how well it read sets it had not seen, and what it usually confuses."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sets: tuple[str, ...]
    also: tuple[str, ...]
    texts: int
    data_hash: str
    """SHA-256 over every text in order."""
    weights_hash: str
    """SHA-256 of weights, signs, adapter with its configuration, and head together."""
    categories: tuple[str, ...]
    words: int
    usual: dict[str, dict[str, float]]
    """Of texts of a category, the share that counts of words, learnt without their set, read as another."""
    unseen: dict[str, dict[str, float]]
    """By set, read by a reader that had not seen it: shares right, with the baselines beside them."""
    versions: dict[str, str]
    seconds: float


class SecondReading(NamedTuple):
    """What the second reader makes of a text."""

    no_call: float
    """Probability that the text calls for no radiotherapy now, the mean of the two halves'."""
    categories: dict[str, float]
    """Probability of each ICD-10-CM category, most probable first; by the sentence half."""
    signs: tuple[str, ...]
    """The words that speak most against a call."""


class SecondReader:
    """The shipped reader: word counts and a sentence model."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Load and verify.

        Raises:
            RuntimeMissing: a file is missing or differs from its hash.
        """
        try:
            self.card = SecondCard.model_validate_json((folder / CARD).read_text("utf-8"))
            seen = weights_hash(folder)
        except (OSError, ValueError) as error:
            raise RuntimeMissing(
                f"{folder} holds no second reader ({error}): run `oncograph train second-reader`"
            ) from error
        if seen != self.card.weights_hash:
            raise RuntimeMissing(f"{folder}: {', '.join(HASHED)} differ from their hash; fetch them again")
        self._words = WordReader(folder, self.card.words)
        self._sentences = SentenceReader(folder, self.card.categories)

    def read(self, text: str) -> SecondReading:
        """The reading of a text."""
        counted = self._words.read(text)
        no_call, shares = self._sentences.read(text)
        return SecondReading(
            no_call=(counted.no_call + no_call) / 2,
            categories=dict(sorted(shares.items(), key=lambda item: -item[1])),
            signs=counted.signs,
        )

    def preferred(self, reading: SecondReading, categories: Sequence[str]) -> str | None:
        """Of the ICD-10-CM categories a text supports, best first, the one that both readings agree on.

        The first, unless it is not trusted and this reader is sure of a later one; None where there is none.
        """
        if not categories or self._agreed(reading, categories[0]) >= _LEAST_SHARE:
            return categories[0] if categories else None
        sure = (c for c in categories[1:] if reading.categories.get(c, 0.0) >= _SURE_OF_LATER)
        return next(sure, categories[0])

    def objection(
        self,
        task: Task,
        reading: SecondReading,
        profile: Profile,
        category: str | None,
        supported: Sequence[str] = (),
    ) -> Abstention | None:
        """Why the first reading of a text is not to be trusted, or None.

        Who names the primary of a vault recurrence or of a nodal metastasis says the same of it.

        Args:
            task: what is asked.
            reading: what this reader makes of the text.
            profile: the first reading.
            category: the ICD-10-CM category it leads to; None where it leads to none.
            supported: the other categories the text supports, its primary's among them.
        """
        if task != "icd10" and reading.no_call >= _SURE_OF_NO_CALL:
            by = ", ".join(f"«{sign}»" for sign in reading.signs)
            return Abstention(
                reason="radiotherapy_not_called_for",
                detail=f"A second reading of the whole text sees no call for radiotherapy now "
                f"({reading.no_call:.2f}; by {by}). {understood(profile)}",
            )
        if category is None:
            return None
        same = {category, *_nearby(profile, supported)}
        agreed = self._agreed(reading, *same)
        others = (item for item in reading.categories.items() if not self._agrees(item[0], *same))
        other, share = next(others, (category, 0.0))
        known = category in reading.categories
        if agreed >= _LEAST_SHARE if known else share < _SURE_OF_ANOTHER:
            return None
        if other == UNPROVEN:
            return Abstention(
                reason="no_code" if task == "icd10" else "radiotherapy_not_called_for",
                detail=f"A second reading of the whole text sees nothing proven ({share:.2f}). "
                f"{understood(profile)}",
            )
        told = icd10.describe(other) if icd10.exists(other) else other
        return Abstention(
            reason="readings_differ",
            detail=f"A second reading of the whole text speaks of {other}, {told} ({share:.2f}), the first "
            f"of {category} ({agreed:.2f}): say which tumour is meant. {understood(profile)}",
        )

    def _agreed(self, reading: SecondReading, *categories: str) -> float:
        return sum(share for other, share in reading.categories.items() if self._agrees(other, *categories))

    def _agrees(self, other: str, *categories: str) -> bool:
        """Whether a category of this reader's speaks for one of those the first reading led to.

        Some it takes for one another by habit; lymphomas and leukaemias are told apart by few words.
        """
        return any(
            other == category
            or self.card.usual.get(category, {}).get(other, 0.0) > _USUAL
            or (_BLOOD.match(category) and _BLOOD.match(other))
            for category in categories
        )


def _nearby(profile: Profile, supported: Sequence[str]) -> frozenset[str]:
    """The categories that say the same as the first reading, for a tumour that came back nearby."""
    came_back = [d.disease for d in profile.diseases if d.disease in _CAME_BACK_NEARBY]
    if not came_back:
        return frozenset()
    return frozenset(supported).union(*(_CAME_BACK_NEARBY[disease] for disease in came_back))


def weights_hash(folder: Path) -> str:
    """One hash over what was learnt.

    Raises:
        OSError: a file is not there.
    """
    whole = hashlib.sha256()
    for name in HASHED:
        whole.update(hashlib.sha256((folder / name).read_bytes()).digest())
    return whole.hexdigest()


@cache
def second_reader(folder: Path = FOLDER) -> SecondReader:
    """The one a folder holds, by default the shipped one; loaded once per process."""
    return SecondReader(folder)


def write_card(folder: Path, card: SecondCard) -> None:
    """Say what a folder holds."""
    (folder / CARD).write_text(
        json.dumps(card.model_dump(mode="json"), indent=1, sort_keys=True) + "\n", "utf-8"
    )
