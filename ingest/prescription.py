"""The course a case text asks for in so many words: by its name, its dose, or its number of fractions."""

import re
from functools import cache
from itertools import chain, islice

from ingest.grammar.dose import read_doses
from ingest.lexicon import load_yaml
from ingest.mention import Mention

COURSE, FRACTIONS, DOSE = "asked_course", "asked_fractions", "asked_dose_gy"
"""Axes of the findings: `26/5` (total in Gy / fractions), a count, a total in Gy."""
PRESCRIPTION = (COURSE, FRACTIONS, DOSE)

_BARE = re.compile(
    r"(?<![\w./+-])(?P<t>[1-9]\d(?:\.\d{1,2})?)(?: ?Gy)? ?/ ?(?P<n>\d{1,2})"
    r"(?![\w/%-]|\.\d| ?nodes?\b| (?:old|ago|later|boy|girl|child)\b)"
)
_ONCE = re.compile(
    r"(?:(?<=[,:;] )|(?<=\bgive )|(?<=\bRT ))(?P<t>8)/(?P<n>1)(?=[.;,)?]|$| (?:please|pls|today)\b)"
)
"""The commonest single fraction, where a day of January is less likely."""
_PLAIN = re.compile(
    r"(?<![\w./+-])(?<!PSA )(?<!from )(?<!aged )(?P<t>[1-9]\d(?:\.\d{1,2})?) in (?P<n>\d{1,2})"
    r"(?![\w/%-]|\.\d| ?(?:days?|weeks?|wks?|months?|mths?|years?|yrs?|h|hrs?|hours?|min\w*|mm|cm|hpf|nodes?"
    r"|cores?|patients?|pts|cases|people)\b)",
    re.IGNORECASE,
)
"""A course said in figures alone: "36 in 6 weekly"."""
_SPOKEN = re.compile(
    r"(?<![\w./+-])(?P<t>[1-9]\d(?:\.\d{1,2})?) ?Gy (?:in|over) (?P<n>\d{1,2})"
    r"(?![\w/%-]|\.\d| ?(?:days?|weeks?|wks?|months?|h)\b)",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?<![\w./+-])(?P<n>\d{1,2})(?: (?:weekly|daily))?(?: ?#| (?:fractions?|fracs?|fx|frs)\b|(?:fx|#)(?!\w))"
    r"(?! (?:(?:of|neo\w*|adj\w*|induction|pall\w*) )?(?:carbo|cis|etop|chemo|gem|R-?CHOP|CHOP|ABVD"
    r"|(?:esc)?BEACOPP|FOLF|XELOX|CAPOX|FLOT|BEP\b|EP\b|FE?C\b|EC\b|AC\b|TC\b|doce|pacli|pembro|nivo|atezo|durva|ipi))"
    r"|\b(?P<w>(?i:two|three|four|five|six|eight|ten|fifteen|twenty))[ -](?:fraction|fx)s?\b"
    r"|(?<![\w.])x ?(?P<x>\d{1,2})(?![\w.]| ?(?:cm|mm|cycles?|years?|yrs?))(?=[ ,.;)]|$)"
)
_WORDS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "eight": 8,
    "ten": 10,
    "fifteen": 15,
    "twenty": 20,
}
_RADIATION = re.compile(
    r"\b(?:RT|XRT|EBRT|SABR|SBRT|SRS|IMRT|VMAT|radiotherapy|radiation|brachy\w*|HDR|electrons|protons"
    r"|photons)[ (]{1,2}$",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"(?<![\w./+-])(?P<t>\d{1,3}(?:\.\d{1,2})?) ?Gy(?![A-Za-z]| ?/| ?x| per)", re.IGNORECASE)
_MOST = 40
"""Expressions of one kind considered; a case has a handful."""
_LEAST_PER_FRACTION, _MOST_PER_FRACTION = 1.5, 12.0
"""Gy; outside this range a bare `12/24` is a date or a count of nodes."""


