"""Assertion on four independent axes: negated or not, how certain, when, and of whom."""

import re
from functools import lru_cache
from typing import Literal

from ingest import assertion_beside as beside
from ingest import assertion_causes as causes
from ingest import assertion_cues as cues
from ingest import assertion_doubts as doubts
from ingest import assertion_findings as findings
from ingest import assertion_study as study
from ingest.assertion_contrast import past_section_end
from ingest.assertion_scopes import Same, Scope, Scopes
from ingest.assertion_triggers import read_triggers
from ingest.extraction import Assertion, EntityType
from ingest.mention import Cover
from ingest.reading import Reading
from ingest.section import read_sections

TREATMENT_TYPES: frozenset[EntityType] = frozenset(
    ("drug", "regimen", "radiation_dose", "dose_per_fraction", "fractions", "fraction_frequency", "technique",
     "modality", "boost", "procedure", "route", "frequency", "dosage", "strength", "form", "duration")
)  # fmt: skip
"""Types that are planned or delivered, and refused; everything else is at most historical."""
RESULT_TYPES: frozenset[EntityType] = frozenset(("biomarker", "gene"))
"""Types whose "negative", "absent" and "wild-type" are results, so that they are never negated."""
_BACKWARD_REACH = 90
_ALLERGY_REACH = 220
_LIST_REACH = 320
_LONGEST = 1200
"""Characters of a sentence that are read for what it tells."""
_Time = Literal["planned", "delivered", "current", "historical"]


