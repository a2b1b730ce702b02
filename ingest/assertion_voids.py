"""Words beside a trigger that make it none: "to see if", "a possible role", "father a child"."""

import re

from ingest.assertion_beside import is_trend
from ingest.assertion_relatives import is_no_relative

_WORD = re.IGNORECASE
_BESIDE = 64

_OR_WITHOUT = re.compile(
    r"\bwith(?: or | ?/ ?| and | versus | vs\.? | from |, or )(?:without|w/o)"
    r"(?: any)?(?: (?:prior|previous|evidence of))?\s*$"
    r"|\b(?:presence|existence) ?(?:or|from|and|versus|vs\.?|/|and/or) ?(?:the )?absence of\s*$",
    _WORD,
)
_ASKED = re.compile(
    r"\b(?:determin\w{1,6}|predict\w{0,5}|see|find out|know|knows|known|unknown|test(?:ed|s|ing)?"
    r"|assess\w{0,4}|ask\w{0,3}"
    r"|evaluat\w{1,4}|investigat\w{1,4}|examin\w{1,4}|stud(?:y|ied)|analy[sz]\w{1,4}|learn|clarif\w{1,4}"
    r"|clear|unclear"
    r"|explor\w{1,4}|uncertain|decid\w{1,3}|question\w{0,3}|tell|check\w{0,3}|verif\w{1,4}|establish\w{0,3}"
    r"|wonder\w{0,3}"
    r"|look(?:ed|ing)?|observ\w+|controversial|debated?|discuss|identif\w{1,4}|compar\w{1,4}|matter|as|even)"
    r"(?: [\w-]{1,14}){0,2} if\s*$",
    _WORD,
)
_OR_IF = re.compile(r"\bwhether\b[^.;]{0,200}\b(?:and|or) if\s*$", _WORD)
_DEEMED = re.compile(r"\b(?:investigators?|we|authors?|physicians?) consider\s*$", _WORD)
_AS_IF = re.compile(
    r"\s*(?:(?:given|used|taken|combined|administered|started) (?:together|alone|in|with|as|early|late"
    r"|before|after|at|for|during"
    r"|concurrent\w*|simultaneous\w*|first|concomitant\w*)|possible|applicable|any|necessary|available"
    r"|feasible|appropriate|not)\b",
    _WORD,
)
_ABSTRACT = re.compile(
    r"\s*(?:an? |the )?(?:[\w-]{2,16} ){0,2}(?:effects?|roles?|benefits?|associations?|relationships?|links?"
    r"|explanations?|mechanisms?"
    r"|reasons?|predictors?|targets?|markers?|biomarkers?|uses?|impact|influence|factors?|therap(?:y|ies"
    r"|eutic)"
    r"|treatments?|options?|candidates?|confound\w+|bias|improvements?|advantages?|interactions?"
    r"|strateg(?:y|ies)"
    r"|approach(?:es)?|utility|value|correlations?|involvement of|contributions?|to)\b",
    _WORD,
)
_FINDING = re.compile(
    r"\s*(?:that\b|(?:an? |the )?(?:[\w-]{2,16} ){0,2}(?:effective|safe|well|associated|related|more|less"
    r"|better|worse"
    r"|feasible|superior|inferior|equivalent|useful|promising|beneficial|similar|higher|lower|improved?"
    r"|increased?"
    r"|curative|fatal|lethal|life|resectable|curable|eligible|toxic|harmful|serious|useful|reduced?|able"
    r"|involved|key|highly|one of|(?:[\w-]+ ){0,2}agents?|independent|synergistic|important|sufficient"
    r"|role|valid|reliable|treatment"
    r"|prognostic)\b)",
    _WORD,
)
_HOW = re.compile(
    r"\s*(?:via|through|by|in|at|on|because|mediated|initiated|involv\w+|driven|explain\w*|resulted|resulting"
    r"|an? (?:[\w-]+ ){0,3}consequences?|frequency|incidence|occurrence|rates?|number|cures?|cases?)\b",
    _WORD,
)
"""After "probably": how something comes about, not what there is."""
_POTENTIAL_KIND = re.compile(
    r"\s*(?:and )?[\w-]+(?:able|ible|ing|al|ous|ive|ic|ful)\b(?! (?:or|and) (?:suspect|possibl))", _WORD
)
"""After "potentially": a kind of harm that is there: "potentially fatal hepatotoxicity"."""
_ASKING = re.compile(
    r"(?:^|[.;:\n(]\s?|\b(?:question|conclusions?) )(?:\d+[.)] )?(?:does|do|did|is|are|was|were|can|could"
    r"|should|will|would"
    r"|may|what|which|how|when|who|why|where|has|have|when compared [^.;?]{0,60}, does)\b",
    _WORD,
)
_TREATED_FOR = re.compile(
    r"\b(?:was|were|been|previously|had|got|also)(?: also| previously| successfully)? treated for\s*$", _WORD
)
_BROAD = re.compile(r"\b(?:patients|women|men|subjects|participants|cases|children)\b", _WORD)
_AGO = re.compile(r"\W*(?:\w{1,12} ){0,3}(?:years?|yrs?|y|months?|weeks?) ago\b", _WORD)
_DIAGNOSED = re.compile(r"\b(?:diagnos\w+|confirmed|detected|dx|known|since|began|started|onset)\b", _WORD)
_DISCUSSED = re.compile(
    r"\b(?:(?:is|are|to|was|were|be|been|and|will|results?|findings?|also|then|briefly"
    r"|further) (?:[a-z]{2,12}ly )?discuss(?:ed)?|(?:to|we) discuss)\s*$",
    _WORD,
)
_AT_A_MEETING = re.compile(r"\s*(?:at|in|by|for|and|\.|,|$|regarding|between|whether|here)", _WORD)
_AIMED_AT = re.compile(r"\b(?:screening for|carriers? of)\s*$", _WORD)
_RAISED = re.compile(
    r"\b(?:rais\w{1,3}|consider\w{0,3}|suggest\w{0,3}|exclude|entertain\w{0,3}) (?:the|a) possibility of\s*$",
    _WORD,
)
_IS_RAISED = re.compile(
    r"[^.;,]{2,60}? (?:was|is|were|has been|have been) (?:raised|considered|suggested|entertained"
    r"|questioned)\b",
    _WORD,
)
_OPTIONS = ("benefit from", "receive", "treated with", "considered for", "need", "require")
_WHETHER = re.compile(r"\bwhether\b[^.;\n]{0,160}$", _WORD)
"""Before an option that is only asked after."""
_CARE = re.compile(r"\s?(?:screening|awareness|concern)\b", _WORD)
_OF_SAFETY = re.compile(r"\b(?:safety|health|surgical|operative|undue|unacceptable) $", _WORD)
"""Before a risk of nothing that is named: "a safety risk"."""
_RELATIVE_RISK = re.compile(r"\b(?:no|relative|hazard) risks? of\s*$", _WORD)
_LIKELIHOOD = re.compile(
    r"\b(?:more|most|less|equally|not|is|are|be|were|was"
    r"|(?<!identified )(?<!classified )(?<!regarded )(?<!considered )(?<!diagnosed )(?<!reported )"
    r"(?<!labelled )"
    r"(?<!labeled )(?<!defined )(?<!categorised )(?<!categorized )(?<!recorded )(?<!coded )(?<!flagged )"
    r"(?<!described )(?<!interpreted )(?<!read )(?<!treated )as) (?:likely|possible|probable)\s*$",
    _WORD,
)
_LESS_LIKELY = re.compile(r"(?:[,;:(]|\bor|\bbut) (?:much |far )?less likely\s*$", _WORD)
"""A note's second guess: "likely A, less likely B"."""
_SHOULD_BE = re.compile(r"\bshould (?:not )?be\s*$", _WORD)
_NO_NOUN = re.compile(
    r"\s*(?:[.,;:)]|$|(?:with|without|in|to|for|that|when|where|after|by|and|or|only|but|if|because"
    r"|at|on|from"
    r"|through|using|even|since|as|via|during)\b)",
    _WORD,
)
_TO_FIND_OUT = re.compile(
    r"\s*to (?:investigat|evaluat|study|assess|examin|determin|compar|test|explor|analy|estimat|identify"
    r"|develop|establish|clarif|conduct|quantif|use\b)",
    _WORD,
)
_EVER_PROPOSED = re.compile(
    r"\b(?:previously|recently|first|originally|newly|(?:has|have) been) proposed\s*$", _WORD
)
_SCHEDULE = re.compile(
    r"\b(?:dose|dosing|dosage|therapy|immunotherapy|treatment|weekly|daily|new|the|an?"
    r"|this) schedule\s*$",
    _WORD,
)
"""A schedule that somebody has, not the verb."""
_STUDY_OF = re.compile(
    r"\s*(?:[\w-]+ ){0,3}?(?:trials?|stud(?:y|ies)|protocols?|research|analys[ei]s|investigations?|models?"
    r"|methods?"
    r"|projects?)\b",
    _WORD,
)
_AGREES = re.compile(
    r"[^.;\n]{0,100}?\band (?:has |have )?(?:agree|consent|wish|want)(?:e?[sd])? to\b", _WORD
)
_NOT_ELIGIBLE = re.compile(
    r"\b(?:not|never|no longer)(?: (?:be|been|an?|good|considered|deemed)){0,3} (?:eligible"
    r"|candidates?) (?:for|to)\s*$",
    _WORD,
)
_NOT_SO = re.compile(
    r"\s*(?:be |been |being |have |has )?(?:been )?(?:well|adequately|fully|sufficiently|properly|medically"
    r"|completely)?\s?"
    r"(?:linked|connected|controll\w+|resolv\w+|recover\w+|explain\w+|improv\w+|related|associated"
    r"|respond\w*|manage\w*"
    r"|know\w*"
    r"|understood|clear|established|studied|reported|described|increase\w*|differ\w*|affect\w*|predict\w*"
    r"|counted|regarded|classified"
    r"|expected|attribut\w*"
    r"|compromis\w*|interfer\w*|preclud\w*|limit\w*|exceed\w*|support\w*|willing|agree|complet\w*|enough"
    r"|due|(?:under|in|on|at) (?:\w+ )?(?:control|remission|treatment|therap\w+|levels?|doses?))\b",
    _WORD,
)
_NO_SAYING = re.compile(
    r"\s*(?:[\w-]+ ){0,2}?(?:(?:proof|evidence|indications?|data|consensus|agreement|guarantee|reports?"
    r"|studies"
    r"|study|trials?|guidelines?|information|doubt) (?:that|whether|on|about|as to|regarding|concerning"
    r"|compar\w+"
    r"|showing|supporting|investigating|evaluating|addressing)|(?:groups?|arms?|cohorts?|subgroups?"
    r"|categor(?:y|ies))"
    r"(?: \([^()]*\))? [a-z]+)\b",
    _WORD,
)
"""After "no": what is missing is a statement or a group, not what it speaks of."""
_GOES_ON_WITHOUT = re.compile(
    r"\s*(?:(?:the|their|his|her|its|any|your) )?(?:[\w-]+ ){1,5}?(?:getting|growing|spreading|coming back"
    r"|returning|worsening|progressing|relapsing|recurring|advancing)\b",
    _WORD,
)
"""After "without": what is there does not grow."""
_PEOPLE_ARE = re.compile(
    r"\b(?:patients|participants|subjects|women|men|individuals|people|persons|those|anyone|cases|studies"
    r"|trials|who)\b[^.;\n]* (?:are|were|be|is|been) (?:[a-z]{3,12}ly |also )?$",
    _WORD,
)
"""Before "excluded": who may not take part, and not what was not found."""
_ARE_KEPT_OUT = re.compile(r"\b(?:are|will be|shall be) (?:[a-z]{3,12}ly |also )?$", _WORD)
_ATTRIBUTE = re.compile(r"(?:suspected|questionable|unconfirmed)\s+[a-z]", _WORD)
_AGAINST = re.compile(
    r"(?<!decided )(?<!advised )(?<!advise )(?<!advises )(?<!recommended )(?<!recommend )(?<!recommends )"
    r"(?<!opted )(?<!is )(?<!was )(?<!elected )(?<!chose )\bagainst\s*$",
    _WORD,
)
_FAILED_TO = re.compile(r"\s*to (?!respond|receive|undergo|start|attend|complete|benefit)", _WORD)
"""After "failed": an experiment's result, not a treatment given up."""
_BY_AVOIDING = re.compile(r"\b(?:in|of|for|at|thus|thereby|possibly|potentially) avoiding\s*$", _WORD)
_IF_NEEDED = re.compile(
    r"\b(?:may|might|can|could|would|not|did|if|should) (?:[a-z]{2,12} )?(?:needs?|requires?)\s*$", _WORD
)
_ADVISED_AFTER = re.compile(
    r"[^.;\n]{0,60}?\b(?:(?:is|was|are|were) (?:\w+ly )?(?:recommended|advised|suggested)|should)\b", _WORD
)
_PAST_DAYS = re.compile(r"\s*in the (?:past|last|previous) (?:[\w-]{1,8} )?(?:hours?|days?|weeks?)\b", _WORD)
_IN_PAST = re.compile(r"\b(?:within|in|during|over)(?: the)? (?:past|previous|prior)\s*$", _WORD)
_COUNTED_TIME = re.compile(
    r"\s*(?:\d{1,2}|one|two|three|four|six|twelve) ?(?:\(\d+\) )?-?(?:days?|weeks?|months?|years?)\b", _WORD
)
"""After "within the past": a time, so that nothing behind it is past for that: "or from a fresh biopsy"."""
_PAST_TIME = re.compile(
    r"\s*(?:(?:\w{1,10} )?(?:decades?|century|years|months|weeks|days|(?:medical |surgical )?(?:history|hx))"
    r"|(?:the|of)\b|\d)",
    _WORD,
)
"""After "past": a time or a heading, or it is a place: "spread past the capsule"."""
_NO_HEADING = re.compile(r"\s*(?:[,.;)]|(?:was|were|is|are|has|had|and|or|index|scores?|in|of the)\b)", _WORD)
_BUT_NOT = re.compile(r"\b(?:but|yet|though|although) not\s*$", _WORD)
_SOMEBODY_HAS = re.compile(
    r"\b(?:receiv\w+|had|has|have|having|underw\w+|undergo\w*|treated|given|giving|takes?|took|taking"
    r"|started|is on|was on|were on|administered|allow\w*|includ\w+|require\w*|need\w*|will|should|may|must"
    r"|detected|found(?! that)|present|performed|used|there (?:is|was|are|were)|(?:show|reveal"
    r"|confirm)\w*(?! that)"
    r"|diagnos\w+|patients? with|history|cases? of|underlying|fit for|candidates?"
    r"|suitable|eligible|agree\w*|accept\w*|want\w*|keen|plan\w*|consent\w*|offer\w*|discuss\w*"
    r"|for)\b[^.;]*$",
    _WORD,
)
"""Before "but not": somebody has one and lacks the other; else only an effect or a link is denied."""
_NOT_ABLE = re.compile(r"\bnot (?:only|necessarily|just|all|always|significantly|different\w*)\s*$", _WORD)


