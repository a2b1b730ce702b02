"""Organs a text names that are not the tumour's: looked at, well, near by, operated on for another reason."""

import re
from functools import cache, lru_cache
from itertools import islice, pairwise

from ingest.lexicon import load_yaml, squeeze
from ingest.mention import Mention, outermost


@cache
def _looked_at() -> frozenset[str]:
    return frozenset(squeeze(w) for w in load_yaml("standing.yaml")["looked_at"])


def pairable_sites(text: str, sites: list[Mention]) -> list[Mention]:
    """The sites that may be a tumour's: none looked at, well, near by or operated on."""
    looked_at = _looked_at()
    kept = []
    for site in outermost(sites):
        before = text[max(0, site.start - 14) : site.start].replace("(", " ").split()
        if before and not before[-1].endswith((".", ";")) and squeeze(before[-1]) in looked_at:
            continue
        kept.append(site)
    spared = {
        site.start
        for site in kept
        if not _OPERATION.search(text, site.start, site.end) and _is_bystander(text, site)
    }
    spared |= {site.start for site in kept if _is_reached(text, site, kept)}
    if any(site.name in _SUPRAGLOTTIC and site.start not in spared for site in kept):
        # Its fold belongs to the larynx where the epiglottis is the tumour's too.
        spared |= {site.start for site in kept if site.name in _FOLD} if not _PHARYNX.search(text) else set()
    for begin, end in _at_risk(text):
        spared |= {site.start for site in kept if begin <= site.start < end}
    places = sorted({(site.start, site.end) for site in kept})
    for first, second in [*pairwise(places), *reversed(list(pairwise(places)))]:
        # "liver, lungs and adrenals normal": what is said of one organ of a list is said of all.
        if any(_IS_TUMOUR.match(text, end) or _TRANSPLANT.match(text, end) for _, end in (first, second)):
            continue
        if {first[0], second[0]} & spared and _LIST.fullmatch(text, first[1], second[0]):
            spared |= {first[0], second[0]}
    # A graft or a margin says nothing of the organ listed beside it.
    spared |= {s.start for s in kept if _TRANSPLANT.match(text, s.end) or _is_margin(text, s, kept)}
    return [site for site in kept if site.start not in spared]


_SUPRAGLOTTIC = frozenset(
    {"epiglottis", "epiglottic", "supraglottic", "supraglottis", "falsecord", "arytenoid"}
)
_FOLD = frozenset({"aryepiglotticfold", "aefold"})
_PHARYNX = re.compile(r"\b(?:pyriform|piriform|PFS|post-?cricoid|hypopharyn\w+)\b", re.IGNORECASE)
_OPERATION = re.compile(r"ectomy$|^WLE$", re.IGNORECASE)
"""A site told by its operation: what is clear after it are the margins."""
_AT_RISK = re.compile(r"\b(?:organs? at risk|OARs?|constraints?)\b", re.IGNORECASE)
_MOST = 8


def _at_risk(text: str) -> list[tuple[int, int]]:
    """The parts of the text that name organs at risk, to the ends of their sentences."""
    parts = []
    for match in islice(_AT_RISK.finditer(text), _MOST):
        first = max(text.rfind(end, 0, match.start()) for end in ".;\n") + 1
        last = min(end for end in (*(text.find(e, match.end()) for e in ".;\n"), len(text)) if end >= 0)
        parts.append((first if match.group()[:3].upper() == "OAR" else match.start(), last))
    return parts


_REACHED = re.compile(r"\bT[34][a-e]? ?\((?!of\b|in\b)[^()\n]{0,60}$")
"""An open bracket behind a T stage."""


def _is_reached(text: str, site: Mention, sites: list[Mention]) -> bool:
    """Whether it is what a T stage's bracket says is invaded: the orbit of "SCC antrum T4a (orbit, cheek)".

    Where no other organ stands before the stage, the bracket says where the tumour is: "T3 (glottic)".
    """
    opened = _REACHED.search(text, max(0, site.start - 70), site.start)
    if opened is None:
        return False
    sentence = max(text.rfind(end, 0, opened.start()) for end in (". ", ";", "\n")) + 1
    return any(sentence <= other.start < opened.start() for other in sites)


_MARGIN = re.compile(
    r"(?: (?:floor|roof|wall|apex|neck|base|cuff|edge|rim|side|bed|stump|surface))?"
    r" (?:resection |surgical |deep |mucosal |excision )?margins?\b",
    re.IGNORECASE,
)
"""After an organ that what was resected ends at."""


