"""Nodes that are only watched, or found harmless, beside the tumour to treat."""

import re

from ingest.mention import Mention

_BASIN = r"(?:necks?|axill(?:ae?|ary)|groins?|inguinal|femoral|nod(?:es?|al)|LNs?|nodal basin)"
_BASIN_BEFORE = re.compile(
    rf"\b{_BASIN}(?: ?[:=-])?"
    r"(?: (?:is|are|being|to be|will be|for|under|on|only|close|clinical|US|ultrasound))* $",
    re.IGNORECASE,
)
_BASIN_AFTER = re.compile(
    rf" (?:(?:of|only|the|L|R|left|right|contralateral|ipsilateral|other|both|undissected) )*{_BASIN}\b",
    re.IGNORECASE,
)
_REACTIVE = re.compile(
    rf"\b{_BASIN}\b[^.;\n]{{0,24}}\breactive|\breactive (?:[\w-]+ ){{0,2}}{_BASIN}$", re.IGNORECASE
)
"""Nodes that have no tumour."""


def is_of_a_basin(text: str, mention: Mention) -> bool:
    """Whether only the nodes are watched or found harmless, beside the tumour to treat.

    "Brachytherapy, neck observation"; "total skin electrons, nodes reactive only".
    """
    if mention.name == "nothing_found":
        return _REACTIVE.search(text, max(0, mention.start - 40), mention.end) is not None
    before = _BASIN_BEFORE.search(text, max(0, mention.start - 40), mention.start)
    return bool(before or _BASIN_AFTER.match(text, mention.end))
