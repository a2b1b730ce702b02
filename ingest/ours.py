"""Whose each of several tumours is to treat: the writer's own ("mine: larynx T2"), or another clinic's."""

import re
from collections.abc import Sequence
from functools import cache

from ingest.bygone import is_treated
from ingest.clause import Clauses
from ingest.diagnosis import STAGED, Candidate, is_kin, is_secondary, staged_sites
from ingest.lexicon import load_yaml, one_of
from ingest.mention import Mention
from ingest.prescription import is_dated
from ontologies.disease import ancestors

_BEFORE = 80
"""Characters before a tumour that say whose it is."""
_AFTER = 90
"""The same after it."""


@cache
def _own() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data: dict[str, list[str]] = load_yaml("ours.yaml")
    side = r"(?:(?:left|right|[LR]|new|old|big|small|first|second) ){0,2}"
    return (
        re.compile(
            rf"\b(?:{one_of(data['before'])} (?:only |just )?(?:the|his|her|their|this|that)"
            rf"|{one_of(data['headed'])} ?[:-]) {side}$|\b{one_of(data['headed'])} ?[:-] $",
            re.IGNORECASE,
        ),
        re.compile(
            r"(?:(?!\b(?:not|neither|nor|never)\b)[^.;\n]){0,60}?"
            rf"(?:\b(?:that|this|it|which)(?:['\u2019]s| is| will be)|\bis) {one_of(data['after'])}\b",
            re.IGNORECASE,
        ),
    )


@cache
def _others() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data: dict[str, list[str]] = load_yaml("ours.yaml")
    named = rf"{one_of(data['titles'])}\.? [A-Z][\w'\u2019-]+"
    who = rf"(?:(?:the |our |his |her |local )?(?:{one_of(data['services'])}|{named}))"
    deed = one_of(data["do"])
    operation = rf"(?:\w+ectomy|{one_of([w for w in data['operations'] if '*' not in w])})"
    acts = rf"{who},? (?:(?:are|is|will|to|now|can|plan to|going to|team|firm|\w+day) ){{0,3}}{deed}\b"
    untold = (
        r"(?:(?!\b(?:not|no|never|declin\w*|refus\w*|unfit|after|post|since)\b)(?:[^.;\n]|\.(?=\d))){0,60}?"
    )
    return (
        re.compile(rf"\b{acts} (?:(?!\b(?:for|after) RT)[\w-]+ ){{0,5}}$", re.IGNORECASE),
        re.compile(
            rf"{untold}(?:\b(?:under|with) {who}\b|\b{acts}"
            rf"|\b(?:for|awaiting|awaits|having) (?:[\w-]+ ){{0,3}}?{operation} "
            rf"(?:by|with|under|from|via) {who}\b"
            rf"|\b{who} to watch\b"
            r"|\bthey (?:will |['\u2019]ll )?(?:look after|manage|treat|follow|deal with|handle|watch)"
            r" (?:that|it|this)\b)",
            re.IGNORECASE,
        ),
    )


def left_to_others(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    firm: Sequence[Candidate],
    stated: Sequence[Candidate],
) -> list[Candidate]:
    """The tumours that the writer leaves to others, where another one is told that is not.

    "Breast ca on neoadjuvant with the medical oncologists. Mine: larynx T2" is about the larynx, and of
    "thyroid ca for lobectomy by ENT; endometrium stage II 45/25" the second is meant.
    """
    treated = [c for c in firm if is_treated(c)]
    told = [*treated, *(c for c in stated if is_treated(c) and c not in treated)]
    own = [c for c in told if _is_own(text, told, c)]
    if len({c.disease for c in own}) == 1:
        return [c for c in treated if not is_secondary(c.disease) and not _is_line(c, own[0])]
    theirs = [
        c
        for c in treated
        if not is_secondary(c.disease)
        and _is_theirs(text, told, c)
        and not _asked(clauses, mentions, told, c)
    ]
    rest = [c for c in told if not any(_is_line(c, t) for t in theirs)]
    return theirs if rest else []


def is_left_to_others(
    text: str, clauses: Clauses, mentions: list[Mention], named: Sequence[Candidate], candidate: Candidate
) -> bool:
    """Whether the only tumour named is another clinic's, and a course is asked for to another organ.

    "Lung adenocarcinoma, thoracics will resect. Chemoradiation to the throat 70/35" is not the lung's.
    """
    if is_secondary(candidate.disease) or not _is_theirs(text, named, candidate):
        return False
    here = clauses.sentence(candidate.start)
    asked = {clauses.sentence(m.start) for m in mentions if _is_course(clauses.text, m)}
    places = [
        c
        for c in staged_sites(text, clauses, mentions, STAGED)
        if c.assertion == "affirmed" and clauses.sentence(c.start) in asked
    ]
    return (
        bool(places) and here not in asked and not any(is_kin(c.disease, candidate.disease) for c in places)
    )


def _is_line(one: Candidate, other: Candidate) -> bool:
    """Whether one is the other, or a form of it."""
    return one.disease in ancestors(other.disease) or other.disease in ancestors(one.disease)


def _is_own(text: str, told: Sequence[Candidate], candidate: Candidate) -> bool:
    before, after = _own()
    if before.search(text, max(0, candidate.start - _BEFORE), candidate.start):
        return True
    return after.match(text, candidate.end, _end(told, candidate, len(text))) is not None


def _is_theirs(text: str, told: Sequence[Candidate], candidate: Candidate) -> bool:
    before, after = _others()
    first = max([0, candidate.start - _BEFORE, *(c.end for c in told if c.end <= candidate.start)])
    return bool(
        before.search(text, first, candidate.start)
        or after.match(text, candidate.end, _end(told, candidate, len(text)))
    )


def _end(told: Sequence[Candidate], candidate: Candidate, last: int) -> int:
    """Where what is read after a tumour ends: at the next one, or soon."""
    later = [c.start for c in told if c.start >= candidate.end and not _is_line(c, candidate)]
    return min([last, candidate.end + _AFTER, *later])


def _asked(
    clauses: Clauses, mentions: list[Mention], told: Sequence[Candidate], candidate: Candidate
) -> bool:
    """Whether radiotherapy is asked for between it and the next tumour, in its sentence."""
    end = min(_end(told, candidate, len(clauses.text)), clauses.sentence_span(candidate.start)[1])
    return any(candidate.start <= m.start < end and _is_course(clauses.text, m) for m in mentions)


def _is_course(text: str, mention: Mention) -> bool:
    """Whether it asks for radiotherapy, or names a course that is not of another year."""
    asked = mention.asks_for_radiotherapy or mention.name in {"asked_course", "asked_dose_gy"}
    return asked and mention.assertion != "negated" and not is_dated(text, mention)
