"""Metastases that a text names only by the course asked for, or by the lesion it shows."""

import re

from ingest.cord import pressed_cord
from ingest.deposit import deposits
from ingest.diagnosis import COMBINED, WEAK, Candidate, is_secondary, metastasis_at
from ingest.lexicon import squeeze
from ingest.mention import Mention
from ingest.prescription import is_dated
from ingest.target import BLOOD, NEURAXIS, category, is_injured, is_site_of, primary_code
from ontologies.disease import load_diseases

_WHOLE_BRAIN = re.compile(r"\b(?:WBRT|whole[ -]brain)\b", re.IGNORECASE)
_ONE_NODE = re.compile(
    r"\b(?:single|solitary|isolated|oligo\w*|one)\b[^.;\n]{0,40}?\b(?:nodes?|LNs?|nodal)\b", re.IGNORECASE
)
_LEVEL = r"\b(?:L[1-5]|T(?:[5-9]|1[0-2])|D(?:[1-9]|1[0-2])|vertebra\w*)\b"
_WOE = r"\b(?:collapse\w*|pain\w*|lytic|fracture\w*|wedge)\b"
_PAINFUL_VERTEBRA = re.compile(
    rf"{_LEVEL}[^,.;\n]{{0,30}}?{_WOE}|{_WOE}[^,.;\n]{{0,30}}?{_LEVEL}", re.IGNORECASE
)
_SAME_PLACE = r"(?:same|that|treated|irradiated) (?:place|site|spot|level|area|region|bone|vertebra)\b"
_HURTS = r"\b(?<!no )(?:pain\w*|hurt\w*|ach(?:e|es|ing)|sore)\b"
_HURTS_AGAIN = re.compile(
    rf"\b(?:RT|XRT|radiotherapy|irradiat\w+|\d+ ?Gy(?:/\d+)?|\d+/\d+) (?:(?:to|of|at|for) )?(?:the )?{_LEVEL}"
    rf"[^\n]{{0,120}}?(?P<pain>{_HURTS}[^.;\n]{{0,24}}?\b{_SAME_PLACE}|\b{_SAME_PLACE}[^.;,\n]{{0,24}}?{_HURTS})",
    re.IGNORECASE,
)
"""A vertebra irradiated before, which hurts again."""
_OTHER_CAUSE = re.compile(
    r"chest wall pain|h(?:a)?emangioma|dermatom|radicular|intercostal|osteoporo|degenerat|traumatic"
    r"|no (?:bone |spinal )?mets",
    re.IGNORECASE,
)
"""Pain told by the nerve's level, which is not in that vertebra, or a vertebra broken for another reason."""
_TREATED_BEFORE = re.compile(
    r"\b(?:previous|prior|after|post|s/p|oligo\w*|PSMA|recurren\w+|relapse\w*)", re.IGNORECASE
)


