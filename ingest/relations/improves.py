"""IMPROVES: a treatment betters an outcome, with the hazard ratio, its interval, p and the arms as stated."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from ingest.relations.claim import Claim, claims
from ingest.relations.phrase import BE, COMPARED, before_treatment, diseases, treatments
from ingest.relations.sentence import DISEASE, OUTCOME, TREATMENTS, Node, Sentence

_UP = r"(?:improv|prolong|extend|increas|enhanc|lengthen)"


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    t, pre = treatments(), before_treatment()
    lead = (
        r"(?:(?:the|median|[a-z]+-free|both|rates? of|a|an|significant(?:ly)?|patients?'?|duration of|\d-year"
        r"|actuarial|mean|statistically"
        r"|clinically|meaningful|(?:a )?longer|better|improved|prolonged|increased|superior|higher"
        r"|improvements? in|increases? in"
        r"|overall|benefit in|advantage in|and|greater|relevant) ){0,8}"
    )
    o = rf"(?P<o>{OUTCOME}(?:(?:,? and |, |/|,? as well as ){lead}{OUTCOME}){{0,3}})"
    good = r"(?:improved|longer|prolonged|better|superior|higher|increased|extended)"
    place = rf"(?:[^.;]{{0,40}}? (?:in|among|for) (?:patients )?(?:with )?{diseases()})?"
    adverb = r"(?:(?:significantly|markedly|substantially|also|clearly|further|statistically) ){0,2}"
    table = {
        "improved": rf"{t}{COMPARED},? {adverb}{_UP}(?:e|es|ed|s|ing)? {lead}{o}{place}",
        "with": (
            rf"{t}{COMPARED},? (?:{BE} )?{adverb}(?:associated with|resulted in|results in|led to|leads"
            rf" to|provided|provides"
            rf"|showed|demonstrated|achieved|yielded|produced|conferred) (?:(?:a|an|significantly"
            rf"|statistically|the) ){{0,3}}"
            rf"(?:significant )?(?:{good}|improvements? in|increases? in|prolongation of) {lead}{o}{place}"
        ),
        "was longer": (
            rf"{o} (?:rates? |times? )?(?:was|were) {adverb}{good} (?:with|in|for|after|by) (?:the "
            rf"|patients (?:receiving"
            rf"|treated with|who received) )?{pre}{t}{place}"
        ),
        "improvement": (
            rf"(?:improvement|prolongation|increase|benefit|advantage) (?:in|of) {lead}{o} (?:with|by"
            rf"|from|for) {pre}{t}{place}"
        ),
        "reduced": (
            rf"{t}{COMPARED},? {adverb}(?:reduc|decreas|lower)(?:e|es|ed|s|ing)? (?:the )?(?:risk|rate"
            rf"|incidence|hazard)s? of "
            rf"(?:disease )?(?:progression or )?{o}{place}"
        ),
    }
    return tuple((name, re.compile(pattern)) for name, pattern in table.items())


def read(sentence: Sentence) -> Iterator[Claim]:
    """The IMPROVES claims of a sentence."""
    if OUTCOME not in sentence.letters or not sentence.letters & set(TREATMENTS):
        return
    for name, pattern in _patterns():
        for match in pattern.finditer(sentence.mask):
            outcomes = sentence.within(*match.span("o"), OUTCOME)
            sick = sentence.within(*match.span("d"), DISEASE) if match["d"] else []
            shared: dict[str, Any] = {"disease": sick[0].main.text} if len(sick) == 1 else {}
            if arms := _arms(sentence, match):
                shared["arms"] = arms
            for outcome in _each(outcomes):
                yield from claims(
                    sentence, "IMPROVES", name, match,
                    sentence.within(*match.span("t"), TREATMENTS), [outcome],
                    qualifiers=shared | _figures(sentence, outcome, outcomes),
                )  # fmt: skip


def _each(outcomes: list[Node]) -> Iterator[Node]:
    """Every outcome once: each has figures of its own."""
    seen: set[str] = set()
    for node in outcomes:
        key = node.main.reference.curie if node.main.reference else node.main.text.lower()
        if key not in seen:
            seen.add(key)
            yield node


_RATIO = re.compile(
    r"(?:\b[Hh]azard ratio|\bHR)\b[^\d;]{0,90}?(?<![\d.])(?P<hr>\d{1,2}[.\u00b7]\d{1,3})(?![\d.%])"
)
_INTERVAL = re.compile(
    r"\b9[059](?:\.\d)?\s?%[ -]?(?:CI|C\.I\.|confidence interval)[^\d;]{0,14}?"
    r"(?P<low>\d{1,2}[.\u00b7]\d{1,3})\s?(?:-|\u2013|\u2014|to|,|;)\s?(?P<high>\d{1,3}[.\u00b7]\d{1,3})"
)
_P = re.compile(r"\b[Pp](?:[- ]value)?\s?(?P<sign>[<=>\u2264])\s?(?P<p>0?[.\u00b7]\d{1,6})")


def figures(text: str) -> dict[str, Any]:
    """The hazard ratio, its interval and p of a stretch of text that states one ratio; else nothing."""
    ratios = list(_RATIO.finditer(text))
    if len({r["hr"] for r in ratios}) > 1:
        return {}
    found: dict[str, Any] = {}
    at = 0
    if ratios:
        at = ratios[0].end()
        found["hr"] = _number(ratios[0]["hr"])
        interval = _INTERVAL.search(text, at)
        if interval:
            low, high = _number(interval["low"]), _number(interval["high"])
            if not low <= found["hr"] <= high:
                return {}
            found |= {"ci_low": low, "ci_high": high}
    ps = list(_P.finditer(text, at))
    if ps and (ratios or len(ps) == 1):
        found["p"] = ("" if ps[0]["sign"] == "=" else ps[0]["sign"]) + str(_number(ps[0]["p"]))
    return found


def _number(written: str) -> float:
    return float(written.replace("\u00b7", "."))


def _figures(sentence: Sentence, outcome: Node, outcomes: list[Node]) -> dict[str, Any]:
    """The figures that belong to one outcome: those between it and the next of the sentence."""
    later = [n.start for n in sentence.nodes if n.letter == OUTCOME and n.start > outcome.start]
    own = figures(sentence.text[outcome.end : min(later, default=sentence.end)])
    if own or len(outcomes) > 1:
        return own
    return figures(sentence.text[sentence.start : sentence.end])


_AGAINST = re.compile(
    r"\b(?:compared (?:with|to)|versus|vs\.?|relative to|in comparison (?:with|to)|than(?: with| in)?|over)\s"
    r"(?:the |those (?:receiving |in the )?)?(?P<arm>[^,;:.()]{3,60}?)(?=\s(?:in|among|for|and|was|were"
    r"|improved|group|arm)\b|[,;:.()]|$)"
)


def _arms(sentence: Sentence, match: re.Match[str]) -> list[str]:
    """The treatment and what it was compared with, as written."""
    against = _AGAINST.search(sentence.text, sentence.start, sentence.end)
    if not against:
        return []
    first = sentence.within(*match.span("t"), TREATMENTS)[0]
    return [sentence.text[first.start : first.end], against["arm"].strip()]
