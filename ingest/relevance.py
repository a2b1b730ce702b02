"""Which axis values can matter for a disease: those the published schedules of its line ask about."""

import re
from functools import cache

from ingest.lexicon import load_yaml
from ingest.mention import Mention
from kg.course_wish import WHOLE_ORGANS
from ontologies.axis import load_axes
from ontologies.disease import ancestors, load_diseases
from ontologies.qualifier import Range
from ontologies.schedule import load_schedules

_SHARED = frozenset(
    {"age", "ecog", "kps", "psa", "gleason", "grade_group", "size_mm", "lesions", "nodes_positive",
     "depth_mm", "grade", "intent", "laterality", "sex", "t", "n", "m", "stage", "primary", "histology",
     "modality", "technique", "fractionation", "margin", "symptom", "prognosis", "hormone_sensitivity"}
)  # fmt: skip
"""Axes every disease shares; their values are never dropped."""


@cache
def _asked(disease: str) -> frozenset[tuple[str, str]]:
    line = set(ancestors(disease)) | {s for s in load_diseases() if disease in ancestors(s)}
    asked: set[tuple[str, str]] = set()
    for schedule in load_schedules().values():
        if schedule.disease not in line:
            continue
        for demands in (schedule.requires, schedule.when):
            for axis, demand in demands.items():
                if not isinstance(demand, Range):
                    asked.update((axis, value) for value in demand)
    return frozenset(asked)


def _line(axis: str, value: str) -> list[str]:
    values = load_axes()[axis].values
    line = [value]
    while (parent := values[line[-1]].parent) is not None and parent in values and parent not in line:
        line.append(parent)
    return line


@cache
def _techniques(disease: str) -> frozenset[str]:
    line = set(ancestors(disease)) | {s for s in load_diseases() if disease in ancestors(s)}
    return frozenset(str(t) for s in load_schedules().values() if s.disease in line for t in s.technique)


@cache
def _doubtful() -> frozenset[str]:
    return frozenset(load_yaml("standing.yaml")["technique_words"])


