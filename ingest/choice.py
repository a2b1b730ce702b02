"""Which of the diseases a text names is the one to treat."""

import re
from functools import cache
from typing import Any, NamedTuple

from ingest.bygone import Told, behind_a_hint, bygone, is_held, is_treated
from ingest.clause import Clauses
from ingest.diagnosis import (
    SITE_ONLY,
    STAGED,
    WEAK,
    Candidate,
    candidates,
    is_benign,
    is_secondary,
    staged_beside,
    staged_sites,
)
from ingest.lexicon import load_yaml
from ingest.mention import Mention
from ingest.ranking import is_neoplasm, rank, split, without_mimicked
from ingest.target import (
    BLOOD,
    about_primary,
    category,
    few_metastases,
    foreseen,
    implied_metastases,
    is_aimed,
    is_the_same_lesion,
    placed_by_site,
    primary_code,
    spread_within,
    target_gap,
    targeted_first,
    unirradiated,
)
from ontologies.disease import ancestors, load_diseases


class Choice(NamedTuple):
    """The diseases of a case, sorted by their part in it."""

    chosen: tuple[Candidate, ...]
    """Likeliest first; more than one only where nothing in the text decides."""
    primary: Candidate | None
    """The primary tumour of a chosen metastasis."""
    beside: tuple[Candidate, ...]
    """Named and asserted, but not what is to be treated."""
    aside: tuple[Candidate, ...]
    """Negated, historical, hypothetical or a relative's."""


@cache
def _implied() -> dict[str, str]:
    data: dict[str, Any] = load_yaml("standing.yaml")["implied"]
    table: dict[str, str] = {}
    for axis, code in data.items():
        for disease in load_diseases().values():
            if disease.malignant and disease.parent is None and disease.icd10[:1] == (code,):
                table.setdefault(axis, disease.disease)
    return table


def choose(text: str, clauses: Clauses, mentions: list[Mention], findings: list[Mention]) -> Choice:
    """The diseases to treat, their primary and what was left out."""
    named = candidates(text, clauses, mentions)
    aside = [c for c in named if c.assertion not in {"affirmed", "uncertain"}]
    stated = [c for c in named if c.assertion in {"affirmed", "uncertain"}]
    beside_named = staged_beside(text, clauses, mentions, findings, named)
    past = bygone(text, clauses, mentions, stated + beside_named, named + beside_named)
    if not past:
        hinted = _without_a_name(text, clauses, mentions, findings, stated)
        past = behind_a_hint(text, clauses, mentions, stated, named + hinted, hinted)
    aside += [c._replace(assertion="historical") for c in past]
    stated = [c for c in stated if c not in past]
    firm = without_mimicked([c for c in stated if c.strength > STAGED], mentions, findings)
    firm += [c for c in beside_named if c not in past]
    held = [c for c in firm if _is_watched(text, clauses, mentions, c)]
    watched = [
        c for c in firm if any(h.disease == c.disease and h.start < c.end and c.start < h.end for h in held)
    ]
    present = [c for c in firm if c not in watched]
    if not any(is_treated(c) for c in present):
        # A comorbidity or a watched tumour named beside it must not hide a tumour that is only hinted at.
        slugs = {c.disease for c in watched}
        others = [c for c in stated if c.disease not in slugs]
        hinted = [
            c for c in _without_a_name(text, clauses, mentions, findings, others) if c.disease not in slugs
        ]
        if not hinted and not _came_back(mentions, findings):
            watched, present = [], firm
        firm = present
        if hinted and any(
            c.assertion == "hypothetical" and is_treated(c) and c.strength > STAGED for c in aside
        ):
            # A tumour named outright, though under a condition, is not passed over for an organ.
            hinted = []
        hinted = [c for c in without_mimicked([*hinted, *firm], mentions, findings) if c in hinted]
        implied_only = firm and hinted and hinted[0].parts[0].kind == "axis" and not _is_asked(mentions)
        firm = firm if implied_only else hinted or firm
    else:
        firm = present
    if not any(is_treated(c) for c in firm) and _came_back(mentions, findings):
        # "Relapse nine years after EBRT for prostate cancer": the one tumour of the past is the matter again.
        again = [c for c in aside if c.assertion == "historical" and c.strength > STAGED and is_treated(c)]
        if len({c.disease for c in again}) == 1:
            firm = [*firm, again[0]._replace(assertion="affirmed")]
            aside = [c for c in aside if c not in again]
    if firm and all(is_secondary(c.disease) for c in firm):
        firm += _tumours_asked_for(text, clauses, mentions, stated)
    aside = _distinct(aside, {c.disease for c in firm})
    firm += implied_metastases(text, mentions, firm)
    firm = _most_specific(_distinct(firm, set()))
    choice = _choose_among(text, clauses, mentions, findings, named, firm, aside)
    return choice._replace(beside=(*choice.beside, *watched))


