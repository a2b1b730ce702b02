"""Every Cypher text, by name; parameters only, nothing is ever pasted in.

`$open` is the end of an open knowledge interval, `$moment` the time of a write.
"""

GRAPH_STATE = "MATCH (g:Graph {id: 'graph'}) RETURN g.version AS version, g.known AS known"

LOCK_GRAPH = """
MATCH (g:Graph {id: 'graph'}) SET g.writing = true
RETURN g.version AS version, g.known AS known
"""
"""Makes writers take turns: the node stays locked until the transaction ends."""

ADVANCE_GRAPH = "MATCH (g:Graph {id: 'graph'}) SET g.version = $version, g.known = $moment"

PING = "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0] AS version"

SCHEMA_VERSIONS = "MATCH (s:Schema) RETURN s.version AS version, s.mark AS mark"
RECORD_SCHEMA = "MERGE (s:Schema {version: $version}) ON CREATE SET s.mark = $mark, s.at = $at"
MAKE_GRAPH = """
MERGE (g:Graph {id: 'graph'})
ON CREATE SET g.version = $version, g.known = $known, g.writing = true, g.name = 'graph'
"""
AWAIT_INDEXES = "CALL db.awaitIndexes(120)"

COUNTS = """
RETURN
  COUNT { (n:Document) WHERE n.stub IS NULL AND n.known_to = $open } AS documents,
  COUNT { (n:Document) WHERE n.stub IS NULL } AS document_versions,
  COUNT { (n:Statement) WHERE n.known_to = $open } AS statements,
  COUNT { (n:Statement) } AS statements_ever,
  COUNT { (n:Evidence) } AS evidence,
  COUNT { (n:Disease) WHERE n.slug IS NOT NULL } AS diseases,
  COUNT { (n:Term) } AS terms,
  COUNT { (n:Answer) } AS answers
"""

# --- what stands, before a batch of documents is written

DOCUMENT_VERSIONS = """
UNWIND $ids AS id
MATCH (d:Document {id: id}) WHERE d.stub IS NULL
RETURN d.id AS id, d.uid AS uid, d.version AS version, d.known_to = $open AS open
"""

OPEN_SUPPORTS = """
UNWIND $ids AS id
MATCH (d:Document {id: id})<-[:FROM]-(e:Evidence)<-[r:SUPPORTED_BY]-(s:Statement)
WHERE r.known_to = $open
RETURN id, s.key AS key, s.id AS statement, e.id AS evidence
"""

STATEMENTS_OF_KEYS = """
UNWIND $keys AS key
MATCH (s:Statement {key: key})
RETURN key, s.id AS id, s.known_to = $open AS open
"""

STORED_DOCUMENTS = """
UNWIND $ids AS id
MATCH (d:Document {id: id}) WHERE d.known_to = $open AND d.stub IS NULL
RETURN d.body AS body, d.text AS text
"""

# --- writing

CLOSE_DOCUMENTS = "UNWIND $rows AS uid MATCH (d:Document {uid: uid}) SET d.known_to = $moment"

CLAIM_STUBS = """
UNWIND $rows AS row
MATCH (d:Document {uid: row.stub}) SET d.uid = row.uid REMOVE d.stub
"""

OPEN_DOCUMENTS = """
UNWIND $rows AS row
MERGE (d:Document {uid: row.uid})
SET d += row.properties
SET d:$(row.labels)
WITH row, d WHERE row.revises IS NOT NULL
MATCH (old:Document {uid: row.revises})
CREATE (d)-[:REVISES {date: date($moment), method: 'same-id', run: $run}]->(old)
"""

MAKE_STUBS = """
UNWIND $rows AS id
WITH id WHERE NOT EXISTS { MATCH (d:Document {id: id}) WHERE d.known_to = $open }
MERGE (d:Document {uid: id + '@'})
ON CREATE SET d.id = id, d.name = id, d.stub = true, d.known_from = $moment, d.known_to = $open
"""

LINK_DOCUMENTS = """
UNWIND $rows AS row
MATCH (d:Document {uid: row.uid})
MATCH (t:Document {id: row.to}) WHERE t.known_to = $open
MERGE (d)-[r:$(row.kind)]->(t)
ON CREATE SET r.date = row.date, r.method = row.method, r.run = $run
"""

MERGE_ENTITIES = """
UNWIND $rows AS row
MERGE (e:_Entity {curie: row.curie})
ON CREATE SET e.name = row.name
SET e:$(row.labels)
"""

OPEN_STATEMENTS = """
UNWIND $rows AS row
MATCH (a:_Entity {curie: row.subject}), (b:_Entity {curie: row.object})
CREATE (s:Statement)
SET s = row.properties, s:$(row.labels)
CREATE (s)-[:SUBJECT]->(a), (s)-[:OBJECT]->(b)
CREATE (a)-[r:$(row.relation)]->(b)
SET r = s {
  statement: s.id, .name, .valid_from, .valid_to, .known_from, .known_to, .tier, .status, .authority,
  .recommendation, .evidence_level, .modality, .total_dose_gy, .fractions, .intent
}
"""
"""Node and direct edge in one text, the edge's properties taken from the node's."""

