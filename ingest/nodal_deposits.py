"""Nodes that are irradiated by themselves, and not with the organ that a tumour of theirs began in."""

import re

from ingest.clause import Clauses
from ingest.diagnosis import Candidate
from ingest.implied import is_node_treated
from ingest.mention import Mention
from ingest.prescription import is_dated
from ingest.request import is_to_relieve
from ingest.target import category

_DRAINED = (
    (
        r"neck|cervical (?:LN|nod|lymph|aden)\w*|level (?:I|\d)\w*|jugul\w+|submandib\w+",
        r"C0|C1[0-4]|C3[0-3]|C4[34]|C4A|C69|C73|C8|C9",
    ),
    (r"SCF|supra-?clav\w*|infra-?clav\w*", r"C0|C1[0-5]|C3|C4[345]|C4A|C50|C73|C8|C9"),
    (r"mediastin\w+|hil(?:ar|um)|sub-?carinal|paratracheal|station \d\w*", r"C15|C3[0-9]|C45|C73|C8|C9"),
    (r"axill\w+", r"C4[345]|C4A|C50|C8|C9"),
    (r"internal mammary|IMC|IMN", r"C4[345]|C50|C8|C9"),
    (
        r"pelvi[sc]\w*|iliac|obturator|mesorectal|pre-?sacral|side-?wall",
        r"C1[89]|C2[01]|C4[349]|C4A|C5[1-9]|C6[0-8]|C8|C9",
    ),
    (r"inguinal|groins?|femoral", r"C2[01]|C4[349]|C4A|C5[1257]|C6[038]|C8|C9"),
    (r"para-?aortic|PA|retroperitoneal|aorto-?caval|retro-?caval", r"C1[5-9]|C2|C48|C5[1-9]|C6|C74|C8|C9"),
    (r"c(?:o)?eliac|portal|porta hepatis|peri-?gastric|hepatic", r"C1[567]|C2[2345]|C8|C9"),
)
"""Basins of nodes, and the categories of tumours whose own fields may hold them."""
_BASINS = tuple((re.compile(rf"\b(?:{basin})\b", re.IGNORECASE), re.compile(own)) for basin, own in _DRAINED)
_OF_THE_NECK = re.compile(r"C0|C1[0-4]|C3[0-2]|C73")
_AROUND = 32
"""Characters before and after the nodes in which their basin is named."""
_TROUBLE_BEFORE = re.compile(
    r"(?<!\bno )(?<!\bnot )(?<!\bnon-)\b(?:painful|symptomatic|sore|tender|troublesome|compressing)[ ,]"
    r"(?:[\w&/-]+ ){0,4}$"
    r"|\b(?:pain|swelling|o?edema|haemoptysis|hemoptysis|obstruction|compression|hydronephrosis|jaundice)\b"
    r"(?: \w+){0,2} (?:from|due to|of|by|2/2|caused by) (?:[\w&/-]+ ){0,5}$",
    re.IGNORECASE,
)
_TROUBLE_AFTER = re.compile(
    r"[ ,]*(?:(?:is|are|now|very|which|that|has|become|with|and|mass|masses|disease|node|nodes|left|right"
    r"|leg|arm|back|new) ){0,4}"
    r"(?:painful|sore|tender|symptomatic|troublesome|fungating|ulcerat\w+|bleeding|causing|compressing|obstructing|pain\b|oedema|edema"
    r"|swelling|haemoptysis|hemoptysis)",
    re.IGNORECASE,
)
"""Before and after nodes: they are what troubles."""
_RETURNED = re.compile(r"(?:recurrence|relapse)$", re.IGNORECASE)
_METASTATIC = re.compile(r"\b(?:metastatic|mets?|metastas[ei]s)\b", re.IGNORECASE)
_OF_THE_PELVIS = re.compile(r"C1[89]|C2[01]|C5[1-7]|C6[0-8]")


def stand_alone(
    text: str, clauses: Clauses, mentions: list[Mention], nodes: Candidate, primaries: list[Candidate]
) -> bool:
    """Whether a nodal deposit is irradiated without the organ it came from.

    So it is where it lies far from there, troubles by itself, is one of a few, is to have stereotactic
    irradiation, or came back after a pelvic tumour and is to be relieved.
    """
    return (
        "oligo" in text.lower()
        or is_node_treated(text)
        or _is_ablated(text, mentions, nodes, primaries)
        or _is_relieved_alone(text, mentions, nodes, primaries)
        or _is_far(text, clauses, nodes, primaries)
        or _troubles(text, clauses, nodes, primaries)
        or _is_told_first(text, mentions, nodes, primaries)
    )