def implied_metastases(text: str, mentions: list[Mention], firm: list[Candidate]) -> list[Candidate]:
    """Metastases that the course itself names: whole-brain irradiation, stereotaxy of a lone node."""
    solid = [
        c
        for c in firm
        if load_diseases()[c.disease].malignant
        and not is_secondary(c.disease)
        and not BLOOD.match(category(c))
        and not NEURAXIS.match(primary_code(c).replace(".", ""))
    ]
    if not solid:
        return []
    named = {c.disease for c in firm if is_secondary(c.disease)}
    refused = [(m.start, m.end) for m in mentions if m.assertion in {"negated", "historical", "family"}]
    found: list[Candidate] = []
    brain = None if any(c.disease in _OF_THE_BRAIN for c in firm) else _WHOLE_BRAIN.search(text)
    if brain and is_dated(text, _span(brain)):
        brain = None
    if brain and _is_whole_breast(text, brain, mentions, solid):
        brain = None
    if brain and not named & {"brain-metastasis", "leptomeningeal-metastasis"}:
        found.append(_aimed("brain-metastasis", _span(brain)))
    radiosurgery = [
        m
        for m in mentions
        if (m.name, m.value) == ("technique", "srs") and m.assertion == "affirmed" and not is_dated(text, m)
    ]
    of_brain = any(NEURAXIS.match(primary_code(c).replace(".", "")) for c in firm)
    if radiosurgery and not named and not of_brain and _BRAIN.search(text):
        found.append(_aimed("brain-metastasis", radiosurgery[0]))
    lobe = _IN_A_LOBE.search(text) if radiosurgery and named and not of_brain else None
    if lobe and not named & {"brain-metastasis", "leptomeningeal-metastasis"}:
        found.append(_aimed("brain-metastasis", _span(lobe)))
    spine_sbrt = _SPINE_SBRT.search(text)
    if spine_sbrt and _SPREAD.search(text) and not named:
        found.append(_aimed("bone-metastasis", _span(spine_sbrt)))
    bone_sbrt = _BONE_SBRT.search(text)
    of_bone = any(category(c) in {"C40", "C41"} for c in solid)
    if bone_sbrt and not of_bone and not named and (_SPREAD.search(text) or _FEW_ONLY.search(text)):
        found.append(_aimed("bone-metastasis", _span(bone_sbrt)))
    half = [m for m in mentions if str(m.value).endswith("hemibody") and m.assertion == "affirmed"]
    if half and "bone-metastasis" not in named:
        found.append(_aimed("bone-metastasis", half[0]))
    fixed = [m for m in mentions if m.value == "after_fixation" and m.assertion == "affirmed"]
    fixed += [
        m
        for m in mentions
        if m.value == "after_decompression" and m.assertion == "affirmed"
        if _BODY.search(text)
    ]
    fixed = [m for m in fixed if not _JOINT.search(text, m.start, m.end)]
    fixed = [m for m in fixed if not is_injured(text, m.start, m.end)]
    if fixed and "bone-metastasis" not in named and not any(category(c) in {"C40", "C41"} for c in solid):
        found.append(_aimed("bone-metastasis", fixed[0]))
    asked = is_course_asked(mentions)
    found += [c for c in _told_as_spread(text, mentions) if asked and c.disease not in named]
    spine = None if _OTHER_CAUSE.search(text) else _PAINFUL_VERTEBRA.search(text)
    again = None if named & {"bone-metastasis", "spinal-cord-compression"} else _HURTS_AGAIN.search(text)
    if again:
        found.append(_aimed("bone-metastasis", Mention("trigger", "aim", "aim", *again.span("pain"))))
    elif spine and asked and not named & {"bone-metastasis", "spinal-cord-compression"}:
        found.append(_aimed("bone-metastasis", _span(spine)))
    cord = None if named & {"spinal-cord-compression"} else pressed_cord(text)
    anew = any(m.name == "prior_radiotherapy" for m in mentions)
    anew |= cord is not None and "recompress" in cord.group()
    if cord and (asked or anew or asked_or_wondered(mentions) or _is_to_relieve(mentions)):
        found.append(_aimed("spinal-cord-compression", _span(cord)))
    of_liver = any(category(c) in {"C22", "C23", "C24"} for c in solid)
    wondered = asked_or_wondered(mentions)
    for slug, lesion in _LESIONS.items():
        if slug == "liver-metastasis" and of_liver:
            continue
        if (asked or wondered) and slug not in named and (told := lesion.search(text)):
            found.append(_aimed(slug, _span(told)))
    eye = _SUBRETINAL.search(text)
    if eye and not named & {"choroidal-metastasis"} and not any(category(c) == "C69" for c in firm):
        found.append(_aimed("choroidal-metastasis", _span(eye)))
    fungating = _FUNGATING_NODES.search(text) if named else None
    if fungating and any(_OF_THE_SKIN.match(category(c)) for c in solid):
        found.append(_aimed("lymph-node-metastasis", _span(fungating)))
    if not named:
        found += [
            _aimed(slug, place)
            for slug, place in deposits(text, mentions, solid)
            if slug not in {c.disease for c in found}
        ]
    node_sbrt = _NODE_SBRT.search(text)
    if node_sbrt and not named:
        found.append(_aimed("lymph-node-metastasis", _span(node_sbrt)))
    psma = None if named - {"lymph-node-metastasis"} else _PSMA_NODES.search(text)
    if psma and not node_sbrt and _is_bed_irradiated(text, mentions):
        found.append(_aimed("lymph-node-metastasis", _span(psma)))
    node = None if node_sbrt else _ONE_NODE.search(text)
    stereotactic = any(
        m.name == "technique" and m.value == "sbrt" and m.assertion == "affirmed" for m in mentions
    )
    if node and stereotactic and _TREATED_BEFORE.search(text) and not named:
        found.append(_aimed("lymph-node-metastasis", _span(node)))
    if any(c.strength > WEAK for c in solid) and not named and not found:
        found += _at_another_organ(text, mentions, firm)
    return [c for c in found if not any(a < c.end and c.start < b for a, b in refused)]


