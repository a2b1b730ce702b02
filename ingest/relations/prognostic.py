"""PROGNOSTIC_FOR: a marker goes with an outcome or with the course of a disease."""

import re
from collections.abc import Iterator
from functools import cache

from ingest.relations.claim import Claim, claims
from ingest.relations.phrase import BE, D, M, before_disease, diseases
from ingest.relations.sentence import DISEASE, MARKER, OUTCOME, Node, Sentence

_FATE = (
    r"(?:prognosis|prognoses|outcomes?|survival|recurrence|relapse|death|mortality|progression|disease"
    r" control)"
)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    d = diseases()
    tail = (
        r"(?:[ -](?:gene|protein|m?rna|expression|overexpression|over-expression|immunoreactivity"
        r"|positivity|positive|negative"
        r"|negativity|status|levels?|mutations?|mutant|mutated|amplification|methylation|loss|index|score"
        r"|staining|promoter"
        r"|serum|plasma|tumou?rs?|high|low|rearrangements?|alterations?|deletions?|fusions?|density|value"
        r"|values|regions?|locus|loci|variants?|polymorphisms?)){0,4}"
    )
    lead = (
        r"(?:(?:high|low|elevated|increased|decreased|reduced|positive|negative|strong|weak|loss of"
        r"|presence of|absence of|the"
        r"|serum|plasma|baseline|preoperative|pretreatment|pre-treatment|raised|mutated|wild-type"
        r"|expression of|overexpression of|nuclear|cytoplasmic|tumou?r)"
        r" ){0,4}"
    )
    altered = (
        rf"(?:[ -]?(?:mutant|mutated|positive|negative|amplified|rearranged|wild-type)?"
        rf" ?{before_disease()}{D})?"
    )
    marker = rf"{lead}(?P<m>{M}(?:(?:,? and |, ){lead}{M}){{0,3}}){tail}"
    worse = (
        r"(?:(?:a|an|the|significantly|poor(?:er)?|worse|worst|better|good|improved|favou?rable"
        r"|unfavou?rable|adverse|shorter|longer"
        r"|reduced|decreased|increased|inferior|superior|lower|higher|median|mean|patient|patients'?"
        r"|clinical|overall"
        r"|early|long-term|\d+-year"
        r"|risk of|rate of|local|distant|tumou?r|disease|cancer-specific) ){0,5}"
    )
    value = (
        r"(?:factors?|markers?|biomarkers?|indicators?|determinants?|predictors?|parameters?|variables?"
        r"|values?|significance)"
    )
    fate = rf"(?P<o>{OUTCOME}(?:(?:,? and |, |/)(?:[a-z]+-specific )?{OUTCOME}){{0,3}}|{_FATE})"
    place = rf"(?: (?:in|of|for|among) (?:patients with )?{d})?"
    is_a = (
        rf"{BE} (?:(?:\w+ly )?(?:identified|found|shown|proved|confirmed|recogni[sz]ed|established"
        rf"|considered)"
        rf" (?:as|to be) )?(?:(?:a|an|the|one of the|significant(?:ly)?|independent(?:ly)?|strong"
        rf"|powerful|major"
        rf"|important|useful"
    )
    is_a += r"|poor|favou?rable|adverse|unfavou?rable|negative|positive|good|only|most|objective|also) ){0,5}"
    others = r"(?:(?:,| and) [^.;:\ue000-\ue004\ue006]{2,90}?)?"
    table = {
        "factor": (
            rf"{marker}{others} {is_a}(?:prognostic )?{value} (?:for|of|in|affecting|influencing)"
            rf" {worse}{fate}{place}"
        ),
        "factor of disease": (
            rf"{marker} {is_a}prognostic {value} (?:for|of|in) (?:this group of )?(?:patients with )?{d}"
        ),
        "factors": (
            rf"prognostic {value} (?:for|of) {worse}{fate}{place} (?:was|were|included?|are|is) {marker}"
        ),
        "value of": (
            rf"prognostic (?:value|significance|impact|importance|relevance|role) of {marker} (?:in"
            rf"|for) {d}"
        ),
        "associated": (
            rf"{marker} (?:{BE} )?(?:(?:significantly|independently|strongly|also|closely|inversely"
            rf"|positively|found to be) ){{0,2}}"
            rf"(?:associate[ds]?|correlate[ds]?|linked|related) (?:\w+ly )?(?:with|to)"
            rf" (?:[\w ,-]{{0,60}}?(?:,|and)"
            rf" )?{worse}{fate}{place}"
        ),
        "predictive": (
            rf"{marker} {BE} (?:(?:\w+ly|also|highly|strongly|both|shown to be|found to be) ){{0,3}}"
            rf"(?:predictive|prognostic)(?: and (?:\w+ )?(?:predictive|prognostic))?"
            rf" (?:for|of) {worse}{fate}{place}"
        ),
        "risk": (
            rf"{marker} (?:{BE} )?(?:(?:significantly|independently|strongly|also) )?(?:associated|linked"
            rf"|related)"
            rf" (?:with|to) (?:(?:a|an|the|higher|lower|increased|decreased|elevated|reduced) ){{0,3}}"
            rf"(?:(?:risk of|susceptibility to|predisposition to) {d}|(?P<e>{D}) (?:risk|susceptibility))"
        ),
        "influence": (
            rf"(?:influence|impact|effect|association|relationship|role) (?:of"
            rf"|between) (?:[\w,-]+ ){{0,8}}?{marker}"
            rf" (?:on|with|and|for) {worse}{fate}{place}"
        ),
        "influences": (
            rf"{marker} (?:\w+ly )?(?:influence[sd]?|affect(?:s|ed)|impacted|determine[sd]|shorten(?:s"
            rf"|ed)|worsen(?:s|ed))"
            rf" {worse}{fate}{place}"
        ),
        "predicts": (
            rf"{marker} (?:\w+ly )?(?:predict(?:s|ed)?|portends?|confer(?:s|red)?) {worse}{fate}{place}"
        ),
        "was worse in": (
            rf"{fate} (?:rates? )?(?:was|were) (?:(?:significantly|much|also) )?(?:shorter|worse|poorer"
            rf"|longer|better|reduced|inferior"
            rf"|lower|higher) (?:in|for|among) (?:(?:those|the|patients|tumou?rs|cases|women|men|with"
            rf"|whose|had|who) ){{0,4}}{marker}"
        ),
        "risk in": (
            rf"(?:risks?|rates?|probability|likelihood|hazard) of {worse}{fate} (?:was|were|is|are)"
            rf" (?:(?:significantly|much"
            rf"|also) )?(?:higher|lower|increased|reduced|greater|elevated) (?:in|for|among)"
            rf" (?:(?:those|the|patients|tumou?rs|cases|women|men|with|whose|had|who|carriers of)"
            rf" ){{0,4}}{marker}"
        ),
        "risk of those": (
            rf"(?:risks?|rates?|probability|likelihood|hazard) of {worse}{fate} (?:in|for|among)"
            rf" (?:(?:those|the|patients|tumou?rs|cases|women|men|with|whose|had|who|carriers of)"
            rf" ){{0,4}}{marker}"
            rf"(?: \w+){{0,2}} (?:was|were|is|are) (?:(?:significantly|much) )?(?:higher|lower|increased"
            rf"|reduced|greater|elevated)"
            rf" (?:than|compared)"
        ),
        "had": (
            rf"{marker}{altered} (?:\w+ )?(?:had|have|has|experienced|showed) (?:(?:a|significantly"
            rf"|much) ){{0,2}}"
            rf"(?:poorer|worse|better|shorter|longer|inferior|superior|improved"
            rf"|reduced) {worse}{fate}{place}"
        ),
    }
    return tuple((name, re.compile(pattern)) for name, pattern in table.items())


