"""OncoTree: tumour types as a tree of codes, with NCI Thesaurus identities."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ontologies.term import Term, Unread, known_references, reason_of

_ROOT = "TISSUE"


def read_oncotree(path: Path) -> Iterator[Term | Unread]:
    """Every tumour type and tissue of the tree, parents before children."""
    try:
        tree = json.loads(path.read_text("utf-8"))
        top = tree[_ROOT]["children"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield Unread(path.name, "file", f"is no OncoTree tree: {error!r}"[:200])
        return
    yield from _children(path, _ROOT, "", top)


def _children(path: Path, place: str, parent: str, nodes: Any) -> Iterator[Term | Unread]:
    if not isinstance(nodes, dict):
        yield Unread(path.name, place, "its children are no object")
        return
    for key, node in nodes.items():
        here = f"{place}/{key}"
        try:
            term = _term(node, key, parent)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            yield Unread(path.name, here, reason_of(error))
            if not isinstance(node, dict):
                continue
            # What stands below a malformed node hangs on the last good one.
            yield from _children(path, here, parent, node.get("children", {}))
            continue
        yield term
        yield from _children(path, here, term.curie, node.get("children", {}))


def _term(node: Any, key: str, parent: str) -> Term:
    if not isinstance(node, dict):
        raise ValueError("is no object")
    code = node["code"]
    if code != key:
        raise ValueError(f"stands under {key} but says it is {code}")
    references = node.get("externalReferences") or {}
    return Term(
        curie=f"oncotree:{code}",
        name=node["name"],
        parents=(parent,) if parent else (),
        xrefs=known_references(f"ncit:{c}" for c in references.get("NCI", [])),
        label="Disease",
    )
