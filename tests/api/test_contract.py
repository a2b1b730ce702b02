"""The answer contract over HTTP, against the real graph; other programs are written to it."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

pytestmark = pytest.mark.server

BREAST = "52F pT2 N0 ER+ HER2- invasive lobular ca right breast, WLE + SLNB, adjuvant whole breast RT"
FIELDS = {
    "id", "task", "answer", "alternatives", "citations", "agreement", "abstained", "warnings", "profile",
    "provenance", "timing_ms",
}  # fmt: skip
REGIMEN = {
    "text", "modality", "technique", "total_dose_gy", "fractions", "dose_per_fraction_gy", "boost", "bed_gy",
    "eqd2_gy", "target", "intent",
}  # fmt: skip
CITATION = {
    "statement", "source", "document", "title", "published", "valid_from", "valid_to", "url", "quote",
}  # fmt: skip


def ask(client: TestClient, task: str, text: str, **more: Any) -> dict[str, Any]:
    response = client.post(f"/v1/{task}", json={"diagnosis": text, **more})
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    assert body.keys() == FIELDS
    return body


def test_regimen_has_every_field_and_its_numbers_are_quoted(client: TestClient) -> None:
    body = ask(client, "regimen", BREAST)
    answer = body["answer"]
    assert answer.keys() == REGIMEN
    assert answer["dose_per_fraction_gy"] == pytest.approx(
        answer["total_dose_gy"] / answer["fractions"], abs=1e-4
    )
    assert body["agreement"] == "supported"
    assert body["citations"], "an answer must be cited"
    for citation in body["citations"]:
        assert citation.keys() == CITATION
        stated = {float(n) for n in re.findall(r"\d+(?:\.\d+)?", citation["quote"])}
        assert {answer["total_dose_gy"], float(answer["fractions"])} <= stated
    for alternative in body["alternatives"]:
        assert alternative.keys() == REGIMEN | {"citations"}
        assert alternative["citations"]


def test_modality_and_code(client: TestClient) -> None:
    modality = ask(client, "modality", BREAST)["answer"]
    assert modality.keys() == {"modality", "technique", "scores"}
    assert modality["modality"] in {"photon", "proton", "electron", "brachytherapy"}
    assert sum(modality["scores"].values()) == pytest.approx(1, abs=0.01)
    code = ask(client, "icd10", BREAST)
    assert code["answer"].keys() == {"code", "description", "category", "valid_on", "missing_documentation"}
    assert code["answer"]["category"] == "C50"
    assert all(code["answer"]["code"] in c["quote"] for c in code["citations"])


def test_citation_leads_to_statement_and_document(client: TestClient) -> None:
    citation = ask(client, "regimen", BREAST)["citations"][0]
    statement = client.get(f"/v1/statements/{citation['statement']}").json()
    assert statement["known_to"].startswith("9999")
    document = client.get(f"/v1/documents/{citation['document']}").json()
    evidence = next(e for e in statement["statement"]["evidence"] if e["document"] == document["id"])
    assert document["text"][evidence["start"] : evidence["end"]] == citation["quote"]


@pytest.mark.parametrize("task", ["regimen", "modality", "icd10"])
def test_kept_answer_comes_back_as_it_was_handed_out_each_time(client: TestClient, task: str) -> None:
    asked = {"diagnosis": BREAST, "as_of": "2026-01-01"}
    first, second = (client.post(f"/v1/{task}", json=asked) for _ in range(2))
    kept = client.get(f"/v1/answers/{first.json()['id']}")
    assert kept.status_code == 200
    assert kept.content == first.content
    assert second.content == first.content, "what stands under an id is what everybody was given"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The quick brown fox jumps over the lazy dog", "not_understood"),
        ("Type 2 diabetes mellitus, HbA1c 60", "no_radiotherapy_role"),
        ("68M low risk prostate ca on active surveillance", "radiotherapy_not_called_for"),
    ],
)
def test_abstention_says_why(client: TestClient, text: str, reason: str) -> None:
    body = ask(client, "regimen", text)
    assert body["answer"] is None
    assert body["agreement"] == "unsupported"
    assert body["abstained"]["reason"] == reason, body["abstained"]
    assert body["abstained"]["detail"]


def test_superseded_schedule_is_the_answer_of_its_time(client: TestClient) -> None:
    before = ask(client, "regimen", BREAST, as_of="2003-06-30")
    assert (before["answer"]["total_dose_gy"], before["answer"]["fractions"]) == (50, 25)
    after = ask(client, "regimen", BREAST, as_of="2024-06-30")
    assert (after["answer"]["total_dose_gy"], after["answer"]["fractions"]) != (50, 25)
    assert any(w["code"] == "superseded" and "50 Gy in 25" in w["message"] for w in after["warnings"])


@pytest.mark.parametrize("as_of", ["1985-06-30", "1999-06-30", "2007-12-31"])
def test_a_technique_is_named_from_when_it_was_in_use(client: TestClient, as_of: str) -> None:
    early = {"vmat"} | ({"imrt"} if as_of < "2000" else set())
    for text in (BREAST, "Limited stage SCLC, chemoradiation, thoracic RT"):
        regimen = ask(client, "regimen", text, as_of=as_of)
        modality = ask(client, "modality", text, as_of=as_of)
        for value in (regimen["answer"], *regimen["alternatives"], modality["answer"]):
            assert value is None or value["technique"] not in early, f"no {value['technique']} in {as_of}"
            assert value is None or not any(f"({name})" in value.get("text", "") for name in early)
    assert ask(client, "regimen", BREAST, as_of="2010-06-30")["answer"]["technique"] == "vmat"


def test_before_the_graph_knew_anything_it_abstains(client: TestClient) -> None:
    body = ask(client, "regimen", BREAST, known_at="2001-01-01T00:00:00Z")
    assert body["abstained"]["reason"] == "no_evidence"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "diagnosis"),
        ({"diagnosis": ""}, "diagnosis"),
        ({"diagnosis": "   "}, "diagnosis"),
        ({"diagnosis": "x" * 20_001}, "diagnosis"),
        ({"diagnosis": 7}, "diagnosis"),
        ({"diagnosis": None}, "diagnosis"),
        ({"diagnosis": "ca breast", "patient_name": "x"}, "patient_name"),
        ({"diagnosis": "ca breast", "as_of": "soon"}, "as_of"),
        ({"diagnosis": "ca breast", "as_of": 0}, "as_of"),
        ({"diagnosis": "ca breast", "as_of": "0"}, "as_of"),
        ({"diagnosis": "ca breast", "known_at": 1_700_000_000}, "known_at"),
        ({"diagnosis": "ca breast", "max_citations": 0}, "max_citations"),
        ({"diagnosis": "ca breast", "max_citations": True}, "max_citations"),
        ({"diagnosis": "ca breast", "known_at": "0001-01-01T00:00:00+14:00"}, "known_at"),
        ({"diagnosis": "ca breast", "known_at": "9999-12-31T23:59:59-12:00"}, "known_at"),
        ({"diagnosis": "\u200b\u2060\ufeff"}, "diagnosis"),
        ({"diagnosis": "\x00\x00"}, "diagnosis"),
    ],
)
def test_bad_input_names_the_field(client: TestClient, body: dict[str, Any], field: str) -> None:
    response = client.post("/v1/regimen", json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert field in response.text
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    ("sent", "kind", "message"),
    [
        ("{not json", "application/json", "JSON"),
        ('{"diagnosis": "ca breast"}', "text/plain", "application/json"),
        ('["ca breast"]', "application/json", "JSON object"),
        ("", "application/json", "JSON object"),
        ('{"diagnosis": "Ca œsophage"}'.encode("cp1252"), "application/json", "UTF-8"),
        ('{"diagnosis": "x", "max_citations": ' + "9" * 5000 + "}", "application/json", "JSON"),
        ('{"diagnosis": ' + "[" * 100_000, "application/json", "JSON"),
    ],
)
def test_a_body_that_is_no_object_is_named_as_a_whole(
    client: TestClient, sent: str | bytes, kind: str, message: str
) -> None:
    response = client.post("/v1/regimen", content=sent, headers={"content-type": kind})
    assert response.status_code == 422
    (fault,) = response.json()["errors"]
    assert fault["field"] == "body"
    assert message in fault["message"]


def test_a_wrong_method_is_told_the_right_one(client: TestClient) -> None:
    response = client.get("/v1/regimen")
    assert (response.status_code, response.headers.get("allow")) == (405, "POST")


def test_null_means_the_default(client: TestClient) -> None:
    nulls = dict.fromkeys(("as_of", "known_at", "region", "max_citations", "model"))
    assert ask(client, "regimen", BREAST, **nulls)["id"] == ask(client, "regimen", BREAST)["id"]


@pytest.mark.parametrize("task", ["regimen", "modality", "icd10"])
@pytest.mark.parametrize("clock", [{"as_of": "9999-12-31"}, {"known_at": "9999-12-31T23:59:59Z"}])
def test_the_last_day_of_the_calendar_counts(client: TestClient, task: str, clock: dict[str, str]) -> None:
    assert ask(client, task, BREAST, **clock)["answer"] is not None, "what is open is open on every day"


def test_unknown_ids_are_404(client: TestClient) -> None:
    for path in ("answers/an-none", "statements/st-none", "documents/none"):
        assert client.get(f"/v1/{path}").status_code == 404


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get("/healthz").json()["status"] == "ok"
    ready = client.get("/readyz").json()
    assert ready["parts"]["graph"] == "ok"


def test_hostile_text_is_answered_or_refused_never_an_error(client: TestClient) -> None:
    for text in ("\x00\x01", "🩻" * 500, "\u202eRTL ca breast", "a" * 20_000, "((((" * 4000, "T1" * 8000):
        response = client.post("/v1/regimen", json={"diagnosis": text})
        assert response.status_code in (200, 422), text[:20]
