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
    return {title.lower(): kind for kind, titles in load_yaml("sections.yaml").items() for title in titles}


def read_sections(text: str) -> list[HeadedSection]:
    """The headed sections of a text whose headings are known; a heading stands at a line's beginning.

    What stands on the heading's own line is the whole section; else it runs to the next heading or
    blank line.
    """
    kinds = _kinds()
    heads = list(_HEADING.finditer(text))
    sections = []
    for index, head in enumerate(heads):
        title = head["title"].strip()
        if title.lower() not in kinds:
            continue
        line_end = text.find("\n", head.end())
        line_end = len(text) if line_end < 0 else line_end
        end = line_end
        if not text[head.end() : line_end].strip():
            end = heads[index + 1].start() if index + 1 < len(heads) else len(text)
            blank = text.find("\n\n", line_end + 1, end)
            end = end if blank < 0 else blank
        sections.append(HeadedSection(title, kinds[title.lower()], head.end(), end))
    return sections
