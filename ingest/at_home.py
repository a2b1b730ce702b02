"""Complaints of the place where a tumour began, although it has spread."""

import re

from ingest.clause import Clauses
from ingest.diagnosis import Candidate
from ingest.mention import Mention
from ingest.target import category, is_site_of, primary_code, target_gap


def breaks_through(text: str, candidate: Candidate) -> bool:
    """Whether the tumour is said to bleed or fungate: "fungating breast mass"."""
    return _BREAKS_THROUGH.search(text, max(0, candidate.start - 40), candidate.start) is not None


_BREAKS_THROUGH = re.compile(
    r"\b(?<!no )(?<!not )(?<!non-)(?:fungat\w+|ulcerat\w+|bleeding|oozing|weeping|malodorous|smelly|necrotic"
    r"|friable|exophytic)(?:,? (?:and|&|large|huge|big|bulky|fungating|bleeding|ulcerated|weeping|oozing"
    r"|necrotic|malodorous|foul|smelly|painful|left|right|L|R|Lt|Rt)){0,4}"
    r"(?: (?:(?:and|&) \w+ )?from (?:an? |the |his |her )?(?:inoperable|known|large|bulky|unresectable"
    r"|locally"
    r" advanced)?)?"
    r"[ ,]$",
    re.IGNORECASE,
)
"""Before a mass: what it does there."""


def bleeds_at_home(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    metastases: list[Candidate],
    primaries: list[Candidate],
) -> bool:
    """Whether a primary breaks through, beside visceral deposits that nothing is asked for."""
    if _PRIMARY_BLEEDS.search(text):
        return True
    return any(breaks_through(text, c) for c in primaries) and all(
        (category(c) == "C78" or _HELD_BONE.match(text, c.end)) and target_gap(text, clauses, mentions, c) > 2
        for c in metastases
    )


_PRIMARY_BLEEDS = re.compile(
    r"\b(?<!no )(?<!non-)(?:fungat\w+|ulcerat\w+|bleeding|weeping|malodorous) "
    r"(?:(?!mets?\b|from\b)[\w-]+ ){0,2}primary\b(?! (?:care|hospital|team))",
    re.IGNORECASE,
)
"""A primary told to break through, beside whatever it has sent."""
_HELD_BONE = re.compile(
    r",? (?:stable |all |already |now )?(?:on|under|with) (?:monthly |IV )?"
    r"(?:bisphosph\w+|denosumab|zoled\w*|zometa|pamidronate|ibandron\w+|xgeva)\b",
    re.IGNORECASE,
)
"""After deposits of the bone: drugs protect it, and nothing is said to hurt."""


def hurts_at_home(
    clauses: Clauses,
    mentions: list[Mention],
    findings: list[Mention],
    metastases: list[Candidate],
    primaries: list[Candidate],
) -> bool:
    """Whether what hurts or bleeds is told with the primary's own organ, apart from the deposits.

    "Anal cancer, liver mets, painful bleeding anal mass": the liver is not asked about. Pain beside
    deposits of the bone or brain may be theirs; a bleed is not.
    """
    visceral = all(primary_code(c).startswith(("C78", "C79.7")) for c in metastases)
    for symptom in findings:
        if symptom.name != "symptom" or symptom.assertion != "affirmed":
            continue
        if not visceral and symptom.value not in _OPEN:
            continue
        start, end = clauses.clause_span(symptom.start)
        here = [m for m in mentions if m.kind == "site" and m.name and start <= m.start < end]
        sites = [m.name for m in here]
        if any(start <= c.start < end for c in metastases) or not sites:
            continue
        its_own = any(0 < m.start - symptom.end <= _NEXT for m in here)
        if not its_own and any(0 <= symptom.start - c.end <= _NEXT for c in metastases):
            continue
        if any(is_site_of(s, c.disease) for s in sites for c in metastases):
            continue
        if any(_IN.fullmatch(clauses.text, symptom.end, p.start) for p in primaries):
            continue
        if any(is_site_of(s, p.disease) for s in sites for p in primaries):
            return True
    return False


_OPEN = frozenset({"bleeding", "fungating"})
_IN = re.compile(r" (?:in|on a background of) (?:an? |the |known )?", re.IGNORECASE)
"""Between a symptom and a tumour that is only where the deposit came from: "ulcerated in bladder cancer"."""
_NEXT = 3
"""Characters from a deposit to a symptom that is its own: "groin metastasis, fungating"."""
