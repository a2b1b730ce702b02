"""Words that call off a course of radiotherapy asked for before, or say that none is for this department."""

import re
from functools import cache
from itertools import islice

from ingest.lexicon import load_yaml
from ingest.mention import Mention

_MOST = 8
"""Such phrases read; a case has one."""
_ASKING = frozenset({"technique", "modality", "fractionation", "called_for", "target"})
"""Axes of what the words called off would have asked for."""


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"


@cache
def _phrases() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data: dict[str, list[str]] = load_yaml("called_off.yaml")
    thing = _any(data["things"])
    course = rf"(?:{_any(data['kinds'])} )?(?:{_any(data['courses'])}|(?-i:PORT))"
    planned = rf"{course}(?:[ /+-]{course})?(?: \w+)?(?: {thing})?"
    verb = r"(?:(?:can be|to be|would be|is|has been|was|be|now|therefore|felt|deemed|thought|considered) )"
    awaits = rf"(?! {_any(data['awaits'])} (?!{_any(data['waits_for_ever'])}))"
    words = r"(?:(?!(?:so|hence|therefore|thus|but|planned) )[\w/+'-]+ ){0,5}?"
    of_need = rf"[^.:;?\n]{{0,40}}?\b{_any(data['needs'])} (?:[\w/+'-]+ ){{0,3}}?"
    to_the_end = r"\b[^.:;?\n]{0,60}[.:;?,\u2013-] ?(?:the |our |my )?(?:answer(?: is)?:? )?"
    decider = rf"(?:the |our |this |both )?{_any(data['deciders'])}"
    says = rf" ?(?:(?:the |our )?{_any(data['deciding'])}(?: said| says| felt)?[ :=,\u2013-]{{1,3}})?"
    said_alone = (
        r"(?= ?(?:[.,;)\n]|$)| (?:now|here|at present|currently|by|in (?:his|her|this|their) case)\b)"
    )
    patterns = (
        rf"{_any(data['cancel'])} {words}{planned}",
        rf"{_any(data['cancel'])} (?:the |this |my |our |planning ){{0,2}}"
        r"(?:referral|request|booking|mask|shell|planning (?:CT|scan))",
        rf"(?:referral|request|booking) (?:to|for) (?:\w+ ){{0,2}}?{course} (?:\w+ )?"
        r"(?:withdrawn|cancelled|retracted)",
        rf"{course} (?:\w+ ){{0,2}}for (?:his|her|their) {_any(data['kin'])}(?:'s)?",
        rf"{_any(data['remove'])} {words}{course} (?:\w+ )?{thing}",
        rf"{_any(data['remove'])} {words}(?:planning|oncology) (?:\w+ )?{thing}",
        rf"{course}(?: clinic)?(?: (?:(?!for|to|then|and|but)\w+ )?{thing})? {verb}{{0,3}}"
        rf"{_any(data['over'])}",
        rf"{course} (?:(?:for|to) (?:[\w/+'-]+ ){{1,4}}?)?{verb}{{0,2}}{_any(data['refused'])} by"
        rf" {decider}(?:(?: or | and |/|, ){decider})?",
        rf"{_any(data['wonders'])} [^.:;?\n]{{0,60}}?{course}{to_the_end}"
        rf"{_any(data['needless'])}{said_alone}",
        rf"{_any(data['wonders'])} {of_need}{course}{to_the_end}{_any(data['noes'])}{said_alone}",
        rf"{_any(data['wonders'])} [^.:;?\n]{{0,60}}?{course}(?: again| now)?\?{says}(?:no|nope)"
        r"(?= ?(?:[.,;)\u2013-]|$))(?!, (?:but )?(?:just|yes))",
        rf"{course} (?:after|later|afterwards|then)(?: that| this| surgery| chemo\w*)?[ ,;:-]{{1,3}}"
        rf"(?:please |will |to |and |we will |you )*{_any(data['sends_again'])}",
        rf"{course}\b(?:[^.:;?,\n]{{0,60}}\.|[:?]) ?{_any(data['needless'])}{said_alone}",
        rf"{course} (?:for|to)(?: [\w'\u2018\u2019-]+){{1,4}}? ?[-\u2013:,] ?{verb}{{0,2}}"
        rf"{_any(data['turned_down'])}",
        rf"{_any(data['defer'])} (?:(?:the|any|all|his|her|local|cranial|brain|further|upfront) ){{0,2}}"
        rf"{course}{awaits}",
        rf"{course} {verb}{{0,2}}{_any(data['put_off'])}{awaits}",
        rf"(?:nothing|no (?:role|indication|action|need|input|place|further (?:action|input)))"
        rf" (?:\w+ ){{0,3}}?(?:from|on) (?:an? |our |the |my )?"
        rf"{_any(data['departments'])} {_any(data['views'])}",
    )
    said = re.compile(rf"(?<!not )(?<!n't )(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)
    return said, re.compile(rf"[^.;\n]{{0,40}}\b{_any(data['instead'])}\b", re.IGNORECASE)


def without_called_off(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions without the requests called off, and the words that do so among those that decline.

    What such a request would have asked for is denied; the request itself is gone, as if never made.
    """
    said, instead = _phrases()
    spans = [m.span() for m in islice(said.finditer(text), _MOST) if not instead.match(text, m.end())]
    if not spans:
        return mentions
    over = {m for m in mentions if any(a <= m.start and m.end <= b for a, b in spans)}
    kept = [
        m._replace(assertion="negated") if m in over and m.name in _ASKING else m
        for m in mentions
        if m not in over or m.kind != "radiotherapy"
    ]
    kept += [Mention("declined", "not_needed", "not_needed", *span) for span in spans]
    return sorted(kept, key=lambda m: (m.start, -m.end))
