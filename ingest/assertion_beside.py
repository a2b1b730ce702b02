"""Words right before or after a mention that decide what is said of it."""

import re

_WORD = re.IGNORECASE

COMPOUND_AFTER = re.compile(
    r"-(?:related|associated|induced|specific|directed)\b| (?:testing|tests?|screening|status)\b",
    re.IGNORECASE,
)
"""After what a longer word only goes with: "no toxicity-related deaths"."""


NOW_BEFORE = re.compile(
    r"\b(?:current|active|ongoing|present) (?:or suspected )?(?:[\w-]{3,24} ?/ ?)?$|\brisks? (?:of"
    r"|for) (?:[\w-]+ )?$",
    _WORD,
)
"""Right before an illness of today."""


_DIAGNOSIS_OF = re.compile(r"\bdiagnos[ie]s of (?:an? |the )?", _WORD)


def after_diagnosis(text: str, start: int, end: int) -> int:
    """Where the diagnosis begins that is doubted: after "a diagnosis of"."""
    found = list(_DIAGNOSIS_OF.finditer(text, start, end))
    return found[-1].end() if found else start


_TREND = re.compile(
    r"\b(?:incidence|prevalence|rates?|mortality|use|interest|survival|increas\w+|decreas\w+|rose|fell|risen"
    r"|fallen|declin\w+|chang\w+|improv\w+|advances?|progress)\b",
    _WORD,
)
_OVER_YEARS = re.compile(r"\s*in the (?:past|last) (?:few |several |\w+ )?(?:years?|decades?)\b", _WORD)


def is_trend(text: str, start: int, end: int) -> bool:
    """Whether what changed over some years is told: "the incidence fell in the past ten years"."""
    return bool(_OVER_YEARS.match(text, end)) and bool(_TREND.search(text, start, end))


OF_HISTORY = re.compile(r"\bhistory of (?:any )?(?:active|current|present|ongoing) (?:or \w+ )?$", _WORD)
"""Right before an illness that was active once: "any history of active hepatitis"."""
PARENTS_WITH = re.compile(
    r"[- ](?:infected|positive|affected) (?:mothers?|fathers?|parents?|siblings?|sisters?|brothers?)\b", _WORD
)
"""After a disease of somebody's kin: "infants of HIV-infected mothers"."""
OF_PARENTS = re.compile(
    r"\b(?:infants?|babies|children|offspring|born|sons?|daughters?|newborns?)\b[^.;,]*$", _WORD
)
"""Before such kin: those who are studied."""
OWN_COURSE = re.compile(
    r" (?:relapses?|recurrences?|progression|mortality|deaths?|survivors?|survival|severity|outcomes?)\b",
    _WORD,
)
"""After a disease that is there, only its further course is risked: "risk factors for melanoma relapse"."""
_ANSWERED = re.compile(r"(?: (?:was|were|is|are|of [a-z ]{3,30}))? ?(?:negative|clear|neg)\b", _WORD)


def is_answered(text: str, end: int) -> bool:
    """Whether what follows a procedure is its result: "biopsy was negative"."""
    return bool(_ANSWERED.match(text, end))


_MAY_CAUSE = re.compile(
    r"\b(?:may|might|could|can)(?: [a-z]{2,12}ly)? (?:cause|induce|augment|increase|worsen|lead to"
    r"|result in|produce"
    r"|trigger|provoke|aggravate|contribute to|experience|develop|have(?! an? (?:[\w-]+ )?(?:advantage|role)"
    r"| fewer| less| lower| no| unique))\b[^.;]{0,60}$",
    _WORD,
)


_MAY_BRING = re.compile(
    r"\b(?:may|might|could|can)(?: [a-z]{2,12}ly| also)? (?:cause|induce|lead to|result in|trigger|provoke"
    r"|coexist with|be complicated by|(?:play an? (?:[a-z]{3,14} )?(?:role|part) in|contribute to)"
    r" the (?:development|occurrence|onset) of) (?:(?!(?:in|of|with|for|after|by|to|the)\b)[\w-]+,? ){0,5}$",
    _WORD,
)
"""Right before an illness, the harms that stand between at most listed with it."""
_MAY_HAPPEN = re.compile(
    r",? (?:that |which )?(?:may|might|could) (?:also |still )?(?:happen|occur|develop|arise|appear|result"
    r"|be (?:seen|experienced|caused))\b",
    _WORD,
)


def is_possible_effect(before: str, text: str, end: int, type: str) -> bool:
    """Whether a harm is one that may follow: "may cause"."""
    if type not in {"toxicity", "disease"}:
        return False
    if _MAY_HAPPEN.match(text, end):
        return True
    return bool((_MAY_CAUSE if type == "toxicity" else _MAY_BRING).search(before))


