"""TREATS: a drug, a regimen, a course or an operation is given, indicated or effective for a disease."""

import re
from collections.abc import Iterator
from functools import cache

from ingest.relations.claim import Claim, Mood, claims, states, words
from ingest.relations.given import is_both, is_tumour, read_given, treated_of
from ingest.relations.phrase import ADVERB, BE, COMPARED, before_treatment, diseases, purpose, treatments
from ingest.relations.sentence import DISEASE, PROCEDURE, SITE, TREATMENTS, Node, Sentence

FINDINGS = frozenset({"indicated", "effective", "active", "standard", "improved", "response", "benefit"})
"""Patterns that say the treatment works or is meant for the disease; the others say that it was given."""
TOLD = frozenset({"given to", "given", "for", "treatment", "used", "operated"})
"""Patterns that say that the treatment was given, whatever came of it."""
LOOSE = frozenset({"in", "response"})


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
            rf"(?:in|against|for) (?:(?:(?:solid|various|several|different|advanced|many) ){{0,3}}"
            rf"(?:tumou?rs|cancers|malignancies),? (?:including|such as) )?{p}{group}(?:with )?{d}"
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
        "given": (
            rf"{t} (?:(?:was|were|is|has been|have been) )?{ADVERB}(?:given|administered|delivered|used"
            rf"|performed"
            rf"|prescribed|started)(?: {SITE}| alone| concurrently)?"
            rf"(?: (?:between|from|during|since) [\w ]{{1,40}}?)? (?:to|for|in|on|to treat)"
            rf" {p}{group}(?:with )?{d}"
        ),
        "standing": (
            rf"{t}(?:,[^,;.\ue000-\ue004]{{1,60}},)?,? (?:{BE}|forms?|constitutes?|provides?)"
            rf" (?:(?:the|a|an|one|standard|current|preferred|established|recommended|main"
            rf"|primary|first"
            rf"|only|common|most|effective|curative|definitive|-line|line|of|\ue007) ?){{0,6}}"
            rf"(?:treatment|therapy|standard|management|modality|approach|mainstay"
            rf"|cornerstone)(?: of (?:choice|care))?"
            rf" (?:of|for|in) {p}{group}(?:with )?{d}"
        ),
        "recommended": (
            rf"(?:recommends?|recommended|prefers?|favou?rs?|endorses?|advises?|advocates?) (?:the use"
            rf" of )?{pre}{t}"
            rf" (?:for|in|as [^,;.]{{3,50}}? (?:for|in)) {p}{group}(?:with )?{d}"
        ),
        "for those": (
            rf"(?:^|[,;] )(?:for|in) {p}{group}(?:with )?{d}(?: [^,;.\ue000-\ue004]{{1,60}})?, {pre}{t}"
            rf" {BE} {ADVERB}(?:recommended|indicated|preferred|standard|the (?:standard|treatment of"
            rf" choice))"
        ),
        "meant to": (
            rf"{t} {BE} {ADVERB}(?:used|advocated|recommended|given|offered|advised|performed) (?:in"
            rf" order )?to"
            rf" (?:reduce|improve|treat|control|palliate|relieve|prevent|downstage|increase)"
            rf" [^,;.\ue000-\ue003]{{1,80}}"
            rf" (?:of|in|for|from) (?:[\w-]+ ){{0,4}}?{p}{group}(?:with )?{d}"
        ),
        "to treat": rf"{t} (?:is|are|was|were|has been|have been)? ?(?:\w+ly )?(?:used )?to treat {d}",
        "operated": (
            rf"(?:underwent|undergone|treated (?:by|with)) {pre}(?P<t>{PROCEDURE}) of (?:the |their )?{d}"
        ),
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
    yield from read_given(sentence)
    for name, pattern in _patterns():
        mood: Mood = "given" if name in TOLD else "meant" if name in _MEANT else "found"
        for match in pattern.finditer(sentence.mask):
            subjects = sentence.within(*match.span("t"), TREATMENTS)
            objects = treated_of(sentence, match)
            before = sentence.mask[max(0, match.start("t") - 40) : match.start("t")]
            if _OTHERWISE.search(before):
                continue
            if name in LOOSE and _REJECTED.search(sentence.mask):
                continue
            loose = name in LOOSE or bool(_ABOUT.search(before)) or "prevent" in match.group()
            loose = loose or bool(_DRAWN.search(sentence.mask[: match.start("t")]))
            loose = loose or (not all(is_tumour(n) for n in objects) and is_both(sentence, objects))
            ended = re.search(r"\b(?:after|following) (?:[\w-]+ ){0,2}$", before)
            for claim in claims(sentence, "TREATS", name, match, subjects, objects, loose=loose, mood=mood):
                if claim.tier == "accepted" or not ended:
                    yield claim
    yield from _tried(sentence)


_DRAWN = re.compile(
    r"\b(?:randomi[sz]ed|randomly|assigned|allocated)\b"
    r"(?: (?!trial|study|received|underwent)[^\s;:.]+){0,12} ?$"
)
"""Before a treatment: patients were drawn to it by lot, so that it is an arm that is tried."""
_MEANT = frozenset({"indicated", "recommended", "for those", "standing", "standard"})
"""Patterns of what guidelines and labels say: still to be given, and a fact all the same."""


def _tried(sentence: Sentence) -> Iterator[Claim]:
    """What a title or an aim tries, and for which disease: never more than a proposal."""
    mask = sentence.mask
    if (states(mask) and not _AIM.search(mask)) or _REJECTED.search(mask):
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
    r"\b(?:in|for|among|of|on|against) (?:(?!of |for |among "
    r"|against )[\w\ue005\ue007\ue00a+/,-]{1,24} ){0,16}$"
)


@cache
def _with() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:treated with|receiving|undergoing) {before_treatment()}"
        rf"(?P<all>{treatments()}(?: (?:versus|vs\.?|or) {before_treatment()}[{TREATMENTS}])?)"
    )


_OF = r"(?: (?:(?:the )?use of|to|of|by|from|with|for))? (?:\w+ ){0,2}$"
_OTHERWISE = re.compile(
    r"\b(?:resistance|resistant|refractory|sensitivity|sensitive|response|responses|absence|withdrawal"
    r"|discontinuation|failure"
    r"|refusal|intoleran(?:t|ce)|instead|alternative|contraindications?|against|denie[sd]"
    r"|avoid(?:ing)?|without|no|not|declined|withdrawn)" + _OF
)
"""Before a treatment, what makes the disease after it the object of something else than its use."""
_REJECTED = re.compile(
    r"\b(?:avoid(?:ed)?|contraindicat\w+|recommends? against|withdrawn|not (?:be )?(?:recommended"
    r"|indicated|approved|used)"
    r"|no (?:clear )?role|no place)\b"
)
"""In a sentence that turns a treatment down, its standing beside a disease proposes nothing."""
_ABOUT = re.compile(
    r"\b(?:exposure|secondary|due|caused|induced|related|roles?|effects?|impact|efficacy|effectiveness"
    r"|benefits?|lack|need|candidates?|indications?|options?|approval|rationale|rates?"
    r"|timing|duration|slowing|schedules?|withholding|stopping)" + _OF
)
"""Before a treatment, what leaves it open whether its use is what is said: "complications of X for Y"."""
