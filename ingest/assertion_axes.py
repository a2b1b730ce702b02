"""Assertion on four independent axes: negated or not, how certain, when, and of whom."""

import re
from bisect import bisect_left, bisect_right
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from ingest.assertion import trigger_scopes
from ingest.extraction import Assertion, EntityType
from ingest.lexicon import Gazetteer, load_yaml
from ingest.mention import Cover, Kind, Mention, outermost
from ingest.reading import Reading
from ingest.section import read_sections

TREATMENT_TYPES: frozenset[EntityType] = frozenset(
    ("drug", "regimen", "radiation_dose", "dose_per_fraction", "fractions", "fraction_frequency", "technique",
     "modality", "boost", "procedure", "route", "frequency", "dosage", "strength", "form", "duration")
)  # fmt: skip
"""Types that are planned or delivered, and refused; everything else is at most historical."""
RESULT_TYPES: frozenset[EntityType] = frozenset(("biomarker", "gene"))
"""Types whose "negative", "absent" and "wild-type" are results, so that they are never negated."""
_REACH = 160
"""Characters a trigger of time reaches within its sentence, over the commas of a list."""
_BACKWARD_REACH = 90
_TIMES = ("planned", "delivered", "current", "historical")
_Time = Literal["planned", "delivered", "current", "historical"]


class _Scope(NamedTuple):
    status: str
    start: int
    end: int


@cache
def _triggers() -> Gazetteer:
    rows: list[tuple[Kind, str, str, str]] = []
    for status, entry in load_yaml("assertion_axes.yaml").items():
        if isinstance(entry, list):
            rows.extend(("trigger", status, status, phrase) for phrase in entry)
            continue
        rows.extend(
            ("trigger", status, direction, phrase)
            for direction, phrases in entry.items()
            for phrase in phrases
        )
    return Gazetteer(rows)


class _Scopes:
    """The scopes of one status, asked in logarithmic time."""

    def __init__(self, scopes: list[_Scope]) -> None:
        self._forward = sorted((s.start, s.end) for s in scopes)
        self._starts = [start for start, _ in self._forward]
        self._cover = Cover(self._forward)

    def holds(self, start: int, end: int) -> bool:
        """Whether one of them holds the span."""
        return self._cover.holds(start, end)

    def openings(self, start: int, end: int) -> list[int]:
        """Where the scopes nearest before the span that hold it begin, nearest first."""
        index = bisect_right(self._starts, start)
        return [s for s, e in reversed(self._forward[max(0, index - 4) : index]) if e >= end]


class _Times:
    """The triggers of time, each with its scope: the nearest that holds a span decides."""

    def __init__(self, forward: list[_Scope], backward: list[_Scope]) -> None:
        self._forward = sorted(forward, key=lambda s: s.start)
        self._starts = [s.start for s in self._forward]
        self._backward = sorted(backward, key=lambda s: s.end)
        self._ends = [s.end for s in self._backward]

    def nearest(self, start: int, end: int) -> str | None:
        """The status of the trigger nearest to a span whose scope holds it."""
        found: list[tuple[int, str]] = []
        index = bisect_right(self._starts, start)
        for scope in self._forward[max(0, index - 6) : index]:
            if scope.end >= end:
                found.append((start - scope.start, scope.status))
        index = bisect_left(self._ends, end)
        for scope in self._backward[index : index + 4]:
            if scope.start <= start:
                # What is said after a treatment is said of it outright.
                found.append((scope.end - end - 12, scope.status))
        return min(found)[1] if found else None


