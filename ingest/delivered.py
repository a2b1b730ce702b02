"""Courses partly given, where only the rest is asked for ("EBRT done, now HDR boost"), and earlier ones."""

import re
from collections.abc import Sequence
from itertools import islice

from ingest.mention import Mention

_EXTERNAL = (
    r"(?:(?-i:RT|rt(?! (?:breast|lung|side|chest)))"  # "Rt" is the right side
    r"|chemo[- ]?RT|(?:chemo[- ]?)?(?:radiotherapy|radiation|XRT)|EBRT|CCRT|CRT|chemorad\w*"
    r"|external(?: beam)?|whole[ -]breast|WBI|WBRT|pelvi[cs]|phase (?:1|I|one)"
    r"|\d{2}(?:\.\d+)? ?Gy|\d{2}(?:\.\d+)?/\d{1,2})"
)
_OVER = (
    r"(?:done|ended|(?:due |set )?to (?:finish|end|complete)(?! with)"
    r"|over(?= (?:with|now|yesterday|last|since|by|(?:on|this) (?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"|[.,;]|$)|behind (?:her|him)|completed?"
    r"|(?:\d{1,2}|an?|one|two|three|four|five|six|few|several)"
    r" ?(?:weeks?|wks?|months?|mths?|/52|/12) (?:ago|back)"
    r"|w(?:ound|rapped) up|concluded|came to an end|in the bag|signed off"
    r"|completes|finished|finishes|finishing|delivered|given|ends|ending|ongoing|on-going|in progress"
    r"|under ?way|running|(?:already|now|currently) (?:started|begun|under treatment|on treatment)"
    r"|nearly (?:done|there|finished))"
)
_GIVEN = re.compile(
    rf"\b{_EXTERNAL}(?!\w)(?:[^.;\n]|\.(?=\d)){{0,56}}?\b{_OVER}\b"
    rf"|\b(?:finished|finishing|completed|completing|received|rec'd|recd|had|s/p|status post"
    rf"|done(?= \d\d))(?!\w)"
    rf"[^.;,\n]{{0,24}}?\b{_EXTERNAL}(?!\w)"
    r"|\b(?:post|after|following|(?:at|by|near|since) (?:the )?end of)[ -]"
    r"(?:(?:cape\w*|5-?FU|cisplatin|neoadj\w*|long[ -]course|pelvic) )?"
    rf"{_EXTERNAL}(?!\w)(?: ?\d{{2}}(?:\.\d+)?/\d{{1,2}}|(?: [\w/]+){{0,2}} (?:IMRT|VMAT|EBRT|XRT)\b)?",
    re.IGNORECASE,
)
_PART_ALONE = re.compile(
    r"\b(?:boost|implant|brachy\w*|HDR|LDR) (?:(?:part|bit|component|portion|side|dose) )?"
    r"(?:only|alone|first|list|component)\b"
    r"|\b(?:this |the )?(?:request|referral|form|booking|slot|theatre list|list|post(?:ed)?)(?: is| here is)?"
    r"(?:(?: only| just| purely)? for|:) (?:the |her |his )?(?:(?:HDR|LDR|PDR) )?(?:brachy\w* )?"
    r"(?:boost|implant|brachy\w*)\b"
    r"|\bonly (?:the )?(?:(?:HDR|LDR|PDR|brachy\w*) )?(?:boost|implant)\b|\bprescribe the (?:boost|implant)\b"
    r"|\b(?:boost|implant)\b[^.;]{0,24}\bbefore\b[^.;]{0,12}\b(?:EBRT|external)"
    r"|\b(?:boost|implant)\b[^.;\n]{0,64}?\b(?:ahead of|prior to|before|preceding)\b[^.;\n]{0,16}?"
    r"(?:\b(?:EBRT|external|pelvi\w+)|\b\d\d(?:\.\d)?/\d\d)"
    r"|\b(?:please|pls|kindly) (?:book|arrange|plan|prescribe|list|schedule) (?:(?:the|her|his) )?"
    r"(?:HDR|LDR|PDR|brachy\w*|implant|boost)(?: (?:boost|part|component|bit|portion|side)\b)?"
    r"(?! (?:boost|part|component|bit|portion|side|and|then|after|plus|with)\b)(?![\w-]| ?[&+/])"
    r"|\b(?:before|ahead of|prior to) (?:that|then|this|it)\b[^.;\n]{0,24}?\b(?:HDR|LDR|implant|boost"
    r"|brachy\w*)"
    r"|\b(?:boost|implant)(?: \w+){0,2} (?:booked|listed)"
    r"|[,;.] book (?:the )?(?:implant|HDR|brachy\w*)(?= ?(?:[.;]|$))"
    r"|\b(?:boost|implant)\b[^.;\n]{0,24}?\bfollowed\b[^.;\n]{0,24}?\bby (?:\w+ )?(?:EBRT|external|IMRT|RT)\b"
    r"[^.;\n]{0,12}?\b(?:booked|planned|arranged) (?:separately|elsewhere|already)\b",
    re.IGNORECASE,
)
"""Only the boost is asked for, whether the external beam was given or is still to follow."""
_BEAM = re.compile(
    r"\b(?:external|EBRT|pelvic (?:RT|radiotherapy|IMRT|VMAT)|the beam"
    r"|(?:fractions|#|fx) (?:to )?(?:the )?pelvis)\b",
    re.I,
)
_IMPLANT_FIRST = re.compile(
    r"\b(?:HDR|LDR|PDR|brachy\w*|implant|insertion|tandem)\b[^.;\n]{0,32}?"
    r"\b(?:slot|theatre|list|today|tomorrow|first|this week|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
    r"[^.\n]{0,24}?"
    r"\b(?:external(?: beam| pelvis| pelvic(?: fields?)?| part| RT| radiotherapy)?|EBRT"
    r"|pelvic (?:RT|radiotherapy))\b"
    r"[^.;\n]{0,24}?"
    r"\b(?:begins?|starts?|starting|follows?|commences?|to follow|afterwards|later|next month"
    r"|booked (?:separately|elsewhere))\b",
    re.IGNORECASE,
)
"""An implant that has its day, and external radiotherapy that begins after it."""
_LATER = frozenset({"brachy_boost", "breast_boost", "intrauterine_brachy", "vault"})
"""Targets of a part that follows external radiotherapy."""
_OF_THE_PART_GIVEN = frozenset({"asked_course", "asked_fractions", "asked_dose_gy", "systemic"})
_IMPLANT = r"(?:HDR|LDR|PDR|brachy\w*|implant|seeds?)"
_AN_IMPLANT = re.compile(rf"\b(?:{_IMPLANT}|boost)\b", re.IGNORECASE)
_IMPLANT_GIVEN = re.compile(
    rf"\b(?:had|received|completed|finished|s/p|status post|following)\b[^.;\n]{{0,30}}?\b{_IMPLANT}\b"
    rf"|\b{_IMPLANT}\b[^.;,\n]{{0,24}}?\b(?:done|given|delivered|completed?|implanted|finished|went in"
    r"|(?:last|this) week|yesterday|\d+ ?(?:weeks?|wks?|days?|/52|/7)(?: ago| back)?"
    r"(?! (?:before|prior to|ahead of|pre)\b))\b",
    re.IGNORECASE,
)
"""An implant that is in, or has been given."""
_NOW_EXTERNAL = re.compile(
    r"\b(?:external (?:beam|component|part|phase|RT|radiotherapy)|EBRT|IMRT|VMAT"
    r"|pelvic (?:RT|radiotherapy))\b"
    r"(?! (?:\S+ ){0,2}(?:done|given|complet|finish|deliver|ended|\d{4}))",
    re.IGNORECASE,
)
"""External radiotherapy that is not told as given."""
_MOST = 8
_DATED = re.compile(r"[^.;,\n]*?\b(?:19|20)\d\d\b")
_IN_A_YEAR = re.compile(r" (?:\(|in |given |done |finished |ended )?(?:[A-Z][a-z]{2} )?(?:19|20)\d\d\b")
"""Right after radiotherapy: it was given then."""
RETURNED = frozenset({"recurrent", "salvage"})
"""Settings of a tumour that has come back."""


