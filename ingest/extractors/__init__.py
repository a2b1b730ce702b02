"""Every extractor of claims from documents, by name; adding one is a new file here and a line below.

Order in the table is order of execution.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from ingest.extractors.finding import FindingExtractor
from ingest.extractors.label import LabelExtractor
from ingest.extractors.radiotherapy import RadiotherapyExtractor
from ingest.extractors.trial import TrialExtractor
from kg.document import Document
from kg.statement import Statement


class Extractor(Protocol):
    """Finds claims in a document; each rests on a span of it."""

    @property
    def name(self) -> str:
        """Word that evidence names it by."""

    @property
    def version(self) -> str:
        """Changes whenever the same document may give other claims."""

    def extract(self, document: Document) -> Iterator[Statement]:
        """The claims of one document."""

    def read(self, document: Document, doc: Any) -> Iterator[Statement]:
        """The claims of a document that `build_nlp()` has read already."""


EXTRACTORS: dict[str, Extractor] = {
    e.name: e for e in (FindingExtractor(), LabelExtractor(), RadiotherapyExtractor(), TrialExtractor())
}


def read_documents(nlp: Any, documents: Iterable[Document]) -> Iterator[Statement]:
    """The claims of many documents, each read once by the pipeline and by every extractor."""
    pairs = ((document.text, document) for document in documents)
    for doc, document in nlp.pipe(pairs, as_tuples=True, batch_size=32):
        for extractor in EXTRACTORS.values():
            yield from extractor.read(document, doc)
