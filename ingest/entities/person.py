"""Of the patient and the plan: side, performance status, line of treatment and intent."""

import re
from collections.abc import Iterator
from functools import cache

from ingest.entities.found import Found
from ingest.lexicon import load_yaml
from ingest.reading import Reading
from kg.statement import Tier

_SIDE = re.compile(
    r"(?<![\w-])(?<!\b[Bb]/)(?:(?P<relative>(?P<ipsilateral>[Ii]psilateral(?:ly)?|IPSILATERAL)"
    r"|[Cc]ontralateral(?:ly)?|CONTRALATERAL)|(?P<both>[Bb]ilateral(?:ly)?|BILATERAL|[Bb]ilat(?:\."
    r"|(?=[ ,]))|[Bb]/[Ll]|[Bb]oth(?= (?:breasts|lungs|kidneys|ovaries|eyes"
    r"|sides|axillae|testes"
    r"|parotids|adrenals|hila|lobes|legs|hips|femurs|femora|necks)))|(?P<left>[Ll]eft|LEFT|Lt\.?|L)"
    r"|(?P<right>[Rr]ight|RIGHT|Rt\.?|R))(?P<sided>[- ][Ss]ided)?(?![\w])"
)
_SIDE_LABEL = re.compile(r"(?:laterality|side|site)[ :=-]{1,3}$", re.IGNORECASE)
_NEXT = re.compile(r"[ -]\(?(?:the )?([A-Za-z]+)(?:[ -]([A-Za-z]+))?")
_PREVIOUS = re.compile(r"([A-Za-z]+)(?:,? \(?|\()$")
_PS_LABEL = (
    r"(?:Eastern Co-?operative Oncology Group(?:[ -]{0,2}\(? ?ECOG(?: PS)? ?\)?)?"
    r"|World Health Organi[sz]ation(?: ?\(WHO\))?"
    r"|(?:ECOG|[Ee]cog)(?:/WHO|/Zubrod)?|WHO(?:/ECOG)?|Zubrod)"
)
_PS_NAME = r"(?:[Pp]erformance(?: [Ss]tatus| [Ss]core)?(?: \((?:ECOG )?PS\)| ?\(ECOG\)| ?\(WHO\))?|PS)"
_PS_LINK = (
    r"(?:(?: [Ss]cores?| [Ss]cale| grades?| level)?(?: of| is| was|:| =|=|, )?(?: between| either)? ?\(?)"
)
_ECOG_VALUE = (
    r"(?P<sign>>=|<=|\\?[<>]=?|[\u2265\u2264\u2a7d\u2a7e]|(?:less than|greater than"
    r"|more than)(?: or equal to)?(?: \([\u2264\u2265]\))?)? ?"
    r"(?P<low>[0-5])(?:(?: ?(?:-|\\-|\u2013|\u2014|/|\\?~) ?| to | or | and |, "
    r"| through )(?P<high>[0-5])(?:(?:,? or | and |, )(?P<last>[0-5]))?)?"
    r"(?![\w%]|\.\d| ?(?:cm|mm|mg|months|weeks|years|patients|/\d))"
)
_ECOG = re.compile(rf"\b(?:{_PS_LABEL}(?:[ -]{_PS_NAME})?|{_PS_NAME}){_PS_LINK} ?{_ECOG_VALUE}")
_HUNDRED = re.compile(
    r"\b(?P<scale>Karnofsky|KPS|Lansky|LPS|PPS)(?:'s)?(?:[ /-](?:Performance|performance|Lansky|Karnofsky"
    r"|KPS))*(?: [Ss]tatus| [Ss]cores?| [Ss]cale"
    r"| [Ii]ndex)*(?: ?\( ?(?:KPS|LPS|PS) ?\))?(?: [Ss]tatus| [Ss]cores?)?(?: must be)?(?: of| is| was|:| ="
    r"|=)? ?\(?"
    r"(?P<sign>>=|<=|\\?[<>]=?|[\u2265\u2264\u2a7d\u2a7e]|(?:less than|greater than"
    r"|more than)(?: or equal to)?|at least)? ?"
    r"(?P<low>100|[1-9]0|[1-9]5)%?(?:(?: ?[-\u2013] ?| to | or )(?P<high>100|[1-9]0)%?)?(?!\d|\.\d)"
)
_WORD_SIGNS = {"less than": "<", "greater than": ">", "more than": ">", "at least": ">=", "\u2265": ">=",
    "\u2264": "<=",
               "\u2a7e": ">=", "\u2a7d": "<="}  # fmt: skip
