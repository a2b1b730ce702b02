"""NCBI gene_info: human genes by HGNC symbol, with their synonyms."""

import gzip
from collections.abc import Iterator
from pathlib import Path

from ontologies.term import Term, Unread, known_references, reason_of

_COLUMNS = ("GeneID", "Symbol", "Synonyms", "dbXrefs", "Full_name_from_nomenclature_authority")
_NONE = "-"


def read_genes(path: Path) -> Iterator[Term | Unread]:
    """Every gene, under its HGNC identity where it has one, else NCBI's."""
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8", errors="replace") as file:
            header = next(iter(file), "").lstrip("#").rstrip("\n").split("\t")
            if missing := [c for c in _COLUMNS if c not in header]:
                yield Unread(path.name, "line 1", f"has no column {', '.join(missing)}")
                return
            at = [header.index(c) for c in _COLUMNS]
            for number, line in enumerate(file, 2):
                values = line.rstrip("\n").split("\t")
                if len(values) != len(header):
                    reason = f"{len(values)} columns where the header has {len(header)}"
                    yield Unread(path.name, f"line {number}", reason)
                    continue
                yield from _gene(path, number, *(values[i] for i in at))
    except (OSError, EOFError) as error:
        yield Unread(path.name, "file", f"cannot be read: {error}")


def _gene(
    path: Path, number: int, gene: str, symbol: str, synonyms: str, dbxrefs: str, full_name: str
) -> Iterator[Term | Unread]:
    hgnc = next((x.removeprefix("HGNC:") for x in dbxrefs.split("|") if x.startswith("HGNC:")), "")
    ncbi = f"ncbigene:{gene}"
    names = () if synonyms == _NONE else tuple(synonyms.split("|"))
    try:
        yield Term(
            curie=hgnc.lower() if hgnc else ncbi,
            name=symbol,
            synonyms=tuple(dict.fromkeys((*(() if full_name == _NONE else (full_name,)), *names))),
            xrefs=known_references([ncbi]) if hgnc else (),
            label="Gene",
        )
    except ValueError as error:
        reason = reason_of(error)
        yield Unread(path.name, f"line {number}, gene {gene[:20]}", reason)
