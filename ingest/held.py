"""Tumours that are only watched, held by drugs or treated otherwise beside the one to treat."""

import re
from collections.abc import Sequence

from ingest.diagnosis import Candidate, is_secondary
from ontologies.disease import load_diseases

_NOTHING_MORE = (
    r"(?:[IV]{1,3}[ABC]?\d? )?(?:\((?:[\w ]{1,16}, ){0,3})?(?:only,? )?"
    r"(?:(?:nil|no|nothing) further|(?:nil|nothing) more)"
    r"(?= ?(?:[.,;)]|$|needed|required|planned|to do|due|treatment|tx|action))"
)
"""After a tumour that has had all it is to have."""
_BESIDE = re.compile(
    r"(?: \([A-Z]{2,6}\)|\))?(?: of (?:the )?\w+)?"
    r"(?:[ ,]*\d+(?:\.\d+)? ?(?:mm|cm)\b)?(?:[ ,]*\(?(?:Binet|Rai)(?: stage)? \w+)?[ ,]*\(?(?:AS\b"
    r"|(?:on )?(?:\w+nib\b|venetoclax\b|hydroxy\w+)"
    r"(?![ ,:(-]{1,3}(?:intoleran\w+|fail\w*|refractory|resistan\w+|stopped|ceased|not tolerated|no longer"
    r"|progress\w*|contraindicated))"
    r"|on (?:tamoxifen|letrozole|anastrozole|exemestane|w&w)\b"
    r"|(?:on|under) (?:\w+ ){0,2}(?:surveillance|AS\b|follow|watch|obs)"
    r"|(?:for (?:over )?\d+ ?(?:y|yrs?|years?) )?(?:untreated|never treated)\b"
    r"|(?:on|under|having|has|with|gets) (?:\w+ )?(?:check|yearly|annual|surveillance|flexi\w*|regular) "
    r"(?:cystoscop\w+|flexi\w*|colonoscop\w+|scopes?|scans?|smears?|bloods)\b(?! show)"
    r"|(?:last |recent |check )?(?:cystoscop\w+|flexi\w*) (?:clear|normal|NAD)\b"
    r"|watch ?(?:&|and|n) ?wait\b|W&W\b|(?:is |being |has been ){0,2}(?:watched|observed|followed|monitored)"
    r"|unchanged|benign|Thy[12]|U[12]\b|BI-?RADS ?[12]"
    r"|for (?:annual|yearly|interval) "
    rf"|{_NOTHING_MORE}"
    r"|under (?:the )?(?:derm\w*|haem\w*|hematology|urology|ENT|gynae\w*|plastics|endocrin\w*)\b"
    r"|remission\b"
    r"|(?:is |are |being |to be )?(?:left alone|left be|left as is)\b"
    r"|observed|leave\b|(?:in the )?background\b|in (?:\w+ ){0,3}remission|in CR\b"
    r"|NED\b"
    r"|cured|gone\b|healed\b|(?:\w+ )?ignored?\b"
    r"|(?:both |all )?static\b"
    r"|(?:back|face|scalp|trunk|nose|arms?|legs?)?,? ?(?:curetted|frozen)(?:, | and |; )"
    r"(?:ignore|leave|done|healed)"
    r"|stable\b(?! (?:after|post|disease|following)))",
    re.IGNORECASE,
)
"""After a tumour that is only watched or held by drugs, beside the one asked about."""


