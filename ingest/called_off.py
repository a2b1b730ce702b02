"""Words that call off a course of radiotherapy asked for before, or say that none is for this department."""

import re
from functools import cache
from itertools import islice

from ingest.lexicon import load_yaml, one_of
from ingest.mention import Mention

_MOST = 8
"""Such phrases read; a case has one."""
_ASKING = frozenset({"technique", "modality", "fractionation", "called_for", "target"})
"""Axes of what the words called off would have asked for."""


@cache
def _phrases() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data: dict[str, list[str]] = load_yaml("called_off.yaml")
    thing = one_of(data["things"])
    course = rf"(?:{one_of(data['kinds'])} )?(?:{one_of(data['courses'])}|(?-i:PORT))"
    planned = rf"{course}(?:[ /+-]{course})?(?: \w+)?(?: {thing})?"
    verb = r"(?:(?:can be|to be|would be|is|has been|was|be|now|therefore|felt|deemed|thought|considered) )"
    awaits = rf"(?! {one_of(data['awaits'])} (?!{one_of(data['waits_for_ever'])}))"
    words = r"(?:(?!(?:so|hence|therefore|thus|but|planned) )[\w/+'-]+ ){0,5}?"
    of_need = rf"[^.:;?\n]{{0,40}}?\b{one_of(data['needs'])} (?:[\w/+'-]+ ){{0,3}}?"
    to_the_end = r"\b[^.:;?\n]{0,60}[.:;?,\u2013-] ?(?:the |our |my )?(?:answer(?: is)?:? )?"
    decider = rf"(?:the |our |this |both )?{one_of(data['deciders'])}"
    says = rf" ?(?:(?:the |our )?{one_of(data['deciding'])}(?: said| says| felt)?[ :=,\u2013-]{{1,3}})?"
    said_alone = (
        r"(?= ?(?:[.,;)\n]|$)| (?:now|here|at present|currently|by|in (?:his|her|this|their) case)\b)"
    )
    patterns = (
        rf"{one_of(data['cancel'])} {words}{planned}",
        rf"{one_of(data['cancel'])} (?:the |this |my |our |planning ){{0,2}}"
        r"(?:referral|request|booking|mask|shell|planning (?:CT|scan))",
        rf"(?:hold|keep|put|leave) (?:the |this |any |his |her |their )?{course}(?: {thing})? (?:off"
        rf"|back)(?! on)\b",
        rf"{one_of(data['cancel'])} (?:the |this |my |our |his |her |their ){{1,2}}"
        r"planning (?:CT|scan|session|appointment|MRI)",
        rf"{course}(?:(?!\b(?:in|on) (?:19|20)\d\d)[^.;:?\n]){{0,40}}[.;,] ?(?:please |kindly |pls "
        rf"|plse |now |so ){{0,2}}"
        rf"{one_of(data['cancelled_after'])}(?= ?(?:[.;,)\n]|$))",
        rf"{course} (?:(?:is|has|was|been|being|already|now|all) ){{0,3}}{one_of(data['elsewhere'])}"
        r" (?:at|in|by|with) (?-i:[A-Z])[\w'\u2019-]+\b[^\n]{0,80}?"
        r"(?:nothing|nil|no treatment|not) (?:for us|from us|here|to (?:be )?(?:deliver|give|plan|do"
        r"|treat)\w*)"
        r"[^.;\n]{0,30}",
        rf"(?:referral|request|booking) (?:to|for) (?:\w+ ){{0,2}}?{course} (?:\w+ )?"
        r"(?:withdrawn|cancelled|retracted)",
        rf"{course} (?:\w+ ){{0,2}}for (?:his|her|their) {one_of(data['kin'])}(?:'s)?",
        rf"{one_of(data['remove'])} {words}{course} (?:\w+ )?{thing}",
        rf"{one_of(data['remove'])} {words}(?:planning|oncology) (?:\w+ )?{thing}",
        rf"{course}(?: clinic)?(?: (?:(?!for|to|then|and|but)\w+ )?{thing})? {verb}{{0,3}}"
        rf"{one_of(data['over'])}",
        rf"{course} {verb}{{0,2}}no longer {one_of(data['given_up'])}"
        r"(?! (?:at|in|by|here|locally|from|on site))",
        r"(?:take|took|taken|removed?|strike|struck|drop|dropped|come|came)(?: (?:him|her|them|pt|patient))?"
        r" (?:from|off) (?:(?:the|this|next|our|my|your|[a-z]{3,9}['\u2019]s) ){0,3}"
        rf"{one_of(data['lists'])}",
        rf"{course} (?:(?:for|to) (?:[\w/+'-]+ ){{1,4}}?)?{verb}{{0,2}}{one_of(data['refused'])} by"
        rf" {decider}(?:(?: or | and |/|, ){decider})?",
        rf"{one_of(data['wonders'])} [^.:;?\n]{{0,60}}?{course}{to_the_end}"
        rf"{one_of(data['needless'])}{said_alone}",
        rf"{one_of(data['wonders'])} {of_need}{course}{to_the_end}{one_of(data['noes'])}{said_alone}",
        rf"{one_of(data['wonders'])} [^.:;?\n]{{0,60}}?{course}(?: again| now)?\?{says}(?:no|nope)"
        r"(?= ?(?:[.,;)\u2013-]|$))(?!, (?:but )?(?:just|yes))",
        rf"{course} (?:after|later|afterwards|then)(?: that| this| surgery| chemo\w*)?[ ,;:-]{{1,3}}"
        rf"(?:please |will |to |and |we will |you )*{one_of(data['sends_again'])}",
        rf"{one_of(data['wonders'])} ?[^.:;?\n]{{0,48}}?{course}[ ?]{{0,2}}[,;:.\u2013-]{{1,2}} ?"
        rf"(?:the |our )?(?:[\w-]+ ){{1,3}}?{one_of(data['tells'])}[ :,]{{1,2}}{one_of(data['noes'])}"
        r"(?= ?(?:[.;,)\n]|$))",
        rf"{course}\b(?:[^.:;?,\n]{{0,60}}\.|[:?]) ?{one_of(data['needless'])}{said_alone}",
        rf"{one_of(data['wonders'])} [^.:;?\n]{{0,60}}?{course}\b[^.:;?\n]{{0,40}}[.:;?,] ?[^.:;?\n]{{0,40}}?"
        rf"\b(?:so|hence|therefore|thus),? {one_of(data['noes'])}(?= ?(?:[.;)\n]|$))",
        rf"{course} {one_of(data['views_sought'])} [^.:;?\n]{{0,60}}?[:?.\u2013-] ?"
        rf"[^.:;?\n]{{0,40}}?\bno (?:need for |role for |indication for )?{course}{said_alone}",
        rf"{course} {thing} (?:is |was |were )?(?:meant |intended |really )?(?:for|about|on|of|re)"
        rf" (?:the |our |a |an )?{one_of(data['other_people'])}",
        rf"(?:{one_of(data['defer'])}|hold|holding)(?: on)? (?:(?:the|any|all|his"
        rf"|her) ){{0,2}}{course}(?: {thing})?"
        rf" (?:until|untill?|till?|pending|before|awaiting) (?:(?:we|have|the|there|is|formal|final"
        rf"|core) ){{0,3}}"
        rf"{one_of(data['proof'])}",
        rf"{course} (?:for|to)(?: [\w'\u2018\u2019-]+){{1,4}}? ?[-\u2013:,] ?{verb}{{0,2}}"
        rf"{one_of(data['turned_down'])}",
        rf"{one_of(data['defer'])} (?:(?:the|any|all|his|her|local|cranial|brain|further|upfront) ){{0,2}}"
        rf"{course}{awaits}",
        rf"{course} {verb}{{0,2}}{one_of(data['put_off'])}{awaits}",
        rf"(?:nothing|no (?:role|indication|action|need|input|place|further (?:action|input)))"
        rf" (?:\w+ ){{0,3}}?(?:from|on) (?:an? |our |the |my )?"
        rf"{one_of(data['departments'])} {one_of(data['views'])}",
    )
    said = re.compile(rf"(?<!not )(?<!n't )(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)
    return said, re.compile(rf"[^.;\n]{{0,40}}\b{one_of(data['instead'])}\b", re.IGNORECASE)


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
    only_asked = {m for m in kept if m.kind == "disease" and any(m.start < a < m.end <= b for a, b in spans)}
    if any(m.kind == "disease" and m not in only_asked for m in kept):
        # "Renal SABR enquiry withdrawn": the course named the organ, and the tissue named the disease.
        kept = [m for m in kept if m not in only_asked]
    kept += [Mention("declined", "not_needed", "not_needed", *span) for span in spans]
    return sorted(kept, key=lambda m: (m.start, -m.end))
