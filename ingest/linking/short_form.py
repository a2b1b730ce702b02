"""Short forms a text defines itself: "doxorubicin (DOX)" makes every DOX of the text that drug."""

import re
from collections.abc import Iterator

from ingest.mention import Mention

_DEFINED = re.compile(r" ?[(\[](?P<short>[A-Z][A-Za-z0-9\u0391-\u03c9-]{1,8})(?:s?[)\]]|[;,] )")
_WORD = re.compile(r"[A-Za-z0-9\u0391-\u03c9]+(?:-[A-Za-z0-9\u0391-\u03c9]+)*")


def defined_forms(text: str, mentions: list[Mention]) -> Iterator[Mention]:
    """Every use of a short form defined right behind one of the mentions, as that mention's meaning."""
    meanings: dict[str, Mention] = {}
    for mention in mentions:
        if text[mention.end : mention.end + 2].lstrip()[:1] not in {"(", "["}:
            continue
        defined = _DEFINED.match(text, mention.end)
        if defined and shortens(defined["short"], text[mention.start : mention.end]):
            meanings.setdefault(defined["short"], mention)
    if not meanings:
        return
    for word in _WORD.finditer(text):
        meaning = meanings.get(word.group()) or meanings.get(word.group().removesuffix("s"))
        if meaning is not None:
            yield meaning._replace(start=word.start(), end=word.end())


def shortens(short: str, long: str) -> bool:
    """Whether the letters of a short form stand in the long one in order, the first at its beginning."""
    letters = [c for c in short.lower() if c.isalnum()]
    if len(letters) < 2 or sum(c.isupper() for c in short) < 2 or letters[0] != long[:1].lower():
        return False
    rest = iter(long.lower())
    return all(letter in rest for letter in letters)
