"""Doses that an organ at risk gets, which nobody prescribed to it."""

import re
from typing import NamedTuple

from ingest.mention import Cover

_FIGURE = (
    r"(?:\d{1,2},\d{3}|\d{1,4})(?:[.,\u00b7]\d{1,3})?(?: ?(?:-|\u2013|to) ?\d{1,4}(?:\.\d{1,3})?)?"
    r"[ -]?(?:[cC]?G[yY]|gy|[Gg]rays?|rads?)(?![A-Za-z])"
)
_SERIAL = (
    r"spinal (?:cord|canal)|(?<!vocal )(?<!vocal-)(?<!umbilical )cord|brain ?-?stem|(?:optic )?chiasma?"
    r"|optic (?:nerves?|tracts?|apparatus|pathways?|system)|lens(?:es)?|cochleae?|inner ears?|hippocamp\w+"
    r"|brachial plex\w+|sacral plexus|cauda(?: equina)?|femoral (?:heads?|necks?)|penile bulb"
    r"|(?:small |large )?bowel(?: bag| loops?| cavity)?|sigmoid|heart|LAD|left anterior descending|mandible"
    r"|submandibular glands?|SMGs?|(?:pharyngeal )?constrictors?|retinas?|corneas?|carotids?|great vessels"
    r"|aorta|trachea|(?:proximal )?bronchial tree|main bronch(?:us|i)|parotids?(?: glands?)?"
    r"|salivary glands?|urethra|fetus|fetal|foetus|foetal|gonads?|PIBS|pacemaker|ICD|hippocampus"
    r"|contralateral (?:breast|lung|eye|kidney|ovary|testis|submandibular)"
    r"|(?:normal|uninvolved|healthy|residual) (?:tissues?|brain|liver|lungs?)"
)
"""Organs that are targets seldom, and then with fractions told."""
_OTHER = (
    r"rectum|rectal wall|bladder(?: wall)?|o?esophagus|lungs?|liver|kidneys?|larynx|oral cavity|thyroid"
    r"|pituitary|skin|brain|eyes?|globes?|eyeballs?|orbits?|lacrimal glands?|stomach|duodenum"
    r"|ovar(?:y|ies)|uterus|testis|testes|testicles?|lips?|temporal lobes?|chest wall|ribs?|spleen|pancreas"
    r"|anal canal|vagina|bone marrow|scalp"
)
"""Organs as often the target: only a maximum, a mean or a list of organs tells that they are not."""
_STATISTIC = (
    r"(?:mean|max(?:\.|imum|imal)?|median|min(?:\.|imum)?|average|avg|D ?max|D ?mean|D\d{1,2}(?:\.\d{1,2})?"
    r"(?:cc|%)?)"
)
_SIDE = r"(?:(?:left|right|lt|rt|l|r|bilateral|bilat|both|ipsilateral|contralateral|combined|total)\.? )?"
_LINK = (
    rf"(?:[ \t:=|,()<\u2264~\u2248-]|\b(?:{_STATISTIC}|PRV|point|doses?|of|to|at|is|was|were|are|only|about"
    r"|approx\w*|around|received?s?|receiving|gets?|got|ha[sd]|have|limited|kept|below|under|reached"
    r"|reaching|estimated|left|right|lt|rt|l|r|combined|total|both)(?![A-Za-z])\.?){1,14}+"
)
_ITEM = re.compile(
    rf"(?<![\w-])(?<!whole )(?<!craniospinal )(?P<lead>{_STATISTIC} (?:point )?(?:doses? )?"
    rf"(?:(?:to|of|in) )?(?:the )?)?{_SIDE}(?:(?P<serial>{_SERIAL})|(?P<other>{_OTHER}))(?![\w-])"
    rf"(?P<link>{_LINK})(?P<figure>{_FIGURE})",
    re.IGNORECASE,
)
_REVERSED = re.compile(
    rf"(?<![\w.,])(?P<figure>{_FIGURE}) (?:\(?(?:{_STATISTIC}|point)\)? (?:doses? )?(?:to|for|in|at) (?:the"
    rf" )?"
    rf"{_SIDE}(?:{_SERIAL}|{_OTHER})\b|(?:to|for|in|at) (?:the )?{_SIDE}(?:{_SERIAL}|{_OTHER})"
    rf"(?: PRV\b| ?[(,] ?{_STATISTIC}(?![A-Za-z])))",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"(?: ?[|/(] ?| (?:and )?(?:L|R|left|right|lt|rt) )(?:{_STATISTIC}|limit|constraint|tolerance"
    rf"|objective|goal|PRV|[ :<\u2264=])*+(?P<figure>{_FIGURE})",
    re.IGNORECASE,
)
"""After an organ's dose: the other side's, or the limit beside it."""
_TOLD = re.compile(
    rf"\b(?:{_STATISTIC}|point|at|kept|limited|below|under|reach\w+)(?![A-Za-z])|[<\u2264]", re.I
)
_GOT = re.compile(r"\b(?:receiv\w+|gets?|got|ha[sd]|have)\b", re.IGNORECASE)
_TOLD_AFTER = re.compile(rf" ?[(,]? ?(?:{_STATISTIC}|point)(?![A-Za-z])", re.IGNORECASE)
_AIMED = re.compile(
    r"\b(?:(?:chemo)?radiotherapy|irradiat\w+|radiation|[A-Z]?RT|SBRT|SABR|SRS|VMAT|IMRT|treat(?:ed|ing"
    r"|ment)?"
    r"|target(?:ed|ing|s)?|[PCGI]TV|site|boost(?:ed)?|volume|prescri\w+)(?: ?[:=_-])?"
    r"(?: (?:to|of|for|on|was|were|is|both))*(?: the)? ?$",
    re.IGNORECASE,
)
"""Before an organ: the beam is meant for it."""
_FRACTIONATED = re.compile(
    r"[ ,(]{0,2}(?:was |were |is )?(?:given |delivered |prescribed )?(?:(?:in|over|via|as|x|\u00d7|/|@) ?"
    r"(?:an? )?"
    r"(?:\d{1,2}\b(?! ?c?Gy)|one\b|two\b|three\b|four\b|five\b|six\b|eight\b|ten\b|single\b|SF\b|fraction)"
    r"|\d{1,2} ?(?:#|fx|frs?\b|fractions)|SF\b|single\b|per\b|each\b|daily\b|boost\b|prescribed\b|given\b"
    r"|delivered\b|(?:with |by |of )?(?:SBRT|SABR|SRS|VMAT|IMRT|EBRT|RT|radiotherapy|radiation|electrons"
    r"|photons|protons|brachytherapy)\b)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:OARs?|organs? at risk|critical (?:structures?|organs?)|normal[- ]tissues?(?: doses?)?"
    r"|(?:dose )?constraints?(?: met)?|tolerances?|doses? to (?:the )?(?:OARs?|organs? at risk"
    r"|critical \w+|normal \w+))\b[^:\n.;]{0,30}(?:: ?| [\u2013-] )(?P<alone>[ \t]*\n)?",
    re.IGNORECASE,
)
_TARGETED = re.compile(r"\b(?:[PCGI]TV|prescri\w+|fractions?|fx|boost|phase)\b|\d ?#", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;|&]*(?:and )?[\s|]*(?:the )?", re.IGNORECASE)
_AFTER_STOP = re.compile(r"[\s,;|&.]*(?:and )?[\s|]*(?:the )?", re.IGNORECASE)
_SPARED_MOST = 45
"""Gy; a parotid that gets more may be what is treated."""


