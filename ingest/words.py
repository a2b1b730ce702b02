"""A text as normalised words: British and American, singular and plural, hyphen and space alike."""

import re
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:['\u2019]s\b)?|[+?%<>\u2265\u2264#]")
_BRITISH = re.compile(
    r"tumour|oesoph|haem|oedem|paed|leukaem|anaem|gynae|favour|rhoea|fibre|caec|aemia"
    r"|isation|ised\b|labour|behaviour|foetal|grey|centre|coeliac|faec|aesthe|litre|coloured|orthopaed"
)
_AMERICAN = {
    "tumour": "tumor", "oesoph": "esoph", "haem": "hem", "oedem": "edem", "paed": "ped",
    "leukaem": "leukem", "anaem": "anem", "gynae": "gyne", "favour": "favor", "rhoea": "rhea",
    "fibre": "fiber", "caec": "cec", "aemia": "emia", "isation": "ization", "ised": "ized",
    "labour": "labor", "behaviour": "behavior", "foetal": "fetal", "grey": "gray",
    "centre": "center", "coeliac": "celiac", "faec": "fec", "aesthe": "esthe", "litre": "liter",
    "coloured": "colored", "orthopaed": "orthoped",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def normal_form(word: str) -> str:
    """The word in lower case, American spelling and singular: `Tumours` → `tumor`."""
    low = word.lower()
    if low.endswith(("'s", "\u2019s")):
        low = low[:-2]
    low = _BRITISH.sub(lambda m: _AMERICAN.get(m.group(), m.group()), low)
    if len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is")):
        if low.endswith("ases") or low.endswith("oses"):
            return low[:-2] + "is"
        if low.endswith("ies") and len(low) > 5:
            return low[:-3] + "y"
        return low[:-1]
    return low


class Words(NamedTuple):
    """The words of a text, squeezed into one string whose letters remember where they come from."""

    text: str
    starts: list[int]
    """First character of each word in the text."""
    ends: list[int]
    norms: list[str]
    squeezed: str
    """All normal forms, joined without a space, so that `post-op`, `post op` and `postop` are one."""
    word_at: dict[int, int]
    """Offset in `squeezed` where a word begins, to the word's index."""
    word_to: dict[int, int]
    """Offset in `squeezed` where a word ends, to the word's index."""


_OF_COURSE = re.compile(r"\d ?$|\b(?:single|one|per|each|weekly|daily|of) $", re.IGNORECASE)
"""Before "#" where it stands for fractions."""


def split_words(text: str) -> Words:
    """The words of a text with their offsets."""
    starts: list[int] = []
    ends: list[int] = []
    norms: list[str] = []
    for match in _WORD.finditer(text):
        starts.append(match.start())
        ends.append(match.end())
        norm = normal_form(match.group())
        if norm == "#" and not _OF_COURSE.search(text, max(0, match.start() - 8), match.start()):
            # "# femur" is a fracture, "15#" fifteen fractions.
            norm = "fracture"
        norms.append(norm)
    return join_words(text, starts, ends, norms)


def join_words(text: str, starts: list[int], ends: list[int], norms: list[str]) -> Words:
    """The words squeezed into one string, with where each begins and ends in it."""
    word_at: dict[int, int] = {}
    word_to: dict[int, int] = {}
    offset = 0
    for index, norm in enumerate(norms):
        word_at[offset] = index
        offset += len(norm)
        word_to[offset] = index
    return Words(text, starts, ends, norms, "".join(norms), word_at, word_to)
