"""Words that say no radiotherapy is called for, weighed against words that ask for it."""

import re
from functools import cache

from ingest.assertion_wordings import SOME_TIME_AGO
from ingest.basin import is_of_a_basin
from ingest.bygone import Account
from ingest.clause import Clauses
from ingest.cord import PRESSED_CORD
from ingest.denied import denied_alone
from ingest.diagnosis import Candidate, is_secondary
from ingest.ended import ended_and_clear, kept_elsewhere
from ingest.lexicon import load_yaml
from ingest.mention import Mention
from ingest.preference import is_weighed_before, radiation_passed_over, surgery_chosen
from ingest.prescription import PRESCRIPTION, is_dated
from ingest.quiet import GROWTH, left_alone
from ingest.refusal_reach import (
    WATCHED,
    examined_elsewhere,
    follows_the_course,
    has_its_place,
    is_held_symptom,
    is_of_another_examination,
    is_of_the_brain,
    is_of_the_marrow,
    is_of_the_past,
)
from ingest.request import asks, requests
from ingest.reserve import KEPT, asks_now
from ingest.unproven import is_all_queried, other_tissue, unproven, unready

_OPTION_BEFORE = re.compile(
    r"(?:\bover|\bthan|\bvs\.?|\bversus|\bor|\?|\b(?:in spite of|despite|instead of"
    r"|rather than)(?: the)?(?: \w+)?)"
    r"\s*$",
    re.IGNORECASE,
)
_ASKED_BEFORE = re.compile(r"\w\? $")
"""Before what was found or denied: a question of its own ends."""
_OPTION_AFTER = re.compile(r"\s*(?:vs\.?|versus|or)\b", re.IGNORECASE)


def _is_an_option(text: str, mention: Mention) -> bool:
    """Whether it is only weighed against another course: "WBRT vs BSC"."""
    denial = mention.name == "nothing_found" or text[mention.start :][:3].lower() == "no "
    if denial and _ASKED_BEFORE.search(text[: mention.start]):
        return False
    return bool(
        _OPTION_BEFORE.search(text[max(0, mention.start - 28) : mention.start])
        or _OPTION_AFTER.match(text[mention.end : mention.end + 12])
    )


def declined(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    chosen: tuple[Candidate, ...],
    beside: tuple[Candidate, ...] = (),
) -> list[Mention]:
    """The words that decline radiotherapy and are not outweighed by a later request for it.

    What stands right after a disease beside the one to treat ("prostate ca on surveillance"), or in a
    sentence of such a disease where radiotherapy is asked for, is said of that one; what watches the nodes
    leaves the tumour to be treated.
    """
    told = {(c.start, c.end) for c in chosen}
    others = [c for c in beside if (c.start, c.end) not in told]
    said = [
        m
        for m in _said(text, mentions)
        if not any(_is_said_of(text, m, c) for c in others if _may_own(clauses, c, m))
    ]
    if requests(mentions):
        here = {clauses.sentence(c.start) for c in chosen}
        theirs = {clauses.sentence(c.start) for c in others} - here
        said = [m for m in said if m.name == "refused" or clauses.sentence(m.start) not in theirs]
        said = [m for m in said if m.name not in WATCHED or not is_of_the_past(text, clauses, m, here)]
    if requests(mentions) or any(m.name == "target" and m.value in _BREASTS for m in mentions):
        said = [m for m in said if m.name not in _OF_A_BASIN or not is_of_a_basin(text, m)]
    if requests(mentions):
        said = [m for m in said if m.name not in WATCHED or not is_of_the_brain(text, m, chosen)]
        said = [m for m in said if not is_of_another_examination(text, clauses, m, chosen)]
        now = any(asks_now(text, m) for m in mentions)
        said = [m for m in said if not (now and _HORMONES.match(text, m.start))]
        said = [
            m for m in said if m.name not in WATCHED or not follows_the_course(text, clauses, m, mentions)
        ]
    said = [m for m in said if not (m.name == "follow_up" and is_of_the_marrow(text, m, mentions))]
    said = [m for m in said if has_its_place(text, clauses, m, chosen)]
    if asks(mentions):
        said = [m for m in said if not _ANTIRETROVIRAL.search(text, m.start, m.end)]
    if asks(mentions) and any(is_secondary(c.disease) for c in chosen):
        # "Breast RT completed 2019; now a painful L3 met": the course of the primary is another one.
        said = [m for m in said if not (m.name == "completed" and is_dated(text, m))]
    said = (
        (said and [*said, *(other_tissue(text, mentions, chosen) if said[-1].name != "refused" else ())])
        or _passed_over(text, mentions)
        or unready(text, clauses, mentions, chosen, others)
        or left_alone(text, mentions, chosen, others)
        or _already_given(text, mentions, chosen)
        or _dated(text, mentions, chosen)
        or ended_and_clear(text, mentions)
        or kept_elsewhere(text, mentions)
        or _reviewed(text, mentions)
        or _of_years_ago(text, clauses, mentions, chosen, others)
        or _systemic_alone(text, mentions, chosen)
        or denied_alone(text, mentions)
        or _examined(text, mentions, chosen)
    )
    queried = bool(chosen) and is_all_queried(text, chosen)
    if said and all(m.name == KEPT or (m.name == "not_needed" and queried) for m in said):
        said = [*said, *unready(text, clauses, mentions, chosen, others)]
    return said + unproven(text, chosen, said)


