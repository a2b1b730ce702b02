from pathlib import Path

import pytest

from ingest.voters.recipe import VoterRecipe, chosen_voters, read_recipe, shipped_voters


def test_every_shipped_recipe_is_named_as_its_file_and_has_its_own_seed() -> None:
    shipped = shipped_voters()
    assert all(recipe.voter == name for name, recipe in shipped.items()), "rename the file or the voter"
    assert len({r.seed for r in shipped.values()}) == len(shipped), "give every voter its own seed"


def test_each_corpus_has_a_committee_of_three() -> None:
    for corpus in ("BC5CDR", "BioNLP13CG"):
        assert len(chosen_voters(corpus)) == 3, f"{corpus} needs three voters for a majority"


def test_the_test_split_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cheat.yaml"
    path.write_text(
        "{voter: cheat, corpus: BC5CDR, splits: [train, test], network: convolution, seed: 1,"
        " words: 1000, learning_rate: 0.001}",
        "utf-8",
    )
    with pytest.raises(ValueError, match="never trained on"):
        read_recipe(path)


def test_an_unknown_member_lists_what_there_is() -> None:
    with pytest.raises(ValueError, match="bc5cdr-context"):
        chosen_voters("nobody")


def test_a_misspelt_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "typo.yaml"
    path.write_text(
        "{voter: typo, corpus: BC5CDR, network: convolution, seed: 1, words: 10, rate: 1}", "utf-8"
    )
    with pytest.raises(ValueError, match="rate"):
        read_recipe(path)


def test_a_recipe_cannot_be_changed() -> None:
    recipe = next(iter(shipped_voters().values()))
    with pytest.raises(ValueError, match="frozen"):
        recipe.seed = 2  # type: ignore[misc]
    assert isinstance(recipe, VoterRecipe)
