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


def opens(text: str, candidate: Candidate) -> bool:
    """Whether nodes or a deposit of the skin are told to bleed or fungate after their name."""
    outside = primary_code(candidate).startswith(("C77", "C79.2"))
    return outside and _FUNGATES.match(text, candidate.end) is not None


_FUNGATES = re.compile(
    r",? (?:(?:is|are|now|which|that|has|have|mass|started) ){0,3}(?:fungat|ulcerat|bleed|weeping|necrotic)",
    re.IGNORECASE,
)


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
    return any(
        f.name == "symptom"
        and f.assertion == "affirmed"
        and (visceral or f.value in _OPEN)
        and _is_felt_at_home(clauses, mentions, f, metastases, primaries)
        for f in findings
    )


def _is_felt_at_home(
    clauses: Clauses,
    mentions: list[Mention],
    symptom: Mention,
    metastases: list[Candidate],
    primaries: list[Candidate],
) -> bool:
    """Whether the clause of a symptom tells of a primary's organ, and the symptom is of no deposit."""
    start, end = clauses.clause_span(symptom.start)
    here = [m for m in mentions if m.kind == "site" and m.name and start <= m.start < end]
    sites = [m.name for m in here]
    before_its_site = any(0 < m.start - symptom.end <= _NEXT for m in here)
    of_a_deposit = (
        any(start <= c.start < end for c in metastases)
        or (not before_its_site and any(0 <= symptom.start - c.end <= _NEXT for c in metastases))
        or any(is_site_of(s, c.disease) for s in sites for c in metastases)
        or any(_IN.fullmatch(clauses.text, symptom.end, p.start) for p in primaries)
    )
    return not of_a_deposit and any(is_site_of(s, p.disease) for s in sites for p in primaries)


_OPEN = frozenset({"bleeding", "fungating"})
_IN = re.compile(r" (?:in|on a background of) (?:an? |the |known )?", re.IGNORECASE)
"""Between a symptom and a tumour that is only where the deposit came from: "ulcerated in bladder cancer"."""
_NEXT = 3
"""Characters from a deposit to a symptom that is its own: "groin metastasis, fungating"."""