OPEN_EVIDENCE = """
UNWIND $rows AS row
MATCH (d:Document {uid: row.uid})
MERGE (e:Evidence {id: row.id})
ON CREATE SET e += row.properties
MERGE (e)-[:FROM]->(d)
"""

OPEN_SUPPORT = """
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement}), (e:Evidence {id: row.evidence})
CREATE (s)-[:SUPPORTED_BY {known_from: $moment, known_to: $open, run: $run}]->(e)
"""

CLOSE_SUPPORT = """
UNWIND $rows AS row
MATCH (s:Statement {id: row.statement})-[r:SUPPORTED_BY]->(:Evidence {id: row.evidence})
WHERE r.known_to = $open
SET r.known_to = $moment
"""

CLOSE_STATEMENTS = """
UNWIND $rows AS id
MATCH (s:Statement {id: id})
WHERE s.known_to = $open
  AND NOT EXISTS { MATCH (s)-[p:SUPPORTED_BY]->() WHERE p.known_to = $open }
MATCH (s)-[:SUBJECT]->(a), (s)-[:OBJECT]->(b)
MATCH (a)-[r]->(b) WHERE r.statement = s.id
SET s.known_to = $moment, r.known_to = $moment
RETURN s.id AS id
"""

LINK_SUPERSEDED = """
UNWIND $ids AS id
MATCH (new:Statement {id: id})
UNWIND new.supersedes AS key
MATCH (old:Statement {key: key}) WHERE old.known_to = $open
MERGE (new)-[r:SUPERSEDES]->(old)
ON CREATE SET r.date = new.valid_from, r.method = 'curated', r.run = $run
"""

LINK_SUCCESSORS = """
MATCH (new:Successor) WHERE new.known_to = $open AND any(key IN new.supersedes WHERE key IN $keys)
UNWIND [key IN new.supersedes WHERE key IN $keys] AS key
MATCH (old:Statement {key: key}) WHERE old.known_to = $open
MERGE (new)-[r:SUPERSEDES]->(old)
ON CREATE SET r.date = new.valid_from, r.method = 'curated', r.run = $run
"""
"""The other direction: what was opened now is replaced by a statement that was there before it."""

LINK_CONFIRMED = """
UNWIND $ids AS id
MATCH (s:Statement {id: id})
CALL (s) {
  MATCH (first:Statement {claim: s.claim})
  WHERE first.authority <> s.authority AND first.known_to = $open
    AND (first.known_from < s.known_from OR first.known_from = s.known_from AND first.id < s.id)
  RETURN first ORDER BY first.known_from, first.id LIMIT 1
}
MERGE (s)-[r:CONFIRMS]->(first)
ON CREATE SET r.date = s.valid_from, r.method = 'equal-claim', r.run = $run
"""
"""One edge per statement, to the first of the equal claims: a star, not a clique."""

# --- entities and ontology terms

ENTITY_STATES = "UNWIND $curies AS curie MATCH (e:_Entity {curie: curie}) RETURN curie, e.state AS state"

WRITE_ENTITIES = """
UNWIND $rows AS row
MERGE (e:_Entity {curie: row.curie})
SET e += row.properties
SET e:$(row.labels)
"""

CLOSE_ENTITY_EDGES = """
UNWIND $rows AS row
MATCH (e:_Entity {curie: row.curie})-[r:IS_A|SAME_AS|CODED_AS]->(t:_Entity)
WHERE r.statement IS NULL AND r.known_to = $open AND NOT (type(r) + ' ' + t.curie) IN row.targets
SET r.known_to = $moment
"""

OPEN_ENTITY_EDGES = """
UNWIND $rows AS row
MATCH (e:_Entity {curie: row.curie})
UNWIND row.edges AS edge
MERGE (t:_Entity {curie: edge.to})
ON CREATE SET t.name = edge.to
SET t:$(edge.labels)
WITH e, t, edge
WHERE NOT EXISTS { MATCH (e)-[r:$(edge.kind)]->(t) WHERE r.known_to = $open AND r.statement IS NULL }
CREATE (e)-[:$(edge.kind) {known_from: $moment, known_to: $open, method: edge.method}]->(t)
"""

# --- reading statements

_SHOWN = 20
"""Evidence read per statement; a claim that thousands of documents repeat is not read in full."""


def _returning(known: str, more: str = "") -> str:
    return f"""
RETURN s.id AS id, s.body AS body, s.known_from AS known_from, s.known_to AS known_to, COLLECT {{
  MATCH (s)-[r:SUPPORTED_BY]->(e:Evidence)-[:FROM]->(d:Document) WHERE {known}
  RETURN [e.body, d.head] ORDER BY d.published, e.id LIMIT {_SHOWN}
}} AS support{more}
"""


