"""Assertion on four independent axes: negated or not, how certain, when, and of whom."""

import re
from bisect import bisect_left
from functools import cache, lru_cache
from typing import Literal

from ingest import assertion_cues as cues
from ingest.assertion import trigger_scopes
from ingest.assertion_scopes import Scope, Scopes, Times, first_after
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
_LONGEST = 1200
"""Characters of a sentence that are read for what it tells."""
_TIMES = ("planned", "delivered", "current", "historical", "ended", "prior")
_CONDITIONS = frozenset({"if", "unless", "in case of", "in the event of", "should there be"})
_PAST_REACH = 260
"""Characters "prior" reaches over the treatments of a list."""
_UNTOLD = frozenset(
    {"treated with", "treated by", "administered", "delivered", "given", "done", "performed", "finished",
     "completed", "managed with", "started on", "patients receiving"}
)  # fmt: skip
"""Participles that tell of a treatment only where their sentence says that it was given."""
_Time = Literal["planned", "delivered", "current", "historical"]


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


class Axes:
    """The scopes of a reading, computed once; `of` then asks them of any span."""

    def __init__(self, reading: Reading) -> None:
        """Find every trigger of the text and what it reaches."""
        self._text = reading.text
        self._sentence = reading.clauses.sentence_span
        found = outermost(_triggers().find(reading.words))
        scopes = [
            Scope(s.status, s.start, s.end)
            for s in trigger_scopes(reading.words, reading.clauses, list(reading.mentions))
            if s.status not in {"delivered", "affirmed"}
        ]
        scopes = [self._nouns(s) for s in scopes if not self._beside(s)]
        void = Cover((t.start, t.end - (t.name != "pseudo")) for t in found if t.name != "stop")
        scopes = [s for s in scopes if not self._void(s, void)]
        forward, backward = self._own(found, reading)
        forward += [Scope("planned", e, self._sentence(e)[1]) for e in cues.planned_ends(self._text)]
        forward += [Scope("planned", e, self._sentence(e)[1]) for _, e in cues.planned_spans(self._text)]
        backward += [Scope("planned", self._sentence(a)[0], a) for a, _ in cues.planned_spans(self._text)]
        scopes += [
            Scope("conditional", max(self._sentence(a)[0], a - _REACH), a)
            for a, _ in cues.option_spans(self._text)
        ]
        scopes += [s for s in (*forward, *backward) if s.status not in _TIMES]
        scopes += self._relatives(scopes)
        groups: dict[str, list[Scope]] = {}
        for scope in scopes:
            groups.setdefault(scope.status, []).append(scope)
        self._scopes = {status: Scopes(group) for status, group in groups.items()}
        self._times = Times(
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
    def _void(scope: Scope, void: Cover) -> bool:
        """Whether the trigger of a scope lies in a longer phrase that means something else."""
        return scope.status != "family" and void.holds(scope.start - 1, scope.start)

    def _beside(self, scope: Scope) -> bool:
        """Whether other words beside a trigger take its scope away."""
        before = self._text[max(0, scope.start - 24) : scope.start]
        if scope.status == "negated":
            return bool(_OR_WITHOUT.search(before))
        if scope.status == "historical":
            word = re.search(r"[A-Za-z/]+(?: of)?\s*$", before)
            start = scope.start - len(before) + (word.start() if word else len(before))
            return cues.is_of_any_time(self._text, start, scope.start)
        return scope.status == "family" and not cues.is_relative(self._text, scope.start)

    def _nouns(self, scope: Scope) -> Scope:
        """The scope, cut to the compound where a word as "risk" closes one."""
        if scope.status == "hypothetical" and _COMPOUND.match(self._text, scope.end):
            return scope._replace(start=cues.noun_start(self._text, scope.start, scope.end))
        return scope

    def _untold(self, trigger: Mention) -> bool:
        """Whether a trigger of time says nothing of it where it stands."""
        text = self._text
        said = text[trigger.start : trigger.end].lower()
        if trigger.name == "historical":
            return cues.is_of_any_time(text, trigger.start, trigger.end)
        start, end = self._sentence(trigger.start)
        if trigger.name == "ended":
            near = text[max(start, trigger.start - _REACH) : min(end, trigger.end + _REACH)]
            if said in {"after", "following", "post"} and cues.is_future(near):
                return True
            return cues.is_time_point(text, trigger.start)
        if trigger.name != "delivered" or said not in _UNTOLD:
            return False
        if cues.is_open(text, trigger.start):
            return True
        start = max(start, trigger.start - _LONGEST)
        sentence = text[start : min(end, trigger.end + _LONGEST)]
        if said.endswith(("with", "by", "on", "receiving")):
            return cues.is_named_endpoint(text, trigger.start) and not cues.is_past(sentence)
        if trigger.value == "backward":
            return not cues.is_stated(text, trigger.end)
        return said not in {"completed", "finished"} and not cues.is_past(text[start : trigger.start])

    def _own(self, found: list[Mention], reading: Reading) -> tuple[list[Scope], list[Scope]]:
        """The scopes of this module's own triggers: forward ones, then backward ones."""
        clauses = reading.clauses
        stops = sorted(t.start for t in found if t.name == "stop")
        times = sorted(t.start for t in found if t.name in {"planned", "delivered", "current"})
        forward: list[Scope] = []
        backward: list[Scope] = []
        lasting = [s for s in stops if not self._excepts(s)]
        for trigger in found:
            if trigger.name in {"stop", "pseudo"} or self._untold(trigger):
                continue
            said = self._text[trigger.start : trigger.end].lower()
            if (
                trigger.name == "delivered"
                and _TO_ARM.search(said)
                and cues.is_unstarted(self._text, trigger.start)
            ):
                trigger = trigger._replace(name="planned")
            if trigger.value == "backward":
                start = clauses.clause_span(max(0, trigger.start - 1))[0]
                index = bisect_left(stops, trigger.start)
                start = max(start, stops[index - 1] if index else 0, trigger.start - _BACKWARD_REACH)
                backward.append(Scope(trigger.name, start, trigger.start))
                continue
            if trigger.name == "ended":
                limit = min(clauses.sentence_span(trigger.end)[1], trigger.end + _REACH)
                end = cues.after_end(self._text, trigger.end, limit)
                if self._text[trigger.end : trigger.end + 1] == "-":
                    # "post-mastectomy radiotherapy": only the word that is joined.
                    end = min(end, cues.word_end(self._text, trigger.end))
            elif trigger.name == "historical" or said in _NO_PRIOR:
                limit = min(clauses.sentence_span(trigger.end)[1], trigger.end + _PAST_REACH)
                own = clauses.clause_span(trigger.end)[1]
                # Of treatments over the commas of a list, of diseases within the clause.
                past = cues.past_end(self._text, trigger.end, limit)
                far = past if trigger.name == "negated" else first_after(times, trigger.end, past)
                barred = lasting if trigger.name == "historical" else stops
                treated = "prior" if trigger.name == "historical" else "refused"
                forward.append(Scope(treated, trigger.end, first_after(barred, trigger.end, max(own, far))))
                end = (
                    cues.history_end(self._text, trigger.end, own, limit)
                    if said.endswith("history of")
                    else own
                )
            elif trigger.name in _TIMES:
                end = min(clauses.sentence_span(trigger.end)[1], trigger.end + _REACH)
                end = first_after(times, trigger.end, end)
            else:
                end = clauses.clause_span(trigger.end)[1]
            barred = lasting if trigger.name == "historical" else stops
            name = "condition" if said in _CONDITIONS else trigger.name
            forward.append(Scope(name, trigger.end, first_after(barred, trigger.end, end)))
            if trigger.name == "hypothetical" and trigger.name != trigger.value and self._is_if(trigger):
                # "will start X if Y is found": the condition stands after what depends on it.
                before = max(clauses.sentence_span(trigger.start)[0], trigger.start - _BACKWARD_REACH)
                backward.append(Scope("conditional", before, trigger.start))
        return forward, backward

    def _excepts(self, at: int) -> bool:
        return self._text.startswith(("except", "EXCEPT", "with the exc"), at)

    def _is_if(self, trigger: Mention) -> bool:
        return self._text[trigger.start : trigger.end].lower() in _CONDITIONS

    def _relatives(self, scopes: list[Scope]) -> list[Scope]:
        """Scopes of `other` where the trigger of a family scope is no blood relative."""
        return [
            Scope("other", s.start, s.end)
            for s in scopes
            if s.status == "family" and _UNRELATED.search(self._text, max(0, s.start - 12), s.start)
        ]

    def of(self, start: int, end: int, type: EntityType) -> Assertion:
        """The assertion of a span that names a thing of this type."""
        treatment = type in TREATMENT_TYPES
        return Assertion(
            polarity="negated" if self._negated(start, end, type, treatment) else "affirmed",
            certainty=self._certainty(start, end, type, treatment),
            temporality=self._temporality(start, end, treatment),
            experiencer=self._experiencer(start, end),
        )

    def _within(self, status: str, start: int, end: int) -> bool:
        scopes = self._scopes.get(status)
        return scopes is not None and scopes.holds(start, end)

    def _reaches(self, status: str, start: int, end: int, barrier: re.Pattern[str]) -> bool:
        """Whether a scope holds the span and no word between them turns its trigger to something else."""
        scopes = self._scopes.get(status)
        if scopes is None:
            return False
        if not scopes.holds(start, end):
            return False
        return any(not barrier.search(self._text, opening, start) for opening in scopes.openings(start, end))

    def _negated(self, start: int, end: int, type: EntityType, treatment: bool) -> bool:
        if type in RESULT_TYPES:
            return False
        if type == "variant":
            before = self._text[max(0, start - 40) : start]
            return bool(_NO_VARIANT.search(before))
        if type == "outcome":
            scopes = self._scopes.get("negated")
            openings = scopes.openings(start, end) if scopes else []
            return any(cues.is_denied_event(self._text[o:start]) for o in openings)
        if type == "procedure" and cues.is_answered(self._text, end):
            return False
        barrier = cues.TREATMENT_BARRIER if treatment else cues.NEGATION_BARRIER
        if self._reaches("negated", start, end, barrier):
            return True
        return treatment and self._refused(start, end)

    def _refused(self, start: int, end: int) -> bool:
        scopes = self._scopes.get("refused")
        if scopes is None or not scopes.holds(start, end):
            return False
        for opening in scopes.openings(start, end):
            # "progressed on X" and "came off X" say that X has been given.
            given = _GIVEN_UP.search(self._text, max(0, opening - 24), opening)
            if not given and not cues.TREATMENT_BARRIER.search(self._text, opening, start):
                return True
        return False

    def _certainty(
        self, start: int, end: int, type: EntityType, treatment: bool
    ) -> Literal["certain", "uncertain", "hypothetical"]:
        barrier = cues.TREATMENT_BARRIER if treatment else cues.BARRIER
        if self._within("condition", start, end) or self._reaches("hypothetical", start, end, barrier):
            return "hypothetical"
        if treatment and self._within("conditional", start, end):
            return "hypothetical"
        if type == "toxicity" and cues.is_possible_effect(
            self._text[max(0, start - _BACKWARD_REACH) : start]
        ):
            return "uncertain"
        return "uncertain" if self._reaches("uncertain", start, end, barrier) else "certain"

    def _temporality(self, start: int, end: int, treatment: bool) -> _Time:
        past = self._past.holds(start, end)
        if not treatment:
            old = past or self._old(start, end) or self._reaches("historical", start, end, cues.THERAPY)
            told = self._within("family", start, end) and self._in_the_past(start)
            return "historical" if old or told else "current"
        if past:
            return "historical"
        said, _ = self._times.nearest(start, end, treatment=True)
        if said is None and self._within("historical", start, end):
            return "historical"
        if said == "delivered" and cues.is_recent(
            cues.part_of(self._told(start), start - self._sentence(start)[0])
        ):
            return "historical"
        if said is None:
            given_up = self._scopes.get("refused")
            openings = given_up.openings(start, end) if given_up else []
            if any(_GIVEN_UP.search(self._text, max(0, o - 24), o) for o in openings):
                return "historical"
            if self._plan.holds(start, end):
                return "planned"
            told = self._course.holds(start, end) or cues.is_result(self._told(start))
            return "delivered" if told else "current"
        return said  # type: ignore[return-value]

    def _old(self, start: int, end: int) -> bool:
        """Whether a disease lies in the past: "prior therapy for X" tells of a therapy."""
        said, opening = self._times.nearest(start, end, treatment=False)
        return said == "historical" and not cues.THERAPY.search(self._text, min(opening, start), start)

    def _told(self, at: int) -> str:
        """The sentence that holds an offset."""
        start, end = self._sentence(at)
        return self._text[start : min(end, start + _LONGEST)]

    def _in_the_past(self, start: int) -> bool:
        """Whether what is said of a relative is over: "had", "died of", "history of"."""
        return bool(_TOLD.search(self._text, max(0, start - 60), start))

    def _experiencer(self, start: int, end: int) -> Literal["patient", "family", "other"]:
        if self._within("other", start, end):
            return "other"
        return "family" if self._within("family", start, end) else "patient"


_UNRELATED = re.compile(
    r"\b(?:wife|husband|spouse|partner|friend|donor|step\w+|\w+-in-law)(?:'s)?\s*$", re.IGNORECASE
)
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


_OR_WITHOUT = re.compile(r"\bwith(?: or | ?/ ?| and )(?:without|w/o)\s*$", re.IGNORECASE)
_COMPOUND = re.compile(r"\s?(?:risk|screening|prevention|awareness|concern)\b", re.IGNORECASE)
_TO_ARM = re.compile(r"\b(?:assigned|randomi[sz]ed|allocated)\b")
_NO_PRIOR = frozenset({"no prior", "no previous"})


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
