"""What the text of a study says of treatments and illnesses: windows of entry, criteria, what is measured."""

import re

_WORD = re.IGNORECASE
OF_LATE = r"(?: the)?(?: last| past| previous| prior| preceding)? ?"
"""Between "within" and the number of a window that ends now."""

FROM_ENTRY = (
    r"from (?:the )?(?:first|cycle|c1|day|study|trial|enrol\w+|randomi\w+|start|registration|screening"
    r"|initiation|entry|inclusion|(?:signed )?informed consent)\b"
)
"""After a window: the day of entry it is counted from."""
PAST_WINDOW = re.compile(
    r"[^.;:]{0,60}?\b(?:within|in|during|over) (?:the )?(?:past|last|previous|prior) \d", re.IGNORECASE
)
"""After a treatment: a window that is over."""


_LINK_BEFORE = re.compile(
    r"\b(?:associated with|association (?:with|between)|risk factors? for|conversion to|relative to|comparing"
    r"|compared (?:to|with) (?:that|those) of|events? (?:\(\w+\) )?with|indications? for|time of|around"
    r"|defined as|definition of|effects? of|impact of|role of|predict\w* of|than(?: that| those)? of"
    r"|success of|candidates for|(?:costs?|prices?|knowledge|awareness|attitudes?|access|waiting times?"
    r"|choice"
    r"|willingness|availability|acceptance|perceptions?|opinions?|demand|guidelines?|survey|questionnaire)"
    r" (?:of|to|for|on|about|over|towards?|regarding)|decisions? to|doses? of|assays? (?:for|of)|safety of"
    r"|pharmacokinetics of|indicated for)\b[^.;]{0,70}$"
    r"|\b(?:avoid\w*|need for|complications? of|preferred (?:over|to)|before|prior to|prevalence of"
    r"|interval between|within \w+ (?:hours?|days?|weeks?|months?|years?) of|adjust(?:ing|ed|ment) for"
    r"|(?:satisfied|happy|satisfaction) with) (?:[\w-]+ ){0,3}$",
    _WORD,
)
_LINK_AFTER = re.compile(
    r"(?: [\w-]+){0,3} (?:was|were) (?:\w+ )?associated\b| ?\((?:[A-Z]{1,3} )?(?:OR|HR|RR|odds|hazard)\b",
    _WORD,
)


def is_linked(before: str, after: str) -> bool:
    """Whether a treatment is only what something goes with: "associated with X", "X use was associated"."""
    return bool(_LINK_BEFORE.search(before) or _LINK_AFTER.match(after))


_NEITHER = re.compile(r"\b(?:neither|nor)\b[^.;]*$", _WORD)
_RELATED_AFTER = re.compile(
    r"[^.;]{0,60}? (?:(?:could|did|does|do|affect\w*|alter\w*|chang\w+|reduc\w+|increas\w+|improv\w+"
    r"|prevent\w*|caus\w+|inhibit\w*|show\w*|produc\w+|influenc\w+)(?! not)\b|(?:was|were|is"
    r"|are) (?:[a-z]+ ){0,2}(?:associated|correlated|related|predict\w+|linked"
    r"|significant|prognostic|risk)\b)",
    _WORD,
)


def is_neither_linked(before: str, after: str) -> bool:
    """Whether only a relation is denied: "neither A nor B was associated with C"."""
    return bool(_NEITHER.search(before) and _RELATED_AFTER.match(after))


_BARE_WINDOW = re.compile(
    r"(?:(?!\b(?:was|were|is|are|be|been|will|shall|should|may|can|performed|done|started|given|until|by"
    r"|of)\b)"
    r"[^.;:\d]){0,90}\bwithin (?:the )?(?:\d{1,2}|one|two|three|four|six|twelve) (?:weeks?|months?"
    r"|years?)(?= ?[.;,)]|$)",
    _WORD,
)
_FINITE = re.compile(
    r"\b(?:was|were|is|are|be|had|will|shall|should|may|can|could|would|return\w*|showed|improv\w*|survival"
    r"|mortality|follow-up|recovery|rates?|within \w+ hours)\b",
    _WORD,
)


def is_in_bare_window(sentence: str, before: str, after: str) -> bool:
    """Whether a criterion without a verb sets a treatment in a window: "Major surgery within 4 weeks"."""
    return len(before) < 60 and bool(_BARE_WINDOW.match(after)) and not _FINITE.search(sentence)


