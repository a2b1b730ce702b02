"""Stage and histological grade as written: TNM, stage groups, the staging systems by name."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from ingest.entities.found import Found
from ingest.entities.histology import find_grades
from ingest.mention import Cover
from ingest.reading import Reading

_PREFIX = r"(?:y[cpr]|[cpyrau]|mp)?"
_T_VALUE = r"(?:is(?: ?\((?:DCIS|LCIS|Paget|LAMN|pu|pd)\))?|[xX]|a|0|1mi|[1-4](?:[a-e][1-3]?(?![a-z]))?)"
_N_VALUE = r"(?:[xX]|\+(?![A-LN-Za-z0-9])|[0-3](?:mi|[a-c](?![a-z]))?)"
_N_MARKS = r"(?:\((?:i[+-]|sn|mol[+-]|f)\))*"
_T = (
    rf"(?P<pt>{_PREFIX})T(?P<t>{_T_VALUE})(?:(?P<tsep>[-\u2013/,]|[/-]y?[cp]?T| ?[-\u2013] ?T)"
    r"(?P<t2>is|[0-4](?:[a-e](?![a-z]))?)(?!\d))?(?: ?\((?:m|s|\d{1,2})\))?"
)


def _n(tag: str) -> str:
    """A node category; `tag` keeps the group names of its several places apart."""
    return (
        rf"(?P<pn{tag}>{_PREFIX})N(?P<n{tag}>{_N_VALUE}){_N_MARKS}"
        rf"(?:(?<![xX])(?:[-\u2013/]N?| ?- ?N)(?P<n2{tag}>[xX]|[0-3](?:mi|[a-c](?![a-z]))?)(?!\d))?{_N_MARKS}"
    )


def _m(tag: str) -> str:
    """A metastasis category, after the count of nodes that may stand before it."""
    category = r"[xX]|0(?:\(i\+\))?|1(?:[a-e](?:\([01]\))?)?"
    return rf"(?P<pm{tag}>{_PREFIX})M(?P<m{tag}>{category})(?:-(?P<m2{tag}>1[a-e]?))?"


_GAP = r"[ ,;/]{0,2}"
_COUNTED = r"(?: ?\(\d{1,3}/\d{1,3}\))?"
_END = r"(?=$|[^A-Za-z0-9+.]|\.(?!\d)|G[1-4x](?!\w)|[LVR][0-2x](?!\w))"
_TNM = re.compile(
    rf"(?<![A-Za-z0-9+])(?:{_T}(?:{_GAP}{_n('')}(?:{_COUNTED}{_GAP}{_m('')})?|{_GAP}{_m('_')})?"
    rf"|{_n('__')}(?:{_COUNTED}{_GAP}{_m('__')})?|{_m('___')}){_END}"
)
_SPACED = re.compile(
    r"(?<![A-Za-z0-9+])(?P<pt>y?[cp]?) ?T ?(?P<t>[0-4][a-d]?)[ ,]{1,2}(?P<pn>y?[cp]?)N ?"
    r"(?P<n>[0-3][a-c]?)[ ,]{1,2}"
    r"(?P<pm>y?[cp]?)M ?(?P<m>[01xX][a-c]?)(?![A-Za-z0-9])"
)
_NOT_T = re.compile(
    r"\b(?:MRI?|weighted|FLAIR|signal|contrast|sequences?|hyperintens\w*|hypointens\w*|relaxation"
    r"|gadolinium|DWI"
    r"|spin[- ]echo|imag(?:es|ing)|mapping|vertebra\w*|spin(?:e|al)|levels?|cord|TSH|thyrox\w+"
    r"|thyroid function"
    r"|triiodo\w+|free T|T-cells?|time ?points?|baseline|diabetes|T[5-9]|T1[0-2]|L[1-5])\b",
    re.IGNORECASE,
)
_IRRADIATED = re.compile(r"(?:\bc?Gy|#|\bfx|\bfractions|\bRT|radiotherapy)[^.;,]{0,15} to (?:the )?$")
_SPEAKS_OF_T = re.compile(
    r"\b(?:tumou?rs?|stage[ds]?|staging|disease|lesions?|cancers?|carcinomas?|categor\w+|TNM|glottic"
    r"|nod(?:e|al)\w*"
    r"|primary|primaries|AJCC|UICC|N[0-3x]|clinical|patholog\w+|Gleason|bladder|classification"
    r"|adenocarcinomas?"
    r"|melanomas?|NSCLC|laryn\w+|muscle)\b",
    re.IGNORECASE,
)
_SPEAKS_OF_N = re.compile(
    r"\b(?:nod(?:e|al)\w*|lymph\w*|stage[ds]?|staging|TNM|T[0-4][a-d]?|disease|neck|mediastin\w+|axill\w+"
    r"|AJCC"
    r"|metasta\w+|involvement|positive|M0|M1)\b"
)
_SPEAKS_OF_M = re.compile(
    r"\b(?:metasta\w+|stage[ds]?|staging|TNM|distant|\w*CRPC|\w*HSPC|\w*CSPC|prostate|disease|AJCC|M0"
    r"|N[0-3])\b"
)
_NOT_M = re.compile(
    r"macrophag|polari[sz]|phenotype|segment|cortex|receptor|\bFAB\b|\bAML\b|muscarinic|microglia|\bM2\b"
    r"|marker",
    re.I,
)
_ROMAN = r"(?:IV|III|II|I|[\u2160-\u2163])"
_VALUE = (
    rf"(?:{_ROMAN}(?:[ABCDabcd][1-3]?(?:i{{1,2}})?|[ABESX]{{1,3}}|[1-3](?!\d))?|[iI][vV](?:[ABCabc])?"
    rf"|i{{1,3}}[abc]?"
    r"|[0-4](?:[A-Ea-e][1-3]?(?:i{1,2})?|S|E)?)(?![A-Za-z0-9])(?!\.\d|%)"
)
_SPREAD = (
    rf"{_VALUE}(?:(?: ?(?:[-\u2013\u2014/~]| to | or | and |, or |, and |, ) ?)"
    rf"(?:{_VALUE}|[ABCabc](?![A-Za-z0-9])|(?:(?<=to )|(?<=[-\u2013]))[Ss]tage {_VALUE})){{0,8}}"
)
_SYSTEM = (
    r"(?:FIGO|AJCC|UICC|TNM|Ann[ -]Arbor|Lugano|Masaoka(?:[ -]Koga)?|INSS|INRGSS|Durie[- ]Salmon"
    r"|Dukes'?|Enneking|WHO)"
)
_GROUP = re.compile(
    rf"(?<![A-Za-z-])(?:(?P<system>{_SYSTEM})(?:,? ?\(?(?P<year>20\d\d|19\d\d)\)?)?(?: (?:clinical"
    rf"|pathologic(?:al)?))?[ -]?)?"
    r"(?P<label>[Ss]tages?|STAGE|[Ss]tg\.?)(?: groups?| groupings?)?"
    r"(?: ?\(?(?P<system2>FIGO|TNM|AJCC"
    r"|UICC)(?: (?P<year2>20\d\d))?\)?(?: (?P<edition>[78])(?:th)?)?)?[ :=-]{0,2}"
    rf"(?P<value>{_SPREAD})"
)
_ITEM = re.compile(
    rf"{_VALUE}(?: ?(?:[-\u2013\u2014~]| to )(?: ?[Ss]tage)? ?(?:{_VALUE}|[ABCabc](?![A-Za-z0-9])))?"
    r"(?:/[ABCabc](?![A-Za-z0-9]))*"
)
"""One of the stages listed behind the word, or one range of them."""
_SPLIT_LETTER = re.compile(
    r"(?<![A-Za-z-])(?P<label>[Ss]tages?|STAGE) (?P<value>(?:IV|III|II|I) [ABC](?:[1-3]"
    r"|(?= ?[-\u2013/),;.]| (?:or|to|and|disease"
    r"|cancer|NSCLC|carcinoma)\b))(?: ?(?:[-\u2013/]| or | to | and ) ?(?:(?:IV|III|II"
    r"|I) ?)?[ABC][1-3]?(?![A-Za-z]))?)"
)
_JOIN = r"(?:[-\u2013/]| or | to | and )"
_FOUR = r"(?:IV|III|II|I)"
_SYSTEMS = {
    "FIGO": (
        r"(?i:FIGO)(?: ?\(?(?P<year>20\d\d|19\d\d)\)?)?",
        r"(?=[IVi\u2160-\u2163]"
        "|[1-4][A-C]){_SPREAD}",
    ),
    "Ann Arbor": (r"Ann[ -]Arbor", _SPREAD),
    "Lugano": ("Lugano", _SPREAD),
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
    "Durie-Salmon": (r"Durie[- ]Salmon", r"(?:III|II|I)[AB]?"),
}
"""Staging systems by name: how the label is written, and the stages it has."""
_NAMED = {
    system: re.compile(
        rf"(?<![A-Za-z]){label}(?:[ -][Ss]tages?)?[ :=-]{{0,2}}(?P<value>{value})(?![A-Za-z0-9]|\.\d)"
    )
    for system, (label, value) in _SYSTEMS.items()
}
_TUMOUR = (
    r"(?:NSCLC|SCLC|HCC|RCC|CRC|HL\b|DLBCL|\w*carcinomas?|cancers?|lymphomas?|melanomas?|\w*sarcomas?"
    r"|disease|glott\w+"
    r"|neuroblastomas?|thymomas?|mesothelioma|seminomas?|tumou?rs?|adenocarcinomas?|myeloma|breast|lung"
    r"|colon|rectal)"
)
_BARE = re.compile(
    rf"(?<![\w/+.-])(?P<value>(?:IV|III|II|I)[ABC][1-3]?(?:(?:[-\u2013/]| or | to )(?:IV|III"
    rf"|II)?[ABC]?[1-3]?)?)"
    rf"(?=(?: [a-z-]+){{0,2}} {_TUMOUR})|(?<![\w/+.-])(?P<first>(?:IV|III|II|I)[ABCabc]?[1-3]?)[ -]stage\b"
)
_NOT_BARE = re.compile(
    r"(?:\b(?:phase|types?|grades?|class|level|arm|cohort|bclc|cranial|group|collagen|factor|hla|part"
    r"|study|gpiib)[ -/]*)$",
    re.I,
)
_LIMITED = re.compile(
    r"\b(?:(?P<limited>limited|extensive)[- ](?:stage|disease)(?=[- ,)(]*(?:small|SCLC|or|and|/|\())"
    r"|(?P<short>LS|ES|LD|ED)-SCLC)",
    re.IGNORECASE,
)
_NOT_TUMOUR = re.compile(
    r"\b(?:CKD|kidney (?:disease|failure|injury)|chronic kidney|renal (?:disease|failure|insufficiency"
    r"|impairment)"
    r"|ulcers?|pressure|decubitus|hypertension|tanner|fibrosis|cirrhosis|heart failure|COPD|GOLD|sarcoid\w*"
    r"|endometriosis|parkinson\w*|hoehn|periodont\w+|retinopathy|lymphoedema|lymphedema|dementia"
    r"|alzheimer\w*|sleep"
    r"|labou?r|pubert\w+|keratoconus|GVHD|steatosis|NASH|neuropathy|edema|pneumoconiosis|osteonecrosis"
    r"|glaucoma|AKI"
    r"|prolapse|POP-Q|retinopathy|pubic|simon\w*|two-stage|study|trial|enrol\w*|randomi[sz]\w*|design"
    r"|procedure|repair"
    r"|reconstruction|expansion|escalation|research phase|ventilat\w+|model|analysis|psychosocial|change"
    r"|readiness"
    r"|operation|cleavage|embryo\w*|larva\w*|developmental|regression|HIV|malaria|only|part)\b",
    re.IGNORECASE,
)
_CANCER = re.compile(rf"\b{_TUMOUR}|\bTNM\b|\bAJCC\b", re.IGNORECASE)
_EDITION = re.compile(
    r"\b(?:AJCC|UICC|TNM)(?:/(?:AJCC|UICC))?(?: TNM| staging| cancer| manual"
    r"| system)*,? ?(?:v(?:ersion)?\.? ?|edition )?"
    r"(?P<a>[5-9])(?:th)?(?! ?(?:mm|cm|/|%|\d|months|years|patients))(?: ed(?:ition|\.)?)?"
    r"|(?P<b>[5-9])(?:th|nd|rd)[ -]ed(?:ition|\.)?(?: of)?(?: the)?(?: AJCC| UICC| TNM| American Joint"
    r"| International| IASLC| lung)",
    re.IGNORECASE,
)
_UNICODE = str.maketrans(
    {"\u2160": "I", "\u2161": "II", "\u2162": "III", "\u2163": "IV", "\u2013": "-", "\u2014": "-"}
)
_REACH = 60
"""Characters around a lone T, N or M, or a numeral, that must speak of a tumour."""


def find_stage(reading: Reading) -> Iterator[Found]:
    """Stage in every system, as written and never derived, then histological grades.

    A status is `cT2 N0 M0`, `II-III`, `FIGO IIIC1`, `ISS II`; an edition stated in the sentence follows in
    brackets.
    """
    editions = [(m.start(), m["a"] or m["b"]) for m in _EDITION.finditer(reading.text)]
    found = [*_tnm(reading), *_named(reading), *_groups(reading)]
    found.sort(key=lambda f: (f.start, -f.end))
    reached = -1
    for stage in found:
        if stage.start < reached:
            continue
        reached = stage.end
        edition = _edition(reading, stage, editions)
        status = f"{stage.status} (AJCC {edition})" if edition else stage.status
        yield stage._replace(status=status)
    yield from find_grades(reading, [(f.start, f.end) for f in found])


def _edition(reading: Reading, stage: Found, editions: list[tuple[int, str]]) -> str | None:
    """The edition of the TNM classification that the stage's sentence states, where it states only one."""
    status = stage.status or ""
    if not editions or re.match(r"[A-Z][A-Za-z-]{2,} ", status):
        return None
    floor, ceiling = reading.clauses.sentence_span(stage.start)
    first = bisect_left(editions, (max(floor, stage.start - 150), ""))
    last = bisect_left(editions, (min(ceiling, stage.end + 150), ""))
    said = {edition for _, edition in editions[first : min(last, first + 4)]}
    return said.pop() if len(said) == 1 else None


