"""Courses told by the part of them that was given: "18 of 30 fractions", "36 Gy of a planned 50 Gy"."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

_GRAY = r"\d{1,4}(?:[.,\u00b7]\d{1,3})?"
_UNIT = r"[ -]?(?:[cC]?G[yY]|gy|cgy|[Gg]rays?)(?:E| ?[(\[]?RBE[)\]]?)?(?![A-Za-z])"
_NOUN = r"(?:fractions?|fracs?|fxs?|frs?|#s?|treatments?|sessions?)(?![A-Za-z])"
_MEANT = r"(?:planned|prescribed|intended|scheduled|proposed|expected)"
_OF = (
    r"(?:out )?of (?:the |an? |his |her |their |these |those )?(?:original(?:ly)? |initial(?:ly)? )?"
    rf"(?:total (?:of )?)?(?:{_MEANT} )?(?:total )?"
)
_NO_NUMBER = r"(?<![\w.,/+])(?<!\d[-\u2013])"
_NOT_MORE = r"(?![\d%/]|\.\d|-\d)"
_COUNTED = (
    re.compile(
        rf"{_NO_NUMBER}(?P<given>\d{{1,2}}) {_OF}(?P<meant>\d{{1,2}})[ -]?(?:(?:{_MEANT}|daily|total) )?"
        rf"(?P<noun>{_NOUN})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_NO_NUMBER}(?P<given>\d{{1,2}}) ?/ ?(?P<meant>\d{{1,2}}) ?(?:(?:{_MEANT}|daily) )?"
        rf"(?P<noun>{_NOUN})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w-])(?:(?:fractions?|fxs?|frs?)(?: ?#)?|# ?(?:of )?(?:fractions|fx))(?: (?:delivered|given"
        rf"|completed|treated))?"
        rf"(?: ?[:=#] ?| )(?P<given>\d{{1,2}})(?: ?/ ?| (?:out )?of )(?P<meant>\d{{1,2}}){_NOT_MORE}"
        r"(?! ?(?:c?Gy|per\b|days?|weeks?|wks?|patients|women|men))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_NO_NUMBER}(?P<given>\d{{1,2}}) ?{_NOUN}(?:,| \(| given| delivered| completed)? ?{_OF}"
        rf"(?P<meant>\d{{1,2}}){_NOT_MORE}"
        rf"(?! ?(?:c?Gy|days?|weeks?|patients|women|men))(?P<noun> ?(?:{_MEANT} )?{_NOUN})?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_NO_NUMBER}(?P<given>\d{{1,2}})(?: ?{_NOUN})? ?[(,] ?(?:{_MEANT}:? (?P<meant>\d{{1,2}})|(?:of"
        rf" )?(?P<meant2>\d{{1,2}})"
        rf"(?: ?{_NOUN})? (?:were |was |had been )?{_MEANT}){_NOT_MORE}(?! ?c?Gy)",
        re.IGNORECASE,
    ),
)
_DOSED = (
    re.compile(
        rf"(?<![\w.,/])(?P<given>{_GRAY})(?P<unit>{_UNIT}) ?\(?(?:{_OF}|(?:instead of|rather than) (?:the "
        rf"|an? )?(?:{_MEANT} )?)"
        rf"(?:dose (?:of )?)?(?P<meant>{_GRAY}){_UNIT}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w.,/])(?P<given>{_GRAY})(?P<unit>{_UNIT}) ?[(,] ?(?:{_MEANT}(?: dose)?(?: was| of|:)? "
        rf"(?P<meant>{_GRAY}){_UNIT}"
        rf"|(?P<meant2>{_GRAY}){_UNIT} (?:was |had been )?{_MEANT})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:[(,] ?|\b(?:received|delivered|given|completed|had|after|got|with) (?:only )?)"
        rf"(?P<given>{_GRAY}) {_OF}"
        rf"(?:dose (?:of )?)?(?P<meant>{_GRAY}){_UNIT}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w.,/])(?P<given>{_GRAY})(?P<unit>{_UNIT})? ?/ ?(?P<meant>{_GRAY}){_UNIT}"
        r"(?= (?:(?:was |were |has been |have been )?(?:delivered|given|received|completed)|so far|to"
        r" date)\b)",
        re.IGNORECASE,
    ),
)
_MISSED_BEFORE = re.compile(
    r"\b(?:miss(?:ed|es|ing)?|omit(?:s|ted|ting)?|skip(?:s|ped|ping)?|lost|delayed by|not)(?: \w+){0,2} ?$",
    re.IGNORECASE,
)
_MISSED_AFTER = re.compile(
    r"[ ,]*(?:were |was |had been |have been |are |still )*(?:missed|omitted|skipped|lost|not|remain\w*"
    r"|outstanding|left|to go)\b",
    re.IGNORECASE,
)
_SLICE_BEFORE = re.compile(
    r"\b(?:last|first|final|remaining|initial|additional|further|another|boost of|every|each)(?: the)? $",
    re.IGNORECASE,
)
"""Before a part of a course that is given in a way of its own, not the part that was given at all."""
_ON_COURSE = re.compile(r"(?:Gy|RBE[)\]]?|CGE)[ ,]{0,2}(?:in|/|over)? ?$")
_MOST = 80


class PartGiven(NamedTuple):
    """What was given of a course, and what was meant; fractions, or doses in Gy."""

    kind: Literal["fractions", "dose"]
    given: tuple[int, int] | None
    """Where the part given stands, with its unit; None where it is the part missed or a moment."""
    given_number: float
    meant: tuple[int, int]
    """Where the number meant stands, without its unit or noun."""
    meant_number: float

    @property
    def whole(self) -> bool:
        """Whether all that was meant has been given."""
        return self.given_number == self.meant_number


def read_parts_given(text: str) -> list[PartGiven]:
    """The parts given that a text tells of, in text order, none overlapping."""
    kept: list[PartGiven] = []
    found = sorted([*_parts(text, "fractions"), *_parts(text, "dose")], key=lambda f: f[0])
    end = -1
    for start, stop, part in found:
        if start >= end:
            kept.append(part)
            end = stop
    return kept


def _parts(text: str, kind: Literal["fractions", "dose"]) -> Iterator[tuple[int, int, PartGiven]]:
    for pattern in _COUNTED if kind == "fractions" else _DOSED:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            name = "meant" if groups["meant"] else "meant2"
            given, meant = _number(match["given"]), _number(match[name])
            cent = "cgy" in match.group().lower() and kind == "dose"
            given, meant = (given / 100, meant / 100) if cent else (given, meant)
            if not 0 < given <= meant or (kind == "fractions" and meant > _MOST):
                continue
            start = match.start("given")
            if _ON_COURSE.search(text, max(0, start - 10), start) or _SLICE_BEFORE.search(
                text, max(0, start - 16), start
            ):
                continue
            missed = kind == "fractions" and (
                _MISSED_BEFORE.search(text, max(0, start - 30), start)
                or _MISSED_AFTER.match(text, match.end())
            )
            end = match.end("unit") if groups.get("unit") else match.end("given")
            # "Fraction 12 of 30" is a moment of the course, and no number of fractions.
            moment = match.group().lower().startswith("fraction ")
            span = None if missed or moment else (start, end)
            yield match.start(), match.end(), PartGiven(kind, span, given, match.span(name), meant)


def _number(raw: str) -> float:
    raw = raw.replace("\u00b7", ".")
    # A comma before three digits parts thousands: 5,040 cGy.
    return float(re.sub(r",(?=\d{3}$)", "", raw).replace(",", "."))
