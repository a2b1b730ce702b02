"""The driver: sessions, retries and timeouts, with its errors told apart into ours."""

from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeVar

from neo4j import Driver, GraphDatabase, ManagedTransaction, Session, unit_of_work
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    ConstraintError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from kg.errors import StoreRefused, StoreUnavailable

_T = TypeVar("_T")

READ_S = 30.0
WRITE_S = 110.0
_RACES = 5
_SOON = {"max_transaction_retry_time": 1.0, "initial_retry_delay": 0.1}
"""How reads are retried: whoever asks a question is told within two seconds that the graph is down."""


class Connection:
    """One pool of connections to one Neo4j, shared by threads."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    @classmethod
    def to(cls, uri: str, user: str, password: str) -> Self:
        """A pool for this address; nothing is contacted yet.

        Raises:
            StoreUnavailable: the address is none.
        """
        try:
            driver = GraphDatabase.driver(
                uri,
                auth=(user, password),
                connection_timeout=5,
                connection_acquisition_timeout=10,
                max_transaction_retry_time=4,
                notifications_min_severity="OFF",
                user_agent="oncograph",
            )
        except (ConfigurationError, ValueError) as error:
            raise StoreUnavailable(f"{uri!r} is no Neo4j address: {error}") from error
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

    def ask(self, text: str) -> list[Any]:
        """Records of one text, asked once: whoever waits wants to know now whether Neo4j answers."""
        return self._in_session(lambda session: list(session.run(text)))

    def read(self, text: str, parameters: dict[str, Any] | None = None) -> list[Any]:
        """Records of one text, in a read transaction that is retried."""

        def work(tx: ManagedTransaction) -> list[Any]:
            return list(tx.run(text, parameters))

        return self.read_with(work)

    def read_with(self, work: Callable[[ManagedTransaction], _T], timeout_s: float = READ_S) -> _T:
        """What a function of a read transaction gives."""
        timed = unit_of_work(timeout=timeout_s)(work)
        return self._in_session(lambda session: session.execute_read(timed), **_SOON)

    def write(self, text: str, parameters: dict[str, Any] | None = None) -> list[Any]:
        """Records of one text, in a write transaction that is retried."""

        def work(tx: ManagedTransaction) -> list[Any]:
            return list(tx.run(text, parameters))

        return self.write_with(work)

    def write_with(self, work: Callable[[ManagedTransaction], _T]) -> _T:
        """What a function of a write transaction gives, tried again when two writers met on one key."""
        timed = unit_of_work(timeout=WRITE_S)(work)

        def attempt(session: Session) -> _T:
            for _ in range(_RACES):
                try:
                    return session.execute_write(timed)
                except ConstraintError:
                    # Two transactions merged one key at once; the driver counts this as final.
                    continue
            return session.execute_write(timed)

        return self._in_session(attempt)

    def run(self, text: str, parameters: dict[str, Any] | None = None) -> None:
        """One text in its own transaction, as schema changes demand."""
        self._in_session(lambda session: session.run(text, parameters).consume())

    def _in_session(self, work: Callable[[Session], _T], **retries: Any) -> _T:
        try:
            with self._driver.session(**retries) as session:
                return work(session)
        except AuthError as error:
            raise StoreUnavailable("Neo4j refuses the user or the password") from error
        except (ServiceUnavailable, SessionExpired) as error:
            raise StoreUnavailable("Neo4j does not answer; see `oncograph status`") from error
        except Neo4jError as error:
            if isinstance(error, ClientError) or str(error.code).startswith("Neo.DatabaseError.Statement"):
                raise StoreRefused(f"{error.code}: {error.message}") from error
            raise StoreUnavailable(f"Neo4j cannot do it now: {error.code}") from error
