"""Which of several primaries a text is about, by how it is named, staged and asked for."""

import re
from functools import cache
from itertools import pairwise

from ingest.bygone import is_treated
from ingest.clause import Clauses
from ingest.complaint import tells_of
from ingest.diagnosis import DIRECT, Candidate
from ingest.held import is_held
from ingest.lexicon import load_yaml
from ingest.mention import Mention
from ingest.prescription import is_dated
from ingest.target import category, target_gap
from ontologies.disease import ancestors, load_diseases
from ontologies.schedule import load_schedules

_MARGIN = 1.5
"""Points by which one primary must lead an unrelated one to be taken alone."""


@cache
def _mimics() -> dict[str, frozenset[str]]:
    data: dict[str, list[str]] = load_yaml("standing.yaml")["mimics"]
    return {slug: frozenset(others) for slug, others in data.items()}


@cache
def everyday() -> frozenset[str]:
    """Ailments radiotherapy has a part in that are mere comorbidity where none is asked for."""
    return frozenset(load_yaml("standing.yaml")["everyday"])


@cache
def irradiated() -> frozenset[str]:
    """Diseases that a published schedule is known for, of their own or of a wider form."""
    scheduled = {schedule.disease for schedule in load_schedules().values()}
    return frozenset(slug for slug in load_diseases() if scheduled.intersection(ancestors(slug)))


def is_neoplasm(candidate: Candidate) -> bool:
    """Whether it is coded as malignant, in situ or of uncertain behaviour (C00-D09, D37-D49)."""
    return bool(re.match(r"C|D0|D3[7-9]|D4", next(iter(load_diseases()[candidate.disease].icd10), "")))


_A_MASS = re.compile(r"\b(?:mass|lesion|nodule|lump)s?$", re.IGNORECASE)
"""At the end of a name that says no more than that something is there."""


def without_mimicked(
    text: str, firm: list[Candidate], mentions: list[Mention], findings: list[Mention]
) -> list[Candidate]:
    """The diseases without a tumour that only a place, a mass or a marker suggests beside what it may be.

    A vertebral lesion beside osteoporosis is no metastasis, unless it is to be irradiated.
    """
    if any(f.name in {"t", "gleason", "grade_group"} and f.assertion == "affirmed" for f in findings) or any(
        m.asks_for_radiotherapy and not is_dated(text, m) for m in mentions
    ):
        return firm
    named = {c.disease for c in firm}
    outright = [c for c in firm if c.strength >= DIRECT and not _A_MASS.search(text, c.start, c.end)]
    return [c for c in firm if c in outright or not _mimics().get(c.disease, frozenset()) & named]


def rank(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    findings: list[Mention],
    primaries: list[Candidate],
) -> list[tuple[float, Candidate]]:
    """The primaries with their points, most first."""
    if len(primaries) < 2:
        return [(0.0, c) for c in primaries]
    staging = [f for f in findings if f.name in {"t", "n", "stage", "gleason", "grade_group", "size_mm"}]
    asked = {clauses.sentence(m.start) for m in mentions if m.asks_for_radiotherapy}
    ranked = []
    for candidate in primaries:
        score = candidate.strength / 2 - candidate.distance / 8
        disease = load_diseases()[candidate.disease]
        score += 2.0 * disease.malignant + 3.0 * (candidate.disease in irradiated())
        score += 1.0 * is_neoplasm(candidate)
        if target_gap(text, clauses, mentions, candidate) <= 3:
            score += 2.0
        score += 4.0 * (clauses.sentence(candidate.start) in asked)
        score += 2.0 * tells_of(text, candidate)
        if is_held(text, candidate):
            score -= 2.0
        for finding in staging:
            nearest = min(primaries, key=lambda c: _gap(c, finding))
            score += 0.8 * (nearest is candidate)
        ranked.append((score, candidate))
    return sorted(ranked, key=lambda pair: (-pair[0], pair[1].start))


def _gap(candidate: Candidate, finding: Mention) -> int:
    if candidate.end <= finding.start:
        return finding.start - candidate.end
    if finding.end <= candidate.start:
        # Staging mostly follows the disease it belongs to.
        return 2 * (candidate.start - finding.end) + 5
    return 0


@cache
def _special_forms() -> dict[str, frozenset[str]]:
    data: dict[str, list[str]] = load_yaml("standing.yaml")["special_of"]
    return {slug: frozenset(wider) for slug, wider in data.items()}


def is_special(special: str, wider: str) -> bool:
    """Whether one is a special form of the other, though not filed below it."""
    return wider in _special_forms().get(special, ())


def split(text: str, ranked: list[tuple[float, Candidate]]) -> tuple[list[Candidate], list[Candidate]]:
    """The primaries nothing parts from the first, and those beside."""
    if not ranked:
        return [], []
    top = ranked[0][0]
    chosen = [c for score, c in ranked if top - score < _MARGIN]
    beside = [c for score, c in ranked if top - score >= _MARGIN]
    # "Adenocarcinoma of the lower oesophagus, Siewert I": said in one breath, however far apart in points.
    also = [c for c in beside if any(_is_form_said_with(text, c, wider) for wider in chosen)]
    chosen, beside = chosen + also, [c for c in beside if c not in also]
    # A disease and its recurrence or its form of one place are one disease: the narrower name says more.
    wider = {slug for c in chosen for slug in _special_forms().get(c.disease, ())}
    beside += [c for c in chosen if c.disease in wider]
    chosen = [c for c in chosen if c.disease not in wider]
    if limb := _of_the_limb_asked(text, chosen):
        beside += [c for c in chosen if c is not limb]
        chosen = [limb]
    if len(chosen) > 1 and _is_one_or_the_other(text, chosen):
        first = min(chosen, key=lambda c: c.start)
        beside += [c for c in chosen if c is not first]
        chosen = [first]
    return chosen, beside


