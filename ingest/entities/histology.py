"""Histological grade as a report writes it: Gleason, grade group, WHO, G1 to G3; never a toxicity's."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from ingest.entities.found import Found
from ingest.mention import Cover
from ingest.reading import Reading

_GLEASON = re.compile(
    r"(?:\bGleason(?:'s)?(?: (?:score|grade|sum|pattern)s?| \(GS\))*|\bGS)(?: (?:of|is|was))?[ :=(]{0,3}"
    r"(?P<sign>>=|<=|\\?[<>]=?|[\u2265\u2264])? ?(?:(?P<sum0>10|[6-9])[ =(]{1,3})?"
    r"(?:(?P<a>[1-5]) ?\+ ?(?P<b>[1-5])(?: ?=? ?\(?(?P<sum>10|[2-9])(?![\d.]))?"
    r"|(?P<low>10|[4-9])(?:(?: ?[-\u2013/] ?| to | or )(?P<high>10|[5-9]))?(?!\d|\.\d| ?(?:months|years|%"
    r"|patients|of )))\)?"
)
_SUM = re.compile(r"(?<![\d.+=])(?P<a>[2-5]) ?\+ ?(?P<b>[2-5])(?: ?= ?\(?(?P<sum>10|[4-9]))?(?![\d.+%]| ?\+)")
_PROSTATE = re.compile(r"\b(?:prostat\w+|Gleason|PSA|ISUP)\b", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?:(?:ISUP|WHO/ISUP|Gleason)(?: grade)?(?: group)?s?|[Gg]rade [Gg]roups?(?: \(GG\))?|GrGp"
    r"|GG)[ :=-]{0,3}"
    r"(?P<low>[1-5])(?:(?:[-\u2013/]| to | or )(?P<high>[2-5]))?(?!\d|\.\d|\+| ?\+)"
)
_KIDNEY = re.compile(r"\b(?:renal|RCC|ccRCC|kidney|nephrectomy|nucleolar)\b", re.IGNORECASE)
_OF_PROSTATE = re.compile(r"\b(?:prostat\w+|Gleason|PSA)\b", re.IGNORECASE)
_NUMERAL = r"(?:IV|III|II|I|[1-4]|[\u2160-\u2163])"
_SPREAD = (
    rf"(?P<low>{_NUMERAL})(?:(?: ?[-\u2013/] ?| to | or | and )(?P<high>{_NUMERAL}))?(?![A-Za-z0-9+%]"
    rf"|\.\d| ?/ ?[56]\b)"
)
_WHO = re.compile(
    rf"\b(?:CNS[ -]?WHO|WHO(?: CNS5?)?)(?: ?\(?20\d\d\)?)?,? ?(?:[Gg]rades?|[Gg]r\.?)[ :=]{{0,2}}{_SPREAD}"
)
_LABELLED = re.compile(
    r"\b(?P<kind>histolog(?:ic|ical)(?: tumou?r)?|patholog(?:ic|ical)|nuclear|tumou?r|FIGO|Fuhrman|Furhman"
    r"|FNCLCC|Nottingham"
    r"(?: histologic(?:al)?| combined)?|Scarff[- ]Bloom[- ]Richardson|Bloom[- ]Richardson"
    r"|Elston(?:[- ]Ellis)?|SBR|Edmondson(?:[- ]Steiner)?"
    rf"|NHG|overall)(?: grades?| gr\.?)(?: of| is| was)?[ :=]{{0,2}}{_SPREAD}",
    re.IGNORECASE,
)
_PLAIN = re.compile(rf"(?<![\w-])(?P<label>[Gg]rades?|GRADES?)[ :=-]{{0,2}}{_SPREAD}")
_WORDED = re.compile(
    rf"(?i:\b(?:grades?|gr\.?)(?: of| is| was)?)[ :=-]{{0,2}}(?P<low>{_NUMERAL})"
    rf"(?:(?:(?P<range> ?[-\u2013] ?| to )| ?/ ?| or | and )(?P<high>{_NUMERAL}))?$"
)
_ORDINAL = re.compile(r"\b(?P<low>[1-3])(?:st|nd|rd)[ -]degree\b(?! burn)|\b(?P<roman>III|II|I)[ -]grade\b")
_G = re.compile(
    r"(?:(?<![\w/.+-])|(?<=[Tas0-4a-c])(?<=T[a1-4])"
    r"|(?<=Ta))G(?P<low>[1-3])(?:[-\u2013/]G?(?P<high>[2-4]))?(?![\w/+-])"
    r"(?! ?(?:groups?|phase|arrest|cells?|cell cycle|checkpoint|peak|toxicit|AE|adverse))"
)
_BAND = re.compile(
    r"\b(?P<band>high|low|intermediate)[- ]grade\b|\b(?P<diff>poorly|moderately"
    r"|well)(?:[- ]to[- ](?P<diff2>poorly|moderately))?"
    r"[- ]differentiated\b",
    re.IGNORECASE,
)
_TOXICITY = re.compile(
    r"toxic|adverse|\bAEs?\b|\bTEAEs?\b|\birAEs?\b|CTC|NCI|\bRTOG\b|\bevents?\b|\w+penia|nausea|vomit"
    r"|diarrh|mucositis|stomatitis"
    r"|pneumonitis|dermatitis|an(?:a)?emia|fatigue|neuropath|infection|GVHD|hypertension|fever|rash"
    r"|reaction|h(?:a)?emorrhag"
    r"|bleed|colitis|esophagitis|alopecia|side[- ]effect|proctitis|cystitis|xerostomia|dysphagia|fibrosis"
    r"|lymphoedema"
    r"|lymphedema|erythema|pain|oedema|edema|hepat(?:itis|otox)|encephalopathy|CRS\b|ICANS|insufficien"
    r"|NYHA|cardiac"
    r"|varic|complication|clavien|morbidity|elevat|resol|peripheral|mural|reflux|dyspn|stenosis|recommend"
    r"|evidence|tremor"
    r"|effusion|hydroneph|ischemi|ischaemi|ejection|heart failure|desquam|telangi|\bincidence\b|symptom"
    r"|pneumonia|weighted"
    r"|impairment|school"
    r"|necrosis|obstruct|osteo|sprain|hemorrhoid|haemorrhoid|spondyl|listhesis|valv|regurgitation|injur",
    re.IGNORECASE,
)
_CELL_CYCLE = re.compile(r"cell[- ]cycle|\bG0\b|\bG2/M|G1/S|arrest|flow cytometry|gravida", re.IGNORECASE)
_BRAIN = re.compile(
    r"astrocyt|gliom|oligodendro|ependym|mening|glioblastom|medulloblast|\bCNS\b|\bbrain\b|neurocyt"
    r"|pineal",
    re.I,
)
_TUMOUR_AFTER = re.compile(
    r"[ ,(]{1,3}(?:[a-z-]+ ){0,3}(?:carcinoma|cancer|tumou?r|adenocarcinoma|\w*sarcoma|\w*glioma|lymphoma"
    r"|DCIS|IDC|ILC|NST"
    r"|astrocytoma|meningioma|neuroendocrine|NETs?\b|urothelial|endometrioid|ductal|lobular|mucoepidermoid"
    r"|oligo\w+|ependymoma"
    r"|follicular|invasive|chondrosarcoma|liposarcoma|papillary|squamous|serous|glioblastoma|gliomas)",
    re.IGNORECASE,
)
_OTHER_SCALE = re.compile(
    r"(?:Brooker|Kellgren\S*|Lawrence|Outerbridge|ASA|Fisher|Hess|Modic|Pfirrmann|Martin|Brackmann"
    r"|Meyerding"
    r"|Parks|Cormack|Simpson|Child|Mallampati|Forrest|Tarnow|Banff|Sunderland|Engel|Bilsky|Oxford|Killip"
    r"|[Rr]egression|[Rr]esponse|TRG|Dworak|Mandard|Becker|Ryan)(?: grading)? $",
    re.IGNORECASE,
)
"""Scales that are no histology."""
_DESIGN = re.compile(r"escalat|design|dose|cohort|regimen|\bday", re.IGNORECASE)
"""Beside `3+3`: the design of a trial, no Gleason score."""
_ROMAN = {
    "I": "1",
    "II": "2",
    "III": "3",
    "IV": "4",
    "\u2160": "1",
    "\u2161": "2",
    "\u2162": "3",
    "\u2163": "4",
}
_NEAR = 30
"""Characters within which a plain grade belongs to a tumour named beside it."""


def find_grades(reading: Reading, stages: list[tuple[int, int]]) -> Iterator[Found]:
    """Histological grades; `stages` are the spans of the stages found, beside which a `G2` is a grade.

    Statuses: `Gleason 3+4=7`, `grade group 2`, `WHO grade 4`, `G2`, `FIGO G1`, `high`,
    `poorly differentiated`.
    """
    found = [*_gleason(reading.text), *_labelled(reading), *_plain(reading, stages)]
    found.sort(key=lambda f: (f.start, -f.end))
    reached = -1
    for grade in found:
        if grade.start >= reached:
            reached = grade.end
            yield from _listed(reading.text, grade)


def _listed(text: str, grade: Found) -> Iterator[Found]:
    """A grade without its scale's name before it, each of a list on its own: "WHO Grade III or IV"."""
    match = _WORDED.search(text, grade.start, grade.end)
    if match is None:
        yield grade
        return
    low, high, status = match["low"], match["high"], grade.status or ""
    if high is None or match["range"]:
        yield grade._replace(start=match.start())
        return
    base = status.removesuffix(f"{_ROMAN.get(low, low)}-{_ROMAN.get(high, high)}")
    yield grade._replace(start=match.start(), end=match.end("low"), status=base + _ROMAN.get(low, low))
    yield grade._replace(start=match.start("high"), status=base + _ROMAN.get(high, high))


