"""A tumour that is over, or of which nothing is told, gives way to the one that is treated."""

import pytest

from ingest.profile import read_case
from ontologies.disease import load_diseases


def _named(text: str) -> set[str]:
    return {d.disease for d in read_case(text).diseases}


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("Smouldering myeloma, stable. Brain metastases from breast cancer x5, WBRT", "brain-metastasis"),
        ("Oral tongue cancer, hemiglossectomy 2010, discharged. T3 N1 oesophageal SCC, chemoradiation",
         "oesophageal-cancer"),
        ("uveal melanoma, plaque 2003, quiet. Painful keloid, electrons after excision", "keloid"),
        ("Merkel cell carcinoma cheek, WLE, SNB 1/2, adjuvant RT. CLL, untreated", "merkel-cell-carcinoma"),
        ("T2 N0 glottic ca. Ca prostate on AS. Declined laser. For radical XRT", "laryngeal-cancer"),
        ("Her kidney mass (4 cm, solid) waits for surgery. Rectum T3c N1, long course RT", "rectal-cancer"),
        ("Osteosarcoma of the mandible, 12 yrs after RT for parotid ca. R1, re-RT 60 Gy", "osteosarcoma"),
        ("He had a caecal ca out. Sebaceous ca of the upper lid, RT 60", "skin-adnexal-carcinoma"),
        ("Optic pathway glioma, pilocytic, chemo failed. 50.4/28", "optic-glioma"),
        ("Anaplastic ca thyroid, stridor. Lung nodules. Quad shot", "anaplastic-thyroid-cancer"),
        ("SCC of the ethmoid, resected, orbital roof margin positive. Post-op RT", "sinonasal-cancer"),
        ("BCC temple, liver transplant 2011. Previous lip SCC excised. Electrons", "basal-cell-carcinoma"),
        ("Bleeding L breast mass, smelly. Liver and lung mets. Palliative RT please", "breast-cancer"),
        ("Breast mass, ulcerated; painful T9 met, RT to T9", "bone-metastasis"),
        ("Sacral chordoma 9 cm, definitive protons, backed by MDT sarcoma", "chordoma"),
        ("HCC 4 cm seg 6, Child A. Lung nodule = old TB. For SBRT", "hepatocellular-carcinoma"),
        ("T2 N0 glottis, radical RT. BCC forehead last year", "laryngeal-cancer"),
        ("BCC nose, op last year, recurrent 12 mm, RT please", "basal-cell-carcinoma"),
        ("Kaposi sarcoma, sore plaques of the shin, electrons. Basal cell op ear", "kaposi-sarcoma"),
        ("Oligomet sternum, ER+ breast, single site. R chest wall irradiated 2015. SBRT", "bone-metastasis"),
        ("Bladder ca mets, lymphoedema. Pelvic nodal mass RT", "lymph-node-metastasis"),
        ("Cervix ca IIIC1, pelvic nodal mass, RT with cisplatin", "cervical-cancer"),
        ("T6 recompressed, prostate ca, bone mets, 20/5 in 2023, legs weak", "spinal-cord-compression"),
        ("Ca bladder 2020; cauda equina compressed by L3 bone met", "spinal-cord-compression"),
        ("RLL nodule 12 mm, bx = met osteosarcoma. SABR", "lung-metastasis"),
        ("Ciliary body melanoma 9 mm, protons. Liver mets: none on MRI", "uveal-melanoma"),
        ("Bilateral Wilms? No: right only, stage III, flank RT", "wilms-tumour"),
        ("Mesothelioma (epithelioid, dx 2023), sore nodule in chest wall, colitis. Palliative dose",
         "mesothelioma"),
        ("Myelofibrosis on ruxolitinib, huge sore spleen. Splenic RT", "myelofibrosis"),
        ("Right main bronchus squeezed by renal cell recurrence (no lung primary). RT", "kidney-cancer"),
    ],
)  # fmt: skip
def test_the_tumour_that_is_treated_is_taken(text: str, disease: str) -> None:
    assert _named(text) == {disease}, f"{text!r}: read as {_named(text)}"


