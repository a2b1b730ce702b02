"""Phrases of the relation grammar: treatments and diseases with the words that stand around them."""

from functools import cache

from ingest.relations.claim import words
from ingest.relations.sentence import (
    DISEASE,
    GIVING,
    MARKER,
    SITE,
    STANDING,
    TREATMENTS,
)

T = f"[{TREATMENTS}]"
D, M = DISEASE, MARKER
JOIN = (
    r"(?:,? (?:and/or|and|or|plus|with|followed by|combined with|in combination with|as well as) |, |/|"
    r" ?\+ ?|-)"
)
BE = (
    r"(?:is|are|was|were|be|been|being|has been|have been|had been|remains?|remained|became|represents?"
    r"|can be|may be|might be|could be|should be)"
)
ADVERB = r"(?:(?:\w+ly|also|now|well|often|still|most|more|very|both|first) ){0,2}"
COMPARED = (
    r"(?:,? (?:as |when )?(?:compared (?:with|to)|versus|vs\.?|relative to|over|in comparison (?:with"
    r"|to)) [^,;.]{1,80},?)?"
)


@cache
def treatments(name: str = "t") -> str:
    """One treatment or a list of them, without the words before the first."""
    tail = rf"(?:[ -](?:{words('treatment_tails')})(?![\w-]))*(?: {GIVING}|,? {GIVING})*"
    one = rf"{T}{tail}"
    return rf"(?P<{name}>{one}(?:{JOIN}{before_treatment()}{one}){{0,6}})"


@cache
def before_treatment() -> str:
    """Words between a verb and the treatment it is about."""
    way = r"[a-z-]{3,20}(?:al|ic|ary|ous|scopic|assisted|guided|sparing|preserving|conserving)"
    return rf"(?:(?:{words('treatment_words')}|{GIVING}|{STANDING}|{SITE}|{way}|\d[\w.%/]*)(?:,? |-)){{0,5}}"


@cache
def before_disease() -> str:
    """Words before a disease that only say which patients: "adults with newly diagnosed stage III"."""
    word = (
        rf"(?:{words('disease_words')})(?!\w|-\w)|{STANDING}|{SITE}|{MARKER}[\w+-]{{0,20}}|\d[\w.%]*"
        r"|[a-z0-9]{1,20}-(?:positive|negative|mutated|mutant|stage|risk|grade|line|naive|driven|expressing"
        r"|related|associated)|[a-z-]{3,20}(?:al|ic|ar|ous|ary|oid|ian|cell)"
    )
    return rf"(?:(?:{word})(?:,? |- ?)){{0,14}}"


@cache
def diseases(name: str = "d") -> str:
    """One disease or a list of them with what stands before it; never cells or animals that carry it."""
    end = rf"(?![ -]*(?:{words('not_disease')})(?![\w]))"
    return rf"{before_disease()}(?P<{name}>{D}{end}(?:{JOIN}{before_disease()}{D}{end}){{0,4}})"


@cache
def purpose() -> str:
    """What a treatment is for, before the disease: "the first-line treatment of"."""
    return (
        rf"(?:(?:(?:the|use in|use as|a|an|as|{STANDING}|adjuvant|neoadjuvant|palliative|initial|primary"
        rf"|first-line"
        rf"|second-line|maintenance|systemic|routine|standard|curative) ){{0,4}}"
        rf"(?:{words('purpose')})(?: (?:of|for|in|with))? )?"
    )
