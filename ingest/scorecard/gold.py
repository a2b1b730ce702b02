"""The hand-marked gold set as it is read from its lines."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from ingest.extraction import Assertion, EntityType, ExtractedMention, TextKind
from ingest.scorecard.gold_texts import sentence_of
from ingest.scorecard.measure import Spot
from kg.statement import Relation

ASSERTION_CLASSES = ("negated", "uncertain", "hypothetical", "historical", "planned", "delivered", "family")
ASSERTED: frozenset[EntityType] = frozenset(
    {
        "disease", "gene", "variant", "biomarker", "drug", "regimen", "radiation_dose", "dose_per_fraction",
        "fractions", "technique", "modality", "boost", "procedure", "outcome", "toxicity",
    }
)  # fmt: skip
"""Types whose assertion is marked (the guideline); of the others it is not scored."""
LINKED: frozenset[EntityType] = frozenset({"disease", "drug", "gene"})
TYPES: tuple[EntityType, ...] = get_args(EntityType)


class GoldMention(BaseModel):
    """One marked span of a sentence."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: EntityType
    start: int
    end: int
    text: str
    polarity: str = "affirmed"
    certainty: str = "certain"
    temporality: str = "current"
    experiencer: str = "patient"
    status: str | None = None
    curie: str | None = None
    unlinkable: bool | str = False

    @property
    def spot(self) -> Spot:
        """Type and span."""
        return Spot(self.type, self.start, self.end)

    @property
    def classes(self) -> frozenset[str]:
        """The assertion classes it is in; none where it is affirmed, certain, current and the patient's."""
        return _classes(self.polarity, self.certainty, self.temporality, self.experiencer)


class GoldRelation(BaseModel):
    """One marked relation; subject and object are places in the sentence's mentions."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    relation: Relation
    subject: int
    object: int
    certain: bool = True


class GoldSentence(BaseModel):
    """A marked sentence with its text."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    kind: TextKind
    text: str
    mentions: tuple[GoldMention, ...]
    relations: tuple[GoldRelation, ...] = ()


def read_gold(path: Path, data: Path) -> list[GoldSentence]:
    """Every sentence of a file of marks, with its text found in the data folder; invented ones hold theirs.

    Raises:
        ValueError: a line is not as it should be, or its text cannot be found; the message names the line.
    """
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            try:
                row: dict[str, Any] = json.loads(line)
                found.append(
                    checked(
                        GoldSentence.model_validate(
                            {"text": row.get("text") or sentence_of(row, data), **row}
                        )
                    )
                )
            except (ValidationError, ValueError, KeyError) as error:
                raise ValueError(f"{path.name}, line {number}: {error}") from error
    return found


def checked(one: GoldSentence) -> GoldSentence:
    """The sentence, if its marks quote it and its relations point at marks.

    Raises:
        ValueError: they do not.
    """
    for mention in one.mentions:
        if one.text[mention.start : mention.end] != mention.text:
            raise ValueError(f"{one.id}: {mention.text!r} does not stand at {mention.start}")
    for relation in one.relations:
        if not {relation.subject, relation.object} <= set(range(len(one.mentions))):
            raise ValueError(f"{one.id}: {relation.relation} points at no mention")
    return one


def classes_of(assertion: Assertion) -> frozenset[str]:
    """The assertion classes of a mention that was read."""
    a = assertion
    return _classes(a.polarity, a.certainty, a.temporality, a.experiencer)


def same_reference(gold: str, mention: ExtractedMention) -> bool:
    """Whether a mention is linked to the marked reference; a gene is compared by its HGNC symbol."""
    reference = mention.reference
    if reference is None:
        return False
    prefix, _, symbol = gold.partition(":")
    if prefix == "hgnc-symbol":
        return symbol.upper() in {reference.name.upper(), reference.curie.partition(":")[2].upper()}
    return reference.curie == gold


def spots_of(mentions: Iterable[GoldMention] | Sequence[ExtractedMention]) -> list[Spot]:
    """Types and spans."""
    return [Spot(m.type, m.start, m.end) for m in mentions]


def _classes(polarity: str, certainty: str, temporality: str, experiencer: str) -> frozenset[str]:
    return frozenset({polarity, certainty, temporality, experiencer} & set(ASSERTION_CLASSES))
