"""Tumours a text names only to say that it was another: taken back by the writer, or by the tissue."""

import re
from functools import cache

from ingest.bystander import harmless
from ingest.clause import Clauses
from ingest.diagnosis import Candidate, is_secondary
from ontologies.disease import ancestors

_CORRECTED = re.compile(r"[,;.-] ?(?:no,? wait|scratch that|I mean|sorry,?|rather,)\b", re.IGNORECASE)
_NOT_SO = re.compile(
    r"\)?\s*[-\u2013,;:(]+ ?(?:no|nope|not so|incorrect|wrong|it is not|was not)\b ?[-\u2013,;:.=]", re.I
)
"""After a queried tumour: it was not that one."""
_QUERIED = re.compile(r"[^.;\n?]{0,24}\?")
"""After a tumour: it was only thought to be one."""
_QUERY = re.compile(
    r"(?:\?|\bquery|\bthought(?: to be)?|\breferred as|\bref'?d as) ?(?:an? )?$", re.IGNORECASE
)
_RESULT = re.compile(
    r"(?:[?,;:.(\u2013-] ?|\b(?:final|formal|core|CT|USS?|needle|punch|incisional|open|EBUS|EUS|stereotactic"
    r"|the|but|and|then|repeat|on)[ -])"
    r"(?:histol\w*|histo|biops\w+|bx|core|path|pathology|cytology|FNA|aspirat\w+|excision)"
    r"(?: (?:of|this|that|it|lesion|mass|has|have|now|then|result|report))?"
    r"(?: ?(?:=|:| -|\u2013)| (?:is|was|shows|showed|came back(?: as)?|says|said|proved|turned out"
    r"|confirm(?:s|ed))\b)"
    r"(?: an?\b)?",
    re.IGNORECASE,
)
"""What the tissue showed, where no other organ is said to be its own: "nose bx" is another lesion's."""
_SOON = 60
"""Characters after a queried tumour in which its tissue is told of."""
_NEXT = 40
"""Characters after it in which what it showed is named."""


@cache
def _harmless() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{harmless()})\b", re.IGNORECASE)


def is_refuted(text: str, clauses: Clauses, candidate: Candidate, named: list[Candidate]) -> bool:
    """Whether a later part of the text makes the tumour another one.

    "SCC floor of mouth, no wait, lower lip" was taken back; "BCC hand? histol = SCC" was queried before the
    tissue showed something else.
    """
    corrected = _CORRECTED.search(text, candidate.end, clauses.sentence_span(candidate.end)[1])
    if corrected and any(other.start >= corrected.end() for other in named):
        return True
    result = _RESULT.search(text, candidate.end - 1, candidate.end + _SOON)
    asked = _QUERY.search(text, max(0, candidate.start - 16), candidate.start)
    denied = _NOT_SO.match(text, candidate.end)
    if asked and denied and any(other.start >= denied.end() - 1 for other in named):
        return True
    queried = asked or (result and _QUERIED.match(text, candidate.end, result.start() + 1))
    if not result or not queried:
        return False
    shown = [c for c in named if result.start() <= c.start <= result.end() + _NEXT or _ends_in(c, result)]
    if shown:
        # A metastasis that was sampled says nothing against the primary thought of.
        return not any(is_secondary(c.disease) or _is_form(candidate, c) for c in shown)
    return bool(_harmless().search(text, result.end(), result.end() + _NEXT))


def _is_form(one: Candidate, other: Candidate) -> bool:
    """Whether one is a form of the other."""
    return one.disease in ancestors(other.disease) or other.disease in ancestors(one.disease)


def _ends_in(candidate: Candidate, result: re.Match[str]) -> bool:
    """Whether its last part is what the tissue showed, though its site stands before."""
    return any(result.end() <= part.start <= result.end() + _NEXT for part in candidate.parts)
