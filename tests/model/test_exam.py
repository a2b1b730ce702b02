"""The table of an exam: what each row counts."""

from typing import Any

from model.exam import Marked, table


def _marked(case: str, task: str, mark: str, accepted: str) -> Marked:
    said: dict[str, Any] = {
        "case": case,
        "diagnosis": "made up",
        "task": task,
        "path": "graph",
        "mark": mark,
        "cited": mark != "abstained",
        "given": "x",
        "accepted": accepted,
        "understood": "",
        "calls_for_none": accepted == "[]",
        "milliseconds": 1.0,
    }
    return Marked(**said)


def test_codes_of_what_is_irradiated_have_a_row_of_their_own() -> None:
    rows = table(
        [
            _marked("treated", "regimen", "acceptable", "[[8, 1]]"),
            _marked("watched", "regimen", "acceptable", "[]"),
            _marked("treated", "icd10", "acceptable", '["C61"]'),
            _marked("watched", "icd10", "abstained", '["K22"]'),
        ]
    )
    counted = {r.task: r.cases for r in rows}
    assert counted["icd10"] == 2, "every case with an accepted code counts"
    assert counted["icd10 where radiotherapy is called for"] == 1, "only the case with a regimen counts"
