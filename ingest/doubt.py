"""Tumours named that cannot be what the text is about: then nothing is answered.

Another tumour's stain or cells, a T stage beside a leukaemia, or a request told apart from the only tumour
named, which is said to be no matter now.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from ingest.bygone import STAGING, Account, is_treated
from ingest.clause import Clauses
from ingest.diagnosis import STAGED, WEAK, Candidate, is_kin, is_secondary, staged_sites
from ingest.held import is_held, is_in_other_hands
from ingest.lexicon import load_yaml
from ingest.mention import Mention
from ingest.ours import is_left_to_others
from ingest.prescription import PRESCRIPTION, is_dated
from ingest.request import requests
from ingest.rival import recurrences
from ingest.target import BLOOD, category
from ingest.telltale import is_of_unknown_seat
from ontologies.disease import load_diseases

_OPERATED = frozenset({"margin", "nodes_positive", "extracapsular"})
_LOCAL = _OPERATED | STAGING
_ASKED = frozenset({"technique", "fractionation", *PRESCRIPTION})
_SKIN = re.compile(r"\b(?:skin|cutaneous|BCC|actinic)\b", re.IGNORECASE)

_CHANGED = re.compile(r" (?:metaplasia|differentiation|component|change)", re.IGNORECASE)
"""After "squamous": cells of another tumour that have changed."""


@cache
def _words() -> dict[str, Any]:
    data: dict[str, Any] = load_yaml("doubt.yaml")
    return data


@cache
def _tissue() -> tuple[tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...]:
    """The words, the categories that have none of it, and those that explain it where they are named."""
    return tuple(
        (
            re.compile(rf"\b(?:{'|'.join(e['words'])})", re.IGNORECASE),
            re.compile(e["not_of"]),
            re.compile(e.get("unless", r"(?!)")),
        )
        for e in _words()["tissue"]
    )


@cache
def _settled() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_words()['settled'])})\b", re.IGNORECASE)


def without_doubtful(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    named: Sequence[Candidate],
    chosen: tuple[Candidate, ...],
) -> tuple[Candidate, ...]:
    """The chosen without those that what is told of the tumour to treat cannot be told of."""
    if any(is_secondary(c.disease) for c in chosen):
        return chosen
    told = Account(text, clauses, named)
    return tuple(
        c
        for c in chosen
        if not _is_operated_elsewhere(clauses, mentions, c)
        and not _has_other_cells(text, mentions, named, c)
        and not _is_staged_otherwise(told, mentions, c)
        and not _is_left_behind(text, clauses, mentions, told, c)
        and not _is_host(text, clauses, mentions, named, c)
        and not is_left_to_others(text, clauses, mentions, named, c)
        and not is_of_unknown_seat(text, c)
        and not _is_beside_spread(mentions, c)
        and not _hides_a_query(named, c)
        and not (is_in_other_hands(text, c) and clauses.sentence(c.start) > 0 and not requests(mentions))
    )


def _hides_a_query(named: Sequence[Candidate], candidate: Candidate) -> bool:
    """Whether a benign disease stands beside a metastasis that is queried, and nowhere denied."""
    if load_diseases()[candidate.disease].malignant:
        return False
    said = {c.assertion for c in named if is_secondary(c.disease)}
    return "uncertain" in said and "negated" not in said


def _has_other_cells(
    text: str, mentions: list[Mention], named: Sequence[Candidate], candidate: Candidate
) -> bool:
    """Whether the text tells of a stain or of cells that a tumour of that organ does not have."""
    own = category(candidate)
    explained = [c for c in named if not is_of_unknown_seat(text, c)]
    if any(
        not_of.match(own) and words.search(text) and not any(unless.match(category(c)) for c in explained)
        for words, not_of, unless in _tissue()
    ):
        return True
    strange = {
        cells
        for cells, row in (("squamous", "not_squamous"), ("adenocarcinoma", "not_adeno"))
        if re.match(_words()[row], own)
    }
    if not strange or _SKIN.search(text):
        return False
    others = [(c.start, c.end) for c in named if not is_kin(c.disease, candidate.disease)]
    return any(
        m.kind == "morphology"
        and m.name in strange
        and m.assertion == "affirmed"
        and not _CHANGED.match(text, m.end)
        and not any(a <= m.start < b for a, b in others)
        for m in mentions
    )


_SAMPLED = re.compile(
    r"\b(?:FNA|FNB|biops\w+|bx|core|EUS|EBUS|histol\w*|cytology|path(?:ology)?|punch|TURBT|resection)\b"
    r"(?:(?!\b(?:no|not|nil|without|neg\w*)\b)[^.;\n]){0,40}?"
    r"\b(?:mets?|metasta\w+|secondary|secondaries|deposit)\b(?! ?\?)"
    r"|\bsurgeons? (?:all )?agreed? (?:it is |this is )?not (?:a )?primary\b",
    re.IGNORECASE,
)
"""Tissue of an organ that came from another tumour."""


_SAME = re.compile(
    r"\b(?:same|identical|match\w*)(?: (?:as|to|with))(?: (?:the|his|her|in|that|of)){0,2}"
    r" (?:(?:old|previous|first|original|earlier) )?(?:\w+ectomy|Whipple\W?s?|before|last time)\b"
    r"|(?:\b(?:is|was|are|were|shows?|as)|[:=]) (?:his |her |the )?(?:old |known )?(?:urothelial|TCC"
    r"|renal|kidney|breast"
    r"|colo\w+|bowel|rectal|lung|thyroid|prostat\w+|ovarian|gastric|pancrea\w+|endometrial|cervical|bladder|melanoma"
    r"|clear[ -]cell|lobular|ductal)(?: (?:cell|ca|cancer|carcinoma|primary))? again\b",
    re.IGNORECASE,
)
"""Tissue that is that of an earlier tumour: "same as his gastrectomy", "urothelial again"."""
_PROVED = re.compile(
    r"\b(?:biops\w+|bx|core|FNA|EUS|EBUS|histol\w*|cytology) ?(?:=|:|shows?|showed|is|was|proved|confirms)"
    r" ?(?:an? |to be |metastatic ){0,2}$",
    re.IGNORECASE,
)
"""Before what the tissue was."""


def _is_host(
    text: str, clauses: Clauses, mentions: list[Mention], named: Sequence[Candidate], candidate: Candidate
) -> bool:
    """Whether only a mass tells of the tumour, and its tissue was found to have come from elsewhere.

    "Pancreatic lesion, FNA: renal met" is no cancer of the pancreas, nor is "bladder wall mass, biopsy same
    as his gastrectomy" one of the bladder; a site and its cells are none beside metastases in that organ.
    """
    placed = len(candidate.parts) > 1 and any(
        is_secondary(c.disease) and c.assertion == "affirmed" for c in named
    )
    if candidate.strength > WEAK and not placed:
        return False
    if _SAME.search(text):
        return True
    if candidate.strength > WEAK:
        return False
    if _SAMPLED.search(text):
        return True
    proved = [
        c
        for c in [*named, *staged_sites(text, clauses, mentions, STAGED)]
        if c.assertion in {"affirmed", "uncertain"} and _PROVED.search(text, max(0, c.start - 40), c.start)
    ]
    return bool(proved) and not any(is_kin(c.disease, candidate.disease) for c in proved)


def _is_beside_spread(mentions: list[Mention], candidate: Candidate) -> bool:
    """Whether something harmless is all that was understood of a text that tells of metastases."""
    return not is_treated(candidate) and any(
        m.kind == "morphology" and m.name == "metastasis" and m.assertion == "affirmed" for m in mentions
    )


def _is_staged_otherwise(told: Account, mentions: list[Mention], candidate: Candidate) -> bool:
    """Whether a disease of the blood stands beside a T, a margin or a node count, which it never has."""
    if not re.match(_words()["unstaged"], category(candidate)):
        return False
    stated = {m.name for m in mentions if m.kind == "axis" and m.assertion == "affirmed"}
    return {"t", "n"} <= stated or bool(stated & _OPERATED)


@cache
def _operations() -> dict[str, str]:
    operations: dict[str, str] = load_yaml("standing.yaml")["operations"]
    return operations


def _is_operated_elsewhere(clauses: Clauses, mentions: list[Mention], candidate: Candidate) -> bool:
    """Whether a T stage stands beside the operation of another organ, in a sentence of their own.

    "Breast on the form; this man has had a laryngectomy, pT4a" is no cancer of the breast.
    """
    own = clauses.sentence(candidate.start)
    if any(clauses.sentence(m.start) == own and m.name in _LOCAL | {"surgery"} for m in mentions):
        return False
    staged = {
        clauses.sentence(m.start)
        for m in mentions
        if m.name == "t"
        and m.assertion == "affirmed"
        and not _OF_OLD.search(clauses.text[slice(*clauses.sentence_span(m.start))])
    }
    return any(
        m.name in {"surgery", "setting"}
        and m.assertion == "affirmed"
        and not is_dated(clauses.text, m)
        and clauses.sentence(m.start) in staged - {own}
        and not re.match(_operations().get(str(m.value), ""), category(candidate))
        for m in mentions
    )


_OF_OLD = re.compile(r"^\W*(?:had|prev\w*|past|PMHx?|PH)\b|\bin (?:19|20)\d\d\b", re.IGNORECASE)
"""What tells that a sentence speaks of years ago."""
_BARE = re.compile(
    r"(?:\d{1,3} ?(?:y(?:rs?|/?o|ears?(?:[ -]old)?)? ?)?(?:M|F|man|woman|lady|gent\w*|male|female)? )?"
    r"(?:known |also |and |with |w/ |has |PMHx?:? |hx(?: of)? |background |a )*",
    re.IGNORECASE,
)


def trailing_blood(
    text: str, clauses: Clauses, findings: list[Mention], firm: Sequence[Candidate]
) -> list[Candidate]:
    """The blood diseases only listed beside a tumour that is measured, staged or operated on.

    "Falx meningioma 3.5 cm, 88 yo, CLL, dementia" is about the meningioma.
    """
    described = [
        c
        for c in firm
        if not BLOOD.match(category(c))
        and is_treated(c)
        and _NEOPLASM.match(category(c))
        and any(
            f.name in _LOCAL | {"surgery"} and clauses.clause(f.start) == clauses.clause(c.start)
            for f in findings
            if f.assertion == "affirmed"
        )
    ]
    solid = [
        c
        for c in firm
        if not BLOOD.match(category(c)) and is_treated(c) and _NEOPLASM.match(category(c))
        if not is_held(text, c)
    ]
    of_hosts = [
        c
        for c in firm
        if c.disease in _LIVED_WITH
        and _HOST.search(text, max(0, c.start - 32), c.start)
        and any(s.end <= c.start for s in solid)
        and not _SPLEEN.search(text)
    ]
    if not described:
        return of_hosts
    return [c for c in firm if BLOOD.match(category(c)) and (c in of_hosts or _is_alone(text, clauses, c))]


_LIVED_WITH = frozenset(
    {"cll", "cml", "essential-thrombocythaemia", "hairy-cell-leukaemia", "mgus", "myelodysplastic-syndrome",
     "myeloproliferative-neoplasm", "polycythaemia-vera", "waldenstrom"}
)  # fmt: skip
"""Diseases of the blood that somebody has for years."""
_SPLEEN = re.compile(r"\bspleen|splen(?:ic|omegaly)", re.IGNORECASE)
_NEOPLASM = re.compile(r"C|D[0-4]")
_HOST = re.compile(
    r"(?:\b\d{2} ?(?:y(?:rs?|/?o|ears?(?:[ -]old)?)? ?)?(?:M|F|man|woman|lady|gent\w*|male|female)"
    r"|\b(?:man|woman|lady|gentleman|patient|pt)),? (?:with|w/|who has|known to have)"
    r" (?:known |background |an? )?$",
    re.IGNORECASE,
)
"""Before a disease of the blood: the patient has it, and the tumour named before is the matter."""


def _is_alone(text: str, clauses: Clauses, candidate: Candidate) -> bool:
    start, end = clauses.clause_span(candidate.start)
    said = text[start : candidate.start] + text[candidate.end : end]
    return _BARE.fullmatch(said.strip(" ,.;:()\n") + " ") is not None or not said.strip(" ,.;:()\n")


def _is_left_behind(
    text: str, clauses: Clauses, mentions: list[Mention], told: Account, candidate: Candidate
) -> bool:
    """Whether it is said to be no matter now, and what is asked or found is told in another sentence."""
    start, end = told.span(candidate)
    start, end = min(start, candidate.start), max(end, candidate.end)
    settled = _settled().search(text, start, min(end, candidate.end + 80))
    if settled is None or _OTHER_ONE.search(text, candidate.end, max(candidate.end, settled.start())):
        return False
    if recurrences([m for m in mentions if m.kind == "axis"]):
        return False
    if any(m.value == "locally_advanced" and m.assertion == "affirmed" for m in mentions):
        # "Locally advanced, stable on FOLFIRINOX. SBRT?": what cannot be resected is irradiated after drugs.
        return False
    if _SHRINKS.search(text, start, min(end, candidate.end + 80)) and _CONSOLIDATES.search(text):
        # "Wk 13 of chemotherapy, shrinking. Definitive local RT": it answers, and is to be treated.
        return False
    here = clauses.sentence(candidate.start)
    if _has_returned(text, clauses, mentions, candidate):
        return False
    own = (candidate.start, candidate.end)
    matters = [m for m in mentions if _is_matter(text, m) and not own[0] <= m.start < own[1]]
    return bool(matters) and all(clauses.sentence(m.start) != here for m in matters)


_OTHER_ONE = re.compile(
    r"\b(?:contra-?lat\w*|other (?:side|eye|ear|one|lung|breast|kidney)|opposite)\b", re.I
)
"""Between a tumour and words that it is no matter now: they are said of the other side's."""
_SHRINKS = re.compile(
    r"\b(?:shr(?:inking|unk)|melt(?:ed|ing)|(?:answers|responds|responding) to)\b", re.IGNORECASE
)
_CONSOLIDATES = re.compile(
    r"\b(?:definitive|local|radical|consolidat\w+|primary site|involved[- ](?:site|field))"
    r"(?: (?:local|site|field|definitive|radical))? (?:RT|XRT|ISRT|IFRT|radiotherapy|radiation|chemo-?RT)\b"
    r"(?! to\b| for\b)",
    re.IGNORECASE,
)
"""The course that follows the drugs a tumour has answered, where no other place is named for it."""


_RETURNED = re.compile(
    r"\b(?:grow(?:n|ing|s)|grew|re-?grow\w*|enlarg\w*|progress\w*|relaps\w*|recur\w*|rising|doubl\w+|bigger"
    r"|came back|is back)\b",
    re.IGNORECASE,
)


def _has_returned(text: str, clauses: Clauses, mentions: list[Mention], candidate: Candidate) -> bool:
    """Whether a later sentence says that it grows again, and names no other organ."""
    end = clauses.sentence_span(candidate.start)[1]
    if not _RETURNED.search(text, end):
        return False
    later = [c for c in staged_sites(text, clauses, mentions, STAGED) if c.start >= end]
    return all(is_kin(c.disease, candidate.disease) for c in later)


def _is_matter(text: str, mention: Mention) -> bool:
    """Whether it asks for a course, or stages what is treated."""
    if mention.assertion not in {"affirmed", "uncertain"} or is_dated(text, mention):
        return False
    if (mention.name, mention.value) in {("called_for", "relief"), ("invasion", "muscle")}:
        return True
    return mention.asks_for_radiotherapy or (mention.kind == "axis" and mention.name in _ASKED | _LOCAL)