def _gleason(text: str) -> Iterator[Found]:
    spans: list[tuple[int, int]] = []
    for match in _GLEASON.finditer(text):
        end = match.end()
        if text[end - 1] == ")" and "(" not in match.group():
            end -= 1
        if match["a"]:
            status = _patterns(match)
            if status is None or (match["sum0"] and int(match["sum0"]) != int(match["a"]) + int(match["b"])):
                continue
        else:
            sign = {"\u2265": ">=", "\u2264": "<="}.get(
                match["sign"] or "", (match["sign"] or "").lstrip("\\")
            )
            status = f"Gleason {sign}{match['low']}" + (f"-{match['high']}" if match["high"] else "")
        spans.append((match.start(), end))
        yield Found("grade", match.start(), end, status)
    cover = Cover(spans)
    if _PROSTATE.search(text):
        for match in _SUM.finditer(text):
            status = _patterns(match)
            if cover.holds(match.start("a"), match.end("b")) or _DESIGN.search(
                text, max(0, match.start() - 25), match.end() + 25
            ):
                continue
            if status is not None:
                yield Found("grade", *match.span(), status)
    for match in _GROUP.finditer(text):
        if match.group().startswith("Gleason") and "roup" not in match.group():
            continue
        if "roup" not in match.group() and _KIDNEY.search(text) and not _OF_PROSTATE.search(text):
            # In the kidney ISUP grades nucleoli.
            yield Found("grade", *match.span(), f"ISUP G{match['low']}")
            continue
        yield Found(
            "grade",
            *match.span(),
            f"grade group {match['low']}" + (f"-{match['high']}" if match["high"] else ""),
        )


