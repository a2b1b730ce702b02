"""Tumours that are somebody else's, or only in the name of a clinic, a leaflet or a job."""

import re
from collections.abc import Sequence
from functools import cache

from ingest.bygone import STAGING
from ingest.clause import Clauses
from ingest.diagnosis import STAGED, Candidate
from ingest.held import is_held
from ingest.lexicon import load_yaml
from ingest.mention import Mention
from ontologies.disease import ancestors


def names_a_clinic(text: str, candidate: Candidate) -> bool:
    """Whether it is only the name of a clinic or a team: nobody else's tumour is told of there."""
    return _names()[0].match(text, candidate.end) is not None


def sentences_of_others(
    clauses: Clauses,
    mentions: Sequence[Mention],
    aside: Sequence[Candidate],
    chosen: Sequence[Candidate | None],
) -> dict[int, int]:
    """The sentences of another person's tumour and not of the case's, with where that person begins.

    What stands in the clauses before is the patient's: "breast ca; HDR implant booked, sister had lymphoma".
    """
    theirs = {
        clauses.sentence(c.start)
        for c in aside
        if c.assertion == "family" and not names_a_clinic(clauses.text, c)
    }
    theirs -= {clauses.sentence(c.start) for c in chosen if c is not None}
    begins: dict[int, int] = {}
    for mention in mentions:
        if mention.assertion == "family":
            begins.setdefault(clauses.sentence(mention.start), clauses.clause_span(mention.start)[0])
    return {sentence: begins.get(sentence, 0) for sentence in theirs}


_NEAR = 200
"""Characters beside a tumour that are read for whose it is."""
_KIN = (
    r"(?:wife|husband|husb|hubby|hubs|missus|spouse|partner|mother|mum|mom|mam|father|dad|papa|sister|brother"
    r"|aunt(?:ie|y)?|uncle|cousin"
    r"|gran(?:n\w+|d\w+|s)?|daughter|dtr|son|niece|nephew|twin|sibling|\w+-in-law|boyfriend|girlfriend"
    r"|neighbou?r|neighb|colleague|friend"
    r"|mate|boss|carer|fianc\u00e9e?|fiancee?)"
)
_PAIRED = (
    r"(?:ear|breast|keloid|lung|hip|knee|neck|parotid|axill|tonsil|ovar|testi|brain|eye|orbit|femor|adrenal"
    r"|pulm|heel|hand|foot|feet|groin|SCF|shoulder|gynaec|plantar|palm|Dupuy|vestib|acoustic)"
)
_BIL = rf"(?-i:BIL)(?! {_PAIRED})"
"""A brother-in-law; "Bil" and "BIL keloids" are of both sides."""
_AT_ONCE = re.compile(
    r"\s*(?:(?:both|two|three|four|five|\d|several|all) )?"
    r"(?:(?:his|her|my|their|the|pt'?s|patient'?s|her/his|his/her)\s+)?(?:late|best|younger|older|elder"
    r"|eldest|youngest|half|own|both|choir|foster)?[\s-]*"
    rf"(?:{_KIN}|godson|goddaughter|(?-i:[pPmM]a)|fa|mo|gf|gm|g?mother|g?father|bro|sis|sib|MIL|FIL|SIL|{_BIL}"
    r"|ex-(?:wife|husband|partner|boyfriend|girlfriend|colleague|boss|neighbou?r)"
    r"|mat(?:ernal)?|pat(?:ernal)?|twin|sibs?|hus|dau|bf|s/o|hub(?= (?:ha[sd]|with|w/|on|died|dx)))"
    r"(?:'s)?\b(?! of (?!a\b|an\b"
    r"|one\b))(?! (?:Mary )?Joseph\b)(?![ -]in[ -]charge\b)(?!,? (?:aged )?\d\d(?: ?y/?o?| ?yrs?)?,)"
    r"(?! (?:noticed|noticing|reports|reported|says|describes|observed|phoned|rang|complains|worries"
    r"|insists)\b)"
    r"(?![^.;\n]*(?<!\bnot )(?<!\bnot the )(?<!\bnot our )(?<!\bnot this )"
    r"\b(?:she|he|pt|patient|herself|himself|now|presents|referred)\b(?! (?:afraid|upset|worried"
    r"|asks?|wants?|keen|tested|screened|neg|of ours|here)))",
    re.IGNORECASE,
)
"""At the start of a sentence that is about someone else to its end."""
_RELATIVE = re.compile(
    rf"\s*(?:[-\u2013:] ?|\(|(?:in|of) )?(?:an? |his |her |their |the |two |three |both |several ){{0,2}}"
    rf"(?:(?:mat|pat)[\w.]* |elder |younger |half-)?"
    rf"(?:{_KIN}|sis|bro|gf|gm|MIL|FIL|(?-i:BIL|SIL))s?\b\s*(?:[.,;)]|\d|$|at \d"
    rf"|(?:and|&|\+) {_KIN}s?\b\s*(?:[.,;)]|\d|$))",
    re.IGNORECASE,
)
"""Right after a tumour: whose it is."""
_PARENTS = r"(?:maternal|paternal|(?:mother|mum|mom|mam|father|dad|parent|wife|husband)['\u2019]?s)"
_IN_A_FAMILY = re.compile(
    rf"s?[ ,(:\u2013-]{{1,3}}(?:x ?\d+ )?(?:(?:heavily|strongly|present|known|reported|also|all) )?"
    rf"(?:(?:runs?|running|ran) )?(?:(?:in|on|from|of|along|among|down|through|via) )?"
    rf"(?:(?:the|her|his|their|both|either|several|close) ){{0,2}}"
    rf"(?:{_PARENTS} (?:side|line|lineage|branch|half|famil\w+|relati\w+|kin)s?\b(?! of the placenta)"
    r"|(?:maternal|paternal)ly\b|sides? of (?:the|her|his|their) family\b"
    r"|(?<=among )(?:relatives|siblings|kin|family)\b|(?<=running in )(?:the )?family\b)",
    re.IGNORECASE,
)
"""Right after a tumour: on which side of the family it is."""


