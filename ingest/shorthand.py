"""Short forms of several meanings (`MF`, `MM`), read by the words that stand beside them."""

import re
from functools import cache

from ingest.lexicon import load_yaml
from ingest.mention import Mention

_OTHER = "other"
"""In place of a disease: a meaning that no disease of this project has."""
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
            found += [
                Mention("disease", disease, disease, *place.span())
                for disease, count in weight.items()
                if count == most
            ]
    return found
