"""Deposits in several organs: which of them a text is about, and which it only mentions."""

import re

from ingest.clause import Clauses
from ingest.diagnosis import Candidate
from ingest.subdued import is_calm

_REACH = 70
"""Characters around a deposit in which it is said what is the matter with it."""
_COURSE = (
    r"(?:SABR|SBRT|SRS|SRT|RT|XRT|radiotherapy|radiosurgery|irradiation|radiation|stereotactic \w+"
    r"|\d+(?:\.\d+)? ?Gy|\d+ ?/ ?\d+)"
)
_MENTIONED_BEFORE = re.compile(
    r"\b(?:background|bg|b/g)\b(?:[^.;\n]|\.(?=\d))*$"
    r"|\b(?:known|old|previous(?:ly)?|prior|stable|static|silent|quiet|controlled|asymptomatic|incidental|quiescent|treated"
    r"|irradiated|ablated|resected|responding)(?: (?:[\w.,&/-]+ ){0,3})?$",
    re.IGNORECASE,
)
"""Before a deposit: it is known of and no trouble."""
_MENTIONED_AFTER = re.compile(
    r"[ ,:(\u2013-]*(?:(?:also|all|both|which|that|is|are|was|were|has|have|been|previously|already|only|just"
    r"|long since|fully|completely|successfully) ){0,4}"
    r"(?:treated|irradiated|ablated|resected|excised|removed|clipped|noted|seen|known|incidental\w*"
    r"|not (?:troublesome|symptomatic|a problem|an issue|painful|sore)|no (?:symptoms|trouble|pain)|silent"
    r"|untroublesome|watched|under (?:observation|watch|surveillance))\b(?! (?:with )?(?:to|for)\b)"
    r"|[ ,:(\u2013-]*(?:SRS|SABR|SBRT|RT|radiotherapy|surgery|ablation|WBRT)(?: (?:in|was))?"
    r" (?:(?:19|20)\d\d|done|given|last (?:year|month)|previously|already)\b",
    re.IGNORECASE,
)
"""After a deposit: the same."""
_MATTERS_BEFORE = re.compile(
    r"(?<!\bno )(?<!\bnot )(?<!\bnon-)\b(?:new(?:ly)?|painful|symptomatic|bleeding|growing|enlarging"
    r"|fungating|ulcerat\w+|sore|tender|troublesome|oligo-?progress\w*|progress\w*)[ :]+(?:[\w.,&/-]+ ){0,4}$"
    rf"|\b{_COURSE} (?:to|for|of|at) (?:[\w.-]+ ){{0,5}}$",
    re.IGNORECASE,
)
"""Before a deposit: something is the matter with it, or a course is asked for it."""
_MATTERS_AFTER = re.compile(
    r"\)?,? (?:(?:is|are|now|very|which|that|has|become|becoming) ){0,3}"
    r"(?:painful|sore|growing|progressing|enlarging|bleeding|symptomatic|fungating|troublesome)\b"
    rf"|[^.;\n]{{0,24}}?\bfor (?:palliative |urgent |further |a )?{_COURSE}\b",
    re.IGNORECASE,
)
"""After a deposit: the same."""


def deposits_at_issue(text: str, clauses: Clauses, metastases: list[Candidate]) -> list[Candidate]:
    """Of deposits in several organs those that matter, where the text tells them from the others.

    "Known liver metastases, stable. New painful L3 deposit, for 8 Gy": the liver is only mentioned.
    None where nothing tells them apart. A compressed cord always matters.
    """
    if len({c.disease for c in metastases}) < 2:
        return []
    matter = [c for c in metastases if _matters(text, clauses, metastases, c)]
    mentioned = [c for c in metastases if c not in matter and _is_mentioned(text, clauses, metastases, c)]
    left = [c for c in metastases if c not in mentioned]
    return left if mentioned else []


def are_dealt_with(text: str, clauses: Clauses, metastases: list[Candidate]) -> bool:
    """Whether every deposit named was irradiated or treated before, and none is said to matter again.

    "Melanoma with treated brain metastases (SRS 2024), axillary mass bleeding": the brain is not asked about.
    """
    return _AGAIN.search(text) is None and all(
        not _matters(text, clauses, metastases, c) and _is_given(text, clauses, metastases, c)
        for c in metastases
    )


_AGAIN = re.compile(
    r"\b(?:recur\w*|relaps\w*|progress\w*|regrow\w*|again|re-?irradiat\w*|re-?treat\w*|re-?RT|in-?field|grow\w*"
    r"|post[ -]?op\w*|cavity|adjuvant)\b",
    re.IGNORECASE,
)
_GIVEN_BEFORE = re.compile(r"\b(?:treated|irradiated|ablated|SRS'?d)(?: [\w.,&/-]+){0,2} $", re.IGNORECASE)
_GIVEN_AFTER = re.compile(
    r"[ ,:(\u2013-]*(?:(?:all|both|which|were|was|have|has|been|had|previously|already) ){0,3}"
    r"(?:(?:treated|irradiated|ablated|SRS'?d) ?(?:$|[,;.)]|in\b|last\b|\d{4})"
    r"|(?:with |had )?(?:SRS|SABR|SBRT|WBRT|RT)(?: to \w+)?"
    r" (?:in )?(?:(?:19|20)\d\d|last (?:year|month)|done))",
    re.IGNORECASE,
)


def _is_given(text: str, clauses: Clauses, metastases: list[Candidate], candidate: Candidate) -> bool:
    start, end = _around(text, clauses, metastases, candidate)
    before = _GIVEN_BEFORE.search(text[start : candidate.start])
    return before is not None or _GIVEN_AFTER.match(text, candidate.end, end) is not None


def _around(
    text: str, clauses: Clauses, metastases: list[Candidate], candidate: Candidate
) -> tuple[int, int]:
    """Where the words around a deposit that are its own begin and end."""
    start, end = clauses.sentence_span(candidate.start)
    before = [c.end for c in metastases if c.end <= candidate.start]
    after = [c.start for c in metastases if c.start >= candidate.end]
    return (
        max([start, candidate.start - _REACH, *before]),
        min([max(end, candidate.end), candidate.end + _REACH, *after]),
    )


def _matters(text: str, clauses: Clauses, metastases: list[Candidate], candidate: Candidate) -> bool:
    if candidate.disease == "spinal-cord-compression":
        return True
    start, end = _around(text, clauses, metastases, candidate)
    told = _MATTERS_BEFORE.search(text[start : candidate.start])
    return told is not None or _MATTERS_AFTER.match(text, candidate.end, end) is not None


def _is_mentioned(text: str, clauses: Clauses, metastases: list[Candidate], candidate: Candidate) -> bool:
    start, end = _around(text, clauses, metastases, candidate)
    before = _MENTIONED_BEFORE.search(text[start : candidate.start])
    after = _MENTIONED_AFTER.match(text, candidate.end, end)
    return before is not None or after is not None or is_calm(text, candidate)
