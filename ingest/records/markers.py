"""Markers of a report and their results: receptors, proliferation, glioma, repair proteins, PD-L1."""

import re
from collections.abc import Iterable, Iterator

from ingest.records.measured import Measure, comparator_of
from ingest.records.stated import Frozen, Stated, agreed


class Receptor(Frozen):
    """A hormone receptor or HER2."""

    status: str
    """positive, low positive, negative or equivocal."""
    percent: Measure | None = None
    score: str | None = None
    """Allred score or immunohistochemistry score, as written: 8/8, 2+."""
    ratio: float | None = None
    """HER2 to CEP17, by in-situ hybridisation."""
    start: int
    end: int


class Expression(Frozen):
    """A PD-L1 score."""

    score: str
    """TPS, CPS, IC or TC."""
    value: Measure


class Markers(Frozen):
    """What a report states of its markers; None where it says nothing, or contradicts itself."""

    er: Receptor | None = None
    pr: Receptor | None = None
    her2: Receptor | None = None
    ki67: Measure | None = None
    idh: Stated[str] | None = None
    mgmt: Stated[str] | None = None
    codeletion_1p19q: Stated[str] | None = None
    mmr: Stated[str] | None = None
    lost_proteins: tuple[Stated[str], ...] = ()
    msi: Stated[str] | None = None
    pd_l1: tuple[Expression, ...] = ()
    p16: Stated[str] | None = None
    hpv: Stated[str] | None = None
    ebv: Stated[str] | None = None


_NAMES = {
    "er": r"ER|(?:[Oo]e|[Ee]|OE)strogen [Rr]eceptors?|ESTROGEN RECEPTORS?",
    "pr": r"PR|PgR|[Pp]rogesterone [Rr]eceptors?|PROGESTERONE RECEPTORS?",
    "her2": r"HER-?2(?:[/-]?(?:neu|NEU))?|[Hh]er-?2(?:[/-]?neu)?|ERBB2|c-erbB-?2",
    "ki67": r"K[iI]-?67|MIB-?1",
    "idh": r"IDH-?[12]?(?:/(?:IDH-?)?2)?",
    "mgmt": r"MGMT",
    "codeletion": r"1p ?[/-]? ?19q",
    "mmr": r"MMR|[Mm]ismatch [Rr]epair|MLH-?1|MSH-?2|MSH-?6|PMS-?2",
    "msi": r"MSI|[Mm]icrosatellite",
    "pdl1": r"PD-?L1",
    "p16": r"[pP]16(?:[Ii][Nn][Kk]4[Aa])?",
    "hpv": r"HPV(?:[ -]?(?:16|18|16/18|[Hh]igh[ -][Rr]isk))?|[Hh]uman papillomavirus",
    "ebv": r"EBER|EBV",
    "other": r"AR|ALK|EGFR|p53|TP53|ATRX|BRAF|KRAS|GATA3|TTF-?1|CK7|CK20|TERT",
}
_NAME = re.compile(
    r"(?<![A-Za-z0-9])(?:" + "|".join(f"(?P<{key}>{names})" for key, names in _NAMES.items()) + r")"
    r"(?![A-Za-z0-9])"
)
_STOP = re.compile(r"[.;\n](?!\d)")
_JOINED = re.compile(r"\s?(?:/|,|and|&)\s?$")
_REACH = 90
_NONE = re.compile(r"(?:pending|not (?:performed|done|assessed|tested|available|reported)|unknown"
                   r"|to follow|awaited)", re.I)  # fmt: skip