def test_what_nothing_decides_is_left_open() -> None:
    text = "Plantar fasciitis, 14 months. Mycosis fungoides, steroid cream"
    assert _named(text) != {"mycosis-fungoides"}, "nothing is told that makes the skin the one to treat"


def test_a_primary_is_no_rival_of_its_metastasis() -> None:
    text = "Ca prostate, Gleason 9, ADT 2019. Painful L3 metastasis, single fraction RT"
    assert _named(text) == {"bone-metastasis"}, "the metastasis is what the radiotherapy is for"


@pytest.mark.parametrize(
    "text",
    [
        "Seminar on pancreas SBRT attended. L breast IDC pT2 N1, mastectomy, chest wall RT",
        "L breast IDC pT2 N1, mastectomy, chest wall RT. Brother: rectal cancer, watch and wait",
        "L breast IDC pT2 N1, mastectomy, chest wall RT. A Mr Byrne with a lung tumour was booked first",
    ],
)
def test_tumours_of_clinics_and_others_are_aside(text: str) -> None:
    assert _named(text) == {"breast-cancer"}, f"{text!r}: read as {_named(text)}"


def test_an_operation_of_another_organ_is_none_of_the_tumour() -> None:
    found = {
        f.value for f in read_case("Tonsil SCC T2 N1, chemoRT. Hartmann's 2019 for diverticulitis").findings
    }
    assert not found & {"tme", "resection"}, "a bowel operation leaves the tonsil's tumour in place"


@pytest.mark.parametrize(
    ("text", "value", "told"),
    [
        ("ALL CR2, sister is the donor, allograft with Cy-TBI", "tbi", True),
        ("ALL CR1. Sister had an allograft with TBI. On chemo", "tbi", False),
        ("ALL CR1, Cy-TBI allo. Testes examined normal", "testis", False),
        ("ALL, testicular relapse, both testes 24/12", "testis", True),
        ("Salvage bed after RALP, PSA 0.3. Brother: prostate ca, seeds", "ldr", False),
        ("DCIS 2 cm, BCS. contralat DCIS 2010 mastectomy", "chest_wall", False),
        ("Ciliary melanoma 11 mm, too large plaque, protons", "plaque", False),
    ],
)
def test_whose_and_of_when_a_treatment_or_a_place_is(text: str, value: str, told: bool) -> None:
    assert any(f.value == value for f in read_case(text).findings) is told, text


