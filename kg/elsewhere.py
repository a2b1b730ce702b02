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
    r"\b(?:enucleat\w+ (?:of )?|(?:(?:un|mal)descended|cryptorchid\w*) (?:testis |testicle )?"
    r"(?:(?:repair(?:ed)?|fixed|corrected|orchidopexy) )?(?:on )?)(?:the )?\(?$",
    re.IGNORECASE,
)
_HEALTHY = re.compile(
    r"(?: (?:side|kidney|eye|testis|testicle|adrenal|breast|lung|gland|ovary)[ ,:]{1,2}(?:is |was |all )?"
    r"(?:good|clear|ok|okay|healthy|working|spared)"
    r"| (?:\w+ )?(?:is |was )?(?:fine|normal|unaffected|uninvolved|prophylactic))"
    r"(?=\W*(?:$|[,.;:()\n-]|on\b|and\b|with\b))",
    re.IGNORECASE,
)
"""After a side: nothing is wrong there."""
_AIMED = re.compile(
    r"\b(?:RT|XRT|radiotherapy|irradiat\w+|prophylaxis|SABR|SBRT|electrons|photons|protons|treat)"
    r"(?: (?:to|of|for|on))?(?: the)? $",
    re.IGNORECASE,
)
"""Before a side: it is what is to be irradiated."""
_DEVICE_BEFORE = re.compile(
    r"\b(?:pacemaker|PPM|ICD|defibrillator|port(?:-?a-?cath)?)(?: (?:is|in|on|at|the))* $", re.IGNORECASE
)
_DEVICE = re.compile(
    r" (?:(?:chest|sided?) )?(?:pacemaker|PPM|ICD|defibrillator|port-?a-?cath)\b", re.IGNORECASE
)
"""Around a side: a device lies there."""
_JOINT = re.compile(r" (?:THR|TKR|(?:hip|knee|shoulder)\b|cataract\b)", re.IGNORECASE)
"""After a side: a joint or a lens, of somebody with a tumour elsewhere."""
_OPERATED = {
    side: re.compile(
        rf"\b(?:{words}) (?:\w+ )?(?:orchi|oophor)|(?:orchi|oophor)\w+ \(?(?:on (?:the )?)?(?:{words})\b",
        re.I,
    )
    for side, words in {"left": "left|lt|L", "right": "right|rt|R", "bilateral": "bilat\\w*"}.items()
}
"""The operation that tells on which side the tumour was."""
_OF_A_YEAR = re.compile(r"[^.;,\n]{0,32}\b(?:19|20)\d\d\b")
"""After a side: what is told of it was years ago."""
_NODES = (
    r"(?:para-?aortic|iliac|inguinal|axill\w+|supraclav\w*|SCF|SCLN|cervical|hilar|mediastinal"
    r"|pelvic(?: side ?wall)?|level \w+)? ?(?:nodes?|nodal|LNs?|lymph\w*)"
)
_OF_NODES = re.compile(rf" (?:(?:\d+|single|solitary|one) )?(?:{_NODES}|para-?aortic|SCF)\b", re.IGNORECASE)
"""After a side: it is that of the nodes."""
_PAIR = re.compile(
    r" (?:\w+ )?(?:(?P<breasts>mastectom\w+|breasts?\b|(?:breast )?implants|reduction)"
    r"|(?P<lungs>lungs?\b|pulmonary|hilar)"
    r"|(?:knees?|hips?|shoulders?|cataracts?|hernia\w*|hydroneph\w+|nephrostom\w+|stents?"
    r"|(?:pleural )?effusions?)\b)",
    re.IGNORECASE,
)
"""After "bilateral": it is said of a pair of other organs."""
_BOTH_AND = re.compile(r" [\w-]+ (?:and|\+|&) ", re.IGNORECASE)
"""After "both": two things are joined."""
_BESIDE_IT = re.compile(
    r"\b(?:abut\w*|adjacent to|next to|touch\w+|close to|near|within \d+ ?[cm]m of|\d ?[cm]m from)(?: the)?"
    r"(?: (?:left|right|L|R))?(?P<what> (?:main )?[a-z]+)\b",
    re.IGNORECASE,
)
"""Anatomy that a tumour only comes close to."""
_PAIRS = {
    "breasts": ("C50", "D05", "D24", "N62", "N64"),
    "lungs": ("C34", "C45", "C78", "D02"),
    None: ("C40", "C43", "C44", "C49", "M"),
}
"""The codes of the organs that such a pair belongs to, by what it is a pair of; else of joints and limbs."""
_OTHERS = frozenset({"beside", "historical", "family"})
"""What else a record may tell of than the tumour."""
_ONE_OF_A_PAIR = ("C56", "C57", "C62")
"""Codes of tumours whose nodes lie on either side."""
_SENTENCE_END = re.compile(r"[.;\n](?:\s|$)")
_SOLE = re.compile(
    r"\b(?P<what>sole)(?= (?:site|lesion|disease|met\w*|deposit|area|focus|recurrence|relapse|treatment"
    r"|modality|adjuvant|progress\w*|remaining|active|abnormal\w*|kidney|APBI|RT)\b)",
    re.IGNORECASE,
)
"""The only one, and no part of a foot."""
_CLINIC = re.compile(r"\b(?P<what>upper|lower) GI\b", re.IGNORECASE)
"""A board or a clinic, and no part of an organ."""
_ARM = re.compile(r"\b[A-Z]{3,}(?:[- ]?\d{1,4})? (?:trial )?(?P<what>arm)\b")
"""The arm of a trial."""
_OF_SKIN = ("C43", "C44", "C4A", "D03", "D04")
_AXILLA_TREATED = re.compile(
    r"\b(?P<what>axillary)(?= (?:clearance|nod(?:es?|al)|LNs?|lymph\w*|dissect\w*|surgery|sampling|RT)\b)",
    re.IGNORECASE,
)
"""The axilla whose nodes are told, and no tail of the breast."""
_NECK_TREATED = re.compile(
    r"(?<!\w)(?P<what>(?:(?<=RT )|(?<=RT to ))(?:neck|groin|axilla)\b"
    r"|(?:neck|groin|(?:ilio-?)?inguinal|axill\w+)(?= (?:dissect\w*|nodes?|nodal|LNs?|RT|levels?|clearance"
    r"|relapse|recurrence|basin|field)\b))",
    re.IGNORECASE,
)
"""The basin whose nodes were operated on or are irradiated, which says nothing of the skin."""
_OTHER_TESTIS = re.compile(
    r"(?P<what>(?:(?:other|opposite|contralateral) (?:side |testis |testicle )?(?:was )?"
    r"(?:un|mal)descended|(?:un|mal)descended (?:other|opposite|contralateral)"
    r"|(?:un|mal)descended testis (?:as (?:an? )?\w+ |in \w+ )?(?:on the )?other side))",
    re.IGNORECASE,
)
"""It is not the testis of the tumour."""
_SIZED = re.compile(r"\b(?P<what>hand|palm|fist)(?=[ -]sized?\b)", re.IGNORECASE)
_EN_FACE = re.compile(r"\ben[ -](?P<what>face)\b", re.IGNORECASE)
"""How an electron field stands, and how large something is."""
_BASIN = re.compile(r" (?:axill\w+|groin|(?:ilio-?)?inguinal)\b", re.IGNORECASE)
_BASIN_BEFORE = re.compile(
    r"\b(?:axill\w+|groin|(?:ilio-?)?inguinal|neck)(?: (?:clearance|dissection|LND|nodes?))? \(?$",
    re.IGNORECASE,
)
"""Around a side: it is that of the nodes of a limb or the trunk, which may be across from the skin tumour."""
_WORDS = {"left": r"\b(?:left|lt|L)\b", "right": r"\b(?:right|rt|R)\b", "bilateral": r"\b(?:bilat\w*|both)\b"}


