import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ingest.sources.drug_tables import antineoplastic, read_tables
from ingest.sources.openfda import read
from ingest.sources.record import Record, Rejection

SAMPLE = Path(__file__).parents[1] / "data" / "openfda.json"
TABLES = {
    "Applications": "ApplNo\tApplType\tApplPublicNotes\tSponsorName\n"
    "999901\tN\t\tMADE UP PHARMA\n999902\tA\t\tOTHER\n",
    "Products": "ApplNo\tProductNo\tForm\tStrength\tReferenceDrug\tDrugName\tActiveIngredient\t"
    "ReferenceStandard\n"
    "999901\t001\tINJECTABLE;INJECTION\t1MG\t0\tMADEUPLA\tCISPLATIN\t0\n"
    "999902\t001\tTABLET;ORAL\t1MG\t0\tASPIRIN\tASPIRIN\t0\n"
    "999903\ttoo few\n",
    "Submissions": "ApplNo\tSubmissionClassCodeID\tSubmissionType\tSubmissionNo\tSubmissionStatus\t"
    "SubmissionStatusDate\tSubmissionsPublicNotes\tReviewPriority\n"
    "999901\t7\tORIG\t1\tAP\t1978-12-19 00:00:00\tit\x92s a note\tPRIORITY\n"
    "999901\t2\tSUPPL\t5\tAP\t2000-02-30 00:00:00\t\t\n"
    "999901\t2\tSUPPL\t6\tAP\t2001-02-03 00:00:00\t\t\n",
    "SubmissionClass_Lookup": "SubmissionClassCodeID\tSubmissionClassCode\tSubmissionClassCodeDescription\n"
    "2\tEFFICACY\tEfficacy\n7\tTYPE 1\tType 1 - New Molecular Entity\n",
}


def _zip(folder: Path, leave_out: str = "") -> Path:
    path = folder / "tables.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in TABLES.items():
            if name != leave_out:
                archive.writestr(
                    f"{name}.txt",
                    text.replace("\n", "\r\n").encode("cp1252", "replace")
                    if name != "Submissions"
                    else text.encode("latin-1"),
                )
    return path


def test_an_application_tells_its_history_in_order() -> None:
    record = next(r for r in read(SAMPLE) if isinstance(r, Record))
    document = record.document
    assert (document.id, document.kind, document.reference) == ("fda-NDA999901", "Approval", "fda:NDA999901")
    assert document.published == date(2010, 1, 15)
    history = document.text.split("Approval history: ")[1]
    assert history == (
        "Original application 1 approved 2010-01-15, New Molecular Entity, priority review.\n"
        "Supplement 2 approved 2012-03-01, Efficacy."
    )
    assert not record.statements, "an application states no indication, so it claims nothing"


def test_a_label_gives_its_indications_as_a_section() -> None:
    label = [r for r in read(SAMPLE) if isinstance(r, Record)][1]
    document = label.document
    assert document.kind == "Label"
    assert label.extract
    assert document.title == "MADEUPLA (MADEUPLATIN): prescribing information"
    said = {s.title: document.text[s.start : s.end] for s in document.sections}
    assert "made-up lung cancer" in said["Indications"]


def test_tables_give_antineoplastic_applications_and_reject_bad_rows(tmp_path: Path) -> None:
    found = list(read_tables(_zip(tmp_path)))
    (record,) = [r for r in found if isinstance(r, Record)]
    assert record.document.id == "fda-NDA999901"
    assert record.document.published == date(1978, 12, 19)
    assert "Supplement 6 approved 2001-02-03, Efficacy." in record.document.text
    rejections = {r.record: r.reason for r in found if isinstance(r, Rejection)}
    assert set(rejections) == {"Products.txt line 4", "Submissions.txt line 3"}


def test_unpacked_tables_are_read_beside_each_other(tmp_path: Path) -> None:
    with zipfile.ZipFile(_zip(tmp_path)) as archive:
        archive.extractall(tmp_path)
    found = [r for r in read(tmp_path / "Applications.txt") if isinstance(r, Record)]
    assert [r.document.id for r in found] == ["fda-NDA999901"]


def test_a_zip_without_the_tables_is_rejected_with_the_reason(tmp_path: Path) -> None:
    (rejection,) = read(_zip(tmp_path, leave_out="Submissions"))
    assert isinstance(rejection, Rejection)
    assert "holds no Submissions.txt" in rejection.reason
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 but no more")
    (rejection,) = read(tmp_path / "broken.zip")
    assert isinstance(rejection, Rejection)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("CISPLATIN", True), ("ERLOTINIB HYDROCHLORIDE", True), ("ASPIRIN", False), ("", False)],
)
def test_a_drug_is_antineoplastic_by_the_beginning_of_its_name(name: str, wanted: bool) -> None:
    assert antineoplastic()(name) is wanted


def test_adverse_event_reports_are_one_rejection(tmp_path: Path) -> None:
    file = tmp_path / "faers.json"
    file.write_text('{"results": [{"safetyreportid": "1"}, {"safetyreportid": "2"}]}', "utf-8")
    (rejection,) = read(file)
    assert isinstance(rejection, Rejection)
    assert "adverse event" in rejection.reason


def test_the_real_tables_are_read(real_data: Callable[[str], Path]) -> None:
    found = list(read(real_data("openfda/drugsatfda.zip")))
    assert not [r for r in found if isinstance(r, Rejection)]
    documents = {r.document.id: r.document for r in found if isinstance(r, Record)}
    assert documents["fda-NDA021743"].published == date(2004, 11, 18), "Tarceva's first approval"
    assert len(documents) > 500
