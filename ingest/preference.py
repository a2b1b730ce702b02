"""What a text passes over for what it prefers: the prostatectomy of "prefers external beam over RALP"."""

import re

from ingest.mention import Mention

_PREFERS = (
    r"\b(?:prefer\w*|preference|chose\w*|choos\w*|choice|opt(?:s|ed|ing)?|favou?r\w*|wants?|wanted|wish\w*"
    r"|elect(?:s|ed|ing)?|picks?|picked|keen|decided|goes|went|going|sett?led)\b[^.;\n]{0,40}?"
)
_OVER = r"\b(?:over|in preference to|ahead of|rather than|instead of)"
_LED = (
    r"(?: (?:an?|the|any|further|upfront|up-front|radical|robotic|open|partial|total|more|wedge|wide|local"
    r"|full|completion|en bloc|surgical|Mohs|salvage|simple|laser|transoral|mutilating|big|major))*"
)
_FIRST_OF_TWO = rf"(?:{_LED} [\w-]{{3,16}}(?: [\w-]{{3,16}})? (?:or|and|/))?"
"""The first of two treatments passed over: the carboplatin of "over carboplatin or RT"."""
_PASSED_OVER = re.compile(
    rf"(?:{_PREFERS}{_OVER}{_FIRST_OF_TWO}|\bin preference to"
    rf"|\bprefer\w* [^.;,\n]{{1,30}}(?<!prior) to){_LED}\s+$",
    re.IGNORECASE,
)
_REACH = 72
"""Characters before a treatment that are read for a preference."""
_RADIATION = (
    r"(?:RT|XRT|EBRT|SBRT|SABR|IMRT|CRT|(?:chemo-?)?(?:RT|radiotherapy|radiation|rads?)|chemoradi\w+"
    r"|external beam|brachy\w*|seeds|irradiation|beam|SRS|SRT|FSRT|radiosurgery|gamma knife|protons?"
    r"|HDR|LDR)\b"
)
_DRUG_INSTEAD = re.compile(
    r"\b(?:\w+(?:nib|mab|ciclib|lutamide|terone)|chemo(?:therapy)?|TMZ|temozolomide|PCV|surgery"
    rf"|observation|surveillance|ablation) (?:instead of|in lieu of|in place of)"
    rf"(?:{_LED}| early| immediate| adjuvant| post-?op){{0,2}} {_RADIATION}",
    re.IGNORECASE,
)
"""A drug or an operation that takes the place of radiotherapy."""
_NOT_RADIATION = re.compile(
    rf"(?P<chosen>{_PREFERS}){_OVER}{_FIRST_OF_TWO}{_LED}"
    rf"(?: (?:strip|dog-?leg|para-?aortic|adjuvant|pelvic|breast|local))? {_RADIATION}",
    re.IGNORECASE,
)


_TALKED_OF = re.compile(
    r"\b(?:discussed|offered|considered|counsell?ed(?: (?:re|on|about|for))?|aware of"
    r"|options? (?:of|incl\w*))"
    rf"(?: (?:and|&|\+|re|about|both))?{_LED}\s+$",
    re.IGNORECASE,
)
_THEN_RADIATION = re.compile(
    r"[^.;\n]{0,30}[,.;:\u2013 -]+(?:but |and |pt |patient |he |she |has |would )*"
    r"(?:opts?|opted|chose|chooses|prefers?|preferred|wants?|elects?|elected|keen|decided|going|goes|went"
    rf"|favours?|picks?)\b(?: (?:for|on|to have|the|five|5)){{0,3}}(?: [\w-]+){{0,3}}?(?: [+&])?"
    rf" {_RADIATION}",
    re.IGNORECASE,
)
_WAS_TALKED_OF = re.compile(
    r" (?:was |were |is )?(?:discussed|offered|considered|an option|possible)\b", re.I
)


