"""How far a text stands behind what it mentions: ConText's triggers, scopes and terminations, as data."""

import re
from bisect import bisect_left, bisect_right
from functools import cache
from typing import Literal, NamedTuple

from ingest.assertion_contrast import instead_start, is_attributive, is_grade, past_section_end, refuted_spans
from ingest.assertion_findings import is_of_the_margins, is_query_of_detail
from ingest.assertion_kin import is_patients_role, is_their_news, others, relatives_reach
from ingest.assertion_reach import joined_start
from ingest.assertion_wordings import ANSWERED_NO, DASHES, SOME_TIME_AGO
from ingest.clause import Clauses
from ingest.lexicon import Gazetteer, load_yaml
from ingest.mention import Assertion, Cover, Kind, Mention, outermost, starting_within
from ingest.section import read_sections
from ingest.words import Words

_STRENGTH: dict[str, float] = {
    "family": 5, "negated": 4, "refused": 3.5, "historical": 3, "hypothetical": 2, "uncertain": 1,
    "delivered": 0.5, "affirmed": 0,
}  # fmt: skip
_BACKWARD_REACH = 120
"""Characters a backward trigger reaches within its clause."""
_FORM_REACH = 60
"""Characters before a trigger in which a form that holds it may begin."""
_DELIVERED_REACH = 24
"""Characters after "completed" or "s/p" in which the treatment given must begin and end."""


_CLOSED = frozenset({"negated", "refused", "delivered", "uncertain"})
"""Statuses whose triggers act on nothing beyond a comma that follows them at once."""
_Scoped = Assertion | Literal["refused"]


class _Scope(NamedTuple):
    status: _Scoped
    start: int
    end: int


def trigger_scopes(words: Words, clauses: Clauses, mentions: list[Mention]) -> list[_Scope]:
    """Every stretch of a text that a trigger or a section's heading gives a status to."""
    refuted = [_Scope("negated", *span) for span in refuted_spans(clauses, mentions)]
    return _scopes(words, clauses, mentions) + _sections(clauses, mentions) + refuted


@cache
def _triggers() -> Gazetteer:
    rows: list[tuple[Kind, str, str, str]] = []
    for status, entry in load_yaml("assertion.yaml").items():
        if isinstance(entry, list):
            rows.extend(("trigger", status, status, phrase) for phrase in entry)
            continue
        for direction, phrases in entry.items():
            rows.extend(("trigger", status, direction, phrase) for phrase in phrases)
    return Gazetteer(rows)


def assert_mentions(words: Words, clauses: Clauses, mentions: list[Mention]) -> list[Mention]:
    """The mentions, each with its assertion status.

    A trigger inside a mention is part of it ("no ECE", "declined surgery") and has no scope.
    """
    scopes = trigger_scopes(words, clauses, mentions)
    covers = {
        status: Cover((s.start, s.end) for s in scopes if s.status == status)
        for status in {s.status for s in scopes}
    }
    strongest = sorted(covers, key=_STRENGTH.__getitem__, reverse=True)
    given = Cover((m.start, m.end) for m in mentions if m.kind == "radiotherapy" and m.name == "past")
    judged: list[Mention] = []
    for mention in mentions:
        status: _Scoped = next(
            (s for s in strongest if covers[s].holds(mention.start, mention.end) and _concerns(s, mention)),
            "affirmed",
        )
        past = given.exceeds(mention.start, mention.end) or _was_given(words.text, mention)
        if status == "affirmed" and _is_course(mention) and past:
            status = "delivered"
        judged.append(mention._replace(assertion=_asserted(status)))
    return judged


_COURSE_AXES = frozenset(
    {"modality", "technique", "fractionation", "request", "asked_course", "asked_fractions", "asked_dose_gy"}
)
_TREATMENT_AXES = _COURSE_AXES | {"systemic", "surgery", "setting", "target", "called_for", "intent"}


def _asserted(status: _Scoped) -> Assertion:
    return "negated" if status == "refused" else status


def _is_course(mention: Mention) -> bool:
    """Whether it speaks of the course of radiotherapy itself."""
    if mention.kind == "radiotherapy":
        return mention.name == "request"
    return mention.name in _COURSE_AXES or str(mention.value).startswith("radiotherapy")


_WAS = r" (?:was|were|had been) (?:(?:to|in|of|with|only|for) (?:the |his |her )?(?:\w+ )?(?:in |last )?)?"
_THEN = re.compile(
    _WAS + r"(?:\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\b|last\b|given\b|years?\b)",
    re.IGNORECASE,
)
"""After radiotherapy: when or how it was given."""
_TOLD_BEFORE = re.compile(r"\b(?:(?:C|X|EB|SB)?RT|radiotherapy|radiation|SABR) (?:was|were|had been) $", re.I)


