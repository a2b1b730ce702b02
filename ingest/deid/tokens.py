"""The words of a text as names are read from: letters only, with their offsets and case."""

import re
from typing import NamedTuple

from ingest.deid.vocabulary import Vocabulary, vocabulary

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019\-][^\W\d_]+)*")
_MOST = 5
"""Words of one name."""


class Tokens(NamedTuple):
    """The words of a text."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    lower: list[str]
    """In lower case, without a possessive."""

    def gap(self, index: int) -> str:
        """What stands between this word and the next, up to eight characters."""
        if index + 1 >= len(self.starts):
            return "\n"
        end = self.ends[index]
        return self.text[end : min(self.starts[index + 1], end + 8)]

    def end(self, index: int) -> int:
        """Where the word ends, without a possessive."""
        return self.ends[index] - (2 if self.words[index].endswith(("'s", "\u2019s")) else 0)


def split_tokens(text: str) -> Tokens:
    """The words of a text in order."""
    starts, ends, words, lower = [], [], [], []
    for match in _WORD.finditer(text):
        word = match.group()
        low = word.lower()
        starts.append(match.start())
        ends.append(match.end())
        words.append(word)
        lower.append(low[:-2] if low.endswith(("'s", "\u2019s")) else low)
    return Tokens(text, starts, ends, words, lower)


def is_capital(word: str) -> bool:
    """Whether a word opens with a capital, or its script knows none."""
    return not word[0].islower()


def is_initial(word: str) -> bool:
    """A single capital letter."""
    return len(word) == 1 and word.isupper()


def is_listed(words: Vocabulary, low: str) -> bool:
    """Whether a word is a listed name, whole or by one of its hyphenated parts."""
    if low in words.given or low in words.family:
        return True
    if "-" not in low:
        return False
    parts = low.split("-")
    listed = [part for part in parts if len(part) > 2 and (part in words.given or part in words.family)]
    # "Mei-Ling" and "Okonkwo-Reyes", but neither "X-ray" nor "Long-term".
    return len(listed) == len(parts) or any(part not in words.words for part in listed)


def is_plain(words: Vocabulary, low: str) -> bool:
    """Whether a word belongs to no name: it is a clinical or an everyday word."""
    if low in words.plain:
        return True
    return "-" in low and all(part in words.plain or len(part) < 2 for part in low.split("-"))


def name_run(
    tokens: Tokens, first: int, *, any_case: bool = False, cued: bool = False, comma: bool = False
) -> int:
    """The word after the last one of a name that begins at this word; `first` itself if none does.

    Args:
        tokens: The words.
        first: Where to begin.
        any_case: Take words in lower case too, as in a form's field.
        cued: A title or a label stands before: take the first word unless it is plainly none.
        comma: Read on over a comma: `SMITH, John`.
    """
    vocab = vocabulary()
    index, last = first, first
    while index < len(tokens.words) and index - first < _MOST:
        word, low = tokens.words[index], tokens.lower[index]
        particle = low in vocab.particles and index + 1 < len(tokens.words)
        if word in vocab.credentials and index > first:
            break
        if particle and (any_case or _goes_on(vocab, tokens.words[index + 1])) and _joins(tokens.gap(index)):
            index += 1
            continue
        # "al-Rashid": a small particle holds the name behind its hyphen.
        joined = index > first and _PARTICLED.match(word) is not None
        if not (any_case or is_capital(word) or joined):
            break
        forced = cued and index == first and is_listed(vocab, low)
        # "A. Paget": the letter is no article.
        dotted = is_initial(word) and tokens.gap(index).startswith(".")
        if is_plain(vocab, low) and not forced and not dotted:
            break
        if tokens.text[tokens.ends[index] : tokens.ends[index] + 1].isdigit():
            break
        last = index + 1
        if word.endswith(("'s", "\u2019s")):
            break
        gap = tokens.gap(index)
        if not (
            _joins(gap)
            or (is_initial(word) and gap in (". ", ".", ".  "))
            or (comma and gap in (", ", ",") and index == first)
            or (len(word) <= 3 and gap == ". " and low in ("st", "wm", "chas", "jr"))
        ):
            break
        index += 1
    return last


_PARTICLED = re.compile(r"(?:al|el|ad|ar|as|at|an|ul|bin|ben|d|l|da|de|di|van|von)[-'\u2019][A-ZÀ-ÖØ-Þ]")


def _goes_on(vocab: Vocabulary, word: str) -> bool:
    """Whether a name goes on behind a particle: `van`, then `der` or `Berg`."""
    return is_capital(word) or word in vocab.particles


def _joins(gap: str) -> bool:
    return gap in (" ", "  ", "\u00a0", "-")
