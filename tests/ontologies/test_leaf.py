from importlib.resources import files
from itertools import pairwise

import pytest
import yaml

from ontologies import icd10
from ontologies.leaf import Documented, Sex, Side, find, read, says


@pytest.mark.parametrize(
    ("start", "text", "side", "sex", "code"),
    [
        ("C50", "invasive lobular ca breast UOQ", "right", "female", "C50.411"),
        ("C50", "breast cancer", "left", None, "C50.912"),
        ("C50", "breast cancer", "left", "male", "C50.922"),
        ("C50", "inflammatory breast ca", "left", "female", "C50.A2"),
        ("C34", "18 mm peripheral LUL nodule", None, None, "C34.12"),
        ("C34", "RML tumour", None, None, "C34.2"),
        ("C34", "NSCLC lung", "right", None, "C34.91"),
        ("C71", "GBM frontal", "left", None, "C71.1"),
        ("C71", "GBM", None, None, "C71.9"),
        ("C15", "SCC mid-thoracic oesophagus", None, None, "C15.4"),
        ("C15", "tumor of the lower third of the esophagus", None, None, "C15.5"),
        ("C44", "BCC left lower eyelid", "left", None, "C44.1192"),
        ("C44", "BCC nasal ala", None, None, "C44.311"),
        ("C81", "Hodgkin, consolidation mediastinum", None, None, "C81.92"),
        ("C83.3", "DLBCL of neck and axilla", None, None, "C83.38"),
        ("C90.0", "myeloma", None, None, "C90.00"),
        ("C92.0", "AML in CR1", None, None, "C92.01"),
        ("C32", "laryngeal ca", None, None, "C32.9"),
        ("C13", "hypopharyngeal SCC", None, None, "C13.9"),
        ("M17", "knee osteoarthritis", "left", None, "M17.12"),
        ("M17", "knee osteoarthritis", "bilateral", None, "M17.0"),
        ("D18", "vertebral haemangioma", None, None, "D18.09"),
        ("N30", "cystitis", None, None, "N30.90"),
    ],
)
def test_leaf(start: str, text: str, side: Side | None, sex: Sex | None, code: str) -> None:
    (leaf,) = find(start, Documented(text, side=side, sex=sex))
    assert leaf.code == code, f"{text!r} went to {leaf.code} ({leaf.because})"


def test_what_is_not_said_is_named() -> None:
    (leaf,) = find("C50", Documented("breast cancer"))
    assert leaf.missing == ("quadrant of the breast", "sex", "laterality")
    assert icd10.describe(leaf.code).count("unspecified") == 2


def test_nothing_is_missing_from_a_full_record() -> None:
    (leaf,) = find("C50", Documented("upper outer quadrant", side="left", sex="female"))
    assert leaf.missing == ()


def test_bilateral_disease_has_both_sides_codes_where_none_is_bilateral() -> None:
    assert [x.code for x in find("C64", Documented("Wilms", side="bilateral"))] == [
        "C64.1",
        "C64.2",
    ]
    assert [x.code for x in find("C56", Documented("ovarian", side="bilateral"))] == ["C56.3"]


def test_the_clause_outweighs_the_rest_of_the_record() -> None:
    case = Documented("GBM frontal", context="GBM frontal. Old temporal bone fracture.")
    assert find("C71", case)[0].code == "C71.1"
    assert find("C71", Documented("GBM", context="GBM. MRI: occipital mass"))[0].code == "C71.4"


def test_an_unknown_start_is_refused() -> None:
    with pytest.raises(icd10.UnknownCode):
        find("C99", Documented(""))


def test_short_capitals_are_matched_as_written() -> None:
    assert says(read("for a lesion"), "FOR") < 0
    assert says(read("tumour in FOR"), "FOR") > 0
    assert says(read("Oesophageal"), "esophageal") >= 0


@pytest.mark.parametrize("start", ["C34", "C44", "C50", "C71", "C81", "C82"])
def test_every_description_leads_to_its_own_code(start: str) -> None:
    """A record in the tabular list's own words may not go astray."""
    for code in icd10.leaves(start):
        said = icd10.describe(code)
        words = read(said).tokens
        side: Side | None = "left" if "left" in words else "right" if "right" in words else None
        sex: Sex | None = "female" if "female" in words else "male" if "male" in words else None
        if "unspecified" in said.lower() or "other" in said.lower():
            continue
        (leaf,) = find(start, Documented(said, side=side, sex=sex))
        assert leaf.code == code, (
            f"{said!r} goes to {leaf.code}: correct its words in ontologies/data/code_words.yaml"
        )


def test_phrases_of_the_word_list_stand_in_descriptions() -> None:
    with (files("ontologies") / "data" / "code_words.yaml").open(encoding="utf-8") as file:
        words = yaml.safe_load(file)
    said = [read(e.description).plain for e in icd10.tabular().values() if e.code[0] in "CDHMN"]
    idle = [p for p in words["phrases"] if not any(f" {p} " in d for d in said)]
    assert not idle, f"no description says {idle}: correct or drop them in code_words.yaml"


def test_the_word_list_is_sorted_and_names_no_phrase_twice() -> None:
    lines = (files("ontologies") / "data" / "code_words.yaml").read_text("utf-8").splitlines()
    keys = [x.split(":")[0].strip() for x in lines[lines.index("phrases:") + 1 : lines.index("sides:")]]
    keys = [k for k in keys if not k.startswith("#")]
    for before, after in pairwise(keys):
        assert before < after, f"code_words.yaml: move {after!r} before {before!r}, or drop one"
