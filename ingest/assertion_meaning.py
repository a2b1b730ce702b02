"""What a trigger of the axes says where it stands: told, only placed in time, or nothing at all."""

import re
from collections.abc import Iterator

from ingest import assertion_cues as cues
from ingest import assertion_study as study
from ingest import assertion_tense as tense
from ingest import assertion_wordings as wordings
from ingest.assertion_constructions import Spans
from ingest.mention import Mention

_REACH = 160
"""Characters around a trigger of time that are read for when it speaks of."""
_NEED_REACH = 60
_MEASURED_AFTER = ("after", "following", "recurrence", "relapse ", "relapses")
"""How triggers begin that may only say after what something was measured."""
_DONE_AGO = re.compile(
    r"\b(?:underwent|received|undergone|completed|treated with|started)\b[^.;]*$", re.IGNORECASE
)
_ADVISED_AFTER = re.compile(
    r"[^.;]{0,60}?\b(?:should|may|might|could|can|(?:is|are) (?:\w+ )?(?:recommended|advised|preferred"
    r"|indicated))\b",
    re.IGNORECASE,
)
_OPENS = re.compile(r"\W*$")
_COUNTS = re.compile(
    r"[^,.;]{3,70}, [^.;]{0,60}?(?:\d ?%|\d+ of \d|\d+/\d|\b(?:median|rates?|dose"
    r"|survival)\b)",
    re.IGNORECASE,
)
"""After an "after" that opens a sentence: what was counted then."""
_ENDS = frozenset({"after", "following", "post"}) | {
    f"{when} {what} of" for when in ("after", "following") for what in ("completion", "the completion")
}
"""What may say that something is over, or only when something is to come."""
_ON_A_DAY = re.compile(
    r"\s*(?:admission|arrival|(?:hospital |postoperative )?day|POD|the (?:day|first|second|third)|\d)", re.I
)
"""After "was started on": the day, so that what was started stands before it."""
_LONGEST = 1200
"""Characters of a sentence that are read for what it tells."""
_GOES_ON = re.compile(
    r"\b(?:(?:is|are|was|were|be|been) (?:[a-z]{3,12}ly )?(?:resumed|restarted|continued|recommenced"
    r"|reintroduced)"
    r"|(?:is|are) (?:[a-z]{3,12}ly |also )?(?:given|started|repeated)|continues?|resumes?)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_ANALYSIS = re.compile(
    r"\s*(?:an?|the|our|this) (?:[\w-]+ ){0,4}?(?:analys[ei]s|stud(?:y|ies)|reviews?|comparisons?|trials?"
    r"|survey"
    r"|search|meta-analysis|evaluation|investigation)\b",
    re.IGNORECASE,
)
"""After "we performed": nothing that was done to somebody."""
_WAS_DECIDED = re.compile(
    r"\s*(?:[a-z]{3,12}ly )?(?:determined|based|planned|defined|decided|chosen|guided|selected|assessed"
    r"|considered"
    r"|associated|not|well|more|less|influenced|recorded)\b",
    re.IGNORECASE,
)
"""After "treatment was": no treatment is named."""
_SHARE_OF = re.compile(
    r"\W*(?:\w{1,3}[.)] )?(?:(?:the|total|overall) )?(?:number|percentages?|proportion|rate) of (?:[\w-]+ )?"
    r"(?:participants|patients|subjects)\b",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    r"\b(?:is|are|will be) (?:defined|measured|calculated|assessed|determined|estimated) (?:as|in|by|from"
    r"|among|for)"
    r"\b[^.;]{0,140}$",
    re.IGNORECASE,
)
"""Before what only belongs to the definition of something measured."""

