"""What a text names only to say that it follows the course asked for: "chemoRT, then PCI"."""

import re

from ingest.cord import PRESSED_CORD
from ingest.mention import Mention
from ingest.request import COURSE_AXES

WISH_AXES = COURSE_AXES | {"target"}
"""Axes of what is asked for; a wish under a condition is still one."""
_THEN = re.compile(r"(?:\bthen|\bfollowed by|\bbefore|\bwith later)\s+$", re.IGNORECASE)
_FIRST = re.compile(
    r"\b(?:pre-?op\w*|neo-?adj\w*|upfront|initial|induction)(?:[ +/-]{1,3}(?!then\b)\w+){0,5}?"
    r"[ +/-]{1,3}(?:RT|XRT|CRT|chemo-?RT|radiotherapy|radiation)\b",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"(?: boost| component| phase)? (?:follows|will follow|to follow|comes later|is to follow|done elsewhere"
    r"|elsewhere later|later at)\b",
    re.IGNORECASE,
)
_FINISHED = re.compile(
    r"\b(?:EBRT|RT|XRT|radiotherapy|external(?: beam)?|pelvic RT|pelvis|\d\d(?:\.\d)?/\d\d"
    r"|Gy)\b[^.;\n]{0,24}?"
    r"\b(?:finished|completed?|done|given|delivered|over)\b",
    re.IGNORECASE,
)
"""The first part is over: what follows it is what is asked for."""
_WEEKS_LATER = re.compile(r"\s*(?:[\w/-]+\s+){0,3}(?:later|after|afterwards)\b", re.IGNORECASE)
_AFTERWARDS = re.compile(
    r"\s*(?:offered |planned )?(?:after(?:wards)?|later|to follow|subsequently)\b", re.IGNORECASE
)


_DRUGS_LATER = re.compile(
    r" (?:(?:is|are|to|will|can|could|be|starts?|starting|begins?|given|planned|due) ){0,3}"
    r"(?:later|afterwards|next (?:week|wk|month)|to follow|follows"
    r"|after (?:RT|XRT|radiotherapy|that|this))\b",
    re.IGNORECASE,
)
"""After drugs: their turn comes when the course is over."""


_TO_BE_TAKEN = frozenset({"oesophagectomy", "gastrectomy", "pancreatectomy", "tme"})
_FIT_FOR = re.compile(
    r"\b(?<!not )(?:fit for|planned(?: for)?|awaiting|awaits|candidate for|suitable for|proposed|intended"
    r"|aim(?:ing)? for) (?:an? |the |her |his )?$",
    re.IGNORECASE,
)
"""Before an operation that is still to come: what is asked for goes before it."""
_POSTOP = re.compile(r"\b(?:adjuvant|adj|post-?op\w*|R[12])\b|\byp|\bpT", re.IGNORECASE)


def comes_later(text: str, mentions: list[Mention], finding: Mention) -> bool:
    """Whether it only follows the course asked for: "chemoRT, then PCI", "pre-op RT then WLE"."""
    before = text[max(0, finding.start - 16) : finding.start]
    if (finding.name, finding.value) == ("called_for", "systemic_alone"):
        return _DRUGS_LATER.match(text, finding.end) is not None
    if (finding.name, finding.value) == ("called_for", "earlier"):
        # "Cord compressed, VRd after RT": no course was given yet.
        return text.startswith(("after ", "post "), finding.start) and PRESSED_CORD.search(text) is not None
    if finding.name == "surgery" and finding.value in _TO_BE_TAKEN and _POSTOP.search(text) is None:
        if _FIT_FOR.search(text, max(0, finding.start - 24), finding.start):
            return True
    if finding.name in {"surgery", "setting"} and _THEN.search(before):
        first = text[: finding.start]
        return bool(_FIRST.search(first)) or _is_led_by_course(text, mentions, finding)
    if finding.name in {"surgery", "setting"} and _WEEKS_LATER.match(text, finding.end):
        return bool(_FIRST.search(text[: finding.start]))
    if finding.name in WISH_AXES and _FOLLOWS.match(text, finding.end):
        if _FINISHED.search(text, 0, finding.start):
            return False
        # "EBRT now, implant boost follows": the external part is asked for.
        return any((m.name, m.value) == ("modality", "photon") and m.start < finding.start for m in mentions)
    if (finding.name, finding.value) != ("target", "pci"):
        return False
    if not any(m.asks_for_radiotherapy and not m.overlaps(finding) for m in mentions):
        return False
    return bool(_THEN.search(before) or _AFTERWARDS.match(text, finding.end))


_SPECIMEN = re.compile(r"\byp(?:T|N|CR)|\bypath", re.IGNORECASE)
"""The stage of what was taken out after the course: the operation is done."""
_LEAD = 24
"""Characters between a course and the "then" that follows it."""


def _is_led_by_course(text: str, mentions: list[Mention], finding: Mention) -> bool:
    """Whether an operation follows radiotherapy asked for right before: "platinum RT then lobectomy"."""
    then = _THEN.search(text, max(0, finding.start - 16), finding.start)
    if then is None or _SPECIMEN.search(text):
        return False
    return any(
        m.asks_for_radiotherapy
        and 0 <= then.start() - m.end <= _LEAD
        and not re.search(r"[.;\n]", text[m.end : then.start()])
        for m in mentions
    )
