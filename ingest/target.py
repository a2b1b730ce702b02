"""What the radiotherapy asked for is aimed at: a metastasis, its primary, or something foreseen."""

import re
from functools import cache
from typing import Any

from ingest.clause import Clauses
from ingest.diagnosis import COMBINED, STAGED, Candidate, is_secondary, metastasis_at
from ingest.lexicon import load_yaml, squeeze
from ingest.mention import Mention
from ontologies.disease import ancestors, load_diseases

BLOOD = re.compile(r"C8[1-8]|C9[0-6]")
"""Categories of lymphoma, myeloma and leukaemia."""
_NEURAXIS = re.compile(r"C7[0-2]|C751|C753|D32|D33|D42|D43|D352|D44[34]")
_VISCERAL = re.compile(r"C78|C797")


@cache
def _standing() -> dict[str, Any]:
    data: dict[str, Any] = load_yaml("standing.yaml")
    return data


def primary_code(candidate: Candidate) -> str:
    """The first code of the disease."""
    return next(iter(load_diseases()[candidate.disease].icd10), "")


def category(candidate: Candidate) -> str:
    """The three-character category of the disease."""
    return primary_code(candidate)[:3]


def is_aimed(candidate: Candidate) -> bool:
    """Whether only the course asked for names the metastasis."""
    return candidate.parts[0].kind == "trigger"


_WHOLE_BRAIN = re.compile(r"\b(?:WBRT|whole[ -]brain)\b", re.IGNORECASE)
_ONE_NODE = re.compile(
    r"\b(?:single|solitary|isolated|oligo\w*|one)\b[^.;\n]{0,40}?\b(?:nodes?|LNs?|nodal)\b", re.IGNORECASE
)
_LEVEL = r"\b(?:L[1-5]|T(?:[5-9]|1[0-2])|D(?:[1-9]|1[0-2])|vertebra\w*)\b"
_WOE = r"\b(?:collapse\w*|pain\w*|lytic|fracture\w*|wedge)\b"
_PAINFUL_VERTEBRA = re.compile(
    rf"{_LEVEL}[^,.;\n]{{0,30}}?{_WOE}|{_WOE}[^,.;\n]{{0,30}}?{_LEVEL}", re.IGNORECASE
)
_OTHER_CAUSE = re.compile(
    r"chest wall pain|dermatom|radicular|intercostal|osteoporo|degenerat|traumatic|no (?:bone |spinal )?mets",
    re.IGNORECASE,
)
"""Pain told by the nerve's level, which is not in that vertebra, or a vertebra broken for another reason."""
_TREATED_BEFORE = re.compile(
    r"\b(?:previous|prior|after|post|s/p|oligo\w*|PSMA|recurren\w+|relapse\w*)", re.IGNORECASE
)


def is_injured(text: str, start: int, end: int) -> bool:
    """Whether words beside a bone or its fixation tell of an injury or wear."""
    return bool(_INJURED.search(text, max(0, start - _BESIDE), end + _BESIDE))


