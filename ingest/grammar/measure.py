"""Size, depth, number of lesions, grade and margin width."""

import re
from collections.abc import Iterator

from ingest.grammar.stage import COUNT
from ingest.mention import Mention

_NUMBER = r"\d{1,3}(?:\.\d{1,2})?"
_SIZE = re.compile(
    rf"(?<![\d.])(?P<a>{_NUMBER}) ?(?P<ua>mm|cm)?(?: ?[x\u00d7*] ?(?P<b>{_NUMBER}) ?(?P<ub>mm|cm)?)?"
    rf"(?: ?[x\u00d7*] ?(?P<c>{_NUMBER}) ?(?P<uc>mm|cm)?)?(?![\w.]*\d)",
    re.IGNORECASE,
)
_NOT_SIZE = re.compile(
    r"(?:margins?(?: (?:of|is|was|are|close|closest|clear|positive|negative|at|by))?|clearance"
    r"|clear by|within|depth|at|DOI"
    r"|depth of invasion|thick(?:ness)?|Breslow(?: thickness)?|BT|invasion|shift|PTV|CTV|from|<|>"
    r"|deep)[ :=(~]{0,3}$",
    re.IGNORECASE,
)
_SPAN_BEFORE = re.compile(r"(?<![\d.])[1-4]\d ?(?:-|\u2013|to) ?$")
"""Before the second of two distances: "28-33 cm" is a stretch of the gullet and no size."""
_AFTER_NOT_SIZE = re.compile(
    r" ?(?:from (?:the )?(?:anal|AV\b|verge|carina|margin|incisors?|skin|chiasm|optic|nerve|GOJ"
    r"|GEJ|dentate|nipple|midline|bronch\w+|cord|PBT)|margins?|clear|thick|Breslow|deep|depth|DOI"
    r"|invasion|to (?:the )?(?:margin|skin|chiasm|optic|nerve|anal)|of (?:the )?"
    r"(?:skin|margin|midline|carina)|above|below|away|ab ano|distal to|proximal to|MLS)\b",
    re.IGNORECASE,
)
_DEPTH = re.compile(
    rf"\b(?:Breslow(?:'s)?(?: thickness| depth)?|DOI|depth of invasion|depth|tumou?r thickness|thickness|BT)"
    rf"(?: of| is|:|=)?[ :=]{{0,2}}(?P<a>{_NUMBER}) ?(?P<ua>mm|cm)\b"
    rf"|(?P<b>{_NUMBER}) ?(?P<ub>mm|cm) (?:Breslow|thick|deep|DOI|depth)",
    re.IGNORECASE,
)
_BRESLOW = re.compile(
    rf"\bBreslow(?: thickness| depth)?[ :=]{{0,2}}(?P<a>{_NUMBER})(?! ?(?:mm|cm|\d))", re.IGNORECASE
)
_MARGIN = re.compile(
    rf"\b(?P<word>close(?:st)?|clear|negative|positive|involved)?[ ]?(?:(?:radial|deep"
    rf"|circumferential|lateral|medial|anterior|posterior|superior|inferior) )?"
    rf"margins?(?: (?:of|is|was|at|by|close|clear|close at|clear by))?[ :=(]{{0,2}}(?P<sign>[<>]"
    rf"|less than |at least )?[ ]?(?P<a>{_NUMBER}) ?(?P<ua>mm|cm)\b"
    rf"|(?P<sign2>[<>])?[ ]?(?P<b>{_NUMBER}) ?(?P<ub>mm|cm) (?P<word2>close |clear "
    rf"|negative )?(?:(?:radial|deep|medial|lateral) )?margins?\b",
    re.IGNORECASE,
)
_LESIONS = re.compile(
    r"\b(?P<count>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|single|solitary)"
    r"(?: ?[-\u2013] ?\d{1,2})? (?!mm\b|cm\b)(?:(?!\d)[A-Za-z-]+ ){0,2}?"
    r"(?:mets?|metastas[ei]s|lesions?|deposits?|oligomets?|oligometastas[ei]s|sites?"
    r"|nodules?)\b(?! (?:ago|of RT))"
    r"|\b(?:mets?|metastas[ei]s|lesions?|deposits?|oligomets?) ?(?:\(|x ?|n ?= ?|: ?)(?P<sign>>=?"
    r"|\u2265)? ?(?P<count2>\d{1,2})(?!\d|\.\d| ?(?:mm|cm|Gy|%))"
    r"|\((?P<sign3>>=?|\u2265) ?(?P<count3>\d{1,2})\)",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"\b(?:(?:WHO|histological|nuclear|tumou?r|FNCLCC|Furhman|Fuhrman|Nottingham"
    r"|Bloom[- ]Richardson|NHG|SBR|CNS WHO)[ -]?)?"
    r"(?P<label>[Gg]rade|GRADE|[Gg]r\.?|G|g(?=[1-3]))[ :=-]?(?P<grade>IV|III|II|I"
    r"|[1-4])(?![\dA-Za-z+]|\.\d| ?\+| ?of ?\d)(?:[-/](?P<to>[1-4]|III|IV|II)(?![\d.]))?",
)
_ORDINAL = re.compile(r"\b(?P<grade>[1-4])(?:st|nd|rd|th) grade\b", re.IGNORECASE)
_BAND = re.compile(
    r"\b(?P<band>high|low|intermediate)[ -]?grade\b(?! (?:group|fever|serous))|\b(?P<diff>poorly"
    r"|moderately|well)[ -]?"
    r"(?:to (?:poorly|moderately)[ -]?)?diff(?:erentiated|\b)|\b(?P<short>HG|LG|IG)\b|\b(?P<pd>PD"
    r"|MD|WD)(?= (?:SCC|squam|adeno|ca\b|carcinoma|tumou?r))",
    re.IGNORECASE,
)
CNS_WORDS = re.compile(
    r"\b(?:\w*astrocytoma|\w*glioma|oligo(?:dendro\w+|astro\w+)?|meningioma|\w*ependymoma|glioblastoma|GBM|astro"
    r"|medulloblastoma|neurocytoma|craniopharyngioma|ha?emangiopericytoma|solitary fibrous|pineal\w*"
    r"|choroid plexus|ganglio\w+)s?\b",
    re.IGNORECASE,
)
"""Tumours of the nervous system, whose WHO number is a grade."""
_WHO = re.compile(
    r"\b(?:CNS[ -]?)?WHO(?: ?(?:20\d\d|CNS5?))?[ :=-]{0,2}(?P<grade>IV|III|II|I|[1-4])(?![\dA-Za-z.])"
)
_WHO_REACH = 45
"""Characters after a tumour's name in which a bare "WHO 3" belongs to it."""
_AFTER_T = re.compile(r"(?<=T[a1-4])G(?P<grade>[1-3])(?![\w])")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_BANDS = {"high": 3, "intermediate": 2, "low": 1, "poorly": 3, "moderately": 2, "well": 1, "hg": 3,
          "ig": 2, "lg": 1, "pd": 3, "md": 2, "wd": 1}  # fmt: skip
