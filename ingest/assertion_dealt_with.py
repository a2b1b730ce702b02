"""Illnesses that were dealt with before."""

import re
from itertools import pairwise

_WORD = re.IGNORECASE
_TREATED_WELL = re.compile(
    r"(?:\b(?P<how>adequately|curatively|definitively|successfully|appropriately|radically|completely"
    r"|effectively|fully|previously|surgically|locally)(?:,? (?:and |or )?[a-z]{3,14}ly)?[ -](?:treated"
    r"|treatable"
    r"|resected"
    r"|excised"
    r"|removed|cured|managed)|(?:[(,;:]"
    r"|\b(?:and|or|for|than|except|excluding)|(?<=exceptions are)|(?<=exception is)"
    r"|(?<=exceptions include))(?: the)? (?:treated|cured|curable|resected|excised)"
    r"|\bwell[ -](?:controlled|treated|managed)(?=[^.;,()]{2,60}(?:carcinoma|cancer|tumou?r"
    r"|melanoma))|(?<=\()treated)"
    r"(?:,? (?:and|or|but) (?:stable|controlled|inactive|quiescent|asymptomatic))?"
    r"(?! (?:with|by|for|patients|in(?! situ)|at|using|and|or|participants|subjects|women|men)\b)"
    r"(?:(?:,? \(?(?:malignanc(?:y|ies)|cancers?|tumou?rs?|neoplasms?))?(?:,|:| \()? ?(?:e\.g\.|i\.e\."
    r"|such as"
    r"|including|like|for example)[,:]?)?(?=\s)",
    _WORD,
)
"""What was dealt with, up to the list: "unless adequately treated, e.g., A or B"."""
_OF_ANY_CANCER = re.compile(
    r"\b(?:previously|surgically|locally)\b|(?<!adequately )\b(?:resected|excised|removed|managed)$", _WORD
)
"""What is said of the disease that is treated now, too."""
_OTHER_CANCER = re.compile(
    r"\b(?:except\w*|excluding|other (?:than|malignan\w+|cancers?)|another (?:\w+ )?(?:cancer"
    r"|tumou?r)|malignanc\w+"
    r"|second primary"
    r"|unless)\b",
    _WORD,
)
_TREATED_OF = re.compile(
    r"\b(?:definitive|curative|successful|adequate|complete"
    r"|radical)(?:ly)?(?: [a-z-]{3,14}){0,2}? (?:treatment"
    r"|resection|surgery|excision|therapy|removal|management|ablation)s? (?:of|for)\b",
    _WORD,
)
"""A cure by name, up to the list: "successful definitive resection of A or B"."""
_MINOR = re.compile(r"[^.;\n]{0,140}?\b(?:in situ|basal|superficial|non-?melanoma)\b", _WORD)
_TREATED_OVER = re.compile(
    r"[.;:\n]|\b(?:with|without|in(?! situ)(?! (?:the )?(?:skin|cervix|breast|bladder)\b)|who|that|which"
    r"|is|are|was|were|has|have|will|may"
    r"|and (?:no|has|is)"
    r"|for|at|but|within|if|patients)\b",
    _WORD,
)
_JOINT = re.compile(r",? (?:or|and|and/or) |[,(/]|(?<=[a-z]): ?")


def treated_diseases(text: str) -> list[tuple[int, int]]:
    """Diseases that were dealt with before: "adequately treated X or Y", item by item."""
    found: list[tuple[int, int]] = []
    for treated in _TREATED_WELL.finditer(text):
        at = treated.end()
        near = max(text.rfind("\n", 0, treated.start()), treated.start() - 200, 0)
        if (treated["how"] is None or _OF_ANY_CANCER.search(treated[0])) and not _OTHER_CANCER.search(
            text, near, treated.end()
        ):
            # "Previously treated lymphoma" is the disease that is to be treated now.
            continue
        found += _items(text, at)
    for cure in _TREATED_OF.finditer(text):
        if _MINOR.match(text, cure.end()):
            found += _items(text, cure.end())
    return found


def _items(text: str, at: int) -> list[tuple[int, int]]:
    """The items of a list that begins at an offset."""
    over = _TREATED_OVER.search(text, at, at + 200)
    stop = over.start() if over else min(len(text), at + 200)
    edges = [at, *(m.end() for m in _JOINT.finditer(text, at, stop)), stop]
    return list(pairwise(edges))
