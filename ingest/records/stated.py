"""A value as a report states it, with its span, and how presence or absence is said."""

import re
from collections.abc import Iterable
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from ingest.records.definition import Definition

Value = TypeVar("Value")
Presence = Literal["present", "absent", "uncertain"]


class Frozen(BaseModel):
    """A part of a record."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Stated(Frozen, Generic[Value]):
    """One value and where the text states it."""

    value: Value
    start: int
    end: int
    definition: Definition | None = None
    """What a category means, in our own words; None for what needs no definition."""


_AFTER = re.compile(
    r"\s{0,3}(?:\((?:LVI|LVSI|PNI|ENE|ECE|ECS)\))?\s{0,3}[:=\-\u2013]{0,2}\s{0,3}"
    r"(?:(?:is|was|are|were|status|has been|by tumou?r|into the [a-z]{1,12})\s{1,3}){0,2}"
    r"(?:(?P<absent>not (?:identified|seen|present|detected|evident|found|observed)|absent|none|negative"
    r"|nil|no\b"
    r"|unidentified|not\b(?! (?:applicable|assessed|reported|stated|known|clear|provided|evaluated"
    r"|submitted|perform))"
    r"|0(?![.\d])|-ve\b|-(?=[\s,.;)]|$))"
    r"|(?P<uncertain>indeterminate|equivocal|suspicious|suspected|cannot be|possible|probable|uncertain"
    r"|favou?red)"
    r"|(?P<present>(?:focally |extensively )?(?:present|identified|seen|positive|noted|detected|found"
    r"|evident)|yes\b"
    r"|focal\b|extensive\b|\+ve\b|\+))",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?:\bno(?:r)?(?: (?:definite|definitive|evidence of|convincing|obvious|unequivocal|signs? of))?"
    r"|\bwithout"
    r"|\bnegative for|\babsence of|\babsent|\bfree of|\bneither|\bnot show)"
    r"(?: [a-z/-]{1,20},?| or| and| nor){0,4} ?$",
    re.IGNORECASE,
)
_AFFIRMED = re.compile(
    r"(?:\bwith|\bpositive for|\bpresence of|\bthere (?:is|was)|\bshow(?:s|ing)?|\bdemonstrat(?:es|ing)"
    r"|\b(?:extensive|focal|definite|prominent))(?: (?:a|an|extensive|focal|definite|prominent|macroscopic"
    r"|microscopic|minor|major)){0,2} ?$",
    re.IGNORECASE,
)
_HEDGED = re.compile(r"(?:\bsuspicious for|\bpossible|\bprobable|\bsuspected|\?) ?$", re.IGNORECASE)
_LINE = re.compile(r"[.;\n]")


def presence(text: str, names: re.Pattern[str]) -> list[Stated[Presence]]:
    """Each time a named feature is said to be there, not there, or in doubt; a bare name says nothing."""
    found: list[Stated[Presence]] = []
    for name in names.finditer(text):
        start, end = name.span()
        window = text[max(0, start - 60) : start]
        cut = [m.end() for m in _LINE.finditer(window)]
        before = window[cut[-1] :] if cut else window
        after = _AFTER.match(text, end, min(len(text), end + 80))
        value: Presence | None = None
        if _NEGATED.search(before):
            value = "absent"
        elif _HEDGED.search(before):
            value = "uncertain"
        elif after is not None:
            value = "absent" if after["absent"] else "uncertain" if after["uncertain"] else "present"
            end = after.end()
        elif _AFFIRMED.search(before):
            value = "present"
        if value is not None:
            found.append(Stated[Presence](value=value, start=start, end=end))
    return found


def agreed(name: str, said: Iterable[Stated[Value]], warnings: list[str]) -> Stated[Value] | None:
    """The first of the values where all agree; None with a warning where they contradict one another."""
    listed = list(said)
    values = list(dict.fromkeys(s.value for s in listed))
    if len(values) > 1:
        warnings.append(f"{name}: the text states {' and '.join(str(v) for v in values)}")
        return None
    return listed[0] if listed else None
