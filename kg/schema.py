"""What the graph may hold: labels, allowed triples, constraints, indexes and their migrations."""

from kg.statement import Label, Relation

DIMENSIONS = 384
"""Of the embedding model; a vector index has one size."""

NODE_LABELS: dict[Label, tuple[str, ...]] = {
    "Biomarker": ("Biomarker",),
    "Disease": ("Disease",),
    "Drug": ("Treatment", "Drug"),
    "Expression": ("Biomarker", "Expression"),
    "Gene": ("Biomarker", "Gene"),
    "Outcome": ("Outcome",),
    "Procedure": ("Treatment", "Procedure"),
    "Radiotherapy": ("Treatment", "Radiotherapy"),
    "SystemicRegimen": ("Treatment", "SystemicRegimen"),
    "Trial": ("Trial",),
    "Variant": ("Biomarker", "Variant"),
}
"""Labels of an entity's node, beside `_Entity` which all of them carry for their key. Neo4j Browser colours a
node by its alphabetically first label, so the common one must be the last."""

_TREATMENTS: frozenset[Label] = frozenset(("Drug", "Procedure", "Radiotherapy", "SystemicRegimen"))
_BIOMARKERS: frozenset[Label] = frozenset(("Biomarker", "Expression", "Gene", "Variant"))
_DISEASE: frozenset[Label] = frozenset(("Disease",))

ALLOWED: dict[Relation, tuple[frozenset[Label], frozenset[Label]]] = {
    "APPROVED_FOR": (_TREATMENTS, _DISEASE),
    "CODED_AS": (_DISEASE, _DISEASE),
    "CONTRAINDICATED_IN": (_TREATMENTS, _DISEASE | _BIOMARKERS),
    "IMPROVES": (_TREATMENTS, frozenset(("Outcome",))),
    "PROGNOSTIC_FOR": (_BIOMARKERS, _DISEASE | {"Outcome"}),
    "RESISTANT_TO": (_DISEASE | _BIOMARKERS, _TREATMENTS),
    "SENSITIVE_TO": (_DISEASE | _BIOMARKERS, _TREATMENTS),
    "STUDIES": (frozenset(("Trial",)), _TREATMENTS | _BIOMARKERS | _DISEASE),
    "TREATS": (_TREATMENTS, _DISEASE),
}
"""For each relation the labels its subject and its object may have."""


class SchemaViolation(ValueError):
    """A claim that no allowed triple covers."""


def check_triple(subject: Label, relation: Relation, object_: Label) -> None:
    """Refuse a claim whose subject and object do not go with its relation.

    Raises:
        SchemaViolation: no allowed triple covers it.
    """
    subjects, objects = ALLOWED[relation]
    if subject not in subjects or object_ not in objects:
        raise SchemaViolation(
            f"({subject})-[{relation}]->({object_}) is not allowed: {relation} goes from "
            f"{' | '.join(sorted(subjects))} to {' | '.join(sorted(objects))}"
        )


MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE CONSTRAINT entity_curie IF NOT EXISTS FOR (n:_Entity) REQUIRE n.curie IS UNIQUE",
        "CREATE CONSTRAINT document_uid IF NOT EXISTS FOR (n:Document) REQUIRE n.uid IS UNIQUE",
        "CREATE CONSTRAINT statement_id IF NOT EXISTS FOR (n:Statement) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT evidence_id IF NOT EXISTS FOR (n:Evidence) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT answer_id IF NOT EXISTS FOR (n:Answer) REQUIRE n.id IS UNIQUE",
        "CREATE CONSTRAINT graph_id IF NOT EXISTS FOR (n:Graph) REQUIRE n.id IS UNIQUE",
        "CREATE INDEX document_id IF NOT EXISTS FOR (n:Document) ON (n.id)",
        "CREATE INDEX document_reference IF NOT EXISTS FOR (n:Document) ON (n.reference)",
        "CREATE INDEX statement_key IF NOT EXISTS FOR (n:Statement) ON (n.key)",
        "CREATE INDEX statement_claim IF NOT EXISTS FOR (n:Statement) ON (n.claim)",
        "CREATE INDEX statement_topic IF NOT EXISTS FOR (n:Statement) ON (n.topic)",
        "CREATE INDEX statement_disease IF NOT EXISTS FOR (n:Statement) ON (n.disease, n.relation)",
        "CREATE INDEX statement_relation IF NOT EXISTS FOR (n:Statement) ON (n.relation, n.status)",
        "CREATE INDEX entity_name IF NOT EXISTS FOR (n:_Entity) ON (n.name)",
        "CREATE INDEX disease_slug IF NOT EXISTS FOR (n:Disease) ON (n.slug)",
        "CREATE FULLTEXT INDEX statement_words IF NOT EXISTS FOR (n:Statement) ON EACH [n.text]",
        "CREATE FULLTEXT INDEX entity_words IF NOT EXISTS FOR (n:_Entity) ON EACH [n.name, n.synonyms]",
        "CREATE FULLTEXT INDEX document_words IF NOT EXISTS FOR (n:Document) ON EACH [n.title, n.text]",
        "CYPHER 25 CREATE VECTOR INDEX statement_meaning IF NOT EXISTS FOR (n:Statement) ON n.embedding "
        "WITH [n.valid_from, n.valid_to, n.known_from, n.known_to, n.status, n.tier, n.disease] "
        f"OPTIONS {{indexConfig: {{`vector.dimensions`: {DIMENSIONS}, "
        "`vector.similarity_function`: 'cosine'}}",
    ),
)
"""One entry per schema version, never edited once released; the graph records how many it has had."""


def plain_index(text: str) -> str:
    """A migration as the 5.26 line takes it: its vector index knows no filter properties."""
    if "VECTOR INDEX" not in text:
        return text
    before, _, rest = text.removeprefix("CYPHER 25 ").partition("WITH [")
    return before + rest.partition("] ")[2]
