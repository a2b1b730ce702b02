"""What comes back of the graph is read by this version's models or named as another's."""

import pytest

from kg.errors import StoreOutdated
from kg.rows import stored_statement


def test_a_statement_of_another_version_is_named_with_the_fix() -> None:
    record = {"id": "st-1", "body": '{"dose": 40}', "support": []}
    with pytest.raises(StoreOutdated, match=r"st-1 .*another version .*load it again"):
        stored_statement(record)
