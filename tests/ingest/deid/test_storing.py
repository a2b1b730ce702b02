"""What reaches the graph, seen at the store's door: no note and no answer names anyone."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from api.service import Service
from ingest.profile import read_case
from ingest.run import run
from ingest.sources import SOURCES
from ingest.sources.record import Record, Rejection
from kg.document import Document
from kg.statement import Statement
from kg.store import GraphStore
from kg.write import WriteReport
from model.answer import Question

NOTE = "Mrs Ngozi Okafor, MRN 00471234. Left breast cancer, 40 Gy in 15 fractions."


class Door:
    """A store that keeps what it is given."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.answers: list[str] = []

    def write(
        self, documents: Iterable[Document], statements: Iterable[Statement], **more: Any
    ) -> WriteReport:
        self.documents += documents
        raise StopAsyncIteration

    def document(self, id: str, version: str | None = None) -> Document | None:
        return None

    def save_answer(self, id: str, body: str, at: datetime | None = None) -> str:
        self.answers.append(body)
        return body

    def version(self) -> str:
        return "0" * 16


def test_a_note_its_source_left_as_it_was_is_blotted_out_by_the_run(tmp_path: Path) -> None:
    def read(path: Path) -> Iterator[Record | Rejection]:
        note = Document(id="n-1", kind="Note", source="notes", authority="n-1", title="Mrs Okafor", text=NOTE,
                        published=date(2024, 1, 1))  # fmt: skip
        yield Record(document=note, place="1")
        yield Record(document=note.model_copy(update={"id": "n-2", "synthetic": True}), place="2")

    (tmp_path / "n.txt").write_text("x", "utf-8")
    door = Door()
    with pytest.raises(StopAsyncIteration):
        run(replace(SOURCES["notes"], read=read), [tmp_path / "n.txt"], door, today=date(2026, 1, 1))
    real, synthetic = door.documents
    for planted in ("Okafor", "Ngozi", "00471234"):
        assert planted not in real.model_dump_json(), f"{planted} would be stored"
    assert real.text.index("40 Gy in 15 fractions") == NOTE.index("40 Gy in 15 fractions")
    assert synthetic.text == NOTE


def test_a_kept_answer_names_nobody_and_its_spans_point_into_the_text_given() -> None:
    door = Door()
    read: Callable[[str], Any] = read_case
    service = Service(store=cast(GraphStore, door), read_case=read)
    text = "Mr Gareth Pemberton MRN 00471234, seen 12/03/2024: type 2 diabetes mellitus, aged 95"
    given = service.ask("regimen", Question(diagnosis=text))
    (kept,) = door.answers
    for planted in ("Pemberton", "Gareth", "00471234", "12/03", "95"):
        assert planted not in given.model_dump_json(include={"profile", "abstained"}), f"{planted} is read"
        assert planted not in kept or planted == "95", f"{planted} is kept"