_DEPOSIT = re.compile(
    r"[ -](?:met|metastas[ei]s|deposit|secondary)(?= *(?:[,;.:()]|$|in\b|of\b|from\b|with\b|on\b))",
    re.IGNORECASE,
)
"""After an organ: a tumour of elsewhere has settled there."""


def _at_another_organ(text: str, mentions: list[Mention], firm: list[Candidate]) -> list[Candidate]:
    """A deposit in an organ that no metastasis is named after, so that it is not taken for its primary.

    "Thyroid metastasis of a renal cancer" is no question about the kidney.
    """
    own = {part.name for c in firm for part in c.parts}
    return [
        _aimed("metastasis-elsewhere", site)
        for site in mentions
        if site.kind == "site"
        and site.assertion == "affirmed"
        and site.name not in own
        and _DEPOSIT.match(text, site.end)
        and not any(is_site_of(str(site.name), c.disease) for c in firm)
    ][:1]


def _is_to_relieve(mentions: list[Mention]) -> bool:
    return any((m.name, m.value, m.assertion) == ("called_for", "relief", "affirmed") for m in mentions)


_BONE = (
    r"(?:ilium|iliac (?:bone|crest)|sacr\w+|ribs?|vertebr\w+|scapula|femur|humerus|pubi\w+|ischium"
    r"|acetabul\w+|stern\w+|manubrium|clavicle|skull|[CTL]\d{1,2})"
)
_PLACED = (
    r"(?:(?:[LR]|left|right|\d{1,2}(?:st|nd|rd|th)|first|second|third|anterior|posterior|lateral|mid"
    r"|proximal|distal"
    r"|single|lone|solitary|painful)\s+){0,3}"
)
"""Words between a course or a finding and the bone it is in."""
_BONE_SBRT = re.compile(
    rf"\b(?:SBRT|SABR|stereotactic(?: RT| radiotherapy)?) (?:to|of) "
    rf"(?:the |this |that |her |his )?{_PLACED}{_BONE}\b",
    re.IGNORECASE,
)
_NODE_SBRT = re.compile(
    r"\b(?:SBRT|SABR|stereotactic(?: RT| radiotherapy)?)(?: \d{1,2}(?:\.\d)?(?: ?Gy)?(?: in |/)\d{1,2}#?)?"
    r" (?:to|of) (?:the |this |that |her |his )?"
    r"(?:(?:[LR]|left|right|single|solitary|lone|isolated|one|same|PA|para-?aortic|retroperitoneal"
    r"|pelvic|iliac"
    r"|mediastinal|hilar)\s+){0,3}(?:node|LN|lymph node)\b",
    re.IGNORECASE,
)
_PSMA_NODES = re.compile(
    r"\bPSMA[- ]?(?:PET)?[- ]?(?:(?:avid|positive|pos|\+(?:ve)?)|[:=,]|shows?|with)"
    r" (?:\d |one |two |three |an? )?(?:(?:[LR]|left|right|small|single|solitary|lone|isolated"
    r"|external|internal|common|obturator|(?:pre)?sacral|iliac|pelvic|mesorectal|perirectal|para-?aortic"
    r"|retroperitoneal|inguinal|retrocaval|aortocaval) ){0,4}(?:lymph )?(?:nodes?|LNs?)\b",
    re.IGNORECASE,
)