class Axes:
    """The scopes of a reading, computed once; `of` then asks them of any span."""

    def __init__(self, reading: Reading) -> None:
        """Find every trigger of the text and what it reaches."""
        self._text = reading.text
        found = outermost(_triggers().find(reading.words))
        scopes = [
            _Scope(s.status, s.start, s.end)
            for s in trigger_scopes(reading.words, reading.clauses, list(reading.mentions))
            if s.status not in {"delivered", "affirmed"}
        ]
        void = Cover((t.start, t.end - (t.name != "pseudo")) for t in found if t.name != "stop")
        scopes = [s for s in scopes if not self._void(s, void)]
        forward, backward = self._own(found, reading)
        scopes += [s for s in (*forward, *backward) if s.status not in _TIMES]
        scopes += self._relatives(scopes)
        groups: dict[str, list[_Scope]] = {}
        for scope in scopes:
            groups.setdefault(scope.status, []).append(scope)
        self._scopes = {status: _Scopes(group) for status, group in groups.items()}
        self._times = _Times(
            [s for s in forward if s.status in _TIMES], [s for s in backward if s.status in _TIMES]
        )
        sections = read_sections(reading.text)
        self._past = Cover((s.start, s.end) for s in sections if s.kind == "historical")
        self._plan = Cover(
            (s.start, s.end) for s in sections if s.kind == "plan" or "prescription" in s.title.lower()
        )
        self._course = Cover(
            (s.start, s.end)
            for s in sections
            if s.kind == "course" and re.search(r"summary|course|details", s.title, re.IGNORECASE)
        )

    @staticmethod
    def _void(scope: _Scope, void: Cover) -> bool:
        """Whether the trigger of a scope lies in a longer phrase that means something else."""
        return scope.status != "family" and void.holds(scope.start - 1, scope.start)

    def _own(self, found: list[Mention], reading: Reading) -> tuple[list[_Scope], list[_Scope]]:
        """The scopes of this module's own triggers: forward ones, then backward ones."""
        clauses = reading.clauses
        stops = sorted(t.start for t in found if t.name == "stop")
        times = sorted(t.start for t in found if t.name in {"planned", "delivered", "current"})
        forward: list[_Scope] = []
        backward: list[_Scope] = []
        for trigger in found:
            if trigger.name in {"stop", "pseudo"}:
                continue
            if trigger.value == "backward":
                start = clauses.clause_span(max(0, trigger.start - 1))[0]
                index = bisect_left(stops, trigger.start)
                start = max(start, stops[index - 1] if index else 0, trigger.start - _BACKWARD_REACH)
                backward.append(_Scope(trigger.name, start, trigger.start))
                continue
            if trigger.name in _TIMES and trigger.name != "historical":
                end = min(clauses.sentence_span(trigger.end)[1], trigger.end + _REACH)
                end = _first(times, trigger.end, end)
            else:
                end = clauses.clause_span(trigger.end)[1]
            forward.append(_Scope(trigger.name, trigger.end, _first(stops, trigger.end, end)))
            if trigger.name == "hypothetical" and trigger.name != trigger.value and self._is_if(trigger):
                # "will start X if Y is found": the condition stands after what depends on it.
                before = max(clauses.sentence_span(trigger.start)[0], trigger.start - _BACKWARD_REACH)
                backward.append(_Scope("conditional", before, trigger.start))
        return forward, backward

    def _is_if(self, trigger: Mention) -> bool:
        return self._text[trigger.start : trigger.end].lower() in {"if", "unless"}

    def _relatives(self, scopes: list[_Scope]) -> list[_Scope]:
        """Scopes of `other` where the trigger of a family scope is no blood relative."""
        return [
            _Scope("other", s.start, s.end)
            for s in scopes
            if s.status == "family" and _UNRELATED.search(self._text, max(0, s.start - 12), s.start)
        ]

    def of(self, start: int, end: int, type: EntityType) -> Assertion:
        """The assertion of a span that names a thing of this type."""
        treatment = type in TREATMENT_TYPES
        return Assertion(
            polarity="negated" if self._negated(start, end, type, treatment) else "affirmed",
            certainty=self._certainty(start, end, treatment),
            temporality=self._temporality(start, end, treatment),
            experiencer=self._experiencer(start, end),
        )

    def _within(self, status: str, start: int, end: int) -> bool:
        scopes = self._scopes.get(status)
        return scopes is not None and scopes.holds(start, end)

    def _reaches(self, status: str, start: int, end: int, *, treatment: bool) -> bool:
        """Whether a scope holds the span and no word between them turns its trigger to something else."""
        scopes = self._scopes.get(status)
        if scopes is None:
            return False
        if not scopes.holds(start, end):
            return False
        barrier = _TREATMENT_BARRIER if treatment else _BARRIER
        return any(not barrier.search(self._text, opening, start) for opening in scopes.openings(start, end))

    def _negated(self, start: int, end: int, type: EntityType, treatment: bool) -> bool:
        if type in RESULT_TYPES:
            return False
        if type == "variant":
            before = self._text[max(0, start - 40) : start]
            return bool(_NO_VARIANT.search(before))
        if self._reaches("negated", start, end, treatment=treatment):
            return True
        return treatment and self._refused(start, end)

    def _refused(self, start: int, end: int) -> bool:
        scopes = self._scopes.get("refused")
        if scopes is None or not scopes.holds(start, end):
            return False
        for opening in scopes.openings(start, end):
            # "progressed on X" and "came off X" say that X has been given.
            given = _GIVEN_UP.search(self._text, max(0, opening - 24), opening)
            if not given and not _TREATMENT_BARRIER.search(self._text, opening, start):
                return True
        return False

    def _certainty(
        self, start: int, end: int, treatment: bool
    ) -> Literal["certain", "uncertain", "hypothetical"]:
        if self._reaches("hypothetical", start, end, treatment=treatment):
            return "hypothetical"
        if treatment and self._within("conditional", start, end):
            return "hypothetical"
        return "uncertain" if self._reaches("uncertain", start, end, treatment=treatment) else "certain"

    def _temporality(self, start: int, end: int, treatment: bool) -> _Time:
        past = self._past.holds(start, end)
        if not treatment:
            old = past or self._within("historical", start, end)
            old = old or self._times.nearest(start, end) == "historical"
            told = self._within("family", start, end) and self._in_the_past(start)
            return "historical" if old or told else "current"
        if past:
            return "historical"
        said = self._times.nearest(start, end)
        if said is None and self._within("historical", start, end):
            return "historical"
        if said is None:
            given_up = self._scopes.get("refused")
            openings = given_up.openings(start, end) if given_up else []
            if any(_GIVEN_UP.search(self._text, max(0, o - 24), o) for o in openings):
                return "delivered"
            if self._plan.holds(start, end):
                return "planned"
            return "delivered" if self._course.holds(start, end) else "current"
        return said  # type: ignore[return-value]

    def _in_the_past(self, start: int) -> bool:
        """Whether what is said of a relative is over: "had", "died of", "history of"."""
        return bool(_TOLD.search(self._text, max(0, start - 60), start))

    def _experiencer(self, start: int, end: int) -> Literal["patient", "family", "other"]:
        if self._within("other", start, end):
            return "other"
        return "family" if self._within("family", start, end) else "patient"


