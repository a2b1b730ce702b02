"""Metastases and their primary: which of them the radiotherapy asked for is meant for."""

import re
from typing import NamedTuple

from ingest.aimed import aimed_metastases, is_for_its_basin
from ingest.at_home import bleeds_at_home, breaks_through, hurts_at_home, opens
from ingest.bygone import Account
from ingest.clause import Clauses
from ingest.complaint import tells_of
from ingest.diagnosis import STAGED, WEAK, Candidate, is_secondary, staged_sites
from ingest.dissected import dissected
from ingest.held import is_held
from ingest.mention import Mention
from ingest.nodal_deposits import stand_alone
from ingest.prescription import PRESCRIPTION
from ingest.ranking import most_specific
from ingest.request import is_to_relieve
from ingest.several_deposits import are_dealt_with, deposits_at_issue
from ingest.subdued import troubles_itself
from ingest.target import (
    BLOOD,
    about_primary,
    category,
    is_aimed,
    is_the_same_lesion,
    placed_by_site,
    primary_code,
    spread_within,
    target_gap,
    targeted_first,
    unirradiated,
)
from ontologies.disease import load_diseases


class Spread(NamedTuple):
    """What is treated of a case with metastases."""

    chosen: tuple[Candidate, ...]
    primary: Candidate | None
    """The primary tumour of a chosen metastasis."""
    beside: tuple[Candidate, ...]


_TUMOUR = re.compile(r"\b(?:tumou?r|primary|mass)\b", re.IGNORECASE)


def tumours_asked_for(
    text: str, clauses: Clauses, mentions: list[Mention], stated: list[Candidate]
) -> list[Candidate]:
    """Tumours named only as such that the radiotherapy is for: "breast tumour, liver mets, RT to breast".

    So is one that bleeds or fungates, where radiotherapy is asked for at all: "fungating breast mass".
    """
    asked = any(m.asks_for_radiotherapy for m in mentions)
    breasts = [
        c
        for c in staged_sites(text, clauses, mentions, WEAK)
        if category(c) == "C50" and c.assertion == "affirmed" and breaks_through(text, c)
    ]
    return [
        c
        for c in [*stated, *breasts]
        if c.strength == WEAK
        and not is_secondary(c.disease)
        and (
            (_TUMOUR.search(text[c.start : c.end]) and target_gap(text, clauses, mentions, c) <= 1)
            or (breaks_through(text, c) and (asked or is_to_relieve(mentions)))
            or (asked and _TUMOUR.search(text[c.start : c.end]) and tells_of(text, c))
            or (_PRIMARY_ASKED.search(text) and _SPREADING.search(text, max(0, c.start - 24), c.end))
        )
    ]


_PRIMARY_ASKED = re.compile(
    r"\b(?:RT|XRT|EBRT|SABR|radiotherapy|irradiat\w+|radiation) (?:(?:to|of|for) )?(?:the |his |her )?"
    r"primary\b(?! (?:care|hospital|team|school))",
    re.IGNORECASE,
)
_SPREADING = re.compile(
    r"\b(?:oligo-?met\w*|metastatic|mets|de novo|M1[abc]?|stage (?:IV|4))\b", re.IGNORECASE
)
"""Beside an organ: the tumour that has spread is that organ's."""


_METASTATIC = re.compile(
    r"\b(?:metastatic|mets?|metastas[ei]s|mHSPC|mCRPC|MBC|m(?:TNBC|CRC|RCC|NSCLC|PDAC|UC)|M1[abc]?"
    r"|stage (?:IV|4)[ABC]?|bone[ -]only|bones only|skeletal only|bone predominant)\b",
    re.IGNORECASE,
)


def is_metastatic(text: str) -> bool:
    """Whether a text says that the tumour has spread, wherever to."""
    return _METASTATIC.search(text) is not None


def with_metastases(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    findings: list[Mention],
    metastases: list[Candidate],
    primaries: list[Candidate],
    aside: list[Candidate],
) -> Spread:
    """The metastases to treat and their primary, or the primary where the radiotherapy is meant for that."""
    matter = deposits_at_issue(text, clauses, metastases)
    spread = _of_these(text, clauses, mentions, findings, matter or metastases, primaries, aside)
    if set(spread.chosen) <= set(metastases) and are_dealt_with(text, clauses, metastases):
        # What is asked about is none of them, and may be where they came from: nothing says so.
        spread = spread._replace(chosen=(*spread.chosen, *primaries))
    others = [c for c in metastases if matter and c not in matter]
    return spread._replace(beside=(*spread.beside, *others))


