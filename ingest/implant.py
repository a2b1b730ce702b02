"""Implants told by their tubes and needles: "bronchoscopy suite can place a 6F catheter"."""

import re
from itertools import islice

from ingest.mention import Mention

_MOST = 8
"""Such phrases read; a case has one."""
_OTHER_TUBE = (
    r"(?:pleural|urinary|urethral|chest|central|PICC|Hickman|suction|balloon|drain\w*|ablation|no|not"
    r"|without)\b"
)
_BETWEEN = rf"(?:[ /+-](?!{_OTHER_TUBE})[\w-]+){{0,5}}?"
_BRONCHIAL = re.compile(
    rf"\b(?:bronchoscop\w+|bronch|endobronchial|endotracheal|endoluminal|intraluminal|intra-luminal"
    rf"|intra-?oesophageal|trans-?nasal){_BETWEEN} (?!{_OTHER_TUBE})catheters?\b"
    r"(?! (?:ablation|aspirat\w*|suction|biops\w+|sepsis|infect\w*|tip))"
    r"|\bcatheters?(?: (?:placed|placement|insertion|inserted|put in|passed))?"
    r" (?:via|through|by|at|with) (?:the )?(?:bronchoscop\w+|bronch\b|endoscop\w+)",
    re.IGNORECASE,
)
"""A catheter that a source is to run in, placed through an endoscope."""
_TUBES = r"(?:catheters|tubes|needles|implant)"
_OF_THE_BED = re.compile(
    rf"\b(?:cavity|lumpectomy|tumou?r[ -]bed|WLE|peri-?operative|intra-?operative|breast) {_TUBES}\b"
    rf"(?! (?:removed|exchange|capsul\w*|rupture\w*|reconstruction|based|in (?:19|20)\d\d))"
    rf"|\b{_TUBES} (?:(?:were|are|been|was|placed|inserted|put|laid|sited|implanted|already) ){{0,3}}"
    r"(?:at|in|into|during) (?:the |her )?(?:lumpectomy|cavity|tumou?r bed|bed|WLE|quadrantectomy)\b",
    re.IGNORECASE,
)
_PART_OF_THE_BREAST = re.compile(r"\b(?:A?PBI|partial[ -]breast|bed only)\b")
"""What makes tubes in a breast the course itself, and no drain or prosthesis."""
_NOT_THE_BEAM = re.compile(
    rf"\b(?:implant|{_TUBES}|mould|mold) (?:rather than|instead of|in place of|in preference to|over|not)"
    r" (?:an? |the )?(?:external(?: beam)?|EBRT|beam|linac|IMRT|VMAT)\b",
    re.IGNORECASE,
)


_TEMPLATE = re.compile(
    r"\b(?:interstitial )?\(?(?:Syed|MUPIT|Martinez)\)?(?: template)? (?:implant|needles)\b"
)
"""An implant by the name of its template."""


def read_implants(text: str) -> list[Mention]:
    """The implants that such phrases ask for."""
    found = [m for p in (_BRONCHIAL, _NOT_THE_BEAM, _TEMPLATE) for m in islice(p.finditer(text), _MOST)]
    if _PART_OF_THE_BREAST.search(text):
        found += islice(_OF_THE_BED.finditer(text), _MOST)
    return [Mention("axis", "modality", "brachytherapy", *m.span()) for m in found]
