"""Relatives and other people of a letter: whose tumour is not the patient's, and how far that goes."""

import re

from ingest.clause import Clauses

_WORD = re.IGNORECASE
_NEAR = 40
"""Characters beside a relative's word that are read for what it is."""
_FURTHEST = 400
"""Characters in which what is told of a relative ends."""

_OTHERS = (
    r"(?:colleague|neighbou?r|friend|boss|flat-?mate|house-?mate|room-?mate|work-?mate|co-?worker|class-?mate"
    r"|team-?mate|boyfriend|girlfriend|fianc\u00e9e?|fiancee?|manager|teacher|employer|lodger|ex-(?:wife"
    r"|husband|partner)"
    r"|acquaintance)"
)
_OTHER = re.compile(
    rf"\b{_OTHERS}s?(?: of (?:hers|his|theirs|mine|the (?:patient"
    rf"|family)))?(?= ?(?:[(,] ?[^(),.;\n]{{0,24}}[),] ?)?"
    r"(?:who |also |just |recently |only |has |had |was |is ){0,3}"
    r"(?:had|has|have|died|dying|with|lost|got|getting|treated|diagnosed|suffer\w*|undergo\w*|underwent"
    r"|developed|w/"
    r"|being|had been|passed)\b)",
    _WORD,
)
_ROLE_AFTER = re.compile(
    r" (?:Mary )?Joseph(?:'s)?\b|"
    r"(?:'s)? of (?:an? |the )?(?:one|two|three|four|five|six|seven|eight|\d|young|small|twins|triplets"
    r"|adult|teenage|boys"
    r"|girls|kids|children|several|newborn|baby|toddler)\b"
    r"| ?\((?:charge |ward |staff |theatre |retired )?(?:nurse|nun|ward|matron|midwife|theatre|priest)\b"
    r"|-to-be\b|,? (?:aged )?\d\d(?: ?y/?o?| ?yrs?)?,"
    r"|(?:'s|s)?(?: (?:and|&) (?:mum|mom|dad|mother|father|grandparents))?"
    r"(?: in [A-Z]\w+)?,? (?:(?:is|are|has been|have been|were|was|both|also|now|very|will be) ){0,3}"
    r"(?:travel\w*|relocat\w*|approved|accepted|flying|moving|keen|consent\w*|agree\w*|want\w*|wish\w*"
    r"|request\w*|prefer\w*|opt\w*|chos\w+|choos\w+)\b(?=(?:(?!\b(?:her|his) own\b)[^.;\n]){0,60}?"
    r"\b(?:protons?|pencil[ -]beam|PBT|RT|XRT|radiotherapy|radiation|irradiation|CSI|brachy\w*)\b)"
    r"| (?:noticed|noticing|reports|reported|says|describes|observed|phoned|rang|complains|worries"
    r"|insists)\b",
    _WORD,
)
_ROLE_BEFORE = re.compile(
    r"\b(?:patient|pt|man|woman|lady|gentleman|\d{2} ?(?:y/?o|yrs?|m|f)?)\.? ?\((?:an? |the |young |single "
    r"|new "
    r"|nursing |proud |\d+,? ?)*$"
    r"|\b(?:ward|theatre|nursing|charge|religious|single|young|new|expectant|nursing|lactating"
    r"|breastfeeding|foster"
    r"|retired|working|busy|full-time|becoming an?|is an?|now an?|as an?) $"
    r"|\b(?:mother|father|mum|mom|dad|parent|pregnant|expecting|carrying) (?:of |with )?(?:\w+ )?$"
    r"|\b(?:discuss\w*|explain\w*|spoken?|talked|agreed|conversations?|chat|meeting|met|decided|d/w|rang|phoned)"
    r" (?:with |to |by )?(?:pt (?:and|&) |patient (?:and|&) |her (?:and|&) |him (?:and|&) )?"
    r"(?:(?:her|his|the|their|wife (?:and|&)|husband (?:and|&)) )?$",
    _WORD,
)
_OWN_ILLNESS = re.compile(
    r"(?:'s)?(?: ?[:=-])? [\w /+'-]{0,32}?\b(?:\w{3,}oma|ca|cancer|tumou?r|leuka?emia|GBM|SCC|BCC|DCIS|AML"
    r"|CLL|Hodgkin'?s?)\b[^()\n]{0,24}\)",
    _WORD,
)
"""After a relative's word in brackets: what that one had, "51F (brother glioma)"."""
_GOES_ON = re.compile(
    r"[,(]? ?(?:and |& |then |later |with |w/ |who |which |whose |age[d]?\b|at \d|died|dying|had|has had"
    r"|given|treated|later"
    r"|also|both|too|subsequently|post|s/p|after|needed|needing|requiring|underwent|received|succumbed"
    r"|despite|then)",
    _WORD,
)
_OF_THEM = re.compile(
    r"\b(?:(?:to|for|in|on|given) (?:her|him|them)|(?:her|his|their) (?:own )?(?:late|mother|father))\b",
    _WORD,
)
_PATIENT = re.compile(
    r"(?<!\bnot )(?<!\bnot the )(?<!\bnot our )(?<!\bnot this )"
    r"\b(?:patient|pt|himself|herself|themsel\w+|now|currently|today|presents?|presented|presenting"
    r"|referred|this (?:man|woman"
    r"|lady|gentleman|patient)|own|he (?:has|is|now|presents|himself)|she (?:has|is|now|presents|herself)"
    r"|new|PMH|O/E"
    r"|on examination)\b",
    _WORD,
)
_NEWS_STOP = re.compile(
    r"(?:\band(?: (?:later|then|also|subsequently|recently|has|had|he|she))*|\b(?:later|then|subsequently"
    r"|also|had|has|who"
    r"|was|were|been)) $",
    _WORD,
)
_NEWS = re.compile(r"(?:develop|diagnos|recent|admitted|presented)\w*", _WORD)


