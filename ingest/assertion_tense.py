"""Verbs of giving and planning: what a text says will be given, may be given, or was given, and of what."""

import re

_WORD = re.IGNORECASE
_SUBJECT_REACH = 200
"""Characters before a verb in which what it is said of is looked for."""

_ADVERBS = r"(?:(?:[a-z]{2,12}ly|also|then|all|first|each|both|subsequently) ){0,2}"
_GIVEN = (
    r"(?:given|administered|delivered|adminstered|used|performed|started|initiated|applied|prescribed|treated"
    r"|offered|continued|repeated|followed by|carried out|undertaken|infused|injected|dosed|intravenous|oral"
    r"|switched|crossed over|irradiated|implanted|operated|added|combined|resumed|resected|placed on|put on"
    r"|commenced|begun|completed|finished|collected|randomi[sz]ed|randomly|allocated|assigned|maintained"
    r"|managed|taken|done|conducted"
    r"|planned|diluted|dissolved|mixed|(?=\d))"
)
_PLANNED_BE = re.compile(
    rf"\b(?:will|shall|is to|are to|going to|has to|have to|needs? to) {_ADVERBS}(?:be )?{_ADVERBS}{_GIVEN}",
    _WORD,
)
_MUST_BE = re.compile(
    rf"\bmust (?:{_ADVERBS}be {_ADVERBS}(?:performed|done|given|administered|carried out|started|initiated"
    rf"|delivered"
    r"|undertaken|repeated)|(?:start|begin|commence|follow))\b(?![^.;\n]{0,80}\b(?:before"
    r"|prior to) (?:study|the study"
    r"|enrol|randomi|registration|inclusion|screening|entry|the first))",
    _WORD,
)
_FOR_COURSE = re.compile(
    r"(?:(?<=[\w)%]),| [-\u2013]|;|\.) (?:now |hence |therefore |so )?for (?=(?:(?:urgent|radical"
    r"|palliative|adjuvant"
    r"|neo-?adjuvant|curative|definitive|salvage|post-?op\w*|pre-?op\w*|long[- ]course|short[- ]course"
    r"|prophylactic"
    r"|concurrent|stereotactic|high[- ]dose|whole[- ]brain|elective|primary|consolidati\w+"
    r"|induction)[ /,-]+){1,3}"
    r"[^.;,:\n]{2,60}(?:\.?\s*$|\.\s|\n))",
    _WORD,
)
"""The plan that closes a note: "T3 N1, for radical radiotherapy."."""
_NO_NOTE = re.compile(
    r"\b(?:is|are|was|were|has|have|recommend\w*|used|option\w*|indicat\w*|eligib\w*|suitab\w*|guidelines?"
    r"|stud(?:y|ies)|trials?|patients|criteria)\b",
    _WORD,
)
_PLANNED_DO = re.compile(
    r"\b(?:(?:is|are|am) to (?:receive|undergo|start|begin|commence|have|be treated)"
    r"|(?:will|shall|(?:is|are|am) (?:due |about |going |planning |hoping |scheduled |planned )to|plans? to"
    r"|needs? to|planning to|due to) (?!not )(?:[a-z]{2,12} ){0,2}?(?:receive|undergo|start|begin|commence"
    r"|continue"
    r"|complete|take|consist of|include|comprise|involve|switch to|cross over to|transition to|get|have"
    r"|give|deliver"
    r"|administer|use|treat|resume|proceed|add|perform|initiate|be on|be treated|be offered|require|need"
    r"|go on"
    r"|combine))\b(?<!start)(?<!begin)(?<!commence)"
    r"|\b(?:will|shall|(?:is|are) (?:due |going |scheduled |planned )?to) (?:then )?(?:start|begin"
    r"|commence)\b"
    r"(?! (?:after|within|once|when|as soon|following|in|on day|at|\d))",
    _WORD,
)
_OPTION_BE = re.compile(
    r"\b(?:(?:may|might|can|could) (?:also )?be (?:[a-z]{2,12}ly )?(?:given|administered|delivered|used"
    r"|performed"
    r"|offered|added|continued|considered|applied|prescribed|substituted|allowed|permitted|started|resumed"
    r"|repeated"
    r"|restarted|replaced|an option|omitted|undertaken|carried out|attempted|tried|employed|chosen|done"
    r"|initiated"
    r"|introduced|provided|necessary)"
    r"|should (?:always |also |then |not )?be (?:[a-z]{2,12}ly )?(?:considered|given|offered|used|discussed"
    r"|denied|delayed|carried out|undertaken|attempted|avoided|applied|added|repeated|prescribed|preferred"
    r"|administered"
    r"|performed|started|continued|initiated|discontinued|withheld|stopped|reserved|recommended|the)"
    r"|(?:is|are) (?:[a-z]{2,12}ly )?(?:permitted|allowed|recommended|permissible|acceptable|optional"
    r"|encouraged"
    r"|preferred"
    r"|advised|suggested)"
    r"|at the discretion)\b",
    _WORD,
)
_ABLE = re.compile(
    r"can (?:also )?be (?:safely [a-z]+|(?:given|administered|delivered|used|performed)"
    r" (?:safely|orally|p\. ?o\b|intravenously|by mouth))"
    r"|should be added to (?:the|a) list",
    _WORD,
)
"""What a treatment is like in general, and no option of somebody: "can be given safely"."""
_OPTION_DO = re.compile(
    r"\b(?:should (?:[a-z]{2,12}ly )?(?:receive|undergo|have|start|be treated with|be started on|be given)"
    r"|(?:may|might|can|could) (?:also )?(?:[a-z]{2,12}ly )?(?:receive|undergo|need|require|benefit from"
    r"|continue|cross over to|switch to"
    r"|be (?:[a-z-]{2,18}ly )?(?:given|treated (?:with|by)|replaced (?:with|by)|offered|switched to"
    r"|started on|managed (?:with"
    r"|by)))"
    r"|(?:we|I|would) (?:[a-z]{2,12}ly )?(?:recommend|suggest|advise)(?! that| against)"
    r"|recommend(?:ing|s|ation (?:is|of|for)))\b",
    _WORD,
)
_SUBJECT_EDGE = re.compile(
    r"[;:]|\.\s?(?=[A-Z])|\b(?:whom?|which|that|whose|if|when|while|whereas|although|though|but|is|are|was"
    r"|were|be|been"
    r"|being|has|have|had|will|would|shall|should|may|might|can|could|must|did|does|do|received|underwent"
    r"|(?P<beside>after|before|until|following|prior to|except|since|including|versus))\b",
    _WORD,
)
_COORDINATED = re.compile(r"\band (?:then |subsequently |also )?$", _WORD)
_SETTING = re.compile(
    r"\s*(?:\W*\d+[.)] )?(?:in|among|with|for|during|at|on|within|under|despite|given|by|from|because|due"
    r"|to|of"
    r"|following|after)\b",
    _WORD,
)
_LISTED = re.compile(r", (?!and |or )")
_GIVEN_OVER = re.compile(
    r"[;?]|, (?:now )?(?:here|seen|returns?|presents?|comes?) (?:to|for)\b|\b(?:who|which|whose|whereas"
    r"|while|prior to|before|until|unless|in order to|because|whether"
    r"|in the absence of|compared (?:with|to)|(?<!other )(?<!more )(?<!less )than"
    r"|participated|but|though|although|without|rather than"
    r"|instead of|and (?:may|might|can|could|should)"
    r"|that (?:has|have|had|is|are|was|were)"
    r"|(?:and )?(?:aim(?:s|ed|ing)?|in order|so as|designed) to"
    r"|to (?:determine|establish|define|identify|explore|investigate) (?:the|whether|if|how|a)"
    r"|and (?:(?:an?|the) )?[\w-]{2,20} (?:[\w-]{2,20} )?(?:is|are|was|were|will|has|have|had))\b",
    _WORD,
)
_ADVISED_OVER = re.compile(
    r"\b(?:after|following|in (?:all |the )?(?:[\w-]{3,20} )?(?:patients|women|men|cases|children))\b", _WORD
)
_TREATED = re.compile(
    r"\b(?:treated|managed|injected|infused|premedicated) (?:(?P<before>previously|earlier|before)"
    r"|[a-z]{4,14}(?:ly|lly))? ?(?:for [^,.;()\n]{2,100}? )?(?:with|by)\b",
    _WORD,
)
_WAS_GIVEN = re.compile(
    r"\b(?:was|were|been) (?:[a-z]{2,12}ly |then |also )?(?:given|delivered|administered|applied|prescribed"
    r"|used|performed"
    r"|followed by|combined|started|initiated)\b",
    _WORD,
)
_WITHOUT = re.compile(r"(?:with or |with ?/ ?|with and )$", _WORD)
_TO_GET = re.compile(
    r"\b(?P<told>randomi[sz]ed|randomly|assigned|allocated|cross(?:ed)? over|switched|elected|opted|went on"
    r"|proceeded|(?:was|were) (?:(?:more|less|most|least|also|equally|as|significantly) ){1,3}likely)\b"
    r"|\b(?P<open>eligible|able|unable|permitted|allowed|suitable|fit|candidates?|expected|likely|willing"
    r"|ability"
    r"|fail\w*|opportunity|choose|chose|decision|needed|benefit|how|right|unfit|ineligible|was|were|capable"
    r"|prior)\b",
    _WORD,
)
_AUXILIARY = re.compile(
    r"\b(?P<open>will|shall|to be|are|is|being)\b|\b(?:was|were|had|have|been|we|investigators)\b", _WORD
)