def implied_metastases(text: str, mentions: list[Mention], firm: list[Candidate]) -> list[Candidate]:
    """Metastases that the course itself names: whole-brain irradiation, stereotaxy of a lone node."""
    solid = [
        c
        for c in firm
        if load_diseases()[c.disease].malignant
        and not is_secondary(c.disease)
        and not BLOOD.match(category(c))
        and not _NEURAXIS.match(primary_code(c).replace(".", ""))
    ]
    if not solid:
        return []
    named = {c.disease for c in firm if is_secondary(c.disease)}
    refused = [(m.start, m.end) for m in mentions if m.assertion in {"negated", "historical", "family"}]
    found: list[Candidate] = []
    brain = None if any(c.disease in _OF_THE_BRAIN for c in firm) else _WHOLE_BRAIN.search(text)
    if brain and _is_whole_breast(text, brain, mentions, solid):
        brain = None
    if brain and not named & {"brain-metastasis", "leptomeningeal-metastasis"}:
        found.append(_aimed("brain-metastasis", _span(brain)))
    radiosurgery = [
        m for m in mentions if (m.name, m.value) == ("technique", "srs") and m.assertion == "affirmed"
    ]
    if radiosurgery and not named and _BRAIN.search(text):
        found.append(_aimed("brain-metastasis", radiosurgery[0]))
    spine_sbrt = _SPINE_SBRT.search(text)
    if spine_sbrt and _SPREAD.search(text) and not named:
        found.append(_aimed("bone-metastasis", _span(spine_sbrt)))
    fixed = [m for m in mentions if m.value == "after_fixation" and m.assertion == "affirmed"]
    fixed = [m for m in fixed if not _JOINT.search(text, m.start, m.end)]
    fixed = [m for m in fixed if not is_injured(text, m.start, m.end)]
    if fixed and "bone-metastasis" not in named and not any(category(c) in {"C40", "C41"} for c in solid):
        found.append(_aimed("bone-metastasis", fixed[0]))
    spine = None if _OTHER_CAUSE.search(text) else _PAINFUL_VERTEBRA.search(text)
    asked = any(m.asks_for_radiotherapy for m in mentions)
    if spine and asked and not named & {"bone-metastasis", "spinal-cord-compression"}:
        found.append(_aimed("bone-metastasis", _span(spine)))
    for slug, lesion in _LESIONS.items():
        if asked and slug not in named and (told := lesion.search(text)):
            found.append(_aimed(slug, _span(told)))
    node = _ONE_NODE.search(text)
    stereotactic = any(
        m.name == "technique" and m.value == "sbrt" and m.assertion == "affirmed" for m in mentions
    )
    if node and stereotactic and _TREATED_BEFORE.search(text) and not named:
        found.append(_aimed("lymph-node-metastasis", _span(node)))
    return [c for c in found if not any(a < c.end and c.start < b for a, b in refused)]


_LESIONS = {
    "lung-metastasis": re.compile(
        r"\b(?:lung|pulmonary) nodules?\b(?! (?:stable|unchanged|indeterminate))[^.;,\n]{0,24}\bfrom\b",
        re.IGNORECASE,
    ),
    "lymph-node-metastasis": re.compile(
        r"\b(?:LNs?|nodal|nodes?|adenopathy) (?:conglomerate|mass(?:es)?|relapse|recurrence)"
        r"[^.;\n]{0,40}\bfrom\b",
        re.IGNORECASE,
    ),
    "bone-metastasis": re.compile(
        r"\bPSMA[- ](?:avid|positive) (?:[LR] |left |right )?(?:ilium|iliac (?:bone|crest)|sacr\w+|rib"
        r"|vertebr\w+|scapula|femur|humerus|pubi\w+|ischium|acetabul\w+|[CTL]\d{1,2})"
        r" (?:lesion|deposit|focus|met)\b",
        re.IGNORECASE,
    ),
    "liver-metastasis": re.compile(
        r"\b(?:liver|hepatic) seg(?:ment)? ?(?:\d|[IV]+)[ab]?(?:[/&,+] ?(?:\d|[IV]+)[ab]?)*"
        r" (?:mets?|deposits?)\b",
        re.IGNORECASE,
    ),
}
"""Lesions told as another tumour's, with their place between the words of their name."""
_BRAIN = re.compile(
    r"\b(?:brain(?! (?:MRI?|CT)\b)|cerebell\w+|cerebral|intracranial)\b(?! (?:clear|normal|neg))",
    re.IGNORECASE,
)
"""Radiosurgery of a tumour from elsewhere beside one of these words is for its brain metastases."""
_SPINE_SBRT = re.compile(
    r"\b(?:spine|spinal|vertebral) (?:SBRT|SABR|stereotactic)"
    r"|\b(?:SBRT|SABR)(?: to)?(?: the)? (?:spine|[CTL](?:[1-9]|1[0-2]))\b"
    r"|\b(?:mets?|metastas[ie]s) (?:to |at |in )?(?:T(?:[5-9]|1[0-2])|D(?:[1-9]|1[0-2])|L[1-5])\b"
    r"|\b(?:T(?:[5-9]|1[0-2])|D(?:[1-9]|1[0-2])|L[1-5])(?: [\w-]+){0,3}? (?:deposits?|mets?|metastas[ie]s)\b"
    r"|\b(?:Bilsky|SINS) ?\d",
    re.IGNORECASE,
)
_OF_THE_BRAIN = frozenset({"primary-cns-lymphoma", "glioblastoma", "intracranial-germinoma", "all"})
"""Diseases whose own course is to the whole brain."""
_BESIDE = 60
"""Characters beside a bone or its fixation that are read for a cause."""
_INJURED = re.compile(
    r"\b(?:accident|fall|fell|trauma\w*|motorbike|RTA|RTC|MVA|osteopor\w*|spondyl\w*|callus|degenerat\w*"
    r"|scoliosis|stenosis|sports?|skiing|rugby)\b",
    re.IGNORECASE,
)
"""What bones are fixed for that no tumour has broken."""
_JOINT = re.compile(r"replacement|arthroplasty|THR|TKR", re.IGNORECASE)
"""An operation of worn joints, which speaks of no metastasis."""
_SPREAD = re.compile(
    r"\b(?:mets?|metasta\w+|oligomet\w*|stage (?:IV|4)|M1|LMD?|brain(?! (?:MRI?|CT)\b)|cerebral|intracranial"
    r"|leptomening\w+|deposits?|Bilsky|SINS)\b",
    re.IGNORECASE,
)
_NO_SPREAD = re.compile(
    r"\b(?:no|without|nil)\b[^.;\n]{0,40}\bmet(?:s|asta\w+)\b|\bbrain\b[^.;\n]{0,30}\b(?:clear|negative|normal)\b",
    re.IGNORECASE,
)
_LOCAL_AXES = frozenset({"t", "n", "surgery", "setting", "margin", "nodes_positive"})


