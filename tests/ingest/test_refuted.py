"""A tumour only thought of gives way to what the tissue showed; tissue of another lesion says nothing."""

import pytest

from ingest.profile import read_case
from ontologies.disease import load_diseases


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("?BCC temple, histology = SCC 15 mm, electrons", "cutaneous-scc"),
        ("Myeloma patient? No: SCC of the tonsil T2 N1, 65/30", "tonsil-cancer"),
        ("?sarcoma thigh: core = DLBCL stage I, CMR after R-CHOP, ISRT", "dlbcl"),
        ("Nodular BCC cheek? bx: SCC well diff 2 cm, RT", "cutaneous-scc"),
        ("?pancreatic ca; FNA = DLBCL stage I, R-CHOP x6, ISRT", "dlbcl"),
        ("?GBM, biopsy: glioblastoma IDH wt, 60/30 + TMZ", "glioblastoma"),
        ("GP's guess Kaposi, proved to be stasis. BCC shin 2 cm, RT", "basal-cell-carcinoma"),
        ("CT suggested GBM. Needle biopsy: DLBCL of the brain, whole brain RT", "primary-cns-lymphoma"),
        ("GP labelled lipoma; core: liposarcoma thigh 9 cm, pre-op RT", "soft-tissue-sarcoma"),
        ("Lung 'met' is a hamartoma on core. Breast pT2 N1, mastectomy, PMRT", "breast-cancer"),
        ("'Brain met' confirmed, NSCLC, SRS", "brain-metastasis"),
        ("Lung nodule 18 mm RUL, PET avid, no cancer elsewhere, SABR", "lung-cancer"),
        ("?lung ca RUL 2 cm, SABR. Previous excision was BCC nose", "lung-cancer"),
        ("Neck mass ?thyroid ca. Core DLBCL stage I, R-CHOP x4, ISRT", "dlbcl"),
        ("Letter said rectal ca, in error: anal SCC T2 N0, 53.2/28", "anal-cancer"),
        ("Path form read breast cancer, corrected. MALT lymphoma of the breast, ISRT 24/12", "malt-lymphoma"),
        ("Node 2b p16+, labelled CUP, then PET found a tonsil primary 9 mm, 65/30", "tonsil-cancer"),
        ("Ca breast left T2N1, path report corrected to grade 3. 40/15 after WLE", "breast-cancer"),
        ("Tonsil SCC p16+ N1, lymphoma stains negative, IMRT 65/30", "tonsil-cancer"),
        ("Prostate cancer T2, surgery considered and rejected. EBRT", "prostate-cancer"),
        ("HCC considered for TACE, rejected; SBRT 5 cm", "hepatocellular-carcinoma"),
        ("Lymphoma was considered, core biopsy: DLBCL stage II, R-CHOP x6, ISRT", "dlbcl"),
        ("Right frontal meningioma, glioma was raised but MRI review: meningioma. SRS", "meningioma"),
        ("Melanoma cheek? lentigo maligna (in situ) 4 cm, superficial RT", "lentigo-maligna"),
        ("Thymic carcinoma? Path final: thymoma B3, R1, PORT 50/25", "thymoma"),
        ("Podiatrist worried melanoma; excision = SCC heel 2 cm, RT 60/30", "cutaneous-scc"),
        ("Glioma & choroid lesion ruled out; optic nerve sheath meningioma, FSRT 50.4/28", "meningioma"),
        ("Retromolar no - gingiva SCC T4a into mandible, POCRT", "gum-cancer"),
        (
            "Chondrosarcoma of the clivus, protons. Chordoma was queried, brachyury negative",
            "skull-base-chondrosarcoma",
        ),
        (
            "Melanoma suspected on the report, S100 neg. Merkel cell ca cheek, excised, RT",
            "merkel-cell-carcinoma",
        ),
        ("Breast cancer considered T2, HER2 negative. WLE, 40/15", "breast-cancer"),
        ("Cervix obviously absent. Vaginal wall 3 cm, SCC, T2 N0, chemoRT", "vaginal-cancer"),
    ],
)
def test_the_tissue_has_the_last_word(text: str, disease: str) -> None:
    assert [d.disease for d in read_case(text).diseases] == [disease]