def _is_watched(text: str, clauses: Clauses, mentions: list[Mention], candidate: Candidate) -> bool:
    """Whether a primary tumour is only watched or held, and no radiotherapy is asked for beside it."""
    return (
        is_held(text, candidate)
        and not is_secondary(candidate.disease)
        and target_gap(text, clauses, mentions, candidate) > 3
    )


def _choose_among(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    findings: list[Mention],
    named: list[Candidate],
    firm: list[Candidate],
    aside: list[Candidate],
) -> Choice:
    """The one of the diseases that stand in the text."""
    ahead = foreseen(text, named)
    if ahead is not None:
        return Choice((ahead,), None, tuple(c for c in firm if c.disease != ahead.disease), tuple(aside))
    certain = [c for c in firm if c.assertion == "affirmed"]
    queried = [c for c in firm if c.assertion == "uncertain"]
    aimed = [c for c in queried if is_treated(c) and target_gap(text, clauses, mentions, c) <= 1]
    if aimed and not any(target_gap(text, clauses, mentions, c) <= 3 for c in certain):
        certain, queried = aimed, [c for c in (*certain, *queried) if c not in aimed]
    if any(is_treated(c) for c in queried) and not any(is_treated(c) for c in certain):
        # "COPD, presumed lung cancer": what is certain is only the comorbidity.
        certain, queried = queried, certain
    if not certain and is_benign(text) and not any(m.kind == "radiotherapy" for m in mentions):
        queried = []
    metastases = [c for c in certain or queried if is_secondary(c.disease)]
    primaries = [c for c in certain or queried if not is_secondary(c.disease)]
    if not metastases:
        metastases = _painful_bone(text, clauses, mentions, findings, primaries)
    if not metastases and few_metastases(text) and any(c.assertion == "affirmed" for c in primaries):
        metastases = placed_by_site(text, mentions, primaries)
    if metastases:
        malignant = [c for c in primaries if load_diseases()[c.disease].malignant]
        choice = _with_metastases(text, clauses, mentions, findings, metastases, malignant, aside)
        return choice._replace(beside=(*choice.beside, *(c for c in primaries if c not in malignant)))
    treated = [c for c in primaries if is_treated(c)]
    if not _is_asked(mentions) and not any(category(c)[:1] in "CD" for c in treated):
        # Radiotherapy has a role in arthritis too, but where none is asked for the neoplasm is the matter.
        treated = [c for c in primaries if is_neoplasm(c) and not is_held(text, c)] or treated
    comorbid = [c for c in primaries if not is_treated(c)] if treated else []
    ranked = rank(text, clauses, mentions, findings, treated or primaries)
    chosen, beside = split(text, ranked)
    beside += comorbid
    rest = [c for c in queried if certain]
    return Choice(tuple(chosen), None, tuple(beside + rest), tuple(aside))


def _came_back(mentions: list[Mention], findings: list[Mention]) -> bool:
    """Whether a recurrence is affirmed and radiotherapy asked for."""
    return any(
        f.name == "setting" and f.value in {"recurrent", "salvage"} and f.assertion == "affirmed"
        for f in findings
    ) and _is_asked(mentions)


def _is_asked(mentions: list[Mention]) -> bool:
    """Whether radiotherapy is asked for outright."""
    return any(
        m.kind == "radiotherapy" and m.name == "request" and m.assertion == "affirmed" for m in mentions
    )


_STANDING = frozenset({"affirmed", "uncertain", "hypothetical", "negated"})
_TUMOUR = re.compile(r"\b(?:tumou?r|primary|mass)\b", re.IGNORECASE)


