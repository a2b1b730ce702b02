"""Addresses: streets, house numbers, postcodes, and the towns that stand beside them."""

import re
from collections.abc import Iterator
from functools import cache

from ingest.deid.identifier import Identifier
from ingest.deid.vocabulary import vocabulary
from ingest.lexicon import load_yaml

_CAP = r"(?:[A-ZÀ-ÖØ-Þ][\w'\u2019\-]{0,30}\.?|\d{1,3}(?:st|nd|rd|th))"
_FOREIGN = re.compile(
    r"(?<!\w)(?:\d{1,5}[A-Za-z]?,? )?(?:Rue|Calle|C/|Avda\.?|Via|Avenida|Av\.|Rua|Plaza|Paseo|Ulica"
    r"|ul\.|Jalan|Jl\.|Piazza|Viale"
    rf"|Carrer|All[ée]e|Chemin|Avenue|Boulevard|Platz|Camino|Carretera|Strada"
    rf"|Praça)(?: (?:de|du|des|del|della|di|da|do|la|las|los|le|les|El|La"
    rf"|et)){{0,3}} {_CAP}(?: {_CAP}){{0,3}}(?:,? \d{{1,5}}\b)?"
)
_FRENCH = re.compile(
    r"(?<![\w.])\d{1,4}(?:[ ]?(?:bis|ter))?,?[ ](?:rue|avenue|boulevard|chemin|allée|place|quai|impasse"
    r"|route)[ ]"
    r"(?:(?:de|du|des|la|le|les|d['\u2019]"
    r"|l['\u2019])[ ]?){0,3}[A-ZÀ-Þ][\w'\u2019\-]{1,25}(?:[ ][A-ZÀ-Þ][\w'\u2019\-]{1,25}){0,2}"
)
_COMPOUND = re.compile(
    r"(?<![\w.\-/])(?P<before>\d{1,5}[a-z]?,? )?[^\W\d_][^\W\d_\-]{2,30}(?:stra(?:ss|ß)e|str\."
    r"|gasse|platz|weg|allee|straat|laan|plein|gracht|vej|gade|gatan|vägen|veien|gata|utca"
    r"|katu|gürtel)(?P<after> \d{1,5}[a-z]?\b)?"
)
_APARTMENT = re.compile(
    r"\b(?:Apt|Apartment|Suite|Ste|Flat|apt|suite|APT"
    r"|SUITE)\b\.?,? ?#?(?P<n>\d{1,5}[A-Za-z]?|[A-Z]?\d{0,4})\b"
)
_BOX = re.compile(r"\bP\.? ?O\.? ?Box \d{1,7}\b", re.I)
_PARTICLE = r"(?:on|upon|le|la|les|under|in|an|am|der|de|du|des|sur|en|cum|by|the|of|y|do|da|del)"
_TOWN = (
    r"(?:[A-ZÀ-ÖØ-Þ][\w'\u2019]{1,25}|St\.)"
    rf"(?:[ \-](?:{_PARTICLE}[ \-]){{0,2}}[A-ZÀ-ÖØ-Þ][\w'\u2019]{{1,25}}){{0,3}}"
)
_STATE_ZIP_AHEAD = r"[A-Z]{2}\.?,?[ ]\d{5}"
_ITEM = re.compile(
    rf"(?P<gap>\.?,[ \t]*(?:\n[ \t]*)?|[ \t]*\n[ \t]*|[ \t]+(?<=\d[ \t])"
    rf"|\.[ \t]+(?={_TOWN},?[ ]{_STATE_ZIP_AHEAD}))"
    rf"(?P<said>{_TOWN}?)"
    rf"(?=[ \t]*(?:[,.;)\n]|$)|[ \t]{(2,)}|,?[ \t]+(?:{_STATE_ZIP_AHEAD}|\d{{4,6}}\b"
    rf"|[A-Z]{{1,2}}\d[A-Z\d]?[ ]?\d[A-Z]{{2}})|[ \t]+-?[ \t]?\d{{3}} ?\d{{3}}\b)"
)
"""A town behind a comma, on the next line, or behind its figures."""
_ITEM_BEFORE = re.compile(
    rf"(?:^|[\n,:;(][ \t]*|\b(?:in|at|of|from|to|near|is)[ \t])(?P<said>{_TOWN})(?P<gap>,?[ \t]+"
    rf"|,?[ \t]*\n[ \t]*)$"
)
_CODE = re.compile(
    r"[,.]?[ \t\n]{0,3}[-\u2013]?[ ]?(?P<code>(?:[A-Z]{1,3}-)?(?:\d{4,6}"
    r"|\d{3} \d{2,3})(?:-\d{3,4})?(?:[ ][A-Z]{2}(?=[ ][A-Z]))?)"
    r"(?=[ \t]+[A-ZÀ-Þ]|[ \t]*[,.;)\n]|$)"
)
_PLOT = re.compile(
    r"\b(?:H\.? ?No|House No|House|Door No|D\.? ?No|Flat No|Plot No|Plot|Sector|Villa No|Villa|Shop No"
    r"|Quarter No|Qtr No)"
    r"\.?:? ?#?\d{1,5}(?:[-/][\dA-Z]{1,4}){0,3}[A-Z]?\b(?=,)"
)
_ROOM = re.compile(
    r"\b(?:Room|Rm|Bed|Bay|Cubicle|Zimmer|Bett)\.?[ ]?(?:No\.?[ ]?"
    r"|#)?(?=\w{0,4}\d\w?\d)[A-Z]?\d{1,4}[A-Z]?(?!\.?\d|[ ]?°|\w)"
)
_SURE_ENDS = {
    "Street", "St", "Road", "Rd", "Avenue", "Ave", "Lane", "Ln", "Boulevard", "Blvd", "Crescent", "Terrace",
    "Highway", "Hwy",
    "Parkway", "Pkwy", "Turnpike", "Mews",
}  # fmt: skip
_LONGEST = 90
_HOUSE = re.compile(
    r"(?:Cottage|Lodge|House|Farm|Villas?|Court|Hall|Manor|Apartments?|Flats?|Towers?|Mansions|Barn|Mill"
    r"|Residency"
    r"|Rectory|Vicarage|Bungalow|Building|Estate|Heights|Point|Society)$"
)
_PRACTICE = re.compile(
    r"\b[Tt]he (?:Surgery|Health Cent(?:re|er)|Medical Cent(?:re|er)|Medical Practice|Practice|Clinic"
    r"|Hospital"
    r"|Infirmary|Hospice)(?=,)"
)
"""A practice without a name of its own: the town behind it names it."""
_SIDES = {
    "upper", "lower", "north", "south", "east", "west", "new", "old", "great", "little", "st", "saint",
    "city",
    "the", "of", "on", "in", "and", "for", "park", "high", "main", "mount", "bad", "san", "los", "la", "le",
    "house", "court", "cottage", "lodge", "farm", "hall", "mill", "green", "church", "bridge", "wood", "end",
    "hill", "field", "common", "cross", "water", "heath", "eye",
}  # fmt: skip
_UK_POSTCODE = re.compile(
    r"(?<![A-Za-z0-9])(?P<area>[A-Z]{1,2})\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}(?![A-Za-z0-9])"
)
_CANADA = re.compile(
    r"(?<![A-Za-z0-9])[ABCEGHJ-NPR-VXY]\d[ABCEGHJ-NPRSTV-Z][ -]\d[ABCEGHJ-NPRSTV-Z]\d(?![A"
    r"-Za-z0-9])"
)
_LABELLED_POSTCODE = re.compile(
    r"\bpost ?code\b[ \t]?[:#]?[ \t]{0,4}(?P<code>[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b", re.I
)
_CODE_FIRST = re.compile(r"(?<![\w.,/\-])(?P<zip>\d{4,5})[ ](?P<city>[A-ZÀ-Þ][\w\-]{2,20})")
_PIN = re.compile(
    r"\b(?P<city>[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})?)[ ]?(?:(?P<dash>[-\u2013])[ ]?|[ ])"
    r"(?P<zip>[1-9]\d{2} ?\d{3})(?![\d./]|[ ]?(?:Gy|cGy|mg|cells|copies|IU|patients|/))"
)
_ZIP_LABEL = re.compile(
    r"\b(?:zip(?:[ \t]?code)?|post(?:al)?[ \t]?code|pin(?:[ \t]?code)?"
    r"|plz)[ \t]{0,2}[:#]?[ \t]{0,4}(?P<zip>\d{5,6}(?:-\d{4})?)\b",
    re.I,
)


