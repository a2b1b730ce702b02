"""A text as it is read: every character in its place, and nothing that only a hostile text holds many of.

spaCy's tokeniser and scispaCy's abbreviations take quadratic time on runs of marks and unmatched brackets.
"""

import re

_LONE = re.compile(r"[\ud800-\udfff]")
_RETURN = re.compile(r"\r(?=\n)")
_RUN = re.compile(r"(?P<c>[^\w\s]|_)(?P=c){5,}")
_UNSPACED = re.compile(r"\S{200,}")
_BRACKETS = re.compile("[()\\[\\]{}\"'\u201c\u201d\u2018\u2019<>|*#$%&@!?`^~\\\\]")
_MOST_BRACKETS = 300
"""Round brackets of one window; a page of references has a hundred."""


def legible(text: str) -> str:
    """The text without lone surrogates, carriage returns, runs of one mark, and marks in long tokens."""
    text = _LONE.sub("\ufffd", _RETURN.sub(" ", text).replace("\r", "\n"))
    text = _RUN.sub(lambda m: m.group()[:3] + " " * (len(m.group()) - 3), text)
    return _UNSPACED.sub(lambda m: _BRACKETS.sub(" ", m.group()), text)


def unbracketed(window: str) -> str:
    """The window without round brackets where it has more of them than any prose."""
    if window.count("(") + window.count(")") <= _MOST_BRACKETS:
        return window
    return window.replace("(", " ").replace(")", " ")
