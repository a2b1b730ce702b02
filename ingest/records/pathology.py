"""The record of a pathology report: specimen, tumour, margins, nodes, stage and markers."""

import re
from collections.abc import Iterator, Sequence

from ingest.extraction import ExtractedMention
from ingest.records.gene_results import GeneResult, gene_results
from ingest.records.gleason import Gleason, read_gleason
from ingest.records.labels import Labelled, read_labels, under
from ingest.records.margins import Margin, read_margins
from ingest.records.markers import Markers, read_markers
from ingest.records.measured import Measure, Size, sizes
from ingest.records.nodes import NodeCount, read_nodes
from ingest.records.stage_words import figo_stages, regression_grades, sided_parts
from ingest.records.stated import Frozen, Presence, Stated, agreed, presence


class PathologyRecord(Frozen):
    """What a pathology report states; None is not stated, or stated in two ways that `warnings` names."""

    specimen: Stated[str] | None = None
    procedure: Stated[str] | None = None
    site: Stated[str] | None = None
    laterality: Stated[str] | None = None
    histology: Stated[str] | None = None
    grade: Stated[str] | None = None
    size: Size | None = None
    size_mm: float | None = None
    """Greatest dimension of the tumour."""
    margins: tuple[Margin, ...] = ()
    lymphovascular_invasion: Stated[Presence] | None = None
    perineural_invasion: Stated[Presence] | None = None
    extranodal_extension: Stated[Presence] | None = None
    extramural_venous_invasion: Stated[Presence] | None = None
    nodes_examined: Stated[int] | None = None
    nodes_positive: Stated[int] | None = None
    node_groups: tuple[NodeCount, ...] = ()
    t: Stated[str] | None = None
    n: Stated[str] | None = None
    m: Stated[str] | None = None
    figo: Stated[str] | None = None
    """The stage group of FIGO, as written."""
    stage_edition: Stated[str] | None = None
    """AJCC or UICC and its edition's number."""
    gleason: Gleason | None = None
    breslow_mm: Measure | None = None
    ulceration: Stated[Presence] | None = None
    mitoses: Measure | None = None
    regression: Stated[str] | None = None
    """The grade of regression after treatment, with its scale as written."""
    markers: Markers = Markers()
    genes: tuple[GeneResult, ...] = ()
    warnings: tuple[str, ...] = ()


_FEATURES = {
    "lymphovascular_invasion": re.compile(
        r"\b(?:lympho?-?vascular(?: space)? (?:invasion|involvement|permeation)|angiolymphatic invasion"
        r"|(?:lymphatic|vascular)(?: or vascular| and vascular)? invasion|LVS?I)\b",
        re.IGNORECASE,
    ),
    "perineural_invasion": re.compile(
        r"\b(?:perineural (?:invasion|infiltration|spread)|PNI)\b", re.IGNORECASE
    ),
    "extranodal_extension": re.compile(
        r"\b(?:extra-?(?:nodal|capsular) (?:tumou?r )?(?:extension|spread|disease)|ENE|ECE|ECS)\b",
        re.IGNORECASE,
    ),
    "extramural_venous_invasion": re.compile(
        r"\b(?:EMVI|extramural (?:venous|vascular|vein) invasion)\b", re.IGNORECASE
    ),
    "ulceration": re.compile(r"\bulcerat(?:ion|ed)\b", re.IGNORECASE),
}
_SHARED = re.compile(r"\b(?:lympho?-?vascular(?:, | and | or |/)(?=perineural))", re.IGNORECASE)
_SIDE = re.compile(r"\b(?P<left>left|lt\.?(?= )|left-sided)\b|\b(?P<right>right|rt\.?(?= )"
                   r"|right-sided)\b|\b(?P<bilateral>bilateral)\b", re.I)  # fmt: skip
