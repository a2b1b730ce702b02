"""A graph that is down is said to be down soon."""

import time

import pytest

from kg.connection import Connection
from kg.errors import StoreUnavailable


def test_a_read_from_a_graph_that_is_down_fails_within_seconds() -> None:
    with Connection.to("bolt://127.0.0.1:9", "neo4j", "none") as nobody:
        started = time.monotonic()
        with pytest.raises(StoreUnavailable):
            nobody.read("RETURN 1")
    assert time.monotonic() - started < 3.5, "a question must not wait long for a graph that is down"