def is_course_asked(mentions: list[Mention]) -> bool:
    """Whether radiotherapy, a stereotactic course or a dose is asked for."""
    return any(
        m.asks_for_radiotherapy
        or (m.name, m.value, m.assertion) == ("technique", "sbrt", "affirmed")
        or (m.name == "asked_dose_gy" and m.assertion == "affirmed")
        for m in mentions
    )


def asked_or_wondered(mentions: list[Mention]) -> bool:
    """Whether the text speaks of radiotherapy as something that may be given now."""
    return any(
        m.kind == "radiotherapy" and m.name == "request" and m.assertion in {"affirmed", "uncertain"}
        for m in mentions
    )


def _is_bed_irradiated(text: str, mentions: list[Mention]) -> bool:
    """Whether the prostate is out and its bed has been irradiated: nodes found since have come back."""
    if not any(m.value == "prostatectomy" and m.assertion != "negated" for m in mentions):
        return False
    told = [m for m in mentions if m.kind == "radiotherapy" or m.name == "prior_radiotherapy"]
    return any(
        m.name in {"past", "prior_radiotherapy"} or m.assertion in _OVER or is_dated(text, m) for m in told
    )


_OVER = frozenset({"historical", "delivered"})
_BASIN = r"(?:groin|inguinal|axill\w+|neck|cervical|SCF|parotid|supraclavicular|femoral|popliteal)"
_TROUBLES = r"(?:fungat\w+|ulcerat\w+|bleeding|smelly|malodorous|weeping|painful)"
_SUBRETINAL = re.compile(
    r"\b(?:creamy|yellow(?:ish)?|amelanotic|placoid) (?:[\w-]+ ){0,2}(?:mass|lesion|deposit)s?\b"
    r"|\b(?:sub-?retinal|choroid(?:al)?) (?:mass|deposit)(?:es|s)?\b(?! (?:stable|unchanged))",
    re.IGNORECASE,
)
"""What spreads behind the retina, where a tumour of elsewhere is named."""
_FUNGATING_NODES = re.compile(
    rf"\b{_TROUBLES} (?:[\w&,/-]+ ){{0,3}}?{_BASIN} (?:LNs?|nod(?:es?|al)|lymph nodes?"
    r"|lymphadenopathy|adenopathy"
    rf"|mass(?:es)?|mets?|metast\w+|disease)\b"
    rf"|\b{_BASIN} (?:LNs?|nod(?:es?|al)|lymph nodes?|lymphadenopathy|mass(?:es)?|mets?|disease)(?: mass)?,? "
    rf"(?:(?:is|are|now|which|that) ){{0,2}}{_TROUBLES}",
    re.IGNORECASE,
)
"""Nodes of a spread skin tumour that break through: they, and not its other deposits, are to be relieved."""
_OF_THE_SKIN = re.compile(r"C43|C44|C4A")
_FEW_ONLY = re.compile(
    r"\b(?:oligo\w*|PSMA|single|solitary|isolated|lone|one|only)\b"
    r"|\b(?:[1-5]|two|three|four) (?:bone|bony|rib|spinal|pelvic|vertebral|sternal) lesions\b",
    re.IGNORECASE,
)
_IS_A_MET = (
    r"[^.;,\n]{0,30}?(?:, ?(?:bx|biopsy|core|FNA|path|histology|cytology) ?)?"
    r"(?:=|\bis\b|\bare\b|\bc/w\b|\bi\.?e\.?,?|\b(?:consistent|in keeping) with\b|\bproven\b)"
    r" ?(?:an? )?(?:(?:meta|syn)chronous |solitary |single |isolated |lone |new |late |oligo"
    r"|(?:biopsy-)?proven ){0,2}"
    r"(?:mets?|metast\w+|secondar(?:y|ies))\b(?! ?\?)"
)
"""After a lesion: what it is."""
_OF_THE_LUNG = r"(?:lung|pulmonary|[RL][UML]L|(?:upper|middle|lower) lobe|lingula\w*)"
_LESIONS = {
    "lung-metastasis": re.compile(
        r"\b(?:lung|pulmonary) nodules?\b(?! (?:stable|unchanged|indeterminate))[^.;,\n]{0,24}\bfrom\b"
        rf"|\b(?:lung|pulmonary|[RL][UL]L|RML|lingula\w*) (?:nodules?|lesions?|mass(?:es)?)\b{_IS_A_MET}"
        rf"|\b{_OF_THE_LUNG} (?:nodules?|lesions?|mass(?:es)?)\b(?=(?:[^.;\n]|\.\d){{0,30}}?"
        r"\b(?:bx|biopsy|core|FNA|histol\w*|cytology)(?: (?:is|was|shows|showed)\b)?[ :=-]{1,3}"
        r"metastatic\b(?! (?:lung|NSCLC)))"
        rf"|\b{_OF_THE_LUNG} (?:nodules?|lesions?|deposits?)\b(?=[^\n]{{0,140}}?\bmetastasectom(?:y|ies)\b)",
        re.IGNORECASE,
    ),
    "lymph-node-metastasis": re.compile(
        r"\b(?:LNs?|nodal|nodes?|adenopathy) (?:conglomerate|mass(?:es)?|relapse|recurrence)"
        r"[^.;\n]{0,40}\bfrom\b",
        re.IGNORECASE,
    ),
    "bone-metastasis": re.compile(
        rf"\bPSMA[- ](?:avid|positive) {_PLACED}{_BONE} (?:lesion|deposit|focus|met)\b"
        rf"|\b(?:PSMA|FDG|PET|choline|DOTATATE)[- ]?(?:\+(?:ve)?|avid|positive|pos)? ?(?:focus|foci|lesions?"
        rf"|deposits?|uptake|spots?)(?: (?:in|at|of|to))?(?: the)? {_PLACED}{_BONE}\b",
        re.IGNORECASE,
    ),
    "brain-metastasis": re.compile(
        r"\b(?:brain|cerebral|cranial|intracranial)\b(?: \w+){0,2}[ ,:=-]{1,3}"
        r"(?:[1-9]|two|three|four|five|multiple|several|solitary|single) (?:[\w-]+ ){0,2}lesions?\b"
        r"(?![^.;\n]{0,40}\b(?:infarct|ischa?em|cavern|demyelin|meningioma|non-?specific|stable|benign))",
        re.IGNORECASE,
    ),
    "liver-metastasis": re.compile(
        r"\b(?:liver|hepatic) seg(?:ment)?s? ?(?:\d|[IV]+)[ab]?(?:[/&,+] ?(?:\d|[IV]+)[ab]?)*"
        r" (?:(?:oligo)?(?:mets?|metastas[ei]s)|deposits?|lesions?)\b"
        r"|\b(?:liver|hepatic)\b(?: [\w%-]+){0,3} (?:replaced|riddled|studded|packed|peppered|full)"
        r" (?:by|with|of) (?:[\w-]+ ){0,3}(?:mets?|deposits?|metastas[ei]s|secondaries)\b"
        r"|(?<!lobe )(?<!RLL )(?<!LLL )(?<!RUL )(?<!LUL )(?<!lung )\bseg(?:ment)?s? ?"
        r"(?:[2-8]|I{2,3}|IV|VI{0,3})[ab]?(?:[/&,+] ?(?:\d|[IV]+)[ab]?)* (?:mets?|deposits?|metastas[ei]s)\b"
        r"(?! (?:in|of) (?:the )?(?:lung|[RL][UML]L))"
        r"|\bseg(?:ment)?s? ?(?:[1-8]|I{1,3}|IV|VI{0,3})[ab]? (?:liver|hepatic)"
        r" (?:mets?|deposits?|metastas[ei]s|lesions?)\b"
        r"|\b(?:liver|hepatic) lesions? (?:in |of )?(?:seg(?:ment)?s?) ?\d",
        re.IGNORECASE,
    ),
}
"""Lesions told as another tumour's, with their place between the words of their name."""
_SPREAD_FROM = re.compile(
    r" (?:[\w-]+ ){0,2}?(?:lesions?|mass(?:es)?|deposits?|nodules?|infiltrat\w+|thickening)\b[^.;\n]{0,80}?"
    r"\b(?:spread|deposits?|secondary|secondaries|seeding|disease|mets?|metast\w+) (?:from|to|of)"
    r" (?:a |an |the |his |her )?"
    r"(?:known |previous |prior |old )?",
    re.IGNORECASE,
)
"""After an organ: a lesion there that another tumour has sent."""