def _is_whole_breast(
    text: str, asked: re.Match[str], mentions: list[Mention], solid: list[Candidate]
) -> bool:
    """Whether "WBRT" may mean the whole breast: a breast cancer staged or operated on, and not spread."""
    if asked.group().upper() != "WBRT" or all(category(c) not in {"C50", "D05"} for c in solid):
        return False
    local = any(m.name in _LOCAL_AXES and m.assertion == "affirmed" for m in mentions)
    return local and not _SPREAD.search(_NO_SPREAD.sub("", text))


def _span(match: re.Match[str]) -> Mention:
    return Mention("trigger", "aim", "aim", match.start(), match.end())


def _aimed(disease: str, words: Mention) -> Candidate:
    part = Mention("trigger", disease, disease, words.start, words.end)
    return Candidate(disease, COMBINED, 0.0, words.start, words.end, "affirmed", (part,))


_BREAST = frozenset({"C50", "D05"})


def foreseen(text: str, named: list[Candidate]) -> Candidate | None:
    """The disease to be prevented, where the text asks for its prophylaxis beside the disease behind it."""
    low = text.lower()
    # "Breast RT" beside a breast cancer is that one's.
    own = any(category(c) in _BREAST and c.assertion in {"affirmed", "uncertain"} for c in named)
    for slug, cues in _standing()["foreseen"].items():
        for candidate in named:
            stated = candidate.assertion in {"affirmed", "uncertain", "hypothetical"}
            if candidate.disease != slug or (own and category(candidate) == "N62"):
                continue
            if stated and any(cue in low for cue in cues):
                return candidate._replace(assertion="affirmed")
    return None


def spread_within(text: str, metastases: list[Candidate], primaries: list[Candidate]) -> list[Candidate]:
    """The metastases without those a tumour of the nervous system has seeded along the neuraxis."""
    kept = {slug for c in primaries for slug in _standing()["keeps"].get(c.disease, ())}
    metastases = [c for c in metastases if c.disease not in kept]
    seeding = [c for c in primaries if load_diseases()[c.disease].malignant]
    if not any(_NEURAXIS.match(primary_code(c).replace(".", "")) for c in seeding):
        return metastases
    within = frozenset(_standing()["neuraxis"])
    return [
        c
        for c in metastases
        if c.disease not in {"leptomeningeal-metastasis", "brain-metastasis", "spinal-cord-compression"}
        and not within & set(re.findall(r"[a-z]+", text[c.start : c.end].lower()))
    ]


