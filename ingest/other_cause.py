"""Complaints of somebody with a cancer that have another cause: a fragile bone, a worn joint, a clot."""

import re
from functools import cache

from ingest.diagnosis import is_secondary
from ingest.lexicon import load_yaml, one_of
from ingest.mention import Mention
from ingest.reserve import asks_now
from ontologies.disease import load_diseases

OTHER_CAUSE = "other_cause"
"""The name of words that tell another cause among those that decline radiotherapy."""
_BREAK = r"(?:fractur\w*|#|collaps\w*|wedg\w*|crush\w*|compression)"
_FRAGILE = re.compile(
    rf"\b(?:osteoporotic|fragility|insufficiency)\b[\w ,/()-]{{0,32}}?{_BREAK}"
    rf"|\b(?:fractur|collaps|wedg|crush)\w*[^.;\n]{{0,40}}?\b(?:osteoporo\w+|fragility|insufficiency)\b",
    re.IGNORECASE,
)
_DOUBTED = re.compile(
    r"(?:\?|\b(?:no|not|query|queried|rather than|versus|vs|or|possible|previous|old))[ .]{0,2}$", re.I
)
"""Before it: it is not told as the matter now."""
_OR = re.compile(r"[^.;\n]{0,24}?(?:\?|\bor\b|\bvs\b|\bversus\b|\bexcluded\b)", re.IGNORECASE)
"""After it: it may be something else."""
_KNOWN = re.compile(
    r"\b(?:known|k/?c/?o|background(?: of)?|bg|treated|cured|previous\w*|prior|past|old|pmhx?|history of|h/o"
    r"|hx(?: of)?|survivor of|radiation for|irradiation for|RT for|radiotherapy for|(?:post|after|since)"
    r" (?:CRT|chemo-?RT|RT|radiotherapy|SABR|surgery|chemo\w*)(?: for)?|(?:19|20)\d\d[,:]?(?: for)?)[ :(]+"
    r"(?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
"""Before a cancer that is only the background."""
_KEPT_BY = re.compile(
    r"[ ,]*(?:(?:\([^()\n]{0,40}\) )?(?:on|in remission|in (?:VG)?PR|in CR)\b"
    r"|(?:(?:in|at|as|of) )?(?:a )?(?:(?:19|20)\d\d|teen\w*|child\w*|survivor|\d+ (?:years|yrs?) ago)\b)",
    re.IGNORECASE,
)
"""After it: drugs hold it, or it is of years ago."""
_BLAMED = re.compile(
    r"\b(?:must be|may be|might be|could (?:it )?be|is it|it'?s|thinks?|thought(?: to be)?|fears?"
    r"|feared|convinced|blames?"
    r"|worried (?:about|it is|that)|puts it down to|attributes? (?:it|this) to)"
    r"(?: (?:it is|it was|its|it|is|to|due|from|my|his|her|their|the|old|known)){0,4} $",
    re.IGNORECASE,
)
"""Before a cancer that somebody only holds to be the cause."""
_SURVIVOR = re.compile(r" (?:survivor|patient|pt)\b", re.IGNORECASE)
"""After it: who has had it, and not what is asked about."""
_OF_THE_TUMOUR = re.compile(
    r"\b(?:SVCO|SVC obstruction|compress\w*|obstruct\w*|haemopt\w*|hemopt\w*|bleed\w*|haematu\w*|hematu\w*"
    r"|melaena|melena|fungat\w*|patholog\w*|stridor|dysphag\w*|invad\w*|invasion|recurr\w*|relaps\w*"
    r"|metast\w*|mets?)\b",
    re.IGNORECASE,
)
"""Words of what a tumour itself does."""
_HELD_BY_DRUGS = re.compile(
    r"\bon (?:ADT|LHRH\w*|GnRH\w*|hormones?|bicalutamide|zoladex|prostap|goserelin|leuprorelin|enzalutamide"
    r"|abiraterone|apalutamide|darolutamide)\b",
    re.IGNORECASE,
)
"""What keeps a prostate cancer that only its PSA tells of."""
_DENIED = re.compile(
    r"\b(?:no|not|nil|without|rather than|excluded|neg(?:ative)?(?: for)?)\W[^.;\n]{0,30}$", re.I
)
_DESCRIBED = frozenset(
    {"t", "n", "m", "stage", "grade", "grade_group", "gleason", "psa", "size_mm", "margin"}
)
"""Axes that describe a tumour of today."""


@cache
def told_causes() -> re.Pattern[str]:
    """What tells another cause: a scan or somebody who has looked, or words that settle it."""
    data: dict[str, list[str]] = load_yaml("other_causes.yaml")
    cause = rf"(?<![\w-])(?:{one_of(data['causes'])}(?:s|es|ism|ion)?)(?![\w-])"
    harmless = rf"(?<![\w-]){one_of(data['lesions'])}s?(?![\w-])"
    reason = r"(?: (?:for|of|after) (?:[\w-]+ ){0,3}[\w-]+:)?"
    between = rf"{reason}(?:(?!\b(?:no|not|for|after|of known)\b)[^.;\n?]){{0,40}}?"
    shown = rf"\b{one_of(data['shown_by'])}\b{between}"
    lesion = rf"\b{one_of(data['seen_by'])}\b{between}{harmless}"
    looked = rf"(?:on|by|at|per|seen|shown|proven|under) (?:[\w-]+ )?{one_of(data['seen_by'])}\b"
    seen = rf"{harmless}(?= ?[(,]?{looked})"
    said = rf"(?<!\w){one_of(data['said_as'])}\s(?:(?:an?|the|some|severe|mild|simple|acute|old) ){{0,2}}"
    only = r"(?=[^.;\n?]{0,24}?\b(?:only|alone|confirmed|not met|no met|nothing else))"
    sure = rf"(?=[^.;\n?]{{0,32}}?\b{one_of(data['settled'])}\b)"
    sure = (
        rf"(?:{sure}|(?=,? ?\(?biops\w+ (?:x ?\d+ )?(?:all )?(?:benign|fibrosis|inflamm\w+|clear|neg\w*)\b))"
    )
    return re.compile(
        rf"(?:{shown}|{said}){cause}|{lesion}|{seen}|{said}{harmless}|{cause}{only}|{harmless}{sure}",
        re.IGNORECASE,
    )


def without_other_cause(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions with such a cause as what declines, where no metastasis and no course is named.

    "Osteoporotic T9 fracture, prostate ca on ADT" asks for nothing of the prostate, nor does "painful hip,
    known breast ca, MRI shows avascular necrosis" for anything of the breast.
    """
    found = _FRAGILE.search(text) or (told_causes().search(text) if _is_background(text, mentions) else None)
    if found is None or is_in_doubt(text, found):
        return mentions
    if any(asks_now(text, m) for m in mentions if m.name != "called_for"):
        return mentions
    if any(m.kind == "disease" and is_secondary(m.name) and m.assertion != "negated" for m in mentions):
        return mentions
    kept = [m for m in mentions if not (m.name == "called_for" and found.start() <= m.start < found.end())]
    kept.append(Mention("declined", OTHER_CAUSE, OTHER_CAUSE, *found.span()))
    return sorted(kept, key=lambda m: (m.start, -m.end))


def is_in_doubt(text: str, found: re.Match[str]) -> bool:
    """Whether the cause is only one of several thought of: "?osteoporotic vs metastatic"."""
    before = _DOUBTED.search(text, max(0, found.start() - 16), found.start())
    return bool(before or _OR.match(text, found.end()))


def _is_background(text: str, mentions: list[Mention]) -> bool:
    """Whether every cancer named is only known, or held by drugs, and nothing is told of it as it is now."""
    cancers = [m for m in mentions if m.kind == "disease" and load_diseases()[str(m.value)].malignant]
    described = {m.name for m in mentions if m.name in _DESCRIBED and m.assertion == "affirmed"}
    by_marker = not cancers and described == {"psa"} and _HELD_BY_DRUGS.search(text) is not None
    if not by_marker and (not cancers or described):
        return False
    if any(
        not _DENIED.search(text, max(0, w.start() - 48), w.start()) for w in _OF_THE_TUMOUR.finditer(text)
    ):
        return False
    return all(
        is_known(text, m.start, m.end)
        or _BLAMED.search(text, max(0, m.start - 60), m.start)
        or _SURVIVOR.match(text, m.end)
        for m in cancers
    )


def is_known(text: str, start: int, end: int) -> bool:
    """Whether the words beside a cancer say that it is known, of years ago or held by drugs."""
    return bool(_KNOWN.search(text, max(0, start - 40), start) or _KEPT_BY.match(text, end))
