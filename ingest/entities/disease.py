"""Diseases as a text names them: forms of the ontologies, and tumour words with the site and kind before."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from ingest.entities.found import Found
from ingest.entities.illness import find_illnesses
from ingest.entities.parted_name import parted_names
from ingest.entities.serology import is_tested_negative
from ingest.lexicon import Gazetteer, load_yaml
from ingest.linking.names import exact_names, is_hint, meaning_of, normal_name, normal_names
from ingest.linking.short_form import defined_forms
from ingest.mention import Mention, outermost
from ingest.reading import Reading
from ingest.words import Words, normal_form
from ontologies.disease import load_diseases

_MOST_WORDS = 8
"""Words before a tumour word that can belong to its name."""
_KIND_HEADS = frozenset({"carcinoma", "adenocarcinoma", "melanoma"})
"""Kinds of tumour behind which an organ stands without "of": "carcinoma larynx"."""
_LINKS = ("of", "to", "in")
_GENERAL = frozenset({"cancer", "lesion", "mass", "metastasis", "neoplasm", "tumor"})
_GENERIC = frozenset(
    {"cancer", "disease", "invasive", "lesion", "malignancy", "malignant", "mass", "metastasis", "metastatic"}
    | {"neoplasm", "primary", "solid", "tumor"}
)
"""Words that name no disease, together or alone: "solid tumours"."""
_WORD = re.compile(r"[A-Za-z]+")
_DEFINED = re.compile(r"(?<![A-Za-z])(?P<before>[A-Za-z]{1,40}) ?\((?P<short>[A-Z]{2,5})\)")
_ORGANISATION = re.compile(
    r"\b(?:Barcelona Clinic|Committee (?:on|for)|Institute (?:of|for)|for the Study of|Society (?:of|for)"
    r"(?: \w+)?|Association (?:of|for)(?: \w+)?|Research (?:and Treatment )?of|Group for"
    r"|World"
    r"|American|National|European) $"
)
_CALLED = re.compile(
    r" (?:(?i:(?:receptor )?(?:tyrosine )?kinase)"
    r"|Cent(?:er|re)|Research|Network|Institute|Society|Registry|Group|Foundation|Trialists"
    r"|Hospital|Council|Federation|Consortium|Study Group|Cooperative|Research UK|Staging|Intergroup)\b"
)
"""Names of organisations and systems that hold a tumour's word."""
_AGAIN = re.compile(r" (?:recurrences?|relapses?|progression)$", re.IGNORECASE)
"""What the ontologies' forms have behind a name and the name has not."""
_LONGER = re.compile(r"(?:['\u2019] ?s)?[ -](?:disease|syndrome)\b", re.IGNORECASE)

_PLURAL = re.compile(r"(?<![A-Za-z0-9-])(?P<short>[A-Z]{3,7})s(?![A-Za-z0-9])")
_NOT_SQUAMOUS = re.compile(r"(?<![A-Za-z])[Nn][Oo][Nn][- ]?[Ss]quamous[- ]$")
_GRADED = re.compile(r"(?:(?:CNS )?WHO )?gr(?:ade)?\.? ?(?:IV|I{1,3}|[1-4])[ ,]{1,2}", re.IGNORECASE)
"""The grade that the ontologies' names of brain tumours begin with; it is marked apart."""

_AT_RISK = re.compile(
    r"(?:very[- ])?(?:low|intermediate|high|favou?rable|unfavou?rable)(?:[- ]intermediate)?[- ]risk[- ]"
    r"|(?:(?:limited|extensive)[- ](?:stage|disease)|[LE]S)[- ]",
    re.IGNORECASE,
)
"""The risk group or extent that a form of the case grammar begins with; the name has none."""
_STAGED = re.compile(
    r"(?P<site>(?:(?:low|mid|upper) )?(?:rectum|rectal|cervix|endometri(?:um|al)|bladder|vaginal SCC|MF))"
    r" (?:stage )?[cp]?(?:T[1-4]|I{1,3}[ABC]?[1-3]?|IV[ABC]?)$",
    re.IGNORECASE,
)
"""A site with the stage that makes it a tumour's; the stage is marked apart."""
_TREATED = re.compile(
    r"^(?:SBRT|SABR|RT|radiotherapy) |[a-z] (?:SBRT|SABR|RT|radiotherapy|brachy(?:therapy)?|chemo-?RT"
    r"|chemoradiation|seed implant|prophylaxis)$",
    re.IGNORECASE,
)
"""A form that points at a disease by its treatment and names none: "prostate SBRT"."""

