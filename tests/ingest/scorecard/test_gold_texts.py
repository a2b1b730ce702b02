import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

from ingest.extraction import Assertion, EntityType, Quantity
from ingest.linking.names import known_drugs
from ingest.scorecard.gold_texts import digest, record_text, sentence_of
from kg.statement import Relation
from ontologies.disease import load_diseases

GOLD = Path(__file__).parents[2] / "data" / "gold"
MARKS: dict[str, list[dict[str, Any]]] = {
    reader: [
        json.loads(line) for line in (GOLD / f"marks-{reader}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    for reader in ("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m")
}
EACH_ROW = [pytest.param(row, id=f"{reader}-{row['id']}") for reader, rows in MARKS.items() for row in rows]
AXES = ("polarity", "certainty", "temporality", "experiencer")


def test_the_set_is_large_enough_and_its_ids_are_distinct() -> None:
    ids = [row["id"] for row in MARKS["a"]]
    assert len(ids) == len(set(ids)) >= 300, "the gold set needs at least 300 sentences, each with its own id"
    double = (GOLD / "double.txt").read_text(encoding="utf-8").split()
    assert len(set(double)) == 80 and set(double) <= set(ids), "double.txt must name 80 sentences of the set"
    second = [row["id"] for row in MARKS["b"]]
    assert sorted(second) == sorted(double), "the second reader marks the sentences of double.txt, each once"


def test_the_held_out_part_shares_no_sentence_with_what_was_developed_on() -> None:
    seen = {row["sha256"] for part in "acdefghijk" for row in MARKS[part]}
    shared = {row["sha256"] for part in "lm" for row in MARKS[part]} & seen
    assert not shared, f"sentences already read are not held out: {sorted(shared)[:3]}"


def test_both_readers_mark_the_same_sentences() -> None:
    place = ("source", "file", "record", "start", "end", "sha256", "kind")
    first = {row["id"]: row for row in MARKS["a"]}
    for row in MARKS["b"]:
        moved = [key for key in place if row[key] != first[row["id"]][key]]
        assert not moved, f"{row['id']}: {moved} differ between the two files of marks"


@pytest.mark.parametrize("row", EACH_ROW)
def test_every_sentence_is_found_and_every_mention_quotes_it(
    row: dict[str, Any], real_data: Callable[[str], Path]
) -> None:
    sentence = sentence_of(row, real_data("."))
    for mention in row["mentions"]:
        quoted = sentence[mention["start"] : mention["end"]]
        assert quoted == mention["text"], f"{row['id']}: correct the offsets of {mention['text']!r}"


@pytest.mark.parametrize("row", EACH_ROW)
def test_every_row_is_in_the_form_the_readme_describes(row: dict[str, Any]) -> None:
    reached = 0
    for mention in row["mentions"]:
        assert mention["type"] in get_args(EntityType), f"{row['id']}: no such type as {mention['type']}"
        assert mention["start"] >= reached, f"{row['id']}: {mention['text']!r} overlaps the mention before it"
        reached = mention["end"]
        Assertion(**{axis: mention[axis] for axis in AXES if axis in mention})
        if "value" in mention:
            Quantity(**mention["value"])
        if mention["type"] in ("disease", "drug", "gene"):
            assert ("curie" in mention) != mention.get("unlinkable", False), (
                f"{row['id']}: say what {mention['text']!r} stands for, or that the data hold no such concept"
            )
    for relation in row["relations"]:
        assert relation["relation"] in get_args(Relation), f"{row['id']}: no such relation"
        assert {relation["subject"], relation["object"]} <= set(range(len(row["mentions"])))
        assert isinstance(relation["certain"], bool)


def test_every_concept_marked_is_one_of_the_project() -> None:
    known = {f"oncograph:{slug}" for slug in (*load_diseases(), *known_drugs())}
    rows = (row for read in MARKS.values() for row in read)
    marked = {m["curie"] for row in rows for m in row["mentions"] if "curie" in m}
    lost = {curie for curie in marked if not curie.startswith("hgnc-symbol:")} - known
    assert not lost, f"these concepts left the data: link their mentions anew or mark them unlinkable: {lost}"


def test_a_changed_text_is_refused_by_the_name_of_its_row(tmp_path: Path) -> None:
    (tmp_path / "topics.jsonl").write_text('{"_id": "t1", "text": "One. Two grey cats."}\n', encoding="utf-8")
    row: dict[str, Any] = {
        "id": "g900", "source": "trec-topics", "file": "topics.jsonl", "record": "t1", "start": 5, "end": 19,
        "sha256": digest("Two grey cats."),
    }  # fmt: skip
    assert sentence_of(row, tmp_path) == "Two grey cats."
    for change in ({"sha256": "0" * 16}, {"record": "t2"}, {"file": "gone.jsonl"}):
        with pytest.raises(ValueError, match="g900"):
            sentence_of(row | change, tmp_path)


def test_old_trial_text_loses_its_line_breaks_but_keeps_its_paragraphs(tmp_path: Path) -> None:
    study = tmp_path / "study.xml"
    study.write_text(
        "<clinical_study><id_info><nct_id>NCT99999901</nct_id></id_info><brief_title>Title</brief_title>"
        "<brief_summary><textblock>\n  First line\n  goes on.\n\n  Second.\n</textblock></brief_summary>"
        "<arm_group><arm_group_label>A</arm_group_label></arm_group></clinical_study>",
        encoding="utf-8",
    )
    assert record_text("trials-legacy", study, "NCT99999901") == "Title\nFirst line goes on.\nSecond.\nA"