def is_no_trigger(text: str, status: str, start: int, end: int) -> bool:
    """Whether words beside a trigger take its scope away.

    Args:
        text: the text.
        status: what the trigger would say.
        start: where its scope begins; a forward trigger ends there.
        end: where its scope ends; a backward trigger begins there.
    """
    test = _TESTS.get(status)
    return test is not None and test(text, start, end)


def _before(text: str, at: int) -> str:
    return re.sub(r"\s+", " ", text[max(0, at - _BESIDE) : at])


def _no_negation(text: str, start: int, end: int) -> bool:
    before = _before(text, start)
    if _BUT_NOT.search(before) and not _SOMEBODY_HAS.search(text, max(0, start - 160), start):
        return True
    if _SHOULD_BE.search(text, max(start, end - 16), end):
        return True
    if before.rstrip().lower().endswith("failed") and _FAILED_TO.match(text, start):
        return True
    if (
        _BY_AVOIDING.search(before)
        or _AGAINST.search(before)
        or _OR_WITHOUT.search(before)
        or _NOT_ABLE.search(before)
    ):
        return True
    if text.startswith("excluded", end) and (
        _PEOPLE_ARE.search(text, max(0, end - 240), end) or _ARE_KEPT_OUT.search(text, max(0, end - 24), end)
    ):
        return True
    if before.rstrip().lower().endswith(" no") and _NO_SAYING.match(text, start):
        return True
    if before.rstrip().lower().endswith("without") and _GOES_ON_WITHOUT.match(text, start):
        return True
    return before.rstrip().lower().endswith(" not") and bool(_NOT_SO.match(text, start))


