"""Words beside a relative that make it none: "father a child", "the mother reports", "relative risk"."""

import re

from ingest.assertion_kin import GIVES_CELLS

_WORD = re.IGNORECASE
_BESIDE = 64

_INFORMANT = re.compile(
    r"(?:'s)?\s*(?:[(,][^(),]{0,30}[),])?\s*(?:who |has |also |has also |then |initially )?(?:report|state"
    r"|note|say|said|call"
    r"|brought|bring|found|find|feel|felt|describe|tell|told|confirm|den(?:y|ies|ied)|mention|ask|observ"
    r"|witness|accompan"
    r"|present at|at (?:the )?bedside|translat|provid|help|interpret|live|is here|was here|call|drove|drive"
    r"|witnessed"
    r"|concern|became|thinks|thought|wish|want|agree|is worried|gave a history|visit|noticed|was told"
    r"|is told|was informed)\w{0,4}\b",
    _WORD,
)
_VERB_FATHER = re.compile(
    r"\b(?:to|not|can|could|will|should|may|who|and|or|must not|cannot) (?!her\b|his\b|my\b|the\b|their\b)"
    r"(?:\w+ )?(?<!\bher )(?<!\bhis )(?:father|mother|parent)\s*$"
    r"|\b(?:accompanied by|lives? with|living with|brought in by|according to|per|from|by|told by"
    r"|with) (?:her|his|the|a|their)"
    r" (?:\w+ )?\w+\s*$",
    _WORD,
)
_FATHERING = re.compile(r"(?:ing|ed|s)? (?:a |any |an? )?(?:child|children|offspring|baby)\b", _WORD)
_MATERNAL = re.compile(
    r"\s*(?:toxicit\w+|age|death|mortality|morbidity|health|serum|blood|plasma|outcomes?|use|exposure"
    r"|infection|drug"
    r"|compound|molecule|cells?|line|protein|study|and child|and fetal"
    r"|(?:[\w-]+ ){0,2}(?:alleles?|disomy|transmission|inheritance|chromosomes?|haplotypes?|imprint\w*"
    r"|cop(?:y|ies)))\b",
    _WORD,
)
_NO_RELATIVE = re.compile(
    r"\brelatives?(?= ?(?:to|and absolute|or absolute|risks?|contra\w{1,20}|survival|doses?|increase"
    r"|reduction|decrease|change|hazard|benefit"
    r"|effect|biological|dosage|importance|difference|efficacy|frequency|lack|value|age|rate|telomere"
    r"|expression)\b)"
    r"|\b(?:familial|parent|sibling donor|related donor|twin pregnanc\w+)$"
    r"|\b(?:mother|father|sister|brother|sibling)(?=-(?:daughter|child|son|infant)s?\b| pairs\b)"
    r"|(?<=mother-)(?:daughter|son)(?=s? (?:pairs?|dyads?)\b)|(?<=father-)(?:daughter|son)(?=s? (?:pairs?"
    r"|dyads?)\b)"
    r"|(?<=-)sister(?=s? pairs?\b)|\b(?:mother|father|parent)(?=-to-(?:child|infant|daughter|son"
    r"|f[eo]*tus)\b)",
    _WORD,
)
_STUDIED_RELATIVES = re.compile(
    r"\b(?:these|those|such|eligible|enrolled|healthy|unaffected|screened|participating|tested|all"
    r"|[\w-]*(?:positive|negative))\s(?:first-degree |second-degree )?relatives?\s*$",
    _WORD,
)
_OF_THE_STUDIED = re.compile(
    r"\s*(?:of (?:\w+ )?(?:patients|probands?|subjects|cases|people|individuals|participants"
    r"|children|men|women"
    r"|persons)|at (?:high |increased |low )?risk|(?:who )?(?:were|was|are"
    r"|will be) (?:\w+ly )?(?:screened|tested|enrol"
    r"|recruited|randomi|followed|invited|included|eligible|offered)|participat)",
    _WORD,
)


def is_no_relative(text: str, start: int, end: int) -> bool:
    """Whether words beside a relative tell of no illness of theirs."""
    low = text[max(0, start - 14) : start].rstrip().lower()
    if low.endswith(("relatives", "relative")) and (
        _OF_THE_STUDIED.match(text, start)
        or _STUDIED_RELATIVES.search(re.sub(r"\s+", " ", text[max(0, start - _BESIDE) : start]))
    ):
        return True
    window = max(0, start - 18)
    for match in _NO_RELATIVE.finditer(text[window : start + 32]):
        if window + match.end() == start:
            return True
    if low.endswith(("familial", "parent", "maternal", "paternal")):
        return low.endswith(("familial", "parent")) or bool(_MATERNAL.match(text, start))
    if _INFORMANT.match(text, start) or _FATHERING.match(text, start) or GIVES_CELLS.match(text, start):
        return True
    return not low.endswith("history") and bool(
        _VERB_FATHER.search(re.sub(r"\s+", " ", text[max(0, start - _BESIDE) : start]))
    )
