"""One stretch of text that identifies a person, and the classes of such stretches."""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, get_args

Kind = Literal[
    "name", "place", "postcode", "date", "age", "phone", "fax", "email", "ssn", "mrn", "accession", "plan",
    "nhs", "aadhaar", "national", "account", "licence", "vehicle", "device", "url", "ip", "biometric",
    "photo", "number",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)

SAFE_HARBOR: dict[Kind, str] = {
    "name": "A", "place": "B", "postcode": "B", "date": "C", "age": "C", "phone": "D", "fax": "E",
    "email": "F", "ssn": "G", "mrn": "H", "plan": "I", "nhs": "I", "account": "J", "licence": "K",
    "vehicle": "L", "device": "M", "url": "N", "ip": "O", "biometric": "P", "photo": "Q", "accession": "R",
    "aadhaar": "R", "national": "R", "number": "R",
}  # fmt: skip
"""Letter of 45 CFR 164.514(b)(2)(i) that each class falls under."""


class Identifier(NamedTuple):
    """A stretch that identifies, or helps to identify, a person."""

    start: int
    end: int
    kind: Kind
    weight: float
    """How sure the finder is, 0 to 1; of two that overlap the surer one names the class."""


def settle(found: Iterable[Identifier], text: str) -> list[Identifier]:
    """Identifiers in text order without overlaps, and without blanks at their ends.

    Where two overlap, their union is taken out under the class of the surer: nothing that any finder saw
    is left standing.
    """
    trimmed: list[Identifier] = []
    for item in found:
        start, end = item.start, item.end
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            trimmed.append(item._replace(start=start, end=end))
    settled: list[Identifier] = []
    for item in sorted(trimmed, key=lambda i: (i.start, -i.end)):
        if settled and item.start < settled[-1].end:
            settled[-1] = _joined(settled[-1], item)
        else:
            settled.append(item)
    return settled


def _joined(first: Identifier, second: Identifier) -> Identifier:
    longer = first if first.end - first.start >= second.end - second.start else second
    surer = max((first, second), key=lambda i: (i.weight, i is longer))
    return Identifier(first.start, max(first.end, second.end), surer.kind, surer.weight)


def covered(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether the stretch overlaps one of the spans."""
    return any(a < end and start < b for a, b in spans)
