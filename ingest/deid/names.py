"""Names of people: by title, label, salutation, signature, what is said of them, and by name lists."""

import re
from collections.abc import Iterator
from functools import cache

from ingest.deid.identifier import Identifier
from ingest.deid.name_cues import cued_names, is_doctor
from ingest.deid.name_shapes import completed, shaped_names
from ingest.deid.tokens import Tokens, is_capital, is_initial, is_listed, name_run, split_tokens
from ingest.deid.vocabulary import Vocabulary, vocabulary
from ingest.lexicon import load_yaml

_TITLE_GAPS = (" ", ". ", ".", "  ", ": ", ".  ")
_SOFT_TITLES = {"sister", "nurse", "lady", "lord", "sir", "fr", "col", "doctor", "capt", "sr", "miss"}
"""Titles that are also words: they need their capital, and a name in small letters behind it."""
_SURE_TITLES = {"mr", "mrs", "mx", "mme", "mlle", "frau", "señora", "sra", "srta"}
_FIELD_STOPS = {
    "dob", "date", "mrn", "sex", "age", "unknown", "not", "none", "nil", "withheld", "address", "ward", "nhs",
    "tel", "phone", "the", "of", "and", "gender", "id", "number", "redacted", "male", "female",
}  # fmt: skip
_TITLES = 3
"""Titles that stand together: "Prof Dr"."""
_LABEL = re.compile(
    r"\b(?:patient'?s?[ \t]name|(?:full|first|last|middle|family|given|maiden|preferred"
    r"|legal)[ \t]names?|name"
    r"|surname|forenames?|patient|pt|next[ \t]of[ \t]kin|nok|emergency[ \t]contact|guarantor|subscriber"
    r"|policy[ \t]?holder|consultant|attending|(?:referring|ordering|primary|treating|attending|responsible)"
    r"[ \t](?:physician|doctor|provider|clinician|consultant|oncologist|surgeon)|referred[ \t]by"
    r"|referring|referrer"
    r"|requested[ \t]by|requester|collected[ \t]by|performed[ \t]by|entered[ \t]by|recorded[ \t]by"
    r"|completed[ \t]by"
    r"|sender|recipient|caller|taken[ \t]by|call[ \t](?:from|for)|spoke[ \t](?:to|with)|informant"
    r"|chaperone|submitted[ \t]by|member|insured|beneficiary|claimant|applicant|employee|visitor|escort"
    r"|attendant|physician"
    r"|provider|surgeon|oncologist|radiologist|pathologist|physicist|dosimetrist|clinician|doctor|nurse"
    r"|specialist[ \t]nurse|key[ \t]worker|cns|gp|pcp|dictated[ \t]by|reported[ \t]by|transcribed[ \t]by"
    r"|typed[ \t]by|authorised[ \t]by|authorized[ \t]by|verified[ \t]by|signed[ \t]by|author|signed|signature"
    r"|cc|to|from|attn|attention|interpreter|witness|contact|carer|employer)[ \t]{0,4}[:=#][ \t]{0,20}",
    re.I,
)
_BY = re.compile(
    r"\b(?:(?:signed|dictated|reported|seen|reviewed|referred|verified|authorised|authorized|transcribed"
    r"|operated|performed|accompanied|prescribed|assessed|written|prepared|examined|attended|counselled"
    r"|collected|entered|recorded|completed|requested|countersigned|witnessed|typed|called|contacted"
    r"|driven|brought|submitted"
    r"|checked|approved|interviewed|consented|planned|treated|authored)[ \t](?:today[ \t]"
    r"|electronically[ \t]|digitally[ \t]|off[ \t]|jointly[ \t]){0,2}by"
    r"|spoke[ \t](?:to|with)|spoken[ \t](?:to|with)|met[ \t](?:with)?|discussed[ \t]with|my[ \t]name[ \t]is"
    r"|name[ \t]is|last[ \t]name\?|(?:people|everyone)[ \t]calls?[ \t]me|named|known[ \t]as|care[ \t]of|c/o"
    r"|(?<!\w)n[ée]e|formerly|a\.?k\.?a\.?|alias|nicknamed|[swdhc]/o|attn|attention|copy[ \t]to|told"
    r"|thanked?|phoned|telephoned|visited|under|pt|patient|saw|reviewed|says"
    r"|said|colleague)[ \t]{1,3}",
    re.I,
)
_SALUTATION = re.compile(r"^[ \t]{0,20}(?:dear|hi|hello|re|regarding)\b[ \t]{0,3}:?[ \t]{1,4}", re.I | re.M)
_CLOSING = re.compile(
    r"^[ \t]{0,20}(?:yours[ \t](?:sincerely|faithfully|truly)|sincerely|(?:with[ \t])?(?:kind|best|warm)"
    r"(?:[ \t]regards|[ \t]wishes)|regards|best|many[ \t]thanks|thanks|thank[ \t]you|signed|respectfully)"
    r"[,.]?[ \t]*$",
    re.I | re.M,
)
_IS_PATIENT = re.compile(
    r"(?:,| is| was)(?: an?| aged| age)* ?\d{1,3}\s?-?(?:years?\b|yrs?\b|yo\b|y/o|y\.o|[MF]\b)"
    r"|,? \((?:DOB|MRN|NHS|d\.o\.b)|,? (?:DOB|MRN|d\.o\.b)\b"
)
_SAID = re.compile(
    r" (?:(?:is|was|has been) (?:seen|reviewed|admitted|referred|discharged|accompanied|very|well|feeling)"
    r"|attended|presented|returns|attends|lives|reports|reported|denies|states|stated|remains|tolerated"
    r"|understands|agreed|agrees|says|called|phoned|declined|had given|listed|shouted|works)\b"
)
_MINDS = re.compile(
    r" (?:understands|agrees|denies|states|says|wishes|feels|lives|smokes|drinks|works as|is keen|asked"
    r"|declined"
    r"|is (?:an? )?(?:retired|married|single|widowed))\b"
)
"""What only people do: after these even an unknown word is a name."""
_FAINT = ("patient", "pt", "under", "reviewed", "saw", "re", "regarding", "to", "from")
"""Cues that an unknown single word is no name after."""
_WEAK_LABELS = ("to", "from", "patient", "pt", "cc", "contact", "re", "regarding", "under", "reviewed", "saw")


