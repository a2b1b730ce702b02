"""Late effects of radiotherapy: "radiation proctitis" names a course of the past and asks for none."""

import re
from itertools import islice

from ingest.mention import Mention
from ingest.reserve import asks_now

LATE_EFFECT = "late_effect"
"""The name of such an effect among the words that decline radiotherapy."""
_MOST = 8
"""Such phrases read; a case has one."""
_EFFECT = re.compile(
    r"\b(?:radiation|radiotherapy|chemoradiation|RT|XRT)[ -](?:induced |related |associated |type )?"
    r"(?:pneumonitis|proctitis|proctopathy|cystitis|enteritis|colitis|necrosis|myelopathy|dermatitis"
    r"|(?:o)?esophagitis|mucositis|fibrosis|plexopathy|retinopathy|osteitis|osteonecrosis|vasculopathy"
    r"|nephropathy|hepatitis|gastritis|pericarditis|xerostomia|trismus|stricture|morph(?:o)?ea|recall)\b"
    r"|\b(?:pneumonitis|proctitis|proctopathy|cystitis|enteritis|colitis|myelopathy|osteoradionecrosis|ORN"
    r"|plexopathy|telangiectasi\w+|stricture)"
    r"(?:,? (?:late|years|yrs|months|(?:gr(?:ade)?|G|CTCAE) ?[1-4]"
    r"|\d+ ?(?:y|yrs?|years?|months?|mths?|weeks?|wks?|/12|/52)),?){0,3}"
    r" (?:after|since|from|following|due to|post)[ -]"
    r"(?:(?:the|his|her|old|previous|prior|past|prostate|pelvic|cervix|cervical|rectal|anal|bladder|uterine|lung"
    r"|breast|chest|thoracic|mediastinal|oesophageal|neck|tonsil|oral|radical|end of|completing"
    r"|finishing) ){0,3}"
    r"(?:radiation|radiotherapy|chemo-?radiation|C?CRT|chemo-?RT|RT|XRT|EBRT|SABR|SBRT|brachy\w*|irradiation)\b"
    r"|\b(?:weeks?|wks?|months?|mths?|years?|yrs?|/12|/52) (?:after|following|post|since|from) "
    r"[^.;\n]{0,32}?\b(?:radiotherapy|chemo-?radiation|CRT|RT|XRT|EBRT|SABR|SBRT|irradiation|tangents?)\b"
    r"[^.\n]{0,80}?[:,;=] ?(?:likely |probable |classic(?:al)? |grade \d )?"
    r"(?:pneumonitis|proctitis|cystitis|enteritis|osteoradionecrosis|ORN)\b"
    r"|\b(?:radiotherapy|chemo-?radiation|C?CRT|chemo-?RT|RT|XRT|EBRT|SABR|SBRT|brachy\w*|\d\d/\d\d)\b"
    r"[^.;\n]{0,32}?\b(?:finished|completed?|ended|done|over|ago|back|(?:19|20)\d\d)\b[^\n]{0,60}?"
    r"[,.;:] ?(?:(?:now|has|with|severe|bad|new|troublesome|bleeding|haemorrhagic|gr(?:ade)? ?[1-4]) ){0,3}"
    r"(?:pneumonitis|proctitis|cystitis|enteritis|osteoradionecrosis|ORN)\b"
    r"|\b(?:within|in)(?: the)?[- ](?:(?:RT|radiation|radiotherapy|treatment|tangential|irradiated) )?fields?"
    r"[ ,:;=-]{1,3}(?:likely |probable |consistent with |c/w |= ?)?(?:pneumonitis|osteoradionecrosis"
    r"|fibrosis)\b",
    re.IGNORECASE,
)
_NOT_NOW = re.compile(
    r"(?:\?|\b(?:no|not|without|nil|never|risk of|avoid\w*|previous|prior|past|old|resolved|hx(?: of)?|mild"
    r"|versus|vs|or|possible|query|suspected|excluded|known|prev|ongoing|chronic)\b)[ .,]{0,2}(?:\w+ )?$",
    re.IGNORECASE,
)
"""Before it: it is not told as the matter now."""
_DOUBTED = re.compile(
    r" ?(?:\?|\((?:\?|resolved|mild)|(?:is |was |now )?(?:vs?\.?|versus|or|excluded|unlikely|resolved"
    r"|settled|ruled out)\b)",
    re.IGNORECASE,
)
_ANEW = re.compile(
    r"\b(?<!no )(?<!without )(?<!nil )(?<!no local )(?<!no tumour )(?<!of )"
    r"(?:recur\w*|relaps\w*|progress\w*|new|mets?|metast\w+|residual|second|salvage)\b",
    re.IGNORECASE,
)
"""What may be irradiated beside it."""

_NECROSIS = re.compile(r"\bradio-?necrosis\b", re.IGNORECASE)
"""What becomes of an irradiated deposit of the brain: it swells and takes up contrast like one that grows."""
_GROWS_TOO = re.compile(
    r"\b(?:new|further|other|second|additional|more|growing) (?:[\w-]+ ){0,2}(?:mets?|metast\w+|lesions?"
    r"|deposits?|tumou?rs?)\b"
    r"|\b(?<!no )(?<!not )(?<!than )(?<!no true )(?<!not true )(?<!no tumour )(?<!not tumour )"
    r"(?<!no tumor )(?<!not tumor )(?:recurren\w+|progress\w+|relaps\w+|regrowth|salvage|re-?irradiat\w+)\b",
    re.IGNORECASE,
)


def _necrosis(text: str) -> Mention | None:
    """Radionecrosis told as what is the matter, and nothing beside it that grows.

    A course asked for after it outweighs it, as it does all words that decline.
    """
    found = None if _GROWS_TOO.search(text) else _NECROSIS.search(text)
    if found is None or _DOUBTED.match(text, found.end()):
        return None
    if _NOT_NOW.search(text, max(0, found.start() - 24), found.start()):
        return None
    return Mention("declined", LATE_EFFECT, LATE_EFFECT, *found.span())


def without_late_effects(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions without the radiotherapy that an effect of it names, and the effect where it declines.

    A text about the effect alone, with nothing that has come back and no course asked for, calls for none.
    """
    found = list(islice(_EFFECT.finditer(text), _MOST))
    if not found:
        dead = _necrosis(text)
        return sorted([*mentions, dead], key=lambda m: (m.start, -m.end)) if dead else mentions
    kept = [
        m
        for m in mentions
        if not any(e.start() <= m.start and m.end <= e.end() for e in found)
        or not (m.kind == "radiotherapy" or m.name == "called_for")
    ]
    present = [
        e
        for e in found
        if not _NOT_NOW.search(text, max(0, e.start() - 24), e.start()) and not _DOUBTED.match(text, e.end())
    ]
    if not present or _ANEW.search(text) or any(asks_now(text, m) for m in kept):
        return kept
    kept += [Mention("declined", LATE_EFFECT, LATE_EFFECT, *present[0].span())]
    return sorted(kept, key=lambda m: (m.start, -m.end))