CLOSE_MARGIN_MM = 2
"""A margin of up to 2 mm is close, a wider one negative; 0 mm is positive ink."""


def _mm(value: str, unit: str | None) -> float:
    return round(float(value) * (10 if (unit or "mm").lower() == "cm" else 1), 2)


def read_measures(text: str) -> list[Mention]:
    """Size, depth, margin width, lesion count and grade."""
    depths = list(_depths(text))
    margins = [*_margins(text), *_margin_signs(text)]
    taken = [(m.start, m.end) for m in (*depths, *margins)]
    sizes = [m for m in _sizes(text) if not any(a <= m.start < b for a, b in taken)]
    return [*depths, *margins, *sizes, *_counts(text), *_grades(text)]


def _sizes(text: str) -> Iterator[Mention]:
    for match in _SIZE.finditer(text):
        unit = match["uc"] or match["ub"] or match["ua"]
        if unit is None:
            continue
        if _NOT_SIZE.search(text[max(0, match.start() - 24) : match.start()]):
            continue
        if _SPAN_BEFORE.search(text, max(0, match.start() - 8), match.start()) and match["b"] is None:
            continue
        if _AFTER_NOT_SIZE.match(text[match.end() : match.end() + 30]):
            continue
        largest = max(_mm(v, match[f"u{k}"] or unit) for k in "abc" if (v := match[k]))
        if 0 < largest <= 500:
            yield Mention("axis", "size_mm", largest, match.start(), match.end())


