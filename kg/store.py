"""The graph in Neo4j: writes that close and never delete, reads at any moment of both clocks."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from neo4j import GraphDatabase, ManagedTransaction, unit_of_work
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)
from pydantic import BaseModel, ConfigDict

from kg import cypher
from kg.batch import Entry, Outcome, plan_batch, write_batch
from kg.document import Document
from kg.errors import StoreUnavailable
from kg.intake import batches, known_elsewhere, take_in
from kg.rows import LATEST, as_utc, stored_document, stored_statement
from kg.schema import MIGRATIONS, plain_index
from kg.statement import OPEN_TIME, Statement
from kg.stored import StoredStatement

log = logging.getLogger(__name__)

_T = TypeVar("_T")
Embed = Callable[[list[str]], list[list[float]]]
"""Texts to vectors."""

_RACES = 5
_READ_S = 30.0
_WRITE_S = 110.0


class WriteReport(BaseModel):
    """What one write did."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    documents_new: int = 0
    documents_changed: int = 0
    documents_unchanged: int = 0
    documents_rejected: tuple[tuple[str, str], ...] = ()
    """Document id and why it could not be written, together with its statements."""
    statements_opened: int = 0
    statements_closed: int = 0
    statements_unchanged: int = 0
    statements_rejected: tuple[tuple[str, str], ...] = ()
    """Document id and why a claim, or one evidence of it, was refused."""


