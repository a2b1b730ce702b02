"""Tumours that nobody has proven yet: worked up, only wondered about, without tissue, or of other tissue."""

import re
from functools import cache

from ingest.at_home import breaks_through
from ingest.clause import Clauses
from ingest.diagnosis import STAGED, WEAK, Candidate, is_secondary
from ingest.held import is_on_drugs
from ingest.lexicon import load_yaml, one_of
from ingest.mention import Mention
from ingest.request import COURSE_AXES, STANDING, asks, requests
from ontologies.disease import load_diseases


@cache
def _workup() -> re.Pattern[str]:
    data = load_yaml("workup.yaml")
    tests, before, after = (one_of(data[key]) for key in ("investigations", "before", "after"))
    several = rf"{tests}(?:\s?(?:[+&/,]|and)?\s?{tests}){{0,3}}"
    return re.compile(
        rf"\b{before}\s+(?:the\s+|further\s+|repeat\s+|formal\s+)?{several}\b"
        rf"|\b{several}\s+(?:is |are |still )?{after}\b"
        rf"|\bno\s+{several}\s+yet\b"
        r"|\b(?:biopsy|bx|FNA|aspirate)(?: is)?(?: on| for)? (?:tomorrow|(?:next |this )?(?:week|month"
        r"|(?:Mon|Tues|Wednes|Thurs|Fri)day))\b"
        r"|\b(?:biopsying|aspirating|sampling|draining|debulking)(?: \w+)? (?:today|tomorrow"
        r"|(?:next |this )?(?:week|month|(?:Mon|Tues|Wednes|Thurs|Fri)day))\b"
        r"|\b(?:for|theatre \w+ for) (?:an? )?(?:aspirate|biopsy|bx|FNA|core)\b(?! of (?:node|LN))",
        re.IGNORECASE,
    )


_LAST_WORD = re.compile(r"\b(?:f/u|follow[ -]?up|review)[ .]{0,3}$", re.IGNORECASE)
"""A text that asks for nothing and ends so is a note of follow-up."""


def _is_told_of_relative(clauses: Clauses, at: int, others: list[Candidate]) -> bool:
    """Whether words stand in a sentence that tells of somebody else's tumour."""
    sentence = clauses.sentence(at)
    return any(c.assertion == "family" and clauses.sentence(c.start) == sentence for c in others)


_PRIMARY = re.compile(r"\b(?:primary|tumou?r)\b", re.IGNORECASE)
"""What is called so is known to be one, unlike a mass or a nodule: "fungating breast primary"."""


def _relieves(mentions: list[Mention]) -> bool:
    """Whether the text asks for palliation of a symptom in so many words."""
    intent = any(m.name == "intent" and m.value != "curative" and m.assertion in STANDING for m in mentions)
    return intent and asks(mentions)


_OTHER_TISSUE = re.compile(
    r"(?:[=:\u2192]|->|\b(?:shows?|showed|says|said|grew|grows|grown|proved|confirm(?:s|ed)|biopsy|biopsied|bx|FNA"
    r"|core|aspirat\w+|theatre|histology|cytology|EBUS|cultures?|drained))"
    r"[ :]{0,2}(?:an? |to be |frank |only |just |it |is |was ){0,2}(?:fat necrosis|pus\b|abscess\w*"
    r"|nocardia|AFB"
    r"|tubercul\w+|TB\b|caseating|sarcoid(?!-like)\w*|Paget\W?s disease of (?:the )?bone|osteoporotic"
    r"|IgG4\b|actinomyc\w+|aspergill\w+|cryptococc\w+"
    r"|histoplasm\w+|toxoplasm\w+|discitis|spondylodiscitis|osteomyelitis)"
    r"|\bAFB ?(?:\+|pos\w*|seen|on pus)"
    r"|\b(?:staph|strep|E\.? ?coli|nocardia|brucella)\w*(?: \w+)? (?:in|on|from) (?:the |blood |all )?"
    r"(?:cultures?|aspirate|biopsy|core|pus)\b",
    re.IGNORECASE,
)
"""Infection or scar in what was sampled, where radiotherapy is asked for no longer."""
_WONDERS = re.compile(
    r"\b(?:asks?|asking|asked|wonders?|wondering|wants to know|queries|unsure|not sure|enquir\w+)"
    r"(?: \w+){0,3}? (?:whether|if|about|re|regarding)\b[^.;\n]{0,40}$",
    re.IGNORECASE,
)
_QUERIED = re.compile(
    r"(?:\?|\b(?:query|queried|suspected|susp\.?|possible|poss|probable|presumed|likely"
    r"|(?:could|may|might) be|maybe)) ?(?:an? |new )?$",
    re.IGNORECASE,
)
_OR_THIS = re.compile(
    r"\b(?:abscess|infarct|infection|\w{3,}(?:oma|itis|osis|asis|plasia|ation)|mets?|toxo|TB|PML|stroke|bleed"
    r"|GBM|necrosis|reactive|cyst) (?:vs?\.?|versus) (?:an? )?$",
    re.I,
)
"""Before a tumour that is thought of after another thing: "abscess vs"."""
_ONE_OF_TWO = re.compile(r"(?: \([^()\n]{0,24}\))?(?: vs?\.?| versus|,? or \?| ?\?,? ?or) ", re.IGNORECASE)
"""After a tumour that is one of two thought of: "GBM vs abscess"."""
_OTHER_OF_TWO = re.compile(
    r"(?:\?|\b(?:query|queried|suspected|possible|probable|presumed|likely|either|ddx|differential)\b)"
    r"[^.;\n]{0,48}(?:\b(?:vs?\.?|versus|or)|[,/]) ?(?:an? )?$",
    re.IGNORECASE,
)
"""Before a tumour that is one of two thought of: "presumed keloid vs"."""


