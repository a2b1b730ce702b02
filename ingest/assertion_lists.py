"""Lists that a phrase opens, read to their end: what is excepted, what is risked, with and without what."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.assertion_constructions import Spans
from ingest.assertion_reach import causes_start
from ingest.assertion_scopes import Scope

_WORD = re.IGNORECASE
_REACH = 240
"""Characters that a list reaches within its sentence."""


class _List(NamedTuple):
    status: str
    words: tuple[str, ...]
    """Words of which one must stand in a text: most lists are passed over unread."""
    cue: re.Pattern[str]
    over: re.Pattern[str]


_VERBS = (
    r"is|are|was|were|be|has|have|had|will|would|shall|should|may|might|can|could|must|did|does|do|received"
    r"|underwent|showed|which|who|whom|whose|that|if|unless|when|while|whereas|whether|because|although|but"
    r"|however"
)
_CLOSED = re.compile(rf"[.;:()\[\]\n](?!\d)|,? \b(?:{_VERBS})\b", _WORD)
_EXCEPTED = re.compile(rf"[.;:)\]\n](?!\d)|,? (?:\b(?:{_VERBS}|all|any|in whom|need\w*)\b)", _WORD)
_ITEM = r"(?:(?!(?:and|or|in|with|for|by|to|of|as)\b)[\w/()'-]+ ){0,5}?"
_RISKED = re.compile(
    rf"[.;:()\[\]\n](?!\d)|,(?! (?:and|or)\b)(?! {_ITEM}[\w/()'-]+(?:, {_ITEM}[\w/()'-]+){{0,6}},? (?:and"
    rf"|or) )"
    rf"|,? \b(?:{_VERBS}|after|with|among|for|following|associated|due|than|from|by|during|per|in(?! situ)"
    r"|on|at|to|as|patients|women|men|undergoing|receiving|requiring|compared|versus|vs)\b",
    _WORD,
)
_GROUPED = re.compile(
    rf"[.,;:()\[\]\n](?!\d)|,? \b(?:{_VERBS}|after|among|for|following|than|from|by|during|per|in(?! situ)"
    rf"|on|at"
    r"|to|as|using|treated|undergoing|receiving|compared|versus|vs)\b",
    _WORD,
)
_KINDS = (
    r"(?:cancers?|tumou?rs?|malignanc(?:y|ies)|neoplasms?|diseases?|conditions?|disorders?|complications?"
    r"|syndromes?"
    r"|illness(?:es)?|infections?)"
)
_LISTS = (
    _List(
        "excepted",
        ("excluding", "except", "exception", "besides"),
        re.compile(
            r"\b(?:excluding|except(?:ing)?(?: for| (?:in|for)(?: \w+)? (?:patients|participants|subjects"
            r"|people"
            r"|individuals|those) with)?|with the exception of|besides)(?! (?:if|when|those|in"
            r"|that|from"
            r"|patients?|women|men|subjects|participants|studies|cases|people|individuals|as|where|by)\b)"
            r"(?![^.;]{0,120}\b(?:treated|cured|resected|excised|remission|curative\w*|removed"
            r"|in the past)\b) ?",
            _WORD,
        ),
        _EXCEPTED,
    ),
    _List(
        "hypothetical",
        ("risk",),
        re.compile(
            rf"\brisks? (?:of|for) (?:[\w-]+ ){{0,4}}?{_KINDS},? \(?(?:including|such as|like|e\.g\.,?"
            rf"|especially"
            r"|particularly|notably|namely)(?: but not limited to)? ",
            _WORD,
        ),
        _CLOSED,
    ),
    _List(
        "hypothetical",
        ("risk factor",),
        re.compile(r"\brisk factors? (?:of|for) (?:(?:developing|the development of) )?", _WORD),
        _RISKED,
    ),
    _List(
        "hypothetical",
        ("increas", "rais", "reduc", "lower", "decreas", "elevat"),
        re.compile(
            r"\b(?:increas|rais|reduc|lower|decreas|elevat)(?:e|es|ed|ing) (?:[a-z]+ )?risks? (?:of|for) "
            r"(?:(?:developing|contracting) )?",
            _WORD,
        ),
        _RISKED,
    ),
    _List(
        "grouped",
        ("without", "absence"),
        re.compile(
            r"\bwith(?: and| versus| vs\.?| and/or| compared (?:to|with)) (?:those )?without (?:an?y? |the )?"
            r"|\b(?:presence|existence) (?:and|vs\.?|versus) absence of ",
            _WORD,
        ),
        _GROUPED,
    ),
    _List(
        "grouped",
        ("regardless", "irrespective"),
        re.compile(
            r"\b(?:regardless|irrespective) of (?:their |the |any |his |her )?(?:(?:presence|existence"
            r"|history"
            r"|diagnosis) of |(?=[^.;,]{2,60} status\b))",
            _WORD,
        ),
        _GROUPED,
    ),
    _List(
        "condition",
        ("ULN", "upper limit"),
        re.compile(
            r"\b(?:ULN|upper limits? of (?:the )?normal(?: range)?)\)?(?: \(ULN\))?,? "
            r"(?:in (?:the )?(?:presence|case|setting) of"
            r"|(?:for|in) (?:patients|participants|subjects|those|people|individuals) with|with|if|when"
            r"|due to) ",
            _WORD,
        ),
        _CLOSED,
    ),
)


_UNTIL = re.compile(
    r"\b(?:continu|treat|receiv|administ|given|dos|therapy|medication)\w*\b[^.;]{0,140}?\b(?:until|till)"
    r" (?P<what>[^.;:\n]{3,140})",
    _WORD,
)
_MEASURED = re.compile(
    r"\b(?:time|survival|duration|defined|measured|calculated|censored"
    r"|from (?:the )?(?:first|date|start|time|day|randomi\w+|baseline|diagnosis|enrol\w+"
    r"|beginning))\b",
    _WORD,
)
_WHEN = re.compile(
    r"\b(?:when(?:ever)?|once|as soon as|in whom) (?:the |an? |any |all |such "
    r"|these )?(?P<what>[^.;:,\n]{3,70}?) (?:occurs?"
    r"|develops?|resolves?|recovers?|improves?|restores?|persists?|subsides?|recurs?|arises?|returns?|(?:is"
    r"|are)"
    r" (?:observed|detected|suspected|confirmed|resolved|present|diagnosed|seen|found|noted))\b",
    _WORD,
)


def awaited_scopes(text: str) -> Iterator[Scope]:
    """What has to come first: "until progression", "when the toxicity resolves"."""
    if "ntil" in text or "till" in text:
        for found in _UNTIL.finditer(text):
            if not _MEASURED.search(text, max(0, found.start() - 100), found.start("what")):
                yield Scope("awaited", *found.span("what"))
    if "hen" in text or "nce " in text or " as soon as" in text or " in whom" in text:
        for found in _WHEN.finditer(text):
            yield Scope("awaited", *found.span("what"))


def list_scopes(text: str, sentence_span: Spans) -> Iterator[Scope]:
    """What the lists of a text say of what stands in them."""
    for status, words, cue, over in _LISTS:
        if not any(w in text for w in words):
            continue
        for found in cue.finditer(text):
            start = found.end()
            limit = min(sentence_span(start)[1], start + _REACH)
            stop = over.search(text, start, limit)
            end = stop.start() if stop else limit
            if status == "hypothetical":
                end = causes_start(text, found.start(), start, end)
            yield Scope(status, start, end)
