"""How far a text stands behind what it mentions: ConText's triggers, scopes and terminations, as data."""

import re
from functools import cache
from typing import NamedTuple

from ingest.clause import Clauses
from ingest.lexicon import Gazetteer, load_yaml
from ingest.mention import Assertion, Kind, Mention
from ingest.section import read_sections
from ingest.words import Words

_STRENGTH: dict[str, float] = {
    "family": 5, "negated": 4, "historical": 3, "hypothetical": 2, "uncertain": 1,
    "delivered": 0.5, "affirmed": 0,
}  # fmt: skip
_DELIVERED_REACH = 24
"""Characters after "completed" or "s/p" in which the treatment given must begin and end."""


class _Scope(NamedTuple):
    status: Assertion
    start: int
    end: int


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
    scopes = _scopes(words, clauses, mentions) + _sections(words.text)
    if not scopes:
        return mentions
    judged: list[Mention] = []
    for mention in mentions:
        status: Assertion = "affirmed"
        for scope in scopes:
            inside = scope.start <= mention.start and mention.end <= scope.end
            if scope.status == "delivered" and not _is_treatment(mention):
                continue
            if inside and _STRENGTH[scope.status] > _STRENGTH[status]:
                status = scope.status
        judged.append(mention._replace(assertion=status) if status != "affirmed" else mention)
    return judged


_TREATMENT_AXES = frozenset({"modality", "technique", "fractionation"})


def _is_treatment(mention: Mention) -> bool:
    return mention.kind == "radiotherapy" or mention.name in _TREATMENT_AXES


def _scopes(words: Words, clauses: Clauses, mentions: list[Mention]) -> list[_Scope]:
    found = _triggers().find(words)
    found += _marks(words.text)
    triggers = [
        t
        for t in found
        if not any(m.covers(t) or (m.start, m.end) == (t.start, t.end) for m in mentions)
        and not any(o.covers(t) for o in found)
    ]
    stops = sorted(t.start for t in triggers if t.name == "stop")
    diseases = [m for m in mentions if m.kind in {"disease", "morphology"}]
    scopes: list[_Scope] = []
    for trigger in triggers:
        if trigger.name in {"stop", "pseudo"}:
            continue
        status: Assertion = trigger.name  # type: ignore[assignment]
        if trigger.value == "backward":
            start, end = _backward(trigger, mentions, clauses, stops)
        elif trigger.value == "reach":
            start, end = _reach(trigger, clauses, stops)
        else:
            start, end = _forward(trigger, clauses, stops, diseases)
            if status == "delivered":
                end = min(end, trigger.end + _DELIVERED_REACH)
        if start < end:
            scopes.append(_Scope(status, start, end))
    return scopes


def _sections(text: str) -> list[_Scope]:
    scopes = []
    for section in read_sections(text):
        if section.kind == "family":
            scopes.append(_Scope("family", section.start, section.end))
        elif section.kind == "historical":
            scopes.append(_Scope("historical", section.start, section.end))
    return scopes


_QUERY = re.compile(r"\?(?=\s?[A-Za-z])")
_HAD_IN = re.compile(r"\bhad\b(?=[^,.;\n]{3,50}\b(?:19|20)\d\d\b)", re.IGNORECASE)


def _marks(text: str) -> list[Mention]:
    queried = [Mention("trigger", "uncertain", "forward", *m.span()) for m in _QUERY.finditer(text)]
    dated = [Mention("trigger", "historical", "forward", *m.span()) for m in _HAD_IN.finditer(text)]
    return queried + dated


def _forward(
    trigger: Mention, clauses: Clauses, stops: list[int], diseases: list[Mention]
) -> tuple[int, int]:
    _, end = clauses.clause_span(trigger.end)
    if trigger.name == "family":
        # A relative's clause runs on over commas ("mother, breast ca") to the first disease named.
        _, sentence_end = clauses.sentence_span(trigger.end)
        nearest = next((d for d in diseases if trigger.end <= d.start < sentence_end), None)
        if nearest is not None and nearest.start - trigger.end < 40:
            end = max(end, nearest.end)
    if trigger.name == "negated":
        end = max(end, _list_end(trigger, clauses))
    stop = next((s for s in stops if trigger.end <= s < end), end)
    return trigger.end, min(end, stop)


def _list_end(trigger: Mention, clauses: Clauses) -> int:
    """End of a negated list such as "no brain, liver or bone mets"; the trigger's end if there is none."""
    _, sentence_end = clauses.sentence_span(trigger.end)
    window = clauses.text[trigger.end : min(sentence_end, trigger.end + 80)]
    listed = re.match(
        r"(?: ?[A-Za-z-]+(?: [A-Za-z-]+)?,){1,4} ?(?:[A-Za-z-]+ )?(?:or|nor|and) [A-Za-z-]+(?: [A-Za-z-]+)?",
        window,
    )
    return trigger.end + listed.end() if listed else trigger.end


def _reach(trigger: Mention, clauses: Clauses, stops: list[int]) -> tuple[int, int]:
    _, end = clauses.sentence_span(trigger.end)
    stop = next((s for s in stops if trigger.end <= s < end), end)
    return trigger.end, min(end, stop)


_COPULA = re.compile(r"(?:[\s,]|\b(?:was|were|is|are|has|have|been|being|all|now|both|on|in|his|her|the|of)\b)*$")


def _backward(
    trigger: Mention, mentions: list[Mention], clauses: Clauses, stops: list[int]
) -> tuple[int, int]:
    start, _ = clauses.clause_span(max(0, trigger.start - 1))
    stop = max((s for s in stops if start <= s < trigger.start), default=start)
    start = max(start, stop)
    if trigger.name not in {"negated", "delivered"}:
        return start, trigger.start
    # "SCC larynx, nodes negative" negates the nodes alone: only what stands right before the word is meant.
    before = clauses.text[start : trigger.start]
    copula = _COPULA.search(before)
    edge = start + (copula.start() if copula else len(before))
    nearest = [m.start for m in mentions if m.end == edge and m.start >= start]
    return (min(nearest), trigger.start) if nearest else (trigger.start, trigger.start)
