"""The project's own facts: a fact sheet per source of schedules, a document per drug approval."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from ingest.sources.approvals import read_approvals
from ingest.sources.course import Sheet, linked, statement_of
from ingest.sources.record import Record, Rejection, Source
from kg.course_sentence import sentence
from kg.document import Document, DocumentKind, Link
from kg.statement import Statement, course_of
from ontologies.approval import load_approvals
from ontologies.disease import Disease, load_diseases
from ontologies.drugs import load_drugs
from ontologies.schedule import Schedule, load_schedules, load_sources
from ontologies.schedule import Source as Report

VERSION = "1"
_EDITION = re.compile(r"-(?:(?:19|20)\d\d|\d+(?:st|nd|rd|th)|edition|v\d+)(?=-|$)")
_KINDS: dict[str, DocumentKind] = {
    "trial": "Publication",
    "meta-analysis": "Publication",
    "series": "Publication",
    "guideline": "Guideline",
    "consensus": "Guideline",
    "practice": "FactSheet",
}


def authority_of(report: Report) -> str:
    """Whose word a source is: a trial its own, a guideline its series over all editions."""
    if report.kind in ("guideline", "consensus"):
        return _EDITION.sub("", report.source) or report.source
    return report.source


def sheet_of(
    report: Report, schedules: list[Schedule], diseases: Mapping[str, Disease]
) -> tuple[Document, dict[str, tuple[int, int]]]:
    """The document of a source and the span of each schedule's sentence in it."""
    place = ", ".join(p for p in (report.journal, str(report.year)) if p)
    sheet = Sheet(f"{report.name}. {place}.")
    spans = {
        row.schedule: sheet.add(
            row.setting, sentence(course_of(row), diseases[row.disease].name, row.setting)
        )
        for row in schedules
    }
    published = date(report.year, 1, 1)
    links = []
    if report.pmid:
        links.append(Link(kind="CITES", to=f"pubmed-{report.pmid}", date=published, method="curated"))
    if report.registration and report.registration.startswith("NCT"):
        links.append(
            Link(kind="RESULTS_OF", to=f"nct-{report.registration}", date=published, method="curated")
        )
    document = Document(
        id=f"starter-{report.source}",
        kind=_KINDS[report.kind],
        source="starter",
        authority=authority_of(report),
        title=report.title or report.name,
        text=sheet.text,
        sections=tuple(sheet.sections),
        reference=_reference(report),
        url=_url(report),
        journal=report.journal,
        published=published,
        published_precision="year",
        links=tuple(links),
    )
    return document, spans


def _reference(report: Report) -> str | None:
    if report.pmid:
        return f"pubmed:{report.pmid}"
    if report.doi:
        return f"doi:{report.doi}"
    if report.registration:
        registry = "clinicaltrials" if report.registration.startswith("NCT") else "isrctn"
        return f"{registry}:{report.registration}"
    return None


def _url(report: Report) -> str | None:
    if report.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{report.pmid}/"
    if report.doi:
        return f"https://doi.org/{report.doi}"
    if report.registration and report.registration.startswith("NCT"):
        return f"https://clinicaltrials.gov/study/{report.registration}"
    return None


def read(path: Path) -> Iterator[Record | Rejection]:
    """Every curated schedule and approval; `path` is their folder, named in rejections."""
    yield from read_schedules(str(path / "schedules"), load_schedules(), load_sources(), load_diseases())
    yield from read_approvals(str(path / "approvals.yaml"), load_approvals(), load_drugs(), load_diseases())


def read_schedules(
    place: str,
    schedules: Mapping[str, Schedule],
    reports: Mapping[str, Report],
    diseases: Mapping[str, Disease],
) -> Iterator[Record | Rejection]:
    """A fact sheet per source with one statement per schedule; `place` is named in rejections."""
    by_source: dict[str, list[Schedule]] = defaultdict(list)
    for row in schedules.values():
        if row.disease not in diseases:
            yield Rejection(file=place, record=row.schedule, reason=f"unknown disease {row.disease}")
        elif row.source not in reports:
            yield Rejection(file=place, record=row.schedule, reason=f"unknown source {row.source}")
        else:
            by_source[row.source].append(row)
    built: dict[str, Statement] = {}
    documents: dict[str, Document] = {}
    for slug in sorted(by_source):
        rows = sorted(by_source[slug], key=lambda r: r.schedule)
        document, spans = sheet_of(reports[slug], rows, diseases)
        documents[slug] = document
        for row in rows:
            try:
                built[row.schedule] = statement_of(
                    row,
                    diseases[row.disease],
                    document,
                    spans[row.schedule],
                    extractor="starter",
                    extractor_version=VERSION,
                )
            except ValueError as error:
                yield Rejection(file=place, record=row.schedule, reason=str(error))
    keys = {slug: statement.key for slug, statement in built.items()}
    for slug, document in documents.items():
        statements = []
        for row in by_source[slug]:
            if row.schedule not in built:
                continue
            try:
                statements.append(linked(built[row.schedule], row.supersedes, keys))
            except ValueError as error:
                yield Rejection(file=place, record=row.schedule, reason=str(error))
        yield Record(document=document, statements=tuple(statements), place=slug)


STARTER = Source(
    name="starter",
    read=read,
    suffixes=(),
    texts=False,
    doc="the project's own facts: schedules with their sources, drug approvals",
    shipped=("ontologies", "data"),
)
