"""CONTRAINDICATED_IN: a treatment must not be given to those with a disease, a condition or a marker."""

import re
from collections.abc import Iterator
from functools import cache

from ingest.relations.claim import Claim, claims
from ingest.relations.phrase import M, before_treatment, diseases, treatments
from ingest.relations.sentence import DISEASE, MARKER, SITE, STANDING, TREATMENTS, Sentence


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    t, d = treatments(), diseases()
    who = (
        r"(?:(?:the )?(?:patients?|women|men|those|people|individuals|adults|children|presence of|case"
        r" of|cases of) )?"
    )
    who += r"(?:with |who have |having )?(?:[a-z-]{1,20} (?:[a-z-]{1,20} )?or )?"
    mark = rf"(?P<d>{M})"
    table = {
        "contraindicated": rf"{t} (?:is|are|was|were|remains?) (?:\w+ly )?contraindicated (?:in|for) {who}",
        "should not": (
            rf"{t} (?:should|must|may) (?:not|never) be (?:used|given|administered|prescribed|offered"
            rf"|recommended)"
            rf" (?:in|to|for) {who}"
        ),
        "not recommended": rf"{t} (?:is|are) not (?:recommended|indicated) (?:in|for) {who}",
        "avoid": (
            rf"(?:avoid(?: the use of)?|do not (?:use|give|administer|prescribe|start|initiate)|should"
            rf" not receive)"
            rf" {before_treatment()}{t}"
            rf" (?:in|for|to) {who}"
        ),
        "be avoided": (
            rf"{t} (?:should|must|is to|has to|ought to|is best|are best) (?:generally |also )?(?:be"
            rf" )?(?:avoided|withheld)"
            rf" (?:in|for) {who}"
        ),
        "contraindication": (
            rf"contraindications? (?:to|for) {before_treatment()}{t} (?:is|are|includes?|such as"
            rf"|comprises?) {who}"
        ),
        "for whom": rf"{t}[^.;]{{0,20}} contraindicated [^.;]{{0,10}}(?:in|for) {who}",
    }
    is_a = (
        rf"(?:{d}|{mark}) (?:is|are|remains?|constitutes?|represents?) (?:an? )?(?:absolute |relative "
        rf"|strict )?"
        rf"contraindications? (?:to|for) (?:the use of )?{before_treatment()}{t}"
    ).replace("?P<d>", "?P<e>", 1)
    not_receive = (
        rf"(?:{d}|{mark}) (?:should|must) (?:not|never) (?:receive|be (?:given|treated with|offered"
        rf"|prescribed))"
        rf" {before_treatment()}{t}"
    ).replace("?P<d>", "?P<e>", 1)
    unfit = (
        rf"{d}(?: [\w,-]+){{0,6}}? (?:unsuitable|ineligible|unfit|not (?:suitable|eligible|fit|amenable"
        rf"|candidates?|a candidate)) (?:for|to) (?:(?:[a-z-]{{1,20}}|{STANDING}|{SITE}) ){{0,5}}{t}"
    )
    such = rf"contraindications? (?:to|for) {before_treatment()}{t},? (?:such as|including|like) {who}{d}"
    return (
        ("unsuitable", re.compile(unfit)),
        ("such as", re.compile(such)),
        ("is a", re.compile(is_a)),
        ("not receive", re.compile(not_receive)),
        *((name, re.compile(lead + rest)) for name, lead in table.items() for rest in (d, mark)),
    )  # fmt: skip


def read(sentence: Sentence) -> Iterator[Claim]:
    """The CONTRAINDICATED_IN claims of a sentence."""
    if not sentence.letters & {DISEASE, MARKER} or not sentence.letters & set(TREATMENTS):
        return
    if not _REFUSING.search(sentence.mask):
        return
    for name, pattern in _patterns():
        for match in pattern.finditer(sentence.mask):
            if _NOT_A.search(sentence.mask[max(0, match.start() - 30) : match.end()]):
                continue
            place = "e" if match.groupdict().get("e") else "d"
            yield from claims(
                sentence, "CONTRAINDICATED_IN", name, match,
                sentence.within(*match.span("t"), TREATMENTS),
                sentence.within(*match.span(place), DISEASE + MARKER),
                loose=name in {"not recommended", "for whom", "unsuitable", "such as"}, denies=True,
            )  # fmt: skip


_REFUSING = re.compile(r"contraindicat| not |avoid|unsuitable|ineligible|unfit")


_NOT_A = re.compile(r"\bnot (?:\w+ ){0,2}contraindicat|\bno (?:\w+ )?contraindications?")
