"""Findings derived by published rules, each named: nothing here guesses."""

import re

from ingest.mention import Mention
from ontologies.axis import load_axes
from ontologies.disease import ancestors, load_diseases

_RISKS = {
    "very_low",
    "low",
    "intermediate",
    "high",
    "very_high",
    "favourable_intermediate",
    "unfavourable_intermediate",
}


_PATTERN_5 = re.compile(r"(?<![\d.])5 ?\+ ?[45]")


def derived_risk(disease: str | None, findings: list[Mention], text: str) -> list[Mention]:
    """The NCCN risk group of a localised prostate cancer whose text states none.

    NCCN Prostate Cancer: very high, T3b-T4 or a primary Gleason pattern 5 or at least two high-risk features;
    high, T3a or grade group 4-5 or PSA > 20; low, T1-T2a with grade group 1 and PSA < 10; else intermediate,
    unfavourable with grade group 3 or with two of T2b-c, grade group 2-3 and PSA 10-20, favourable otherwise.
    """
    if disease is None or "C61" not in {c[:3] for s in ancestors(disease) for c in load_diseases()[s].icd10}:
        return []
    if any(f.name == "risk" and f.value in _RISKS for f in findings):
        return []
    if any(f.name == "surgery" and f.value != "none" and f.value != "biopsy" for f in findings):
        return []
    if any(f.name == "m" and str(f.value).startswith("M1") for f in findings):
        return []
    t = next((f for f in findings if f.name == "t"), None)
    group = next((f for f in findings if f.name == "grade_group"), None)
    psa = next((f for f in findings if f.name == "psa"), None)
    if group is None or (psa is None and t is None):
        return []
    pattern_5 = any(f.name == "gleason" and _PATTERN_5.search(text[f.start : f.end]) for f in findings)
    risk = (
        "very_high"
        if pattern_5
        else _nccn(str(t.value) if t else "", float(group.value), float(psa.value) if psa else None)
    )
    if risk not in load_axes()["risk"].values:
        risk = risk.rsplit("_", 1)[-1] if risk.endswith("intermediate") else risk
    return [Mention("axis", "risk", risk, group.start, group.end)]


_METASTATIC = re.compile(
    r"(?<!non-)(?<!non )(?<!not )(?<!no )\b(?:metastatic|mHSPC|mCRPC|mCSPC)\b"
    r"(?! (?:\w+ )?(?:nodes?|LNs?|lymph|nodal|neck|workup|screen))"
    r"(?! (?:c?SCC|squamous|melanoma|Merkel|carcinoma|ca) (?:in )?\d{1,2}/\d{1,2}\b)"
    r"(?!(?: \w+){0,4} (?:to|in|within|involving) (?:(?:the|his|her|L|R|left|right|ipsilateral|level) )*"
    r"(?:intra)?-?(?:parotid\w*|neck|cervical|axill\w+|groins?|inguinal|facial|occipital|submandibular"
    r"|sentinel) ?(?:gland |lymph )?(?:nodes?|LNs?|nodal)\b)",
    re.IGNORECASE,
)


def derived_spread(disease: str | None, findings: list[Mention], text: str) -> list[Mention]:
    """M and N that the UICC TNM classification (8th edition) gives to what the text says in words.

    A tumour called metastatic is M1, unless the nodes are what is called so or an M category stands; involved
    nodes counted are N+, and so is growth through a node's capsule; a node by the aorta is N1 to N3 by its
    size where the tumour is the testis's.
    """
    found: list[Mention] = []
    if disease is None or load_diseases()[disease].secondary or not load_diseases()[disease].malignant:
        return found
    names = {f.name for f in findings}
    metastatic = _METASTATIC.search(text)
    if metastatic and "m" not in names:
        found.append(Mention("axis", "m", "M1", *metastatic.span()))
    extent = _EXTENT.search(text) if disease == "sclc" and "extent" not in names else None
    if extent is not None:
        found.append(Mention("axis", "extent", f"sclc_{extent['extent'].lower()}", *extent.span()))
    counted = next((f for f in findings if f.name == "nodes_positive" and float(f.value) > 0), None)
    if counted is not None and "n" not in names:
        found.append(Mention("axis", "n", "N+", counted.start, counted.end))
    large = _MACROMETASTASIS.search(text)
    if large is not None and counted is None and "n" not in names:
        found.append(Mention("axis", "n", "N+", *large.span()))
    beyond = next((f for f in findings if f.name == "extracapsular" and f.value == "present"), None)
    if beyond is not None and counted is None and "n" not in names and _of_skin_or_throat(disease):
        found.append(Mention("axis", "n", "N+", beyond.start, beyond.end))
    if not names & {"n", "stage"} and load_diseases()[disease].icd10[0].startswith("C62"):
        found += _testicular_nodes(text)
    return found


