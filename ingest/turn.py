"""Where a text turns from a tumour of years ago to the matter of now: "DCIS 2013 - definitive HDR alone"."""

import re

from ingest.mention import Mention

_REQUEST = re.compile(
    r"\b(?:19|20)\d\d\)?(?: -+|-+>| \u2013| \u2192|:) ?(?:for|plan\w*|please|pls|definitive|radical|primary"
    r"|request\w*|asks?|proceed|book)\b",
    re.IGNORECASE,
)
"""A year and a dash before the words of a request."""
_HENCE = re.compile(r"\b(?:so|hence|thus|therefore)\b", re.IGNORECASE)


def is_of_now(text: str, past: int, mention: Mention) -> bool:
    """Whether a finding told after a tumour of years ago, whose name ends there, is of the tumour of now.

    "EBRT for cervix ca in 2001, so no more RT" declines it for the one that is to be treated.
    """
    if mention.kind == "declined" and _HENCE.search(text, past, mention.start):
        return True
    return _REQUEST.search(text, past, mention.end) is not None