_WITHIN = re.compile(
    r"[^.;:]{0,200}?(?:\bwithin|\bin|\bduring|\bless than|[<\u2264])"
    rf"{OF_LATE}(?:\d{{1,2}}|one|two|three|four|six|twelve) ?(?:\(\d+\) )?-?(?:days?|weeks?|months?"
    r"|years?)(?: (?:before|prior|preceding|of)\b| ?[,;]|[ .;,)]*(?:$|\n))"
    r"|[^.;:]{0,80}?\bwithin (?:the )?(?:prior|past|last|previous) (?:year|month)\b",
    _WORD,
)
_LASTING = re.compile(
    r"diabet|heart failure|hypertens|obes|cirrho|copd|chronic|\bhiv\b|hepatitis|cancer|carcinom|tumou?r"
    r"|(?:heart|cardiac|cardiovascular|cerebrovascular) disease|cardiac failure"
    r"|asthma|epilep|[ns]?sclc|hcc|rcc|metast|lymphom|leuk|myelom|sarcom|neoplas|malignan|autoimmune"
    r"|disorder|syndrome|\baids\b",
    _WORD,
)
_TODAY = re.compile(
    r"\b(?:active|uncontrolled|current\w*|ongoing|symptomatic|new|any)\b[^.;:,]{0,60}$", _WORD
)

_FOUND_WITHIN = re.compile(
    r"[^.;:]{0,60}?\b(?:was|were|has been|have been) (?:\w+ly )?(?:detected|found|diagnosed|seen|documented"
    r"|confirmed"
    r"|reported|treated|observed)\b",
    _WORD,
)


def is_event_within(name: str, before: str, after: str) -> bool:
    """Whether an illness that passes is asked for within a window: "stroke within 6 months"."""
    if _LASTING.search(name) or not _WITHIN.match(after):
        return False
    return bool(_FOUND_WITHIN.match(after)) or not _TODAY.search(before)


_LASTS = re.compile(
    r"diabet|heart failure|hypertens|cirrho|copd|asthma|gout|\bhiv\b|hepatitis|epilep|chronic", _WORD
)
_EARLIER = re.compile(r"\b(?:history|prior|previous\w*|past|resolved|cured)\b", _WORD)


def is_lasting_of_late(before: str, name: str, after: str) -> bool:
    """Whether an illness that lasts began in a window that ends now: "gout diagnosed in the past 2 years"."""
    return bool(_LASTS.search(name) and PAST_WINDOW.match(after)) and not _EARLIER.search(before)


_OUTCOME_BEFORE = re.compile(
    r"\b(?<!-)(?<!- )(?:rates?|survival|outcomes?|complications?|quality of life|relief|improve\w*|factors?"
    r"|scores?|success|development|preventi(?:ng|on of)|content"
    r"|function\w*|mortality|morbidity|bleeding|infections?|risks?|effects?|results?|prognos\w+|pain"
    r"|change\w*|stay|leak\w*|dysfunction|(?:local|locoregional|distant|regional|treatment|biochemical"
    r"|graft|implant) failures?|incontinence|shrinkage|deaths?|new-onset|fistulas?"
    r"|abilit\w+|recovery|control|incidence|ha?emorrhage|swelling"
    r"|satisfaction|return|levels?|quality|characteristics|benefit|subjects|symptoms?|days?|need|use"
    r"|differ\w*|measures?|performance|experience|management|care|course)\b[^.;,:]{0,36}$",
    _WORD,
)
_RATES_BEFORE = re.compile(
    r"\b(?:(?:rates?|incidence|frequency|prevalence|probability|risks?|number|patterns?) (?:of|for)"
    r"|new-onset|newly developed)\b[^.;,:]{0,70}$",
    _WORD,
)
_SEEN_BEFORE = re.compile(
    r"\b(?:occurr\w+|measured|recorded|observed|seen|reported|detected|noted|developed|found)"
    r"(?: in [^.;,:]{1,50})?(?: (?:early|late|shortly|immediately|soon|only))? $",
    _WORD,
)
_COUNTED = re.compile(
    r"\d ?%|\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen) (?:of|out of|patients"
    r"|women|men|cases|had|developed)\b",
    _WORD,
)
_EVENT_BEFORE = re.compile(
    r"\b(?:recurrences?|relapses?|metastas[ie]s|failures?)(?: (?:rates?|free))? $", _WORD
)
_STATE_BEFORE = re.compile(
    r"\b(?:who|whom|whose|patients? with|progress\w*|relaps\w*|recur\w*|refractory|failed|eligible|must"
    r"|should be|history|no)\b",
    _WORD,
)