_OF_A_NAME = (
    r"brachytherapy|SBRT|SABR|radiotherapy|surgery|surgical|nurse|specialist|outreach|rapid|access|joint"
    r"|follow-?up|screening|research|clinical|trials?|care|support|palliative|MDT|team|day|the|by"
)
"""Words between a tumour and the clinic named after it."""


@cache
def _names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data: dict[str, list[str]] = load_yaml("standing.yaml")["outsiders"]
    after, near = ("|".join(map(re.escape, data[key])) for key in ("after", "near"))
    return (
        re.compile(
            rf"(?:\s*[/&]\s*[\w-]+|\s+(?:cancers?|tumours?|tumors?|and|&)){{0,3}}\s*"
            rf"(?:(?:{_OF_A_NAME})\s+){{0,3}}(?:{after})\b(?!\s*:|[^.;\n]{{0,12}}\boutcome)",
            re.IGNORECASE,
        ),
        re.compile(rf"\b(?:{near})\b", re.IGNORECASE),
    )


def is_outside(text: str, clauses: Clauses, mentions: list[Mention], candidate: Candidate) -> bool:
    """Whether the tumour is told of someone else, or names a clinic, a group, a leaflet."""
    if _RELATIVE.match(text, candidate.end) or _IN_A_FAMILY.match(text, candidate.end):
        return True
    start, end = clauses.sentence_span(candidate.start)
    if _AT_ONCE.match(text, start, start + _NEAR):
        return True
    after, near = _names()
    start, end = max(start, candidate.start - _NEAR), min(end, candidate.end + _NEAR)
    here = [m for m in mentions if start <= m.start < end]
    if any(m.name in STAGING for m in here):
        return False
    told = after.match(text, candidate.end)
    # "Myeloma pt, lytic humerus" is our own patient; "shares a room with a lymphoma pt" is not.
    if told and not (told.group().endswith("pt") and _OURS.search(text, 0, candidate.start)):
        return True
    # "Seminar on pancreas SBRT" asks for nothing.
    asked = any(m.asks_for_radiotherapy and not candidate.start <= m.start <= candidate.end + 2 for m in here)
    return bool(near.search(text, start, end)) and not asked


_OURS = re.compile(
    r"(?:^|[.;\n]\s*|\b(?:known|this|our|new)\s)\s*(?:met\w* |relapsed |old )?$", re.IGNORECASE
)
"""Before a tumour of the patient the text is about."""
_TEAM = re.compile(
    r"(?:\s*[/&+]\s*[\w-]+){0,2}\s+(?:(?:joint|network|regional|virtual|specialist|local)\s+){0,2}"
    r"(?:S?MDTs?|SSMDT|MDM|(?:tumou?r |cancer )?board|team|unit|clinic|service|centre|center)\b",
    re.IGNORECASE,
)
"""After a tumour: the meeting it is the name of."""


_MEETING = re.compile(
    r"\b(?:S?MDT|SSMDT|MDM|board) $"
    r"|\b(?:biopsy|bx|core|referred|discuss\w*|reviewed?|seen|sent|booked|clinic)\b[^.;\n]{0,24}"
    r"(?:,|\bat|\bby|\bto|\bwith|\bvia) (?-i:[A-Z][a-z]{3,}) $",
    re.IGNORECASE,
)
"""Before a tumour: the same, "backed by MDT sarcoma", "core booked at Leeds sarcoma"."""


def without_teams(text: str, stated: list[Candidate]) -> list[Candidate]:
    """The tumours without one that only names the meeting another was talked over in.

    "Desmoid of the shoulder, sarcoma MDT: definitive RT" is about the desmoid; where the team alone tells
    what kind of tumour it is, that stands.
    """
    teams: dict[str, list[str]] = load_yaml("standing.yaml")["teams"]
    named = [
        c
        for c in stated
        if any(_TEAM.match(text, end) for end in _ends(c))
        or _MEETING.search(text, max(0, c.start - 72), c.start)
    ]
    if not named:
        return stated
    others = [c for c in stated if c not in named and c.strength > STAGED and not is_held(text, c)]
    return [c for c in stated if c not in named or not any(_is_seen_by(c, o, teams) for o in others)]


def _ends(candidate: Candidate) -> set[int]:
    """Where the tumour's name ends, and that of its kind: "sarcoma MDT advises RT to the chest wall"."""
    return {candidate.end, *(p.end for p in candidate.parts if p.kind == "morphology")}


def _is_seen_by(team: Candidate, other: Candidate, teams: dict[str, list[str]]) -> bool:
    """Whether the other tumour is one this team sees."""
    groups = [{first, *more} for first, more in teams.items()]
    own = {team.disease}.union(*(group for group in groups if team.disease in group))
    return bool(own & set(ancestors(other.disease)))


def explains_a_relatives(text: str, candidate: Candidate, named: list[Candidate]) -> bool:
    """Whether its brackets only say what a relative's tumour was: "brother's brain tumour (GBM)"."""
    return any(
        other.assertion == "family" and text[other.end : candidate.start].strip() == "(" for other in named
    )
