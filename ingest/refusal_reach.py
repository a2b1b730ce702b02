"""Of what the words that decline radiotherapy are said: the disease chosen, another, the nodes, the past."""

import re
from functools import cache

from ingest.clause import Clauses
from ingest.complaint import tells_of_another
from ingest.diagnosis import Candidate
from ingest.lexicon import load_yaml
from ingest.mention import Mention
from ingest.prescription import is_dated
from ingest.quiet import is_irradiated_all_the_same
from ingest.request import asks_for_little
from ontologies.disease import load_diseases

WATCHED = frozenset({"follow_up", "surveillance"})
_BRAIN = r"(?:brain|cranial|CNS|intracranial)"
_SCAN = r"(?:MRIs?|MR|CT|imaging|scans?|scanning)"
_BRAIN_WATCHED = re.compile(
    rf"\b(?:{_BRAIN} (?:{_SCAN} )?|{_SCAN} {_BRAIN} )(?:(?:is|for|under|on|only|in|with|serial|active) )*$",
    re.IGNORECASE,
)
_WATCHED_BRAIN = re.compile(
    rf"(?: (?:{_SCAN}|of|for|the|with|by|serial))* {_BRAIN}\b"
    rf"| ?(?:{_SCAN} )?(?:instead of|rather than|not|over|no) PCI\b",
    re.IGNORECASE,
)

_FOR_PCI = re.compile(
    r"\bPCI[ ,:-]{1,3}(?:is |was |has been )?(?:declined|omitted|refused|not (?:given|wanted|for|planned)"
    r"|deferred|discussed)[ ,;:(/-]{1,3}(?:(?:for|so|and|but|on|prefers|opts for|chose|will have|serial"
    r"|brain|MRI?|has) ){0,4}$",
    re.IGNORECASE,
)
"""Before words of watching: they stand for the prophylaxis of the brain."""


def is_of_the_brain(text: str, mention: Mention, chosen: tuple[Candidate, ...]) -> bool:
    """Whether the brain is watched beside a tumour elsewhere: "thoracic RT, brain MRI surveillance"."""
    codes = [code.replace(".", "") for c in chosen for code in load_diseases()[c.disease].icd10]
    if any(_IN_THE_HEAD.match(code) for code in codes):
        return False
    before = _BRAIN_WATCHED.search(text, max(0, mention.start - 40), mention.start)
    after = _WATCHED_BRAIN.match(text, mention.end)
    return bool(before or after or _FOR_PCI.search(text, max(0, mention.start - 40), mention.start))


_FOLLOWING = re.compile(
    r"\b(?:then|followed by|f/b|after ?wards?|thereafter|and after that|with later)[ ,:]*"
    r"(?:[\w/&+-]+ ){0,4}$",
    re.IGNORECASE,
)
"""Before words of watching: they only follow what comes first."""


def follows_the_course(text: str, clauses: Clauses, mention: Mention, mentions: list[Mention]) -> bool:
    """Whether the watching comes after the course asked for: "cavity SRS, then 3-monthly MRI"."""
    start, end = clauses.sentence_span(mention.start)
    then = _FOLLOWING.search(text, max(start, mention.start - 60), mention.start)
    courses = [m for m in mentions if m.asks_for_radiotherapy and start <= m.start < end]
    return then is not None and any(m.end <= then.start() and not is_dated(text, m) for m in courses)


_IN_THE_HEAD = re.compile(r"C7[0-2]|C751|C753|C793|D32|D33|D35|D42|D43|D44")


_SCOPED = {
    "active_surveillance": re.compile("C61"),
    "transplanted": re.compile("C22"),
    "excised_clear": re.compile(r"C43|D03|D04|C44\.\d1"),
}
"""Words that decline only for diseases of these ICD-10-CM categories."""


_CAME_BACK = re.compile(r"(?<!no )\b(?:recur\w*|relaps\w*|new|residual|metast\w+|mets?)\b", re.IGNORECASE)
"""The tumour came back in the organ that was given."""


_ENDED = re.compile(
    r"(?:fail\w*|despite|refractory to|exhausted|progress\w* (?:on|during|under|after|through)"
    r"|(?:grow|enlarg|increas)\w* (?:on|during|under)|came off|coming off|leaving|off)\s+(?:of\s+|the\s+)?$",
    re.IGNORECASE,
)
"""Before a word of watching: it is over."""


