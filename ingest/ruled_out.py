"""Treatments a text names only as impossible, unwanted for their cost, of another year or not yet begun."""

import re
from collections.abc import Sequence

from ingest.bystander import is_well
from ingest.mention import Mention
from ingest.preference import is_other_intent, is_passed_over
from ingest.prescription import is_dated

_MARKERS = re.compile(r"\b(?:gold|fiducial|marker) $", re.IGNORECASE)
"""Before seeds that only mark the place."""
_TOO_MUCH = re.compile(
    r"\btoo (?:near|close|large|big|thick|tall|bulky|small|deep|unfit|frail|many|numerous|extensive"
    r"|widespread)(?:(?: \w+){0,3} (?:for|to have)(?: (?:a|an|the))?)? $",
    re.IGNORECASE,
)
_FELL_SHORT = re.compile(
    r"(?: (?!but\b|and\b)[\w-]+){0,4} (?:not (?:acceptable|achievable|good enough|met|meeting|available"
    r"|working)|unacceptable|unachievable|too high|over tolerance|fail(?:s|ed) (?:constraints?|to meet)"
    r"|plans? (?:has |had |have )?fail(?:s|ed)\b|exceed(?:s|ed)|breach(?:es|ed)|blew|blows|busts|busted|broke"
    r"|violat(?:es|ed)|could(?: not|n't) (?:meet|spare|achieve)|did(?: not|n't) (?:meet|pass|achieve)"
    r"|unsuitable|not (?:suitable|possible|feasible|technically possible|an option|appropriate)"
    r"|impossible|inappropriate|precluded"
    r"|can(?:no|')t meet|decommissioned|broken(?: down)?"
    r"|out of (?:action|service|order)|no longer available|withdrawn|scrapped|defunct|dismantled|mothballed"
    r"|(?:unit|machine|service|suite|bunker|set) (?:is |was |has |been |now )*"
    r"(?:closed|shut|sold|gone|retired|removed|down))\b",
    re.IGNORECASE,
)
"""After a way of treating: it does not meet what is asked, or is not to be had."""
_REFUSED_TOO = re.compile(
    r"\b(?:refus(?:es|ed|ing)|declin(?:es|ed|ing)|rejects|rejected|does(?: not|n't) want|will not have"
    r"|against|not keen on) (?:[\w-]+ ){1,2}(?:and|or|nor|&) (?:any |the |an? )?$",
    re.IGNORECASE,
)
_NO_WISH = re.compile(r"(?: (?:alike|both|too|altogether))? ?(?:[.,;:)]|$|but\b)", re.IGNORECASE)
"""The second of two treatments that are refused: "declines surgery and brachytherapy, accepts electrons"."""
_TREE_BEFORE = re.compile(
    r"\b(?:outline|contour|near|touch\w*|abut\w*|of|from|to|spare|sparing)(?: the)? $", re.I
)
_TREE_AFTER = re.compile(
    r"(?:,| and| &|/) ?(?:the )?(?:great|vessel|oesoph|esoph|trachea|heart|aort)| ?(?:Dmax|max\b|constraint)",
    re.IGNORECASE,
)


def _is_bronchial_tree(text: str, finding: Mention) -> bool:
    """Whether PBT is the proximal bronchial tree: "outline PBT and great vessels"."""
    if text[finding.start : finding.end] != "PBT":
        return False
    before = text[max(0, finding.start - 24) : finding.start]
    if _SO_FAR_FROM.search(before):
        return True
    return bool(_TREE_BEFORE.search(before) and _TREE_AFTER.match(text, finding.end))


