"""PubMed: efetch and baseline XML, gzipped or not, and PubMedQA's JSON."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from ingest.sources import partial_date
from ingest.sources.json_records import objects
from ingest.sources.opening import flat, reason_of
from ingest.sources.partial_date import PartialDate
from ingest.sources.prose import composed
from ingest.sources.record import Record, Rejection, Source
from ingest.sources.xml_records import elements
from kg.document import Document, Link, LinkKind

_PMID = re.compile(r"[1-9]\d{0,8}")
_NCT = re.compile(r"NCT\d{8}")
_LANGUAGES = {"eng": "en", "fre": "fr", "ger": "de", "spa": "es", "ita": "it", "por": "pt"}
_FORWARD: dict[str, LinkKind] = {
    "RetractionOf": "RETRACTS",
    "UpdateOf": "UPDATES",
    "ErratumFor": "UPDATES",
    "RepublishedFrom": "UPDATES",
    "RetractedandRepublishedFrom": "SUPERSEDES",
    "Cites": "CITES",
}
"""What a record says of an earlier one."""
_BACKWARD = ("RetractionIn", "UpdateIn", "ErratumIn", "RepublishedIn", "ExpressionOfConcernIn")
"""Notices that came later: the record points to them, the notice holds the edge with its meaning."""
INDEXING = "Indexing"
"""Title of the section that holds index terms, which are no sentences."""


def read(path: Path) -> Iterator[Record | Rejection]:
    """Each article of an XML file (or of a PubMedQA JSON file)."""
    if path.name.lower().removesuffix(".gz").endswith(".json"):
        yield from _read_json(path)
        return
    for found in elements(path, "PubmedArticle", "PubmedArticleSet"):
        if isinstance(found, Rejection):
            yield found
            continue
        place, article = found
        pmid = flat(article.findtext("./MedlineCitation/PMID"))
        name = f"PMID {pmid} ({place})" if pmid else place
        try:
            document = document_of(article)
        except ValueError as error:
            yield Rejection(file=str(path), record=name, reason=reason_of(error))
        else:
            retracted = article.find(".//CommentsCorrections[@RefType='RetractionIn']") is not None
            yield Record(document=document, place=name, extract=not retracted)


def document_of(article: etree._Element) -> Document:
    """The document of a `PubmedArticle`.

    Raises:
        ValueError: the PMID, the title or every date is missing or malformed.
    """
    citation = article.find("./MedlineCitation")
    if citation is None:
        raise ValueError("no MedlineCitation in the record")
    pmid = flat(citation.findtext("./PMID"))
    if not _PMID.fullmatch(pmid):
        raise ValueError(f"{pmid[:20]!r} is no PMID" if pmid else "the record has no PMID")
    title = _words(citation.find("./Article/ArticleTitle"))
    if not title or title.lower().startswith("[not available]"):
        title = _words(citation.find("./Article/VernacularTitle"))
    # Square brackets mark a title that was translated.
    title = re.sub(r"^\[(.*)\](\.?)$", r"\1\2", title)
    if not title:
        raise ValueError("the record has no title")
    published = _published(article)
    text, sections = composed(title, [*_abstract(citation), (INDEXING, _indexing(article))])
    journal = citation.find("./Article/Journal")
    language = flat(citation.findtext("./Article/Language"))
    return Document(
        id=f"pubmed-{pmid}",
        kind="Publication",
        source="pubmed",
        authority=f"pubmed-{pmid}",
        title=title,
        text=text,
        sections=sections,
        reference=f"pubmed:{pmid}",
        url=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/",
        journal=None
        if journal is None
        else flat(journal.findtext("./ISOAbbreviation") or journal.findtext("./Title")) or None,
        published=published.day,
        published_precision=published.precision,
        language=_LANGUAGES.get(language, language or "en"),
        links=tuple(_links(article, pmid, published)),
    )


def _words(element: etree._Element | None) -> str:
    return "" if element is None else flat("".join(str(t) for t in element.itertext()))


def _abstract(citation: etree._Element) -> Iterator[tuple[str, str]]:
    for part in citation.iterfind("./Article/Abstract/AbstractText"):
        label = flat(part.get("Label"))
        yield ("" if label in ("", "UNLABELLED") else label), _words(part)


def _published(article: etree._Element) -> PartialDate:
    """The earliest of the electronic and the issue date; PubMed's entry date where there is none."""
    dates = [
        found
        for path in ("./MedlineCitation/Article/ArticleDate", ".//JournalIssue/PubDate")
        for element in article.iterfind(path)
        if (found := _date(element)) is not None
    ]
    if not dates:
        entered = article.find("./PubmedData/History/PubMedPubDate[@PubStatus='pubmed']")
        found = None if entered is None else _date(entered)
        dates = [] if found is None else [found]
    if not dates:
        raise ValueError("the record has no publication date")
    return min(dates, key=lambda d: d.day)


def _date(element: etree._Element) -> PartialDate | None:
    year = flat(element.findtext("./Year"))
    if year:
        month, day = flat(element.findtext("./Month")), flat(element.findtext("./Day"))
        return partial_date.of(year, month or None, (day or None) if month else None)
    return partial_date.year_in(flat(element.findtext("./MedlineDate")))


