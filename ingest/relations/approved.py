"""APPROVED_FOR: an authority has approved a drug or a regimen for a disease."""

import re
from collections.abc import Iterator
from functools import cache

from ingest.relations.claim import Claim, claims
from ingest.relations.phrase import BE, before_treatment, diseases, purpose
from ingest.relations.sentence import DISEASE, DRUG, REGIMEN, Sentence

_AUTHORITY = (
    r"(?:(?:the )?(?:us |u\.s\. |united states |european |japanese |british )?(?:fda|ema|mhra|pmda"
    r"|nmpa|food and drug"
    r" administration|medicines agency|european commission|health canada|nice))"
)
_YES = r"(?:approved|licen[sc]ed|authori[sz]ed|registered|(?:fda|ema)[- ]approved)"


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    one = f"[{DRUG}{REGIMEN}]"
    t = (
        rf"(?P<t>{one}(?:(?: and | plus |, |, and | in combination with | with | combined with"
        rf" ){one}){{0,3}})"
    )
    pre = before_treatment()
    group = (
        r"(?:(?:patients?|women|men|children|adults|people|use in patients|individuals|those)"
        r" )?(?:with )?"
    )
    place = (
        rf"(?: (?:in|alone|monotherapy|tablets|injection)\b)?(?: [\w-]+){{0,3}}? (?:for|in|to treat|as)"
        rf" {purpose()}{group}{diseases()}"
    )
    table = {
        "is approved": (
            rf"{t},? (?:{BE},? )?(?:(?:now|also|recently|currently|first|fully|initially|conditionally"
            rf"|granted|\w+ly) )*"
            rf"{_YES}(?: (?:by|in) (?:{_AUTHORITY}|[\w ]{{1,30}}?))?{place}"
        ),
        "approves": (
            rf"{_AUTHORITY}(?: (?:has|have|had))? (?:(?:recently|also|first|granted|accelerated|full"
            rf"|regular) )*"
            rf"(?:approved|licensed|authori[sz]ed) {pre}{t}{place}"
        ),
        "granted": (
            rf"(?:granted|gave|given|issued|received|gained|obtained|won) (?:\w+ ){{0,2}}?(?:approval"
            rf"|authori[sz]ation|licen[cs]e)"
            rf" (?:to|of|for) {pre}{t}{place}"
        ),
        "received": (
            rf"{t} (?:has |have |had |was |were )?(?:received|granted|gained|obtained|won|given)"
            rf" (?:[\w.]+ ){{0,4}}?"
            rf"(?:approval|authori[sz]ation)(?: [\w-]+){{0,4}}? (?:for|in) {purpose()}{group}{diseases()}"
        ),
    }
    return tuple((name, re.compile(pattern)) for name, pattern in table.items())


def read(sentence: Sentence) -> Iterator[Claim]:
    """The APPROVED_FOR claims of a sentence."""
    if DISEASE not in sentence.letters or not sentence.letters & {DRUG, REGIMEN}:
        return
    if not re.search(r"approv|licen[sc]|authori[sz]|registered", sentence.mask):
        return
    for name, pattern in _patterns():
        for match in pattern.finditer(sentence.mask):
            yield from claims(
                sentence, "APPROVED_FOR", name, match,
                sentence.within(*match.span("t"), DRUG + REGIMEN), sentence.within(*match.span("d"), DISEASE),
                loose=bool(_UNDONE.search(sentence.mask)), mood="meant",
            )  # fmt: skip


_UNDONE = re.compile(
    r"\b(?:withdr[ae]w\w*|revoked|rejected|refused|pending|sought|seeking|tentative"
    r"|breakthrough|orphan)\b"
)