_EFFECT = re.compile(
    r"\b(?:affect\w{0,4}|improv\w{1,6}|increas\w{1,3}|reduc\w{1,4}|associat\w{1,4}|predict\w{0,6}"
    r"|differ\w{0,8}"
    r"|correlat\w{1,4}|influenc\w{1,4}|impact|effect|significan\w{1,5}|reach\w{0,3}|in|for|of|on|to|by"
    r"|compromis\w{1,4}|jeopardi\w{1,5}|sacrific\w{1,4}|impair\w{0,4}|worsen\w{0,3}|endanger\w{0,3}"
    r"|diminish\w{0,3}|hamper\w{0,3}|harm\w{0,3}|los(?:s|es|t|ing)|with|was|were)\b",
    _WORD,
)
GAIN_AFTER = re.compile(
    r" (?:\([^()]{1,12}\) )?(?:advantages?|benefits?|differences?|gains?|improvements?|disadvantages?"
    r"|decrements?"
    r"|detriment|penalty|loss)\b",
    _WORD,
)
"""After an outcome of which only a change is denied: "no survival advantage"."""

FIGURE_AFTER = re.compile(
    r" ?(?:rates? )?(?:of )?(?:at least |more than |less than |above |over |\\?[<>=\u2264\u2265] ?){1,2}\d",
    _WORD,
)
"""After an outcome that a limit measures: "unless low-risk (5-year survival >90 %)"."""


def is_denied_event(between: str) -> bool:
    """Whether a negation stands at an outcome itself: "no recurrence" and not "did not improve survival"."""
    return len(between) <= 24 and not _EFFECT.search(between)


BEARING_AFTER = re.compile(r"[- ]bearing (?:[\w/-]+ )?(?:mice|mouse|rats?|animals?)\b", _WORD)
"""After a disease that animals were given: "glioma-bearing mice"."""
NEVER_AFTER = re.compile(
    r"(?:[- ](?:treatment|therapy))?[- ](?:naive|na\u00efve|ineligible|unfit|free)\b", re.IGNORECASE
)
"""After a treatment: it has not been, or is not to be, given."""
FREE_AFTER = re.compile(r"-free\b(?! (?:survival|interval|period|rate|time))", re.IGNORECASE)
"""After a disease: it is not there."""
GIVEN_AFTER = re.compile(
    r"(?:-| )(?:refractory|resistant(?! (?:cells?|cell lines?|strains?|clones?)\b))\b"
    r"|-(?:pre-?treated|treated|experienced|exposed|relapsed|failed)\b"
    r"|[- ](?:administered|injected|treated)(?= (?:[\w-]+ )?(?:rats?|mice|mouse|animals?|dogs?|rabbits?"
    r"|monkeys?"
    r"|pigs?)\b)",
    re.IGNORECASE,
)
"""After a treatment: it has been given."""


def is_of_treated(joined: str) -> bool:
    """Whether the word joined to a treatment says that it was given now: "X-treated", not "X-pretreated"."""
    return joined.lower().endswith(("treated", "administered", "injected")) and "pre" not in joined


BEFORE_IT = re.compile(
    r"\b(?:pre|before|prior to|until|as adjuvant (?:therapy|treatment) (?:post|after"
    r"|following))[ -]$|\b(?:before|prior to|until|from|since|after|of|at"
    r"|than) (?:the |their "
    r"|each )?(?:first|initial|planned|next|start of|beginning of|initiation of) (?:(?:scheduled|planned"
    r"|study"
    r"|trial) )?(?:dose|doses|day|cycle|infusion|administration|treatment|injection)s? (?:of"
    r"|with) (?:study )?$"
    r"|\bprior \([^()]{2,60}\) to (?:starting |the start of |initiation of |initiating )?$|\b(?:at|by"
    r"|around) (?:the )?time of (?:the "
    r"|their )?$",
    re.IGNORECASE,
)
"""Right before a treatment that is only a time point: "pre-radiotherapy"."""
NOT_THEIR_TREATMENT = re.compile(
    r",|\b(?:must|will|should|during|increased|decreased|gave|use|he|she|patient|dose|after|child"
    r"|children)\b",
    re.IGNORECASE,
)
"""Between a relative and a treatment that is the patient's."""
NOT_OF_RELATIVES = re.compile(
    r"\b(?:(?:was|were|is|are) (?:[a-z]{2,12}ly )?associated|adjust\w{1,5}|he|she|the patient|patient (?:is"
    r"|has|was|had)|(?:may|might|can|could|should|will|must)(?: [a-z]{2,14}ly)? (?!have\b|be\b"
    r"|carry\b)[a-z]{3,14})\b",
    re.IGNORECASE,
)
"""Between a relative and a disease that is not the relative's."""
_ALLERGY = re.compile(
    r"\b(?:allerg\w{1,6}|hypersensitiv\w{1,4}|anaphyla\w{1,5}|sensitivity|intolerance|contraindication"
    r"|reactions?)\b"
    r"[^.;]{0,190}$",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"\b(?:until|unless|or|or until|till|in case of|absence of)\b[^;]{0,120}\b(?:unacceptable|intolerable"
    r"|untolerable"
    r"|prohibitive"
    r"|excessive|undue|unmanageable|limiting|severe|significant)(?: or \w+)? (?:drug[- ]related "
    r"|treatment[- ]related )?$"
    r"|\b(?:until|till) (?:\w+ or )?$",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:until|till|unless|in the absence of)\b", re.IGNORECASE)
