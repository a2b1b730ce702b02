"""Under which conditions a claim is made: the marker, stage, line or histology its disease is told with.

"BRCA1-mutated ovarian cancer is sensitive to olaparib" says nothing of ovarian cancer at large, so that a
claim of a disease carries whatever narrows it, as the words beside the disease and the treatment have it.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from ingest.lexicon import load_yaml
from ingest.relations.claim import Claim
from ingest.relations.sentence import DISEASE, MARKER, STANDING, TREATMENTS, Node, Sentence
from ontologies.disease import load_diseases

NARROWED = frozenset({"TREATS", "SENSITIVE_TO", "RESISTANT_TO", "APPROVED_FOR", "CONTRAINDICATED_IN"})
"""Relations whose disease may be meant only so far as it has a marker, a stage, a line."""
UNCODED = ("line", "histology", "condition")
"""Conditions that no axis of a case holds: a claim that is stored without them says too much."""
_ANSWERS = frozenset({"SENSITIVE_TO", "RESISTANT_TO"})
_BEFORE, _AFTER, _LED = 160, 120, 48
_BORDER = re.compile(
    rf"[.;:]|[{TREATMENTS}{DISEASE}]|\b(?:is|are|was|were|has|have|had|been|than|versus|vs|but|whereas|while"
    r"|received|underwent|shows?|showed|responds?|responded|benefit(?:s|ed)?|after|following|without)\b"
)
"""What parts a disease's own words from the rest of the sentence."""
_WITH = re.compile(
    r"(?:[ -](?:patients?|tumou?rs?|cells?|cases?))?,? (?:with|harbou?ring|carrying|expressing|bearing"
    r"|(?:whose (?:tumou?rs?|cancers?|disease)|who|that|which)"
    r" (?:have|has|had|are|is|were|was|harbou?rs?|harbou?red|express(?:es|ed)?|carry|carries|carried)) "
)
"""After a disease: what its patients have besides it."""
_CONDITION = re.compile(
    r",? (?:patients? )?(?:(?:that|which|who|whose (?:tumou?rs?|cancers?|disease))(?: (?:has|have|had|is|are"
    r"|was|were))? )?"
    r"(?:progress(?:ed|es|ing|ion)|relaps(?:ed|es|ing)|recurr(?:ed|ing)|fail(?:ed|ing|ure)"
    r"|(?:previously|already) (?:treated|received)|refractory|resistant|ineligible|not (?:eligible"
    r"|candidates?|suitable)|unsuitable|unfit|intolerant|after (?:failure|progression|prior|previous|relapse)"
    r"|following (?:failure|progression|prior|previous|relapse))\b[^.,;:()]{0,100}",
    re.IGNORECASE,
)
"""After a disease: what must have gone before."""
_PLACE = re.compile(r"(?: [\w-]+){0,4}? (?:in|of|among|for) [^.;:\ue000-\ue004]{0,60}")
"""After an answer to a treatment, up to the disease it is told of."""
_OF = re.compile(
    rf"{DISEASE}(?: patients?)? (?:with|harbou?ring|carrying|expressing|bearing) (?:[\w-]+ ){{0,3}}$"
)
"""Before a marker: the disease that has it."""


def conditions_of(claim: Claim) -> dict[str, Any]:
    """What narrows a claim, by name, in the order told; empty where nothing does."""
    if claim.relation not in NARROWED:
        return {}
    sentence = claim.sentence
    sick = [n for n in (claim.subject, claim.object) if n.letter == DISEASE]
    if not sick:
        named = _disease_of(claim) if claim.relation in _ANSWERS else None
        return {"disease": named.main.text} if named else {}
    found: dict[str, list[str]] = {}
    place = sentence.place_of(sick[0])
    if place is not None:
        for name, value in _beside(sentence, sick[0], place):
            found.setdefault(name, []).append(value)
    for node in (claim.subject, claim.object):
        at = sentence.place_of(node) if node.letter in TREATMENTS else None
        for name, value in _led(sentence, at) if at is not None else ():
            found.setdefault(name, []).append(value)
    stated: dict[str, Any] = {name: list(dict.fromkeys(values)) for name, values in found.items()}
    gone = _CONDITION.match(sentence.text, sick[0].end, min(sentence.end, sick[0].end + 2 * _AFTER))
    return stated | ({"condition": gone.group().strip(" ,")} if gone else {})