_UNTIL = re.compile(
    r"\s*(?:until|till|pending|for (?:\d|a |one |two )|while)\b[^.;\n]{0,40}\b(?:then|after which)\b", re.I
)  # After "RT deferred": it follows all the same.
_SO_FAR = re.compile(
    r"(?<!iate)\s*(?:then|before|prev\w*|prior|to date|so far|given|in the past|until now|history)\b",
    re.IGNORECASE,
)
"""After "no RT": it only says what has not been given."""
_YEARS_AGO = re.compile(
    r"\b(?:19|20)\d\d\b(?:(?!\b(?:so|hence|thus)\b)[^.;\n]){0,24}?"
    r"(?:\w*ectomy|WLE|hyst\w*|TAH|surgery|excis\w+|resect\w+|[ (,])\s?\(?$"
    r"|\b(?:\w*ectomy|WLE|hyst|surgery|excision|resection) (?:in |back in |done |for \w+ ){0,2}"
    r"(?:(?:19|20)\d\d|['\u2019]\d\d),? (?:but |and |only )?\(?$",
    re.IGNORECASE,
)
"""Before "no RT": an operation of years ago, after which none was given."""


_AFTERWARDS = re.compile(
    r"\s*(?:after\w*|thereafter|later|subsequently|to follow|doctors?|consultant|physician|nurses?|GP)\b",
    re.I,
)
"""After "best supportive care": radiotherapy comes first. After "hospice": it is who writes."""


_BUT_WANTED = re.compile(
    r"[^.;\n]{0,30}\bbut\b[^.;\n]{0,24}"
    r"\b(?:would like|wants?|keen|prefers?|opts?|go ahead|proceed|favou?rs?)\b",
    re.IGNORECASE,
)
"""After words of leaving it out: it is wanted all the same."""


_UP_TO_DATE = re.compile(r"\s*(?:is |are |all )?(?:up[- ])?to[- ]date\b", re.IGNORECASE)
"""After a word of watching: checks and scans of another kind are done as they fall due."""


_OTHER_TREATMENT = re.compile(
    r" (?:on |with |from )?(?:the |any |more |further )?(?:surg\w+|operat\w+|resect\w+|\w*ectomy|biops\w+"
    r"|chemo\b|chemotherapy|systemic|immuno\w+|TKI|ADT|hormon\w+|drugs?|endocrine|scans?|imaging|MRI|CT\b)",
    re.IGNORECASE,
)
"""After "hold off": it is something else that waits."""


_SPARED = re.compile(
    r" (?:dose|exposure|delays?|gaps?|interruptions?|breaks?|toxicity|damage|necrosis|effects?|\w+itis"
    r"|to|of|through|near|after|before|until)\b",
    re.IGNORECASE,
)
"""After "avoid radiation": an organ or a harm is avoided, not the course."""


_OTHER_SIDE = re.compile(
    r"\b(?:other|fellow|opposite|contralateral|second) (?:eye|side|ear|hand|foot|heel|knee|hip|elbow|shoulder"
    r"|breast|lung|kidney|adrenal|leg|arm|ankle|testis|parotid|orbit|cheek|one)\b[^.;\n]{0,60}$",
    re.IGNORECASE,
)
"""Before words that decline: they are said of the side that is not treated."""


def _is_of_the_other_side(text: str, mention: Mention, chosen: tuple[Candidate, ...]) -> bool:
    """Whether words decline for the other of two organs, the disease not named there: "other eye no Rx"."""
    first = max(0, mention.start - 80)
    other = _OTHER_SIDE.search(text, first, mention.start)
    return bool(other and not any(other.start() <= c.start < mention.end for c in chosen))


def _is_of_what_is_behind(text: str, mention: Mention, chosen: tuple[Candidate, ...]) -> bool:
    """Whether they are said of the disease behind one that is only prevented: "prostate declined RT"."""
    behind = load_yaml("standing.yaml")["behind"]
    return any(
        re.search(rf"\b(?:{'|'.join(behind[c.disease])})\b[^.;\n]{{0,40}}$", text[: mention.start], re.I)
        for c in chosen
        if c.disease in behind
    )