def find_addresses(text: str) -> list[Identifier]:
    """Streets and postcodes with the houses, quarters and towns that go with them."""
    streets, codes = [*_streets(text)], [*_postcodes(text)]
    found = [*streets, *codes]
    for item in streets:
        found += _behind(text, item.end)
        found += _before(text, item.start, house=True)
    for item in codes:
        found += _before(text, item.start, house=False)
    for match in _PRACTICE.finditer(text):
        found += _behind(text, match.end(), most=1)
    return found


def is_zip(text: str, start: int) -> bool:
    """Whether the figures that begin here are an American ZIP: of other postcodes no area is counted."""
    begin = max(0, start - 40)
    return any(
        begin + match.start("zip") == start
        for pattern in (_ZIP_LABEL, _state_zip())
        for match in pattern.finditer(text[begin : start + 11])
    )


def _behind(text: str, end: int, *, most: int = 5) -> Iterator[Identifier]:
    """Quarters, towns and figures behind a street: `, 80331 München`, `, Hexham`, `., Tulsa OK 74103`."""
    vocab = vocabulary()
    for _ in range(most):
        if (code := _CODE.match(text, end)) is not None:
            yield Identifier(*code.span("code"), "postcode", 0.8)
            end = code.end()
        item = _ITEM.match(text, end)
        if item is None:
            return
        said = item["said"]
        if not _is_town(said):
            return
        if "\n" in item["gap"] and not _own_line(text, item):
            return
        if said.lower() not in vocab.wider:
            yield Identifier(*item.span("said"), "place", 0.7)
        end = item.end()


