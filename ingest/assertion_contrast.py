"""Contrasts of a letter: what was thought first and is not so, and what is done instead of what is not."""

import re
from functools import lru_cache

from ingest.clause import Clauses
from ingest.mention import Mention, starting_within

_WORD = re.IGNORECASE
_REACH = 120
"""Characters before a refuted thought in which the thing thought of stands."""

_DENIED = (
    r"(?:excluded|ruled out|refuted|rejected|disproved|disproven|discarded|dismissed|not (?:confirmed|found"
    r"|seen|supported"
    r"|borne out)|negative|neg|unlikely|wrong)"
)
_THOUGHTS = ("suspect", "thought", "assum", "presum", "consider", "quer", "fear", "diagnos", "entertain",
             "favo", "raised", "impression", "felt", "believed", "labelled", "called", "treated")  # fmt: skip
"""Words of which one must stand in a text that tells of an earlier thought."""
_EARLY = (
    r"(?:first|initially|originally|at first|wrongly|strongly|clinically|previously|even|briefly|also|once)"
)
_THOUGHT = (
    r"(?:suspected|thought|assumed|presumed|considered|queried|feared|misdiagnosed|entertained|favou?red"
    r"|raised"
    r"|the (?:first|initial) (?:thought|impression|diagnosis))"
)
_BEFORE = re.compile(
    rf"\b(?:(?:was|were|is|had been|has been) )?(?:{_EARLY} )?(?P<how>{_THOUGHT})(?: {_EARLY})?(?: (?:on|at"
    rf"|by|from) [\w/]+)?"
    rf"(?:(?:,| -| \u2013)? (?P<but>but|however)\b(?!\s+(?:not|never) (?:biops|prov))"
    rf"|,? ?(?:and|&|then|-|\u2013|but|;|:) ?(?:then |later |was |now |subsequently "
    rf"|since )*(?P<denied>{_DENIED})\b)",
    _WORD,
)
"""After a diagnosis: "was suspected, but", "considered & excluded", "first thought - refuted"."""
_AFTER = re.compile(
    rf"\b(?:(?:was|were|had been|is) (?:{_EARLY} )?(?:thought|felt|assumed|presumed|believed|labelled"
    rf"|misdiagnosed|suspected"
    rf"|treated)|{_EARLY} (?:was |were )?(?:thought|felt|assumed|presumed|believed|labelled|misdiagnosed"
    rf"|suspected|called"
    r"|diagnosed|considered))(?: (?:to be|to have|as|of|as having|an?|it was|this was|likely))*\b",
    _WORD,
)
"""Before a diagnosis: "was thought to be", "initially thought"."""
_TURNS = re.compile(
    rf"(?:,| -| \u2013|;)? (?:but|however|although in fact)\b|(?:,|;| -| \u2013) ?(?:in fact|actually"
    rf"|turned out|proved|it is"
    rf"|now (?:shown|known|proven))\b|\s[-\u2013:]\s(?=[^.;\n]{{0,40}}\b{_DENIED}\b)|\s?(?:-+>|=+>|\u2192)",
    _WORD,
)
"""What turns an earlier thought into something else."""
_OPEN = re.compile(
    r"\b(?:pending|await\w*|inconclusive|unable|not yet|no biopsy|no histology|no tissue|unbiopsied"
    r"|not biopsied|for biopsy"
    r"|to be|refus\w+|declin\w+)\b",
    _WORD,
)
"""After the turn: nothing has been found out, so the thought stands."""
_INSTEAD = re.compile(
    r"\s?(?:-+>|=+>|\u2192)|,? (?:so|hence|therefore|thus|instead)\b"
    r"|,? (?:and|but) (?:(?:s?he|they|is|has|have|had|now|would|pt|patient|instead|rather) ){0,3}"
    r"(?:accept(?:s|ed)?|agree[sd]?|consent(?:s|ed)|chos(?:e|en)|chooses|opt(?:s|ed)|elect(?:s|ed)|wants?"
    r"|prefer(?:s|red)?|keen (?:on|for|to have)|happy (?:with|to have)|asks? for|requests?|booked)\b"
    r"|(?<!consent)(?<!referral)(?<!referred)(?<!suitable)(?<!fit)(?<!candidate)(?<!indication)(?<!need)"
    r"(?<!indicated)"
    r"(?<!plans)(?<!plan)(?<!eligible)(?<!option) for (?=(?:radical|palliative|definitive|primary|SBRT|SABR"
    r"|RT|radiotherapy"
    r"|radiation|chemo\w*|IMRT|brachy\w*|EBRT|SRS|XRT|WBRT|HDR|LDR|VMAT)\b)",
    _WORD,
)
_GRADED = re.compile(
    r"\b(?:low|int|inter|intermediate|high|very[ -]high|favou?rable|unfavou?rable|std|standard|average|poor"
    r"|good|medium|med"
    r"|moderate|ultra-?low|very[ -]low|h|l|i)(?:[ -/]+(?:int|intermediate|low|high))?[ -]?$",
    _WORD,
)
_ATTRIBUTE = re.compile(
    r" (?!(?:on|by|but|at|from|after|in|and|or|to|since|so|clinically|radiologically|with|for|is|was|as|not"
    r"|due|given|based"
    r"|initially|recurrence on|because|though|although|despite|then|now|ct|mri|pet|us)\b)[a-z]",
    _WORD,
)
_NEW_MATTER = re.compile(
    r"\s*(?:\d[.)]\s*)?(?:new\b|now\b|current|today|this (?:time|referral|matter|problem|episode)"
    r"|(?:the )?matter\b|referred"
    r"|referral|presents?\b|presenting|recent|seen (?:for|with|today)|here (?:for|with)|diagnosis\b"
    r"|reason for|problem\b"
    r"|present (?:problem|illness|disease|matter|tumou?r))",
    _WORD,
)


