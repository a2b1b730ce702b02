"""The measure itself: names held apart, gold spans true, shares that add up."""

import json
from pathlib import Path

import pytest

from ingest.deid.examples import examples
from ingest.deid.identifier import Identifier
from ingest.deid.recognisers import own_identifiers
from ingest.deid.scorecard import read_sentences, score, table
from ingest.lexicon import load_yaml


def test_no_measured_name_is_in_the_finders_lists() -> None:
    known = {n.lower() for o in load_yaml("deid/names.yaml").values() for part in o.values() for n in part}
    held = {n for o in load_yaml("deid/heldout.yaml").values() for part in o.values() for n in part}
    assert not {n for n in held if n.lower() in known}, "recall by origin would flatter: take the name out"


def test_the_synthetic_notes_are_found_well_whatever_the_origin() -> None:
    card = score("t", examples(each=1), own_identifiers)
    for origin, share in card.origins.items():
        assert share.n >= 20
        assert share.value >= 0.8, f"names of {origin}: {share}"
    weak = [c.kind for c in card.classes if c.removed is not None and c.removed.value < 0.9]
    assert not weak, f"{weak} stand in the text: add a form"
    assert card.kept is not None
    assert card.kept.value > 0.995, f"over-redaction: {card.kept}"
    assert "(n=" in table(card)


def test_a_miss_and_a_false_find_are_both_counted() -> None:
    (example, *_) = examples(each=1)
    nothing = score("t", [example], lambda text: [])
    assert all(c.recall is None or c.recall.value == 0 for c in nothing.classes)
    everything = score("t", [example], lambda text: [Identifier(0, len(text), "name", 1.0)])
    assert everything.kept is not None
    assert everything.kept.value == 0


def test_presidio_s_sentences_are_read(tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    span = {"entity_type": "PERSON", "start_position": 3, "end_position": 8}
    file.write_text(json.dumps([{"full_text": "Mr Smith.", "spans": [span]}]), "utf-8")
    (example,) = read_sentences(file)
    assert example.gold == (Identifier(3, 8, "name", 1.0),)
    file.write_text("[1]", "utf-8")
    with pytest.raises(ValueError, match="spans"):
        read_sentences(file)