_ORDINALS = {"first": 1, "1st": 1, "front": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4,
    "4th": 4,
             "fifth": 5, "5th": 5}  # fmt: skip
_NAMES = {1: "first-line", 2: "second-line", 3: "third-line", 4: "fourth-line", 5: "fifth-line"}
_ORDINAL = r"(?:first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th)"
_LINE = re.compile(
    rf"\b(?P<low>{_ORDINAL}|front)-?(?:(?: ?(?:-|/|\u2013|or|and|to) ?)(?P<high>{_ORDINAL}))?[ -]?lines?\b"
    r"(?P<more>(?: and| or)[ -](?:beyond|later|higher)| ?\+)?(?!\s+of\s+(?:the\b|defen[cs]e|contact|this))",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:later|subsequent)[- ]lines?\b(?= (?:of )?(?:therap|treat|setting|chemo"
    r"|systemic))?",
    re.IGNORECASE,
)
_SHORT_LINE = re.compile(
    r"(?<![\w.])(?P<low>[1-4])(?:[-/](?P<high>[2-4]))?L(?P<more>\+)?(?=[ ,;).:/]|$)(?! (?:of|saline|fluid"
    r"|ascites|water|oxygen|O2|min))"
)
_TREATED = re.compile(
    r"treat|therap|chemo|setting|beyond|metasta|NSCLC|TKI|mab\b|nib\b|platin|progress|regimen|patients"
    r"|systemic|cancer"
    r"|immuno|mCRC|PD-L?1",
    re.I,
)
_PRIOR_LINES = re.compile(
    r"(?P<sign>>=|<=|\\?[<>]=?|[\u2265\u2264]|at least|no more than|more than|up to)? ?"
    r"\b(?P<n>\d|one|two|three|four|five|six)(?:(?: or more| or fewer)|(?: ?[-\u2013] ?| to "
    r"| or )(?P<high>\d|two|three|four|five))?"
    r" (?:prior |previous |earlier )(?:systemic |chemotherapy |treatment |therapeutic )?(?:lines?"
    r"|regimens?|systemic therapies|therapies)\b"
    r"|(?P<sign2>>=|<=|\\?[<>]=?|[\u2265\u2264]|at least|no more than|more than|up to)? ?"
    r"\b(?P<n2>\d|one|two|three|four|five|six)(?: (?P<more2>or more))? lines? of (?:prior |previous )?"
    r"(?:\w+[ -]){0,2}(?:therapy|treatment|chemotherapy)",
    re.IGNORECASE,
)
_COUNTED_AS = re.compile(r"lines?\b|regimen|therapies", re.IGNORECASE)
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_MAINTENANCE = re.compile(r"\bmaintenance\b", re.IGNORECASE)
_INTENT = re.compile(
    r"(?<![\w-])(?P<both>\(neo-?\)-?adjuvant|neo-?/adjuvant|neoadjuvant/adjuvant)"
    r"|(?<![\w])(?:(?P<neoadjuvant>neo-? ?adjuvant(?:ly)?|neoadj\b|NACT\b|NAC(?=[ ,;.)]))"
    r"|(?<!neo-)(?<!neo )(?P<adjuvant>adjuvant(?:ly)?|adj(?=[. ]))"
    r"|(?P<curative>curative(?:ly)?(?:[- ]intent)?|radical(?:ly)?(?:[- ]intent)?|curative[- ]intent)"
    r"|(?P<palliative>palliative(?:ly)?(?:[- ]intent)?|palliation)"
    r"|(?P<definitive>definitive(?:ly)?(?:[- ]intent)?)"
    r"|(?P<salvage>salvage)|(?P<consolidation>consolidat(?:ion|ive))"
    r"|(?P<prophylactic>prophylactic(?:ally)?|prophylaxis)"
    r"|(?P<induction>induction)|(?P<preoperative>pre-?operative)"
    r"|(?P<postoperative>post-?operative))(?![\w-]*\w?ed\b)(?!\w)",
    re.IGNORECASE,
)
_NOT_INTENT = re.compile(
    r"[ -](?:care\b|medicine|diagnos\w+|evidence|conclusions?|answers?|prostatectomy specimen|activity"
    r"|arthritis|effect of"
    r"|scavenger\w*|species|of (?:apoptosis|labou?r|an(?:a)?esthesia|autophagy|expression|cell"
    r"|remission (?:rate)?)"
    r"|chemistry|stability|damage)",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    r"(?:freund'?s|vaccine|limb|free|hydroxyl|lung|lobar|airspace|pulmonary|patchy|basal|labou?r"
    r"|an(?:a)?esthe\w+"
    r"|apoptosis|antibiotic|thrombo|dvt|pj?p|vte|ulcer|hepatic enzyme|no|health|weight|airway"
    r"|alum(?:in\w+)?)[ -]$",
    re.IGNORECASE,
)
_TREATMENT_REACH = 3
"""Words after an intent in which a treatment must be named, for the intents that mean other things too."""
_NEEDS_TREATMENT = frozenset({
    "consolidation", "induction", "prophylactic", "preoperative", "postoperative", "salvage", "definitive",
    "radical", "maintenance",
})  # fmt: skip
_GIVES = {"preoperative": "neoadjuvant", "postoperative": "adjuvant"}
_DRUG_BEFORE = re.compile(r"(?:mab|nib|rib|platin|therapy|tinib|uzumab) $")
"""The drug before an intent: "durvalumab consolidation"."""
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


@cache
def _words() -> dict[str, frozenset[str]]:
    return {
        name: frozenset(w.lower() for w in words) for name, words in load_yaml("person_words.yaml").items()
    }


def find_person(reading: Reading) -> Iterator[Found]:
    """Laterality, performance status, line of treatment and intent, each with its status.

    Statuses: `left`; `0-1`, `<=2`, `KPS 80`; `first-line`, `>=2 prior`, `maintenance`; `adjuvant`.
    """
    yield from _sides(reading)
    yield from _performance(reading.text)
    yield from _lines(reading.text)
    yield from _intents(reading.text)


def _sides(reading: Reading) -> Iterator[Found]:
    text, paired = reading.text, _words()["paired"]
    for match in _SIDE.finditer(text):
        if match["relative"]:
            yield Found(
                "laterality", *match.span(), "ipsilateral" if match["ipsilateral"] else "contralateral"
            )
            continue
        status = "bilateral" if match["both"] else "left" if match["left"] else "right"
        short = len((match["left"] or match["right"] or match["both"]).rstrip(".")) <= 2
        after = _NEXT.match(text, match.end())
        follows = [w.lower() for w in after.groups() if w] if after else []
        tail = text[match.end() : match.end() + 30].lstrip(" -").lower()
        if status != "bilateral" and any(tail.startswith(w) for w in _words()["not_paired"]):
            continue
        if match["sided"] or status == "bilateral":
            yield Found("laterality", *match.span(), status)
            continue
        before = text[max(0, match.start() - 30) : match.start()]
        beside = bool(follows) and (
            follows[0] in paired or (not short and len(follows) > 1 and follows[1] in paired)
        )
        previous = _PREVIOUS.search(before)
        named = not short and previous is not None and previous[1].lower() in paired and not follows
        if beside or named or _SIDE_LABEL.search(before):
            if not (short and before[-1:].isdigit()) and not re.search(r"\d $", before if short else ""):
                yield Found("laterality", *match.span(), status)


def _sign(written: str | None) -> str:
    said = re.sub(r" \([\u2264\u2265]\)", "", (written or "").lower()).lstrip("\\")
    if said.endswith(" or equal to"):
        return "<=" if said.startswith("less") else ">="
    return _WORD_SIGNS.get(said, said)


def _performance(text: str) -> Iterator[Found]:
    for match in _ECOG.finditer(text):
        bare = re.match(r"WHO(?:[ :=(]*\d| grades? [1-5])", match.group())
        if bare or (
            match.group().startswith(("PS", "Performance"))
            and match.group()[:2] == "PS"
            and _score(text, match)
        ):
            continue
        end = match.end()
        high = match["last"] or match["high"]
        if high is not None and int(high) <= int(match["low"]):
            continue
        yield _measured(match.start(), end, _sign(match["sign"]), match["low"], high, "")
    for match in _HUNDRED.finditer(text):
        scale = {"Karnofsky": "KPS", "Lansky": "Lansky", "LPS": "Lansky"}.get(match["scale"], match["scale"])
        yield _measured(
            match.start(), match.end(), _sign(match["sign"]), match["low"], match["high"], f"{scale} "
        )


def _score(text: str, match: re.Match[str]) -> bool:
    """Whether PS is a propensity score, or a protein's name."""
    return "ropensity" in text[max(0, match.start() - 200) : match.end() + 200]


def _measured(start: int, end: int, sign: str, low: str, high: str | None, scale: str) -> Found:
    status = f"{scale}{sign}{low}" + (f"-{high}" if high else "")
    exact = not (high or sign)
    return Found(
        "performance_status", start, end, status, float(low) if exact else None, "1" if exact else None
    )


def _lines(text: str) -> Iterator[Found]:
    for match in _LINE.finditer(text):
        low = _NAMES[_ORDINALS[match["low"].lower()]]
        high = (
            f"/{_NAMES[_ORDINALS[match['high'].lower()]]}" if match["high"] else "+" if match["more"] else ""
        )
        yield Found("line", *match.span(), low + high)
    for match in _LATER.finditer(text):
        yield Found("line", *match.span(), "later-line")
    for match in _SHORT_LINE.finditer(text):
        if _TREATED.search(text, max(0, match.start() - 30), match.end() + 30):
            low = _NAMES[int(match["low"])]
            high = f"/{_NAMES[int(match['high'])]}" if match["high"] else "+" if match["more"] else ""
            yield Found("line", *match.span(), low + high)
    counted = _COUNTED_AS.search(text) is not None
    for match in _PRIOR_LINES.finditer(text) if counted else ():
        raw, written = (match["n"], match["sign"]) if match["n"] else (match["n2"], match["sign2"])
        sign = {"no more than": "<=", "up to": "<="}.get((written or "").lower(), _sign(written))
        if " or more" in match.group().lower():
            sign = ">="
        count = _COUNTS.get(raw.lower(), raw)
        high = f"-{_COUNTS.get(match['high'].lower(), match['high'])}" if match["high"] else ""
        start = match.start("sign") if match["sign"] else match.start("n") if match["n"] else match.start()
        start = match.start("sign2") if match["sign2"] else match.start("n2") if match["n2"] else start
        prior = " prior" if re.search(r"prior|previous|earlier", match.group(), re.IGNORECASE) else ""
        yield Found("line", start, match.end(), f"{sign}{count}{high}{prior or ' lines'}")
    for match in _MAINTENANCE.finditer(text):
        if _NOT_BEFORE.search(text, max(0, match.start() - 20), match.start()):
            continue
        if _names_treatment(text, match.end()) or re.search(
            r"\bas $|mab $|nib $|parib $", text[max(0, match.start() - 8) : match.start()]
        ):
            yield Found("line", *match.span(), "maintenance")


def _names_treatment(text: str, end: int) -> bool:
    """Whether a treatment is named in the few words after an intent, or the word intent itself."""
    treatment = _words()["treatment"]
    window = re.split(r"[.;:,\n]", text[end : end + 60])[0]
    words = [w.group().lower() for w in _WORD.finditer(window)][:_TREATMENT_REACH]
    return any(
        w in treatment or w.endswith(("mab", "nib", "platin", "therapy", "radiotherapy")) for w in words
    )


def _intents(text: str) -> Iterator[Found]:
    for match in _INTENT.finditer(text):
        name = match.lastgroup or ""
        if name == "both":
            yield Found("intent", *match.span(), "neoadjuvant/adjuvant")
            continue
        written = match.group().lower()
        if _NOT_INTENT.match(text, match.end()) or _NOT_BEFORE.search(
            text, max(0, match.start() - 20), match.start()
        ):
            continue
        kind = "radical" if written.startswith("radical") else name
        stated = "intent" in written or re.match(
            r"[ -](?:intent|purpose|aim|treatment)", text[match.end() : match.end() + 12]
        )
        if written.endswith("intent"):
            yield Found("intent", match.start(), match.end() - 7, _GIVES.get(name, name))
            continue
        if kind in _NEEDS_TREATMENT and not stated and not _names_treatment(text, match.end()):
            if not _DRUG_BEFORE.search(text, max(0, match.start() - 6), match.start()):
                continue
        if (
            kind == "radical"
            and not stated
            and re.match(
                r"[ -](?:\w+ )?(?:\w*ectomy|surgery|resection|excision|operation|neck)",
                text[match.end() : match.end() + 40],
            )
        ):
            continue
        tier: Tier = "accepted"
        yield Found("intent", *match.span(), _GIVES.get(name, name), None, None, None, tier)
