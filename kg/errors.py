"""Failing systems, as one tree.

OncographError
├── StoreUnavailable      Neo4j does not answer
├── StoreOutdated         the graph was filled by a version whose statements read otherwise
├── StoreRefused          the graph refused a write or a query that is not read-only
├── RuntimeMissing        a server's files cannot be installed or do not match their hashes
├── ServerFailed          a managed child process did not become ready
├── SourceUnavailable     a live API did not answer after its retries
├── ModelUnavailable      the model server does not answer
└── GenerationFailed      the model answered, but not with what was asked

A wrong value is a ValueError beside its type; not knowing is a value, never an error.
"""


class OncographError(Exception):
    """A system the service depends on failed; the message names it and the fix."""


class StoreUnavailable(OncographError):
    """Neo4j does not answer."""


class StoreOutdated(OncographError):
    """The graph was filled by a version whose statements read otherwise."""


class StoreRefused(OncographError):
    """The graph refused a write, or a query was not read-only."""


class RuntimeMissing(OncographError):
    """A server's files cannot be installed or do not match their hashes."""


class ServerFailed(OncographError):
    """A managed child process did not become ready."""


class SourceUnavailable(OncographError):
    """A live API did not answer after its retries."""


class ModelUnavailable(OncographError):
    """The model server does not answer."""


class GenerationFailed(OncographError):
    """The model answered, but not with what was asked."""
