"""The words "in situ": what they make of a tumour named before them, and where they only repeat its name."""

import re

from ingest.mention import Mention
from ontologies.disease import load_diseases

_IN_SITU = re.compile(r"[ -]*\(?in[ -]?situ\b", re.IGNORECASE)


def is_said_in_situ(text: str, form: Mention) -> bool:
    """Whether "in situ" follows the name of an invasive cancer, which it then is not."""
    codes = load_diseases()[form.name].icd10
    return bool(_IN_SITU.match(text, form.end)) and not any(code.startswith("D0") for code in codes)


_DEVICE = re.compile(
    r"\b(?:implant|catheter|needle|applicator|tube|stent|drain|line|port|clip|marker|plaque|tandem|ovoid|ring"
    r"|cylinder|seed|rod|nail|device|PEG|NG)s? (?:(?:is|are|was|already|now|still|left|remains?) ){0,3}$",
    re.IGNORECASE,
)
"""Before "in situ": it is said of what was put in."""


def repeats_in_situ(text: str, morphology: Mention, direct: list[Mention]) -> bool:
    """Whether "in situ" repeats the name before it, "lentigo maligna (in situ)", or is said of a device."""
    if "situ" not in text[morphology.start : morphology.end].lower():
        return False
    if _DEVICE.search(text, max(0, morphology.start - 48), morphology.start):
        return True
    return any(
        _IN_SITU.fullmatch(text, d.end, morphology.end) or _is_told_in_situ(text, d, morphology)
        for d in direct
        if d.end <= morphology.start
    )


_SAME_LESION = re.compile(r"[^.;,+&\n]{1,40}")


def _is_told_in_situ(text: str, form: Mention, morphology: Mention) -> bool:
    """Whether they lie in the phrase of a disease that is itself in situ: "lentigo maligna cheek in situ"."""
    codes = load_diseases()[form.name].icd10
    alone = text[morphology.start : morphology.end].lower().replace("-", " ") == "in situ"
    itself = bool(codes) and all(code.startswith("D0") for code in codes)
    return alone and itself and bool(_SAME_LESION.fullmatch(text, form.end, morphology.start))