_AGREED = re.compile(
    r"\b(?:(?:gives?|given|giving|gave|provided?|signed)(?: (?:their|his|her|written|informed|verbal"
    r"|oral|full|an?"
    r"|the|signed)){0,4}+ consent (?:for|to)|agree(?:s|d|ing)? to (?:have|receive|undergo|perform)"
    r"|consent (?:was |has been |is )?(?:obtained|taken|signed|given) (?:for|to)|(?<!not )consent(?:s"
    r"|ing)? to"
    r"|(?<!not )\bwilling to (?:have|receive|undergo))\b"
    r"(?! (?:(?:the|this|a|an|our|their|study|trial) )?(?:participat\w*|stud(?:y|ies)|trial|research"
    r"|publi\w+|data"
    r"|inclusion|entry|enrol\w*|take part|use of|this|collection)\b)",
    _WORD,
)
_AGREED_AFTER = re.compile(
    r"\bthat (?:the |each |all |these )?(?:patients?|participants?|subjects?|he|she|they"
    r"|you) (?:will|(?:is|are)"
    r" (?:due |going )?to) (?:also )?(?:receive|undergo|have|take|be given|get)\b"
    r"|\b(?:agree[sd]?|wish(?:es|ed)?|want(?:s|ed)?|consent(?:s|ed)?) to (?:do so|proceed(?! (?:with|to))"
    r"|have (?:it|this|that))\b",
    _WORD,
)
_DOSE_WAS = re.compile(
    r"(?<!recommended )(?<!tolerated )(?<!planned )(?<!starting )(?<!maximum )(?<!biologically effective )"
    r"(?<!lethal )(?<!equivalent )(?<!tolerance )\bdoses?\b(?! (?:constraint|limit|level|rate))"
    r"(?:[^.;:\n]|\.(?=\d)){0,90}?\b(?:was|were) "
    r"(?=(?:[a-z-]{2,14} ){0,2}\d[\d.,]*(?: ?(?:to|and|or|-|\u2013) ?\d[\d.]*)? ?-?(?:c?Gy|Gray)\b)",
    _WORD,
)
_RESULTS_OF = re.compile(
    r"\b(?:results (?:of|on|with|after)|(?:our|institutional|single[- ](?:institution|cent(?:er|re))|initial"
    r"|personal|mono-?cent(?:er|re|ric)) (?:[\w-]{2,20} )?experience (?:of|with|in|using))"
    r"(?! (?:[\w-]{1,20} ){0,4}?(?:trials?|stud(?:y|ies)|analys\w+|surveys?|phase|tests?|testing"
    r"|biops\w+|imaging"
    r"|CT|MRI|PET|scans?|examinations?|assays?|screening|experiments?|reviews?|meta-\w+|evaluations?"
    r"|comparisons?|investigations?|models?|interviews?|sequencing|staining)\b)",
    _WORD,
)