_IN_ONE_BREATH = re.compile(r"[\s,(/:-]{1,3}")


def _is_form_said_with(text: str, candidate: Candidate, wider: Candidate) -> bool:
    """Whether it is a special form of a wider disease that stands right beside it."""
    first, second = sorted((candidate, wider), key=lambda c: c.start)
    return wider.disease in _special_forms().get(candidate.disease, ()) and bool(
        _IN_ONE_BREATH.fullmatch(text[first.end : second.start])
    )


_ONLY = {
    "dupuytren": re.compile(
        r"\b(?:hands?|palms?) (?:only|alone)\b|\bonly (?:the |his |her )?(?:hands?|palms?)\b", re.I
    ),
    "ledderhose": re.compile(
        r"\b(?:f(?:oo|ee)t|soles?) (?:only|alone)\b|\bonly (?:the |his |her )?(?:f(?:oo|ee)t|soles?)\b", re.I
    ),
}
"""The limb that alone is to be irradiated, where hands and feet are ill alike."""


def _of_the_limb_asked(text: str, chosen: list[Candidate]) -> Candidate | None:
    """The one of two fibromatoses whose limb alone is asked for: "also Ledderhose; hands only"."""
    if {c.disease for c in chosen} != _ONLY.keys():
        return None
    asked = [c for c in chosen if _ONLY[c.disease].search(text)]
    return asked[0] if len({c.disease for c in asked}) == 1 else None


_SPLEEN = re.compile(r"\bspleen|splen(?:ic|omegaly)", re.IGNORECASE)


def _is_one_or_the_other(text: str, chosen: list[Candidate]) -> bool:
    """Whether a spleen is to be treated and only the blood disease behind it is left open."""
    if not _SPLEEN.search(text) or not all(_MARROW.match(category(c)) for c in chosen):
        return False
    ordered = sorted(chosen, key=lambda c: c.start)
    return all(text[a.end : b.start].strip().lower() in {"/", "or"} for a, b in pairwise(ordered))


_MARROW = re.compile(r"C8[1-8]|C9[0-6]|D4[567]")


_ANY_LYMPHOMA = "non-hodgkin-lymphoma"
"""What the bare word is read as: a form named beside it says more."""


def most_specific(found: list[Candidate]) -> list[Candidate]:
    """The candidates that are no wider form of another one."""
    slugs = {c.disease for c in found}
    wider = {a for slug in slugs for a in ancestors(slug)[1:]}
    if any(
        re.match(r"C8[1-8]|C91", load_diseases()[c.disease].icd10[0])
        for c in found
        if c.disease != _ANY_LYMPHOMA
    ):
        wider.add(_ANY_LYMPHOMA)
    return [c for c in found if c.disease not in wider]


_KNOWN_KINDS = frozenset(
    {"follicular-lymphoma", "mantle-cell-lymphoma", "malt-lymphoma", "nodal-marginal-zone-lymphoma", "dlbcl"}
)
_SLOW = re.compile(r"\b(?:indolent|low[ -]grade|slow\w*)\b", re.IGNORECASE)
"""Before a lymphoma: it is none of the fast kinds."""


def of_the_known_kind(text: str, named: list[Candidate]) -> list[Candidate]:
    """The tumours named, a lymphoma told by its place or the bare word being of the one kind known of it.

    "Orbital lymphoma, FL known 2015" is that follicular lymphoma, however long ago its kind was found.
    """
    said = [c for c in named if c.strength == DIRECT and c.assertion not in {"negated", "family"}]
    said = [c for c in said if _LYMPHOMA.match(category(c)) and not _is_of_no_kind(text, c)]
    kinds = {c.disease for c in said}
    known = next(iter(kinds)) if len(kinds) == 1 else ""
    if known not in _KNOWN_KINDS:
        return named
    kind = [c for c in said if c.disease == known]
    bare = [
        c
        for c in named
        if c.assertion in {"affirmed", "uncertain"}
        and _is_of_no_kind(text, c)
        and not any(k.start < c.end and c.start < k.end for k in kind)
    ]
    if not bare or (known == "dlbcl" and _SLOW.search(text)):
        return named
    return [
        c._replace(disease=known) if c in bare else c
        for c in named
        if c not in kind or c.start < bare[0].start
    ]


_LYMPHOMA = re.compile(r"C8[1-8]")


_NAMES_MALT = re.compile(r"MALT|marginal|E?MZL|mucosa", re.IGNORECASE)


def _is_of_no_kind(text: str, candidate: Candidate) -> bool:
    """Whether only the word lymphoma, alone or beside a place, tells of it."""
    if candidate.disease == _ANY_LYMPHOMA:
        return True
    of_place = candidate.disease in {"malt-lymphoma", "gastric-malt-lymphoma"}
    return of_place and _NAMES_MALT.search(text, candidate.start, candidate.end) is None


def without_everyday(
    clauses: Clauses, mentions: list[Mention], chosen: tuple[Candidate, ...]
) -> tuple[Candidate, ...]:
    """The tumours alone, where illnesses stand beside them that no radiotherapy is asked for: "hip OA"."""
    asked = {clauses.sentence(m.start) for m in mentions if m.asks_for_radiotherapy}
    ills = [c for c in chosen if not is_neoplasm(c)]
    common = [c for c in ills if c.disease in everyday() or not is_treated(c)]
    kept = tuple(c for c in chosen if c not in common or clauses.sentence(c.start) in asked)
    return kept if any(is_neoplasm(c) for c in chosen) else chosen
