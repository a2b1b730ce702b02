"""Words and phrases that decide what a trigger of the axes says where it stands."""

import re
from functools import cache

from ingest.lexicon import Gazetteer, load_yaml
from ingest.mention import Kind

DASHES = (" - ", " -- ", " \u2013 ", " \u2014 ", " -> ")
"""Marks that end what is said before them."""
CONDITIONS = frozenset(
    {"if", "unless", "in the event that", "in case of",
     "in the event of", "should there be", "provided that", "providing that",
     "on condition that", "on the condition that"}
)  # fmt: skip
UNTOLD = frozenset(
    {"treated with", "treated by", "administered", "delivered", "given", "done", "performed", "finished",
     "completed", "managed with", "started on", "patients receiving", "irradiated with", "irradiated to",
     "operated by", "operated on by", "injected with", "commenced on", "initiated on", "placed on", "put on",
     "changed to", "switched to", "randomized to", "randomised to", "allocated to", "assigned to",
     "randomized between", "randomised between", "randomized among", "randomised among"}
)  # fmt: skip
"""Participles that tell of a treatment only where their sentence says that it was given."""
PARTICIPLES = ("with", "by", "on", "receiving", "to")
"""How those end that a treatment follows."""
TO_START = frozenset({"will start", "will begin", "will commence"})
BARE = frozenset({"done", "given", "performed", "delivered", "administered", "completed", "finished"})
"""Participles that stand without a verb: said of the noun right before them."""
NO_PRIOR = frozenset({"no prior", "no previous"})
GERUNDS = frozenset({"undergoing", "receiving"})
ON_TREATMENT = GERUNDS | {
    f"{be} {verb}" for be in ("was", "were", "is", "are", "being") for verb in ("receiving", "taking", "on")
}
"""How somebody is or was on a treatment."""
EVER_HAD = frozenset({"had", "has received", "have received", "has undergone", "have undergone", "undergone"})
"""Verbs of giving at the head of a bare criterion: "Has undergone any transplantation"."""
ARRANGED = frozenset({"initiate", "arrange", "to start", "referral for"})
WISHED = re.compile(
    r"\b(?:would|might|could|may) be [^.;]{3,40}?(?: to)? $|\b(?:consider|recommend|suggest|discuss|advis)\w*"
    r" (?:(?:an?|early|urgent|prompt) )*$",
    re.IGNORECASE,
)
"""Before what is only wished for or weighed: "it would be interesting to initiate", "consider a referral"."""
COMPLETIONS = frozenset({"completion of", "delivery of"})
HISTORIES = ("history of", "positive history for", "h/o", "hx of")
ENDINGS = frozenset(
    {"last dose of", "discontinuation of", "discontinuing", "withdrawal of", "completing", "finishing"}
)
RELAPSE = re.compile(r"\b(?:progress|relaps|recur|rose\b|rising|grew|grown|worsened)", re.IGNORECASE)
ADVISED = re.compile(
    r"\b(?:recommend|advis|suggest|consider|discuss|candidate|eligible|option|offer)\w*\b", re.IGNORECASE
)
NOBODY = re.compile(
    r"\b(?:areas?|sites?|regions?|tumou?rs?|lesions?|nodes?|margins?|cells?|fields?|volumes?|regimens?|drugs?"
    r"|treatments?|therapy|scans?|cancers?) (?:that |which )?$",
    re.IGNORECASE,
)
"""Before a "had" that is not said of somebody."""
OTHER_PEOPLE = re.compile(
    r"\b(?:and|versus|vs\.?|or) (?:\d+|(?:healthy|normal|the|control) (?:[\w-]+ )?(?:adults|controls?"
    r"|subjects|patients"
    r"|volunteers|individuals))\b",
    re.IGNORECASE,
)
SINCE = re.compile(
    r"\b(?:of|after|from|(?:while|whilst|when)(?: (?:he|she|they|the patients?))?(?: (?:still|is|are))?) $",
    re.IGNORECASE,
)
TO_ARM = re.compile(r"\b(?:assigned|randomi[sz]ed|allocated)\b")
UNRELATED = re.compile(
    r"\b(?:wife|husband|spouse|partner|friends?|donor|step\w+|\w+-in-law|colleagues?|neighbou?rs?|boss"
    r"|\w+-?mate"
    r"|co-?worker|boyfriend|girlfriend|fianc\w+|manager|teacher|employer|acquaintance)(?:'s| of (?:hers"
    r"|his))?\s*$",
    re.IGNORECASE,
)
DENIALS = frozenset({"negated", "never", "refused", "hypothetical"})
NOT_SO = re.compile(
    r"\b(?:not|never|no longer)(?: (?:be|been|being|an?|good|considered|deemed))* $", re.IGNORECASE
)
MAY_GET = re.compile(r"\b(?:eligible|candidates?) (?:for|to)\b[\w\s]*$", re.IGNORECASE)
PURPOSE = re.compile(
    r"\bto (?:detect|diagnose|identify|find|assess|evaluate|visuali[sz]e|treat|manage|reduce|improve"
    r"|prevent)\b|\band not\b",
    re.IGNORECASE,
)
"""What ends a condition: the aim of what it asks for."""
COMPOUND = re.compile(r"\s?risk\b", re.IGNORECASE)


@cache
def axes_triggers() -> Gazetteer:
    """The triggers of the four axes, one list per value and direction."""
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


ANSWERED_NO = re.compile(
    r"\?\s?no\b(?! (?:previous|prior|earlier|past|known|evidence|history|contra-?indic\w*|comorbid\w*"
    r"|allerg\w*|other|further|more|need|role|radio\w*|radiation|RT|XRT|PORT|adjuvant|surgery|chemo\w*"
    r"|nod(?:es|al)|mets|metasta\w+|symptoms)\b)",
    re.IGNORECASE,
)
"""A question and its answer; "Quad shot? No previous RT" begins a sentence of its own."""
SOME_TIME_AGO = re.compile(
    r"(?<=[/\d]\d[ ,]) ?(?:about |some |just |over )?"
    r"(?:\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|(?:a )?few|several|a couple of)"
    r" ?(?:/12|/52|/7|days?|weeks?|wks?|months?|mths?|mo) (?:ago|back|earlier)\b",
    re.IGNORECASE,
)
"""Right after a course in figures: when it was, "55/20 six months ago"."""
