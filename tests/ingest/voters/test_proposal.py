"""What voters add to extraction: mentions for review where nothing was read, and nothing else."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.entities.found import Found
from ingest.extract import extract_text, extract_texts
from ingest.extraction import ExtractedMention, LinkedReference
from ingest.linking import link
from ingest.named import Referred, named
from ingest.reading import read_text
from ingest.voters.committee import Committee, load_committees
from ingest.voters.corpus import Labelled
from ingest.voters.proposal import propose

NOTE = "Patients received cisplatin and gammazon daily for lung cancer. No patient received quinolor before."


def test_what_only_voters_name_is_added_for_review_and_nothing_else_changes(voters: Path) -> None:
    alone, joined = extract_text(NOTE), extract_text(NOTE, voters=voters)
    added = [m for m in joined.mentions if m not in alone.mentions]
    assert [m.text for m in added] == ["gammazon", "quinolor"], "the gazetteer's own are not named twice"
    assert [m for m in joined.mentions if m in alone.mentions] == list(alone.mentions)
    assert (joined.statements, joined.record) == (alone.statements, alone.record), "nothing rests on a vote"
    assert list(joined.mentions) == sorted(joined.mentions, key=lambda m: m.start)
    for mention in added:
        assert (mention.type, mention.tier, mention.reference) == ("drug", "review", None)
        assert mention.unlinked, "say why there is no reference"
        assert NOTE[mention.start : mention.end] == mention.text
    assert added[1].assertion.polarity == "negated", "a vote is asserted like any mention"


def test_a_text_is_read_alike_beside_others(voters: Path) -> None:
    texts = [NOTE, "Treatment with betrimox was stopped", "", NOTE * 300]
    together = list(extract_texts(texts, voters=voters))
    assert together[:3] == [extract_text(t, voters=voters) for t in texts[:3]]
    for text, read in zip(texts, together, strict=True):
        assert all(text[m.start : m.end] == m.text for m in read.mentions), "also beyond the first window"
    assert sum(m.text == "gammazon" for m in together[3].mentions) == 300


def test_a_folder_without_voters_is_refused_before_any_text_is_read(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="oncograph train ner"):
        extract_texts(iter([]), voters=tmp_path)
    with pytest.raises(ValueError, match="oncograph train ner"):
        load_committees(tmp_path / "absent")


class _Fixed:
    """A voter that names given words wherever they stand."""

    def __init__(self, *named: tuple[str, str]) -> None:
        self.named = named

    def find(self, texts: list[str]) -> list[list[Labelled]]:
        return [
            [Labelled(t.index(w), t.index(w) + len(w), label) for w, label in self.named if w in t]
            for t in texts
        ]


def _committee(*named: tuple[str, str], voters: int = 2) -> Committee:
    held: Any = [_Fixed(*named) for _ in range(voters)]
    return Committee(held)


def _refer(found: Found, words: str) -> Referred:
    known = link(found.type, words)
    return (known, None) if isinstance(known, LinkedReference) else (None, known)


def _proposed(
    text: str, *committees: Committee, long_forms: dict[str, tuple[int, int]] | None = None
) -> list[ExtractedMention]:
    reading = read_text(text)
    return propose(reading, list(named(reading, _refer)), committees, _refer, long_forms or {})


def _names(
    text: str, *committees: Committee, long_forms: dict[str, tuple[int, int]] | None = None
) -> list[str]:
    return [m.text for m in _proposed(text, *committees, long_forms=long_forms)]


def test_a_voter_with_other_boundaries_loses() -> None:
    text = "Non-small cell lung cancer, treated with weekly cisplatin."
    voters = _committee(("lung cancer", "Cancer"), ("weekly cisplatin", "Chemical"))
    assert _names(text, voters) == [], "what is read stays as it is, longer or shorter"


def test_an_exact_name_the_finders_passed_by_stays_for_review() -> None:
    text = "Nomograms predicted BCR after prostatectomy."
    found = _proposed(text, _committee(("BCR", "Gene_or_gene_product")))
    assert [(m.tier, m.reference.name if m.reference else None) for m in found] == [("review", "BCR")], (
        "all voters and a link do not undo what a finder refused"
    )


def test_a_minority_proposes_nothing() -> None:
    voters: Any = [_Fixed(("betrimox", "Chemical")), _Fixed(), _Fixed()]
    assert _names("They took betrimox.", Committee(voters)) == []


def test_committees_that_contradict_each_other_propose_nothing() -> None:
    text = "They took betrimox then."
    chemical, gene = (_committee(("betrimox", label)) for label in ("Chemical", "Gene_or_gene_product"))
    assert _names(text, chemical) == ["betrimox"]
    assert _names(text, chemical, gene) == []
    assert _names(text, chemical, _committee(("betrimox", "Simple_chemical"))) == ["betrimox"], "once"


def test_a_short_form_is_what_its_long_form_is() -> None:
    text = "Paediatric intensive bed unit (QIBU) and quizzical ibumab (QIBA); QIBU, QIBA."
    voters = _committee(("QIBU", "Chemical"), ("QIBA", "Chemical"), ("quizzical ibumab", "Chemical"))
    long_forms = {
        short: (text.index(long), text.index(long) + len(long))
        for short, long in (("QIBU", "Paediatric intensive bed unit"), ("QIBA", "quizzical ibumab"))
    }
    assert "QIBU" not in _names(text, voters, long_forms=long_forms), "its long form is no drug"
    assert "QIBA" in _names(text, voters, long_forms=long_forms)


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("All were given corticosteroids.", "corticosteroids", "Chemical"),
        ("Serum triglycerides were measured.", "triglycerides", "Chemical"),
        ("Risk of death was lower.", "death", "Disease"),
        ("Most biopsy specimens were small.", "biopsy specimens", "Cancer"),
        ("It is a malignancy.", "malignancy", "Disease"),
        ("Those in Arm B did better.", "Arm B", "Gene_or_gene_product"),
        ("An anti-QRS1 inhibitor.", "QRS1", "Gene_or_gene_product"),
        ("A QRS1 inhibitor was used.", "QRS1", "Gene_or_gene_product"),
        ("The value (n = 66 was odd.", "value (n", "Chemical"),
        ("They were 1-2 cm.", "1-2", "Chemical"),
        ("The organ grew.", "organ", "Organ"),
    ],
)
def test_what_our_guideline_has_no_place_for_is_not_proposed(text: str, name: str, label: str) -> None:
    assert _names(text, _committee((name, label))) == [], f"{name} is no mention of ours"


def test_an_adverse_event_that_is_no_disease_is_a_toxicity() -> None:
    found = _proposed("The vomiting went on.", _committee(("vomiting", "Disease")))
    assert [(m.type, m.tier) for m in found] == [("toxicity", "review")]
    assert found[0].reference is not None and found[0].reference.curie.startswith("meddra:")


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", ["(" * 10_000, "gammazon " * 4_000, "x" * 40_000, "a  \t b\u2009" * 5_000])
def test_hostile_text_is_read_with_voters(voters: Path, text: str) -> None:
    for mention in extract_text(text, voters=voters).mentions:
        assert text[mention.start : mention.end] == mention.text


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["gammazon", "cisplatin", "BCR", "(", "  ", "\t", "No ", "\n", ". ", "é"])))
def test_votes_never_overlap_what_is_read(voters: Path, parts: list[str]) -> None:
    text = " ".join(parts)
    alone, joined = extract_text(text), extract_text(text, voters=voters)
    added = [m for m in joined.mentions if m not in alone.mentions]
    assert len(joined.mentions) == len(alone.mentions) + len(added)
    for mention in added:
        assert all(o is mention or o.end <= mention.start or mention.end <= o.start for o in joined.mentions)
