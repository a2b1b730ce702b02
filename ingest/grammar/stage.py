"""TNM categories and stage groups, recorded as written and never derived from one another."""

import re
from collections.abc import Iterator

from ingest.mention import Cover, Mention

_PREFIX = r"(?:y?[cpra]|yc|yp|ymr|y|u|mr|mp|i)?"
_T = re.compile(
    rf"(?<![A-Za-z0-9])(?P<prefix>{_PREFIX})T(?P<t>is(?: ?\((?:DCIS|LCIS|LAMN|mel)\))?|x|X|a|0|1mi"
    r"|[1-4](?:[a-e](?:(?![a-z])|(?=y?[cpr]N))[1-3]?)?)(?P<to>[-/](?:T?[1-4])(?:[a-d](?![a-z]))?)?"
    r"(?: ?\([^()]{0,24}\))?(?=$|[^A-Za-z0-9.]|\.(?!\d)|(?:y?[cpra]?N[0-3xX+])|M[01]|G[1-3](?!\w))"
)
_N = re.compile(
    rf"(?:(?<![A-Za-z0-9+])|(?<=[0-9a-dxX)is]))(?P<prefix>{_PREFIX})N(?P<n>x|X|\+|-(?=$|[\s,;])|pos\b|neg\b"
    r"|[0-3](?:mi|[a-c](?:(?![a-z])|(?=y?[cpr]M)))?(?:\+)?)(?:\((?:i[+-]|sn|mol[+-]|f)\))*"
    r"(?=$|[^A-Za-z0-9]|y?[cpra]?M[01xX])"
)
_M = re.compile(
    rf"(?:(?<![A-Za-z0-9+])|(?<=[0-9a-cxX+)]))(?P<prefix>{_PREFIX})M(?P<m>[01](?:[a-d](?:\([01]\))?)?)"
    r"(?=$|[^A-Za-z0-9])"
)
_LABEL = (
    r"(?:(?:clinical |pathological |path |FIGO |AJCC |Ann Arbor |Lugano |INSS |Masaoka(?:-Koga)? "
    r"|prognostic |anatomic )?"
    r"(?:[Ss]tage|STAGE|[Ss]tg|[Ss]t\.?|[Ss]tad)(?: group)?|FIGO|Figo|figo|AJCC|Ann Arbor|AA"
    r"|Lugano|Masaoka(?:-Koga)?)"
)
_SUFFIX = r"(?:[ABC]|E|S|X|BE|AE|ES)?(?:[1-3](?!\d))?(?:i{1,2}\b)?"
_STAGE = re.compile(
    rf"\b{_LABEL}(?: (?:stage|Stage|\d{{4}}))?[ :=-]{{0,2}}(?P<group>IV|III|II|I|V|iv|iii|ii|i|[0-5])"
    r"(?P<letter>(?:[A-Ca-cEeSsXx]{0,2}| [A-C])(?![A-Za-z/]))(?P<digit>(?<! )[1-3](?!\d))?"
    r"(?P<sub>i{1,2}\b)?(?![A-Za-z0-9])"
)
_BARE = re.compile(
    r"(?<![A-Za-z0-9/-])(?P<group>IV|III|II|I)(?P<letter>[ABC]|AE|BE|E|ES|S|AX|BX)(?P<digit>[1-3])?"
    r"(?P<sub>i{1,2})?(?![A-Za-z0-9])"
)
_BARE_FIGO = re.compile(r"(?<![\w./+-])(?P<group>[1-4])(?P<letter>[ABC])(?P<digit>[1-3])?(?![\w/+-]|\.\d)")
_FIGO_SITES = re.compile(
    r"\b(?:cervi(?:x|cal)|endometri\w+|uter(?:us|ine)|vulva\w*|vagina\w*|ovar\w+)\b", re.IGNORECASE
)
_UROTHELIAL = re.compile(r"\b(?:bladder|TUR(?:BT)?|urothelial|NMIBC|TCC|Ta ?G[1-3])\b", re.IGNORECASE)
_VENA_CAVA = re.compile(
    r"\b(?:\w*sarcoma|thromb\w+|vena|caval?|RCC|renal|kidney|filter|wilms\w*|hepat\w+|liver|HCC"
    r"|HPB|resectable|unresectable|ablat\w+|seg(?:ment)?|adrenal|retroperiton\w+|caval)\b",
    re.IGNORECASE,
)
_CHANG = re.compile(r"\b(?:medulloblastoma|PNET|pineoblastoma|Chang)\b", re.IGNORECASE)
_M_CHANG = re.compile(r"(?<![A-Za-z0-9])(?P<m>M[234])(?![A-Za-z0-9])")
_LOCAL_STAGE = re.compile(r"\b(?:abdominal|local|tumou?r|renal) *$", re.IGNORECASE)
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV", "5": "V", "0": "0"}
_SPINE = re.compile(
    r"\b(?:vertebra\w*|spin(?:e|al)|cord|MSCC|compression|laminectomy|kyphoplasty|lytic|thoracic spine"
    r"|SINS|dorsal|epidural|h(?:a)?emangioma|back pain|bon(?:e|y)|bilsky)\b",
    re.IGNORECASE,
)
_NODES = re.compile(
    r"(?:\b|(?<=[\da-d]))p?N[123][a-c]?(?:mi)?[ ]?\(?[ ]?(?P<positive>\d{1,2}) ?(?:/|of"
    r"|out of) ?(?P<total>\d{1,2})\b"
    r"|\b(?P<positive2>\d{1,2}) ?(?:/|of|out of) ?(?P<total2>\d{1,2})[ -]?(?:\w+ )?"
    r"(?:LNs?|nodes?|lymph nodes?|SLNs?|sentinel)\b"
    r"|\b(?:nodes?|LNs?|SLNB?|SNB|ALND|ANC|axillary clearance|sentinel nodes?"
    r"|SLN bx)[ :=]{0,2}(?:were |was )?\(?"
    r"(?P<positive3>\d{1,2}) ?(?:/|of|out of) ?(?P<total3>\d{1,2})\b"
    r"|\b(?P<positive4>\d{1,2}|one|two|three|four) (?:positive|involved|\+ve) (?:[a-z]+ )?(?:lymph )?nodes?\b"
    r"|\b(?P<positive5>\d{1,2}|one|two|three|four) (?:[a-z]+ )?(?:lymph )?(?:nodes?"
    r"|LNs?) (?:positive|involved|\+ve)",
    re.IGNORECASE,
)
COUNT = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
         "nine": 9, "ten": 10, "single": 1, "solitary": 1, "a": 1}  # fmt: skip


