"""TREATS as it is told of patients: who had the disease was treated, received, underwent, was assigned to."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from ingest.relations.claim import Claim, claims
from ingest.relations.phrase import ADVERB, before_treatment, diseases, purpose, treatments
from ingest.relations.sentence import (
    DISEASE,
    DRUG,
    OUTCOME,
    PROCEDURE,
    REGIMEN,
    TREATMENTS,
    Node,
    Sentence,
)
from ontologies.disease import load_diseases
from ontologies.drugs import load_drugs

_WHEN = r"(?:(?:between|from|during|in|at|since|over) (?:(?!with |by |and \w+ed )[\w/'-]+ ){1,8})?"
_PEOPLE = (
    r"(?:patients?|women|woman|men|man|males?|females?|gentleman|lady|boys?|girls?|children|child|infants?"
    r"|adolescents|adults?|cases?|subjects?|individuals?|people|persons?|those|participants|cohort|series"
    r"|volunteers|survivors|\d+ ?(?:yo|y/o|m|f|yf|ym)|year-old|years old|history|diagnosed|diagnosis|known"
    r"|she|he|who|whom|veterans|population|group)"
)


@cache
def _verb() -> re.Pattern[str]:
    """What tells that a treatment was given, up to the treatment."""
    told = rf"(?:{ADVERB}(?:treated|managed|retreated|irradiated)),? (?:\w+ly )?{_WHEN}(?:with|by|using|on) "
    had = (
        r"(?:received|receiving|underwent|undergone|undergoing|completed|completing|was given|were given"
        r"|been given|given|(?:was|were|been) offered|started|started on|s/p|status[ -]post|received by) "
    )
    assigned = (
        r"(?:randomi[sz]ed|assigned|allocated)(?: (?!to )[\w:/%,.-]+){0,4}? (?:to|into|between) "
        r"(?:(?:either|receive|undergo|receiving|the|a|one|of|two|three|treatment|groups?|arms?|with"
        r"|or),? ){0,6}"
    )
    drawn = (
        r"(?:randomi[sz]ed|randomly|assigned|allocated) (?:(?!received |underwent |to )[^;:.]){0,160}? "
        r"(?:to (?:receive|undergo) (?:either )?)"
    )
    live = r"on "
    coming = (
        r"(?:(?:will|to|shall|must|should|may|can) (?:receive|undergo|be (?:treated|managed) with)"
        r"|(?:need|requir)(?:s|e|es"
        r"|ing)?|scheduled for|planned for|(?:candidates?|eligible|suitable|considered) for|amenable to) "
    )
    return re.compile(
        rf"(?<![\w-])(?P<verb>{told}|{had}|{assigned}|{drawn}|{coming}"
        rf"|{live}){before_treatment()}{treatments()}"
    )


_BARRED = re.compile(
    rf"[;:]|\.(?: |$)|[{OUTCOME}]"
    r"|\b(?:not|no|never|nor|neither|without|declined|refused|ineligible|than|versus|vs|against|if|unless|but"
    r"|although|whereas|while|after|before|until|because|since then|developed|develops?|died|occurr\w+"
    r"|controls?"
    r"|healthy|mice|rats?|cells?|caused|due|induced|associated|prevent\w*|risk|incidence|toxicity"
    r"|mimick\w+|misdiagnosed|compared|should|contraindicat\w*|intoleran\w+|unable|resistan\w+"
    r"|refractory|eligible|mother|father|sister|brother|aunt|uncle|daughter|son|wife)\b"
    r"|\b(?:in|among|of|for|from) (?:[\w%-]+ ){0,4}?(?:patients|women|men|those|subjects|individuals"
    r"|survivors)\b"
)
"""Between a disease and the verb, what parts those who were treated from those who had the disease."""
_REACH = 170
"""Characters between the disease and what was given."""
_GROUP_BEFORE = re.compile(
    rf"(?<![\w-]){_PEOPLE}(?: (?!without |developed |no |not |never |died |free"
    rf" )[\w\ue005\ue007\ue00a/+,-]+){{0,9}}? ?$"
)
_GROUP_AFTER = re.compile(
    rf"(?:[ ,]+(?!in |of |among |for )[\w\ue005\ue007/+-]+){{0,3}}?,? {_PEOPLE}(?![\w-])|,? (?:(?:is"
    rf"|are|was|were"
    rf"|has been|have been|had been|who|that|which) )*{ADVERB}(?:treated|managed|s/p|status[ -]post)\b"
    r"|[,:]? (?:(?:who )?(?:is |are )?(?:currently |now ))?(?:on|completed|s/p|status[ -]post|started) "
    r"|,? (?:(?:who|that|which|and|has|have|had|been|was|were|also|then) )+(?:treated|received"
    r"|underwent|undergone) "
)
_NOT_THE_GROUP = re.compile(
    r"\b(?:no|without|risk of|risk for|incidence of|development of|mortality from|death from|prevent\w*|rule"
    r" out|suspected|prophylaxis (?:of|for|against)|than|versus|family|relatives? with)"
    r" (?:[\w\ue007-]+ ){0,2}$"
)
_AND = re.compile(r"(?:,| and|, and|, whereas|, while|;)?(?: (?:the )?(?:other|remaining|another|\w+"
    r" of (?:them|whom)))?"
                  r"(?: \d+)?(?: patients| women| men)?(?: also| then| subsequently| now| currently|"
                  r" later| has| is| was| were| who)* ?")  # fmt: skip


_LIVE = re.compile(r"[ ,:]*(?:(?:patients?|who|she|he|is|are|was|were|now|currently|still|maintained) ?)*")
"""Between a disease and "on" a treatment."""


class _Told(NamedTuple):
    match: re.Match[str]
    sick: list[Node]


@cache
def _sick() -> re.Pattern[str]:
    return re.compile(diseases())


def read_given(sentence: Sentence) -> Iterator[Claim]:
    """Each treatment that the patients of a disease are told to have had."""
    for told in _told(sentence):
        for subject in sentence.within(*told.match.span("t"), TREATMENTS):
            if _is_beside(told, subject) or _is_for_another(sentence, told, subject):
                continue
            loose = _is_loose(sentence, told, subject) or _is_for_else(sentence, told, subject)
            for one in (subject, *sentence.parts_of(subject, TREATMENTS)):
                yield from claims(
                    sentence, "TREATS", "given to", told.match, [one], told.sick, loose=loose, mood="told"
                )


def _told(sentence: Sentence) -> Iterator[_Told]:
    mask = sentence.mask
    groups: list[re.Match[str]] | None = None
    last: _Told | None = None
    for match in _verb().finditer(mask):
        if groups is None:
            groups = [m for m in _sick().finditer(mask) if _is_group(mask, m)]
        if last is not None and _AND.fullmatch(mask, last.match.end(), match.start()):
            last = _Told(match, last.sick)
            yield last
            continue
        group = _group(sentence, match, groups)
        sick = treated_of(sentence, group) if group else []
        if sick:
            last = _Told(match, sick)
            yield last


def _group(sentence: Sentence, match: re.Match[str], groups: list[re.Match[str]]) -> re.Match[str] | None:
    """The patients nearest before what was given, or within "assigned patients with Z to receive"."""
    before = [g for g in groups if g.end() <= match.start("t")]
    if not before:
        return None
    group = before[-1]
    inside = group.start("d") > match.start()
    gap = sentence.mask[group.end() : match.start("t") if inside else match.start()]
    if len(gap) > _REACH or _BARRED.search(gap.lstrip(":")) or re.search(f"[{TREATMENTS}{DISEASE}]", gap):
        return None
    return group if match["verb"] != "on " or _LIVE.fullmatch(gap) else None


def _is_group(mask: str, match: re.Match[str]) -> bool:
    """Whether a disease is that of a group of patients, or of the one patient."""
    before = mask[max(0, match.start("d") - 110) : match.start("d")]
    if _NOT_THE_GROUP.search(before):
        return False
    return bool(_GROUP_BEFORE.search(before) or _GROUP_AFTER.match(mask, match.end()))


def treated_of(sentence: Sentence, match: re.Match[str]) -> list[Node]:
    """The diseases of a list that are treated: of "Z with W metastases" Z, of "W metastases from Z" W."""
    sick = sentence.within(*match.span("d"), DISEASE)
    kept = sick[:1]
    for last, node in pairwise(sick):
        if not re.search(r"\b(?:with|from)\b", sentence.text[last.end : node.start], re.IGNORECASE):
            kept.append(node)
    return kept


def _is_beside(told: _Told, subject: Node) -> bool:
    """Whether a drug is for something else than the tumour that its patients have."""
    if subject.letter != DRUG or "treated" in told.match["verb"]:
        return False
    return _kind(subject) in {"general", "supportive"} and is_tumour(told.sick[0])


def _is_loose(sentence: Sentence, told: _Told, subject: Node) -> bool:
    """Whether what was given may be for something else than the disease, or is still to come."""
    before = sentence.mask[max(0, told.match.start() - 24) : told.match.start()]
    if subject.letter == PROCEDURE and _HAD_BEFORE.search(before):
        return True
    if _COMING.match(told.match["verb"]):
        return True
    # Who is drawn by lot to one of several treatments: each is what is tried.
    drawn = _DRAWN.match(told.match["verb"])
    arms = sentence.within(told.match.start("t"), len(sentence.mask), TREATMENTS) if drawn else []
    if drawn and (len(arms) > 1 or _PRESENT.search(before)):
        return True
    tumours = [is_tumour(n) for n in told.sick]
    if not all(tumours) and is_both(sentence, told.sick):
        return True
    if subject.letter not in DRUG + REGIMEN:
        return False
    kind = _kind(subject)
    return kind == "general" if tumours[0] else kind == "against tumours"


def is_both(sentence: Sentence, sick: list[Node]) -> bool:
    """Whether the same patients have several diseases, so that a treatment may be for one of them alone."""
    between = (sentence.text[a.end : b.start].lower() for a, b in pairwise(sick))
    return any(re.search(r"\b(?:and|with|plus)\b", said) for said in between)


def _is_for_else(sentence: Sentence, told: _Told, subject: Node) -> bool:
    """Whether a drug is said to be for a symptom, or to have been had before what is told."""
    if subject.letter != DRUG:
        return False
    mask, match = sentence.mask, told.match
    if match["verb"].startswith("received") and re.search(r"\band had $", mask[: match.start()]):
        return True
    return bool(_ELSE.match(mask, match.end()))


def _is_for_another(sentence: Sentence, told: _Told, subject: Node) -> bool:
    """Whether a drug is said to be for another disease than the one its patients have."""
    said = _for().match(sentence.mask, told.match.end())
    if subject.letter not in DRUG + REGIMEN or said is None:
        return False
    names = {n.main.text.lower() for n in told.sick}
    return all(n.main.text.lower() not in names for n in sentence.within(*said.span("d"), DISEASE))


@cache
def _for() -> re.Pattern[str]:
    return re.compile(rf" (?:for|to treat) {purpose()}{diseases()}")


_ELSE = re.compile(
    r" (?:[\w,-]+ ){0,3}?(?:for|to (?:treat|prevent|control|relieve)) (?!\d|\ue008|an? |the"
    r" (?:treatment|management)|at least|up"
    r" to|more|less|their|his|her|this|these|(?:[\w.-]+ ){0,5}\ue000|(?:[\w-]+ )?(?:hours?|days?"
    r"|weeks?|months?|years?|cycles?)\b)"
)
_COMING = re.compile(
    r"will|to |shall|must|should|may|can|need|requir|scheduled|planned|eligible|suit"
    r"|consid|amen"
)
_DRAWN = re.compile(r"random|assign|alloc")
_HAD_BEFORE = re.compile(r"\b(?:had|having) (?:\w+ly |all |also |each |been |initially ){0,2}$")
"""An operation that patients had had before is where they come from, not what is told of them."""


_PRESENT = re.compile(r"\b(?:are|is|be) (?:\w+ )?$")


def _kind(node: Node) -> str:
    """What a drug is for, as far as the lists of drugs say."""
    if node.letter == REGIMEN:
        return "against tumours"
    curie = node.main.reference.curie if node.main.reference else ""
    drug = load_drugs().get(curie.partition(":")[2])
    if drug is None:
        return "general" if curie.startswith("oncograph:") else "unknown"
    return "supportive" if drug.kind == "other" else "against tumours"


_TUMOUR = re.compile(
    r"cancer|carcinoma|tumou?r|neoplas|sarcoma|lymphoma|leuk[a]?emia|melanoma|blastoma|myeloma|glioma|thymoma"
    r"|seminoma|mesothelioma|metasta|malignan|\w+oma\b|\b[A-Z]{0,5}(?:C|CC|CLC|ML|LL)\b"
)


def is_tumour(node: Node) -> bool:
    """Whether a disease is a tumour, by what it stands for or else by its name."""
    curie = node.main.reference.curie if node.main.reference else ""
    disease = load_diseases().get(curie.partition(":")[2])
    return disease.malignant if disease else bool(_TUMOUR.search(node.main.text))