def refuted_spans(clauses: Clauses, mentions: list[Mention]) -> list[tuple[int, int]]:
    """What was thought and is not so: "lymphoma was suspected, but biopsy shows thymoma"."""
    text = clauses.text
    found: list[tuple[int, int]] = []
    low = text.lower()
    if not any(w in low for w in _THOUGHTS):
        return found
    for thought in _BEFORE.finditer(text):
        sentence, end = clauses.sentence_span(thought.start())
        start = max(sentence, thought.start() - _REACH)
        if thought["denied"] or _is_otherwise(
            text, mentions, (start, thought.start()), (thought.end(), min(end, thought.end() + 2 * _REACH))
        ):
            edge = max(text.rfind(c, start, thought.start()) for c in ",:(")
            found.append((max(start, edge + 1), thought.start()))
    for thought in _AFTER.finditer(text):
        _, end = clauses.sentence_span(thought.end())
        turn = _TURNS.search(text, thought.end(), min(end, thought.end() + _REACH))
        if turn is None:
            continue
        span = (thought.end(), turn.start())
        if turn[0].strip()[:1] in {"-", "\u2013", ":"} or _is_otherwise(
            text, mentions, span, (turn.end(), min(end, turn.end() + 2 * _REACH))
        ):
            found.append(span)
    return found


def _is_otherwise(
    text: str, mentions: list[Mention], thought: tuple[int, int], told: tuple[int, int]
) -> bool:
    """Whether what follows the turn names another disease than the one that was thought of."""
    if _OPEN.search(text, *told):
        return False
    kinds = {"disease", "morphology", "site"}
    first = {m.name for m in starting_within(mentions, *thought) if m.kind in kinds}
    then = {m.name for m in starting_within(mentions, *told) if m.kind in kinds}
    return bool(first) and bool(then - first)


@lru_cache(maxsize=8)
def _turns(text: str) -> bool:
    """Whether the text holds such a turn at all, asked once for its many triggers."""
    return _INSTEAD.search(text) is not None


def instead_start(text: str, start: int, end: int) -> int:
    """Where what is done instead begins: "keen to avoid surgery -> SBRT"; `end` where nothing is."""
    turn = _INSTEAD.search(text, start, min(end, start + _REACH)) if _turns(text) else None
    return turn.start() if turn else end


def is_grade(text: str, start: int) -> bool:
    """Whether "risk" at the offset closes a grade of the tumour: "int risk", "high-risk"."""
    return bool(_GRADED.search(text, max(0, start - 24), start))


def is_attributive(text: str, end: int) -> bool:
    """Whether "suspected" that ends at the offset belongs to the noun after it."""
    return bool(_ATTRIBUTE.match(text, end))


def past_section_end(start: int, end: int, clauses: Clauses) -> int:
    """Where a section of history really ends: before a sentence that opens the present matter."""
    at = clauses.sentence_span(start)[1]
    while at < end:
        if _NEW_MATTER.match(clauses.text, at):
            return at
        following = clauses.sentence_span(at)[1]
        if following <= at:
            break
        at = following
    return end
