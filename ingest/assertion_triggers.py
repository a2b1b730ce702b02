"""The triggers of the four axes in a text, and the stretch of text each of them reaches."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from ingest import assertion_beside as beside
from ingest import assertion_constructions as constructions
from ingest import assertion_cues as cues
from ingest import assertion_dealt_with as dealt_with
from ingest import assertion_denied as denied
from ingest import assertion_entry as entry
from ingest import assertion_frames as frames
from ingest import assertion_lists as lists
from ingest import assertion_meaning as meaning
from ingest import assertion_predicates as predicates
from ingest import assertion_reach as reach
from ingest import assertion_tense as tense
from ingest import assertion_voids as voids
from ingest import assertion_wordings as wordings
from ingest.assertion import trigger_scopes
from ingest.assertion_scopes import Scope, Times, Told, first_after
from ingest.mention import Cover, Mention, outermost
from ingest.reading import Reading

_REACH = 160
"""Characters a trigger of time reaches within its sentence, over the commas of a list."""
_GIVEN_REACH = 420
"""Characters "received" and "will receive" reach: all that is given may follow."""
_BACKWARD_REACH = 90
_NEED_REACH = 60
_PAST_REACH = 260
"""Characters "prior" reaches over the treatments of a list."""
_LONGEST = 1200
"""Characters of a sentence that are read for what it tells."""
_TIMES = ("planned", "delivered", "current", "historical", "ended", "prior")


def read_triggers(reading: Reading) -> Told:
    """Every trigger of a reading with what it reaches."""
    return _Triggers(reading).told()


class _Triggers:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._text = reading.text
        self._clauses = reading.clauses
        listed = outermost(wordings.axes_triggers().find(reading.words))
        self._void = Cover((t.start, t.end - (t.name != "pseudo")) for t in listed if t.name != "stop")
        treated = [
            Mention("trigger", "historical" if before else "delivered", "forward", start, end)
            for start, end, before in tense.treated_spans(reading.text)
        ]
        self._found = outermost([*listed, *treated]) if treated else listed
        self._stops = sorted(t.start for t in self._found if t.name == "stop")
        self._lasting = [s for s in self._stops if not self._excepts(s)]
        self._meant = list(meaning.meant(self._text, self._found, self._sentence))
        self._moments = sorted(
            t.start for t, _ in self._meant if t.name in {"planned", "delivered", "current"}
        )

    def told(self) -> Told:
        scopes = self._shared()
        forward, backward = self._own()
        for start, end in tense.planned_spans(self._text):
            forward.append(Scope("planned", end, self._given_end(end)))
            backward.append(Scope("planned", self._subject(start), start))
        forward += [self._planned(end) for end in tense.planned_ends(self._text)]
        forward += [Scope("planned", end, self._given_end(end)) for end in tense.closing_plans(self._text)]
        forward += [Scope("delivered", e, self._given_end(e)) for e in tense.given_ends(self._text)]
        forward += self._histories()
        scopes += [Scope("conditional", self._subject(a), a) for a, _ in tense.option_spans(self._text)]
        scopes += [Scope("condition", a, e) for a, e in reach.supposed(self._text)]
        scopes += [
            Scope("conditional", e, self._advised_end(e))
            for e in tense.option_ends(self._text)
            if not voids.is_no_trigger(self._text, "conditional", e, e)
        ]
        forward += [Scope("planned", e, self._given_end(e)) for e in tense.agreed_ends(self._text)]
        finished = ((e, tense.results_end(self._text, e, self._given_end(e))) for e in self._finished())
        forward += [Scope("delivered", *span) for span in finished]
        backward += [Scope("planned", self._subject(a), a) for a in tense.agreed_starts(self._text)]
        forward += constructions.forward_scopes(self._text, self._sentence)
        forward += entry.entry_scopes(self._text, self._sentence)
        forward += frames.frame_scopes(self._text, self._sentence)
        backward += predicates.backward_scopes(self._text, self._sentence)
        forward += [
            s._replace(start=a, end=b)
            for s in forward
            if s.status == "planned"
            for a, b in reach.instances(
                self._text, s.start, min(self._sentence(s.start)[1], s.start + _GIVEN_REACH)
            )
        ]
        scopes += self._unfit()
        scopes += [
            Scope(said, a, b)
            for a, b in dealt_with.treated_diseases(self._text)
            for said in ("historical", "dealt with")
        ]
        scopes += [s for s in (*forward, *backward) if s.status not in _TIMES]
        scopes += lists.list_scopes(self._text, self._sentence)
        scopes += lists.awaited_scopes(self._text)
        scopes += lists.excepted_entries(self._text)
        scopes += list(self._instanced(scopes))
        scopes += [
            Scope("other", s.start, s.end)
            for s in scopes
            if s.status == "family" and wordings.UNRELATED.search(self._text, max(0, s.start - 24), s.start)
        ]
        times = Times([s for s in forward if s.status in _TIMES], [s for s in backward if s.status in _TIMES])
        return Told(scopes, times)

    def _planned(self, end: int) -> Scope:
        now = meaning.is_now_or_then(self._text, self._sentence(end)[0], end)
        return Scope("current" if now else "planned", end, self._given_end(end))

    def _shared(self) -> list[Scope]:
        """The scopes of the triggers shared with the reading of a case, without what is void here."""
        scopes = []
        reading = self._reading
        for one in trigger_scopes(reading.words, self._clauses, list(reading.mentions)):
            scope = self._ended(Scope(one.status, one.start, one.end))
            if scope.status == "historical":
                scope = scope._replace(end=reach.clause_end(self._text, scope.start, scope.end))
            if scope.status in {"delivered", "affirmed"} or self._is_void(scope):
                continue
            if scope.status == "family" and (
                others := wordings.OTHER_PEOPLE.search(
                    self._text, scope.start, min(scope.end, scope.start + _GIVEN_REACH)
                )
            ):
                scope = scope._replace(end=others.start())
            scopes += self._denied(scope)
            scopes.append(self._compound(scope))
        return scopes

    def _is_void(self, scope: Scope) -> bool:
        """Whether a trigger lies in a longer phrase, or stands beside words, that take its scope away."""
        if scope.status != "family" and self._void.holds(scope.start - 1, scope.start):
            return True
        if voids.is_no_trigger(self._text, scope.status, scope.start, scope.end):
            return True
        if scope.status == "historical":
            before = self._text[max(0, scope.start - 24) : scope.start]
            word = re.search(r"[A-Za-z/]+(?: of)?\s*$", before)
            start = scope.start - len(before) + (word.start() if word else len(before))
            return cues.is_of_any_time(self._text, start, scope.start)
        return False

    def _ended(self, scope: Scope) -> Scope:
        """The scope under what it says: "to exclude" is a doubt, and what is risked is a noun phrase."""
        if scope.status not in {"hypothetical", "uncertain"}:
            return scope
        before = self._text[max(0, scope.start - 20) : scope.start]
        if scope.status == "hypothetical" and reach.TO_EXCLUDE.search(before):
            scope = scope._replace(status="uncertain")
        ends = reach.phrase_end(self._text, before, scope.start, scope.end)
        return scope._replace(end=ends) if ends else scope

    def _instanced(self, scopes: list[Scope]) -> Iterator[Scope]:
        """The instances of what is denied, each list with its own scope: "no cytotoxics (A and B)"."""
        for scope in {s for s in scopes if s.status in wordings.DENIALS}:
            if beside.GIVEN_UP.search(self._text, max(0, scope.start - 24), scope.start):
                # "Failed agents such as A": A was given.
                continue
            limit = min(self._sentence(scope.start)[1], scope.start + _GIVEN_REACH)
            for start, end in reach.instances(self._text, scope.start, limit):
                if scope.status != "hypothetical":
                    yield scope._replace(start=start, end=end)
                    if reach.is_of_variants(self._text, scope.start, start):
                        yield Scope("denied variant", start, end)
                elif (
                    may := wordings.MAY_GET.search(self._text, max(0, scope.start - 30), scope.start)
                ) and not wordings.NOT_SO.search(self._text, max(0, may.start() - 24), may.start()):
                    yield scope._replace(start=start, end=end)

    def _unfit(self) -> Iterator[Scope]:
        """What somebody is no longer fit for, to the end of the list."""
        for end in reach.unfit_ends(self._text):
            yield Scope("refused", end, reach.unfit_end(self._text, end, self._sentence(end)[1]))

    def _finished(self) -> Iterator[int]:
        """Where a phrase ends whose treatments have been given: "the dose was", "our results with"."""
        for start, end in tense.finished_spans(self._text):
            opening, closing = self._sentence(start)
            near = self._text[max(opening, start - _REACH) : min(closing, end + _REACH)]
            if not cues.is_future(near) and not cues.is_aim(
                self._text[opening : min(closing, opening + _LONGEST)]
            ):
                yield end

    def _compound(self, scope: Scope) -> Scope:
        """The scope, cut to the compound where "risk" closes one."""
        if scope.status == "hypothetical" and wordings.COMPOUND.match(self._text, scope.end):
            return scope._replace(start=reach.noun_start(self._text, scope.start, scope.end))
        return scope

    def _sentence(self, at: int) -> tuple[int, int]:
        return self._clauses.sentence_span(at)

    def _subject(self, at: int) -> int:
        return tense.subject_start(self._text, self._sentence(max(0, at - 1))[0], at)

    def _given_end(self, start: int) -> int:
        limit = min(self._sentence(start)[1], start + _GIVEN_REACH)
        return tense.given_end(self._text, start, first_after(self._moments, start, limit))

    def _advised_end(self, start: int) -> int:
        limit = min(self._sentence(start)[1], start + _GIVEN_REACH)
        return tense.advised_end(self._text, start, first_after(self._moments, start, limit))

    def _excepts(self, at: int) -> bool:
        return self._text.startswith(("except", "EXCEPT", "with the exc"), at)

    def _own(self) -> tuple[list[Scope], list[Scope]]:
        """The scopes of this module's own triggers: forward ones, then backward ones."""
        forward: list[Scope] = []
        backward: list[Scope] = []
        for trigger, said in self._meant:
            if trigger.value == "backward":
                name = "conditional" if trigger.name == "option" else trigger.name
                scope = Scope(name, self._back(trigger), trigger.start)
                if not voids.is_no_trigger(self._text, scope.status, scope.start, scope.end):
                    backward.append(scope)
                continue
            scopes = self._forward(trigger, said)
            forward += [s for s in scopes if not voids.is_no_trigger(self._text, s.status, s.start, s.end)]
            if trigger.name == "hypothetical" and said in wordings.CONDITIONS:
                if voids.is_no_trigger(self._text, "hypothetical", trigger.end, trigger.end):
                    continue
                # "will start X if Y is found": the condition stands after what depends on it.
                before = max(self._sentence(trigger.start)[0], trigger.start - _BACKWARD_REACH)
                backward.append(Scope("conditional", before, trigger.start))
        return forward, backward

    def _back(self, trigger: Mention) -> int:
        """Where the scope of a backward trigger begins."""
        if trigger.name in {"planned", "delivered", "option", "refused"}:
            start = self._subject(trigger.start)
            said = meaning.said_of(self._text, trigger)
            if said in wordings.BARE or (start >= trigger.start and said in {"planned", "scheduled"}):
                # "after surgery planned for June": the participle is said of what stands right before it.
                return tense.nearest_start(self._text, self._sentence(trigger.start)[0], trigger.start)
            return start
        start = self._clauses.clause_span(max(0, trigger.start - 1))[0]
        index = bisect_left(self._stops, trigger.start)
        if trigger.name == "uncertain":
            start = beside.after_diagnosis(self._text, start, trigger.start)
        return max(start, self._stops[index - 1] if index else 0, trigger.start - _BACKWARD_REACH)

    def _forward(self, trigger: Mention, said: str) -> list[Scope]:
        text, end = self._text, trigger.end
        sentence_end = self._sentence(end)[1]
        own = self._clauses.clause_span(end)[1]
        barred = self._lasting if trigger.name == "historical" else self._stops
        if trigger.name in {"ended", "timed"}:
            limit = reach.after_end(text, end, min(sentence_end, end + _REACH))
            if text[end : end + 1] == "-" or said == "post":
                # "post-mastectomy radiotherapy": only the word that is joined.
                limit = min(limit, reach.joined_end(text, end))
            status = "current" if trigger.name == "timed" else "ended"
            return [Scope(status, end, first_after(barred, end, limit))]
        if trigger.name == "historical" or said in wordings.NO_PRIOR:
            limit = min(sentence_end, end + _PAST_REACH)
            # Of treatments over the commas of a list, of diseases within the clause.
            past = reach.past_end(text, end, limit)
            far = past if trigger.name == "negated" else first_after(self._moments, end, past)
            treated = "prior" if trigger.name == "historical" else "never"
            further: list[Scope] = []
            if said.endswith(wordings.HISTORIES):
                if bracket := reach.IN_BRACKETS.match(text, end):
                    own = max(own, self._clauses.clause_span(bracket.end())[1])
                own = reach.history_end(text, end, own, limit)
                far_off = min(sentence_end, end + _GIVEN_REACH)
                further = [Scope("historical", a, b) for a, b in reach.instances(text, end, far_off)]
                if windowed := reach.IN_WINDOW.match(text, end):
                    own = windowed.end()
                    far = min(far, own)
            elif said in {"prior", "previous", "past"}:
                own = reach.prior_end(text, end, own, limit)
            return [
                *further,
                Scope(treated, end, first_after(barred, end, far)),
                Scope(trigger.name, end, first_after(barred, end, reach.clause_end(text, end, own))),
            ]
        if trigger.name in {"planned", "delivered"}:
            limit = self._given_end(end)
            if said == "had":
                limit = min(limit, reach.had_end(text, end, end + _REACH))
            if said.startswith(("need", "requir")):
                limit = min(limit, reach.need_end(text, end, end + _NEED_REACH))
            return [Scope(trigger.name, end, first_after(barred, end, limit))]
        if trigger.name in _TIMES:
            limit = min(sentence_end, end + _REACH)
            return [
                Scope(trigger.name, end, first_after(barred, end, first_after(self._moments, end, limit)))
            ]
        if trigger.name == "option":
            return [Scope("conditional", end, first_after(barred, end, self._advised_end(end)))]
        if trigger.name == "refused":
            own = reach.listed_end(text, own, min(sentence_end, end + _REACH))
        name = "condition" if said in wordings.CONDITIONS else trigger.name
        if (name == "condition" or said == "in case") and (close := reach.instances_close(text, own)):
            # "unless treated (e.g. with X) and stable": the bracket belongs to the condition.
            own = self._clauses.clause_span(close)[1]
        if name == "condition" and (aim := wordings.PURPOSE.search(text, end, min(own, end + _PAST_REACH))):
            own = aim.start()
        scope = self._ended(Scope(name, end, first_after(barred, end, own)))
        return [scope, *self._denied(scope)]

    def _denied(self, scope: Scope) -> list[Scope]:
        """The items of a list that a negation opens, each with its own scope."""
        if scope.status != "negated":
            return []
        limit = min(self._sentence(scope.start)[1], scope.start + _GIVEN_REACH)
        limit = first_after(self._stops, scope.start, limit)
        return [Scope("negated", a, b) for a, b in denied.denied_items(self._text, scope.start, limit)]

    def _histories(self) -> list[Scope]:
        """What a heading within a sentence tells of the past, and what is denied of it."""
        scopes = []
        for end in reach.past_headings(self._text):
            limit = min(self._sentence(end)[1], end + _PAST_REACH)
            stop = reach.history_end(self._text, end, end, limit)
            scopes += [Scope("prior", end, stop), Scope("historical", end, stop)]
        for end in reach.denied_histories(self._text):
            limit = min(self._sentence(end)[1], end + _PAST_REACH)
            stop = reach.history_end(self._text, end, self._clauses.clause_span(end)[1], limit)
            scopes.append(Scope("negated", end, stop))
        return scopes
