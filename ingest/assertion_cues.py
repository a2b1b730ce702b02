"""Words around a trigger or a mention that change what it says: schedules, aims, results, lists."""

import re
from functools import lru_cache

from ingest.assertion_study import FROM_ENTRY, OF_LATE

_WORD = re.IGNORECASE
_REACH_BEFORE = 48

_TIME_POINT = re.compile(
    r"\b(?:\d[\d.,-]{0,6}|one|two|three|four|five|six|twelve|several|few|each|every)[ -]*"
    r"(?:(?:to|or|and) \d{1,3}[ -]*)?(?:h|min|hours?|hrs?|days?|weeks?|wks?|months?|mos?|years?|yrs?|minutes?"
    r"|cycles?"
    r"|fractions?)"
    r" (?:\w{3,11}ly )?$"
    r"|\b(?:before|during|prior to|immediately|shortly|soon) (?:and|or|and/or) $"
    r"|\b(?:regularly|annually|thereafter|until|immediately|shortly) $",
    _WORD,
)
_BOTH_TIMES_BEFORE = re.compile(
    r"\b(?:presence|present|current|currently|active|concurrent|ongoing|new)(?: or | ?/ ?| and/or | and )"
    r"(?:a |any |known )?$|\bcurrent (?:[\w-]{3,16} ){1,4}or (?:past |medical |clinical ){0,2}$",
    _WORD,
)
_BOTH_TIMES_AFTER = re.compile(
    r" ?(?:\([^()]{0,20}\) )?\(? ?(?:or|/|and/or) ?(?:a |any )?"
    r"(?:current|currently|active|concurrent|ongoing|present|presence|known)\b",
    _WORD,
)
_FUTURE = re.compile(r"\b(?:will|shall|to be|going to|is to|are to)\b", _WORD)
_ADMITTED = re.compile(
    r"\b(?:will|shall) (?:also |not )?be (?:allowed|permitted|accepted|excluded|included|eligible|ineligible"
    r"|acceptable|admitted|considered (?:eligible|ineligible|acceptable))\b",
    _WORD,
)
_MODAL = re.compile(r"\b(?:be|being|is|are|to|may|can|when|if|once|not)(?: [a-z-]{2,18}ly)? $", _WORD)
_AIM = re.compile(
    r"\b(?:aims?|aimed|purpose|objectives? (?:of|is|was|were)|goal|propose to|whether|hypothes\w{1,6}"
    r"|to (?:evaluate|compare|assess|investigate|determine|examine|study|explore|test|analy[sz]e"
    r"|estimate))\b"
    r"|^\W*(?:[a-z ]{4,24}: ?)?(?:\w{1,2}[.)] )?(?:compare|determine|assess|evaluate|investigate|estimate"
    r"|explore|test) "
    r"(?:the|whether|how|if)\b",
    _WORD,
)
_FINITE_PAST = re.compile(
    r"(?<!\bthat )(?<!\bwhich )(?<!\bhave )(?<!\bhas )\b(?:was|were|had|did|ranged|consisted|included"
    r"|comprised|showed|revealed"
    r"|demonstrated|developed"
    r"|achieved|experienced|resulted|died|occurred|remained|became|participated"
    r"|led)\b",
    _WORD,
)
_WE_DID = re.compile(
    r"\bwe (?:[a-z]{3,12}ly )?(?!(?:hypothes|aim|propos|plan|need|design|intend|consider)\w)[a-z]{3,14}ed\b",
    _WORD,
)
_BETTERED = re.compile(
    r"\b(?!(?:with|and|for|has|have|the|of|an?|or|to|by|in)\b)\w{2,} (?:improved|prolonged|extended"
    r"|increased|reduced"
    r"|decreased|delayed|lowered|shortened|worsened) (?:the|overall|median|local|disease|progression|event"
    r"|survival|OS"
    r"|PFS|DFS|time|risk|rates?|mortality|quality)\b",
    _WORD,
)
"""A finished change of an outcome: "X improved survival", not "with improved survival"."""
_RESULT = re.compile(
    r"\b(?:median|significan\w{1,10}|compared|versus|vs|than|higher|lower|longer|shorter|better|worse"
    r"|improved"
    r"|associated|correlated|differ\w{0,10}|respon\w{2,8}|survival|negative|positive|revealed|showed"
    r"|demonstrated"
    r"|developed|achieved|observed|recurrences?|toxicit\w{1,3}|tolerated|complications?|uneventful"
    r"|consistent|(?:more|less|most|least) (?:common|frequent|often|likely)|fewer|(?:was"
    r"|were) (?:\w+ly )?(?:performed|done|carried out|given"
    r"|administered|undertaken|confirmed|successful|completed))\b|\d ?%|\bp ?[<=]",
    _WORD,
)
_MEASURES = re.compile(
    r"\b(?:outcomes?|endpoints?|end[- ]points?|variables?|information|measures?|parameters|covariates"
    r"|characteristics"
    r"|factors|data|items|criteria)(?: (?:of interest|measured|recorded|collected|analy[sz]ed|assessed"
    r"|studied"
    r"|examined|considered|extracted|investigated))? (?:were|was|included|comprised)\b"
    r"(?! (?:significant\w*|associated|similar|better|worse|compared|higher|lower|improved|available"
    r"|reviewed|reported"
    r"|observed|not|found|identified))",
    _WORD,
)
"""A list of what was measured tells of no treatment that was given."""
_NOT_YET = re.compile(
    r"\b(?:will|shall|should|must|may|might|can|could|would|eligible|eligibility|participants|in vitro"
    r"|cell lines?|cultur\w{1,4}|xenografts?|cells? (?:were|was|treated)|treated cells?|incubated"
    r"|in the literature|(?:is|are) (?:now|today|nowadays|increasingly) [a-z ]{0,24}ed"
    r"|warranted|needed|necessary|guidelines?)\b",
    _WORD,
)
_LOOKED_BACK = re.compile(r"\bretrospective\w{0,2}\b[^.;]*\b(?:19|20)\d\d\b", _WORD)
_RECENT = re.compile(
    r"(?<!starting )(?<!start )(?<!begun )(?<!initiated )(?<!started )(?<!given )"
    r"(?:\b(?:within|in|during|less than|at least)|[<≤])"
    rf"{OF_LATE}(?:\d{{1,3}}|one|two|three|four|six|twelve) ?(?:hours|days?|weeks?|months?|years?)"
    r"(?: \([^()]{1,60}\))?"
    r"(?: (?:before|prior|preceding|of(?! age))\b| ?[.;)]| ?$"
    rf"| {FROM_ENTRY})"
    r"|(?:\bmore than|[>≥]) ?\d{1,3} ?(?:days?|weeks?|months?|years?) (?:before|prior|preceding)\b",
    _WORD,
)
_BEFORE_ENTRY = re.compile(
    r"(?:(?!start|beg[iu]n|commenc|initiat)(?:[^.;:]|\.(?=[\w,])|(?<=\.[eg])\.)){0,150}?(?:\bwithin|\bin"
    r"|\bduring|[<≤>≥]|\bless than"
    r"|\bmore than|\bat least)"
    rf"{OF_LATE}(?:\d{{1,3}}|one|two|three|four|six|twelve) ?"
    r"(?:\(\d+\) )?-?(?:hours|days?|weeks?|months?|years?)"
    r"(?: \([^()]{1,60}\))? (?:before|prior(?: to)?|preceding|of (?:enrol\w+|study|randomi\w+|entry"
    rf"|the first|first|screening|registration|cycle|day|(?:the )?(?:start|initiation|treatment|dosing))"
    rf"|{FROM_ENTRY})"
    r"|[^.;:]{0,110}?\b(?:before|prior to|preceding) (?:the )?(?:first (?:dose|day)|study|trial|enrol\w+"
    r"|randomi[sz]\w+|registration|screening|inclusion|index date|entering|entry|(?:start|initiation"
    r"|beginning) of (?:the )?(?:study"
    r"|trial|protocol|dosing|treatment))\b",
    _WORD,
)
_STATED = re.compile(
    r" ?(?:[.,;)\n]|$|(?:in|on|from|between|until|over|during)(?: the years)? (?:[A-Za-z]{3,9} )?(?:19"
    r"|20)\d\d"
    r"|(?:at|in|by) (?:a|an|our|one|two|the same|this|trainees?|residents?|surgeons?) |by (?:trainees?"
    r"|residents?"
    r"|consultants?|surgeons?)\b|with (?:good"
    r"|no)\b)",
    _WORD,
)
_WITH = (
    r"(?<!apy )(?<!treatment )(?<!coagulation )(?<!suppression )(?<!challenge )(?<!induction )"
    r"(?<!maintenance )(?<!doublet )(?<!regimen )(?<!combination )with"
)
"""A "with" that is no part of a treatment's name: "treatment with X" is X."""
TREATMENT_BARRIER = re.compile(
    rf"\b(?:{_WITH}|of|in|among|after|before|prior to"
    r"|for|during|between|from|by|to|on|receiving"
    r"|(?<!to )undergo(?:es)?|treated|when"
    r"|using|than|antagoni\w+|aggravat\w+|reverse[sd]?|attenuat\w+|abolish\w*|potentiat\w+"
    r"|was|were|is|are|had|has|have|following|compared|will|shall|improv\w{1,4}|prolong\w{0,4}|show\w{0,3}"
    r"|that|and (?:[a-z]{2,12} )?(?:cho(?:o)?s\w+|elect\w*|opt\w*|prefer\w*|accept\w*|request\w*"
    r"|select\w*))\b",
    re.IGNORECASE,
)
"""Between a trigger and a treatment: "no deaths in patients receiving X" does not negate X."""
BARRIER = re.compile(
    r"\b(?:patients?|women|men|subjects|among|between|than|compared|benefit|survival|difference|dying"
    r"|deaths?)\b"
    r"|\b(?:risk|rate|incidence)s? of [^,;]{2,60}\b(?:in|for|with)\b"
    r"|\bin (?!situ)(?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
"""Between a trigger and what is no treatment: "no survival benefit in glioma" does not negate the glioma."""
NEGATION_BARRIER = re.compile(
    BARRIER.pattern
    + r"|\b(?:recurrences?|relapses?|reactivations?|flares?|exacerbations?|progression|worsening) of\b"
    r"|\b(?:for|to|by|(?<!bleeding )(?<!haemorrhage )(?<!hemorrhage )from|after|during|was|were|is|are"
    r"|treatment|therapy|received?|surgery|following|with (?:and|or|versus)"
    r"|chemotherapy|radiotherapy|radiation(?! (?:\w+itis|\w*necrosis|\w+pathy|injury|fibrosis)|-(?:induced"
    r"|related"
    r"|associated))"
    r"|prevent\w*|protect\w*|antagoni\w+|aggravat\w+|reverse[sd]?|attenuat\w+|abolish\w*|potentiat\w+"
    r"|exert\w*|amelior\w+|suppress(?:es|ed)?|inhibit(?:s|ed|ing)?|induc(?:e|es|ed|ing) (?:an?|the)"
    r"|effects? (?:of|on)|caus(?:e|es|ed|ing)|increas\w*|reduc\w*|predict\w*|history of|which|made"
    r"|test(?:ing)?|due|prior to|ULN)\b|[\u2264\u2265]",
    re.IGNORECASE,
)
"""Between a negation and what is no treatment: "did not receive chemotherapy for glioma"."""
DOUBT_BARRIER = re.compile(
    BARRIER.pattern + r"|\b(?:progression|worsening|exacerbation|flare|spread) of\b"
    r"|(?<!-)\b(?:for|on|based"
    r"|using|value|utility|assessment|diagnos\w{1,4}|management|evaluation|associated"
    r"|biops\w{1,4}|to (?:assess|evaluate|detect|confirm|treat|determine)"
    r"|effective\w{0,4}|related|roles?|effects?|due|caused?|treat\w{0,5}|therap\w{1,5}"
    r"|because|improv\w{1,6}|increas\w{1,4}|reduc\w{1,5}|predict\w{0,5}|influenc\w{1,4}|affect\w{0,4}|that"
    r"|complicat\w{1,4}|co-?infected"
    r"|secondary|following|after|was|were|is|are|has|have|undergo\w{0,4})\b",
    re.IGNORECASE,
)
"""Between a doubt and what is no treatment: "possible effect on glioma", "suspected progression after X"."""
THERAPY = re.compile(
    r"\b(?:therap\w{1,5}|treatments?|treated|chemotherap\w{1,3}|surgery|resection|radiotherapy"
    r"|(?:biops(?:y|ies)|\w{4,}ectomy|excision|ablation|operations?|irradiation|transplant\w*) (?:of|for)"
    r"|radiation\b(?!\s*$)"
    r"|regimens?|lines?|for|with|in(?! situ)|have|has|is|are|was|were|improv\w{1,4})\b",
    re.IGNORECASE,
)


def near_before(text: str, at: int) -> str:
    """The few words before an offset, blanks as one space."""
    return re.sub(r"\s+", " ", text[max(0, at - _REACH_BEFORE) : at])


def is_time_point(text: str, at: int) -> bool:
    """Whether "after" at the offset only places an event in a schedule: "6 weeks after radiotherapy"."""
    return bool(_TIME_POINT.search(near_before(text, at)))


def is_of_any_time(text: str, start: int, end: int) -> bool:
    """Whether a trigger of the past stands beside one of the present: "presence or history of"."""
    return bool(_BOTH_TIMES_BEFORE.search(near_before(text, start)) or _BOTH_TIMES_AFTER.match(text, end))


def is_open(text: str, at: int) -> bool:
    """Whether the verb at the offset is passive of no past: "may be given", "when treated with"."""
    return bool(_MODAL.search(near_before(text, at)))


_of_sentence = lru_cache(maxsize=32)
"""What is asked of a sentence is answered once, however many mentions stand in it."""


@_of_sentence
def is_future(sentence: str) -> bool:
    """Whether a sentence speaks of what is to come."""
    return bool(_FUTURE.search(sentence))


@_of_sentence
def is_aim(sentence: str) -> bool:
    """Whether a sentence states what is to be found out."""
    return bool(_AIM.search(sentence))


@_of_sentence
def is_past(sentence: str) -> bool:
    """Whether a sentence has a verb in the past."""
    return bool(_FINITE_PAST.search(sentence) or _BETTERED.search(sentence))


@_of_sentence
def is_our_work(sentence: str) -> bool:
    """Whether a sentence tells what its authors did: "we investigated"."""
    return bool(_WE_DID.search(sentence))


@_of_sentence
def is_result(sentence: str) -> bool:
    """Whether a sentence tells a result, so that the treatments in it have been given."""
    told = is_past(sentence) and _RESULT.search(sentence) and not _MEASURES.search(sentence)
    return bool(told) and not is_not_yet(sentence) and not is_aim(sentence) and "?" not in sentence


def is_course_to_come(sentence: str) -> bool:
    """Whether a sentence speaks of what is to come, and not only of who "will be allowed"."""
    return is_future(_ADMITTED.sub("", sentence))


def is_before_entry(after: str) -> bool:
    """Whether a window before enrolment follows a treatment: "within 4 weeks before the first dose"."""
    return bool(_BEFORE_ENTRY.match(after))


@_of_sentence
def is_not_yet(sentence: str) -> bool:
    """Whether a sentence speaks of what has not been done to anybody."""
    return bool(_NOT_YET.search(sentence))


@_of_sentence
def is_retrospective(sentence: str) -> bool:
    """Whether a sentence names the years that were looked back on."""
    return bool(_LOOKED_BACK.search(sentence)) and not is_future(sentence) and not is_aim(sentence)


@_of_sentence
def is_recent(sentence: str) -> bool:
    """Whether a sentence sets a window before enrolment: "within 4 weeks before the first dose"."""
    return bool(_RECENT.search(sentence))


def is_stated(text: str, end: int) -> bool:
    """Whether nothing but a date or an end follows: "40 Gy given." and not "given twice daily"."""
    return bool(_STATED.match(text, end))


def part_of(sentence: str, at: int) -> str:
    """The part of a sentence between semicolons that holds an offset."""
    start = sentence.rfind(";", 0, at) + 1
    end = sentence.find(";", at)
    return sentence[start : end if end >= 0 else len(sentence)]


_CHANGED = re.compile(r"\b(?:pre|pre-|baseline|before)\b[^.;]{0,50}\b(?:to|and|vs\.?|versus|or)\s*$", _WORD)
_IN_COURSE = re.compile(
    r"\b(?:is|are|be|being|currently|still|already|now|who are|while|when)(?: [a-z]{2,12}ly)? $", _WORD
)
_SET_OFF = re.compile(
    r"\b(?:prior to|before|until|at|since|from|upon|up to|during|between) (?:the |planned )?$"
    r"|\b(?:\d[\d.,-]{0,6}|one|two|three|four|five|six|eight|twelve|several) ?-?(?:hours?|days?|weeks?|wks?"
    r"|months?|mos?|years?|yrs?)"
    r" (?:after|from|following|since|of|post) (?:the )?$",
    _WORD,
)


_CAREFUL = re.compile(
    r"\b(?:contracepti|abstinence|birth control|breast-?feed|sperm|egg)\w*(?:[^.;]"
    r"|\.(?=\d)){0,240}\b(?:after|following)"
    r" (?:the )?$",
    _WORD,
)
"""Before the end of a treatment until which care is taken: it has not come yet."""


def is_changed_from(text: str, at: int) -> bool:
    """Whether "post" closes a pair of time points: "from pre X to post X"."""
    return bool(_CHANGED.search(near_before(text, at)))


def is_in_course(text: str, at: int) -> bool:
    """Whether the gerund at the offset tells of now: "is receiving"."""
    return bool(_IN_COURSE.search(near_before(text, at)))


def is_set_off(text: str, at: int) -> bool:
    """Whether "completion of" at the offset only places something else in time."""
    return bool(_SET_OFF.search(near_before(text, at)) or _CAREFUL.search(text[max(0, at - 260) : at]))


NOW = re.compile(
    r"\b(?:is|are|he|she|patient|currently|now)(?: (?:is|was|has been))? (?:now |currently )?(?:using"
    r"|taking|on|receiving"
    r"|being|takes|uses|treated|maintained|managed)\b",
    re.IGNORECASE,
)
"""Between a heading of the past and a treatment of today."""
