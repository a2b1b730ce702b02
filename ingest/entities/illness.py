"""Diseases that are no tumours: names of a list, a person's or an organ's disease, words in -itis."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from ingest.lexicon import Gazetteer, load_yaml
from ingest.mention import outermost
from ingest.reading import Reading
from ingest.words import Words, normal_form

_MOST_WORDS = 4
"""Words of organ and kind before the word that makes a disease."""
_GENERAL_HEADS = frozenset({"deficiency", "disease", "disorder", "failure", "infection", "syndrome"})
"""Words of which a word like "chronic" or "systemic" alone makes no name."""
_OTHER = re.compile(
    r"\)?[ -](?:surface|core|e|antigen|antiviral|RNA|DNA|viral|load|genotyp\w+"
    r"|serolog\w+|antibod\w+|screening|vaccin\w+"
    r"|control|progression|free|prevention"
    r"|guidelines?"
    r"|clinics?|units?|cent(?:er|re)s?|registry|questionnaires?|societ(?:y|ies)|foundation|association"
    r"|wards?)\b",
    re.IGNORECASE,
)
"""Behind a name, what makes it part of another thing's."""


class _Lexicon(NamedTuple):
    names: Gazetteer
    eponyms: re.Pattern[str]
    heads: frozenset[str]
    kinds: frozenset[str]
    not_alone: frozenset[str]
    endings: tuple[str, ...]
    not_endings: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    data: dict[str, Any] = load_yaml("illnesses.yaml")
    people = "|".join(re.escape(name) for name in sorted(data["eponyms"], key=len, reverse=True))
    return _Lexicon(
        Gazetteer(("trigger", "illness", str(name), str(name)) for name in data["names"]),
        re.compile(
            rf"\b(?=[A-Z])(?i:(?:von )?(?:{people}))(?:['\u2019\u00b4]?s?['\u2019]?)? "
            r"(?i:diseases?|syndromes?|disorder|dystrophy|thyroiditis|granulomatosis|anomaly|phenomenon"
            r"|palsy)\b"
        ),
        frozenset(normal_form(str(word)) for word in data["heads"]),
        frozenset(normal_form(str(word)) for word in data["kinds"]),
        frozenset(normal_form(str(word)) for word in data["not_alone"]),
        tuple(data["endings"]),
        frozenset(data["not_endings"]),
    )


def find_illnesses(reading: Reading) -> Iterator[tuple[int, int]]:
    """The spans of the diseases a text names that are no tumours; symptoms and findings are none."""
    lexicon, text = _lexicon(), reading.text
    for mention in outermost(lexicon.names.find(reading.words)):
        form, span = str(mention.value), text[mention.start : mention.end]
        if (len(form) > 5 or form == span) and not _OTHER.match(text, mention.end):
            yield mention.start, mention.end
    for match in lexicon.eponyms.finditer(text):
        yield match.span()
    yield from _composed(reading.words, lexicon)


def _composed(words: Words, lexicon: _Lexicon) -> Iterator[tuple[int, int]]:
    for index, norm in enumerate(words.norms):
        if norm in lexicon.heads:
            first = index
            while first > 0 and index - first < _MOST_WORDS and _follows(words, first, lexicon):
                first -= 1
            told = words.norms[first:index]
            general = norm in _GENERAL_HEADS and lexicon.not_alone.issuperset(told)
            if told and not general and not _OTHER.match(words.text, words.ends[index]):
                yield words.starts[first], words.ends[index]
        elif len(norm) > 7 and norm.endswith(lexicon.endings) and norm not in lexicon.not_endings:
            yield words.starts[index], words.ends[index]


def _follows(words: Words, index: int, lexicon: _Lexicon) -> bool:
    """Whether the word before an index is one of organ or kind, right beside it."""
    gap = words.text[words.ends[index - 1] : words.starts[index]]
    return gap in {" ", "-"} and words.norms[index - 1] in lexicon.kinds