def find_names(text: str) -> list[Identifier]:
    """Every stretch that names a person."""
    tokens = split_tokens(_phrases().sub(lambda m: "#" * len(m.group()), text))
    if not tokens.words:
        return []
    at = {start: index for index, start in enumerate(tokens.starts)}
    found = [*_titled(tokens), *_labelled(tokens, at), *_closing(tokens, at), *_by_lists(tokens)]
    found += [*_described(tokens), *cued_names(tokens), *shaped_names(tokens)]
    found += completed(tokens, found)
    found += _conjoined(tokens, found)
    again = [*_repeated(tokens, found)]
    return [*found, *again, *completed(tokens, again)]


@cache
def _phrases() -> re.Pattern[str]:
    phrases = sorted(load_yaml("deid/kept.yaml")["phrases"], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)")


def _span(tokens: Tokens, first: int, end: int, weight: float) -> Identifier:
    return Identifier(tokens.starts[first], tokens.end(end - 1), "name", weight)


def _titled(tokens: Tokens) -> Iterator[Identifier]:
    vocab = vocabulary()
    for index, low in enumerate(tokens.lower[:-1]):
        if low not in vocab.titles or tokens.gap(index) not in _TITLE_GAPS:
            continue
        if low in _SOFT_TITLES and not is_capital(tokens.words[index]):
            continue
        first = index + 1
        for _ in range(_TITLES):
            also = tokens.lower[first] in vocab.titles or tokens.lower[first] == "and"
            if also and first < len(tokens.words) - 1:
                first += 1
        end = name_run(tokens, first, cued=True)
        if end == first and low in _SURE_TITLES and _looks_personal(tokens, first, first + 1):
            # Behind these a word is a name whatever else it means: "Mrs Young".
            end = first + 1
        end += end == first and low in ("dr", "prof", "professor") and is_doctor(tokens, first)
        soft = low in _SOFT_TITLES and not _looks_personal(tokens, first, end)
        if end > first and not soft and not _is_eponym(tokens, first, end, cued=True):
            yield _span(tokens, first, end, 0.95)


