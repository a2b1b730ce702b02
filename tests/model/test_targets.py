"""What is irradiated: a dose may be right by chance where the place is not."""

import pytest

from ingest.profile import read_case
from kg.store import GraphStore
from model.answer import Question, RegimenValue
from model.answering import answer

_TARGETS = [
    ("Solitary 11 mm occipital metastasis, resected lung adenocarcinoma, radiosurgery", "metastasis"),
    ("Brain metastasis resected last week, lung adenocarcinoma, cavity radiosurgery", "resection cavity"),
    (
        "PSA 0.1 then 0.3, RALP 2019 pT3b R1; PSMA clear. Bed RT. Skin cancer out 2015",
        "prostate bed",
    ),
    ("Ca prostate cT3a, PSA 24, prostate/pelvic IMRT, 2 y ADT", "pelvic nodes"),
    ("Rectal adenocarcinoma mrT3 N1, frail, short course then TME", "mesorectum"),
    ("IgG myeloma, numb legs, plasma cell mass at T6 squashing the cord, RT please", "vertebra"),
    ("Metastatic breast ca, saddle numbness, L2 collapse, cauda equina effaced, RT tonight", "segment"),
    ("Myeloma, humerus already plated, RT to humerus", "operated bone"),
    ("Lung adenocarcinoma, metastasis of the right petrous apex, palliative RT", "bone metastasis"),
    ("Iliac nodal relapse of bladder cancer, leg pain, palliative RT", "nod"),
    ("Bleeding bladder cancer T3, pelvic nodal relapse as well, haemostatic RT", "bladder"),
    (
        "Meningioma of the sphenoid wing and cavernous sinus, WHO 1, fractionated RT",
        "beside the optic pathway",
    ),
    (
        "Castrate resistant prostate ca, bone mets, bleeding from the prostate with clots, palliative RT",
        "prostate",
    ),
    ("SCF nodal mass 6 cm, triple negative breast ca, plexus pain, palliative RT", "nod"),
    ("Pituitary adenoma regrowth 3 mm off the chiasm, conventional stereotactic RT", "pituitary"),
    ("Tonsil SCC T2 N1, TORS discussed, pt opted for concurrent cisplatin and RT", "oropharynx"),
    ("Merkel cell carcinoma forearm, WLE, SLNB 1/2 positive, adjuvant RT bed and axilla", "primary bed"),
    ("Merkel cell carcinoma cheek, WLE, margins and sentinel clear, adjuvant to bed", "bed with margin"),
    ("Merkel cell carcinoma calf, WLE, sentinel 1/2, adjuvant to bed & popliteal/groin basin", "nodes"),
    ("Melanoma deposit of the flank, ulcerated and bleeding, on nivolumab, local RT", "symptomatic lesion"),
    ("Melanoma, subcut nodule of the thigh, weeping, local RT", "skin metastases"),
]


@pytest.mark.parametrize(("text", "place"), _TARGETS)
def test_the_course_goes_where_it_is_asked_for(text: str, place: str, loaded: GraphStore) -> None:
    given = answer("regimen", Question(diagnosis=text), read_case(text), loaded)
    assert isinstance(given.answer, RegimenValue), f"{text!r} is declined: {given.abstained}"
    assert place in given.answer.target, (
        f"{text!r}: {given.answer.text}; see ingest/spread.py, ingest/dated.py"
    )


def test_a_melanoma_with_no_word_of_its_target_is_declined(loaded: GraphStore) -> None:
    text = "Melanoma of the back, RT please"
    given = answer("regimen", Question(diagnosis=text), read_case(text), loaded)
    assert given.abstained is not None, f"{given.answer}: nothing says that the nodes are meant"
    assert "say what is to be irradiated" in given.abstained.detail, given.abstained.detail
