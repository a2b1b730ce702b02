from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ingest.sources.clinicaltrials import read
from ingest.sources.record import Record, Rejection
from kg.document import Document

DATA = Path(__file__).parents[1] / "data"


def _documents(path: Path) -> dict[str, Document]:
    found = list(read(path))
    assert all(isinstance(r, Record) for r in found), found
    return {r.document.id: r.document for r in found if isinstance(r, Record)}


def _sections(document: Document) -> dict[str, str]:
    return {s.title: document.text[s.start : s.end] for s in document.sections}


def test_a_study_of_the_v2_api_is_read_by_its_modules() -> None:
    study = _documents(DATA / "clinicaltrials.json")["nct-NCT99999901"]
    assert study.reference == "clinicaltrials:NCT99999901"
    assert (study.published, study.published_precision) == (date(2016, 3, 1), "day")
    said = _sections(study)
    assert said["Status"] == (
        "active not recruiting; phase 2, phase 3; interventional; randomized; 120 participants; "
        "started 2016-05; updated 2024-01-09"
    )
    assert said["Arms"] == "Short (experimental): 26 Gy in 5 fractions to the whole breast"
    assert said["Interventions"] == "Radiotherapy (radiation): photons"
    assert said["Outcomes"] == "Local relapse (primary): 5 years"
    assert said["Eligibility"].endswith("Sex: female\nAge: 18 Years to any")
    assert [(li.to, li.method) for li in study.links] == [("pubmed-999999001", "registry-field:result")]


def test_people_named_as_contacts_are_left_out() -> None:
    text = _documents(DATA / "clinicaltrials.json")["nct-NCT99999901"].text
    assert "Somebody" not in text
    assert "@" not in text


def test_a_submission_date_serves_where_no_posting_date_is() -> None:
    study = _documents(DATA / "clinicaltrials.json")["nct-NCT99999902"]
    assert (study.published, study.published_precision) == (date(2020, 7, 1), "month")
    assert "stopped because No funding" in study.text


def test_a_legacy_study_gives_the_same_sections() -> None:
    study = _documents(DATA / "clinicaltrials.xml")["nct-NCT99999903"]
    said = _sections(study)
    assert said["Summary"] == "A study of radiotherapy in made-up patients.\nPURPOSE: none."
    assert said["Arms"] == "Arm I (Experimental): 60 Gy in 30 fractions"
    assert said["Outcomes"] == "Survival: 2 years"
    assert study.published == date(2001, 6, 4)
    assert [li.to for li in study.links] == ["pubmed-999999007"]


def test_one_study_alone_and_an_array_are_read_like_a_page(tmp_path: Path) -> None:
    import json

    page = json.loads((DATA / "clinicaltrials.json").read_text("utf-8"))
    (tmp_path / "one.json").write_text(json.dumps(page["studies"][0]), "utf-8")
    (tmp_path / "array.json").write_text("\ufeff" + json.dumps(page["studies"]), "utf-8")
    whole = _documents(DATA / "clinicaltrials.json")
    assert _documents(tmp_path / "one.json") == {"nct-NCT99999901": whole["nct-NCT99999901"]}
    assert _documents(tmp_path / "array.json") == whole


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (('"nctId": "NCT99999902"', '"nctId": "NCT12"'), "is no NCT number"),
        (('"nctId": "NCT99999902",', ""), "no NCT number"),
        (('"studyFirstSubmitDate": "2020-07"', '"x": 1'), "no posting date"),
        (('"2020-07"', '"2020-77"'), "the date's month is not one of 1 to 12"),
        (('"briefTitle": "Another Made-up Trial"', '"x": []'), "no title"),
    ],
)
def test_a_bad_study_takes_no_other_with_it(tmp_path: Path, broken: tuple[str, str], reason: str) -> None:
    text = (DATA / "clinicaltrials.json").read_text("utf-8")
    assert broken[0] in text
    file = tmp_path / "bad.json"
    file.write_text(text.replace(*broken), "utf-8")
    good, bad = list(read(file))
    assert isinstance(good, Record)
    assert isinstance(bad, Rejection)
    assert reason in bad.reason
    assert "record 2" in bad.record


def test_real_files_are_read_whole(real_data: Callable[[str], Path]) -> None:
    trials = real_data("trials")
    files = [
        *(trials / "v2").iterdir(),
        *(trials / "legacy_xml").iterdir(),
        trials / "ctg-studies-nsclc.json",
    ]
    found = [r for f in files for r in read(f)]
    assert not [r for r in found if isinstance(r, Rejection)]
    assert len(found) == 192
