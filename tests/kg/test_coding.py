from datetime import date

import pytest

from kg import coding
from kg.coding import CodeCandidate, code_case
from kg.profile import DiseaseFinding, Finding, Profile
from ontologies.disease import Disease
from ontologies.leaf import Documented

ON = date(2026, 5, 1)

DISEASES = {
    d.disease: d
    for d in (
        Disease(disease="breast", name="Breast cancer", icd10=("C50",), subsites={"UOQ": "C50.4"}),
        Disease(
            disease="brain-metastases",
            name="Brain metastases",
            icd10=("C79.31", "C79.3", "C79"),
            secondary=True,
        ),
        Disease(disease="oligometastases", name="Oligometastases", icd10=("C79.9",), secondary=True),
        Disease(disease="liver-metastasis", name="Liver metastases", icd10=("C78.7",), secondary=True),
        Disease(disease="lung", name="Lung cancer", icd10=("C34",)),
        Disease(disease="nsclc", name="Non-small cell lung cancer", parent="lung"),
        Disease(disease="bcc", name="Basal cell carcinoma", icd10=("C44.91", "C44.31", "C44.41")),
        Disease(disease="rhabdo", name="Rhabdomyosarcoma", icd10=("C49", "C11", "C31")),
        Disease(disease="uncoded", name="Something uncoded"),
    )
}


@pytest.fixture(autouse=True)
def _diseases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coding, "load_diseases", lambda: DISEASES)

    def line(slug: str) -> tuple[str, ...]:
        parent = DISEASES[slug].parent
        return (slug, *(line(parent) if parent else ()))

    monkeypatch.setattr(coding, "ancestors", line)


def _case(
    text: str, *diseases: tuple[str, str], coding_text: str = "", **said: str | tuple[str, ...]
) -> Profile:
    """A profile whose findings are given by axis as value:words, `laterality="left:L"`."""
    findings = []
    for axis, value in ((a, v) for a, vs in said.items() for v in ([vs] if isinstance(vs, str) else vs)):
        name, _, words = value.partition(":")
        start = text.index(words or name)
        findings.append(
            Finding(
                axis=axis,
                value=name,
                start=start,
                end=start + len(words or name),
                text=words or name,
            )
        )
    named = tuple(
        DiseaseFinding(
            disease=slug,
            name=DISEASES[slug].name,
            start=text.index(words),
            end=text.index(words) + len(words),
            text=words,
        )
        for slug, words in diseases
    )
    return Profile(diseases=named, findings=tuple(findings), coding_text=coding_text)


def _codes(candidates: list[CodeCandidate]) -> list[str]:
    return [c.code for c in candidates]


def test_full_code_from_side_sex_and_subsite() -> None:
    text = "52F ductal ca left breast UOQ"
    (first, *_) = code_case(
        _case(text, ("breast", "ca left breast"), laterality="left", sex="female:F"), text, ON
    )
    assert first.code == "C50.412"
    assert first.category == "C50"
    assert first.missing_documentation == ()
    assert first.validity.valid and first.validity.certain
    assert "UOQ" in first.why and "left" in first.why


def test_what_is_not_documented_is_named() -> None:
    text = "breast ca, adjuvant"
    (first, *_) = code_case(_case(text, ("breast", "breast ca")), text, ON)
    assert first.code == "C50.919"
    assert set(first.missing_documentation) == {"quadrant of the breast", "sex", "laterality"}
    assert first.score < 1


def test_codes_come_from_the_wider_disease_when_it_has_none_itself() -> None:
    text = "NSCLC RUL"
    assert _codes(code_case(_case(text, ("nsclc", "NSCLC")), text, ON))[0] == "C34.11"


def test_a_metastasis_is_coded_with_its_primary_as_alternative() -> None:
    text = "Resected right parietal metastasis from left breast ca"
    profile = _case(
        text,
        ("brain-metastases", "parietal metastasis"),
        laterality=("right", "left"),
        primary="breast:breast ca",
    )
    candidates = code_case(profile, text, ON)
    assert _codes(candidates)[:2] == ["C79.31", "C50.912"]
    assert candidates[0].score > candidates[1].score
    assert candidates[1].disease == "breast"


def test_metastases_are_coded_by_the_site_that_is_said() -> None:
    text = "Oligomet breast, 2 liver mets"
    both = _case(text, ("oligometastases", "Oligomet"), ("liver-metastasis", "liver mets"))
    assert _codes(code_case(both, text, ON)) == ["C78.7", "C79.9"]
    alone = _case(text, ("oligometastases", "Oligomet"), ("breast", "breast"))
    assert _codes(code_case(alone, text, ON))[0] == "C79.9"


def test_the_side_nearest_the_disease_counts() -> None:
    text = "Right hip replacement, left breast ca"
    profile = _case(text, ("breast", "breast ca"), laterality=("right:Right", "left"))
    assert code_case(profile, text, ON)[0].code == "C50.912"


def test_a_side_in_the_clause_outweighs_a_nearer_one() -> None:
    text = "Left sided pain. Right knee: breast ca right"
    clause = "breast ca right"
    profile = _case(
        text, ("breast", "breast ca"), coding_text=clause, laterality=("left:Left", "right:right")
    )
    assert code_case(profile, text, ON)[0].code == "C50.911"


def test_words_of_a_clause_set_aside_do_not_count() -> None:
    text = "NSCLC for SABR. Previous RUL lobectomy for lung cancer 2010"
    profile = _case(text, ("nsclc", "NSCLC"), coding_text="NSCLC for SABR")
    start = text.index("lung cancer")
    aside = Finding(axis="disease", value="historical:lung", start=start, end=start + 11, text="lung cancer")
    assert code_case(profile, text, ON)[0].code == "C34.11"
    kept = profile.model_copy(update={"set_aside": (aside,)})
    assert code_case(kept, text, ON)[0].code == "C34.90"


def test_one_of_several_codes_is_chosen_by_site() -> None:
    text = "BCC nasal ala"
    assert _codes(code_case(_case(text, ("bcc", "BCC")), text, ON))[0] == "C44.311"
    text = "BCC"
    assert _codes(code_case(_case(text, ("bcc", "BCC")), text, ON))[0] == "C44.91"
    text = "RMS of nasopharynx"
    assert _codes(code_case(_case(text, ("rhabdo", "RMS")), text, ON))[0] == "C11.9"


def test_no_disease_no_code() -> None:
    assert code_case(Profile(), "routine visit", ON) == []
    text = "something"
    assert code_case(_case(text, ("uncoded", "something")), text, ON) == []


def test_a_day_the_release_does_not_cover_is_said() -> None:
    text = "breast ca"
    (first, *_) = code_case(_case(text, ("breast", "breast ca")), text, date(2030, 1, 1))
    assert first.validity.valid and not first.validity.certain


def test_the_same_case_is_coded_the_same() -> None:
    text = "52F ductal ca left breast UOQ, BCC nasal ala"
    profile = _case(text, ("breast", "breast"), ("bcc", "BCC"), laterality="left")
    once = code_case(profile, text, ON)
    assert all(code_case(profile, text, ON) == once for _ in range(20))


def test_the_words_of_the_diagnosis_go_before_those_of_its_neighbours() -> None:
    disease = Disease(
        disease="throat",
        name="Throat cancer",
        icd10=("C10",),
        subsites={"vallecular": "C10.0", "posterior wall": "C10.3"},
    )
    documented = Documented("Vallecular SCC beside the posterior wall", named="Vallecular SCC")
    assert coding._subsite(disease.subsites, documented) == ("vallecular", "C10.0")
