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