_OF_A_BASIN = WATCHED | {"nothing_found"}
_ANTIRETROVIRAL = re.compile(r"\bART\b|antiretroviral", re.IGNORECASE)
"""Drugs against a virus, which relieve no tumour of its pain."""


def _examined(text: str, mentions: list[Mention], chosen: tuple[Candidate, ...]) -> list[Mention]:
    """The examination of another organ, in a text that asks for no radiotherapy."""
    said = None if requests(mentions) else examined_elsewhere(text, chosen)
    return [said] if said else []


_GOES_ON = re.compile(r"\s*(?:s?he|they|his|hers?|theirs?|it|that|both|the latter)\b", re.IGNORECASE)
"""At the start of a sentence that goes on about whoever was named last."""


def _may_own(clauses: Clauses, other: Candidate, mention: Mention) -> bool:
    """Whether words may be said of a disease before them.

    Of a metastasis only those of watching are, and of a relative's tumour only those of its own sentence or
    of one that goes on about the relative.
    """
    if other.assertion == "family" and clauses.sentence(other.start) != clauses.sentence(mention.start):
        start, _ = clauses.sentence_span(mention.start)
        if _GOES_ON.match(clauses.text, start) is None:
            return False
    return other.end <= mention.start and (mention.name in WATCHED or not is_secondary(other.disease))


_BREASTS = frozenset({"whole_breast", "partial_breast"})
"""Volumes that are named only where they are to be irradiated."""


def _passed_over(text: str, mentions: list[Mention]) -> list[Mention]:
    """Something preferred to radiotherapy, which is not asked for later: "chose RALP over RT"."""
    asked = [m.start for m in mentions if m.kind == "radiotherapy" and m.name == "request"]
    said = radiation_passed_over(text) or surgery_chosen(text, asked)
    later = said and any(start >= said.end for start in asked)
    return [said] if said and not later else []


def _is_said_of(text: str, mention: Mention, other: Candidate) -> bool:
    """Whether it stands right after another tumour; a full stop or query parts them unless it watches."""
    parted = mention.name not in WATCHED and text.startswith((". ", "? "), other.end)
    if parted or other.end > mention.start:
        return False
    return bool(_BESIDE.fullmatch(text, other.end, mention.start))


_BESIDE = re.compile(
    r"\W{0,2}(?:(?:of|on|over) (?:the |his |her )?\w+ )?"
    r"(?:(?:(?:is|are|being|on|under|for|active|known) ){0,2})"
)
"""Between a disease and words that decline for it: "CLL under observation"."""


