"""Treatments a text tells with another year than the case's, and courses a tumour never had."""

import re

from ingest.choice import Choice
from ingest.clause import Clauses
from ingest.diagnosis import is_secondary
from ingest.mention import Mention
from ingest.prescription import PRESCRIPTION
from ingest.target import NEURAXIS, category, primary_code

_GIVEN_AXES = frozenset({"technique", "modality", "fractionation", "surgery", "margin", *PRESCRIPTION})
"""Axes of what was done, where a year stands beside it."""
_YEAR = re.compile(r"\b(?:19[5-9]\d|20[0-2]\d)\b")
_BRACKETS = re.compile(r"\([^()]*\)")
_OF_SKIN = frozenset({"C43", "C44", "C4A", "D03", "D04"})
_ANOTHER_BEFORE = re.compile(
    r"\W*(?:prev\w*|prior|past|old|earlier|hx(?: of)?|h/o|PMHx?:?|other|multiple previous) (?:\w+ ){0,3}?"
    r"(?:BCCs?|SCCs?|melanomas?|Bowen\W?s?|AKs?|(?:skin )?(?:lesions?|cancers?))\b",
    re.IGNORECASE,
)
"""At the head of a sentence: skin tumours come many, and this is another one."""
_OF_BEFORE = re.compile(r"\((?:prev\w*|prior|past|old|earlier|hx|h/o|PMH|PMHx)\b", re.IGNORECASE)


def is_of_another_year(text: str, clauses: Clauses, mention: Mention, choice: Choice) -> bool:
    """Whether it is a treatment told with a year, in a sentence that names nothing of what is treated.

    A year in brackets that do not hold the treatment is that of something else: "HDR please (prev breast
    RT 2003)"; what such brackets hold is of that year.
    """
    if not choice.chosen:
        return False
    parts = [(c.start, c.end) for c in (*choice.chosen, *filter(None, [choice.primary]))]
    if _is_of_another_operation(text, mention, parts, choice):
        return True
    if _is_bracketed_away(text, mention, parts):
        return mention.name in _GIVEN_AXES or mention.name == "setting"
    given = mention.name in _GIVEN_AXES or mention.value == "chest_wall"
    if not given and not _is_of_a_lung_taken(text, clauses, mention):
        return False
    here = {clauses.sentence(start) for start, _ in parts}
    if clauses.sentence(mention.start) in here:
        return False
    start, end = clauses.sentence_span(mention.start)
    taken = (_TAKEN_ONCE[category(c)] for c in choice.chosen if category(c) in _TAKEN_ONCE)
    if any(operation.search(text, start, end) for operation in taken):
        return False
    if all(category(c) in _OF_SKIN for c in choice.chosen) and _ANOTHER_BEFORE.match(text, start):
        return True
    if since := list(_THEREFORE.finditer(text, start, mention.start)):
        # "Previous EBRT 2018 so brachytherapy alone": what follows from the past is of now.
        start = since[-1].end()
    around = _BRACKETS.sub("", text[start : mention.start]) + _BRACKETS.sub("", text[mention.end : end])
    return bool(_YEAR.search(around))


_TAKEN_ONCE = {
    "C61": re.compile(r"\b(?:prostatectomy|RARP|RALP|LRP|RRP|RP)\b"),
    "C67": re.compile(r"\b(?:cysto?prostatectomy|cystectomy)\b", re.IGNORECASE),
    "C32": re.compile(r"\blaryngectomy\b", re.IGNORECASE),
    "C54": re.compile(r"\b(?:TAH|TLH|LAVH|(?:\w+ )?hysterectomy)\b"),
}
"""Operations that take an organ there is one of: whenever it was, it was this tumour's."""
_THEREFORE = re.compile(r"\b(?:so|hence|therefore|thus|accordingly|now)\b|\u2192|->", re.IGNORECASE)
_LUNG_TAKEN = re.compile(r"\b(?:(?:bi)?lobectomy|pneumonectomy|wedge|segmentectomy)\b", re.IGNORECASE)


def _is_of_a_lung_taken(text: str, clauses: Clauses, mention: Mention) -> bool:
    """Whether it is the side or the setting of a lung resection: "Right lobectomy 2017 for adenoca"."""
    if mention.name not in {"setting", "laterality"}:
        return False
    return _LUNG_TAKEN.search(text, *clauses.clause_span(mention.start)) is not None


def _is_bracketed_away(text: str, mention: Mention, parts: list[tuple[int, int]]) -> bool:
    """Whether it stands in brackets that tell of an earlier year and name nothing of what is treated."""
    for bracket in _BRACKETS.finditer(text):
        start, end = bracket.span()
        if start < mention.start < end:
            apart = not any(start < first < end for first, _ in parts)
            return apart and bool(_OF_BEFORE.match(text, start) and _YEAR.search(text, start, end))
    return False


