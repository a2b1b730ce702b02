"""The items of a list that a negation opens."""

import re
from itertools import pairwise

_WORD = re.IGNORECASE
_DENIED_LIST = re.compile(
    r"(?:(?:^| )(?!(?:is|was|were|has|had|have|presents?|reports?|but|however|status|positive|with|who"
    r"|which|will|are|she|he"
    r"|normal|patient|except|otherwise)\b)[\w/'()-]+){1,7}(?:,(?: (?!(?:is|was|were|has|had|have|presents?"
    r"|reports?|but"
    r"|however|status|positive|with|who|which|will|are|she|he|and|or|nor|normal|patient|except|otherwise"
    r"|no)\b)[\w/'()-]+){1,6})"
    r"{0,10}(?:,? (?:or|nor|and/or) [\w/'-]+(?: (?!(?:is|was|were|has|had|in|on|at|who|which|are|will"
    r"|but)\b)[\w/'-]+){0,5}"
    r"|(?<=[a-z]),? and (?:the |any |an? )?(?!(?:is|was|were|has|had|have|he|she|they|who|with|no|are|will"
    r"|ha\w*|normal|met|meets?|recei\w+|under\w+)\b)[\w/'-]+(?: (?!(?:is|was|were|has|had|have|on|who|which"
    r"|are"
    r"|will|but|with)\b)[\w/'-]+){0,5}(?=\s*(?:[.;)]|$)))",
    _WORD,
)
_DENIES = re.compile(r"\bden(?:ies|ied|ying)\s*$", _WORD)
_DENIES_LIST = re.compile(
    r"(?:(?!\b(?:is|was|were|has|had|but|who|which|reports?|presents?|admits?"
    r"|except)\b)[^.;:\n]){2,240}(?=[.;\n]|$)",
    _WORD,
)
"""After "denies": a list to its end, however it is joined."""
_NO_LIST = re.compile(
    r"\b(?:in(?! situ)|among|of|from|receiving|treated|patients?|women|men|with|for|after|by|to|history|prior"
    r"|difference|change)\b",
    _WORD,
)


def denied_items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The items of the list that a negation opens: "no alcoholic liver disease, bleeding, or hepatitis"."""
    listed = _DENIED_LIST.match(text, start, end)
    if _DENIES.search(text, max(0, start - 12), start):
        listed = _DENIES_LIST.match(text, start, end) or listed
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