_REACTION = re.compile(
    r"\b(?:behaviou?r\w*|\w*respiratory|cardiovascular|pressor|physiologic\w*|similar|an(?:a)?esthetic"
    r"|autonomic"
    r"|locomotor|hormon\w*|cellular|different|differential|pharmacologic\w*|in|event in the pathological) $",
    re.IGNORECASE,
)
"""Before "response to": what a body does under a drug, not how a disease answered a treatment."""
_WHEN_STARTED = re.compile(r" (?:after|within|once|when|as soon|following|in|on day|at|\d)\b", re.IGNORECASE)
"""After "will start": the time, so that what will start stands before it."""
_IN_GENERAL = re.compile(
    r"[^.;,]{2,60}? (?:(?:is|are|remains?) (?:[a-z]{3,12}ly |often |not |very |more |less "
    r"|still ){0,2}(?:common|uncommon"
    r"|rare|frequent|infrequent|usual|unusual|advised|recommended|expected|advisable|difficult|important"
    r"|necessary"
    r"|unnecessary)|var(?:y|ies)|includes?|depends?)\b",
    re.IGNORECASE,
)
"""After "after": what is so in general, of nobody in particular."""
_SOMEBODY = re.compile(r"\b(?:who|whose|eligible|enrol\w*|history|must|failed)\b", re.IGNORECASE)
_HISTORY_OF = re.compile(r"\b(?:history|hx|h/o) (?:of )?[^.;,]{3,60} $", re.IGNORECASE)
"""Before how an earlier illness was treated."""
_UNTIL_HAD = re.compile(
    r"\b(?:until|after|before|once|when|from)(?: (?:when|the|each|a|all|every))* (?:patients?"
    r"|participants?|subjects?)"
    r"(?: (?:has|have))? $",
    re.IGNORECASE,
)
"""Before a giving that only sets a time in what is to come: "until a year after the patient received"."""
_NOW_USUAL = re.compile(
    r"\b(?:is|are) (?:now|today|currently|nowadays|increasingly) (?:[a-z]{3,12}ly |most |more |widely ){0,2}"
    r"(?:performed|used|given|done|offered|accepted|considered|preferred|applied|regarded|recommended)\b",
    re.IGNORECASE,
)
"""What is done in general now: nothing of a course."""
_SET_UP = re.compile(
    r"\b(?:program\w*|clinics?|services?|protocols?|pathways?|guidelines?|models?|tools?|scales?"
    r"|questionnaires?"
    r"|polic(?:y|ies)|algorithms?|nomograms?|checklists?|bundles?|recommendations?)\b[^.;]{0,70}\b(?:for|in)"
    r" (?:[\w-]+ ){0,3}(?:patients?|women|men|children|adults|people|those|individuals)(?: who are)? $",
    re.IGNORECASE,
)
"""Before a gerund that tells whom something was made for."""
_SHARE_OF_PLANNED = re.compile(r"\bof (?:the |their |his |her )?\d+ $", re.IGNORECASE)
"""How much was given of what was planned: "20 of 30 planned fractions"."""
_NOW_OR_THEN = re.compile(
    r"\b(?:receiving|taking|using|undergoing|having|treated with|on)(?: treatment with)?,? (?:or|and/or)"
    r"(?: (?:are|is|who|that|currently|being)){0,3} (?:planned|planning|scheduled|intending|intended"
    r"|intends?|expected"
    r"|due|about|going|plans?)(?: (?:to|for)(?: (?:receive|undergo|start|begin|take|use|have"
    r"|be treated with))?)?\s*$",
    re.IGNORECASE,
)


def meant(text: str, found: list[Mention], sentence_span: Spans) -> Iterator[tuple[Mention, str]]:
    """The triggers under the status they have where they stand, each with its words."""
    for trigger in found:
        said = said_of(text, trigger)
        if trigger.name in {"stop", "pseudo"} or _untold(text, trigger, said, sentence_span):
            continue
        if renamed := _renamed(text, trigger, said, sentence_span):
            yield renamed, said


def said_of(text: str, trigger: Mention) -> str:
    """The words of a trigger, as the lists have them."""
    words = text[trigger.start : trigger.end].lower().split()
    # "treated for X with" is the verb with its words between.
    return f"{words[0]} {words[-1]}" if words[0] in {"treated", "managed"} else " ".join(words)


_TO_AFTER = re.compile(r" \([^()\n]{2,60}\) to\b")
"""After "prior": a bracket between it and its "to"."""