def told_of(sentence: Sentence, sick: Node) -> tuple[str, ...]:
    """The conditions of a disease that no axis of a case holds: the line told for it, its histology."""
    place = sentence.place_of(sick)
    if place is None:
        return ()
    found = [
        *_lines(sentence, max(0, place - _BEFORE), place),
        *(value for name, value in _beside(sentence, sick, place) if name in UNCODED),
    ]
    return tuple(dict.fromkeys(found))


def _lines(sentence: Sentence, start: int, end: int) -> list[str]:
    nodes = sentence.within(start, end, STANDING)
    return [n.main.status or n.main.text.lower() for n in nodes if n.main.type == "line"]


def _disease_of(claim: Claim) -> Node | None:
    """The one disease that is told with a marker's answer: "EGFR-mutated NSCLC responds to"."""
    start, end = claim.at
    mask = claim.sentence.mask
    after = _PLACE.match(mask, end)
    before = _OF.search(mask, max(0, start - 60), start)
    start = before.start() if before else start
    sick = claim.sentence.within(start, after.end() + 1 if after else end, DISEASE)
    return sick[0] if len(sick) == 1 else None


def _beside(sentence: Sentence, sick: Node, place: int) -> Iterator[tuple[str, str]]:
    """The markers, stages and words of a disease's own phrase, before it, in its name and behind it."""
    mask = sentence.mask
    start = max(0, place - _BEFORE)
    borders = list(_BORDER.finditer(mask, start, place))
    start = borders[-1].end() if borders else start
    yield from _told(sentence, start, place)
    curie = sick.main.reference.curie if sick.main.reference else ""
    disease = load_diseases().get(curie.partition(":")[2])
    known = disease.name.lower() if disease else ""
    words = [w for w in _words(f"{mask[start:place]} {sick.main.text.lower()}") if w[1] not in known]
    yield from words
    besides = _WITH.match(mask, place + 1)
    if besides:
        border = _BORDER.search(mask, besides.end(), besides.end() + _AFTER)
        yield from _told(sentence, besides.end(), border.start() if border else besides.end() + _AFTER)


def _told(sentence: Sentence, start: int, end: int) -> Iterator[tuple[str, str]]:
    for node in sentence.within(start, end, MARKER + STANDING):
        main = node.main
        if node.letter == STANDING:
            yield main.type, main.status or main.text.lower()
            continue
        said = next((m.status for m in node.mentions if m.status), None)
        name = sentence.text[node.start : node.end]
        denied = "without " if main.assertion.polarity == "negated" else ""
        fresh = said if said and said.lower() not in name.lower() else None
        yield "biomarker", denied + (f"{name} {fresh}" if fresh else name)


def _led(sentence: Sentence, at: int) -> Iterator[tuple[str, str]]:
    """The line and the intent told right before a treatment: "first-line osimertinib"; or right behind it."""
    mask = sentence.mask
    start = max(0, at - _LED)
    borders = list(_BORDER.finditer(mask, start, at))
    start = borders[-1].end() if borders else start
    nodes = sentence.within(start, at, STANDING)
    behind = re.compile(rf" (?:as|in|for) (?:an? |the )?(?=\w*{STANDING})").match(mask, at + 1)
    if behind:
        nodes += sentence.within(behind.end(), behind.end() + 1, STANDING)
    for node in nodes:
        if node.main.type in {"line", "intent"}:
            yield node.main.type, node.main.status or node.main.text.lower()


@cache
def _listed() -> re.Pattern[str]:
    parts = (
        rf"(?P<{name}>{'|'.join(re.escape(w) for w in sorted(map(str, listed), key=len, reverse=True))})"
        for name, listed in load_yaml("relations.yaml")["conditions"].items()
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")


def _words(phrase: str) -> list[tuple[str, str]]:
    """The listed words of a phrase, each under its heading."""
    return [(str(m.lastgroup), m.group()) for m in _listed().finditer(phrase)]
