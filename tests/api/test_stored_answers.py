"""What is kept of a question names nobody, and the answer is the same as without the name."""

import pytest
from fastapi.testclient import TestClient

pytestmark = pytest.mark.server

CASE = "{who}, pT2 N0 ER+ HER2- invasive lobular ca right breast, WLE + SLNB, adjuvant whole breast RT{seen}"
PLANTED = ("Okafor", "Ngozi", "00471234", "12/03/2024", "020 7946 0958")


@pytest.mark.parametrize("task", ["regimen", "modality", "icd10"])
def test_the_kept_answer_names_nobody(client: TestClient, task: str) -> None:
    named = CASE.format(
        who="Mrs Ngozi Okafor MRN 00471234, 52F", seen=", seen 12/03/2024 by Dr Okafor, tel 020 7946 0958"
    )
    given = client.post(f"/v1/{task}", json={"diagnosis": named})
    assert given.status_code == 200, given.text
    kept = client.get(f"/v1/answers/{given.json()['id']}").text
    for planted in PLANTED:
        assert planted not in kept, f"{planted} is kept in the graph: api/service.py must blot it out first"
    plain = client.post(f"/v1/{task}", json={"diagnosis": CASE.format(who="52F", seen="")}).json()
    assert given.json()["answer"] == plain["answer"], "a name must not change the answer"
    for finding in given.json()["profile"]["findings"]:
        assert named[finding["start"] : finding["end"]] == finding["text"], "spans point into the text given"
