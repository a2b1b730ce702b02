"""Headed sections of a note, and what their headings say of the text below them."""

import re
from functools import cache
from typing import NamedTuple

from ingest.lexicon import load_yaml

_HEADING = re.compile(r"^[ \t*#]{0,4}(?P<title>[A-Za-z][A-Za-z /&-]{1,40}?)[ \t*]{0,3}:", re.MULTILINE)


class HeadedSection(NamedTuple):
    """A stretch of text under one heading."""

    title: str
    kind: str
    """historical, family, social, course, plan, present or other."""
    start: int
    end: int


@cache
def _kinds() -> dict[str, str]:
    return {
        title.lower(): kind for kind, titles in load_yaml("sections.yaml").items() for title in titles
    }


def read_sections(text: str) -> list[HeadedSection]:
    """The headed sections of a text whose headings are known; a heading stands at a line's beginning."""
    kinds = _kinds()
    heads = [
        (m["title"].strip(), kinds[m["title"].strip().lower()], m.start(), m.end())
        for m in _HEADING.finditer(text)
        if m["title"].strip().lower() in kinds
    ]
    ends = [start for _, _, start, _ in heads[1:]] + [len(text)]
    return [
        HeadedSection(title, kind, begin, end)
        for (title, kind, _, begin), end in zip(heads, ends, strict=True)
    ]