def earlier_course(text: str, findings: Sequence[Mention], kept: Sequence[Mention]) -> list[Mention]:
    """Prior radiotherapy of a recurrence told by its dose or its year: "8 yrs after 74/37", "bed RT 2018"."""
    if any(m.name == "prior_radiotherapy" for m in kept):
        return []
    if any(m.name == "given" for m in kept) and any(m.value in _LATER for m in kept):
        # "Vault recurrence, EBRT 45 Gy given, boost now": the first part of this course.
        return []
    recurred = any(m.name == "setting" and m.value in RETURNED for m in kept)
    if not recurred and not any(m.value == "pelvic_node_recurrence" for m in kept):
        return []
    told = {"asked_course", "asked_dose_gy"} if recurred else set()
    first = [m for m in findings if m.name in told and m.assertion in {"historical", "delivered"}]
    first += [
        m
        for m in findings
        if recurred
        and (m.assertion in {"historical", "delivered"} or _IN_A_YEAR.match(text, m.end))
        and m.name in {"technique", "modality", "target"}
        and (_is_of_the_implant(m) or m.value == "brachy_alone")
    ]
    first += [
        m
        for m in findings
        if (m.name, m.value) == ("called_for", "radiotherapy") and _IN_A_YEAR.match(text, m.end)
    ]
    if _is_salvaged(text, kept):
        first += [
            m for m in findings if (m.name, m.value, m.assertion) == ("modality", "photon", "delivered")
        ]
    return [Mention("axis", "prior_radiotherapy", "given", m.start, m.end) for m in first[:1]]


