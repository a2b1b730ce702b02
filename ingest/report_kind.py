"""The kind of a text, told from its own headings and words."""

import re
from collections import Counter
from functools import cache

from ingest.extraction import TextKind
from ingest.lexicon import Gazetteer, load_yaml
from ingest.mention import Kind, outermost
from ingest.words import split_words

_HEADING = re.compile(r"^[ \t*#]{0,4}(?P<title>[A-Za-z][A-Za-z /&-]{1,40}?)[ \t*]{0,3}(?::|$)", re.MULTILINE)
_HEAD = 20_000
"""Characters from the beginning that are looked at."""
_ENOUGH = 3
"""A heading counts two and a word one; a kind that has less is not told."""


@cache
def _headings() -> dict[str, tuple[TextKind, ...]]:
    found: dict[str, tuple[TextKind, ...]] = {}
    for kind, entry in load_yaml("report_kinds.yaml").items():
        for title in entry["headings"]:
            found[title] = (*found.get(title, ()), kind)
    return found


@cache
def _words() -> Gazetteer:
    rows: list[tuple[Kind, str, str, str]] = [
        ("trigger", kind, phrase, phrase)
        for kind, entry in load_yaml("report_kinds.yaml").items()
        for phrase in entry["words"]
    ]
    return Gazetteer(rows)


def kind_of(text: str) -> TextKind | None:
    """The kind whose headings and words the text has most of; None where none stands out."""
    head = text[:_HEAD]
    titles = {m["title"].strip().lower() for m in _HEADING.finditer(head)}
    points: Counter[TextKind] = Counter()
    for title in titles:
        points.update({kind: 2 for kind in _headings().get(title, ())})
    seen = {(m.name, m.value) for m in outermost(_words().find(split_words(head)))}
    points.update(name for name, _ in seen)  # type: ignore[misc]
    ranked = points.most_common(2)
    if not ranked or ranked[0][1] < _ENOUGH:
        return None
    if len(ranked) > 1 and ranked[1][1] == ranked[0][1]:
        return None
    return ranked[0][0]
