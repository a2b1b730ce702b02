"""Painful bones of somebody with a cancer: metastases that no word calls so."""

import re

from ingest.clause import Clauses
from ingest.diagnosis import STAGED, Candidate, staged_sites
from ingest.mention import Mention
from ingest.spread import is_metastatic
from ingest.target import BLOOD, category, is_injured
from ontologies.disease import load_diseases

_LYTIC = re.compile(
    r"\b(?:lytic|lysis|destructive|mirels?|(?:impending|path(?:ological|ologic)?) ?(?:fracture|fx|#))",
    re.IGNORECASE,
)


_NO_BONE_METS = re.compile(
    r"\b(?:no|without|nil)(?: (?:evidence|sign) of)? (?:(?:bony?|osseous|skeletal|spinal|new) ){0,2}"
    r"(?:mets?|metast\w+|deposits?|secondaries)\b(?! (?:elsewhere|otherwise|in|other))"
    r"|\b(?:OA|osteoarthritis|arthritis|degenerative(?: changes?)?|wear and tear|spondylosis) only\b"
    r"|\b(?:only|just|simply) (?:OA|osteoarthritis|degenerative|arthritis|wear and tear|spondylosis)\b",
    re.IGNORECASE,
)
"""What was looked for in an aching bone and not found."""


def painful_bone(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    findings: list[Mention],
    primaries: list[Candidate],
    *,
    beside: bool,
) -> list[Candidate]:
    """The bone metastasis of a metastatic cancer whose text names only a painful bone to treat.

    Args:
        text: the case.
        clauses: its clauses.
        mentions: what it names.
        findings: what was found of it.
        primaries: the tumours named.
        beside: whether deposits of other organs are named, so that the bone must be asked for.
    """
    malignant = [c for c in primaries if load_diseases()[c.disease].malignant]
    painful = _LYTIC.search(text) is not None or any(
        f.name == "symptom" and f.value == "pain" and f.assertion == "affirmed" for f in findings
    )
    if len(malignant) != 1 or not painful or _NO_BONE_METS.search(text):
        return []
    metastatic = is_metastatic(text) and not beside
    if not metastatic and any((f.name, f.value) == ("setting", "adjuvant") for f in findings):
        # "Breast, WLE, adjuvant RT, shoulder pain": the course is the breast's.
        return []
    if BLOOD.match(category(malignant[0])):
        return []
    if not metastatic and category(malignant[0]) in {"C40", "C41"}:
        # A sarcoma of the bone that hurts or breaks is where it began.
        return []
    own = {part.name for part in malignant[0].parts}
    return [
        c
        for c in staged_sites(text, clauses, mentions, STAGED, "metastasis")
        if category(c) == "C79"
        and any(code.startswith("C79.51") for code in load_diseases()[c.disease].icd10)
        and c.parts[0].name not in own
        and c.assertion == "affirmed"
        and not is_injured(text, c.start, c.end)
        and (
            metastatic
            or _is_asked_there(clauses, mentions, findings, c, silent=category(malignant[0]) in _SILENT)
        )
    ][:1]


_LYTIC_BONE = re.compile(r"[^.;\n]{0,16}?\b(?:lytic|destructive)\b", re.IGNORECASE)
"""Beside the bone: nothing more needs to be asked for to know what hurts."""
_SHORT_COURSE = re.compile(r"\b(?:8 ?Gy|8/1|20/5|30/10)\b", re.IGNORECASE)
"""Courses that relieve a bone, in as many words."""


_SILENT = frozenset({"C50", "C61", "C64", "C67", "C73"})
"""Tumours that reach no bone from where they began: what aches is where they spread to."""
_ONE_FRACTION = ("fractionation", "single", "affirmed")


def _is_asked_there(
    clauses: Clauses,
    mentions: list[Mention],
    findings: list[Mention],
    candidate: Candidate,
    *,
    silent: bool,
) -> bool:
    """Whether pain stands beside the bone, and radiotherapy is asked for there or of no other place."""
    here = clauses.sentence(candidate.start)
    pain = any(
        f.value == "pain" and clauses.clause(f.start) == clauses.clause(candidate.start) for f in findings
    ) or bool(_LYTIC.search(clauses.text, *clauses.clause_span(candidate.start)))
    placed = {
        clauses.sentence(m.start)
        for m in mentions
        if m.kind in {"disease", "morphology"} or (m.kind == "site" and m.name)
    }
    asked = any(
        (m.asks_for_radiotherapy or (m.name, m.value, m.assertion) == _ONE_FRACTION)
        and (clauses.sentence(m.start) == here or (silent and clauses.sentence(m.start) not in placed))
        for m in mentions
    )
    where = clauses.sentence_span(candidate.start)
    if _LYTIC.search(clauses.text, *where):
        where = (where[0], len(clauses.text))
    asked = asked or bool(_SHORT_COURSE.search(clauses.text, *where))
    return pain and (asked or bool(_LYTIC_BONE.match(clauses.text, max(0, candidate.start - 16))))
