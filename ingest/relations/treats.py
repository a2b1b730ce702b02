"""TREATS: a drug, a regimen, a course or an operation is given, indicated or effective for a disease."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from ingest.relations.claim import Claim, claims, states, words
from ingest.relations.phrase import ADVERB, BE, COMPARED, before_treatment, diseases, purpose, treatments
from ingest.relations.sentence import DISEASE, DRUG, MARKER, SITE, TREATMENTS, Node, Sentence

FINDINGS = frozenset({"indicated", "effective", "active", "standard", "improved", "response", "benefit"})
"""Patterns that say the treatment works or is meant for the disease; the others say that it was given."""
LOOSE = frozenset({"in", "response", "received"})


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    t, d, p, pre = treatments(), diseases(), purpose(), before_treatment()
    group = r"(?:(?:patients?|women|men|children|adults|people|subjects|individuals|those|cases) )?"
    use = r"(?:to treat|for (?:the )?use in|for|as|in) "
    apart = r"(?:, (?:an?|the|which is|one of) [^,;.\ue000-\ue004]{1,100},)?"
    shown = (
        rf"(?:{BE}|(?:(?:has been|have been|was|were) )?(?:shown|found|reported|proved|proven"
        rf"|demonstrated|known)(?: to be| as))"
    )
    table = {
        "indicated": rf"{t} {BE} {ADVERB}(?:fda-|ema-)?(?:{words('approving')}) {use}{p}{diseases()}",
        "effective": (
            rf"{t}(?: with [\w-]+(?: [\w-]+)?)?{COMPARED},? {shown} (?:[\w-]+,?"
            rf" ){{0,6}}?(?:{words('good')})(?![\w-])"
            rf"(?:,? (?:and|but) [\w-]+)?(?: [\w-]+){{0,6}}? (?:for|in|of|against) {p}{d}"
        ),
        "active": (
            rf"{t}{COMPARED},? (?:(?:has|have|had) )?(?:shown|shows?|showed|demonstrated|demonstrates?"
            rf"|exhibit(?:s|ed)?|has|have|had"
            rf"|produced|produces|achieved|induced|induces|yielded) (?:[\w-]+,? ){{0,5}}?(?:activity"
            rf"|efficacy|effectiveness|responses?"
            rf"|response rates?|remissions?|tumou?r control|local control|survival benefits?|clinical"
            rf" benefits?) "
            rf"(?:in|against|for) {p}{group}(?:with )?{d}"
        ),
        "used": (
            rf"{t}{apart},? (?:{BE} )?(?:[\w-]+,? ){{0,9}}?(?:(?:which|that) (?:is|are) )?(?:\w+ly"
            rf" )?(?:used|employed|prescribed) "
            rf"(?:\w+ )?(?:for|in|to treat) {p}{group}(?:with )?{d}"
        ),
        "standard": (
            rf"(?:standard|treatment|therapy|drug|management|treatment option) (?:of (?:care|choice)"
            rf" )?(?:for|of|in) "
            rf"{p}{d} {BE} {pre}{t}"
        ),
        "improved": (
            rf"{t}{COMPARED},? {ADVERB}(?:{words('drug_effect')}) "
            rf"(?:[\w\ue006'-]+,? ){{1,12}}?(?:in|for|among|of) {group}(?:with |who (?:have|had) )?{d}"
        ),
        "benefit": rf"{d} (?:patients )?(?:who )?(?:\w+ )?benefit(?:s|ed|ing)? from {pre}{t}",
        "treated": (
            rf"{d} (?:(?:patients|tumors|tumours|disease|cases"
            rf"|survivors) )?(?:with {MARKER}[\w ]{{0,24}} )?"
            rf"(?:(?:who|that|which|and)"
            rf" )?(?:(?:{BE}|will be|shall be|to be) )?{ADVERB}"
            rf"(?:treated|managed|retreated) (?:\w+ly )?(?:with|by|using|on) {pre}{t}"
        ),
        "received": (
            rf"{d} (?:(?:patients|tumors|disease|cases) )?(?:(?:who|and) )?(?:(?:have|had|has|will|shall"
            rf"|to) )?{ADVERB}"
            rf"(?:receiv(?:ed?|ing)|underwent|undergo|undergoing|undergone|started on|given) {pre}{t}"
        ),
        "given": (
            rf"{t} (?:(?:was|were|is|has been|have been) )?{ADVERB}(?:given|administered|delivered|used"
            rf"|performed"
            rf"|prescribed|started)(?: {SITE}| alone| concurrently)? (?:to|for|in|to treat)"
            rf" {p}{group}(?:with )?{d}"
        ),
        "standing": (
            rf"{t} {BE} (?:(?:the|a|an|one|standard|current|preferred|established|recommended|main"
            rf"|primary|first"
            rf"|only|common|most|effective|curative|definitive|-line|line|\ue007) ?){{0,5}}"
            rf"(?:treatment|therapy|standard|management|modality|approach|mainstay"
            rf"|cornerstone)(?: of (?:choice|care))?"
            rf" (?:of|for|in) {p}{group}(?:with )?{d}"
        ),
        "s/p": rf"{d}(?:,| who is| that was)? (?:s/p|status post|status-post) {pre}{t}",
        "to treat": rf"{t} (?:is|are|was|were|has been|have been)? ?(?:\w+ly )?(?:used )?to treat {d}",
        "treatment": (
            rf"(?:treatments?|treated|treating|therap(?:y|ies)|management|managed|managing) (?:(?:of|for)"
            rf" )?{d} "
            rf"(?:patients )?(?:\w+ly )?(?:with|by|using) {pre}{t}"
        ),
        "for": (
            rf"{t} (?:given |delivered |used |administered |prescribed |as )?(?:for|in the treatment of"
            rf"|in the management of) {p}{d}"
        ),
        "in": rf"{t} in {p}{d}",
        "response": (
            rf"{d} (?:(?:patients|tumors|tumours) )?(?:(?:who|that) )?(?:responded|responds?|respond well) "
            rf"(?:\w+ )?to {pre}{t}"
        ),
    }  # fmt: skip
    return tuple((name, re.compile(pattern)) for name, pattern in table.items())


def read(sentence: Sentence) -> Iterator[Claim]:
    """The TREATS claims of a sentence."""
    if DISEASE not in sentence.letters or not sentence.letters & set(TREATMENTS):
        return
    for name, pattern in _patterns():
        for match in pattern.finditer(sentence.mask):
            subjects = sentence.within(*match.span("t"), TREATMENTS)
            objects = _treated(sentence, sentence.within(*match.span("d"), DISEASE))
            before = sentence.mask[max(0, match.start("t") - 40) : match.start("t")]
            if _OTHERWISE.search(before):
                continue
            loose = name in LOOSE or bool(_ABOUT.search(before)) or "prevent" in match.group()
            if name == "received":
                # A drug that patients received may be for something else than their tumour.
                loose = any(s.letter == DRUG for s in subjects) and not any(
                    s.letter != DRUG for s in subjects
                )
            yield from claims(
                sentence, "TREATS", name, match, subjects, objects, loose=loose, listed=name in _GIVEN
            )
    yield from _tried(sentence)


_GIVEN = frozenset({"treated", "received", "given", "s/p"})
"""Patterns that say of each treatment of a list that it was given."""


def _treated(sentence: Sentence, sick: list[Node]) -> list[Node]:
    """The diseases of a list that are treated: of "Z with W metastases" Z, of "W metastases from Z" W."""
    kept = sick[:1]
    for last, node in pairwise(sick):
        if not re.search(r"\b(?:with|from)\b", sentence.text[last.end : node.start], re.IGNORECASE):
            kept.append(node)
    return kept


def _tried(sentence: Sentence) -> Iterator[Claim]:
    """What a title or an aim tries, and for which disease: never more than a proposal."""
    mask = sentence.mask
    if states(mask) and not _AIM.search(mask):
        return
    for match in re.finditer(DISEASE, mask):
        before = mask[max(0, match.start() - 160) : match.start()]
        lead = _LEAD.search(before)
        if lead is None:
            continue
        begin = match.start() - len(before) + lead.start()
        subjects = [n for n in sentence.within(0, begin, TREATMENTS) if _is_tried(n)][:6]
        after = _with().search(mask, match.end(), match.end() + 160)
        if after:
            subjects += sentence.within(*after.span("all"), TREATMENTS)
        if not subjects:
            continue
        objects = sentence.within(match.start(), match.end(), DISEASE)
        for claim in claims(sentence, "TREATS", "tried", match, subjects, objects, loose=True):
            yield claim._replace(proposed=True)
        return


def _is_tried(node: Node) -> bool:
    """Whether a treatment is what is tried and not what went before."""
    return all(m.assertion.temporality != "historical" for m in node.mentions)


_AIM = re.compile(
    r"\b(?:aims?|aimed|purpose|objectives?|goal|propose to|whether|role of"
    r"|to (?:evaluate|compare|assess|investigate|determine|examine|study|explore|test))\b"
)
_LEAD = re.compile(
    r"\b(?:in|for|among|of|against) (?:(?!of |for |among "
    r"|against )[\w\ue005\ue007\ue00a+/,-]{1,24} ){0,16}$"
)


@cache
def _with() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:treated with|receiving|undergoing) {before_treatment()}"
        rf"(?P<all>{treatments()}(?: (?:versus|vs\.?|or) {before_treatment()}[{TREATMENTS}])?)"
    )


_OF = r"(?: (?:to|of|by|from|with|for))? (?:\w+ )?$"
_OTHERWISE = re.compile(
    r"\b(?:resistance|resistant|refractory|sensitivity|sensitive|response|responses|absence|withdrawal"
    r"|discontinuation|failure"
    r"|refusal|intoleran(?:t|ce)|instead|alternative|addition|after|following|contraindications?"
    r"|avoid(?:ing)?|without|no)" + _OF
)
"""Before a treatment, what makes the disease after it the object of something else than its use."""
_ABOUT = re.compile(
    r"\b(?:toxicity|toxicities|tolerance|exposure|costs?|complications?|adverse (?:events?|effects?)|side"
    r" effects?"
    r"|prior|previous|secondary|due|caused|induced|related|before|role|effects?|impact"
    r"|use|benefits?|lack|combination|combined|rates?|timing|duration)" + _OF
)
"""Before a treatment, what leaves it open whether its use is what is said: "complications of X for Y"."""