def _told_as_spread(text: str, mentions: list[Mention]) -> list[Candidate]:
    """Metastases told as a lesion of an organ that came from elsewhere: "choroidal lesion, spread from"."""
    found: dict[str, Candidate] = {}
    for site in mentions:
        if site.kind != "site" or site.assertion not in {"affirmed", "uncertain"}:
            continue
        slug = metastasis_at().get(squeeze(f"{text[site.start : site.end]} metastasis"))
        if slug is not None and _SPREAD_FROM.match(text, site.end):
            found.setdefault(slug, _aimed(slug, site))
    return list(found.values())


_BRAIN = re.compile(
    r"\b(?:brain(?! (?:MRI?|CT)\b)|cerebell\w+|cerebral|intracranial)\b(?! (?:clear|normal|neg))",
    re.IGNORECASE,
)
"""Radiosurgery of a tumour from elsewhere beside one of these words is for its brain metastases."""
_IN_A_LOBE = re.compile(
    r"\b(?:frontal|parietal|occipital|temporal|cerebell(?:ar|um)|pontine|thalamic)(?: lobe)?"
    r" (?:lesion|met|metastasis|deposit|mass)\b",
    re.IGNORECASE,
)
"""A lesion of the brain for radiosurgery, beside metastases of other organs."""
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
_JOINT = re.compile(r"replacement|arthroplasty|THR|TKR", re.IGNORECASE)
"""An operation of worn joints, which speaks of no metastasis."""
_BODY = re.compile(r"\b(?:corpectomy|vertebrectomy|spondylectomy|cage)\b", re.IGNORECASE)
"""An operation that takes out a vertebra's body, which a deposit has destroyed."""
_SPREAD = re.compile(
    r"\b(?:mets?|metasta\w+|oligomet\w*|stage (?:IV|4)|M1|LMD?|brain(?! (?:MRI?|CT)\b)|cerebral|intracranial"
    r"|leptomening\w+|deposits?|Bilsky|SINS)\b",
    re.IGNORECASE,
)
_NO_SPREAD = re.compile(
    r"\b(?:no|without|nil)\b[^.;\n]{0,40}\bmet(?:s|asta\w+)\b|\bbrain\b[^.;\n]{0,30}\b(?:clear|negative"
    r"|normal)\b",
    re.IGNORECASE,
)
_LOCAL_AXES = frozenset({"t", "n", "surgery", "setting", "margin", "nodes_positive"})


