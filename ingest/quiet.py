"""Tumours that trouble nobody: benign ones found by chance or unchanged, and skin cancers cut out clear."""

import re

from ingest.bygone import is_treated
from ingest.clause import Clauses
from ingest.diagnosis import Candidate
from ingest.held import is_held
from ingest.mention import Mention
from ingest.request import asks
from ingest.target import category, target_gap
from ontologies.disease import load_diseases

GROWTH = re.compile(
    r"\b(?:grow\w*|enlarg\w*|progress\w*|increas\w*|symptomatic|bleed\w*|bled|ruptur\w*)\b", re.I
)


_JUST_BEFORE = 30
"""Characters before a tumour in which "incidental" is said of it."""


def left_alone(
    text: str, mentions: list[Mention], chosen: tuple[Candidate, ...], others: list[Candidate]
) -> list[Mention]:
    """A benign lesion found by chance that neither grows nor troubles: it is watched unless more is asked."""
    if not chosen or load_diseases()[chosen[0].disease].malignant or asks(mentions):
        return []
    grown = GROWTH.search(_STILL.sub("", text.lower().replace("asymptomatic", "")))
    if not grown and (still := _STILL.search(text, chosen[0].start)) and _WATCHED.search(text):
        return [Mention("declined", "surveillance", "surveillance", *still.span())]
    quiet = [m for m in mentions if m.kind == "axis" and m.name == "symptom" and m.value == "none"]
    # "Incidental thyroid nodule" is said of that one, "incidental on MR for migraine" is not.
    quiet = [
        m
        for m in quiet
        if not any(
            0 <= c.start - m.end < _JUST_BEFORE and not _SEEN.search(text, m.end, c.start) for c in others
        )
    ]
    if not quiet or quiet[0].assertion != "affirmed" or grown:
        return []
    return [Mention("declined", "incidental", "incidental", quiet[0].start, quiet[0].end)]


_STILL = re.compile(
    r"\b(?:unchanged|static|stable|no (?:interval )?(?:change|growth|progression)|not (?:grown|growing"
    r"|changed)"
    r"|same size)\b",
    re.IGNORECASE,
)
_WATCHED = re.compile(
    r"\b(?:annual|yearly|interval|repeat|six[ -]monthly|\d[ -]?monthly|next|one more"
    r"|surveillance) (?:MRI?|CT|scan|imaging)\b"
    r"|\b(?:MRI?|CT|scans?|imaging) (?:yearly|annually|every|in (?:\d|one|two|a year)|again in|x ?\d)\b"
    r"|\b(?:keep|continue|carry on|just|still) (?:on )?(?:observing|observation|watching|scanning"
    r"|surveillance)\b",
    re.IGNORECASE,
)
"""What is done about a benign tumour that has not changed."""
_SEEN = re.compile(r"\b(?:on|at|in) (?:an? )?(?:MRI?|CT|scan|imaging)\b|\bfor\b", re.IGNORECASE)


_ALL_THE_SAME = re.compile(
    r"\b(?:PNI|perineural|recur\w*|nod(?:e|es|al)|T[34]|close|incomplete\w*|adjuvant|PORT|please|pls|Gy)\b",
    re.IGNORECASE,
)


def is_irradiated_all_the_same(text: str, codes: tuple[str, ...]) -> bool:
    """Whether a skin cancer cut out with clear margins has something else that radiotherapy is given for."""
    return bool(codes) and codes[0].startswith("C44") and _ALL_THE_SAME.search(text) is not None


_OPERATED_FOR = re.compile(
    r"\b(?:\w*ectomy|TAH(?:[/ -]?BSO)?|TLH(?:[/ -]?BSO)?|hyst|surgery|op(?:eration)?|emboli[sz]ation)"
    r"(?: \w+){0,2}? ?[(,]? ?(?:in |aged? |at )?(?:(?:19|20)\d\d|['\u2019]\d\d|\d{2}"
    r"|\d{1,2} ?(?:y|yrs?|years?) ago|years ago|(?:her|his) \d0s|long ago|the (?:19)?[5-9]0s)\)?,?"
    r" (?:for|because of|due to) (?:an? |her |his |large |benign |bleeding |multiple |heavy ){0,2}$",
    re.IGNORECASE,
)
"""Before an ailment: an operation of years ago was done for it."""


def is_reason_of_an_old_operation(text: str, candidate: Candidate) -> bool:
    """Whether it is benign and only why an organ was taken years ago: "hysterectomy 1996 for fibroids"."""
    disease = load_diseases()[candidate.disease]
    if disease.malignant or disease.radiotherapy:
        return False
    return _OPERATED_FOR.search(text, max(0, candidate.start - 90), candidate.start) is not None


_CURETTED = re.compile(
    r"(?: ?\+{1,3}| x ?\d+)?(?:,? (?!RT\b|for\b)[\w&/+]{1,12}){0,4}?,? (?P<how>curetted|frozen|lasered"
    r"|excised|removed|cut out|cut off)\b(?![^.;\n]{0,60}\b(?:RT|XRT|radio\w+|recur\w*|back|margins?|R1"
    r"|incomplete\w*|close|involved|residual|perineural|PNI)\b)",
    re.IGNORECASE,
)
"""After skin cancers: how they were dealt with, and no more is told of them in their sentence."""


def is_dealt_with(text: str, candidate: Candidate) -> bool:
    """Whether skin cancers, or one that was only scraped out, are told as done with: "BCCs ears excised"."""
    how = _CURETTED.match(text, candidate.end)
    many = text[candidate.start : candidate.end].endswith("s")
    return how is not None and (many or how["how"].lower() in {"curetted", "frozen", "lasered"})


def dealt_with(
    text: str, clauses: Clauses, mentions: list[Mention], named: list[Candidate]
) -> list[Candidate]:
    """The skin cancers told as done with, beside another tumour that what is asked for may be meant for."""
    skin = [c for c in named if category(c) == "C44" and is_dealt_with(text, c)]
    aimed = [c for c in skin if target_gap(text, clauses, mentions, c) < 1]
    others = [c for c in named if c not in skin and is_treated(c) and not is_held(text, c)]
    return [c for c in skin if c not in aimed] if others else []
