"""Short forms of several meanings (`MF`, `MM`), read by the words that stand beside them."""

import re
from functools import cache

from ingest.lexicon import load_yaml
from ingest.mention import Mention

_OTHER = "other"
"""In place of a disease: a meaning that no disease of this project has."""
_MEANT = re.compile(
    r"\??(?: [\w']+){0,3}?,? (?:meant|means|meaning|as in|stands for|is short for|i\.e\.|=) "
    r"(?P<what>\w+(?: \w+)?)",
    re.IGNORECASE,
)
_DIGIT_BEFORE = re.compile(r"\d ?$")


@cache
def _shorthand() -> dict[str, tuple[re.Pattern[str], dict[str, re.Pattern[str]]]]:
    data: dict[str, dict[str, list[str]]] = load_yaml("shorthand.yaml")
    return {
        short: (
            re.compile(rf"(?<![\w/-]){short}(?![\w/-])", re.IGNORECASE if short.islower() else 0),
            {
                disease: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
                for disease, words in meanings.items()
            },
        )
        for short, meanings in data.items()
    }


def _explained(text: str, end: int, meanings: dict[str, re.Pattern[str]]) -> list[str]:
    """The meanings the writer gives right after the form: "MM in 2014 meant melanoma, not myeloma"."""
    told = _MEANT.match(text, end)
    if told is None:
        return []
    names = {d: set(d.split("-")) for d in meanings}
    return [d for d, words in names.items() if words & set(told["what"].lower().split())]


def read_shorthand(text: str) -> list[Mention]:
    """The diseases such a form stands for: those most words speak for; of several, all where none leads.

    Where as many words speak for a meaning that is none of these, nothing is read.
    """
    found: list[Mention] = []
    for form, meanings in _shorthand().values():
        places = [m for m in form.finditer(text) if not _DIGIT_BEFORE.search(text[: m.start()][-2:])]
        if not places:
            continue
        weight = {d: len({w.group().lower() for w in words.finditer(text)}) for d, words in meanings.items()}
        most = max(weight.values())
        if not most and (len(meanings) == 1 or _OTHER in meanings):
            continue
        if weight.get(_OTHER) == most:
            continue
        for place in places[:20]:
            said = _explained(text, place.end(), meanings)
            found += [
                Mention("disease", disease, disease, *place.span())
                for disease, count in weight.items()
                if (disease in said if said else count == most)
            ]
    return found