def _indexing(article: etree._Element) -> str:
    """DOI, publication types and MeSH headings in one line, for full-text search."""
    citation = article.find("./MedlineCitation")
    assert citation is not None  # noqa: S101 - the caller found it
    doi = _doi(article)
    types = [_words(e) for e in citation.iterfind(".//PublicationType")]
    headings = [_words(e) for e in citation.iterfind(".//MeshHeading/DescriptorName")]
    parts = [
        f"DOI {doi}" if doi else "",
        f"Publication types: {', '.join(types)}" if types else "",
        f"MeSH: {', '.join(headings)}" if headings else "",
    ]
    return ". ".join(p for p in parts if p)


def _doi(article: etree._Element) -> str:
    for path in (
        "./PubmedData/ArticleIdList/ArticleId[@IdType='doi']",
        "./MedlineCitation/Article/ELocationID[@EIdType='doi']",
    ):
        for element in article.iterfind(path):
            if element.get("ValidYN") != "N" and flat(element.text):
                return flat(element.text)
    return ""


def _links(article: etree._Element, pmid: str, published: PartialDate) -> Iterator[Link]:
    seen: set[tuple[str, str]] = set()
    for kind, to, method in _targets(article):
        if to != f"pubmed-{pmid}" and (kind, to) not in seen:
            seen.add((kind, to))
            yield Link(kind=kind, to=to, date=published.day, method=method)


def _targets(article: etree._Element) -> Iterator[tuple[LinkKind, str, str]]:
    for note in article.iterfind(".//CommentsCorrections"):
        other, meaning = flat(note.findtext("./PMID")), note.get("RefType") or ""
        if not _PMID.fullmatch(other):
            continue
        if meaning in _FORWARD:
            yield _FORWARD[meaning], f"pubmed-{other}", f"registry-field:{meaning}"
        elif meaning in _BACKWARD:
            yield "CITES", f"pubmed-{other}", f"registry-field:{meaning}"
    for cited in article.iterfind("./PubmedData/ReferenceList//ArticleId[@IdType='pubmed']"):
        if _PMID.fullmatch(other := flat(cited.text)):
            yield "CITES", f"pubmed-{other}", "reference-list"
    for accession in article.iterfind(".//DataBank/AccessionNumberList/AccessionNumber"):
        if _NCT.fullmatch(number := flat(accession.text)):
            yield "RESULTS_OF", f"nct-{number}", "registry-field:DataBank"


def _read_json(path: Path) -> Iterator[Record | Rejection]:
    for found in objects(path, keyed=re.compile(r"\d+")):
        if isinstance(found, Rejection):
            yield found
            continue
        place, raw = found
        name = f"PMID {place}" if place.isdigit() else place
        try:
            if not _PMID.fullmatch(place):
                raise ValueError("the file is not PubMedQA JSON: records are keyed by their PMID")
            document = _labelled(place, raw)
        except ValueError as error:
            yield Rejection(file=str(path), record=name, reason=reason_of(error))
        else:
            # Without a year no claim could be placed on the world clock.
            yield Record(document=document, place=name, extract=document.published is not None)


def _labelled(pmid: str, raw: dict[str, Any]) -> Document:
    """The document of a PubMedQA record: the abstract under its labels, the question as its title.

    PubMedQA leaves the year of some records empty; XML records always have a date.
    """
    title, year = flat(_text(raw, "QUESTION")), _text(raw, "YEAR")
    contexts, labels = raw.get("CONTEXTS"), raw.get("LABELS")
    if not title:
        raise ValueError("the record has no QUESTION")
    if not isinstance(contexts, list) or not isinstance(labels, list) or not contexts:
        raise ValueError("the record has no CONTEXTS and LABELS")
    published = partial_date.parse(year) if year else None
    parts = [(flat(str(label)), flat(str(words))) for label, words in zip(labels, contexts, strict=False)]
    parts.append(("CONCLUSIONS", flat(_text(raw, "LONG_ANSWER"))))
    meshes = raw.get("MESHES")
    if isinstance(meshes, list) and meshes:
        parts.append((INDEXING, f"MeSH: {', '.join(flat(str(m)) for m in meshes)}"))
    text, sections = composed(title, parts)
    return Document(
        id=f"pubmed-{pmid}",
        kind="Publication",
        source="pubmed",
        authority=f"pubmed-{pmid}",
        title=title,
        text=text,
        sections=sections,
        reference=f"pubmed:{pmid}",
        url=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/",
        published=published.day if published else None,
        published_precision=published.precision if published else "day",
    )


def _text(raw: dict[str, Any], name: str) -> str:
    value = raw.get(name) or ""
    if not isinstance(value, str):
        raise ValueError(f"{name} must be text, not {type(value).__name__}")
    return value


PUBMED = Source(
    name="pubmed",
    read=read,
    suffixes=(".xml", ".xml.gz", ".json", ".json.gz"),
    doc="PubMed articles: efetch or baseline XML, PubMedQA JSON",
)
