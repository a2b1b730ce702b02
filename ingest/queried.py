"""Tumours only queried, or named for a clinic, where something harmless or another cause was found."""

import re
from functools import cache

from ingest.bystander import harmless
from ingest.diagnosis import Candidate, is_secondary
from ingest.mention import Mention
from ontologies.disease import load_diseases

_ASKED = (
    r"(?:\?|\b(?:query|queried|suspected|susp\.?|suspicion of|possible|poss|r/o|rule out|(?:to )?exclude"
    r"|concern(?: for)?|worried about|2WW|two[ -]week[ -]wait|USC|fast[ -]track))[ :]*"
)
_QUERY = re.compile(rf"{_ASKED}(?:an? |for |of |a new )*$", re.IGNORECASE)
"""Before a tumour that was only thought of."""
_QUERY_OF_SPREAD = re.compile(rf"{_ASKED}(?:of |an? |new |any )?(?:[\w-]+ )?$", re.IGNORECASE)
"""Before a metastasis that was only thought of, with a word on its kind or place."""
_UNTIL = re.compile(
    r"['\u2019\u201d\"]?,? (?:un)?til(?:l)? (?:proven|shown|proved) otherwise\b"
    r"|(?<=primary)(?<!unknown primary) ?\?",
    re.IGNORECASE,
)
"""After a tumour that was only thought of."""
_PATHWAY = re.compile(
    r"(?:[ /-]+(?:suspected|rapid|access|fast|track|one-stop|diagnostic|2WW|urgent|joint|nurse|optimal)){0,3}"
    r"[ /-]+(?:pathways?|clinics?|service|referrals?(?: (?:form|service))?|form|pro-?forma|list|PTL|tracker"
    r"|2WW)\b",
    re.IGNORECASE,
)
"""After a tumour that only names where patients are sent."""
_LEAVES = re.compile(
    r"\b(?:discharged?|removed?|taken|came|come|stepped|step|stood|stand)? ?(?:from|off|down from|out of)"
    r" (?:the |our |his |her )?(?:suspected )?$",
    re.IGNORECASE,
)
"""Before the name of a clinic: the patient is no longer of it."""
_WENT = re.compile(
    r"\b(?:(?<!not )(?<!never )(?<!no )(?:resol(?:ved|ution)|cleared|settled|disappeared|vanished|gone)"
    r"|no longer (?:seen|visible|there|present)|infective|infectious|infection|non-malignant)\b",
    re.IGNORECASE,
)
"""What says that what was seen has gone."""
_STILL = re.compile(
    r"\b(?:malignan\w+ (?:confirmed|proven)|(?:biopsy|bx|histol\w*)[ -](?:proven|confirmed)|adeno\w*|SCC"
    r"|squamous|small[ -]cell|spiculat\w+|(?:PET|FDG)[ -]?(?:avid|positive)|grow(?:n|ing|s)|persist\w*"
    r"|await\w*|pending|to follow|unsafe|PI-?RADS [345]|BI-?RADS [45]|MDT to discuss|planned|booked"
    r"|progress\w*|recur\w*|relaps\w*|met(?:s|astas\w+|astatic))\b",
    re.IGNORECASE,
)
"""What speaks for a tumour all the same."""
_ONLY_ASKED = re.compile(r"\?[ ]?(?:[\w-]+ )?met(?:s|astas[ie]s)\b", re.IGNORECASE)
"""Metastases that are no more than a question themselves: "?mets ?TB ?myeloma"."""
_REACH = 400
"""Characters beside a tumour that are read for what it proved to be."""
_STAGES = frozenset({"t", "n", "stage", "gleason", "grade_group", "margin"})


@cache
def _found() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{harmless()}|TB|tubercul\w+|atelectasis|scars?|diverticul\w+|sarcoid|aspergill\w+|empyema"
        r"|nodular fasciitis|myositis ossificans|fibromatosis colli|ganglion|verruca|seborrh?oeic \w+"
        r"|Pott\W?s (?:disease|spine)|Pott\W?s(?= ?[.;,)])"
        r"|(?<!no )pus\b|strep(?:tococc\w*)?\b|staph\w*|nocardi\w*|toxoplasm\w*|cysticerc\w*|discitis"
        r"|GeneXpert (?:pos\w*|\+)|brucell\w+|osteomyelitis"
        r"|lymphadenitis|thrombus|embol\w+|bronchiectasis|mucus plug\w*|fibrosis|haemorrhoids|hemorrhoids)\b",
        re.IGNORECASE,
    )


