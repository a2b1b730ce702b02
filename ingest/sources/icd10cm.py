"""The ICD-10-CM release held, as documents of one category each: what a coded answer cites."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ingest.sources.record import Record, Rejection, Source
from kg.document import Document
from kg.statement import Entity, Evidence, Statement
from ontologies import icd10
from ontologies.disease import Disease, ancestors, load_diseases

VERSION = "1"


def coded_diseases() -> dict[str, dict[str, Disease]]:
    """Category to its codes in the tabular list's order, each with the widest disease coded so.

    A code is held if a disease names it, one above it or one beneath it; of a category that holds other
    conditions too (M84, T45) the rest is left out.
    """
    found: dict[str, dict[str, Disease]] = defaultdict(dict)
    for disease in sorted(load_diseases().values(), key=lambda d: (len(ancestors(d.disease)), d.disease)):
        for named in (*disease.icd10, *disease.subsites.values()):
            if icd10.exists(named) and named in icd10.tabular():
                for code in (*_above(named), *_beneath(named)):
                    found[icd10.category(code)].setdefault(code, disease)
    return {category: dict(sorted(codes.items())) for category, codes in sorted(found.items())}


def _above(code: str) -> list[str]:
    parent = icd10.entry(code).parent
    return [] if parent is None else [*_above(parent), parent]


def _beneath(code: str) -> list[str]:
    return [code, *(c for child in icd10.entry(code).children for c in _beneath(child))]


def read(path: Path) -> Iterator[Record | Rejection]:
    """One document per category, one CODED_AS statement per code and disease; `path` is not read."""
    release = icd10.held()
    for category, diseases in coded_diseases().items():
        lines: list[str] = [f"ICD-10-CM {release.name}, category {category}."]
        spans: dict[str, tuple[int, int]] = {}
        at = len(lines[0])
        for code in diseases:
            line = f"{code}: {icd10.describe(code)}."
            spans[code] = (at + 1, at + 1 + len(line))
            lines.append(line)
            at += 1 + len(line)
        document = Document(
            id=f"icd10cm-{category}",
            kind="Guideline",
            source="icd10cm",
            authority="icd10cm",
            title=f"ICD-10-CM {release.name}: {icd10.describe(category)} ({category})",
            text="\n".join(lines),
            reference=f"icd10cm:{category}",
            published=release.effective,
        )
        yield Record(
            document=document,
            statements=tuple(
                _statement(diseases[code], code, document, span) for code, span in spans.items()
            ),
            place=category,
        )


def _statement(disease: Disease, code: str, document: Document, span: tuple[int, int]) -> Statement:
    start, end = span
    description = icd10.describe(code)
    return Statement(
        subject=Entity(curie=f"oncograph:{disease.disease}", label="Disease", name=disease.name),
        relation="CODED_AS",
        object=Entity(curie=f"icd10cm:{code}", label="Disease", name=f"{code} {description}"),
        text=f"{disease.name} is coded {code}: {description}.",
        authority="icd10cm",
        topic=f"coded_as|{disease.disease}|{code.lower()}||",
        valid_from=icd10.held().effective,
        evidence=(
            Evidence(
                document=document.id,
                start=start,
                end=end,
                quote=document.text[start:end],
                extractor="icd10cm",
                extractor_version=VERSION,
            ),
        ),
    )


ICD10CM = Source(
    name="icd10cm",
    read=read,
    suffixes=(),
    texts=False,
    # Codes are looked up by disease; embedding ten thousand of them took seven minutes.
    searched=False,
    doc="the ICD-10-CM release held, a document per category",
    shipped=("ontologies", "data"),
)