def test_a_course_of_another_year_is_not_asked_for() -> None:
    text = (
        "SABR 54/3 to a lung nodule in 2018. Pituitary macroadenoma, residual, progressing, fractionated RT"
    )
    found = {(f.axis, f.value) for f in read_case(text).findings}
    assert ("technique", "sbrt") not in found, "what was done in 2018 is not the technique asked for"


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("Lymphoma in remission since 2004. Breslow 6 mm back, neck nodes 5/20, adjuvant RT", "melanoma"),
        (
            "BCLC-C, portal vein thrombus, 30/10. Thyroid papillary ca ablated 2012",
            "hepatocellular-carcinoma",
        ),
        ("MM, smouldering. Clival mass: brachyury positive, R1, protons", "chordoma"),
        ("Bowel cancer 2008, fine since. BCG-refractory, T1 high grade, chemoRT", "bladder-cancer"),
        (
            "Can't swallow. Growth 27-32 cm from the incisors, RT. Prostate ca stable on ADT",
            "oesophageal-cancer",
        ),
        (
            "RCC 5 cm and HCC 3 cm. The first is stable on a TKI. The second is for SBRT",
            "hepatocellular-carcinoma",
        ),
        ("A small hepatoma. Hepatoma gets TACE. Tonsil p16+ T2: definitive RT", "tonsil-cancer"),
        ("Ca prostate stable on degarelix. Body of pancreas, borderline, SBRT first", "pancreatic-cancer"),
        ("Meningioma 3 cm, 80F, CLL, dementia: RT", "meningioma"),
        ("Bladder TCC muscle invasive T2, TURBT. Incidental Gleason 6 in the chips. 55/20", "bladder-cancer"),
        ("TURBT: muscle invasive TCC, PSA 5, 55/20", "bladder-cancer"),
        (
            "Prostate Gl 7 and bladder T2 TCC found together, only treating the bladder: 55/20",
            "bladder-cancer",
        ),
        ("L1 painful, marrow 45% plasma cells, 8 Gy", "multiple-myeloma"),
        ("Proptosis, CAS 5/7, steroids failed, orbital RT 20/10. Thyroid ca excluded", "graves-orbitopathy"),
        ("Cirrhosis CP-A, segment 6 LR-5 4 cm, SABR. Sigmoid ca 2006", "hepatocellular-carcinoma"),
        (
            "BCC temple for plastics in May. Before that, we are doing his larynx: T1a SCC, 55/20",
            "laryngeal-cancer",
        ),
        (
            "Endometrial ca IB and rectal ca T3. The rectal one comes first. RT is for the rectum, 25/5",
            "rectal-cancer",
        ),
        ("NFPA regrowth, IMRT 45/25. Brother had a brain tumour (GBM)", "pituitary-adenoma"),
        ("SVCO, breast ca known since 2019, urgent RT", "lymph-node-metastasis"),
        ("Known renal ca, bulky mediastinal nodes, palliative RT 20/5", "lymph-node-metastasis"),
        (
            "Prostate ca, T9 epidural compression, not a surgical candidate, urgent RT",
            "spinal-cord-compression",
        ),
        ("M-protein 6 g/l, no lytic lesions = MGUS", "mgus"),
        ("Breast ca on letrozole, D8 compression with cord oedema, RT tonight", "spinal-cord-compression"),
        ("SCC larynx T4, lung mets, fungating in the neck, palliative RT to neck", "laryngeal-cancer"),
        ("ES-SCLC after chemo, liver mets vanished, consolidation RT to the chest", "sclc"),
        ("Gastric MALT, t(11;18) positive, stage IE antrum, cut-off node 2 cm. RT stomach 24/12",
         "gastric-malt-lymphoma"),
        ("Sigmoid polyp cancer T1 sm2, EMR, surveillance", "colon-cancer"),
        ("Leptomeningeal disease, HER2+ breast ca, prior chest wall RT 2019. Craniospinal protons",
         "leptomeningeal-metastasis"),
    ],
)  # fmt: skip
def test_a_tumour_told_by_its_own_words_goes_before_one_that_is_held(text: str, disease: str) -> None:
    assert _named(text) == {disease}, f"{text!r}: read as {_named(text)}"


