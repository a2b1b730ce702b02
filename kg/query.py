"""Read-only Cypher from outside: refused unless it reads, timed, and cut at a number of rows."""

import re
from collections.abc import Mapping
from typing import Any

from neo4j import ManagedTransaction

from kg.errors import StoreRefused
from kg.rows import plain

_QUOTED = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`(?:[^`]|``)*`|//[^\n]*|/\*.*?\*/", re.DOTALL)
_WORD = re.compile(r"(?<![\w.:$&|!])(?<!\bAS\s)[A-Za-z]+\b(?!\s*:)", re.IGNORECASE)
_CALL = re.compile(r"\bCALL\b\s*([^\s({]*)", re.IGNORECASE)

_REFUSED = frozenset(
    "ALTER CREATE DELETE DETACH DROP EXPLAIN FOREACH INSERT LOAD MERGE PROFILE REMOVE SET SHOW TERMINATE "
    "USE".split()
)
"""Words that open a clause which changes something, reaches outside the graph, or steers the planner."""
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
    if "\\u" in text.lower():
        # Neo4j resolves these before it parses, so that one could end a string or spell a clause.
        raise StoreRefused("only plain text is allowed here: write the character, not its \\u escape")
    bare = _QUOTED.sub(lambda m: "`" if m[0][0] == "`" else " ", text)
    for word in _WORD.findall(bare):
        if word.upper() in _REFUSED:
            raise StoreRefused(f"only reading is allowed here: {word.upper()} is not")
    for name in _CALL.findall(bare):
        if name and name.lower() not in _PROCEDURES:
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
        rows.append({name: plain(record[name]) for name in record.keys()})
    return rows


def lucene(words: str) -> str:
    """Words as a Lucene query that looks for each of them as it stands; no operator survives."""
    tokens = re.findall(r"[^\s\"\\]+", words)[:64]
    return " ".join(f'"{token}"' for token in tokens)