_OTHERWISE = re.compile(r"\b(?:otherwise|elsewhere)[ :]*$", re.IGNORECASE)
"""Before "NED": there is disease in one place."""


_COURSE = (
    r"(?:SBRT|SABR|RT|XRT|TARE|radiotherapy|radiation|stereotactic\w*|protons?|irradiation|radioembol\w+)\b"
)
_BRIDGING = re.compile(
    rf"\b{_COURSE}[^.;\n]{{0,30}}\b(?:bridg\w+|downstag\w+)|\b(?:bridg\w+"
    rf"|downstag\w+)[^.;\n]{{0,30}}\b{_COURSE}"
    rf"|\b{_COURSE}[^.;\n]{{0,30}}\b(?:while|before|until|awaiting|pending)\b",
    re.IGNORECASE,
)
"""Radiotherapy that holds a tumour until the transplant it is listed for."""
_ITS_HARM = re.compile(
    r"\s*(?:to|dose|toxicity|toxicities|damage|induced|injury|necrosis|pneumonitis|near|exposure|related"
    r"|effects?"
    r"|if|until|unless|delays?|breaks?|gaps?|interruptions?|fibrosis|on|over|overlap)\b|-",
    re.IGNORECASE,
)
"""After "avoid radiation": only a part of it, or its harm, is to be avoided."""


def _is_only_its_harm(text: str, mention: Mention) -> bool:
    """Whether the course itself is not to be avoided: "DIBH to avoid radiation to the heart"."""
    word = text[mention.start : mention.end].lower()
    return word.startswith("avoid") and bool(_ITS_HARM.match(text, mention.end))


def _is_bridged(text: str, mention: Mention) -> bool:
    """Whether radiotherapy is asked for as a bridge to the transplant it is listed for."""
    word = text[mention.start : mention.end].lower()
    return ("transplant" in word or "olt" in word) and bool(_BRIDGING.search(text))


_PROPHYLACTIC = re.compile(
    r"\b(?:prophylactic|risk[ -]reducing|symmetris\w+|symmetriz\w+|contralateral)\b[^.;\n]{0,32}$",
    re.IGNORECASE,
)
"""Before "no cancer found": of an organ taken out before anything grew there."""


def has_its_place(text: str, clauses: Clauses, mention: Mention, chosen: tuple[Candidate, ...]) -> bool:
    """Whether the words decline for the disease chosen, and still do."""
    codes = load_diseases()[chosen[0].disease].icd10 if chosen else ()
    if mention.name in _SCOPED and not any(_SCOPED[mention.name].match(code) for code in codes):
        return False
    if mention.name == "excised_clear" and is_irradiated_all_the_same(text, codes):
        return False
    if "psa" in text[mention.start : mention.end].lower() and chosen:
        # What the PSA says is said of the prostate.
        return any(code.startswith("C61") for code in codes)
    if _is_of_the_other_side(text, mention, chosen) or _is_of_what_is_behind(text, mention, chosen):
        return False
    if mention.name == "nothing_found" and _PROPHYLACTIC.search(
        text, max(0, mention.start - 48), mention.start
    ):
        return False
    if mention.name == "nothing_found" and chosen and _is_benign_indication(chosen[0].disease):
        return False
    if mention.name == "surveillance" and _ENDED.search(text[max(0, mention.start - 24) : mention.start]):
        return False
    if mention.name == "transplanted" and _CAME_BACK.search(text):
        return False
    if mention.name == "supportive" and (_AFTERWARDS.match(text, mention.end) or asks_for_little(text)):
        return False
    if mention.name == "follow_up" and _OTHERWISE.search(text[max(0, mention.start - 12) : mention.start]):
        return False
    if _BUT_WANTED.match(text, mention.end) or _is_only_its_harm(text, mention) or _is_bridged(text, mention):
        return False
    before = text[max(0, mention.start - 20) : mention.start]
    if mention.name == "follow_up" and _INFECTION_BEFORE.search(before):
        return False
    if mention.name in WATCHED and _UP_TO_DATE.match(text, mention.end):
        return False
    if mention.name == "not_needed" and (
        _UNTIL.match(text, mention.end)
        or _SO_FAR.match(text, mention.end)
        or _YEARS_AGO.search(text[max(0, mention.start - 40) : mention.start])
    ):
        return False
    if mention.name in WATCHED and is_of_an_ailment(text, clauses, mention, chosen):
        return False
    word = text[mention.start : mention.end].lower()
    if word.endswith(("hold off", "hold fire")) and _OTHER_TREATMENT.match(text, mention.end):
        return False
    if word.startswith("avoid") and _SPARED.match(text, mention.end):
        return False
    if word == "not x":
        # Of "not x-rays"; "no tx" is no treatment.
        return False
    if word == "conservative" and not re.match(r"\s*(?:[.,;)]|$)", text[mention.end : mention.end + 3]):
        return False
    return not _of_another_organ(text, clauses, mention, chosen)


