"""ICD-O-3: morphology and topography of tumours."""

import csv
from collections.abc import Iterator
from pathlib import Path

from ontologies.term import Term, Unread, reason_of

_SYNONYMS = ("histologies.csv", "histology_synonyms.csv")
"""The file of names and that of further names beside it."""


def read_morphologies(path: Path) -> Iterator[Term | Unread]:
    """Every morphology with its behaviour digit; synonyms from the file beside it."""
    synonyms: dict[str, list[str]] = {}
    beside = path.with_name(path.name.replace(*_SYNONYMS))
    if beside != path and beside.exists():
        for row in _rows(beside, "icdo3_histology_code", "icdo3_histology_synonym_name"):
            if isinstance(row, Unread):
                yield row
            else:
                synonyms.setdefault(row[1], []).append(row[2])
    for row in _rows(path, "icdo3_histology_code", "icdo3_histology_code_name"):
        if isinstance(row, Unread):
            yield row
            continue
        number, code, name = row
        try:
            yield Term(
                curie=f"icdo:{code}",
                name=name,
                synonyms=tuple(dict.fromkeys(synonyms.get(code, ()))),
                label="Morphology",
            )
        except ValueError as error:
            yield Unread(path.name, f"line {number}", reason_of(error))


def _rows(path: Path, key: str, value: str) -> Iterator[tuple[int, str, str] | Unread]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.DictReader(file)
        try:
            if not {key, value} <= set(reader.fieldnames or ()):
                yield Unread(path.name, "line 1", f"has no columns {key} and {value}")
                return
            for row in reader:
                if not row[key] or not row[value]:
                    yield Unread(path.name, f"line {reader.line_num}", f"lacks {key} or {value}")
                else:
                    yield reader.line_num, row[key].strip(), row[value].strip()
        except csv.Error as error:
            yield Unread(path.name, f"line {reader.line_num}", str(error))


def read_topography(path: Path) -> Iterator[Term | Unread]:
    """Every site; the inclusion lines of a code are its synonyms."""
    names: dict[str, str] = {}
    synonyms: dict[str, list[str]] = {}
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        for number, line in enumerate(file, 1):
            parts = [p.strip() for p in line.rstrip("\r\n").split("\t")]
            if number == 1 and parts[:3] == ["Kode", "Lvl", "Title"]:
                continue
            if len(parts) != 3 or not all(parts):
                if any(parts):
                    yield Unread(path.name, f"line {number}", "is not code, level and title")
                continue
            code, level, title = parts[0], parts[1], parts[2].strip('"')
            if level in ("3", "4"):
                names.setdefault(code, title.capitalize() if title.isupper() else title)
            else:
                synonyms.setdefault(code, []).append(title)
    for code, name in names.items():
        wider = code.partition(".")[0]
        try:
            yield Term(
                curie=f"icdo:{code}",
                name=name,
                synonyms=tuple(dict.fromkeys(synonyms.get(code, ()))),
                parents=(f"icdo:{wider}",) if wider != code and wider in names else (),
                label="Topography",
            )
        except ValueError as error:
            yield Unread(path.name, code[:20], reason_of(error))
