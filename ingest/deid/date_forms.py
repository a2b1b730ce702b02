"""The forms that dates are written in: figures, words, quarters, ranges, and days without their year."""

import re
from functools import cache

from ingest.deid.calendar import foreign_months, weekday_words

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_NAMED = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?P<ordinal>st|nd|rd|th)?"
_BARE_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_APOSTROPHE_YEAR = r"(?P<year>(?:19|20)\d\d|['\u2019]\d\d)"
_ANY_YEAR = r"(?P<year>(?:19|20)\d\d|['\u2019]?\d\d)"
UNIT = (
    r"(?![ \t]?(?:%|Gy|cGy|mg|mcg|ml|mm\b|cm\b|fractions?\b|fx|#|nodes?\b|LNs?\b|cores?\b|lymph|of\b"
    r"|pos\b|positive|\+ve|involved|cycles?\b|weeks?\b|months?\b|days?\b|years?\b|power|pain|strength))"
)
"""What follows a figure that counts or measures; no date stands before it."""
NUMERIC = re.compile(
    r"(?<![\d./:\-])(?P<first>\d{1,4})(?P<sep>[/.\-])(?P<second>\d{1,2}"
    r"|[A-Za-zäöüéû]{3,10})(?P=sep)(?P<third>\d{4}|\d{2})"
    r"(?![\d]|[./\-]\d)" + UNIT
)
ROMAN_MONTH = re.compile(
    r"(?<![\w./\-])(?P<first>\d{1,2})(?P<sep>[/.\-])(?P<second>i{1,3}|iv|vi{0,3}|ix|xi{0,2})(?P=sep)"
    r"(?P<third>(?:19|20)\d\d|\d\d)(?![\w]|[./\-]\d)",
    re.I,
)
WORDS = (
    re.compile(
        rf"(?<![\w.'\u2019]){_DAY}(?P<s1>[ \t]{{0,2}}(?:of[ \t])?"
        rf"|-|/){_MONTH}\b\.?(?P<s2>,?[ \t]{{1,2}}(?:of[ \t])?|-|/){_ANY_YEAR}\b(?!\.\d|[ \t]?(?:Gy|mg"
        rf"|fr))", re.I),
    re.compile(
        rf"\b{_MONTH}\b\.?(?P<s1>[ \t]{{1,2}}(?:the[ \t])?){_DAY}\b(?P<s2>,?[ \t]{{1,2}}){_YEAR}"
        rf"\b", re.I),
    re.compile(rf"\b{_MONTH}\b\.?(?P<s2>,?[ \t]{{1,2}}(?:of[ \t])?|-){_APOSTROPHE_YEAR}\b", re.I),
    re.compile(rf"(?<![\w./'\u2019]){_DAY}(?P<s1>[ \t]{{1,2}}(?:of[ \t])?|-){_MONTH}\b", re.I),
    re.compile(
        rf"\b(?P<month>{_NAMED}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov"
        rf"|Dec)\b\.?(?P<s1>[ \t]{{1,2}}(?:the[ \t])?){_DAY}\b(?![ \t]?(?:Gy|mg|%|mm|cm|fr"
        rf"|years|yrs|months|weeks|days|/\d|\.\d))"),
    re.compile(rf"(?<=in |of )(?P<month>{_NAMED}|Feb|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b(?!['\u2019])"),
    re.compile(
        r"(?:(?<=since )|(?<=last )|(?<=next )|(?<=this )|(?<=early )|(?<=late )|(?<=until )"
        r"|(?<=from )|(?<=by )|(?<=mid )|(?<=mid-)|(?<=during ))"
        rf"(?P<month>{_NAMED})\b(?!['\u2019])"),
    re.compile(
        rf"\b(?P<month>{_NAMED}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
        rf"(?=[ \t]?(?:/|-|\u2013|to\b|and\b|or\b|&)[ \t]?(?:{_NAMED}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?"
        rf"|Oct|Nov"
        rf"|Dec)\b\.?,?[ \t](?:19|20)\d\d\b)"),
)  # fmt: skip
"""English forms, the fullest first."""
CJK = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)[ ]?[年년][ ]?)?(?P<month>1[0-2]|0?[1-9])[ ]?[月월](?:[ ]?(?P<day>3[01]"
    r"|[12]\d|0?[1-9])[ ]?[日号일])?"
)
QUARTER = re.compile(
    r"\bQ(?P<quarter>[1-4])(?:[ \t]?[/\-]?[ \t]?(?:of[ \t])?)(?P<year>(?:19|20)\d\d|['\u2019]\d\d)\b"
    r"|\b(?P<year2>(?:19|20)\d\d)[ \t]?[/\-]?[ \t]?Q(?P<quarter2>[1-4])\b"
)
MONTH_YEAR = re.compile(
    r"(?<![\d./\-])(?P<month>0?[1-9]|1[0-2])(?P<sep>[/\-])(?P<year>(?:19"
    r"|20)\d\d)(?![\d/\-]|\.\d)" + UNIT
)
COMPACT = re.compile(
    r"(?<![\dA-Za-z.])(?P<year>19\d\d|20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d"
    r"|3[01])(?=[^\dA-Za-z.]|\.\D|$|T\d)"
)
LEADING_DAY = re.compile(
    rf"(?<![\w./:\-])(?P<day>{_BARE_DAY})(?P<ordinal>st|nd|rd|th)?"
    r"[ \t]?(?:-|\u2013|\u2014|/|&|,|\bto\b|\band\b|\buntil\b|\bor\b|\bthrough\b)[ \t]?(?:the[ \t])?$"
)
"""The first day of `12-16 June`, right before the second."""
TRAILING_DAY = re.compile(
    rf"[ \t]?(?:-|\u2013|\u2014|&|,|\bto\b|\band\b"
    rf"|\bthrough\b)[ \t]?(?:the[ \t])?(?P<tail>(?P<day>{_BARE_DAY})"
    r"(?P<ordinal>st|nd|rd|th)?(?:,?[ \t](?P<year>(?:19|20)\d\d))?)\b"
    r"(?![ \t]?(?:Gy|cGy|mg|%|mm|cm|fr|fx|years|yrs|months|weeks|days|nodes|cycles"
    r"|[A-Z]?[a-z]*[ \t]?\d{4}|/\d|\.\d|:\d))"
)
"""The second day of `June 12-16, 2023`, right behind the first."""
PAIR = r"(?P<first>\d{1,2})/(?P<second>\d{1,2})(?![\d/]|\.\d)"
_GAP = r"[ \t]{0,2}:?[ \t]{0,2}(?:\(|on[ \t])?$"
SURE_CUE = re.compile(
    r"(?:\b(?:on|dated|since|from|until|till?|starting|beginning|commencing|effective|between|w/c"
    r"|week[ \t](?:of|commencing)|wk[ \t]of|as[ \t]of|date|appt|appointment)\b|\b(?:" + "mon|tues?|weds?"
    r"|thu(?:rs?)?|fri|sat|sun"
    r")(?:[a-z]{0,4}day)?\b,?)" + _GAP,
    re.I,
)  # fmt: skip
"""Words that a date follows, whatever its figures."""
CUE = re.compile(
    r"\b(?:next|visit|review(?:ed)?|seen|ops?|surgery|operation|resection|mastectomy|lumpectomy|excision"
    r"|wle|biopsy|bx|scan(?:ned)?|(?-i:CT|MRI|PET|CXR|MDT)|pet[-/]ct|bone[ \t]scan|mammogram|endoscopy"
    r"|colonoscopy|bloods|labs|clinic|tumou?r[ \t]board|sim|simulation|planning|start(?:ed|s)?|begins?|began"
    r"|finish(?:ed|es)?|ends?|ended|admit(?:ted)?|admission|discharged?|d/c|due|follow[ \t-]?up|f/u|rtc"
    r"|called|rang|met|by|before|after|cycle[ \t]\d|c\d(?:d\d{1,2})?|(?:fx|fraction|#)[ \t]?\d{1,2}|lmp"
    r"|tci|adm|last[ \t]seen"
    r"|treatment[ \t]\d{1,2}|died|deceased|rip|voicemail|message|memo|letter|e-?mail|tel[ \t]call"
    r"|phone[ \t]call)" + _GAP,
    re.I,
)
"""Events that a date follows, but also a count, a share or a stretch of weeks."""
TIMED = re.compile(r",?[ \t](?:at[ \t]|@[ \t]?)?(?:[01]?\d|2[0-3])(?::[0-5]\d|[ \t]?[ap]\.?m\b)", re.I)
CHAINED = re.compile(
    r"[ \t]?(?:-|\u2013|to|through|thru|until|till|and|&|,|;)[ \t]?" + PAIR + UNIT
)  # fmt: skip
"""Another day without its year, behind a first."""
RATED = re.compile(
    r"\b(?:pain|score[sd]?|vas|nrs|power|strength|rated|rates|itch|fatigue|nausea|distress|likert|severity"
    r"|qol|apgar|allred|er|pr|nodes?|murmur|mrc|gcs)\b[^.;\n]{0,40}$",
    re.I,
)
"""What is told in shares of ten or five."""
GERMAN_PAIR = re.compile(
    r"\b(?:am|vom|ab|bis|seit|zum|den)[ \t](?P<first>0?[1-9]|[12]\d|3[01])\.(?P<second>0?[1-9]"
    r"|1[0-2])\.(?!\d)"
)
DAY_ALONE = re.compile(
    r"\b(?:on|by|until|till|from|since)[ \t]the[ \t](?P<said>" + _BARE_DAY + r"(?:st|nd|rd|th))"
    r"(?=[ \t]?[.,;)]|[ \t]*$|[ \t](?:at[ \t]\d|inst|of[ \t](?:this|last|next)[ \t]month))",
    re.M,
)
FEAST = re.compile(
    r"\b(?:Christmas(?:[ \t](?:Day|Eve))?|Easter(?:[ \t](?:Sunday|Monday))?|Good[ \t]Friday|Thanksgiving"
    r"|Boxing[ \t]Day|New[ \t]Year(?:['\u2019]s)?(?:[ \t](?:Day|Eve))?|Diwali|Eid|Ramadan|Halloween"
    r"|Labor[ \t]Day)"
    r",?[ \t](?:of[ \t])?(?:19|20)\d\d\b"
)
"""Feasts of a year: a day told by its name."""


@cache
def foreign() -> tuple[re.Pattern[str], ...]:
    """Forms with months of other languages: they need a day, a year or both."""
    month = rf"(?P<month>{foreign_months()}|april|august|september|november)"
    return (
        re.compile(
            rf"(?<![\w.'\u2019]){_DAY}(?P<s1>\.?[ \t]{{1,2}}(?:de[ \t])?){month}\b\.?(?P<s2>,?"
            rf"[ \t]{{1,2}}(?:del?[ \t])?){_YEAR}\b",
            re.I,
        ),
        re.compile(rf"(?<![\w.]){_DAY}(?P<s1>\.[ \t]|[ \t]de[ \t]){month}\b", re.I),
        re.compile(rf"\b{month}\b\.?(?P<s2>[ \t](?:del?[ \t])?){_YEAR}\b", re.I),
        re.compile(rf"(?:(?<=\bdu )|(?<=\ble )|(?<=\bau )|(?<=\bel ))(?:{_DAY})(?P<s1>[ \t]){month}\b", re.I),
    )


@cache
def weekday_before() -> re.Pattern[str]:
    """A weekday right before a date."""
    return re.compile(
        rf"(?<!\w)(?P<weekday>{weekday_words()})\b\.?,?[ \t]{{1,2}}"
        rf"(?:(?:the|on|le|den|el|il|dem)[ \t]|\()?$",
        re.I,
    )


@cache
def weekday_after() -> re.Pattern[str]:
    """A weekday right behind a date."""
    return re.compile(
        rf"(?:[ \t]?\((?P<weekday>{weekday_words()})\.?\)|,?[ \t](?:a[ \t])?(?P<said>{weekday_words()})\b"
        rf"(?=[.,;)\n]|$|[ \t](?:at|morning|afternoon|evening|am|pm)\b))",
        re.I,
    )


@cache
def weekday_alone() -> re.Pattern[str]:
    """A weekday with the day of a month that is not named: `Tuesday 19th`."""
    return re.compile(
        rf"(?<!\w)(?:{weekday_words()})\b\.?,?[ \t](?:the[ \t])?{_BARE_DAY}(?:st|nd|rd|th)\b(?![ \t]of)", re.I
    )
