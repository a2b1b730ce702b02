from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ingest.sources.pubmed import INDEXING, read
from ingest.sources.record import Record, Rejection
from kg.document import Document

SAMPLE = Path(__file__).parents[1] / "data" / "pubmed.xml"


def _documents(path: Path) -> dict[str, Document]:
    found = list(read(path))
    assert all(isinstance(r, Record) for r in found), found
    return {r.document.id: r.document for r in found if isinstance(r, Record)}


def _links(document: Document) -> set[tuple[str, str, str]]:
    return {(link.kind, link.to, link.method) for link in document.links}


def test_an_article_keeps_title_sections_dates_and_identity() -> None:
    article = _documents(SAMPLE)["pubmed-999999001"]
    assert article.title == "A made-up trial of whole-breast radiotherapy & nothing else."
    assert article.reference == "pubmed:999999001"
    assert article.journal == "Made Up J Radiother"
    assert (article.published, article.published_precision) == (date(2018, 12, 7), "day")
    assert article.language == "en"
    said = {s.title: article.text[s.start : s.end] for s in article.sections}
    assert said["METHODS"].startswith("Women with breast cancer received 40 Gy in 15 fractions (CO2")
    assert "Randomized Controlled Trial" in said[INDEXING]
    assert "Breast Neoplasms" in said[INDEXING]
    assert "DOI 10.9999/madeup.1" in said[INDEXING]


def test_cross_references_become_links() -> None:
    documents = _documents(SAMPLE)
    assert _links(documents["pubmed-999999001"]) == {
        ("CITES", "pubmed-999999002", "registry-field:Cites"),
        ("CITES", "pubmed-999999003", "registry-field:ErratumIn"),
        ("CITES", "pubmed-999999004", "reference-list"),
        ("RESULTS_OF", "nct-NCT99999901", "registry-field:DataBank"),
    }
    assert _links(documents["pubmed-999999006"]) == {
        ("RETRACTS", "pubmed-999999005", "registry-field:RetractionOf")
    }


def test_a_retracted_article_is_kept_but_claims_nothing() -> None:
    records = {r.document.id: r for r in read(SAMPLE) if isinstance(r, Record)}
    assert not records["pubmed-999999005"].extract
    assert records["pubmed-999999001"].extract


def test_a_vague_date_and_a_foreign_title_are_read_as_far_as_they_go() -> None:
    article = _documents(SAMPLE)["pubmed-999999005"]
    assert article.title == "Ein erfundener Bericht."
    assert (article.published, article.published_precision) == (date(1998, 1, 1), "year")
    assert article.language == "de"


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (('<PMID Version="1">999999001</PMID>', ""), "no PMID"),
        (("999999001</PMID>", "12x</PMID>"), "is no PMID"),
        (("<Year>2018</Year><Month>12</Month><Day>07</Day>", "<Year>2018</Year><Month>13</Month>"), "month"),
        (
            ("<Year>2018</Year><Month>12</Month>", "<Year>abcd</Year><Month>12</Month>"),
            "not a number of four",
        ),
        (("<Year>2018</Year><Month>12</Month>", "<Year>1066</Year><Month>12</Month>"), "before 1700"),
        (("<Day>07</Day>", "<Day>32</Day>"), "the date's day is not one of its month"),
        (("nothing else.</ArticleTitle>", "nothing else."), "broken XML"),
    ],
)
def test_a_bad_article_takes_no_other_with_it(tmp_path: Path, broken: tuple[str, str], reason: str) -> None:
    file = tmp_path / "bad.xml"
    file.write_text(SAMPLE.read_text("utf-8").replace(*broken, 1), "utf-8")
    found = list(read(file))
    rejections = [r for r in found if isinstance(r, Rejection)]
    assert [reason in r.reason for r in rejections] == [True], rejections
    assert "record 1" in rejections[0].record
    assert {r.document.id for r in found if isinstance(r, Record)} == {
        "pubmed-999999005",
        "pubmed-999999006",
    }


def test_no_date_at_all_is_a_rejection(tmp_path: Path) -> None:
    file = tmp_path / "undated.xml"
    text = SAMPLE.read_text("utf-8").replace("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", "")
    file.write_text(text, "utf-8")
    (rejection,) = [r for r in read(file) if isinstance(r, Rejection)]
    assert "no publication date" in rejection.reason
    assert "PMID 999999005" in rejection.record


def test_real_files_are_read_whole(real_data: Callable[[str], Path]) -> None:
    found = [r for f in sorted(real_data("pubmed").rglob("*.*")) for r in read(f)]
    assert not [r for r in found if isinstance(r, Rejection)]
    assert len(found) == 1011
    article = next(r.document for r in found if isinstance(r, Record) and r.document.id == "pubmed-22663011")
    assert article.published == date(2012, 6, 4), "the electronic date is earlier than the issue's"
    assert article.journal == "N Engl J Med"
