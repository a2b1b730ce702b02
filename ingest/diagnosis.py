"""The disease a case text is about: named outright, or said as a site and a morphology."""

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from ingest.bystander import pairable_sites
from ingest.clause import Clauses
from ingest.in_situ import is_said_in_situ, repeats_in_situ
from ingest.lexicon import load_yaml, squeeze
from ingest.mention import Assertion, Mention, outermost
from ontologies.disease import ancestors, load_diseases

DIRECT, COMBINED, STAGED, WEAK, SITE_ONLY = 5.0, 4.0, 3.0, 2.0, 1.0
"""How strongly a piece of text names a disease; a weaker kind counts only where no stronger one stands."""
_MOST = 120
"""Sites, tumour words and disease names considered; a case has a handful of each."""
_REACH = 16.0
"""Greatest distance, in words and penalties, between a site and its morphology."""
_FAR = 5.0
"""Distance from which a place told after a tumour word that fits any organ is not that tumour's."""
_ANY_ORGANS = frozenset({"adenocarcinoma", "cystic", "malignancy", "sarcoma", "squamous"})
_REACH_CHARACTERS = 240  # The same in characters, checked first.


class Candidate(NamedTuple):
    """A disease some words of the text stand for."""

    disease: str
    strength: float
    distance: float
    """Between site and morphology; 0 for a direct form."""
    start: int
    end: int
    assertion: Assertion
    parts: tuple[Mention, ...]


@cache
def _combinations() -> dict[tuple[str, str], tuple[str, ...]]:
    """(site, morphology group) to the diseases they say together."""
    table: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for disease in load_diseases().values():
        for combination in disease.combination:
            for site in combination.sites:
                for group in combination.morphologies:
                    table[squeeze(site), group][disease.disease] = None
    return {pair: tuple(slugs) for pair, slugs in table.items()}


@cache
def _weak() -> frozenset[str]:
    return frozenset(squeeze(w) for w in load_yaml("standing.yaml")["weak_morphology"])


def is_secondary(slug: str) -> bool:
    """Whether the disease is a metastasis."""
    return load_diseases()[slug].secondary


def candidates(text: str, clauses: Clauses, mentions: list[Mention]) -> list[Candidate]:
    """Every disease the text names, whatever its standing, in text order."""
    direct = outermost(m for m in mentions if m.kind == "disease")[:_MOST]
    direct = [d for d in direct if not _runs_into_metastasis(d, direct) and not is_said_in_situ(text, d)]
    direct = [
        d for d in direct if not _belongs_before(text, d, mentions) and not _STOP.search(_said(text, d))
    ]
    direct = [_in_the_neck(text, _at_its_place(text, d, mentions)) for d in direct]
    sites = pairable_sites(text, [m for m in mentions if m.kind == "site" and m.name])[:_MOST]
    morphologies = [m for m in mentions if m.kind == "morphology" and not repeats_in_situ(text, m, direct)][
        :_MOST
    ]
    found = [Candidate(m.name, DIRECT, 0.0, m.start, m.end, m.assertion, (m,)) for m in direct]
    combined = _combined(text, clauses, sites, morphologies, direct)
    superseded = {c.parts[1].start for c in combined if c.strength == COMBINED}
    found = [
        c for c in found if not (c.start in superseded and _is_bare_morphology(c, morphologies, combined))
    ]
    found.extend(_told_elsewhere(combined, direct))
    return sorted(found, key=lambda c: (c.start, -c.end))


def _told_elsewhere(combined: list[Candidate], direct: list[Mention]) -> list[Candidate]:
    """The combinations, less those of words that another reading makes a form of a disease named outright.

    "R hilar biopsy NSCLC adenocarcinoma" is the lung's and not the hilar bile duct's.
    """
    named = [d.name for d in direct if d.assertion == "affirmed"]
    sure = {(c.start, c.end) for c in combined if any(n in ancestors(c.disease) for n in named)}
    return [
        c for c in combined if (c.start, c.end) not in sure or any(n in ancestors(c.disease) for n in named)
    ]


_CANCER_OF = re.compile(r"(?:ca|cancer|carcinoma|tumou?r)\b", re.IGNORECASE)
_PRIMARY = re.compile(r" primary\b", re.IGNORECASE)  # After a site: where the tumour began.
_NODE = re.compile(r"[ -](?:lymph )?(?:nod(?:es?|al)|LNs?|chain|(?:lymph)?adenopathy)\b", re.I)  # Not bone.
_IS_OUT = re.compile(r"(?<= primary) (?:out\b|(?:resected|removed|excised) (?:in )?(?:19|20)\d\d)", re.I)
_STOP = re.compile(r"[.;] +[A-Z]")
"""A sentence's end, which no name of a disease runs over."""


