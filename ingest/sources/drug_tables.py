"""The Drugs@FDA download: tab-separated tables in a zip, or unpacked beside `Applications.txt`.

Only applications for antineoplastic drugs are taken: an ingredient or brand must be a drug of
`ontologies.drugs`. The tables state no indication, so they give documents and no claims.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, NamedTuple

from ingest.sources import partial_date
from ingest.sources.application import Application, Submission
from ingest.sources.opening import flat, oddity, reason_of
from ingest.sources.record import Record, Rejection
from ontologies.drugs import load_drugs

_MAX_TABLE = 256 << 20
_WORD = re.compile(r"[a-z0-9]+")
_COLUMNS = {
    "Applications": ("ApplNo", "ApplType", "ApplPublicNotes", "SponsorName"),
    "Products": ("ApplNo", "ProductNo", "Form", "Strength", "ReferenceDrug", "DrugName", "ActiveIngredient"),
    "Submissions": (
        "ApplNo", "SubmissionClassCodeID", "SubmissionType", "SubmissionNo", "SubmissionStatus",
        "SubmissionStatusDate", "SubmissionsPublicNotes", "ReviewPriority",
    ),
    "SubmissionClass_Lookup": ("SubmissionClassCodeID", "SubmissionClassCode"),
}  # fmt: skip
_TYPES = {"NDA": "NDA", "ANDA": "ANDA", "BLA": "BLA", "N": "NDA", "A": "ANDA", "B": "BLA"}


class _Row(NamedTuple):
    line: int
    values: dict[str, str]


def read_tables(path: Path, wanted: Callable[[str], bool] | None = None) -> Iterator[Record | Rejection]:
    """Each wanted application of the tables with its approval history.

    `wanted` judges an ingredient or a brand name; by default it must be a drug the project knows.
    """
    wanted = wanted or antineoplastic()
    with ExitStack() as stack:
        try:
            tables = _tables(path, stack)
            applications: dict[str, Application] = {}
            rejections = list(_joined(tables, applications, wanted))
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, ValueError) as error:
            yield Rejection(file=str(path), record="file", reason=f"cannot be read: {error}")
            return
    for table, row, reason in rejections:
        yield Rejection(file=str(path), record=f"{table}.txt line {row}", reason=reason)
    for number in sorted(applications):
        application = applications[number]
        try:
            document = application.document()
        except ValueError as error:
            yield Rejection(file=str(path), record=f"application {number}", reason=reason_of(error))
        else:
            yield Record(document=document, place=f"application {number}")


def antineoplastic() -> Callable[[str], bool]:
    """Whether a name from the tables begins with the name or brand of a drug the project knows."""
    known = {
        " ".join(_WORD.findall(name.lower()))
        for drug in load_drugs().values()
        for name in (drug.name, *drug.brands, *drug.synonyms)
    }
    longest = max((name.count(" ") for name in known), default=0) + 1

    def wanted(name: str) -> bool:
        words = _WORD.findall(name.lower())
        return any(" ".join(words[:n]) in known for n in range(1, longest + 1))

    return wanted


def _tables(path: Path, stack: ExitStack) -> dict[str, IO[bytes]]:
    """The tables' streams.

    Raises:
        ValueError: a table is missing or implausibly large, or the file is no zip.
    """
    if path.suffix.lower() != ".zip":
        return {name: stack.enter_context((path.parent / f"{name}.txt").open("rb")) for name in _COLUMNS}
    with path.open("rb") as file:
        reason = oddity(file.read(4096).replace(b"\x00", b"."), "a zip of tables")
    if reason:
        raise ValueError(reason)
    archive = stack.enter_context(zipfile.ZipFile(path))
    members = {Path(m.filename).name: m for m in archive.infolist()}
    tables = {}
    for name in _COLUMNS:
        member = members.get(f"{name}.txt")
        if member is None:
            raise ValueError(f"the zip holds no {name}.txt: not the Drugs@FDA download")
        if member.file_size > _MAX_TABLE:
            raise ValueError(f"{name}.txt would unpack to {member.file_size:,} bytes")
        tables[name] = stack.enter_context(archive.open(member))
    return tables


def _rows(name: str, table: IO[bytes]) -> Iterator[_Row | tuple[str, int, str]]:
    """The rows of a table; lines are cut at 1 MB."""
    header = _decoded(table.readline(1 << 20)).split("\t")
    if missing := [c for c in _COLUMNS[name] if c not in header]:
        raise ValueError(f"{name}.txt has no column {', '.join(missing)}")
    number = 1
    while line := table.readline(1 << 20):
        number += 1
        values = _decoded(line).split("\t")
        if not any(values):
            continue
        if len(values) < len(header) or any(values[len(header) :]):
            yield name, number, f"{len(values)} columns where the header has {len(header)}"
            continue
        yield _Row(number, dict(zip(header, values, strict=False)))


def _decoded(line: bytes) -> str:
    """FDA's tables are UTF-8 but for notes pasted in Windows-1252."""
    line = line.rstrip(b"\r\n")
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _joined(
    tables: dict[str, IO[bytes]],
    applications: dict[str, Application],
    wanted: Callable[[str], bool],
) -> Iterator[tuple[str, int, str]]:
    """Fill `applications` with those wanted; gives the rows left out as table, line and reason."""
    products: dict[str, list[tuple[str, str, str]]] = {}
    chosen: set[str] = set()
    for row in _rows("Products", tables["Products"]):
        if not isinstance(row, _Row):
            yield row
            continue
        number, values = row.values["ApplNo"], row.values
        product = (values["DrugName"], values["ActiveIngredient"], values["Form"])
        if product not in products.setdefault(number, []):
            products[number].append(product)
        if any(wanted(part) for part in (*values["ActiveIngredient"].split(";"), values["DrugName"])):
            chosen.add(number)
    for row in _rows("Applications", tables["Applications"]):
        if not isinstance(row, _Row):
            yield row
            continue
        number = row.values["ApplNo"]
        if number not in chosen:
            continue
        kind = _TYPES.get(row.values["ApplType"].strip(), "")
        application = Application(number=kind + number, sponsor=flat(row.values["SponsorName"]))
        for brand, ingredients, form in products[number]:
            application.brands.add(flat(brand))
            application.ingredients.update(flat(part) for part in ingredients.split(";"))
            application.forms.add(flat(form.replace(";", "; ")))
        applications[number] = application
    classes = {
        row.values["SubmissionClassCodeID"]: flat(
            row.values.get("SubmissionClassCodeDescription") or row.values["SubmissionClassCode"]
        )
        for row in _rows("SubmissionClass_Lookup", tables["SubmissionClass_Lookup"])
        if isinstance(row, _Row)
    }
    for row in _rows("Submissions", tables["Submissions"]):
        if not isinstance(row, _Row):
            yield row
            continue
        values = row.values
        if values["ApplNo"] not in applications:
            continue
        try:
            day = values["SubmissionStatusDate"].split(" ")[0]
            date = partial_date.parse(day) if day else None
        except ValueError as error:
            yield "Submissions", row.line, str(error)
            continue
        applications[values["ApplNo"]].submissions.append(
            Submission(
                kind=values["SubmissionType"].strip(),
                number=values["SubmissionNo"].strip(),
                status=values["SubmissionStatus"].strip(),
                date=date,
                about=classes.get(values["SubmissionClassCodeID"].strip(), ""),
                priority=values["ReviewPriority"].strip() == "PRIORITY",
            )
        )