class Axes:
    """The scopes of a reading, computed once; `of` then asks them of any span."""

    def __init__(self, reading: Reading) -> None:
        """Find every trigger of the text and what it reaches."""
        self._text = reading.text
        self._sentence = reading.clauses.sentence_span
        told = read_triggers(reading)
        groups: dict[str, list[Scope]] = {}
        for scope in told.scopes:
            groups.setdefault(scope.status, []).append(scope)
        self._scopes = {status: Scopes(group) for status, group in groups.items()}
        self._times = told.times
        sections = read_sections(reading.text)
        self._past = Cover(
            (s.start, past_section_end(s.start, s.end, reading.clauses))
            for s in sections
            if s.kind == "historical"
        )
        self._plan = Cover(
            (s.start, s.end) for s in sections if s.kind == "plan" or "prescription" in s.title.lower()
        )
        self._course = Cover(
            (s.start, s.end)
            for s in sections
            if s.kind == "course" and re.search(r"summary|course|details", s.title, re.IGNORECASE)
        )

    def of(self, start: int, end: int, type: EntityType) -> Assertion:
        """The assertion of a span that names a thing of this type."""
        if name := findings.long_form(self._text, start, end):
            return self.of(*name, type)
        treatment = type in TREATMENT_TYPES
        negated = self._negated(start, end, type, treatment)
        person = self._experiencer(start, end, type, treatment)
        # The disease of a relative or of somebody else is theirs, whenever it was.
        kin = person != "patient" and not treatment
        time = "current" if kin else self._temporality(start, end, type, treatment)
        if negated and time == "planned" and findings.is_nothing_planned(self._text, start, end):
            pass
        elif negated and time in {"delivered", "planned"} and not self._within("unplanned", start, end):
            # "had not received X" tells that X was not given, "no X will be given" that it is not planned.
            time = "current"
        if negated and treatment and time == "current":
            told = self._part(start)
            recent = cues.is_recent(told) or " in the past" in told
            time = "historical" if recent and not cues.is_future(told) else "current"
        return Assertion(
            polarity="negated" if negated else "affirmed",
            certainty=self._certainty(start, end, type, treatment, time),
            temporality=time,
            experiencer=person,
        )

    def _within(self, status: str, start: int, end: int) -> bool:
        scopes = self._scopes.get(status)
        return scopes is not None and scopes.holds(start, end)

    def _reaches(self, status: str, start: int, end: int, barrier: re.Pattern[str]) -> bool:
        """Whether a scope holds the span and no word between them turns its trigger to something else."""
        scopes = self._scopes.get(status)
        if scopes is None or not scopes.holds(start, end):
            return False
        return any(not barrier.search(self._text, opening, start) for opening in scopes.openings(start, end))

    def _negated(self, start: int, end: int, type: EntityType, treatment: bool) -> bool:
        if type in RESULT_TYPES:
            return False
        if type == "variant":
            before = self._text[max(self._sentence(start)[0], start - 150) : start]
            return self._within("denied variant", start, end) or findings.is_denied_variant(
                before, self._text, end
            )
        if type == "outcome":
            scopes = self._scopes.get("negated")
            openings = scopes.openings(start, end) if scopes else []
            return beside.is_denied_outcome(self._text, openings, start, end)
        if treatment and beside.is_answered(self._text, end):
            return False
        if type == "disease" and self._text[max(0, start - 4) : start].lower() in {"non-", "non "}:
            return True
        if beside.COMPOUND_AFTER.match(self._text, end):
            return False
        if type != "toxicity" and study.is_neither_linked(
            self._text[max(0, start - _BACKWARD_REACH) : start], self._text[end : end + _BACKWARD_REACH]
        ):
            return False
        if treatment and beside.NEVER_AFTER.match(self._text, end):
            return True
        if type == "disease" and beside.FREE_AFTER.match(self._text, end):
            return True
        if treatment and self._within("unplanned", start, end):
            return True
        if type == "toxicity" and (
            findings.is_spared_relief(self._told(start))
            or beside.is_unless(self._text[self._near(start) : start])
        ):
            return False
        if self._is_excepted(start, end, treatment):
            return True
        if type == "disease" and self._within("excepted", start, end) and self._is_dealt_with(start, end):
            return False
        barrier = cues.TREATMENT_BARRIER if treatment else cues.NEGATION_BARRIER
        if self._reaches("negated", start, end, barrier):
            return True
        if not treatment:
            return False
        if self._reaches("never", start, end, barrier):
            return True
        if self._times.nearest(start, end, treatment=True)[0] == "historical":
            # "Failed X" and "progressed on X" say that X was given; "prior X is not allowed" denies it.
            other = findings.OTHER_THAN.search(self._text, self._near(start), start)
            return bool(other or beside.FORBIDDEN_AFTER.match(self._text, end))
        return self._refused(start, end)

    def _is_excepted(self, start: int, end: int, treatment: bool) -> bool:
        """Whether an exception names a span, unless it is of an illness dealt with before."""
        barrier = cues.TREATMENT_BARRIER if treatment else cues.NEGATION_BARRIER
        named = self._reaches("left out", start, end, barrier)
        if treatment:
            given = self._times.nearest(start, end, treatment=True)[0] == "historical"
            return named and not (given and "except" in self._text[max(0, start - 60) : start].lower())
        return (named or self._within("excepted", start, end)) and not self._is_dealt_with(start, end)

    def _is_dealt_with(self, start: int, end: int) -> bool:
        """Whether an illness is told as dealt with before: "adequately treated X"."""
        return self._within("dealt with", start, end) or self._within("cured", start, end)

    def _refused(self, start: int, end: int) -> bool:
        scopes = self._scopes.get("refused")
        if scopes is None or not scopes.holds(start, end) or self._within("spared", start, end):
            return False
        for opening in scopes.openings(start, end):
            # "progressed on X" and "came off X" say that X has been given.
            given = beside.GIVEN_UP.search(self._text, max(0, opening - 24), opening)
            at = beside.after_use(self._text, opening, start, end)
            if not given and not cues.TREATMENT_BARRIER.search(self._text, at, start):
                return True
        return False

    def _certainty(
        self, start: int, end: int, type: EntityType, treatment: bool, time: _Time
    ) -> Literal["certain", "uncertain", "hypothetical"]:
        if treatment and causes.is_cause(self._text, end):
            return "certain"
        told = time in {"delivered", "historical"}
        barrier = cues.TREATMENT_BARRIER if treatment else cues.BARRIER
        if self._within("given perhaps" if treatment else "awaited", start, end) and type != "disease":
            return "hypothetical"
        treated = type == "disease" and findings.is_being_treated(self._text, start, end)
        if (self._within("condition", start, end) and not treated) or (
            not treatment and self._is_allowed(start, end, type)
        ):
            return "hypothetical"
        if treatment and time == "historical" and self._may_lie_before(start, end):
            return "hypothetical"
        if type in {"procedure", "modality", "technique"} and self._within("indicated", start, end):
            return "hypothetical"
        if self._within("refuted", start, end):
            return "certain"
        own = treated or (type == "disease" and beside.OWN_COURSE.match(self._text, end))
        if not (told and treatment) and not own and self._reaches("hypothetical", start, end, barrier):
            return "hypothetical"
        if treatment and not told and self._within("conditional", start, end):
            return "hypothetical"
        before = self._text[max(0, start - _BACKWARD_REACH) : start]
        if type == "toxicity" and beside.is_limit(self._text[max(0, start - 2 * _BACKWARD_REACH) : start]):
            return "hypothetical"
        if beside.is_possible_effect(before, self._text, end, type):
            return "uncertain"
        if treatment and beside.is_optional(before):
            return "uncertain"
        if (treatment or type == "disease") and self._within("grouped", start, end):
            return "uncertain"
        if type == "disease" and findings.is_suspect(self._text, end):
            return "uncertain"
        doubt = cues.TREATMENT_BARRIER if treatment else cues.DOUBT_BARRIER
        if type == "disease" and findings.is_alternative(self._text, start, end, self._told(start)):
            return "uncertain"
        if not self._is_doubted(start, end, type, doubt) or findings.is_pathology(
            self._text[max(0, start - 120) : start]
        ):
            return "certain"
        return "hypothetical" if treatment and not told and self._is_possible(start, end) else "uncertain"

    def _is_allowed(self, start: int, end: int, type: EntityType) -> bool:
        """Whether a disease may be there: "patients with X are allowed", not "treatment of X is allowed"."""
        return type == "disease" and self._reaches("allowed", start, end, findings.ALLOWED_BARRIER)

    def _may_lie_before(self, start: int, end: int) -> bool:
        """Whether an earlier treatment keeps nobody out: "prior X is allowed" and not "X-treated Y"."""
        said = self._within("allowed", start, end) or self._within("allowed before", start, end)
        return (
            said and not beside.GIVEN_AFTER.match(self._text, end) and not self._within("never", start, end)
        )

    def _is_doubted(self, start: int, end: int, type: EntityType, barrier: re.Pattern[str]) -> bool:
        scopes = self._scopes.get("uncertain")
        openings = scopes.openings(start, end) if scopes and scopes.holds(start, end) else []
        return any(doubts.is_doubted(self._text, (o, start), type, barrier) for o in openings)

    def _is_possible(self, start: int, end: int) -> bool:
        openings = self._scopes["uncertain"].openings(start, end)
        return any(doubts.is_possible(self._text, o) for o in openings)

    def _temporality(self, start: int, end: int, type: EntityType, treatment: bool) -> _Time:
        past = self._past.holds(start, end)
        if type in RESULT_TYPES or type == "variant":
            return "current"
        if type == "outcome" and beside.FIGURE_AFTER.match(self._text, end):
            return "current"
        if not treatment and self._is_excepted(start, end, treatment):
            return "current"
        if not treatment:
            old = past or self._old(start, end) or self._reaches("historical", start, end, cues.THERAPY)
            now = beside.NOW_BEFORE.search(self._text, max(0, start - 24), start)
            old = old and not (now and not beside.OF_HISTORY.search(self._text, self._near(start), start))
            old = old and not findings.is_treated_before(self._text, start, end)
            old = old and not study.is_lasting_of_late(
                self._text[self._near(start) : start], self._text[start:end], self._text[end : end + 90]
            )
            old = old or self._within("cured", start, end) or self._is_past_event(start, end, type)
            old = old or (type == "disease" and findings.is_after_disease(self._text, start, end))
            old = old or (type == "disease" and findings.is_history(self._text, start, end))
            return "historical" if old else "current"
        if past:
            return "historical"
        if beside.KIND_AFTER.match(self._text, end) or causes.is_cause(self._text, end):
            return "current"
        if beside.BEFORE_IT.search(self._text, max(0, start - 64), start):
            return "current"
        if after := beside.GIVEN_AFTER.match(self._text, end):
            treated = beside.is_of_treated(after[0]) and not study.is_of_entry(self._told(start))
            return "delivered" if treated else "historical"
        said, _ = self._times.nearest(start, end, treatment=True)
        if said in {None, "historical", "delivered"} and beside.is_allergy(
            self._text[self._near(start) : start]
        ):
            return "current"
        if said is None and self._reaches("historical", start, end, cues.NOW):
            return "historical"
        if said == "historical" and self._is_general(start, end):
            return "current"
        compared = said in {"historical", "current", None}
        if compared and findings.is_compared_arm(self._text, start, end, self._told(start)):
            return "delivered"
        if said == "delivered" and cues.is_recent(self._part(start)):
            return "historical"
        if said == "planned" and study.PAST_WINDOW.match(self._text, end):
            # "Cancer requiring chemotherapy within the past 5 years".
            return "historical"
        time = said or self._untriggered(start, end, type)
        if said == "delivered" and study.is_criterion(self._told(start)):
            return "historical"
        if time in {"delivered", "current"} and self._is_before_entry(start, end):
            return "historical"
        return time  # type: ignore[return-value]

    def _is_past_event(self, start: int, end: int, type: EntityType) -> bool:
        """Whether an illness is one of a window before enrolment, or what "post-" stands before."""
        if type not in {"disease", "toxicity"}:
            return False
        closing = self._sentence(start)[1]
        if self._text[max(0, start - 5) : start].lower() == "post-":
            return True
        after = self._text[end : min(closing, end + _ALLERGY_REACH)]
        near = max(self._sentence(start)[0], start - _LIST_REACH)
        return study.is_past_event(self._text[start:end], self._text[near:start], after)

    def _is_general(self, start: int, end: int) -> bool:
        """Whether "after X" belongs to an open question, not to somebody's past."""
        told = self._told(start)
        if findings.is_possible_after(self._text[self._near(start) : start]) and not cues.is_aim(told):
            return True
        return not self._reaches("historical", start, end, cues.NOW) and findings.is_unsettled(told)

    def _is_before_entry(self, start: int, end: int) -> bool:
        after = self._text[end : min(self._sentence(start)[1], end + 200)]
        told = self._told(start)
        if study.is_in_bare_window(told, self._text[self._near(start) : start], after):
            return True
        return cues.is_before_entry(after) and not cues.is_course_to_come(told)

    def _near(self, start: int) -> int:
        return max(self._sentence(start)[0], start - _ALLERGY_REACH)

    def _untriggered(self, start: int, end: int, type: EntityType) -> _Time:
        """The time of a treatment that no trigger of time reaches."""
        given_up = self._scopes.get("refused")
        openings = given_up.openings(start, end) if given_up else []
        if any(beside.GIVEN_UP.search(self._text, max(0, o - 24), o) for o in openings):
            return "historical"
        if self._plan.holds(start, end) and not self._within("conditional", start, end):
            return "planned"
        told = self._told(start)
        delivered = (
            self._course.holds(start, end)
            or (cues.is_result(told) and not self._is_linked(start, end) and not self._is_open(start, end))
            or cues.is_retrospective(told)
            or (
                type == "procedure"
                and findings.is_told_of(self._text, start, end, told)
                and not self._is_linked(start, end)
            )
        )
        return "delivered" if delivered else "current"

    def _is_open(self, start: int, end: int) -> bool:
        """Whether a treatment is an option, or one that some had and some had not."""
        before = self._text[max(0, start - 40) : start]
        return self._within("conditional", start, end) or bool(beside.SOME_HAD.search(before))

    def _is_linked(self, start: int, end: int) -> bool:
        before = self._text[max(self._sentence(start)[0], start - _BACKWARD_REACH) : start]
        after = self._text[end : end + _BACKWARD_REACH]
        return study.is_linked(before, after) or causes.is_measured(before, after)

    def _old(self, start: int, end: int) -> bool:
        """Whether a disease lies in the past: "prior therapy for X" tells of a therapy."""
        said, opening = self._times.nearest(start, end, treatment=False)
        return said == "historical" and not cues.THERAPY.search(self._text, min(opening, start), start)

    def _told(self, at: int) -> str:
        """The sentence that holds an offset."""
        start, end = self._sentence(at)
        return self._text[start : min(end, start + _LONGEST)]

    def _part(self, at: int) -> str:
        """The part of the sentence between semicolons that holds an offset."""
        return cues.part_of(self._told(at), at - self._sentence(at)[0])

    def _experiencer(
        self, start: int, end: int, type: EntityType, treatment: bool
    ) -> Literal["patient", "family", "other"]:
        if type == "outcome":
            return "patient"
        if beside.BEARING_AFTER.match(self._text, end):
            return "other"
        if type == "disease" and beside.is_of_parents(self._text, start, end):
            return "family"
        barrier = beside.NOT_THEIR_TREATMENT if treatment else beside.NOT_OF_RELATIVES
        if self._reaches("other", start, end, barrier):
            return "other"
        if not self._reaches("family", start, end, barrier):
            return "patient"
        if not treatment or type == "procedure":
            return "family"
        # "A drug given to the mother" is a nursing woman's own, "her mother took it" is not.
        openings = self._scopes["family"].openings(start, end)
        own = any(beside.KIN.search(self._text, max(0, o - 30), o) for o in openings)
        return "family" if own else "patient"


@lru_cache(maxsize=4)
def _axes(key: Same) -> Axes:
    return Axes(key.reading)


def axes_of(reading: Reading, start: int, end: int, type: EntityType) -> Assertion:
    """How far a text stands behind a span that names a thing of this type.

    The scopes of the reading are found at the first call and kept for the last few readings.
    """
    return _axes(Same(reading)).of(start, end, type)