_RESULTS_OVER = re.compile(r"[;:]|\band (?:to|we|the)\b|\b(?:was|were|is|are|show\w*|suggest\w*)\b", _WORD)


def results_end(text: str, start: int, end: int) -> int:
    """Where the treatments end that results are told of."""
    over = _RESULTS_OVER.search(text, start, end)
    return over.start() if over else end


def planned_spans(text: str) -> list[tuple[int, int]]:
    """Where a text says that something will be given."""
    if "must" not in text:
        return [m.span() for m in _PLANNED_BE.finditer(text)]
    return [m.span() for pattern in (_PLANNED_BE, _MUST_BE) for m in pattern.finditer(text)]


def planned_ends(text: str) -> list[int]:
    """Where a verb ends that says who will be treated: "will also receive"."""
    return [m.end() for m in _PLANNED_DO.finditer(text)]


def closing_plans(text: str) -> list[int]:
    """Where "for" ends that opens the plan at a note's end: "T3 N1, for radical radiotherapy."."""
    found = []
    for plan in _FOR_COURSE.finditer(text):
        opening = max(
            text.rfind(". ", 0, plan.start()), text.rfind("\n", 0, plan.start()), plan.start() - 200, 0
        )
        if not _NO_NOTE.search(text, opening, plan.start()):
            found.append(plan.end())
    return found


def option_spans(text: str) -> list[tuple[int, int]]:
    """Where a text says that something may be given, is allowed or recommended."""
    return [m.span() for m in _OPTION_BE.finditer(text) if not _ABLE.match(text, m.start())]


