"""Words around a trigger or a mention that change what it says: schedules, aims, results, lists."""

import re

_WORD = re.IGNORECASE
_REACH_BEFORE = 48

_TIME_POINT = re.compile(
    r"\b(?:\d[\d.,-]{0,6}|one|two|three|four|five|six|twelve|several|few|each|every)[ -]*"
    r"(?:(?:to|or|and) \d{1,3}[ -]*)?(?:hours?|hrs?|days?|weeks?|wks?|months?|years?|minutes?|cycles?"
    r"|fractions?)"
    r" (?:\w{3,11}ly )?$"
    r"|\b(?:before|during|prior to|immediately|shortly|soon) (?:and|or|and/or) $"
    r"|\b(?:regularly|annually|thereafter|until|immediately|shortly) $",
    _WORD,
)
_BOTH_TIMES_BEFORE = re.compile(
    r"\b(?:presence|present|current|currently|active|concurrent|ongoing|new)(?: or | ?/ ?| and/or | and )"
    r"(?:a |any |known )?$",
    _WORD,
)
_BOTH_TIMES_AFTER = re.compile(
    r" ?(?:\([^()]{0,20}\) )?(?:or|/|and/or) ?(?:a |any )?"
    r"(?:current|currently|active|concurrent|ongoing|present|presence|known)\b",
    _WORD,
)
_FUTURE = re.compile(r"\b(?:will|shall|to be|going to)\b", _WORD)
_MODAL = re.compile(r"\b(?:be|being|is|are|to|may|can|when|if|once|not)(?: [a-z]{2,12}ly)? $", _WORD)
_AIM = re.compile(
    r"\b(?:aims?|aimed|purpose|objectives? (?:of|is|was|were)|goal|propose to|whether|hypothes\w{1,6}"
    r"|to (?:evaluate|compare|assess|investigate|determine|examine|study|explore|test|analy[sz]e"
    r"|estimate))\b",
    _WORD,
)
_FINITE_PAST = re.compile(
    r"\b(?:was|were|had|did|showed|revealed|demonstrated|developed|achieved|experienced|resulted|died"
    r"|led)\b",
    _WORD,
)
_RESULT = re.compile(
    r"\b(?:median|significan\w{1,10}|compared|versus|vs|than|higher|lower|longer|shorter|better|worse"
    r"|improved"
    r"|associated|correlated|differ\w{0,10}|respon\w{2,8}|survival|negative|positive|revealed|showed"
    r"|demonstrated"
    r"|developed|achieved|observed|recurrences?|toxicit\w{1,3}|tolerated|complications?)\b|\d ?%|\bp ?[<=]",
    _WORD,
)
_NOT_YET = re.compile(
    r"\b(?:will|shall|should|must|may|might|can|could|would|eligible|eligibility|participants|in vitro"
    r"|cells?"
    r"|mice|rats?|warranted|needed|necessary|guidelines?)\b",
    _WORD,
)
_PLANNED_BE = re.compile(
    r"\b(?:will|shall|is to|are to)(?: (?:also|then|all|initially|subsequently))? be (?:[a-z]{2,12}ly )?"
    r"(?:given|administered|delivered|used|performed|started|initiated|applied|prescribed|treated|offered"
    r"|continued|repeated|followed by|carried out|undertaken|infused|injected|dosed|intravenous|oral"
    r"|(?=\d))",
    _WORD,
)
_PLANNED_DO = re.compile(
    r"\b(?:will|shall) (?:[a-z]{2,12} ){0,2}(?:receive|undergo|start|begin|continue|complete|take"
    r"|consist of|include"
    r"|comprise)\b",
    _WORD,
)
_OPTION_BE = re.compile(
    r"\b(?:(?:may|might|can|could) (?:also )?be (?:[a-z]{2,12}ly )?(?:given|administered|delivered|used"
    r"|performed"
    r"|offered|added|continued|considered|applied|prescribed|substituted|allowed|permitted)"
    r"|should be (?:[a-z]{2,12}ly )?(?:considered|given|offered|used|discussed)"
    r"|(?:is|are) (?:[a-z]{2,12}ly )?(?:permitted|allowed|recommended|permissible|acceptable|optional)"
    r"|at the discretion)\b",
    _WORD,
)
_RECENT = re.compile(
    r"\b(?:within|in|during|less than|at least|<|≤)(?: the)?(?: last| past| previous| prior| preceding)? ?"
    r"(?:\d{1,3}|one|two|three|four|six|twelve) ?(?:hours|days?|weeks?|months?|years?)"
    r"(?: (?:before|prior|preceding|of)\b| ?[.;)]| ?$)",
    _WORD,
)
_OVER = re.compile(
    r"[;:]|\b(?:is|are|was|were|must|will|shall|should|may|can|has|have|had|allowed|permitted|required"
    r"|who|which|that|would)\b",
    _WORD,
)
_PLAIN_OVER = re.compile(
    r"[,;:]|\b(?:is|are|was|were|must|will|shall|should|may|can|has|have|had|in|for|than|who|patients"
    r"|versus|vs"
    r"|compared|did|showed|received|until|at|on|to|there|we|start|initiation|beginning)\b",
    _WORD,
)
_ACTIVE = re.compile(
    r"\b(?:active|current|evidence|presents?|presented|with|who|is|are|was|were|and)\b", _WORD
)
_STATED = re.compile(
    r" ?(?:[.,;)\n]|$|(?:in|on|from|between|until) (?:[A-Za-z]{3,9} )?(?:19|20)\d\d|with (?:good"
    r"|no)\b)",
    _WORD,
)
TREATMENT_BARRIER = re.compile(
    r"\b(?:with|in|among|after|for|during|between|from|by|of|to|on|receiving|treated|when|using|than"
    r"|was|were|is|are|had|has|have|following|compared)\b",
    re.IGNORECASE,
)
"""Between a trigger and a treatment: "no deaths in patients receiving X" does not negate X."""
BARRIER = re.compile(
    r"\b(?:patients?|women|men|subjects|among|between|than|compared|benefit|survival|difference)\b"
    r"|\b(?:risk|rate|incidence)s? of [^,;]{2,60}\b(?:in|for|with)\b"
    r"|\bin (?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
"""Between a trigger and what is no treatment: "no survival benefit in glioma" does not negate the glioma."""
NEGATION_BARRIER = re.compile(
    BARRIER.pattern + r"|\b(?:for|to|by|from|after|during|was|were|is|are|treatment|therapy|received?|surgery"
    r"|chemotherapy|radiotherapy|radiation|history of|which|made|test(?:ing)?|due|prior to)\b",
    re.IGNORECASE,
)
"""Between a negation and what is no treatment: "did not receive chemotherapy for glioma"."""
THERAPY = re.compile(
    r"\b(?:therap\w{1,5}|treatments?|treated|chemotherap\w{1,3}|surgery|resection|radiotherapy|radiation"
    r"|regimens?|lines?|for|with|in)\b",
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


def is_future(sentence: str) -> bool:
    """Whether a sentence speaks of what is to come."""
    return bool(_FUTURE.search(sentence))


def is_aim(sentence: str) -> bool:
    """Whether a sentence states what is to be found out."""
    return bool(_AIM.search(sentence))


def is_past(sentence: str) -> bool:
    """Whether a sentence has a verb in the past."""
    return bool(_FINITE_PAST.search(sentence))


def is_result(sentence: str) -> bool:
    """Whether a sentence tells a result, so that the treatments in it have been given."""
    told = is_past(sentence) and _RESULT.search(sentence)
    return bool(told) and not _NOT_YET.search(sentence) and not is_aim(sentence) and "?" not in sentence


def is_recent(sentence: str) -> bool:
    """Whether a sentence sets a window before enrolment: "within 4 weeks before the first dose"."""
    return bool(_RECENT.search(sentence))


def is_stated(text: str, end: int) -> bool:
    """Whether nothing but a date or an end follows: "40 Gy given." and not "given twice daily"."""
    return bool(_STATED.match(text, end))


def planned_spans(text: str) -> list[tuple[int, int]]:
    """Where a text says that something will be given."""
    return [m.span() for m in _PLANNED_BE.finditer(text)]


def planned_ends(text: str) -> list[int]:
    """Where a verb ends that says who will be treated: "will also receive"."""
    return [m.end() for m in _PLANNED_DO.finditer(text)]


_NOUN_EDGE = re.compile(
    r"[,;:(]|\b(?:at|with|of|in|and|or|for|the|have|has|are|is|was|were|by|a|an)\b|-", _WORD
)


def noun_start(text: str, start: int, end: int) -> int:
    """Where the compound begins that "risk" closes: "breast cancer risk", not "cancer at high risk"."""
    edges = list(_NOUN_EDGE.finditer(text, max(start, end - 60), end))
    return edges[-1].end() if edges else max(start, end - 60)


def option_spans(text: str) -> list[tuple[int, int]]:
    """Where a text says that something may be given, is allowed or recommended."""
    return [m.span() for m in _OPTION_BE.finditer(text)]


def past_end(text: str, start: int, end: int) -> int:
    """Where a list of past treatments ends that "prior" opens."""
    over = _OVER.search(text, start, end)
    return over.start() if over else end


def after_end(text: str, start: int, end: int) -> int:
    """Where the treatments end that "after" or "failed" is said of."""
    over = _PLAIN_OVER.search(text, start, end)
    return over.start() if over else end


def history_end(text: str, start: int, clause_end: int, end: int) -> int:
    """Where a list of past diseases ends: over its commas where "or" joins it."""
    over = _ACTIVE.search(text, start, end)
    stop = over.start() if over else end
    listed = clause_end < stop and re.search(r",? or\b", text[start:end], re.IGNORECASE)
    return max(clause_end, stop) if listed else clause_end


_NO_RELATIVE = re.compile(
    r"\brelatives?(?= ?(?:to|risk|risks|contra\w{1,20}|survival|dose|doses|increase|reduction|decrease"
    r"|change"
    r"|hazard|benefit|effect|biological|dosage|importance|difference|efficacy|frequency|lack|value|age)\b)"
    r"|\b(?:familial|parent)$",
    _WORD,
)


def is_relative(text: str, end: int) -> bool:
    """Whether the word that ends at the offset names a relative, not "relative to" or "familial"."""
    start = max(0, end - 12)
    for match in _NO_RELATIVE.finditer(text[start : end + 32]):
        if start + match.end() == end:
            return False
    return not re.search(r"\b(?:familial|parent)$", text[start:end], re.IGNORECASE)


_ANSWERED = re.compile(r"(?: (?:was|were|is|are|of [a-z ]{3,30}))? ?(?:negative|clear|neg)\b", _WORD)


def is_answered(text: str, end: int) -> bool:
    """Whether what follows a procedure is its result: "biopsy was negative"."""
    return bool(_ANSWERED.match(text, end))


_MAY_CAUSE = re.compile(
    r"\b(?:may|might|could|can)(?: [a-z]{2,12}ly)? (?:cause|induce|augment|increase|worsen|lead to"
    r"|result in|produce"
    r"|trigger|provoke|aggravate|contribute to|experience|develop|have)\b[^.;]{0,60}$",
    _WORD,
)


def is_possible_effect(before: str) -> bool:
    """Whether a harm is one that may follow: "may cause"."""
    return bool(_MAY_CAUSE.search(before))


_EFFECT = re.compile(
    r"\b(?:affect\w{0,4}|improv\w{1,6}|increas\w{1,3}|reduc\w{1,4}|associat\w{1,4}|predict\w{0,6}"
    r"|differ\w{0,8}"
    r"|correlat\w{1,4}|influenc\w{1,4}|impact|effect|significan\w{1,5}|reach\w{0,3}|in|for|of|on|to|by"
    r"|with|was|were)\b",
    _WORD,
)


def is_denied_event(between: str) -> bool:
    """Whether a negation stands at an outcome itself: "no recurrence" and not "did not improve survival"."""
    return len(between) <= 24 and not _EFFECT.search(between)


_ENDPOINT = re.compile(r"\b(?:participants|subjects)(?: who (?:are|is))? $", re.IGNORECASE)


def is_named_endpoint(text: str, at: int) -> bool:
    """Whether a treatment belongs to what is measured of people yet to be treated."""
    return bool(_ENDPOINT.search(near_before(text, at)))


_UNSTARTED = re.compile(r"\b(?:be|are|is)(?: [a-z]{2,12}ly)? $", re.IGNORECASE)


def is_unstarted(text: str, at: int) -> bool:
    """Whether "randomised to receive" is said of what is to come."""
    return bool(_UNSTARTED.search(near_before(text, at)))


def word_end(text: str, start: int) -> int:
    """Where the word that begins after a hyphen ends."""
    blank = re.compile(r"[\s,;.)]").search(text, start)
    return blank.start() if blank else len(text)


def part_of(sentence: str, at: int) -> str:
    """The part of a sentence between semicolons that holds an offset."""
    start = sentence.rfind(";", 0, at) + 1
    end = sentence.find(";", at)
    return sentence[start : end if end >= 0 else len(sentence)]