def _said(text: str, form: Mention) -> str:
    return text[form.start : form.end]


def _belongs_before(text: str, form: Mention, mentions: list[Mention]) -> bool:
    """Whether its "ca" is that of the organ right before it: the "ca liver" of "panc ca liver+peritoneum"."""
    if not _CANCER_OF.match(text, form.start):
        return False
    owners = [
        (m.end, (m.name, "malignancy"))
        for m in mentions
        if m.kind == "site" and m.name and 0 < form.start - m.end <= 1
    ]
    table = _combinations()
    return any(
        slugs and form.name not in slugs and not any(form.name in ancestors(s) for s in slugs)
        for _, pair in owners
        if (slugs := table.get(pair))
    )


def _runs_into_metastasis(form: Mention, direct: list[Mention]) -> bool:
    """Whether a form's site is a metastasis's, named after it: the "ca liver" of "colon ca liver mets"."""
    return not is_secondary(form.name) and any(
        form.start < other.start < form.end < other.end and is_secondary(other.name) for other in direct
    )


@cache
def metastasis_at() -> dict[str, str]:
    """Every form of a metastasis, as the gazetteer keys it, to the disease."""
    return {squeeze(f): d.disease for d in load_diseases().values() if d.secondary for f in d.forms}


def _at_its_place(text: str, form: Mention, mentions: list[Mention]) -> Mention:
    """A metastasis named by its origin after its place: an "occipital lung met" lies in the brain."""
    if form.name not in {"lung-metastasis", "parotid-metastasis"}:
        return form
    place = next((m for m in mentions if m.kind == "site" and 0 < form.start - m.end <= 1), None)
    if place is None:
        return form
    said = text[place.start : place.end]
    slug = metastasis_at().get(squeeze(f"{said} metastasis"))
    slug = slug or next(iter(_combinations().get((squeeze(said), "metastasis"), ())), None)
    slug = slug or ("brain-metastasis" if _LOBE.fullmatch(text, place.start, place.end) else None)
    if slug not in {"brain-metastasis", "bone-metastasis", "spinal-cord-compression"}:
        return form
    return form._replace(name=slug, value=slug, start=place.start)


_NECK = re.compile(
    r"\blevel (?:I{1,3}|IV|V|[1-5])[ab]?\b|\bneck\b|\bMRND\b|\bcervical (?:node|LN)", re.IGNORECASE
)
_SQUAMOUS = re.compile(r"\bSCC\b|squamous", re.IGNORECASE)


def _in_the_neck(text: str, form: Mention) -> Mention:
    """A squamous carcinoma of unknown primary with nodes of the neck is a disease of its own."""
    if form.name != "carcinoma-unknown-primary" or not (_NECK.search(text) and _SQUAMOUS.search(text)):
        return form
    return form._replace(name="neck-node-unknown-primary", value="neck-node-unknown-primary")


_LOBE = re.compile(r"(?:frontal|parietal|temporal|occipital|thalamic|pontine)(?: lobe)?", re.IGNORECASE)


def _is_bare_morphology(candidate: Candidate, morphologies: list[Mention], combined: list[Candidate]) -> bool:
    """Whether a direct form is a tumour word alone ("melanoma") that a site beside it makes specific."""
    return any((m.start, m.end) == (candidate.start, candidate.end) for m in morphologies) and any(
        c.parts[1].start == candidate.start
        and c.parts[1].end == candidate.end
        and not is_secondary(c.disease)
        for c in combined
    )