_OF_BREAST = re.compile(
    r"\bbreast (?:had |has had |post )?WBRT\b|\bWBRT(?: to)?(?: the)?(?: left| right| L| R)? breast\b",
    re.IGNORECASE,
)


def _is_whole_breast(
    text: str, asked: re.Match[str], mentions: list[Mention], solid: list[Candidate]
) -> bool:
    """Whether "WBRT" may mean the whole breast: a breast cancer staged or operated on, and not spread."""
    if asked.group().upper() != "WBRT" or all(category(c) not in {"C50", "D05"} for c in solid):
        return False
    local = any(m.name in _LOCAL_AXES and m.assertion == "affirmed" for m in mentions)
    local = local or _OF_BREAST.search(text) is not None or any(m.value == "breast_boost" for m in mentions)
    return local and not _SPREAD.search(_NO_SPREAD.sub("", text))


def _span(match: re.Match[str]) -> Mention:
    return Mention("trigger", "aim", "aim", match.start(), match.end())


def _aimed(disease: str, words: Mention) -> Candidate:
    part = Mention("trigger", disease, disease, words.start, words.end)
    return Candidate(disease, COMBINED, 0.0, words.start, words.end, "affirmed", (part,))


def is_node_treated(text: str) -> bool:
    """Whether a stereotactic course is asked for one node: "SBRT to single para-aortic node"."""
    return bool(_NODE_SBRT.search(text))
