"""Names by their shape alone: scripts other than the text's own, Chinese syllables, and halves made whole."""

import re
from collections.abc import Iterator
from functools import cache

from ingest.deid.identifier import Identifier
from ingest.deid.name_cues import COUNTED, NO_NAME
from ingest.deid.tokens import Tokens, is_capital, is_initial, is_listed, is_plain
from ingest.deid.vocabulary import Vocabulary, vocabulary
from ingest.lexicon import load_yaml

_LETTERS = (
    r"\u0400-\u052f\u0530-\u058f\u0590-\u05ff\u0600-\u06ff\u0750-\u077f"
    r"\u0900-\u0dff\u0e00-\u0e7f\u10a0-\u10ff"
    r"\u1200-\u137f"
)
_SCRIPTS = re.compile(
    rf"[{_LETTERS}]{{2,24}}(?:[ \-'][{_LETTERS}]{{2,24}}){{0,4}}"
    r"|[\u4e00-\u9fff\u3400-\u4dbf]{2,12}(?:[\u00b7\u30fb ][\u4e00-\u9fff]{1,6})?"
    r"|[\u3040-\u30ff\u4e00-\u9fff]{2,14}|[\uac00-\ud7af]{2,6}(?: [\uac00-\ud7af]{1,6})?"
)
_FOREIGN = re.compile(r"[\u0400-\u1dff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_GREEK = re.compile(r"[\u0370-\u03ff]")
_GREEK_NAME = re.compile(
    r"[\u0386-\u03ab][\u0370-\u03ff\u1f00-\u1fff]{2,24}"
    r"(?:[ \-][\u0386-\u03ab][\u0370-\u03ff\u1f00-\u1fff]{2,24}){0,3}"
)
"""Words of Greek with a capital; a formula's letters stand alone."""
_OKINA = re.compile(
    r"(?<!\w)(?:[A-ZĀĒĪŌŪ][a-zāēīōū]{1,20} )?(?=[A-ZĀĒĪŌŪ\u02bb])[A-Za-zĀĒĪŌŪāēīōū]{0,20}\u02bb"
    r"[A-Za-zĀĒĪŌŪāēīōū][A-Za-zĀĒĪŌŪāēīōū\u02bb]{1,24}(?!\w)"
)
"""Names of the Pacific with their own letter for a stop, the one before it too."""
_SHOUTED = re.compile(r"(?<![\w.])[A-Z][a-z]{3,20} [A-Z]{6,24}(?![\w/-])")
"""A given name and a surname in capitals: what is no word is a name."""
_MOST = 0.3
"""Share of a text's letters in another script above which the text itself is written in it."""
_LABELS = (
    r"姓名|患者|病人|病员|联系人|家属|医生|医师|主任|护士|签名|报告人|审核|送检医师|主治"
    r"|丈夫|妻子|儿子|女儿|父亲|母亲"
)
_STATUS = re.compile(
    r"(?:has|have)? ?(?:completed|finished|undergone|received|tolerated|had) (?:\d|her\b|his\b|the\b|a\b"
    r"|all\b|radio|chemo"
    r"|adjuvant|RT\b|cycle|treatment|surgery|six|five|four|three)|underwent (?:a|an|the|her|his|\w+ectomy"
    r"|surgery)\b"
    r"|tolerated (?:cycle|the|her|his|all|it|fraction|this|chemo|radio)|(?:was|is|were) accompanied\b"
    r"|(?:was|is) (?:accompanied|brought|driven|widowed|retired|married)\b|attended (?:with|alone|clinic"
    r"|today|for|the)"
    r"|came (?:with|alone|to|in)\b|rang (?:to|about|today|the)|phoned (?:to|about|today|the)|telephoned\b"
    r"|is a \d"
    r"|returned to clinic|turned \d\d"
)
_NICKNAME = re.compile(
    r"[ ]\(?[\"\u201c'\u2018](?P<nick>[A-ZÀ-Þ][\w\-]{1,20})"
    r"[\"\u201d'\u2019]\)?(?:[ ](?P<rest>[A-ZÀ-Þ][a-zà-ÿ][\w'\u2019\-]{1,25}))?"
)


def shaped_names(tokens: Tokens) -> Iterator[Identifier]:
    """Names that their letters, syllables or deeds give away."""
    yield from _scripts(tokens.text)
    for pattern in (_OKINA, _SHOUTED):
        for match in pattern.finditer(tokens.text):
            words = match.group().lower().split()
            if not any(is_plain(vocabulary(), w) or w in vocabulary().eponyms for w in words):
                yield Identifier(*match.span(), "name", 0.7)
    yield from _pinyin_pairs(tokens)
    yield from _by_deeds(tokens)


def _scripts(text: str) -> Iterator[Identifier]:
    """`李明` in an English letter; in a Chinese one what a label or a role stands beside."""
    foreign = len(_FOREIGN.findall(text))
    if 2 * len(_GREEK.findall(text)) <= sum(c.isalpha() for c in text):
        for match in _GREEK_NAME.finditer(text):
            town = match.group().lower() in vocabulary().cities
            yield Identifier(match.start(), match.end(), "place" if town else "name", 0.75)
    if not foreign:
        return
    letters = sum(c.isalpha() for c in text) - len(_GREEK.findall(text))
    if foreign <= _MOST * letters:
        for match in _SCRIPTS.finditer(text):
            yield Identifier(match.start(), match.end(), "name", 0.75)
        return
    for pattern in _chinese():
        for match in pattern.finditer(text):
            yield Identifier(*match.span("name"), "name", 0.8)


@cache
def _chinese() -> tuple[re.Pattern[str], ...]:
    family = load_yaml("deid/pinyin.yaml")["family"]
    name = rf"(?P<name>(?:欧阳|司马|诸葛|上官|司徒|[{family}])[\u4e00-\u9fff]{{1,2}})"
    return (
        re.compile(rf"(?:{_LABELS})[\uff1a: ]{{0,2}}{name}(?![\u4e00-\u9fff])"),
        re.compile(rf"姓名[\uff1a: ]{{0,2}}{name}"),
        re.compile(rf"{name}(?=(?:医生|医师|主任|教授|护士|先生|女士|同志|[\uff0c, ]{{1,2}}(?:男|女)))"),
    )


@cache
def _syllables() -> tuple[frozenset[str], frozenset[str]]:
    lists = load_yaml("deid/pinyin.yaml")
    return frozenset(lists["syllables"]), frozenset(lists["words"])


@cache
def _pinyin(low: str) -> int:
    """How many Chinese syllables a word is made of, 0 where it is not."""
    syllables, words = _syllables()
    if low in words:
        return 0
    if low in syllables:
        return 1
    return 2 if any(low[:cut] in syllables and low[cut:] in syllables for cut in range(1, len(low))) else 0


def _pinyin_pairs(tokens: Tokens) -> Iterator[Identifier]:
    """Two words of Chinese syllables, one of them of two: `Shuhua Kong`."""
    vocab = vocabulary()
    for index in range(len(tokens.words) - 1):
        pair = tokens.words[index], tokens.words[index + 1]
        if tokens.gap(index) != " " or not all(w[0].isupper() and w[1:].islower() for w in pair):
            continue
        lows = tokens.lower[index], tokens.lower[index + 1]
        counts = [_pinyin(low) for low in lows]
        long = [low for low, n in zip(lows, counts, strict=True) if n == 2 and len(low) > 4]
        if 0 in counts or not any(low not in vocab.plain and low not in vocab.cities for low in long):
            continue
        if lows[0] in vocab.plain or (lows[1] in vocab.plain and counts[0] != 2):
            continue
        if tokens.lower[index - 1] in ("in", "the") if index else False:
            continue
        yield Identifier(tokens.starts[index], tokens.end(index + 1), "name", 0.8)


def _by_deeds(tokens: Tokens) -> Iterator[Identifier]:
    """An unknown word that opens a sentence and does what patients do: `Winterbourne has completed 54 Gy`."""
    vocab = vocabulary()
    text = tokens.text
    for index, word in enumerate(tokens.words):
        if not word[0].isupper() or word.isupper() or len(word) < 3:
            continue
        lead = text[max(0, tokens.starts[index] - 2) : tokens.starts[index]]
        if lead and not lead.endswith("\n") and lead not in (". ", ": ", "; ", "! ", "? ", "- "):
            continue
        if text[tokens.ends[index] : tokens.ends[index] + 1] != " " or not _STATUS.match(
            text, tokens.ends[index] + 1
        ):
            continue
        low = tokens.lower[index]
        known = is_listed(vocab, low)
        if (
            low in vocab.plain
            or low in vocab.relations
            or low in vocab.titles
            or low in vocab.eponyms
            or low in vocab.wider
        ):
            continue
        if known or "-" in low or not NO_NAME.search(low):
            yield Identifier(tokens.starts[index], tokens.end(index), "name", 0.75)


def completed(tokens: Tokens, found: list[Identifier]) -> Iterator[Identifier]:
    """The other half of names found in part: a given name before the surname, the `A` of `SMITH, JOHN A`."""
    vocab = vocabulary()
    starts = {start: index for index, start in enumerate(tokens.starts)}
    ends = {tokens.end(index): index for index in range(len(tokens.words))}
    for item in found:
        if (nick := _NICKNAME.match(tokens.text, item.end)) is not None:
            yield Identifier(*nick.span("nick"), "name", item.weight)
            if nick["rest"]:
                yield Identifier(*nick.span("rest"), "name", item.weight)
        if (last := ends.get(item.end)) is not None and (end := _right(tokens, last, vocab)) is not None:
            yield Identifier(item.start, end, "name", item.weight)
        if (first := starts.get(item.start)) is not None and (
            begin := _left(tokens, first, vocab)
        ) is not None:
            yield Identifier(begin, item.end, "name", item.weight)


def _right(tokens: Tokens, last: int, vocab: Vocabulary) -> int | None:
    """The end of an initial or a degree-like tail behind a name."""
    index = last + 1
    if index < len(tokens.words) and tokens.gap(last) == " " and tokens.words[index].istitle():
        # "Chan Tai Man": a syllable that is also a word, behind another.
        low = tokens.lower[index]
        if low in vocab.plain and len(low) < 5 and _pinyin(low) == 1 and _pinyin(tokens.lower[last]) == 1:
            return tokens.end(index)
    if (
        index >= len(tokens.words)
        or tokens.gap(last) not in (" ", ", ")
        or not is_initial(tokens.words[index])
    ):
        return None
    stop = tokens.ends[index]
    dotted = tokens.text[stop : stop + 1] == "."
    following = tokens.text[stop + dotted : stop + dotted + 2]
    if tokens.gap(last) == ", " and not dotted:
        return None
    if dotted or not following or following[0] in "\n,;:)(\t/" or following == "  ":
        return stop + dotted if dotted and following[:1] not in ("", "\n") else stop
    return None


def _left(tokens: Tokens, first: int, vocab: Vocabulary) -> int | None:
    """The start of a given name or initials before a surname."""
    index = first - 1
    if index < 0 or tokens.gap(index) not in (" ", ". ", ".", "-"):
        return None
    word, low = tokens.words[index], tokens.lower[index]
    apart = index == 0 or tokens.gap(index - 1) != " " or not is_capital(tokens.words[index - 1])
    if is_initial(word) or (word.isupper() and 1 < len(word) < 4 and word.isalpha()):
        if tokens.gap(index) == "-" or (len(word) > 1 and tokens.gap(index) != " "):
            return None
        known = low in vocab.plain and len(word) > 1
        if COUNTED.search(tokens.text[max(0, tokens.starts[index] - 12) : tokens.starts[index]]):
            return None
        return (
            None
            if known or word in vocab.credentials or not apart or _is_abbreviation(word)
            else tokens.starts[index]
        )
    if tokens.gap(index) != " " or not is_capital(word) or word.isupper() or len(low) < 3:
        return None
    if (
        low in vocab.plain
        or low in vocab.titles
        or low in vocab.relations
        or low in vocab.eponyms
        or low in vocab.wider
    ):
        return None
    if word.endswith(("'s", "\u2019s")) or low in vocab.cities:
        return None
    return tokens.starts[index] if is_listed(vocab, low) or not NO_NAME.search(low) else None


def _is_abbreviation(word: str) -> bool:
    """Letters that the clinic uses, and so no initials."""
    return word in load_yaml("deid/kept.yaml")["abbreviations"]
