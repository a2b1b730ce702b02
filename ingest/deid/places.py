"""Places smaller than a state: streets, towns, postcodes, institutions by name."""

import re
from collections.abc import Iterator
from functools import cache

from ingest.deid.addresses import find_addresses
from ingest.deid.identifier import Identifier
from ingest.deid.tokens import Tokens, is_capital, is_plain, split_tokens
from ingest.deid.vocabulary import vocabulary
from ingest.lexicon import load_yaml

_ADDRESS = re.compile(
    r"\b(?:(?:home|postal|mailing|billing|current|permanent|street|residential|work)[ \t])?"
    r"(?:address(?:es)?|addr|residence)[ \t]{0,2}(?::|is:?)[ \t]{0,6}(?P<value>[^\n;|]{3,160})",
    re.I,
)
_FIELD = re.compile(
    # An address ends with its sentence: what follows may be a diagnosis or a dose.
    r"(?<!, St)(?<!n St)(?<!Apt)(?<!Ste)(?<!Co)[.;][ \t]+(?-i:(?=[A-Z])(?![A-Z][\w ]{1,25},? [A-Z]{2}\b))"
    r"|[ \t]{2,}|\t|(?:\b(?:tel|phone|mobile|dob|mrn|nhs|email|e-mail|fax|gp|sex|age|ssn)\b"
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
    r"|native|hometown|arrived|home|wohnhaft|wohnt|lebt|geboren|vive|vecin[oa]|nacid[oa]|reside|habite"
    r"|demeurant|née?"
    r"|nato|nata|abita)"
    r"(?:[ \t](?:alone|here|back|up|down|over|now|again|out))?[ \t](?:in|at|of|to|from|de|en|à|bei|aus|zu"
    r"|near|on|by|outside)[ \t](?:the[ \t](?:city|town|village|corner)[ \t]of[ \t])?"
    r"|\b(?:yrs?|years?|old|lady|gentleman|man|woman|male|female|patient|pt|farmer"
    r"|trader),?[ \t](?:hailing[ \t])?from[ \t]"
    r"|\b(?:Village|Vill|Tehsil|Taluka?|Distt?|Mandal|Mohalla|Barangay|Kampung)\b\.?[ \t]:?[ \t]?"
    r"|\b(?:drives?|drove|driven|brings?|brought|hails?|hailed|hailing|comes?|came|travel\w{0,5}|commut\w{1,3}"
    r"|transferred|flew)\b[^.;:\n]{0,25}?\bfrom[ \t]",
    re.I,
)
_WORKS = re.compile(
    r"\b(?:(?:works?|worked|working)(?:[ \t](?:as[ \t])?(?:an?[ \t])?[a-z][a-z \t]{0,24})?[ \t](?:at|for"
    r"|with)"
    r"|employed[ \t](?:by|at)|(?:driver|teacher|engineer|manager|clerk|cleaner|lecturer|student|pupil"
    r"|secretary"
    r"|technician|accountant|mechanic|guard|chef|cook|salesman|professor|librarian|machinist)[ \t](?:at"
    r"|for|with)"
    r"|employer[ \t]?(?::|is)|goes[ \t]to[ \t]school[ \t]at|(?:seen|treated|admitted|referred|transferred"
    r"|reviewed"
    r"|operated|scanned|diagnosed|followed[ \t]up)(?:[ \t](?:him|her|back|on"
    r"|up))?[ \t]"
    r"(?:at|to|in|from))[ \t]"
)
"""Where people work and are treated; a name in small letters with its capital follows."""
_POSSESSIVE = re.compile(
    r"\b(?:at|to|from|in|via)[ \t](?:the[ \t])?(?P<name>(?:St\.?[ \t])?[A-Z][a-z]{2,20}['\u2019]s)"
    r"(?=[ \t]+(?:on|for|in|by|with|and|under|last|today|where|who|to|this|next|since|before|after)\b"
    r"|[.,;)\n]|$)"
)
"""Hospitals by their saint or founder alone: `seen at Guy's on Monday`."""
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
    found = [*find_addresses(text), *_labelled(text)]
    found += [*_lived_in(tokens), *_after_titles(tokens), *_cities(tokens), *_institutions(tokens)]
    return found