def _labelled(tokens: Tokens, at: dict[int, int]) -> Iterator[Identifier]:
    vocab = vocabulary()
    for pattern, form in ((_LABEL, True), (_BY, False), (_SALUTATION, False)):
        for match in pattern.finditer(tokens.text):
            first = at.get(match.end())
            if first is None:
                continue
            for _ in range(_TITLES):
                if tokens.lower[first] in vocab.titles and first + 1 < len(tokens.words):
                    first += 1
            low = match.group().strip(" \t:=#").lower()
            weak = not form or low in _WEAK_LABELS
            field = form and not weak and "name" in low
            end = name_run(tokens, first, any_case=field, cued=form and not weak, comma=True)
            if field and end == first and tokens.lower[first] not in _FIELD_STOPS:
                end = first + 1
                if tokens.gap(first) in (", ", ",") and first + 1 < len(tokens.words):
                    end = max(name_run(tokens, first + 1, any_case=True), end)
            if end == first:
                continue
            run = range(first, end)
            listed = any(is_listed(vocab, tokens.lower[i]) for i in run)
            if weak and not listed and not _looks_personal(tokens, first, end):
                continue
            if low in _FAINT and not listed and end - first < 2:
                continue
            if (
                not form
                and end - first == 1
                and len(tokens.words[first]) > 1
                and tokens.words[first].isupper()
            ):
                # "assessed by ELISA": an abbreviation before it is anybody.
                continue
            if not _is_eponym(tokens, first, end, cued=form and not weak):
                yield _span(tokens, first, end, 0.9 if form else 0.8)
    for index, low in enumerate(tokens.lower[:-1]):
        if low in vocab.relations and tokens.gap(index) in (" ", ", ", " (", ": ", ", "):
            end = name_run(tokens, index + 1)
            if end > index + 1 and _looks_personal(tokens, index + 1, end):
                if not _is_eponym(tokens, index + 1, end):
                    yield _span(tokens, index + 1, end, 0.85)
        if low in vocab.relations and index and tokens.words[index - 1].endswith(("'s", "\u2019s")):
            if is_capital(tokens.words[index - 1]) and tokens.lower[index - 1] not in vocab.plain:
                yield _span(tokens, index - 1, index, 0.85)


def _looks_personal(tokens: Tokens, first: int, end: int) -> bool:
    """Words written like a name: a capital, then small letters; capitals alone only as a surname first."""
    words = [tokens.words[i] for i in range(first, end) if not is_initial(tokens.words[i])]
    if len(words) > 1 and words[0].isupper() and len(words[0]) > 3 and "," in tokens.gap(first):
        words = words[1:]
    return bool(words) and all(_written_as_name(w) or w.lower() in vocabulary().particles for w in words)


def _written_as_name(word: str) -> bool:
    if word[0].lower() == word[0].upper():
        return len(word) > 1
    return word[0].isupper() and not word.isupper() and len(word) > 2


def _closing(tokens: Tokens, at: dict[int, int]) -> Iterator[Identifier]:
    """The lines below "Yours sincerely", and names before degrees."""
    text, vocab = tokens.text, vocabulary()
    for match in _CLOSING.finditer(text):
        place = match.end()
        for _ in range(4):
            newline = text.find("\n", place)
            if newline < 0:
                break
            place = newline + 1
            while place < len(text) and text[place] in " \t":
                place += 1
            first = at.get(place)
            if first is None:
                continue
            end = name_run(tokens, first, cued=True)
            if end > first:
                yield _span(tokens, first, end, 0.9)
                break
    for index, word in enumerate(tokens.words):
        if index == 0 or word not in vocab.credentials or len(word) < 2:
            continue
        if tokens.gap(index - 1) not in (", ", " ", " (", ","):
            continue
        first = index
        while first > 0 and index - first < 4 and _name_like(tokens, first - 1, vocab):
            if first < index and tokens.gap(first - 1) not in (" ", ". ", "."):
                break
            first -= 1
        if index - first >= 2 and any(not is_initial(tokens.words[i]) for i in range(first, index)):
            yield _span(tokens, first, index, 0.85)