def read(sentence: Sentence) -> Iterator[Claim]:
    """The PROGNOSTIC_FOR claims of a sentence: of an outcome where one is named, else of the disease."""
    if MARKER not in sentence.letters or not sentence.letters & {DISEASE, OUTCOME}:
        return
    for name, pattern in _patterns():
        for match in pattern.finditer(sentence.mask):
            said = match.groupdict()
            outcomes = sentence.within(*match.span("o"), OUTCOME) if said.get("o") else []
            sick = sentence.within(*match.span("d"), DISEASE) if said.get("d") else []
            sick = sick or (sentence.within(*match.span("e"), DISEASE) if said.get("e") else [])
            objects = outcomes or sick or _only_disease(sentence)
            if not objects:
                continue
            where = {"disease": sick[0].main.text} if outcomes and len(sick) == 1 else {}
            begins = [match.start(g) for g in ("o", "d") if said.get(g)]
            direction = _direction(match.string[match.start() : min(begins, default=match.end())])
            direction = None if name == "factor of disease" else direction
            yield from claims(
                sentence, "PROGNOSTIC_FOR", name, match, sentence.within(*match.span("m"), MARKER), objects,
                loose=name in {"value of", "influence"} or (not outcomes and not sick),
                risk=name.startswith("risk"),
                qualifiers=where | ({"direction": direction} if direction else {}),
            )  # fmt: skip


def _only_disease(sentence: Sentence) -> list[Node]:
    found = [n for n in sentence.nodes if n.letter == D]
    return found if len(found) == 1 else []


_WORSE = re.compile(
    r"\b(?:poor(?:er)?|worse|worst|shorter|reduced|decreased|inferior|adverse|unfavou?rable|lower)\b"
)
_BETTER = re.compile(r"\b(?:better|good|longer|improved|superior|favou?rable)\b")


def _direction(said: str) -> str | None:
    """`worse` or `better`, where one is said and not both."""
    worse, better = bool(_WORSE.search(said)), bool(_BETTER.search(said))
    return None if worse == better else "worse" if worse else "better"
