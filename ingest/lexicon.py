"""The gazetteer: every surface form of the ontologies' data, found in a text in one pass."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from ingest.mention import Kind, Mention
from ingest.words import Words, split_words
from ontologies.axis import load_axes
from ontologies.disease import load_diseases

_DECIMAL = re.compile(r"\d[.,]$")
_FRACTION = re.compile(r"\.\d")
_VOWELS = set("aeiouy")
_ENGLISH = {
    "all", "net", "ups", "cup", "met", "mass", "cis", "his", "her", "port", "aid", "pet", "bid",
    "ear", "eye", "lip", "rib", "arm", "leg", "the", "was", "gist",
    "pen", "lab", "map", "part", "east", "camp", "had", "sex", "ace", "str", "see", "asp",
}  # fmt: skip
"""Lower-case words that a three-letter abbreviation must never be read from."""


_CUT = frozenset(
    "vest vestib trigem trig oesoph esoph endomet prost panc hypophar orophar nasophar laryng thyr"
    " maxill metast med mediast retroperit sup inf periph cut vag vulv cerv endo endom endometr ov"
    " ovar pancr rect gast bladd blad nasoph oroph hypoph chr chron ac lymphobl foll follic hodg"
    " hodgk verteb vert".split()
)
"""Words cut short by a full stop that ends no sentence: "vest. schwannoma"."""


class Form(NamedTuple):
    """One surface form and what it means."""

    kind: Kind
    name: str
    value: str
    exact: str
    """The form as it must stand in the text, for short abbreviations; empty where case is free."""
    words: int
    """Number of words it must be written with; 0 where joined and split spellings are alike."""


def _short(phrase: str) -> bool:
    letters = [c for c in phrase if c.isalpha()]
    if " " in phrase or not any(c.isupper() for c in letters):
        return False
    return len(letters) <= 3 or (phrase.isupper() and phrase.lower().rstrip("s") in _ENGLISH)


class Gazetteer:
    """Forms of many kinds behind one Aho-Corasick automaton."""

    def __init__(self, forms: Iterable[tuple[Kind, str, str, str]]) -> None:
        """Build from (kind, name, value, phrase) rows."""
        from ahocorasick_rs import AhoCorasick

        table: dict[str, dict[Form, None]] = {}
        for kind, name, value, phrase in forms:
            words = split_words(phrase)
            if words.squeezed:
                exact = phrase.strip() if _short(phrase) else ""
                count = 0 if len(words.squeezed) > 5 else len(words.norms)
                form = Form(kind, name, value, exact, count)
                table.setdefault(words.squeezed, {})[form] = None
        self._forms = [tuple(entry) for entry in table.values()]
        self._automaton = AhoCorasick(list(table)) if table else None

    def find(self, words: Words) -> list[Mention]:
        """Every form that stands on word boundaries, overlapping ones included, in text order."""
        if self._automaton is None:
            return []
        found: list[Mention] = []
        lower = _is_lower(words.text)
        for pattern, begin, end in self._automaton.find_matches_as_indexes(words.squeezed, overlapping=True):
            first, last = words.word_at.get(begin), words.word_to.get(end)
            if first is None or last is None:
                continue
            if not _sound(words, first, last):
                continue
            start, stop = words.starts[first], words.ends[last]
            span = words.text[start:stop]
            for form in self._forms[pattern]:
                if form.exact and not _same_case(form.exact, span, lower):
                    continue
                if form.words and form.words != last - first + 1:
                    continue
                found.append(Mention(form.kind, form.name, form.value, start, stop))
        found.sort(key=lambda m: (m.start, -m.end))
        return found


def _is_lower(text: str) -> bool:
    """Whether no capital stands in the text."""
    return text == text.lower() if text.isascii() else not any(c.isupper() for c in text)


def _sound(words: Words, first: int, last: int) -> bool:
    """Whether a match over several words crosses no punctuation and no gap between numbers."""
    start, stop = words.starts[first], words.ends[last]
    if words.text[start].isdigit() and _DECIMAL.search(words.text, max(0, start - 2), start):
        return False
    if words.text[stop - 1].isdigit() and _FRACTION.match(words.text, stop):
        return False
    for i in range(first, last):
        gap = words.text[words.ends[i] : words.starts[i + 1]]
        if gap == ". " and words.norms[i] in _CUT and words.text[words.starts[i + 1]].islower():
            continue
        if len(gap) > 3 or any(c in gap for c in ".;:,()[]\n"):
            return False
        if words.norms[i][-1].isdigit() and words.norms[i + 1][0].isdigit() and not gap.strip():
            return False
    return True


def _same_case(exact: str, span: str, lower: bool) -> bool:
    if exact == span:
        return True
    if not exact.isupper() or span != exact.lower() or sum(c.isalpha() for c in exact) < 3:
        return False
    return span not in _ENGLISH and (lower or not _VOWELS & set(span))


def load_yaml(name: str) -> Any:
    """A data file of this package by name."""
    raw = (files("ingest") / "data" / name).read_text("utf-8")
    return yaml.load(raw, yaml.CSafeLoader)


@cache
def load_morphologies() -> dict[str, list[str]]:
    """Morphology group to its phrases."""
    path = files("ontologies") / "data" / "morphologies.yaml"
    groups: dict[str, list[str]] = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    return groups


def _with_ca(form: str) -> tuple[str, ...]:
    """The spellings with "ca" of a name that ends in "cancer"."""
    site, _, last = form.rpartition(" ")
    return (f"{site} ca", f"ca {site}") if site and last == "cancer" else ()


@cache
def clinical_gazetteer() -> Gazetteer:
    """Diseases, sites, morphologies, axis values and the words of radiotherapy, from the data files."""
    rows: list[tuple[Kind, str, str, str]] = []
    sites: set[str] = set()
    for disease in load_diseases().values():
        for form in (disease.name, *disease.forms):
            rows.extend(("disease", disease.disease, disease.disease, f) for f in (form, *_with_ca(form)))
        for combination in disease.combination:
            sites.update(combination.sites)
        for phrase in disease.subsites:
            rows.append(("site", "", phrase, phrase))
    short = load_yaml("short_names.yaml")
    for slug, phrases in short["diseases"].items():
        rows.extend(("disease", slug, slug, phrase) for phrase in phrases)
    for name, values in short["axes"].items():
        for value, phrases in values.items():
            rows.extend(("axis", name, value, phrase) for phrase in phrases)
    rows.extend(("site", squeeze(site), squeeze(site), site) for site in sorted(sites))
    for group, phrases in load_morphologies().items():
        rows.extend(("morphology", group, group, phrase) for phrase in phrases)
    for name, axis in load_axes().items():
        for value, entry in axis.values.items():
            rows.extend(("axis", name, value, form) for form in entry.forms)
    for name, phrases in load_yaml("radiotherapy.yaml").items():
        rows.extend(("radiotherapy", name, name, phrase) for phrase in phrases)
    for name, phrases in load_yaml("declined.yaml").items():
        rows.extend(("declined", name, name, phrase) for phrase in phrases)
    return Gazetteer(rows)


def squeeze(phrase: str) -> str:
    """The phrase as the gazetteer keys it: normal forms joined without a space."""
    return split_words(phrase).squeezed


def one_of(words: Iterable[str]) -> str:
    """A pattern that matches any of the phrases, the longest first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"