def _was_given(text: str, mention: Mention) -> bool:
    """Whether it is told in the past tense: "RT was 25/5 in January"."""
    if mention.kind == "radiotherapy" or str(mention.value).startswith("radiotherapy"):
        return _THEN.match(text, mention.end) is not None
    return _TOLD_BEFORE.search(text, max(0, mention.start - 24), mention.start) is not None


def _concerns(status: _Scoped, mention: Mention) -> bool:
    """Whether a status can be said of a mention: a treatment is refused or delivered, a disease is not."""
    if status == "delivered":
        return _is_course(mention)
    if status == "refused":
        return mention.kind in {"radiotherapy", "declined"} or mention.name in _TREATMENT_AXES
    return True


def _scopes(words: Words, clauses: Clauses, mentions: list[Mention]) -> list[_Scope]:
    found = _triggers().find(words)
    found += _marks(words.text)
    spent = Cover((m.start, m.end) for m in mentions if m.kind not in {"radiotherapy", "declined"})
    longest = outermost(found)
    triggers = [t for t in longest if not spent.holds(t.start, t.end) and not _is_void(words.text, t)]
    begins: dict[int, int] = {}
    for mention in mentions:
        begins[mention.end] = min(mention.start, begins.get(mention.end, mention.start))
    stops = sorted(t.start for t in triggers if t.name == "stop")
    diseases = [m for m in mentions if m.kind in {"disease", "morphology"}]
    relatives: dict[int, int] = {}
    scopes: list[_Scope] = []
    for trigger in triggers:
        if trigger.name in {"stop", "pseudo"}:
            continue
        status: _Scoped = trigger.name  # type: ignore[assignment]
        forward = trigger.value == "forward"
        if forward and status != "family" and words.text.startswith(DASHES, trigger.end):
            # "Bexarotene failed - total skin electrons": what was said of it stands before.
            continue
        if forward and status == "negated" and words.text[trigger.end : trigger.end + 1] == ".":
            # "NF2? no. Left schwannoma": the answer ends there.
            continue
        if trigger.value == "backward":
            start, end = _backward(trigger, begins, clauses, stops)
        elif trigger.value == "reach":
            start, end = _reach(trigger, clauses, stops)
            if status == "family":
                end = min(end, _relatives_end(trigger, clauses, mentions, relatives))
        else:
            start, end = _forward(trigger, clauses, stops, diseases)
            if status == "delivered":
                end = min(end, trigger.end + _DELIVERED_REACH)
        if start < end:
            scopes.append(_Scope(status, start, end))
    inner = {"negated", "refused", "historical"}
    within = [t for t in longest if t.name in inner and spent.holds(t.start, t.end)]
    within = [t for t in within if not _is_void(words.text, t)]
    return scopes + _inner_scopes(within, mentions)


def _inner_scopes(triggers: list[Mention], mentions: list[Mention]) -> list[_Scope]:
    """Scopes inside a form that holds its own trigger: "no adjuvant RT", "previous prostate RT"."""
    scopes: list[_Scope] = []
    for trigger in triggers:
        status: _Scoped = trigger.name  # type: ignore[assignment]
        first = bisect_left(mentions, trigger.start - _FORM_REACH, key=lambda m: m.start)
        last = bisect_right(mentions, trigger.start, key=lambda m: m.start)
        for form in mentions[first:last]:
            if form.kind == "axis" and form.covers(trigger):
                inside = (
                    (form.start, trigger.start) if trigger.value == "backward" else (trigger.end, form.end)
                )
                scopes.append(_Scope(status, *inside))
    return scopes


def _sections(clauses: Clauses, mentions: list[Mention]) -> list[_Scope]:
    scopes = []
    for section in read_sections(clauses.text):
        if section.kind == "family":
            end = _family_section_end(section.start, section.end, clauses, mentions)
            scopes.append(_Scope("family", section.start, end))
        elif section.kind == "historical":
            scopes.append(
                _Scope("historical", section.start, past_section_end(section.start, section.end, clauses))
            )
    return scopes


_QUERY = re.compile(r"\?(?=\s?[A-Za-z])")
_EX_IN = re.compile(r"\bex[ -](?!smok|drink|heav|prof)(?=[^,.;\n]{3,40}\b(?:19|20)\d\d\b)", re.IGNORECASE)
_FREE = re.compile(r"-free\b(?! (?:survival|interval|period|rate))", re.IGNORECASE)
_SHORTENED = re.compile(r"\b(?:prev|hx|pmhx?)$", re.IGNORECASE)
"""A trigger whose full stop ends no sentence."""
_TREATED_IN = re.compile(
    r"\btreated\b(?! with| by| to| at)(?=[^,.;\n]{3,40}\b(?:19|20)\d\d\b)", re.IGNORECASE
)
_HAD_IN = re.compile(r"\bhad\b(?=[^,.;\n]{3,50}\b(?:19|20)\d\d\b)", re.IGNORECASE)