def other_tissue(text: str, mentions: list[Mention], chosen: tuple[Candidate, ...]) -> list[Mention]:
    """Pus, tubercle or fat necrosis in a lesion taken for a tumour, where nothing is staged."""
    if not any(load_diseases()[c.disease].malignant for c in chosen):
        return []
    staged = any(m.name in {"t", "n"} and m.assertion == "affirmed" for m in mentions)
    found = None if staged else _OTHER_TISSUE.search(text)
    return [Mention("declined", "nothing_found", "nothing_found", *found.span())] if found else []


_INDETERMINATE = re.compile(
    r"\b(?:indeterminate|equivocal|non-?specific|uncertain (?:nature|significance|aetiology))\b",
    re.IGNORECASE,
)
"""A mass of which no scan can say what it is."""


def _is_only_wondered(text: str, mentions: list[Mention]) -> bool:
    """Whether all that is said of radiotherapy is that somebody asks about it."""
    asked = [
        m for m in mentions if m.kind == "radiotherapy" and m.name == "request" and m.assertion in STANDING
    ]
    courses = any(m.kind == "axis" and m.name in COURSE_AXES for m in mentions)
    return not courses and all(_WONDERS.search(text, max(0, m.start - 80), m.start) for m in asked)


_WHAT_IT_IS = re.compile(
    r"\? ?(?:new |lung |second )?(?:primary|malignan\w+|cancer|ca\b|neoplas\w+|nature|significance)",
    re.IGNORECASE,
)
"""What is asked of a mass or nodule."""


def is_all_queried(text: str, chosen: tuple[Candidate, ...]) -> bool:
    """Whether no tumour chosen is more than a suspicion."""
    return all(
        c.assertion == "uncertain"
        or _QUERIED.search(text, max(0, c.start - 24), c.start)
        or _ONE_OF_TWO.match(text, c.end)
        or _OR_THIS.search(text, max(0, c.start - 32), c.start)
        or _OTHER_OF_TWO.search(text, max(0, c.start - 72), c.start)
        or (c.strength == WEAK and _WHAT_IT_IS.search(text))
        for c in chosen
    )


def _is_one_of_several(text: str, mentions: list[Mention], candidate: Candidate) -> bool:
    """Whether it is one of two or more things thought of, and nothing of it is staged: "toxo vs lymphoma"."""
    if any(m.name in {"t", "n", "stage", "surgery"} and m.assertion == "affirmed" for m in mentions):
        return False
    return bool(
        _ONE_OF_TWO.match(text, candidate.end)
        or _OR_THIS.search(text, max(0, candidate.start - 32), candidate.start)
    )


_UNTOLD = re.compile(
    r"\b(?:FNAs?|bx|biops(?:y|ies)|core|cytology|aspirate|histology|EBUS|brushings|washings)\b"
    r"(?: (?:was|is|were|x ?\d|result|result was)){0,2}[ :=]{1,2}"
    r"(?:non-? ?diagnostic|non-? ?dx|non-? ?diag|inconclusive|insufficient|inadequate|acellular)\b",
    re.IGNORECASE,
)
"""Tissue that was taken and tells nothing."""


