"""Radiotherapy kept for later: under a condition not yet met, at progression, or as a mere thought."""

import re
from functools import cache
from itertools import islice

from ingest.lexicon import load_yaml, one_of
from ingest.mention import Mention
from ingest.prescription import is_dated
from ingest.request import COURSE_AXES

_MOST = 8
"""Such phrases read; a case has one."""
_ASKING = frozenset({"technique", "modality", "fractionation", "called_for", "target", "setting"})
"""Axes of what the course kept for later would be."""
KEPT = "kept_for_later"
"""The name of words that keep radiotherapy for later among those that decline it."""


@cache
def _phrases() -> re.Pattern[str]:
    data: dict[str, list[str]] = load_yaml("reserve.yaml")
    course = (
        rf"(?:{one_of(data['kinds'])} ){{0,2}}{one_of(data['courses'])}"
        r"(?!\w)(?: to (?:the |his |her )?(?:[\w-]+ ){0,1}?[\w-]+)?(?: ?\([^()\n]{0,30}\))?"
    )
    event = rf"[^.;:\n]{{0,48}}?\b{one_of(data['events'])}\w*"
    hindered = rf"(?![^.;:\n]{{0,32}}?\b{one_of(data['hindrances'])})"
    later = rf"{one_of(data['later'])}(?!\w)"
    to_be = r"(?: (?:is|are|was|be|being|to be|will be|would be|can be|best|now|therefore|only)){0,5}"
    ends = r"(?= ?(?:[.,;)]|$))"
    patterns = (
        rf"{course}{to_be} (?:only|solely|just) (?:if|when|once|should|upon|on|in the event of|in case of)\b"
        rf"{hindered}[^.;:\n]{{0,60}}",
        rf"{course}{to_be},? (?:if(?! (?:not|no)\b)|should|in case|in the event)\b{hindered}{event}",
        rf"{course}{to_be},?(?: to)? {one_of(data['kept'])}(?: in reserve| back| aside)?,? "
        rf"(?:for(?! now| the time)|until|till|if|in case|should)\b{hindered}[^.;:\n]{{0,60}}",
        rf"(?:{one_of(data['kept'])}|reserving|keeping|saving|holding) (?:the |any |off )?{course}"
        rf" (?:in reserve|back|for (?:later|any |future |the future)?(?:\w+ )?{one_of(data['events'])}\w*"
        rf"|for later|until (?:\w+ ){{0,2}}?{one_of(data['events'])}\w*)",
        rf"{course}{to_be} (?:at|upon|on) (?:the )?(?:time of )?(?:(?:first|any|further|next|clear|future"
        rf"|symptomatic|radiological|clinical|local) )?(?:progression|relapse|recurrence|regrowth|failure)"
        rf"{ends}",
        rf"{course} (?:may|might|could|would) (?:(?:yet|still|well|then|only) )?{one_of(data['may'])}"
        rf"(?:,? {later}|,? (?:if|should|in case)\b{event})",
        rf"{course}{to_be} (?:kept |held |seen )?(?:as )?(?:(?:an?|the|our|his|her) )?"
        r"(?:only |good |possible )?"
        rf"{one_of(data['spare'])}(?!\w)",
        rf"{course}{to_be} (?:depend(?:s|ing|ent)?|contingent|conditional|hing(?:es|ing)) (?:up)?on\b",
        rf"(?:if|whether) {course} (?:is |was |would |will |may |might |becomes? )?ever\b[^.;:\n]{{0,24}}",
        rf"{course} decision (?:after|once|when|following|at|pending|awaits)\b",
        rf"{course}(?: to| for| of)? (?:any|whatever|whichever) (?:is )?"
        rf"(?:[\w-]+ ){{0,2}}?{one_of(data['leftovers'])}\b[^.;:\n]{{0,24}}?"
        rf"\b(?:after|on|at|following|if|pending|depending|once|when|post) [^.;:\n]{{0,24}}?"
        rf"\b{one_of(data['judges'])}",
        rf"(?:decision|decide) (?:about|on|re|regarding) {course} (?:after|once|when|following|at|pending)\b",
        rf"{course} (?:to be|will be|can be|could be|should be) {one_of(data['weighed'])}(?: again)?"
        rf" (?:if|should|in case|later|after|once|when)\b{hindered}",
        rf"{one_of(data['thoughts'])} ?(?:(?:an?|any|some) )?(?:later|future|eventual|subsequent) "
        rf"(?:(?:role|place|need|question) (?:of |for )?)?{course}",
        rf"{one_of(data['thoughts'])} ?(?:(?:role|place|need) (?:of |for )?)?{course},? {later}{ends}",
    )
    return re.compile(
        rf"(?<!\bno )(?<!\bnot )(?<![\w-])(?:{'|'.join(patterns)})",
        re.IGNORECASE,
    )


_BEGUN_BEFORE = re.compile(
    r"\b(?:had|received|given|previous|prior|after|s/p|post|for|re|start|starts|started|booked)"
    r"[ -](?:the |her |his )?$",
    re.IGNORECASE,
)
"""Right before a course: it was given, or is asked for all the same."""


def without_reserved(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions without radiotherapy kept for later, where no other course is asked for.

    "RT only if it grows" and "?later role of RT" call for none now; beside "40/15 to the breast" a course
    to the nodes only if they are involved leaves that of the breast.
    """
    spans = [
        m.span()
        for m in islice(_phrases().finditer(text), _MOST)
        if not _BEGUN_BEFORE.search(text, max(0, m.start() - 16), m.start())
    ]
    if not spans:
        return mentions
    over = {m for m in mentions if any(a <= m.start and m.end <= b for a, b in spans)}
    others = [m for m in mentions if m not in over and asks_now(text, m)]
    refused = [m for m in mentions if m.kind == "declined"]
    if any(not any(r.overlaps(m) for r in refused) for m in others):
        return mentions
    kept = [
        m._replace(assertion="negated") if m in over and m.name in _ASKING else m
        for m in mentions
        if m not in over or m.kind != "radiotherapy"
    ]
    kept += [Mention("declined", KEPT, KEPT, *span) for span in spans]
    return sorted(kept, key=lambda m: (m.start, -m.end))


def asks_now(text: str, mention: Mention) -> bool:
    """Whether it asks for radiotherapy or names a course of it, with no word of doubt and no year."""
    course = mention.kind == "axis" and mention.name in COURSE_AXES and mention.assertion == "affirmed"
    return (mention.asks_for_radiotherapy or course) and not is_dated(text, mention)