@cache
def _ailments() -> re.Pattern[str]:
    words: list[str] = load_yaml("standing.yaml")["ailments"]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


_IS = r"(?: (?:is|are|now|currently|both|well|long|stays?|remains?|in|under|quiet|quiescent|and))*"


@cache
def _ailment_before() -> re.Pattern[str]:
    """An ailment right before words of watching: "ulcerative colitis in remission"."""
    data = load_yaml("standing.yaml")
    words: list[str] = [*data["ailments"], *data["chronic"]]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})(?!\w){_IS}[ ,:(-]{{1,2}}$", re.IGNORECASE)


_COLITIS = re.compile(rf"\bUC{_IS}[ ,:(-]{{1,2}}$")
"""The same of "UC", which beside a tumour of the urinary tract is that tumour."""
_URINARY = re.compile(r"C6[5-8]|D09|D41")


def is_of_an_ailment(text: str, clauses: Clauses, mention: Mention, chosen: tuple[Candidate, ...]) -> bool:
    """Whether an ailment is named before it and none of the tumours: "AAA 4 cm, surveillance"."""
    before = text[max(0, mention.start - 40) : mention.start]
    codes = [code for c in chosen for code in load_diseases()[c.disease].icd10]
    if _ailment_before().search(before):
        return True
    if _COLITIS.search(before) and not any(_URINARY.match(code) for code in codes):
        return True
    start, end = clauses.sentence_span(mention.start)
    if any(start <= c.start < end for c in chosen):
        return False
    return bool(_ailments().search(text, start, mention.start))


def _is_benign_indication(slug: str) -> bool:
    """Whether it is treated although it is no cancer: "keloid, no cancer"."""
    disease = load_diseases()[slug]
    return disease.radiotherapy and not disease.malignant


def _of_another_organ(text: str, clauses: Clauses, mention: Mention, chosen: tuple[Candidate, ...]) -> bool:
    """Whether a bare "benign" stands apart from a proven cancer: "MIBC T2. DRE benign prostate"."""
    if "benign" not in text[mention.start : mention.end].lower() or not chosen:
        return False
    proven = load_diseases()[chosen[0].disease].malignant and chosen[0].assertion == "affirmed"
    return proven and clauses.clause(mention.start) != clauses.clause(chosen[0].start)


_CLOSED_LONG_AGO = re.compile(r"\b(?:(?:19|20)\d\d|primary (?:resected|treated|removed|excised))\b", re.I)
_INFECTION_BEFORE = re.compile(
    r"\b(?:HCV|HBV|hep(?:atitis)? ?[ABC]|TB|H\.? ?pylori|syphilis|malaria|infection|COVID)[ ,(]{1,2}$", re.I
)
"""Before "cured": it was no tumour."""


def is_of_the_past(text: str, clauses: Clauses, mention: Mention, here: set[int]) -> bool:
    """Whether it closes something of years ago in a sentence apart: "hemicolectomy 2006, discharged"."""
    apart = clauses.sentence(mention.start) not in here
    return apart and bool(_CLOSED_LONG_AGO.search(text, *clauses.sentence_span(mention.start)))


_HELD_SYMPTOM = re.compile(
    r"[ ,]*(?:is |are |now |currently )*(?:(?:well|adequately|fully|currently|now|better)[ -])*"
    r"(?:controlled|settled|managed|resolved|gone|(?:free|relief|control)\b(?= (?:on|with)))\b",
    re.IGNORECASE,
)
_OF_SUPPORT = re.compile(r"\s*(?:care|team|chemo\w*|nurses?|medicine|SACT|systemic)\b", re.IGNORECASE)


def is_held_symptom(text: str, mention: Mention) -> bool:
    """Whether a symptom is held by drugs already, or "palliative" only names a team."""
    word = text[mention.start : mention.end].lower()
    if word.startswith("palliative"):
        return bool(_OF_SUPPORT.match(text, mention.end))
    relief = mention.name == "symptom" or mention.value == "relief"
    return relief and bool(_HELD_SYMPTOM.match(text, mention.end))


_EXAMINED = {
    re.compile(r"\b(?:OGD|EGD|gastroscopy|endoscopy)\b", re.IGNORECASE): re.compile(r"C1[567]"),
    re.compile(r"\b(?:colonoscopy|sigmoidoscopy|flexi sig)\b", re.IGNORECASE): re.compile(r"C1[89]|C2[01]"),
    re.compile(r"\b(?:bronch|bronchoscopy|EBUS)\b", re.IGNORECASE): re.compile(r"C3[3-9]|C45"),
    re.compile(r"\b(?:cystoscopy|flexi cysto\w*)\b", re.IGNORECASE): re.compile(r"C6[5-8]|C61"),
    re.compile(r"\b(?:mammogra\w*|MMG|BI-?RADS)\b", re.IGNORECASE): re.compile(r"C50|D05"),
    re.compile(r"\bPI-?RADS\b", re.IGNORECASE): re.compile(r"C61"),
    re.compile(r"\b(?:TI-?RADS|Thy[12]|U[12])\b", re.IGNORECASE): re.compile(r"C73"),
    re.compile(
        r"\b(?:hysteroscopy|smear|TVUS|TVS|transvaginal|pipelle|endometrial biopsy)\b", re.IGNORECASE
    ): re.compile(r"C5[1-5]"),
}
"""Examinations, and the tumours they would find."""


def is_of_another_examination(
    text: str, clauses: Clauses, mention: Mention, chosen: tuple[Candidate, ...]
) -> bool:
    """Whether nothing was found where another organ was looked into: "OGD varices, no tumour"."""
    if mention.name != "nothing_found":
        return False
    start = clauses.sentence_span(mention.start)[0]
    start = max([start, *(c.end for c in chosen if c.end <= mention.start)])
    codes = [code for c in chosen for code in load_diseases()[c.disease].icd10]
    return any(
        examination.search(text, max(start, mention.start - 40), mention.end)
        and not any(organs.match(code) for code in codes)
        for examination, organs in _EXAMINED.items()
    )


def examined_elsewhere(text: str, chosen: tuple[Candidate, ...]) -> Mention | None:
    """The examination of another organ that a complaint comes from: "breast ca 2019; PMB, hysteroscopy"."""
    codes = [code for c in chosen for code in load_diseases()[c.disease].icd10]
    if not chosen or any(code.startswith("C7") for code in codes) or not tells_of_another(text, chosen):
        return None
    found = [(e.search(text), organs) for e, organs in _EXAMINED.items()]
    told = [(m, organs) for m, organs in found if m]
    if not told or any(organs.match(code) for _, organs in told for code in codes):
        return None
    return Mention("declined", "not_ready", "not_ready", *told[0][0].span())


_MARROW = re.compile(
    r"\b(?:marrow|BM|ha?ematological|systemic|CNS|CSF)(?: (?:is|still|remains))?(?: in)? $", re.I
)
_AGAIN = re.compile(r"\b(?:second|third|fourth|2nd|3rd|another) (?:complete )?$", re.IGNORECASE)
_OF_MARROW = re.compile(r" (?:of |in )?(?:the )?(?:bone )?marrow\b", re.IGNORECASE)


def is_of_the_marrow(text: str, said: Mention, mentions: list[Mention]) -> bool:
    """Whether only the marrow is in remission, and the leukaemia has come back elsewhere."""
    back = any(m.name == "setting" and m.value == "recurrent" and m.assertion == "affirmed" for m in mentions)
    if not back or "remission" not in text[said.start : said.end].lower():
        return False
    before = text[max(0, said.start - 40) : said.start]
    placed = any(m.name == "target" and m.assertion == "affirmed" for m in mentions)
    again = placed and _AGAIN.search(before)
    return bool(again or _MARROW.search(before) or _OF_MARROW.match(text, said.end))
