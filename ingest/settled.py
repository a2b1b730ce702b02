"""Cancers of years ago in a text about something harmless found since: a polyp, a keratosis, a stricture."""

import re
from itertools import islice

from ingest.clause import Clauses
from ingest.diagnosis import Candidate, is_secondary
from ingest.mention import Mention
from ingest.other_cause import OTHER_CAUSE, is_in_doubt, is_known, told_causes
from ingest.prescription import is_dated
from ingest.request import STANDING, is_request
from ontologies.disease import load_diseases

_MOST = 8
"""Findings of something harmless read; a text has one or two."""
_COUNT = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|several|many)"
_AGO = re.compile(
    r"(?<!FIGO )(?<!AJCC )(?<!UICC )(?<!WHO )(?<!TNM )(?<![\d/.-])(?:19|20)\d\d(?![\d/-])"
    r"|(?<!\w)['\u2019]\d\d\b"
    rf"|\b{_COUNT}[ -]?(?:y|yrs?|years?|months?|mths?|mo\.?|/12|decades?)"
    r" (?:post|after|since|following|out|on from|on after|ago|back|clear|free|s/p)\b"
    r"|\b(?:signed off|survivor|long ago|cured|childhood|as an? (?:child|teen\w*|adolescent)"
    r"|as (?:teen\w*|child|adolescent)|in (?:her|his) (?:teens|[2-5]0s))\b",
    re.IGNORECASE,
)
"""What places a cancer in the past: a year, the years since, that it was signed off."""
_BESIDE = 60
"""Characters before and after a cancer, within its sentence, in which that is said of it."""
_OF_A_TUMOUR = re.compile(
    r"\b(?:SVCO?|compress\w*|fungat\w*|patholog(?:ic\w*|\.)|invad\w*|invasi\w+|recurr\w*|relaps\w*"
    r"|metast\w*|mets?|progress\w+|rising|biochemical|residual|persist\w*|suspicious|malignan\w*"
    r"|neo-?adj\w*|inoperable|unresectable|new(?:ly)? (?:dx|diagnos\w+|primary|ca|cancer)"
    r"|(?:recent(?:ly)?|just) (?:dx|diagnos\w+))\b",
    re.IGNORECASE,
)
"""Words of a cancer that is there now."""
_FOUND = re.compile(
    r"\b(?:lesions?|deposits?|mass(?:es)?|lytic|sclerotic|avid|carcinoma|cancer|adenoca\w*|SCC|BCC|lymphoma"
    r"|atypi\w+|dysplas\w+|in situ|DCIS)\b",
    re.IGNORECASE,
)
"""The same, where it is told after something harmless."""
_DENIED = re.compile(
    r"\b(?:no|not|nil|without|rather than|excluded|neg(?:ative)?(?: for)?|free of|free from)\W[^.;\n]{0,30}$",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(r"[ :]*(?:excluded|ruled out|not seen|absent|negative|neg)\b", re.IGNORECASE)
_QUERIED = re.compile(
    r"(?:\?|\b(?:query|queried|exclude|r/o|rule out|suspected|worried about"
    r"|concern(?:ed)?(?: about| for| re)?|in case of|as|possible)) ?(?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
"""Before a word of a tumour: it is only what was thought of."""
_GIVEN = re.compile(
    r"\b(?:had|has had|after|post|since|s/p|following|given|previous|prior|old|(?:19|20)\d\d)"
    r" ?\(?(?:[\w-]+,? ){0,2}$",
    re.IGNORECASE,
)
"""Before a course: it was given then."""
_DEALT_WITH = re.compile(
    r"\b(?:\w*ectomy|resect\w*|excis\w*|surgery|lasered|WLE|RT|XRT|EBRT|(?:chemo-?)?RT|CRT|SABR|SBRT|brachy\w*"
    r"|radiotherapy|irradiat\w*|(?:chemo)?radiation|remission|cured|signed off|survivor|NED|clear|treated"
    r"|CROSS|Ivor[ -]Lewis|Whipple\W?s?|RALP|finished|completed)\b",
    re.IGNORECASE,
)
"""Beside a cancer of years ago: it was treated, so that a stage told there is the one of then."""
_STAGES = frozenset({"t", "n", "stage", "grade", "grade_group", "gleason", "margin"})
_LOWEST_PSA = 0.5
"""A PSA below which nothing is left of a prostate that was treated, in ng/ml."""


def settled(
    text: str, clauses: Clauses, mentions: list[Mention], chosen: tuple[Candidate, ...]
) -> list[Mention]:
    """What was found to be harmless, where the only cancer told is one of years ago.

    "Mastectomy 2006; plaque on that side, dermoscopy: seborrhoeic keratosis" asks for nothing of the breast.
    """
    if not chosen or any(not _is_past(text, clauses, c) for c in chosen):
        return []
    if any(m.name == OTHER_CAUSE for m in mentions):
        return []
    then = [_around(clauses, c) for c in chosen]
    for found in islice(told_causes().finditer(text), _MOST):
        if is_in_doubt(text, found) or any(c.start < found.end() and found.start() < c.end for c in chosen):
            continue
        if _is_of_now(text, clauses, mentions, found, then):
            continue
        if _tells_of_a_tumour(text, found, mentions, chosen):
            continue
        return [Mention("declined", OTHER_CAUSE, OTHER_CAUSE, *found.span())]
    return []


def _around(clauses: Clauses, candidate: Candidate) -> tuple[int, int]:
    start, end = clauses.sentence_span(candidate.start)
    return max(start, candidate.start - _BESIDE), min(end, candidate.end + _BESIDE)


def _is_past(text: str, clauses: Clauses, candidate: Candidate) -> bool:
    """Whether it is a cancer, no metastasis, and told as known or of years ago."""
    disease = load_diseases()[candidate.disease]
    if not disease.malignant or is_secondary(candidate.disease):
        return False
    return is_known(text, candidate.start, candidate.end) or bool(
        _AGO.search(text, *_around(clauses, candidate))
    )


def _is_of_now(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    found: re.Match[str],
    then: list[tuple[int, int]],
) -> bool:
    """Whether a course is asked for, or a stage or a size told that is not that of the past."""
    declined = [m for m in mentions if m.kind == "declined"]
    here = clauses.sentence(found.start())
    staged_then = all(_AGO.search(text, *span) and _DEALT_WITH.search(text, *span) for span in then)
    for m in mentions:
        past = any(start <= m.start < end for start, end in then)
        if m.assertion not in STANDING:
            continue
        if is_request(m) and not is_dated(text, m) and not any(d.overlaps(m) for d in declined):
            if not (past and _GIVEN.search(text, max(0, m.start - 40), m.start)):
                return True
        if m.name in _STAGES and not (past and (staged_then or m.name == "stage")):
            return True
        if m.name == "psa" and float(m.value) > _LOWEST_PSA:
            return True
        if m.name == "size_mm" and clauses.sentence(m.start) != here:
            return True
    return False


def _tells_of_a_tumour(
    text: str, found: re.Match[str], mentions: list[Mention], chosen: tuple[Candidate, ...]
) -> bool:
    """Whether words of a tumour of now stand in the text, neither denied nor only thought of before."""
    spans = [(c.start, c.end) for c in chosen]
    spans += [
        (m.start, m.end) for m in mentions if m.kind == "disease" and m.assertion in {"family", "negated"}
    ]
    spans.append(found.span())
    words = [(w, False) for w in _OF_A_TUMOUR.finditer(text)]
    words += [(w, True) for w in _FOUND.finditer(text, found.end())]
    for word, later in words:
        if any(start <= word.start() < end for start, end in spans):
            continue
        if _DENIED.search(text, max(0, word.start() - 40), word.start()):
            continue
        if _DENIED_AFTER.match(text, word.end()):
            continue
        if (
            not later
            and word.start() < found.start()
            and _QUERIED.search(text, max(0, word.start() - 40), word.start())
        ):
            continue
        return True
    return False