@cache
def _city_state() -> re.Pattern[str]:
    states = "|".join(load_yaml("deid/places.yaml")["states"])
    return re.compile(
        rf"(?P<city>[A-Z][\w'\u2019\-.]{{2,25}}(?: [A-Z][\w'\u2019\-]{{1,25}}){{0,2}})"
        rf"(?:, (?P<state>{states})\b(?![-/+])|,? (?P<zipped>{states})(?=\.?,? \d{{5}}\b))"
    )


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
            match["state"] in ("MD", "PA", "MA", "MS", "DO", "CA") and not zipped
        ):
            continue
        yield Identifier(*match.span("city"), "place", 0.75)


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
            told = name in vocab.cities or not set(tokens.lower[first:end]) & vocab.eponyms
            if end > first and name not in vocab.wider and told:
                yield Identifier(tokens.starts[first], tokens.ends[end - 1], "place", 0.8)
    for match in _WORKS.finditer(tokens.text):
        first = at.get(match.end())
        if first is None or tokens.words[first].isupper() or not tokens.words[first][0].isupper():
            continue
        end = _run(tokens, first)
        lows = set(tokens.lower[first:end])
        head = tokens.lower[end] if end < len(tokens.words) else ""
        if end > first and not lows & vocab.eponyms and not lows & vocab.titles and head not in vocab.heads:
            if " ".join(tokens.lower[first:end]) not in vocab.wider and head not in _NOT_PLACE:
                yield Identifier(tokens.starts[first], tokens.ends[end - 1], "place", 0.6)
    for match in _POSSESSIVE.finditer(tokens.text):
        low = match["name"][:-2].lower()
        if low not in vocab.eponyms and low not in vocab.plain and low not in vocab.wider:
            yield Identifier(*match.span("name"), "place", 0.6)


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
    """Listed cities that a word of place stands before, a comma and a place after, or nothing beside."""
    vocab = vocabulary()
    text = tokens.text
    for index, low in enumerate(tokens.lower):
        if not is_capital(tokens.words[index]) or low not in _first_words():
            continue
        for length in (4, 3, 2, 1):
            end = index + length
            if end > len(tokens.words):
                continue
            if (name := " ".join(tokens.lower[index:end])) in vocab.cities:
                break
        else:
            continue
        before = tokens.lower[index - 1] if index else ""
        after = tokens.lower[end] if end < len(tokens.words) else ""
        if after in _NOT_PLACE or after in vocab.heads:
            continue
        stop = tokens.ends[end - 1]
        following = text[stop : stop + 2]
        if name in vocab.eponyms:
            # "Milan criteria", "Bethesda IV": a town only where someone is said to be in it.
            told = before in ("in", "from", "near", "outside", "via") and _ends_place(text, stop)
        else:
            told = before in _PLACE_WORDS or (following == ", " and after in vocab.wider)
            shouted = length == 1 and tokens.words[index].isupper()
            told = told or (not shouted and _stands_apart(text, tokens.starts[index], stop))
        if told:
            yield Identifier(tokens.starts[index], stop, "place", 0.75)


def _ends_place(text: str, stop: int) -> bool:
    return bool(_BEHIND_TOWN.match(text, stop))


def _stands_apart(text: str, start: int, stop: int) -> bool:
    """Between commas, brackets or the ends of a line: `The Surgery, Norwich`, `Paris office (Lyon)`."""
    lead = text[max(0, start - 2) : start]
    return (start == 0 or lead.endswith(("\n", ", ", "(", "\t", "  "))) and bool(
        re.match(r"[ \t]*(?:[,;.)]?[ \t]*(?:\n|$)|[,;)]|\.[ \t])", text[stop : stop + 8])
    )


_BEHIND_TOWN = re.compile(
    r"[ \t]*(?:[,.;)\n]|$)|[ \t]+(?:with|where|for|on|and|since|by|last|today|to|who|after|before|under|in|at"
    r"|during|when|but|her|his|now|then)\b"
)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(city.split()[0] for city in vocabulary().cities)


@cache
def _institution() -> re.Pattern[str]:
    named = load_yaml("deid/places.yaml")["institutions"]
    # A letter's head is in capitals.
    return re.compile(r"\b(?:" + "|".join([*named, *(str(one).upper() for one in named)]) + r")\b")


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