def unready(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    chosen: tuple[Candidate, ...],
    others: list[Candidate],
) -> list[Mention]:
    """A disease not yet proven or staged, in a text that asks for no radiotherapy."""
    refused = [m for m in mentions if m.kind == "declined"]
    mentions = [m for m in mentions if m in refused or not any(r.covers(m) for r in refused)]
    untold = _UNTOLD.search(text)
    queried = bool(untold) or is_all_queried(text, chosen)
    if requests(mentions) and not (_is_only_wondered(text, mentions) and queried):
        return []
    if not requests(mentions) and (other := other_tissue(text, mentions, chosen)):
        return other
    match = _workup().search(text) or _LAST_WORD.search(text)
    if match is not None and _is_told_of_relative(clauses, match.start(), others):
        match = None
    if match is not None:
        vague = untold or (all(c.strength == WEAK for c in chosen) and _INDETERMINATE.search(text))
        name = "unproven" if chosen and (vague or is_all_queried(text, chosen)) else "not_ready"
        return [Mention("declined", name, name, *match.span())]
    if chosen and all(_is_one_of_several(text, mentions, c) for c in chosen):
        return [Mention("declined", "unproven", "unproven", chosen[0].start, chosen[0].end)]
    if chosen and all(c.assertion == "uncertain" or c.strength == WEAK for c in chosen):
        if _relieves(mentions) and all(
            _PRIMARY.search(text, c.start, c.end) or is_on_drugs(text, c) for c in chosen
        ):
            return []
        if any(is_secondary(c.disease) for c in others) and all(breaks_through(text, c) for c in chosen):
            return []
        return [Mention("declined", "unproven", "unproven", chosen[0].start, chosen[0].end)]
    return []


_NO_TISSUE = re.compile(
    r"\bno (?:tissue|histolog\w*|biops(?:y|ies)|bx|cytology|pathology)\b"
    r"|\b(?:declin\w+|refus\w+|awaits?|awaiting|pending|wants no|never had|before(?: any)?"
    r"|without(?: a)?|not yet had)"
    r" (?:an? |the |any )?(?:TP |TRUS |transperineal |prostate |MRI[ -]targeted |core |CT[ -]guided )?"
    r"(?:tissue|histolog\w*|biops(?:y|ies)|bx)\b"
    r"|\b(?:biopsy|bx|histology|washings|cytology) (?:\w+ ){0,2}?(?:declined|refused|pending|awaited|not done"
    r"|is back|not yet)\b"
    r"|\b(?:biopsy|biopsies|bx) (?:is |are |now )?(?:listed|booked|scheduled|arranged|planned|due|tomorrow"
    r"|next week)\b"
    r"|\b(?:never biopsied|not (?:yet )?biopsied|unbiopsied)\b",
    re.IGNORECASE,
)
"""That no tissue was taken, or none has been read yet."""


_NO_CANCER_KNOWN = re.compile(
    r"\b(?:no|without|nil)(?: a)? (?:known |previous |prior |past |history of |hx of |h/o |PMH of |personal )"
    r"(?:ca|cancers?|malignanc\w+|primary|tumou?r|oncolog\w+(?: history)?)\b",
    re.IGNORECASE,
)
"""Beside metastases that are queried: nobody has had what they would come from."""


_TREATED = re.compile(
    r"\b(?:SABR|SBRT|SRS|stereotactic|radiosurgery|consolidat\w+|ISRT|INRT|cycles|R-CHOP|ABVD|after chemo\w*"
    r"|post[- ]chemo\w*|\d\d ?/ ?\d\d?|\d Gy)\b",
    re.IGNORECASE,
)
"""What is given without tissue, or to a tumour whose tissue was read before."""


NEVER_PROVEN = "never_proven"
"""The name of words that say that a mass under watch was never sampled."""
_NEVER_PROVEN = re.compile(
    r"\b(?:never (?:been )?(?:proven|sampled|confirmed|biopsied)|unproven|not (?:yet )?(?:proven"
    r"|biopsied)|unbiopsied"
    r"|no (?:histolog\w*|tissue)|(?:biopsy|bx) (?:was )?(?:declined|refused|not done))\b",
    re.IGNORECASE,
)
_MASS = re.compile(r"\b(?:mass|lesion|nodule|lump|tumou?r)s?\b", re.IGNORECASE)


def unproven(text: str, chosen: tuple[Candidate, ...], said: list[Mention]) -> list[Mention]:
    """A tumour that only a PSA tells of, where no tissue was taken, whatever is asked for."""
    if not chosen or any(m.name == "unproven" for m in said):
        return []
    unknown = _NO_CANCER_KNOWN.search(text)
    if unknown and all(is_secondary(c.disease) for c in chosen) and is_all_queried(text, chosen):
        return [Mention("declined", "unproven", "unproven", *unknown.span())]
    untold = None if _TREATED.search(text) else _UNTOLD.search(text)
    if untold and is_all_queried(text, chosen):
        return [Mention("declined", "unproven", "unproven", *untold.span())]
    if not _NO_TISSUE.search(text):
        return []
    never = _NEVER_PROVEN.search(text)
    watched = any(m.name in {"surveillance", "active_surveillance", "follow_up"} for m in said)
    if never and watched and all(_MASS.search(text, c.start, c.end) for c in chosen):
        return [Mention("declined", NEVER_PROVEN, NEVER_PROVEN, *never.span())]
    if all(c.strength <= STAGED and c.parts[0].name == "psa" for c in chosen):
        return [Mention("declined", "unproven", "unproven", chosen[0].start, chosen[0].end)]
    return []
