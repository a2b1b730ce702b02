"""Tumours that were only a first or a wrong label: "put down as thymoma", "'melanoma' per GP"."""

import re

from ingest.bygone import is_treated
from ingest.diagnosis import WEAK, Candidate, is_kin, is_secondary
from ingest.held import is_held
from ontologies.disease import ancestors

_VERB = (
    r"(?:put down|wrote|written|typed|guessed|thought|labell?ed|called|read|reported|diagnosed|coded"
    r"|suspected|believed|assumed"
    r"|considered|regarded|mistaken|(?:treated|managed|booked|referred|seen|clerked|registered|taken|logged|listed)"
    r"(?= (?:as|for an?)\b))"
)
_AS = r"(?: out| down| elsewhere)?(?: (?:as|for|to be|as having))?"
_BY = r"(?: by (?:[\w'-]+ ){1,5}as)?"
_ARTICLE = r"[ :=]{1,2}(?:an? |the )?['\u2018\u201c\"?]{0,2}(?:\w+ )?$"
_FIRST = re.compile(
    rf"\b(?:(?:was |been |had )*(?:initially|originally|at first|first|wrongly|erroneously|mistakenly"
    rf"|incorrectly)(?: been)? {_VERB}{_AS}{_BY}"
    r"|(?:initially|originally|at first)"
    r"|(?:put down|passed off|mislabell?ed|misread|misdiagnosed|miscoded|mistyped|mistaken)(?: as| for)"
    r"|(?:initial|first|original|wrong|provisional) (?:label|diagnosis|dx|impression|read|report)"
    rf"(?: was| of)?){_ARTICLE}",
    re.IGNORECASE,
)
"""Before what a tumour was first, or wrongly, taken for."""
_AT_FIRST = re.compile(
    r"(?: \w+)? (?:was|were|had been) (?:(?:first|initially|originally) (?:thought of|considered|suspected"
    r"|queried)|(?:thought of|considered|suspected|queried) (?:at )?(?:first|initially|originally))\b",
    re.IGNORECASE,
)
"""After what a tumour was first taken for."""
_CALLED = re.compile(
    rf"\b(?:(?:had |have )?(?:thought|called(?: it| this)?|labell?ed|wrote|written|typed|seen as"
    r"|coded(?: as)?|came as|sent (?:to us |in |over )?as|arrived as|referred as|booked as"
    r"|worried(?: about)?|feared|guessed|suggested)"
    rf"{_AS}|(?:referred|booked|sent|coded|labell?ed) by (?:[\w'-]+ ){{1,3}}as){_ARTICLE}",
    re.IGNORECASE,
)
"""Before what somebody took it for; only the tissue of another tumour says that it was not so."""
_SAID_BY = re.compile(
    r"['\u2019\u201d\"]? ?\(?(?:per|according to|on|by|from) (?:the |his |her )?"
    r"(?:GP|request|referral|surgeon'?s?|radiology|radiologists?|referr\w+|ED|A&E|(?:booking )?clerk|booking"
    r"|coders?|theatre|outside|junior|registrar)?(?:'s)?"
    r"(?: ?(?:list|(?:request |booking |referral )?(?:form|card)|report|letter|label|system))?"
    r"(?=[\s,.;:)\u2192=-])",
    re.IGNORECASE,
)
"""After it: only somebody's letter, list or form says so."""
_SHOWN = re.compile(
    r"(?:\b(?:paraffin|frozen|bx|biops\w+|core|cores|FNA|FNB|cytology|histol\w*|histo|path|pathology|excision|tissue|review|FISH|flow"
    r"|reviewed|IHC|immuno\w*|in fact|actually|proved|turned out|reclass\w+|really|now|chips)\b|[=\u2192]"
    r"|->|(?-i:\b[A-Z][A-Z\d-]{2,7}) ?\+)"
    r"[^.;\n]{0,60}$",
    re.IGNORECASE,
)
"""Before the tumour that the tissue showed instead."""
_SAMPLED = re.compile(
    r"['\u2019\u201d\"]?(?:[,;:.] ?(?:but )?| (?:until|till|before) )(?:the )?(?:(?:EUS|CT|US|needle) )?"
    r"(?:bx|biopsy|core|histol\w*|histo|IHC|FISH|flow|cytology|FNA|paraffin|frozen)\b",
    re.IGNORECASE,
)
"""After it: what the tissue says, and that not of it."""
_BENIGN = re.compile(
    r"[^.\n]{0,60}\b(?:bx|biopsy|core|histology|histo|excision|path)[ :=]{1,3}"
    r"(?:an? |is |was ){0,2}(?:benign|lipoma|cyst)\b",
    re.IGNORECASE,
)
"""After it: tissue that is no tumour to treat."""
_TAKEN_FOR = re.compile(
    r"(?:^|[.;:,(] ?|\b(?:was|been|were) )(?:thought|taken|read|reported|called|labell?ed|considered"
    rf"|suspected|queried|diagnosed|believed|assumed){_AS}{_ARTICLE}",
    re.IGNORECASE,
)
_INITIALLY = re.compile(
    r" (?:\w+ )?(?:initially|originally|at first|first off|to begin with|in the beginning)\b", re.I
)
"""Around what a tumour was first taken for: "thought meningioma initially"."""
_NEAR = 64
"""Characters before a tumour that are read for it."""


