"""A course asked for in a place where the tumour named does not lie."""

import re
from functools import cache

from ingest.aimed import directions
from ingest.diagnosis import Candidate, is_secondary
from ingest.lexicon import squeeze
from ingest.mention import Mention
from ingest.nodal_deposits import drains
from ingest.target import category, is_site_of
from ontologies.disease import load_diseases

_ORGANS = re.compile(r"C0|C1|C2[0-6]|C3[0-48]|C5[0-8]|C6[0-8]|C73")
"""Tumours of one organ; those of blood, bone, skin and soft tissue may lie anywhere."""
_REGIONS = {
    "head and neck": re.compile(r"C0|C1[0-4]|C3[0-2]|C69|C7[0-3]|C75|D35|E05"),
    "chest": re.compile(r"C1[56]|C3[2-9]|C45|C50|C73"),
    "abdomen": re.compile(r"C1[5-9]|C2[2-6]|C48|C5[3-8]|C6[24-6]|C74"),
    "pelvis": re.compile(r"C1[89]|C2[01]|C5[1-8]|C6[0-367]"),
}
_WIDE = (
    (re.compile(r"pelvi\w+", re.IGNORECASE), "pelvis"),
    (re.compile(r"chest(?: wall)?|thora\w+|mediastin\w+|ribs?|stern\w+", re.IGNORECASE), "chest"),
    (re.compile(r"(?:whole )?abdom\w+", re.IGNORECASE), "abdomen"),
    (re.compile(r"head|face|neck|skull base|base of skull", re.IGNORECASE), "head and neck"),
    (re.compile(r"(?:whole )?liver", re.IGNORECASE), "abdomen"),
    (re.compile(r"sacr\w+|coccyx|perine\w+", re.IGNORECASE), "pelvis"),
)
"""Places of more than one organ, and bones that tumours of their region grow into."""
_PLACE = re.compile(
    r"(?:heels?|knees?|elbows?|hands?|palms?|feet|foot|ankles?|wrists?|shoulders?|hips?|legs?|arms?|limbs?"
    r"|ovar(?:y|ies)|testes|testis|testicles?|spleen|pituitary|scalp|sacr\w+|pelvi[sc]\w*|chest(?: wall)?"
    r"|thorax|mediastinum|(?:whole )?abdomen|face|neck|back|ribs?|sternum|parotids?|thyroid|orbits?|eyes?"
    r"|(?!T[1-4]\b(?! ?[-/]))[CTDL]\d{1,2}(?: ?[-/] ?[CTDL]?\d{1,2})?|S[1-5])\b",
    re.IGNORECASE,
)
"""Places, named or not among the sites of tumours."""
_IRRADIATE = re.compile(r"\b(?:irradiat(?:e|ing)|treat)$", re.IGNORECASE)
_NEAR = 12
"""Characters before a place in which the verb stands."""


def misplaced_course(text: str, mentions: list[Mention], chosen: tuple[Candidate, ...]) -> list[Mention]:
    """Where the course asked for goes, if no tumour chosen lies there: "breast cancer, RT to the ovaries".

    Only for tumours of one organ. What is to be treated there is not said, so nothing is answered.
    """
    if not chosen or any(is_secondary(c.disease) or not _ORGANS.match(category(c)) for c in chosen):
        return []
    found: list[Mention] = []
    for to in directions(text, mentions):
        named = [m for m in mentions if m.kind == "site" and m.start == to.end() and m.name]
        place = _PLACE.match(text, to.end())
        ends = [m.end for m in named] + ([place.end()] if place else [])
        asked_there = to["to"] or _IRRADIATE.search(text, max(0, to.start() - _NEAR), to.start())
        if not ends or not asked_there:
            continue
        said = text[to.end() : max(ends)]
        if any(_reaches(c, said, [str(m.name) for m in named]) for c in chosen):
            return []
        found.append(Mention("declined", "elsewhere", "elsewhere", to.start(), max(ends)))
    return found[:1]


def _reaches(candidate: Candidate, said: str, sites: list[str]) -> bool:
    """Whether a field of the tumour may lie in a place."""
    own = category(candidate)
    if (
        said.lower() == "skin"
        or drains(said, [candidate])
        or any(is_site_of(s, candidate.disease) for s in sites)
    ):
        return True
    regions = [words for words in _REGIONS.values() if words.match(own)]
    if any(wide.fullmatch(said) and _REGIONS[region].match(own) for wide, region in _WIDE):
        return True
    return any(region.match(at) for s in sites for at in _grows_at().get(s, ()) for region in regions)


@cache
def _grows_at() -> dict[str, frozenset[str]]:
    """Site to the categories of the organ tumours that are named after it."""
    found: dict[str, set[str]] = {}
    for disease in load_diseases().values():
        if disease.malignant and not disease.secondary and any(_ORGANS.match(c) for c in disease.icd10):
            for site in (s for combination in disease.combination for s in combination.sites):
                found.setdefault(squeeze(site), set()).add(disease.icd10[0].partition(".")[0])
    return {site: frozenset(categories) for site, categories in found.items()}
