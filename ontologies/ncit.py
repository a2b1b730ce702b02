"""NCI Thesaurus: which codes are antineoplastic agents, by group."""

import json
from collections.abc import Iterator
from pathlib import Path

from ontologies.term import Term, Unread, known_references


def read_antineoplastics(path: Path) -> Iterator[Term | Unread]:
    """Every agent below a group, under the groups that hold it.

    The file gives codes and no names: a term's name is its code.
    """
    try:
        groups = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        yield Unread(path.name, "file", f"is no JSON: {error}"[:200])
        return
    if not isinstance(groups, dict):
        yield Unread(path.name, "file", "is no object of groups")
        return
    parents: dict[str, list[str]] = {}
    for group, codes in groups.items():
        if not known_references([f"ncit:{group}"]) or not isinstance(codes, list):
            yield Unread(path.name, str(group)[:40], "is no NCIt code with a list of codes")
            continue
        parents.setdefault(group, [])
        for place, code in enumerate(codes):
            if isinstance(code, str) and known_references([f"ncit:{code}"]):
                parents.setdefault(code, []).append(group)
            else:
                yield Unread(path.name, f"{group}[{place}]", f"{code!r} is no NCIt code")
    for code, above in parents.items():
        yield Term(
            curie=f"ncit:{code}",
            name=code,
            parents=known_references(f"ncit:{g}" for g in above if g != code),
            label="Drug",
        )
