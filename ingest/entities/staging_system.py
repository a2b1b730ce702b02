"""Staging systems by name, and how their values are written: FIGO, Ann Arbor, BCLC, Rai, limited stage."""

import re
from collections.abc import Iterator

from ingest.entities.found import Found

_ROMAN = r"(?:IV|III|II|I|[\u2160-\u2163])"
VALUE = (
    rf"(?:{_ROMAN}(?:[ABCDabcd][1-3]?(?:i{{1,2}})?|[ABESX]{{1,3}}|[1-3](?!\d))?|[iI][vV](?:[ABCabc])?"
    rf"|i{{1,3}}[abc]?"
    r"|[0-4](?:[A-Ea-e][1-3]?(?:i{1,2})?|S|E)?)(?![A-Za-z0-9])(?!\.\d|%)"
)
SPREAD = (
    rf"{VALUE}(?:(?: ?(?:[-\u2013\u2014/~]| to | or | and |, or |, and |, ) ?(?:[Ss]elect(?:ed)? )?)"
    rf"(?:{VALUE}|(?:(?<=[-/\u2013])[abc]|(?<!, )[ABC])(?![A-Za-z0-9])"
    rf"|(?:(?<=to )|(?<=[-\u2013]))[Ss]tage {VALUE})){{0,8}}"
)
SYSTEM = (
    r"(?:FIGO|AJCC|UICC|TNM|Ann[ -]Arbor|Lugano|Masaoka(?:[ -]Koga)?|INSS|INRGSS|Durie[- ]Salmon"
    r"|Dukes'?|Enneking|WHO|SIOP|COG|NWTS|SJCRH|Evans|Murphy"
    r"|St\.? Jude(?:'s|/Murphy)?|Toronto|IASLC|Whitmore|VALG|ENETS)"
)
_JOIN = r"(?:[-\u2013/]| or | to | and )"
_FOUR = r"(?:IV|III|II|I)"
_SYSTEMS = {
    "FIGO": (
        r"(?i:FIGO)(?: ?\(?(?P<year>20\d\d|19\d\d)\)?)?",
        rf"(?=[IVi\u2160-\u2163]|[1-4][A-C]){SPREAD}",
    ),
    "Ann Arbor": (r"Ann[ -]Arbor", SPREAD),
    "Lugano": ("Lugano", SPREAD),
    "R2-ISS": (r"R2-?ISS", rf"{_FOUR}(?:{_JOIN}{_FOUR})?"),
    "R-ISS": (
        r"(?:R-?ISS|[Rr]evised International Staging System(?: \(R-?ISS\))?)",
        rf"(?:III|II|I|[1-3])(?:{_JOIN}(?:III|II|[23]))?",
    ),
    "ISS": (
        r"(?<!R-)(?<!R2-)(?<![Rr]evised )(?:ISS|International Staging System(?: \(ISS\))?)",
        rf"(?:III|II|I|[1-3])(?:{_JOIN}(?:III|II|[23]))?",
    ),
    "Rai": ("Rai", rf"(?:{_FOUR}|[0-4])(?:{_JOIN}(?:{_FOUR}|[1-4]))?"),
    "Binet": ("Binet", rf"[ABC](?:{_JOIN}[ABC])?"),
    "BCLC": (
        r"(?:BCLC|Barcelona Clinic Liver Cancer(?: \(BCLC\))?)",
        rf"(?:[ABCD]|0)(?:{_JOIN}[ABCD](?![a-z]))?",
    ),
    "Masaoka": (r"Masaoka(?:[ -]Koga)?", rf"{_FOUR}[abAB]?(?:{_JOIN}{_FOUR}[abAB]?)?"),
    "INSS": ("INSS", rf"[1-4][ABSabs]?(?:{_JOIN}[1-4][ABS]?)?"),
    "INRG": ("INRG(?:SS)?", r"(?:L[12]|MS?)"),
    "Dukes": (r"Duke'?s'?", rf"[ABCD][12]?(?:{_JOIN}[BCD][12]?)?"),
    "IRS": (
        r"(?:IRSG?|Intergroup Rhabdomyosarcoma Study(?: Group)?)(?: clinical)? [Gg]roup",
        rf"{_FOUR}(?:{_JOIN}{_FOUR})?",
    ),
    "Enneking": ("Enneking", r"(?:III|II|I)[AB]?"),
    "Clark": (r"Clark(?:'s)? [Ll]evels?", r"(?:IV|III|II|I|V|[1-5])(?:{_JOIN}(?:IV|V))?"),
    "Chang": ("Chang", r"(?:T[1-4][ab]? ?)?M[0-4]"),
    "Durie-Salmon": (r"Durie[- ]Salmon", r"(?:III|II|I)[AB]?"),
}
"""Staging systems by name: how the label is written, and the stages it has."""
_NAMED = {
    system: re.compile(
        rf"(?<![A-Za-z]){label}(?:[ -][Ss]tages?)?[ :=-]{{0,2}}(?P<value>{value})(?![A-Za-z0-9]|\.\d)"
    )
    for system, (label, value) in _SYSTEMS.items()
}
_LISTING = frozenset({"FIGO", "Ann Arbor", "Lugano"})
_LISTED = re.compile(rf"{VALUE}(?:(?: ?[-\u2013\u2014~] ?| to )(?:{VALUE}|[ABCabc](?![A-Za-z0-9])))?")
"""One of the stages that "or" or "and" parts, or one range."""
_ANY_NAME = re.compile(
    r"(?i:FIGO)|Arbor|Lugano|ISS|International Staging|Rai|Binet|BCLC|Barcelona|Masaoka|INSS|INRG|Duke"
    r"|Durie|IRS|Rhabdo"
    r"|Enneking|Clark|Chang"
)
"""What one of the systems' names holds: most texts hold none, and are read once."""
_RISK_NAMED = re.compile("IGCCC")
_SMALL_CELL_NAMED = re.compile(r"SCLC|(?i:small[- ]cell|oat cell)")
_RISK = re.compile(
    r"\b(?:IGCCCG?[ -:]{1,2}(?P<first>good|intermediate|poor)(?:[ -](?:risk|prognosis))?"
    r"|(?P<last>good|intermediate|poor)[ -](?:risk|prognosis)(?: group)?(?=[ ,(]{1,2}IGCCCG?\b))",
    re.IGNORECASE,
)
_SMALL_CELL = re.compile(r"\b(?:SCLC|small[- ]cell|oat cell)\b", re.IGNORECASE)
_NON_SMALL = re.compile(r"\b(?:NSCLC|non-?[ -]?small)", re.IGNORECASE)
_SMALL_CELL_REACH = 60
"""Characters around "limited stage" in which a small-cell tumour must be named."""
_LIMITED = re.compile(
    r"\b(?:(?P<limited>limited|extensive)[- ](?:stage|disease)\b|(?P<short>LS|ES|LD|ED)-SCLC"
    r"|(?:SCLC|small[- ]cell (?:lung )?(?:cancer|carcinoma))[ ,(:-]{1,3}"
    r"(?P<letters>(?-i:LS|ES|LD|ED))(?![A-Za-z0-9-]))",
    re.IGNORECASE,
)
_UNICODE = str.maketrans(
    {"\u2160": "I", "\u2161": "II", "\u2162": "III", "\u2163": "IV", "\u2013": "-", "\u2014": "-"}
)


