"""Nodes far from a tumour's field, or that trouble by themselves, are treated without its organ."""

import pytest

from ingest.profile import read_case

_ALONE = [
    "Renal cell carcinoma with bulky symptomatic left supraclavicular nodal metastasis, palliative RT",
    "RCC, new mediastinal nodal metastases with haemoptysis, palliative RT",
    "Breast cancer, painful left supraclavicular nodal metastasis, palliative RT",
    "Bladder cancer, leg swelling from iliac nodal metastases, RT",
    "Endometrial cancer, symptomatic left neck nodal metastasis, RT",
    "72F renal cell carcinoma 2019, now para-aortic nodal metastasis. Radiotherapy please",
    "Para-aortic nodal metastasis (renal cell carcinoma), for RT",
    "Bladder cancer with para-aortic nodal metastasis, palliative RT",
    "Inguinal nodal metastasis, fungating in breast cancer, RT",
]
_WITH_ITS_ORGAN = [
    ("Oral tongue SCC with painful neck nodal metastases, palliative RT", "oral-tongue-cancer"),
    ("Cervical cancer IIIC1, pelvic nodal metastases, chemoradiation", "cervical-cancer"),
    ("Anal SCC T3 with inguinal nodal metastases, chemoRT", "anal-cancer"),
    ("NSCLC T2 N3, supraclavicular nodal metastases, radical chemoradiation", "nsclc"),
    ("Breast cancer pT2 pN2, axillary nodal metastases, mastectomy, PMRT", "breast-cancer"),
    ("Gastric cancer with SCF nodes, bleeding and Hb 70, RT", "gastric-cancer"),
]


@pytest.mark.parametrize("text", _ALONE)
def test_nodes_that_stand_alone(text: str) -> None:
    read = [d.disease for d in read_case(text).diseases]
    assert read == ["lymph-node-metastasis"], f"{text!r} is read as {read}: see ingest/nodal_deposits.py"


@pytest.mark.parametrize(("text", "disease"), _WITH_ITS_ORGAN)
def test_nodes_in_the_field_of_their_tumour(text: str, disease: str) -> None:
    read = [d.disease for d in read_case(text).diseases]
    assert read == [disease], f"{text!r} is read as {read}: see ingest/nodal_deposits.py"