def unirradiated(mentions: list[Mention], findings: list[Mention], metastases: list[Candidate]) -> bool:
    """Whether visceral metastases are named beside a primary and nothing asks for their irradiation."""
    if not all(_VISCERAL.match(primary_code(c).replace(".", "")) for c in metastases):
        return False
    courses = {"technique", "modality", "fractionation", "symptom", "intent"}
    relieved = any(
        f.assertion == "affirmed" and (f.name in courses or (f.name == "called_for" and f.value == "relief"))
        for f in findings
    )
    return not relieved and not any(m.kind == "radiotherapy" for m in mentions)


_LESION = re.compile(r"(?:nodules?|lesions?|mass(?:es)?|deposits?|tumou?rs?)$", re.IGNORECASE)


def is_the_same_lesion(text: str, primary: Candidate, metastases: list[Candidate]) -> bool:
    """Whether a "lung nodule" only takes up the lung metastasis named before it."""
    site, tumour = primary.parts[0], primary.parts[-1]
    if any(
        tumour.end <= c.start and c.end <= site.start and site.name in squeeze(text[c.start : c.end])
        for c in metastases
    ):
        # "sarcoma with lung metastasis, SBRT to lung": the lung is the metastasis's, not the sarcoma's.
        return True
    named = text[primary.start : primary.end].lower()
    if not _LESION.search(named):
        return False
    place = set(re.findall(r"[a-z]{4,}", _LESION.sub("", named)))
    return any(
        c.start < primary.start and place & set(re.findall(r"[a-z]{4,}", text[c.start : c.end].lower()))
        for c in metastases
    )


_OF_ORIGIN = re.compile(
    r"(?:\bfrom|\bsecondary to|\bdue to|\borigin(?:ating)?(?: in)?|\bknown)\s+(?:a |an |the |his |her )?$",
    re.IGNORECASE,
)


def _is_origin(text: str, primary: Candidate, metastases: list[Candidate]) -> bool:
    """Whether the primary only says where a metastasis comes from: "adrenal met from NSCLC"."""
    return any(c.start < primary.start for c in metastases) and bool(
        _OF_ORIGIN.search(text[max(0, primary.start - 24) : primary.start])
    )


def _requests(mentions: list[Mention]) -> list[Mention]:
    return [m for m in mentions if m.asks_for_radiotherapy][-20:]


_IS_WELL = re.compile(
    r"\s*(?:site |scar )?(?:is |are |looks |remains )?(?:fine|clear|healthy|well\b|ok\b|normal|healed|NED\b)",
    re.IGNORECASE,
)


def _is_unwell(low: str, cue: str) -> bool:
    """Whether a text holds words that speak of a primary, and not only that its place is well."""
    at = low.find(cue)
    return at >= 0 and not _IS_WELL.match(low, at + len(cue))


def about_primary(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    metastases: list[Candidate],
    primaries: list[Candidate],
) -> bool:
    """Whether the radiotherapy asked for is for the primary although metastases are named."""
    if any(is_aimed(c) for c in metastases):
        return False
    low = f" {text.lower()} "
    cues: dict[str, list[str]] = _standing()["primary_cues"]
    past = [(m.start, m.end) for m in mentions if m.kind == "radiotherapy" and m.assertion != "affirmed"]
    for cue in cues["any"]:
        at = low.find(cue) - 1
        if at >= -1 and not any(a < at + len(cue) and at < b for a, b in past):
            return True
    for primary in primaries:
        if any(_is_unwell(low, cue.lower()) for cue in cues.get(category(primary), ())):
            return not _targets(text, clauses, mentions, metastases)
    primaries = [c for c in primaries if not _is_origin(text, c, metastases)]
    return _targets(text, clauses, mentions, primaries) and not _targets(text, clauses, mentions, metastases)


def _targets(text: str, clauses: Clauses, mentions: list[Mention], found: list[Candidate]) -> bool:
    """Whether a request for radiotherapy stands right beside one of these diseases."""
    return any(target_gap(text, clauses, mentions, c) <= 2 for c in found)