def read_stage(text: str) -> list[Mention]:
    """T, N, M, stage group and involved nodes."""
    return [*_tnm(text), *_local_only(text, list(_groups(text))), *_nodes(text)]


def _local_only(text: str, groups: list[Mention]) -> list[Mention]:
    """The abdominal stage of a kidney tumour where one is given: it decides on the flank."""
    if not re.search(r"wilms|nephroblastoma|CCSK|rhabdoid", text, re.IGNORECASE):
        return groups
    local = [g for g in groups if _LOCAL_STAGE.search(text[max(0, g.start - 16) : g.start])]
    spread = [g for g in groups if g not in local and str(g.value).startswith("IV")] if local else []
    return [*(local or groups), *(g._replace(name="m", value="M1") for g in spread)]


def _tnm(text: str) -> Iterator[Mention]:
    spine = bool(_SPINE.search(text))
    for match in _T.finditer(text):
        level = match["t"][0]
        after = text[match.end() : match.end() + 4]
        if match["t"] == "a" and not match["prefix"] and not _UROTHELIAL.search(text):
            continue
        beside_n = re.match(r"[ ,]?[cp]?N", after)
        if spine and level.isdigit() and not match["prefix"] and not match["t"][1:] and not beside_n:
            # T1-T4 beside words of the spine is a thoracic vertebra, not a tumour category.
            continue
        if re.match(
            r" ?(?:vertebra|level|spine|(?:nerve )?root|w(?:eighted|\b)|-?weighted)",
            text[match.end() : match.end() + 14],
        ):
            continue
        yield Mention("axis", "t", "T" + _category(match["t"]), match.start(), match.end())
    for match in _N.finditer(text):
        raw = match["n"]
        value = {"+": "N+", "pos": "N+", "neg": "N0", "-": "N0"}.get(raw) or "N" + _category(raw.rstrip("+"))
        yield Mention("axis", "n", value, match.start(), match.end())
    for match in _M.finditer(text):
        yield Mention("axis", "m", "M" + _category(match["m"]), match.start(), match.end())
    if _CHANG.search(text):
        # Chang's M2 and M3 are deposits along the neuraxis: metastatic disease.
        yield from (Mention("axis", "m", "M1", m.start(), m.end()) for m in _M_CHANG.finditer(text))


def _category(raw: str) -> str:
    cut = raw.split("(")[0].replace(" ", "")
    return "X" if cut in "xX" else cut


def _groups(text: str) -> Iterator[Mention]:
    taken: list[tuple[int, int]] = []
    for match in _STAGE.finditer(text):
        group = match["group"].upper()
        letter = match["letter"].strip().upper()
        value = _ROMAN.get(group, group) + letter + (match["digit"] or "") + (match["sub"] or "")
        if match["group"].islower() and not re.search(r"stage|figo", match.group(), re.IGNORECASE):
            continue
        taken.append(match.span())
        yield Mention("axis", "stage", value, match.start(), match.end())
    if not taken and _FIGO_SITES.search(text):
        for match in _BARE_FIGO.finditer(text):
            taken.append(match.span())
            value = _ROMAN[match["group"]] + match["letter"].upper() + (match["digit"] or "")
            yield Mention("axis", "stage", value, match.start(), match.end())
    held = Cover(taken)
    for match in _BARE.finditer(text):
        if held.holds(match.start(), match.start() + 1):
            continue
        if match.group() == "IVC" and _VENA_CAVA.search(text):
            continue
        if match.group() in {"IE", "IS"} and not taken and (len(text) > 400 or text.isupper()):
            continue
        if re.search(
            r"(?:grade|group|type|class|phase|bclc|nerve|cranial|level|gr)\s*$",
            text[max(0, match.start() - 24) : match.start()],
            re.IGNORECASE,
        ):
            continue
        value = match["group"] + match["letter"] + (match["digit"] or "") + (match["sub"] or "")
        yield Mention("axis", "stage", value, match.start(), match.end())


def _nodes(text: str) -> Iterator[Mention]:
    for match in _NODES.finditer(text):
        groups = match.groupdict()
        raw = next(v for k, v in groups.items() if k.startswith("positive") and v)
        positive = COUNT.get(raw.lower()) if not raw.isdigit() else int(raw)
        total = next((v for k, v in groups.items() if k.startswith("total") and v), None)
        if positive is None or (total is not None and positive > int(total)):
            continue
        yield Mention("axis", "nodes_positive", float(positive), match.start(), match.end())
