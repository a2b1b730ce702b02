"""A course called off is not asked for; the words that do so decline it unless another takes its place."""

import pytest

from ingest.profile import read_case


@pytest.mark.parametrize(
    "text",
    [
        "Left breast ca T1 grade 1, wants tablets only. Cancel her planning CT.",
        "Registrar had booked whole brain RT for SCLC. Please disregard.",
        "Vestibular schwannoma 8 mm, unchanged. ?SRS - skull base MDT says no.",
        "ALK+ NSCLC, two tiny brain foci, lorlatinib. MDT: defer any stereotactic, rescan.",
        "Rectal ca, SCRT already arranged at Bristol, begins Tuesday. Nothing to be delivered here.",
        "Larynx mass, ENT think carcinoma, biopsy next week. Hold the RT slot off.",
        "T1 prostate ca opted for surgery. Please remove from the HDR waiting list.",
        "NSCLC LUL T1N0, cancel the SABR slot, patient moved away.",
        "Dupuytren hand, fixed at 70 degrees, too late for us.",
        "The radiotherapy request was meant for another patient. Tonsil SCC, robotic surgery, clear.",
        "Enquires if adjuvant RT is of use. Breast ca T1 N0, mastectomy, so no.",
        "Mass of the orbit, ?lymphoma. Hold RT until biopsy back.",
        "Burkitt of the jaw, treated on the children's protocol, purely chemo.",
        "Ca left breast; fever 9 weeks after tangential RT, infiltrate in field: pneumonitis, steroids.",
        "HCC 3 cm, TACE. Liver SBRT considered, not chosen.",
        "Microprolactinoma, cabergoline works. No beams needed.",
        "Consent withdrawn, T1 larynx, laser. Cancel the mask.",
        "GCT of the radius, to be curetted; RT was mooted for his brother's.",
        "Renal cell 4 cm, robot done. Referral to SABR trial withdrawn.",
        "L breast IDC T2, mastectomy instead: RT no longer needed.",
        "SCC larynx T1a. Take off radiotherapy list, laser done.",
        "Colon ca pT3 N1, capecitabine. Nothing from an oncology point of view.",
        "Glioma grade 2, planning CT booked; radiotherapy slot can be released.",
        "Hodgkin stage II, ABVD cycle 2; irradiation isn't part of the plan.",
        "Tonsil SCC, 70/35 with cisplatin finished in June, PET CR. Seen today, dry mouth.",
        "T1b seminoma, orchidectomy. RT clinic slot to be handed back, typed for the wrong man.",
        "Oesophageal ca with lung mets, on FOLFOX. Palliative RT not being considered for now.",
        "Lung ca stage IV, PS 4. RT to the hip turned down by family, hospice bed.",
        "Thymoma stage I, R0 resection. Wants to know about PORT after reading a blog. Not recommended.",
        "DCIS low grade, 4 mm, excised. Wonders if she should have radiotherapy: no.",
        "NSCLC pT2 N2 after lobectomy. PORT? Not recommended by the MDT.",
        "Sigmoid ca pT2 N0, resected. RT: not needed.",
        "Breast ca on neoadjuvant EC; nothing needed from you for now.",
        "ALL with a mediastinal mass. Radiotherapy for 'lung ca' - not required, steroids work.",
        "SCLC on chemo. Lung RT for 'effusion': no longer needed, drained.",
        "Malignant polyp sigmoid pT1, clear. Nothing for rad onc.",
        "TNBC on neoadjuvant chemo until spring; please take her off this month's RT list.",
        "Stage I seminoma, watched. Dog-leg RT is no longer given for these.",
        "Basal cell ca of the lip, clear on Mohs, plastics just informing.",
        "CLL, spleen 16 cm, venetoclax to start.",
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
        "SCC tonsil, 65/30 finished in May, boost to the residual node, 9 MeV electrons.",
        "Orthovoltage machine scrapped so planned for electrons: SCC pinna 15 mm.",
        "SCC tonsil T2N1, asks whether radiation is painful. 65/30 with cisplatin.",
        "Breast ca pT1 N0, WLE. RT 26/5. Chemo not recommended.",
        "RT to the breast, boost not required: pT1 N0 IDC, 40/15.",
        "Nothing for rad onc re bladder; prostate T3 GS8 EBRT 60/20 please.",
        "ALL, boy of 8, relapse in both testes, marrow in remission.",
        "ES-SCLC, response to chemo, agreed PCI in spite of MRI surveillance being offered.",
        "Lentigo maligna cheek, imiquimod failed, 54/27 superficial.",
        "KS leg, ART started; fungating, 8 Gy x1 to the foot.",
        "Asks re PMRT. Breast ca T3 N2, so yes please, 40/15",
        "Sarcoma of the thigh, hold RT until the wound heals, 60/30 post-op",
    ],
)
def test_a_course_that_stands_is_still_asked_for(text: str) -> None:
    assert not read_case(text).declined, f"{read_case(text).declined} declines in {text!r}"