_STATUS = re.compile(
    r"(?P<low>low[ -]positive|weakly positive)|(?P<equivocal>equivocal|indeterminate|borderline)"
    r"|(?P<negative>negative|non-?amplified|not amplified|not over-?expressed|\bneg\b|-ve\b"
    r"|(?<=[A-Za-z0-9 ])[-\u2212](?=[\s,/.;)]|$))"
    r"|(?P<positive>positive|over-?expressed|\bamplified|\bpos\b|\+ve\b|(?<![0-9])\+(?=[\s,/.;)]|$))",
    re.IGNORECASE,
)
_VIRAL = re.compile(
    r"(?:[ :=,-]|\(|\)|\b(?:ISH|IHC|PCR|DNA|RNA|in situ hybridi[sz]ation|immunohistochemistry"
    r"|immunostain|by|on|is|was|status"
    r"|staining|expression|strongly|diffusely|and|block|type|high[ -]risk|genotype|16|18)\b){0,9}?"
    r"(?:(?P<negative>negative|neg\b|not detected|absent|-ve\b|-(?=[\s,.;)]|$))|(?P<positive>positive"
    r"|pos\b|detected|present|\+ve|\+))",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"(?P<sign>[<>~\u2264\u2265]|less than |more than |greater than |approximately |about )? ?"
    r"(?P<low>\d{1,3}(?:\.\d)?)(?: ?% ?)?(?:(?:-|\u2013| to )(?P<high>\d{1,3}))? ?%",
    re.IGNORECASE,
)
_ALLRED = re.compile(r"(?:Allred(?: score)?[ :=]{0,3})?(?P<score>[0-8] ?/ ?8)\b", re.IGNORECASE)
_IHC = re.compile(
    r"(?<![\d.])(?P<score>[0-3]) ?\+|(?:IHC|score(?: of)?)[ :=]{0,3}(?P<bare>[0-3])(?![\d.%/])", re.I
)
_RATIO = re.compile(r"ratio[ :=]{0,3}(?:of |is |was )?(?P<ratio>\d{1,2}(?:\.\d{1,2})?)", re.IGNORECASE)
_ISH = re.compile(
    r"(?P<negative>non-?amplified|not amplified|no amplification|(?:FISH|ISH)[ :-]{1,3}negative)"
    r"|(?P<positive>\bamplified|(?:FISH|ISH)[ :-]{1,3}positive)",
    re.I,
)
_POSITIVE_ALLRED = 3
_OF_IHC = {"0": "negative", "1": "negative", "2": "equivocal", "3": "positive"}
_IDH = re.compile(
    r"(?P<wildtype>wild[ -]?type|\bwt\b|not mutated|non-?mutated|unmutated|mutations?[ :]{0,2}(?:was |is )?"
    r"(?:not (?:detected|identified|present|found)|absent|negative))"
    r"|(?P<r132>R132H[^.;\n]{0,25}?negative)|(?P<mutant>mutant|mutated|mutation|\bmut\b|R132[HCGSL]"
    r"|R172[KMWGS])",
    re.IGNORECASE,
)
_MGMT = re.compile(
    r"(?P<unmethylated>unmethylated|non-?methylated|not methylated|methylation[ :]{0,2}(?:is |was "
    r"|status[ :]{0,2})?"
    r"(?:not (?:detected|identified|present)|absent|negative))"
    r"|(?P<methylated>\bmethylated|methylation[ :]{0,2}(?:is |was |status[ :]{0,2})?(?:detected|present"
    r"|positive))",
    re.IGNORECASE,
)
_CODELETED = re.compile(
    r"(?P<intact>non-?co-?deleted|not co-?deleted|intact|retained|no co-?deletion|co-?deletion[ :]{0,2}"
    r"(?:is |was )?(?:not (?:detected|identified|present)|absent|negative))"
    r"|(?P<codeleted>\bco-?deleted|co-?deletion|LOH\b)",
    re.IGNORECASE,
)
_MMR = re.compile(
    r"(?P<deficient>\bdMMR|MMR[ -]?d\b|deficien(?:t|cy)|(?P<lost>\bloss\b|\blost\b|absent))"
    r"|(?P<proficient>\bpMMR|proficien(?:t|cy)|(?P<kept>intact|retained|preserved))",
    re.IGNORECASE,
)
_MMR_ALONE = re.compile(r"(?<!\w)(?:(?P<deficient>dMMR|MMRd)|(?P<proficient>pMMR|MMRp))(?!\w)")
_LOSS_OF = re.compile(
    r"\b(?i:loss of (?:nuclear )?(?:expression of |staining (?:for|of) )?)"
    r"(?P<all>(?:MLH1|MSH2|MSH6|PMS2)(?:(?:, (?:MLH1|MSH2|MSH6|PMS2)){0,2},? and (?:MLH1|MSH2|MSH6|PMS2)"
    r"|/(?:MLH1|MSH2|MSH6|PMS2))?)"
)
_MSI = re.compile(
    r"(?<!\w)(?:(?P<high>MSI-?H(?:igh)?|MSI[ :-]{1,3}[Hh]igh|[Mm]icrosatellite[ -]instab(?:le"
    r"|ility)[ -:]{1,3}"
    r"\(?[Hh]igh\)?)|(?P<low>MSI-?L(?:ow)?|MSI[ :-]{1,3}[Ll]ow)|(?P<stable>MSS|MSI[ :-]{1,3}[Ss]table"
    r"|[Mm]icrosatellite[ -][Ss]tab(?:le|ility)))(?!\w)"
)
_PDL1 = re.compile(
    r"(?<![A-Za-z])(?P<score>TPS|CPS|IC|TC|tumou?r proportion score|combined positive score)(?: \((?:TPS"
    r"|CPS)\))?"
    r"(?:[ :=]{1,3}| is | of | score ){1,2}(?P<sign>[<>\u2264\u2265]|less than |greater than )? ?"
    r"(?P<low>\d{1,3})(?:(?:-|\u2013| to )(?P<high>\d{1,3}))? ?(?P<percent>%)?(?![\d.])",
    re.IGNORECASE,
)
_SCORES = {
    "tumor proportion score": "TPS",
    "tumour proportion score": "TPS",
    "combined positive score": "CPS",
}
_Said = Iterable[tuple[re.Match[str], int, int]]
"""A marker's name with the stretch that may give its result."""
_BEFORE_NO = re.compile(r"\bno (?:evidence of )?$", re.IGNORECASE)


