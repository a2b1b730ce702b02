"""A long text in windows that can be read one by one, cut where a text pauses."""

from collections.abc import Iterator

WINDOW = 12_000
"""Characters; a long abstract or letter is one window, and no reading costs more than one window does."""
_PAUSES = ("\n\n", "\n", ". ", "; ", ", ", " ")


def windows(text: str) -> Iterator[tuple[int, int]]:
    """Spans that make up the text, none longer than `WINDOW`; an empty text is one empty window."""
    start = 0
    while len(text) - start > WINDOW:
        end = start + WINDOW
        for pause in _PAUSES:
            # The latter half only, so that every window is worth its reading.
            at = text.rfind(pause, start + WINDOW // 2, end)
            if at >= 0:
                end = at + len(pause)
                break
        yield start, end
        start = end
    yield start, len(text)