def of_another_side(profile: Profile, text: str, codes: tuple[str, ...]) -> list[Finding]:
    """The sides told of something else than the tumour: an organ that is out, nodes, a tumour beside.

    Args:
        profile: The case as understood.
        text: The text its spans point into.
        codes: The codes of its disease.
    """
    said = [f for f in profile.findings if f.axis == "laterality"]
    aimed = [f for f in said if _AIMED.search(text, max(0, f.start - 32), f.start)]
    aimed = [f for f in aimed if not _OF_A_YEAR.match(text, f.end)]
    if len({f.value for f in aimed}) == 1:
        return [f for f in said if f.value != aimed[0].value]
    well = [f for f in said if _HEALTHY.match(text, f.end) or _is_of_a_device(f, text, codes)]
    said = [f for f in said if f not in well]
    gone = [f for f in said if _gone(f, text)]
    if len({f.value for f in gone}) == len({f.value for f in said}):
        gone = []
    if gone:
        # "Bilateral retinoblastoma, right eye enucleated, left group C": what is treated is on the left.
        both = [f for f in said if f.value == "bilateral"]
        gone += both if len(said) > len(gone) + len(both) else []
    other = [f for f in said if f not in gone and _is_told_elsewhere(f, profile, text, codes)]
    return [*well, *gone, *other]