_EXTENT = re.compile(
    r"\b(?:SCLC|small[ -]cell(?: lung)?(?: ca| cancer| carcinoma)?)[,:;( -]{1,3}(?:now |stage )?"
    r"(?P<extent>extensive|limited)\b",
    re.IGNORECASE,
)
_NODE = r"(?:SLNB?|SN|SNB|sentinel(?: lymph)?(?: nodes?)?|nodes?|LNs?)"
_MACROMETASTASIS = re.compile(
    rf"\b{_NODE}\b(?:(?!\b(?:no|nil|not|without|neg\w*|mother|sister)\b)[^.;\n]){{0,40}}?"
    r"\bmacro-?met(?:s|a\w+)?\b"
    r"|(?<!no )(?<!nil )(?<!without )\bmacro-?met(?:s|a\w+)? (?:in|of|to) (?:an? |the |one |[1-9] )?"
    rf"(?:(?:left|right|L|R|inguinal|groin|axillary|sentinel) ){{0,2}}{_NODE}\b",
    re.IGNORECASE,
)
"""A metastasis of more than 2 mm in a node."""


def derived_setting(disease: str | None, findings: list[Mention], text: str) -> list[Mention]:
    """An adjuvant course where a margin tells of an operation and its bed is what is to be irradiated."""
    if disease is None or load_diseases()[disease].secondary or any(f.name == "setting" for f in findings):
        return []
    if not any(f.name == "margin" for f in findings) or load_diseases()[disease].icd10[:1] == ("C61",):
        return []
    asked = _TO_THE_BED.search(text)
    return [Mention("axis", "setting", "adjuvant", *asked.span())] if asked else []


_TO_THE_BED = re.compile(
    r"\b(?:RT|XRT|EBRT|IMRT|VMAT|radiotherapy|irradiation|radiation) (?:(?:to|of|for) )?(?:the )?"
    r"(?:(?:tumou?r|surgical|operative|resection|primary|adrenal|excision) )?bed\b"
    r"|(?<!tumour )(?<!prostate )\bbed (?:RT|XRT|radiotherapy|irradiation)\b",
    re.IGNORECASE,
)


def _of_skin_or_throat(disease: str) -> bool:
    """Whether growth through a capsule is that of a node, and not of the prostate or the kidney."""
    return bool(re.match(r"C0|C1[0-4]|C3[0-2]|C4[34A]", load_diseases()[disease].icd10[0]))


_PARAAORTIC = re.compile(
    r"(?<!no )(?<!normal )(?<!without )\b(?:(?P<before>\d{1,3}(?:\.\d)?) ?(?P<u1>[cm]m) )?(?:left |right )?"
    r"(?:para-?aortic|para-?caval|retroperitoneal|(?:inter)?-?aorto-?caval|RP|PA) "
    r"(?:lymph )?(?:nod\w+|LN\w*|adenopathy|lymphadenopathy|mass|deposit)"
    r"(?: (?:is|are|was|of|at|to|measur\w+|enlarged|up))*"
    r"(?:,? (?P<after>\d{1,3}(?:\.\d)?) ?(?P<u2>[cm]m)\b)?",
    re.IGNORECASE,
)
_SMALL_NODE, _LARGE_NODE = 20, 50
"""Millimetres that bound N1 and N2 of a germ cell tumour of the testis."""


def _testicular_nodes(text: str) -> list[Mention]:
    """The N category that UICC (8th edition) gives to the size of a node by the aorta: a stage II tumour."""
    told = _PARAAORTIC.search(text)
    if told is None or not (told["before"] or told["after"]):
        return []
    figure, unit = (told["before"], told["u1"]) if told["before"] else (told["after"], told["u2"])
    size = float(figure) * (10 if unit.lower() == "cm" else 1)
    value = "N1" if size <= _SMALL_NODE else "N2" if size <= _LARGE_NODE else "N3"
    return [Mention("axis", "n", value, *told.span())]


_OLDEST_OLD = 85
"""Years; the usual bound of the oldest old."""
_RELIEVED = frozenset({"bleeding", "pain", "fungating", "obstruction"})


