"""What the radiotherapy asked for is aimed at: a metastasis, its primary, or something foreseen."""

import re
from functools import cache
from typing import Any

from ingest.clause import Clauses
from ingest.complaint import tells_of
from ingest.diagnosis import STAGED, Candidate, metastasis_at
from ingest.lexicon import load_yaml, squeeze
from ingest.mention import Mention
from ingest.prescription import is_dated
from ontologies.disease import ancestors, load_diseases

BLOOD = re.compile(r"C8[1-8]|C9[0-6]")
"""Categories of lymphoma, myeloma and leukaemia."""
NEURAXIS = re.compile(r"C7[0-2]|C751|C753|D32|D33|D42|D43|D352|D44[34]")
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


def is_injured(text: str, start: int, end: int) -> bool:
    """Whether words beside a bone or its fixation tell of an injury or wear."""
    since = max(text.rfind(". ", 0, start) + 1, start - _BESIDE, 0)
    return bool(_INJURED.search(text, since, end + _BESIDE))


_BESIDE = 60
"""Characters beside a bone or its fixation that are read for a cause."""
_INJURED = re.compile(
    r"\b(?:accident|fall|fell|trauma\w*|motorbike|RTA|RTC|MVA|osteopor\w*|spondyl\w*|callus|degenerat\w*"
    r"|scoliosis|stenosis|sports?|skiing|rugby)\b",
    re.IGNORECASE,
)
"""What bones are fixed for that no tumour has broken."""


_BREAST = frozenset({"C50", "D05"})


_OF_ANOTHER = re.compile(r"\b(?:PCI|cranial|brain|CNS|breasts?|nipples?|gyn(?:a)?ecomastia)\b", re.IGNORECASE)
"""What else is irradiated before anything grows there."""


def _is_to_stay_away(text: str, candidate: Candidate, named: list[Candidate]) -> bool:
    """Whether what grew before is to be kept from growing again: "prev HO, excision, prophylactic RT".

    A cancer of today named before that is what the text is about.
    """
    if _OF_ANOTHER.search(text):
        return False
    return not any(
        c.start < candidate.end and c.assertion == "affirmed" and load_diseases()[c.disease].malignant
        for c in named
    )


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
            again = candidate.assertion == "historical" and _is_to_stay_away(text, candidate, named)
            if (stated or again) and any(cue in low for cue in cues):
                return candidate._replace(assertion="affirmed")
    return None


def spread_within(text: str, metastases: list[Candidate], primaries: list[Candidate]) -> list[Candidate]:
    """The metastases without those a tumour of the nervous system has seeded along the neuraxis."""
    kept = {slug for c in primaries for slug in _standing()["keeps"].get(c.disease, ())}
    metastases = [c for c in metastases if c.disease not in kept]
    seeding = [c for c in primaries if load_diseases()[c.disease].malignant]
    if not any(NEURAXIS.match(primary_code(c).replace(".", "")) for c in seeding):
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
        f.assertion == "affirmed"
        and (
            f.name in courses
            or (f.name, f.value) in {("called_for", "relief"), ("extent", "oligometastatic")}
        )
        for f in findings
    )
    refused = [m for m in mentions if m.kind == "declined"]
    return not relieved and not any(
        m.kind == "radiotherapy" and m.assertion != "negated" and not any(r.overlaps(m) for r in refused)
        for m in mentions
    )


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
        c.start <= primary.start and place & set(re.findall(r"[a-z]{4,}", text[c.start : c.end].lower()))
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
    r"\s*(?:site |scar )?(?:is |are |has |looks |remains )?(?:fine|clear|healthy|well\b|ok\b|normal|healed"
    r"|NED\b|settled|resolved|stopped|ceased|controlled)",
    re.IGNORECASE,
)


_IRRADIATED = re.compile(
    r" (?:(?:was|had|has|been|already|previously|prior|adjuvant) ){0,3}(?:irradiated|rt|xrt|radiotherapy"
    r"|radiation|treated)\b[^.;,\n]{0,16}?\b(?:19|20)\d\d\b"
    r"| (?:in )?(?:19|20)\d\d\b"
)
"""After a place: the course there was one of years ago."""


def _is_unwell(low: str, cue: str) -> bool:
    """Whether a text holds words that speak of a primary, and not only that its place is well."""
    at = low.find(cue)
    return at >= 0 and not _IS_WELL.match(low, at + len(cue)) and not _IRRADIATED.match(low, at + len(cue))


_QUAD_SHOT = re.compile(r"C0|C1[0-4]|C30|C31|C32|C5[1-7]|C67|C20|C21")
"""Primaries of the head, the neck and the pelvis, which the quad shot was made for (RTOG 8502)."""


def _is_quad_shot(mentions: list[Mention]) -> bool:
    return any(m.value == "quad_shot" and m.assertion == "affirmed" for m in mentions)


