"""What criteria of entry say of treatments before it: a wash-out, the time elapsed, what is recent."""

import re
from collections.abc import Iterator

from ingest.assertion_constructions import Spans
from ingest.assertion_forward import PHRASE_OVER
from ingest.assertion_reach import listed_end
from ingest.assertion_scopes import Scope

_WORD = re.IGNORECASE
_REACH = 160
"""Characters a construction reaches within its sentence."""
_END_OF = (
    r"(?:(?:the|their|his|her|any|all|most|last|final|prior|previous|recent|end|completion|cessation"
    r"|discontinuation|stopping|dose|doses|course|cycle|session|fraction|treatment|therapy|administration|of"
    r"|with)\s)*"
)
"""Between "since" and the treatment that is over."""
_NO_TREATMENT = (
    r"(?!(?:\w+ )?(?:stud|trial|evidence|report|advance|develop|year|data|literature|analys|review|research"
    r"|progress|work|cohort|guideline|introduc|approv|availab|increase|concern|meta|era|decade|technolog"
    r"|publication|finding|result|series|update|change|improve|diagnos|onset|history|month|week|day))"
)
_RECEIVED = re.compile(
    r"\b(?:(?:must|should|who) (?:also )?have received|(?:must|should) (?:also )?have (?:had|undergone|failed"
    r"|been treated with))(?! (?:no|an? (?:negative|measurable|baseline))\b) ",
    _WORD,
)
_RECEIVED_OVER = re.compile(
    r"[.;]|\b(?:who|which|that|but|if|unless|before|prior to|and (?:is|are|has|have))\b", _WORD
)
_BEFORE = (
    re.compile(
        r"\b(?:treatments?|therap(?:y|ies)) (?:given )?(?:prior to|before) [^.;,()]{2,40}? (?:including"
        r"|such as) ",
        _WORD,
    ),
    re.compile(
        r"\bwash-?\s?out\b[^.;]{0,60}?\b(?:of|from|for|after|since|between|following|last)"
        rf" (?!at least|\d|\w+ (?:days?|weeks?|months?)){_END_OF}",
        _WORD,
    ),
    re.compile(
        rf"\binterval (?:between|from|since) (?=(?:the )?(?:end|last|completion|final|prior"
        rf"|previous)){_END_OF}",
        _WORD,
    ),
    re.compile(rf"\belapsed?\b(?: (?:by|before|at) [^.;]{{0,40}}?)? (?:since|from|between) {_END_OF}", _WORD),
    re.compile(
        rf"(?<!most )\brecent {_NO_TREATMENT}(?!(?:[\w-]+ ){{1,4}}(?:was|were|showed|revealed|found)\b)",
        _WORD,
    ),
    re.compile(
        r"\b(?:prior|previous|past) (?:[\w-]+ ){0,4}?(?:treatments?|therap(?:y|ies)|surger(?:y|ies)"
        r"|procedures?|interventions?),? \(?(?:including|such as|e\.g\.,?|like)"
        r"(?: \(?but (?:is |are )?not limited to\)?,?)? ",
        _WORD,
    ),
)
_RECENT_EVENT = re.compile(
    r"\brecent (?:[\w-]+ ){0,3}?(?:events?|diseases?|illness(?:es)?|procedures?|interventions?|operations?"
    r"|surger(?:y|ies)"
    r"|conditions?|complications?),? ?(?:\(\s?)?(?:i ?\. ?e ?\.?|e ?\. ?g ?\.?|such as|including|like),? ?",
    _WORD,
)
"""A recent event whose instances follow: "a recent cardiac event (e.g. A, B)"."""
_BRACKETED_WAIT = re.compile(
    r"\(\s?(?:\d{1,2}|two|four|six|eight) (?:days?|weeks?|months?) (?:for|if|in case of|after|since) ", _WORD
)
"""A wait in brackets: "within 4 weeks (6 weeks for X) before entry"."""
_IN_LIST_OVER = re.compile(
    r"[.;:)\]\n](?!\d)|\b(?:is|are|was|were|will|who|which|that|before|prior|within)\b", _WORD
)
_WAITED = re.compile(
    r"\b(?:days?|weeks?|months?|years?|half-lives) (?:must |should |will )?(?:have |has )?"
    r"(?:elapsed?|passed)\b",
    _WORD,
)
_FOR = re.compile(r"(?:^|[.;:\n*]\s*|\d[.)] )for (?P<what>[^,.;:\n]{2,60}),", _WORD)
"""What the time is asked for: "for radiotherapy outside the chest, at least 28 days"."""
_IF = re.compile(
    r"(?:^|[.;:\n*]\s+|\d[.)] )(?:if|where|when|should(?= [^,.;?]{2,80} (?:occur|develop|arise|appear"
    r"|progress|recur|relapse"
    r"|fail|be (?:found|detected|needed|required|present|confirmed)))) (?!compar)(?:it is "
    r"|this is )?[^,.;:\n]{2,140}"
    r"(?:, [^,.;:\n]{2,60}){0,2},"
    r" (?!stop|discontinu|interrupt)(?P<what>(?:(?!\b(?:will|shall|was|were|had|showed|revealed|did|found"
    r"|developed)\b)[^.;:\n]){2,140})(?:[.;\n]|$)",
    _WORD,
)
"""What a condition at the head of a sentence leads to, where that is neither told nor settled."""
_CAN_BE = re.compile(
    r"\b(?:can|may|could) be (?:[a-z]{3,14}ly )?(?:confirmed|established|verified|diagnosed|documented|proven"
    r"|staged|assessed|evaluated) (?:by|with|on|through|via|using) ",
    _WORD,
)


