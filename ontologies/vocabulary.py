"""The ontologies whose files can be read, by name: adding one is a reader, its test and a line here."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from ontologies.ctcae import read_adverse_events
from ontologies.genes import read_genes
from ontologies.icdo3 import read_morphologies, read_topography
from ontologies.ncit import read_antineoplastics
from ontologies.obo import read_obo
from ontologies.oncotree import read_oncotree
from ontologies.term import Term, Unread


class Vocabulary(NamedTuple):
    """How the files of one ontology are known and read."""

    read: Callable[[Path], Iterator[Term | Unread]]
    file: re.Pattern[str]
    """Matches the names of its files."""
    one_release: bool = False
    """Several files are releases of the same tree: the last by name is the current one."""


VOCABULARIES: dict[str, Vocabulary] = {
    "ctcae": Vocabulary(read_adverse_events, re.compile(r"ctcae.*\.csv", re.I)),
    "genes": Vocabulary(read_genes, re.compile(r".*gene_info(\.gz)?", re.I)),
    "icdo3-morphology": Vocabulary(read_morphologies, re.compile(r"icd_?o.*histologies\.csv", re.I)),
    "icdo3-topography": Vocabulary(read_topography, re.compile(r"topo.*\.txt", re.I)),
    "ncit": Vocabulary(read_antineoplastics, re.compile(r"ncit.*\.json", re.I)),
    "obo": Vocabulary(read_obo, re.compile(r".*\.obo", re.I)),
    "oncotree": Vocabulary(read_oncotree, re.compile(r"oncotree.*\.json", re.I), one_release=True),
}


def files_of(paths: list[Path]) -> dict[str, list[Path]]:
    """The files below the paths by ontology; of trees in several releases only the newest.

    Raises:
        ValueError: a file named outright is of no known ontology, or a path does not exist.
    """
    found: dict[str, list[Path]] = {}
    for path in paths:
        if not path.exists():
            raise ValueError(f"{path} does not exist")
        for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
            name = next((n for n, v in VOCABULARIES.items() if v.file.fullmatch(file.name)), None)
            if name is not None:
                found.setdefault(name, []).append(file)
            elif file is path:
                raise ValueError(f"{path}: known are files of {', '.join(VOCABULARIES)} by their names")
    for name, files in found.items():
        if VOCABULARIES[name].one_release:
            found[name] = [max(files, key=lambda f: f.name)]
    return found