def is_mislabelled(text: str, candidate: Candidate, named: list[Candidate]) -> bool:
    """Whether the words beside it say that it was only taken for that, and another tumour is named.

    "Solitary plasmacytoma of a rib, initially thought a lung ca" is no lung cancer; a history told so
    without another tumour ("initially diagnosed as breast cancer, now bone mets") stands.
    """
    if is_secondary(candidate.disease) and not _is_like_a_deposit(named):
        return False
    parts = [(p.start, p.end) for p in candidate.parts] + [(candidate.start, candidate.end)]
    first = any(
        _FIRST.search(text, max(0, start - _NEAR), start)
        or _AT_FIRST.match(text, end)
        or (_TAKEN_FOR.search(text, max(0, start - _NEAR), start) and _INITIALLY.match(text, end))
        for start, end in parts
    )
    said = any(_is_said_by(text, end) for _, end in parts)
    called = any(_CALLED.search(text, max(0, start - _NEAR), start) for start, _ in parts)
    if not (first or said or called):
        return False
    if is_secondary(candidate.disease):
        return first
    others = [c for c in named if _is_another(text, candidate, c)]
    if first and others:
        return True
    shown = [c for c in others if any(_is_shown(text, p.start) for p in c.parts)]
    others = [c for c in others if not is_kin(candidate.disease, c.disease)]
    shown += [c for c in others if _is_told_by_sign(c)]
    if called and _SAMPLED.match(text, candidate.end):
        later = [c for c in named if c.start >= candidate.end and is_kin(candidate.disease, c.disease)]
        shown += [] if later else others
    quoted = text[candidate.end : candidate.end + 1] in {"'", "\u2019", "\u201d", '"'}
    if said and quoted and _BENIGN.match(text, candidate.end):
        return True
    return bool(shown) or (said and quoted and bool(others))


_OF_THE_BONE = frozenset(
    {
        "chordoma",
        "chondrosarcoma",
        "giant-cell-tumour-bone",
        "solitary-bone-plasmacytoma",
        "osteosarcoma",
        "bone-sarcoma",
        "paget-disease-of-bone",
        "fibrous-dysplasia",
        "osteomyelitis",
        "osteoporosis",
        "vertebral-haemangioma",
    }
)
"""Illnesses whose bones look like metastases."""


def _is_like_a_deposit(named: list[Candidate]) -> bool:
    """Whether an illness is named for which a bone may have been taken for a metastasis first."""
    return any(c.disease in _OF_THE_BONE and c.assertion == "affirmed" for c in named)


def _is_said_by(text: str, end: int) -> bool:
    said = _SAID_BY.match(text, end)
    return said is not None and len(said.group().split()) > 1


def _is_told_by_sign(candidate: Candidate) -> bool:
    """Whether a marker or a scale of its own tells of it, and no name."""
    return candidate.parts[0].kind == "morphology" and candidate.parts[0].name == candidate.disease


def _is_shown(text: str, at: int) -> bool:
    return _SHOWN.search(text, max(0, at - _NEAR), at) is not None


def _is_another(text: str, candidate: Candidate, other: Candidate) -> bool:
    """Whether it is a tumour of its own that the text stands behind."""
    return (
        other.assertion in {"affirmed", "uncertain"}
        and other.strength > WEAK
        and is_treated(other)
        and not is_secondary(other.disease)
        and candidate.disease not in ancestors(other.disease)
        and other.disease not in ancestors(candidate.disease)
        and other.parts[-1].start != candidate.parts[-1].start
        and not is_held(text, other)
        and not _FIRST.search(text, max(0, other.start - _NEAR), other.start)
    )
