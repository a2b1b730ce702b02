"""What one task makes of one case, before it is wrapped with its provenance."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from kg.profile import Profile
from kg.store import GraphStore
from model.answer import (
    Abstention,
    Agreement,
    Caution,
    Citation,
    CodeAlternative,
    CodeValue,
    ModalityAlternative,
    ModalityValue,
    Question,
    RegimenAlternative,
    RegimenValue,
    Task,
)
from ontologies.disease import Disease


class Offer(NamedTuple):
    """One candidate an adapter may prefer."""

    text: str
    """As the adapter was taught to write it."""
    retrieved: str
    """What the graph's source says of it; an adapter that reads evidence sees it."""


Scorer = Callable[[Task, Profile, str, Sequence[Offer]], list[float]]
"""Log-likelihood of each offer under a task's adapter, given the case."""


class Case(NamedTuple):
    """One question, what was understood of it, and where to look."""

    question: Question
    profile: Profile
    disease: Disease
    store: GraphStore
    as_of: date
    known_at: datetime
    scorer: Scorer | None
    category: str | None = None
    """The ICD-10-CM category that both readings of the text agree on; None where it was read once."""


class Outcome(NamedTuple):
    """An answer or the reason for none."""

    value: RegimenValue | ModalityValue | CodeValue | None
    alternatives: tuple[RegimenAlternative | ModalityAlternative | CodeAlternative, ...] = ()
    citations: tuple[Citation, ...] = ()
    agreement: Agreement = "unsupported"
    abstained: Abstention | None = None
    warnings: tuple[Caution, ...] = ()
    consulted: bool = False
    """Whether the adapter scored candidates for it."""
    model_ms: float = 0.0


def abstain(abstention: Abstention, warnings: tuple[Caution, ...] = ()) -> Outcome:
    """No answer, and why."""
    return Outcome(None, abstained=abstention, warnings=warnings)
