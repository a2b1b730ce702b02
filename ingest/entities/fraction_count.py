"""How many fractions a text prescribes: counted with their noun, after a slash, an x or a label."""

import re
from collections.abc import Iterator

from ingest.entities.anchor import Anchors
from ingest.entities.found import Found
from ingest.entities.gray import Figure
from ingest.grammar.part_given import PartGiven
from ingest.mention import Cover
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
_SINGLE_SHORT = "sf"
_COUNT = rf"(?:\d{{1,2}}|{'|'.join(sorted(_WORDS, key=lambda w: (-len(w), w)))})"
_RANGE = (
    rf"(?P<low>{_COUNT})(?: ?(?:-|\u2013|\\?~|to|or) ?(?P<high>{_COUNT})|- (?:to|or) (?P<high2>{_COUNT}))?"
)
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
_GRAY = r"(?:(?<=[gG][yY])(?:E| ?\(E\)|[ -]?[(\[]? ?RBE ?[)\]]?)?|(?<=[cC]GE))"
"""Behind the unit of a dose."""
_SLASHED = re.compile(
    rf"{_GRAY} ?/ ?{_RANGE}(?![\d%]|\.\d| ?(?:c?Gy|days?\b|d\b|weeks?|wks?|min|h\b|hours?|cm|mm))"
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
_HASHED = re.compile(rf"{_GRAY}(?:,| in)? ?# ?{_RANGE}(?![\d%]|\.\d)")
_SINGLE = re.compile(
    r"\b(?P<low>single)(?:[- ]fraction|[- ]dose|[- ]session|[- ]shot)",
    re.IGNORECASE,
)
_SHORT = re.compile(
    rf"{_GRAY},? (?:in |as |x ?)?(?:an? )?(?P<low>SF)\b|\b(?P<low2>SF)(?= (?:of )?\d{{1,2}} ?Gy)"
)
_DOSE = r"\d{1,2}(?:\.\d{1,2})? ?(?:Gy(?:E|[ (\[]{0,2}RBE[)\]]?)?)"
_NEXT = (
    r"(?:,|,? (?:or|and|vs\.?|versus|compared (?:with|to)|rather than|then|followed by))(?: (?:or|and|with))?"
)
_ELIDED = re.compile(
    rf"{_GRAY} (?:in|over) (?P<low>\d{{1,2}})(?={_NEXT} (?:{_DOSE} (?:in|over) \d{{1,2}}{_NEXT} ){{0,4}}"
    rf"{_DOSE} (?:in|over) \d{{1,2}} ?-?(?:fractions?|fxs?|frs?|#)(?![A-Za-z]))"
)
"""A count whose noun stands behind the last of several: 13 of "39 Gy in 13 or 26 Gy in 5 fractions"."""
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
_LOST = re.compile(
    r"\b(?:(?:miss(?:ed|es|ing)?|omit(?:s|ted|ting)?|skip(?:s|ped|ping)?|lost|lose[sd]?|replac(?:ed|ing)"
    r"|compensat(?:ed|ing)(?: for)?|made up|delay(?:ed)?|held(?: for)?|(?:interrupt\w*|paused?|suspended"
    r"|stopped) for|withheld|rescheduled"
    r"|(?:gap|break|delay|interruption|pause|loss|omission) of|within|by|due to)"
    r"(?: (?:about|only|a total of|her|his|their|the|of|up to|another|last|first|final|any|all)){0,3}"
    r"|\bno) $",
    re.IGNORECASE,
)
"""Before fractions that were not given."""
_LOST_AFTER = re.compile(
    r" ?\(?(?:were |was |are |is |have been |had been |has been )*(?:missed|omitted|skipped|lost|compensated"
    r"|made up|left|remaining|remain|remained|outstanding|to go|not|behind|ahead|later|earlier|ago|into"
    r"|short|withheld|rescheduled|replanned|delay(?:ed)?|gap|break)\b",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    r"\b(?:after|following|at|since|until|till|before|upon|post) (?:the |only |just |about |~ ?|around "
    r"|first ){0,2}$",
    re.IGNORECASE,
)
_STILL_TOLD = re.compile(
    r" ?(?:of (?=\d|[A-Z]|radi|irrad|stereo|hypo|external|treat|brachy)|at \d|[@x\u00d7(/]|with|to\b|for"
    r"|over|in|delivered|given|\d|[A-Z]*RT\b|SBRT|SABR"
    r"|SRS|radio|irradiat|radiation)",
)
"""After a count behind "after": it is the whole course's."""
_NOUN_AFTER = re.compile(
    r"[ -]?(?:(?:fraction|fx|frac|fr|session|treatment|application|insertion|dose)s?|f|#s?)(?![\w])",
    re.IGNORECASE,
)
_GRAY_NEAR = re.compile(r"\d ?c?Gy\b")
_FRACTIONS_MOST, _MULTIPLYING_MOST = 80, 45
"""A course's most fractions, and the most that stand before an x: "45 x 60 Gy" is none."""
_PATTERNS = (
    _NOUNED, _LABELLED, _SINGLE, _SHORT, _ELIDED, _MULTIPLIED, _SLASHED, _HASHED, _MULTIPLYING,
)  # fmt: skip


def find_fraction_counts(
    reading: Reading, figures: list[Figure], anchors: Anchors, parts: list[PartGiven]
) -> Iterator[Found]:
    """The counts of fractions that a course has, each with the noun that follows at once.

    Of `parts`, what was given and what was meant are told apart, and what was missed is left out. Fractions
    missed, and those after which something was done, are no course's.
    """
    text = reading.text
    counted = [p for p in parts if p.kind == "fractions"]
    seen: set[int] = set()
    for part in counted:
        if not anchors.near("radiation", *part.meant, 90):
            continue
        seen |= {part.meant[0], part.given[0] if part.given else -1}
        yield _count(text, *part.meant, part.meant_number)
        if part.given is not None:
            yield _count(text, *part.given, part.given_number)
    taken = Cover((f.start, f.end) for f in figures)
    apart = Cover((min(p.meant[0], p.given[0] if p.given else p.meant[0] - 12), p.meant[1]) for p in counted)
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            name = "low" if groups["low"] else "low2"
            last = next((n for n in ("high", "high2") if groups.get(n)), None)
            start, end = match.start(name), match.end(last or name)
            if start in seen or taken.holds(start, start + 1) or apart.holds(start, start + 1):
                continue
            if _NOT_COUNT.search(text, max(0, start - 12), start) or not _prescribed(
                text, start, match.end()
            ):
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
            low, high = _number(match[name]), _number(match[last]) if last else None
            if low <= _RATE_MOST and _RATED_AFTER.match(text, match.end()):
                continue
            if not 0 < (high or low) <= _FRACTIONS_MOST or (high is not None and high <= low):
                continue
            if pattern is _MULTIPLYING and low > _MULTIPLYING_MOST:
                continue
            seen.add(start)
            begin = match.start("sign") if groups.get("sign") else start
            if high is None:
                yield _count(text, begin, end, float(low))
            else:
                noun = _NOUN_AFTER.match(text, end)
                stop = noun.end() if noun else end
                yield Found("fractions", begin, stop, f"{low}-{high}", None, "1", None, "review")


def _count(text: str, start: int, end: int, number: float) -> Found:
    noun = _NOUN_AFTER.match(text, end)
    return Found("fractions", start, noun.end() if noun else end, None, number, "1")


def _prescribed(text: str, start: int, end: int) -> bool:
    """Whether the fractions are a course's, and not lost ones or a moment of it."""
    if _LOST.search(text, max(0, start - 60), start) or _LOST_AFTER.match(text, end):
        return False
    moment = _MOMENT.search(text, max(0, start - 40), start)
    return moment is None or _STILL_TOLD.match(text, end) is not None


def _number(raw: str) -> int:
    return int(raw) if raw.isdigit() else 1 if raw.lower() == _SINGLE_SHORT else _WORDS[raw.lower()]
