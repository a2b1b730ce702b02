"""Read-only Cypher from outside: refused unless it reads, timed, and cut at a number of rows."""

import re
from collections.abc import Mapping
from typing import Any

from neo4j import ManagedTransaction

from kg.errors import StoreRefused
from kg.rows import plain

_QUOTED = re.compile(
    r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`(?:[^`]|``)*`|//[^\n]*|/\*.*?\*/", re.DOTALL
)
_WORD = re.compile(r"(?<![\w.:$&|!])[A-Za-z]+\b(?!\s*[:(])|(?<![\w.:$&|!])CALL\b", re.IGNORECASE)
_PROCEDURE = re.compile(r"\bCALL\s+([A-Za-z_][\w.]*)", re.IGNORECASE)

_REFUSED = frozenset(
    "ALTER CREATE DELETE DENY DETACH DROP DRYRUN ENABLE EXPLAIN FOREACH GRANT INSERT LOAD MERGE NODETACH "
    "PROFILE REALLOCATE REMOVE RENAME REVOKE SET SHOW START STOP TERMINATE USE".split()
)
"""Clauses that change something, reach outside the graph, or steer the planner."""
_PROCEDURES = frozenset(
    (
        "db.index.fulltext.querynodes",
        "db.index.vector.querynodes",
        "db.labels",
        "db.propertykeys",
        "db.relationshiptypes",
        "db.schema.nodetypeproperties",
        "db.schema.reltypeproperties",
        "db.schema.visualization",
    )
)
"""Procedures that only look at the graph, in lower case."""


def check_read_only(text: str) -> None:
    """Refuse a text with a clause or a procedure that is not for reading.

    Raises:
        StoreRefused: the text holds one; the message names it.
    """
    bare = _QUOTED.sub(" ", text)
    for word in _WORD.findall(bare):
        if word.upper() in _REFUSED:
            raise StoreRefused(f"only reading is allowed here: {word.upper()} is not")
    for name in _PROCEDURE.findall(bare):
        if name.lower() not in _PROCEDURES:
            raise StoreRefused(f"only reading is allowed here: CALL {name} is not")


def read_rows(
    tx: ManagedTransaction, text: str, parameters: Mapping[str, Any], limit: int
) -> list[dict[str, Any]]:
    """Rows of a text that the planner, too, finds to be read-only.

    Raises:
        StoreRefused: it would write.
    """
    kind = tx.run(f"EXPLAIN {text}", parameters).consume().query_type  # type: ignore[arg-type]
    if kind != "r":
        raise StoreRefused("only reading is allowed here: the planner finds that this text writes")
    rows: list[dict[str, Any]] = []
    for record in tx.run(text, parameters):  # type: ignore[arg-type]
        if len(rows) == limit:
            break
        rows.append({name: plain(value) for name, value in record.items()})
    return rows


def lucene(words: str) -> str:
    """Words as a Lucene query that looks for each of them as it stands; no operator survives."""
    tokens = re.findall(r"[^\s\"\\]+", words)[:64]
    return " ".join(f'"{token}"' for token in tokens)
