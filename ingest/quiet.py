"""Tumours that trouble nobody: benign ones found by chance or unchanged, and skin cancers cut out clear."""

import re

from ingest.diagnosis import Candidate
from ingest.mention import Mention
from ingest.request import asks
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
