"""Fractures of fragile bone in somebody with a cancer: no metastasis, and no course asked for."""

import re

from ingest.diagnosis import is_secondary
from ingest.mention import Mention
from ingest.reserve import asks_now

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


def without_fragile_bone(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions with such a fracture as what declines, where no metastasis and no course is named.

    "Osteoporotic T9 fracture, prostate ca on ADT" asks for nothing of the prostate.
    """
    found = _FRAGILE.search(text)
    if found is None or _DOUBTED.search(text, max(0, found.start() - 16), found.start()):
        return mentions
    if _OR.match(text, found.end()) or any(asks_now(text, m) for m in mentions if m.name != "called_for"):
        return mentions
    if any(m.kind == "disease" and is_secondary(m.name) and m.assertion != "negated" for m in mentions):
        return mentions
    kept = [m for m in mentions if not (m.name == "called_for" and found.start() <= m.start < found.end())]
    kept.append(Mention("declined", "not_needed", "not_needed", *found.span()))
    return sorted(kept, key=lambda m: (m.start, -m.end))