@cache
def _names() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, tuple[str, ...]]]:
    data: dict[str, dict[str, list[str]]] = load_yaml("regimens.yaml")
    courses = {_key(name): tuple(found) for group in data.values() for name, found in group.items()}
    free, exact = (
        "|".join(re.escape(n) for n in sorted(data[group], key=len, reverse=True))
        for group in ("named", "exact")
    )
    return (
        re.compile(rf"(?<![\w-])(?:{free})(?![\w])", re.IGNORECASE),
        re.compile(rf"(?<![\w-])(?:{exact})(?![\w-])"),
        courses,
    )


def _key(name: str) -> str:
    return name.lower()


def read_prescription(text: str) -> list[Mention]:
    """What the text says of the course itself, in text order; nothing is inferred from half a dose."""
    found: list[Mention] = []
    free, exact, courses = _names()
    names = list(free.finditer(text))
    if any(c.islower() for c in text):
        names += [m for m in exact.finditer(text) if not any(_within(m.span(), n.span()) for n in names)]
    for match in names:
        found += [Mention("axis", COURSE, course, *match.span()) for course in courses[_key(match.group())]]
    for dose in read_doses(text):
        found.append(Mention("axis", COURSE, f"{dose.total_gy:g}/{dose.fractions}", dose.start, dose.end))
    found = found[:_MOST]
    taken = [(m.start, m.end) for m in found]
    plain = (pattern.finditer(text) for pattern in (_BARE, _SPOKEN, _PLAIN, _ONCE))
    for match in islice(chain.from_iterable(plain), _MOST):
        total, count = float(match["t"]), int(match["n"])
        if _DAYS.search(text, max(0, match.start() - 16), match.start()) and count in {7, 12, 52}:
            continue
        if _is_a_day(text, match.start(), total, count):
            continue
        if count and _LEAST_PER_FRACTION <= total / count <= _MOST_PER_FRACTION and _free(match, taken):
            found.append(Mention("axis", COURSE, f"{total:g}/{count}", *match.span()))
            taken.append(match.span())
    for match in islice(_COUNT.finditer(text), _MOST):
        alone = match["x"] is None or _RADIATION.search(text[max(0, match.start() - 16) : match.start()])
        count = _WORDS[match["w"].lower()] if match["w"] else int(match["n"] or match["x"])
        if alone and 0 < count <= 50 and _free(match, taken):
            found.append(Mention("axis", FRACTIONS, float(count), *match.span()))
    for match in islice(_TOTAL.finditer(text), _MOST):
        if _free(match, taken) and not _is_of_an_organ(text, match):
            found.append(Mention("axis", DOSE, float(match["t"]), *match.span()))
    found = [m for m in found if not is_dated(text, m)]
    return sorted(found, key=lambda m: (m.start, -m.end))


_YEAR_AFTER = re.compile(r"[^,.;\n]{0,20}?\b(?:19[5-9]\d|20[0-3]\d)\b")
_YEAR_BEFORE = re.compile(r"\b(?:19[5-9]\d|20[0-3]\d)\b[^,.;\n]{0,12}$")


def is_dated(text: str, mention: Mention) -> bool:
    """Whether a year stands beside it: "40/15 in 2012" was given then."""
    return bool(
        _YEAR_AFTER.match(text, mention.end)
        or _YEAR_BEFORE.search(text[max(0, mention.start - 18) : mention.start])
    )


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