_AT_ONCE = re.compile(
    r"\b(?:on[- ]call|emergency|urgent(?:ly)?|acute|out of hours|tonight|no stent\w*|stent (?:not|un)\w*"
    r"|not stentable"
    r"|stridor|plethoric|distended|face (?:swollen|puffy)|facial swelling)\b",
    re.IGNORECASE,
)
"""The cava is to be relieved today."""
_CAVAL = re.compile(r"\b(?:SVC\w*|superior vena cava\w*)\b", re.IGNORECASE)


def _is_caval_emergency(disease: str | None, findings: list[Mention], text: str) -> Mention | None:
    """The obstruction of the superior vena cava by a lung cancer, to be relieved at once or without drugs."""
    if disease is None or not load_diseases()[disease].icd10[0].startswith("C34"):
        return None
    ready = any((f.name, f.value) == ("systemic", "none") for f in findings) or _AT_ONCE.search(text)
    if not ready or any(f.name in {"t", "n"} for f in findings):
        return None
    told = [f for f in findings if f.name == "symptom" and f.value == "obstruction"]
    return next((f for f in told if _CAVAL.search(text, f.start, f.end)), None)


_FRAILTY = re.compile(
    r"\b(?:CFS|clinical frailty (?:scale|score)|frailty score|Rockwood)(?: ?(?:score|of|is|=|:|at))*"
    r" ?(?P<score>[1-9])\b",
    re.IGNORECASE,
)
_SEVERE, _MODERATE = 7, 6
SOMETHING_QUICK = re.compile(
    r"\b(?:something|anything) (?:quick|short|simple|brief)|\b(?:quick|short|brief|simplest|shortest|minimal)"
    r" (?:palliative |haemostatic |hemostatic |local )?(?:course|RT|XRT|radiotherapy|treatment)\b"
    r"|\b(?:fewest|minimum|minimal|as few|few|one or two|1-2|single|one|one-off)"
    r" (?:visits?|trips?|attendances?|fractions?|#|shots?)(?!\w)|\bquick(?:ly)? (?:fix|one)\b",
    re.IGNORECASE,
)
"""A course of few visits, as it is asked for."""


def _frail_by_scale(text: str, oldest: list[Mention]) -> list[Mention]:
    """The Clinical Frailty Scale that tells of severe frailty, or of moderate frailty in the oldest old."""
    told = _FRAILTY.search(text)
    if told is None or int(told["score"]) < (_MODERATE if oldest else _SEVERE):
        return []
    return [Mention("axis", "frailty", int(told["score"]), *told.span())]


_EXHAUSTED = re.compile(
    r"\bplatinum[- ](?:resistant|refractory)\b|\b(?:chemo|immuno)\w*[- ](?:resistant|refractory)\b"
    r"|\b(?:lines?|TKIs?|options?|drugs|chemo\w*|systemics?|SACT)(?: options| therapy| lines)? "
    r"(?:(?:all|are|is|now|have been|been) ){0,2}exhausted\b"
    r"|\bno (?:further|more|remaining) (?:systemic|lines?|drug|chemo\w*|SACT)\b"
    r"|\b(?:[4-9]|four|five|six|seven|eight|many|multiple) (?:prior |previous )?lines (?:of )?"
    r"(?:prior |previous )?(?:chemo\w*|systemics?|SACT|platinum)\b",
    re.IGNORECASE,
)
"""Drugs hold the disease no longer."""


_SAMPLING = frozenset({"turp", "turbt"})
"""Operations that cure nothing that is still to be irradiated."""


_OF_NODES = frozenset({"n", "nodes_positive", "extracapsular", "setting", "target"})
"""Axes of a melanoma's nodes, or of what is to be irradiated."""


def _without_drugs(findings: list[Mention], text: str) -> list[Mention]:
    """The return or the spread of a disease that no drugs hold any more: what it does is only relieved."""
    told = [f for f in findings if (f.name, f.value) == ("setting", "recurrent") or f.value == "M1"]
    return told[:1] if _EXHAUSTED.search(text) else []


def _is_rectal(disease: str | None) -> bool:
    """Whether a short course is the name of the radical one: five times 5 Gy before surgery."""
    return disease is not None and load_diseases()[disease].icd10[0].startswith("C20")


