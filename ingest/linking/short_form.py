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
        if defined and any(
            shortens(defined["short"], text[at : mention.end]) for at in _begins(text, mention)
        ):
            meanings.setdefault(defined["short"], mention)
    if not meanings:
        return
    for word in _WORD.finditer(text):
        meaning = meanings.get(word.group()) or meanings.get(word.group().removesuffix("s"))
        if meaning is not None:
            yield meaning._replace(start=word.start(), end=word.end())


_WORDS_BEFORE = re.compile(r"(?<![A-Za-z-])(?:(?P<far>[A-Za-z-]{3,16}) )?(?P<near>[A-Za-z-]{3,16}) $")


def _begins(text: str, mention: Mention) -> list[int]:
    """Where the words begin that a bracket behind a mention may shorten: "advanced breast cancer (ABC)"."""
    before = _WORDS_BEFORE.search(text, max(0, mention.start - 36), mention.start)
    return [mention.start, *(before.start(k) for k in ("near", "far") if before and before[k])]


def shortens(short: str, long: str) -> bool:
    """Whether the letters of a short form stand in the long one in order, the first at its beginning."""
    letters = [c for c in short.lower() if c.isalnum()]
    if len(letters) < 2 or sum(c.isupper() for c in short) < 2 or letters[0] != long[:1].lower():
        return False
    rest = iter(long.lower())
    return all(letter in rest for letter in letters)


_BRACKETED = re.compile(r"(?<= )\((?P<short>[A-Z][A-Z0-9-]{1,5})\)")
_LONG = re.compile(r"(?<![A-Za-z-])(?:[A-Za-z][a-z-]{1,24} ){2,5}$")
_REACH = 90
"""Characters before a bracket in which the words that it shortens stand."""
_OF_A_GENE = re.compile(
    r"receptor|factor|kinase|protein|antigen|gene|ligand|molecule|suppressor|homolog|coli\b|ase\b|cyclin|catenin"
    r"|interleukin|interferon|marker|growth|integrin|mucin|globulin|hormone|peptide|enolase|gonadotrop"
)


def defined_otherwise(text: str) -> frozenset[str]:
    """Short forms the text defines as what is no gene or protein: "carotid endarterectomy (CEA)"."""
    found = set()
    for match in _BRACKETED.finditer(text):
        letters = match["short"].replace("-", "").lower()
        long = _LONG.search(text, max(0, match.start() - _REACH), match.start())
        words = long.group().split() if long else []
        own = [" ".join(words[at:]) for at in range(len(words)) if words[at][0].lower() == letters[0]]
        meant = next((said for said in reversed(own) if shortens(match["short"], said)), None)
        if meant is not None and " " in meant and not _OF_A_GENE.search(meant.lower()):
            found.add(match["short"])
    return frozenset(found)