def _name_like(tokens: Tokens, index: int, vocab: Vocabulary) -> bool:
    word, low = tokens.words[index], tokens.lower[index]
    if low in vocab.particles:
        return True
    return is_capital(word) and low not in vocab.plain and low not in vocab.titles


def _described(tokens: Tokens) -> Iterator[Identifier]:
    """A name of which an age or a date of birth is said, or what a person does."""
    text, vocab = tokens.text, vocabulary()
    index = 0
    while index < len(tokens.words):
        if not is_capital(tokens.words[index]) or not _opens(tokens, index):
            index += 1
            continue
        end = name_run(tokens, index, comma=True)
        if end > index and not _is_eponym(tokens, index, end):
            listed = any(is_listed(vocab, tokens.lower[i]) for i in range(index, end))
            personal = _looks_personal(tokens, index, end) or (listed and end - index > 1)
            after = text[tokens.ends[end - 1] : tokens.ends[end - 1] + 40]
            says = _SAID.match(after) if listed else _MINDS.match(after)
            if personal and (says or _IS_PATIENT.match(after)):
                yield _span(tokens, index, end, 0.85)
        index = max(end, index + 1)


def _opens(tokens: Tokens, index: int) -> bool:
    if index == 0:
        return True
    gap = tokens.gap(index - 1)
    return "\n" in gap or gap.strip() in (".", ":", ";", "!", "?", '."', '"', ",") or len(gap) > 1


def _by_lists(tokens: Tokens) -> Iterator[Identifier]:
    """Names known from the lists: two that stand together, or one that is no other word."""
    vocab = vocabulary()
    index = 0
    while index < len(tokens.words):
        low = tokens.lower[index]
        if not is_capital(tokens.words[index]) or not is_listed(vocab, low):
            index += 1
            continue
        first = index
        end = max(name_run(tokens, first, comma=_reversed(tokens, first, vocab)), first)
        if end == first:
            index += 1
            continue
        count = sum(not is_initial(tokens.words[i]) for i in range(first, end))
        before = first - 1
        if (
            low in vocab.family
            and before >= 0
            and tokens.gap(before) in (" ", ". ", ".")
            and (is_initial(tokens.words[before]) or _free(tokens, before, vocab))
            and (tokens.gap(before) == " " or is_initial(tokens.words[before]))
        ):
            first = before
            count += not is_initial(tokens.words[before])
            if is_initial(tokens.words[before]) and low not in vocab.words:
                count += 1
        shouted = all(tokens.words[i].isupper() for i in range(first, end))
        known = sum(is_listed(vocab, tokens.lower[i]) for i in range(first, end))
        if not _is_eponym(tokens, first, end) and (
            (count > 1 and (known > 1 or not shouted) and _credible(tokens, first, end, vocab))
            or (count == 1 and _alone(tokens, first, end, vocab))
        ):
            yield _span(tokens, first, end, 0.7)
        index = max(end, index + 1)


def _credible(tokens: Tokens, first: int, end: int, vocab: Vocabulary) -> bool:
    """Of several words one must be a name and nothing else, or two be names."""
    lows = [tokens.lower[i] for i in range(first, end)]
    listed = [low for low in lows if is_listed(vocab, low)]
    sure = [low for low in listed if low not in vocab.words]
    unsure = [low for low in lows if low in vocab.eponyms and low not in vocab.given]
    if len(unsure) == len(lows):
        return False
    return bool(sure) or (len(listed) > 1 and lows[0] in vocab.given)


