"""Metastases that drugs hold while the primary, or where it has come back, is what troubles."""

import re

from ingest.clause import Clauses
from ingest.diagnosis import Candidate
from ingest.mention import Mention
from ingest.target import category, primary_code

_LINK = (
    r"[ ,:(\u2013-]*(?:(?:all|both|now|currently|still|is|are|was|were|have|has|been|remain\w*|known|small"
    r"|few|multiple|bilateral|\d+|for|under|on|with|to|well|good|excellent|nice|partial|having|receiving|getting"
    r"|continu\w+|treated|start\w+|maintenance|palliative|first|second|third|1st|2nd|3rd|[- ]?line|cycles?"
    r"|C\d+|of|the)[ ,:-]*){0,6}"
)
_CALM = re.compile(
    rf"{_LINK}(?:stable|static|unchanged|quiet|quiescent|asymptomatic|silent|painless|respond\w+|response|controlled|held"
    r"|in check|shr(?:ink\w*|unk|ank)|smaller|regress\w+|in (?:PR|CR|remission|response))\b",
    re.IGNORECASE,
)
"""After metastases: they are no trouble."""
_HAS_GONE = re.compile(
    r"[ ,:(\u2013-]{0,3}(?:(?:all|both|now|is|are|was|were|have|has|been|completely"
    r"|since|ablated|resected|treated|and) ){0,4}"
    r"(?:vanished|disappeared|gone|melted away|cleared|resolved|no longer (?:seen|visible|there|present))\b",
    re.IGNORECASE,
)
"""After metastases: nothing of them is left to treat."""
_UP_TO_DRUG = re.compile(rf"{_LINK}\b(?:on|under|with|to|receiving|getting|having){_LINK}", re.IGNORECASE)
"""Between metastases and the drugs they are treated with."""
_ASTIR = re.compile(
    r"\b(?:grow\w*|grew|progress\w*|enlarg\w*|increas\w*|new|bigger|bar one|except|capsul\w+|RUQ|headaches?"
    r"|seizures?|oligo\w*|ablat\w*|SABR|SBRT|SRS|stereotactic)\b",
    re.IGNORECASE,
)
"""What says that the metastases are the matter all the same."""
_SWALLOWED = re.compile(r"C78|C797")
"""Metastases of the viscera: drugs are their treatment. A bone or the brain is irradiated on drugs too."""
_LOCAL = (
    r"(?:loco-?(?:regional)?|regional|pelvic|presacral|pre-sacral|sacral|sidewall|side-wall|perineal"
    r"|perianal|anastomotic|stump|vault|vaginal|central|chest[ -]wall|neck|scar|in-field|tumou?r[ -]bed|bed"
    r"|stomal|bladder|urethral|rectal|mediastinal|hilar|retroperitoneal|inguinal|groin|orbital|scalp"
    r"|local(?:ly)?)"
)
_RETURNED = r"(?:recurren\w+|relaps\w+|recurred|failure|regrowth)"
_LOCAL_RETURN = re.compile(
    rf"\b{_LOCAL}(?:[ -]\w+)? {_RETURNED}\b"
    rf"|\b{_RETURNED}\b[^.;\n]{{0,40}}?\b(?:in|at|to|of|on|within|along)? ?(?:the )?{_LOCAL}\b",
    re.IGNORECASE,
)
_TROUBLES = frozenset({"pain", "bleeding", "obstruction", "fungating"})


_OF_BONE = re.compile(
    r"\b(?:hips?|femurs?|femoral|thigh|knee|ribs?|shoulder|humerus|humeral|scapula\w*|spin(?:e|al)"
    r"|vertebra\w*|[TLC]\d{1,2}|leg|arm|iliac|ilium|SI joint|sternum|sternal|skull|jaw|bon[ey]\w*)\b",
    re.IGNORECASE,
)
"""Where pain is as likely a bone's that no word calls metastatic."""


def is_calm(text: str, candidate: Candidate) -> bool:
    """Whether the words after a metastasis say that it is stable, responds or troubles nobody."""
    return _CALM.match(text, candidate.end) is not None


