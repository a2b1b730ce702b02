"""Slips of the pen in the names of diseases and sites: one edit in a long word, never in an abbreviation."""

from collections import defaultdict
from functools import cache

from ingest.lexicon import load_morphologies, load_yaml
from ingest.words import Words, join_words, normal_form, split_words
from ontologies.axis import load_axes
from ontologies.disease import load_diseases

_SHORTEST = 9
"""Letters of a word that may be mended; of a shorter one too many real words are a single edit away."""
_CUT = "sarc"
"""What is left of a sarcoma's name cut short: myxofibrosarc."""
_HEAD = 3
"""Letters at its beginning that must be right: haematoma is no hepatoma."""


@cache
def _known() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """Every word of the data, and the long ones of diseases and sites by their first letters."""
    names: list[str] = []
    for disease in load_diseases().values():
        names += [disease.name, *disease.forms]
        names += [site for combination in disease.combination for site in combination.sites]
    for phrases in load_morphologies().values():
        names += phrases
    targets = {word for name in names for word in split_words(name).norms}
    others = [form for axis in load_axes().values() for entry in axis.values.values() for form in entry.forms]
    others += [str(word) for word in load_yaml("plain_words.yaml")]
    for table in (load_yaml("radiotherapy.yaml"), load_yaml("declined.yaml")):
        others += [phrase for phrases in table.values() for phrase in phrases]
    known = targets | {word for phrase in others for word in split_words(phrase).norms}
    known |= {normal_form(word) for word in load_yaml("spelling.yaml")["right"]}
    heads: dict[str, list[str]] = defaultdict(list)
    for word in sorted(targets):
        if word.isalpha() and len(word) >= _SHORTEST - 1:
            heads[word[:_HEAD]].append(word)
    return frozenset(known), {head: tuple(words) for head, words in heads.items()}


@cache
def _habitual() -> dict[str, str]:
    slips: dict[str, str] = load_yaml("spelling.yaml")["habitual"]
    return slips


def corrected(words: Words) -> Words:
    """The words, with a misspelt one read as the only name it can be; offsets stay those of the text."""
    norms = [_mended(norm) for norm in words.norms]
    if norms == words.norms:
        return words
    return join_words(words.text, words.starts, words.ends, norms)


def _mended(norm: str) -> str:
    if norm in _habitual():
        return _habitual()[norm]
    if len(norm) < _SHORTEST or not norm.isalpha() or len(norm) > 30:
        return norm
    known, heads = _known()
    if norm in known:
        return norm
    if norm.endswith(_CUT) and f"{norm}oma" in known:
        return f"{norm}oma"
    near = [word for word in heads.get(norm[:_HEAD], ()) if _is_one_edit(norm, word)]
    return near[0] if len(near) == 1 else norm


def _is_one_edit(first: str, second: str) -> bool:
    """Whether one letter put in, left out, changed or swapped with the next makes one word the other."""
    if abs(len(first) - len(second)) > 1 or first == second:
        return False
    start = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    if start is None:
        return True
    a, b = first[start:], second[start:]
    swapped = len(a) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:]
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]