def _before(text: str, start: int, *, house: bool) -> Iterator[Identifier]:
    """Towns before a postcode, and the name of a house before its street."""
    vocab = vocabulary()
    for _ in range(1 if house else 4):
        item = _ITEM_BEFORE.search(text[max(0, start - _LONGEST) : start])
        if item is None:
            return
        offset = max(0, start - _LONGEST)
        said = item["said"]
        if not _is_town(said) or (house and "," not in item["gap"] and "\n" not in item["gap"]):
            return
        if house and not _HOUSE.search(said):
            return
        if said.lower() not in vocab.wider:
            yield Identifier(offset + item.start("said"), offset + item.end("said"), "place", 0.6)
        start = offset + item.start("said")


def _is_town(said: str) -> bool:
    """Whether capitalised words can be the name of a town, a quarter or a house."""
    vocab = vocabulary()
    words = [w.strip(".").lower() for w in re.split(r"[ \-]", said)]
    return (
        bool(words)
        and not any((w in vocab.plain and w not in _SIDES) or w in vocab.titles for w in words)
        and not any(w in vocab.eponyms and w not in vocab.cities for w in words[:1] if len(words) == 1)
        and len(said) > 2
        and not (said.isupper() and len(said) < 4)
    )


def _own_line(text: str, item: re.Match[str]) -> bool:
    """Whether a line holds nothing but a town that is known, or that a comma or a postcode leads to."""
    line = text[item.start("said") : text.find("\n", item.end()) if "\n" in text[item.end() :] else len(text)]
    rest = line[len(item["said"]) :].strip(" ,.")
    following = text[item.end() : item.end() + 60]
    known = item["said"].lower() in vocabulary().cities
    coded = _UK_POSTCODE.match(rest) or _UK_POSTCODE.search(following.split("\n\n")[0])
    return (not rest or bool(_UK_POSTCODE.fullmatch(rest))) and bool(known or coded or "," in item["gap"])


@cache
def _street() -> re.Pattern[str]:
    ends = "|".join(sorted(load_yaml("deid/places.yaml")["streets"], key=len, reverse=True))
    # The corner of two streets has no house number.
    return re.compile(
        rf"(?<![\w.,/])(?:\d{{1,5}}[A-Za-z]?(?:[-/]\d{{1,5}})?,? (?:\d{{1,5}} )?(?P<words>{_CAP}"
        rf"(?: {_CAP}){{0,3}}) (?P<end>{ends})\b(?! (?:\d|level|stage|of))"
        rf"|(?P<bare>{_CAP}(?: {_CAP}){{0,2}}) (?:Street|Road|Avenue|Boulevard|Crescent|Lane|Terrace|Nagar"
        rf"|Colony|Marg|Chowk|Enclave|Vihar|Mohalla|Housing Estate)\b)"
    )