def _marks(text: str) -> list[Mention]:
    queried = [Mention("trigger", "uncertain", "forward", *m.span()) for m in _QUERY.finditer(text)]
    dated = [
        Mention("trigger", "historical", "forward", *m.span())
        for pattern in (_HAD_IN, _EX_IN, _TREATED_IN)
        for m in pattern.finditer(text)
    ]
    dated += [Mention("trigger", "family", "forward", *span) for span in others(text)]
    free = [Mention("trigger", "negated", "backward", *m.span()) for m in _FREE.finditer(text)]
    answered = [Mention("trigger", "negated", "backward", *m.span()) for m in ANSWERED_NO.finditer(text)]
    ago = [Mention("trigger", "delivered", "backward", *m.span()) for m in SOME_TIME_AGO.finditer(text)]
    return queried + dated + free + answered + ago


def _is_void(text: str, trigger: Mention) -> bool:
    """Whether words beside a trigger make it none."""
    if trigger.name == "family":
        return is_patients_role(text, trigger.start, trigger.end)
    if trigger.value != "backward":
        return False
    if trigger.name == "negated" and is_of_the_margins(text, trigger.start):
        return True
    if trigger.name == "uncertain" and is_query_of_detail(text, trigger.start):
        return True
    if trigger.name == "hypothetical":
        return text[trigger.start : trigger.end].lower() == "risk" and is_grade(text, trigger.start)
    return trigger.name == "uncertain" and text[trigger.end - 1] == "d" and is_attributive(text, trigger.end)


def _forward(
    trigger: Mention, clauses: Clauses, stops: list[int], diseases: list[Mention]
) -> tuple[int, int]:
    closed = trigger.name in _CLOSED and clauses.text[trigger.end : trigger.end + 1] in {",", ")", "]"}
    if trigger.name == "negated" and clauses.text.startswith(":", trigger.end):
        # "They do not: MRI shows ..."
        return trigger.end, trigger.end
    if trigger.name == "refused" and _ANSWERED.search(clauses.text, *_refused_before(trigger, clauses)):
        # "Surgery refused: RT": the colon ends what was refused.
        return trigger.end, trigger.end
    # "stent failed, palliative RT": a comma right after the word leaves it nothing to act on.
    _, end = clauses.clause_span(trigger.end - closed)
    if (
        _SHORTENED.search(clauses.text, trigger.start, trigger.end)
        and clauses.text[trigger.end :][:2] == ". "
    ):
        _, end = clauses.clause_span(trigger.end + 2)
    if trigger.name == "family":
        # A relative's clause runs on over commas ("mother, breast ca") to the first disease named.
        _, sentence_end = clauses.sentence_span(trigger.end)
        index = bisect_left(diseases, trigger.end, key=lambda d: d.start)
        nearest = diseases[index] if index < len(diseases) else None
        if nearest is not None and nearest.start < min(sentence_end, trigger.end + 40):
            end = max(end, nearest.end)
        end = relatives_reach(clauses.text, trigger.end, end, clauses)
    elif trigger.name != "historical":
        end = instead_start(clauses.text, trigger.end, end)
    if trigger.name == "negated" and not closed:
        end = max(end, _list_end(trigger, clauses))
    if trigger.name == "negated" and (equals := clauses.text.find(" = ", trigger.end, end)) > 0:
        # "No lytic lesions = MGUS": what is denied makes it the other.
        end = equals
    begin = trigger.end
    if trigger.name == "family" and (told := _RELATIVES_NEWS.match(clauses.text, trigger.end)):
        # "brother recently diagnosed with": still the brother's.
        begin = min(told.end(), end)
    index = bisect_left(stops, begin)
    while trigger.name == "family" and index < len(stops) and is_their_news(clauses.text, stops[index]):
        index += 1
    stop = stops[index] if index < len(stops) else end
    return trigger.end, min(end, stop)


_ANSWERED = re.compile(
    r"\w[ ,]+(?:(?:was|is|has been|were|been|now|already) ){0,2}(?:\w+ly )?(?:refused|declined|rejected):$",
    re.IGNORECASE,
)
_PATIENT = re.compile(
    r"(?:\b(?:pt|patient|she|he|they|has|have|lady|gentleman|man|woman)|^)[ ,]*$", re.IGNORECASE
)


def _refused_before(trigger: Mention, clauses: Clauses) -> tuple[int, int]:
    """The words up to a refusal and its colon, where something other than the patient stands before it."""
    start, _ = clauses.clause_span(trigger.start)
    if _PATIENT.search(clauses.text[start : trigger.start]):
        return trigger.start, trigger.start
    return start, trigger.end + 1


