"""Whose tumour a letter speaks of, what was only thought, and what is done instead."""

import pytest

from ingest.reading import read_text


def _statuses(text: str, phrase: str) -> set[str]:
    start = text.index(phrase)
    end = start + len(phrase)
    found = {m.assertion for m in read_text(text).mentions if start <= m.start and m.end <= end}
    assert found, f"{phrase!r} holds no mention in {text!r}; add the form to the ontologies' data"
    return set(found)


@pytest.mark.parametrize(
    ("text", "phrase", "status"),
    [
        ("Woman whose colleague had breast cancer; she has T1 thyroid cancer.", "breast cancer", "family"),
        ("Woman whose colleague had breast cancer; she has T1 thyroid cancer.", "thyroid cancer", "affirmed"),
        ("Neighbour died of lung cancer, now himself has oesophageal SCC.", "lung cancer", "family"),
        ("Neighbour died of lung cancer, now himself has oesophageal SCC.", "oesophageal SCC", "affirmed"),
        ("Patient (father, 55) with glioblastoma.", "glioblastoma", "affirmed"),
        ("Father of three with T2 tonsil SCC.", "tonsil SCC", "affirmed"),
        ("Retired mother of two, cervical cancer IIB.", "cervical cancer", "affirmed"),
        ("Sister (nurse) with stage III NSCLC.", "NSCLC", "affirmed"),
        ("Aunt died of ovarian cancer with brain mets, WBRT given to her.", "brain mets", "family"),
        ("Aunt died of ovarian cancer with brain mets, WBRT given to her.", "WBRT", "family"),
        ("Brother lost his larynx and later developed lung cancer.", "lung cancer", "family"),
        ("Wife had cervix brachy. IMRT for his prostate cancer.", "prostate cancer", "affirmed"),
        ("ca prostate int risk SBRT", "prostate", "affirmed"),
        ("Not breast but lung: T2 adenocarcinoma.", "lung", "affirmed"),
        ("They do not: MRI shows a meningioma.", "meningioma", "affirmed"),
        ("SCC of the anus rather than the suspected rectal cancer.", "SCC of the anus", "affirmed"),
        ("SCC of the anus rather than the suspected rectal cancer.", "rectal cancer", "negated"),
        ("Lymphoma was suspected but biopsy shows seminoma.", "Lymphoma", "negated"),
        ("Lymphoma was suspected but biopsy is pending, seminoma not seen.", "Lymphoma", "uncertain"),
        ("Initially thought pancreatic cancer, but duodenal cancer.", "pancreatic cancer", "negated"),
        ("Initially thought pancreatic cancer, but duodenal cancer.", "duodenal cancer", "affirmed"),
        ("Was thought glioma - IDH neg; meningioma.", "glioma", "negated"),
        ("Sarcoma considered & excluded, myeloma confirmed.", "Sarcoma", "negated"),
        ("Keen to avoid cystectomy -> SBRT for stage I NSCLC.", "SBRT", "affirmed"),
        ("Declined surgery, for radical radiotherapy.", "radical radiotherapy", "affirmed"),
        ("Chemo failed -> WBRT.", "WBRT", "affirmed"),
        ("PMH: breast cancer 2004, WLE. New problem - TCC bladder.", "breast cancer", "historical"),
        ("PMH: breast cancer 2004, WLE. New problem - TCC bladder.", "TCC bladder", "affirmed"),
        ("Kaposi-free for years; now anal cancer.", "Kaposi", "negated"),
        ("Prior seminoma 1998, cured. Now T2 bladder cancer.", "seminoma", "historical"),
    ],
)
def test_a_letter_is_asserted_as_written(text: str, phrase: str, status: str) -> None:
    assert status in _statuses(text, phrase), f"{phrase!r} in {text!r} must be {status}"
