"""STUDIES: a trial tries a treatment, for a disease where one is named."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ingest.relations.claim import Claim
from ingest.relations.phrase import T, before_treatment, diseases, treatments
from ingest.relations.sentence import DISEASE, TREATMENTS, Node, Sentence
from kg.statement import Tier

_TRIAL = (
    r"(?:(?:trial|study|trials|studies)|phase (?:[1-4]|i{1,3}v?)(?:[ab]|/(?:[1-4]|i{1,3}))?"
    r"(?: (?!in |of )[\w-]+){0,4} (?:trial|study))"
)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    t, pre, d = treatments(), before_treatment(), diseases()
    versus = (
        rf"(?:(?: with or without| with| versus| vs\.?| and| to| or| compared (?:with|to)),?"
        rf" {pre}(?P<u>{T}))?"
    )
    place = rf"(?: (?:alone )?(?:in|for|as|of) (?:the treatment of )?(?:patients )?(?:with )?{d})?"
    table = {
        "trial of": (
            rf"{_TRIAL} (?:of|with|evaluating|comparing|testing|assessing|investigating)"
            rf" {pre}{t}{versus}{place}"
        ),
        "randomised": (
            rf"(?:randomly )?(?:randomi[sz]ed|assigned|allocated)(?: \d:\d)?(?: in a \S+ ratio)?"
            rf"(?: [\w,-]+){{0,5}}(?: (?P<e>{DISEASE}))?(?: [\w,-]+){{0,8}}? to (?:receive |undergo )?"
            rf"(?:either )?{pre}{t}{versus}{place}"
        ),
        "compared": (
            rf"(?:compare|compares|compared|comparing|comparison of) {pre}{t}(?: with| to| versus|"
            rf" vs\.?| and) {pre}(?P<u>{T}){place}"
        ),
    }
    return tuple((name, re.compile(pattern)) for name, pattern in table.items())


class Trial(NamedTuple):
    """Where a text names its trial."""

    number: str
    start: int
    end: int


_NUMBER = re.compile(r"\bNCT\d{8}\b")


def named_trial(text: str) -> Trial | None:
    """The one registered trial a text names."""
    found = {m.group(): m for m in _NUMBER.finditer(text)}
    if len(found) != 1:
        return None
    number, match = found.popitem()
    return Trial(number, *match.span())


def read(sentence: Sentence) -> Iterator[Claim]:
    """What the sentence's trial studies; the subject is the treatment, until the trial is known."""
    if not sentence.letters & set(TREATMENTS):
        return
    if not re.search(r"trial|stud(?:y|ies)|random|assign|allocat|compar", sentence.mask):
        return
    for name, pattern in _patterns():
        for match in pattern.finditer(sentence.mask):
            treated = sentence.within(*match.span("t"), TREATMENTS)
            if match["u"]:
                treated += sentence.within(*match.span("u"), TREATMENTS)
            said = match.groupdict()
            sick = [n for g in ("d", "e") if said.get(g) for n in sentence.within(*match.span(g), DISEASE)]
            where = {"disease": sick[0].main.text} if len(sick) == 1 else {}
            for node in _once(treated):
                tier = _tier(sentence, match, node)
                yield Claim(node, "STUDIES", node, name, tier, sentence, match.span(), dict(where))


def _once(nodes: list[Node]) -> list[Node]:
    return list({n.start: n for n in nodes}.values())


_NOT_PEOPLE = re.compile(r"\b(?:cells|cell lines?|mice|mouse|rats?|xenografts?|in vitro|animals?|murine)\b")
_REFUSED = re.compile(r"\b(?:not|never|without|excluded?)\b")


def _tier(sentence: Sentence, match: re.Match[str], node: Node) -> Tier:
    """A trial may ask and need not find, so that only refusals and work on cells count against it."""
    said = [m.assertion for m in node.mentions]
    if _REFUSED.search(match.group()) or any(a.polarity == "negated" for a in said):
        return "dropped"
    if _NOT_PEOPLE.search(sentence.mask):
        return "review"
    return "review" if any(m.tier != "accepted" for m in node.mentions) else "accepted"
