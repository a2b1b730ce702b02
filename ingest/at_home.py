"""Complaints of the place where a tumour began, although it has spread."""

from ingest.diagnosis import Candidate
from ingest.mention import Mention
from ingest.target import is_site_of, primary_code

_STOPS = ",;.:\n"


def hurts_at_home(
    text: str,
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
        start = max(text.rfind(stop, 0, symptom.start) for stop in _STOPS) + 1
        end = min((at for stop in _STOPS if (at := text.find(stop, symptom.end)) >= 0), default=len(text))
        sites = [m.name for m in mentions if m.kind == "site" and m.name and start <= m.start < end]
        if any(start <= c.start < end for c in metastases) or not sites:
            continue
        if any(is_site_of(s, c.disease) for s in sites for c in metastases):
            continue
        if any(is_site_of(s, p.disease) for s in sites for p in primaries):
            return True
    return False