_PEOPLE_BEFORE = re.compile(
    r"\b(?:patients?|women|men|cases|children|better|worse|longer|shorter|higher|lower|greater|superior"
    r"|than) $",
    _WORD,
)


def is_after_measured(sentence: str, at: int) -> bool:
    """Whether what stands before "after" is something measured: "survival after X", "pain relief after X"."""
    before = sentence[max(0, at - 110) : at]
    if _RATES_BEFORE.search(before) and not _PEOPLE_BEFORE.search(before):
        return True
    seen = _SEEN_BEFORE.search(before) or _EVENT_BEFORE.search(before)
    if seen and _COUNTED.search(sentence) and not is_of_entry(sentence):
        return True
    before = before[-70:]
    return (
        bool(_OUTCOME_BEFORE.search(before))
        and not _STATE_BEFORE.search(before)
        and not _PEOPLE_BEFORE.search(before)
    )


_RECENTLY = re.compile(r"\brecent (?!onset|diagnos|history)[^.;,:]{0,60}$", _WORD)


def is_recent_event(name: str, before: str) -> bool:
    """Whether an illness that passes is one of late: "a recent stroke"."""
    return not _LASTING.search(name) and bool(_RECENTLY.search(before))


_EVENT = re.compile(
    r"\b(?:stroke|infarct\w*|ha?emorrhage|embol\w+|thrombos[ie]s|attack|fractures?|TIA|STEMI|arrest"
    r"|perforation"
    r"|pneumothorax|sepsis|peritonitis|cerebrovascular accident|CVA)$",
    _WORD,
)
_WHO_HAD = re.compile(
    r"\b(?:who|that|those|anyone|has|have|having)(?: have| has)?(?: ever)? (?:had|suffered|experienced"
    r"|sustained)"
    r" (?:an? |any |one |recent )?(?:[\w-]+ (?:or [\w-]+ )?){0,3}$",
    _WORD,
)


_EVER_HAD = re.compile(
    r"(?:^|[.;:\n*\d)]|\b(?:patients?|participants?|subjects?|who|or|and))\s*(?:has|have) (?:ever "
    r"|previously "
    r"|already )?(?:had|suffered from|experienced) (?!(?:no|not|been|to|at least)\b)(?P<list>[^.;:]{0,140})$",
    _WORD,
)
_NO_ILLNESS_LIST = re.compile(
    r"\b(?:for|treatment|therapy|surgery|response|progress\w*|after|with|during|of|in|on|since|who|which|that"
    r"|and (?:is|are|has|have)|is|are)\b",
    _WORD,
)


def is_ever_had(before: str, after: str) -> bool:
    """Whether an illness is one that somebody has had at any time: "has had A, B or C"."""
    had = _EVER_HAD.search(before)
    if had is None or _NO_ILLNESS_LIST.search(had["list"]):
        return False
    return not _SO_LONG.match(after)


_SO_LONG = re.compile(r"[^.;,]{0,20} (?:since|for (?:at least|more than|over|\d|many|several))\b", _WORD)


def is_event_had(name: str, before: str) -> bool:
    """Whether an illness that passes is one that people had: "those who had a stroke"."""
    return bool(_EVENT.search(name) and _WHO_HAD.search(before))


_WINDOW_LISTED = re.compile(
    rf"\b(?:within|in|during)(?: the first)?{OF_LATE}(?:\d{{1,2}}|one|two|three|four|six|twelve) ?-?(?:days?"
    rf"|weeks?|months?|years?)"
    r"[^.;:()]{0,40}?[,(:] ?\(?(?:including|such as|e\.g\.,?|i\.e\.,?|namely)[^;:]{0,180}$",
    _WORD,
)
"""Before the instances of what must not lie in a window."""


def is_past_event(name: str, before: str, after: str) -> bool:
    """Whether an illness is one that somebody had: within a window, of late, or ever."""
    near = before[-90:]
    return (
        is_event_within(name, near, after)
        or is_recent_event(name, near)
        or is_event_had(name, near)
        or is_ever_had(before, after)
        or bool(_WINDOW_LISTED.search(before) and not _LASTING.search(name))
    )


