"""How far a trigger reaches: ends of lists of treatments and diseases, of "after" and "had"."""

import re
from itertools import pairwise

_WORD = re.IGNORECASE

_OVER = re.compile(
    r"[;:]|\b(?:is|are|was|were|must|will|shall|should|may|can|has|have|had|allowed|permitted|required"
    r"|who|which|would|preclud\w{1,3}|interfer\w{1,3}|affect\w{0,3})\b",
    _WORD,
)
_PLAIN_OVER = re.compile(
    r"[,;:]|\b(?:is|are|was|were|must|will|shall|should|may|can|has|have|had|in|for|than|who|patients"
    r"|versus|vs"
    r"|compared|did|showed|received|until|at|on|to|there|we|start|initiation|beginning)\b",
    _WORD,
)
_ACTIVE = re.compile(
    r"\b(?:active|current|evidence|presents?|presented|with|who|is|are|was|were|he|she|patient|now|currently"
    r"|and(?= (?:is|was|has|had|he|she|now|presents?|currently|any|current|active))"
    r"|comes?|came|admitted|takes|taking)\b",
    _WORD,
)
_ITEM = (
    r"(?!(?:patients?|the|we|all|both|he|she|they|it|a|an|women|men|subjects|participants|there|no|who"
    r"|which|with|in"
    r"|median|mean|survival|one|two|three|four|five)\b)[\w/-]{2,24}"
)
_LIST = re.compile(
    rf"(?:, {_ITEM}(?: {_ITEM}){{0,2}}){{1,5}},? (?:and|or|and/or) {_ITEM}(?: {_ITEM}){{0,2}}", _WORD
)
_SHOULD_IT = re.compile(
    r"(?:^|[.;]\s|\n)should (?P<what>[^,.;\n]{2,80}?\b(?:develop|occur|become|arise|progress|relapse|recur"
    r"|fail|worsen"
    r"|happen|emerge|experience|show|appear|be (?:found|detected|seen|confirmed|present|positive|needed"
    r"|required))\b"
    r"[^,.;\n]{0,60})",
    _WORD,
)
_DENIED_LIST = re.compile(
    r"(?:(?:^| )(?!(?:is|was|were|has|had|have|presents?|reports?|but|however|status|positive|with|who"
    r"|which|will|are|she|he"
    r"|normal|patient|except|otherwise)\b)[\w/'()-]+){1,7}(?:,(?: (?!(?:is|was|were|has|had|have|presents?"
    r"|reports?|but"
    r"|however|status|positive|with|who|which|will|are|she|he|and|or|nor|normal|patient|except|otherwise"
    r"|no)\b)[\w/'()-]+){1,6})"
    r"{0,10},? (?:or|nor|and/or) [\w/'-]+(?: (?!(?:is|was|were|has|had|in|on|at|who|which|are|will"
    r"|but)\b)[\w/'-]+){0,5}",
    _WORD,
)
_NO_LIST = re.compile(
    r"\b(?:in(?! situ)|among|of|from|receiving|treated|patients?|women|men|with|for|after|by|to|history|prior"
    r"|difference|change)\b",
    _WORD,
)
_HEADED = re.compile(
    r"(?<!family )(?<!social )(?<!Family )(?<!Social )\b(?:(?:medical|surgical|oncolog\w{1,4}|clinical"
    r"|previous|remote) (?:history|hx)|history"
    r"|PMHX?|PSHX?)(?: (?:is|was))?(?: \w{3,14})? (?:(?:significant|remarkable|notable|positive|relevant"
    r"|pertinent) (?:only )?for"
    r"|includ(?:es|ed|ing)|consists? of|consisted of)\b",
    _WORD,
)
_OR_ANY = re.compile(r",? or (?:any|has|have|is|other|a|an|the)\b", _WORD)
_EPITHETS = re.compile(r"(?: [\w-]+(?:based|ive|ant|ent|al|ed|ing)\b,){1,3}", _WORD)
_NO_HISTORY = re.compile(
    r"\b(?:no|without|den(?:y|ies|ied|ying)|not (?:have|had|has)|negative|nor|any)(?: (?:a|an|any"
    r"|the))?(?: [\w-]{3,14}){0,2}"
    r" (?:history|hx) (?:of|for)\b",
    _WORD,
)
_NOUN_EDGE = re.compile(
    r"[,;:(]|\b(?:at|with|of|in|and|or|for|the|have|has|are|is|was|were|by|a|an)\b|-", _WORD
)
_HEAD = re.compile(
    r"[\w-]*(?:ectom(?:y|ies)|otom(?:y|ies)|plasty|therap(?:y|ies)|radiation(?: therapy| treatment)?"
    r"|irradiation|surgery"
    r"|surgical treatment|treatment|transplant\w*|[CE]?B?RT|resection|biopsy|chemo|excision|SBRT|SRS"
    r"|implant\w*|ablation"
    r"|dissection|radiosurgery|procedure)\b",
    _WORD,
)
_NEXT_HEAD = re.compile(r"\s*(?:/|,|and/or|and|or)\s+(?!then)(?:[\w-]+ ){0,3}?" + _HEAD.pattern, _WORD)
_HAD_OVER = re.compile(
    r"[,;(]|\b(?:to|in|after|before|for|who|than|if|when|while|during|among|with|from|on|known|allerg\w+"
    r"|severe"
    r"|reactions?|a history|no|been)\b",
    _WORD,
)
_NEED_OVER = re.compile(
    r"[,;(]|\b(?:to|in|after|before|for|who|than|if|when|while|during|among|from|based|which|that|was"
    r"|were)\b",
    _WORD,
)