_FINISHED = re.compile(
    r"\b(?:completed|finished|completing|finishing|(?:years?|yrs?|months?|mths?|weeks?"
    r"|wks?) since)(?: (?:her|his|the|all|adj\w*|post-?op|radical|a|course|of|RT|XRT|breast"
    r"|chest wall|prostate))*[ :,-]*$",
    re.IGNORECASE,
)
"""Before a course: it is over."""
_OF_A_YEAR = re.compile(r"[^.;,\n]{0,24}\b(?:19|20)\d\d\b")
"""After a course: it may be that of a tumour before this one."""
_GIVEN = re.compile(r"(?:after|post|s/p|completed|following)\b", re.IGNORECASE)
_ANEW = re.compile(
    r"\b(?:(?<!no )(?<!without )residual|recur\w*|relaps\w*|new"
    r"|now(?! (?:PSA|well|NED|fine|clear|asympt\w*|only|\d|on))"
    r"|second|salvage|persist\w*|local failure)\b",
    re.IGNORECASE,
)


_OPERATION_NEXT = re.compile(
    r"\b(?:TME|APR|APER|LAR|surgery|resection|\w+ectomy|operation|Whipple\W?s?) "
    r"(?:is |now |then )?(?:planned|booked|scheduled|next|listed|in \w+|on \w+day)\b"
    r"|\b(?:booked|listed|planned|scheduled|proceed\w*|going|goes|on) (?:for|to|with) "
    r"(?:an? |the |his |her )?(?:TME|APR|APER|LAR|surgery|resection|\w+ectomy)\b",
    re.IGNORECASE,
)
"""The operation that follows the course given."""
_DATED_RADIATION = re.compile(
    r"[ ,(]{1,2}(?:19|20)\d\d[ ,):-]{1,3}(?:\w+ (?:and |\+ )?)?(?P<given>EBRT|RT|XRT|chemo-?RT|CRT|SABR|SBRT"
    r"|brachy\w*|seeds|radiotherapy)\b",
    re.IGNORECASE,
)
_REQUESTED = re.compile(
    r"\b(?:for|please|pls|plan\w*|book\w*|refer\w*|start\w*|consider\w*|discuss\w*|recommend\w*|now)\b", re.I
)


def _dated(text: str, mentions: list[Mention], chosen: tuple[Candidate, ...]) -> list[Mention]:
    """The radiotherapy of a year, in a text that asks for none: "ca prostate 2012, EBRT"."""
    match = _DATED_RADIATION.match(text, chosen[0].end) if len(chosen) == 1 else None
    if match is None or any(p.search(text) for p in (_REQUESTED, _ANEW, GROWTH)):
        return []
    start, end = match.span("given")
    others = [m for m in mentions if m.asks_for_radiotherapy and not start <= m.start < end]
    return [] if others else [Mention("declined", "completed", "completed", start, end)]


def _is_course(mention: Mention) -> bool:
    """Whether it names a course of radiotherapy: by its dose, or as such."""
    return mention.name == "asked_course" or (mention.name, mention.value) == ("called_for", "radiotherapy")