def _tumours_asked_for(
    text: str, clauses: Clauses, mentions: list[Mention], stated: list[Candidate]
) -> list[Candidate]:
    """Tumours named only as such that the radiotherapy is for: "breast tumour, liver mets, RT to breast"."""
    return [
        c
        for c in stated
        if c.strength == WEAK
        and not is_secondary(c.disease)
        and _TUMOUR.search(text[c.start : c.end])
        and target_gap(text, clauses, mentions, c) <= 1
    ]


def _without_a_name(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    findings: list[Mention],
    stated: list[Candidate],
) -> list[Candidate]:
    """The diseases of a text that names none outright, by the strongest kind of hint there is."""
    axes = {f.name for f in findings if f.assertion == "affirmed"}
    staged = staged_sites(text, clauses, mentions, STAGED)
    staged = [c for c in staged if c.assertion in {"affirmed", "uncertain"}]
    if axes & {"psa", "gleason", "grade_group"} and _tells_of_a_tumour(findings):
        # What is graded by Gleason or told by its PSA is the prostate, whatever organ is named beside it.
        staged = [c for c in staged if category(c) == "C61"]
    if axes & {"t", "n", "stage", "gleason", "grade_group", "psa", "nodes_positive"} and staged:
        return staged
    cleared = any(
        m.kind == "declined" and m.name == "nothing_found" and m.assertion == "affirmed" for m in mentions
    )
    for axis, slug in _implied().items():
        if axis == "psa" and cleared:
            continue
        if axis == "psa" and not _tells_of_a_tumour(findings):
            continue
        for finding in findings:
            if axis in {finding.name, f"{finding.name}:{finding.value}"} and finding.assertion == "affirmed":
                return [Candidate(slug, STAGED, 0.0, finding.start, finding.end, "affirmed", (finding,))]
    weak = [c for c in stated if c.strength == WEAK and not is_held(text, c)]
    asked = any(
        m.name == "request" and m.assertion in _STANDING for m in mentions if m.kind == "radiotherapy"
    )
    if weak and (asked or not is_benign(text)):
        return weak
    return [c._replace(strength=SITE_ONLY) for c in staged] if asked else []


def _tells_of_a_tumour(findings: list[Mention]) -> bool:
    """Whether a PSA is more than a screening value: 4 ng/ml and above, or beside words of a treated cancer."""
    return any(f.name == "psa" and float(f.value) >= 4 for f in findings) or any(
        (f.name, f.value)
        in {
            ("surgery", "prostatectomy"),
            ("setting", "salvage"),
            ("setting", "recurrent"),
            ("systemic", "adt"),
        }
        or f.name in {"gleason", "grade_group"}
        for f in findings
    )


def _distinct(found: list[Candidate], without: set[str]) -> list[Candidate]:
    """One candidate per disease: the strongest, nearest, first."""
    best: dict[str, Candidate] = {}
    for candidate in found:
        have = best.get(candidate.disease)
        better = have is None or (
            candidate.assertion == "affirmed",
            candidate.strength,
            -candidate.distance,
        ) > (have.assertion == "affirmed", have.strength, -have.distance)
        if better and candidate.disease not in without:
            best[candidate.disease] = candidate
    return sorted(best.values(), key=lambda c: (c.start, c.distance))


_ANY_LYMPHOMA = "non-hodgkin-lymphoma"
"""What the bare word is read as: a form named beside it says more."""


def _most_specific(found: list[Candidate]) -> list[Candidate]:
    """The candidates that are no wider form of another one."""
    slugs = {c.disease for c in found}
    wider = {a for slug in slugs for a in ancestors(slug)[1:]}
    if any(re.match(r"C8[1-8]|C91", category(c)) for c in found if c.disease != _ANY_LYMPHOMA):
        wider.add(_ANY_LYMPHOMA)
    return [c for c in found if c.disease not in wider]


_METASTATIC = re.compile(
    r"\b(?:metastatic|mets?|metastas[ei]s|mHSPC|mCRPC|M1[abc]?|stage (?:IV|4)[ABC]?)\b", re.IGNORECASE
)