def _no_condition(text: str, start: int, end: int) -> bool:
    before = _before(text, start)
    low = before.rstrip().lower()
    if low.endswith("if"):
        asked = _ASKED.search(before) or _OR_IF.search(text, max(0, start - 240), start)
        return bool(asked or _AS_IF.match(text, start))
    if low.endswith(("discussed", "discuss")):
        return bool(_DISCUSSED.search(before) or _AT_A_MEETING.match(text, start))
    if low.endswith("considering"):
        if re.search(r"\b(?:is|are|was|were|been) considering$", low):
            return False
        return bool(
            re.match(r"\s(?:only|all|that|the|these|those|its?|how|both|an? )\b", text[start : start + 8])
        )
    if low.endswith("consider"):
        return bool(_DEEMED.search(before))
    if low.endswith(("advised", "advise", "recommend", "recommended")) and text.startswith(
        " against ", start
    ):
        return True
    if low.endswith(_OPTIONS) and _WHETHER.search(text, max(0, start - 240), start):
        return True
    if low.endswith("recommended"):
        return bool(
            re.match(
                r"\s*(?:[\w-]+ ){0,2}(?:dose|phase|daily|dosage|schedule|starting)", text[start : start + 40]
            )
        )
    if _NOT_ELIGIBLE.search(before) or (
        low.endswith(("candidate for", "eligible for")) and _AGREES.match(text, start)
    ):
        return True
    if low.endswith("to prevent") or text.startswith("prevention", end):
        # What a treatment is meant to prevent is its aim; only a risk of it is supposed.
        return True
    if low.endswith("possibility of"):
        return bool(_RAISED.search(before) or _IS_RAISED.match(text, start))
    if text.startswith(("risk", "concern"), end) and _OF_SAFETY.search(text, max(start, end - 20), end):
        return True
    return bool(_RELATIVE_RISK.search(before) or _AIMED_AT.search(before) or _CARE.match(text, end))