def _already_given(text: str, mentions: list[Mention], chosen: tuple[Candidate, ...]) -> list[Mention]:
    """A text that names only the course given, and nothing that came back or is asked for since."""
    if not chosen or asks(mentions) or any(p.search(text) for p in (_ANEW, GROWTH, PRESSED_CORD)):
        return []
    prophylaxis = {("target", "pci"), ("intent", "prophylactic")}
    if any((m.name, m.value) in prophylaxis and m.assertion != "negated" for m in mentions):
        # The brain's prophylaxis follows the course given.
        return []
    given = [m for m in mentions if m.name == "called_for" and m.value == "earlier"]
    given = [m for m in given if _GIVEN.match(text, m.start)]
    delivered = [m for m in mentions if m.name == "asked_course" and m.assertion == "delivered"]
    if any((m.name, m.value) == ("response", "complete") for m in mentions):
        given += [m for m in mentions if m.assertion == "delivered" and _is_course(m)]
    aimed = any(
        m.name in {"target", "modality"} and m.assertion == "affirmed" and m.value != "brachytherapy"
        for m in mentions
    )
    if chosen[0].disease == "prostate-cancer" and not aimed:
        # A seed implant had is the whole course, and its PSA is followed.
        given += [m for m in mentions if m.value in {"ldr", "hdr"} and m.assertion == "delivered"]
    if _OPERATION_NEXT.search(text):
        given += [m for m in mentions if m.assertion == "delivered" and _is_course(m)]
    given += [
        m
        for m in delivered
        if SOME_TIME_AGO.match(text, m.end + 1)
        or (_FINISHED.search(text, max(0, m.start - 30), m.start) and not _OF_A_YEAR.match(text, m.end))
    ]
    return [Mention("declined", "completed", "completed", m.start, m.end) for m in given[:1]]


_REVIEW = re.compile(
    r"\W*(?:(?:[1-9]\d?|one|two|three|four|five|six|ten)[ -]?(?:y(?:ea)?rs?|months?|mths?|mo|/12)"
    r"|annual|yearly)[ -](?:post[ -]?\w+ )?(?:review|check(?:-?up)?|f/?u|follow-?up|visit|clinic)\b",
    re.IGNORECASE,
)
"""At the head of a note: a patient seen years after treatment."""


def _reviewed(text: str, mentions: list[Mention]) -> list[Mention]:
    """A note headed as a review, of a disease that has not come back; a course with its year was given."""
    match = _REVIEW.match(text)
    if match is None or _ANEW.search(text) or GROWTH.search(text):
        return []
    if asks([m for m in mentions if not is_dated(text, m)]):
        return []
    return [Mention("declined", "follow_up", "follow_up", *match.span())]


def _of_years_ago(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    chosen: tuple[Candidate, ...],
    others: list[Candidate],
) -> list[Mention]:
    """A tumour treated years ago of which nothing is left, in a text that asks for nothing."""
    if len(chosen) != 1 or asks(mentions):
        return []
    told = Account(text, clauses, [*chosen, *others])
    if not told.is_over(chosen[0], mentions) or not told.is_done_with(chosen[0]):
        return []
    return [Mention("declined", "follow_up", "follow_up", chosen[0].start, chosen[0].end)]


@cache
def _regimens() -> re.Pattern[str]:
    data = load_yaml("systemic.yaml")
    drugs, before, after = (
        "|".join(re.escape(w) for w in sorted(data[key], key=len, reverse=True))
        for key in ("regimens", "before", "after")
    )
    held, answers = (
        "|".join(re.escape(w) for w in sorted(data[key], key=len, reverse=True))
        for key in ("hormonal", "answers")
    )
    joined = rf"(?<![\w-])(?:m)?(?:{drugs})(?:[ ]?[/+-][ ]?(?:{drugs}))?(?![\w])"
    return re.compile(
        rf"\b(?:{before})[ :]+{joined}|{joined}[ ,(]{{1,2}}(?:{after})\b"
        rf"|\b(?:{held})\b(?:[^.;\n]|\.\d){{0,40}}?\b(?:{answers})\b"
        rf"|\b(?:{answers}) (?:(?:well|nicely|fully|to|on|with|weekly|low[ -]dose) ){{1,3}}(?:{held})\b",
        re.IGNORECASE,
    )


_NO_LONGER = re.compile(
    r"(?:progress\w*|fail\w*|after|refractory|resistant|residual|relaps\w*|previous\w*)[ ]*$", re.I
)
_LOCAL = frozenset({"technique", "modality", "fractionation", "symptom"})
_VOLUMES = frozenset({"regional_nodes", "chest_wall", "whole_breast", "partial_breast"})
"""What is to be irradiated is named: drugs run beside it."""


