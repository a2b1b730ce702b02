"""Pathological fractures that a bone's own tumour or illness explains, and no metastasis."""

import re
from collections.abc import Sequence

from ingest.diagnosis import Candidate
from ingest.target import primary_code

_FRACTURE = re.compile(r"(?:impending )?path\w*[ -](?:fractures?|frac|#)", re.IGNORECASE)
_OF_THE_BONE = re.compile(r"C4[01]|C90\.?3|D16|D48\.?0|M8[58]")
"""ICD-10-CM codes of tumours and illnesses that break the bone they are in."""
_IN_THE_BONE = frozenset({"vertebral-haemangioma", "gorham-disease", "langerhans-cell-histiocytosis"})
_WEAK_BONE = re.compile(
    r"\b(?:ORN|osteo-?radio-?necro\w+|MRONJ|bisphosphonate[- ]related)\b",
    re.IGNORECASE,
)


def without_own_fracture(text: str, stated: Sequence[Candidate]) -> list[Candidate]:
    """The diseases without a bone metastasis told by nothing but a fracture that another one explains.

    "Ewing sarcoma of the humerus with pathological fracture" has no metastasis, nor has a necrotic jaw.
    """
    explained = _WEAK_BONE.search(text) or any(
        c.disease in _IN_THE_BONE or _OF_THE_BONE.match(primary_code(c)) for c in stated
    )
    if not explained:
        return list(stated)
    return [
        c for c in stated if c.disease != "bone-metastasis" or not _FRACTURE.fullmatch(text, c.start, c.end)
    ]
