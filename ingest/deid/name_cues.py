"""Names by who is spoken of: roles beside a bed, relatives, people met, initials, and surnames put first."""

import re
from collections.abc import Iterator
from functools import cache

from ingest.deid.identifier import Identifier
from ingest.deid.tokens import Tokens, is_capital, is_initial, is_listed, name_run
from ingest.deid.vocabulary import vocabulary
from ingest.lexicon import load_yaml

_MONTHS = {"april", "may", "june", "august", "january", "march", "summer", "autumn", "winter"}
_RELATED = re.compile(
    r",?[ \t](?:is|was)?[ \t]?(?:his|her|their|my|the[ \t](?:patient|pt|client)['\u2019]?s?|patient['\u2019]s"
    r"|pt['\u2019]s)[ \t](?:[a-z]+[ \t]){0,2}?(?P<relation>[a-zéèœ\-]{3,16})\b"
    r"|[ \t]?\((?:his|her|their|the|an?|eldest|youngest|older|younger|pt['\u2019]?s|patient['\u2019]s"
    r"|ex-?)?[ \t]?"
    r"(?P<bracketed>[a-zéèœ\-]{3,16})(?=[),;/ ])"
)
_LINK = re.compile(
    r"[ \t]?[:\u2013\u2014\-][ \t]{1,3}|:|,[ \t](?:called[ \t]|named[ \t])?|[ \t]\("
    r"|[ \t](?:is[ \t])?(?:called|named)[ \t]"
    r"|[ \t](?:is|was)[ \t]|[ \t][\"\u201c'\u2018]|[ \t]|[ \t]?/[ \t]?"
)
_MET = re.compile(
    r"\b(?:with|by|from|told|called|asked|saw|met|rang|phoned|contacted|thank|thanks|thanked|tell|ask|see"
    r"|reminded|informed|advised|updated|emailed|texted|cc|attn|hi|hello|dear|via|for|to)[ \t,:]{1,2}$",
    re.I,
)
_STRONG_MET = ("for", "to", "via")
_BEHIND = re.compile(
    r"[ \t]*(?:[.,;:)!?\n]|$)|[ \t]+(?:and|who|whom|on|at|in|today|tomorrow|yesterday|about|re|regarding"
    r"|if|said"
    r"|will|to|as|this|next|last|again|before|after|when|that|has|is|was|for|from|or|re:|-|\u2013)\b"
)
_DEEDS = re.compile(
    r" (?:is (?:his|her|my|their|the|a|an|very|well|keen|happy|worried|aware|away|here|coming|doing|due"
    r"|not|now"
    r"|still|unwell|tired|upset)|was (?:here|there|upset|present|worried|told|asked)|will (?:call|ring"
    r"|come|collect"
    r"|drive|bring|help|phone)|said|says|rang|called|phoned|asked|asks|thinks|reports|reported|came|comes"
    r"|drove"
    r"|drives|visited|visits|lives|works|wants|would like|feels|helps|cares for|has (?:been|had|agreed"
    r"|asked|called"
    r"|rung|noticed|told|moved|died)|agreed|agrees|understands|arrived|attended|attends|collects|collected)\b"
)
_INITIALLED = re.compile(
    r"(?P<lead>^|[\n(/&:;,][ \t]{0,3}|\b(?i:by|with|from|to|and|cc|signed|dear|re|mr|mrs|ms|miss|dr|prof"
    r"|under"
    r"|for|author|attn)\.?[ \t:]{1,3})"
    r"(?P<name>(?:[A-Z]\.[ ]?){1,3}[A-ZÀ-ÖØ-Þ][a-zà-ÿ'\u2019][\w'\u2019\-]{1,24})(?![\w])",
    re.M,
)
COUNTED = re.compile(
    r"\b(?:stage|grade|type|class|phase|level|group|arm|vitamin|hepatitis|cohort|part)[ \t]$", re.I
)
_LETTERS = re.compile(
    r"\b(?i:initials|inits?)\b[ \t]?(?:[:=]|are|is)?[ \t]{0,3}(?P<value>(?:[A-Z]\.?[ \-]?){1,4})(?![a-z])"
    r"|\b(?i:patient|pt|client|re|mr|mrs|ms|miss|signed|by"
    r"|from)[ \t:]{1,3}(?P<dotted>(?:[A-Z]\.[ ]?){2,4})(?![ ]?[A-Z][a-z])(?!\w)"
)
_DICTATED = re.compile(
    r"(?:^|(?<=\d )|(?<=\d\t)|(?<=[:;,.] ))(?P<value>[A-Z]{2,4}[/:][a-z]{2,4})(?=[ \t.]*(?:\n|$))", re.M
)
_NOT_MARKS = {
    "gy",
    "fx",
    "fr",
    "min",
    "hr",
    "ml",
    "mg",
    "kg",
    "day",
    "wk",
    "yr",
    "hdr",
    "ldr",
    "cm",
    "mm",
    "sec",
    "nil",
    "neg",
    "pos",
}
_SURNAME_FIRST = re.compile(
    r"(?:^|[:;\u2013\-(][ \t]{0,4}|\b(?i:by|from|to|cc|with|dr|re|attn|name|patient)[ \t]{1,3})"
    r"(?P<family>[A-ZÀ-ÖØ-Þ][\w'\u2019\-]{1,24}(?: [A-ZÀ-ÖØ-Þ][\w'\u2019\-]{1,24})?),[ ]?"
    r"(?P<given>[A-ZÀ-ÖØ-Þ][\w'\u2019\-]{1,24}(?:[ ](?:[A-Z]\b\.?"
    r"|[A-Z][\w\-]{1,20})){0,2})(?=[ \t]*(?:[.,;()\n/]|$|\d|\t|[ ]{2}|[MF]\b|\b(?:DOB|MRN|NHS|MD)\b))",
    re.M,
)