_BY_OTHERS = re.compile(
    r"(?: (?:of|on|at) (?:the |his |her |their )?[\w-]{3,16}"
    r"| (?:forehead|cheek|nose|scalp|temple|ear|back|neck|chin|lip|arm|leg|shin|hand|face|eyelid|chest))?"
    r"(?: \d+ ?mm)?[ ,;:(\u2013-]{1,3}"
    r"(?:(?:which|that|to be|is|was|being|has been|already|for) ){0,3}"
    r"(?:(?:curetted|excised|removed|shaved|frozen|treated|managed|handled|dealt with|biopsied|booked)"
    r" (?:by|with|under) (?:(?:the|his|her|own|local) ){0,2}(?:GP|derm\w*|plastics?|max-?fax|skin \w+)\b"
    r"|(?:the )?(?:derm\w*|plastics?) (?:are|is|will|to|have|has)(?: be)?"
    r" (?:doing|do|treat\w*|manag\w*|excis\w*|remov\w*|see\w*|deal\w*|cut\w*|tak\w*|book\w*"
    r"|arrang\w*|plan\w*)\b)"
    r"(?![^.;\n]{0,60}\b(?:RT|radiotherapy|margins?|recur\w*)\b)",
    re.IGNORECASE,
)
"""After a tumour of the skin: the dermatologist, surgeon or general practitioner sees to it."""
_CHRONIC = "D46"
"""The category of myelodysplasia, which stands beside other tumours for years."""
_SKIN = frozenset({"C43", "C44", "D03", "D04", "L57"})
_INCIDENTAL = re.compile(r"[ ,(]*incidental", re.IGNORECASE)
_CLOSED = re.compile(
    r"(?: \w+){0,2},? (?:was |were )?(?:resected|excised|removed|out|taken out|\w+ectomy)\b"
    r"(?:(?!\b(?:margin|R1|positive|now)\b)[^.;\n]){0,60}?"
    r"\b(?:no|nil|without) (?:further|adj(?:uvant)?)\b(?! (?:chemo\w*|systemic|endocrine|drugs?"
    r"|hormon\w*|so far|yet))",
    re.IGNORECASE,
)
"""After a tumour that an operation dealt with, where nothing follows."""
_IS_OUT = re.compile(r"(?<= primary) out(?= (?:in )?(?:19|20)\d\d| ?[.;])", re.IGNORECASE)
"""After the primary that an operation took."""
_BY_CHANCE = re.compile(
    r"[ ,(]*(?:\d+(?:\.\d+)? ?mm[ ,]*)?(?:found )?incidental(?:ly|ly found| finding| only)?\)?"
    r"[ ,;:-]{1,3}(?:and )?"
    r"(?:(?:no|nil|nothing) (?:further|more|other|adjuvant)"
    r"|(?:no|nil) (?:Rx|tx|treatment|action|follow-?up))\b",
    re.IGNORECASE,
)
"""After a tumour found by chance that is to have nothing more."""


_WATCH_OF = re.compile(
    r"\b(?:(?:active )?surveillance|AS|watch(?:ful)? (?:and |& )?wait(?:ing)?|observation|follow-?up)"
    r" (?:for|of) "
    r"(?:an? |his |her |the |known )?$",
    re.IGNORECASE,
)
"""Before a tumour that is only watched."""
_SMALL = re.compile(
    r"[ ,(]*(?:(?:are |is |all |very )*(?:small|tiny|low[- ]volume|minimal))\b(?=[ ]*(?:[.,;)]|$))", re.I
)
"""After metastases that are not the matter."""


_OF_MANY = re.compile(
    r"[ ,(:]*(?:many|several|multiple|numerous|galore|various|(?:all |both )?over the years|on and off"
    r"|x ?\d+)(?= ?(?:[.,;)]|$|over|removed|excised|frozen|dealt|under|by|with|in the past))"
    r"(?![^.;\n]{0,60}\b(?:margins? (?:involved|close|positive)|R1|incomplete\w*|RT|radiotherapy|PNI"
    r"|perineural)\b)",
    re.IGNORECASE,
)
"""After skin cancers that come many: they are dealt with as they come."""


_OP = re.compile(
    r"(?: (?:forehead|cheek|nose|scalp|temple|ear|back|neck|chin|lip|arm|leg|shin|hand|face|eyelid|chest)\b"
    r"){0,1},? (?:(?:was|were|had|op\w{0,6}|done|out|taken off) ){0,2}"
    r"(?:last|earlier this|early this|the other) (?:yr|year|month|spring|summer|autumn|winter)\b"
    r"| op(?:eration|erated)?(?: (?:on|to|of)?(?: the)? ?\w+)?(?= ?[.;,)]| ?$)",
    re.IGNORECASE,
)
"""After a cancer of the skin: it was operated on, or was of last year."""


