"""Small documents and claims for the tests of the graph."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kg.document import Document
from kg.statement import Course, Entity, Evidence, Statement

MakeDocument = Callable[..., Document]
MakeStatement = Callable[..., Statement]


@pytest.fixture(scope="session")
def make_document() -> MakeDocument:
    """A document by id and text."""

    def make(id: str, text: str, **more: Any) -> Document:
        values: dict[str, Any] = {
            "kind": "Publication",
            "source": "pubmed",
            "authority": id,
            "title": f"Title of {id}",
            "published": date(2010, 1, 1),
        }
        return Document(id=id, text=text, **(values | more))

    return make


@pytest.fixture(scope="session")
def make_statement() -> MakeStatement:
    """A TREATS claim whose quote stands in the document."""

    def make(
        document: Document,
        dose: float,
        fractions: int,
        disease: str = "breast-cancer",
        **more: Any,
    ) -> Statement:
        quote = f"{dose:g} Gy in {fractions} fractions"
        start = document.text.index(quote)
        values: dict[str, Any] = {
            "subject": Entity(
                curie=f"oncograph:rt-photon-{dose:g}-{fractions}",
                label="Radiotherapy",
                name=f"{dose:g} Gy / {fractions}",
            ),
            "relation": "TREATS",
            "object": Entity(curie=f"oncograph:{disease}", label="Disease", name=disease),
            "course": Course(
                modality="photon",
                total_dose_gy=dose,
                fractions=fractions,
                target="whole breast",
                intent="curative",
            ),
            "text": f"{quote} for {disease}",
            "authority": document.authority,
            "topic": f"treats/{disease}",
            "valid_from": date(2010, 1, 1),
            "evidence": (
                Evidence(
                    document=document.id,
                    start=start,
                    end=start + len(quote),
                    quote=quote,
                    extractor="regimen",
                    extractor_version="1",
                ),
            ),
        }
        return Statement(**(values | more))

    return make
