"""Stage and histological grade as written: TNM, stage groups, the staging systems by name."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from ingest.entities.found import Found
from ingest.entities.histology import find_grades
from ingest.entities.staging_system import SPREAD, SYSTEM, VALUE, find_named_systems, value_of
from ingest.entities.tnm import find_tnm
from ingest.reading import Reading

_GROUP = re.compile(
    rf"(?<![A-Za-z-])(?:(?P<system>{SYSTEM})(?:,? ?\(?(?P<year>20\d\d|19\d\d)\)?)?(?: (?:clinical"
    rf"|pathologic(?:al)?))?[ -]?)?"
    r"(?P<label>[Ss]tages?|STAGE|[Ss]tg\.?)(?: groups?| groupings?)?"
    r"(?: ?\(?(?P<system2>FIGO|TNM|AJCC"
    r"|UICC)(?: (?P<year2>20\d\d))?\)?(?: (?P<edition>[78])(?:th)?)?)?"
    r"(?P<said> (?:is|was|were|of) |[ :=-]{0,2})"
    rf"(?P<value>{SPREAD})"
)
_ITEM = re.compile(
    rf"{VALUE}(?: ?(?:[-\u2013\u2014~]| to )(?: ?[Ss]tage)? ?(?:{VALUE}|[ABCabc](?![A-Za-z0-9])))?"
    r"(?:/[ABCabc](?![A-Za-z0-9]))*"
)
"""One of the stages listed behind the word, or one range of them."""
_CHAIN = re.compile(rf"{VALUE}(?:[-\u2013/]{VALUE}){{2,}}")
"""Three stages or more with hyphens between: a list and no range."""
_BEHIND = re.compile(
    r"\b(?:NSCLC|SCLC|HCC|RCC|CRC|DLBCL|TNBC|NPC|\w*carcinomas?|cancers?|\w*lymphomas?|\w*melanomas?)"
    r" \((?:stages? )?(?P<value>IV[ABC]?|III[ABC]?|II[ABC]?)\)"
)
"""The stage alone in brackets behind the tumour."""
_BEHIND_SITE = re.compile(
    r"\b(?:[Cc][Aa]\.?|(?:[Aa]deno)?[Cc]arcinoma(?: of(?: the)?)?|SCC|[Cc]ancer of(?: the)?) (?:uterine )?"
    r"(?:cervix|endometrium|ovary|vulva|vagina|Cx)(?:[, ]{1,2}(?:FIGO )?)"
    r"(?P<value>(?:IV[AB]?|III[ABC]?[12]?|II[AB]?[12]?|I[ABC][1-3]?))(?![A-Za-z0-9])"
)
"""The group alone behind a tumour of the pelvis: "Ca cervix IIB"."""
_ONE = re.compile(VALUE)
_SPLIT_LETTER = re.compile(
    r"(?<![A-Za-z-])(?P<label>[Ss]tages?|STAGE) (?P<value>(?:IV|III|II|I) [ABC](?:[1-3]"
    r"|(?= ?[-\u2013/),;.]| (?:or|to|and|disease"
    r"|cancer|NSCLC|carcinoma)\b))(?: ?(?:[-\u2013/]| or | to | and ) ?(?:(?:IV|III|II"
    r"|I) ?)?[ABC][1-3]?(?![A-Za-z]))?)"
)
_TUMOUR = (
    r"(?:NSCLC|SCLC|\w*SCC|HCC|RCC|CRC|HL\b|DLBCL|CTCL|TNBC|IBC\b|NPC\b|GIST|MCC|EOC|\w*carcinomas?"
    r"|cancers?|lymphomas?|melanomas?|\w*sarcomas?"
    r"|disease|glott\w+"
    r"|neuroblastomas?|thymomas?|mesothelioma|seminomas?|tumou?rs?|adenocarcinomas?|myeloma|breast|lung"
    r"|colon|rectal)"
)
_WORDED = re.compile(
    r"\b[Ss]tage (?P<word>one|two|three|four)(?P<letter> ?[ABCabc](?![A-Za-z]))?"
    rf"(?=[.;)]|$| (?:[a-z-]+ ){{0,2}}{_TUMOUR})"
)
"""The group in words: "stage one breast cancer"."""
_WORDS = {"one": "I", "two": "II", "three": "III", "four": "IV"}
_BARE = re.compile(
    rf"(?<![\w/+.-])(?P<value>(?:IV|III|II|I)[ABC][1-3]?(?:(?:[-\u2013/]| or | to )(?:IV|III"
    rf"|II)?[ABC]?[1-3]?)?)"
    rf"(?=(?: [a-z-]+){{0,2}} {_TUMOUR})|(?<![\w/+.-])(?P<first>(?:IV|III|II|I)[ABCabc]?[1-3]?"
    rf"(?:[-\u2013/](?:IV|III|II|I)[ABCabc]?[1-3]?){{0,3}})[ -]stage\b"
)
_BRACKETED = re.compile(rf"\b[Ss]tages?(?: (?:disease|cancers?|tumou?rs?))? ?\((?P<value>(?=[IV]){SPREAD})\)")
_NOT_BARE = re.compile(
    r"(?:\b(?:phase|types?|grades?|class|level|arm|cohort|bclc|cranial|group|collagen|factor|hla|part"
    r"|study|gpiib)[ -/]*)$",
    re.I,
)
_NOT_TUMOUR = re.compile(
    r"\b(?:CKD|kidney (?:disease|failure|injury)|chronic kidney|renal (?:disease|failure|insufficiency"
    r"|impairment)"
    r"|ulcers?|pressure|decubitus|hypertension|tanner|fibrosis|cirrhosis|heart failure|COPD|GOLD|sarcoid\w*"
    r"|endometriosis|parkinson\w*|hoehn|periodont\w+|retinopathy|lymphoedema|lymphedema|dementia"
    r"|alzheimer\w*|sleep"
    r"|labou?r|pubert\w+|keratoconus|GVHD|steatosis|NASH|neuropathy|edema|pneumoconiosis|osteonecrosis"
    r"|glaucoma|AKI"
    r"|prolapse|POP-Q|retinopathy|pubic|simon\w*|two-stage|study|trial|randomi[sz]\w*|design"
    r"|procedure|repair"
    r"|reconstruction|expansion|escalation|research phase|ventilat\w+|model|analysis|psychosocial|change"
    r"|readiness"
    r"|operation|cleavage|embryo\w*|larva\w*|developmental|regression|HIV|malaria|part)\b",
    re.IGNORECASE,
)
_OF_A_PLAN = re.compile(r"\b(?:only|enrol\w*)\b", re.IGNORECASE)
"""Words of a study's stage, but also of whom it takes: "thymoma (stage 1 may be enrolled)"."""
_CANCER = re.compile(rf"\b{_TUMOUR}|\bTNM\b|\bAJCC\b", re.IGNORECASE)
_EDITION = re.compile(
    r"\b(?:AJCC|UICC|TNM)(?:/(?:AJCC|UICC))?(?: TNM| staging| cancer| manual"
    r"| system)*,? ?(?:v(?:ersion)?\.? ?|edition )?"
    r"(?P<a>[5-9])(?:th)?(?! ?(?:mm|cm|/|%|\d|months|years|patients))(?: ed(?:ition|\.)?)?"
    r"|(?P<b>[5-9])(?:th|nd|rd)[ -]ed(?:ition|\.)?(?: of)?(?: the)?(?: AJCC| UICC| TNM| American Joint"
    r"| International| IASLC| lung)",
    re.IGNORECASE,
)