@cache
def _state_zip() -> re.Pattern[str]:
    lists = load_yaml("deid/places.yaml")
    # "ID 12345" is a number, ", ID 83201" a state with its ZIP.
    short, names = "|".join(lists["states"]), "|".join(n for n in lists["wider"] if len(n) > 3)
    return re.compile(
        rf"(?:(?<=, )(?:{short})|[A-Z][a-z'\u2019]{{2,20}}[.]? (?!ID|MR|OR)(?:{short})"
        rf"|\b(?:{names}))\b\.?,?[ \t]{{1,3}}(?P<zip>\d{{5}}(?:-\d{{4}})?)(?!\d|\.\d|[ \t]?(?:Gy"
        rf"|mg|ml|%))"
    )


def _streets(text: str) -> Iterator[Identifier]:
    vocab = vocabulary()
    for match in _street().finditer(text):
        words = (match["words"] or match["bare"]).replace(".", "").split()
        bare = match["words"] is None
        plain = any(w.lower() in vocab.plain for w in words)
        if plain and (bare or (len(words) == 1 and not _addressed(text, match))):
            continue
        if not bare and match["end"] in ("St", "Dr", "Pl", "Ct", "Way", "Park", "Hill") and len(words) > 3:
            continue
        yield Identifier(match.start(), match.end(), "place", 0.85)
    for match in (*_FOREIGN.finditer(text), *_FRENCH.finditer(text)):
        yield Identifier(match.start(), match.end(), "place", 0.85)
    for match in _COMPOUND.finditer(text):
        if match["before"] or match["after"]:
            yield Identifier(match.start(), match.end(), "place", 0.85)
    for match in _APARTMENT.finditer(text):
        if match["n"]:
            yield Identifier(match.start(), match.end(), "place", 0.7)
    for match in _BOX.finditer(text):
        yield Identifier(match.start(), match.end(), "place", 0.9)
    for pattern in (_PLOT, _ROOM):
        for match in pattern.finditer(text):
            yield Identifier(match.start(), match.end(), "place", 0.7)


def _addressed(text: str, match: re.Match[str]) -> bool:
    """Whether a numbered street with an everyday name stands as an address does: `21 Main St., Tulsa`."""
    if match["end"] not in _SURE_ENDS:
        return False
    return bool(re.match(r"\.?(?:,|[ \t]*(?:\n|$)|[ \t]+[A-Z]|[.;)])", text[match.end() :]))


def _postcodes(text: str) -> Iterator[Identifier]:
    areas = _areas()
    for match in _UK_POSTCODE.finditer(text):
        # "N1 1LN" and "M1 2LN" are stages with counted nodes.
        nodal = match["area"] in ("N", "M", "T") and (
            match.group().endswith("LN") or " " not in match.group()
        )
        if match["area"] in areas and not nodal and (" " in match.group() or len(match.group()) > 5):
            yield Identifier(match.start(), match.end(), "postcode", 0.9)
    for match in _CANADA.finditer(text):
        if match.group()[0] not in "TNM" or " " in match.group():
            yield Identifier(match.start(), match.end(), "postcode", 0.8)
    yield from (Identifier(*m.span("code"), "postcode", 0.9) for m in _LABELLED_POSTCODE.finditer(text))
    for match in _CODE_FIRST.finditer(text):
        if match["city"].lower() in vocabulary().cities:
            yield Identifier(*match.span("zip"), "postcode", 0.8)
            yield Identifier(*match.span("city"), "place", 0.75)
    for match in _PIN.finditer(text):
        known = match["city"].lower() in vocabulary().cities
        if known or match["city"].lower() in vocabulary().wider:
            if known:
                yield Identifier(*match.span("city"), "place", 0.75)
            yield Identifier(*match.span("zip"), "postcode", 0.8)
    for pattern in (_ZIP_LABEL, _state_zip()):
        for match in pattern.finditer(text):
            yield Identifier(*match.span("zip"), "postcode", 0.95)


@cache
def _areas() -> frozenset[str]:
    return frozenset(load_yaml("deid/places.yaml")["postcode_areas"])
