"""Words beside a mention that tell what was found: alternatives, arms compared, pathology."""

import re

from ingest.assertion_cues import is_aim, is_not_yet, is_result, is_time_point

_WORD = re.IGNORECASE
_REACH_BEFORE = 48

NO_VARIANT = re.compile(
    r"\b(?:no|without|absence of|lack of|lacking|did not have|does not have|must not have|should not have"
    r"|do not have|not harbou?r(?:ing)?|no evidence of|negative for)"
    r"(?: (?!(?:was|were|is|are|has|have|had|with|in|by|but|who|that|which|difference|between|effect"
    r"|association"
    r"|patients?|impact|benefit|response|for|to|among|on)\b)[\w/+.,*-]+){0,24}?(?:/| )\(?$",
    _WORD,
)
"""Before a variant: it was not found, nor were those listed before it."""
OTHER_THAN = re.compile(r"\bother than (?:(?!(?:in|of|for|with)\b)[\w./+-]+,? (?:(?:or|and) )?){0,4}$", _WORD)
"""Before a variant that is left out: "any mutation other than X"."""
NOT_FOUND_AFTER = re.compile(
    r"(?: (?:mutations?|variants?|alterations?))? (?:was|were|is|are"
    r"|has been) (?:not (?:\w+ly )?(?:detected|found|identified"
    r"|present|seen|observed)|absent|undetect\w+)\b(?! in (?:\d|some|several|half|most|many|one|two|three"
    r"|four|five|six|seven|eight|nine|ten|an? (?:minority|majority|subset|proportion|third|quarter)))",
    _WORD,
)
"""After a variant: it was looked for in vain, and not only in some."""


def is_denied_variant(before: str, text: str, end: int) -> bool:
    """Whether a variant was not found, or is the one that is left out."""
    return bool(NO_VARIANT.search(before) or OTHER_THAN.search(before) or NOT_FOUND_AFTER.match(text, end))


SHORT_FOR = re.compile(r"(?P<name>(?:\w+ in (?=situ\b))?[A-Za-z][\w/-]+) ?[(\[]$")
"""Right before a short form in brackets: the last word of the name it stands for."""
SHORT_FORM = re.compile(r"(?=[^\s]*[A-Z][^\s]*[A-Z0-9])[\w/+-]{2,12}")