def _patterns(match: re.Match[str]) -> str | None:
    first, second = int(match["a"]), int(match["b"])
    if match["sum"] and int(match["sum"]) != first + second:
        return None
    return f"Gleason {first}+{second}={first + second}"


def _spread(match: re.Match[str]) -> str:
    ends = [_ROMAN.get(v, v) for v in (match["low"], match["high"]) if v]
    return "-".join(ends)


def _labelled(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in _WHO.finditer(text):
        if not _toxic(text, match.start(), match.end(), 25):
            yield Found("grade", *match.span(), f"WHO grade {_spread(match)}")
    for match in _LABELLED.finditer(text):
        kind = match["kind"].split()[0].lower().replace("furhman", "fuhrman")
        scale = {"figo": "FIGO ", "fuhrman": "Fuhrman ", "fnclcc": "FNCLCC ", "nottingham": "Nottingham ",
                 "nuclear": "nuclear "}.get(kind, "")  # fmt: skip
        if kind != "overall" or not _toxic(text, match.start(), match.end(), 60):
            yield Found("grade", *match.span(), f"{scale}G{_spread(match)}")


def _toxic(text: str, start: int, end: int, reach: int) -> bool:
    return _TOXICITY.search(text, max(0, start - reach), end + reach) is not None


def _plain(reading: Reading, stages: list[tuple[int, int]]) -> Iterator[Found]:
    text = reading.text
    tumours = sorted((m.start, m.end) for m in reading.mentions if m.kind in {"disease", "morphology"})
    beside = sorted([*tumours, *stages])
    for match in _PLAIN.finditer(text):
        if _OTHER_SCALE.search(text, max(0, match.start() - 14), match.start()):
            continue
        if _toxic(text, match.start(), match.end(), 60):
            continue
        if _TUMOUR_AFTER.match(text, match.end()) or _beside(tumours, reading, match.start(), match.end()):
            brain = _BRAIN.search(text, max(0, match.start() - 40), match.end() + 40)
            yield Found("grade", *match.span(), f"{'WHO grade ' if brain else 'G'}{_spread(match)}")
    cycle = _CELL_CYCLE.search(text) is not None
    for match in _G.finditer(text):
        if (
            cycle
            or _toxic(text, match.start(), match.end(), 25)
            or not _beside(beside, reading, *match.span())
        ):
            continue
        yield Found("grade", *match.span(), "G" + _spread(match))
    for match in _BAND.finditer(text):
        if _TOXICITY.search(text, match.end(), match.end() + 25):
            continue
        if _TUMOUR_AFTER.match(text, match.end()) or _beside(tumours, reading, match.start(), match.end()):
            band = match["band"]
            said = band.lower() if band else re.sub(r"[- ]+", " ", match.group()).lower()
            yield Found("grade", *match.span(), said)


def _beside(spans: list[tuple[int, int]], reading: Reading, start: int, end: int) -> bool:
    """Whether one of the spans touches or stands near this one, in its sentence."""
    floor, ceiling = reading.clauses.sentence_span(start)
    floor, ceiling = max(floor, start - _NEAR), min(ceiling, end + _NEAR)
    index = bisect_left(spans, (max(0, floor - 60), 0))
    for span in spans[index : index + 40]:
        if span[0] > ceiling:
            return False
        if span[1] >= floor:
            return True
    return False
