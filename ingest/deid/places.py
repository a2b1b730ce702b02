"""Places smaller than a state: streets, towns, postcodes, institutions by name."""

import re
from collections.abc import Iterator
from functools import cache

from ingest.deid.identifier import Identifier
from ingest.deid.tokens import Tokens, is_capital, is_plain, split_tokens
from ingest.deid.vocabulary import vocabulary
from ingest.lexicon import load_yaml

_CAP = r"(?:[A-ZÀ-ÖØ-Þ][\w'\u2019\-]{0,30}\.?|\d{1,3}(?:st|nd|rd|th))"
_FOREIGN = re.compile(
    r"(?<!\w)(?:\d{1,5}[A-Za-z]?,? )?(?:Rue|Calle|Via|Avenida|Av\.|Rua|Plaza|Paseo|Ulica"
    r"|ul\.|Jalan|Jl\.|Piazza|Viale"
    rf"|Carrer|All[ée]e|Chemin|Avenue|Boulevard|Platz|Camino|Carretera|Strada"
    rf"|Praça)(?: (?:de|du|des|del|della|di|da|do|la|las|los|le|les|El|La"
    rf"|et)){{0,3}} {_CAP}(?: {_CAP}){{0,3}}(?:,? \d{{1,5}}\b)?"
)
_COMPOUND = re.compile(
    r"(?<!\w)(?P<before>\d{1,5}[a-z]?,? )?[^\W\d_][^\W\d_\-]{2,30}(?:stra(?:ss|ß)e|str\."
    r"|gasse|platz|weg|allee|straat|laan|plein|gracht|vej|gade|gatan|vägen|veien|gata|utca"
    r"|katu|gürtel)(?P<after> \d{1,5}[a-z]?\b)?"
)
_APARTMENT = re.compile(
    r"\b(?:Apt|Apartment|Suite|Ste|Flat|apt|suite|APT"
    r"|SUITE)\b\.?,? ?#?(?P<n>\d{1,5}[A-Za-z]?|[A-Z]?\d{0,4})\b"
)
_BOX = re.compile(r"\bP\.? ?O\.? ?Box \d{1,7}\b", re.I)
_ADDRESS = re.compile(
    r"\b(?:(?:home|postal|mailing|billing|current|permanent|street|residential|work)[ \t])?"
    r"(?:address(?:es)?|addr|residence)[ \t]{0,2}(?::|is:?)[ \t]{0,6}(?P<value>[^\n;|]{3,160})",
    re.I,
)
_FIELD = re.compile(
    r"[ \t]{2,}|\t|(?:\b(?:tel|phone|mobile|dob|mrn|nhs|email|e-mail|fax|gp|sex|age|ssn)\b"
    r"|\b[A-Z][A-Za-z]{1,15}:)",
    re.I,
)
_CITY = re.compile(
    r"\b(?:city|town|village|county|district|borough|suburb|birthplace"
    r"|place[ \t]of[ \t]birth|parish|precinct)[ \t]{0,2}:[ \t]{0,6}",
    re.I,
)
_LIVES = re.compile(
    r"\b(?:lives?|lived|living|residing|resides?|resident|born|raised|grew[ \t]up|moved"
    r"|travel(?:s|ed|led|ling)?"
    r"|retired|staying|stays|originally|visiting|emigrated|relocated|commutes|drives"
    r"|native|hometown|arrived|home)"
    r"(?:[ \t](?:alone|here|back|up|down|over|now|again|out))?[ \t](?:in|at|of|to|from"
    r"|near|on|by|outside)[ \t](?:the[ \t](?:city|town|village|corner)[ \t]of[ \t])?"
    r"|\b(?:drives?|drove|driven|brings?|brought|comes?|came|travel\w{0,5}|commut\w{1,3}"
    r"|transferred|flew)\b[^.;:\n]{0,25}?\bfrom[ \t]",
    re.I,
)
_UK_POSTCODE = re.compile(
    r"(?<![A-Za-z0-9])(?P<area>[A-Z]{1,2})\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}(?![A-Za-z0-9])"
)
_CANADA = re.compile(
    r"(?<![A-Za-z0-9])[ABCEGHJ-NPR-VXY]\d[ABCEGHJ-NPRSTV-Z][ -]\d[ABCEGHJ-NPRSTV-Z]\d(?![A"
    r"-Za-z0-9])"
)
_ZIP_LABEL = re.compile(
    r"\b(?:zip(?:[ \t]?code)?|post(?:al)?[ \t]?code|pin(?:[ \t]?code)?"
    r"|plz)[ \t]{0,2}[:#]?[ \t]{0,4}(?P<zip>\d{5,6}(?:-\d{4})?)\b",
    re.I,
)
_NOT_PLACE = {
    "criteria", "classification", "score", "system", "index", "scale", "grade", "stage", "consensus", "trial",
    "guideline", "guidelines", "chromosome", "staging", "protocol", "study", "regimen", "technique",
    "agreement",
    "statement", "definition", "formula", "sign", "positive", "negative", "mutation",
}  # fmt: skip
_PLACE_WORDS = ("in", "at", "from", "near", "to", "of", "via", "outside", "around")
_GENERIC = {
    "the", "of", "and", "for", "local", "our", "general", "university", "royal", "st", "county", "district",
    "community", "regional", "memorial", "national", "city", "children's", "women's", "teaching",
}  # fmt: skip