_PROCEDURE = re.compile(
    r"\b(?:(?:partial|total|radical|simple|modified radical|skin[- ]sparing|nipple[- ]sparing|wide local"
    r"|local|core"
    r"|needle|sentinel(?: lymph)? node|axillary(?: lymph)? node|excisional|incisional|punch|shave"
    r"|stereotactic|low"
    r" anterior|abdominoperineal|right|left|extended|super-?ficial|endoscopic|transurethral"
    r"|robotic(?:-assisted)?"
    r"|laparoscopic|segmental|wedge|sleeve|pelvic|neck|mucosal|en bloc|completion|needle[- ]core) ){0,3}"
    r"(?:lumpectomy|mastectomy|excision|biopsy|biopsies|resection|prostatectomy|hysterectomy|cystectomy"
    r"|nephrectomy"
    r"|(?:hemi)?colectomy|proctectomy|gastrectomy|(?:o)?esophagectomy|lobectomy|pneumonectomy|segmentectomy"
    r"|thyroidectomy|laryngectomy|glossectomy|craniotomy|pancreat(?:ico)?duodenectomy"
    r"|whipple(?:'s)? procedure"
    r"|pancreatectomy|hepatectomy|orchi(?:d)?ectomy|oophorectomy|vulvectomy|dissection|debulking|TURBT|TURP"
    r"|polypectomy|cone biopsy|LLETZ|LEEP|mandibulectomy|parotidectomy|metastasectomy)\b",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"\b(?:(?:WHO|histologic(?:al)?|nuclear|overall|combined|FNCLCC|Fuhrman|ISUP|Nottingham"
    r"|Bloom[- ]Richardson"
    r"|SBR|tumou?r|FIGO|CNS WHO)(?: histologic(?:al)?| combined| overall| CNS)? )?"
    r"(?:[Gg]rade|GRADE)(?! ?group)(?: is| of)?[ :=-]{0,3}\(?(?P<grade>IV|III|II|I|[1-4]|G[1-4X]|high"
    r"|low|intermediate"
    r"|[Hh]igh|[Ll]ow|[Ii]ntermediate)\b(?! ?\+|\.\d| ?/)"
    r"|(?<![A-Za-z0-9])G(?P<g>[1-4])(?![\dA-Za-z+]| ?\+)"
    r"|\b(?P<band>well|moderately|poorly)(?:[- ]to[- ](?:moderately|poorly))?[ -]differentiated\b"
    r"|\b(?P<un>undifferentiated)\b|\b(?P<hl>high|low|intermediate)[- ]grade\b",
    re.IGNORECASE,
)
_OF_REGRESSION = re.compile(r"\b(?:regression|response|TRG|Mandard|Dworak|Ryan|Becker)[ :-]*$", re.IGNORECASE)
_EDITION = re.compile(
    r"\b(?P<of>AJCC|UICC)(?:[/ -](?:UICC|AJCC|TNM|cancer|staging|manual|pTNM|classification)){0,5}"
    r",? ?\(?(?P<n>[5-9])(?:th)?(?: ?ed(?:ition|\.)?)?\b(?!\.\d)"
    r"|\b(?P<n2>[5-9])th ed(?:ition|\.)?,? ?(?:of )?(?:the )?(?P<of2>AJCC|UICC)\b"
    r"|\b(?P<of3>AJCC|UICC)\b[^\n.;]{0,20}?\b(?P<n3>[5-9])th ed",
    re.IGNORECASE,
)
_TNM = {
    "t": re.compile(r"(?<![A-Za-z0-9])[yrma]?(?:p|yp|rp)T(?P<v>is(?: ?\((?:DCIS|LCIS|Paget)\))?|[Xx0a]"
                    r"|1mi|[1-4][a-d]?[1-3]?)(?:\((?:m|\d+)\))?(?![A-Za-z0-9]{3})"),
    "n": re.compile(r"(?:(?<![A-Za-z])|(?<=[a-d]))[yra]?p?N(?P<v>[Xx]|[0-3](?:mi|[a-c])?)(?:\((?:i[+-]"
                    r"|sn|mol[+-]|f)\)){0,2}(?![A-Za-z0-9])"),
    "m": re.compile(r"(?<![A-Za-z])[yrac]?p?M(?P<v>[Xx]|[01](?:[a-d])?)(?![A-Za-z0-9])"),
}  # fmt: skip
_BRESLOW = re.compile(
    r"\bBreslow(?:'s)?(?: (?:thickness|depth|tumou?r thickness|level)){0,2}(?: is| of| at least|:"
    r"|=)*[ :=]{0,2}"
    r"(?P<sign>at least |[<>\u2265] ?)?(?P<a>\d{1,2}(?:\.\d{1,2})?) ?(?P<u>mm|cm)\b",
    re.IGNORECASE,
)
_MITOSES = re.compile(
    r"\b(?:mitos[ei]s|mitotic (?:rate|count|index|figures|activity))[ :=(]{0,3}(?:is |of |per |rate "
    r"|count ){0,2}"
    r"(?P<sign><|>|up to |at least )? ?(?P<a>\d{1,3}) ?(?:mitos[ei]s |mitotic figures )?(?:per|/|in) ?"
    r"(?P<unit>mm2|mm\u00b2|mm\^2|square mm|10 ?HPFs?|10 high[- ]power fields|50 ?HPFs?|2 ?mm2)"
    r"|(?P<b>\d{1,3}) ?mitos[ei]s ?(?:per|/) ?(?P<unit2>mm2|mm\u00b2|10 ?HPFs?|10 high[- ]power fields)",
    re.IGNORECASE,
)
_TUMOUR_MEASURES = re.compile(
    r"\b(?:tumou?r|carcinoma|mass|lesion|melanoma|sarcoma|invasive (?:component|focus)|adenocarcinoma"
    r"|nodule|neoplasm)"
    r"\b(?! bed)[^.;\n]{0,40}?\b(?:measur(?:es|ing|ed)|(?:greatest|maximum|maximal|largest) (?:dimension"
    r"|diameter)|size)"
    r"\b[ :=(,]{0,3}(?:is |of |up to |approximately |about ){0,2}",
    re.IGNORECASE,
)
_SIZE_LABELS = (
    "tumor size", "tumour size", "size of tumor", "size of tumour", "greatest "
                                                                    "dimension", "tumor greatest dimension",
    "size of invasive carcinoma", "size of invasive component", "invasive tumor size", "invasive tumour size",
    "maximum tumour diameter", "maximum diameter", "maximum invasive tumour diameter", "tumor dimensions",
    "size",
    "size of invasive tumor", "size of invasive tumour", "tumour maximum diameter", "greatest dimension "
                                                                                    "of tumor",
)  # fmt: skip
_TUMOUR = re.compile(
    r"oma(?:s|ta)?\b|\b(?:DCIS|LCIS|GIST|MDS|CLL|AML)\b|cancer|tumou?r|neoplasm|leuk|in situ"
    r"|mesotheli",
    re.I,
)