def _no_doubt(text: str, start: int, end: int) -> bool:
    before = _before(text, start)
    low = before.rstrip().lower()
    if low.endswith(
        (
            "appears to be",
            "appear to be",
            "suggests",
            "suggest",
            "suggested",
            "suggesting",
            "could be",
            "might be",
            "may represent",
            "could represent",
            "thought to be",
        )
    ):
        return bool(_FINDING.match(text, start) or _ABSTRACT.match(text, start))
    if low.endswith(("likely", "possible", "probable", "possibly", "probably", "potentially", "presumably")):
        if _LESS_LIKELY.search(before):
            return False
        if _LIKELIHOOD.search(before) and not low.endswith("most likely"):
            # "An advantage is possible biopsy" says what may be done, "it is possible to" nothing.
            return not low.endswith(("is possible", "are possible")) or bool(_NO_NOUN.match(text, start))
        if low.endswith("potentially") and _POTENTIAL_KIND.match(text, start):
            return True
        return bool(_ABSTRACT.match(text, start) or _FINDING.match(text, start) or _HOW.match(text, start))
    if _ATTRIBUTE.match(text, end):
        return True
    if text[end : end + 1] == "?":
        near = max(0, end - 300)
        opening = max(text.rfind(". ", near, end), text.rfind("\n", near, end), near)
        return end - start > 60 or bool(_ASKING.search(text, opening, end))
    return False


