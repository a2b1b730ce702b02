"""A tumour only thought of gives way to what the tissue showed; tissue of another lesion says nothing."""

import pytest

from ingest.profile import read_case


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("?BCC temple, histology = SCC 15 mm, electrons", "cutaneous-scc"),
        ("?sarcoma thigh: core = DLBCL stage I, CMR after R-CHOP, ISRT", "dlbcl"),
        ("Nodular BCC cheek? bx: SCC well diff 2 cm, RT", "cutaneous-scc"),
        ("?pancreatic ca; FNA = DLBCL stage I, R-CHOP x6, ISRT", "dlbcl"),
        ("?GBM, biopsy: glioblastoma IDH wt, 60/30 + TMZ", "glioblastoma"),
        ("?lung ca RUL 2 cm, SABR. Previous excision was BCC nose", "lung-cancer"),
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
