"""What a doubt says of a thing named after it: "suggests" is of a diagnosis, not of how a gene works."""

import re

_WORD = re.IGNORECASE
_SUGGESTS = re.compile(r"\bsuggest(?:s|ed|ing)?\s*$", _WORD)
_NO_DIAGNOSIS = re.compile(r"\b(?:of|in|as|that|if|reverses?|may|might|could|can)\b", _WORD)
_DIAGNOSES = frozenset({"disease", "toxicity", "outcome"})


def is_doubted(text: str, span: tuple[int, int], type: str, barrier: re.Pattern[str]) -> bool:
    """Whether a doubt reaches a thing: "suggests lymphoma", not "suggests a role of X".

    Args:
        text: the text.
        span: where the words of doubt end and where the thing is named.
        type: what the thing is.
        barrier: the words that turn a doubt to something else.
    """
    opening, start = span
    if barrier.search(text, opening, start):
        return False
    if not _SUGGESTS.search(text, max(0, opening - 14), opening):
        return True
    return type in _DIAGNOSES and not _NO_DIAGNOSIS.search(text, opening, start)


def is_possible(text: str, opening: int) -> bool:
    """Whether the word of doubt that ends at the opening is "possible"."""
    return text[max(0, opening - 10) : opening].rstrip().lower().endswith(" possible")