def target_gap(text: str, clauses: Clauses, mentions: list[Mention], candidate: Candidate) -> float:
    """Words between a request for radiotherapy and the disease or its site, in the same clause."""
    sites = {part.name for part in candidate.parts}
    places = [(part.start, part.end) for part in candidate.parts]
    places += [(m.start, m.end) for m in mentions if m.kind == "site" and m.name in sites]
    places += [
        (m.start, m.end)
        for m in mentions
        if m.kind == "site" and m.name and _is_site_of(m.name, candidate.disease)
    ]
    gaps = [99.0]
    for request in _requests(mentions):
        aimed = _object(text, request, mentions)
        for start, end in places:
            if aimed is not None and not (start <= aimed.start < end):
                continue
            if clauses.clause(start) != clauses.clause(request.start):
                continue
            between = text[end : request.start] if end <= request.start else text[request.end : start]
            words = [
                w for w in between.lower().split() if w not in {"to", "the", "for", "of", "left", "right"}
            ]
            gaps.append(float(len(words)))
    return min(gaps)


_TO = re.compile(r"\s+to\s+(?:(?:the|his|her|left|right|l|r|lt|rt|painful)\s+){0,3}", re.IGNORECASE)


def _object(text: str, request: Mention, mentions: list[Mention]) -> Mention | None:
    """The site or disease a request names right after it: the breast of "RT to the left breast"."""
    to = _TO.match(text, request.end)
    if to is None:
        return None
    return next((m for m in mentions if m.kind in {"site", "disease"} and m.start == to.end()), None)


@cache
def _sites_of(disease: str) -> frozenset[str]:
    return frozenset(
        squeeze(site)
        for slug in ancestors(disease)
        for combination in load_diseases()[slug].combination
        for site in combination.sites
    )


def _is_site_of(site: str, disease: str) -> bool:
    return site in _sites_of(disease)


def targeted_first(
    text: str, clauses: Clauses, mentions: list[Mention], found: list[Candidate]
) -> list[Candidate]:
    """The metastases, the one beside a request for radiotherapy first."""
    return sorted(found, key=lambda c: (target_gap(text, clauses, mentions, c) > 2, -c.strength, c.start))


_FEW = re.compile(
    r"\b(?:\d|one|single|solitary|lone) (?:\d+ ?mm )?(?:[a-z]+ )?(?:mets?|metastas[ie]s)\b"
    r"|\b\d{1,2} (?:brain|cerebral|intracranial) lesions\b",
    re.IGNORECASE,
)


def few_metastases(text: str) -> bool:
    """Whether one or a counted few metastases are spoken of: "1 met", "solitary liver met"."""
    return bool(_FEW.search(text))


_DEPOSIT = re.compile(
    r"\s*(?:peripheral |solitary )?(?:nodules?|lesions?|deposits?|SABR|SBRT|radiosurgery)\b"
    r"|\s*\d+(?:\.\d+)? ?[cm]m\b",
    re.IGNORECASE,
)
_AIMED_AT = re.compile(r"\b(?:SABR|SBRT|SRS|stereotactic)(?: to)?(?: the| both| all)? $", re.IGNORECASE)


def placed_by_site(text: str, mentions: list[Mention], primaries: list[Candidate]) -> list[Candidate]:
    """The organ of metastases called only so: "oligometastatic CRC, 2 lung nodules"."""
    own = {part.name for c in primaries for part in c.parts}
    found: dict[str, Candidate] = {}
    for site in mentions:
        if site.kind != "site" or site.name in own or site.assertion != "affirmed":
            continue
        slug = metastasis_at().get(squeeze(f"{text[site.start : site.end]} metastasis"))
        aimed = _DEPOSIT.match(text, site.end) or _AIMED_AT.search(text[max(0, site.start - 20) : site.start])
        if slug is not None and aimed:
            found.setdefault(slug, Candidate(slug, STAGED, 0.0, site.start, site.end, "affirmed", (site,)))
    return list(found.values()) if len(found) == 1 else []