def _is_told_elsewhere(side: Finding, profile: Profile, text: str, codes: tuple[str, ...]) -> bool:
    nodal = any(c.startswith(_ONE_OF_A_PAIR) for c in codes) and _OF_NODES.match(text, side.end)
    if nodal and not _OPERATED[str(side.value)].search(text):
        return True
    if any(c.startswith(_OF_SKIN) for c in codes) and _is_of_a_basin(side, text):
        return True
    return _is_of_another_pair(side, text, codes) or _is_beside(side, profile, text, codes)


def _is_of_a_basin(side: Finding, text: str) -> bool:
    """Whether the side is told of the nodes alone."""
    before = _BASIN_BEFORE.search(text, max(0, side.start - 32), side.start)
    if before is None and _BASIN.match(text, side.end) is None:
        return False
    return len(re.findall(_WORDS[str(side.value)], text)) == 1


def _is_of_a_device(side: Finding, text: str, codes: tuple[str, ...]) -> bool:
    if _DEVICE.match(text, side.end) or _DEVICE_BEFORE.search(text, max(0, side.start - 24), side.start):
        return True
    return _JOINT.match(text, side.end) is not None and not any(c.startswith(_PAIRS[None]) for c in codes)


def _gone(side: Finding, text: str) -> tuple[int, int] | None:
    """The stretch that says so of an organ that is gone, or of the healthy one."""
    if after := _GONE.match(text, side.end):
        return side.start, after.end()
    before = _GONE_BEFORE.search(text, max(0, side.start - 36), side.start)
    return (before.start(), side.end) if before else None


def _is_of_another_pair(side: Finding, text: str, codes: tuple[str, ...]) -> bool:
    if side.value != "bilateral":
        return False
    if _BOTH_AND.match(text, side.end):
        return True
    match = _PAIR.match(text, side.end)
    return match is not None and not any(c.startswith(_PAIRS[match.lastgroup]) for c in codes)


def _is_beside(side: Finding, profile: Profile, text: str, codes: tuple[str, ...]) -> bool:
    """Whether it stands in the sentence of a tumour of another kind, and not in that of the diagnosis."""
    start, end = _sentence(text, side.start)
    if any(start <= f.start < end for f in profile.diseases):
        return False
    diseases = load_diseases()
    named = [str(f.value) for f in profile.set_aside if f.axis == "disease" and start <= f.start < end]
    beside = [diseases.get(slug) for how, _, slug in (n.partition(":") for n in named) if how in _OTHERS]
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
    patterns = [_BESIDE_IT, _SOLE, _SIZED, _EN_FACE, _CLINIC, _OTHER_TESTIS, _ARM, _AXILLA_TREATED]
    if any(c.startswith(_OF_SKIN) for c in codes):
        patterns.append(_NECK_TREATED)
    for pattern in patterns:
        for match in pattern.finditer(said):
            start, end = match.span("what")
            said = said[:start] + " " * (end - start) + said[end:]
    return said