def about_primary(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    metastases: list[Candidate],
    primaries: list[Candidate],
) -> bool:
    """Whether the radiotherapy asked for is for the primary although metastases are named."""
    if is_said_for(text, mentions, primaries) and not is_said_for(text, mentions, metastases):
        return True
    low = f" {text.lower()} "
    cues: dict[str, list[str]] = _standing()["primary_cues"]
    past = [m for m in mentions if m.kind == "radiotherapy" and m.assertion not in {"affirmed", "uncertain"}]
    for cue in cues["any"]:
        at = low.find(cue) - 1
        if at >= -1 and not _is_within(at, len(cue), past):
            return True
    if any(is_aimed(c) for c in metastases):
        return False
    if _is_quad_shot(mentions) and any(_QUAD_SHOT.match(category(c)) for c in primaries):
        return True
    for primary in primaries:
        if tells_of(text, primary) or any(
            _is_unwell(low, cue.lower()) and not _is_within(low.find(cue.lower()) - 1, len(cue), past)
            for cue in cues.get(category(primary), ())
        ):
            return not _targets(text, clauses, mentions, metastases)
    primaries = [c for c in primaries if not _is_origin(text, c, metastases)]
    return _targets(text, clauses, mentions, primaries) and not _targets(text, clauses, mentions, metastases)


def _is_within(at: int, length: int, spans: list[Mention]) -> bool:
    """Whether words that begin there share a character with one of these."""
    return any(m.start < at + length and at < m.end for m in spans)


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
        if m.kind == "site" and m.name and is_site_of(m.name, candidate.disease)
    ]
    gaps = [99.0]
    for request in _requests(mentions):
        if is_dated(text, request):
            continue
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


def is_site_of(site: str, disease: str) -> bool:
    """Whether the disease grows in that place."""
    return site in _sites_of(disease)


def targeted_first(
    text: str, clauses: Clauses, mentions: list[Mention], found: list[Candidate]
) -> list[Candidate]:
    """The metastases, the one beside a request for radiotherapy first."""
    return sorted(found, key=lambda c: (target_gap(text, clauses, mentions, c) > 2, -c.strength, c.start))


def is_said_for(text: str, mentions: list[Mention], found: list[Candidate]) -> bool:
    """Whether a request for radiotherapy names the organ of one of these right after it."""
    places = {part.name for c in found for part in c.parts if part.kind == "site" and part.name}
    words = {squeeze(text[c.start : c.end]) for c in found}
    for request in _requests(mentions):
        if is_dated(text, request):
            continue
        to = _TO.match(text, request.end)
        for site in mentions if to else ():
            if site.kind != "site" or to is None or site.start != to.end() or not site.name:
                continue
            if site.name in places or any(site.name in w for w in words):
                return True
    return False


_OUTRIGHT = re.compile(
    r"(?:\b(?:RT|XRT|radiotherapy|radiation|treatment|this|form|referral|booking|request) is (?:only |just )?"
    r"(?:for|to) "
    r"|\b(?:we|you|us)(?: are|'re| will be)? (?:only |just )?(?:doing|treating|irradiating|simming) "
    r"(?:only |just )?|\bonly (?:doing|treating|irradiating) |\bgo(?:ing)? ahead with )"
    r"(?:the |his |her |this )?$",
    re.IGNORECASE,
)
"""Before a tumour or its organ: it is what the text is for."""
_THAT_ONE = re.compile(
    r"\b(?:that|this|which) is (?:what|the one) (?:you|we|us)(?: are|'re| will be)? (?:here for|simming"
    r"|treating|irradiating|doing|planning)\b|\b(?:that|this) is the one (?:for|to) (?:RT|treat|irradiate)\b",
    re.IGNORECASE,
)
"""After a tumour, in its sentence: the same."""


def told_outright(
    text: str, clauses: Clauses, mentions: list[Mention], chosen: tuple[Candidate, ...]
) -> tuple[Candidate, ...]:
    """The one of several tumours the text says it is about: "two primaries; we are only doing the larynx"."""
    if len({c.disease for c in chosen}) < 2:
        return chosen
    told = [c for c in chosen if _is_told_outright(text, clauses, mentions, c)]
    return tuple(told) if len({c.disease for c in told}) == 1 else chosen


def _is_told_outright(text: str, clauses: Clauses, mentions: list[Mention], candidate: Candidate) -> bool:
    places = [candidate.start, *(p.start for p in candidate.parts)]
    places += [m.start for m in mentions if m.kind == "site" and is_site_of(m.name, candidate.disease)]
    if any(_OUTRIGHT.search(text, max(0, at - 48), at) for at in places):
        return True
    end = clauses.sentence_span(candidate.start)[1]
    return _THAT_ONE.search(text, candidate.end, end) is not None


_FEW = re.compile(
    r"\b(?:\d|one|single|solitary|lone) (?:\d+ ?mm )?(?:(?!not |no |or )[a-z]+ )?(?:mets?|metastas[ie]s)\b"
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
    if not found and (node := _COUNTED_NODES.search(text)):
        words = Mention("trigger", "aim", "aim", *node.span())
        found["lymph-node-metastasis"] = Candidate(
            "lymph-node-metastasis", STAGED, 0.0, *node.span(), "affirmed", (words,)
        )
    return list(found.values()) if len(found) == 1 else []


_COUNTED_NODES = re.compile(
    r"\b(?:[1-5]|one|two|three|four|single|solitary|isolated|lone) "
    r"(?:(?:[LR]|left|right|external|internal|common|PSMA|FDG|avid|positive) ){0,3}"
    r"(?:iliac|pelvic|para-?aortic|PA|retroperitoneal|obturator|presacral|mesorectal|mediastinal|hilar|portal"
    r"|porta hepatis|coeliac|celiac|axillary|supraclavicular|SCF|inguinal|retrocaval|aortocaval)"
    r" (?:lymph )?(?:nodes?|LNs?)\b(?! (?:removed|resected|sampled|negative|dissect))",
    re.IGNORECASE,
)
"""Nodes that are counted: the few metastases, where the text places none elsewhere."""
