"""A span of a text that means something, with how far the text stands behind it."""

from typing import Literal, NamedTuple

Assertion = Literal["affirmed", "negated", "uncertain", "hypothetical", "historical", "family", "delivered"]
Kind = Literal["disease", "site", "morphology", "axis", "trigger", "declined", "radiotherapy"]


class Mention(NamedTuple):
    """A span of a text, what it means and how it is asserted."""

    kind: Kind
    name: str
    """Axis name, or the slug of a disease, the phrase of a site, the name of a morphology group."""
    value: str | float
    """Value on the axis; equal to `name` elsewhere."""
    start: int
    end: int
    assertion: Assertion = "affirmed"

    @property
    def length(self) -> int:
        """Number of characters covered."""
        return self.end - self.start

    def covers(self, other: "Mention") -> bool:
        """Whether the other span lies within this one and is shorter."""
        return self.start <= other.start and other.end <= self.end and self.length > other.length

    def overlaps(self, other: "Mention") -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end