def _combined(
    text: str,
    clauses: Clauses,
    sites: list[Mention],
    morphologies: list[Mention],
    direct: list[Mention],
) -> list[Candidate]:
    table = _combinations()
    pairs: list[tuple[float, Mention, Mention, tuple[str, ...]]] = []
    for morphology in morphologies:
        options = []
        for site in _seat(text, morphology, sites):
            slugs = table.get((site.name, morphology.name))
            apart = max(site.start - morphology.end, morphology.start - site.end)
            if not slugs or not 0 <= apart <= _REACH_CHARACTERS:
                continue
            slugs = _of_its_cells(site, morphology, morphologies, slugs)
            slugs = tuple(s for s in slugs if _allowed(s, site, morphology, direct))
            if _NODE.match(text, site.end):
                slugs = tuple(s for s in slugs if s != "bone-metastasis")
            if _PRIMARY.match(text, site.end):
                slugs = tuple(s for s in slugs if not is_secondary(s))
            gap = _distance(text, clauses, site, morphology)
            if gap >= _FAR and site.start > morphology.end and morphology.name in _ANY_ORGANS:
                # "SCC, maxillectomy + flap, close at the orbit floor": no longer the place of the tumour.
                continue
            if slugs and gap <= _REACH:
                options.append((gap, site, slugs))
        if options:
            nearest = min(option[0] for option in options)
            chosen = [o for o in options if o[0] <= nearest + 0.5]
            chosen += [o for o in options if o not in chosen and _listed(text, o[1], chosen)]
            pairs.extend((g, s, morphology, d) for g, s, d in chosen)
    found: list[Candidate] = []
    for gap, site, morphology, slugs in pairs:
        if any(
            other.covers(morphology) and (s.start == site.start or other.name == "breast_subtype")
            for _, s, other, _ in pairs
        ):
            # The "ca" of a "ductal ca" is no other organ's where the breast stands beside it.
            continue
        spelled = squeeze(text[morphology.start : morphology.end])
        found.extend(
            Candidate(
                slug,
                WEAK
                if spelled in _weak() and not is_secondary(slug) and not _IS_OUT.match(text, morphology.end)
                else COMBINED,
                gap,
                min(site.start, morphology.start),
                max(site.end, morphology.end),
                _joint(site.assertion, morphology.assertion),
                (site, morphology),
            )
            for slug in slugs
        )
    return found


def _seat(text: str, morphology: Mention, sites: list[Mention]) -> list[Mention]:
    """The sites a tumour word may be of: "primary" is that of the organ right before it, "femur primary"."""
    own = [s for s in sites if s.end + 1 == morphology.start]
    return own if own and _said(text, morphology).lower() == "primary" else sites


def _of_its_cells(
    site: Mention, morphology: Mention, morphologies: list[Mention], slugs: tuple[str, ...]
) -> tuple[str, ...]:
    """The diseases whose cells the same word gives, where it gives them: "SCC antrum" is no stomach's."""
    if morphology.name != "malignancy":
        return slugs
    here = [m for m in morphologies if (m.start, m.end) == (morphology.start, morphology.end)]
    finer = {s for m in here if m is not morphology for s in _combinations().get((site.name, m.name), ())}
    return tuple(s for s in slugs if any(is_kin(s, f) for f in finer)) if finer else slugs


def _listed(text: str, site: Mention, chosen: list[tuple[float, Mention, tuple[str, ...]]]) -> bool:
    """Whether a site stands in a list with one already paired: "breast and ovarian cancer"."""
    for _, other, _ in chosen:
        first, second = sorted((site, other), key=lambda m: m.start)
        if text[first.end : second.start].strip() in {"and", "or", "&", "/", ","}:
            return True
    return False


def _allowed(slug: str, site: Mention, morphology: Mention, direct: list[Mention]) -> bool:
    """Whether words already spent on a direct form may say this disease too: only one within it."""
    line = ancestors(slug)
    for form in direct:
        if 0 <= form.start - morphology.end <= 1 and form.name not in line and not is_secondary(form.name):
            return False
        covers_morphology = form.start <= morphology.start and morphology.end <= form.end
        covers_site = form.start <= site.start and site.end <= form.end
        if covers_morphology and not covers_site and form.length == morphology.length:
            continue
        if (covers_morphology or covers_site) and form.name not in line:
            return False
    return True


_ORDER: dict[Assertion, int] = {
    "family": 5, "negated": 4, "historical": 3, "hypothetical": 2, "uncertain": 1,
    "delivered": 0, "affirmed": 0,
}  # fmt: skip


def _joint(first: Assertion, second: Assertion) -> Assertion:
    return max(first, second, key=_ORDER.__getitem__)


_LINKS = {"of", "in", "the", "at", "left", "right", "l", "r", "lt", "rt", "to", "involving", "a"}


_ARISES = re.compile(
    r"\b(?:aris\w+|originat\w+|start(?:s|ed|ing)) (?:from|in|at|out of)(?: (?:the|his|her|left|right|L"
    r"|R))*\s*$",
    re.IGNORECASE,
)
"""Between a tumour and the organ it is said to begin in."""