_KNOWN_THEN = "r.known_from <= $known_at AND r.known_to > $known_at"
_STATEMENT_KNOWN = "s.known_from <= $known_at AND s.known_to > $known_at"
_VALID = "s.valid_from <= $as_of AND s.valid_to > $as_of"
_BELIEVED = "s.tier = 'accepted' AND s.status = 'approved'"

SCHEDULES = f"""
MATCH (s:Statement)
WHERE s.disease IN $diseases AND s.relation = 'TREATS' AND s.total_dose_gy IS NOT NULL
  AND {_BELIEVED} AND {_VALID} AND {_STATEMENT_KNOWN}
{_returning(_KNOWN_THEN)} ORDER BY id
"""

SUPERSEDED = f"""
MATCH (s:Statement)
WHERE s.disease IN $diseases AND s.relation = 'TREATS' AND s.total_dose_gy IS NOT NULL
  AND {_BELIEVED} AND s.valid_to <= $as_of AND {_STATEMENT_KNOWN}
OPTIONAL MATCH (new:Statement)-[:SUPERSEDES]->(s)
WHERE new.valid_from <= $as_of AND new.known_from <= $known_at AND new.known_to > $known_at
WITH s, min(new.id) AS successor
{_returning(_KNOWN_THEN, ", successor")} ORDER BY id
"""

ABOUT = f"""
MATCH (:_Entity {{curie: $curie}})<-[:SUBJECT|OBJECT]-(s:Statement)
WHERE s.relation = $relation AND {_BELIEVED} AND {_VALID} AND {_STATEMENT_KNOWN}
WITH DISTINCT s
{_returning(_KNOWN_THEN)} ORDER BY id LIMIT $limit
"""

APPROVALS = f"""
MATCH (s:Statement)
WHERE s.relation = 'APPROVED_FOR' AND {_BELIEVED} AND {_VALID} AND {_STATEMENT_KNOWN}
  AND ($diseases IS NULL OR s.disease IN $diseases) AND ($drugs IS NULL OR s.subject IN $drugs)
{_returning(_KNOWN_THEN)} ORDER BY id
"""

STATEMENT = f"""
MATCH (s:Statement {{id: $id}})
{_returning("r.known_to = s.known_to")}
"""
"""With the evidence it has, or had when it was closed."""

_SEARCH_WHERE = (
    "s.valid_from <= $as_of AND s.valid_to > $as_of AND s.known_from <= $known_at "
    "AND s.known_to > $known_at AND s.status = 'approved' AND s.tier = 'accepted'"
)
_EXACT = """
WITH s, vector.similarity.cosine(s.embedding, $vector) AS score ORDER BY score DESC, s.id LIMIT $limit
"""
"""The index is approximate and quantised: more is fetched than asked for, and scored exactly."""

SEARCH = f"""CYPHER 25
MATCH (s:Statement)
  SEARCH s IN (VECTOR INDEX statement_meaning FOR $vector WHERE {_SEARCH_WHERE} LIMIT $fetch) SCORE AS near
{_EXACT}
{_returning(_KNOWN_THEN, ", score")} ORDER BY score DESC, id
"""
SEARCH_DISEASES = SEARCH.replace("WHERE s.valid_from", "WHERE s.disease IN $diseases AND s.valid_from", 1)

SEARCH_AFTERWARDS = f"""
CALL db.index.vector.queryNodes('statement_meaning', $fetch * 10, $vector) YIELD node AS s
WHERE ($diseases IS NULL OR s.disease IN $diseases) AND {_SEARCH_WHERE}
{_EXACT}
{_returning(_KNOWN_THEN, ", score")} ORDER BY score DESC, id
"""
"""For the 5.26 line, whose index cannot filter: fetch more, filter after."""

SEARCH_TEXT = f"""
CALL db.index.fulltext.queryNodes('statement_words', $query, {{limit: $fetch}}) YIELD node AS s, score
WHERE ($diseases IS NULL OR s.disease IN $diseases) AND {_BELIEVED} AND {_VALID} AND {_STATEMENT_KNOWN}
WITH s, score ORDER BY score DESC, s.id LIMIT $limit
{_returning(_KNOWN_THEN, ", score")} ORDER BY score DESC, id
"""

DOCUMENT = """
MATCH (d:Document {id: $id})
WHERE d.stub IS NULL AND CASE WHEN $version IS NULL THEN d.known_to = $open ELSE d.version = $version END
RETURN d.body AS body, d.text AS text ORDER BY d.known_from DESC LIMIT 1
"""

SAVE_ANSWER = """
MERGE (a:Answer {id: $id})
ON CREATE SET a.body = $body, a.at = $at, a.name = $id
RETURN a.body AS body
"""
ANSWER = "MATCH (a:Answer {id: $id}) RETURN a.body AS body"
