"""Relations between mentions: one grammar of typed patterns for texts and for documents alike.

A pattern stands within one sentence; the types of what it relates are part of it. What is negated, asked or
hypothetical is dropped, what is hedged or said of several things at once waits for a reader.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from ingest.clause import Clauses
from ingest.extraction import ExtractedMention, ExtractedStatement, Span
from ingest.reading import Reading
from ingest.relations import approved, contraindicated, improves, prognostic, response, studies, treats
from ingest.relations.claim import Claim
from ingest.relations.condition import conditions_of
from ingest.relations.schedule import course_qualifiers
from ingest.relations.sentence import COURSE, Node, Sentence, read_sentences
from ingest.relations.studies import Trial, named_trial
from kg.statement import Relation

RELATIONS: dict[Relation, Callable[[Sentence], Iterator[Claim]]] = {
    "TREATS": treats.read,
    "CONTRAINDICATED_IN": contraindicated.read,
    "RESISTANT_TO": response.read_resistant,
    "SENSITIVE_TO": response.read_sensitive,
    "PROGNOSTIC_FOR": prognostic.read,
    "IMPROVES": improves.read,
    "APPROVED_FOR": approved.read,
    "STUDIES": studies.read,
}
"""Every relation that is read from a sentence, with its family of patterns."""
_RANK = {"accepted": 0, "review": 1, "dropped": 2}


def find_claims(
    text: str, clauses: Clauses, mentions: Sequence[ExtractedMention], *, proposals: bool = False
) -> Iterator[Claim]:
    """The claims of a text as nodes, in text order; of the same two nodes the surest is kept.

    Args:
        text: the text.
        clauses: its clauses.
        mentions: its mentions, in text order.
        proposals: whether what is only asked or aimed at is for review; else it is dropped.

    Where a pattern says that nothing is claimed, no other pattern of the relation may claim it.
    """
    for sentence in read_sentences(text, clauses, mentions):
        for read in RELATIONS.values():
            best: dict[tuple[int, int, bool], Claim] = {}
            for claim in read(sentence):
                if claim.proposed and not proposals:
                    claim = claim._replace(tier="dropped")
                key = (claim.subject.start, claim.object.start, claim.pattern in treats.TOLD)
                held = best.get(key)
                if held is None or _order(claim) < _order(held):
                    best[key] = claim
            yield from _surest(best.values())


def _surest(found: Iterable[Claim]) -> Iterator[Claim]:
    """One claim of the same two nodes: that a treatment did not work does not deny that it was given."""
    best: dict[tuple[int, int], Claim] = {}
    for claim in found:
        key = (claim.subject.start, claim.object.start)
        held = best.get(key)
        if held is None or _RANK[claim.tier] < _RANK[held.tier]:
            best[key] = claim
    yield from best.values()


def _order(claim: Claim) -> tuple[bool, int, bool]:
    return (claim.tier != "dropped", _RANK[claim.tier], claim.pattern not in treats.FINDINGS)


def find_relations(reading: Reading, mentions: Sequence[ExtractedMention]) -> Iterator[ExtractedStatement]:
    """The relations between the mentions of a text, each with its tier, confidence and spans."""
    trial = named_trial(reading.text)
    for claim in find_claims(reading.text, reading.clauses, mentions, proposals=True):
        yield _statement(claim, trial)


def _statement(claim: Claim, trial: Trial | None) -> ExtractedStatement:
    sentence = Span(start=claim.sentence.start, end=claim.sentence.end)
    subject = _named(claim.subject, claim.sentence.text)
    spans = (claim.subject.start, claim.subject.end), (claim.object.start, claim.object.end)
    qualifiers = conditions_of(claim) | claim.qualifiers
    tier = claim.tier
    if claim.relation == "STUDIES":
        subject = f"clinicaltrials:{trial.number}" if trial else "trial"
        tier = tier if trial or tier == "dropped" else "review"
        spans = (trial.start, trial.end) if trial else spans[0], spans[1]
    for node in (claim.subject, claim.object):
        if node.letter == COURSE:
            qualifiers |= course_qualifiers(node)
    return ExtractedStatement(
        subject=subject,
        relation=claim.relation,
        object=_named(claim.object, claim.sentence.text),
        qualifiers=qualifiers,
        confidence=claim._replace(tier=tier).confidence,
        tier=tier,
        spans=(sentence, *(Span(start=a, end=b) for a, b in spans)),
    )


def _named(node: Node, text: str) -> str:
    """The CURIE of a node, else its words."""
    reference = node.main.reference
    if reference is not None and len(node.mentions) == 1:
        return reference.curie
    return text[node.start : node.end]