def find_named_systems(text: str) -> Iterator[Found]:
    """The stages that a system's name stands before, with the name in the status."""
    if _RISK_NAMED.search(text):
        yield from _risks(text)
    if _SMALL_CELL_NAMED.search(text):
        yield from _limited(text)
    if not _ANY_NAME.search(text):
        return
    for system, pattern in _NAMED.items():
        for match in pattern.finditer(text):
            year = match.groupdict().get("year")
            items = list(_LISTED.finditer(text, *match.span("value"))) if system in _LISTING else []
            for index, item in enumerate(items if len(items) > 1 else [match]):
                written = item.group("value") if item is match else item.group()
                status = f"{system} {value_of(written)}" + (f" ({year})" if year else "")
                start = item.start() if index else match.start()
                yield Found("stage", start, item.end(), status)


def _risks(text: str) -> Iterator[Found]:
    for match in _RISK.finditer(text):
        yield Found("stage", *match.span(), f"IGCCCG {(match['first'] or match['last']).lower()}")


def _limited(text: str) -> Iterator[Found]:
    for match in _LIMITED.finditer(text):
        if match["limited"] and not _of_small_cells(text, match.start(), match.end()):
            continue
        said = (match["limited"] or match["short"] or match["letters"]).lower()
        span = match.span("letters") if match["letters"] else match.span()
        yield Found("stage", *span, "limited" if said[0] == "l" else "extensive")


def _of_small_cells(text: str, start: int, end: int) -> bool:
    """Whether "limited stage" is the stage of a small-cell tumour, as the words around it say."""
    around = text[max(0, start - _SMALL_CELL_REACH) : end + _SMALL_CELL_REACH]
    return bool(_SMALL_CELL.search(around)) and not _NON_SMALL.search(around)


_ARABIC = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_PARTED = re.compile(r"(?<![A-Za-z])(IV|III|II|I)-([ABC])(?![A-Za-z0-9-])")


def value_of(written: str) -> str:
    """Groups in one form: `II-IIIB`, `IIIB/IV`; "3a" is IIIA, "IV-B" IVB; a figure alone stays so."""
    value = re.sub(r"(?i)stage ", "", written).translate(_UNICODE)
    value = re.sub(r"\s*(?:, or|, and|,|\bor\b|\band\b|/)\s*", "/", value)
    value = re.sub(r"\s*(?:\bto\b|~|-)\s*", "-", value).replace(" ", "")
    value = re.sub(r"(?<![\w.])([1-4])(?=[A-Ca-c](?![A-Za-z]))", lambda m: _ARABIC[m.group()], value)
    value = re.sub(r"[ivabcde]+", lambda m: m.group() if value[m.start() - 1 : m.start()].isdigit() else
                   m.group().upper(), value)  # fmt: skip
    return _PARTED.sub(r"\1\2", value)