def read_markers(text: str, warnings: list[str]) -> Markers:
    """The markers of a report; results that contradict one another give none and a warning."""
    said: dict[str, list[tuple[re.Match[str], int, int]]] = {}
    for name, start, end in _segments(text):
        said.setdefault(str(name.lastgroup), []).append((name, start, end))
    found = {
        key: [r for name, start, end in said.get(key, ()) if (r := _receptor(text, key, name, start, end))]
        for key in ("er", "pr", "her2")
    }
    percents = [m for _, start, end in said.get("ki67", ()) if (m := _percent(text, start, end)) is not None]
    repair = list(_categories(text, said.get("mmr", ()), _MMR))
    lost = [
        Stated[str](value=_symbol(name.group()), start=name.start(), end=end)
        for name, start, end in said.get("mmr", ())
        if name.group()[:3] in {"MLH", "MSH", "PMS"}
        and (lack := _MMR.search(text, start, end)) and lack["lost"]
    ]  # fmt: skip
    lost += [
        Stated[str](value=symbol, start=m.start(), end=m.end())
        for m in _LOSS_OF.finditer(text)
        for symbol in re.findall(r"MLH1|MSH2|MSH6|PMS2", m["all"])
    ]
    repair += [
        Stated[str](value=str(m.lastgroup), start=m.start(), end=m.end()) for m in _MMR_ALONE.finditer(text)
    ]
    states = {r.value for r in repair} | ({"deficient"} if lost else set())
    if lost and "proficient" in states:
        # One lost protein is a deficiency, however many others are kept.
        repair = [r for r in repair if r.value == "deficient"]
    return Markers(
        er=_alike("ER", found["er"], warnings),
        pr=_alike("PR", found["pr"], warnings),
        her2=_alike("HER2", _settled(found["her2"]), warnings),
        ki67=percents[0] if len({(p.value, p.to) for p in percents}) == 1 else None,
        idh=agreed("IDH", _categories(text, said.get("idh", ()), _IDH), warnings),
        mgmt=agreed("MGMT", _categories(text, said.get("mgmt", ()), _MGMT), warnings),
        codeletion_1p19q=agreed(
            "1p/19q", _categories(text, said.get("codeletion", ()), _CODELETED), warnings
        ),
        mmr=agreed("MMR", repair, warnings),
        lost_proteins=tuple({s.value: s for s in reversed(lost)}.values())[::-1],
        msi=agreed(
            "MSI",
            [Stated[str](value=str(m.lastgroup), start=m.start(), end=m.end()) for m in _MSI.finditer(text)],
            warnings,
        ),
        pd_l1=tuple(_pd_l1(text, said.get("pdl1", ()))),
        p16=agreed("p16", _results(text, said.get("p16", ())), warnings),
        hpv=agreed("HPV", _results(text, said.get("hpv", ())), warnings),
        ebv=agreed("EBV", _results(text, said.get("ebv", ())), warnings),
    )


def _segments(text: str) -> Iterator[tuple[re.Match[str], int, int]]:
    """Each marker with the stretch that may give its result; "ER and PR positive" gives both the same."""
    names = list(_NAME.finditer(text))
    ends: list[tuple[int, int]] = [(0, 0)] * len(names)
    for i in range(len(names) - 1, -1, -1):
        name = names[i]
        limit = min(len(text), name.end() + _REACH)
        stop = _STOP.search(text, name.end(), limit)
        limit = stop.start() if stop else limit
        following = names[i + 1] if i + 1 < len(names) and names[i + 1].start() < limit else None
        if following is not None:
            if _JOINED.match(text, name.end(), following.start()):
                ends[i] = ends[i + 1]
                continue
            if following.lastgroup != name.lastgroup:
                limit = following.start()
        ends[i] = (name.end(), limit)
    for name, (start, end) in zip(names, ends, strict=True):
        if not _NONE.search(text, start, min(end, start + 40)):
            yield name, start, end


