"""What a text says of other tumours, other people and other organs never changes the tumour it asks about."""

from collections.abc import Iterator

import pytest

from ingest.profile import read_case
from ontologies.disease import ancestors

CASES = {
    "breast-cancer": "58F L breast IDC pT1c N0, WLE, margins clear, for whole breast RT",
    "prostate-cancer": "71M prostate adenoca T3a N0 Gleason 4+4 PSA 17, EBRT + ADT",
    "lung-cancer": "NSCLC RUL T1b N0, medically inoperable, SABR",
    "glioblastoma": "glioblastoma L temporal, gross total resection, MGMT methylated, Stupp",
    "rectal-cancer": "low rectal adenocarcinoma cT3 N1, MRF clear, short course RT",
    "oesophageal-cancer": "SCC mid oesophagus T3 N1, definitive chemoradiation",
    "cervical-cancer": "Cervix SCC FIGO IIB, pelvic EBRT + cisplatin + HDR brachytherapy",
    "endometrial-cancer": "endometrial adenocarcinoma IB G2 post TLH BSO, vault brachytherapy",
    "bladder-cancer": "TCC bladder T2 N0, TURBT complete, chemoradiation, not for cystectomy",
    "laryngeal-cancer": "T1a glottic SCC, radical RT",
    "tonsil-cancer": "p16+ SCC tonsil T2 N1, concurrent chemoradiotherapy",
    "anal-cancer": "anal canal SCC T2 N0, MMC + capecitabine + RT",
    "pancreatic-cancer": "locally advanced pancreatic adenocarcinoma, stable after FOLFIRINOX, SABR",
    "hepatocellular-carcinoma": "HCC segment 8, 4 cm, Child-Pugh A, SBRT",
    "hodgkin-lymphoma": "Hodgkin lymphoma IIA favourable, CMR after 2x ABVD, ISRT",
    "follicular-lymphoma": "follicular lymphoma stage IA L groin, ISRT",
    "soft-tissue-sarcoma": "pleomorphic sarcoma R thigh G3 9 cm, pre-op RT",
    "bone-metastasis": "painful lytic L3 metastasis, single fraction RT",
    "brain-metastasis": "3 brain metastases, largest 2 cm, KPS 90, SRS",
    "basal-cell-carcinoma": "BCC nasal ala 12 mm, declined surgery, electrons",
    "merkel-cell-carcinoma": "Merkel cell carcinoma L cheek, WLE, SLNB pos, adjuvant RT",
    "testicular-seminoma": "seminoma stage IIA, para-aortic and iliac RT",
    "vestibular-schwannoma": "vestibular schwannoma R 14 mm growing, radiosurgery",
    "heterotopic-ossification": "HO prophylaxis after hip replacement, single fraction RT",
    "keloid": "keloid L earlobe, re-excised this morning, electrons within 24 h",
}
BESIDE = [
    "Mother had ovarian cancer at 60.",
    "Father died of stomach cancer.",
    "Family history: thyroid cancer (aunt), kidney cancer (uncle).",
    "Her husband is being treated here for myeloma.",
    "Sister recently diagnosed with vulval cancer.",
    "A friend had pancreatic NET.",
    "Thymoma excised in 2009, no recurrence since.",
    "Treated elsewhere for vulval cancer in 2011, clear since.",
    "Thyroid cancer treated with thyroidectomy and radioiodine in 1998.",
    "Wilms tumour aged 3, nephrectomy.",
    "Hx of ovarian cancer 2004, carboplatin, discharged.",
    "CLL on watch and wait.",
    "Meningioma 8 mm, stable, for annual MRI.",
    "Monoclonal gammopathy (MGUS), stable.",
    "Pituitary microadenoma under endocrine follow-up.",
    "Kidneys, adrenals and spleen normal on CT.",
    "Stomach and duodenum unremarkable.",
    "Incidental renal cyst; thyroid nodule benign.",
    "Ex-smoker with COPD, appendicectomy, hip replacement.",
    "Ovaries transposed, testes normal.",
    "Renal transplant 2012.",
    "Works as a nurse in the eye clinic.",
    "Skin tags, seborrhoeic keratosis.",
    "Gastric ulcer 2016, no malignancy.",
    "Uterine fibroids.",
    "Maternal aunt d. ovarian ca.",
    "Neighbour had a glioblastoma.",
    "Old lymphoma (DLBCL 2013, R-CHOP x6, CR), followed elsewhere.",
    "Small GIST of stomach under surveillance.",
    "Known myelodysplasia, transfusion independent.",
    "Organs at risk: kidneys, spleen, stomach.",
    "Colonic polyps removed 2019, benign.",
    "Sarcoidosis with hilar nodes, biopsy proven.",
    "Bed 4 has the mesothelioma, this is another patient.",
    "Volunteers for a kidney cancer charity.",
    "Seen in the thyroid cancer clinic as no other slot was free.",
    "Their dog has a mast cell tumour and a workmate melanoma.",
    "Letter dictated by the ovarian cancer nurse.",
    "MIL: gallbladder cancer, palliative.",
    "ORIF of the left humerus after a motorbike accident.",
    "Uptake in the 8th rib follows a fall, callus on CT.",
    "Colonic TB mimicked ca caecum, treated.",
    "Wilms tumour aged 2, nephrectomy, nothing since.",
    "Carotid body paraganglioma, vascular surgeons watching.",
    "VAIN 2, lasered.",
    "TURBT x2 for superficial TCC 2014, cystoscopies clear since; urology follow.",
    "Multiple AKs of the scalp on efudix.",
    "Dupuytren's of the palm ignored.",
    "Mouth lesions gone.",
    "Dental checks up to date.",
    "Kaposi sarcoma of the legs in 1998, resolved on antiretrovirals, CD4 600.",
    "Husb has CLL.",
    "Missus had ovarian ca.",
    "Dtr with Hodgkin lymphoma, in CR.",
    "AKs scalp - efudix.",
    "Wife noticed the weight loss.",
    "CML in deep molecular remission on imatinib.",
    "Our physicist is off with a lymphoma.",
]
LEAST_STILL_NAMED = 0.9


def _texts(case: str) -> Iterator[str]:
    for said in BESIDE:
        yield f"{case}. {said}"
        yield f"{said} {case}."


@pytest.mark.parametrize(("disease", "case"), CASES.items(), ids=CASES)
def test_nothing_said_beside_it_changes_the_tumour(disease: str, case: str) -> None:
    expected = read_case(case).diseases
    assert expected and disease in ancestors(expected[0].disease), f"{case!r} itself is read as {expected}"
    kept = 0
    for text in _texts(case):
        named = [d.disease for d in read_case(text).diseases]
        if len(named) == 1:
            assert disease in ancestors(named[0]), f"read {named} for {disease}: {text!r}"
            kept += 1
    share = kept / (2 * len(BESIDE))
    assert share >= LEAST_STILL_NAMED, f"{disease} is still named in only {share:.0%} of the texts"
