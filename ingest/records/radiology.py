"""The record of a radiology report: study, comparison, categories, lesions, response, nodes, metastases."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ingest.clause import Clauses
from ingest.extraction import ExtractedMention
from ingest.records.category import Category, read_categories
from ingest.records.definition import define
from ingest.records.labels import read_labels, under
from ingest.records.markers import Markers, read_markers
from ingest.records.measured import Size, sizes
from ingest.records.stated import Frozen, Presence, Stated


class Lesion(Frozen):
    """One measured finding."""

    kind: str
    """Word the report calls it by."""
    size: Size
    size_mm: float
    earlier_mm: float | None = None
    """Greatest dimension on the study compared with."""
    location: Stated[str] | None = None
    laterality: Stated[str] | None = None
    categories: tuple[Category, ...] = ()
    start: int
    end: int


class Spread(Frozen):
    """Nodes or metastases said to be there or not."""

    value: Presence
    where: Stated[str] | None = None
    start: int
    end: int


class RadiologyRecord(Frozen):
    """What a radiology report states."""

    study: tuple[Stated[str], ...] = ()
    """Modality of the study: CT, MRI, PET/CT, mammography, ultrasound."""
    comparison: Stated[str] | None = None
    categories: tuple[Category, ...] = ()
    lesions: tuple[Lesion, ...] = ()
    response: tuple[Stated[str], ...] = ()
    """complete response, partial response, stable disease or progressive disease, where it is asserted."""
    criteria: Stated[str] | None = None
    """RECIST 1.1, RANO, Lugano, PERCIST, where named."""
    change: tuple[Stated[str], ...] = ()
    """Words of comparison: stable, increased, decreased, new, resolved."""
    nodes: tuple[Spread, ...] = ()
    metastases: tuple[Spread, ...] = ()
    markers: Markers = Markers()
    warnings: tuple[str, ...] = ()


_STUDY = {
    "PET/CT": re.compile(r"\bPET(?: ?/ ?|-)(?:CT)\b|\bFDG[ -]PET\b|\bPSMA[ -]PET\b", re.IGNORECASE),
    "PET/MRI": re.compile(r"\bPET ?/ ?MRI?\b"),
    "MRI": re.compile(r"\b(?:mp)?MRI?\b|\bmagnetic resonance\b"),
    "CT": re.compile(r"\b(?<!PET/)(?<!PET-)(?:LD|HR)?CT\b|\bcomputed tomography\b"),
    "mammography": re.compile(r"\bmammogra(?:m|phy|phic)\b|\btomosynthesis\b", re.IGNORECASE),
    "ultrasound": re.compile(r"\bultrasound\b|\bsonograph(?:y|ic)\b|\b(?<!T)USG?\b"),
    "bone scan": re.compile(r"\bbone scan\b|\bbone scintigraphy\b", re.IGNORECASE),
    "radiograph": re.compile(r"\b(?:chest x-?ray|CXR|radiographs?)\b", re.IGNORECASE),
}
_HEAD = 600
"""Characters of the beginning that name the study itself; further on a report cites others."""
_FINDING = re.compile(
    r"\b(?:(?:ground[- ]glass|pulmonary|enhancing|spiculated|hypodense|hypointense|hyperintense|FDG-avid"
    r"|soft tissue"
    r"|lymph|target|index|necrotic|cystic|solid) )?(?P<kind>lesions?|mass(?:es)?|nodules?|tumou?rs?"
    r"|foc(?:us|i)|deposits?|metastas[ei]s"
    r"|nodes?|cysts?|collections?|cavity|opacit(?:y|ies)|lymphadenopathy|neoplasm|meningioma|glioma"
    r"|malignancy|observations?)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"(?:previous(?:ly)?|prior(?: study)?|compared (?:to|with)|was|formerly|from|versus|vs\.?"
    r"|before)[ :,(]{0,3}"
    r"(?:measured |measuring |a |size |of |it |at |was )*$",
    re.IGNORECASE,
)
_LOCATION = re.compile(
    r"\b(?:(?P<side>left|right|bilateral)[ -])?(?:(?:upper|lower|middle|superior|inferior|anterior"
    r"|posterior|medial|lateral"
    r"|mid|apical|central|basal|deep|outer|inner|peripheral|transition|high|low) ){0,3}(?:zone|lobe|lung"
    r"|breast|quadrant"
    r"|hemisphere|cerebell(?:um|ar)(?: hemisphere)?|frontal(?: lobe)?|temporal(?: lobe)?"
    r"|parietal(?: lobe)?|occipital(?: lobe)?"
    r"|thalamus|brain ?stem|pons|corpus callosum|hilum|hepatic (?:lobe|segment)"
    r"|segment (?:[IV]{1,4}[ab]?|[1-8][ab]?)|liver"
    r"|kidney|adrenal(?: gland)?|pancrea(?:s|tic (?:head|body|tail))|spleen|prostate|gland|apex|base"
    r"|mid-?gland|axilla|neck|thyroid(?: lobe)?"
    r"|isthmus|mediastin(?:um|al)|paratracheal|subcarinal|retroperitone(?:um|al)|iliac|femur|pelvis"
    r"|sacrum|vertebral? body"
    r"|rib|[CTL]\d{1,2}(?: vertebral body)?|o'clock|cavity|tonsil|tongue|larynx|nasopharynx|bladder"
    r"|rectum|colon|ovary|uterus|cervix)\b"
    r"|\b[RL][UML]L\b|\b\d{1,2} o'clock\b",
    re.IGNORECASE,
)
_RESPONSE = re.compile(
    r"(?P<complete>\bcomplete (?:metabolic |radiologic(?:al)? |radiographic |imaging )?(?:response"
    r"|remission)|\bCR(?=\b(?! ?\d)))"
    r"|(?P<partial>\bpartial (?:metabolic |radiologic(?:al)? |radiographic )?(?:response|remission)"
    r"|\bPR(?=\b(?!\+|-| ?(?:positive|negative))))"
    r"|(?P<stable>\bstable disease|\bno (?:metabolic response|significant change in disease)|\bSD\b)"
    r"|(?P<progressive>\bprogressive (?:metabolic )?disease|\bdisease progression|\btumou?r progression"
    r"|\bprogression of disease|\bPD\b(?!-))",
)
_CRITERIA = re.compile(
    r"\b(?P<c>iRECIST|mRECIST|RECIST|RANO|PERCIST|Lugano|Cheson|Choi"
    r"|EASL)\b(?:[ ,]{0,2}(?:v(?:ersion)? ?)?(?P<v>[12]\.[0-9]|2\.0))?"
)
_CHANGE = re.compile(
    r"\b(?P<stable>(?:stable|unchanged|no (?:significant |interval |appreciable )*change)(?! disease))"
    r"|\b(?P<increased>(?:increas(?:ed|e|ing)|enlarg(?:ed|ing)|larger|interval growth|grown"
    r"|progress(?:ed|ion)(?! of disease)))\b"
    r"|\b(?P<decreased>(?:decreas(?:ed|e|ing)|smaller|regress(?:ed|ion)|shrunk|reduced))\b"
    r"|\b(?P<resolved>resolved|resolution of)\b"
    r"|\b(?P<new>new(?=\s(?:\w+ ){0,3}(?:lesions?|nodules?|mass|metasta|enhancement|foc|nodes?|lymph"
    r"|deposit)))",
    re.IGNORECASE,
)
_NODES = re.compile(
    r"\b(?:(?P<where>axillary|mediastinal|hilar|retroperitoneal|pelvic|iliac|inguinal|cervical"
    r"|supraclavicular|para-?aortic|mesenteric"
    r"|internal mammary|abdominal|regional|subcarinal|paratracheal)(?:,? (?:and|or|hilar|,))* ?)?"
    r"(?P<word>lymphadenopathy|adenopathy|(?:enlarged|suspicious|abnormal|pathologic(?:al)?ly enlarged"
    r"|metastatic|FDG-avid)"
    r" (?:\w+ ){0,2}(?:lymph )?nodes?)\b",
    re.IGNORECASE,
)
_METASTASES = re.compile(
    r"\b(?:(?P<where>brain|liver|hepatic|bone|osseous|skeletal|lung|pulmonary|adrenal|nodal|peritoneal"
    r"|leptomeningeal|distant"
    r"|intracranial|visceral|spinal) )?(?:metasta(?:sis|ses)|metastatic (?:disease|deposits?|lesions?)"
    r"|mets)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:no(?! change)|without|negative for|absence of|nor|free of|not|rule out|exclude"
    r"|\?)\b(?! (?:longer|only))"
    r"[^.;\n:]{0,60}$",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(?:possible|possibly|suspicious for|suspected|cannot exclude|concerning for|may represent|could"
    r"|differential|favou?rs?|probable"
    r"|likely|versus|vs\.?|question(?:able)?|worrisome for|evaluate(?: for)?|indication|history of|known"
    r"|h/o|assess)\b[^.;\n]{0,50}$",
    re.IGNORECASE,
)
_AFTER_NOT = re.compile(
    r"[^.;,\n]{0,25}\b(?:is|are|was|were)? ?not (?:seen|identified|present|met)|[^.;,\n]{0,20}\b(?:none"
    r"|absent)\b",
    re.I,
)


_DOUBT_AFTER = re.compile(
    r"[^.;,\n]{0,25}\b(?:(?:cannot|can not|can't|could not|not) be (?:completely |entirely |fully "
    r"|definitely )?(?:excluded|ruled out)"
    r"|not (?:completely |entirely )?excluded|(?:is|are|was|were|remains?) (?:possible|suspected|likely"
    r"|favou?red|in the differential"
    r"|a possibility|a consideration|not certain|uncertain|indeterminate)|to be excluded"
    r"|should be excluded|less likely|\?)",
    re.I,
)


def read_radiology(text: str, mentions: Sequence[ExtractedMention] = ()) -> RadiologyRecord:
    """The record of a radiology report."""
    warnings: list[str] = []
    clauses = Clauses(text)
    labels = read_labels(text)
    compared = under(
        labels, "comparison", "comparisons", "compared with", "prior studies", "comparison study"
    )
    none = [c for c in compared if c.value.lower() in {"none", "none available", "no priors", "no prior"}]
    categories = read_categories(text, warnings)
    named = _CRITERIA.search(text)
    return RadiologyRecord(
        study=tuple(_study(text, [x.start for x in compared])),
        comparison=Stated[str](value=compared[0].value, start=compared[0].start, end=compared[0].end)
        if compared and not none
        else None,
        categories=categories,
        lesions=tuple(_lesions(text, clauses, categories)),
        response=tuple(_responses(text, recist=named is not None and "RECIST" in named["c"])),
        criteria=Stated[str](
            value=" ".join(x for x in (named["c"], named["v"]) if x), start=named.start(), end=named.end()
        )
        if named
        else None,
        change=tuple(_changes(text)),
        nodes=tuple(_spread(text, _NODES)),
        metastases=tuple(_spread(text, _METASTASES)),
        markers=read_markers(text, warnings),
        warnings=tuple(warnings),
    )


def _study(text: str, compared: Sequence[int]) -> Iterator[Stated[str]]:
    head = min([_HEAD, len(text), *(c for c in compared if c)])
    found = []
    for name, pattern in _STUDY.items():
        match = pattern.search(text, 0, head)
        if match:
            found.append(Stated[str](value=name, start=match.start(), end=match.end()))
    inside = {"CT": "PET/CT", "MRI": "PET/MRI"}
    names = {f.value for f in found}
    yield from sorted((f for f in found if inside.get(f.value) not in names), key=lambda f: f.start)


def _lesions(text: str, clauses: Clauses, categories: Sequence[Category]) -> Iterator[Lesion]:
    starts = [c.start for c in categories]
    by_sentence: dict[tuple[int, int], list[Size]] = {}
    for size in sizes(text):
        by_sentence.setdefault(clauses.sentence_span(size.start), []).append(size)
    for (begin, end), measured in by_sentence.items():
        begin, end = max(begin, measured[0].start - 200), min(end, measured[-1].end + 200)
        findings = list(_FINDING.finditer(text, begin, end))
        if not findings:
            continue
        earlier = [s for s in measured if _EARLIER.search(text[max(begin, s.start - 30) : s.start])]
        now = [s for s in measured if s not in earlier]
        for size in now:
            if re.match(
                r" ?(?:from|slice|thick|axial|intervals?|collimation"
                r"|margin)",
                text[size.end : size.end + 14],
            ):
                continue
            finding = min(findings, key=lambda f: min(abs(f.start() - size.end), abs(size.start - f.end())))
            place = _nearest(text, _LOCATION, size, begin, end)
            side = _side(text, place, begin, size)
            first, last = bisect_right(starts, begin - 1), bisect_right(starts, end)
            yield Lesion(
                kind=finding["kind"].lower(),
                size=size,
                size_mm=size.largest_mm,
                earlier_mm=earlier[0].largest_mm if len(now) == len(earlier) == 1 else None,
                location=place,
                laterality=side,
                categories=_of_lesion(text, categories, (first, last), (begin, end)) if len(now) == 1 else (),
                start=min(size.start, finding.start()),
                end=max(size.end, finding.end()),
            )


_NUMBERED = re.compile(r"\blesions? ?(?:#|no\.? ?)?\d{1,2}\b", re.IGNORECASE)
_BEHIND = 14
"""Characters between a numbered lesion's sentence and the category told of it next."""


