"""Linking: exact name, normalised name, the name's parts, the nearest name; else unlinked with the reason."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from ingest.extraction import EntityType, LinkedReference
from ingest.lexicon import load_yaml
from ingest.linking.names import Named, exact_names, is_wider, normal_name, normal_names
from ingest.linking.nearest import nearest
from ontologies.disease import ancestors, load_diseases

LINKED: frozenset[EntityType] = frozenset(
    {"disease", "gene", "biomarker", "drug", "regimen", "procedure", "outcome", "toxicity"}
)
"""The types whose mentions stand for coded terms."""
_MENDED: frozenset[EntityType] = frozenset({"disease", "drug", "toxicity", "procedure", "regimen"})
"""Types whose names bear a slip; a gene's symbol one letter away is another gene."""
_FLOOR = {"drug": 0.88}
_MARGIN = 0.03
_NORMAL, _PARTS = 1.0, 0.9
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=50_000)
def link(type_: EntityType, text: str) -> LinkedReference | str:
    """The coded term that a mention's text stands for, or why there is none."""
    return _link(type_, _SPACES.sub(" ", text).strip())


def link_many(
    pairs: Iterable[tuple[EntityType, str]], expand: dict[str, str] | None = None
) -> list[LinkedReference | str]:
    """The links of many mentions; `expand` gives the long forms of short ones that the text defines."""
    given = expand or {}
    return [link_expanded(type_, text, given.get(text)) for type_, text in pairs]


def link_expanded(type_: EntityType, text: str, expand: str | None = None) -> LinkedReference | str:
    """The link of a mention whose long form the text may have given; the long form decides."""
    if expand is not None:
        by_long = link(type_, expand)
        if isinstance(by_long, LinkedReference):
            return by_long
    return link(type_, text)


def _link(type_: EntityType, text: str) -> LinkedReference | str:
    if type_ not in LINKED:
        return f"{type_} has no terms of its own"
    if not text or len(text) > 200:
        return "no name"
    if type_ == "disease" and is_wider(text):
        return "a name wider than every disease of the data, or another's"
    things = exact_names(type_).get(text)
    if things is None:
        if _is_short_symbol(type_, text):
            return "ambiguous short symbol"
        things = normal_names(type_).get(normal_name(text))
    if things is not None:
        return _one(things, _NORMAL)
    if type_ in {"gene", "variant"}:
        members = _families().get(text)
        return f"a family: {', '.join(members)}" if members else "no name of that spelling"
    parts = _by_parts(type_, text)
    if parts is not None:
        return parts
    return _nearest(type_, text)


def _is_short_symbol(type_: EntityType, text: str) -> bool:
    """Whether a short name's case matters and is not as the index has it: "met", "all", "Er"."""
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 3 or " " in text:
        return False
    known = normal_names(type_).get(normal_name(text))
    return known is not None and text not in exact_names(type_) and not text[:1].isdigit()


@cache
def _families() -> dict[str, list[str]]:
    families: dict[str, list[str]] = load_yaml("ambiguous.yaml")["families"]
    return families


def _one(things: tuple[Named, ...], score: float) -> LinkedReference | str:
    """The thing, where it is one; of diseases that are wider and narrower the widest."""
    chosen = things[0]
    if len(things) > 1:
        widest = [t for t in things if all(_within(o, t) for o in things)]
        if not widest:
            return f"one name of several: {', '.join(t.name for t in things[:4])}"
        chosen = widest[0]
    return LinkedReference(curie=chosen.curie, name=chosen.name, score=score)


def _within(narrow: Named, wide: Named) -> bool:
    slug, wider = narrow.curie.removeprefix("oncograph:"), wide.curie.removeprefix("oncograph:")
    return slug in load_diseases() and wider in ancestors(slug)


def _nearest(type_: EntityType, text: str) -> LinkedReference | str:
    if type_ not in _MENDED:
        return "no name of that spelling"
    near = nearest(type_, normal_name(text))
    floor = _FLOOR.get(type_, 0.9)
    if not near or near[0].score < floor:
        return f"no name above {floor}"
    if _short_word(text) not in {None, _short_word(near[0].thing.name)}:
        return "a short symbol that no near name has"
    if len(near) > 1 and near[0].score - near[1].score < _MARGIN:
        first, second = near[0].thing, near[1].thing
        if not (_within(first, second) or _within(second, first)):
            return f"two names within {_MARGIN}: {first.name}, {second.name}"
    return LinkedReference(curie=near[0].thing.curie, name=near[0].thing.name, score=near[0].score)


_SHORT = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9]{1,4}(?![A-Za-z0-9])")


def _short_word(text: str) -> str | None:
    """The short symbol in a name, of which every letter counts: the HPV of "HPV infection"."""
    found = _SHORT.search(text) if not text.isupper() else None
    return found.group() if found else None


def _by_parts(type_: EntityType, text: str) -> LinkedReference | str | None:
    """A name read by its parts: a disease's site and kind, a drug without salt, a marker in its result."""
    if type_ == "disease":
        return _disease_parts(text)
    if type_ == "drug":
        return _drug_parts(text)
    if type_ == "biomarker":
        return _marker_parts(text)
    return None