def _is_far(text: str, clauses: Clauses, nodes: Candidate, primaries: list[Candidate]) -> bool:
    """Whether metastatic nodes lie in a basin that no field of a primary holds: a kidney's in the chest."""
    if not _METASTATIC.search(text, nodes.start, nodes.end):
        return False
    start, end = clauses.clause_span(nodes.start)
    around = text[max(start, nodes.start - _AROUND) : min(max(end, nodes.end), nodes.end + _AROUND)]
    named = any(basin.search(around) for basin, _ in _BASINS)
    return named and bool(primaries) and not drains(around, primaries)


def drains(place: str, primaries: list[Candidate]) -> bool:
    """Whether a place is a basin of nodes that a primary's own field may hold."""
    return any(basin.search(place) and own.match(category(c)) for basin, own in _BASINS for c in primaries)


def _troubles(text: str, clauses: Clauses, nodes: Candidate, primaries: list[Candidate]) -> bool:
    """Whether the nodes hurt, swell or press; those of the head and neck are treated with their organ."""
    if any(_OF_THE_NECK.match(category(c)) for c in primaries):
        return False
    start = clauses.clause_span(nodes.start)[0]
    end = clauses.sentence_span(nodes.start)[1]
    before = _TROUBLE_BEFORE.search(text[max(start, nodes.start - 2 * _AROUND) : nodes.start])
    return before is not None or _TROUBLE_AFTER.match(text, nodes.end, max(end, nodes.end)) is not None


def _is_told_first(text: str, mentions: list[Mention], nodes: Candidate, primaries: list[Candidate]) -> bool:
    """Whether nodal metastases are what the text is about: it opens with them, or its tumour is of years ago.

    Not where the tumour is staged, operated on or treated for cure, or lies in the head and neck.
    """
    if not _METASTATIC.search(text, nodes.start, nodes.end):
        return False
    if any(_OF_THE_NECK.match(category(c)) for c in primaries):
        return False
    if any(m.name in _LOCAL and m.assertion == "affirmed" for m in mentions) or any(
        (m.name, m.value, m.assertion) == ("intent", "curative", "affirmed") for m in mentions
    ):
        return False
    return all(nodes.start < p.start or _YEARS_AGO.match(text, p.end, nodes.start) for p in primaries)


_LOCAL = frozenset({"t", "n", "stage", "surgery", "setting", "margin", "nodes_positive"})
_YEARS_AGO = re.compile(
    r" ?\(?(?:in |of |from )?(?:(?:19|20)\d\d|\d+ (?:years|yrs|y) ago)\b.{0,40}?\b(?:now|new)\b",
    re.IGNORECASE,
)
"""After a tumour: it was treated then, and the nodes are what is new."""


def _is_ablated(text: str, mentions: list[Mention], nodes: Candidate, primaries: list[Candidate]) -> bool:
    """Whether nodes are to have stereotactic irradiation: "iliac LN recurrence, SABR".

    So have nodal metastases that stand before the tumour they come from.
    """
    first = _METASTATIC.search(text, nodes.start, nodes.end) and all(nodes.start < p.start for p in primaries)
    return bool(first or _RETURNED.search(text, nodes.start, nodes.end)) and any(
        (m.name, m.value) == ("technique", "sbrt") and m.assertion == "affirmed" and not is_dated(text, m)
        for m in mentions
    )


def _is_relieved_alone(
    text: str, mentions: list[Mention], nodes: Candidate, primaries: list[Candidate]
) -> bool:
    """Whether nodes apart are to be relieved, or those a pelvic tumour came back in: it may be long out."""
    if not is_to_relieve(mentions) or any(_OF_THE_NECK.match(category(c)) for c in primaries):
        return False
    if _METASTATIC.search(text, nodes.start, nodes.end):
        return _APART.search(text, max(0, nodes.start - _AROUND), nodes.end) is not None
    return _RETURNED.search(text, nodes.start, nodes.end) is not None and all(
        _OF_THE_PELVIS.match(category(c)) for c in primaries
    )


_APART = re.compile(
    r"\b(?:para-?aortic|PA|retroperitoneal|SCF|supra-?clav\w*|axill\w+|inguinal|groins?)\b", re.IGNORECASE
)
"""Basins that no field of relief of an organ reaches."""