class GraphStore:
    """The graph behind one connection pool; safe to share between threads."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver
        self._server: str | None = None

    @classmethod
    def connect(cls, uri: str, user: str, password: str) -> Self:
        """A store at this address; nothing is contacted before the first use.

        Raises:
            StoreUnavailable: the address is none.
        """
        try:
            driver = GraphDatabase.driver(
                uri,
                auth=(user, password),
                connection_timeout=5,
                connection_acquisition_timeout=10,
                max_transaction_retry_time=15,
                notifications_min_severity="OFF",
                user_agent="oncograph",
            )
        except (ConfigurationError, ValueError) as error:
            raise StoreUnavailable(f"{uri} is no Neo4j address: {error}") from error
        return cls(driver)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._driver.close()

    def ping(self) -> str:
        """Neo4j's version.

        Raises:
            StoreUnavailable: it does not answer, or refuses the password.
        """
        self._server = str(self._read(cypher.PING)[0]["version"])
        return self._server

    def migrate(self) -> int:
        """Bring constraints and indexes up to date; the schema's version, safe to call at every start."""
        legacy = (self._server or self.ping()).startswith(("4.", "5."))
        done = int(self._read(cypher.SCHEMA_VERSION)[0]["version"])
        for number, texts in enumerate(MIGRATIONS[done:], start=done + 1):
            for text in texts:
                self._run(plain_index(text) if legacy else text)
            self._run(cypher.RECORD_SCHEMA, version=number, at=datetime.now(UTC))
        self._run(cypher.MAKE_GRAPH, version="0" * 16, known=datetime(1970, 1, 1))
        if done < len(MIGRATIONS):
            self._run(cypher.AWAIT_INDEXES)
        return len(MIGRATIONS)

    # --- writing

    def write(
        self,
        documents: Iterable[Document],
        statements: Iterable[Statement],
        *,
        source: str,
        run: str,
        now: datetime | None = None,
        embed: Embed | None = None,
    ) -> WriteReport:
        """Bring these documents and their claims into the graph; a second time changes nothing.

        The statements given are all that these documents claim: what one of them claimed before and does
        not now loses its support, and is closed when no other document supports it. Statements may also
        point into documents that are in the graph already; those only gain evidence.
        A document and its claims are written together or not at all, and one that cannot be written does
        not hold up the others.

        Args:
            documents: Documents of one source.
            statements: Their claims.
            source: Name of the reader.
            run: Names this run, on everything it writes.
            now: Time on the knowledge clock; None: this moment.
            embed: Texts to vectors, for search by meaning; None: none are kept.

        Raises:
            StoreUnavailable: Neo4j does not answer.
            StoreRefused: `now` stands before the last write.
        """
        documents, statements = list(documents), list(statements)
        moment = as_utc(now) if now else None
        elsewhere = known_elsewhere(documents, statements)
        stored = {}
        if elsewhere:
            for record in self._read(cypher.STORED_DOCUMENTS, ids=elsewhere, open=OPEN_TIME):
                document = stored_document(record["body"], record["text"])
                stored[document.id] = document
        entries, refused = take_in(documents, statements, stored)
        outcomes: list[tuple[Outcome, list[Entry]]] = []
        rejected: list[tuple[str, str]] = []
        for batch in batches(entries):
            self._write_or_split(batch, source, run, moment, embed, outcomes, rejected)
        keys = {c.key for _, done in outcomes for entry in done for c in entry.claims}
        opened = {id for outcome, _ in outcomes for id in outcome.opened}
        plans = [outcome.plan for outcome, _ in outcomes]
        gone = {id for id, _ in rejected}
        twice = [pair for pair in refused if "cannot be written" in pair[1] or "stands twice" in pair[1]]
        return WriteReport(
            documents_new=sum(len(plan.new) for plan in plans),
            documents_changed=sum(len(plan.changed) for plan in plans),
            documents_unchanged=sum(e.complete for plan in plans for e in plan.unchanged),
            documents_rejected=tuple(rejected + twice),
            statements_opened=len(opened),
            statements_closed=len({id for outcome, _ in outcomes for id in outcome.closed}),
            statements_unchanged=len(keys) - len(opened),
            statements_rejected=tuple(
                [pair for pair in refused if pair not in twice]
                + [(e.document.id, "its document was rejected") for e in entries for _ in e.claims if e.document.id in gone]
            ),
        )

    def _write_or_split(
        self,
        batch: list[Entry],
        source: str,
        run: str,
        moment: datetime | None,
        embed: Embed | None,
        outcomes: list[tuple[Outcome, list[Entry]]],
        rejected: list[tuple[str, str]],
    ) -> None:
        """Write a batch; halve it when Neo4j or the driver refuses, down to the one document at fault."""
        try:
            outcomes.append((self._write_batch(batch, source, run, moment, embed), batch))
        except (Neo4jError, DriverError, ValueError, OverflowError) as error:
            _raise_if_down(error)
            if len(batch) == 1:
                rejected.append((batch[0].document.id, f"the document cannot be written: {error}"))
                return
            middle = len(batch) // 2
            for half in (batch[:middle], batch[middle:]):
                self._write_or_split(half, source, run, moment, embed, outcomes, rejected)

    def _write_batch(
        self, batch: list[Entry], source: str, run: str, moment: datetime | None, embed: Embed | None
    ) -> Outcome:
        with self._driver.session() as session:
            plan = session.execute_read(plan_batch, batch)
            if plan.empty:
                return Outcome(plan)
            vectors: dict[str, Sequence[float]] = {}

            def embedding_of(opening: Mapping[str, Statement]) -> Mapping[str, Sequence[float]]:
                missing = [key for key in opening if key not in vectors]
                if embed and missing:
                    vectors.update(zip(missing, embed([opening[k].text for k in missing]), strict=True))
                return vectors

            # Before the transaction, so that no lock is held while the model computes.
            embedding_of({key: statement for key, (_, statement) in plan.opening.items()})
            work = unit_of_work(timeout=_WRITE_S)(write_batch)
            for attempt in range(_RACES):
                try:
                    return session.execute_write(
                        work, batch, source=source, run=run, now=moment, embedding_of=embedding_of
                    )
                except ConstraintError:
                    # Two writers merged one key at the same time; the driver does not retry this.
                    if attempt == _RACES - 1:
                        raise
                    time.sleep(0.05 * 2**attempt)
            raise AssertionError("unreachable")

    def save_answer(self, id: str, body: str, at: datetime | None = None) -> None:
        """Keep an answer's JSON under its id; the first one stands."""
        self._write(cypher.SAVE_ANSWER, id=id, body=body, at=at or datetime.now(UTC))

    # --- reading

    def answer(self, id: str) -> str | None:
        """The JSON of an answer given before."""
        found = self._read(cypher.ANSWER, id=id)
        return str(found[0]["body"]) if found else None

    def schedules(
        self, diseases: Sequence[str], as_of: date, known_at: datetime | None = None
    ) -> list[StoredStatement]:
        """Radiotherapy courses for these diseases, believed, valid that day and known then."""
        return self._statements(cypher.SCHEDULES, known_at, diseases=list(diseases), as_of=as_of)

    def superseded(
        self, diseases: Sequence[str], as_of: date, known_at: datetime | None = None
    ) -> list[tuple[StoredStatement, str | None]]:
        """Courses that held no longer that day, each with the id of the statement that replaced it."""
        records = self._read(
            cypher.SUPERSEDED, known_at=as_utc(known_at), diseases=list(diseases), as_of=as_of
        )
        return [(stored_statement(record), record["successor"]) for record in records]

    def about(
        self,
        curie: str,
        relation: str,
        as_of: date,
        known_at: datetime | None = None,
        limit: int = 100,
    ) -> list[StoredStatement]:
        """Believed claims of one relation with this entity as subject or object."""
        return self._statements(
            cypher.ABOUT, known_at, curie=curie, relation=relation, as_of=as_of, limit=limit
        )

    def approvals(
        self,
        diseases: Sequence[str] | None,
        drugs: Sequence[str] | None,
        as_of: date,
        known_at: datetime | None = None,
    ) -> list[StoredStatement]:
        """Drug approvals in force that day; diseases by slug, drugs by CURIE, None: any."""
        return self._statements(
            cypher.APPROVALS,
            known_at,
            diseases=None if diseases is None else list(diseases),
            drugs=None if drugs is None else list(drugs),
            as_of=as_of,
        )

    def statement(self, id: str) -> StoredStatement | None:
        """A claim with the evidence it has, or had when it was closed."""
        found = self._read(cypher.STATEMENT, id=id)
        return stored_statement(found[0]) if found else None

    def document(self, id: str, version: str | None = None) -> Document | None:
        """A document's latest version, or the one named."""
        found = self._read(cypher.DOCUMENT, id=id, version=version, open=OPEN_TIME)
        return stored_document(found[0]["body"], found[0]["text"]) if found else None

    def version(self) -> str:
        """16 hex digits that change when, and only when, the graph's content does."""
        found = self._read(cypher.GRAPH_STATE)
        return str(found[0]["version"]) if found else "0" * 16

    def counts(self) -> dict[str, int]:
        """How much there is of each kind, now and ever."""
        return dict(self._read(cypher.COUNTS, open=OPEN_TIME)[0])

    def _statements(self, text: str, known_at: datetime | None, **parameters: Any) -> list[StoredStatement]:
        return [stored_statement(r) for r in self._read(text, known_at=as_utc(known_at), **parameters)]

    # --- the driver

    def _read(self, text: str, **parameters: Any) -> list[Any]:
        def work(tx: ManagedTransaction) -> list[Any]:
            return list(tx.run(text, parameters))

        return self._session(lambda s: s.execute_read(unit_of_work(timeout=_READ_S)(work)))

    def _write(self, text: str, **parameters: Any) -> None:
        def work(tx: ManagedTransaction) -> None:
            tx.run(text, parameters).consume()

        self._session(lambda s: s.execute_write(unit_of_work(timeout=_WRITE_S)(work)))

    def _run(self, text: str, **parameters: Any) -> None:
        """One text in its own transaction, as schema changes and batched ones demand."""
        self._session(lambda s: s.run(text, parameters).consume())

    def _session(self, work: Callable[[Any], _T]) -> _T:
        try:
            with self._driver.session() as session:
                return work(session)
        except (Neo4jError, DriverError) as error:
            _raise_if_down(error)
            raise


def _raise_if_down(error: Exception) -> None:
    if isinstance(error, AuthError):
        raise StoreUnavailable("Neo4j refuses the user or the password") from error
    if isinstance(error, ServiceUnavailable | SessionExpired):
        raise StoreUnavailable("Neo4j does not answer; see `oncograph status`") from error
    if isinstance(error, Neo4jError) and error.is_retryable():
        raise StoreUnavailable(f"Neo4j is busy: {error.code}") from error
