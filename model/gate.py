"""The last check before an answer leaves: what its citation does not say is not said."""

import re

from kg.candidates import Candidate
from model.answer import Citation

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def numbers(text: str) -> frozenset[float]:
    """Every number a text states."""
    return frozenset(float(n) for n in _NUMBER.findall(text))


def supports(quote: str, candidate: Candidate) -> bool:
    """Whether the quote states the course's total dose, its fractions and those of its boost."""
    course = candidate.course
    needed = {course.total_dose_gy, float(course.fractions)}
    if course.boost is not None:
        needed |= {course.boost.dose_gy, float(course.boost.fractions)}
    return needed <= numbers(quote)


def cite(candidate: Candidate, limit: int) -> list[Citation]:
    """Citations of a candidate whose quotes hold its numbers, at most `limit`."""
    stored = candidate.stored
    heads = {head.id: head for head in stored.documents}
    return [
        Citation(
            statement=stored.id,
            source=heads[evidence.document].source,
            document=evidence.document,
            title=heads[evidence.document].title,
            published=heads[evidence.document].published,
            valid_from=stored.statement.valid_from,
            valid_to=stored.statement.valid_to,
            url=heads[evidence.document].url,
            quote=evidence.quote,
        )
        for evidence in stored.statement.evidence
        if evidence.document in heads and supports(evidence.quote, candidate)
    ][:limit]
