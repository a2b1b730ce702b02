"""Names that look like another's: what a stranger's sentences were first misread for."""

import pytest

from ingest.extract import extract_text


@pytest.mark.parametrize(
    ("text", "type_", "found"),
    [
        ("cT3b N1 M1a prostate adenocarcinoma", "disease", [("prostate adenocarcinoma", "prostate-cancer")]),
        ("Binet B CLL", "disease", [("CLL", "cll")]),
        ("Cervix FIGO 2018 IIIB squamous", "disease", []),
        ("ALL resection margins were negative", "disease", []),
        ("ALL in first remission", "disease", [("ALL", "all")]),
        ("AC joint replaced", "regimen", []),
        ("A+AVD for 6 cycles", "regimen", [("A+AVD", "a-avd")]),
        ("GTN spray sublingual", "disease", []),
        ("cataract surgery and hernia repair", "disease", []),
        (
            "thoracotomy then laparotomy",
            "procedure",
            [("thoracotomy", "thoracotomy"), ("laparotomy", "laparotomy")],
        ),
        ("Hartmann's procedure", "procedure", [("Hartmann's procedure", "hartmann")]),
        ("RADICAL PROSTATECTOMY", "intent", []),
        ("HCV RNA negative", "disease", []),
    ],
)
def test_names_apart(text: str, type_: str, found: list[tuple[str, str]]) -> None:
    read = [
        (m.text, m.reference.curie.removeprefix("oncograph:") if m.reference else None)
        for m in extract_text(text).mentions
        if m.type == type_
    ]
    assert read == found, f"{text}: {type_}"


def test_genes_of_a_panel_without_a_variant() -> None:
    text = "Germline testing: no pathogenic variant in BRCA1, PALB2 or ATM."
    read = [(m.text, m.status) for m in extract_text(text).mentions if m.type == "gene"]
    assert read == [("BRCA1", "negative"), ("PALB2", "negative"), ("ATM", "negative")]


def test_changes_of_a_promoter_are_no_proteins() -> None:
    statuses = [m.status for m in extract_text("TERT C228T was detected.").mentions if m.type == "variant"]
    assert statuses == ["TERT promoter C228T"]


def test_a_grade_belongs_to_what_is_named_behind_it() -> None:
    read = [
        (m.text, m.status) for m in extract_text("Toxicity: G2 dermatitis").mentions if m.type == "toxicity"
    ]
    assert read == [("Toxicity", None), ("dermatitis", "2")]