def _is_salvaged(text: str, kept: Sequence[Mention]) -> bool:
    """Whether a recurrence is to be salvaged, without a boost: "recurrence post EBRT, salvage HDR"."""
    return {m.value for m in kept if m.name == "setting"} >= RETURNED and not _BOOST.search(text)


def without_first_course(kept: Sequence[Mention]) -> list[Mention]:
    """The findings without a course named before its repetition: the Stupp of "Stupp 2023, now re-RT"."""
    again = [m.start for m in kept if m.name == "prior_radiotherapy"]
    if not again:
        return list(kept)
    first = {(m.start, m.end) for m in kept if m.name == "asked_course" and m.start < max(again)}
    return [m for m in kept if (m.start, m.end) not in first]


def external_is_over(text: str) -> bool:
    """Whether external radiotherapy is told as given or on its way; what is done may be the implant."""
    given = islice(_GIVEN.finditer(text), _MOST)
    return any(not _AN_IMPLANT.search(text, *match.span()) for match in given)


def remaining_part(text: str, kept: Sequence[Mention]) -> list[Mention]:
    """The findings of a case that wants a boost after external radiotherapy it has had; else as they are.

    What describes the part given (its dose, its modality) then asks for nothing.
    """
    if any((m.name, m.value) == ("given", "implant") for m in kept):
        return list(kept)
    kept = [*kept, *_boost_by_source(text, kept)]
    wanted = [m for m in kept if m.name == "target" and m.value in _LATER]
    if external_is_left(text, kept):
        left = [m for m in kept if not _is_of_the_implant(m)]
        photons = [Mention("axis", "modality", "photon", m.start, m.end) for m in wanted[:1]]
        return [*left, *photons, *(m._replace(name="given", value="implant") for m in photons)]
    vault = [m for m in wanted if m.value == "vault"]
    asked = {m.value for m in kept if m.name == "modality"}
    follows = _boost_follows(text) if len(vault) == len(wanted) and "brachytherapy" not in asked else None
    if len(vault) == len(wanted) and "brachytherapy" not in asked and follows is None:
        return list(kept)
    if follows is not None and not asked - {"photon"}:
        kept.append(Mention("axis", "modality", "photon", *follows.span()))
    alone = _PART_ALONE.search(text) or _IMPLANT_FIRST.search(text)
    external = _BEAM.search(text) or any(
        (m.name, m.value) in {("modality", "photon"), ("target", "pelvic_nodes")} or _is_beam(m) for m in kept
    )
    if wanted and alone and external and any(m.value == "brachytherapy" for m in kept):
        left = [
            m
            for m in kept
            if not _describes(m) and m.value not in {"pelvic_nodes", "regional_nodes", "brachy_alone"}
        ]
        return [*left, Mention("axis", "given", "external_beam", *alone.span())]
    for match, _ in zip(_GIVEN.finditer(text), range(_MOST), strict=False):
        start, end = match.span()
        if any(start < m.end and m.start < end for m in wanted):
            continue
        dated = _DATED.match(text, start, end + 24) and any(m.value in RETURNED for m in kept)
        if dated or _is_salvaged(text, kept):
            # "3rd recurrence, had 60 Gy in 2019": what was given belongs to the course before.
            continue
        left = [m for m in kept if not (start <= m.start < end and _describes(m))]
        return [*left, Mention("axis", "given", "external_beam", start, end)]
    return list(kept)