def _of_lesion(
    text: str, categories: Sequence[Category], held: tuple[int, int], sentence: tuple[int, int]
) -> tuple[Category, ...]:
    """The categories of a lesion's sentence; of a numbered lesion else the one told right behind it."""
    found = tuple(c for c in categories[slice(*held)] if not c.earlier)
    begin, end = sentence
    behind = categories[held[1] : held[1] + 1]
    if found or not behind or not _NUMBERED.search(text, max(0, begin - _BEHIND), end):
        return found
    between = text[end : behind[0].start]
    near = len(between) <= _BEHIND and not _NUMBERED.search(between)
    return (behind[0],) if near and not behind[0].earlier else ()


_SIDED = re.compile(r"\b(?P<side>left|right|bilateral)\b|\b(?P<lobe>[RL])[UML]L\b", re.IGNORECASE)


def _side(text: str, place: Stated[str] | None, begin: int, size: Size) -> Stated[str] | None:
    """The side of a lesion: of its place, else the one side its sentence names before its size."""
    found = list(_SIDED.finditer(text, place.start, place.end)) if place else []
    if not found:
        found = list(_SIDED.finditer(text, begin, size.start))
        if len({_side_of(m) for m in found}) != 1:
            return None
    return Stated[str](value=_side_of(found[0]), start=found[0].start(), end=found[0].end())