GIVES_CELLS = re.compile(
    r"s?['\u2019]?s? ?\(?,? ?(?:(?:is|as|was|will be|being|her|his|the|a|full|fully|well|willing|healthy|HLA"
    r"|matched|identical|HLA-\w+|potential) ){0,4}"
    r"(?:donor|allo\w*|HSCT|SCT|BMT|stem[ -]cells?|marrow|transplant(?! (?:for|in)\b))\b"
    r"(?![^.;\n]{0,24}\b(?:he|she|they|who|whose|had|has)\b)",
    _WORD,
)
"""After a relative who gives marrow: "sibling allo transplant", "sister is the donor"."""


def others(text: str) -> list[tuple[int, int]]:
    """Other people who are told to have had something: "whose colleague had", "a friend of hers died of"."""
    return [m.span() for m in _OTHER.finditer(text)]


def is_patients_role(text: str, start: int, end: int) -> bool:
    """Whether a relative's word is what the patient is: "father of three", but not "is a family history"."""
    if "family" in text[start:end].lower():
        return False
    if _ROLE_AFTER.match(text, end) or GIVES_CELLS.match(text, end):
        return True
    before = _ROLE_BEFORE.search(text, max(0, start - _NEAR), start)
    if before is None:
        return False
    if "(" in before[0]:
        return not _OWN_ILLNESS.match(text, end)
    return not re.match(r"\s?(?:had|has|died|with|who|'s|also)\b", text[end : end + 8], _WORD)


def relatives_reach(text: str, start: int, end: int, clauses: Clauses) -> int:
    """End of what is said of a relative, on from the clause's end over commas while it is said of the same.

    Args:
        text: the text.
        start: where the relative's scope begins.
        end: where its first clause ends.
        clauses: the clauses of the text.
    """
    limit = min(clauses.sentence_span(start)[1], start + _FURTHEST)
    while end < limit:
        following = clauses.clause_span(end)[1]
        if following <= end or _PATIENT.search(text, end, min(following, end + _FURTHEST)):
            break
        if not (_GOES_ON.match(text, end) or _OF_THEM.search(text, end, min(following, end + _FURTHEST))):
            break
        end = following
    own = _PATIENT.search(text, start, min(end, start + _FURTHEST))
    return own.start() if own else end


def is_their_news(text: str, at: int) -> bool:
    """Whether a word that opens something new tells of the relative still: "and later developed"."""
    return bool(_NEWS.match(text, at)) and bool(_NEWS_STOP.search(text, max(0, at - _NEAR), at))
