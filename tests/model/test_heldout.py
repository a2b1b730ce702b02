from typing import get_args

import pytest

from model.answer import Task
from model.client import ModelClient
from model.heldout import HeldoutTable, bootstrap, heldout_table


def test_an_interval_holds_its_share_and_narrows_with_cases() -> None:
    few, many = bootstrap([True, False] * 10, "x"), bootstrap([True, False] * 200, "x")
    for share in (few, many):
        assert share.low <= share.share == 0.5 <= share.high
    assert many.high - many.low < few.high - few.low
    assert bootstrap([True, False] * 10, "x") == few, "the same marks give the same interval"


@pytest.fixture(scope="module")
def table(model_client: ModelClient) -> HeldoutTable:
    return heldout_table(model_client, cases=150, evidence=False)


@pytest.mark.server
@pytest.mark.parametrize("task", get_args(Task))
def test_each_adapter_beats_its_bare_base(table: HeldoutTable, task: Task) -> None:
    share = {s.way: s.share for s in table.tasks[task]}
    bare, adapted = share["bare base among the candidates"], share["adapter among the candidates"]
    assert adapted > bare, f"{task}: the adapter ({adapted}) must beat its base ({bare}); train it again"


@pytest.mark.server
def test_both_ways_of_asking_stand_in_the_table(model_client: ModelClient) -> None:
    table = heldout_table(model_client, cases=5)
    for task in get_args(Task):
        ways = {s.way for s in table.tasks[task]}
        assert "adapter that reads the retrieved text" in ways, (
            f"{task}: serve the adapter that reads evidence"
        )


@pytest.mark.server
def test_the_table_says_it_is_synthetic(table: HeldoutTable) -> None:
    lines = table.lines()
    assert lines[0].startswith("Synthetic")
    assert any("graph and adapter" in line for line in lines)