def read_pathology(text: str, mentions: Sequence[ExtractedMention] = ()) -> PathologyRecord:
    """The record of a pathology report."""
    warnings: list[str] = []
    labels = read_labels(text)
    specimen = _first(under(labels, "specimen", "specimens", "specimen submitted", "specimens submitted",
                            "specimen type", "source", "source of specimen", "material "
                                                                             "submitted"))  # fmt: skip
    features = {
        name: agreed(name.replace("_", " "), presence(text, p), warnings) for name, p in _FEATURES.items()
    }
    groups, examined, positive = read_nodes(text, warnings)
    size = _size(text, labels, warnings)
    return PathologyRecord(
        specimen=specimen,
        procedure=_procedure(text, labels),
        site=_first(under(labels, "tumor site", "tumour site", "site", "primary site", "anatomic "
                                                                                       "site", "location",
                          "site of tumor", "site of tumour", "tumor location", "tumour location")),
        laterality=_laterality(text, labels, specimen, warnings),
        histology=_histology(labels, mentions),
        grade=_grade(text, labels),
        size=size,
        size_mm=size.largest_mm if size else None,
        margins=read_margins(text),
        nodes_examined=examined,
        nodes_positive=positive,
        node_groups=groups,
        **features,
        **{axis: agreed(axis.upper(), _categories(text, axis), warnings) for axis in _TNM},
        figo=agreed("FIGO", figo_stages(text), warnings),
        regression=agreed("regression", regression_grades(text), warnings),
        genes=tuple(gene_results(mentions)),
        stage_edition=agreed("stage edition", _editions(text), warnings),
        gleason=read_gleason(text, warnings),
        breslow_mm=_measure(_BRESLOW, text, "mm"),
        mitoses=_mitoses(text),
        markers=read_markers(text, warnings),
        warnings=tuple(warnings),
    )  # fmt: skip


def _first(labels: Sequence[Labelled]) -> Stated[str] | None:
    return Stated[str](value=labels[0].value, start=labels[0].start, end=labels[0].end) if labels else None


def _procedure(text: str, labels: Sequence[Labelled]) -> Stated[str] | None:
    labelled = _first(under(labels, "procedure", "procedures", "operation", "type of "
                                                                            "procedure", "surgical procedure",
                            "type of specimen", "specimen procedure"))  # fmt: skip
    if labelled is not None:
        return labelled
    match = _PROCEDURE.search(text)
    return Stated[str](value=match.group(), start=match.start(), end=match.end()) if match else None


def _laterality(
    text: str, labels: Sequence[Labelled], specimen: Stated[str] | None, warnings: list[str]
) -> Stated[str] | None:
    places = [
        (x.start, x.end)
        for x in under(labels, "laterality", "specimen laterality", "side", "tumor laterality")
    ]
    if not places and specimen is not None:
        places = [(specimen.start, specimen.end)]
    places = places or sided_parts(text)
    if not places:
        places = [
            (x.start, x.end) for x in under(labels, "diagnosis", "final diagnosis", "tumor site", "site")
        ]
    sides = [
        Stated[str](value=str(m.lastgroup), start=m.start(), end=m.end())
        for start, end in places
        for m in _SIDE.finditer(text, start, end)
    ]
    return agreed("laterality", sides, warnings)