def _of_these(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    findings: list[Mention],
    metastases: list[Candidate],
    primaries: list[Candidate],
    aside: list[Candidate],
) -> Spread:
    primaries = [c for c in primaries if not is_the_same_lesion(text, c, metastases)]
    metastases = spread_within(text, metastases, primaries)
    aimed = aimed_metastases(text, clauses, mentions, metastases, primaries)
    idle = unirradiated(mentions, findings, metastases) and not _is_dosed(findings, metastases, primaries)
    if not metastases or (primaries and not aimed and idle):
        return Spread(tuple(most_specific(primaries)), None, tuple(metastases))
    nodal = [
        c
        for c in metastases
        if category(c) == "C77" and not is_aimed(c) and not stand_alone(text, clauses, mentions, c, primaries)
    ]
    if primaries and not aimed and len(nodal) == len(metastases):
        return Spread(tuple(primaries), None, tuple(metastases))
    if not primaries and len(nodal) == len(metastases) and (origin := dissected(findings, aside)):
        return Spread((origin,), None, tuple(metastases))
    told = Account(text, clauses, [*metastases, *primaries])
    blood = [c for c in primaries if BLOOD.match(category(c)) and not told.is_over(c, mentions)]
    if blood and {c.start for c in blood} == {c.start for c in primaries}:
        # Lymphoma and myeloma have no metastases: what they invade is coded and treated as themselves.
        return Spread(tuple(blood), None, tuple(metastases))
    current = [c for c in primaries if not told.is_over(c, mentions)]
    troubled = [c for c in metastases if breaks_through(text, c) or opens(text, c)]
    if troubled and not any(breaks_through(text, c) for c in current):
        # "Bleeding skin met from bladder cancer": what bleeds is the deposit.
        metastases, nodal, current = troubled, [], []
    if current and (
        is_for_its_basin(text, mentions, metastases, current)
        or about_primary(text, clauses, mentions, metastases, current)
        or bleeds_at_home(text, clauses, mentions, metastases, current)
        or hurts_at_home(clauses, mentions, findings, metastases, current)
        or troubles_itself(text, clauses, mentions, findings, metastases, current)
    ):
        return Spread(tuple(primaries), None, tuple(metastases))
    if aimed:
        return Spread(
            tuple(aimed), _primary_of(text, clauses, mentions, aimed, primaries, aside), tuple(metastases)
        )
    metastases = [c for c in metastases if c not in nodal] or metastases
    metastases = _troubled_nodes(text, clauses, mentions, metastases) or metastases
    treated = [
        c
        for c in metastases
        if (told.is_long_ago(c, mentions) or is_held(text, c))
        and target_gap(text, clauses, mentions, c) > 2
        and not is_aimed(c)
    ]
    metastases = [c for c in metastases if c not in treated] or metastases
    if {c.disease for c in metastases} == {"brain-metastasis", "leptomeningeal-metastasis"}:
        # One course treats both: that of the brain.
        metastases = [c for c in metastases if c.disease == "brain-metastasis"]
    # A compressed cord is the emergency, whatever other deposits are known.
    metastases = [c for c in metastases if c.disease == "spinal-cord-compression"] or metastases
    placed = [c for c in metastases if primary_code(c) not in UNPLACED]
    metastases = placed or placed_by_site(text, mentions, primaries) or metastases
    aimed = [c for c in metastases if is_aimed(c)]
    if aimed and all(
        category(c) == "C78" and target_gap(text, clauses, mentions, c) > 2
        for c in metastases
        if c not in aimed
    ):
        # "Lung deposits, WBRT": the course names what it is for.
        metastases = aimed
    metastases = _sore(text, clauses, mentions, metastases) or metastases
    primary = _primary_of(text, clauses, mentions, metastases, primaries, aside)
    rest = [c for c in primaries if c is not primary]
    ordered = targeted_first(text, clauses, mentions, metastases)
    return Spread(tuple(ordered), primary, tuple(rest))


def _is_dosed(findings: list[Mention], metastases: list[Candidate], primaries: list[Candidate]) -> bool:
    """Whether a dose is asked for, and deposits are what the text opens with: "liver mets, ca ovary: 8/1"."""
    dosed = any(f.name in PRESCRIPTION and f.assertion == "affirmed" for f in findings)
    return dosed and all(m.start < p.start for m in metastases for p in primaries)