_LYTIC = re.compile(
    r"\b(?:lytic|lysis|mirels?|(?:impending|path(?:ological|ologic)?) ?(?:fracture|fx|#))", re.IGNORECASE
)


def _painful_bone(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    findings: list[Mention],
    primaries: list[Candidate],
) -> list[Candidate]:
    """The bone metastasis of a metastatic cancer whose text names only a painful bone to treat."""
    malignant = [c for c in primaries if load_diseases()[c.disease].malignant]
    painful = _LYTIC.search(text) is not None or any(
        f.name == "symptom" and f.value == "pain" and f.assertion == "affirmed" for f in findings
    )
    if len(malignant) != 1 or not painful:
        return []
    metastatic = _METASTATIC.search(text) is not None
    if BLOOD.match(category(malignant[0])):
        return []
    own = {part.name for part in malignant[0].parts}
    return [
        c
        for c in staged_sites(text, clauses, mentions, STAGED, "metastasis")
        if category(c) == "C79"
        and any(code.startswith("C79.51") for code in load_diseases()[c.disease].icd10)
        and c.parts[0].name not in own
        and c.assertion == "affirmed"
        and (metastatic or _is_asked_there(clauses, mentions, findings, c))
    ][:1]


def _is_asked_there(
    clauses: Clauses, mentions: list[Mention], findings: list[Mention], candidate: Candidate
) -> bool:
    """Whether pain and the radiotherapy asked for stand in the same sentence as the bone."""
    here = clauses.sentence(candidate.start)
    pain = any(
        f.value == "pain" and clauses.clause(f.start) == clauses.clause(candidate.start) for f in findings
    ) or bool(_LYTIC.search(clauses.text, *clauses.clause_span(candidate.start)))
    asked = any(
        m.kind == "radiotherapy" and m.name == "request" and m.assertion == "affirmed"
        and clauses.sentence(m.start) == here
        for m in mentions
    )  # fmt: skip
    return pain and asked


def _with_metastases(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    findings: list[Mention],
    metastases: list[Candidate],
    primaries: list[Candidate],
    aside: list[Candidate],
) -> Choice:
    primaries = [c for c in primaries if not is_the_same_lesion(text, c, metastases)]
    metastases = spread_within(text, metastases, primaries)
    if not metastases or (primaries and unirradiated(mentions, findings, metastases)):
        return Choice(tuple(_most_specific(primaries)), None, tuple(metastases), tuple(aside))
    nodal = [c for c in metastases if category(c) == "C77" and not is_aimed(c) and not _is_oligo(text)]
    if primaries and len(nodal) == len(metastases):
        return Choice(tuple(primaries), None, tuple(metastases), tuple(aside))
    blood = [c for c in primaries if BLOOD.match(category(c))]
    if blood and {c.start for c in blood} == {c.start for c in primaries}:
        # Lymphoma and myeloma have no metastases: what they invade is coded and treated as themselves.
        return Choice(tuple(blood), None, tuple(metastases), tuple(aside))
    if primaries and about_primary(text, clauses, mentions, metastases, primaries):
        return Choice(tuple(primaries), None, tuple(metastases), tuple(aside))
    metastases = [c for c in metastases if c not in nodal] or metastases
    told = Told(text, clauses, [*metastases, *primaries])
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
    placed = [c for c in metastases if primary_code(c) not in _UNPLACED]
    metastases = placed or placed_by_site(text, mentions, primaries) or metastases
    malignant = [c for c in primaries if load_diseases()[c.disease].malignant]
    primary = malignant[0] if malignant else None
    if primary is None:
        primary = _origin(text, clauses, mentions, metastases)
    if primary is None:
        past = [c for c in aside if c.assertion == "historical" and not is_secondary(c.disease)]
        primary = next((c for c in past if load_diseases()[c.disease].malignant), None)
    rest = [c for c in primaries if c is not primary]
    ordered = targeted_first(text, clauses, mentions, metastases)
    return Choice(tuple(ordered), primary, tuple(rest), tuple(aside))


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


_UNPLACED = ("C79.9", "C80.0", "C80")
"""Codes of secondary disease without a site: a placed metastasis beside it says more."""


def _is_oligo(text: str) -> bool:
    return "oligo" in text.lower()