_RELATIVES_NEWS = re.compile(
    r"(?:'s)?(?: (?:has|had|was|is|been|just|also|who|with|w|newly|recent(?:ly)?|currently|now|diagnosed|dx"
    r"|having))+\b",
    re.IGNORECASE,
)


def _list_end(trigger: Mention, clauses: Clauses) -> int:
    """End of a negated list such as "no brain, liver or bone mets"; the trigger's end if there is none."""
    _, sentence_end = clauses.sentence_span(trigger.end)
    window = clauses.text[trigger.end : min(sentence_end, trigger.end + 80)]
    listed = re.match(
        r"(?: ?[A-Za-z-]+(?: [A-Za-z-]+)?,){1,4} ?(?:[A-Za-z-]+ )?(?:or|nor|and) [A-Za-z-]+(?: [A-Za-z-]+)?",
        window,
    )
    return trigger.end + listed.end() if listed else trigger.end


def _family_section_end(start: int, end: int, clauses: Clauses, mentions: list[Mention]) -> int:
    """Where a family section really ends: before the first sentence about the patient's own tumour."""
    at = clauses.sentence_span(start)[1]
    while at < end:
        stop = min(end, clauses.sentence_span(at)[1])
        told = starting_within(mentions, at, stop)
        own = any(m.kind == "radiotherapy" or m.name in _OWN_AXES for m in told)
        if own and not _RELATIVE.search(clauses.text, at, stop):
            return at
        at = stop
    return end


_OWN_AXES = frozenset({"t", "n", "m", "stage", "size_mm", "psa", "gleason", "grade_group", "margin"})
"""Axes that describe the patient's own tumour, never a relative's."""


def _relatives_end(trigger: Mention, clauses: Clauses, mentions: list[Mention], known: dict[int, int]) -> int:
    """End of the family history that a heading opens: the first clause after a disease that tells of none.

    `known` is filled with the clauses walked over, so that many headings of one sentence walk it once.
    """
    seen = False
    start, end = trigger.end, clauses.clause_span(trigger.end)[1]
    last = clauses.sentence_span(trigger.end)[1]
    walked: list[int] = []
    while not (seen and start in known):
        inside = starting_within(mentions, start, end)
        own = any(m.kind == "radiotherapy" or m.name in _OWN_AXES for m in inside)
        disease = any(m.kind in {"disease", "morphology"} for m in inside)
        if seen and (own or not disease) and not _RELATIVE.search(clauses.text, start, end):
            found = start
            break
        if seen:
            walked.append(start)
        seen = seen or disease
        if end >= last:
            found = end
            break
        start, end = end, clauses.clause_span(end)[1]
    else:
        found = known[start]
    known.update(dict.fromkeys(walked, found))
    return found


_RELATIVE = re.compile(
    r"\b(?:mother|father|mum|dad|sister|brother|aunt|uncle|cousin|son|daughter|grand\w+|maternal|paternal)\b",
    re.IGNORECASE,
)


def _reach(trigger: Mention, clauses: Clauses, stops: list[int]) -> tuple[int, int]:
    _, end = clauses.sentence_span(trigger.end)
    index = bisect_left(stops, trigger.end)
    stop = stops[index] if index < len(stops) else end
    return trigger.end, min(end, stop)


_LINK = re.compile(r"\b(?:after|post|following|since|s/p|status post|had|from)\b", re.IGNORECASE)
_COPULA = re.compile(
    r"(?:[\s,]|\b(?:was|were|is|are|has|have|been|being|all|now|both|on|in|his|her|the|of)\b)*$"
)


def _backward(
    trigger: Mention, begins: dict[int, int], clauses: Clauses, stops: list[int]
) -> tuple[int, int]:
    """Scope over what precedes a trigger; `begins`: end of a mention to the first that ends there."""
    start, _ = clauses.clause_span(max(0, trigger.start - 1))
    index = bisect_left(stops, trigger.start)
    start = max(start, stops[index - 1] if index else start, trigger.start - _BACKWARD_REACH)
    if trigger.name not in {"negated", "refused", "delivered"}:
        if trigger.name == "historical":
            # "recurrent NSCLC after lobectomy 2 years ago": what lies in the past is the lobectomy.
            links = list(_LINK.finditer(clauses.text, start, trigger.start))
            start = links[-1].end() if links else start
        return start, trigger.start
    # "SCC larynx, nodes negative" negates the nodes alone: only what stands right before the word is meant.
    before = clauses.text[start : trigger.start]
    copula = _COPULA.search(before)
    edge = start + (copula.start() if copula else len(before))
    nearest = joined_start(clauses.text, begins, edge, trigger.name)
    return (nearest, trigger.start) if nearest >= start else (trigger.start, trigger.start)
