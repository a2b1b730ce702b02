"""Courses told with the month in which they ended, in a review that found nothing since."""

import re

from ingest.mention import Mention

_MONTH = r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w* )?"
_COURSE = (
    r"(?:(?:chemo-?)?(?:RT|XRT|radiotherapy|radiation)|CRT|chemorad\w+|brachy\w*|EBRT|IMRT|VMAT|SABR|SBRT"
    r"|HDR|LDR|seeds|protons?|ISRT|INRT|IFRT|PMRT|PORT|WBRT)"
)
_ENDED = re.compile(
    rf"\b{_COURSE}\b[^.;\n]{{0,24}}?\b(?:ended|finished|completed|over|done|given)[ ,:(]*(?:in |on )?{_MONTH}"
    r"(?:\b(?:19|20)\d\d\b|['\u2019]\d\d\b)"
    rf"|\b\d\d(?:\.\d+)?(?:Gy)?/\d\d?\b[^.;\n]{{0,24}}?\b(?:ended|finished|completed) (?:in |on )?{_MONTH}",
    re.IGNORECASE,
)
_CLEAR = re.compile(
    r"\b(?:no (?:evidence of |sign of |residual )?(?:disease|recurrence|relapse|tumou?r)|NED|CMR|CR|cCR|mCR"
    r"|PET(?:-CT)?[ :]{1,2}(?:is |remains |now )?(?:neg(?:ative)?|clear)"
    r"|disease[- ]free|in remission|nothing (?:seen|found|to (?:treat|see|find)))\b",
    re.IGNORECASE,
)
_ANEW = re.compile(
    r"\b(?:(?<!no )recur\w*|(?<!no )relaps\w*|new|now(?! (?:\d|well|clear|PET|NED|in remission))"
    r"|second|salvage|progress\w*|mets?|metast\w+|boost|next"
    r"|PCI|consolidat\w+|for)\b",
    re.IGNORECASE,
)


def ended_and_clear(text: str, mentions: list[Mention]) -> list[Mention]:
    """The course that ended then, where nothing is left, nothing has come back and nothing more is asked."""
    match = _ENDED.search(text)
    if match is None or not _CLEAR.search(text, match.end()):
        return []
    if _ANEW.search(_CLEAR.sub("", text[match.end() :])):
        return []
    asked = [m for m in mentions if m.asks_for_radiotherapy and m.start >= match.end()]
    return [] if asked else [Mention("declined", "completed", "completed", *match.span())]
