"""OBO files: Disease Ontology and its NCI Thesaurus subset.

Read stanza by stanza, because a malformed one must not cost the others, as it would with a parser of
the whole file.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from ontologies.term import Term, Unread, known_references, reason_of

_PREFIXES = {"DOID": "doid", "ICD10CM": "icd10cm", "ICDO": "icdo", "NCI": "ncit", "ONCOTREE": "oncotree"}
"""Prefixes of OBO files that are known here; cross-references to others are left out."""
_QUOTED = re.compile(r'^"((?:[^"\\]|\\.)*)"')
_ESCAPED = re.compile(r"\\(.)")
_VERSION = re.compile(r"(\d{4}-\d{2}-\d{2})")


def read_obo(path: Path) -> Iterator[Term | Unread]:
    """Every term that is not obsolete, in the file's order."""
    stanza: list[str] = []
    start = 0
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, 1):
            if line.startswith("["):
                yield from _term(path, start, stanza)
                stanza, start = [line.strip()], number
            elif stanza and line.strip():
                stanza.append(line.strip())
        yield from _term(path, start, stanza)
    if not start:
        yield Unread(path.name, "file", "holds no OBO stanza")


def obo_release(path: Path) -> str:
    """The date in the file's data-version, or an empty string."""
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            if line.startswith("["):
                break
            if line.startswith("data-version:") and (found := _VERSION.search(line)):
                return found[1]
    return ""


def _term(path: Path, start: int, stanza: list[str]) -> Iterator[Term | Unread]:
    if not stanza or stanza[0] != "[Term]":
        return
    tags: dict[str, list[str]] = {}
    for line in stanza[1:]:
        tag, colon, value = line.partition(":")
        if not colon:
            yield Unread(path.name, f"line {start}", f"no tag and value: {line[:60]!r}")
            return
        tags.setdefault(tag, []).append(value.strip())
    if tags.get("is_obsolete") == ["true"]:
        return
    if len(tags.get("id", [])) != 1 or len(tags.get("name", [])) != 1:
        yield Unread(path.name, f"line {start}", "a term has exactly one id and one name")
        return
    try:
        yield Term(
            curie=_curie(tags["id"][0]),
            name=_unescaped(tags["name"][0]),
            synonyms=tuple(dict.fromkeys(_synonyms(tags.get("synonym", [])))),
            parents=known_references(_curie(v.split(" ")[0]) for v in tags.get("is_a", [])),
            xrefs=known_references(_curie(v.split(" ")[0]) for v in tags.get("xref", [])),
            label="Disease",
        )
    except ValueError as error:
        yield Unread(path.name, f"line {start}, {tags['id'][0][:40]}", reason_of(error))


def _synonyms(values: list[str]) -> Iterator[str]:
    """Exact synonyms; broader, narrower and related ones name something else."""
    for value in values:
        quoted = _QUOTED.match(value)
        if quoted and value[quoted.end() :].split()[:1] == ["EXACT"]:
            yield _unescaped(quoted[1])


def _curie(text: str) -> str:
    prefix, _, identifier = text.partition(":")
    return f"{_PREFIXES.get(prefix, prefix)}:{identifier}"


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda m: {"n": " ", "W": " "}.get(m[1], m[1]), text)