_SO_FAR_FROM = re.compile(
    r"(?:\d ?[cm]m (?:from|of|off|to|away from|clear of|short of)"
    r"|\b(?:abut\w*|touch\w*|encas\w*|next to|adjacent to|contiguous with|invad\w*))(?: the| [LR])? $",
    re.IGNORECASE,
)
"""Before what a tumour lies so far from: "1 cm from PBT"."""
_INJURED = re.compile(
    r"\b(?:head injur\w+|traumatic|brain injur\w+|polytrauma|RTA|RTC|MVA|MVC|accident|GCS|subdural|fall|fell"
    r"|assault|blast|craniectomy|motorbike|neuro-?rehab)\b",
    re.IGNORECASE,
)
_CONDITIONED = re.compile(
    r"\b(?:ALL|AML|CML|MDS|leuk\w+|lymphoma|myeloma|allo\w*|HSCT|SCT|BMT|ASCT|transplant|conditioning|MAC|RIC"
    r"|aplastic|thalass\w+|cyclophosphamide|fludarabine|Cy|Flu)\b"
)


def _is_brain_injury(text: str, finding: Mention) -> bool:
    """Whether TBI is a traumatic brain injury: "ORIF after RTA, TBI, heterotopic ossification"."""
    if text[finding.start : finding.end] != "TBI":
        return False
    return bool(_INJURED.search(text)) and not _CONDITIONED.search(text)


_ABOUT = re.compile(
    r"\b(?:see|seen|opinion|advice|advise|thoughts?|views?|wonders?|wondering|asks?|asking|asked|query"
    r"|enquir\w+|discuss\w*|d/w|input|letter|refer\w*|counsel\w+|information|questions?) $",
    re.IGNORECASE,
)


def _is_only_about(text: str, finding: Mention) -> bool:
    """Whether "re" is no second course but what a letter is about: "please see re RT"."""
    word = text[finding.start : finding.end].lower()
    return word.startswith("re ") and bool(_ABOUT.search(text, max(0, finding.start - 16), finding.start))


_ORGANS = frozenset({("location", "testis"), ("target", "spleen"), ("target", "whole_liver")})
"""Places that are examined wherever a disease of the blood is told."""


def is_ruled_out(text: str, finding: Mention) -> bool:
    """Whether a way of treating is only named as impossible or not preferred, or of another year."""
    if (finding.name, finding.value) in _ORGANS and is_well(text, finding.end):
        return True
    if finding.name == "target" and "hemibody" in str(finding.value) and is_dated(text, finding):
        return True
    if finding.name == "prior_radiotherapy" and _is_only_about(text, finding):
        return True
    before = text[max(0, finding.start - 48) : finding.start]
    if finding.name in {"modality", "technique"} and (
        _MARKERS.search(before)
        or is_dated(text, finding)
        or (_REFUSED_TOO.search(before) and _NO_WISH.match(text, finding.end))
        or _FELL_SHORT.match(text, finding.end)
        or _is_bronchial_tree(text, finding)
        or _is_brain_injury(text, finding)
    ):
        return True
    if (finding.name, finding.value) in _RADICAL and _UNFIT.search(before):
        return True
    if is_other_intent(text, finding):
        return True
    if finding.name in {"surgery", "setting"} and _is_for_another_cause(text, finding):
        return True
    if finding.name == "surgery" and (_AT_A_COST.search(before) or _COSTS.match(text, finding.end)):
        return True
    if finding.name == "setting" and _is_of_diagnosis(text, finding):
        return True
    return finding.name in {"modality", "technique", "surgery"} and (
        bool(_TOO_MUCH.search(before)) or is_passed_over(text, finding)
    )