_HELD_BY = re.compile(
    r"\b(?:on|takes?|taking|under) (?:long[ -]term |maintenance |oral |daily )?"
    r"(?:\w+nib|venetoclax|hydroxy\w+|lenalidomide|ruxolitinib|interferon|rituximab|obinutuzumab"
    r"|daratumumab|methotrexate|chlorambucil|anagrelide)(?: (?:\d[\w.]*|daily|monthly|OD|BD))?"
    r" (?:for|because of|to (?:control|hold)) (?:an? |his |her |the |their |known |old |chronic ){0,2}$",
    re.IGNORECASE,
)
"""Before a disease that a drug holds: "on ibrutinib for CLL"."""


def is_watched(text: str, candidate: Candidate) -> bool:
    """Whether the words right before it say that it is only watched, or held by a drug of its own."""
    if _WATCH_OF.search(text, max(0, candidate.start - 48), candidate.start):
        return True
    blood = is_of_the_blood(candidate)
    return blood and bool(_HELD_BY.search(text, max(0, candidate.start - 72), candidate.start))


def is_of_the_blood(candidate: Candidate) -> bool:
    """Whether it is a leukaemia, a lymphoma, a myeloma or a like disease."""
    codes = load_diseases()[candidate.disease].icd10
    return bool(codes) and bool(re.match(r"C8[1-8]|C9[0-6]|D4[5-7]", codes[0]))


_OTHERWISE = re.compile(
    r"(?: \d+(?:\.\d+)? ?[cm]m)? (?:having (?=TACE|RFA|MWA|cryo|ablation)|(?:\d\w* |\w+ )?"
    r"(?:gets|is getting|is having) )(?:TACE|TARE|RFA|MWA|cryo\w*|ablation|surgery|resection"
    r"|chemo\w*|carbo\w*|FOLF\w+)\b",
    re.IGNORECASE,
)


_WAITS = re.compile(
    r"(?: \([^()\n]{0,60}\))?,?(?: is| to be)? (?:(?:can|will|must|has to|to) wait\b|parked\b|deferred\b"
    r"|wait(?:s|ing) (?:for )?(?:an? |the )?(?:(?:partial|radical|lap\w*|open|elective) )?"
    r"(?:nx|\w+ectomy|surgery|operation|resection|excision|TACE|ablation|RFA|cryo\w*)\b)",
    re.IGNORECASE,
)
"""After a tumour whose turn comes later: "her kidney mass (4 cm) waits for surgery in the spring"."""
_LISTED = re.compile(r",? (?:and|&) (?:a |an |the |old |small |known |\w+ ){0,2}$", re.IGNORECASE)


def held_in_a_list(text: str, named: Sequence[Candidate]) -> list[Candidate]:
    """The tumours joined by "and" to one that is held: "ependymoma and convexity meningioma static"."""
    held = [c for c in named if is_held(text, c)]
    return [
        c
        for c in named
        if c not in held and any(c.end <= h.start and _LISTED.fullmatch(text, c.end, h.start) for h in held)
    ]


_BY_ORDER = re.compile(
    r"\bthe (?P<which>first|former|second|latter)\b[^.;\n]{0,24}?\b(?:stable|controlled|held|watched|quiet"
    r"|in remission|under surveillance|cured|resected)\b",
    re.IGNORECASE,
)


def held_by_order(text: str, named: Sequence[Candidate]) -> list[Candidate]:
    """Of two tumours named, the one that a later sentence says is held: "the first is stable on a TKI"."""
    told = _BY_ORDER.search(text)
    before = [c for c in named if told and c.end <= told.start()]
    order = list(dict.fromkeys(c.disease for c in before))
    if not told or len(order) != 2:
        return []
    which = order[told["which"].lower() in {"second", "latter"}]
    return [c for c in before if c.disease == which]


def is_done_with(text: str, candidate: Candidate) -> bool:
    """Whether the words right after it say that nothing more is to be done: "DCIS only, nil further"."""
    done = re.compile(rf"[ ,]*{_NOTHING_MORE}", re.IGNORECASE).match(text, candidate.end)
    return bool(done or _BY_CHANCE.match(text, candidate.end))


def is_treated_otherwise(text: str, candidate: Candidate) -> bool:
    """Whether the words after it give it another treatment: "hepatoma gets TACE, the tonsil is for RT"."""
    return bool(_OTHERWISE.match(text, candidate.end))


