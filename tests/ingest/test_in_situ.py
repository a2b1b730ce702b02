"""The words "in situ" after the name of a tumour."""

import pytest

from ingest.profile import read_case


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Lentigo maligna nose 2 cm in situ, superficial RT", {"lentigo-maligna"}),
        ("Lentigo maligna R cheek in situ. RT", {"lentigo-maligna"}),
        ("Carcinoma in situ of the scalp, superficial RT", {"bowen-disease"}),
    ],
)
def test_in_situ_names_no_second_tumour(text: str, named: set[str]) -> None:
    assert {d.disease for d in read_case(text).diseases} == named