_TITLE = re.compile(r"(?:drug )?(?:allerg(?:y|ies)|intolerances?)(?: ?(?:/|and|&) ?\w+)? ?:", re.IGNORECASE)

_ALL_OF = re.compile(
    r" (?:(?:surgical|resection|lymph|sampled|home|other|current|previous|remaining|blood) )?"
    r"(?:specimens|samples|sites|lesions|wounds|drains|scans|imaging|bloods|appointments|instructions"
    r"|concerns|symptoms|staff|cultures|investigations|dressings|lines|sutures|toxicities|meds|medications?|questions?|others?|of|the|these|those|his|her|their|labs?|results?|systems"
    r"|options|risks"
    r"|margins|nodes|fields|above|allergies|drugs|known)\b",
    re.IGNORECASE,
)

_RESULT = re.compile(
    r"(?!triple|non)(?:hormone[- ]receptor|[A-Z][A-Za-z0-9/.-]{1,14}|p16|p53)"
    r"(?:(?:\+|\(\+\)|-)(?=[ ,/)]|$)|[- ](?:positive|negative|mutated|mutant|mutation[- ]positive|amplified"
    r"|rearranged|enriched|low|expressing|driven|associated|related)(?![A-Za-z]))[ ,/-]{0,2}(?:and )?",
)
"""A marker with its result at the beginning of a form: "HER2-positive breast cancer"."""


class _Lexicon(NamedTuple):
    heads: frozenset[str]
    endings: tuple[str, ...]
    not_heads: frozenset[str]
    bare_never: frozenset[str]
    compounds: frozenset[str]
    sites: frozenset[str]
    parts: frozenset[str]
    never_first: frozenset[str]
    unless: dict[str, frozenset[str]]
    outside: frozenset[str]
    organs: frozenset[str]
    organ_adjectives: frozenset[str]
    short_heads: frozenset[str]
    not_diseases: frozenset[str]
    short: Gazetteer


@cache
def _lexicon() -> _Lexicon:
    data: dict[str, Any] = load_yaml("disease_words.yaml")

    def words(key: str) -> frozenset[str]:
        return frozenset(normal_form(str(word)) for word in data[key])

    return _Lexicon(
        heads=words("heads"),
        endings=tuple(data["endings"]),
        not_heads=words("not_heads"),
        bare_never=words("bare_never"),
        compounds=words("compounds"),
        sites=words("sites"),
        parts=words("sites") | words("kinds"),
        never_first=words("never_first"),
        unless={word: frozenset(after) for word, after in data["unless"].items()},
        outside=words("outside"),
        organs=words("organs"),
        organ_adjectives=words("organ_adjectives"),
        short_heads=frozenset(data["short_heads"]),
        not_diseases=frozenset(data["not_diseases"]),
        short=Gazetteer(
            ("disease", slug, slug, form)
            for listed in (data["abbreviations"], load_yaml("link_names.yaml")["names"])
            for slug, forms in listed.items()
            for form in forms
        ),
    )


def find_diseases(reading: Reading) -> Iterator[Found]:
    """The diseases and cancer types a text names, as their shortest full names.

    "metastatic breast cancer" is "breast cancer"; brain metastases are a disease of their own. The
    reference is given where the span is a name of the ontologies' data.
    """
    text, lexicon = reading.text, _lexicon()
    spans = {
        (m.start, m.end): meaning_of(text[m.start : m.end], m.name)
        for m in _forms(reading, lexicon)
        if not is_hint(text[m.start : m.end])
    }
    for start, end in _composed(reading.words, lexicon):
        spans.setdefault((start, end), "")
    spans |= dict(parted_names(text))
    for span in find_illnesses(reading):
        spans.setdefault(span, "")
    for plural in _PLURAL.finditer(text):
        if plural["short"] in exact_names("disease"):
            spans.setdefault(plural.span(), "")
    spans = _joined_spans(spans)
    spans = {(_with_cells_named(text, start), end): slug for (start, end), slug in spans.items()}
    mentions = [Mention("disease", slug, slug, start, end) for (start, end), slug in spans.items()]
    mentions = outermost(mentions)
    mentions += defined_forms(text, mentions)
    mentions = outermost(sorted(mentions, key=lambda m: (m.start, -m.end)))
    seen: set[tuple[int, int]] = set()
    for mention in mentions:
        if (mention.start, mention.end) in seen:
            continue
        seen.add((mention.start, mention.end))
        if _organisation(text, mention.start, mention.end) or _heads_a_list(text, mention):
            continue
        if _GENERIC.issuperset(map(normal_form, _WORD.findall(text, mention.start, mention.end))):
            continue
        found = Found("disease", mention.start, mention.end, curie=_curie(text, mention))
        yield found._replace(told="negated") if is_tested_negative(text, *found[1:3]) else found


