"""TNM categories as written, together or alone: `pT2 N1 M0`, `ypT0N0`, `M1b`."""

import re
from collections.abc import Iterator

from ingest.entities.found import Found
from ingest.mention import Cover

_PREFIX = r"(?:r?y[cp]|yr|r[cp]|mr|mp|us|[cpyraui])?"
_T_VALUE = r"(?:is(?: ?\((?:DCIS|LCIS|Paget|LAMN|pu|pd)\))?|[xX]|a|0|1mi|[1-4](?:[a-e][1-3]?(?![a-z]))?)"
_N_VALUE = r"(?:[xX]|\+(?![A-LN-Za-z0-9])|[0-3](?:mi|[a-c](?![a-z]))?)"
_N_MARKS = r"(?:\((?:i[+-]|sn|mol[+-]|f)\))*"
_T = (
    rf"(?P<pt>{_PREFIX})T(?P<t>{_T_VALUE})(?:(?P<tsep>[-\u2013/,]|[/-]y?[cp]?T| ?[-\u2013] ?T| to y?[cp]?T)"
    r"(?P<t2>is|[0-4](?:[a-e](?![a-z]))?|(?<=[a-d][/-])[a-d](?![A-Za-z]))(?!\d))?(?: ?\((?:m|s|\d{1,2})\))?"
)


def _n(tag: str) -> str:
    """A node category; `tag` keeps the group names of its several places apart."""
    return (
        rf"(?P<pn{tag}>{_PREFIX})N(?P<n{tag}>{_N_VALUE}){_N_MARKS}"
        rf"(?:(?<![xX])(?:[-\u2013/]N?| ?- ?N| to y?[cp]?N)"
        rf"(?P<n2{tag}>[xX]|[0-3](?:mi|[a-c](?![a-z]))?)(?!\d))?{_N_MARKS}"
    )


def _m(tag: str) -> str:
    """A metastasis category, after the count of nodes that may stand before it."""
    category = r"[xX]|0(?:\(i\+\))?|1(?:[a-e](?:\([01]\))?)?"
    return rf"(?P<pm{tag}>{_PREFIX})M(?P<m{tag}>{category})(?:-(?P<m2{tag}>1[a-e]?))?"


