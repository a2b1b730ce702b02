"""What a frequency or a duration belongs to: radiotherapy, a drug, or an examination."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Literal, NamedTuple

from ingest.clause import Clauses

Owner = Literal["radiation", "drug", "examination"]

RADIATION = re.compile(
    r"\b(?:\w*radio(?:therap|surg|chemo)\w*|chemoradi\w+|irradiat\w+|re-?irradiat\w+|radiation|brachy\w*"
    r"|fractions?"
    r"|(?:\w*[- ])?(?:RT|CRT|XRT|SBRT|SABR|SRS|IMRT|VMAT|EBRT|WBRT|HDR|PCI|TBI)|(?:tumou?r[ -]bed )?boost)\b"
    r"|\d ?c?Gy(?:RBE)?\b|\d ?#|\bc?Gy(?:RBE)?\b|\b(?:CGE|GyE|cGE)\b|\b(?:[Pp]roton|[Pp]hoton|[Ee]lectron)"
    r"(?:s| therapy| beams?)\b"
)
"""Words that speak of radiotherapy."""
_DRUG = re.compile(
    r"\d ?(?:mg|mcg|\u00b5g|\u03bcg|ug|IU|MIU|units?)(?![A-Za-z])(?! ?/ ?(?:d?L|ml)\b)|\bAUC ?(?:of |= ?)?\d"
    r"|\b(?:chemo(?:therapy)?|tablets?|capsules?|infusions?|injections?|intravenous(?:ly)?|orally"
    r"|subcutaneous(?:ly)?)\b"
    r"|\b(?:p\.o\.|i\.v\.|PO|SC)\b",
)
_EXAMINATION = re.compile(
    r"\b(?:assess\w*|scans?|scanning|imaging|CT|MRI|PET|visits?|follow[- ]?up|followed up|evaluat\w+"
    r"|monitor\w*"
    r"|RECIST|questionnaires?|measure[sd]|biops\w+|blood (?:tests?|samples?|counts?)|examin\w+|ultrasound"
    r"|surveillance"
    r"|performed|collected|walking|exercise|counsel\w+|sessions? of)\b",
    re.IGNORECASE,
)
_SPEAKS_OF = re.compile(
    r"radi|brachy|\bdoses?\b|\bc?gy\b|boost|proton|photon|electron|(?-i:[A-Z]RT\b|\bRT\b|SABR|SRS|\dGy)",
    re.IGNORECASE,
)
_LINK = re.compile(
    r" ?-?(?:(?:basis|dose|dosing)(?: of| with)? ?|(?:oral|IV|intravenous|low[- ]dose|high[- ]dose"
    r"|fixed[- ]dose) ?"
    r"|(?:treatments?|doses|cycles|administrations?) (?:of|with) ?)?",
    re.IGNORECASE,
)
"""What may stand between a frequency and the owner that follows it."""
_BEFORE, _AFTER = 90, 30
"""Characters an owner may stand before and after."""


class _Anchor(NamedTuple):
    start: int
    end: int
    owner: Owner


class Anchors:
    """The words of a text that own frequencies and durations."""

    def __init__(self, text: str, clauses: Clauses, drugs: Iterable[tuple[int, int]] = ()) -> None:
        """Find them; `drugs` are the spans of drugs known by name."""
        found = [_Anchor(*m.span(), "radiation") for m in RADIATION.finditer(text)]
        found += [_Anchor(*m.span(), "drug") for m in _DRUG.finditer(text)]
        found += [_Anchor(*m.span(), "examination") for m in _EXAMINATION.finditer(text)]
        found += [_Anchor(start, end, "drug") for start, end in drugs]
        self._clauses = clauses
        self._found = sorted(found)
        self._starts = [a.start for a in self._found]
        self.radiated = _SPEAKS_OF.search(text) is not None
        """Whether the text speaks of radiotherapy at all."""
        self._ends = sorted((a.end, a.owner) for a in self._found)

    def owner(self, start: int, end: int) -> Owner | None:
        """Whose a span is: what follows it at once, else the nearest before it, else the nearest after."""
        floor, ceiling = self._clauses.sentence_span(start)
        index = bisect_left(self._starts, end)
        following = self._found[index] if index < len(self._found) else None
        if following is not None and following.start >= ceiling:
            following = None
        if following is not None and _LINK.fullmatch(self._clauses.text, end, following.start):
            return following.owner
        place = bisect_right(self._ends, (start, "radiation~")) - 1
        if place >= 0 and self._ends[place][0] >= max(floor, start - _BEFORE):
            return self._ends[place][1]
        if following is not None and following.start - end <= _AFTER:
            return following.owner
        return None

    def near(self, owner: Owner, start: int, end: int, reach: int) -> bool:
        """Whether a word of this owner stands within `reach` characters of a span, in its sentence or not."""
        first = bisect_left(self._starts, start - reach - 40)
        for anchor in self._found[first : first + 200]:
            if anchor.start > end + reach:
                return False
            if (
                anchor.owner == owner
                and anchor.end >= start - reach
                and (anchor.end <= start or anchor.start >= end or anchor.start < start or anchor.end > end)
            ):
                return True
        return False