@pytest.mark.parametrize(
    "text",
    [
        "Her breast ca was 2004. Sphenoid wing en plaque, Simpson IV, fractionated 54 Gy",
        "Lingula nodule 12 mm, CK20+ CDX2+, SBRT 54/3",
        "Pancreatic tail lesion 2 cm, core PAX8+, SBRT 40/5",
        "T3 N1 postcricoid, known CMML, chemoRT",
        "Pancreatic tail lesion 2 cm, EUS FNB: renal met. SBRT 40/5",
        "Orbit mass, bx lobular ca, GATA3+ ER+, 30/10",
        "Severe back pain, T8 destroyed, SCC on bx, 20/5",
        "Gastrectomy R1 at the duodenal margin, adjuvant chemoRT",
        "Query bony secondary left ilium; osteoarthritis of the hip. 8 Gy",
        "PSA 5. Kaposi nodules gone. Now FIGO IIIB, chemorads and HDR",
        "Form says breast. This man has had a laryngectomy, pT4a, ECS",
    ],
)
def test_findings_of_another_tumour_leave_no_answer(text: str) -> None:
    assert not _named(text), f"{text!r}: read as {_named(text)}"


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("Breast cancer 8 yrs post RT for Hodgkin: mastectomy pT2 N1, chest wall RT", "breast-cancer"),
        ("Prostate ca waiting for RT, Gleason 8 T3a N0", "prostate-cancer"),
        ("Bladder ca T2 N0, chemoRT 55/20. Cervix FIGO IB1 in 1999", "bladder-cancer"),
        ("Ca prostate Gleason 9, squamous metaplasia seen, EBRT 60/20", "prostate-cancer"),
        ("Ca prostate stable on ADT, PSA 4, T3a N0. EBRT 60/20", "prostate-cancer"),
        ("Meningioma quiet since 2015. Now growing, 3 cm, FSRT 54/30", "meningioma"),
        (
            "Rectal cancer, complete response, watched. Regrowth at 6 months T2, brachytherapy",
            "rectal-cancer",
        ),
        ("NSCLC controlled on osimertinib. Growing nodule RUL 2 cm, SABR", "nsclc"),
        ("Hypopharynx SCC T3, 16 cm from incisors, CRT", "hypopharyngeal-cancer"),
        ("CLL stage A, axillary nodes 4 cm, RT 4 Gy", "cll"),
        ("Solitary plasmacytoma T4 body, marrow 2%, RT", "solitary-bone-plasmacytoma"),
    ],
)
def test_what_is_the_tumours_own_casts_no_doubt(text: str, disease: str) -> None:
    assert _named(text) == {disease}, f"{text!r}: read as {_named(text)}"


@pytest.mark.parametrize(
    "text",
    [
        "Haematuria, cystoscopy booked. Earlier breast ca (RT 2018).",
        "Post-menopausal bleeding, hysteroscopy on the 3rd; tamoxifen for previous breast ca 2016.",
    ],
)
def test_a_symptom_of_another_organ_is_not_the_past_tumours(text: str) -> None:
    malignant = {slug for slug in _named(text) if load_diseases()[slug].malignant}
    assert not malignant, f"{text!r}: read as {malignant}"


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("PV bleeding, ca cervix IIB for chemoRT; previous breast ca 2010", "cervical-cancer"),
        ("Endobronchial recurrence of earlier lung ca, haemoptysis, HDR brachytherapy", "lung-cancer"),
    ],
)
def test_an_earlier_tumour_beside_the_one_that_bleeds_is_past(text: str, disease: str) -> None:
    assert _named(text) == {disease}, f"{text!r}: read as {_named(text)}"


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Ependymoma, GTR, boy of 6. Parents relocating to Manchester for proton RT", "proton"),
        ("Clival chordoma. Mum and dad keen for protons", "proton"),
        ("Orbital rhabdomyosarcoma, 5 yrs, radiation by pencil beam", "proton"),
    ],
)
def test_what_the_family_travels_for_is_the_patients(text: str, modality: str) -> None:
    assert modality in read_case(text).values("modality"), f"{text!r}: {read_case(text).findings}"


def test_what_a_relative_had_is_not_the_patients() -> None:
    text = "Mother had protons for a chordoma; patient has meningioma 3 cm, RT"
    assert "proton" not in read_case(text).values("modality"), "the mother's protons"


def test_an_operation_that_follows_the_course_is_not_done() -> None:
    profile = read_case("Pancoast NSCLC T3 N0. Concurrent platinum RT then lobectomy.")
    assert "after_lung_resection" not in profile.values("setting"), profile.findings


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("RT to R humerus; lung ca with liver mets", "bone-metastasis"),
        ("20/5 to the brain. Breast ca, liver mets on capecitabine", "brain-metastasis"),
        ("RT groin nodes; gastric ca with lung mets", "lymph-node-metastasis"),
        ("Metastatic kidney cancer, 8 Gy to L4", "bone-metastasis"),
        ("Ca prostate. Clivus deposit, 8/1 please", "bone-metastasis"),
        ("RT to axilla; breast ca with lung mets", "breast-cancer"),
        ("RT neck; tonsil ca with lung mets", "tonsil-cancer"),
        ("Lung mets from colon ca. RT to rib 5 was given; now SABR to lung", "lung-metastasis"),
        ("Metastatic prostate ca, RT to pelvis", "prostate-cancer"),
        ("Bladder ca, inguinal nodes weeping, liver mets. RT to groin", "lymph-node-metastasis"),
        ("Vulval ca, lung mets, groin nodes fungate. RT to groin", "vulval-cancer"),
        ("Metastatic breast ca, eye pushed forward. RT to left orbit", "choroidal-metastasis"),
        ("Metastatic uveal melanoma, RT to orbit", "uveal-melanoma"),
    ],
)
def test_the_place_asked_for_tells_what_is_irradiated(text: str, disease: str) -> None:
    assert _named(text) == {disease}