_WAS_GIVEN = re.compile(
    r"\b(?:(?<!who )(?<!that )(?<!have )(?<!has )received|(?:was|were) (?:[a-z]{3,12}ly )?(?:given|treated"
    r"|administered|continued|maintained|dosed))\b(?:(?!\b(?:will|shall|may|should|must|is|are)\b)[^.;])*"
    r"\b(?:until|till)\b",
    _WORD,
)
_UNLESS = re.compile(
    r"\b(?:until|till|unless|if)\b(?:(?!\b(?:no|not|without|absence|lack)\b)[^.;]){0,160}$", re.IGNORECASE
)
_OPTIONAL = re.compile(r"(?:\u00b1|\+/[-\u2013\u2212]|\bplus[/ ]minus\b|\bwith/without\b) ?$", re.IGNORECASE)


KIND_AFTER = re.compile(r"\s?-\s?(?:dependent|requiring|sensitive|eluting)\b", re.IGNORECASE)
"""After a treatment that only names a kind: "insulin-dependent"."""
FORBIDDEN_AFTER = re.compile(
    r"[^.;:\n]{0,110}?\b(?:(?:is|are|will be) (?:strictly )?(?:prohibited|forbidden|disallowed|banned"
    r"|barred)|(?:is|are"
    r"|will) not (?:be )?(?:allowed|permitted"
    r"|acceptable|accepted))\b",
    _WORD,
)
"""After a prior treatment: nobody may have had it."""
_USE_OF = re.compile(
    r"\W*(?:\w{1,3}[.)] )?(?:[\w-]+ ){0,3}?(?:use|administration|receipt|intake|treatment|therapy) (?:of"
    r"|with) ",
    _WORD,
)
SOME_HAD = re.compile(r"\b(?:those|patients|women|men) with(?: or|/| and) ?without (?:[\w-]+ ){0,2}$", _WORD)
"""Before a treatment that only tells two groups apart."""


def after_use(text: str, opening: int, start: int, end: int) -> int:
    """Where what is forbidden begins: after "use of" in "concomitant use of X is prohibited"."""
    used = _USE_OF.match(text, opening, start) if FORBIDDEN_AFTER.match(text, end) else None
    return used.end() if used else opening


GIVEN_UP = re.compile(
    r"\b(?:progress(?:ed|ion)|failed|previously|came off|coming off|leaving|refractory)(?: on| to)?\s*$",
    re.IGNORECASE,
)
"""Before what is not wanted any more: it has been given."""
KIN = re.compile(
    r"(?:\b(?:her|his|my|their|your|maternal|paternal|family|fam|fhx?|fmh|one|two|three)\b|'s\b)[^.;\n]*$",
    re.IGNORECASE,
)
"""Before what is told of a relative: whose relative it is."""


def is_allergy(before: str) -> bool:
    """Whether a treatment is what somebody is allergic to, not what was given."""
    return bool(_ALLERGY.search(before))


def is_unless(before: str) -> bool:
    """Whether a harm is what would change a denied plan: "will not be stopped unless toxicity occurs"."""
    return bool(_UNLESS.search(before))


def is_limit(before: str) -> bool:
    """Whether a harm is one that would end the treatment: "until progression or unacceptable toxicity".

    In "repeats in the absence of unacceptable toxicity" it is denied as well.
    """
    return bool(_UNTIL.search(before) and _LIMIT.search(before)) and not is_over(before)


def is_over(before: str) -> bool:
    """Whether a treatment is told as finished: "received X until progression or toxicity" has come to it."""
    return bool(_WAS_GIVEN.search(before))


def is_optional(before: str) -> bool:
    """Whether a sign of with or without stands right before: "X ± Y"."""
    return bool(_OPTIONAL.search(before))


def is_denied_outcome(text: str, openings: list[int], start: int, end: int) -> bool:
    """Whether an outcome itself is denied, and not only a change of it."""
    return not GAIN_AFTER.match(text, end) and any(is_denied_event(text[o:start]) for o in openings)


def is_of_parents(text: str, start: int, end: int) -> bool:
    """Whether a disease is that of the parents of those who are studied."""
    return bool(PARENTS_WITH.match(text, end)) and bool(OF_PARENTS.search(text, max(0, start - 40), start))
