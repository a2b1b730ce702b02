"""Where the radiotherapy is to go: a deposit that no word calls so, or where a primary drains first."""

import re
from collections.abc import Iterator, Sequence

from ingest.clause import Clauses
from ingest.diagnosis import COMBINED, STAGED, Candidate, metastasis_at, staged_sites
from ingest.lexicon import squeeze
from ingest.mention import Mention
from ingest.prescription import PRESCRIPTION, is_dated
from ingest.request import COURSE_AXES
from ingest.target import category, is_site_of, primary_code, target_gap
from ontologies.disease import load_diseases

_MOST = 20
"""Courses read; a case has a handful."""
_UP_TO = re.compile(
    r"(?: please| now| today)?(?P<to> (?:to|for|of))?"
    r"(?: (?:the|his|her|this|that|left|right|L|R|lt|rt|both|painful|sore|lytic|upper|mid|lower|proximal"
    r"|distal|symptomatic|enlarged|bulky)){0,4} ",
    re.IGNORECASE,
)
"""Between a course and its place."""
_NODES = re.compile(
    r"(?:(?!(?:with|and|or|for|then|no|if|from)\b)[\w-]+ ){0,2}?"
    r"(?:nodes?|nodal|LNs?|(?:lymph)?adenopathy)\b",
    re.IGNORECASE,
)
_VERTEBRA = re.compile(r"(?:[CTDL]\d{1,2}(?: ?[-/] ?[CTDL]?\d{1,2})?|S[1-5])\b")
_BASIN = re.compile(r"groins?|inguinal|axillae?|SCF|supraclavicular(?: fossa)?", re.IGNORECASE)
_NODAL = re.compile(r"\b(?:nod(?:es?|al)|LNs?|(?:lymph)?adenopathy)\b", re.IGNORECASE)
"""A basin of nodes that a course goes to, and the nodes that the text tells of."""
_OPEN = re.compile(r"pelvi\w+|chest|thorax|abdom\w+|head|face|back|bones?", re.IGNORECASE)
"""Places of more than the bone: a course to the pelvis is as well that of an organ in it."""
_GIVEN = re.compile(
    r"[\w ]{0,12}?\b(?:was|were|has been|had been|given|done|completed|finished|delivered|previously|before"
    r"|ago|last (?:month|year))\b",
    re.IGNORECASE,
)
"""After the place of a course that is over."""
_BONE, _BRAIN, _NODE, _ORBIT = "C79.51", "C79.31", "C77", "C79.49"
_BY_THE_ORBIT = re.compile(r"C69|C3[01]|C4[34]|C4[19]|C11")
"""Tumours that grow in the orbit or into it."""
_PLACED = (_BONE, _BRAIN, _NODE, _ORBIT)
"""Deposits that a place alone tells; an organ of the trunk may be a primary's."""
_BASINS = (
    (
        re.compile(r"\b(?:neck|cervical|level|jugul\w+|parotid|submandib\w+)\b", re.IGNORECASE),
        re.compile(r"C0|C1[0-4]|C30|C31|C32|C73"),
    ),
    (
        re.compile(r"\b(?:pelvi\w+|iliac|obturator|mesorectal|presacral)\b", re.IGNORECASE),
        re.compile(r"C2[01]|C5[1-7]|C6[0-8]"),
    ),
    (
        re.compile(r"\b(?:inguinal|groins?)\b", re.IGNORECASE),
        re.compile(r"C2[01]|C5[127]|C60|C63"),
    ),
    (
        re.compile(r"\b(?:axilla\w*|IMC|internal mammary|SCF|supraclav\w*|infraclav\w*)\b", re.IGNORECASE),
        re.compile(r"C50"),
    ),
)
"""Basins of nodes, and the categories of the tumours that drain there first."""


def aimed_metastases(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    metastases: Sequence[Candidate],
    primaries: Sequence[Candidate],
) -> list[Candidate]:
    """The deposit in the bone, brain or node that the course asked for names, where only others are named.

    "RT to L femur; breast ca with liver mets" is for the bone. None where the place is a primary's own or
    drains it, or where a deposit of its kind, or one that a course is asked for, is named anyway.
    """
    if not primaries or any(c.disease == "spinal-cord-compression" for c in metastases):
        return []
    if any(target_gap(text, clauses, mentions, c) <= 1 for c in metastases):
        return []
    named = {_kind(primary_code(c)) for c in metastases}
    at = {
        c.parts[0].start: c.disease
        for c in staged_sites(text, clauses, mentions, STAGED, "metastasis")
        if not _OPEN.fullmatch(text, c.parts[0].start, c.parts[0].end)
    }
    found: dict[str, Candidate] = {}
    for start, end, slug in _places(text, mentions, at, primaries):
        code = load_diseases()[slug].icd10[0]
        if not code.startswith(_PLACED) or _kind(code) in named or _GIVEN.match(text, end):
            continue
        if code.startswith(_NODE) and _drains(text[start:end], primaries):
            continue
        if code.startswith(_ORBIT) and any(_BY_THE_ORBIT.match(category(c)) for c in primaries):
            continue
        part = Mention("trigger", slug, slug, start, end)
        found.setdefault(slug, Candidate(slug, COMBINED, 0.0, start, end, "affirmed", (part,)))
    slug = "lymph-node-metastasis"
    if _NODE not in named and slug not in found and (mass := _mass_to_irradiate(text, mentions)):
        part = Mention("trigger", slug, slug, *mass.span())
        found[slug] = Candidate(slug, COMBINED, 0.0, *mass.span(), "affirmed", (part,))
    return list(found.values())