def _untold(text: str, trigger: Mention, said: str, sentence_span: Spans) -> bool:
    """Whether a trigger of time says nothing of it where it stands."""
    if trigger.name == "historical":
        if said == "prior" and _TO_AFTER.match(text, trigger.end):
            return True
        return cues.is_of_any_time(text, trigger.start, trigger.end)
    start, end = sentence_span(trigger.start)
    if trigger.name == "ended":
        if text.startswith(" not ", trigger.end):
            return True
        # "will receive A, then B (post-surgery)": the bracket belongs to the plan, however far its verb.
        reach = _LONGEST if text[trigger.start - 1 : trigger.start] == "(" else _REACH
        near = text[max(start, trigger.start - reach) : min(end, trigger.end + _REACH)]
        timed = said in _ENDS and not cues.is_time_point(text, trigger.start)
        return timed and (cues.is_future(near) or cues.is_changed_from(text, trigger.start))
    if said == "planned" and _SHARE_OF_PLANNED.search(text, max(start, trigger.start - 24), trigger.start):
        return True
    if said == "response to":
        told = text[start:end][:_LONGEST]
        return cues.is_aim(told) or not cues.is_past(told)
    if said == "elective":
        return (
            cues.is_past(text[start:end][:_LONGEST])
            or bool(_ADVISED_AFTER.match(text, trigger.end, end))
            or bool(wordings.ADVISED.search(text, max(start, trigger.start - _NEED_REACH), trigger.start))
        )
    if said in wordings.ARRANGED and wordings.WISHED.search(
        text, max(start, trigger.start - _NEED_REACH), trigger.start
    ):
        return True
    if said == "had" and wordings.NOBODY.search(text, max(start, trigger.start - _NEED_REACH), trigger.start):
        return True
    if trigger.name == "delivered" and _is_no_giving(text, trigger, said, (start, end)):
        return True
    if trigger.name != "delivered" or said not in wordings.UNTOLD:
        return False
    if cues.is_open(text, trigger.start):
        return True
    start = max(start, trigger.start - _LONGEST)
    if said.endswith(wordings.PARTICIPLES):
        return False
    if trigger.value == "backward":
        return not cues.is_stated(text, trigger.end)
    return said not in {"completed", "finished"} and not cues.is_past(text[start : trigger.start])


def _is_design(text: str, trigger: Mention, sentence_span: Spans) -> bool:
    """Whether a sentence names its people by their treatment and tells nothing of them yet.

    "Fatigue of women treated with examplumab" is a title, "fatigue was less in women treated with" a result.
    A criterion and what looks back on years are told of what has been given.
    """
    start, end = sentence_span(trigger.start)
    sentence, at = text[start:end][:_LONGEST], trigger.end - start
    named = study.is_of_population(text[max(start, trigger.start - _REACH) : trigger.start])
    if not named and not study.is_endpoint(sentence):
        return False
    if study.is_of_entry(sentence) or cues.is_recent(sentence) or study.is_looked_back(sentence, at):
        return False
    return cues.is_aim(sentence) or not cues.is_past(sentence)


def _is_no_giving(text: str, trigger: Mention, said: str, sentence: tuple[int, int]) -> bool:
    """Whether a verb of giving is said of a study, of a choice, or within a definition."""
    if said in {"response to", "responses to"} and _REACTION.search(
        text, max(0, trigger.start - 40), trigger.start
    ):
        return True
    if said.startswith("we ") and _ANALYSIS.match(text, trigger.end):
        return True
    if _UNTIL_HAD.search(text, max(sentence[0], trigger.start - 60), trigger.start) and not cues.is_past(
        text[sentence[0] : trigger.start]
    ):
        return True
    if trigger.value == "backward" and _NOW_USUAL.search(text, trigger.end, trigger.end + _REACH):
        return True
    if said.endswith(" was") and _WAS_DECIDED.match(text, trigger.end):
        return True
    if said not in {"received", "underwent", "have received", "have undergone", "treated with"}:
        return False
    return bool(_DEFINED.search(text, max(sentence[0], trigger.start - 180), trigger.start)) or bool(
        _SHARE_OF.match(text, sentence[0]) and not cues.is_past(text[slice(*sentence)])
    )


