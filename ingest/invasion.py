"""Carcinomas in situ that a text says have begun to invade: coded and treated as the invasive ones."""

import re
from functools import cache

from ingest.clause import Clauses
from ingest.diagnosis import Candidate
from ingest.lexicon import load_yaml
from ontologies.disease import load_diseases

_INVADES = re.compile(
    r"\bmicro-? ?invas\w+|\b(?:micro-?|small |tiny )?(?:focus|foci|focal|area|areas|island|islands)"
    r" (?:of )?(?:(?:early|superficial|stromal|dermal|frank|invasive) ){0,2}invasion\b"
    r"|\binvasive (?:focus|foci|component|island|islands)\b|\b(?:early|focally) invasive\b|\bT1mi\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:no|not|without|nil|excl\w*|r/o|rule out|negative for|never|absence of)\b[^.;,\n]{0,24}$"
    r"|\?\s*$",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"[ :=-]*(?:not (?:seen|identified|found|present|excluded)|excluded|absent|none|neg\w*|\?)", re.IGNORECASE
)


_REACH = 300
"""Characters around a name in which its invasion is told."""


@cache
def _invasive() -> dict[str, str]:
    """Each carcinoma in situ that is a special form of an invasive one, to that one."""
    data: dict[str, list[str]] = load_yaml("standing.yaml")["special_of"]
    return {slug: wider for wider, slugs in data.items() for slug in slugs if _is_in_situ(slug)}


def _is_in_situ(slug: str) -> bool:
    codes = load_diseases()[slug].icd10
    return bool(codes) and codes[0].startswith("D0")


def as_invasive(text: str, clauses: Clauses, named: list[Candidate]) -> list[Candidate]:
    """The candidates, those in situ as their invasive form where their sentence tells of invasion.

    "DCIS 3 cm with microinvasion" is T1mi of the breast (UICC TNM, 8th edition) and no longer in situ.
    """
    return [_invading(text, clauses, c) if c.disease in _invasive() else c for c in named]


def _invading(text: str, clauses: Clauses, candidate: Candidate) -> Candidate:
    start, end = clauses.sentence_span(candidate.start)
    start, end = max(start, candidate.start - _REACH), min(end, candidate.end + _REACH)
    told = any(
        not _DENIED.search(text, start, m.start()) and not _DENIED_AFTER.match(text, m.end())
        for m in _INVADES.finditer(text, start, end)
    )
    return candidate._replace(disease=_invasive()[candidate.disease]) if told else candidate