def is_passed_over(text: str, treatment: Mention) -> bool:
    """Whether another treatment is preferred to this one, or it was talked of and radiotherapy chosen."""
    start = max(0, treatment.start - _REACH)
    if _PASSED_OVER.search(text, start, treatment.start):
        return True
    talked_of = _TALKED_OF.search(text, start, treatment.start) or _WAS_TALKED_OF.match(text, treatment.end)
    return bool(talked_of and _THEN_RADIATION.match(text, treatment.end))


_INTENT = r"(?:palliative|radical|curative)"
_OF_TWO_INTENTS = re.compile(
    rf"\b{_INTENT} ?(?:vs?\.?|versus|or|/) ?{_INTENT}\b(?! (?:to be|for) (?:decided|discussion))"
    r"[^.;\n]{0,32}?\b(?:requests?|requested|asks?|asked|prefers?|preferred|wants?|favours?|opts?|opted|chose|chooses|agreed)"
    rf" (?:for |a )?(?P<chosen>{_INTENT})\b",
    re.IGNORECASE,
)


def is_other_intent(text: str, finding: Mention) -> bool:
    """Whether of two intents weighed the other was chosen: "palliative vs radical, asks for palliative"."""
    if finding.name not in {"intent", "setting"}:
        return False
    for told in _OF_TWO_INTENTS.finditer(text):
        radical = told["chosen"].lower() != "palliative"
        if told.start() <= finding.start < told.start("chosen"):
            return (finding.value == "palliative") == radical
    return False


def radiation_passed_over(text: str) -> Mention | None:
    """The words that prefer something else to radiotherapy; None where they prefer one kind of it."""
    if instead := _DRUG_INSTEAD.search(text):
        return Mention("declined", "not_needed", "not_needed", *instead.span())
    match = _NOT_RADIATION.search(text)
    if match is None or re.search(_RADIATION, text[max(0, match.start() - 24) : match.end("chosen")], re.I):
        return None
    return Mention("declined", "refused", "refused", *match.span())


_CHOSEN_SURGERY = re.compile(
    r"\b(?:chose|chooses|chosen|opt(?:s|ed) for|elect(?:s|ed)(?: for)?|decided (?:on|for)|settled on|went for"
    r"|picks|picked|prefers|preferred)(?: (?:an?|the|radical|robotic|open|partial|total|to have))*"
    r" (?:surgery|\w+ectomy|RALP|RARP|Mohs|resection|operation|Whipple|APR|TLM|TORS)\b",
    re.IGNORECASE,
)
_WEIGHED = re.compile(
    r"\b(?:discussed|offered|options?|considered|weighed|counsell?ed|both|either|vs?|versus|but)\b",
    re.I,
)
_SINCE = re.compile(
    r"\bR[12]\b|\bp[TN]\d|\b(?:margins?|rising|recur\w*|relaps\w*|residual|adjuvant|post-?op\w*)\b", re.I
)
"""After the operation chosen: it has been done."""


def surgery_chosen(text: str, weighed: list[int]) -> Mention | None:
    """The words that choose an operation still to come, after radiotherapy was weighed.

    Args:
        text: the text.
        weighed: where the text speaks of radiotherapy.
    """
    match = _CHOSEN_SURGERY.search(text)
    if match is None or not any(start < match.start() for start in weighed):
        return None
    if not _WEIGHED.search(text, 0, match.start()) or _SINCE.search(text, match.end()):
        return None
    return Mention("declined", "refused", "refused", *match.span())


_WEIGHED_BEFORE = re.compile(
    r"\b(?:after|having|following|despite|once) (?:(?:a|full|long|being|been|careful) ){0,2}"
    r"(?:discuss(?:ing|ed|ion)|counsel\w+|offered|considering|considered|weighing|talking (?:about|through)"
    r"|talked (?:about|through))(?: (?:of|about|on|re))?(?: (?!then\b|now\b)[\w/-]+,?){0,4} $",
    re.IGNORECASE,
)
"""Before a course that was weighed before something else was chosen."""


def is_weighed_before(text: str, course: Mention) -> bool:
    """Whether a course is only told as weighed: "chose surveillance after discussing carboplatin and RT"."""
    return _WEIGHED_BEFORE.search(text, max(0, course.start - _REACH), course.start) is not None
