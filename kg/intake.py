"""What a write is handed, checked record by record and ordered into entries: one per document."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.batch import Claim, Entry
from kg.document import Document
from kg.schema import check_triple
from kg.statement import Statement

_DOCUMENTS = 100
_CLAIMS = 1000


class Intake(NamedTuple):
    """Entries fit to write, and what was refused: document id and reason."""

    entries: list[Entry]
    documents_refused: list[tuple[str, str]]
    statements_refused: list[tuple[str, str]]


def known_elsewhere(documents: Iterable[Document], statements: Iterable[Statement]) -> list[str]:
    """Ids of documents that the statements point into and that are not among those given."""
    given = {document.id for document in documents}
    pointed = {evidence.document for s in statements for evidence in s.evidence}
    return sorted(pointed - given)


def take_in(
    documents: Sequence[Document], statements: Iterable[Statement], stored: Mapping[str, Document]
) -> Intake:
    """Sort statements to their documents and refuse what the graph may not hold.

    Args:
        documents: Documents of this write.
        statements: Their claims, and further evidence for documents that are in the graph.
        stored: The documents in the graph that the statements point into, by id.
    """
    bad: list[tuple[str, str]] = []
    refused: list[tuple[str, str]] = []
    versions: dict[str, str] = {}
    placed: dict[str, Document] = {}
    for document in documents:
        try:
            version = document.version
        except ValueError as error:
            bad.append((document.id, f"the document cannot be written: {error}"))
            continue
        if document.id in placed:
            if versions[document.id] != version:
                bad.append((document.id, "the id stands twice in one write, with different content"))
            continue
        placed[document.id] = document
        versions[document.id] = version
    texts = {id: document.text for id, document in (dict(stored) | placed).items()}
    claims: dict[str, list[Claim]] = defaultdict(list)
    for statement in statements:
        first = statement.evidence[0].document
        try:
            check_triple(statement.subject.label, statement.relation, statement.object.label)
            key = statement.key
        except ValueError as error:
            refused.append((first, str(error)))
            continue
        if statement.valid_from >= statement.valid_to:
            refused.append((first, f"valid_from {statement.valid_from} is not before {statement.valid_to}"))
            continue
        for evidence in statement.evidence:
            text = texts.get(evidence.document)
            if text is None:
                refused.append((evidence.document, "the document is neither in this write nor in the graph"))
            elif text[evidence.start : evidence.end] != evidence.quote:
                span = f"{evidence.start}:{evidence.end}"
                refused.append((evidence.document, f"the quote is not the document's text at {span}"))
            else:
                claims[evidence.document].append(Claim(key, statement, evidence))
    entries = [Entry(d, versions[id], tuple(claims[id])) for id, d in placed.items()]
    entries += [
        Entry(d, d.version, tuple(claims[id]), complete=False)
        for id, d in stored.items()
        if id not in placed and claims[id]
    ]
    return Intake(entries, bad, refused)


def batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Whole documents, up to a hundred or a thousand claims at a time."""
    batch: list[Entry] = []
    claims = 0
    for entry in entries:
        if batch and (len(batch) == _DOCUMENTS or claims + len(entry.claims) > _CLAIMS):
            yield batch
            batch, claims = [], 0
        batch.append(entry)
        claims += len(entry.claims)
    if batch:
        yield batch