def _joined_spans(spans: dict[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    """The spans; where a form breaks off inside a longer name, one of both: "serous ovarian" cancer."""
    ordered = sorted(spans)
    for (start, end), (begin, stop) in pairwise(ordered):
        if start < begin < end < stop:
            spans.setdefault((start, stop), "")
    return spans


def _heads_a_list(text: str, mention: Mention) -> bool:
    """Whether a word is the title of what follows, or its "all" in capitals: "Allergies: penicillin"."""
    shouted = text[mention.start : mention.end] == "ALL" and _ALL_OF.match(text, mention.end)
    return bool(shouted) or _TITLE.match(text, mention.start) is not None


def _with_cells_named(text: str, start: int) -> int:
    """Where a name begins with what its cells are not: "non-squamous NSCLC"."""
    before = _NOT_SQUAMOUS.search(text, max(0, start - 14), start)
    return before.start() if before else start


def _organisation(text: str, start: int, end: int) -> bool:
    return bool(_CALLED.match(text, end) or _ORGANISATION.search(text, max(0, start - 40), start))


def _curie(text: str, mention: Mention) -> str | None:
    if mention.name:
        return f"oncograph:{mention.name}"
    span = text[mention.start : mention.end]
    named = exact_names("disease").get(span) or normal_names("disease").get(normal_name(span)) or ()
    return named[0].curie if len(named) == 1 else None


def _forms(reading: Reading, lexicon: _Lexicon) -> Iterator[Mention]:
    """The gazetteer's diseases, without the words of their course before them."""
    named: dict[tuple[int, int], set[str]] = {}
    short = lexicon.short.find(reading.words)
    for mention in [*reading.mentions, *short]:
        if mention.kind == "disease" and mention.name not in lexicon.not_diseases:
            named.setdefault((mention.start, mention.end), set()).add(mention.name)
    otherwise = _defined_otherwise(reading.text, lexicon) if named else frozenset()
    starts = {start: index for index, start in enumerate(reading.words.starts)} if named else {}
    for (start, end), slugs in named.items():
        kept, norms = _without_course(reading.words, starts.get(start), start, end, lexicon)
        if kept is None or _part_of_other(reading.words, starts, end, norms, lexicon):
            continue
        known = {s for s in slugs if s in load_diseases()}
        slug = next(iter(known)) if len(known) == 1 and kept == start else ""
        if end - start <= 5 and reading.text[start:end] in otherwise:
            continue
        bare = _without_results(reading.text, kept, end)
        if bare == end or (bare > kept and reading.text[bare:end].lower() in lexicon.sites):
            continue
        slug, kept = (slug, kept) if bare == kept else ("", bare)
        if _TREATED.search(reading.text, kept, end):
            continue
        graded = _GRADED.match(reading.text, kept, end) or _AT_RISK.match(reading.text, kept, end)
        kept = graded.end() if graded else kept
        again = _AGAIN.search(reading.text, kept, end)
        slug, end = ("", again.start()) if again else (slug, end)
        staged = _STAGED.match(reading.text, kept, end)
        end = staged.end("site") if staged else end
        longer = _LONGER.match(reading.text, end)
        yield Mention("disease", slug, slug, kept, longer.end() if longer else end)


def _without_results(text: str, start: int, end: int) -> int:
    """Where a name begins behind the markers with their results that an ontology's form holds."""
    result = _RESULT.match(text, start, end)
    while result and result.end() > start:
        start = result.end()
        result = _RESULT.match(text, start, end)
    return start


def _defined_otherwise(text: str, lexicon: _Lexicon) -> frozenset[str]:
    """The short forms the text defines in brackets, behind words that name no tumour."""
    return frozenset(
        m["short"]
        for m in _DEFINED.finditer(text)
        if m["before"] and not _is_head(normal_form(m["before"]), lexicon)
    )


def _without_course(
    words: Words, index: int | None, start: int, end: int, lexicon: _Lexicon
) -> tuple[int | None, list[str]]:
    """Where the name begins and its words; None where nothing of a disease would be left."""
    if index is None:
        return start, []
    norms: list[str] = []
    first = index
    while index < len(words.norms) and words.starts[index] < end:
        norms.append(words.norms[index])
        index += 1
    skip = 0
    while skip < len(norms) - 1 and norms[skip] in lexicon.outside:
        skip += 1
    rest = norms[skip:]
    if skip and not any(_is_head(norm, lexicon) for norm in rest):
        return None, rest
    if rest and all(norm in lexicon.sites for norm in rest):
        return None, rest
    return words.starts[first + skip], rest


def _part_of_other(
    words: Words, starts: dict[int, int], end: int, norms: list[str], lexicon: _Lexicon
) -> bool:
    """Whether a bare tumour word runs on into another thing: "tumour necrosis factor", "tumor size"."""
    if len(norms) != 1 or norms[0] not in _GENERAL:
        return False
    after = re.compile(r"[ -]([A-Za-z]+)").match(words.text, end)
    return after is not None and normal_form(after[1]) in lexicon.compounds


def _is_head(norm: str, lexicon: _Lexicon) -> bool:
    if norm in lexicon.heads:
        return True
    return norm.endswith(lexicon.endings) and len(norm) > 5 and norm not in lexicon.not_heads


def _composed(words: Words, lexicon: _Lexicon) -> Iterator[tuple[int, int]]:
    """Tumour words with the words of site and kind before them and the site after "of the"."""
    for head, norm in enumerate(words.norms):
        if words.text[words.starts[head] : words.ends[head]] in lexicon.short_heads:
            if (last := _organ_behind(words, head, lexicon)) != head:
                yield words.starts[head], words.ends[last]
            continue
        if not _is_head(norm, lexicon):
            continue
        first = _first_word(words, head, lexicon)
        last = _last_word(words, head, lexicon)
        if first == head == last:
            bare = norm in lexicon.bare_never or not norm.isalpha()
            following = words.norms[head + 1] if head + 1 < len(words.norms) else ""
            joined = head + 1 < len(words.norms) and _joined(words, head)
            if bare or (joined and following in lexicon.compounds):
                continue
        yield words.starts[first], words.ends[last]


def _joined(words: Words, index: int) -> bool:
    """Whether a word and the next stand together, with a space or hyphen between them."""
    gap = words.text[words.ends[index] : words.starts[index + 1]]
    return gap in {" ", "-", "\u2010", "\u2011", " - "}


def _first_word(words: Words, head: int, lexicon: _Lexicon) -> int:
    first = head
    norms = words.norms
    while first > 0 and head - first < _MOST_WORDS and _joined(words, first - 1):
        before = norms[first - 1]
        coordinated = before == "and" and norms[first] == "neck" and first > 1 and norms[first - 2] == "head"
        if coordinated:
            first -= 2
        elif before in lexicon.parts or (_is_head(before, lexicon) and before not in _GENERAL):
            first -= 1
        else:
            break
    while first < head and norms[first] in lexicon.never_first:
        if norms[first + 1] in lexicon.unless.get(norms[first], ()):
            break
        first += 1
    return first


def _last_word(words: Words, head: int, lexicon: _Lexicon) -> int:
    """The last word of the site after "of the", or of "in situ"; the tumour word itself without one."""
    norms, last = words.norms, head
    following = norms[head + 1 : head + 3]
    if following == ["in", "situ"]:
        return head + 2
    if norms[head] in _KIND_HEADS and (organ := _organ_behind(words, head, lexicon)) != head:
        return organ
    if not following or following[0] not in _LINKS[: 3 if norms[head].endswith("metastasis") else 1]:
        return head
    if not _joined(words, head):
        return head
    at = head + 2
    if at < len(norms) and norms[at] == "the":
        at += 1
    while (
        at < len(norms) and norms[at] in lexicon.sites and _joined(words, at - 1) and at - head < _MOST_WORDS
    ):
        last = at
        at += 1
        if norms[last] == "head" and norms[at : at + 2] == ["and", "neck"]:
            last, at = at + 1, at + 2
    return last


def _organ_behind(words: Words, head: int, lexicon: _Lexicon) -> int:
    """The last word of an organ right behind a kind of tumour: "SCC larynx", "SCC of the oral tongue"."""
    norms, at = words.norms, head
    if norms[head] == "ca" and words.text.startswith(". ", words.ends[head]) and head + 1 < len(norms):
        return head + 1 if norms[head + 1] in lexicon.organs else head
    for link in (("of",), ("the", "his", "her")):
        if at + 1 < len(norms) and norms[at + 1] in link and _joined(words, at):
            at += 1
    begun = at
    while (
        at + 1 < len(norms)
        and at - begun < 3
        and _joined(words, at)
        and norms[at + 1] in lexicon.organ_adjectives
    ):
        at += 1
    if at + 1 < len(norms) and _joined(words, at) and norms[at + 1] in lexicon.organs:
        return at + 1
    return head
