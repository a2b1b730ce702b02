"""An FDA drug application with its submissions, whichever table or API it came from."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.sources.partial_date import PartialDate
from ingest.sources.prose import composed
from kg.document import Document

_NUMBER = re.compile(r"[A-Z]{0,4}\d{4,8}")


class Submission(NamedTuple):
    """One submission that was acted upon."""

    kind: str
    """ORIG or SUPPL."""
    number: str
    status: str
    """AP approved, TA tentatively approved."""
    date: PartialDate | None
    about: str
    """Class of the submission: efficacy, new molecular entity, …"""
    priority: bool


@dataclass
class Application:
    """One application: its drug and the history of its approval."""

    number: str
    """Type and number: `NDA021743`."""
    sponsor: str
    brands: set[str] = field(default_factory=set)
    ingredients: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    submissions: list[Submission] = field(default_factory=list)

    def document(self) -> Document:
        """The application's document; no indication, since the record states none.

        Raises:
            ValueError: the number is malformed or no product is named.
        """
        if not _NUMBER.fullmatch(self.number):
            raise ValueError(f"{self.number[:20]!r} is no application number such as NDA021743")
        if not self.ingredients and not self.brands:
            raise ValueError("the application names no product")
        brands, ingredients = " / ".join(sorted(self.brands)), " / ".join(sorted(self.ingredients))
        name = f"{brands} ({ingredients})" if brands and ingredients else brands or ingredients
        title = f"{name}: FDA application {self.number}"
        dated = sorted(
            (s for s in self.submissions if s.date is not None),
            key=lambda s: (str(s.date and s.date.day), s.kind, s.number),
        )
        approved = [s for s in dated if s.status == "AP"]
        first = next((s for s in approved if s.kind == "ORIG"), None)
        first = first or next(iter(approved or dated), None)
        told = [s for s in dated if s.kind == "ORIG" or "efficacy" in s.about.lower()]
        history = "\n".join(_line(s) for s in told)
        text, sections = composed(
            title,
            [
                ("Sponsor", self.sponsor),
                ("Forms", "; ".join(sorted(self.forms))),
                ("Approval history", history),
            ],
        )
        published = first.date if first else None
        digits = self.number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return Document(
            id=f"fda-{self.number}",
            kind="Approval",
            source="openfda",
            authority="FDA",
            title=title,
            text=text,
            sections=sections,
            reference=f"fda:{self.number}",
            url="https://www.accessdata.fda.gov/scripts/cder/daf/index.cfm"
            f"?event=overview.process&ApplNo={digits}",
            published=published.day if published else None,
            published_precision=published.precision if published else "day",
        )


def _line(submission: Submission) -> str:
    what = "Original application" if submission.kind == "ORIG" else "Supplement"
    act = "approved" if submission.status == "AP" else "tentatively approved"
    about = f", {submission.about}" if submission.about else ""
    priority = ", priority review" if submission.priority else ""
    day = submission.date.day.isoformat() if submission.date else ""
    return f"{what} {submission.number} {act} {day}{about}{priority}."