def option_ends(text: str) -> list[int]:
    """Where a verb ends that says what is to be thought of: "should receive", "we recommend"."""
    return [m.end() for m in _OPTION_DO.finditer(text)]


def treated_spans(text: str) -> list[tuple[int, int, bool]]:
    """Where "treated ... with" stands with words between, and whether it is said of the past."""
    spans = ((m.start(), m.end(), m["before"] is not None, len(m[0])) for m in _TREATED.finditer(text))
    return [(start, end, before) for start, end, before, length in spans if length > len("treated with")]


def given_ends(text: str) -> list[int]:
    """Where a passive of giving ends: how, with what and in how many fractions follows."""
    return [m.end() for m in _WAS_GIVEN.finditer(text) if not text.startswith(",", m.end())]


def agreed_ends(text: str) -> list[int]:
    """Where a consent to a treatment ends: "has given consent for"."""
    return [m.end() for m in _AGREED.finditer(text)]


def agreed_starts(text: str) -> list[int]:
    """Where words begin that tell of a treatment before them as settled: "that the patient will receive"."""
    return [m.start() for m in _AGREED_AFTER.finditer(text)]


def finished_spans(text: str) -> list[tuple[int, int]]:
    """Where a dose that was given, or results of a treatment, are told; the treatment follows."""
    return [m.span() for pattern in (_DOSE_WAS, _RESULTS_OF) for m in pattern.finditer(text)]


def advised_end(text: str, start: int, end: int) -> int:
    """Where the treatments end that an advice is said of."""
    end = given_end(text, start, end)
    over = _ADVISED_OVER.search(text, start, end)
    return over.start() if over else end


def subject_start(text: str, sentence: int, at: int) -> int:
    """Where the subject of a passive verb begins: a list over its commas, not the setting before it.

    Args:
        text: the text.
        sentence: where the sentence begins.
        at: where the verb begins.
    """
    start = max(sentence, at - _SUBJECT_REACH)
    for edge in reversed(list(_SUBJECT_EDGE.finditer(text, start, max(start, at - 1)))):
        if edge[0].lower() in {"who", "which", "that"} and not text[edge.end() : at].strip():
            # "cases who are planned for": the verb is said of people; "surgery, which will be done" is of it.
            comma = edge.start() - 2
            return nearest_start(text, sentence, comma) if text.startswith(", which", comma) else at
        if not text[edge.end() : at].strip() or _COORDINATED.search(text, edge.end(), at):
            # "was given", "will be mixed and will be given": the verb's own auxiliary ends no subject.
            continue
        start = edge.end()
        if edge["beside"]:
            comma = text.find(", ", start, at)
            start = comma + 2 if comma >= 0 else at
        break
    bracket = text.rfind("(", start, at)
    if bracket >= 0 and text.find(")", bracket, at) < 0:
        start = bracket + 1
    if _SETTING.match(text, start, at):
        listed = _LISTED.search(text, start, at)
        return listed.end() if listed else start
    return start


def nearest_start(text: str, sentence: int, at: int) -> int:
    """Where the noun begins that a bare participle follows: after the last edge or comma before it."""
    start = max(sentence, at - _SUBJECT_REACH)
    edges = [m.end() for m in _SUBJECT_EDGE.finditer(text, start, max(start, at - 1))]
    return max([start, *edges, text.rfind(",", start, at) + 1])


def given_end(text: str, start: int, end: int) -> int:
    """Where the treatments end that a verb of giving or planning is said of."""
    for over in _GIVEN_OVER.finditer(text, start, end):
        if over[0].lower() == "without" and _WITHOUT.search(text, max(start, over.start() - 9), over.start()):
            continue
        return over.start()
    return end


def reading_of_infinitive(text: str, sentence: int, at: int) -> str:
    """What "to receive" tells: delivered after a finished "randomised", planned where nothing else is said.

    Returns:
        "delivered", "planned", or "" where the infinitive is only open ("eligible to receive").
    """
    start = max(sentence, at - _SUBJECT_REACH)
    last = _last(_TO_GET, text, start, at)
    if last is None:
        return "planned"
    if last["open"]:
        return "" if at - last.end() < 12 else "planned"
    return "planned" if is_unstarted(text, sentence, last.start()) else "delivered"


def is_unstarted(text: str, sentence: int, at: int) -> bool:
    """Whether "randomised" at the offset is said of what is to come."""
    auxiliary = _last(_AUXILIARY, text, max(sentence, at - _SUBJECT_REACH), at)
    return auxiliary is not None and bool(auxiliary["open"])


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    found = list(pattern.finditer(text, start, end))
    return found[-1] if found else None