_CRITERION = re.compile(
    r"\b(?:are|is|be) (?:also |not |considered )?(?:eligible|ineligible|excluded|included|allowed|permitted"
    r"|enrolled)\b|\bshould not receive\b|\b(?:does|do|will) (?:also )?not apply\b"
    r"|\bmay (?:also )?(?:enrol\w*|participate|take part|be (?:enrolled|included|eligible))\b",
    _WORD,
)
_OF_PEOPLE = re.compile(
    r"\b(?:patients?|participants?|subjects?|who|those|women|men|have|has|must|completed)\b", _WORD
)


def is_criterion(sentence: str) -> bool:
    """Whether a sentence says who may take part: what was given to them lies before the study."""
    return is_of_entry(sentence) and bool(_OF_PEOPLE.search(sentence))


def is_of_entry(sentence: str) -> bool:
    """Whether a sentence allows or excludes something."""
    return bool(_CRITERION.search(sentence))


_POPULATION = re.compile(
    r"\b(?:patients|participants|subjects|women|men|children|adults|individuals|people|persons|survivors"
    r"|recipients|adolescents|males|females|cohorts?|populations?)\b(?! (?:who|that) (?:were|was|had|have))"
    r"(?:(?!\b(?:was|were|been|be|is|are|being|had|has|have|when|if|previously|already|he"
    r"|she)\b)[^.;]){0,140}$",
    _WORD,
)
_LOOKED_BACK = re.compile(
    r"\bretrospective\w{0,2}\b|\b(?:of|among) (?:the |our |these )?\d+ (?!\d)"
    r"|\bwe (?:[a-z]+ )?[a-z]{3,12}ed\b|\b(?:between|from|in|since|until) (?:19"
    r"|20)\d\d\b"
    r"|\b(?:failure|recurrence|relapse) patterns\b|\bpatterns of (?:\w+ )?(?:failure|recurrence|relapse)\b",
    _WORD,
)
_TO_SCREEN = re.compile(
    r"[^.;]{0,120}?\bwill be (?:[a-z]+ly )?(?:screened|reviewed|identified|approached|invited)\b", _WORD
)


def is_of_population(before: str) -> bool:
    """Whether a bare participle tells which people are meant: "women with breast cancer treated with"."""
    return bool(_POPULATION.search(before))


_BARE_HEAD = re.compile(
    r"(?:(?:the )?(?:patients?|participants?|subjects?) )?(?:has|have|having) (?:ever |already )?"
    r"(?:had|received|undergone)",
    _WORD,
)
_NUMBERED = re.compile(r"(?:^|\n)\s*(?:\(?\d{1,2}[.)]|[*\u2022-])\s*$")
_BARE_OBJECT = re.compile(
    r" (?:(?:an?|any) )?(?:(?:any|major|allogen\w+|autologous|solid|organ|live|whole|extensive|another|other"
    r"|more than|at least|[\w-]+ or (?:[\w-]+ )?(?:[\w-]+))\b|(?:[\w-]+ ){0,3}(?:transplant\w*|vaccin\w*))",
    _WORD,
)


def is_bare_criterion(text: str, start: int, verb: int) -> bool:
    """Whether a sentence asks what somebody has had: "Has had any transplant", "3. Has received X".

    Args:
        text: the text.
        start: where the sentence begins.
        verb: where the verb ends that is asked about.
    """
    head = re.compile(r"\W*(?:\d{1,2}[.)])?\s*").match(text, start, verb)
    opening = head.end() if head else start
    if not _BARE_HEAD.fullmatch(text, opening, verb):
        return False
    numbered = _NUMBERED.search(text, max(0, opening - 8), opening)
    return bool(numbered or _BARE_OBJECT.match(text, verb))


_ENDPOINT = re.compile(
    r"^\W*(?:\w{1,3}[.)] )?(?:to )?(?:measure|determine|assess|evaluate|compare|estimate|describe"
    r"|characteri[sz]e"
    r"|document|establish|investigate|explore|examine|report|monitor) (?:(?:the|overall|median"
    r"|\d-year) )?[^.;,]{0,40}?"
    r"\b(?:survival|PFS|OS|DFS|rates?|toxicit\w+|quality of life|control|response|outcomes?|incidence"
    r"|safety)\b",
    _WORD,
)


def is_endpoint(sentence: str) -> bool:
    """Whether a sentence names what is to be measured: "Measure survival in glioma treated with X"."""
    return bool(_ENDPOINT.match(sentence))


def is_looked_back(sentence: str, at: int) -> bool:
    """Whether a sentence looks back on people treated: "retrospective", or "will be screened" after them."""
    return bool(_LOOKED_BACK.search(sentence) or _TO_SCREEN.match(sentence, at))