_LINE_MOST = 600
"""Characters of a list under its label."""


class _Item(NamedTuple):
    start: int
    end: int
    figure: tuple[int, int]
    sure: bool
    open: bool
    """Whether a list of organs makes it one: nothing tells that it is the target."""


class OrganDoses(NamedTuple):
    """The doses of organs at risk in a text."""

    figures: Cover
    """The figures in Gy."""
    organs: Cover
    """The organs with their figures."""


def find_organ_doses(text: str) -> OrganDoses:
    """The doses that organs get by the way: limits met, maxima, means, what a cord received."""
    items = _listed(text, [_item(text, match) for match in _ITEM.finditer(text)])
    figures = [i.figure for i in items] + [m.span("figure") for m in _REVERSED.finditer(text)]
    organs = [(i.start, i.end) for i in items] + [m.span() for m in _REVERSED.finditer(text)]
    for item in items:
        more = _MORE.match(text, item.figure[1])
        while more is not None and not _FRACTIONATED.match(text, more.end("figure")):
            figures.append(more.span("figure"))
            more = _MORE.match(text, more.end("figure"))
    for label in _LABEL.finditer(text):
        figures += _under(text, label.end(), "\n\n" if label["alone"] else "\n")
    return OrganDoses(Cover(figures), Cover(organs))


def _item(text: str, match: re.Match[str]) -> _Item:
    end = match.end("figure")
    aimed = _AIMED.search(text, max(0, match.start() - 60), match.start()) is not None
    told = match["lead"] is not None or _TOLD.search(match["link"]) or _TOLD_AFTER.match(text, end)
    given = _FRACTIONATED.match(text, end) is not None
    serial = match["serial"] is not None and not _may_be_target(match)
    got = serial and _GOT.search(match["link"]) is not None
    sure = not aimed and (bool(told) or got or (serial and not given))
    return _Item(match.start(), end, match.span("figure"), sure, not aimed and not given)


def _may_be_target(match: re.Match[str]) -> bool:
    """Whether it is a parotid with a tumour's dose."""
    value = float(re.split(r"[^\d.]", match["figure"])[0] or 0)
    return (
        match["serial"].lower().startswith("parotid")
        and "c" not in match["figure"].lower()
        and (value > _SPARED_MOST)
    )


def _listed(text: str, items: list[_Item]) -> list[_Item]:
    """The sure items, and those listed with them."""
    kept = [item.sure for item in items]
    for index in range(1, len(items)):
        between = text[items[index - 1].figure[1] : items[index].start]
        if kept[index - 1] and items[index].open and _AFTER_STOP.fullmatch(between):
            kept[index] = True
    for index in range(len(items) - 1, 0, -1):
        between = text[items[index - 1].figure[1] : items[index].start]
        if kept[index] and items[index - 1].open and _BETWEEN.fullmatch(between):
            kept[index - 1] = True
    return [item for item, keep in zip(items, kept, strict=True) if keep]


_ANY = re.compile(rf"(?<![\w.,]){_FIGURE}")
_STOP = re.compile(r"[.;](?=\s)|\n")


def _under(text: str, start: int, until: str) -> list[tuple[int, int]]:
    """The figures under a label of organs, to the end of its line or where a target is spoken of."""
    end = text.find(until, start, start + _LINE_MOST)
    end = min(len(text), start + _LINE_MOST) if end < 0 else end
    target = _TARGETED.search(text, start, end)
    if target is not None:
        # What the target gets begins with its sentence.
        stops = [m.end() for m in _STOP.finditer(text, start, target.start())]
        end = stops[-1] if stops else start
    return [m.span() for m in _ANY.finditer(text, start, end)]