@pytest.mark.parametrize(
    ("text", "operated"),
    [
        ("Primary resected 2017 (rectum). Femur met, 8 Gy", False),
        ("Sigmoid ca resected 2020. Liver met, SABR", False),
        ("Colon ca resected 2020. Brain met resected, cavity SRS", True),
    ],
)
def test_an_operation_on_the_primary_is_none_on_its_metastasis(text: str, operated: bool) -> None:
    assert ("resection" in read_case(text).values("surgery")) is operated


@pytest.mark.parametrize(
    "text",
    [
        "Rectal bleeding 4 yrs after prostate IMRT, telangiectasia on sigmoidoscopy. PSA 0.1",
        "Rectal bleeding after prostate RT; PSA 0.2",
    ],
)
def test_a_psa_stages_no_rectum(text: str) -> None:
    assert "rectal-cancer" not in _named(text)


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Lung adenoca T1c, 15 mm from PBT. SABR", ()),
        ("Craniopharyngioma, residual. PBT", ("proton",)),
        ("Chordoma clivus, particle therapy", ("proton",)),
    ],
)
def test_the_bronchial_tree_is_no_proton_beam(text: str, modality: tuple[str, ...]) -> None:
    assert read_case(text).values("modality") == modality


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("HO prophylaxis R hip, ORIF after RTA, TBI in ITU. Single dose RT", False),
        ("ALL in CR2, TBI conditioning", True),
    ],
)
def test_a_brain_injury_is_no_irradiation_of_the_body(text: str, asked: bool) -> None:
    assert ("tbi" in read_case(text).values("technique")) is asked


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        (
            "Frozen shoulder left, hysterectomy 2009 all clear. LDRT 6 x 0.5 requested",
            "shoulder-periarthropathy",
        ),
        ("Atypical meningioma, 54/30. Had leukaemia as a toddler", "atypical-meningioma"),
        ("Cord compression T8, myeloma known since 2020, 20/5 tonight", "multiple-myeloma"),
        ("Anal SCC, 50.4/28 with MMC. Whole brain 2018 for PCNSL, in CR", "anal-cancer"),
        (
            "Vestibular schwannoma, SRS 12 Gy. Colon ca resected in May, node neg, no adjuvant",
            "vestibular-schwannoma",
        ),
        (
            "Electrons to both nipples for gynaecomastia on bicalutamide. Prostate ca, RT later",
            "gynaecomastia",
        ),
    ],
)
def test_what_was_long_ago_or_dealt_with_is_not_the_matter(text: str, disease: str) -> None:
    assert {d.disease for d in read_case(text).diseases} == {disease}, f"the matter now: {text}"


@pytest.mark.parametrize(
    "text",
    [
        "Bladder wall mass bleeding, biopsy signet ring, same as his gastrectomy. 20/5",
        "Penile nodule after cystectomy: urothelial again, painful. 8/1",
        "Lung nodule, biopsy = breast again. 54 in 3",
    ],
)
def test_a_mass_of_another_tumours_tissue_is_no_primary(text: str) -> None:
    named = {d.disease for d in read_case(text).diseases}
    assert not named & {"bladder-cancer", "penile-cancer", "lung-cancer"}, f"{named}: only its host"
