"""What a pathology report says beside TNM: FIGO's stage, the grade of regression, the sides of its parts."""

import re
from collections.abc import Iterator

from ingest.records.stated import Stated

_VALUE = r"(?P<value>IV[ABC]?|III[ABC]?[12]?(?:i{1,2})?|II[ABC]?[12]?|I[ABC]?[1-3]?)(?![A-Za-z0-9])"
_FIGO = re.compile(
    rf"\bFIGO(?: \(?(?:20\d\d|19\d\d)\)?)?(?:,? (?:clinical "
    rf"|surgical )?stage)?[ :=]{{1,3}}(?:\(?(?:20\d\d)\)?:? )?(?!grade){_VALUE}"
    rf"|\b[Ss]tage[ :]{{1,2}}{_VALUE.replace('value', 'before')}(?=,? \(?FIGO)"
)
_REGRESSION = re.compile(
    r"\b(?:(?P<scale>Mandard|Dworak|Ryan|Becker|AJCC|R\u00f6del|Rodel|CAP)(?: \(?modified\)?)?[ ,:]{0,2})?"
    r"(?:(?:tumou?r )?(?:regression|response) (?:grade|score)(?: \(?TRG\)?)?|TRG"
    r"|(?:tumou?r )?regression(?= (?:Mandard|Dworak)))"
    r"(?:[ :=,(]{1,3}(?:is |of )?(?P<scale2>Mandard|Dworak|Ryan|Becker|AJCC"
    r"|CAP)\)?)?[ :=]{0,3}(?P<grade>[0-5][abc]?)(?!\d|\.\d|[A-Za-z])"
    r"(?:[ ,]?\(?(?P<scale3>Mandard|Dworak|Ryan|Becker|AJCC|CAP|R\u00f6del)\b)?",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?:^|(?<=[\s;]))(?:[A-K]|\d{1,2})[.):] ?(?P<title>[A-Z][A-Za-z]+[^.:;\n]{0,60}):", re.MULTILINE
)
_TITLE = re.compile(r"\s{0,4}(?:[A-Z][A-Z ]{2,30}: ?)?(?P<title>[A-Z][A-Za-z]+(?: [a-z]+)?,[^.:;\n]{3,90}):")
_SIDED = re.compile(r"\b(?:left|right|bilateral)\b", re.IGNORECASE)


def figo_stages(text: str) -> Iterator[Stated[str]]:
    """Each stage group of FIGO that the text states, as written."""
    for match in _FIGO.finditer(text):
        yield Stated[str](value=match["value"] or match["before"], start=match.start(), end=match.end())


def regression_grades(text: str) -> Iterator[Stated[str]]:
    """Each grade of regression with the scale it names: "Mandard 2"."""
    for match in _REGRESSION.finditer(text):
        scale = match["scale"] or match["scale2"] or match["scale3"]
        value = f"{scale} {match['grade']}" if scale else match["grade"]
        yield Stated[str](value=value, start=match.start(), end=match.end())


def sided_parts(text: str) -> list[tuple[int, int]]:
    """Where a report without a heading for it names sides: the titles of its parts, else its first line's."""
    titles = [m.span("title") for m in _PART.finditer(text)]
    if len(titles) < 2:
        first = _TITLE.match(text)
        titles = [first.span("title")] if first else []
    return [span for span in titles if _SIDED.search(text, *span)]