def find_places(text: str) -> list[Identifier]:
    """Every geographic unit smaller than a state; postcodes apart."""
    tokens = split_tokens(text)
    found = [*_streets(text), *_labelled(text), *_postcodes(text)]
    found += [*_lived_in(tokens), *_after_titles(tokens), *_cities(tokens), *_institutions(tokens)]
    return found


@cache
def _street() -> re.Pattern[str]:
    ends = "|".join(sorted(load_yaml("deid/places.yaml")["streets"], key=len, reverse=True))
    # The corner of two streets has no house number.
    return re.compile(
        rf"(?<![\w.,/])(?:\d{{1,5}}[A-Za-z]?(?:[-/]\d{{1,5}})?,? (?:\d{{1,5}} )?(?P<words>{_CAP}"
        rf"(?: {_CAP}){{0,3}}) (?P<end>{ends})\b(?! (?:\d|level|stage|of))"
        rf"|(?P<bare>{_CAP}(?: {_CAP}){{0,2}}) (?:Street|Road|Avenue|Boulevard|Crescent|Lane|Terrace)\b)"
    )


@cache
def _state_zip() -> re.Pattern[str]:
    lists = load_yaml("deid/places.yaml")
    # "ID 12345" is a number, ", ID 83201" a state with its ZIP.
    short, names = "|".join(lists["states"]), "|".join(n for n in lists["wider"] if len(n) > 3)
    return re.compile(
        rf"(?:(?<=, )(?:{short})"
        rf"|\b(?:{names}))\b,?[ \t]{{1,3}}(?P<zip>\d{{5}}(?:-\d{{4}})?)(?!\d|\.\d|[ \t]?(?:Gy"
        rf"|mg|ml|%))"
    )


@cache
def _city_state() -> re.Pattern[str]:
    states = "|".join(load_yaml("deid/places.yaml")["states"])
    return re.compile(
        rf"(?P<city>[A-Z][\w'\u2019\-.]{{2,25}}(?: [A-Z][\w'\u2019\-]{{1,25}}){{0,2}}), (?P<sta"
        rf"te>{states})\b(?![-/+])"
    )


def _streets(text: str) -> Iterator[Identifier]:
    vocab = vocabulary()
    for match in _street().finditer(text):
        words = (match["words"] or match["bare"]).replace(".", "").split()
        bare = match["words"] is None
        if any(w.lower() in vocab.plain for w in words) and (bare or len(words) == 1):
            continue
        if not bare and match["end"] in ("St", "Dr", "Pl", "Ct", "Way", "Park", "Hill") and len(words) > 3:
            continue
        yield Identifier(match.start(), match.end(), "place", 0.85)
    for match in _FOREIGN.finditer(text):
        yield Identifier(match.start(), match.end(), "place", 0.85)
    for match in _COMPOUND.finditer(text):
        if match["before"] or match["after"]:
            yield Identifier(match.start(), match.end(), "place", 0.85)
    for match in _APARTMENT.finditer(text):
        if match["n"]:
            yield Identifier(match.start(), match.end(), "place", 0.7)
    for match in _BOX.finditer(text):
        yield Identifier(match.start(), match.end(), "place", 0.9)


def _labelled(text: str) -> Iterator[Identifier]:
    vocab = vocabulary()
    for match in _ADDRESS.finditer(text):
        value = match["value"]
        cut = _FIELD.search(value, 1)
        end = match.start("value") + (cut.start() if cut else len(value))
        said = text[match.start("value") : end].strip()
        if any(c.isalnum() for c in said) and not said.lower().startswith(("unknown", "not ", "as above")):
            yield Identifier(match.start("value"), end, "place", 0.8)
    for match in _city_state().finditer(text):
        words = [w.strip(".").lower() for w in match["city"].split()]
        zipped = re.match(r",? \d{5}\b", text[match.end() : match.end() + 7])
        if any(w in vocab.plain for w in words) or (
            match["state"] in ("MD", "PA", "MA", "MS", "DO") and not zipped
        ):
            continue
        yield Identifier(*match.span("city"), "place", 0.75)


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
    for pattern in (_ZIP_LABEL, _state_zip()):
        for match in pattern.finditer(text):
            yield Identifier(*match.span("zip"), "postcode", 0.95)