def denied_items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The items of the list that a negation opens: "no alcoholic liver disease, bleeding, or hepatitis"."""
    listed = _DENIED_LIST.match(text, start, end)
    if listed is None:
        return []
    stop = listed.end()
    commas = [m.start() for m in re.finditer(",", text[start:stop])]
    if not commas:
        return [(start, stop)]
    if _NO_LIST.search(text, start, start + commas[0]):
        return []
    edges = [start, *(start + c + 1 for c in commas), stop]
    return list(pairwise(edges))


def past_headings(text: str) -> list[int]:
    """Where a phrase ends that opens a list of past diseases: "past medical history is significant for"."""
    return [m.end() for m in _HEADED.finditer(text)]


def denied_histories(text: str) -> list[int]:
    """Where "no known history of" ends."""
    return [m.end() for m in _NO_HISTORY.finditer(text) if m[0].split()[0].lower() != "any"]


def supposed(text: str) -> list[tuple[int, int]]:
    """What an inverted condition supposes: "Should pneumonitis develop, ..."."""
    return [m.span("what") for m in _SHOULD_IT.finditer(text)]


def noun_start(text: str, start: int, end: int) -> int:
    """Where the compound begins that "risk" closes: "breast cancer risk", not "cancer at high risk"."""
    edges = list(_NOUN_EDGE.finditer(text, max(start, end - 60), end))
    return edges[-1].end() if edges else max(start, end - 60)


def past_end(text: str, start: int, end: int) -> int:
    """Where a list of past treatments ends that "prior" opens."""
    over = _OVER.search(text, start, end)
    return over.start() if over else end


def after_end(text: str, start: int, end: int) -> int:
    """Where the treatments end that "after" or "failed" is said of."""
    epithets = _EPITHETS.match(text, start, end)
    over = _PLAIN_OVER.search(text, epithets.end() if epithets else start, end)
    if over is None:
        return end
    listed = _LIST.match(text, over.start(), end) if over[0] == "," else None
    return listed.end() if listed else over.start()


def listed_end(text: str, start: int, end: int) -> int:
    """Where the list ends that goes on at a comma: "not fit for surgery, radiotherapy or cisplatin"."""
    listed = _LIST.match(text, start, end)
    return listed.end() if listed else start


def prior_end(text: str, start: int, clause_end: int, end: int) -> int:
    """Where a list of past diseases ends that "prior" opens: over its commas only where "or" joins it."""
    stop = past_end(text, start, end)
    for edge in (_ACTIVE, _OR_ANY):
        over = edge.search(text, start, stop)
        stop = over.start() if over else stop
    return max(clause_end, stop) if re.search(r"\bor\b", text[start:stop]) else clause_end


def history_end(text: str, start: int, clause_end: int, end: int) -> int:
    """Where a list of past diseases ends: over its commas where "or" joins it or a heading opens it."""
    over = _ACTIVE.search(text, start, end)
    stop = over.start() if over else end
    within = text[start:stop]
    listed = clause_end <= start or (
        clause_end < stop and (re.search(r"\b(?:or|and)\b", within) is not None or within.count(",") > 1)
    )
    return max(clause_end, stop) if listed else clause_end


def joined_end(text: str, start: int) -> int:
    """Where the treatments end that "post" is joined to: "post mastectomy radiotherapy"."""
    head = _HEAD.search(text, start, start + 60)
    if head is None:
        word = re.compile(r"[\s-]*[^\s,;.)]+").match(text, start)
        return word.end() if word else start
    end = head.end()
    while following := _NEXT_HEAD.match(text, end, end + 60):
        end = following.end()
    return end


def need_end(text: str, start: int, end: int) -> int:
    """Where the treatments end that are needed."""
    over = _NEED_OVER.search(text, start, end)
    return over.start() if over else end


def had_end(text: str, start: int, end: int) -> int:
    """Where the treatments end that a plain "had" is said of."""
    over = _HAD_OVER.search(text, start, end)
    return over.start() if over else end
