"""Tumours that nobody has proven yet: worked up, only a mass or a marker, or without any tissue."""

import re
from functools import cache

from ingest.clause import Clauses
from ingest.diagnosis import STAGED, WEAK, Candidate
from ingest.held import is_on_drugs
from ingest.lexicon import load_yaml
from ingest.mention import Mention
from ingest.request import STANDING, asks, requests


@cache
def _workup() -> re.Pattern[str]:
    data = load_yaml("workup.yaml")
    tests, before, after = (
        "|".join(re.escape(w) for w in sorted(data[key], key=len, reverse=True))
        for key in ("investigations", "before", "after")
    )
    several = rf"(?:{tests})(?:\s?(?:[+&/,]|and)?\s?(?:{tests})){{0,3}}"
    return re.compile(
        rf"\b(?:{before})\s+(?:the\s+|further\s+|repeat\s+|formal\s+)?{several}\b"
        rf"|\b{several}\s+(?:is |are |still )?(?:{after})\b"
        rf"|\bno\s+{several}\s+yet\b",
        re.IGNORECASE,
    )


_LAST_WORD = re.compile(r"\b(?:f/u|follow[ -]?up|review)[ .]{0,3}$", re.IGNORECASE)
"""A text that asks for nothing and ends so is a note of follow-up."""


def _is_told_of_relative(clauses: Clauses, at: int, others: list[Candidate]) -> bool:
    """Whether words stand in a sentence that tells of somebody else's tumour."""
    sentence = clauses.sentence(at)
    return any(c.assertion == "family" and clauses.sentence(c.start) == sentence for c in others)


_PRIMARY = re.compile(r"\b(?:primary|tumou?r)\b", re.IGNORECASE)
"""What is called so is known to be one, unlike a mass or a nodule: "fungating breast primary"."""


def _relieves(mentions: list[Mention]) -> bool:
    """Whether the text asks for palliation of a symptom in so many words."""
    intent = any(m.name == "intent" and m.value != "curative" and m.assertion in STANDING for m in mentions)
    return intent and asks(mentions)


def unready(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    chosen: tuple[Candidate, ...],
    others: list[Candidate],
) -> list[Mention]:
    """A disease not yet proven or staged, in a text that asks for no radiotherapy."""
    if requests(mentions):
        return []
    match = _workup().search(text) or _LAST_WORD.search(text)
    if match is not None and _is_told_of_relative(clauses, match.start(), others):
        match = None
    if match is not None:
        return [Mention("declined", "not_ready", "not_ready", *match.span())]
    if chosen and all(c.assertion == "uncertain" or c.strength == WEAK for c in chosen):
        if _relieves(mentions) and all(
            _PRIMARY.search(text, c.start, c.end) or is_on_drugs(text, c) for c in chosen
        ):
            return []
        return [Mention("declined", "unproven", "unproven", chosen[0].start, chosen[0].end)]
    return []


_NO_TISSUE = re.compile(
    r"\bno (?:tissue|histolog\w*|biops(?:y|ies)|bx|cytology|pathology)\b"
    r"|\b(?:declin\w+|refus\w+|awaits?|awaiting|pending|wants no|never had|before(?: any)?"
    r"|without(?: a)?|not yet had)"
    r" (?:an? |the |any )?(?:TP |TRUS |transperineal |prostate |MRI[ -]targeted |core |CT[ -]guided )?"
    r"(?:tissue|histolog\w*|biops(?:y|ies)|bx)\b"
    r"|\b(?:biopsy|bx|histology|washings|cytology) (?:\w+ ){0,2}?(?:declined|refused|pending|awaited|not done"
    r"|is back|not yet)\b"
    r"|\b(?:never biopsied|not (?:yet )?biopsied|unbiopsied)\b",
    re.IGNORECASE,
)
"""That no tissue was taken, or none has been read yet."""


def unproven(text: str, chosen: tuple[Candidate, ...], said: list[Mention]) -> list[Mention]:
    """A tumour that only a PSA tells of, where no tissue was taken, whatever is asked for."""
    if not chosen or any(m.name == "unproven" for m in said) or not _NO_TISSUE.search(text):
        return []
    if all(c.strength <= STAGED and c.parts[0].name == "psa" for c in chosen):
        return [Mention("declined", "unproven", "unproven", chosen[0].start, chosen[0].end)]
    return []