NO_NAME = re.compile(
    r"(?:ed|ing|ly|tion|sion|ment|ents?|ants?|apy|ology|ics?|ous|ive|ity|ness|ance|ence|oma|omas|itis"
    r"|emia|aemia|ectomy"
    r"|scopy|gram|graphy|mab|nib|platin|taxel|rubicin|ate|ide|ine|ism|al|sis|ist|ists|ees?|ers|ions"
    r"|ships?|ies|cases)$"
)
"""Endings of a clinic's words; few names bear them."""
_SIGNED_OFF = re.compile(
    r"\b(?i:regards|wishes|cheers|sincerely|faithfully|thanks|thank you|grüßen|saludos"
    r"|cordialement)[,.!]?[ \t]+"
    r"(?P<name>[A-ZÀ-Þ][a-zà-ÿ'\u2019\-]{1,20}(?: [A-ZÀ-Þ][\w'\u2019\-]{0,20}){0,2})(?=[ \t.]*(?:\n|$))"
)
_GIVEN_AND_LETTER = re.compile(
    r"\b(?P<given>[A-ZÀ-Þ][a-zà-ÿ]{2,15}) [A-Z]\.?(?=[ \t]*(?:[,;)\n]|$)"
    r"|\.?[ ][a-z])"
)


def cued_names(tokens: Tokens) -> Iterator[Identifier]:
    """Names that a role, a relation, a meeting, initials or a heading point at."""
    at = {start: index for index, start in enumerate(tokens.starts)}
    yield from _in_roles(tokens, at)
    yield from _related(tokens)
    yield from _met(tokens)
    yield from _initials(tokens.text)
    yield from (Identifier(*m.span("name"), "name", 0.8) for m in _SIGNED_OFF.finditer(tokens.text))
    vocab = vocabulary()
    for match in _GIVEN_AND_LETTER.finditer(tokens.text):
        low = match["given"].lower()
        if low in vocab.given and low not in vocab.eponyms and low not in vocab.plain and low not in _MONTHS:
            if match.group()[-1] == "." or not match.group().endswith((" A", " I")):
                yield Identifier(match.start(), match.end(), "name", 0.75)
    yield from _surname_first(tokens.text)


@cache
def _roles() -> re.Pattern[str]:
    roles = sorted(load_yaml("deid/kept.yaml")["roles"], key=lambda r: (-len(r), r))
    return re.compile(
        rf"(?<![\w\-])(?P<role>{'|'.join(map(re.escape, roles))})"
        r"(?P<link>[ \t]?[:\u2013\u2014\-][ \t]{0,3}|,[ \t]|[ \t]\(|[ \t](?:is[ \t])?(?:called|named)[ \t]"
        r"|[ \t](?:is|was)[ \t]|[ \t])(?=\S)",
        re.I,
    )


def _span(tokens: Tokens, first: int, end: int, weight: float) -> Identifier:
    return Identifier(tokens.starts[first], tokens.end(end - 1), "name", weight)