def derived_intent(disease: str | None, findings: list[Mention], text: str) -> list[Mention]:
    """Palliative intent where a symptom is to be relieved in one who is ECOG 3-4 or of poor prognosis.

    The same where drugs no longer hold a disease that has come back or spread, where a lung cancer closes the
    superior vena cava and no chemotherapy can be given, in severe frailty (CFS 7-9; 6 at 85 or more), and at
    85 or more where a quick or short course is what is asked for.

    Trials of radical chemoradiotherapy ask for ECOG 0-2; a stated intent or operation says otherwise. A T4
    tumour that bleeds or obstructs at 85 or more is read alike: the safer reading, a choice of this project
    and of no trial. The quad shot (RTOG 8502) is a palliative course, and so is the whole liver irradiated
    for its metastases.
    """
    quad = [f for f in findings if (f.name, f.value) == ("fractionation", "quad_shot")]
    if quad and not any(f.name == "intent" for f in findings):
        return [Mention("axis", "intent", "palliative", quad[0].start, quad[0].end)]
    relieved = any(f.name == "symptom" and f.value in _RELIEVED for f in findings)
    stated = any(f.name == "intent" for f in findings)
    if relieved and not stated and (held := _without_drugs(findings, text)):
        return [Mention("axis", "intent", "palliative", held[0].start, held[0].end)]
    if any(
        f.name == "intent"
        or (f.name == "surgery" and f.value not in _SAMPLING)
        or (f.name, f.value) == ("setting", "definitive")
        for f in findings
    ):
        return []
    whole = [f for f in findings if (f.name, f.value) == ("target", "whole_liver")]
    if whole and disease == "liver-metastasis":
        return [Mention("axis", "intent", "palliative", whole[0].start, whole[0].end)]
    if caval := _is_caval_emergency(disease, findings, text):
        return [Mention("axis", "intent", "palliative", caval.start, caval.end)]
    if disease == "prostate-cancer" and any(
        (f.name, f.value) == ("hormone_sensitivity", "resistant") for f in findings
    ):
        # What drugs no longer hold is relieved where it bleeds or obstructs, and not cured.
        troubled = [f for f in findings if f.name == "symptom" and f.value in _RELIEVED]
        return [Mention("axis", "intent", "palliative", m.start, m.end) for m in troubled[:1]]
    if disease == "melanoma" and not any(f.name in _OF_NODES for f in findings):
        # A deposit that bleeds or breaks through is relieved; adjuvant courses are for nodes taken out.
        troubled = [f for f in findings if f.name == "symptom" and f.value in _RELIEVED]
        return [Mention("axis", "intent", "palliative", m.start, m.end) for m in troubled[:1]]
    quick = SOMETHING_QUICK.search(text)
    if quick and disease == "anaplastic-thyroid-cancer":
        # Of those who have it few live half a year: what is to be quick is to relieve.
        return [Mention("axis", "intent", "palliative", *quick.span())]
    frail = [f for f in findings if (f.name == "ecog" and float(f.value) >= 3) or f.value == "poor"]
    oldest = [f for f in findings if f.name == "age" and float(f.value) >= _OLDEST_OLD]
    combined = any((f.name, f.value) == ("systemic", "concurrent") for f in findings)
    if not combined and any(f.name == "t" and str(f.value).startswith("T4") for f in findings):
        frail += oldest
    if not combined:
        frail += _frail_by_scale(text, oldest)
        frail += oldest if quick and not _is_rectal(disease) else []
    return [Mention("axis", "intent", "palliative", m.start, m.end) for m in frail[:1] if relieved]


def derived_metastasis(beside: list[tuple[str, int, int]], findings: list[Mention]) -> list[Mention]:
    """M1 for a primary beside which a distant metastasis stands (UICC TNM, 8th edition); nodes are none."""
    if any(f.name == "m" for f in findings):
        return []
    distant = [
        (start, end)
        for slug, start, end in beside
        if load_diseases()[slug].secondary and not load_diseases()[slug].icd10[0].startswith("C77")
    ]
    return [Mention("axis", "m", "M1", *distant[0])] if distant else []


def _nccn(t: str, group: float, psa: float | None) -> str:
    high = [t.startswith("T3") or t.startswith("T4"), group >= 4, psa is not None and psa > 20]
    if t.startswith(("T3b", "T4")) or sum(high) >= 2:
        return "very_high"
    if any(high):
        return "high"
    middle = [t in {"T2b", "T2c"}, group in {2, 3}, psa is not None and 10 <= psa <= 20]
    if not any(middle):
        return "low"
    if group == 3 or sum(middle) >= 2:
        return "unfavourable_intermediate"
    return "favourable_intermediate"