def _systemic_alone(text: str, mentions: list[Mention], chosen: tuple[Candidate, ...]) -> list[Mention]:
    """A running course of drugs in a text that says nothing of radiotherapy or of a symptom to relieve."""
    if any(m.kind == "radiotherapy" for m in mentions):
        return []
    if any(m.name in PRESCRIPTION and m.assertion == "affirmed" for m in mentions):
        return []
    affirmed = [m for m in mentions if m.kind == "axis" and m.assertion == "affirmed"]
    affirmed = [m for m in affirmed if not is_held_symptom(text, m)]
    calm = any(m.name == "symptom" and m.value == "none" for m in affirmed)
    if any(
        (m.name in _LOCAL and m.value != "none")
        or (m.name == "target" and m.value in _VOLUMES)
        or str(m.value) in {"relief", "local_treatment", "limited", "oligometastatic"}
        for m in affirmed
    ):
        return []
    if not calm and any(
        c.disease in {"brain-metastasis", "bone-metastasis", "spinal-cord-compression"} for c in chosen
    ):
        return []
    match = _regimens().search(text)
    if match is None or _NO_LONGER.search(text[max(0, match.start() - 16) : match.start()]):
        return []
    return [Mention("declined", "systemic_only", "systemic_only", match.start(), match.end())]


_OF_OTHERS = re.compile(
    r"\b(?:others|the rest|remaining ones?)\b[^.;\n]*$|\bnot (?:to |for )?(?:[\w-]+ ){1,3}\([^()\n]*$",
    re.IGNORECASE,
)
"""Before words that decline: they are said of other lesions, of what is "not to the ribs (observed)"."""


_HORMONES = re.compile(r"(?:prolactin|prl|IGF-?1|hormones)\b", re.IGNORECASE)
"""A blood test of the pituitary, which says nothing against a course asked for."""
_FAILED_AFTER = re.compile(
    r"(?: (?:cream|topical|x ?\d+))?(?: has| had| was)? "
    r"(?:failed|failure|ineffective|intoleran\w+|not tolerated|unsuccessful|no (?:response|good|effect))\b",
    re.IGNORECASE,
)
_FAILED_BEFORE = re.compile(
    r"\b(?:failed|failure of|despite|refractory to|resistant to|progress\w* on) $", re.I
)


def _has_failed(text: str, said: Mention) -> bool:
    """Whether the treatment that would make radiotherapy needless was tried in vain: "imiquimod failed"."""
    return said.name == "not_needed" and bool(
        _FAILED_AFTER.match(text, said.end)
        or _FAILED_BEFORE.search(text, max(0, said.start - 16), said.start)
    )


_COURSE = frozenset({"technique", "modality", "asked_course"})


def _said(text: str, mentions: list[Mention]) -> list[Mention]:
    said = [m for m in mentions if m.kind == "declined" and m.assertion in {"affirmed", "uncertain"}]
    said = [m for m in said if not _OF_OTHERS.search(text[max(0, m.start - 36) : m.start])]
    said = [m for m in said if not any(o.covers(m) for o in said if o.name != m.name)]
    said = [m for m in said if not _is_an_option(text, m) and not _has_failed(text, m)]
    if not said:
        return []
    past = [m for m in mentions if m.kind == "radiotherapy" and m.name == "past"]
    asked = [
        m
        for m in mentions
        if ((m.kind == "radiotherapy" and m.name == "request") or m.name in _COURSE)
        and m.assertion in {"affirmed", "uncertain"}
        and not any(p.covers(m) for p in past)
        and not any(s.covers(m) for s in said)
        and not (m.kind == "radiotherapy" and is_dated(text, m))
        and not is_weighed_before(text, m)
    ]
    if not asked:
        return said
    last = max(m.start for m in asked)
    return [m for m in said if m.start > last or m.name == "refused"]
