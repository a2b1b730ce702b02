"""Toxicities of treatment by CTCAE's terms and the clinic's, with their grade."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from ingest.entities.found import Found
from ingest.lexicon import Gazetteer, load_yaml
from ingest.mention import Kind, Mention, outermost
from ingest.reading import Reading

_LEVEL = (
    r"(?P<level>[1-5]|IV|I{1,3}|V)"
    r"(?:(?P<join> ?(?:-|\u2013|/|to|and|or) ?)(?:grade )?(?P<top>[1-5]|IV|I{1,3}|V))?"
)
_GRADE = re.compile(
    rf"(?:(?P<over>\u2265|>=?|<=?|\u2264|at least) ?)?(?:(?:CTCAE(?: v?\d(?:\.\d)?)? )?(?:[Gg]rades?"
    rf"|GRADE|[Gg]r\.?|G|RTOG(?: grade)?)[ -]?)(?P<mark>\u2265|>=?|<=?|\u2264)? ?{_LEVEL}"
    r"(?P<more>\+| or (?:higher|greater|worse|more|above)| and (?:higher|above|greater)| or above)?"
)
_BEFORE = re.compile(
    rf"(?<![A-Za-z0-9\u2265>])(?:{_GRADE.pattern})"
    r"(?P<gap>[ ,-]{1,2}(?:(?:acute|late|chronic|treatment-related|radiation-induced|drug-related"
    r"|immune-related|related|transient|early|severe|non-?h(?:a)?ematologic(?:al)?|reversible|any"
    r"|persistent) ){0,2})$"
)
_AFTER = re.compile(rf" ?(?:[(\[,:]|of|was|were)? ?(?:{_GRADE.pattern})(?P<close>[)\]])?(?![A-Za-z0-9])")
_ONE = r"(?:IV|I{1,3}|V|[0-5])(?![A-Za-z0-9%]|\.\d| ?/ ?6\b)"
_GRADE_ITEM = re.compile(rf"{_ONE}(?: ?[-\u2013] ?{_ONE}| to (?:[Gg]rade )?{_ONE})?")
_GRADES = re.compile(
    rf"(?<![\w-])(?P<before>(?:\u2265|\u2264|\\?[<>]=?) ?)?(?:[Gg]rades?|GRADES?"
    rf"|CTCAE)[ :-]?(?P<sign> ?(?:\u2265|\u2264|\\?[<>]=?))? ?"
    rf"(?P<levels>{_GRADE_ITEM.pattern}(?:(?:, and |, or |, | and | or |/){_GRADE_ITEM.pattern}){{0,4}})"
    r"(?:\+| or (?:higher|greater|worse|more|above)\b| and (?:higher|above|greater)\b)?"
)
_INTOLERANT = re.compile(
    r"\b(?:(?:severe |known |serious )?(?:allerg(?:y|ies|ic reactions?)|(?:immediate "
    r"|delayed )?hypersensitivity(?: reactions?)?"
    r"|intolerances?|anaphyla\w+(?: reactions?)?|infusion reactions?))(?=(?:(?:,|, or| or| and"
    r"|/) ?(?:other )?(?:severe )?(?:allerg\w+"
    r"|hypersensitivity|intolerance|anaphyla\w+|reactions?|infusion reactions?)){0,3},? (?:to|against"
    r"|caused by|attributed to) (?!(?:gluten|lactose|food|rubber|latex|epoxy|pollen|nickel|milk|eggs?"
    r"|peanuts?|nuts|shellfish|insect|bees?|wasps?|exercise|cold|heat|chemicals)\b))",
    re.IGNORECASE,
)
"""What a patient does not bear: an adverse effect of what follows it."""
_OF_FOOD = re.compile(
    r",? (?:to|from|after|due to|caused by) (?:\w+ )?(?:gluten|lactose|foods?|rubber|latex|epoxy|pollen"
    r"|nickel|milk|eggs?"
    r"|peanuts?|nuts|shellfish|fish|insects?|bees?|wasps?|exercise|cold|heat|chemicals|stings?)\b",
    re.IGNORECASE,
)
"""Behind a reaction, what makes it no effect of a drug."""
_SEVERITY = re.compile(r"(?:severe|known|serious|immediate|delayed) ", re.IGNORECASE)
_OTHER_SCALE = re.compile(
    r"(?:Brooker|Kellgren\S*|Lawrence|Outerbridge|ASA|Fisher|Hess|Modic|Pfirrmann|Brackmann|Meyerding"
    r"|Parks|NYHA|Bilsky"
    r"|Simpson|Child|Mallampati|Forrest|Banff|Oxford|Killip|evidence|recommendation|regression|response"
    r"|TRG|Dworak|Mandard|Becker|Ryan) $",
    re.IGNORECASE,
)
_CRITERIA = re.compile(r"[ -](?:criteria|scale|scor\w+|free)\b", re.IGNORECASE)
_CRITERIA_OF = re.compile(r"\b(?:criteria (?:for|of)|terminology of) $", re.IGNORECASE)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_CUE = re.compile(
    r"toxicit|adverse|CTCAE|\bgrade|\bG[1-5]\b|side[ -]effect|treatment-related|-induced|\bRTOG|tolerat"
    r"|complication|\bAEs?\b|dose[- ]limiting",
    re.IGNORECASE,
)
_SIGNS = {"\u2264": "<=", "<": "<", "<=": "<=", ">": ">"}
_LISTED = re.compile(r" ?(?:,|/|and|or|, and|, or) ?")


class _Terms(NamedTuple):
    names: Gazetteer
    curies: dict[str, str]
    sure: frozenset[str]
    general: frozenset[str]


@cache
def _terms() -> _Terms:
    entries: dict[str, dict[str, Any]] = load_yaml("toxicities.yaml")["toxicity"]
    rows: list[tuple[Kind, str, str, str]] = [
        ("trigger", slug, form, form)
        for slug, entry in entries.items()
        for form in (entry["name"], *entry["forms"])
    ]
    return _Terms(
        Gazetteer(rows),
        {slug: str(entry.get("curie", f"oncograph:{slug}")) for slug, entry in entries.items()},
        frozenset(slug for slug, entry in entries.items() if entry.get("sure")),
        frozenset(slug for slug, entry in entries.items() if entry.get("general")),
    )


def find_toxicities(reading: Reading) -> Iterator[Found]:
    """The toxicities a text names; the number is the grade, the lower one of a range.

    The status is the grade as said: "3", ">=3", "3-4". Symptoms that a disease causes as well are read
    with a grade or in a sentence about toxicity.
    """
    terms, text = _terms(), reading.text
    named = [m for m in terms.names.find(reading.words) if _written(text, m)]
    yield from _grades(text)
    for match in _INTOLERANT.finditer(text):
        severity = _SEVERITY.match(text, match.start())
        yield Found("toxicity", severity.end() if severity else match.start(), match.end())
    previous: Found | None = None
    seen: set[int] = set()
    for mention in outermost(named):
        if mention.start in seen:
            continue
        seen.add(mention.start)
        if text.startswith(" factor", mention.end) or _OF_FOOD.match(text, mention.end):
            continue
        found = _graded(text, mention, terms)
        if found is None and previous is not None and previous.number is not None:
            gap = text[previous.end : mention.start]
            if len(gap) < 7 and _LISTED.fullmatch(gap) and text[previous.end - 1].isalpha():
                found = Found(
                    "toxicity", mention.start, mention.end, previous.status, previous.number, "1",
                    terms.curies[mention.name],
                )  # fmt: skip
        if found is None and mention.name in terms.general:
            if not _CRITERIA.match(text, mention.end) and not _CRITERIA_OF.search(
                text, max(0, mention.start - 24), mention.start
            ):
                found = Found("toxicity", mention.start, mention.end, curie=terms.curies[mention.name])
        elif found is None:
            if mention.name in terms.sure or _CUE.search(text, *_around(reading, mention)):
                found = Found("toxicity", mention.start, mention.end, curie=terms.curies[mention.name])
        previous = found
        if found is not None:
            yield found


def _grades(text: str) -> Iterator[Found]:
    """The grades themselves, each of a list: "Grade \u2265 3", "grade 3 and 4"."""
    for match in _GRADES.finditer(text):
        if _OTHER_SCALE.search(text, max(0, match.start() - 16), match.start()):
            continue
        sign = (match["before"] or match["sign"] or "").strip()
        for index, item in enumerate(_GRADE_ITEM.finditer(text, match.start("levels"), match.end("levels"))):
            start = item.start() if index else match.start()
            end = match.end() if item.end() == match.end("levels") else item.end()
            yield Found("grade", start, end, ("" if index else sign) + re.sub(r"\s", "", item.group()))


def _around(reading: Reading, mention: Mention) -> tuple[int, int]:
    start, end = reading.clauses.sentence_span(mention.start)
    return max(start, mention.start - 200), min(end, mention.end + 200)


def _written(text: str, mention: Mention) -> bool:
    form = str(mention.value)
    return not (form.isupper() and len(form) < 6) or text[mention.start : mention.end] == form


def _graded(text: str, mention: Mention, terms: _Terms) -> Found | None:
    before = _BEFORE.search(text, max(0, mention.start - 60), mention.start)
    heading = mention.name in terms.general and _NAMED_GRADES.match(text, mention.end)
    after = None if before or heading else _AFTER.match(text, mention.end, min(len(text), mention.end + 40))
    match = before or after
    if match is None:
        return None
    start, end = mention.start, mention.end
    level = _number(match["level"])
    status = str(level)
    if match["top"]:
        low, high = sorted((level, _number(match["top"])))
        level, status = low, f"{low}-{high}"
    elif (sign := match["over"] or match["mark"] or ("more" if match["more"] else "")) != "":
        status = _signed(sign, level)
    return Found("toxicity", start, end, status, float(level), "1", terms.curies[mention.name])


_NAMED_GRADES = re.compile(r"(?:s|ies)?:? ?(?:G(?:rade)? ?)[0-5IV]{1,3} [A-Za-z]", re.IGNORECASE)
"""Behind a heading, the grade of what is named next: "Toxicity: G2 dermatitis"."""


def _signed(sign: str, level: int) -> str:
    return _SIGNS.get(sign, ">=") + str(level)


def _number(raw: str) -> int:
    return _ROMAN.get(raw) or int(raw)
