"""Tissue that makes no tumour of its own: an element another one holds, or a stain that tells another."""

import re

from ingest.diagnosis import Candidate, is_kin
from ontologies.disease import load_diseases

_WITH = re.compile(
    r"\b(?:heterologous|homologous|divergent|sarcomatous|with|focal)[ :(,-]{1,2}(?:an? |focal |extensive )?$",
    re.I,
)
_ELEMENT = re.compile(r" ?(?:elements?|differentiation|components?|areas?|foci|focus|overgrowth)\b", re.I)


def is_part_of(text: str, candidate: Candidate, named: list[Candidate]) -> bool:
    """Whether it is only tissue that another tumour holds: "phyllodes, heterologous liposarcoma elements"."""
    words = [p for p in candidate.parts if p.kind != "site" and _ELEMENT.match(text, p.end)]
    at = next((p.start for p in words if _WITH.search(text, max(0, p.start - 32), p.start)), None)
    return at is not None and any(
        c.end <= at and c.assertion == "affirmed" and not is_kin(candidate.disease, c.disease) for c in named
    )


_CONNECTIVE = ("C49", "C40", "C41")
_STAIN = re.compile(
    r" ?[,;:.\u2013-] ?(?:but )?(?:[\w-]+ ){0,2}?(?:biopsy|bx|core|histolog?y?|histo|cytology"
    r"|FNA)[ :=]{1,2}(?:is |was |shows? )?"
    r"(?:HMB-?45|Melan-?A|TTF-?1|NKX-?3\.1|GATA-?3|PAX-?8|CDX-?2|thyroglobulin|PSMA) ?(?:\+|pos)",
    re.IGNORECASE,
)
"""After a sarcoma somebody thought of: the tissue has a marker of another tumour."""


def has_stain_of_another(text: str, candidate: Candidate) -> bool:
    """Whether a sarcoma thought of was sampled, and has a marker that no sarcoma has."""
    codes = load_diseases()[candidate.disease].icd10
    return codes[0].startswith(_CONNECTIVE) and _STAIN.match(text, candidate.end) is not None


_MARKER = (
    r"(?:brachyury|S-?100|HMB-?45|SOX-?10|Melan-?A|CD-?117|DOG-?1|c-?kit|CD-?20|CD-?45|LCA|CD-?30|TTF-?1"
    r"|NKX-?3\.1|PSA|PSMA|synaptophysin|chromogranin|CK-?20|MCPyV|desmin|myogenin|MyoD1|MDM-?2|EWSR1|STAT-?6"
    r"|GFAP|PAX-?8|CDX-?2|GATA-?3|thyroglobulin|calcitonin|AFP|IDH)"
)
_LACKING = re.compile(
    rf"[^.;\n]{{0,24}}?(?:[,;:(-] ?|\b(?:but|and) ){_MARKER}"
    r"(?:[/ ,&+]{1,3}(?:and )?[A-Za-z][\w.-]{1,12}){0,2}[ :=]{1,2}"
    r"(?:is |was |were |all |both |stain(?:s|ing)? ){0,2}"
    r"(?:neg(?:ative)?|-ve|absent|not (?:amplified|rearranged|expressed)|non-?reactive)(?!\w)",
    re.IGNORECASE,
)


def is_without_its_stain(text: str, at: int) -> bool:
    """Whether the stain that would tell the tumour thought of is not there: ", brachyury negative"."""
    return _LACKING.match(text, at) is not None
