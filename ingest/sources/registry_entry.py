"""A trial registry entry, whichever format it came in, and the document it becomes."""

import re
from dataclasses import dataclass, field

from ingest.sources.partial_date import PartialDate
from ingest.sources.prose import composed
from kg.document import Document, Link

_NCT = re.compile(r"NCT\d{8}")
_PMID = re.compile(r"[1-9]\d{0,8}")


@dataclass
class RegistryEntry:
    """What both registry formats say of a trial, as text ready to read."""

    nct: str
    title: str
    posted: PartialDate | None
    official_title: str = ""
    status: str = ""
    """Recruitment status, phase, design and dates in one line."""
    conditions: str = ""
    keywords: str = ""
    summary: str = ""
    description: str = ""
    arms: str = ""
    interventions: str = ""
    outcomes: str = ""
    eligibility: str = ""
    references: list[tuple[str, str]] = field(default_factory=list)
    """PMID and what the registry says it is: result, background, derived."""

    def document(self) -> Document:
        """The document of the entry. Names and addresses of contacts are left out.

        Raises:
            ValueError: the number, the title or the posting date is missing or malformed.
        """
        if not _NCT.fullmatch(self.nct):
            raise ValueError(f"{self.nct[:20]!r} is no NCT number" if self.nct else "no NCT number")
        if not self.title:
            raise ValueError("the record has no title")
        if self.posted is None:
            raise ValueError("the record has no posting date")
        text, sections = composed(
            self.title,
            [
                ("Official title", self.official_title),
                ("Status", self.status),
                ("Conditions", self.conditions),
                ("Keywords", self.keywords),
                ("Summary", self.summary),
                ("Description", self.description),
                ("Arms", self.arms),
                ("Interventions", self.interventions),
                ("Outcomes", self.outcomes),
                ("Eligibility", self.eligibility),
            ],
        )
        links = {
            pmid: Link(
                kind="CITES",
                to=f"pubmed-{pmid}",
                date=self.posted.day,
                method=f"registry-field:{meaning or 'reference'}",
            )
            for pmid, meaning in self.references
            if _PMID.fullmatch(pmid)
        }
        return Document(
            id=f"nct-{self.nct}",
            kind="Trial",
            source="clinicaltrials",
            authority=f"nct-{self.nct}",
            title=self.title,
            text=text,
            sections=sections,
            reference=f"clinicaltrials:{self.nct}",
            url=f"https://clinicaltrials.gov/study/{self.nct}",
            published=self.posted.day,
            published_precision=self.posted.precision,
            links=tuple(links.values()),
        )


def phrase(code: str) -> str:
    """A registry's code as words: `ACTIVE_NOT_RECRUITING` is `active not recruiting`."""
    known = {"NA": "not applicable", "EARLY_PHASE1": "early phase 1"}
    return known.get(code) or re.sub(r"phase(\d)", r"phase \1", code.replace("_", " ").lower())
