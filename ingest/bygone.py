"""Tumours told beside the one to treat: of years ago and gone, or only watched."""

import re

from ingest.clause import Clauses
from ingest.diagnosis import STAGED, Candidate
from ingest.mention import Mention
from ontologies.disease import load_diseases


def is_treated(candidate: Candidate) -> bool:
    """Whether radiotherapy has a role in it."""
    disease = load_diseases()[candidate.disease]
    return disease.malignant or disease.radiotherapy


_BESIDE = re.compile(
    r"\s*\(?(?:AS\b|on (?:surveillance|AS\b|follow|watch|obs|\w+nib\b|venetoclax)"
    r"|under (?:surveillance|follow|watch|observ)|in remission|in CR\b|NED\b|cured|stable)",
    re.IGNORECASE,
)
"""After a tumour that is only watched or held by drugs, beside the one asked about."""


def is_held(text: str, candidate: Candidate) -> bool:
    """Whether the words right after it say that it is watched or held by drugs."""
    return bool(_BESIDE.match(text, candidate.end))


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def bygone(text: str, clauses: Clauses, mentions: list[Mention], stated: list[Candidate]) -> list[Candidate]:
    """Tumours of a year, told in a sentence of their own to be gone, where another one is spoken of."""
    gone = {clauses.sentence(m.start) for m in mentions if m.kind == "declined" and m.name == "follow_up"}
    treated = [c for c in stated if is_treated(c) and c.strength > STAGED]
    past = [
        c
        for c in treated
        if clauses.sentence(c.start) in gone and _YEAR.search(text, *clauses.sentence_span(c.start))
    ]
    sentences = {clauses.sentence(c.start) for c in past}
    return past if any(clauses.sentence(c.start) not in sentences for c in treated) else []