def _is_margin(text: str, site: Mention, sites: list[Mention]) -> bool:
    """Whether it is where the operation on another organ ended: "antrum SCC, orbital floor margin positive".

    Where no other organ stands before it in the sentence, it is the tumour's own: "tongue margin close".
    """
    if not _MARGIN.match(text, site.end):
        return False
    sentence = max(text.rfind(end, 0, site.start) for end in (". ", ";", "\n")) + 1
    return any(sentence <= other.start and other.end < site.start for other in sites)


_IS_TUMOUR = re.compile(r" (?:primary|ca|cancer|carcinoma|adenoca\w*|SCC)\b", re.IGNORECASE)
"""After an organ of a list that is the tumour's own: "next to the gallbladder, colon primary"."""
_LIST = re.compile(r"\s*(?:,|and|&|/|, and)\s*(?:(?:the|both|left|right|main|[LR]) ){0,2}", re.IGNORECASE)


@cache
def _bystanders() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load_yaml("standing.yaml")
    after, before = ("|".join(map(re.escape, data[f"bystander_{side}"])) for side in ("after", "before"))
    return (
        re.compile(
            r"[\s-]*(?:is |was |are )?(?:(?:obviously|surgically|all|both|otherwise|completely|of course) )?"
            rf"(?:{after})\b",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\b(?:{before})\s+(?:(?:the|his|her|left|right|[LR]) ){{0,2}}$",
            re.IGNORECASE,
        ),
    )


def _is_bystander(text: str, site: Mention) -> bool:
    """Whether the organ is only what the tumour comes near, or what is well: "prostate threatened"."""
    if site.name.startswith("cervical") and _NECK.match(text, site.end):
        return True
    if site.name == "hilar" and _OF_THE_LUNG.search(text) and not _BILIARY.search(text):
        return True
    if site.name == "skin" and (
        _SKIN.match(text, site.end)
        or _is_skin_of_breast(text, site)
        or _SKIN_OF.search(text, max(0, site.start - 12), site.start)
    ):
        return True
    if "parotid" in site.name and _IN_ITS_NODE.match(text, site.end):
        return True
    if site.name in {"lung", "pulmonary"} and _is_stable_nodule(text, site):
        return True
    if site.name == "adrenal" and _ADENOMA.match(text, site.end):
        return True
    if site.name.startswith("vagina") and _is_reached_by_cervix(text):
        return True
    if "bronch" in site.name and _REACHES_AIRWAY.search(text, max(0, site.start - 40), site.start):
        return _GULLET.search(text) is not None
    if _CAPSULE.match(text, site.end) or _DOSED.match(text, site.end) or _BREACHED.match(text, site.end):
        return True
    if _INVADED.match(text, site.end) and _AT_THE_HEAD.search(text, max(0, site.start - 16), site.start):
        return True
    if site.name == "kidney" and _LONE.search(text, max(0, site.start - 12), site.start):
        return not _RENAL.search(text)
    if site.name == "back" and (
        _BACK.search(text, max(0, site.start - 20), site.start) or _ACHES.match(text, site.end)
    ):
        return True
    if _IGNORED.search(text, max(0, site.start - 40), site.start):
        return True
    if _OFF_IT.search(text, max(0, site.start - 24), site.start):
        return True
    after, before = _bystanders()
    if _benign().search(text[site.end : site.end + 40].split(",")[0].split(".")[0].split(";")[0]):
        return True
    if _DENIED.match(text, site.end):
        return True
    if _WELL.match(text, site.end) or _SEARCHED.match(text, site.end):
        return True
    if _AT_ITS_EDGE.search(text, max(0, site.start - 20), site.start) and not site.name.startswith("bronch"):
        return True
    return bool(after.match(text, site.end) or before.search(text, max(0, site.start - 24), site.start))


def is_well(text: str, end: int) -> bool:
    """Whether the words after an organ say that nothing is wrong there: "spleen not felt"."""
    return bool(_bystanders()[0].match(text, end) or _WELL.match(text, end))


