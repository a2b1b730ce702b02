"""Entries of ontologies, what could not be read of one, and what differs between two releases."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ontologies.reference import InvalidIdentifier, Reference, UnknownPrefix, parse_curie

TermLabel = Literal["AdverseEvent", "Disease", "Drug", "Gene", "Morphology", "Topography"]


class Term(BaseModel):
    """An ontology's entry."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    curie: Reference
    name: str = Field(min_length=1)
    synonyms: tuple[str, ...] = ()
    parents: tuple[Reference, ...] = ()
    """The wider terms, of the same ontology."""
    xrefs: tuple[Reference, ...] = ()
    """The same thing in other code systems."""
    label: TermLabel


class Unread(NamedTuple):
    """A record of an ontology file that could not be read; the others are."""

    file: str
    record: str
    """Its place: line, identifier or path."""
    reason: str


class Changes(BaseModel):
    """What differs between two releases of one ontology; CURIEs, sorted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    added: tuple[str, ...]
    removed: tuple[str, ...]
    renamed: tuple[tuple[str, str, str], ...]
    """CURIE, old name, new name."""
    moved: tuple[str, ...]
    """Under other parents than before."""
    relinked: tuple[str, ...]
    """With other cross-references than before."""


def difference(old: Iterable[Term], new: Iterable[Term]) -> Changes:
    """What the newer release changed."""
    before = {t.curie: t for t in old}
    after = {t.curie: t for t in new}
    both = sorted(before.keys() & after.keys())
    return Changes(
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        renamed=tuple((c, before[c].name, after[c].name) for c in both if before[c].name != after[c].name),
        moved=tuple(c for c in both if set(before[c].parents) != set(after[c].parents)),
        relinked=tuple(c for c in both if set(before[c].xrefs) != set(after[c].xrefs)),
    )


def merged(terms: Iterable[Term]) -> Iterator[Term]:
    """One term per CURIE, with the synonyms, parents and cross-references of all that share it."""
    found: dict[str, Term] = {}
    for term in terms:
        have = found.get(term.curie)
        found[term.curie] = term if have is None else _joined(have, term)
    yield from found.values()


def _joined(one: Term, other: Term) -> Term:
    names = (*one.synonyms, *(() if other.name == one.name else (other.name,)), *other.synonyms)
    return one.model_copy(
        update={
            "synonyms": tuple(dict.fromkeys(n for n in names if n != one.name)),
            "parents": tuple(dict.fromkeys((*one.parents, *other.parents))),
            "xrefs": tuple(dict.fromkeys((*one.xrefs, *other.xrefs))),
        }
    )


def known_references(curies: Iterable[str]) -> tuple[str, ...]:
    """Those of the CURIEs whose prefix and pattern are known, without repeats, in order."""

    def known(curie: str) -> bool:
        try:
            parse_curie(curie)
        except (UnknownPrefix, InvalidIdentifier):
            return False
        return True

    return tuple(dict.fromkeys(c for c in curies if known(c)))


def reason_of(error: Exception) -> str:
    """What is wrong with a record, in one line."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(p) for p in first['loc'])}: {first['msg']}"[:200]
    return (str(error) or type(error).__name__).splitlines()[0][:200]
