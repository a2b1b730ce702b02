"""Complaints of the place where a tumour began, although it has spread."""

from ingest.clause import Clauses
from ingest.diagnosis import Candidate
from ingest.mention import Mention
from ingest.target import is_site_of, primary_code


def hurts_at_home(
    clauses: Clauses,
    mentions: list[Mention],
    findings: list[Mention],
    metastases: list[Candidate],
    primaries: list[Candidate],
) -> bool:
    """Whether what hurts or bleeds is told with the primary's own organ, apart from visceral deposits.

    "Anal cancer, liver mets, painful bleeding anal mass": the liver is not asked about.
    """
    if not all(primary_code(c).startswith(("C78", "C79.7")) for c in metastases):
        return False
    for symptom in findings:
        if symptom.name != "symptom" or symptom.assertion != "affirmed":
            continue
        start, end = clauses.clause_span(symptom.start)
        sites = [m.name for m in mentions if m.kind == "site" and m.name and start <= m.start < end]
        if any(start <= c.start < end for c in metastases) or not sites:
            continue
        if any(is_site_of(s, c.disease) for s in sites for c in metastases):
            continue
        if any(is_site_of(s, p.disease) for s in sites for p in primaries):
            return True
    return False