_OFF_IT = re.compile(
    r"\b\d+(?:\.\d+)? ?[cm]m (?:off|shy of|short of|away from|clear of) (?:the |his |her )?$", re.IGNORECASE
)
"""Before an organ that the tumour of another comes near: "2 mm off the prostate capsule"."""
_WELL = re.compile(
    r"\s*(?:and|&|/)\s*\w+\s+(?:is |are |both )?(?:normal|clear|unremarkable|negative|NAD|ok|okay)\b"
    r"|\s+(?:was |is |were |are )?(?:checked|examined|assessed|screened|imaged|scanned|felt|inspected)"
    r"[ ,:;-]{1,3}(?:(?:and|is|was|are|were|all|both|looks) ){0,2}"
    r"(?:fine|normal|nl|clear|ok|okay|NAD|unremarkable|negative|benign|healthy|well)\b",
    re.IGNORECASE,
)
"""After the first organ of two that are well: "lung and liver clear"."""


_DENIED = re.compile(r" (?:no|not|nope)(?= ?[\u2013\u2014,;.-] ?[a-z])(?! ?[,;.-] ?\d)")
"""After an organ: it is not that one but the next named, "retromolar no, gingiva"."""


_SEARCHED = re.compile(
    r"\s*(?:mucosectom\w+|tonsillectom\w+|(?:blind |random |mapping )?(?:biops\w+|bx|bxs)|scoped"
    r"|inspected)\b[^.;\n]{0,40}?"
    r"\b(?:no (?:primary|tumou?r|malignancy|cancer|SCC|lesion)|negative|neg|clear|benign|normal)\b",
    re.IGNORECASE,
)
"""After an organ a primary was looked for in and not found."""


def harmless() -> str:
    """What a lump may turn out to be instead of a tumour, as alternatives of a pattern."""
    return "|".join(map(re.escape, load_yaml("standing.yaml")["benign"]))


@cache
def _benign() -> re.Pattern[str]:
    """After an organ, what says that its change is no tumour to treat: "adrenal 12 mm = adenoma"."""
    return re.compile(
        rf"(?:=|\bis(?: an?)?\b|\bare\b|\bwas an?\b|\bproved|\bturned out|:)[^=]{{0,20}}\b(?:{harmless()})\b",
        re.IGNORECASE,
    )


@cache
def _turned_out() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{harmless()}|Fleischner|no malignant cells|(?:repeat|rpt|interval|annual) (?:LD)?CT)\b",
        re.IGNORECASE,
    )


def is_benign(text: str) -> bool:
    """Whether a text names what a lump or nodule may turn out to be, or only watches it."""
    return bool(_turned_out().search(text))


_TRANSPLANT = re.compile(r" (?:allo|auto)?(?:Tx\b(?! ?N)|[Tt]xpl?\b|[Tt]ranspl(?:ant\w*)?\b|graft\b)")
"""After an organ: it was given or received."""
_SKIN = re.compile(
    r" ?\(?\+(?:ve)?(?!\w)| ?\(?pos(?:itive)?\b| electron"
    r"| (?:(?:is|was|over it|overlying|frankly) )?(?:ulcerat\w*|involve\w*|invasion|invaded|infiltrat\w*"
    r"|tether\w*|thicken\w*|o?edema"
    r"|dimpling|puckering|retraction|reaction|changes?|breakdown|intact|healed|satellites?)\b",
    re.IGNORECASE,
)
"""After the skin over a tumour of another organ."""
_SKIN_LUMP = re.compile(
    r" (?:ulcers?|ulceration|nodules?|nodularity|lumps?|deposits?|lesions?|plaques?|disease)\b", re.IGNORECASE
)
_OF_BREAST = re.compile(
    r"\b(?:MRM|mastectomy|breast|mx|IDC|ILC|chest wall|ER ?(?:\+|pos)|HER-?2|T4[bcd])(?!\w)", re.IGNORECASE
)
_OF_SKIN = re.compile(
    r"\b(?:c?SCC|BCC|basal|squamous|keratin\w+|melanoma|Merkel|Bowen\W?s?|actinic|angiosarcoma|lymphoma"
    r"|skin (?:ca|cancer|carcinoma|tumou?r))\b",
    re.IGNORECASE,
)


def _is_skin_of_breast(text: str, site: Mention) -> bool:
    """Whether an ulcer or a nodule of the skin is that of a breast cancer, where no skin tumour is named."""
    return _SKIN_LUMP.match(text, site.end) is not None and _is_of_a_breast(text)


@lru_cache(maxsize=8)
def _is_of_a_breast(text: str) -> bool:
    """Whether a text speaks of a breast cancer and of no tumour of the skin; asked at every site of it."""
    return _OF_BREAST.search(text) is not None and _OF_SKIN.search(text) is None


