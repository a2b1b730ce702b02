"""Short forms of several meanings are read by the words beside them, or declared ambiguous."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.lexicon import load_yaml
from ingest.profile import read_case
from ingest.shorthand import read_shorthand
from ontologies.disease import load_diseases


@pytest.mark.parametrize(
    ("text", "diseases"),
    [
        ("MF stage IB, total skin electrons", {"mycosis-fungoides"}),
        ("MF on ruxolitinib, massive spleen, splenic RT", {"myelofibrosis"}),
        ("MF", {"mycosis-fungoides", "myelofibrosis"}),
        ("MM IgG kappa, painful lytic rib", {"multiple-myeloma"}),
        ("MM Breslow 4 mm, SLNB positive", {"melanoma"}),
        ("lesion 22 MM", set()),
        ("cx mass to the side wall, bx squamous, chemorads", {"cervical-cancer"}),
        ("lower third adeno, dysphagia, SEMS", {"oesophageal-cancer"}),
        ("HGSC on platinum, debulked", {"ovarian-cancer"}),
        ("PRV on hydroxycarbamide and venesection", {"polycythaemia-vera"}),
        ("optic PRV tight", set()),
        ("OPG growing, NF1, fourth line of carboplatin", {"optic-glioma"}),
        ("OPG: caries of two molars", set()),
        ("basal cell of the nasal ala 11 mm", {"basal-cell-carcinoma"}),
        ("basal cell hyperplasia on prostate cores", set()),
        ("astro gr 3 IDH mutant, temporal", {"anaplastic-glioma"}),
        ("gr 2 oligo, 1p19q codeleted", {"low-grade-glioma"}),
        ("oligo metastasis of the brain, SRS", set()),
        ("encasing the left CCA", set()),
        ("hilar CCA, ERCP stent", {"extrahepatic-cholangiocarcinoma"}),
        ("MCL stage IIA, ISRT", {"mantle-cell-lymphoma"}),
        ("OAC for AF", set()),
        ("MB group 3, residual 2 cm2, CSI", {"medulloblastoma"}),
        ("MB ChB, retired consultant", set()),
    ],
)
def test_context_decides(text: str, diseases: set[str]) -> None:
    assert {m.name for m in read_shorthand(text)} == diseases, (
        "correct the words in ingest/data/shorthand.yaml"
    )


def test_a_bare_short_form_leaves_both_meanings_open() -> None:
    named = {d.disease for d in read_case("MF").diseases}
    assert named == {"mycosis-fungoides", "myelofibrosis"}, f"one meaning was guessed: {named}"


def test_every_meaning_is_a_known_disease() -> None:
    slugs = {slug for meanings in load_yaml("shorthand.yaml").values() for slug in meanings} - {"other"}
    assert slugs <= set(load_diseases()), f"unknown: {slugs - set(load_diseases())}"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    for mention in read_shorthand(text):
        assert text[mention.start : mention.end], "an empty span was read"