def _renamed(text: str, trigger: Mention, said: str, sentence_span: Spans) -> Mention | None:
    """The trigger under the status it has where it stands; None where it has none."""
    start, end = sentence_span(trigger.start)
    if trigger.name == "planned" and is_now_or_then(text, start, trigger.end):
        return trigger._replace(name="current")
    if (
        trigger.name == "delivered"
        and said in wordings.UNTOLD
        and said.endswith(wordings.PARTICIPLES)
        and _is_design(text, trigger, sentence_span)
    ):
        return trigger._replace(name="current")
    if (
        trigger.name == "delivered"
        and wordings.TO_ARM.search(said)
        and tense.is_unstarted(text, start, trigger.start)
    ):
        return trigger._replace(name="planned")
    if (
        said in {"to receive", "to undergo", "to start", "to begin", "to commence"}
        and trigger.value == "forward"
    ):
        status = tense.reading_of_infinitive(text, start, trigger.start)
        return trigger._replace(name=status) if status else None
    if said in {"treated with", "treated by"} and _HISTORY_OF.search(
        text, max(start, trigger.start - 80), trigger.start
    ):
        return trigger._replace(name="historical")
    if said in wordings.EVER_HAD and study.is_bare_criterion(text, start, trigger.end):
        return trigger._replace(name="prior")
    if said in wordings.ON_TREATMENT and _is_lost(text, start, trigger.start):
        return trigger._replace(name="historical")
    if said in wordings.TO_START and _WHEN_STARTED.match(text, trigger.end):
        return trigger._replace(value="backward")
    if said in wordings.GERUNDS:
        return _gerund(text, trigger, start, end)
    if said in {"was started on", "were started on", "was commenced on"} and _ON_A_DAY.match(
        text, trigger.end
    ):
        return trigger._replace(value="backward")
    if said in {"months ago", "weeks ago"} and _DONE_AGO.search(
        text, max(start, trigger.start - 120), trigger.start
    ):
        # "Underwent X four months ago" tells of this course, "X four months ago" of the past.
        return None
    if said == "take":
        # "Takes" is of today, "will take" and "to take" are not.
        return None
    if said in wordings.COMPLETIONS and cues.is_set_off(text, trigger.start):
        return trigger._replace(name="current")
    if trigger.name == "ended" and (
        cues.is_time_point(text, trigger.start)
        or (said in wordings.ENDINGS and cues.is_set_off(text, trigger.start))
    ):
        # "6 weeks after radiotherapy" places something else; the radiotherapy is the course's own.
        relapse = wordings.RELAPSE.search(text, max(start, trigger.start - 60), trigger.start)
        return trigger if relapse else trigger._replace(name="timed")
    if _GOES_ON.search(text, max(start, trigger.start - 90), trigger.start):
        # "Aspirin is resumed after surgery": both belong to the course that is told.
        return trigger._replace(name="timed") if trigger.name == "ended" else trigger
    after = said.endswith(("after", "following")) and said.startswith(_MEASURED_AFTER)
    at = trigger.end - len(said.split()[-1]) if after else trigger.start
    if after and _OPENS.fullmatch(text, start, trigger.start) and _COUNTS.match(text, trigger.end, end):
        return trigger._replace(name="timed")
    if (
        after
        and _IN_GENERAL.match(text, trigger.end, end)
        and not _SOMEBODY.search(text, max(start, trigger.start - _REACH), trigger.start)
    ):
        return trigger._replace(name="timed")
    if after and study.is_after_measured(text[start:end][:_LONGEST], at - start):
        # "Survival after X" is measured of X, "patients relapsed after X" tells of somebody's past.
        return trigger._replace(name="timed")
    return trigger


def is_now_or_then(text: str, start: int, end: int) -> bool:
    """Whether what ends here is of today or to come: "receiving, or planned to receive"."""
    return bool(_NOW_OR_THEN.search(text, max(start, end - 90), end))


def _is_lost(text: str, start: int, at: int) -> bool:
    """Whether a disease went on under what is told: "relapse within a year of receiving", "while taking"."""
    return bool(wordings.SINCE.search(text, max(start, at - 24), at)) and bool(
        wordings.RELAPSE.search(text, max(start, at - 60), at)
    )


def _gerund(text: str, trigger: Mention, start: int, end: int) -> Mention | None:
    """A gerund as "receiving": delivered where the sentence tells of the past."""
    if cues.is_in_course(text, trigger.start) or _SET_UP.search(
        text, max(start, trigger.start - _REACH), trigger.start
    ):
        return trigger._replace(name="current")
    sentence = text[max(start, trigger.start - _LONGEST) : min(end, trigger.end + _LONGEST)]
    past = (
        (cues.is_past(sentence) or cues.is_our_work(sentence))
        and not cues.is_future(sentence)
        and not cues.is_aim(sentence)
    )
    return trigger._replace(name="delivered" if past else "current")
