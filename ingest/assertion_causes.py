"""Treatments that are named as a cause, a substance measured or a link, and not as given."""

import re

_WORD = re.IGNORECASE
_CAUSE = re.compile(
    r"[- ]?(?:\([^()]{1,14}\))?\s?-\s?(?:induced|mediated|related|associated|evoked|triggered|provoked"
    r"|kindled"
    r"|elicited|stimulated|type)\b"
    r"| (?:induced|related|associated)(?= (?!with\b|to\b|by\b|in\b|a\b|an\b|the\b|significant)[a-z])",
    _WORD,
)
_MEASURED_BEFORE = re.compile(
    r"\b(?:levels?|concentrations?|content|amounts?|absorption|clearance|metabolism|uptake|synthesis"
    r"|secretion"
    r"|release|excretion|elimination|binding) (?:of|in|for) (?:[\w%().,+-]+ ){0,5}$",
    _WORD,
)
_MEASURED_AFTER = re.compile(
    r"(?: and [\w-]+)? (?:levels?|concentrations?|content|absorption|clearance|metabolism|uptake"
    r"|secretion)\b",
    _WORD,
)
_LINKED_BEFORE = re.compile(
    r"\b(?:secondary to|due to|related to|attribut\w+ to|resulted from|resulting from|sensitiv\w+ to"
    r"|responses? to"
    r"|actions? of|signs of|\w*toxicity (?:of|with)"
    r"|(?:day|days|time|minutes?|min|hours?) of|subgroups? of|(?:phase [\w/]+ )?(?:study"
    r"|trial)(?: of the combination)? of)(?: (?:the|an?|his|her|their|[\w-]{3,14}))? $",
    _WORD,
)

_ACTED_BY = re.compile(
    r"\b(?:suppress\w*|inhibited|blocked|stimulated|bound|reversed|abolished|antagonized|antagonised"
    r"|influenced"
    r"|chang\w+|attenuated|potentiated|affected)(?: [a-z]{3,14}ly)? by (?:[\w-]+ (?:and |or )?){0,3}$",
    _WORD,
)
_ACTS_AFTER = re.compile(
    r"(?: \([^()]{1,40}\))?(?:,? (?:but not|and|or) [\w-]+,?)?(?: (?:administration|treatment|therapy"
    r"|infusion))?"
    r" (?:(?:did|does|do) not (?:alter|attenuate|antagoni[sz]e|block|inhibit|induce|potentiate|abolish|cause)"
    r"|(?:[a-z]{3,14}ly )?(?:caused|inhibited|attenuated|antagoni[sz]ed|blocked|abolished|potentiated"
    r"|stimulated))\b"
    r"|[^.;]{0,90} (?:\w+ly )?associated with\b",
    _WORD,
)


def is_cause(text: str, end: int) -> bool:
    """Whether a treatment only names what came of it: "X-induced neuropathy"."""
    return bool(_CAUSE.match(text, end))


def is_measured(before: str, after: str) -> bool:
    """Whether a treatment is a substance whose level is told, or what a harm is laid to: "levels of X"."""
    told_before = (_MEASURED_BEFORE, _LINKED_BEFORE, _ACTED_BY)
    told_after = (_MEASURED_AFTER, _ACTS_AFTER)
    return any(p.search(before) for p in told_before) or any(p.match(after) for p in told_after)
