"""Constructions that say more than one trigger word: modal verbs of sparing, windows of entry, contrasts."""

import re
from collections.abc import Callable, Iterator

from ingest.assertion_cues import is_aim, is_not_yet
from ingest.assertion_earlier import EARLIER
from ingest.assertion_forward import FORWARD
from ingest.assertion_reach import listed_end
from ingest.assertion_scopes import Scope

_WORD = re.IGNORECASE
_REACH = 160
"""Characters a construction reaches to either side within its sentence."""
_WINDOW_REACH = 260
"""Characters a window of entry reaches over the treatments of a criterion."""


Spans = Callable[[int], tuple[int, int]]
"""The span of the sentence that holds an offset."""


_NOT = re.compile(r"\b(?:not|never|n't) (?:yet |fully )?$", _WORD)
_HAPPENED = re.compile(
    r"\b(?:occurred|developed|experienced|were (?:observed|seen|noted|reported|found)|was (?:observed|seen"
    r"|noted"
    r"|reported|found)|had|suffered|there (?:was|were)|died)\b|\d ?%",
    _WORD,
)
_OF_HISTORY = re.compile(
    r"\b(?:history|must|will|should|may|might|can|if|eligible|exclu\w+|prior|previous|within|active)\b", _WORD
)
_LONGEST = 1200
"""Characters of a sentence that are read for what it tells."""
_WINDOW = re.compile(
    r"\b(?:within|during|in|less than|at least|more than|[<\u2264>\u2265])(?: the)?(?: last| past| previous"
    r"| prior"
    r"| preceding)? ?(?:\d{1,3}|one|two|three|four|six|twelve) ?(?:hours|days?|weeks?|months?|years?|times)"
    r" (?:before|prior to|preceding|of) [^,;:.\n]{0,80}[,:]"
    r"|\b\d{1,3} (?:days|weeks|months|times) (?:before|prior to|preceding) (?:the )?(?:first|study|enrol\w+"
    r"|randomi\w+|start|screening|initiation|inclusion)[^,;:.\n]{0,60},",
    _WORD,
)
"""A window of entry told before what must lie in it."""
_WINDOW_OVER = re.compile(r"[;]|\.\s|\b(?:will|shall|is|are|must|may|should|we|was|were)\b", _WORD)
SEVERAL = {
    "spared": ("conditional", "spared"),
    "was needed": ("delivered",),
    "earlier": ("prior", "historical"),
    "refuted": ("negated", "refuted"),
    "allowed": ("conditional", "allowed"),
    "unplanned": ("planned", "unplanned"),
    "historical": ("prior", "historical"),
    "before": ("prior",),
    "may lie before": ("prior", "given perhaps"),
    "not before": ("negated", "prior"),
}
"""What a construction says at once."""


def forward_scopes(text: str, sentence_span: Spans) -> Iterator[Scope]:
    """What the constructions say of what follows them."""
    low = text.lower()
    for status, words, cue, over in (*FORWARD, *EARLIER):
        if not any(w in low for w in words.split("|")):
            continue
        for found in cue.finditer(text):
            # A blank nearer than the trigger word that closes the construction.
            start = found.end() + text.startswith(" ", found.end())
            limit = min(sentence_span(found.end())[1], start + _REACH)
            end = _end(text, start, limit, over)
            if (
                "open" in cue.groupindex
                and found["open"] is not None
                and not _NOT.search(text, 0, found.start())
            ):
                # "recovered from toxic effects of X": the effects lie in the past as X does.
                start = found.end("open")
            if status == "was needed" and _OF_HISTORY.search(
                text,
                max(sentence_span(found.start())[0], found.start() - 80),
                sentence_span(found.start())[1],
            ):
                continue
            if status == "planned" and _is_told(text, sentence_span(found.start())):
                # "Leaks requiring surgery occurred in four": it was done.
                yield Scope("delivered", start, end)
                continue
            if status == "planned" and _ILL.search(text, max(0, found.start() - 24), found.start()):
                # "Diabetes requiring insulin" is a kind of diabetes.
                continue
            for said in SEVERAL.get(status, (status,)):
                yield Scope(said, start, end)
    for found in _WINDOW.finditer(text):
        start = found.end()
        limit = min(sentence_span(start)[1], start + _WINDOW_REACH)
        closing = _WINDOW_OVER.search(text, start, limit)
        yield Scope("prior", start, closing.start() if closing else limit)


_ILL = re.compile(
    r"(?:diabet\w*|type (?:i|ii|1|2)|infections?|diseases?|conditions?|disorders?|arrhythmias?"
    r"|hypertension|asthma"
    r"|illness\w*|effusions?|ascites|toxicit\w+|events?|reactions?|\w{4,}itis) $",
    _WORD,
)


def _is_told(text: str, sentence: tuple[int, int]) -> bool:
    told = text[slice(*sentence)][:_LONGEST]
    return bool(_HAPPENED.search(told)) and not is_not_yet(told) and not is_aim(told)


def _end(text: str, start: int, limit: int, over: re.Pattern[str]) -> int:
    """Where the noun phrase or list ends that a construction is said of."""
    stop = over.search(text, start, limit)
    if stop is None:
        return limit
    return max(listed_end(text, stop.start(), limit), stop.start()) if stop[0] == "," else stop.start()