def entry_scopes(text: str, sentence_span: Spans) -> Iterator[Scope]:
    """The treatments that a criterion of entry sets before the study, and the tests it leaves open."""
    low = text.lower()
    if any(
        w in low
        for w in ("wash", "elaps", "interval", "recent", "received", " have ", "prior ", "previous ", "past ")
    ):
        for cue in _BEFORE:
            for found in cue.finditer(text):
                yield Scope("prior", found.end(), _end(text, found.end(), sentence_span))
        for found in _RECENT_EVENT.finditer(text):
            limit = min(sentence_span(found.end())[1], found.end() + _REACH)
            over = _IN_LIST_OVER.search(text, found.end(), limit)
            for status in ("prior", "historical"):
                yield Scope(status, found.end(), over.start() if over else limit)
        for found in _RECEIVED.finditer(text):
            limit = min(sentence_span(found.end())[1], found.end() + _REACH)
            over = _RECEIVED_OVER.search(text, found.end(), limit)
            yield Scope("prior", found.end(), over.start() if over else limit)
    if " for " in low:
        for found in _BRACKETED_WAIT.finditer(text):
            limit = min(sentence_span(found.end())[1], found.end() + _REACH)
            over = _IN_LIST_OVER.search(text, found.end(), limit)
            yield Scope("prior", found.end(), over.start() if over else limit)
    for led in _IF.finditer(text):
        yield Scope("conditional", *led.span("what"))
    for waited in _WAITED.finditer(text):
        start = sentence_span(waited.start())[0]
        if asked := _FOR.search(text, start, waited.start()):
            yield Scope("prior", *asked.span("what"))
    for found in _CAN_BE.finditer(text):
        yield Scope("condition", found.end(), _end(text, found.end(), sentence_span))


def _end(text: str, start: int, sentence_span: Spans) -> int:
    """Where the treatments end, over the commas of a list."""
    limit = min(sentence_span(start)[1], start + _REACH)
    over = PHRASE_OVER.search(text, start, limit)
    if over is None:
        return limit
    return listed_end(text, over.start(), limit) if over[0] == "," else over.start()