@pytest.mark.parametrize(
    "text",
    [
        "Gastric adenoca with peritoneal disease, palliative chemo. Radiation not required, no bleeding.",
        "Melanoma, leptomeningeal and brain mets, GCS 10. Agreed: no whole brain RT, comfort at home.",
        "Rectal ca T3 N1, no response to CRT, APR booked.",
        "Finished 55/20 for bladder cancer in May, now well, mild frequency. RT nurse review by phone.",
        "Ca cervix EBRT 2020, now fistula. Surgeon asks re-irradiation? MDT: no, diversion.",
        "HCC within Milan. SABR bridging request withdrawn, transplant date set.",
        "Ca pancreas, borderline, Whipple booked. SBRT not wanted by the MDT or surgeon.",
        "Breast ca T3 N1, neoadjuvant chemo then mastectomy; RT afterwards, please re-refer.",
        "Rectum T3 N1 dMMR, dostarlimab. Please release the LCCRT slot.",
        "Ca prostate on goserelin, disc prolapse for theatre. Oncology FYI only.",
        "Stage I seminoma, orchidectomy. Surveillance preferred over carboplatin or dog-leg RT.",
        "Prostate ca T2 Gleason 7. RALP preferred over EBRT or brachytherapy.",
        "DLBCL stage III, CMR after R-CHOP. Follow up haematology only.",
        "RT to the right breast in 2014 for breast ca. Keeping well, follow up in a year.",
        "?Lymphoma or germ cell tumour, SVC narrowed but stable. Biopsy tomorrow, RT to hold off.",
    ],
)
def test_radiotherapy_only_denied_or_done_is_declined(text: str) -> None:
    assert read_case(text).declined, f"nothing declines in {text!r}"


@pytest.mark.parametrize(
    "text",
    [
        "Ca prostate T2 Gleason 7, no previous radiation, ADT. 60/20",
        "Breast ca pT2 N1, WLE, no RT to date. Adjuvant RT 40/15.",
        "SCLC limited, no contraindication to RT. Concurrent chemoRT.",
        "Clival chordoma, residual at the pons, too close for IMRT, going for protons.",
        "Rectal ca T3 N1. RT 25/5, TME booked.",
        "Breast ca T2 N1. Surgeon asks RT? MDT: yes, 40/15.",
        "RT after surgery, refer back for planning. Rectum T3 N1, short course 25/5.",
        "Prostate T2, HDR monotherapy chosen over surgery or EBRT.",
        "Prostate T2 Gleason 7, EBRT preferred over RALP or brachytherapy.",
        "RT to the breast in 2014, well since, now SCC of the lip T1. Electrons.",
        "NSCLC RLL T1 N0, unfit for surgery, SABR. Prostate ca, seeds 2011, well.",
        "Mycosis fungoides T2b, total skin electrons. Groin nodes reactive only.",
        "Painful femoral met, breast ca. Single fraction? Asked by the hospice doctor.",
    ],
)
def test_radiotherapy_of_the_past_or_one_kind_denied_leaves_the_course(text: str) -> None:
    assert not read_case(text).declined, f"{read_case(text).declined} declines in {text!r}"


def test_a_psa_alone_without_tissue_proves_nothing() -> None:
    profile = read_case("PSA 9.4, PI-RADS 4. Asks for seeds but declines biopsy.")
    assert "unproven" in {f.value for f in profile.declined}, f"{profile.declined} of a PSA alone"


def test_an_organ_of_a_course_called_off_is_no_tumour() -> None:
    profile = read_case("PET avid nodule, biopsy = granuloma, AFB seen. Cancel lung SABR slot.")
    assert not profile.diseases, f"{profile.diseases} read from a cancelled slot"


@pytest.mark.parametrize("dash", [" - ", " -- ", " \u2013 ", " \u2014 "])
def test_a_dash_ends_what_the_surgeons_said(dash: str) -> None:
    profile = read_case(f"NSCLC T1bN0, thoracic surgeons say no{dash}SABR please")
    assert "sbrt" in profile.values("technique")