_NODE_MASS = re.compile(
    r"\b(?:nodes?|nodal|LNs?|(?:lymph)?adenopathy) (?:mass(?:es)?|conglomerate|mets?|deposits?)"
    r"(?:[ :-]{1,2}(?:for|palliative|pall|short|needs?|wants?)){0,2} $",
    re.IGNORECASE,
)
"""Before a course: the nodes it is for, which are more than what drains the primary."""


def _mass_to_irradiate(text: str, mentions: Sequence[Mention]) -> re.Match[str] | None:
    """A mass of nodes that a course is asked for right after it: "bladder ca mets; pelvic node mass RT"."""
    courses = [m for m in mentions if _is_asked(text, m)][:_MOST]
    found = (_NODE_MASS.search(text, max(0, m.start - 60), m.start) for m in courses)
    return next(filter(None, found), None)


_DISTANT = re.compile(r"C78|C79\.[357]")


def is_for_its_basin(
    text: str,
    mentions: Sequence[Mention],
    metastases: Sequence[Candidate],
    primaries: Sequence[Candidate],
) -> bool:
    """Whether the course goes to where a primary drains first, and its deposits lie far from there.

    "RT to axilla; breast ca with lung mets" is for the breast cancer.
    """
    return all(_DISTANT.match(primary_code(c)) for c in metastases) and any(
        site.kind == "site"
        and site.start == to.end()
        and not _GIVEN.match(text, site.end)
        and _drains(text[site.start : site.end], primaries)
        for to in directions(text, mentions)
        for site in mentions
    )


def directions(text: str, mentions: Sequence[Mention]) -> Iterator[re.Match[str]]:
    """The words between each course asked for and its place."""
    for course in [m for m in mentions if _is_asked(text, m)][:_MOST]:
        if to := _UP_TO.match(text, course.end):
            yield to


def _is_asked(text: str, mention: Mention) -> bool:
    course = mention.name in PRESCRIPTION or mention.name in COURSE_AXES
    asked = mention.asks_for_radiotherapy or (course and mention.assertion == "affirmed")
    return asked and not is_dated(text, mention)


def _places(
    text: str, mentions: Sequence[Mention], at: dict[int, str], primaries: Sequence[Candidate]
) -> Iterator[tuple[int, int, str]]:
    """Start, end and deposit of every place that a course is asked for."""
    for to in directions(text, mentions):
        if nodes := _NODES.match(text, to.end()):
            yield *nodes.span(), "lymph-node-metastasis"
        elif to["to"] and (bone := _VERTEBRA.match(text, to.end())):
            yield *bone.span(), "bone-metastasis"
        for site in mentions:
            if site.kind != "site" or site.start != to.end() or nodes:
                continue
            slug = metastasis_at().get(squeeze(f"{text[site.start : site.end]} metastasis"))
            slug = slug or at.get(site.start)
            if slug is None and _BASIN.fullmatch(text, site.start, site.end) and _NODAL.search(text):
                slug = "lymph-node-metastasis"
            own = site.name and any(is_site_of(site.name, c.disease) for c in primaries)
            if slug is not None and not own:
                yield site.start, site.end, slug


_SOLE = re.compile(
    r"\b(?:as|for|is|the) (?:the |her |his )?(?:sole|only|single|definitive) (?:breast )?"
    r"(?:radiation|radiotherapy|RT|irradiation|treatment)\b"
    r"|\b(?:instead of|in place of|replac\w+|rather than) (?:the )?(?:WBI|WBRT|EBRT|whole[ -]breast)"
    r"|\bno (?:WBI|EBRT|external beam|whole[ -]breast \w+) (?:to follow|after|planned)|\bELIOT\b|\bTARGIT\b",
    re.IGNORECASE,
)


def as_sole_target(text: str, kept: list[Mention]) -> list[Mention]:
    """The findings with the bed of a breast tumour as all that is irradiated, where the text says so.

    "Intraoperative electrons to the tumour bed as sole radiation" is no boost.
    """
    if not any(m.value == "iort" for m in kept) or not _SOLE.search(text):
        return kept
    if any(m.name == "target" and m.value == "whole_breast" for m in kept) or _BOOST.search(text):
        return kept
    return [
        m._replace(value="partial_breast") if (m.name, m.value) == ("target", "breast_boost") else m
        for m in kept
    ]


_BOOST = re.compile(r"\bboost\b", re.IGNORECASE)


def _kind(code: str) -> str:
    """What tells one kind of deposit from another: all nodes are one."""
    return _NODE if code.startswith(_NODE) else code


def _drains(place: str, primaries: Sequence[Candidate]) -> bool:
    """Whether a primary spreads there first."""
    return any(
        words.search(place) and tumours.match(category(c)) for words, tumours in _BASINS for c in primaries
    )