_RADICAL = frozenset({("intent", "curative"), ("setting", "definitive")})
_UNFIT = re.compile(
    r"\b(?:unfit|not fit|too frail|unsuitable|not suitable|not a candidate)(?: for)?"
    r"(?: (?!but\b|so\b|and\b)[\w-]+){0,3}(?: (?:or|nor)|[/,])(?: (?:any|for|a))* $",
    re.IGNORECASE,
)
"""Before "radical", the second of two things that the patient is not fit for."""
_FOR_ANOTHER_CAUSE = re.compile(
    r"(?: (?:\d{4}|'\d\d|in \d{4}))?,? ?\(?(?:for|due to|because of|after) "
    r"(?:an? |the |his |her |benign |old |severe"
    r"|recurrent |chronic |childhood |blunt |heavy ){0,3}(?:\w+ )?"
    r"(?:stones?|calcul\w+|trauma|RTA|RTC|injury|pyeloneph\w+|reflux|hydroneph\w+|PUJ\w*|donation|donor"
    r"|fibroids?|menorrhag\w*|prolapse|endometriosis|bleeds\b|diverticul\w*|ulcers?|ulcer disease|gallstones?"
    r"|cholecystitis|appendicitis|goitre|goiter|Graves\W?\w*|thyrotoxicosis|tonsillitis|sleep apn\w+|OSA|TB"
    r"|bronchiectasis|abscess|empyema|pneumothorax|torsion|undescended|gynaecomastia|hernia|IBD|Crohn\W?s?"
    r"|ulcerative colitis|obesity|bariatric\w*|BPH|LUTS|retention)\b"
    r"| ?\(?(?:as (?:a )?(?:living )?(?:kidney |liver )?donor|donated)\b|\(donor\)",
    re.IGNORECASE,
)
"""After an operation: it was done for no tumour."""
_OF_OLD = re.compile(
    r"\b(?:19|20)\d\d\b|(?<!\w)['\u2019]\d\d\b|\b(?:years?|yrs?|decades?) ago\b"
    r"|\b(?:single|solitary|lone|only|remaining) kidney\b"
    r"|\b(?:previous|prior|past|old|childhood|donor|donated|PMH|PSH)\b",
    re.IGNORECASE,
)
_FOUND = re.compile(
    r"\b(?:incidental\w*|unexpected\w*|found|show\w*|reveal\w*|histol\w*|path\w*|chips|specimen)\b", re.I
)
"""An operation for another cause at which the tumour was found is its operation all the same."""


def _is_for_another_cause(text: str, finding: Mention) -> bool:
    """Whether an organ was taken out long ago for no tumour: "R nephrectomy for stones '92"."""
    cause = _FOR_ANOTHER_CAUSE.match(text, finding.end)
    if cause is None or _FOUND.search(text):
        return False
    return bool(_OF_OLD.search(text, max(0, finding.start - 30), cause.end() + 16))


