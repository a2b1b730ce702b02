"""External phases asked for alone, where the implant that follows is another department's or booked apart."""

import re
from collections.abc import Sequence

from ingest.delivered import RETURNED, external_is_over
from ingest.mention import Mention

_EXTERNAL = (
    r"(?:EBRT|external(?: beam| pelvis| pelvic| RT| radiotherapy){0,3}"
    r"|pelvic (?:RT|IMRT|VMAT|radiotherapy|EBRT)|IMRT|VMAT|XRT)"
)
_PART = r"(?:phase|part|component|portion)"
_DONE = r"(?:(?:is|was|has|been|now|all|nearly) ){0,3}(?:done|complet|finish|given|deliver|over|ended)"
_PHASE = re.compile(
    r"(?<!no )(?<!without )(?<!not )(?<!any )"
    rf"(?<!after )(?<!following )(?<!post )(?<!since )(?<!after the )(?<!following the )\b"
    rf"(?:{_EXTERNAL} {_PART}\b(?! {_DONE})"
    rf"|(?:(?:first|initial|1st) phase|phase (?:1|I|one))\b[:,=]?(?: [\w/]+){{0,3}}? {_EXTERNAL}\b"
    rf"(?! {_DONE}))"
    r"(?P<only> (?:only|alone|of (?:the |a )?(?:combined|combination|dual)\b))?",
    re.IGNORECASE,
)
_IMPLANT = (
    r"(?:(?:HDR|LDR|PDR|brachy\w*|implant|seed|vault) )?"
    r"(?:HDR|LDR|PDR|brachy\w*|implants?|seeds|ICBT|IGABT|VBT|insertions?|boost)"
)
_ELSEWHERE = re.compile(
    rf"\b{_IMPLANT}(?: (?:component|part|phase|referral|booking|fractions))?"
    r"(?: (?:is|are|has|been|being|will|to|be|already)){0,4}"
    r"(?: (?:booked|planned|arranged|done|given|requested|referred|listed|sent|delivered|scheduled|organised"
    r"|performed))?"
    r" (?:separately|elsewhere|at (?:another|(?:the )?other|a different|the regional|the tertiary) "
    r"(?:centre|center|hospital|site|unit|trust)"
    r"|by (?:another|the other|a different) (?:team|centre|center|unit))\b",
    re.IGNORECASE,
)
"""The implant has a booking or a place of its own."""
_OF_IMPLANTS = frozenset(
    {"brachytherapy", "hdr", "ldr", "pdr", "brachy_boost", "intrauterine_brachy", "ebrt_and_brachy", "vault"}
)
_LEFT_OUT = _OF_IMPLANTS - {"brachy_boost", "vault"} | {"brachy_alone"}
"""Values that would ask for the implant; a boost foreseen still says which external dose goes before."""
_BOOST = re.compile(r"\bboost|\bphase (?:2|II|two)\b|\bsecond phase\b", re.IGNORECASE)
_OF_BEAMS = frozenset({("modality", "photon"), ("technique", "imrt"), ("target", "pelvic_nodes")})


def as_external_phase(text: str, kept: Sequence[Mention]) -> list[Mention]:
    """The findings of a case whose external phase alone is asked for, without what asks for the implant.

    Where an implant is asked for beside an external phase that is still to come, both are: "external phase
    first, then HDR".
    """
    kept = list(kept)
    if external_is_over(text) or any(m.value in RETURNED for m in kept):
        return kept
    phase, elsewhere = _PHASE.search(text), _ELSEWHERE.search(text)
    implants = [m for m in kept if m.value in _OF_IMPLANTS]
    beams = any((m.name, m.value) in _OF_BEAMS for m in kept)
    if elsewhere and (phase or beams):
        said = elsewhere
    elif phase and (phase["only"] or not (implants or _BOOST.search(text, phase.end()))):
        said = phase
    elif phase and not beams:
        both = Mention("axis", "target", "ebrt_and_brachy", *phase.span())
        return [*kept, both, Mention("axis", "modality", "photon", *phase.span())]
    else:
        return kept
    left = [m for m in kept if m.value not in _LEFT_OUT]
    if implants and not any(m.name == "target" and m.value in _OF_IMPLANTS for m in left):
        left.append(Mention("axis", "target", "brachy_boost", *said.span()))
    if not any(m.name == "modality" for m in left):
        left.append(Mention("axis", "modality", "photon", *(phase or said).span()))
    return [*left, Mention("axis", "given", "implant", *said.span())]
