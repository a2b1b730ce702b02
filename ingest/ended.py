"""Courses told with the month in which they ended, in a review that found nothing since."""

import re

from ingest.mention import Mention
from ingest.request import asks

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
_HAD = re.compile(
    rf"\b{_COURSE} (?:(?:to|of) (?:the )?(?:[\w-]+ ){{1,3}}?)?(?:in )?{_MONTH}\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
"""A course with its year: "RT to the left breast in 2015"."""
_WELL = re.compile(
    r"\b(?:(?:is |remains |feels |very |keeping )?well\b(?! (?:diff|controlled|tolerated|below|above))"
    r"|asymptomatic|NED|no (?:pain|symptoms?|complaints?|concerns?|recurrence|relapse|new)|symptom[- ]free"
    r"|follow[- ]?up|f/u|discharge\w*|annual (?:review|check)|routine (?:review|check)|undetectable)\b",
    re.IGNORECASE,
)
_MATTER = re.compile(
    r"\b(?<!no )(?<!nil )(?<!no new )(?:pain\w*|ach(?:es?|ing)|bleed\w*|lump\w*|mass(?:es)?|nodules?|lesions?"
    r"|lytic|biops\w+|bx|fractur\w*|cord|weak\w*|rising|rise|raised|enlarg\w*|grow\w*|avid|uptake|recurren\w+|relaps\w+"
    r"|progress\w*|mets?|metast\w+|salvage|boost|second|again|T[1-4][a-d]?|N[1-3]|please|refer\w*|plan\w*"
    r"|consider\w*|\d+/\d+)\b|\?",
    re.IGNORECASE,
)
"""What may be to treat now."""


def _had_and_well(text: str) -> re.Match[str] | None:
    """The course of a year, where all told since is that somebody is well or is only followed."""
    match = _HAD.search(text)
    if match is None or not _WELL.search(text, match.end()):
        return None
    return None if _MATTER.search(text[: match.start()] + " " + text[match.end() :]) else match


def ended_and_clear(text: str, mentions: list[Mention]) -> list[Mention]:
    """The course that ended then, where nothing is left, nothing has come back and nothing more is asked."""
    had = _had_and_well(text)
    if had and not any(m.asks_for_radiotherapy and not had.start() <= m.start < had.end() for m in mentions):
        return [Mention("declined", "completed", "completed", *had.span())]
    match = _ENDED.search(text)
    if match is None or not _CLEAR.search(text, match.end()):
        return []
    if _ANEW.search(_CLEAR.sub("", text[match.end() :])):
        return []
    asked = [m for m in mentions if m.asks_for_radiotherapy and m.start >= match.end()]
    return [] if asked else [Mention("declined", "completed", "completed", *match.span())]


_ELSEWHERE = re.compile(
    r"\b(?:ca|cancer|carcinoma|CLL|lymphoma|myeloma|melanoma|sarcoma|leuka?emia)[ ,(]*elsewhere\b"
    r"(?![^.;\n]{0,24}\b(?:progress|grow|pain|bleed|new|recur|relaps))",
    re.IGNORECASE,
)
"""A tumour that another department looks after, in a text about something else."""


def kept_elsewhere(text: str, mentions: list[Mention]) -> list[Mention]:
    """The words that leave a tumour to others, where nothing is asked of radiotherapy."""
    found = None if asks(mentions) else _ELSEWHERE.search(text)
    return [Mention("declined", "follow_up", "follow_up", *found.span())] if found else []
