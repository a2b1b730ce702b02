"""Ages above 89, in figures and in words, and the years of birth that give them away."""

import re
from datetime import date

from ingest.deid.identifier import Identifier, settle

NINETY = 89
"""Ages above it are told as 90+."""
BIRTH = re.compile(
    r"(?:\b(?:dob|d[./]o[./]b\.?|d\.o\.b|date[ \t]of[ \t]birth|birth[ \t]?dat(?:e|um)|birth[ \t]?day|born|b\."
    r"|geb(?:oren)?\.?|geburtsdatum|yob|year[ \t]of[ \t]birth|birth[ \t]year|geboortedatum|nacid[oa]"
    r"|f[.]? ?nac\.?"
    r"|fecha[ \t]de[ \t]nacimiento|date[ \t]de[ \t]naissance|nato|nata|data[ \t]di[ \t]nascita)"
    r"|(?<!\w)née?|出生(?:日期)?)[^\d\n]{0,20}$",
    re.I,
)
_OLD = r"(?P<age>9\d|1[0-3]\d)"
_YEARS = (
    r"(?=(?:[ \t-]{0,2}(?:years?|yrs?|jahre|jähriger?|jährige[rns]?|ans|años|anni|anos)(?:[ \t-]old"
    r"|[ \t-]of[ \t-]age|\b)|[ \t-]?(?:yo|y/o|y\.o\.?|y\.?o\b|y)\b|[ \t]?-?year|[ \t]?岁|[ \t]?歳|[ \t]?세)"
    r"(?![ \t](?:survival|OS|PFS|of[ \t]follow)))"
)
_NO_UNIT = r"(?![\d.,]*\d|[ \t]?(?:%|Gy|cGy|mg|ml|mm|cm|kg|kV|months?|weeks?|days?|fractions?|patients|/))"
_FIGURES = (
    re.compile(rf"(?<![\d.,/\-]){_OLD}{_YEARS}", re.I),
    re.compile(rf"\b(?:age|aged|alter|edad|âge|âgée?|age/sex"
               rf"|sex/age)[ \t]?:?[ \t]{{1,4}}{_OLD}(?![\d.,]*\d)", re.I),
    re.compile(rf"\b(?:age|ages|aged)[ \t](?:of|was|is|:)[ \t]{_OLD}{_NO_UNIT}", re.I),
    re.compile(rf"\b(?:age|sex)[ \t]?[:=/-][^\n\d]{{0,12}}{_OLD}{_NO_UNIT}", re.I),
    re.compile(
        rf"(?:^|(?<=[.:;\n(,] )|(?<=[\n(])){_OLD}(?=[ \t]?/?[ \t]?[MF]\b(?![ \t.]?\d)"
        rf"|[ \t](?:male|female|man|woman|lady|gentleman)\b)",
        re.M,
    ),
    re.compile(rf"(?<![\w/])[MF][ \t]?/[ \t]?{_OLD}(?![\d.,/]*\d|[ \t]?(?:Gy|mg|%))"),
    re.compile(
        r"\b(?:died|deceased|passed[ \t]away|alive|living|well|lived|diagnosed|dx|turned|turns|turning"
        r"|reached"
        rf"|presented|now|mother|father|sister|brother|aunt|uncle|grandmother|grandfather|wife|husband)[ \t]"
        rf"(?:(?:at|to|be|aged?|about|nearly)[ \t]){{0,3}}(?:\(?){_OLD}{_NO_UNIT}(?=[ \t]?[.,;:)\n]|$"
        rf"|[ \t][a-z])",
        re.I | re.M,
    ),
    re.compile(
        rf"\b(?:is|was|aged|being)[ \t](?:now[ \t])?{_OLD}{_NO_UNIT}"
        r"(?=[ \t](?:on|at|when|upon)[ \t](?:the[ \t]time|admission|diagnosis|presentation|referral|death"
        r"|discharge|treatment|he|she|his|her|they)\b)",
        re.I,
    ),
    re.compile(rf"(?<![\d.,/\-]){_OLD}(?:st|nd|rd|th)[ \t](?=birthday|year[ \t]of[ \t]life)", re.I),
)  # fmt: skip
_UNITS = r"one|two|three|four|five|six|seven|eight|nine"
_TEENS = (
    r"ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:[ -](?:"
    + _UNITS
    + r"))?"
)
_SPELT = (
    rf"(?P<age>ninety(?:[ \t\-]?(?:{_UNITS}))?"
    rf"|(?:a|one)[ \t\-]hundred(?:[ \t\-](?:and[ \t\-])?(?:{_UNITS}|{_TEENS}))?)"
)
_WORDS = (
    re.compile(
        rf"\b{_SPELT}(?=[ \t\-]{{1,2}}(?:years?|yrs?|yo\b|y/o)(?:[ \t\-](?:old|of[ \t]age)|\b)"
        r"(?![ \t](?:survival|of[ \t]follow)))",
        re.I,
    ),
    re.compile(
        r"\b(?:aged|age|age[ \t]of|turned|turns|turning|died[ \t]at|died[ \t]aged|lived[ \t]to(?:[ \t]be)?"
        rf"|is[ \t]now|she[ \t]is|he[ \t]is|diagnosed[ \t]at)[ \t]{_SPELT}\b"
        r"(?![ \t\-](?:percent|per[ \t]cent|Gy|mg|gray|units|fractions|days|weeks|months|minutes))",
        re.I,
    ),
    re.compile(r"\b(?P<age>(?:super)?(?:centenarian|nonagenarian)s?)\b", re.I),
)
_BIRTH_YEAR = re.compile(
    r"(?:\b(?:born|birth[ \t]?year|year[ \t]of[ \t]birth|yob|dob|d\.o\.b\.?|date[ \t]of[ \t]birth"
    r"|geb(?:oren)?\.?"
    r"|nacid[oa]|jahrgang|b\.)|(?<!\w)née?)(?:[ \t]*[:,]?[ \t]+|[ \t]*:[ \t]*)"
    r"(?:(?!and\b|with\b)[A-Za-zÀ-ÿ,'\-]{1,20}[ \t]){0,5}?"
    r"(?P<year>1[89]\d\d)(?![\d/.\-]\d)",
    re.I,
)
_LIFE = re.compile(r"\((?:b\.?[ \t]?|\*)?(?P<year>1[89]\d\d)[ \t]?[-\u2013][ \t]?(?:(?:19|20)\d\d)?\)")


def find_ages(text: str, today: date) -> list[Identifier]:
    """Ages above 89, and years of birth that lie further back."""
    found: list[Identifier] = []
    for pattern in _FIGURES:
        for match in pattern.finditer(text):
            if int(match["age"]) > NINETY:
                found.append(Identifier(*match.span("age"), "age", 0.9))
    found += [
        Identifier(*match.span("age"), "age", 0.9) for pattern in _WORDS for match in pattern.finditer(text)
    ]
    for pattern in (_BIRTH_YEAR, _LIFE):
        for match in pattern.finditer(text):
            if today.year - int(match["year"]) > NINETY:
                found.append(Identifier(*match.span("year"), "date", 0.9))
    return settle(found, text)
