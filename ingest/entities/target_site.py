"""Where a text says that radiation goes."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from ingest.entities.anchor import Anchors
from ingest.entities.found import Found
from ingest.entities.gray import ORGAN, Figure
from ingest.lexicon import Gazetteer, load_yaml
from ingest.mention import Cover, outermost
from ingest.reading import Reading

_TO = re.compile(
    r"(?P<cue>c?Gy(?: ?\(?RBE\)?)?|fractions?|fx|#|doses?|boost|therapy|irradiat\w+|radiation|RT|EBRT|SBRT"
    r"|SABR|IMRT|VMAT"
    r"|delivered|directed|given|applied|administered|prescribed|brachytherapy|radiosurgery|SRS|irradiat\w+"
    r"|cone-?down"
    r"|[)]|weeks?|limited|total|targeting|once|twice|daily|day|treated|SF|(?:[x\u00d7X/]|\bin) ?\d{1,2})(?:"
    r" boost)?,? "
    r"(?:(?:to|of|in|on|over|for|at)(?: (?:both|all))? (?:the |his |her |their |a )?"
    r"|(?<=targeting )(?:the )?|including (?:the )?"
    r"|(?<=irradiated )(?:the )?|(?<=irradiating )(?:the )?)"
    r"(?:(?:L|R|Lt|Rt|left|right|bilateral|ipsilateral|contralateral|entire|initial|macroscopic"
    r"|pre-?operative"
    r"|secondary|involved"
    r"|operative|original|residual|primary|individual|focal|known|painful|dominant|upper|lower|adjacent"
    r"|positive"
    r"|metastatic|symptomatic|low|mid|distal|proximal|anterior|posterior|large|small|solitary|new) ){0,2}$"
)
_SIDED = (
    r"(?:(?:the|L|R|Lt|Rt|LT|RT|left|right|bilateral|both|ipsilateral|contralateral|upper|lower|low|whole"
    r"|entire|Left|Right"
    r"|Bilateral|Upper|Lower)\.? ){0,2}"
)
_LABEL = re.compile(
    r"(?:^|[\n.;|\t]|  )[ \t*#-]*(?:(?i:(?:prescription|rx|course \d)[ :]{1,3})?)"
    r"(?i:(?:treatment |treated |target |irradiated |anatomical )?(?:sites?|targets?|volumes?|areas?"
    r"|regions?|fields?)"
    rf"(?: treated| irradiated)?) ?[:=] ?{_SIDED}$"
)
"""Before a site, on a form that labels it."""
_ITEM = re.compile(
    rf"(?:^|[\n.;:(+|\t]|\b(?:and|then|plus|[Dd]oses? to|RT|radiotherapy|SBRT|SRS|previously|both)(?= )),?"
    rf" {{0,3}}[-*\u2022]? ?{_SIDED}$"
)
"""Before a site that begins a sentence or an item of a list."""
_OF_LIST = re.compile(r", ?" + _SIDED + "$")
_VOLUME = re.compile(
    r"(?<![\w-])(?:[HIL]R-?)?[PCGI]TV(?:[ _-]?(?:(?:\d{2,4}(?:\.\d)?|[1-4])(?! ?c?Gy)|(?i:high|int"
    r"(?:ermediate)?|low|nodal|nodes?"
    r"|primary|boost|prostate|breast|pelvis|neck|total|SIB)|[HIL]R|LN|[pnNT])(?![a-zA-Z\d])){0,2}"
    r"(?![\w]|[- ](?:margins?|expansions?|coverage|volumes?|[DV]\d))"
)
_DOSE_TO = re.compile(r"\bdoses? (?:to|of|in) (?:the )?(?:\w+ )?$", re.IGNORECASE)
_LISTED = re.compile(
    r"(?:(?: ?,)? (?:and|plus|&|or|with|including)| ?,|/| ?\+| ?\((?=(?: ?)$))(?: /)? ?"
    r"(?:(?:to |the |all |ipsilateral |contralateral |adjacent |bilateral |left |right |regional "
    r"|whole )){0,3}$"
)
_IRRADIATED = re.compile(
    r"[ -](?:\w+ (?=boost))?(?:(?i:irradiation|radiotherapy|radiation(?! (?:oncolog|dermat|pneumon)))"
    r"|RT\b|SBRT"
    r"|SABR|EBRT|XRT"
    r"|IMRT|VMAT|brachytherapy|radiosurgery|boost|CRT\b|chemoradi\w+|fields? RT)"
)
_TREATED_AFTER = re.compile(
    r" (?:(?:was|were|is|are|will be|to be|being) (?:then |also |each )?(?:re-?)?(?:irradiated"
    r"|treated (?:to|with)"
    r" (?:[\w ]{1,20} )?\d)|(?:received|receives|receive|receiving) (?:an? )?(?:(?:average|total|mean"
    r"|median|minimum|planned"
    r"|radiation|prescribed) )*(?:dose of )?(?:at least )?\d{1,4}(?:\.\d+)?(?: ?(?:-|to) ?\d+)? ?c?Gy)",
)
"""Behind a site, what says that it was irradiated."""
_AT_FIRST = re.compile(r"^\W{0,3}[Tt]o (?:the )?(?:both )?$")
_DOSED_AFTER = re.compile(r"[ ,(:]{1,4}(?:\w+ ){0,2}\d{1,4}(?:\.\d+)?(?: ?(?:-|to) ?\d+(?:\.\d+)?)? ?c?Gy\b")
_AREAS = re.compile(
    r"\b(?:areas?|sites?|regions?|volumes?) of (?:the )?(?:[a-z-]+ ){0,3}(?:disease|involvement|risk"
    r"|tumou?r|spread)\b"
)
_NOT_SITE = re.compile(
    r"[ -](?:(?<=primary )\w+ )?(?:cancers?|carcinomas?|tumou?rs?|disease|patients?|toxicit\w+|necrosis"
    r"|injur\w+|metasta\w+"
    r"|lymphomas?"
    r"|adenocarcinomas?|dose|volume receiving|function|surgery|resection|control|recurrence|cells?"
    r"|wall dose|score)\b",
    re.IGNORECASE,
)
_FOR = re.compile(r"\bfor (?:\w+ )?$")
_DISEASED = re.compile(r"metasta|disease|tumou?r|lesion", re.IGNORECASE)
"""Behind "for", what is treated and not where the beam goes."""
_VERTEBRA = re.compile(
    r"(?<![\w-])(?:C[1-7]|T(?:1[0-2]|[1-9])|L[1-5]|S[1-5])(?: ?[-\u2013] ?[CTLS]?\d{1,2})?(?![\w-]|\.\d)"
    r"|(?<![\w-])[ctl]\d{1,2} ?- ?[ctls]\d{1,2}(?![\w-])"
)
_T_STAGE = re.compile(r"T[1-4]")
_GAP = re.compile(r" ?[-:(,\u2013]? {0,2}(?:(?:to|received|dose|total dose)[: ]{1,2})?")
"""Between a site and its dose."""
_RADIATED = re.compile(r"\b(?:radiation|irradiation|radiotherapy|XRT|RT) $")


@cache
def _sites() -> Gazetteer:
    return Gazetteer(("trigger", "site", site, site) for site in load_yaml("radiation.yaml")["sites"])


def find_target_sites(
    reading: Reading, anchors: Anchors, organs: Cover, figures: Iterable[Figure]
) -> Iterator[Found]:
    """The sites a beam goes to; not those in `organs`, which get their dose by the way."""
    text = reading.text
    if not anchors.radiated:
        return
    dosed = {figure.start for figure in figures if figure.role == "total"}

    def is_item(start: int, end: int) -> bool:
        """Whether it labels what follows: a form's value, or a site with its dose right behind it."""
        before = text[max(0, start - 60) : start]
        if dosed and _LABEL.search(before):
            return True
        gap = _GAP.match(text, end)
        if gap is None or gap.end() not in dosed:
            return False
        return _ITEM.search(before) is not None or ("," not in gap.group() and bool(_OF_LIST.search(before)))

    for match in _VOLUME.finditer(text):
        if _TO.search(text[max(0, match.start() - 60) : match.start()]) or is_item(*match.span()):
            yield Found("target_site", *match.span(), match.group())
    for match in _AREAS.finditer(text):
        if _TO.search(text[max(0, match.start() - 60) : match.start()]):
            yield Found("target_site", *match.span(), "area")
    for match in _VERTEBRA.finditer(text):
        before = text[max(0, match.start() - 60) : match.start()]
        told = _TO.search(before) or _RADIATED.search(before)
        if told or (not _T_STAGE.fullmatch(match.group()) and is_item(*match.span())):
            yield Found("target_site", *match.span(), "vertebra")
    ends: list[int] = []
    for mention in outermost(_sites().find(reading.words)):
        start, end = mention.start, mention.end
        if ends and start < ends[-1]:
            continue
        if _NOT_SITE.match(text, end) or organs.holds(start, end):
            continue
        floor = max(reading.clauses.sentence_span(start)[0], start - 90)
        before = text[floor:start]
        if _DOSE_TO.search(before) and ORGAN.fullmatch(text, start, end):
            continue
        if _FOR.search(before) and _DISEASED.search(text, start, end):
            continue
        listed = bool(ends) and ends[-1] >= floor and _LISTED.fullmatch(text, ends[-1], start) is not None
        if (
            listed
            or _TO.search(before)
            or _IRRADIATED.match(text, end)
            or _TREATED_AFTER.match(text, end)
            or is_item(start, end)
            or (start < 16 and _AT_FIRST.match(text[:start]) and _DOSED_AFTER.match(text, end))
        ):
            ends.append(end)
            yield Found("target_site", start, end, str(mention.value))