def looks_personal(tokens: Tokens, first: int, end: int) -> bool:
    """Words written like a name: a capital, then small letters; initials apart."""
    words = [tokens.words[i] for i in range(first, end) if not is_initial(tokens.words[i])]
    return bool(words) and all(
        (w[0].isupper() and not w.isupper() and len(w) > 1) or w.lower() in vocabulary().particles
        for w in words
    )


_NO_DOCTORS = frozenset(
    {
        "letter",
        "note",
        "notes",
        "visit",
        "review",
        "office",
        "name",
        "call",
        "round",
        "rounds",
        "today",
        "who",
    }
    | {"on", "in", "at", "to", "for", "will", "said", "does", "did", "date", "number", "unknown", "id", "the"}
)


def is_doctor(tokens: Tokens, index: int) -> bool:
    """Whether a word that is no name elsewhere is a doctor's: "Dr Stone removed", not "Dr Letter"."""
    low = tokens.lower[index]
    if low in _NO_DOCTORS or low in vocabulary().heads or NO_NAME.search(low):
        return False
    after = tokens.text[tokens.ends[index] : tokens.ends[index] + 2]
    ends = after[:1] in ("", ".", ",", ";", ")", "\n") or (after[:1] == " " and after[1:].islower())
    return ends and len(low) > 2 and looks_personal(tokens, index, index + 1)


def _in_roles(tokens: Tokens, at: dict[int, int]) -> Iterator[Identifier]:
    """`nurse specialist Becky`, `Chaperone - Lucy`, `Dietitian: Sian Price`."""
    vocab = vocabulary()
    for match in _roles().finditer(tokens.text):
        first = at.get(match.end())
        if first is None:
            continue
        while tokens.lower[first] in vocab.titles and first + 1 < len(tokens.words):
            first += 1
        end = name_run(tokens, first, cued=True)
        if end == first or not looks_personal(tokens, first, end):
            continue
        listed = any(is_listed(vocab, tokens.lower[i]) for i in range(first, end))
        marked = match["link"].strip(" \t") not in ("", ",", "is", "was")
        small = match["role"].islower()
        head = tokens.lower[end] if end < len(tokens.words) and tokens.gap(end - 1) == " " else ""
        if head in vocab.heads or (not listed and tokens.lower[first] in vocab.eponyms):
            continue
        behind = tokens.text[tokens.ends[end - 1] : tokens.ends[end - 1] + 2]
        alone = end - first == 1 and not NO_NAME.search(tokens.lower[first])
        ends = alone and (
            behind[:1] in ("", ".", ",", ";", ")", "\n") or (behind[:1] == " " and behind[1:].islower())
        )
        if listed or marked or (match["link"] == " " and (small or ends)):
            yield _span(tokens, first, end, 0.85)


def _related(tokens: Tokens) -> Iterator[Identifier]:
    """`Grace is her granddaughter`, `Ivy (daughter)`, `his wife, Mary Smith`."""
    vocab = vocabulary()
    text = tokens.text
    for index, low in enumerate(tokens.lower[:-1]):
        own = tokens.words[index].endswith(("'s", "\u2019s"))
        if low in vocab.relations and not own and (link := _LINK.match(text, tokens.ends[index])) is not None:
            first = index + 1
            while first < len(tokens.words) and tokens.starts[first] < link.end():
                first += 1
            if first == len(tokens.words) or tokens.starts[first] != link.end():
                continue
            if tokens.lower[first] in vocab.titles and first + 1 < len(tokens.words):
                continue
            end = name_run(tokens, first, cued=True)
            if tokens.lower[first] in vocab.titles:
                continue
            if end == first or not looks_personal(tokens, first, end) or tokens.lower[first] in _MONTHS:
                continue
            listed = is_listed(vocab, tokens.lower[first]) or is_listed(vocab, tokens.lower[end - 1])
            head = tokens.lower[end] if end < len(tokens.words) and tokens.gap(end - 1) == " " else ""
            if head in vocab.heads or tokens.lower[first] in vocab.wider:
                continue
            if listed or (
                link.group().strip() not in ("is", "was") and tokens.lower[first] not in vocab.eponyms
            ):
                yield _span(tokens, first, end, 0.85)
                yield from _listing(tokens, end)
    for index, word in enumerate(tokens.words):
        if not is_capital(word) or word.isupper():
            continue
        end = name_run(tokens, index)
        if end == index or not looks_personal(tokens, index, end) or tokens.lower[index] in _MONTHS:
            continue
        said = _RELATED.match(text, tokens.ends[end - 1])
        if said and (said["relation"] or said["bracketed"]) in vocab.relations:
            if tokens.lower[index] not in vocab.wider and tokens.lower[index] not in vocab.relations:
                yield _span(tokens, index, end, 0.85)


