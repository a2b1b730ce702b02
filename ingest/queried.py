"""Metastases that a text only asks about, and that the imaging explains otherwise."""

import re

from ingest.diagnosis import Candidate, is_secondary

_QUERY = re.compile(
    r"(?:\?|\b(?:query|queried|suspected|r/o|rule out|exclude|possible|concern(?: for)?|worried about))"
    r" ?(?:of |an? |new |any )?(?:[\w-]+ )?$",
    re.IGNORECASE,
)
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
        _QUERY.search(text, max(0, part.start - 30), part.start) for part in candidate.parts
    )
    imaged = _IMAGED.search(text, candidate.end, candidate.end + _LATER) if queried else None
    if imaged is None:
        return False
    shown = text[imaged.end() : candidate.end + _LATER]
    explained = _OTHER_CAUSE.search(shown)
    return bool(explained) and not _SOMETHING.search(_NOTHING.sub("", shown))
