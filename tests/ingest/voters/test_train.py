"""Training, stopping, going on, saving and voting on a corpus of a few invented sentences."""

from pathlib import Path

import pytest

from ingest.voters.committee import Committee, Vote, load_committee, majority, tier_of, trained_voters
from ingest.voters.corpus import Labelled, Sentence, sentence
from ingest.voters.recipe import VoterRecipe
from ingest.voters.terms import Terms
from ingest.voters.train import is_trained, load_voter, make_voter, train_on

_DRUGS = ("alfatinib", "betamab", "gammaplatin", "deltaciclib", "epsirubicin", "zetataxel")
_SAID = (
    "Patients received {} daily",
    "Treatment with {} was stopped",
    "The dose of {} was halved",
    "No one took {} before",
)


def _sentences() -> list[Sentence]:
    made = []
    for drug in _DRUGS:
        for said in _SAID:
            words = said.format(drug).split()
            made.append(sentence(words, ["B-Chemical" if w == drug else "O" for w in words]))
    return made


def _recipe(**changes: object) -> VoterRecipe:
    return VoterRecipe.model_validate(
        {
            "voter": "toy",
            "corpus": "BC5CDR",
            "network": "convolution",
            "seed": 3,
            "width": 32,
            "depth": 2,
            "words": 3600,
            "batch": 60,
            "learning_rate": 0.01,
            **changes,
        }
    )


def test_a_voter_learns_is_saved_and_finds_the_same_again(tmp_path: Path) -> None:
    told: list[int] = []
    recipe = _recipe(terms=["own-names"])
    card = train_on(recipe, _sentences(), [("drug", "betamab")], tmp_path, lambda done, *_: told.append(done))
    assert told[-1] == 60, "progress must reach the last step"
    assert is_trained(recipe, tmp_path)
    assert not is_trained(_recipe(seed=4), tmp_path), "another recipe is another voter"
    assert card.labels == ("Chemical",)
    voter = load_voter(tmp_path / "toy")
    text = "Patients received betamab daily"
    assert next(iter(voter.find([text]))) == [Labelled(18, 25, "Chemical")]
    assert trained_voters(tmp_path) == {"BC5CDR": [tmp_path / "toy"]}


def test_an_interrupted_training_ends_where_an_unbroken_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.voters.convolution._SAVE_EVERY", 10)
    recipe = _recipe(words=1800, dropout=0.0)

    def stop(done: int, _total: int, _loss: float) -> None:
        if done == 25:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_on(recipe, _sentences(), [], tmp_path / "broken", stop)
    assert (tmp_path / "broken" / "toy.checkpoint").exists(), "a checkpoint must be left to go on from"
    told: list[int] = []
    broken = train_on(recipe, _sentences(), [], tmp_path / "broken", lambda done, *_: told.append(done))
    assert told[0] == 21, "it goes on after the last checkpoint"
    whole = train_on(recipe, _sentences(), [], tmp_path / "whole")
    assert broken.data_hash == whole.data_hash
    assert not (tmp_path / "broken" / "toy.checkpoint").exists(), "a finished training leaves no checkpoint"
    texts = [one.text for one in _sentences()]
    found = [list(load_voter(tmp_path / name / "toy").find(texts)) for name in ("broken", "whole")]
    assert found[0] == found[1]


def test_the_contextual_voter_learns_and_is_found_again(tmp_path: Path) -> None:
    recipe = _recipe(
        voter="toy-context", network="context", depth=2, words=2000, batch=100, learning_rate=0.002
    )
    train_on(recipe, _sentences(), [], tmp_path)
    voter = load_voter(tmp_path / "toy-context")
    texts = ["Treatment with zetataxel was stopped", "", "No one took alfatinib before"]
    assert list(voter.find(texts)) == [[Labelled(15, 24, "Chemical")], [], [Labelled(12, 21, "Chemical")]]


def test_places_are_those_of_the_text_whatever_its_spaces(tmp_path: Path) -> None:
    train_on(_recipe(), _sentences(), [], tmp_path)
    text = "Patients  received\t betamab\u2009 daily"
    found = next(iter(load_voter(tmp_path / "toy").find([text])))
    assert [text[s.start : s.end] for s in found] == ["betamab"]


def test_a_corpus_without_marks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="marks nothing"):
        train_on(_recipe(), [Sentence("no one", ())], [], tmp_path)


def test_a_folder_without_a_card_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="oncograph train ner"):
        load_voter(tmp_path)
    assert trained_voters(tmp_path / "absent") == {}
    assert load_committee(tmp_path / "absent", "BC5CDR") is None, "voters are optional"


class _Fixed:
    """A voter that names given words."""

    def __init__(self, *named: tuple[str, str]) -> None:
        self.named = named

    def find(self, texts: list[str]) -> list[list[Labelled]]:
        return [
            [Labelled(t.index(w), t.index(w) + len(w), label) for w, label in self.named if w in t]
            for t in texts
        ]


def test_votes_are_counted_over_the_whole_text() -> None:
    voters = [_Fixed(("ALK", "Gene")), _Fixed(("ALK", "Gene")), _Fixed(("TTF1 staining", "Gene"))]
    committee = Committee(voters)  # type: ignore[arg-type]
    text = "Nothing here. ALK was seen.\nTTF1 staining too."
    votes = committee.votes(text)
    assert [(text[v.start : v.end], v.votes, v.of) for v in votes] == [("ALK", 2, 3), ("TTF1 staining", 1, 3)]
    assert [text[v.start : v.end] for v in majority(votes)] == ["ALK"]


def test_all_votes_need_agreement_to_be_accepted() -> None:
    def vote(votes: int, of: int) -> Vote:
        return Vote(0, 3, "Gene", votes, of, tuple(range(votes)))

    assert tier_of(vote(3, 3), agrees=True) == "accepted"
    assert tier_of(vote(3, 3), agrees=False) == "review", "voters alone never make a mention accepted"
    assert tier_of(vote(2, 3), agrees=True) == "review"
    assert tier_of(vote(1, 3), agrees=True) == "dropped"
    assert tier_of(vote(1, 1), agrees=True) == "review", "one voter is one opinion"


def test_a_text_of_odd_signs_is_read() -> None:
    voter = make_voter(_recipe(), Terms(()), ("Chemical",))
    voter.nlp.initialize()  # type: ignore[union-attr]
    text = "\u202e\u0000 \U0001f600 [[[[ " + "x" * 5000 + " . " * 1500
    assert all(0 <= v.start < v.end <= len(text) for v in Committee([voter]).votes(text))
    assert Committee([voter]).votes("") == []