_REACHES_AIRWAY = re.compile(
    r"\b(?:abut\w*|touch\w*|against|invad\w+|indent\w*|bulg\w+ into) (?:[\w-]+ ){0,2}(?:(?:and|&|\+|or) )?"
    r"(?:(?:the|left|right|main|[LR]) ){0,3}$",
    re.IGNORECASE,
)
_GULLET = re.compile(r"\b(?:OGD|EGD|gastroscop\w*|o?esophag\w*|dysphag\w*|gullet)\b", re.IGNORECASE)
"""Beside a bronchus that is only reached: what tells of a tumour of the oesophagus."""
_CERVIX = re.compile(
    r"(?<!no )(?<!not )\b(?:cervix|cervical|(?:exo|ecto|endo)cerv\w+|Cx) (?:[\w-]+ ){0,2}?"
    r"(?:tumou?r|mass|lesion|growth|primary|ca|cancer|carcinoma|SCC|adenoca\w*)\b",
    re.IGNORECASE,
)
_NO_CERVIX = re.compile(
    r"\b(?:hysterectomy|TAH\w*|TLH\w*|vault|cuff|(?:19|20)\d\d|years? (?:ago|after|since)"
    r"|cervix (?:is |was )?(?:normal|clear|absent|free|uninvolved|benign)|not (?:of the )?cervi\w+"
    r"|spine|node|LN)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=8)
def _is_reached_by_cervix(text: str) -> bool:
    """Whether a tumour of the cervix is named: what it reaches of the vagina is its own, as FIGO has it."""
    return _CERVIX.search(text) is not None and _NO_CERVIX.search(text) is None


_SKIN_OF = re.compile(r"\b(?:scrotal|scrotum|penile|vulval|vulvar|labial|eyelid|lid) $", re.IGNORECASE)
"""Before the skin of an organ whose skin is coded with it."""
_DOSED = re.compile(
    r"\s*(?:PRV\b|shield\w*|constraints?\b|D?mean\b|D?max\b(?! ?\d+(?:\.\d+)? ?[cm]m)|V\d+|D\d+ ?cc"
    r"|doses?\b(?! painting)"
    r"|(?:at|<|\u2264|<=|under|below|over|kept (?:to|under|below)) ?\d+(?:\.\d+)?(?: ?Gy\b| ?[,.;]|$))",
    re.IGNORECASE,
)
"""After an organ that is only to be spared: "kidneys at 18", "lung V20 14%", "thyroid dose"."""
_CAPSULE = re.compile(
    r"(?: (?:head|body|tail|apex|base|lobe))? (?:capsule|serosa|fat plane|muscularis)"
    r" (?:is |was )?(?:free|clear|intact|preserved|uninvolved|negative|not (?:breached|involved|invaded))\b",
    re.IGNORECASE,
)
"""After an organ: the tumour of another has not reached it, "pancreas tail capsule free"."""
_ADENOMA = re.compile(
    r"[^.;\n]{0,40}?(?:(?<![\d.])(?:-\d{1,2}|\d) ?HU\b|\bwashout\b(?! (?:not|of (?:chemo|drug)|in))"
    r"|\blipid[- ]rich\b"
    r"|(?<!not )(?<!no )\badenoma\b)",
    re.IGNORECASE,
)
"""After an adrenal: what tells that its mass is an adenoma."""
_BREACHED = re.compile(r"(?: wall)?(?: and [\w ]{1,24}?)? (?:is |was )?(?:not )?(?:breached|pierced)\b", re.I)
"""After an organ whose wall the tumour of another has reached."""
_INVADED = re.compile(
    r"(?: (?:apex|apices|wall|floor|roof|fat|fissure|base|rim|lamina|plate|lobe|dome|trigone))?"
    r"(?: ?(?:\+|&|and|/) ?(?:the )?(?:[\w-]+ ){0,2}?[\w-]+){0,2}"
    r" (?:is |are |was |were |both |all |also |being ){0,2}(?:invaded|infiltrated|eroded|encroached)\b",
    re.IGNORECASE,
)
_AT_THE_HEAD = re.compile(
    r"(?:^|[,;.(:\u2013-]\s*|\b(?:with|w/|and|\+|&) ?)(?:the |his |her |L |R |left |right )*$", re.I
)
"""Organs at the head of a clause that the tumour of another has invaded: "orbit apex + sinus invaded"."""
_LONE = re.compile(r"\b(?:single|solitary|lone|only|remaining|surviving|one) $", re.IGNORECASE)
"""Before the kidney a patient is left with."""
_RENAL = re.compile(
    r"\bRCC\b|\bclear[ -]cell\b|\brenal (?:cell|clear|mass|tumou?r|lesion|ca\b|cancer|carcinoma)",
    re.IGNORECASE,
)
_AT_ITS_EDGE = re.compile(r"\b(?:R[12]|involved|positive) at (?:the )?$", re.IGNORECASE)
"""Before the neighbour in which what was resected ends: a stomach's R1 "at the duodenal margin"."""
_IGNORED = re.compile(r"\b(?:ignore|disregard)\b[^.;\n]{0,30}$", re.IGNORECASE)
"""Before an organ that stands in what is to be ignored: "disregard the earlier booking for tonsil"."""
_BACK = re.compile(
    r"\b(?:(?:side)?wall|nodes?|it|is|came|comes?|coming|went|goes|put|straight|again) $", re.I
)
"""Before a "back" that is no part of the body: "pelvic sidewall back"."""
_ACHES = re.compile(r" ?(?:pains?|aches?|aching|spasms?)\b", re.IGNORECASE)
"""After a back that hurts, which is the spine's and no place of a skin tumour."""
_OF_THE_LUNG = re.compile(r"\b(?:lung|pulmonary|NSCLC|bronch\w*|lobes?|lobectomy|[RL][UL]L)\b", re.IGNORECASE)
_BILIARY = re.compile(
    r"\b(?:bil(?:e|iary)\b|cholang\w*|liver|hepat\w*|stents?|stented|stricture\w*|jaundice\w*|CBD|CHD|ERCP|PTC)",
    re.IGNORECASE,
)
"""Words that tell the hilum of the liver from that of a lung."""
_NECK = re.compile(
    r"\s*(?:(?:SCC|squamous) )?(?:lymph|node|LN|nodal|spine|spinal|vertebra|cord|o?esophag|adenopathy)",
    re.IGNORECASE,
)


_IN_ITS_NODE = re.compile(r" (?:lymph ?)?(?:nodes?|LNs?|nodal)\b", re.IGNORECASE)
"""After a parotid in whose nodes a tumour of the skin has settled."""
_STABLE = re.compile(
    r"\b(?:stable|static|unchanged|long-?standing|calcified|tiny|old|sub-?(?:cm|centimetre))"
    r"(?: (?:bilateral|small|tiny|multiple|few|benign|sub-?cm|[LR]|left|right))* $",
    re.IGNORECASE,
)
_NODULE = re.compile(
    r" nodules?\b(?![^.;\n]{0,40}\b(?:biops\w+|bx|avid|grow\w*|grew|SABR|SBRT))", re.IGNORECASE
)


def _is_stable_nodule(text: str, site: Mention) -> bool:
    """Whether it is the lung of nodules that do not change, seen beside a tumour of elsewhere."""
    before = _STABLE.search(text, max(0, site.start - 48), site.start)
    return before is not None and _NODULE.match(text, site.end) is not None


_QUIET_NODULE = re.compile(
    r"\b(?:unchanged|stable|static|no (?:growth|change|interval change)|not (?:grown|growing|changed))\b"
    r"|(?<![\d.])[1-7](?:\.\d)? ?mm\b",
    re.IGNORECASE,
)
_LUNG_NODULE = re.compile(
    r"\b(?:lung|pulmonary|RUL|RML|RLL|LUL|LLL)\b.*\bnodul|\bnodul.*\b(?:lung|lobe)", re.I
)
_NODULE_GROWS = re.compile(r"\b(?:grow\w*|grown|enlarg\w*|increas\w*|avid|spiculat\w*|biops\w*|bx)\b", re.I)


def is_quiet_nodule(text: str, named: str, sentence: tuple[int, int]) -> bool:
    """Whether a lung nodule is only small or unchanged in its sentence, and no tumour until it grows."""
    said = text[slice(*sentence)]
    grows = _NODULE_GROWS.search(re.sub(r"\b(?:no|not)(?: yet)? grow\w*", "", said))
    return bool(_LUNG_NODULE.search(named) and _QUIET_NODULE.search(said)) and not grows