def _percent(text: str, start: int, end: int) -> Measure | None:
    match = _PERCENT.search(text, start, end)
    if match is None or float(match["low"]) > 100 or float(match["high"] or 0) > 100:
        return None
    return Measure(
        value=float(match["low"]),
        to=float(match["high"]) if match["high"] else None,
        comparator=comparator_of(match["sign"]),
        unit="%",
        start=match.start(),
        end=match.end(),
    )


def _receptor(text: str, key: str, name: re.Match[str], start: int, end: int) -> Receptor | None:
    status = (_ISH.search(text, start, end) if key == "her2" else None) or _STATUS.search(text, start, end)
    percent = _percent(text, start, end)
    score = (_IHC if key == "her2" else _ALLRED).search(text, start, end)
    ratio = _RATIO.search(text, start, end) if key == "her2" else None
    written = next((g for g in score.groups() if g), None) if score else None
    value = str(status.lastgroup) if status else None
    if value is None and key == "her2" and written is not None:
        value = _OF_IHC[written]
    if value is None and key != "her2":
        value = _of_score(written, percent)
    if value is None:
        return None
    if (
        key == "her2"
        and written is not None
        and value == "positive"
        and written != "3"
        and "amplif" not in text[start:end]
    ):
        # The sign of "2+" or "1+" is no result.
        value = _OF_IHC[written]
    parts = [name.end(), *(m.end() for m in (status, score, ratio) if m)] + ([percent.end] if percent else [])
    return Receptor(
        status={"low": "low positive"}.get(value, value),
        percent=percent if key != "her2" else None,
        score=f"{written}+" if key == "her2" and written not in (None, "0") else written,
        ratio=float(ratio["ratio"]) if ratio else None,
        start=name.start(),
        end=max(parts),
    )


def _of_score(allred: str | None, percent: Measure | None) -> str | None:
    """A hormone receptor's status by Allred's score (3 of 8 and more) or the share of cells (1 %)."""
    if allred is not None:
        return "positive" if int(allred[0]) >= _POSITIVE_ALLRED else "negative"
    if percent is None:
        return None
    if percent.comparator in {"<", "<="}:
        return "negative" if percent.value <= 1 else None
    return "positive" if percent.value >= 1 else "negative"


def _settled(said: list[Receptor]) -> list[Receptor]:
    """Of HER2 results an equivocal one is settled by another test."""
    sure = [r for r in said if r.status != "equivocal"]
    return sure or said


def _alike(name: str, said: list[Receptor], warnings: list[str]) -> Receptor | None:
    statuses = list(dict.fromkeys(r.status for r in said))
    if len(statuses) > 1:
        warnings.append(f"{name}: the text states {' and '.join(statuses)}")
        return None
    return max(said, key=lambda r: (r.percent is not None) + (r.score is not None)) if said else None


def _categories(text: str, said: _Said, pattern: re.Pattern[str]) -> Iterator[Stated[str]]:
    for name, start, end in said:
        match = pattern.search(text, start, end)
        before = _BEFORE_NO.search(text, max(0, name.start() - 20), name.start())
        if match is None:
            continue
        value = next(k for k, v in match.groupdict().items() if v)
        if before and value in {"mutant", "codeleted", "methylated"}:
            value = {"mutant": "wildtype", "codeleted": "intact", "methylated": "unmethylated"}[value]
        yield Stated[str](
            value={"r132": "R132H negative"}.get(value, value), start=name.start(), end=match.end()
        )


def _results(text: str, said: _Said) -> Iterator[Stated[str]]:
    """Positive or negative, as each place where a marker is named says first."""
    for name, start, end in said:
        match = _VIRAL.match(text, start, end)
        if match is not None:
            value = str(match.lastgroup)
            yield Stated[str](value=value, start=name.start(), end=match.end())


def _symbol(name: str) -> str:
    return name.replace("-", "")


def _pd_l1(text: str, said: _Said) -> Iterator[Expression]:
    seen: set[tuple[str, float]] = set()
    for _, start, end in said:
        for match in _PDL1.finditer(text, start, end):
            score = _SCORES.get(match["score"].lower(), match["score"].upper())
            measure = Measure(
                value=float(match["low"]),
                to=float(match["high"]) if match["high"] else None,
                comparator=comparator_of(match["sign"]),
                unit="%" if score != "CPS" else "1",
                start=match.start(),
                end=match.end(),
            )
            if measure.value <= 100 and (score, measure.value) not in seen:
                seen.add((score, measure.value))
                yield Expression(score=score, value=measure)