def _histology(labels: Sequence[Labelled], mentions: Sequence[ExtractedMention]) -> Stated[str] | None:
    labelled = _first(under(labels, "histologic type", "histological type", "histology", "tumor type",
                            "tumour type",
                            "histologic diagnosis", "histological diagnosis", "invasive tumour "
                                                                              "type"))  # fmt: skip
    if labelled is not None:
        return labelled
    for m in mentions:
        if m.type != "disease" or not _TUMOUR.search(m.text):
            continue
        said = m.assertion
        if said.polarity == "affirmed" and said.certainty == "certain" and (
            said.experiencer == "patient" and said.temporality in {"current", "delivered"}
        ):  # fmt: skip
            return Stated[str](value=m.text, start=m.start, end=m.end)
    return None


def _grade(text: str, labels: Sequence[Labelled]) -> Stated[str] | None:
    titles = ("histologic grade", "histological grade", "grade", "overall "
                                                                 "grade", "tumor grade", "tumour grade",
              "nottingham grade", "who grade", "invasive tumour grade", "nuclear grade")  # fmt: skip
    labelled = under(labels, *titles)
    if labelled and (found := re.search(r"(?<![\w+])(?:G|[Gg]rade )?(?P<g>IV|III|II|I|[1-4])(?![\w/+]"
                                        r"|\.\d| ?\+)", labelled[0].value)):  # fmt: skip
        start = labelled[0].start + found.start()
        return Stated[str](value=_arabic(found["g"]), start=start, end=labelled[0].start + found.end())
    for match in _GRADE.finditer(text):
        raw = next(v for v in match.groups() if v)
        if _OF_REGRESSION.search(text, max(0, match.start() - 24), match.start()):
            continue
        if re.match(r" ?(?:dysplasia|DCIS|PIN|PanIN|SIL|CIN)", text[match.end() : match.end() + 12]):
            continue
        value = (
            f"{raw.lower()} differentiated"
            if match["band"]
            else raw.lower()
            if match["hl"] or match["un"]
            else _arabic(raw)
        )
        return Stated[str](value=value, start=match.start(), end=match.end())
    if labelled:
        return _first(labelled)
    return None


def _arabic(grade: str) -> str:
    raw = grade.upper().removeprefix("G")
    return {"I": "1", "II": "2", "III": "3", "IV": "4"}.get(raw, raw.lower())


def _size(text: str, labels: Sequence[Labelled], warnings: list[str]) -> Size | None:
    for label in under(labels, *_SIZE_LABELS):
        for size in sizes(text, label.start, label.end):
            return size
    said = []
    for match in _TUMOUR_MEASURES.finditer(text):
        measured = next(sizes(text, match.end(), min(len(text), match.end() + 40)), None)
        if measured is not None and measured.start - match.end() <= 2:
            said.append(measured)
    if len({s.largest_mm for s in said}) > 1:
        warnings.append("size: the text measures several tumours, or one in several ways")
        return None
    return said[0] if said else None


def _categories(text: str, axis: str) -> Iterator[Stated[str]]:
    pathological = re.compile(r"p[TN]")
    for match in _TNM[axis].finditer(text):
        raw = match.group()
        beside = text[max(0, match.start() - 12) : match.start()]
        if (
            axis != "t"
            and not raw.startswith(("p", "yp", "rp", "ap", "cM", "M"))
            and not pathological.search(beside)
        ):
            continue
        if axis == "m" and raw[0] not in "pc" and not re.search(r"[NX]\S{0,6}[ ,]?$|N\S{0,8}, ?$", beside):
            continue
        yield Stated[str](value=raw.replace(" ", ""), start=match.start(), end=match.end())


def _editions(text: str) -> Iterator[Stated[str]]:
    for match in _EDITION.finditer(text):
        of, number = match["of"] or match["of2"] or match["of3"], match["n"] or match["n2"] or match["n3"]
        yield Stated[str](value=f"{of.upper()} {number}", start=match.start(), end=match.end())


def _measure(pattern: re.Pattern[str], text: str, unit: str) -> Measure | None:
    match = pattern.search(text)
    if match is None:
        return None
    value = float(match["a"]) * (10 if match["u"].lower() == "cm" else 1)
    sign = {"at least": ">=", "\u2265": ">="}.get(
        (match["sign"] or "").strip().lower(), (match["sign"] or "").strip()
    )
    return Measure(
        value=round(value, 2), comparator=sign or None, unit=unit, start=match.start(), end=match.end()
    )


def _mitoses(text: str) -> Measure | None:
    match = _MITOSES.search(text)
    if match is None:
        return None
    unit = (match["unit"] or match["unit2"]).lower().replace("\u00b2", "2").replace("^", "")
    per = (
        "mm2"
        if "square" in unit
        else re.sub(r"s$| ?high[- ]power fields| ?hpfs?", " HPF", unit)
        if "h" in unit
        else unit
    )
    sign = {"up to": "<=", "at least": ">="}.get((match["sign"] or "").strip(), (match["sign"] or "").strip())
    return Measure(
        value=float(match["a"] or match["b"]),
        comparator=sign or None,
        unit=f"/{per}",
        start=match.start(),
        end=match.end(),
    )
