from datetime import date

import pytest
from pydantic import ValidationError

from ontologies.approval import Approval, load_approvals
from ontologies.drugs import load_drugs

ROW = {
    "approval": "drug-disease-2020-01-01",
    "drugs": ["drug"],
    "brand": "Brand",
    "indication": "disease",
    "setting": "first line",
    "pathway": "accelerated",
    "approved": "2020-01-01",
    "checked_by": "a public table",
}


def test_a_row() -> None:
    approval = Approval.model_validate(ROW | {"withdrawn": "2022-01-01"})
    assert not approval.valid(date(2019, 12, 31))
    assert approval.valid(date(2020, 1, 1))
    assert not approval.valid(date(2022, 1, 1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"withdrawn": "2019-01-01"},
        {"converted": "2021-01-01", "pathway": "regular"},
        {"registrations": ["NCT123"]},
        {"checked_by": ""},
        {"drugs": []},
        {"approval": "Not a slug"},
        {"unknown": 1},
        {"markers": {"no_axis": ["x"]}},
    ],
)
def test_a_wrong_row_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Approval.model_validate(ROW | wrong)


def test_a_withdrawn_indication_no_longer_stands() -> None:
    withdrawn = [a for a in load_approvals().values() if a.withdrawn]
    assert withdrawn
    for approval in withdrawn:
        assert approval.withdrawn is not None
        assert approval.valid(approval.approved)
        assert not approval.valid(approval.withdrawn)


def test_drugs_are_found_by_slug() -> None:
    drug = load_drugs()["trastuzumab"]
    assert drug.brands == ("Herceptin",)
    assert drug.curie == "oncograph:trastuzumab"
