"""A course called off is not asked for; the words that do so decline it unless another takes its place."""

import pytest

from ingest.profile import read_case


@pytest.mark.parametrize(
    "text",
    [
        "T1 prostate ca opted for surgery. Please remove from the HDR waiting list.",
        "NSCLC LUL T1N0, cancel the SABR slot, patient moved away.",
        "Dupuytren hand, fixed at 70 degrees, too late for us.",
        "HCC 3 cm, TACE. Liver SBRT considered, not chosen.",
        "Microprolactinoma, cabergoline works. No beams needed.",
        "Consent withdrawn, T1 larynx, laser. Cancel the mask.",
        "GCT of the radius, to be curetted; RT was mooted for his brother's.",
        "Renal cell 4 cm, robot done. Referral to SABR trial withdrawn.",
        "L breast IDC T2, mastectomy instead: RT no longer needed.",
        "SCC larynx T1a. Take off radiotherapy list, laser done.",
        "Colon ca pT3 N1, capecitabine. Nothing from an oncology point of view.",
        "Glioma grade 2, planning CT booked; radiotherapy slot can be released.",
        "ALL with a mediastinal mass. Radiotherapy for 'lung ca' - not required, steroids work.",
        "SCLC on chemo. Lung RT for 'effusion': no longer needed, drained.",
        "Malignant polyp sigmoid pT1, clear. Nothing for rad onc.",
    ],
)
def test_what_is_called_off_is_declined(text: str) -> None:
    profile = read_case(text)
    assert profile.declined, f"nothing declines in {text!r}"
    assert "radiotherapy" not in profile.values("called_for"), f"still asked for: {text!r}"


@pytest.mark.parametrize(
    "text",
    [
        "Cancel the VMAT slot, convert to SABR: NSCLC LUL T1N0.",
        "Cancel the mask, convert to electrons: BCC nose 2 cm.",
        "Do not cancel RT slot: SCC larynx T2, radical RT.",
        "SCC skin removed from scalp, positive margin, RT electrons.",
        "Taken off ibrutinib, DLBCL bulky, RT to the mass.",
        "Cystectomy cancelled, unfit: MIBC T2, radical RT 55/20.",
        "RT to the breast, boost not required: pT1 N0 IDC, 40/15.",
        "Nothing for rad onc re bladder; prostate T3 GS8 EBRT 60/20 please.",
        "Lentigo maligna cheek, imiquimod failed, 54/27 superficial.",
        "KS leg, ART started; fungating, 8 Gy x1 to the foot.",
    ],
)
def test_a_course_that_stands_is_still_asked_for(text: str) -> None:
    assert not read_case(text).declined, f"{read_case(text).declined} declines in {text!r}"


def test_an_organ_of_a_course_called_off_is_no_tumour() -> None:
    profile = read_case("PET avid nodule, biopsy = granuloma, AFB seen. Cancel lung SABR slot.")
    assert not profile.diseases, f"{profile.diseases} read from a cancelled slot"
