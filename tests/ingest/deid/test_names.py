"""Names by what stands around them, and the clinic's words that look like names and are none."""

import pytest

from ingest.deid.identifier import settle
from ingest.deid.names import find_names
from ingest.deid.recognisers import own_identifiers


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Her husband, Abel Quarmby, drove.", ["Abel Quarmby"]),
        ("His wife, Mary Tolliver, rang.", ["Mary Tolliver"]),
        ("Ivy is her granddaughter.", ["Ivy"]),
        ("seen with Hope (niece) today", ["Hope"]),
        ("her sons Ade, Tobi and Kunle came", ["Ade", "Tobi", "Kunle"]),
        ('aunt "Birdie" had melanoma', ["Birdie"]),
        ("I will follow up with Joy.", ["Joy"]),
        ("nurse specialist Tamsin will ring", ["Tamsin"]),
        ("Staff nurse Odette took bloods.", ["Odette"]),
        ("Chaperone \u2013 Gwen", ["Gwen"]),
        ("Dietitian: Mabli Prosser", ["Mabli Prosser"]),
        ("social worker Deepa called", ["Deepa"]),
        ("Witness \u2013 Ottilie", ["Ottilie"]),
        ("Referring: Gleason, Martha.", ["Gleason, Martha"]),
        ("Signed electronically by T. Paget 09:14", ["T. Paget"]),
        ("Checked by R.J. Wendover.", ["R.J. Wendover"]),
        ("Patient Name: MARLOW, PETER J", ["MARLOW, PETER J"]),
        ("Initials: Q.R.", ["Q.R."]),
        ("Dictated 14:02 PLM/ks", ["PLM/ks"]),
        ("from Enugu, Chukwudalu Okonkwo, trader", ["Chukwudalu Okonkwo"]),
        ("Mr Len Oswin; later L Oswin rang", ["Len Oswin", "L Oswin"]),
        ("seen with \u738b\u79c0\u7434 today", ["\u738b\u79c0\u7434"]),
        ("interpreter for \u0641\u0627\u0637\u0645\u0629 today", ["\u0641\u0627\u0637\u0645\u0629"]),
        ("\u60a3\u8005\u59d3\u540d\uff1a\u674e\u660e\uff0c\u7537\uff0c62\u5c81", ["\u674e\u660e"]),
        ("Guo Zhenhua attended for review", ["Guo Zhenhua"]),
        ('Mr William ("Bill") Ackroyd', ["William", "Bill", "Ackroyd"]),
        ("Mrs Gwen Parry (n\u00e9e Hollis)", ["Gwen Parry", "Hollis"]),
        ("With kind regards, Ines", ["Ines"]),
        ("Winstanley has completed 54 Gy.", ["Winstanley"]),
        ("Smt. Radha Pillai, W/o Sri. Govindan", ["Radha Pillai", "Govindan"]),
        ("Submitted by: Duru, Somadina MBBS", ["Duru, Somadina"]),
        ("proband Anna K., 48", ["Anna K."]),
    ],
)
def test_a_name_is_found_by_what_stands_around_it(text: str, names: list[str]) -> None:
    found = [text[i.start : i.end] for i in settle(find_names(text), text)]
    assert found == names, f"{text!r}: add the cue to ingest/deid/name_cues.py or name_shapes.py"


@pytest.mark.parametrize(
    "text",
    [
        "Superficial X-ray therapy; assessed by ELISA; LIMA graft; Grade I. Gleason 7; vitamin C. Continue.",
        "Paget disease, Wilms tumour, Gleason 4+5, Barrett's oesophagus, Karnofsky 90, Hodgkin lymphoma",
        "Sister Mary Joseph nodule; Monte Carlo dose; St Gallen consensus; Ivor Lewis",
        "Consultant clinical oncologist. Specialist nurse review. Dietitian assessment.",
        "Radiotherapy completed 54 Gy. Docetaxel tolerated. Participants completed 3 visits.",
        "hope, the grace of time, a rose garden, amber code, penny-sized, mark the skin",
        "Daughter breast cancer at 48. Mother BRCA1+. Sister is well. Brother: colon cancer.",
        "HER2 IHC 2+, FISH pending; Ki-67 20%; carboplatin AUC 5; denosumab 120 mg SC; FLOT; R-CHOP; TAC",
        "the Whelan schedule, the Darby model, Stupp protocol, Macdonald trial, Richter transformation",
        "Siewert II, Ann Arbor IIIB, Deauville 4, Clark level III, Breslow 1.2 mm, Dukes C, Child-Pugh A",
        "Stage T3 N1. Treated in Phase II. Referred to Oncology. Admitted to Ward 5. Seen in Clinic.",
    ],
)
def test_the_clinics_own_words_are_no_names(text: str) -> None:
    found = [(text[i.start : i.end], i.kind) for i in own_identifiers(text)]
    assert not found, f"over-redacted {found}: add the word to ingest/data/deid/kept.yaml or narrow the cue"
