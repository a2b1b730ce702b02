"""Infections that a test of the blood did not find: "hepatitis B surface antigen negative"."""

import re

_VIRUS = (
    r"(?:[Hh]ep(?:atitis)?\.?[ -]?[A-E](?![A-Za-z])|HBV|HCV|HDV|HEV|HIV(?:[-/ ]?(?:1/2|1 and 2|[12]))?"
    r"|HTLV(?:-[12])?|[Ss]yphilis|CMV|EBV|[A-E](?![A-Za-z]))"
)
_INFECTION = re.compile(
    r"(?:chronic |acute |latent |active )?(?:hep(?:atitis)?\.?[ -]?[A-E]?|HBV|HCV|HDV|HEV"
    r"|HIV(?:[-/ ]?(?:1/2|[12]))?|HTLV(?:-[12])?|human immunodeficiency virus"
    r"|syphilis|CMV|cytomegalovirus|COVID(?:-19)?|SARS-CoV-2|influenza|tuberculosis|TB|toxoplasmosis)"
    r"(?: virus)?(?: infection| disease)?",
    re.IGNORECASE,
)
_TEST = (
    r"(?:[ -](?:virus|viral|surface|core|total|s|c|e|anti(?:gen|bod(?:y|ies))s?|Ag|Ab|sAg|cAb"
    r"|serolog(?:y|ies|ical)|screen(?:ing)?|tests?|testing|status"
    r"|PCR|NAT|Ig[GM]|swabs?|results?|panel|studies|1/2|1 and 2|infection|quantiferon|combo|4th generation)"
    r"| ?\([^()\n]{1,25}\))"
)
_NEGATIVE = (
    r"(?:negative|neg\b|non-?reactive|not (?:detected|reactive|found)|undetect(?:ed|able)|-ve|\u2212ve"
    r"|nil\b|absent)(?!ly)"
)
_BEHIND = re.compile(
    rf"{_TEST}{{0,5}}(?:(?:,? (?:and|or|&) |, ?| ?/ ?|, and ){_VIRUS}{_TEST}{{0,5}}){{0,5}}"
    r"(?: ?[:=\u2013\u2014-] ?| (?:was|were|is|are|tested|came back|remains?)(?: both| all)? |[ -]"
    r"|: (?:all|both) | (?:all|both) )"
    rf"{_NEGATIVE}"
)
_BEFORE = re.compile(
    rf"(?:\b(?:[Nn]egative|[Nn]on-?reactive) (?:for )?(?:serolog(?:y|ies) for "
    rf"|screen(?:ing)? for )?(?:{_VIRUS}(?:, | and | or |/|, and ))*|\b[Nn]egative (?:serology"
    rf"|serologies|screen|tests?|testing) (?:for|of) )$"
)


def is_tested_negative(text: str, start: int, end: int) -> bool:
    """Whether an infection's test is said to be negative, alone or in a list that shares the result."""
    if _INFECTION.fullmatch(text, start, end) is None:
        return False
    return bool(_BEHIND.match(text, end) or _BEFORE.search(text, max(0, start - 60), start))
