"""What the graph may hold."""

from typing import get_args

import pytest

from kg.errors import StoreRefused
from kg.schema import ALLOWED, MIGRATIONS, NODE_LABELS, SchemaViolation, check_triple, plain_index
from kg.statement import Label, Relation
from kg.store import GraphStore


def test_every_relation_and_label_is_covered() -> None:
    assert set(ALLOWED) == set(get_args(Relation)), "add the relation's triples to kg/schema.py"
    assert set(NODE_LABELS) == set(get_args(Label)), "add the label's node labels to kg/schema.py"


@pytest.mark.parametrize(
    ("subject", "relation", "object_"),
    [
        ("Radiotherapy", "TREATS", "Disease"),
        ("Drug", "APPROVED_FOR", "Disease"),
        ("Variant", "RESISTANT_TO", "Drug"),
        ("Gene", "PROGNOSTIC_FOR", "Outcome"),
        ("Trial", "STUDIES", "SystemicRegimen"),
        ("Drug", "CONTRAINDICATED_IN", "Variant"),
        ("Procedure", "IMPROVES", "Outcome"),
        ("Expression", "SENSITIVE_TO", "Drug"),
        ("Disease", "CODED_AS", "Disease"),
    ],
)
def test_allowed_triples(subject: Label, relation: Relation, object_: Label) -> None:
    check_triple(subject, relation, object_)


@pytest.mark.parametrize(
    ("subject", "relation", "object_"),
    [
        ("Disease", "TREATS", "Radiotherapy"),
        ("Gene", "APPROVED_FOR", "Disease"),
        ("Drug", "RESISTANT_TO", "Variant"),
        ("Drug", "PROGNOSTIC_FOR", "Disease"),
        ("Disease", "STUDIES", "Drug"),
        ("Disease", "CONTRAINDICATED_IN", "Drug"),
        ("Drug", "IMPROVES", "Disease"),
        ("Drug", "SENSITIVE_TO", "Gene"),
        ("Drug", "CODED_AS", "Disease"),
    ],
)
def test_refused_triples(subject: Label, relation: Relation, object_: Label) -> None:
    with pytest.raises(SchemaViolation, match=relation):
        check_triple(subject, relation, object_)


def test_older_line_gets_an_index_without_filters() -> None:
    (vector,) = [text for text in MIGRATIONS[0] if "VECTOR INDEX" in text]
    plain = plain_index(vector)
    assert "WITH [" not in plain and "CYPHER 25" not in plain and "OPTIONS {indexConfig" in plain
    assert plain_index(MIGRATIONS[0][0]) == MIGRATIONS[0][0]


@pytest.mark.server
def test_migrating_again_changes_nothing(store: GraphStore) -> None:
    assert store.migrate() == store.migrate() == len(MIGRATIONS)
    rows = store.read("MATCH (s:Schema) RETURN s.version AS version ORDER BY version")
    assert [row["version"] for row in rows] == list(range(1, len(MIGRATIONS) + 1))


@pytest.mark.server
def test_graph_of_another_schema_is_refused(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.MIGRATIONS", (("RETURN 1",),))
    with pytest.raises(StoreRefused, match="fresh home"):
        store.migrate()