def _tnm(reading: Reading) -> Iterator[Found]:
    text = reading.text
    spaced = [m for m in _SPACED.finditer(text)]
    cover = Cover(m.span() for m in spaced)
    for match in spaced:
        yield Found("stage", *match.span(), _components(match.groupdict()))
    for match in _TNM.finditer(text):
        if cover.holds(*match.span()):
            continue
        parts = {k.rstrip("_"): v for k, v in match.groupdict().items() if v is not None}
        end = match.end()
        while text[end - 1] in " ,;/":
            end -= 1
        if _is_tnm(text, match.start(), end, parts):
            yield Found("stage", match.start(), end, _components(parts))


def _components(parts: dict[str, str]) -> str:
    """The categories apart: `pT1-2 N0 M0`."""
    said = []
    for key in "tnm":
        if parts.get(key):
            second = f"-{parts[key + '2']}" if parts.get(key + "2") else ""
            value = "X" if parts[key] in {"x", "X"} else parts[key].replace(" ", "")
            said.append(f"{parts.get('p' + key) or ''}{key.upper()}{value}{second}")
    return " ".join(said)


def _is_tnm(text: str, start: int, end: int, parts: dict[str, str]) -> bool:
    """Whether it is a TNM expression: two categories are, one alone needs a prefix or the words around it."""
    if sum(key in parts for key in "tnm") > 1:
        return True
    around = text[max(0, start - _REACH) : end + _REACH]
    if "t" in parts:
        prefix = parts.get("pt", "")
        if parts.get("tsep") == "," or (
            text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha() and not prefix
        ):
            return False
        if prefix in {"c", "p", "yp", "yc", "mp", "y"}:
            return True
        if prefix or parts["t"] in {"0", "x", "X"} or _NOT_T.search(around):
            return False
        if parts["t"] == "a":
            return bool(re.search(r"\b(?:bladder|urothelial|TURBT?|NMIBC|T1)\b", around))
        if _IRRADIATED.search(text, max(0, start - 25), start):
            return False
        if parts["t"][-1] in "abcd":
            return True
        return (
            _SPEAKS_OF_T.search(around[: start - max(0, start - _REACH)] + " " + text[end : end + _REACH])
            is not None
        )
    outside = text[max(0, start - _REACH) : start] + " " + text[end : end + _REACH]
    if "n" in parts:
        prefix = parts.get("pn", "")
        return prefix in {"c", "p", "yp", "yc"} or (not prefix and _SPEAKS_OF_N.search(outside) is not None)
    prefix = parts.get("pm", "")
    if prefix not in {"", "c", "p"} or (parts["m"] in {"x", "X"} and not prefix):
        return False
    return _SPEAKS_OF_M.search(outside) is not None and _NOT_M.search(outside) is None