def _first(ordered: list[int], start: int, end: int) -> int:
    """The first of the ordered offsets at or after `start`, or `end` where it comes sooner."""
    index = bisect_left(ordered, start)
    return min(end, ordered[index]) if index < len(ordered) else end


_UNRELATED = re.compile(
    r"\b(?:wife|husband|spouse|partner|friend|donor|step\w+|\w+-in-law)(?:'s)?\s*$", re.IGNORECASE
)
_TREATMENT_BARRIER = re.compile(
    r"\b(?:with|in|among|after|for|during|between|from|by|of|to|on|receiving|treated|when|using|than"
    r"|was|were|is|are|had|has|have|following|compared)\b",
    re.IGNORECASE,
)
"""Between a trigger and a treatment: "no deaths in patients receiving X" does not negate X."""
_BARRIER = re.compile(
    r"\b(?:patients?|women|men|subjects|among|between|than|compared|benefit|survival|difference)\b"
    r"|\b(?:risk|rate|incidence)s? of [^,;]{2,60}\b(?:in|for|with)\b"
    r"|\bin (?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
"""Between a trigger and what is no treatment: "no survival benefit in glioma" does not negate the glioma."""
_NO_VARIANT = re.compile(
    r"\b(?:no|without|absence of|lack of|lacking|did not have|does not have|no evidence of)"
    r"\s+(?:an? |any |known |the )?(?:[A-Z0-9-]{2,10}\s)?$",
    re.IGNORECASE,
)
_GIVEN_UP = re.compile(
    r"\b(?:progress(?:ed|ion)|failed|previously|came off|coming off|leaving|refractory)(?: on| to)?\s*$",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:had|died|history|hx|fhx?|diagnosed|passed|deceased|survivor)\b[^.;\n]*$", re.IGNORECASE
)


class _Same:
    """A reading as a key: the same object, not an equal one."""

    __slots__ = ("reading",)

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def __hash__(self) -> int:
        return id(self.reading)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.reading is self.reading


@lru_cache(maxsize=4)
def _axes(key: _Same) -> Axes:
    return Axes(key.reading)


def axes_of(reading: Reading, start: int, end: int, type: EntityType) -> Assertion:
    """How far a text stands behind a span that names a thing of this type.

    The scopes of the reading are found at the first call and kept for the last few readings.
    """
    return _axes(_Same(reading)).of(start, end, type)