_AT_A_COST = re.compile(
    r"\bwould (?:be (?:lost|sacrificed)|lose|mean|need|require|involve|entail|sacrifice|necessitate)\b"
    r"(?:(?!\b(?:after|post|following|s/p)\b)[^.;\n]){0,30}$",
    re.IGNORECASE,
)
_COSTS = re.compile(
    r"\s*would (?:be |not be )?(?:mean|lose|sacrifice|leave|require|need|involve|cost|disfigur\w+|mutilat\w+"
    r"|destroy|cause)\b",
    re.IGNORECASE,
)
"""Beside an operation that is named for what it would cost: "commissure would be lost at excision"."""
_RISING = re.compile(r"rising PSA|PSA rising", re.IGNORECASE)
_UNTREATED = re.compile(r"\b(?:AS|active surveillance|cores?|biops\w+|bx|TRUS|mpMRI|PI-?RADS)\b")
_TREATED_BEFORE = re.compile(
    r"\b(?:RP|RALP|RARP|LRP|RRP|prostatectomy|bed|fossa|post|s/p|previous|prior|recur\w*|relaps\w*"
    r"|failure|nadir"
    r"|BCR|salvage|since|after|years? (?:ago|on)|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def _is_of_diagnosis(text: str, finding: Mention) -> bool:
    """Whether a rising PSA led to the biopsy or ends surveillance, and nothing was treated before it."""
    return bool(
        _RISING.fullmatch(text, finding.start, finding.end)
        and _UNTREATED.search(text)
        and not _TREATED_BEFORE.search(text)
    )


_PLAN_AFTER = re.compile(
    r"(?: ?[/+&] ?\w+| (?!for\b|protons?\b|to\b)[\w-]+){0,2} "
    r"(?:re-?plans?|plans?|planning|dosimetry|comparison|comparator)\b",
    re.IGNORECASE,
)
_DOSES_AFTER = re.compile(
    r"(?: ?[/+&] ?\w+| (?!for\b|protons?\b|to\b)[\w-]+){0,2}?"
    r"[ :=(,-]+(?:(?:gives?|gave|giving|shows?|showed|with|has|had|leaves|left|an?) ){0,2}"
    r"(?:MHD|MLD|mean (?:heart|lung|liver|cord|brain\w*|parotid|hippocamp\w*|cochlea\w*|cardiac|LAD|oral)"
    r"|(?:heart|lung|LAD|cardiac|liver|cord|brain\w*|chiasm|hippocamp\w*|bowel|marrow|kidney)s? "
    r"(?:mean|dose|V\d+|D\d+|D?max|D?mean)|LAD|V\d+ ?(?:Gy)?|D(?:mean|max)"
    r"|(?:unacceptabl[ey]|high|excess\w*) (?:heart|lung|LAD|cardiac|integral|dose))\b",
    re.IGNORECASE,
)
"""After a photon plan: the dose it would give where it should not."""
_PLAN_BEFORE = re.compile(
    r"(?:\b(?:best|comparative|optimi[sz]ed|than|versus|vs\.?|over|instead of|rather than|exceeds?|not)"
    r"|\b(?:Gy|%) (?:on|with|by|using|for))(?: (?:an?|the|our|best|conventional|standard))* $",
    re.IGNORECASE,
)


def without_outdone(text: str, kept: list[Mention]) -> list[Mention]:
    """The findings without the photon plan that protons are asked for in the place of."""
    if not any((m.name, m.value) == ("modality", "proton") for m in kept):
        return kept
    plans = {
        (m.start, m.end)
        for m in kept
        if m.name in {"modality", "technique"}
        and m.value != "proton"
        and (
            _PLAN_AFTER.match(text, m.end)
            or _DOSES_AFTER.match(text, m.end)
            or _PLAN_BEFORE.search(text, max(0, m.start - 40), m.start)
        )
    }
    return [m for m in kept if (m.start, m.end) not in plans]


_WELL_SIDE = re.compile(
    r"\b(?:right|left|R|L|RIGHT|LEFT|other|contralateral|bilateral)(?: side)?[ :,]{1,2}$", re.IGNORECASE
)
_OPERATED = re.compile(
    r"[ ,]{1,2}(?:[\w-]+ ){0,2}?\w*(?:ectomy|ectomies|mastectomies|Mx|mx|BSO|side)\b", re.IGNORECASE
)


def is_of_an_operation(text: str, finding: Mention) -> bool:
    """Whether "prophylactic" is said of an operation: "right prophylactic mastectomy"."""
    return (finding.name, finding.value) == ("intent", "prophylactic") and bool(
        _OPERATED.match(text, finding.end)
        or (
            _WELL_SIDE.search(text, max(0, finding.start - 20), finding.start)
            and re.match(r" ?[,.;)]", text[finding.end : finding.end + 2])
        )
    )


_LESION_BEFORE = re.compile(
    r"\b(?:previous|prior|past|prev|earlier|other|another|h/o|hx of) (?:[\w/-]+ ){0,2}?"
    r"(?:SCCs?|BCCs?|melanomas?|keratos[ei]s|Bowen'?s?|skin (?:ca|cancers?))(?: [\w-]+){0,4} $",
    re.IGNORECASE,
)


def is_of_a_past_lesion(text: str, finding: Mention, kept: Sequence[Mention]) -> bool:
    """Whether an operation was that of a skin tumour before this one: "previous SCC scalp excised"."""
    return (
        finding.name == "surgery"
        and not any((m.name, m.value) == ("setting", "recurrent") for m in kept)
        and bool(_LESION_BEFORE.search(text, max(0, finding.start - 64), finding.start))
    )


_FIELD = re.compile(r"\b(?:cut-?out|field|bolus|CTV|PTV|GTV|cone|applicator)\b[^.;]{0,16}$", re.IGNORECASE)


def is_of_field(text: str, finding: Mention) -> bool:
    """Whether a margin is the field's and not the operation's: "lead cut-out, 2 cm margin"."""
    before = text[max(0, finding.start - 32) : finding.start]
    return finding.name == "margin" and bool(_FIELD.search(before))


_DRUG = (
    r"(?:cis\w*|carbo\w*|CDDP|paclitaxel|taxol|docetaxel|gem\w*|cetuximab|bortezomib|methotrexate|MTX|5-?FU"
    r"|semaglutide|GLP-?1|alendron\w+|EPO|\w+(?:platin|mab|taxel|rubicin|abine)|chemo\w*|vit\w*)"
)
_DRUG_BEFORE = re.compile(rf"\b{_DRUG}(?: \d[\w/.]*)?[ (]{{1,2}}$", re.IGNORECASE)
_DRUG_AFTER = re.compile(rf"(?: of)? {_DRUG}\b", re.IGNORECASE)


_KEEPS_AWAY = re.compile(
    r"[ -](?:dose )?(?:\w+xaban|\w+parin|LMWH|anticoag\w+|antibiotic\w*|anti-?fungal\w*|anti-?viral\w*"
    r"|septrin|co-?trimoxazole|a?ciclovir|acyclovir|\w+cillin|\w+azole|G-?CSF|\w*filgrastim|antiemetic\w*|steroids?"
    r"|dex\w*|PPI|tracheostomy|gastrostomy|PEG|RIG|stents?|feeding)\b",
    re.IGNORECASE,
)
"""After "prophylactic": what is given against a clot, an infection or starving."""


def is_of_a_drug(text: str, finding: Mention) -> bool:
    """Whether a rhythm or an aim is a drug's and not the radiotherapy's: "once weekly cisplatin"."""
    if (finding.name, finding.value) == ("intent", "prophylactic"):
        return _KEEPS_AWAY.match(text, finding.end) is not None
    if finding.name != "fractionation" or "week" not in text[finding.start : finding.end].lower():
        return False
    return bool(
        _DRUG_BEFORE.search(text, max(0, finding.start - 32), finding.start)
        or _DRUG_AFTER.match(text, finding.end)
    )


_BESIDE_THE_BRONCHI = re.compile(
    r"\b(?:abut\w*|touch\w*|near|close to|adjacent to|next to|involv\w*|encas\w*|invad\w*|overlap\w*"
    r"|\d ?[cm]m (?:of|from|off))[^.;\n]{0,32}$",
    re.IGNORECASE,
)


def is_of_the_bronchi(text: str, finding: Mention) -> bool:
    """Whether PBT is the proximal bronchial tree: "abutting oesophagus & PBT" asks for no protons."""
    if finding.value != "proton" or text[finding.start : finding.end] != "PBT":
        return False
    return bool(_BESIDE_THE_BRONCHI.search(text, max(0, finding.start - 48), finding.start))


_CHANCE = re.compile(r"incidental\w*", re.IGNORECASE)
_FINDING = re.compile(
    r" (?:[\w.-]+ ){0,4}?(?:focus|foci|nodules?|lesions?|finding|cysts?|adenoma|mass|polyps?|PTC|goitre)\b",
    re.I,
)


def is_of_a_chance_finding(text: str, finding: Mention, chosen: list[int]) -> bool:
    """Whether "incidental" is said of another lesion than the chosen, which is not free of symptoms by that.

    "Orbitopathy, CAS 5; thyroidectomy, incidental 3 mm focus" leaves the eyes as they are.
    """
    if (finding.name, finding.value) != ("symptom", "none") or not chosen:
        return False
    if not _CHANCE.fullmatch(text, finding.start, finding.end):
        return False
    told = _FINDING.match(text, finding.end)
    return told is not None and not any(finding.start <= at < told.end() for at in chosen)