def _distance(text: str, clauses: Clauses, site: Mention, morphology: Mention) -> float:
    first, second = sorted((site, morphology), key=lambda m: m.start)
    between = text[first.end : second.start]
    words = [w for w in between.lower().replace(",", " ").split() if w.strip("(),.;:-/")]
    gap = float(sum(w not in _LINKS for w in words)) + 0.1 * len(words)
    gap += 2.0 * (clauses.clause(second.start) - clauses.clause(first.start))
    gap += 8.0 * (clauses.sentence(second.start) - clauses.sentence(first.start))
    if _ARISES.search(between):
        # "Small cell carcinoma, arising from the cervix" names the organ in so many words.
        return max(gap - 3.0, 0.0)
    if " from " in f" {between.lower()} " or " with " in f" {between.lower()} ":
        # "metastasis from breast" and "lung cancer with brain …" part what stands on either side.
        gap += 6.0
    return gap


def staged_sites(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    strength: float,
    morphology: str = "malignancy",
) -> list[Candidate]:
    """Diseases of the sites that stand with a stage but no tumour word: "Rectum T3N1"."""
    table = _combinations()
    found: list[Candidate] = []
    sites = [m for m in mentions if m.kind == "site" and m.name][:_MOST]
    for site in pairable_sites(text, sites):
        found.extend(
            Candidate(slug, strength, 0.0, site.start, site.end, site.assertion, (site,))
            for slug in table.get((site.name, morphology), ())
            if is_secondary(slug) == (morphology == "metastasis")
        )
    return found


_STAGING = frozenset({"t", "stage", "gleason", "grade_group", "psa"})
_NEXT_TO = re.compile(
    r"[\s,:(-]*(?:(?:mid|middle|upper|lower|distal|proximal|third|gr?ade? ?\d|G[1-4]|adeno\w*|SCC"
    r"|N[0-3][a-c]?|left|right|[LR])[\s,:(-]*){0,3}"
)

_MEASURED = re.compile(r"\b(?:cm|mm) (?:from|above|below|off)(?: the)? $", re.IGNORECASE)
"""Before a site that only says how far away the tumour lies."""
_OF_SPREAD = re.compile(
    r"\s*(?:lymph )?(?:node|nodal|LNs?\b|adenopathy|margins?\b)"
    r"|(?:\s*(?:,|and|&|\+|/)\s*[\w-]+){1,4} (?:oligo)?(?:mets?|metast\w+|secondaries|deposits)\b",
    re.IGNORECASE,
)
"""After a site that only says where nodes, a margin or metastases are: "lung and liver mets"."""


def staged_beside(
    text: str, clauses: Clauses, mentions: list[Mention], findings: list[Mention], named: list[Candidate]
) -> list[Candidate]:
    """Tumours told by site and stage alone beside one named outright: "rectum T3N1. Ca breast 2009".

    Their stage stands right before or after the site, and nearer to it than to any tumour named.
    """
    staging = [f for f in findings if f.name in _STAGING and f.assertion == "affirmed"]
    if not staging or not named:
        return []
    spent = {part.name for c in named for part in c.parts}
    found = []
    for site in staged_sites(text, clauses, mentions, STAGED):
        if site.assertion != "affirmed" or site.parts[0].name in spent:
            continue
        if _MEASURED.search(text, max(0, site.start - 20), site.start) or _OF_SPREAD.match(text, site.end):
            continue
        if any((c.start < site.end and site.start < c.end) or is_kin(site.disease, c.disease) for c in named):
            continue
        here = [c for c in named if clauses.sentence(c.start) == clauses.sentence(site.start)]
        if any(load_diseases()[c.disease].icd10[0] >= "C81" for c in here):
            # A lymphoma is staged by where it lies.
            continue
        if any(_is_staged(text, site, f, here) for f in staging):
            found.append(site)
    return found


def _is_staged(text: str, site: Candidate, stage: Mention, here: list[Candidate]) -> bool:
    if stage.start < site.end and site.start < stage.end:
        return False
    if not _NEXT_TO.fullmatch(text, min(site.end, stage.end), max(site.start, stage.start)):
        return False
    apart = _apart(site, stage)
    return all(_apart(c, stage) > apart or c.start > stage.start for c in here)


def _apart(candidate: Candidate, stage: Mention) -> int:
    return max(stage.start - candidate.end, candidate.start - stage.end)


def is_kin(one: str, other: str) -> bool:
    """Whether one is a form of the other, or both are coded alike."""
    if one in ancestors(other) or other in ancestors(one):
        return True
    first, second = ({code[:3] for code in load_diseases()[slug].icd10} for slug in (one, other))
    return bool(first & second)
