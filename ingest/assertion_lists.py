"""Lists that a phrase opens, read to their end: what is excepted, what is risked, with and without what."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.assertion_beside import is_over
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
            r"(?![^.;]{0,120}\b(?:remission|in the past)\b) ?",
            _WORD,
        ),
        _EXCEPTED,
    ),
    _List(
        "excepted",
        ("other than", "Other than", "apart from", "aside from"),
        re.compile(
            rf"\b(?:{_KINDS}|carcinomas?|histolog\w+|lesions?|metastas[ei]s|comorbidit\w+|cause"
            rf"|diagnos[ei]s)\b"
            r"(?: \([^()]{1,40}\))?,? \(?(?:(?!\w*(?:treat|therap|drug|medic|surg))[\w-]+,? ){0,5}?"
            r"(?:other than|apart from|aside from) (?!(?:those|that|in|of|for)\b)",
            _WORD,
        ),
        _EXCEPTED,
    ),
    _List(
        "excepted",
        ("other than", "Other than"),
        re.compile(
            r"\b(?:toxicit(?:y|ies)|adverse (?:events?|effects?|reactions?)|AEs?|side effects?|sequelae"
            r"|late effects?|symptoms?|complications?)\b[^.;:\n]{0,90}?\bother than (?!(?:adequately"
            r"|those|that|in|of|for)\b)",
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
    r"\b(?:continu|treat|receiv|administ|given|dos|therapy|medication|follow|monitor|observ|withh"
    r"|interrupt|pause|delay)\w*\b[^.;]{0,140}?\b(?:until|till)"
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
_ALL_HAVE = re.compile(
    r"\b(?:will|shall|is|are)\b[^.;\n]{0,80}\b(?:when|once|after|until|as soon as) (?:all|every|each"
    r"|both|the last"
    r"|at least \w+|\d+ ?%? of(?: the)?|\d+) (?:[\w-]+ ){0,2}?(?:patients?|participants?|subjects?|men|women"
    r"|children) (?:has|have) (?P<what>[^.;\n]{3,400})",
    _WORD,
)
"""What everybody must have come to before a study ends."""


_EXCEPTIONS = re.compile(
    r"\b(?:following exceptions?(?: (?:are|is))?(?: (?:permitted|allowed))?|exceptions?(?: (?:are|is"
    r"|include))?):"
    r"\s*",
    _WORD,
)
_ENTRY = re.compile(
    r"(?:[\s*\u2022-]*(?:\(?\w{1,3}[.)] )?)(?P<what>(?:(?!\b(?:treated|cured|resected|excised|removed"
    r"|remission"
    r"|must|may|will)\b)[^.;,:()\n]){3,90})(?P<rest>[^.;:\n]*)(?P<more>;|,|\n|\.(?=\s+(?:[a-z\d]{1,3}[.)]"
    r"|[*\u2022-])\s))?",
    _WORD,
)
_MOST_ENTRIES = 12


def excepted_entries(text: str) -> Iterator[Scope]:
    """The entries of a list of exceptions: "with the following exceptions: a. alopecia; b. vitiligo"."""
    for found in _EXCEPTIONS.finditer(text):
        at = found.end()
        for _ in range(_MOST_ENTRIES):
            entry = _ENTRY.match(text, at)
            if entry is None:
                break
            yield Scope("excepted", *entry.span("what"))
            if entry["more"] is None:
                break
            at = entry.end()


def awaited_scopes(text: str) -> Iterator[Scope]:
    """What has to come first: "until progression", "when the toxicity resolves"."""
    if "ntil" in text or "till" in text:
        for found in _UNTIL.finditer(text):
            near = max(0, found.start() - 100)
            if not _MEASURED.search(text, near, found.start("what")) and not is_over(
                text[near : found.start("what")]
            ):
                yield Scope("awaited", *found.span("what"))
    if "hen" in text or "nce " in text or " as soon as" in text or " in whom" in text:
        for cue in (_WHEN, _ALL_HAVE):
            for found in cue.finditer(text):
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