def _alone(tokens: Tokens, first: int, end: int, vocab: Vocabulary) -> bool:
    word = next(i for i in range(first, end) if not is_initial(tokens.words[i]))
    low = tokens.lower[word]
    if tokens.words[word].endswith(("'s", "\u2019s")) and low not in vocab.given:
        return False
    if word and tokens.lower[word - 1] in ("st", "saint", "mother"):
        return False
    if (
        low in vocab.words
        or low in vocab.eponyms
        or low in vocab.cities
        or low in vocab.wider
        or len(low) < 4
    ):
        return False
    return not tokens.words[word].isupper()


def _reversed(tokens: Tokens, first: int, vocab: Vocabulary) -> bool:
    """`Surname, Given`, where the second is a listed given name."""
    if first + 1 >= len(tokens.words) or tokens.gap(first) not in (", ", ","):
        return False
    return tokens.lower[first] in vocab.family and tokens.lower[first + 1] in vocab.given


def _free(tokens: Tokens, index: int, vocab: Vocabulary) -> bool:
    """A capitalised word that nothing but a name explains, not at the head of a sentence."""
    word, low = tokens.words[index], tokens.lower[index]
    if not is_capital(word) or word.isupper() or len(low) < 3 or low.endswith("ed"):
        return False
    if low in vocab.plain or low in vocab.titles or low in vocab.eponyms or low in vocab.relations:
        return False
    return index > 0 and not _opens(tokens, index)


def _is_eponym(tokens: Tokens, first: int, end: int, *, cued: bool = False) -> bool:
    """Whether the words are those of a disease, score, test or trial and not a person's."""
    vocab = vocabulary()
    head = tokens.lower[end] if end < len(tokens.words) and tokens.gap(end - 1) in (" ", "-", "  ") else ""
    lows = [tokens.lower[i] for i in range(first, end)]
    shouted = all(tokens.words[i].isupper() for i in range(first, end))
    if head in vocab.heads and (not cued or head in {"trial", "study"} or lows[-1] in vocab.eponyms):
        if any(low in vocab.eponyms for low in lows) or shouted or len(lows) == 1:
            return True
    if cued:
        return False
    after = tokens.text[tokens.ends[end - 1] : tokens.ends[end - 1] + 3]
    if len(after) > 1 and after[0] in "-\u2013 :" and after[1:2].isdigit() and len(lows) == 1:
        return True
    parts = {part for low in lows for part in (low, *low.split("-"))}
    joined = " ".join(lows)
    return (
        joined in vocab.eponyms
        or all(low in vocab.eponyms or (set(low.split("-")) <= vocab.eponyms) for low in lows)
        or (len(lows) == 1 and "-" in lows[0] and bool(parts & vocab.eponyms))
    )


def _conjoined(tokens: Tokens, found: list[Identifier]) -> Iterator[Identifier]:
    """The second of two: "Dr Kuroda and Arakawa"."""
    ends = {item.end for item in found if item.weight >= 0.8}
    for index in range(len(tokens.words) - 2):
        if tokens.ends[index] not in ends or tokens.lower[index + 1] not in ("and", "und", "y"):
            continue
        if tokens.gap(index) != " " or tokens.gap(index + 1) != " ":
            continue
        end = name_run(tokens, index + 2)
        if (
            end > index + 2
            and _looks_personal(tokens, index + 2, end)
            and not _is_eponym(tokens, index + 2, end)
        ):
            yield _span(tokens, index + 2, end, 0.8)


def _repeated(tokens: Tokens, found: list[Identifier]) -> Iterator[Identifier]:
    """Further mentions of the words of names found for sure."""
    vocab = vocabulary()
    sure: set[str] = set()
    for item in found:
        if item.weight < 0.8:
            continue
        for part in split_tokens(tokens.text[item.start : item.end]).words:
            low = part.lower()
            if (
                len(part) > 2
                and low not in vocab.plain
                and low not in vocab.words
                and low not in vocab.particles
            ):
                sure.add(low)
    if not sure:
        return
    for index, low in enumerate(tokens.lower):
        if low in sure and is_capital(tokens.words[index]) and not _is_eponym(tokens, index, index + 1):
            yield _span(tokens, index, index + 1, 0.75)
