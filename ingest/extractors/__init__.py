"""Every extractor of claims from documents, by name; adding one is a new file here and a line below.

Order in the table is order of execution.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from ingest.extractors.extractor import Extractor
from ingest.extractors.finding import FindingExtractor
from ingest.extractors.label import LabelExtractor
from ingest.extractors.radiotherapy import RadiotherapyExtractor
from ingest.extractors.trial import TrialExtractor
from kg.document import Document
from kg.statement import Statement

EXTRACTORS: dict[str, Extractor] = {
    e.name: e for e in (FindingExtractor(), LabelExtractor(), RadiotherapyExtractor(), TrialExtractor())
}


def read_documents(nlp: Any, documents: Iterable[Document]) -> Iterator[Statement]:
    """The claims of many documents, each read once by the pipeline and by every extractor."""
    pairs = ((document.text, document) for document in documents)
    for doc, document in nlp.pipe(pairs, as_tuples=True, batch_size=32):
        for extractor in EXTRACTORS.values():
            yield from extractor.read(document, doc)
