"""A document's text put together from titled sections, so that every section knows its span."""

from collections.abc import Iterable

from kg.document import Section


def composed(title: str, parts: Iterable[tuple[str, str]]) -> tuple[str, tuple[Section, ...]]:
    """The text `title`, then each non-empty part under its heading, and the sections' spans."""
    text = title
    sections: list[Section] = []
    for heading, body in parts:
        if not body.strip():
            continue
        text += f"\n\n{heading}: " if heading else "\n\n"
        start = len(text)
        text += body
        sections.append(Section(title=heading, start=start, end=len(text)))
    return text, tuple(sections)