def is_found_harmless(text: str, mentions: list[Mention], candidate: Candidate) -> bool:
    """Whether a tumour queried, or named for a clinic only, was none in the end.

    "Query lung primary: opacity resolved, pneumonia. Discharge from lung ca pathway." Radiotherapy asked
    for, a stage or a tissue that speaks for a tumour leaves it standing.
    """
    if not load_diseases()[candidate.disease].malignant:
        return False
    named = _PATHWAY.match(text, candidate.end) is not None
    start = min(candidate.start, *(p.start for p in candidate.parts))
    parts = {start, *(p.start for p in candidate.parts)}
    queried = any(_QUERY.search(text, max(0, at - 32), at) for at in parts)
    reach = (max(0, start - _REACH), candidate.end + _REACH)
    queried = queried or _UNTIL.match(text, candidate.end) is not None
    queried = queried or (is_secondary(candidate.disease) and candidate.assertion == "uncertain")
    around = text[reach[0] : start] + "\n" + text[candidate.end : reach[1]]
    said = around if _UNTIL.match(text, candidate.end) else text[slice(*reach)]
    if not (named or queried) or _STILL.search(_ONLY_ASKED.sub("", said)):
        return False
    if any(m.asks_for_radiotherapy or (m.name in _STAGES and m.assertion == "affirmed") for m in mentions):
        return False
    if named and _LEAVES.search(text, max(0, start - 48), start):
        return True
    return bool(_WENT.search(text, *reach) or _found().search(text, *reach))


_IMAGED = re.compile(
    r"\b(?:MRI?|CT|CTPA|DWI|X-?rays?|XR|films?|PET(?:-CT)?|(?:bone|isotope) scan|imaging|scans?|angiogram)\b",
    re.IGNORECASE,
)
_OTHER_CAUSE = re.compile(
    r"\b(?:infarct\w*|strokes?|CVA|lacun\w+|ha?emorrhage|subdural|SDH|osteopor\w+|insufficiency"
    r"|degenerat\w+|spondyl\w+|discitis|disc (?:prolapse|bulge|protrusion)|abscess\w*|demyelinat\w+"
    r"|ha?emangioma|Paget\W?s|Schmorl\W?s?|traumatic|cysts?|simple|benign|small vessel disease)\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\b(?:no|without|nil) (?:[\w-]+ ){0,3}?(?:lesions?|mets?|metast\w+|deposits?|mass(?:es)?|enhancement"
    r"|malignan\w+|disease|compression)\b",
    re.IGNORECASE,
)
_SOMETHING = re.compile(
    r"\b(?:lesions?|mets?|metast\w+|deposits?|mass(?:es)?|enhancing|lytic|sclerotic|infiltrat\w+|malignant"
    r"|pathological|epidural|uptake|avid|hot|WBRT|SRS|SABR|SBRT|Gy|radiotherapy|RT)\b",
    re.IGNORECASE,
)
_SAMPLED = re.compile(
    r"\b(?:bx|biops\w+|aspirat\w+|cultures?|core|FNA|histol\w*)[ :=]+(?:\w+ ){0,2}?"
    r"(?:= ?)?(?:\w+ ){0,2}?(?:staph\w*|strep\w*|E ?coli|discitis|osteomyelitis|abscess|TB|tubercul\w+"
    r"|granulom\w+|sarcoid\w*|infecti\w+|Paget\W?s|osteopor\w+|ha?emangioma|gliosis|demyelinat\w+)\b",
    re.IGNORECASE,
)
"""What the tissue or its culture showed, which is no metastasis."""
_LATER = 260
"""Characters after a query in which the imaging is told of."""


def is_explained_by_imaging(text: str, candidate: Candidate) -> bool:
    """Whether a metastasis was queried, and what the scan shows is another cause and no deposit.

    "?brain mets. MRI: MCA infarct, no enhancing lesion" has none; where the same scan tells of a lesion too,
    or radiotherapy is spoken of, it stays.
    """
    if not is_secondary(candidate.disease):
        return False
    queried = candidate.assertion == "uncertain" or any(
        _QUERY_OF_SPREAD.search(text, max(0, part.start - 30), part.start) for part in candidate.parts
    )
    if queried and _SAMPLED.search(text, candidate.end, candidate.end + _LATER):
        return True
    imaged = _IMAGED.search(text, candidate.end, candidate.end + _LATER) if queried else None
    if imaged is None:
        return False
    shown = text[imaged.end() : candidate.end + _LATER]
    explained = _OTHER_CAUSE.search(shown)
    return bool(explained) and not _SOMETHING.search(_NOTHING.sub("", shown))