def _is_subdued(text: str, findings: list[Mention], candidate: Candidate) -> bool:
    """Whether the words after the metastasis say that it is calm or on drugs."""
    if is_calm(text, candidate):
        return True
    if not _SWALLOWED.match(primary_code(candidate).replace(".", "")):
        return False
    return any(
        _UP_TO_DRUG.fullmatch(text, candidate.end, f.start)
        for f in findings
        if f.start >= candidate.end and (f.name, f.value) == ("called_for", "systemic_alone")
    )


_AIM = re.compile(r"\b(?:to|of|for) (?:(?:the|his|her|whole|left|right|L|R|both) ){0,2}$", re.IGNORECASE)


def _is_aimed_at(text: str, mentions: list[Mention], metastases: list[Candidate]) -> bool:
    """Whether the organ of a metastasis is what something is asked for: "RT to liver"."""
    told = [(c.start, c.end) for c in metastases]
    organs = " ".join(text[a:b].lower() for a, b in told)
    asked = [m for m in mentions if m.asks_for_radiotherapy][-_MOST:]
    return any(
        site.kind == "site"
        and str(site.value) in organs
        and not any(a <= site.start < b for a, b in told)
        and any(
            (m.end <= site.start <= m.end + _AIMED and _AIM.search(text, m.end, site.start))
            or 0 <= m.start - site.end <= _SAID_BEFORE
            for m in asked
        )
        for site in mentions
    )


_MOST = 20
"""Requests considered; a case has a handful."""
_AIMED = 30
"""Characters from radiotherapy to what it is aimed at."""
_SAID_BEFORE = 6
"""Characters between what is aimed at and radiotherapy: "liver mets RT"."""


def troubles_itself(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    findings: list[Mention],
    metastases: list[Candidate],
    primaries: list[Candidate],
) -> bool:
    """Whether drugs hold the metastases while the primary, or its local recurrence, hurts or bleeds.

    "Pelvic recurrence of rectal ca, sciatic pain, liver mets on FOLFIRI": the pelvis is to be irradiated.
    Metastases of the same kind told together stand or fall together.
    """
    if all(_HAS_GONE.match(text, c.end) for c in metastases):
        return True
    calm = [c for c in metastases if _is_subdued(text, findings, c)]
    ends = {clauses.clause(c.start) for c in calm}
    if not calm or any(c not in calm and clauses.clause(c.start) not in ends for c in metastases):
        return False
    if _is_aimed_at(text, mentions, metastases) or any(
        _ASTIR.search(text, *clauses.sentence_span(c.start)) for c in metastases
    ):
        return False
    told = [f for f in findings if f.assertion == "affirmed"]
    returned = [
        m
        for m in _LOCAL_RETURN.finditer(text)
        if any(f.name == "setting" and m.start() <= f.start < m.end() for f in told)
    ]
    if returned and not any(category(c) == "C77" for c in metastases):
        return True
    return any(f.name == "symptom" and _is_of_primary(clauses, f, metastases, primaries) for f in told)


def _is_of_primary(
    clauses: Clauses, symptom: Mention, metastases: list[Candidate], primaries: list[Candidate]
) -> bool:
    """Whether a symptom stands with the primary, or between it and the metastases told after it.

    Pain beside bone metastases may be a bone's, whatever is said to be stable.
    """
    if symptom.value not in _TROUBLES:
        return False
    if symptom.value == "pain" and (
        any(primary_code(c).startswith("C79.5") for c in metastases)
        or _OF_BONE.search(clauses.text, *clauses.clause_span(symptom.start))
    ):
        return False
    theirs = {clauses.clause(c.start) for c in metastases}
    own = {clauses.clause(c.start) for c in primaries} - theirs
    here = clauses.clause(symptom.start)
    return here in own or (
        here not in theirs
        and any(c.end <= symptom.start for c in primaries)
        and all(symptom.end <= c.start for c in metastases)
    )