def _depths(text: str) -> Iterator[Mention]:
    for match in _DEPTH.finditer(text):
        value, unit = (match["a"], match["ua"]) if match["a"] else (match["b"], match["ub"])
        yield Mention("axis", "depth_mm", _mm(value, unit), match.start(), match.end())
    for match in _BRESLOW.finditer(text):
        yield Mention("axis", "depth_mm", float(match["a"]), match.start(), match.end())


def _margins(text: str) -> Iterator[Mention]:
    for match in _MARGIN.finditer(text):
        word = (match["word"] or match["word2"] or "").lower().strip()
        value, unit = (match["a"], match["ua"]) if match["a"] else (match["b"], match["ub"])
        width = _mm(value, unit)
        sign = (match["sign"] or match["sign2"] or "").strip()
        if word in {"positive", "involved"} or width == 0:
            verdict = "positive"
        elif word.startswith("close"):
            verdict = "close" if width <= 5 or word == "close" else "negative"
        elif word in {"clear", "negative"} and width >= CLOSE_MARGIN_MM:
            verdict = "negative"
        elif sign == ">" and width >= CLOSE_MARGIN_MM:
            verdict = "negative"
        else:
            verdict = "close" if width <= CLOSE_MARGIN_MM else "negative"
        yield Mention("axis", "margin", verdict, match.start(), match.end())


_MARGIN_SIGN = re.compile(r"\bmargins? ?\(?(?P<sign>\+ve|-ve|\+|-|pos\b|neg\b)(?![ ]?\d)", re.IGNORECASE)


def _margin_signs(text: str) -> Iterator[Mention]:
    for match in _MARGIN_SIGN.finditer(text):
        verdict = "positive" if match["sign"].lower()[0] in "+p" else "negative"
        yield Mention("axis", "margin", verdict, match.start(), match.end())


def _counts(text: str) -> Iterator[Mention]:
    for match in _LESIONS.finditer(text):
        raw = match["count"] or match["count2"] or match["count3"]
        count = int(raw) if raw.isdigit() else COUNT[raw.lower()]
        sign = match["sign"] or match["sign3"]
        if count == 0 or (match["count3"] and "met" not in text.lower()):
            continue
        if match["count"] and re.search(
            r"[TLCSND.]$|\d$|\b(?:ECOG|PS|WHO|[Gg]rade|[Gg]r|[Ss]tage"
            r"|(?:[Ss]eg|[Ss]egment)s?(?: ?\d[ab]?[/,&+-])*)[ :=]*$",
            text[max(0, match.start() - 24) : match.start()],
        ):
            continue
        yield Mention("axis", "lesions", float(count + (sign == ">")), match.start(), match.end())


def _grades(text: str) -> Iterator[Mention]:
    seen = False
    for pattern in (_GRADE, _ORDINAL):
        for match in pattern.finditer(text):
            raw = match.groupdict().get("to") or match["grade"]
            if re.search(
                r"(?:Gleason|toxicity|mucositis) ?$", text[max(0, match.start() - 24) : match.start()]
            ):
                continue
            if (
                match.groupdict().get("label") == "G"
                and text[match.end() : match.end() + 3].strip()[:1] == "+"
            ):
                continue
            if re.match(
                r" ?(?:mucositis|toxicity|neutrop|dermatitis|GVHD|ascites|neuropathy)",
                text[match.end() :][:14],
            ):
                continue
            seen = True
            yield Mention("axis", "grade", float(_ROMAN.get(raw) or int(raw)), match.start(), match.end())
    for match in _WHO.finditer(text):
        names = [m.end() for m in CNS_WORDS.finditer(text, 0, match.start())]
        if names and match.start() - names[-1] <= _WHO_REACH:
            seen = True
            raw = match["grade"]
            yield Mention("axis", "grade", float(_ROMAN.get(raw) or int(raw)), match.start(), match.end())
    for match in _AFTER_T.finditer(text):
        seen = True
        yield Mention("axis", "grade", float(match["grade"]), match.start(), match.end())
    if seen:
        return
    for match in _BAND.finditer(text):
        raw = next(v for v in match.groups() if v).lower()
        if len(raw) == 2 and not next(v for v in match.groups() if v).isupper():
            continue
        yield Mention("axis", "grade", float(_BANDS[raw]), match.start(), match.end())