_DAYS = re.compile(r"\b(?:within|in|for|over|after|next|past|last|every|x)(?: the)?(?: next| last)? $", re.I)
"""Before days, weeks or months as clinicians write them: "within 14/7"."""
_SEEN_ON = re.compile(
    r"(?:\b(?:histology|clinic|MDT|seen|reviewed|admitted|discharged|dated|date|LMP|DOB|born)"
    r"(?: (?:was|done|on|of|dated|date))*|\b(?:on|dated)(?: the)?)[ :]{1,2}$",
    re.IGNORECASE,
)
_DONE_ON = re.compile(
    r"(?<!pre-)(?<!post-)(?<!post )(?<!after )(?<!pre )\b(?:[a-z]{3,}ectomy|WLE|SLNB|SNB|SLN|ALND|ANC"
    r"|TURBT|TURP|RALP|RARP|TLH|TAHBSO|ORIF|surgery|operation|operated|excised|resected|removed|biops(?:y|ies|ied)|bx"
    r"|FNA|EBUS|MRI|CT|PET|PET-CT|scan(?:ned)?|mammogram|colonoscopy|OGD)(?: (?:was|done|on))* $",
    re.IGNORECASE,
)
_BOOKED = re.compile(
    r"\b(?:theatre|theatre list|waiting list|appointment|appt|OPA|slot|deadline)(?: (?:for|on|is|the"
    r"|date))* $",
    re.IGNORECASE,
)
_TEST_BOOKED = re.compile(
    r"\b(?:biopsy|bx|FNA|EBUS|EUS|bronchoscopy|bronch|cystoscopy|colonoscopy|OGD|MRI|CT|PET|PET-CT|scan|USS?"
    r"|mammogram|surgery|operation|theatre|resection|pre-?op|anaesthetics?|clinic|MDT|MDM|OPA|appointment"
    r"|dentist|review)(?: (?:is|now|has|been|are|slot|date))*"
    r" (?:booked|listed|scheduled|arranged|planned|due|slot|fixed)(?: (?:for|on|the))* $",
    re.IGNORECASE,
)
"""Before a day on which something else than radiotherapy is to be: "biopsy booked 10/5"."""
_OF_COURSES = frozenset({1, 5, 10})
"""Fractions so common that a figure after an operation is rather a course: "WLE, 26/5"."""


def _is_a_day(text: str, at: int, total: float, count: int) -> bool:
    """Whether a figure is a day of a month: "SLNB 12/3", "seen on 14/2"."""
    if total > 31 or count > 12 or total % 1:
        return False
    if _SEEN_ON.search(text, max(0, at - 24), at) or _TEST_BOOKED.search(text, max(0, at - 40), at):
        return True
    day = _DONE_ON.search(text, max(0, at - 32), at) or _BOOKED.search(text, max(0, at - 24), at)
    return count not in _OF_COURSES and day is not None


_ORGAN_BEFORE = re.compile(
    r"\b(?:mean|median|max(?:imum)?|Dmax|Dmean|MHD|MLD|V\d{1,2}|tolerances?|constraints?|exceed\w*)\b"
    r"[^.;\n]{0,40}$",
    re.IGNORECASE,
)
_ORGAN_AFTER = re.compile(
    r"\s*(?:\(?(?:mean|max\b|Dmax|MHD|MLD)|to (?:the )?(?:heart|lungs?|cord|LAD|liver|kidneys?|chiasm"
    r"|parotids?|brain ?stem|cochlea|bowel|oesophagus|esophagus)\b)",
    re.IGNORECASE,
)


def _is_of_an_organ(text: str, dose: re.Match[str]) -> bool:
    """Whether the dose is one an organ at risk would get: "mean heart dose 8.9 Gy"."""
    before = text[max(0, dose.start() - 60) : dose.start()]
    return bool(_ORGAN_BEFORE.search(before) or _ORGAN_AFTER.match(text, dose.end()))


def _free(match: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return not any(start < match.end() and match.start() < end for start, end in taken)


_OF_A_DRUG = re.compile(
    r"\b\d+(?:\.\d+)? ?(?:mg|mcg|g|micrograms?|units|IU|mls?)(?:/\w+)? (?:(?:PO|po|oral|SC|IV) )?$"
)
"""Before "bd": how often a drug is taken."""


def without_drug_frequencies(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions without the "bd" of a drug, which tells nothing of a course."""
    return [
        m
        for m in mentions
        if m.value != "hyperfractionated" or not _OF_A_DRUG.search(text, max(0, m.start - 24), m.start)
    ]


def without_its_stereotaxy(kept: list[Mention]) -> list[Mention]:
    """The findings without the "stereotactic RT" of "fractionated stereotactic RT".

    It is a course of many small fractions, and no stereotactic ablation.
    """
    whole = [m for m in kept if m.value == "fractionated_stereotactic"]
    return [m for m in kept if m.name != "technique" or not any(w.covers(m) for w in whole)]