_GAP = r"[ ,;/]{0,2}"
_COUNTED = (
    r"(?: ?\( ?\d{1,3} ?(?:/|of|out of) ?\d{1,3}(?: ?(?:\+ve|positive|involved))?"
    r"(?: ?(?:(?:lymph )?nodes?|LNs?|sn|SLNs?))? ?\))?"
)
"""The nodes counted, in brackets behind the category they stand for."""
_END = (
    r"(?=$|[^A-Za-z0-9+.]|\.(?!\d)|G[1-4x](?!\w)|[LVR][0-2x](?!\w)"
    r"|(?:IV|III|II|I)[ABC]?[1-3]?(?![A-Za-z0-9]))"
)
_TNM = re.compile(
    rf"(?<![A-Za-z0-9+])(?:(?:(?P<any>[Aa]ny ?T)[ ,]{{1,2}})?"
    rf"(?:{_T}(?:{_COUNTED}{_GAP}{_n('')}(?:{_COUNTED}{_GAP}{_m('')})?|{_GAP}{_m('_')})?"
    rf"|{_n('__')}(?:{_COUNTED}{_GAP}{_m('__')})?|{_m('___')})){_END}"
)
_ANY = re.compile(r"[Aa]ny ?T,? [Aa]ny ?N,? M1[a-d]?(?![A-Za-z0-9])|[Tt]x ?[Nn]x ?M1[a-d]?(?![A-Za-z0-9])")
_LOUD = re.compile(
    r"(?<![A-Za-z0-9])(?P<pt>[CPcp])T(?P<t>[0-4][A-Da-d]?)[ ,]{0,2}(?P<pn>[CP]?)N(?P<n>[0-3][A-Ca-c]?)"
    r"(?:[ ,]{0,2}(?P<pm>[CP]?)M(?P<m>[01X][A-Ca-c]?))?(?![A-Za-z0-9])"
)
"""All in capital letters."""
_QUIET = re.compile(
    r"(?<![A-Za-z0-9])(?P<pt>y?[cp]?)t(?P<t>is|[0-4][a-d]?)(?P<gap>[ ,]{0,2})"
    r"(?P<pn>y?[cp]?)n(?P<n>x|[0-3][a-c]?)"
    r"(?:[ ,]{0,2}(?P<pm>[cp]?)m(?P<m>[01x][a-c]?))?(?![A-Za-z0-9])"
)
"""All in small letters: apart only with a prefix or the third category."""
_SPACED = re.compile(
    r"(?<![A-Za-z0-9+])(?:(?P<pt>y?[cp]) ?)?T ?(?P<t>[0-4][a-d]?)[ ,;]{1,2}(?P<pn>y?[cp]?)N ?"
    r"(?P<n>[0-3][a-c]?)[ ,;]{1,2}"
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
_REACH = 60
"""Characters around a lone T, N or M, or a numeral, that must speak of a tumour."""


_EITHER = re.compile(
    r"(?P<one>y?[cp]?[TN][0-4xX][a-d]?)/(?P<other>(?:y?[cp]?(?P<letter>[TN]))?[0-4xX][a-d]?)"
)
"""Two categories of one kind with a slash between: a list."""
_SAID_TO_BE = re.compile(r"\b(?:clinical(?:ly)?|pathologic(?:al|ally)?) $", re.IGNORECASE)
"""Before a category alone that is one: "clinical T3"."""
_LABELLED = re.compile(r"\b(?:clinical|pathologic(?:al)?) (?:TNM )?stag(?:e|ing)[ :=-]{1,3}$", re.IGNORECASE)
"""Before categories without a prefix: the label says how they were found."""
_SURE = frozenset({"c", "p", "y", "yp", "yc", "mp", "mr", "rp", "rc", "ryp", "ryc"})
"""Prefixes with which one category alone is sure."""


def find_tnm(text: str) -> Iterator[Found]:
    """The TNM expressions of a text, each with its categories apart as status."""
    whole = [*_SPACED.finditer(text), *_LOUD.finditer(text), *_ANY.finditer(text)]
    whole += [m for m in _QUIET.finditer(text) if not m["gap"] or m["pt"] or m["m"]]
    cover = Cover(m.span() for m in whole)
    for match in whole:
        parts = {k: _cased(k, v) for k, v in match.groupdict().items() if v is not None}
        yield Found("stage", *match.span(), _components(_led(text, match.start(), parts)) or "M1")
    for match in _TNM.finditer(text):
        if cover.holds(*match.span()):
            continue
        parts = {k.rstrip("_"): v for k, v in match.groupdict().items() if v is not None}
        end = match.end()
        while text[end - 1] in " ,;/":
            end -= 1
        if not _is_tnm(text, match.start(), end, parts):
            continue
        either = _EITHER.fullmatch(text, match.start(), end)
        letter = re.search("[TN]", either["one"]) if either else None
        if either and letter and either["letter"] in {None, letter[0]}:
            other = either["other"] if either["letter"] else letter[0] + either["other"]
            yield Found("stage", *either.span("one"), either["one"].replace("x", "X"))
            yield Found("stage", *either.span("other"), other.replace("x", "X"))
        else:
            yield Found("stage", match.start(), end, _components(_led(text, match.start(), parts)))


def _led(text: str, start: int, parts: dict[str, str]) -> dict[str, str]:
    """The categories with the prefix that their label says: "clinical stage: T2a" is cT2a."""
    told = _LABELLED.search(text, max(0, start - 28), start)
    first = next((k for k in "tnm" if parts.get(k)), None)
    if told is None or first is None or any(parts.get(k) for k in ("pt", "pn", "pm")):
        return parts
    return {**parts, f"p{first}": told.group()[0].lower()}


def _cased(part: str, written: str) -> str:
    """A category in small letters; an X, which says that it was not assessed, stays one."""
    return written if written in {"x", "X"} or part == "gap" else written.lower()


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
    if _SAID_TO_BE.search(text, max(0, start - 16), start):
        return True
    around = text[max(0, start - _REACH) : end + _REACH]
    if "t" in parts:
        prefix = parts.get("pt", "")
        if parts.get("tsep") == "," or (
            text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha() and not prefix
        ):
            return False
        if prefix in _SURE:
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
        return (
            prefix in _SURE - {"y"}
            or "any" in parts
            or (not prefix and _SPEAKS_OF_N.search(outside) is not None)
        )
    prefix = parts.get("pm", "")
    if prefix not in {"", "c", "p"} or (parts["m"] in {"x", "X"} and not prefix):
        return False
    return _SPEAKS_OF_M.search(outside) is not None and _NOT_M.search(outside) is None