_BOOST = re.compile(
    r"(?<!no )(?<!without )(?<!with )(?<!incl )(?<!including )(?<!and )(?<!\+ )(?<!plus )(?<!\+)\bboost\b"
    r"(?! (?:was|given|done|complete|delivered|included|not|declined|omitted))",
    re.IGNORECASE,
)


def _boost_follows(text: str) -> re.Match[str] | None:
    """A boost that is asked for right after external radiotherapy told to be over."""
    for given in islice(_GIVEN.finditer(text), _MOST):
        boost = _BOOST.search(text, given.end(), given.end() + _NEXT)
        if boost and not _DATED.match(text, *given.span()):
            return boost
    return None


_NEXT = 60
"""Characters after what was given in which the boost stands."""


def _is_beam(mention: Mention) -> bool:
    """Whether it is a course of so many fractions as no implant has."""
    _, _, fractions = str(mention.value).partition("/")
    return mention.name == "asked_course" and fractions.isdigit() and int(fractions) >= _OF_BEAM


_OF_BEAM = 10


def external_is_left(text: str, kept: Sequence[Mention]) -> bool:
    """Whether the implant of a boost is in and the external part is asked for: "HDR boost done, now EBRT"."""
    if not any((m.name, m.value) == ("target", "brachy_boost") for m in kept):
        return False
    given = _IMPLANT_GIVEN.search(text)
    asked = _NOW_EXTERNAL.search(text, given.end()) if given else None
    if given is None or asked is None or _DATED.match(text, given.start(), given.end() + 24):
        return False
    return not any(m.value in RETURNED for m in kept) and not _OVER_BEFORE.search(text[: asked.start()])


_OVER_BEFORE = re.compile(
    r"\b(?:after|post|following|completed|finished|had)[ -](?:the |her |his )?$", re.IGNORECASE
)


def _is_of_the_implant(mention: Mention) -> bool:
    return mention.value in {"brachytherapy", "hdr", "ldr", "pdr"} or mention.name == "asked_dose_gy"


_SOURCE_BOOST = re.compile(
    r"\b(?:HDR|LDR|PDR|brachy\w*) (?:component|part|portion) (?:only|alone)\b|"
    r"\b(?:Pd-?103|I-?125|palladium|iodine|LDR|HDR|PDR|(?:high|low|pulsed)[ -]dose[ -]rate|seeds?|Papillon"
    r"|contact)\b[^.,;]{0,14}\bboost"
    r"|\b(?:HDR|LDR|PDR|brachy\w*|implant)\b[^.;\n]{0,40}?\b(?:before|ahead of|prior to|preceding) "
    r"(?:the |her |his |any )?(?:external|beam|EBRT|IMRT|VMAT|pelvic (?:RT|radiotherapy|IMRT))\b"
    r"|\b(?:Papillon|contact x-?ray|contact brachy\w*)\b(?:[^.;\n]|\.(?=\d)){0,80}?\bafter\b[^.;\n]{0,24}?"
    r"\b(?:chemo-?rad\w*|chemo-?RT|CRT|EBRT|RT|radiotherapy|external beam)\b",
    re.IGNORECASE,
)


def _boost_by_source(text: str, kept: Sequence[Mention]) -> list[Mention]:
    """A boost told by its source or its turn: "Pd-103 boost", "HDR slot Friday, external beam follows"."""
    match = _SOURCE_BOOST.search(text) or _IMPLANT_FIRST.search(text) or _implant_before(text, kept)
    if match is None or any(m.name == "target" and m.value in _LATER for m in kept):
        return []
    return [Mention("axis", "target", "brachy_boost", *match.span())]


def _implant_before(text: str, kept: Sequence[Mention]) -> re.Match[str] | None:
    """An implant just given, where the external part is asked for: "HDR done last week, now EBRT"."""
    if any(m.name == "prior_radiotherapy" or m.value in RETURNED for m in kept):
        return None
    given = _JUST_IMPLANTED.search(text)
    return given if given and _NOW_EXTERNAL.search(text, given.end()) else None


_JUST_IMPLANTED = re.compile(
    r"\b(?:HDR|LDR|PDR|brachy\w*|implant|seeds?)\b[^.;,\n]{0,24}?\b(?:(?:last|this) week|yesterday|today"
    r"|\d+ ?(?:weeks?|wks?|days?|/52|/7) (?:ago|back))\b",
    re.IGNORECASE,
)


def _describes(mention: Mention) -> bool:
    return mention.name in _OF_THE_PART_GIVEN or (mention.name, mention.value) == ("modality", "photon")