def _listing(tokens: Tokens, index: int) -> Iterator[Identifier]:
    """Further names of a list: `her sons Ade, Tobi and Kunle`."""
    vocab = vocabulary()
    while index < len(tokens.words):
        gap = tokens.gap(index - 1)
        if (
            gap == " "
            and tokens.lower[index] in ("and", "und", "y", "et", "or")
            and index + 1 < len(tokens.words)
        ):
            if tokens.gap(index) != " ":
                return
            index += 1
        elif gap != ", ":
            return
        end = name_run(tokens, index)
        personal = end > index and looks_personal(tokens, index, end) and end - index < 4
        if not personal or tokens.lower[index] in _MONTHS or tokens.lower[index] in vocab.wider:
            return
        onward = end < len(tokens.words) and (
            tokens.gap(end - 1) == ", " or tokens.lower[end] in ("and", "or")
        )
        if tokens.lower[index] in vocab.titles:
            return
        if gap == ", " and not onward and not is_listed(vocab, tokens.lower[index]):
            return
        yield _span(tokens, index, end, 0.8)
        index = end


def _met(tokens: Tokens) -> Iterator[Identifier]:
    """Given names that are also words, where only a person can stand: `follow up with Rose`."""
    vocab = vocabulary()
    text = tokens.text
    for index, low in enumerate(tokens.lower):
        word = tokens.words[index]
        if low not in vocab.given or not is_capital(word) or word.isupper() or low in _MONTHS or len(low) < 2:
            continue
        if low in vocab.plain or low in vocab.eponyms or low in vocab.cities or low in vocab.wider:
            continue
        before = text[max(0, tokens.starts[index] - 14) : tokens.starts[index]]
        cue = _MET.search(before)
        after = tokens.end(index)
        own = text[after : after + 2] in ("'s", "\u2019s")
        if cue and _BEHIND.match(text, tokens.ends[index]):
            weak = cue.group().strip(" \t,:").lower() in _STRONG_MET and low in vocab.words
            if not weak or text[tokens.ends[index] : tokens.ends[index] + 1] in (".", ",", "\n", ""):
                yield _span(tokens, index, index + 1, 0.8)
        elif _DEEDS.match(text, tokens.ends[index]) and not own:
            yield _span(tokens, index, index + 1, 0.75)


def _initials(text: str) -> Iterator[Identifier]:
    """`E. Paget`, `Initials J.D.`, and who dictated and typed: `SKW/jt`."""
    vocab = vocabulary()
    for match in _INITIALLED.finditer(text):
        surname = match["name"].rsplit(".", 1)[-1].strip().lower()
        if surname in vocab.plain or surname in vocab.heads or surname in vocab.wider or len(surname) < 3:
            continue
        if not COUNTED.search(text[max(0, match.start("name") - 12) : match.start("name")]):
            yield Identifier(*match.span("name"), "name", 0.85)
    for match in _LETTERS.finditer(text):
        group = "value" if match["value"] else "dotted"
        start, end = match.span(group)
        yield Identifier(start, start + len(text[start:end].rstrip(" -")), "name", 0.8)
    for match in _DICTATED.finditer(text):
        parts = re.split("[/:]", match["value"].lower())
        if not _NOT_MARKS & set(parts):
            yield Identifier(*match.span("value"), "name", 0.7)


def _surname_first(text: str) -> Iterator[Identifier]:
    """`Referring: Paget, Elena` and `OYELARAN, Tobi J`."""
    vocab = vocabulary()
    for match in _SURNAME_FIRST.finditer(text):
        family = match["family"].lower().split()
        given = re.split(r"[ \-]", match["given"].lower())
        if (
            any(w in vocab.plain or w in vocab.cities or w in vocab.wider for w in family)
            or given[0] in vocab.plain
        ):
            continue
        if given[0] not in vocab.given:
            continue
        sure = family[-1] in vocab.family or family[-1] in vocab.eponyms or match["family"].isupper()
        if given[0] in _MONTHS or (given[0] in vocab.words and not sure):
            continue
        yield Identifier(match.start("family"), match.end("given"), "name", 0.85)
