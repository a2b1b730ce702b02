"""Tumours that a stain, a pair of drugs, a symptom or a place tells where no word names them."""

import pytest

from ingest.profile import read_case


def _named(text: str) -> set[str]:
    return {d.disease for d in read_case(text).diseases}


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("Femoral reamings: adenocarcinoma, NKX3.1 positive. Nail in. Postop 20/5", "bone-metastasis"),
        ("On fulvestrant and abemaciclib, painful sacral deposit, 8/1", "bone-metastasis"),
        ("L2 vertebrectomy and cage. Path ER+/GATA3+ carcinoma. Bed SBRT 27/3", "bone-metastasis"),
        ("Progressing on abiraterone. Femoral shaft lytic, nailed; post-op 20/5", "bone-metastasis"),
        ("Lorlatinib, left adrenal 28 mm the only site growing. SABR 40/5", "adrenal-metastasis"),
        ("Ribociclib stopped. Acetabular lysis, pain, 8 Gy please", "bone-metastasis"),
        ("Upper arm nodule, CK20 paranuclear dot-like, SLNB positive. WLE, adjuvant 50/25",
         "merkel-cell-carcinoma"),
        ("Squamous 28-33 cm from incisors, definitive chemoRT", "oesophageal-cancer"),
        ("MRI rectum: low, T3b N1, CRM clear. SCRT", "rectal-cancer"),
        ("Rectum: complete response after TNT, watch and wait", "rectal-cancer"),
        ("Recurrent rectal, presacral, IOERT boost in theatre", "rectal-cancer"),
        ("Pancreatic bed IORT in theatre after Whipple, close at the SMV", "pancreatic-cancer"),
        ("Pancreas body, locally advanced, stable on FOLFIRINOX. SBRT?", "pancreatic-cancer"),
        ("SVC obstruction, small cell on bronchial biopsy, PS 3. RT", "sclc"),
        ("Liver packed with melanoma, capsular pain, 8/1. MRI brain haemangioma only", "liver-metastasis"),
        ("L2 previously 20/5, pain back after nine months. Re-irradiate?", "bone-metastasis"),
        ("Gastroscopy tumour 30-36 cm, squamous, abuts carina and L main bronchus. ChemoRT 50/25",
         "oesophageal-cancer"),
        ("Scaly L nipple, punch: Paget's with invasive focus 8 mm. WLE, RT 40/15", "breast-cancer"),
        ("Barretts adenocarcinoma T3N0, chemoRT 50/25", "oesophageal-cancer"),
        ("Ectocervical mass 5 cm, adenoca, upper third of vagina reached. CRT 45/25", "cervical-cancer"),
        ("SCC tonsil T2N1 creeping onto soft palate. 65/30", "tonsil-cancer"),
        ("SABR for RLL T1b in 2019, stable. PSA 14; prostate Gl 4+4 T3a. 60/20", "prostate-cancer"),
        ("Muscle invasive UC, unfit for cystectomy. 55/20", "bladder-cancer"),
        ("Radioiodine-refractory, gross disease on the trachea. EBRT 66 Gy", "differentiated-thyroid-cancer"),
        ("V2 facial pain, oxcarbazepine at maximum, two MVDs. Gamma knife 85 Gy", "trigeminal-neuralgia"),
        ("L PFS SCC cT3N1, cisplatin RT 70/35", "hypopharyngeal-cancer"),
        ("SVC squeezed by a mediastinal mass, bronchoscopy biopsy: adenocarcinoma. RT today", "lung-cancer"),
        ("V1/V2 neuralgia despite MVD, GK rhizotomy 80 Gy; lung ca resected 2011", "trigeminal-neuralgia"),
        ("Pelvic relapse after low anterior resection 2020, lung nodules. RT for pain", "rectal-cancer"),
        ("D7 cord squashed, legs weak, breast ca known", "spinal-cord-compression"),
        ("Numb cheek, cavernous sinus mets of breast ca. RT", "bone-metastasis"),
        ("Intramedullary mass at T8, biopsy glioblastoma. 54/30", "spinal-cord-glioma"),
        ("Solitary lytic clavicular lesion, core all lambda plasma cells, marrow clear. 45/25",
         "solitary-bone-plasmacytoma"),
        ("Ataxia, 8 yo. Pontine mass, biopsy H3 K27M mutant. Focal RT", "diffuse-intrinsic-pontine-glioma"),
        ("Cystoprostatectomy and ileal conduit, urothelial pT3b N1. Adjuvant 50.4/28", "bladder-cancer"),
        ("Flexi: 4 cm TCC at the dome, clots. PSA 0.2 on Prostap since 2016. 21/3", "bladder-cancer"),
        ("4 yr old on UMBRELLA, nephrectomy, spill, stage III. Flank 14.4/8", "wilms-tumour"),
        ("Off her feet, T10 compression from a breast deposit. RT", "spinal-cord-compression"),
        ("Left breast WBRT 40 Gy complete, cavity 2 cm deep, electron boost now", "breast-cancer"),
        ("T10 core: lambda plasma cells, marrow clear. 45/25", "solitary-bone-plasmacytoma"),
        ("FTC, thyroidectomy 2016, neck recurrence on the trachea. 60/30", "differentiated-thyroid-cancer"),
        ("Phyllodes: malignant, left breast 6 cm, WLE. RT", "phyllodes-malignant"),
        ("Solitary kidney, eGFR 40. Core: clear cell ca 3.8 cm. SABR", "kidney-cancer"),
        ("Adenoid cystic ca of the sphenoid sinus, tiny stable lung nodules. Protons", "sinonasal-cancer"),
        ("Vault recurrence 4 cm of serous ovarian cancer, bleeding. RT for symptoms", "ovarian-cancer"),
        ("Vault recurrence of endometrial cancer, 2 cm. Pelvic RT", "vaginal-vault-recurrence"),
        ("Colon ca 2020, single RLL deposit 14 mm. SABR", "lung-metastasis"),
        ("Sphenoid wing meningioma. Breast ca 2009, not a metastasis on histology. RT", "meningioma"),
        ("Hip osteoarthritis, aged 71, breast ca in remission. Low-dose RT", "osteoarthritis"),
        ("mCRPC on abiraterone, one 15 mm spot in the left ilium. SBRT", "bone-metastasis"),
        ("HGSC of the fallopian tube, pelvic node 2 cm. SABR 35/5", "fallopian-tube-cancer"),
    ],
)  # fmt: skip
def test_a_sign_of_its_own_tells_the_tumour(text: str, disease: str) -> None:
    assert _named(text) == {disease}, f"{text!r}: read as {_named(text)}"


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("Ca rectum T3N1, long course. Wife takes letrozole + palbociclib", "rectal-cancer"),
        ("Lung adenoca, median PFS 12 months on osimertinib. 54/3 SABR", "lung-adenocarcinoma"),
        ("Oropharyngeal SCC with V2 pain on carbamazepine, RT 70/35", "oropharyngeal-cancer"),
        ("Calf nodule, BCC; CK20 dots absent. Electrons", "basal-cell-carcinoma"),
        ("Thalamic glioma, H3 K27M absent. RT 60/30", "glioma"),
        ("Stable for a year: lung adenocarcinoma T1, nodules avid. SABR", "lung-adenocarcinoma"),
        ("Intramedullary nail for a breast cancer met of the femur, 20/5", "bone-metastasis"),
    ],
)
def test_the_same_words_of_another_tumour_tell_nothing(text: str, disease: str) -> None:
    assert _named(text) == {disease}, f"{text!r}: read as {_named(text)}"


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("Lower third 6 cm from verge, T3b, 1 mm off the prostate. Adenoca. 25/5", "rectal-cancer"),
        ("Segment 7 liver lesion next to the gallbladder, colon primary out 2020. SBRT 50/5",
         "liver-metastasis"),
        ("OSSN L eye, orbital extension, exenterated. 60 Gy", "conjunctival-cancer"),
        ("Ampullary adenoca pT3N1, uncinate margin involved. Adjuvant chemoRT 50.4 Gy", "ampullary-cancer"),
        ("Ca lung T1N0 SABR 54/3. Adrenal 15 mm, washout adenoma", "lung-cancer"),
        ("Lung cancer known. Adrenal mass 4 cm, 38 HU, avid. SABR", "adrenal-metastasis"),
        ("Stomach D2 gastrectomy pT3N2, pancreas tail capsule free. ChemoRT 45/25", "gastric-cancer"),
        ("Axillary CUP, melanoma and breast stains negative. 50/25", "carcinoma-unknown-primary"),
        ("Prostate 4+4, PSA 22. Bladder wall: cystitis on biopsy. ADT, 60/20", "prostate-cancer"),
        ("Graves' orbitopathy, steroids failed. Papillary thyroid cancer 2 mm incidental, no further Rx. "
         "Orbits 20/10", "graves-orbitopathy"),
        ("Kidney mass 2 cm having cryoablation. High risk prostate, T3a, PSA 30, 60/20", "prostate-cancer"),
        ("SCC T1c RUL, biopsied. Skin BCCs many. SABR 55/5", "lung-squamous-cell-carcinoma"),
        ("Vaginal SCC lower third 4 cm, cervix normal. 45/25", "vaginal-cancer"),
        ("Vocal cord compressed by a thyroid cancer T4, bronchoscopy clear. RT 60/30", "thyroid-cancer"),
        ("Prostate relapse, common iliac node on PSMA, oligorecurrence. SABR", "lymph-node-metastasis"),
        ("Ca prostate RT 2015. External iliac LN recurrence, SABR", "lymph-node-metastasis"),
        ("Ca prostate, iliac wing met, painful. 8/1", "bone-metastasis"),
        ("RUL adenocarcinoma T2N0, Barrett's on omeprazole. SABR 54/3", "lung-adenocarcinoma"),
        ("RUL adeno, frontal met resected. Endometrial ca 2002. Cavity SRS 27/3", "brain-metastasis"),
        ("Kaposi of the foot, paclitaxel 2018, gone. Cervix 5 cm exophytic, SCC, chemoRT", "cervical-cancer"),
        ("Painful S1 metastasis from caecal ca with liver mets. 8/1", "bone-metastasis"),
        ("Lobular breast cancer on capecitabine. Creamy subretinal mass. 20/5 to the globe",
         "choroidal-metastasis"),
    ],
)  # fmt: skip
def test_a_neighbour_or_a_bystander_is_no_tumour(text: str, disease: str) -> None:
    assert _named(text) == {disease}, f"{text!r}: read as {_named(text)}"


@pytest.mark.parametrize(
    "text",
    [
        "Neck node core NKX3.1 positive. 20/5 to neck",
        "Liver biopsy ER+ GATA3+ carcinoma. 8 Gy to the liver",
        "On palbociclib + letrozole. 20/5 please",
        "Proptosis, orbit mass, core carcinoma ER+ GATA3+. 30/10 orbit",
    ],
)
def test_a_stain_does_not_say_where_the_tumour_lies(text: str) -> None:
    assert not _named(text) & {"prostate-cancer", "breast-cancer", "orbital-cancer"}, (
        f"{text!r}: read as {_named(text)}"
    )
