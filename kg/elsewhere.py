"""What a record says of another place than the tumour's: an organ that is out, nodes, anatomy beside it."""

import re

from kg.profile import Finding, Profile
from ontologies.disease import load_diseases
from ontologies.icd10 import category

_GONE = re.compile(
    r" (?:\w+ )?nephrectom\w+"
    r"| (?:kidney |one )?(?:was |has been |already )?(?:removed|taken out|donated|absent)\b"
    r"| (?:eye )?(?:was |has been |already )?(?:enucleat\w*|enucl|eviscerat\w*|prosthe\w+)\b"
    r"|(?: side| testis| testicle)? (?:was )?(?:undescended|maldescended|cryptorchid\w*)\b",
    re.IGNORECASE,
)
"""After a side: that organ is gone or is the healthy one, and the tumour is on the other side told."""
_GONE_BEFORE = re.compile(
    r"\b(?:enucleat\w+ (?:of )?|(?:un|mal)descended (?:testis |testicle )?(?:on )?)(?:the )?\(?$",
    re.IGNORECASE,
)
_NODES = (
    r"(?:para-?aortic|iliac|inguinal|axill\w+|supraclav\w*|SCF|SCLN|cervical|hilar|mediastinal|pelvic"
    r"|level \w+)? ?(?:nodes?|nodal|LNs?|lymph\w*)"
)
_OF_NODES = re.compile(rf" (?:(?:\d+|single|solitary|one) )?(?:{_NODES}|para-?aortic|SCF)\b", re.IGNORECASE)
"""After a side: it is that of the nodes."""
_PAIR = re.compile(
    r" (?:\w+ )?(?:(?P<breasts>mastectom\w+|breasts?\b|(?:breast )?implants|reduction)"
    r"|(?:knees?|hips?|shoulders?|cataracts?|hernia\w*|hydroneph\w+|nephrostom\w+|stents?"
    r"|(?:pleural )?effusions?)\b)",
    re.IGNORECASE,
)
"""After "bilateral": it is said of a pair of other organs."""
_BESIDE_IT = re.compile(
    r"\b(?:abut\w*|adjacent to|next to|touch\w+|close to|near|within \d+ ?[cm]m of)(?: the)?"
    r"(?: (?:left|right|L|R))?(?P<what> (?:main )?[a-z]+)\b",
    re.IGNORECASE,
)
"""Anatomy that a tumour only comes close to."""
_OF_BREASTS = ("C50", "D05", "D24", "N62", "N64")
_OF_LIMBS = ("C40", "C43", "C44", "C49", "M")
_SENTENCE_END = re.compile(r"[.;\n](?:\s|$)")
_CLINIC = re.compile(r"\b(?P<what>upper|lower) GI\b", re.IGNORECASE)
"""A board or a clinic, and no part of an organ."""
_OF_SKIN = ("C43", "C44", "C4A", "D03", "D04")
_NECK_TREATED = re.compile(
    r"(?<!\w)(?P<what>(?:(?<=RT )|(?<=RT to ))neck\b|neck(?= (?:dissect\w*|nodes?|nodal|LNs?|RT|levels?)\b))",
    re.IGNORECASE,
)
"""The neck whose nodes were operated on or are irradiated, which says nothing of the skin."""


def of_another_side(profile: Profile, text: str, codes: tuple[str, ...]) -> list[Finding]:
    """The sides told of something else than the tumour: an organ that is out, nodes, a tumour beside.

    Args:
        profile: The case as understood.
        text: The text its spans point into.
        codes: The codes of its disease.
    """
    said = [f for f in profile.findings if f.axis == "laterality"]
    other = [f for f in said if _is_of_another_pair(f, text, codes) or _is_beside(f, profile, text, codes)]
    said = [f for f in said if f not in other]
    gone = [f for f in said if _gone(f, text)]
    if gone and len({f.value for f in gone}) < len({f.value for f in said}):
        # "Bilateral retinoblastoma, right eye enucleated, left group C": what is treated is on the left.
        both = [f for f in said if f.value == "bilateral"]
        return [*other, *gone, *(both if len(said) > len(gone) + len(both) else [])]
    nodal = [f for f in said if _OF_NODES.match(text, f.end)]
    if len(nodal) < len(said) and any(c.startswith("C62") for c in codes):
        return [*other, *nodal]
    return other


def _gone(side: Finding, text: str) -> tuple[int, int] | None:
    """The stretch that says so of an organ that is gone, or of the healthy one."""
    if after := _GONE.match(text, side.end):
        return side.start, after.end()
    before = _GONE_BEFORE.search(text, max(0, side.start - 36), side.start)
    return (before.start(), side.end) if before else None


def _is_of_another_pair(side: Finding, text: str, codes: tuple[str, ...]) -> bool:
    match = _PAIR.match(text, side.end) if side.value == "bilateral" else None
    if match is None:
        return False
    return not any(c.startswith(_OF_BREASTS if match["breasts"] else _OF_LIMBS) for c in codes)


def _is_beside(side: Finding, profile: Profile, text: str, codes: tuple[str, ...]) -> bool:
    """Whether it stands in the sentence of a tumour of another kind, and not in that of the diagnosis."""
    start, end = _sentence(text, side.start)
    if any(start <= f.start < end for f in profile.diseases):
        return False
    diseases = load_diseases()
    named = [str(f.value) for f in profile.set_aside if f.axis == "disease" and start <= f.start < end]
    beside = [diseases.get(n.removeprefix("beside:")) for n in named if n.startswith("beside:")]
    # A metastasis is the tumour's own, and what is in situ lies in the same organ.
    known = [d for d in beside if d and d.icd10 and not d.secondary and not d.icd10[0].startswith("D0")]
    own = {category(c) for c in codes}
    return any(not own & {category(c) for c in d.icd10} for d in known)


def _sentence(text: str, at: int) -> tuple[int, int]:
    ends = [m.start() for m in _SENTENCE_END.finditer(text)]
    start = max((e + 1 for e in ends if e < at), default=0)
    return start, min((e for e in ends if e >= at), default=len(text))


def without_elsewhere(text: str, said: str, gone: list[Finding], codes: tuple[str, ...]) -> str:
    """What is said, in the same length, without those sides and anatomy a tumour only comes close to."""
    for side in gone:
        stretch = text[slice(*(_gone(side, text) or (side.start, side.end)))]
        said = re.sub(rf"(?<!\w){re.escape(stretch)}(?!\w)", " " * len(stretch), said)
    beside = [*_BESIDE_IT.finditer(said), *_CLINIC.finditer(said)]
    if any(c.startswith(_OF_SKIN) for c in codes):
        beside += _NECK_TREATED.finditer(said)
    for match in beside:
        start, end = match.span("what")
        said = said[:start] + " " * (end - start) + said[end:]
    return said