def _primary_of(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    metastases: list[Candidate],
    primaries: list[Candidate],
    aside: list[Candidate],
) -> Candidate | None:
    """The tumour that the metastases come from: one named, one told as their origin, or one of the past."""
    named = next((c for c in primaries if _spreads(c)), None)
    told = named or _origin(text, clauses, mentions, metastases)
    past = [c for c in aside if c.assertion == "historical" and not is_secondary(c.disease)]
    return told or next((c for c in past if _spreads(c)), None)


_HURTS = re.compile(r"\b(?:painful|sore|tender|aching|symptomatic) (?:[LR] |left |right )?$", re.IGNORECASE)
_PAINS = re.compile(r"\)?,? (?:(?:is|are|now|very|with) ){0,2}(?:painful|pain\b|sore\b)", re.IGNORECASE)


def _sore(
    text: str, clauses: Clauses, mentions: list[Mention], metastases: list[Candidate]
) -> list[Candidate]:
    """The deposits of the bone that hurt, where the others are visceral, not sore and not asked about."""
    sore = [
        c
        for c in metastases
        if c.disease == "bone-metastasis"
        and (_HURTS.search(text, max(0, c.start - 24), c.start) or _PAINS.match(text, c.end))
    ]
    quiet = all(
        category(c) == "C78"
        and target_gap(text, clauses, mentions, c) > 2
        and not _HURTS.search(text, max(0, c.start - 24), c.start)
        and not _PAINS.match(text, c.end)
        for c in metastases
        if c not in sore
    )
    return sore if quiet else []


def _spreads(candidate: Candidate) -> bool:
    """Whether it can have metastases: a carcinoma in situ has none."""
    return load_diseases()[candidate.disease].malignant and not category(candidate).startswith("D0")


def _troubled_nodes(
    text: str, clauses: Clauses, mentions: list[Mention], metastases: list[Candidate]
) -> list[Candidate]:
    """The nodes that bleed or fungate, where the only other deposits are visceral and not asked about."""
    nodes = [c for c in metastases if category(c) == "C77" and is_aimed(c)]
    others = [c for c in metastases if c not in nodes]
    visceral = all(category(c) == "C78" and target_gap(text, clauses, mentions, c) > 2 for c in others)
    return nodes if visceral else []


_ORIGIN = re.compile(
    r"(?:from|primary|origin|known|secondary to|2\u00b0 to|due to|hx of|,|\()[ :]*(?:the |a |an "
    r"|known |left |right |L |R )*$",
    re.IGNORECASE,
)


def _origin(
    text: str, clauses: Clauses, mentions: list[Mention], metastases: list[Candidate]
) -> Candidate | None:
    """The primary said by its site alone: "bone mets from prostate", "(breast primary)"."""
    spent = [(c.start, c.end) for c in metastases]
    for candidate in staged_sites(text, clauses, mentions, STAGED):
        if any(a <= candidate.start < b for a, b in spent) or candidate.assertion == "family":
            continue
        before = text[max(0, candidate.start - 40) : candidate.start]
        after = text[candidate.end : candidate.end + 9].lower().strip()
        alone = text[slice(*clauses.clause_span(candidate.start))].strip(" ,.;:()").lower()
        said_alone = alone == text[candidate.start : candidate.end].lower()
        if (
            after.startswith("primary")
            or said_alone
            or (_ORIGIN.search(before) and not re.search(r"[,(][ ]*$", before))
        ):
            return candidate
    return None


_BY_DRUGS = re.compile(
    r"[^.;\n]{0,24}?\bon (?!surveillance|AS\b|w&w|watch|obs|follow|active)\w+", re.IGNORECASE
)
"""After a tumour: drugs hold it, and it is not merely watched."""


def held_origin(
    text: str, chosen: tuple[Candidate, ...], primary: Candidate | None, watched: list[Candidate]
) -> Candidate | None:
    """The primary of metastases that drugs hold elsewhere: "frontal met; lung adenoca on osimertinib"."""
    if primary is not None or not chosen or not all(is_secondary(c.disease) for c in chosen):
        return None
    origins = [
        c
        for c in most_specific(watched)
        if load_diseases()[c.disease].malignant
        and not is_secondary(c.disease)
        and not BLOOD.match(category(c))
        and _BY_DRUGS.match(text, c.end)
    ]
    return origins[0] if len({category(c) for c in origins}) == 1 else None


UNPLACED = ("C79.9", "C80.0", "C80")
"""Codes of secondary disease without a site: a placed metastasis beside it says more."""
