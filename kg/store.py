"""The graph in Neo4j: writes that close and never delete, reads at any moment of both clocks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from neo4j import ManagedTransaction

from kg import cypher
from kg.connection import Connection
from kg.document import Document
from kg.errors import StoreRefused
from kg.query import check_read_only, lucene, read_rows
from kg.rows import as_utc, short_hash, stored_document, stored_statement
from kg.schema import MIGRATIONS, plain_index
from kg.statement import OPEN, OPEN_TIME, Statement
from kg.stored import StoredStatement
from kg.vocabulary import disease_row, term_row, write_rows
from kg.write import Embed, Write, WriteReport
from ontologies.disease import Disease
from ontologies.term import Term

__all__ = ["Embed", "GraphStore", "WriteReport"]

_FETCHED = 1000
"""Hits a full-text query first asks for; all of them only if too few pass the filters."""
_ALL = 2**31 - 1
_LAST_DAY = OPEN - timedelta(days=1)


class GraphStore:
    """The graph behind one connection pool; safe to share between threads."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._legacy: bool | None = None

    @classmethod
    def connect(cls, uri: str, user: str, password: str) -> Self:
        """A store at this address; nothing is contacted before the first use.

        Raises:
            StoreUnavailable: the address is none.
        """
        return cls(Connection.to(uri, user, password))

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
        self._connection.close()

    def ping(self) -> str:
        """Neo4j's version.

        Raises:
            StoreUnavailable: it does not answer, or refuses the password.
        """
        version = str(self._connection.ask(cypher.PING)[0]["version"])
        self._legacy = version.startswith("5.")
        return version

    def migrate(self) -> int:
        """The schema's version, after bringing constraints and indexes up to it; for every start.

        Raises:
            StoreUnavailable: Neo4j does not answer.
            StoreRefused: the graph was made under another schema of the same number.
        """
        self.ping()
        marks = {r["version"]: r["mark"] for r in self._connection.read(cypher.SCHEMA_VERSIONS)}
        for number, texts in enumerate(MIGRATIONS, start=1):
            mark = short_hash(*texts)
            if number not in marks:
                for text in texts:
                    self._connection.run(plain_index(text) if self._legacy else text)
                made = {"version": number, "mark": mark, "at": datetime.now(UTC)}
                self._connection.write(cypher.RECORD_SCHEMA, made)
            elif marks[number] != mark:
                raise StoreRefused(
                    f"the graph's schema {number} is another release's: start a fresh home and ingest again"
                )
        self._connection.write(cypher.MAKE_GRAPH, {"version": "0" * 16, "known": datetime(1970, 1, 1)})
        if len(marks) < len(MIGRATIONS):
            self._connection.run(cypher.AWAIT_INDEXES)
        return len(MIGRATIONS)

    # Writing

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
            documents: Documents of one source; they are held in memory together.
            statements: Their claims.
            source: Name of the reader.
            run: Names this run, on everything it writes.
            now: Time on the knowledge clock, not before the last write; None: this moment.
            embed: Texts to vectors, for search by meaning; None: none are kept.

        Raises:
            StoreUnavailable: Neo4j does not answer; whole documents may have been written.
            StoreRefused: `now` stands before the last write.
        """
        moment = as_utc(now) if now else None
        return Write(self._connection, source, run, moment, embed).take(documents, statements)

    def write_diseases(self, diseases: Mapping[str, Disease]) -> int:
        """How many of the project's diseases were new or differed, now nodes with IS_A and SAME_AS."""
        return write_rows(self._connection, map(disease_row, diseases.values()))

    def write_terms(self, terms: Iterable[Term]) -> int:
        """How many ontology terms were new or differed, now nodes with IS_A and SAME_AS."""
        return write_rows(self._connection, map(term_row, terms))

    def save_answer(self, id: str, body: str, at: datetime | None = None) -> str:
        """Keep an answer's JSON under its id; the JSON kept there, since the first one stands."""
        row = {"id": id, "body": body, "at": at or datetime.now(UTC)}
        return str(self._connection.write(cypher.SAVE_ANSWER, row)[0]["body"])

    # Reading

    def answer(self, id: str) -> str | None:
        """The JSON of an answer given before."""
        found = self._connection.read(cypher.ANSWER, {"id": id})
        return str(found[0]["body"]) if found else None

    def schedules(
        self, diseases: Sequence[str], as_of: date, known_at: datetime | None = None
    ) -> list[StoredStatement]:
        """Radiotherapy courses for these diseases, believed, valid that day and known then."""
        records = self._at(cypher.SCHEDULES, as_of, known_at, diseases=list(diseases))
        return [stored_statement(record) for record in records]

    def superseded(
        self, diseases: Sequence[str], as_of: date, known_at: datetime | None = None
    ) -> list[tuple[StoredStatement, str | None]]:
        """Courses that no longer held that day, each with the id of the statement that replaced it."""
        records = self._at(cypher.SUPERSEDED, as_of, known_at, diseases=list(diseases))
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
        records = self._at(cypher.ABOUT, as_of, known_at, curie=curie, relation=relation, limit=limit)
        return [stored_statement(record) for record in records]

    def approvals(
        self,
        diseases: Sequence[str] | None,
        drugs: Sequence[str] | None,
        as_of: date,
        known_at: datetime | None = None,
    ) -> list[StoredStatement]:
        """Approvals in force that day; diseases by slug, drugs by CURIE, None for any."""
        records = self._at(
            cypher.APPROVALS,
            as_of,
            known_at,
            diseases=None if diseases is None else list(diseases),
            drugs=None if drugs is None else list(drugs),
        )
        return [stored_statement(record) for record in records]

    def search(
        self,
        vector: Sequence[float],
        *,
        as_of: date,
        known_at: datetime | None = None,
        diseases: Sequence[str] | None = None,
        limit: int = 10,
    ) -> list[tuple[StoredStatement, float]]:
        """Believed claims nearest in meaning, with their similarity from 0 to 1, nearest first.

        Both clocks and the diseases act inside the index, before the nearest are taken.
        """
        if self._legacy is None:
            self.ping()
        text = cypher.SEARCH if diseases is None else cypher.SEARCH_DISEASES
        records = self._at(
            cypher.SEARCH_AFTERWARDS if self._legacy else text,
            as_of,
            known_at,
            vector=list(vector),
            diseases=None if diseases is None else list(diseases),
            limit=limit,
            fetch=max(4 * limit, 50),
        )
        return [(stored_statement(record), record["score"]) for record in records]

    def search_text(
        self,
        words: str,
        *,
        as_of: date,
        known_at: datetime | None = None,
        diseases: Sequence[str] | None = None,
        limit: int = 10,
    ) -> list[tuple[StoredStatement, float]]:
        """Believed claims whose sentence holds these words, with Lucene's score, best first."""
        query = lucene(words)
        if not query:
            return []
        wanted = None if diseases is None else list(diseases)
        for fetch in (_FETCHED, _ALL):
            records = self._at(
                cypher.SEARCH_TEXT,
                as_of,
                known_at,
                query=query,
                diseases=wanted,
                limit=limit,
                fetch=fetch,
            )
            # The best of the best scores that pass the filter are the best of all that pass it.
            if len(records) == limit:
                break
        return [(stored_statement(record), record["score"]) for record in records]

    def statement(self, id: str) -> StoredStatement | None:
        """A claim with the evidence it has, or had when it was closed."""
        found = self._connection.read(cypher.STATEMENT, {"id": id})
        return stored_statement(found[0]) if found else None

    def document(self, id: str, version: str | None = None) -> Document | None:
        """A document's latest version, or the one named."""
        found = self._connection.read(cypher.DOCUMENT, {"id": id, "version": version, "open": OPEN_TIME})
        return stored_document(found[0]["body"], found[0]["text"]) if found else None

    def version(self) -> str:
        """16 hex digits that change when, and only when, the graph's content does."""
        found = self._connection.read(cypher.GRAPH_STATE)
        return str(found[0]["version"]) if found else "0" * 16

    def counts(self) -> dict[str, int]:
        """How much there is of each kind, now and ever."""
        return dict(self._connection.read(cypher.COUNTS, {"open": OPEN_TIME})[0])

    def read(
        self,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        limit: int = 1000,
        timeout_s: float = 10,
    ) -> list[dict[str, Any]]:
        """Up to `limit` rows of a Cypher text that only reads.

        Raises:
            StoreRefused: the text does more than read, is no Cypher, or takes longer than the timeout.
        """
        check_read_only(text)

        def work(tx: ManagedTransaction) -> list[dict[str, Any]]:
            return read_rows(tx, text, parameters or {}, limit)

        return self._connection.read_with(work, timeout_s)

    def _at(self, text: str, as_of: date, known_at: datetime | None, **more: Any) -> list[Any]:
        # An open interval ends with the calendar's last day, exclusively; that day too finds what is open.
        day = min(as_of, _LAST_DAY)
        return self._connection.read(text, {"as_of": day, "known_at": as_utc(known_at), **more})
