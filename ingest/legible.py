"""A text as it is read: every character in its place, and nothing that only a hostile text holds many of.

spaCy's tokeniser and scispaCy's abbreviations take quadratic time on runs of marks and unmatched brackets.
"""

import re

_LONE = re.compile(r"[\ud800-\udfff]")
_RETURN = re.compile(r"\r(?=\n)")
_RUN = re.compile(r"(?P<c>[^\w\s]|_)(?P=c){5,}")
_SPACES = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
"""Spaces that do not break or are thin, as word processors and journals set them before a unit."""
_HYPHENS = {0x2010: "-", 0x2011: "-"}
_UNSEEN = re.compile(r"(?<![^\W\d_])[\u200b\u2060\ufeff]|[\u200b\u2060\ufeff](?![^\W\d_])")
"""A mark of no width that does not stand within a word."""
_UNSPACED = re.compile(r"\S{200,}")
_BRACKETS = re.compile("[()\\[\\]{}\"'\u201c\u201d\u2018\u2019<>|*#$%&@!?`^~\\\\]")
_MOST_BRACKETS = 300
"""Round brackets of one window; a page of references has a hundred."""


def evenly_spaced(text: str) -> str:
    """The text with a plain space or hyphen for each that only looks different; no character moves."""
    return text if text.isascii() else _UNSEEN.sub(" ", text.translate(_SPACES | _HYPHENS))


def legible(text: str) -> str:
    """The text in plain spaces, without lone surrogates, returns, runs of a mark and marks in long tokens."""
    text = _LONE.sub("\ufffd", _RETURN.sub(" ", text).replace("\r", "\n"))
    text = evenly_spaced(text)
    text = _RUN.sub(lambda m: m.group()[:3] + " " * (len(m.group()) - 3), text)
    return _UNSPACED.sub(lambda m: _BRACKETS.sub(" ", m.group()), text)


def unbracketed(window: str) -> str:
    """The window without round brackets where it has more of them than any prose."""
    if window.count("(") + window.count(")") <= _MOST_BRACKETS:
        return window
    return window.replace("(", " ").replace(")", " ")
