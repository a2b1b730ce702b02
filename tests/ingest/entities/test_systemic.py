"""Drugs, regimens, outcomes, toxicities and procedures, as clinicians and abstracts write them."""

import pytest

from ingest.entities.drug import find_drugs
from ingest.entities.outcome import find_outcomes, read_arms, read_effects
from ingest.entities.procedure import find_procedures
from ingest.entities.regimen import find_regimens, regimen_drugs
from ingest.entities.toxicity import find_toxicities
from ingest.lexicon import load_yaml
from ingest.linking.names import known_drugs
from ingest.reading import read_text
from ontologies.disease import load_diseases


def _drugs(text: str) -> list[tuple[str, str | None, str]]:
    return [(text[f.start : f.end], f.curie, f.tier) for f in find_drugs(read_text(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Started Tagrisso 80 mg daily.", [("Tagrisso", "oncograph:osimertinib")]),
        ("imatinib mesylate was stopped", [("imatinib mesylate", "oncograph:imatinib")]),
        (
            "carboplatin/paclitaxel then 5-FU",
            [
                ("carboplatin", "oncograph:carboplatin"),
                ("paclitaxel", "oncograph:paclitaxel"),
                ("5-FU", "oncograph:fluorouracil"),
            ],
        ),
        ("T-DXd after T-DM1", [("T-DXd", None), ("T-DM1", None)]),
        (
            "doxorubicin (DOX) 60 mg/m2; DOX was reduced",
            [("doxorubicin", None), ("DOX", None), ("DOX", "oncograph:doxorubicin")],
        ),
    ],
)
def test_drugs_by_name_brand_and_short_form(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = _drugs(text)
    assert [f[0] for f in found] == [e[0] for e in expected], f"{text}: {found}"
    for got, (_, curie) in zip(found, expected, strict=True):
        assert got[1] is not None, f"{text}: {got[0]} must be linked"
        assert curie is None or got[1] == curie


@pytest.mark.parametrize(
    "text",
    [
        "anthracycline and checkpoint inhibitor",
        "progesterone receptor was weak",
        "serum testosterone was low; insulin resistance",
        "the cis isomer, gem of a case, bev",
        "mammalian target of rapamycin",
        "they emend the record",
    ],
)
def test_classes_receptors_and_words_are_no_drugs(text: str) -> None:
    assert not _drugs(text), f"{text}: only a drug that is given may be found"


def test_unknown_drugs_wait_for_review_without_a_reference() -> None:
    assert _drugs("zelbotuximab and BMS-123456") == [
        ("zelbotuximab", None, "review"),
        ("BMS-123456", None, "review"),
    ]


def test_named_regimens_carry_their_drugs_and_cycles() -> None:
    text = "6 cycles of FOLFOX, then R-CHOP x4."
    found = list(find_regimens(read_text(text)))
    assert [(text[f.start : f.end], f.number) for f in found] == [("FOLFOX", 6.0), ("R-CHOP", 4.0)]
    assert found[0].status == "fluorouracil + leucovorin + oxaliplatin"
    assert regimen_drugs("abvd") == ("doxorubicin", "bleomycin", "vinblastine", "dacarbazine")


def test_regimens_have_a_name_of_their_own() -> None:
    text = "FOLFIRINOX for 4 cycles"
    assert [(text[f.start : f.end], f.number) for f in find_regimens(read_text(text))] == [
        ("FOLFIRINOX", 4.0)
    ]
    for arms in (
        "carboplatin plus paclitaxel",
        "cisplatin and docetaxel arms",
        "AC unit was repaired in the ICE age",
        "dexamethasone/ondansetron",
    ):
        assert not list(find_regimens(read_text(arms))), f"{arms}: names no regimen"


def test_every_regimen_names_known_drugs_and_no_slug_stands_for_two_things() -> None:
    tables = {
        "regimen": "systemic_regimens.yaml", "procedure": "procedures.yaml",
        "outcome": "outcomes.yaml", "toxicity": "toxicities.yaml",
    }  # fmt: skip
    holder = {slug: "disease" for slug in load_diseases()} | {slug: "drug" for slug in known_drugs()}
    for kind, file in tables.items():
        entries = load_yaml(file)[kind]
        assert list(entries) == sorted(entries), f"{file}: sort the slugs"
        for slug, entry in entries.items():
            for drug in entry.get("drugs", ()):
                assert drug in known_drugs(), f"{file}: {slug} names {drug}; add it to drugs.yaml"
            if "curie" not in entry:
                assert slug not in holder, f"{file}: {slug} is a {holder.get(slug)} already; rename it"
                holder[slug] = kind


def test_outcomes_carry_one_arms_value_and_time_point() -> None:
    text = "Median OS was 12.3 months and 5-year overall survival 76%; PFS was 9.1 vs 6.0 months."
    found = [(text[f.start : f.end], f.status, f.number, f.unit) for f in find_outcomes(read_text(text))]
    assert found == [
        ("OS", "median", 12.3, "mo"),
        ("overall survival", "5-year", 76.0, "%"),
        ("PFS", None, None, None),
    ], "a value of two arms must not be given as one"


def test_effects_have_ratio_interval_and_probability() -> None:
    text = "HR for death, 0.68 (95% CI 0.50 to 0.92; p=0.01); median 9.1 versus 6.0 months"
    (effect,) = read_effects(text)
    assert effect[2:] == ("HR", 0.68, 0.50, 0.92, 95.0, 0.01, "=")
    (arms,) = read_arms(text)
    assert (arms.first, arms.second, arms.unit) == (9.1, 6.0, "mo")
    assert not list(read_effects("HR-positive disease, HR+ tumours; OR 3"[:30])), "a receptor is no ratio"


@pytest.mark.parametrize(
    ("text", "span", "status", "grade"),
    [
        ("grade 3 neutropenia", "neutropenia", "3", 3),
        ("G≥3 pneumonitis", "pneumonitis", ">=3", 3),
        ("grade 3-4 oral mucositis", "oral mucositis", "3-4", 3),
        ("diarrhoea (grade 2)", "diarrhoea", "2", 2),
        ("Grade III xerostomia", "xerostomia", "3", 3),
        ("grade 2 or higher dysphagia", "dysphagia", ">=2", 2),
    ],
)
def test_toxicities_carry_their_grade(text: str, span: str, status: str, grade: int) -> None:
    (found,) = (f for f in find_toxicities(read_text(text)) if f.type == "toxicity")
    assert (text[found.start : found.end], found.status, found.number) == (span, status, grade)


def test_a_symptom_is_a_toxicity_only_where_the_text_says_so() -> None:
    assert not list(find_toxicities(read_text("She has pain and nausea from the tumour.")))
    tumour = find_toxicities(read_text("Grade 3 adenocarcinoma of the lung"))
    assert [f.type for f in tumour] == ["grade"], "a tumour's grade is no toxicity"


def test_each_grade_of_a_list_stands_alone() -> None:
    text = "Grade 3 and 4 toxicity, grade ≥ 2 rash"
    found = [text[f.start : f.end] for f in find_toxicities(read_text(text)) if f.type == "grade"]
    assert found == ["Grade 3", "4", "grade ≥ 2"]


def test_procedures() -> None:
    text = "Underwent right hemicolectomy and SLNB; RP fibrosis noted; appendicectomy in 1990."
    found = [(text[f.start : f.end], f.tier) for f in find_procedures(read_text(text))]
    assert ("right hemicolectomy", "accepted") in found
    assert ("SLNB", "accepted") in found
    assert ("appendicectomy", "accepted") in found, "what ends in -ectomy is an operation"
