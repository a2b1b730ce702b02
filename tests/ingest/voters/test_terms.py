from hypothesis import given
from hypothesis import strategies as st

from ingest.voters.terms import Terms, make_terms


def test_the_longest_name_wins_and_long_words_forget_their_case() -> None:
    terms = Terms([("disease", "lung cancer"), ("disease", "small cell lung cancer"), ("drug", "Cisplatin")])
    assert terms.marks("Small cell lung cancer on cisplatin".split()) == [
        "B-disease", "I-disease", "I-disease", "I-disease", "", "B-drug",
    ]  # fmt: skip


def test_a_short_symbol_keeps_its_case() -> None:
    terms = Terms([("gene", "MET"), ("gene", "TP53")])
    assert terms.marks(["we", "met", "MET", "tp53", "TP53"]) == ["", "", "B-gene", "", "B-gene"]


def test_own_names_hold_drugs_diseases_and_markers(tmp_path: object) -> None:
    from pathlib import Path

    named = make_terms(["own-names"], "BC5CDR", Path(str(tmp_path)))
    assert {label for label, _ in named} == {"drug", "disease", "gene"}
    assert ("drug", "osimertinib") in named


@given(st.lists(st.text(max_size=8), max_size=30))
def test_a_mark_for_every_word(words: list[str]) -> None:
    terms = Terms([("gene", "A B"), ("gene", "A")])
    marks = terms.marks(words)
    assert len(marks) == len(words)
    assert all(marks[i - 1] for i, m in enumerate(marks) if m.startswith("I-")), "I- follows a mark"