def _no_past(text: str, start: int, end: int) -> bool:
    before = _before(text, start)
    if before.rstrip().lower().endswith("treated for"):
        return not _TREATED_FOR.search(before) or bool(_BROAD.search(before))
    if before.rstrip().lower().endswith(("family history of", "survivors of", " after")):
        return True
    if before.rstrip().lower().endswith("past") and _PAST_TIME.match(text, start):
        return True
    if before.rstrip().lower().endswith("morbidity") and _NO_HEADING.match(text, start):
        return True
    if (
        _PAST_DAYS.match(text, end)
        or is_trend(text, start, end)
        or (_IN_PAST.search(before) and _COUNTED_TIME.match(text, start))
    ):
        return True
    if _AGO.match(text, end):
        return bool(_DIAGNOSED.search(text, start, end))
    return False


def _no_plan(text: str, start: int, end: int) -> bool:
    before = _before(text, start)
    if _SCHEDULE.search(before):
        return True
    if _EVER_PROPOSED.search(before):
        return True
    if before.rstrip().lower().endswith(("proposed", "planned", "intended")) and _STUDY_OF.match(text, start):
        return True
    if before.rstrip().lower().endswith("proposed") and _TO_FIND_OUT.match(text, start):
        return True
    if before.rstrip().lower().endswith(("referral for", "need for")) and _ADVISED_AFTER.match(text, start):
        return True
    return bool(_IF_NEEDED.search(before))


_TESTS = {
    "negated": _no_negation,
    "never": _no_negation,
    "refused": _no_negation,
    "hypothetical": _no_condition,
    "condition": _no_condition,
    "conditional": _no_condition,
    "uncertain": _no_doubt,
    "historical": _no_past,
    "prior": _no_past,
    "planned": _no_plan,
    "family": is_no_relative,
    "other": is_no_relative,
}
