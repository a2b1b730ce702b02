"""Boosts told by their bed or their applicator, whatever words stand between: "boost to L WLE bed"."""

import re
from itertools import islice

from ingest.mention import Mention
from ontologies.disease import load_diseases

_MOST = 8
"""Such phrases read; a case has one."""
_SIDE = r"(?:(?:the|her|his|their|this|shallow|superficial|small|deep|L|R|Lt|Rt|left|right) ){0,3}"
_CUT_OUT = r"(?:(?:breast|lumpectomy|WLE|tumou?r|excision|surgical) ){1,2}(?:bed|cavity|scar|seroma)"
_BEAM = r"(?:(?:\d{1,2} ?MeV|electrons?|photons?|direct|seq|sequential|mini-?tangent\w*) ){0,3}"
_TO = r"(?:to|on|onto|for|of|over)"
_BREAST = re.compile(
    rf"\bboost(?: dose| fractions?| phase| field)?(?: only| alone)?(?: {_TO}|:)? {_SIDE}{_CUT_OUT}"
    r"(?: cavity)?(?!\w)"
    rf"|\b(?:lumpectomy|breast|WLE)(?: tumou?r)? (?:bed|cavity|scar|seroma) {_BEAM}boost\b"
    r"|\bboost (?:after|following|post|to follow) (?:(?:the|her|recent|completed) ){0,2}"
    r"(?:whole[ -]breast|WBI|breast (?:RT|radiotherapy|irradiation))"
    rf"|\b(?:electrons?|\d{{1,2}} ?MeV)(?: boost| field)? {_TO} {_SIDE}"
    r"(?:breast|lumpectomy|WLE) (?:tumou?r )?(?:bed|cavity|scar|seroma)(?!\w)",
    re.IGNORECASE,
)
"""A boost to where a tumour of the breast was cut out."""
_HER_SCAR = re.compile(rf"\bboost\b[^.;\n]{{0,24}}? {_TO} {_SIDE}(?:scar|bed|cavity)\b", re.IGNORECASE)
_IN_THE_BREAST = re.compile(r"\b(?:breast|lumpectomy|WLE|WBI)\b", re.IGNORECASE)
"""What makes a scar or a cavity to boost that of the breast."""
_APPLICATOR = (
    r"(?:Syed|MUPIT|Venezia|interstitial|intracavitary|intra-cavitary|intraluminal|template|needles?"
    r"|cylinder|tandem|ovoids|ring|endobronchial|endoluminal)"
)
_IMPLANTED = re.compile(
    rf"(?<!no )(?<!without )\b{_APPLICATOR}(?:[ /+-][\w-]+){{0,2}}?[ -]boost\b"
    rf"|\bboost (?:with|via|by|using|through) (?:a |an |the )?(?:[\w-]+ ){{0,2}}?{_APPLICATOR}\b",
    re.IGNORECASE,
)
"""A boost through an applicator or needles."""


def read_boosts(text: str) -> list[Mention]:
    """The boosts that such phrases ask for: where to, and of an implant also with what."""
    beds = list(islice(_BREAST.finditer(text), _MOST))
    if not beds and _IN_THE_BREAST.search(text):
        beds = list(islice(_HER_SCAR.finditer(text), _MOST))
    found = [Mention("axis", "target", "breast_boost", *m.span()) for m in beds]
    for match in islice(_IMPLANTED.finditer(text), _MOST):
        found += [
            Mention("axis", "target", "brachy_boost", *match.span()),
            Mention("axis", "modality", "brachytherapy", *match.span()),
        ]
    return found


_DATED = re.compile(r"[ ,(]{1,2}(?:in )?(?:19|20)\d\d\b")
_OF_A_BREAST = re.compile(
    r"\b(?:breast\w*|lumpectomy|quadrantectomy|WLE|BCS|WBI|APBI|DCIS|mastectom\w+|ER|HER2|TNBC|mammo\w*|IDC|ILC)\b",
    re.IGNORECASE,
)


def without_strange_boosts(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions without the boost of a breast where only another organ's tumour is named.

    "Retroperitoneal liposarcoma, IOERT boost to the posterior margin" is no course to a breast.
    """
    others = [m for m in mentions if m.kind == "disease" and m.assertion in {"affirmed", "uncertain"}]
    tumours = [m for m in others if load_diseases()[m.name].malignant and not _DATED.match(text, m.end)]
    if not tumours or _OF_A_BREAST.search(text):
        return mentions
    return [m for m in mentions if (m.name, m.value) != ("target", "breast_boost")]
