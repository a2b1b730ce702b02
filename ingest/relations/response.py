"""RESISTANT_TO and SENSITIVE_TO: how a disease or a marker answers to a treatment."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from ingest.relations.claim import Claim, claims
from ingest.relations.phrase import BE, D, M, before_disease, before_treatment, treatments
from ingest.relations.sentence import DISEASE, MARKER, TREATMENTS, Sentence

_Side = Literal["RESISTANT_TO", "SENSITIVE_TO"]
_NOUN = {
    "RESISTANT_TO": (
        r"(?:resistance|insensitivity|refractoriness|nonresponse|non-response|poor response|lack of"
        r" response)"
    ),
    "SENSITIVE_TO": (
        r"(?:sensitivity|responsiveness|susceptibility|response|responses|benefit|better response|good"
        r" response)"
    ),
}
_ADJECTIVE = {
    "RESISTANT_TO": r"(?:resistant|refractory|insensitive|unresponsive|non-responsive)",
    "SENSITIVE_TO": r"(?:sensitive|responsive|susceptible|hypersensitive)",
}
_SORT = (
    r"(?:(?:a|an|the|acquired|primary|intrinsic|secondary|innate|de novo|clinical|increased|enhanced"
    r"|high|strong|tumou?r) ){0,3}"
)


@cache
def _patterns(side: _Side) -> tuple[tuple[str, re.Pattern[str]], ...]:
    t, pre = treatments(), before_treatment()
    noun, adjective = _NOUN[side], _ADJECTIVE[side]
    tail = (
        r"(?:[ -](?:gene|genes|mutations?|mutant|mutants|mutated|amplification|fusions?|rearrangements?"
        r"|deletions?|insertions?"
        r"|alterations?|expression|overexpression|loss|inactivation|activation|positive|positivity|status"
        r"|protein|variants?"
        r"|allele|substitution|methylation|-?driven|tumou?rs|patients|disease)){0,4}"
    )
    altered = (
        rf"(?:[ -](?:mutant|mutated|mutation-positive|positive|rearranged|amplified|deficient)?"
        rf" ?{before_disease()}{D})?"
    )
    marker = rf"(?P<m>{M}(?:(?:,? (?:and|or) |, |/| ){M}){{0,3}}){tail}{altered}"
    sick = rf"{before_disease()}(?P<m>{D}){tail}"
    to = "to" if side == "RESISTANT_TO" else "(?:to|from)"
    answer = rf"(?:{noun} {to} {pre}{t}|{treatments('u')}[ -]{noun})"
    # That patients of a disease had no benefit is not that their disease resists.
    answers = {
        "SENSITIVE_TO": r"(?:\w+ly )?(?:responded|responds?) (?:\w+ )?to",
        "RESISTANT_TO": r"(?:(?:(?:did|does|do) not|failed to) respond|(?:had|showed|shows?) no"
        r" response|responds? poorly) to",
    }[side]
    table = {
        "confers": (
            rf"{marker} (?:(?:that|which) )?(?:{BE} )?(?:\w+ly )?(?:(?:known|shown|found|reported) to )?"
            rf"(?:confer|cause|mediate|drive|induce|predict|indicate|determine|underlie|promote)(?:s|d"
            rf"|red|rs|ed|ing)?"
            rf" {_SORT}{answer}"
        ),
        "associated": (
            rf"{marker} (?:{BE} )?(?:\w+ly )?(?:associated with|correlated with|responsible for|leads? to"
            rf"|led to|linked to"
            rf"|related to|results? in|resulted in|predictive of|a predictor of|a marker of|a mechanism of"
            rf"|a predictive (?:marker|factor|biomarker) (?:of|for)) {_SORT}{answer}"
        ),
        "through": (
            rf"{_SORT}{noun} {to} {pre}{t} (?:{BE} )?(?:\w+ly )?(?:mediated|caused|conferred|driven"
            rf"|induced|due|predicted)"
            rf" (?:by|to|through) (?:the |an? )?{marker}"
        ),
        "is": rf"{marker} (?:{BE} )(?:\w+ly |more |most |less ){{0,2}}{adjective} to {pre}{t}",
        "responds": rf"(?:{marker}|{sick.replace('?P<m>', '?P<s>')}) (?:patients |cells )?(?:(?:that"
        rf"|which|who) )?{answers} {pre}{t}",
        "disease is": rf"{sick} (?:(?:that|which) )?{BE} (?:\w+ly ){{0,2}}{adjective} to {pre}{t}",
        "of disease": rf"{noun} (?:of|in) {sick} {to} {pre}{t}",
        "to in": rf"{noun} {to} {pre}{t} (?:in|of|among) (?:patients with )?{sick}",
        "compound": rf"{t}-{adjective} {sick}",
    }
    return tuple((name, re.compile(pattern)) for name, pattern in table.items())


_WEAK = {
    "RESISTANT_TO": frozenset({"compound", "of disease", "to in"}),
    "SENSITIVE_TO": frozenset({"compound", "of disease", "to in", "associated"}),
}


def read_resistant(sentence: Sentence) -> Iterator[Claim]:
    """The RESISTANT_TO claims of a sentence."""
    return _read(sentence, "RESISTANT_TO", ("resist", "refract", "insens", "respon", "benefit"))


def read_sensitive(sentence: Sentence) -> Iterator[Claim]:
    """The SENSITIVE_TO claims of a sentence."""
    return _read(sentence, "SENSITIVE_TO", ("sensitiv", "respon", "suscept", "benefit"))


def _read(sentence: Sentence, side: _Side, stems: tuple[str, ...]) -> Iterator[Claim]:
    if not sentence.letters & {DISEASE, MARKER} or not sentence.letters & set(TREATMENTS):
        return
    if not any(stem in sentence.mask for stem in stems):
        return
    for name, pattern in _patterns(side):
        for match in pattern.finditer(sentence.mask):
            if _WEAKER.search(match.group()) and side == "SENSITIVE_TO":
                continue
            place = "s" if match.groupdict().get("s") else "m"
            status = {m.main.status for m in sentence.within(*match.span(place), MARKER) if m.main.status}
            yield from claims(
                sentence, side, name, match,
                sentence.within(*match.span(place), DISEASE + MARKER),
                sentence.within(*match.span("u" if match.groupdict().get("u") else "t"), TREATMENTS),
                loose=name in _WEAK[side], denies=side == "RESISTANT_TO",
                qualifiers={"status": sorted(status)} if status else {},
            )  # fmt: skip


_WEAKER = re.compile(r"\b(?:poor|poorly|reduced|decreased|lack of|less|lower|low|no|not)\b")