def _side_of(match: re.Match[str]) -> str:
    if match["side"]:
        return match["side"].lower()
    return "left" if match["lobe"].upper() == "L" else "right"


def _nearest(text: str, pattern: re.Pattern[str], size: Size, begin: int, end: int) -> Stated[str] | None:
    found: list[tuple[int, int]] = []
    for match in pattern.finditer(text, begin, end):
        if (
            found
            and match.start() - found[-1][1] <= 8
            and text[found[-1][1] : match.start()] in {" ", ", ", " (", " in the ", " of the "}
        ):
            found[-1] = (found[-1][0], match.end())
        else:
            found.append(match.span())
    if not found:
        return None
    start, to = min(found, key=lambda m: min(abs(m[0] - size.end), abs(size.start - m[1])))
    return Stated[str](value=text[start:to], start=start, end=to)


def _responses(text: str, *, recist: bool) -> Iterator[Stated[str]]:
    for match in _RESPONSE.finditer(text):
        kind = str(match.lastgroup)
        value = {"complete": "complete response", "partial": "partial response", "stable": "stable disease",
                 "progressive": "progressive disease"}[kind]  # fmt: skip
        before, short = text[max(0, match.start() - 80) : match.start()], match.group().isupper()
        if short and not _CRITERIA.search(text, max(0, match.start() - 80), min(len(text), match.end() + 80)):
            continue
        own = match.group().startswith("no ")
        if (
            (not own and _NEGATED.search(before))
            or _DOUBT.search(before)
            or _AFTER_NOT.match(text, match.end())
        ):
            continue
        meaning = define("RECIST", value) if recist else None
        yield Stated[str](value=value, start=match.start(), end=match.end(), definition=meaning)


def _changes(text: str) -> Iterator[Stated[str]]:
    for match in _CHANGE.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        if match.lastgroup != "stable" and re.search(
            r"\b(?:no|without|not)\b[^.;,\n]{0,30}$", before, re.IGNORECASE
        ):
            continue
        yield Stated[str](value=str(match.lastgroup), start=match.start(), end=match.end())


def _spread(text: str, pattern: re.Pattern[str]) -> Iterator[Spread]:
    for match in pattern.finditer(text):
        before = text[max(0, match.start() - 80) : match.start()]
        value: Presence = "present"
        if _NEGATED.search(before) or _AFTER_NOT.match(text, match.end()):
            value = "absent"
        elif _DOUBT.search(before) or _DOUBT_AFTER.match(text, match.end()):
            value = "uncertain"
        where = match["where"]
        yield Spread(
            value=value,
            where=Stated[str](value=where.lower(), start=match.start("where"), end=match.end("where"))
            if where
            else None,
            start=match.start(),
            end=match.end(),
        )
