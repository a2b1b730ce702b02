"""Texts in which nothing is proven get neither code nor course; those that only sound so are answered."""

import json
from datetime import date
from functools import cache
from pathlib import Path

from ingest.profile import read_case
from kg.coding import code_case
from model.answer import Abstention, Task
from model.second_reader import second_reader
from model.triage import triage

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "doubted_unseen.jsonl").read_text("utf-8").splitlines()
]
"""Nothing learns from these."""
DAY = date(2026, 6, 1)


@cache
def _category(text: str, task: Task) -> str | None:
    """The ICD-10-CM category both readings lead to; None where the service abstains."""
    profile, reader = read_case(text), second_reader()
    if isinstance(triage(profile, task), Abstention):
        return None
    categories = [code.category for code in code_case(profile, text, DAY)]
    reading = reader.read(text)
    category = reader.preferred(reading, categories if task == "icd10" else categories[:1])
    return None if reader.objection(task, reading, profile, category) else category


def test_what_is_only_thought_of_has_no_code() -> None:
    unproven = [row["diagnosis"] for row in ROWS if not row["icd10"]]
    coded = {text: code for text in unproven if (code := _category(text, "icd10"))}
    assert len(coded) <= len(unproven) / 10, f"nothing is proven, yet coded: {json.dumps(coded, indent=1)}"


def test_what_is_only_thought_of_has_no_course() -> None:
    unproven = [row["diagnosis"] for row in ROWS if not row["icd10"]]
    treated = {text: code for text in unproven if (code := _category(text, "regimen"))}
    assert len(treated) <= len(unproven) / 20, (
        f"nothing is proven, yet treated: {json.dumps(treated, indent=1)}"
    )


def test_what_only_sounds_doubtful_is_answered() -> None:
    """Abstaining from every text would pass the tests above."""
    proven = [row for row in ROWS if row["radiotherapy"]]
    given = {row["diagnosis"]: _category(row["diagnosis"], "icd10") for row in proven}
    wrong = {text: code for text, code in given.items() if code and code not in _accepted(text)}
    assert not wrong, f"coded as another: {json.dumps(wrong, indent=1)}"
    declined = [text for text, code in given.items() if code is None]
    assert len(declined) <= len(proven) / 5, f"proven, yet declined: {json.dumps(declined, indent=1)}"


def _accepted(text: str) -> list[str]:
    return next(list(row["icd10"]) for row in ROWS if row["diagnosis"] == text)
