"""CTCAE: adverse events of treatment under their MedDRA codes."""

import csv
from collections.abc import Iterator
from pathlib import Path

from ontologies.term import Term, Unread, reason_of

_CODE, _NAME = "MedDRA Code", "CTCAE Term"


def read_adverse_events(path: Path) -> Iterator[Term | Unread]:
    """Every adverse event of the table."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.DictReader(file)
        try:
            if not {_CODE, _NAME} <= set(reader.fieldnames or ()):
                yield Unread(path.name, "line 1", f"has no columns {_CODE} and {_NAME}")
                return
            for row in reader:
                code, name = (row[_CODE] or "").strip(), (row[_NAME] or "").strip()
                if not code and not name:
                    continue
                try:
                    yield Term(curie=f"meddra:{code}", name=name, label="AdverseEvent")
                except ValueError as error:
                    reason = reason_of(error)
                    yield Unread(path.name, f"line {reader.line_num}", reason)
        except csv.Error as error:
            yield Unread(path.name, f"line {reader.line_num}", str(error))
