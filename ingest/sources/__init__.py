"""Every source we read, by name: a new one is a file here, its sample, its test, a line below."""

from ingest.sources.record import Record, Rejection, Source
from ingest.sources.starter import STARTER

SOURCES: dict[str, Source] = {source.name: source for source in (STARTER,)}

__all__ = ["SOURCES", "Record", "Rejection", "Source"]
