"""Radiotherapy: dose, dose per fraction, fractions, frequency, technique, modality, target and boost."""

import re
from collections.abc import Iterator
from functools import cache

from ingest.entities.anchor import Anchors
from ingest.entities.dose_levels import dose_levels, labelled_doses
from ingest.entities.drug import find_drugs
from ingest.entities.found import Found
from ingest.entities.gray import ORGAN, Figure, read_figures
from ingest.entities.modality import find_modality
from ingest.extraction import EntityType
from ingest.lexicon import Gazetteer, load_yaml
from ingest.mention import Cover, outermost
from ingest.reading import Reading

_WORDS = {
    "single": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "twenty-one": 21, "twenty-three": 23,
    "twenty-five": 25, "twenty five": 25, "twenty-eight": 28, "thirty": 30, "thirty-three": 33,
    "thirty-five": 35,
    "thirty-nine": 39,
}  # fmt: skip
_COUNT = rf"(?:\d{{1,2}}|{'|'.join(sorted(_WORDS, key=lambda w: (-len(w), w)))})"
_RANGE = rf"(?P<low>{_COUNT})(?: ?(?:-|\u2013|\\?~|to|or) ?(?P<high>{_COUNT}))?"
_HOW = (
    r"(?:(?:daily|different|separate|once[- ]daily|twice[- ]daily|once[- ]weekly"
    r"|weekly|equal|consecutive|hypofractionated"
    r"|alternate[- ]day"
    r"|b\.?i\.?d\.?|HDR|SBRT|SABR|SRS|RT|PBT|radiotherapy|radiation|treatment|equally divided|external beam"
    r"|high[- ]dose[- ]rate|brachytherapy|stereotactic|conventional|standard)[ -]){0,3}"
)
_NOT_RATE = r"(?! ?(?:per|a|/|each|every|in a) ?(?:w(?:ee)?k|day|d\b))"
_NOUNED = re.compile(
    rf"(?<![\w.,/+])(?<!\d[-\u2013])(?P<sign>[~\u2248] ?)?{_RANGE}[ -]?{_HOW}(?:(?P<noun>fractions?|fxs?"
    rf"|fracs?|fractionation"
    rf"|(?P<weak>frs?|f|sessions?|treatments?|applications?|insertions?|doses|courses of))(?![A-Za-z])"
    rf"|#s?){_NOT_RATE}",
    re.IGNORECASE,
)
_SLASHED = re.compile(
    rf"(?<=[yY])(?: ?\(?RBE\)?)? ?/ ?{_RANGE}(?![\d.%]| ?(?:c?Gy|days?\b|d\b|weeks?|wks?|min|h\b|hours?|cm"
    rf"|mm))"
)
_MULTIPLIED = re.compile(
    r"(?:c?Gy(?: ?\(?RBE\)?)?(?: ?\( ?rads ?\))?(?: ?/ ?(?:fx|fr|f|fraction|day)| per (?:fraction|day)"
    r"| fractions?)?"
    r"(?:,? ?(?:given |delivered )?(?:(?:once|twice)[ -](?:daily|per day)|daily|b\.?i\.?d\.?))?,?)"
    rf" ?[x\u00d7*X] ?(?P<sign>~ ?)?{_RANGE}(?!\d|\.\d|-(?:year|month)| ?(?:c?Gy|cm|mm|MV|MeV|\d))",
    re.IGNORECASE,
)
_MULTIPLYING = re.compile(
    rf"(?<![\w.,/]){_RANGE} ?[x\u00d7X] ?\d{{1,4}}(?:\.\d{{1,3}})?(?: ?- ?|-| ?)(?:c?Gy\b"
    rf"|= ?\d{{2,4}}(?:\.\d{{1,3}})? ?c?Gy)"
)
_RATE_MOST = 7
"""The most fractions that can be given a day or a week."""
_RATED_AFTER = re.compile(r" (?:weekly|daily)\b")
_HASHED = re.compile(rf"(?<=[yY])(?:,| in)? ?# ?{_RANGE}(?![\d.%])")
_SINGLE = re.compile(
    r"\b(?P<low>single)(?:[- ]fraction|[- ]dose|[- ]session|[- ]shot)",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:\b(?:(?:number|no\.?|total) (?:of )?(?:fractions|fx|#)"
    r"|(?<!ejection )(?<!mass )(?<!shortening )fractions|fx|#s)|(?<!\w)# ?(?:of )?(?:fractions"
    r"|fx))(?: ?\((?:n|#)\))?(?P<colon>[ ]?[:=] ?| (?=\d))"
    rf"(?:was |is )?{_RANGE}(?![\d%/]|\.\d| ?(?:c?Gy|weeks|days|and))",
    re.IGNORECASE,
)
_NOT_COUNT = re.compile(
    r"(?:\b(?:day|days|week|cycle|grade|phase|arm|group|every|by|fraction|of the)|[<>]) ?$", re.I
)
_NOUN_AFTER = re.compile(
    r"[ -]?(?:(?:fraction|fx|frac|fr|session|treatment|application|insertion|dose)s?|f|#s?)(?![\w])",
    re.IGNORECASE,
)
_GRAY_NEAR = re.compile(r"\d ?c?Gy\b")
_RATE = re.compile(
    r"(?:(?<![\w.])(?P<n>\d|one|two|three|four|five|six|seven)(?:[- ](?:times|days|fractions|fx|treatments"
    r"|sessions)|x"
    r"| ?#)(?:[- ]?(?:per|a|each|every|in a)[ -]|[ -]?/ ?|[- ](?=weekly|daily))(?P<unit>week(?:ly)?|wk|day"
    r"|daily)"
    r"|(?P<often>\b(?:once|twice|thrice))[ -](?:(?:per|a|each)[ -])?(?P<unit2>day|daily|week(?:ly)?)"
    r"|(?P<bid>\bb\.?i\.?d\b\.?|\bBD\b)|(?P<alt>\b(?:on )?(?:alternate|alternating|every other"
    r"|every second)[ -](?:week)?days?"
    r"|\bevery 48 (?:h|hours)\b|\bq\.?o\.?d\b)|(?P<daily>\b(?:daily|q\.?d\b)(?!,? (?:living|life|activit"
    r"|practice|QA|routine|use)))"
    r"|(?P<apart>\b(?:\d|one|two|three|four|a) (?:days?|weeks?) apart)"
    r"|(?P<weekly>\bweekly))\b",
    re.IGNORECASE,
)
_PER_DAY = re.compile(r"(?<=Gy )(?:per|a) (?P<unit>day|week)\b")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "once": 1, "twice": 2,
            "thrice": 3}  # fmt: skip
_BOOST = re.compile(r"(?<![\w-])(?:boosts?|con(?:e|ed)[ -]?down(?! boost))\b(?!-?ed)", re.IGNORECASE)
_NOT_BOOST = re.compile(
    r"\b(?:immun\w+|vaccin\w+|ritonavir|cobicistat|dox|to|can|may|could|will|performance|energy) $",
    re.IGNORECASE,
)
_TO = re.compile(
    r"(?P<cue>c?Gy(?: ?\(?RBE\)?)?|fractions?|fx|#|doses?|boost|therapy|irradiat\w+|radiation|RT|EBRT|SBRT"
    r"|SABR|IMRT|VMAT"
    r"|delivered|directed|given|applied|administered|prescribed|brachytherapy|radiosurgery|SRS|irradiat\w+"
    r"|cone-?down"
    r"|[)]|weeks?|limited|total|targeting|once|twice|daily|day)(?: boost)?,? "
    r"(?:(?:to|of|in|on|over|for|at)(?: (?:both|all))? (?:the |his |her |their |a )?"
    r"|(?<=targeting )(?:the )?|including (?:the )?"
    r"|(?<=irradiated )(?:the )?|(?<=irradiating )(?:the )?)"
    r"(?:(?:L|R|Lt|Rt|left|right|bilateral|ipsilateral|contralateral|entire|initial|macroscopic"
    r"|pre-?operative"
    r"|secondary|involved"
    r"|operative|original|residual|primary|individual|focal|known|painful|dominant|upper|lower|adjacent"
    r"|positive"
    r"|metastatic|symptomatic) ){0,2}$"
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
_OVER = re.compile(
    r"(?:fractions?|fx|#|c?Gy|\)|per day|daily|weekly|week) ?,? (?:(?:given|delivered"
    r"|treated) )?(?:over|in|within) (?:about |approximately )?"
    r"(?:a period of )?(?P<time>(?:\d{1,2}(?:\.\d)?|one|two|three|four|five|six|seven|eight)"
    r"(?: ?(?:-|\u2013|to) ?(?:\d{1,2}(?:\.\d)?|two|three|four|five|six|seven|eight))?[ -]weeks?)\b",
    re.IGNORECASE,
)
_FOR = re.compile(r"\bfor (?:\w+ )?$")
_DISEASED = re.compile(r"metasta|disease|tumou?r|lesion", re.IGNORECASE)
"""Behind "for", what is treated and not where the beam goes."""
_VERTEBRA = re.compile(
    r"(?<![\w-])(?:C[1-7]|T(?:1[0-2]|[1-9])|L[1-5]|S[1-5])(?: ?[-\u2013] ?[CTLS]?\d{1,2})?(?![\w-]|\.\d)"
    r"|(?<![\w-])[ctl]\d{1,2} ?- ?[ctls]\d{1,2}(?![\w-])"
)
_RADIATED = re.compile(r"\b(?:radiation|irradiation|radiotherapy|XRT|RT) $")
_FRACTIONS_MOST, _MULTIPLYING_MOST = 80, 45
"""A course's most fractions, and the most that stand before an x: "45 x 60 Gy" is none."""


@cache
def _sites() -> Gazetteer:
    return Gazetteer(("trigger", "site", site, site) for site in load_yaml("radiation.yaml")["sites"])


def find_radiation(reading: Reading) -> Iterator[Found]:
    """Doses in Gy, counts of fractions, and the words of technique, modality, target and boost.

    A fraction count spans its number, and the noun that follows it at once; a range has no number and is in
    the review tier.
    """
    figures = read_figures(reading)
    levels = list(dose_levels(reading.text, figures))
    ends = {level.end for level in levels}
    # What levels stand before is one of them, as sure as they are.
    figures = [f._replace(tier="accepted") if _ends_levels(reading.text, f, ends) else f for f in figures]
    figures += [*levels, *labelled_doses(reading.text)]
    for figure in figures:
        kind: EntityType = "radiation_dose" if figure.role == "total" else "dose_per_fraction"
        yield Found(kind, figure.start, figure.end, figure.status, figure.gray, "Gy", None, figure.tier)
    rated = _RATE.search(reading.text) is not None
    drugs = [(d.start, d.end) for d in find_drugs(reading)] if rated else []
    anchors = Anchors(reading.text, reading.clauses, drugs)
    yield from _fractions(reading, figures, anchors)
    yield from _rates(reading, anchors)
    yield from _boosts(reading, anchors)
    for match in _OVER.finditer(reading.text):
        yield Found("duration", *match.span("time"))
    yield from find_modality(reading, anchors)
    yield from _targets(reading, anchors)


def _ends_levels(text: str, figure: Figure, ends: set[int]) -> bool:
    slash = text.rfind("/", max(0, figure.start - 2), figure.start)
    return slash >= 0 and len(text[:slash].rstrip()) in ends if ends else False


def _fractions(reading: Reading, figures: list[Figure], anchors: Anchors) -> Iterator[Found]:
    text = reading.text
    seen: set[int] = set()
    taken = Cover((f.start, f.end) for f in figures)
    for pattern in (_NOUNED, _LABELLED, _SINGLE, _MULTIPLIED, _SLASHED, _HASHED, _MULTIPLYING):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            start, end = match.start("low"), match.end("high" if groups.get("high") else "low")
            if start in seen or taken.holds(start, start + 1):
                continue
            if _NOT_COUNT.search(text, max(0, start - 12), start):
                continue
            weak = pattern is _SINGLE or groups.get("weak") is not None
            if weak and not _GRAY_NEAR.search(text, max(0, start - 45), match.end() + 45):
                continue
            if (
                pattern in (_NOUNED, _LABELLED)
                and not weak
                and (groups.get("colon") or " ") == " "
                and not anchors.near("radiation", start, match.end(), 90)
            ):
                continue
            low, high = _number(match["low"]), _number(groups["high"]) if groups.get("high") else None
            if low <= _RATE_MOST and _RATED_AFTER.match(text, match.end()):
                continue
            if not 0 < (high or low) <= _FRACTIONS_MOST or (high is not None and high <= low):
                continue
            if pattern is _MULTIPLYING and low > _MULTIPLYING_MOST:
                continue
            seen.add(start)
            begin = match.start("sign") if groups.get("sign") else start
            noun = _NOUN_AFTER.match(text, end)
            end = noun.end() if noun else end
            if high is None:
                yield Found("fractions", begin, end, None, float(low), "1")
            else:
                yield Found("fractions", begin, end, f"{low}-{high}", None, "1", None, "review")


def _number(raw: str) -> int:
    return int(raw) if raw.isdigit() else _WORDS[raw.lower()]


def _rates(reading: Reading, anchors: Anchors) -> Iterator[Found]:
    text = reading.text
    for match in _PER_DAY.finditer(text):
        yield Found("fraction_frequency", *match.span(), "daily" if match["unit"] == "day" else "weekly")
    for match in _RATE.finditer(text):
        owner = anchors.owner(*match.span())
        if owner is None and _weekdays_of_radiation(match) and anchors.near("radiation", *match.span(), 90):
            owner = "radiation"
        if owner == "radiation":
            yield Found("fraction_frequency", *match.span(), _rate(match))


def _weekdays_of_radiation(match: re.Match[str]) -> bool:
    """Whether it is said as fractions are: "5 days per week", and not "3 times a week"."""
    return (match["n"] or "").lower() in {"5", "five", "6", "six"} and not match["unit"].startswith("da")


def _rate(match: re.Match[str]) -> str:
    if match["apart"]:
        return match["apart"].lower()
    if match["bid"]:
        return "twice-daily"
    if match["alt"]:
        return "alternate-day"
    if match["daily"] or match["weekly"]:
        return "daily" if match["daily"] else "weekly"
    said = (match["n"] or match["often"]).lower()
    number = int(said) if said.isdigit() else _NUMBERS[said]
    daily = (match["unit"] or match["unit2"]).lower().startswith("da")
    if number < 3:
        return ("", "daily" if daily else "weekly", "twice-daily" if daily else "twice-weekly")[
            number
        ] or "daily"
    return f"{number} times a day" if daily else f"{number} days a week"


def _boosts(reading: Reading, anchors: Anchors) -> Iterator[Found]:
    text = reading.text
    for match in _BOOST.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        if _NOT_BOOST.search(before) or not anchors.near("radiation", *match.span(), 150):
            continue
        low = before.lower()
        how = "simultaneous" if re.search(r"simultan\w+|integrated|concomitant|\bsib\b", low) else None
        yield Found("boost", *match.span(), how or ("sequential" if "sequential" in low else None))


def _targets(reading: Reading, anchors: Anchors) -> Iterator[Found]:
    text = reading.text
    if not anchors.radiated:
        return
    for match in _AREAS.finditer(text):
        if _TO.search(text[max(0, match.start() - 60) : match.start()]):
            yield Found("target_site", *match.span(), "area")
    for match in _VERTEBRA.finditer(text):
        before = text[max(0, match.start() - 60) : match.start()]
        if _TO.search(before) or _RADIATED.search(before):
            yield Found("target_site", *match.span(), "vertebra")
    ends: list[int] = []
    for mention in outermost(_sites().find(reading.words)):
        start, end = mention.start, mention.end
        if ends and start < ends[-1]:
            continue
        if _NOT_SITE.match(text, end):
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
            or (start < 16 and _AT_FIRST.match(text[:start]) and _DOSED_AFTER.match(text, end))
        ):
            ends.append(end)
            yield Found("target_site", start, end, str(mention.value))