@cache
def _salts() -> re.Pattern[str]:
    salts = "|".join(re.escape(s) for s in load_yaml("drug_forms.yaml")["salts"])
    return re.compile(rf"[ -](?:{salts})$", re.IGNORECASE)


_PREFIX = re.compile(
    r"^(?:pegylated|liposomal|oral|intravenous|i\.?v\.?|high[- ]dose|low[- ]dose|weekly|generic"
    r"|micronized|nab|fam|ado) ",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"-[a-z]{4}$")


def _drug_parts(text: str) -> LinkedReference | None:
    bare = text
    for pattern in (_salts(), _PREFIX, _SUFFIX):
        bare = pattern.sub("", bare)
        if bare != text:
            things = normal_names("drug").get(normal_name(bare))
            if things is not None and len(things) == 1:
                return LinkedReference(curie=things[0].curie, name=things[0].name, score=_NORMAL)
    return None


def _marker_parts(text: str) -> LinkedReference | None:
    from ingest.entities.biomarker import markers_in

    for form in markers_in(text):
        things = exact_names("biomarker").get(form) or normal_names("biomarker").get(normal_name(form))
        if things:
            return LinkedReference(curie=things[0].curie, name=things[0].name, score=_NORMAL)
    return None


_COURSE = re.compile(
    r"^(?:(?:metastatic|locally advanced|advanced|recurrent|relapsed|refractory|primary"
    r"|early(?:[- ]stage)?|invasive|resectable|unresectable|inoperable|operable|resected"
    r"|localized|localised|stage [IV0-4]+[ABC]?\d?|newly diagnosed|sporadic|hereditary|familial|suspected"
    r"|untreated|high[- ]risk|low[- ]risk|intermediate[- ]risk"
    r"|hormone[- ]receptor[- ]positive|HER2[- ]positive|HER2[- ]negative|triple[- ]negative"
    r"|castration[- ]resistant|castrate[- ]resistant|platinum[- ]resistant"
    r"|EGFR[- ]mutant|EGFR[- ]mutated|ALK[- ]positive|muscle[- ]invasive|non[- ]?squamous"
    r"|human|adult|pediatric|paediatric"
    r"|malignant|[a-z]+ly differentiated)(?: and |,? |-(?=[a-z])))+",
    re.IGNORECASE,
)
_HEADS = re.compile(
    r"\b(?:carcinomas?|tumou?rs?|neoplasms?|malignanc(?:y|ies)|adenocarcinomas?|cancers)\b", re.IGNORECASE
)
_LESS = re.compile(
    r" \([^()]*\)$|,? NOS$| gland\b| of (?:the )?(?:body|head|tail)\b|^malignant ", re.IGNORECASE
)
_OF = re.compile(r"^(?P<head>.{3,60}?) (?:of|in) (?:the )?(?P<site>[a-z &-]{3,50})$", re.IGNORECASE)
_GENERAL = frozenset(
    {
        "cancer",
        "carcinoma",
        "tumour",
        "tumor",
        "neoplasm",
        "malignancy",
        "metastasis",
        "adenocarcinoma",
        "solidtumor",
        "malignanttumor",
        "metastase",
        "mass",
        "lesion",
        "solidmalignancy",
        "malignantneoplasm",
        "squamouscellcarcinoma",
    }
)


def _disease_parts(text: str) -> LinkedReference | str | None:
    if normal_name(text) in _GENERAL:
        return "too general to be one disease"
    index = normal_names("disease")
    bare = _COURSE.sub("", text)
    turned = _OF.match(bare)
    tries = [bare]
    if turned:
        tries.append(f"{turned['site']} {turned['head']}")
    tries += [_LESS.sub("", one) for one in tries]
    tries += [_HEADS.sub("cancer", one) for one in tries] + [_HEADS.sub("carcinoma", one) for one in tries]
    if any(is_wider(one) for one in tries):
        return "a name wider than every disease of the data, or another's"
    for one in dict.fromkeys(tries):
        things = index.get(normal_name(one))
        if things is not None and one.strip():
            exact = one == bare
            found = _one(things, _NORMAL if exact else _PARTS)
            if not isinstance(found, str):
                return found
    return _composed(bare)


def _composed(text: str) -> LinkedReference | None:
    """The one disease that site and kind of tumour in the name say together."""
    from ingest.diagnosis import candidates
    from ingest.reading import read_text

    reading = read_text(text)
    found = [c for c in candidates(text, reading.clauses, list(reading.mentions)) if c.strength >= 4]
    if not found:
        return None
    strongest = max(c.strength for c in found)
    slugs = {c.disease for c in found if c.strength == strongest}
    narrowest = [s for s in slugs if all(o in ancestors(s) for o in slugs)]
    if len(narrowest) != 1:
        return None
    best = next(c for c in found if c.disease == narrowest[0])
    covered = sum(max(0, p.end - p.start) for p in best.parts)
    if covered < 0.5 * len(text):
        return None
    disease = load_diseases()[narrowest[0]]
    return LinkedReference(curie=f"oncograph:{disease.disease}", name=disease.name, score=_PARTS)