def find_stage(reading: Reading) -> Iterator[Found]:
    """Stage in every system, as written and never derived, then histological grades.

    A status is `cT2 N0 M0`, `II-III`, `FIGO IIIC1`, `ISS II`; an edition stated in the sentence follows in
    brackets.
    """
    text = reading.text
    editions = [(m.start(), m["a"] or m["b"]) for m in _EDITION.finditer(text)]
    found = [*find_tnm(text), *find_named_systems(text), *_groups(reading)]
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


def _groups(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in _SPLIT_LETTER.finditer(text):
        yield Found("stage", *match.span(), value_of(match["value"]))
    for match in _WORDED.finditer(text):
        if not _NOT_TUMOUR.search(text, max(0, match.start() - 40), match.start()):
            yield Found(
                "stage", *match.span(), _WORDS[match["word"]] + (match["letter"] or "").strip().upper()
            )
    for match in _GROUP.finditer(text):
        if not _of_tumour(text, match):
            continue
        system = match["system"] or match["system2"] or ""
        value = value_of(match["value"])
        year, edition = match["year"] or match["year2"], match["edition"]
        known = system.replace("-", " ") if system not in {"AJCC", "UICC", "TNM", "WHO", ""} else ""
        status = f"{known} {value}".strip() + (f" ({year})" if year and known else "")
        chain = _CHAIN.fullmatch(match["value"])
        items = list((_ONE if chain else _ITEM).finditer(text, *match.span("value")))
        # "the stage was IIA": the verb parts the word from the value.
        begin = match.start("value") if match["said"][1:2].isalpha() else match.start()
        if "," not in match["value"] and len(items) < 2:
            yield Found("stage", begin, match.end(), f"{status} (AJCC {edition})" if edition else status)
            continue
        for index, item in enumerate(items):
            said = f"{known} {value_of(item.group())}".strip() + (f" ({year})" if year and known else "")
            start = item.start() if index else begin
            yield Found("stage", start, item.end(), f"{said} (AJCC {edition})" if edition else said)
    for match in _BRACKETED.finditer(text):
        for item in _ITEM.finditer(text, *match.span("value")):
            yield Found("stage", *item.span(), value_of(item.group()))
    for match in (*_BEHIND.finditer(text), *_BEHIND_SITE.finditer(text)):
        yield Found("stage", *match.span("value"), value_of(match["value"]))
    for match in _BARE.finditer(text):
        if _NOT_BARE.search(text, max(0, match.start() - 16), match.start()):
            continue
        if match["first"] in {"I", "V"} or (
            match["first"] and not _CANCER.match(text[match.end() : match.end() + 24].lstrip())
        ):
            continue
        if match["value"] and " or " in match["value"]:
            for item in _ONE.finditer(text, *match.span("value")):
                yield Found("stage", *item.span(), value_of(item.group()))
            continue
        end = match.end() if match["first"] else match.end("value")
        yield Found("stage", match.start(), end, value_of(match["value"] or match["first"]))


def _of_tumour(text: str, match: re.Match[str]) -> bool:
    """Whether a stage is a tumour's: a numeral of a kidney disease, an ulcer or a study's part is not."""
    if match["system"] or match["system2"]:
        return True
    value = match["value"]
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 60]
    near = _CANCER.match(after.lstrip(" -(")[:25])
    if near is not None and not re.match(r"(?:disease)", near.group(), re.IGNORECASE):
        return True
    if _NOT_TUMOUR.search(before) or _NOT_TUMOUR.search(after[:30]):
        return False
    if _OF_A_PLAN.search(before + after[:30]) and not (value[0] in "IV" or _CANCER.search(before)):
        return False
    if (value[0].isdigit() and len(value) == 1) or value.islower():
        return bool(near or _CANCER.search(before) or _CANCER.search(after[: 25 if len(value) > 1 else 60]))
    return True
