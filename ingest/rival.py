"""Whether the chosen tumour is the one that the findings and the treatment told belong to, or one beside it is."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.bygone import Account
from ingest.clause import Clauses
from ingest.diagnosis import Candidate, is_kin, is_secondary
from ingest.mention import Mention
from ingest.prescription import is_dated
from ingest.ranking import irradiated, is_neoplasm
from ingest.target import BLOOD, category, target_gap

_ASKED = frozenset({"modality", "technique", "fractionation", "asked_course", "asked_fractions", "target"})
_TOLD = frozenset(
    {"t", "n", "stage", "gleason", "grade_group", "psa", "size_mm", "grade", "margin", "nodes_positive",
     "surgery", "setting", "systemic", "risk", "resectability", "operability", "symptom", "intent"}
)  # fmt: skip
_LEAD = 2.0
"""Points by which one beside must lead the chosen."""
_AIMED = 3
"""Words at most between the radiotherapy asked for and the place of a tumour it is for."""
_CLOSED = re.compile(
    r"\b(?:excised|removed|resected|lasered|\w*ablated|enucleated|cured|settled|healed|resolved|gone|quiet"
    r"|static|controlled|cleared|held|signed off|let go|discharged|d/?c'?d|came out|taken off|done with"
    r"|long ago|in charge|survivor|undetectable|unrecordable|NED|disease[- ]free|in (?:CR|remission)|CMR"
    r"|nothing (?:since|more|further|needed)|never came back|fine since|clear since|(?:still|otherwise) clear"
    r"|watched|watching|observed|rescann\w+|surveillance|wait (?:and|&) (?:scan|see)|no growth|unchanged"
    r"|no (?:further )?(?:relapse|recurrence|trouble|problem|change|f/?u\w*|follow-?up|treatment|tx"
    r"|intervention|adjuvant|chemo\w*)(?! for\b)|incidental\w*|leave (?:be|alone)"
    r"|(?:annual|yearly|\d-monthly|q\d\w*) (?:\w+ )?(?:bloods|scans?|MRI|CT|US|review|check\w*|smears?)"
    r"|(?:derm\w*|urology|haem\w*|hematology|ENT|gynae\w*|endocrine|neurosurg\w*|ophthalm\w*|hepatology"
    r"|orthop\w*|nurses?|clinic|surgeons?|physicians?|unit|MDT) "
    r"(?:yearly|annual\w*|will follow|follow\w*|watch\w*|manag\w*|keep\w*|review\w*|q\d))\b"
    r"|\b(?:19|20)\d\d\b|(?<!\w)['\u2019]\d\d\b|\b(?:years?|yrs?|decades?) (?:ago|clear)\b",
    re.IGNORECASE,
)
"""What says that a tumour is not the matter now."""


class Contest(NamedTuple):
    """Who is to be treated after all."""

    chosen: tuple[Candidate, ...]
    """As before; with those that more is told of; or these alone where the former is over."""
    over: tuple[Candidate, ...]
    """The former choice, where it is over."""


def settle(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    chosen: tuple[Candidate, ...],
    beside: Sequence[Candidate],
    named: Sequence[Candidate],
) -> Contest:
    """The chosen, held against tumours beside it in other sentences that are treated or described there."""
    if len({x.disease for x in chosen}) != 1:
        return Contest(chosen, ())
    here = {clauses.sentence(x.start) for x in chosen}
    rivals = [
        c
        for c in beside
        if (is_neoplasm(c) or c.disease in irradiated())
        and clauses.sentence(c.start) not in here
        and not any(is_kin(c.disease, x.disease) for x in chosen)
    ]
    if not rivals or any(target_gap(text, clauses, mentions, x) <= _AIMED for x in chosen):
        return Contest(chosen, ())
    told = Account(text, clauses, [*named, *chosen, *beside])
    over = all(_CLOSED.search(text, *told.span(x)) and not _asks(text, told, mentions, x) for x in chosen)
    # Myeloma and lymphoma have no metastases: those beside one that is over are another tumour's.
    spread = over and all(BLOOD.match(category(x)) for x in chosen)
    own = max(_weight(text, told, mentions, x) for x in chosen) - _LEAD * over
    weighed = [(_weight(text, told, mentions, c), c) for c in rivals if not is_secondary(c.disease) or spread]
    ahead = [(w, c) for w, c in weighed if w >= own + _LEAD]
    if not ahead:
        return Contest(chosen, ())
    most = max(w for w, _ in ahead)
    first = [c for w, c in ahead if w == most]
    if over and most >= _LEAD and len({c.disease for c in first}) == 1:
        return Contest(tuple(first), chosen)
    return Contest((*chosen, *(c for _, c in ahead)), ())


def _stretch(told: Account, candidate: Candidate) -> tuple[int, int]:
    """Where it is told of: from the beginning of its clause to the next tumour named."""
    start, end = told.span(candidate)
    return min(start, candidate.start), max(end, candidate.end + len(told.rest(candidate)))


def _inside(text: str, told: Account, mentions: list[Mention], candidate: Candidate) -> list[Mention]:
    """What is said there, of today, beside its own name."""
    start, end = _stretch(told, candidate)
    return [
        m
        for m in mentions
        if start <= m.start < end
        and m.assertion in {"affirmed", "uncertain"}
        and not (m.start < candidate.end and candidate.start < m.end)
        and not is_dated(text, m)
    ]


def _asks(text: str, told: Account, mentions: list[Mention], candidate: Candidate) -> bool:
    inside = _inside(text, told, mentions, candidate)
    return any(m.asks_for_radiotherapy or m.name in _ASKED for m in inside)


def _weight(text: str, told: Account, mentions: list[Mention], candidate: Candidate) -> float:
    """How much of what stands there asks for, or describes, a treatment of it."""
    inside = _inside(text, told, mentions, candidate)
    asked = any(m.asks_for_radiotherapy or m.name in _ASKED for m in inside)
    return 3.0 * asked + len({m.name for m in inside if m.name in _TOLD})
