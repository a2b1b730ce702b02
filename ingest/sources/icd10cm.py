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


def coded_diseases() -> dict[str, list[Disease]]:
    """Category to the widest diseases coded in it; those of C00-D49 and the other treated ones."""
    by_category: dict[str, list[Disease]] = defaultdict(list)
    for disease in load_diseases().values():
        codes = (*disease.icd10, *disease.subsites.values())
        for category in sorted({icd10.category(c) for c in codes if icd10.exists(c)}):
            by_category[category].append(disease)
    return {
        category: [
            d
            for d in diseases
            if not any(a.disease != d.disease and a.disease in ancestors(d.disease) for a in diseases)
        ]
        for category, diseases in sorted(by_category.items())
    }


def _codes(category: str) -> list[str]:
    """The category and everything beneath it, in the tabular list's order."""
    found = [category]
    for child in icd10.entry(category).children:
        found += _codes(child)
    return found


def read(path: Path) -> Iterator[Record | Rejection]:
    """One document per category, one CODED_AS statement per code and disease; `path` is not read."""
    release = icd10.held()
    for category, diseases in coded_diseases().items():
        lines: list[str] = [f"ICD-10-CM {release.name}, category {category}."]
        spans: dict[str, tuple[int, int]] = {}
        at = len(lines[0])
        for code in _codes(category):
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
                _statement(disease, code, document, span)
                for code, span in spans.items()
                for disease in diseases[:1]
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
    doc="the ICD-10-CM release held, a document per category",
    shipped=("ontologies", "data"),
)