def _is_of_another_operation(
    text: str, mention: Mention, parts: list[tuple[int, int]], choice: Choice
) -> bool:
    """Whether it stands with another tumour in brackets right after a year: "2017 (pTa upper tract)"."""
    for bracket in _BRACKETS.finditer(text):
        start, end = bracket.span()
        if start < mention.start < end and _YEAR_RIGHT_BEFORE.search(text, max(0, start - 6), start):
            others = any(start < c.start < end for c in (*choice.beside, *choice.aside))
            return others and not any(start < first < end for first, _ in parts)
    return False


_YEAR_RIGHT_BEFORE = re.compile(r"\b(?:19[5-9]\d|20[0-2]\d) ?$")


_OF_THE_PRIMARY_BEFORE = re.compile(
    r"\bprimary (?:tumour |tumor |was |is |has been |since ){0,2}$", re.IGNORECASE
)
_OF_THE_PRIMARY_AFTER = re.compile(r"(?: of)?(?: (?:the|his|her))? primary\b", re.IGNORECASE)
_STRAIGHT_ON = re.compile(r" (?:(?:[LR]|left|right|his|her|the|\d{4}) )?", re.IGNORECASE)
"""Between an operation and the primary it took: "resected left lung adenocarcinoma"."""
_OF_A_DEPOSIT = re.compile(
    r"\b(?:mets?|metast\w+|deposits?|secondar\w+|lesions?|cavity|nodul\w+|crani\w+|laminect\w+|decompress\w*"
    r"|nail\w*|plat(?:e|ed|ing)|pinn\w*|fix\w*|brain|spin\w+|vertebr\w+|corpectomy|hip|femur|humerus)\b",
    re.IGNORECASE,
)


def is_of_the_primary(text: str, clauses: Clauses, mention: Mention, choice: Choice) -> bool:
    """Whether an operation, or its margin, is the primary's, where a metastasis of it is what is treated.

    "Colon primary resected 2019. Humerus met" leaves the humerus unoperated.
    """
    chosen = choice.chosen
    if mention.name not in _OPERATION or choice.primary is None:
        return False
    if not chosen or not all(is_secondary(c.disease) for c in chosen):
        return False
    if mention.name == "setting" and mention.value != "adjuvant":
        return False
    if mention.name == "setting" and not _OUT.fullmatch(text, mention.start, mention.end):
        return False
    if _OF_THE_PRIMARY_BEFORE.search(text, max(0, mention.start - 28), mention.start):
        return True
    if _OF_THE_PRIMARY_AFTER.match(text, mention.end):
        return True
    if _STRAIGHT_ON.fullmatch(text, mention.end, max(mention.end, choice.primary.start)):
        return True
    sentence = clauses.sentence(mention.start)
    if sentence != clauses.sentence(choice.primary.start):
        return False
    if any(clauses.sentence(c.start) == sentence for c in chosen):
        return False
    return _OF_A_DEPOSIT.search(text, *clauses.sentence_span(mention.start)) is None


_OPERATION = frozenset({"surgery", "margin", "setting"})
_OUT = re.compile(r"(?:\w*resect\w*|excis\w*|removed|\w+ectomy|operated|surgery)", re.IGNORECASE)
"""An operation that is read as the setting after it, too."""


def as_first_course(findings: list[Mention], kept: list[Mention], choice: Choice) -> list[Mention]:
    """The findings without the recurrence of a tumour of the nervous system that was never irradiated.

    It is treated by its grade, as one that was not irradiated after its operation.
    """
    never = any(m.name == "prior_radiotherapy" and str(m.value).startswith("none") for m in findings)
    codes = [primary_code(c).replace(".", "") for c in choice.chosen]
    if not never or not any(NEURAXIS.match(code) for code in codes):
        return kept
    return [m for m in kept if (m.name, m.value) != ("setting", "recurrent")]


def is_of_a_past_course(text: str, mentions: list[Mention], finding: Mention) -> bool:
    """Whether "radical" is said of a course had before another is asked for: "had radical RT, now HDR"."""
    if (finding.name, finding.value) not in _RADICAL:
        return False
    if any(_is_past(m) and 0 <= finding.start - m.end <= 1 for m in mentions):
        return True
    if finding.assertion != "historical":
        return False
    return any(m.asks_for_radiotherapy for m in mentions) and any(
        m.kind == "radiotherapy"
        and m.assertion == "historical"
        and 0 <= m.start - finding.start <= _SAME_COURSE
        for m in mentions
    )


_RADICAL = {("setting", "definitive"), ("intent", "curative")}
_SAME_COURSE = 24
"""Characters from the word to the radiotherapy it is said of."""


def _is_past(mention: Mention) -> bool:
    """Whether it is the dose of a course had: "prior 64/32 radical"."""
    return mention.name == "asked_course" and mention.assertion in {"historical", "delivered"}