@cache
def _areas() -> frozenset[str]:
    return frozenset(load_yaml("deid/places.yaml")["postcode_areas"])


def _run(tokens: Tokens, first: int) -> int:
    """The word after the last of a place's name that begins here."""
    end = first
    vocab = vocabulary()
    while end < len(tokens.words) and end - first < 4:
        word, low = tokens.words[end], tokens.lower[end]
        if low in vocab.particles and end > first and tokens.gap(end) == " ":
            end += 1
            continue
        if not is_capital(word) or is_plain(vocab, low) or (word.isupper() and len(word) < 4):
            break
        end += 1
        if tokens.gap(end - 1) not in (" ", "-") and not (
            low in ("st", "ste") and tokens.gap(end - 1) == ". "
        ):
            break
    return end


def _lived_in(tokens: Tokens) -> Iterator[Identifier]:
    vocab = vocabulary()
    at = {start: index for index, start in enumerate(tokens.starts)}
    for pattern in (_LIVES, _CITY):
        for match in pattern.finditer(tokens.text):
            first = at.get(match.end())
            if first is None:
                continue
            end = _run(tokens, first)
            name = " ".join(tokens.lower[first:end])
            if end > first and name not in vocab.wider and not (set(tokens.lower[first:end]) & vocab.eponyms):
                yield Identifier(tokens.starts[first], tokens.ends[end - 1], "place", 0.8)


def _after_titles(tokens: Tokens) -> Iterator[Identifier]:
    """Where a titled person is said to be of: `Mrs Voronova of Ludlow`."""
    vocab = vocabulary()
    for index, low in enumerate(tokens.lower):
        if low not in ("mr", "mrs", "ms", "miss", "dr"):
            continue
        for place in range(index + 2, min(index + 5, len(tokens.words) - 1)):
            if tokens.lower[place] in ("of", "from") and tokens.gap(place - 1) == tokens.gap(place) == " ":
                end = _run(tokens, place + 1)
                if end > place + 1 and " ".join(tokens.lower[place + 1 : end]) not in vocab.wider:
                    yield Identifier(tokens.starts[place + 1], tokens.ends[end - 1], "place", 0.75)
                break
            if not is_capital(tokens.words[place]):
                break


def _cities(tokens: Tokens) -> Iterator[Identifier]:
    """Listed cities that a word of place stands before, or a comma and another place after."""
    vocab = vocabulary()
    for index, low in enumerate(tokens.lower):
        if not is_capital(tokens.words[index]):
            continue
        for length in (4, 3, 2, 1):
            end = index + length
            if end > len(tokens.words):
                continue
            if (low if length == 1 else " ".join(tokens.lower[index:end])) in vocab.cities:
                break
        else:
            continue
        before = tokens.lower[index - 1] if index else ""
        after = tokens.lower[end] if end < len(tokens.words) else ""
        if after in _NOT_PLACE or after in vocab.heads:
            continue
        following = tokens.text[tokens.ends[end - 1] : tokens.ends[end - 1] + 2]
        if before in _PLACE_WORDS or (following == ", " and after in vocab.wider):
            yield Identifier(tokens.starts[index], tokens.ends[end - 1], "place", 0.75)


@cache
def _institution() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(load_yaml("deid/places.yaml")["institutions"]) + r")\b")


def _institutions(tokens: Tokens) -> Iterator[Identifier]:
    """Hospitals and practices by their own names; "Breast Clinic" is none."""
    text, vocab = tokens.text, vocabulary()
    at = {start: index for index, start in enumerate(tokens.starts)}
    for match in _institution().finditer(text):
        head = at.get(match.start())
        if head is None:
            continue
        first = head
        while first > 0 and head - first < 6 and tokens.gap(first - 1) in (" ", ". ", "-", "  "):
            low, word = tokens.lower[first - 1], tokens.words[first - 1]
            if tokens.gap(first - 1) == ". " and low != "st":
                break
            if not is_capital(word) and low not in ("of", "and", "the", "for", "de"):
                break
            first -= 1
        while first < head and not is_capital(tokens.words[first]):
            first += 1
        own = [
            i for i in range(first, head)
            if tokens.lower[i] not in _GENERIC and not is_plain(vocab, tokens.lower[i])
            if len(tokens.words[i]) > 2
        ]  # fmt: skip
        # "Vascular Surgery" is a field, "Oakfield Surgery" a practice.
        field = match.group() == "Surgery" and (len(own) < head - first or tokens.lower[first - 1] == "of")
        if own and not field:
            yield Identifier(tokens.starts[first], match.end(), "place", 0.75)
