"""What both arms were given, an approval's date and a kind of tumour alone: no claim of their own."""

import pytest

from ingest.extract import extract_text


def _claims(text: str, relation: str) -> list[tuple[str, str, str]]:
    return [(s.subject, s.object, s.tier) for s in extract_text(text).statements if s.relation == relation]


def test_what_both_arms_were_given_improves_nothing() -> None:
    text = "Cetuximab plus radiotherapy improved OS compared with radiotherapy alone in larynx cancer."
    assert [s for s, _, _ in _claims(text, "IMPROVES")] == ["oncograph:cetuximab"], _claims(text, "IMPROVES")


def test_a_kind_of_tumour_alone_is_no_accepted_object() -> None:
    found = _claims("Niraparib improved PFS versus placebo in patients with HRD carcinomas.", "TREATS")
    assert all(tier != "accepted" for _, _, tier in found), f"{found}: carcinomas stand for no disease"


@pytest.mark.parametrize(
    "text",
    [
        "The FDA approved sotorasib for adults with metastatic non-small cell lung cancer on May 28, 2021.",
        "On May 20, 2020, the FDA approved olaparib for prostate cancer.",
    ],
)
def test_the_month_of_may_is_no_doubt(text: str) -> None:
    found = _claims(text, "APPROVED_FOR")
    assert [tier for _, _, tier in found] == ["accepted"], f"{text}: {found}"


def test_what_may_be_stays_with_a_reader() -> None:
    found = _claims("Olaparib may improve overall survival in prostate cancer.", "IMPROVES")
    assert all(tier != "accepted" for _, _, tier in found), f"{found}"
