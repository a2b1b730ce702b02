"""Tumours that trouble nobody are watched; the same ones that grow or are sent for treatment are not."""

import pytest

from ingest.profile import read_case


@pytest.mark.parametrize(
    "text",
    [
        "Tentorial meningioma 11 mm, static over four years, yearly MRI.",
        "Vestibular schwannoma 14 mm, no growth, MRI in 1 year.",
        "Falcine meningioma 8 mm, incidental on CT for sinusitis.",
        "Macroprolactinoma, bromocriptine 2.5 mg, prolactin coming down.",
        "BCC of the cheek cut out, 3 mm clear all round.",
        "Six months since completing 60/30 chemoRT for NSCLC, radiation pneumonitis, prednisolone.",
    ],
)
def test_what_is_quiet_or_over_is_left_alone(text: str) -> None:
    assert read_case(text).declined, text


@pytest.mark.parametrize(
    "text",
    [
        "Vestibular schwannoma, grown 4 mm since the annual MRI. SRS 12 Gy",
        "Macroprolactinoma resistant to cabergoline, prolactin rising. 50.4/28",
        "BCC of the cheek cut out, 3 mm clear all round but perineural spread. RT 50/20",
        "Parasagittal meningioma, stable for years, now larger on the yearly MRI. FSRT 54/30",
    ],
)
def test_what_grows_or_is_sent_for_treatment_is_not(text: str) -> None:
    assert not read_case(text).declined, text


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        (
            "Melanoma of the scalp, desmoplastic, 4 mm deep, margin close. BCCs face curetted. Adj RT",
            "melanoma",
        ),
        ("Prostate ca on surveillance. BCC nose curetted. RT please", "basal-cell-carcinoma"),
        ("SCCs scalp x2 excised, deep margin involved. PORT", "cutaneous-scc"),
        ("BCC cheek curetted twice, recurred. Superficial RT", "basal-cell-carcinoma"),
        ("Vag. ca stage II, HDR boost. Hysterectomy 1998 for fibroids", "vaginal-cancer"),
        ("Fibroids, bleeding, myomectomy planned", "uterine-fibroids"),
    ],
)
def test_what_was_scraped_or_cut_out_before_is_not_the_matter(text: str, disease: str) -> None:
    assert [d.disease for d in read_case(text).diseases] == [disease], text