def _named(reading: Reading) -> Iterator[Found]:
    for system, pattern in _NAMED.items():
        for match in pattern.finditer(reading.text):
            year = match.groupdict().get("year")
            status = f"{system} {_value(match['value'])}" + (f" ({year})" if year else "")
            yield Found("stage", *match.span(), status)
    for match in _LIMITED.finditer(reading.text):
        said = (match["limited"] or match["short"]).lower()
        yield Found("stage", *match.span(), "limited" if said[0] == "l" else "extensive")


def _value(written: str) -> str:
    """Groups as written, in one form: `II-IIIB`, `IIIB/IV`; a numeral's Arabic figure stays Arabic."""
    value = re.sub(r"(?i)stage ", "", written).translate(_UNICODE)
    value = re.sub(r"\s*(?:, or|, and|,|\bor\b|\band\b|/)\s*", "/", value)
    value = re.sub(r"\s*(?:\bto\b|~|-)\s*", "-", value).replace(" ", "")
    return re.sub(r"[ivabcde]+", lambda m: m.group() if value[m.start() - 1 : m.start()].isdigit() else
                  m.group().upper(), value)  # fmt: skip


def _groups(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in _SPLIT_LETTER.finditer(text):
        yield Found("stage", *match.span(), _value(match["value"]))
    for match in _GROUP.finditer(text):
        if not _of_tumour(text, match):
            continue
        system = match["system"] or match["system2"] or ""
        value = _value(match["value"])
        year, edition = match["year"] or match["year2"], match["edition"]
        known = system.replace("-", " ") if system not in {"AJCC", "UICC", "TNM", "WHO", ""} else ""
        status = f"{known} {value}".strip() + (f" ({year})" if year and known else "")
        items = list(_ITEM.finditer(text, *match.span("value")))
        if "," not in match["value"] and len(items) < 2:
            yield Found("stage", *match.span(), f"{status} (AJCC {edition})" if edition else status)
            continue
        for index, item in enumerate(items):
            said = f"{known} {_value(item.group())}".strip() + (f" ({year})" if year and known else "")
            start = item.start() if index else match.start()
            yield Found("stage", start, item.end(), f"{said} (AJCC {edition})" if edition else said)
    for match in _BARE.finditer(text):
        if _NOT_BARE.search(text, max(0, match.start() - 16), match.start()):
            continue
        if match["first"] in {"I", "V"} or (
            match["first"] and not _CANCER.match(text[match.end() : match.end() + 24].lstrip())
        ):
            continue
        end = match.end() if match["first"] else match.end("value")
        yield Found("stage", match.start(), end, _value(match["value"] or match["first"]))


def _of_tumour(text: str, match: re.Match[str]) -> bool:
    """Whether a stage is a tumour's: a numeral of a kidney disease, an ulcer or a study's part is not."""
    if match["system"] or match["system2"]:
        return True
    value = match["value"]
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 45]
    near = _CANCER.match(after.lstrip(" -(")[:25])
    if near is not None and not re.match(r"(?:disease)", near.group(), re.IGNORECASE):
        return True
    if _NOT_TUMOUR.search(before) or _NOT_TUMOUR.search(after[:30]):
        return False
    if (value[0].isdigit() and len(value) == 1) or value.islower():
        return _CANCER.search(before) is not None or near is not None
    return True
