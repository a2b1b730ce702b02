"""A write of many documents: batch by batch, and a record at fault takes no other with it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from kg import cypher
from kg.batch import Entry, Outcome, plan_batch, write_batch
from kg.connection import Connection
from kg.document import Document
from kg.errors import StoreRefused
from kg.intake import batches, known_elsewhere, take_in
from kg.rows import stored_document
from kg.statement import OPEN_TIME, Statement

Embed = Callable[[list[str]], list[list[float]]]
"""Texts to vectors."""


class WriteReport(BaseModel):
    """What one write did."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    documents_new: int = 0
    documents_changed: int = 0
    documents_unchanged: int = 0
    documents_rejected: tuple[tuple[str, str], ...] = ()
    """Document id and why it could not be written; none of its statements was."""
    statements_opened: int = 0
    statements_closed: int = 0
    statements_unchanged: int = 0
    statements_rejected: tuple[tuple[str, str], ...] = ()
    """Document id and why a claim, or one evidence of it, was refused."""


@dataclass
class Write:
    """One write under way."""

    connection: Connection
    source: str
    run: str
    now: datetime | None
    embed: Embed | None
    outcomes: list[Outcome] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    rejected: list[tuple[str, str]] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)

    def take(self, documents: Iterable[Document], statements: Iterable[Statement]) -> WriteReport:
        """Write the documents with their claims and say what that did."""
        documents, statements = list(documents), list(statements)
        self._check_clock()
        intake = take_in(documents, statements, self._stored(known_elsewhere(documents, statements)))
        for batch in batches(intake.entries):
            self._batch(batch)
        plans = [outcome.plan for outcome in self.outcomes]
        opened = {id for outcome in self.outcomes for id in outcome.opened}
        return WriteReport(
            documents_new=sum(len(plan.new) for plan in plans),
            documents_changed=sum(len(plan.changed) for plan in plans),
            documents_unchanged=sum(e.complete for plan in plans for e in plan.unchanged),
            documents_rejected=(*intake.documents_refused, *self.rejected),
            statements_opened=len(opened),
            statements_closed=len({id for outcome in self.outcomes for id in outcome.closed}),
            statements_unchanged=len(self.keys) - len(opened),
            statements_rejected=(*intake.statements_refused, *self.dropped),
        )

    def _check_clock(self) -> None:
        state = self.connection.read(cypher.GRAPH_STATE)
        if not state:
            raise StoreRefused("the graph has no schema yet: call migrate() once")
        known = state[0]["known"].to_native()
        if self.now is not None and self.now < known:
            raise StoreRefused(f"the graph was last written at {known}; {self.now} is before that")

    def _stored(self, ids: Sequence[str]) -> dict[str, Document]:
        if not ids:
            return {}
        records = self.connection.read(cypher.STORED_DOCUMENTS, {"ids": ids, "open": OPEN_TIME})
        documents = (stored_document(record["body"], record["text"]) for record in records)
        return {document.id: document for document in documents}

    def _batch(self, batch: Sequence[Entry]) -> None:
        """Write a batch; halve it when it is refused, down to the one document at fault."""
        plan = self.connection.read_with(lambda tx: plan_batch(tx, batch))
        if plan.empty:
            self._keep(Outcome(plan), batch)
            return
        vectors: dict[str, Sequence[float]] = {}

        def embedding_of(opening: Mapping[str, Statement]) -> Mapping[str, Sequence[float]]:
            missing = [key for key in opening if key not in vectors]
            if self.embed and missing:
                texts = [opening[key].text for key in missing]
                vectors.update(zip(missing, self.embed(texts), strict=True))
            return vectors

        # Before the transaction, so that no other writer waits while the model computes.
        embedding_of({key: statement for key, (_, statement) in plan.opening.items()})
        try:
            outcome = self.connection.write_with(
                lambda tx: write_batch(
                    tx,
                    batch,
                    source=self.source,
                    run=self.run,
                    now=self.now,
                    embedding_of=embedding_of,
                )
            )
        except (StoreRefused, ValueError, OverflowError) as error:
            if len(batch) == 1:
                document = batch[0].document.id
                self.rejected.append((document, f"the document cannot be written: {error}"))
                self.dropped += [(document, "its document was rejected") for _ in batch[0].claims]
                return
            middle = len(batch) // 2
            self._batch(batch[:middle])
            self._batch(batch[middle:])
            return
        self._keep(outcome, batch)

    def _keep(self, outcome: Outcome, batch: Sequence[Entry]) -> None:
        self.outcomes.append(outcome)
        self.keys |= {claim.key for entry in batch for claim in entry.claims}
