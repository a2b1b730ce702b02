"""Every source we read, by name: a new one is a file here, its sample, its test, a line below."""

from ingest.sources.clinicaltrials import CLINICALTRIALS
from ingest.sources.guidelines import GUIDELINES
from ingest.sources.icd10cm import ICD10CM
from ingest.sources.notes import NOTES
from ingest.sources.openfda import OPENFDA
from ingest.sources.pubmed import PUBMED
from ingest.sources.record import Record, Rejection, Source
from ingest.sources.starter import STARTER

SOURCES: dict[str, Source] = {
    source.name: source for source in (CLINICALTRIALS, GUIDELINES, ICD10CM, NOTES, OPENFDA, PUBMED, STARTER)
}

__all__ = ["SOURCES", "Record", "Rejection", "Source"]