def test_what_proved_harmless_is_no_tumour() -> None:
    profile = read_case("?GBM R parietal: aspirate - abscess, on ceftriaxone")
    assert not profile.diseases, f"{profile.diseases} stands although an abscess was found"


def test_tissue_of_another_lesion_refutes_nothing() -> None:
    named = {
        d.disease for d in read_case("?lung ca RUL 2 cm, for SABR. Nose bx = BCC, derm to excise").diseases
    }
    assert "lung-cancer" in named, f"read {named}"


@pytest.mark.parametrize(
    "text",
    [
        "L4 'met' is Paget's disease of bone on core.",
        "Flank mass ?sarcoma turned out a psoas abscess, AFB on pus.",
        "?mets femur. Bx osteomyelitis, antibiotics, RT referral withdrawn.",
        "Pancreatic head mass: IgG4 disease, not carcinoma.",
        "'Ewing-like' round cell tumour of the buttock, pre-op RT",
        "The shoulder lump proved lipoma. Please strike 'sarcoma' from the notes.",
        "'Sarcoma' on request card; histology = benign schwannoma, excised. No RT.",
        "Myeloma rejected, marrow clean.",
        "GP letter speaks of a bowel cancer he does not have. Varicose veins.",
        "Buttock mass ?sarcoma seen in clinic, MRI and core plain lipoma. Discharge.",
        "Sent as '?mets ?TB ?myeloma'. Spine abscess, GeneXpert positive. No RT.",
        "Seg 6 liver lesion, hepatology rule HCC out.",
        "Neck nodes, FNA granulomatous. Lymphoma query was excluded. TB drugs.",
        "Myeloma concern now dismissed. Osteoporosis, zoledronate.",
        "BCC pathway: nodular fasciitis of the forearm, self-limiting.",
        "Sent for SABR to a 'PET-avid nodule' of the left lower lobe: atelectasis, no carcinoma.",
    ],
)
def test_what_was_only_taken_for_a_tumour_is_none(text: str) -> None:
    malignant = [d.disease for d in read_case(text).diseases if load_diseases()[d.disease].malignant]
    assert not malignant, f"{malignant} stands in {text!r}"


@pytest.mark.parametrize(
    "text",
    [
        "Lymphoma was suspected by the registrar and is excluded. Granulomas, chest clinic",
        "Glioma raised on the first scan, expert review: demyelination",
        "Optic neuritis with oligoclonal bands; glioma had been mooted, later dismissed",
    ],
)
def test_what_was_thought_of_and_given_up_is_no_tumour(text: str) -> None:
    assert not any(load_diseases()[d.disease].malignant for d in read_case(text).diseases)


def test_an_inflamed_nerve_is_no_site_of_a_tumour() -> None:
    assert [d.disease for d in read_case("Optic neuritis of the left eye, MRI normal").diseases] == [
        "optic-neuritis"
    ]


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        (
            "Malignant phyllodes with heterologous liposarcoma elements, chest wall 60/30",
            "phyllodes-malignant",
        ),
        ("Dural met was the fear but biopsied as meningioma grade 1, growing. 50.4/28", "meningioma"),
        (
            "Choroidal haemangioma, query melanoma refuted on US. Proton course",
            "choroidal-haemangioma",
        ),
        ("Clival chondrosarcoma, first written as chordoma. Protons", "skull-base-chondrosarcoma"),
        ("It isn't a parotid primary: Merkel cell of the cheek. RT 60/30", "merkel-cell-carcinoma"),
        ("Small cell carcinoma originating in the oesophagus. ChemoRT", "oesophagus-small-cell"),
        ("Lung cancer she never had treated, now T3 N1, 55/20", "lung-cancer"),
    ],
)
def test_the_tumour_that_the_tissue_makes_is_the_one_treated(text: str, disease: str) -> None:
    assert [d.disease for d in read_case(text).diseases] == [disease], text