_THEIR_OWN = re.compile(
    r"\b(?:from|by|under|at|with) (?:gyn\w*|urology|haem\w*|another (?:unit|centre|hospital|clinic))\b"
    r"|\belsewhere\b",
    re.IGNORECASE,
)


def is_treated_elsewhere(text: str, candidate: Candidate) -> bool:
    """Whether it has another treatment from another clinic, radiotherapy and all."""
    otherwise = is_treated_otherwise(text, candidate)
    return otherwise and bool(_THEIR_OWN.search(text, candidate.end, candidate.end + 80))


_BREAKS_THROUGH = re.compile(
    r"\b(?:fungat\w+|ulcerat\w+|bleeding|oozing|weeping|malodorous|smelly|growing|enlarging|progress\w+)"
    r"(?:[ ,/&+-]+(?:and )?(?:[\w]+)){0,3}[ ,]+$",
    re.IGNORECASE,
)
_NO_LONGER = re.compile(
    r"[^.;\n]{0,48}?\b(?<!no )(?<!not )(?<!non-)(?<!without )"
    r"(?:progress(?:ing|ion|ed|es)|grow(?:ing|n|s)|enlarging|fail(?:ed|ing)|refractory|PD|bigger|worse\w*"
    r"|not (?:working|responding|controlled))\b",
    re.IGNORECASE,
)


def _is_broken_through(text: str, candidate: Candidate) -> bool:
    """Whether it bleeds, fungates or grows although drugs are given: "fungating mass on letrozole"."""
    drugs = _ON_DRUGS.match(text, candidate.end)
    if drugs is None:
        return False
    before = _BREAKS_THROUGH.search(text, max(0, candidate.start - 40), candidate.start)
    within = _BREAKS_THROUGH.search(text[candidate.start : candidate.end] + " ")
    return bool(before or within or _NO_LONGER.match(text, drugs.end()))


_ON_DRUGS = re.compile(
    r"[ ,(]*(?:(?:on |under )\w*(?:nib|zole|stane|xifen|lutamide|terone|ciclib|mab)\b|on hydroxy\w+)", re.I
)


def is_on_drugs(text: str, candidate: Candidate) -> bool:
    """Whether antihormonal or targeted drugs follow it: what is treated so is known to be a cancer."""
    return _ON_DRUGS.match(text, candidate.end) is not None


def is_in_other_hands(text: str, candidate: Candidate) -> bool:
    """Whether it is a tumour of the skin that the words after it leave to another clinic."""
    codes = load_diseases()[candidate.disease].icd10
    return bool(codes and codes[0][:3] in _SKIN and _BY_OTHERS.match(text, candidate.end))


_SPLEEN_IRRADIATED = re.compile(
    r"\b(?:splenic|spleen) (?:RT|XRT|irradiation|radiotherapy|radiation|course)\b"
    r"|\b(?:RT|XRT|radiotherapy|irradiation|irradiate) (?:(?:to|of|the|his|her|massive|big) ){0,3}spleen\b",
    re.IGNORECASE,
)
"""What drugs hold in the blood, and not in the spleen."""


def is_held(text: str, candidate: Candidate) -> bool:
    """Whether the words after it say that it is watched, held by drugs, or benign and found by chance."""
    if _is_broken_through(text, candidate):
        return False
    if is_of_the_blood(candidate) and _SPLEEN_IRRADIATED.search(text):
        return False
    disease = load_diseases()[candidate.disease]
    if _INCIDENTAL.match(text, candidate.end) and not disease.malignant:
        return True
    if is_in_other_hands(text, candidate) or _CLOSED.match(text, candidate.end):
        return True
    if _BY_CHANCE.match(text, candidate.end) or _IS_OUT.match(text, candidate.end):
        return True
    if disease.icd10 and disease.icd10[0].startswith(_CHRONIC):
        return True
    if is_watched(text, candidate):
        return True
    of_skin = bool(disease.icd10) and disease.icd10[0].startswith("C44")
    if of_skin and (_OF_MANY.match(text, candidate.end) or _OP.match(text, candidate.end)):
        return True
    if is_secondary(candidate.disease) and _SMALL.match(text, candidate.end):
        return True
    if _BESIDE.match(text, candidate.end) or _WAITS.match(text, candidate.end):
        return True
    return is_treated_otherwise(text, candidate)
