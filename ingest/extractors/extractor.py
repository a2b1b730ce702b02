"""What every extractor of claims is: a name, a version and a way of reading a document."""

from collections.abc import Iterator
from typing import Any, Protocol

from kg.document import Document
from kg.statement import Evidence, Statement


class Extractor(Protocol):
    """Finds claims in a document; each rests on a span of it."""

    @property
    def name(self) -> str:
        """Word that evidence names it by."""

    @property
    def version(self) -> str:
        """Changes whenever the same document may give other claims."""

    def read(self, document: Document, doc: Any) -> Iterator[Statement]:
        """The claims of a document that `build_nlp()` has read already."""

    def extract(self, document: Document) -> Iterator[Statement]:
        """The claims of one document."""
        from ingest.nlp import build_nlp

        yield from self.read(document, build_nlp()(document.text))

    def quoted(self, document: Document, start: int, end: int) -> Evidence:
        """A span of a document as what a claim rests on."""
        return Evidence(
            document=document.id,
            start=start,
            end=end,
            quote=document.text[start:end],
            extractor=self.name,
            extractor_version=self.version,
        )