def long_form(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The name a short form in brackets stands for: "durvalumab (DURVA)"; None for anything else."""
    before = SHORT_FOR.search(text, max(0, start - 60), start)
    if before and SHORT_FORM.fullmatch(text, start, end) and text[end : end + 1] in {")", "]"}:
        return before.span("name")
    return None


_TREATED_FOR = re.compile(
    r"\b(?:surgery|treatments?|therap(?:y|ies)) (?:for|to (?:remove|treat)) (?:(?:the|an?|your|their) )?$",
    _WORD,
)


def is_being_treated(text: str, start: int, end: int) -> bool:
    """Whether only the treatment of a disease depends on something: "if lung cancer surgery is planned"."""
    treated = _TREATED_FOR.search(text, max(0, start - _REACH_BEFORE), start)
    return bool(treated or _TREATMENT_AFTER.match(text, end))


ALLOWED_BARRIER = re.compile(
    r"\b(?:treatment|treated(?= (?:with|for))|therap\w+|lines?|radiotherapy|surgery|chemotherapy|use|drugs?"
    r"|medication\w*|for)\b",
    _WORD,
)
"""Between the beginning of what is allowed and a disease that is not what is allowed."""
_VERSUS_AFTER = re.compile(r",? (?:vs\.?|versus) (?:an? )?[a-z]", _WORD)
_VERSUS_BEFORE = re.compile(r"\b(?:vs\.?|versus) (?:an? |possible |early |recurrent |metastatic )?$", _WORD)
_COMPARED = re.compile(
    r"\b(?:patients|groups?|trials?|stud(?:y|ies)|arms?|compar\w+|survival|median|rates?|cohorts?|risk|cases"
    r"|expression|odds|respectively|p ?[<=]|treat\w+|therapy|\w+mab|women|men|controls?|mice)\b|%",
    _WORD,
)
_MAY_BE = re.compile(
    r"\b(?:may|might|could) (?:well |also )?be (?:an? )?(?:early |recurrent |metastatic |primary |new "
    r"|due to "
    r"|secondary to |from |related to |underlying )?$",
    _WORD,
)
_AFTER_IT = re.compile(
    r"\b(?:after|following|since|s/p|status post)(?: (?:an?|the|his|her|their|acute|severe|major|minor"
    r"|first|recent|isch\w+"
    r"|previous|prior|initial|childhood|surviving))* $",
    _WORD,
)


_NO_COMPOUND = re.compile(
    r"\s*(?:[.,;:)\]]|$|(?:and|or|in|at|with|without|is|are|was|were|has|have|had|by|within|who|than|from"
    r"|among|as|to"
    r"|but|on|may|can|remains?)\b)",
    _WORD,
)
"""After a disease that is no part of a longer name such as "thymoma resection"."""


def is_alternative(text: str, start: int, end: int, sentence: str) -> bool:
    """Whether a diagnosis is one of two: "lymphoma vs sarcoid", "it may be lymphoma"."""
    if _MAY_BE.search(text, max(0, start - _REACH_BEFORE), start):
        return True
    beside = _VERSUS_AFTER.match(text, end) or _VERSUS_BEFORE.search(text, max(0, start - 24), start)
    return bool(beside) and len(sentence) < 200 and not _COMPARED.search(sentence)


_IN_TIME = re.compile(
    r"\b(?:outcomes?|survival|mortality|prognosis|recovery|quality of life|rehabilitation|follow-up"
    r"|function\w*"
    r"|(?:hours?|days?|weeks?|months?|years?|time|period|phase|early|late|soon"
    r"|immediately))(?: \([^()]{1,12}\))? $",
    _WORD,
)
"""Before "after": a time, or what was measured at it."""


def is_after_disease(text: str, start: int, end: int) -> bool:
    """Whether a disease is what something came after: "weakness after stroke"."""
    after = _AFTER_IT.search(text, max(0, start - _REACH_BEFORE), start)
    if after is None or not _NO_COMPOUND.match(text, end):
        return False
    if after[0].lower().startswith("since"):
        return True
    at = after.start()
    if _CARE_AFTER.search(text, max(0, at - 40), at):
        return False
    return not is_time_point(text, at) and not _IN_TIME.search(text, max(0, at - 60), at)


_CARE_AFTER = re.compile(
    r"(?:scop(?:y|ies)|ectom(?:y|ies)|\b(?:screening|surveillance|imaging|management|assessments?"
    r"|rehabilitation|care"
    r"|surgery|testing|examinations?|monitoring)) $",
    _WORD,
)
"""Right before "after": what is done once an illness is over, told in general."""
_TREATMENT_AFTER = re.compile(
    r"(?:-directed|-specific)? (?:treatments?|therap(?:y|ies)|surger(?:y|ies)|chemotherapy|radiotherapy"
    r"|radiation|resections?|operations?|medications?|drugs?)\b",
    _WORD,
)
_PRIOR_CAUSE = re.compile(
    r"\b(?:prior|previous|earlier) [\w-]+[- ](?:induced|related|associated)(?: [\w-]+){0,3} $", _WORD
)
_PRIOR_BEFORE = re.compile(r"\b(?:prior|previous|earlier)(?: [\w-]+){0,3} $", _WORD)


def is_treated_before(text: str, start: int, end: int) -> bool:
    """Whether what is past is its treatment or cause: "previous lung cancer treatment"."""
    near = max(0, start - _REACH_BEFORE)
    return bool(_PRIOR_CAUSE.search(text, near, start)) or bool(
        _TREATMENT_AFTER.match(text, end) and _PRIOR_BEFORE.search(text, near, start)
    )


_SUSPECT = re.compile(r"(?: \([^()]{1,12}\))?[ -]suspects?\b", _WORD)
_HISTORY_AFTER = re.compile(r"(?: \([^()]{1,12}\))? history\b(?! of\b)", _WORD)
_OF_KIN = re.compile(r"\b(?:family|familial|maternal|paternal)\b[^.;]{0,40}$", _WORD)


def is_suspect(text: str, end: int) -> bool:
    """Whether a disease names those who may have it: "tuberculosis suspects"."""
    return bool(_SUSPECT.match(text, end))


def is_history(text: str, start: int, end: int) -> bool:
    """Whether a disease is one that "history" closes: "known tuberculosis history"."""
    return bool(_HISTORY_AFTER.match(text, end)) and not _OF_KIN.search(text, max(0, start - 60), start)


_EXCEPT = re.compile(r"\b(?:except\w*|excluding|apart from)\b", _WORD)
_RELIEVED = re.compile(
    r"(?<!not )(?<!no )(?<!fully )(?<!completely )(?<!failed to )\b(?:resolution of|resolved|recovery (?:of"
    r"|from|to)"
    r"|recovered|alleviated|restored|subsided|returned to|improved to)\b",
    _WORD,
)


def is_spared_relief(sentence: str) -> bool:
    """Whether harms are excepted from what has gone: "all resolved except alopecia" has alopecia."""
    return bool(_EXCEPT.search(sentence) and _RELIEVED.search(sentence))


_NO_BEFORE = re.compile(r"\bno (?:[\w-]+ ){0,3}$", _WORD)
_WILL_AFTER = re.compile(
    r"[^.;,]{0,30}? (?:will|shall) be (?:given|administered|delivered|used|performed|offered)\b", _WORD
)


def is_nothing_planned(text: str, start: int, end: int) -> bool:
    """Whether it is planned that a treatment is not given: "no adjuvant radiotherapy will be given"."""
    return bool(_NO_BEFORE.search(text, max(0, start - 50), start) and _WILL_AFTER.match(text, end))


_UNSETTLED = re.compile(
    r"\b(?:is|are|remains?) (?:\w+ )?(?:controversial|unclear|unknown|debated|uncertain|undefined|contentious"
    r"|unresolved|undetermined|a matter|under debate|not (?:known|clear|established|well))\b",
    _WORD,
)
_WHEN_GIVEN = re.compile(
    r"\b(?:when|if) (?:given|used|administered|performed|delivered|applied) (?:after|following)\b", _WORD
)
_BETTER = re.compile(
    r"\b(?:better|worse|longer|shorter|higher|lower|greater|superior|inferior|similar|comparable|improved"
    r"|reduced"
    r"|increased|decreased|less frequent|more frequent|less common|more common|than|\d{1,3} ?%\)?)"
    r" (?:after|following)"
    r"(?: [\w()-]{2,20}){0,4} $",
    _WORD,
)
_POSSIBLE_AFTER = re.compile(
    r"\b(?:(?:is|are|remains?|seems?|appears?) (?:[a-z]{4,12}ly )?(?:possible|feasible|safe|common|rare"
    r"|uncommon|frequent"
    r"|infrequent|usual|unusual|expected|achievable|attainable|acceptable|well tolerated)"
    r"|(?:can|may|might|could) (?:[a-z]+ )?be (?:achieved|preserved|obtained|expected|maintained|restored"
    r"|seen|difficult))"
    r"(?: (?:even|early|soon|shortly|only|late))? (?:after|following) (?:[\w-]+ ){0,4}$",
    _WORD,
)
_SHARE = re.compile(r"(?: alone| group| arm| only)?:? ?\(?\d+(?:\.\d+)? ?%", _WORD)


def is_unsettled(sentence: str) -> bool:
    """Whether a sentence calls something open: what comes after what is nobody's past there."""
    return bool(_UNSETTLED.search(sentence)) or bool(_WHEN_GIVEN.search(sentence))


def is_possible_after(before: str) -> bool:
    """Whether a sentence says in general what can be after a treatment: "walking is possible after X"."""
    return bool(_POSSIBLE_AFTER.search(before))


def is_compared_arm(text: str, start: int, end: int, sentence: str) -> bool:
    """Whether a treatment is an arm of a comparison: "better after X than after Y", "X alone: 42 %"."""
    arm = _BETTER.search(text, max(0, start - 70), start) or _SHARE.match(text, end)
    return bool(arm) and is_result(sentence)


_PATHOLOGY = re.compile(
    r"\b(?:biops\w+|patholog\w+|histolog\w+|cytolog\w+|aspirat\w+|FNAC?|specimens?|fluid|smears?|marrow"
    r"|cytometry|immunohisto\w+|IHC)\b[^.;\n]{0,60}?\b(?:is|was|were"
    r"|are|came back|returned)(?: \w+ly)? consistent with(?: an?)? $",
    _WORD,
)


def is_pathology(before: str) -> bool:
    """Whether the pathologist's own finding stands before a diagnosis: it is no doubt of his."""
    return bool(_PATHOLOGY.search(before))


_OBJECT_OF = re.compile(
    r"(?<!results )(?<!result )(?<!findings )(?<!histology )\b(?:of|to|for|on|over|about|regarding"
    r"|towards?|against"
    r"|perform) (?:(?:the|an?|[a-z-]{3,16}) ){0,2}$",
    _WORD,
)
"""Before a procedure that the verb behind it is not said of: "attitudes to X were"."""
_TOLD_OF = re.compile(
    r"(?: specimens?| samples?)? (?:(?:was|were) (?!not\b|defined|considered|planned|scheduled|proposed"
    r"|suggested"
    r"|recommended|advised|offered|discussed|indicated|deferred|refused|declined|designed|to be|an?\b|the\b"
    r"|included"
    r"|eligible|excluded)|(?:revealed|showed|confirmed|demonstrated|yielded|disclosed|resulted|identified"
    r"|removed)\b)",
    _WORD,
)


def is_told_of(text: str, start: int, end: int, sentence: str) -> bool:
    """Whether a past verb right after a procedure tells that it was done: "biopsy confirmed"."""
    if _OBJECT_OF.search(text, max(0, start - 60), start):
        return False
    return bool(_TOLD_OF.match(text, end)) and not is_not_yet(sentence) and not is_aim(sentence)


_OPERATED = re.compile(
    r"\b(?:\w{3,16}ectomy|WLE|BCS|Mohs|re-?excision)(?:\s(?:now|all|is|was)){0,2}\s$", re.IGNORECASE
)
"""Before what found nothing more: the operation whose margins are free."""


def is_of_the_margins(text: str, start: int) -> bool:
    """Whether what is clear there are the margins of an operation, which was done: "WLE clear"."""
    return _OPERATED.search(text, max(0, start - 24), start) is not None


_DETAIL_ASKED = re.compile(
    r"[ (]\?(?:squam\w*|SCC|adeno\w*|large[ -]?cell|NOS|grade|G\d|sub-?type|stage|[cyp]?T\d|N\d|M\d"
    r"|EGFR|HER2|ER\b"
    r"|PNI\b|LVI\b|(?:\w+ )?mets?\b|nodal|nodes?\b)",
    re.IGNORECASE,
)
"""A question that leaves the tumour before it sure: "NSCLC ?squamous", "T2 ?N1"."""


def is_query_of_detail(text: str, start: int) -> bool:
    """Whether a question mark asks for the kind or the stage of a tumour that is itself sure."""
    return _DETAIL_ASKED.match(text, start - 1) is not None