_GIVEN_FOR_COMFORT = re.compile(
    r"\b(?:NG|PEG|RIG|tube|feeding|gastrostomy|antibiotics?|G-?CSF|enoxaparin|LMWH|steroids?|dex\w*|fixation"
    r"|nailing|DVT|VTE|PJP|PCP|seizures?|apixaban|tinzaparin|dalteparin|co-?trimoxazole|clots?|keppra|levetiracetam|antiemetics?|anticoag\w*)\b",
    re.IGNORECASE,
)
"""Beside "prophylactic": what is given so, and is no radiotherapy."""
_CAME_BACK = re.compile(
    r"\b(?:oligo\w*|recur\w*|relaps\w*|salvage|RP|RALP|RARP|\w*prostatectomy|post|after|since|s/p|bed|fossa"
    r"|prior|previous\w*|nadir|years?|yrs?|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_ORGAN_GIVEN = re.compile(r"\b(?:renal|kidney|liver|hepatic|heart|cardiac|pancreas|islet|marrow) $", re.I)
"""Before "Tx": a transplant, and no T category."""
_COMPLAINT = re.compile(
    r"\b(?:dysphagia|varices|ascites|erythema|dermatitis|mucositis|neuropathy|proctitis|oedema|lymphoedema"
    r"|toxicity|diarrhoea|fatigue|pain|nausea|encephalopathy|reflux|hydronephrosis)[ (]{1,2}$",
    re.IGNORECASE,
)
"""Before a grade: it is a complaint's."""
_PER_RECTUM = re.compile(r"[ -](?:bleed|bled|blood|loss|exam|mass|mucus|discharge|haem|hem|neg|normal)", re.I)
"""After the letters of a partial response: what is found per rectum."""
_OPERATED = re.compile(r"(?:\bs/p|\bpost|\bafter|\bfollowing)\s*$", re.IGNORECASE)


_OF_A_BREAST = frozenset({"after_breast_conservation", "after_mastectomy"})
"""Settings that an operation on a breast gives."""
_NECK_OPERATED = re.compile(
    r"\b(?:neck dissection|[MS]?R?ND|adj\w*|PORT|post-?op\w*|dissected)\b", re.IGNORECASE
)
_UNFIT = re.compile(r"\b(?:unfit|not fit|too frail|too old|too ill)(?: for)?(?: an?)? $", re.IGNORECASE)
"""Before an operation that is not to be: "unfit lobectomy"."""


_DRUGS = r"(?:m?FOLFOX\w*|CAPOX|XELOX|FOLFIRI\w*|FLOT|durva\w*|chemo|chemotherapy|ICI|immunotherapy)"
_DRUGS_BEFORE = re.compile(rf"\b{_DRUGS} $", re.IGNORECASE)
_DRUGS_AFTER = re.compile(rf" (?:with )?{_DRUGS}(?! ?-?(?:RT|radio|rad))\b", re.IGNORECASE)
"""Beside consolidation: drugs do it, and no radiotherapy."""


@cache
def _ailment() -> re.Pattern[str]:
    """After a size: whose it is."""
    words: list[str] = load_yaml("standing.yaml")["ailments"]
    return re.compile(rf"(?: [\w-]+){{0,3}}? (?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def _is_misread(text: str, finding: Mention, disease: str) -> bool:
    if finding.name == "response" and text[finding.start : finding.end] == "PD":
        # After "s/p" the letters are an operation: pleurectomy and decortication, pancreaticoduodenectomy.
        return bool(_OPERATED.search(text[max(0, finding.start - 10) : finding.start]))
    if finding.name == "t" and text[finding.start : finding.end] == "Tx":
        return bool(_ORGAN_GIVEN.search(text, max(0, finding.start - 12), finding.start))
    if finding.name == "grade" and _COMPLAINT.search(text, max(0, finding.start - 16), finding.start):
        return True
    if finding.name == "response" and text[finding.start : finding.end] == "PR":
        return bool(_PER_RECTUM.match(text, finding.end))
    if finding.value == "intrauterine_brachy":
        # The letters of intracavitary brachytherapy stand for an interstitial implant elsewhere.
        return not any(c.startswith("C5") for slug in ancestors(disease) for c in load_diseases()[slug].icd10)
    if finding.name == "setting" and text[finding.start : finding.end].lower() == "trimodality":
        # In the bladder it stands for its preservation; elsewhere an operation is the third of the three.
        return not any(
            c.startswith("C67") for slug in ancestors(disease) for c in load_diseases()[slug].icd10
        )
    if finding.name == "size_mm":
        return bool(_ailment().match(text, finding.end))
    if (finding.name, finding.value) == ("intent", "prophylactic"):
        around = text[max(0, finding.start - 16) : finding.end + 24].split(".")[0]
        return bool(_GIVEN_FOR_COMFORT.search(around))
    if finding.value in _OF_A_BREAST and load_diseases()[disease].secondary:
        # "WLE 2016, now a lytic acetabulum": the operation was the breast's, and not the bone's.
        return True
    if finding.name in {"setting", "surgery"} and _UNFIT.search(
        text, max(0, finding.start - 24), finding.start
    ):
        return True
    if (finding.name, finding.value) == ("setting", "consolidation"):
        start, end = finding.start, finding.end
        return bool(_DRUGS_BEFORE.search(text, max(0, start - 16), start) or _DRUGS_AFTER.match(text, end))
    if finding.value == "tors" and disease == "neck-node-unknown-primary" and not _NECK_OPERATED.search(text):
        # Tonsils taken or a tongue base mapped for a primary that was not there are no resection.
        return True
    if finding.value == "pelvic_node_recurrence":
        # Nodes of a cancer that nothing was done for yet are its stage and no recurrence.
        return not _CAME_BACK.search(text)
    if finding.name not in {"technique", "modality", "called_for"}:
        return False
    word = text[finding.start : finding.end].lower()
    return word in _doubtful() and word.rstrip("s") not in _techniques(disease)


def _as_operation(text: str, disease: str, findings: list[Mention]) -> list[Mention]:
    """The findings with a mastectomy, which elsewhere tells the chest wall, as the operation of a sarcoma."""
    if "soft-tissue-sarcoma" not in ancestors(disease):
        return findings
    return [
        m._replace(name="surgery", value="resection")
        if m.value == "chest_wall" and text[m.start : m.end].lower().endswith("mastectomy")
        else m
        for m in findings
    ]


def relevant(text: str, disease: str, findings: list[Mention]) -> list[Mention]:
    """The findings without values that no schedule of the disease, its wider or narrower forms knows.

    One phrase means different things in different clinics (WLE is breast conservation or a skin excision): a
    value of another disease's scheme could only contradict this one's schedules wrongly.
    """
    asked = _asked(disease)
    findings = _as_operation(text, disease, findings)
    findings = [f for f in findings if not _is_misread(text, f, disease)]
    if not asked:
        return findings
    schemes = {axis for axis, _ in asked}
    known = [f for f in findings if _matters(f, asked) and (f.name in schemes or not _is_scheme(f))]
    spans = {(f.name, f.start, f.end) for f in known}
    return [
        f
        for f in findings
        if f in known
        or is_whole_organ(f)
        or f.value == "brachy_boost"
        or (_is_core(f) and (f.name, f.start, f.end) not in spans)
    ]


def is_whole_organ(finding: Mention) -> bool:
    """Whether it asks for the whole of an organ, which means the same in every clinic."""
    return finding.name == "target" and finding.value in WHOLE_ORGANS


def _is_scheme(finding: Mention) -> bool:
    """Whether the axis names places or volumes, which mean something only in the clinic that defines them."""
    return finding.name in {"location", "target"}


def _matters(finding: Mention, asked: frozenset[tuple[str, str]]) -> bool:
    axis = load_axes().get(finding.name)
    if finding.name in _SHARED or axis is None or not axis.values:
        return True
    value = str(finding.value)
    line = _line(finding.name, value)
    if any((finding.name, v) in asked for v in line):
        return True
    return any(a == finding.name and v in axis.values and value in _line(a, v) for a, v in asked)


@cache
def _core() -> frozenset[tuple[str, str]]:
    from importlib.resources import files

    import yaml

    path = files("ontologies") / "data" / "axes" / "core.yaml"
    raw = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    return frozenset((name, value) for name, axis in raw.items() for value in axis.get("values") or {})


def _is_core(finding: Mention) -> bool:
    return (finding.name, str(finding.value)) in _core()


@cache
def _organs() -> dict[str, re.Pattern[str]]:
    return {
        operation: re.compile(codes) for operation, codes in load_yaml("standing.yaml")["operations"].items()
    }


def is_of_another_organ(disease: str, finding: Mention) -> bool:
    """Whether an operation was on an organ the disease has no part in: a nephrectomy beside an oesophagus."""
    organs = _organs().get(str(finding.value)) if finding.name in {"surgery", "setting"} else None
    codes = (code for slug in ancestors(disease) for code in load_diseases()[slug].icd10)
    return organs is not None and not any(organs.match(code) for code in codes)
