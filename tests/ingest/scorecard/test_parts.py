"""Every part of the scorecard on invented texts and a pipeline that answers from a table."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extraction import (
    Assertion,
    ExtractedMention,
    ExtractedStatement,
    Extraction,
    LinkedReference,
    Span,
)
from ingest.scorecard.agreement import agreement_part
from ingest.scorecard.baseline import baseline_classes, baseline_reference, baseline_spots, together
from ingest.scorecard.card import Asked, Part, Row, Scorecard
from ingest.scorecard.corpora import PIPELINE, WITH_VOTERS, corpus_part, restored
from ingest.scorecard.evaluation import evaluate, write_misses
from ingest.scorecard.gold import GoldMention, GoldRelation, GoldSentence, checked
from ingest.scorecard.gold_part import gold_parts
from ingest.scorecard.measure import Spot
from ingest.scorecard.page import markdown, plot
from ingest.scorecard.radiotherapy import radiotherapy_part, read_lines
from ingest.scorecard.voters_part import voters_part
from ingest.voters.corpus import Labelled, Sentence, sentence

_TEXT = "No osimertinib for NSCLC."


def _mention(text: str, kind: str, span: str, **more: object) -> ExtractedMention:
    start = text.index(span)
    return ExtractedMention.model_validate(
        {"type": kind, "text": span, "start": start, "end": start + len(span), **more}
    )


def _answers(
    *read: Extraction,
) -> Callable[[Iterable[Asked]], Iterator[Extraction]]:
    def extract(texts: Iterable[Asked]) -> Iterator[Extraction]:
        for _, one in zip(texts, read, strict=True):
            yield one

    return extract


def _row(part: Part, name: str, system: str) -> Row:
    return next(r for r in part.rows if (r.name, r.system) == (name, system))


def _gold(**more: object) -> GoldSentence:
    return checked(
        GoldSentence(
            id="g1",
            kind="abstract",
            text=_TEXT,
            mentions=(
                GoldMention(
                    type="drug",
                    start=3,
                    end=14,
                    text="osimertinib",
                    polarity="negated",
                    curie="oncograph:osimertinib",
                ),
                GoldMention(type="disease", start=19, end=24, text="NSCLC", curie="oncograph:nsclc"),
            ),
            relations=(GoldRelation(relation="TREATS", subject=0, object=1, certain=True),),
        ).model_copy(update=more)
    )


def _read() -> Extraction:
    drug = _mention(
        _TEXT,
        "drug",
        "osimertinib",
        assertion=Assertion(polarity="negated"),
        reference=LinkedReference(curie="oncograph:osimertinib", name="osimertinib", score=1),
    )
    disease = _mention(_TEXT, "disease", "NSCLC", unlinked="no name is near")
    claim = ExtractedStatement(
        subject="oncograph:osimertinib",
        relation="TREATS",
        object="NSCLC",
        confidence=0.9,
        tier="review",
        spans=(Span(start=0, end=25), Span(start=3, end=14), Span(start=19, end=24)),
    )
    studied = claim.model_copy(update={"relation": "STUDIES", "tier": "accepted"})
    return Extraction(mentions=(drug, disease), statements=(claim, studied))


def test_the_gold_set_is_scored_in_four_parts() -> None:
    entities, assertion, linking, relations = (p for p, _ in gold_parts([_gold()], _answers(_read())))
    assert _row(entities, "all", PIPELINE).exact.right == 2
    assert _row(assertion, "negated", PIPELINE).exact.right == 1
    shares = {(s.name, s.system): s for s in linking.shares}
    assert (shares["all: accuracy@1", PIPELINE].right, shares["all: accuracy@1", PIPELINE].of) == (1, 1)
    assert (shares["all: coverage", PIPELINE].right, shares["all: coverage", PIPELINE].of) == (1, 2)
    assert _row(relations, "TREATS", "accepted tier").exact.found == 0, "review is not accepted"
    assert _row(relations, "all", "accepted tier").exact.found == 0, "the guideline marks no STUDIES"
    assert _row(relations, "TREATS", "accepted and review").exact.right == 1
    assert next(b for b in relations.bars).verdict == "not measured"


def test_a_reference_where_none_is_right_is_wrong() -> None:
    gold = _gold()
    unlinkable = gold.mentions[0].model_copy(update={"curie": None, "unlinkable": True})
    gold = gold.model_copy(update={"mentions": (unlinkable, gold.mentions[1])})
    linking = list(gold_parts([gold], _answers(_read())))[2]
    share = next(s for s in linking[0].shares if (s.name, s.system) == ("all: accuracy@1", PIPELINE))
    assert (share.right, share.of) == (0, 1)
    assert any(m["marked"] == "unlinkable" for m in linking[1]), "it must stand among the misses"


def test_marks_that_do_not_quote_their_text_are_refused() -> None:
    with pytest.raises(ValueError, match="does not stand"):
        _gold(text="Another sentence altogether.")
    with pytest.raises(ValueError, match="points at no mention"):
        _gold(relations=(GoldRelation(relation="TREATS", subject=0, object=7),))


def test_two_readers_are_compared_on_the_sentences_both_have() -> None:
    other = _gold()
    other = other.model_copy(update={"mentions": other.mentions[:1], "relations": ()})
    part, misses = agreement_part([_gold(), _gold(id="g2")], [other])
    assert part.texts == 1
    assert _row(part, "all", "second reader against the first").exact.right == 1
    assert [m["type"] for m in misses] == ["disease"]
    with pytest.raises(ValueError, match="both"):
        agreement_part([_gold()], [_gold(id="elsewhere")])


@pytest.mark.parametrize(
    ("cut", "printed"),
    [
        ("T - cell ( n = 3 )", "T-cell (n = 3)"),
        ("0 . 5 mg / kg , twice", "0.5 mg/kg, twice"),
        ("Parkinson ' s disease .", "Parkinson's disease."),
        ("end . Next", "end. Next"),
    ],
)
def test_a_cut_sentence_is_printed_as_an_article_prints_it(cut: str, printed: str) -> None:
    assert restored(cut).text == printed


@given(st.text(alphabet="aB1 .-(,'/", max_size=80))
def test_every_letter_keeps_its_place(text: str) -> None:
    shown = restored(text)
    assert len(shown.places) == len(text) + 1
    for place, sign in enumerate(text):
        if sign != " ":
            assert shown.text[shown.places[place]] == sign


def test_a_corpus_is_scored_at_its_own_places() -> None:
    test = [sentence("anti - PD1 cisplatin .".split(), ["O", "O", "O", "B-Chemical", "O"])]
    shown = "anti-PD1 cisplatin."
    part, misses = corpus_part(
        "BC5CDR",
        test,
        test,
        _answers(Extraction(mentions=(_mention(shown, "drug", "cisplatin"),), statements=())),
        None,
    )
    assert _row(part, "Chemical", PIPELINE).exact.right == 1
    assert _row(part, "Chemical", "names seen in training").exact.right == 1
    assert misses == []
    assert part.bars[0].verdict == "not measured" and "train ner" in part.bars[0].why


def test_hemonc_lines_take_only_whole_lines(tmp_path: Path) -> None:
    whole = "60 Gy in 30 fractions"
    for name in ("Dose", "FxNo", "FxFreq", "Site", "Boost", "Date"):
        folder = tmp_path / name
        folder.mkdir()
        tags = {"Dose": "B-D I-D O O O", "FxNo": "O O O B-N O"}.get(name, "O O O O O")
        lines = [f"{tags}\t{whole}"]
        if name != "Dose":
            lines += [f"{tags}\t{whole}", "O O O\t60 Gy once"]
        (folder / "dev.tsv").write_text("\n".join(lines), "utf-8")
    texts, gold = read_lines(tmp_path)
    assert texts == [whole]
    assert gold == [[Spot("dose", 0, 5), Spot("fractions", 9, 11)]]
    read = Extraction(
        mentions=(_mention(whole, "radiation_dose", "60 Gy"), _mention(whole, "fractions", "30 fractions")),
        statements=(),
    )
    part, _ = radiotherapy_part(tmp_path, _answers(read))
    fractions = _row(part, "fractions", PIPELINE)
    assert fractions.exact.right == 1, "trim the noun behind a count: the corpus marks the number alone"
    assert fractions.overlap is not None and fractions.overlap.right == 1


def test_baselines_find_the_plain_things() -> None:
    text = "No prior osimertinib; 60 Gy, stage IIIB, ECOG 1."
    found = {(s.type, text[s.start : s.end]) for s in baseline_spots(text)}
    assert {("drug", "osimertinib"), ("radiation_dose", "60 Gy"), ("stage", "stage IIIB")} <= found
    assert baseline_classes(text, text.index("osimertinib")) == {"negated", "historical"}
    assert baseline_reference("Tagrisso") == "oncograph:osimertinib"
    assert baseline_reference("nothing") is None
    assert len(together([Spot("drug", 0, 1), Spot("disease", 2, 3), Spot("date", 4, 5)])) == 1


@given(st.text(max_size=400))
def test_baselines_stay_inside_the_text(text: str) -> None:
    assert all(0 <= s.start < s.end <= len(text) for s in baseline_spots(text))


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", ["1" * 1_000_000, "(" * 10_000, "ECOG " * 100_000, "T1N0" * 100_000])
def test_baselines_take_linear_time(text: str) -> None:
    baseline_spots(text)


def test_without_data_everything_is_skipped_with_its_reason(tmp_path: Path) -> None:
    card, misses = evaluate(tmp_path, None, tmp_path / "voters", _answers())
    assert card.parts == () and misses == []
    assert len(card.skipped) == 3
    assert any("--gold" in reason for reason in card.skipped)


def test_the_page_shows_the_baseline_beside_and_the_bar(tmp_path: Path) -> None:
    parts = [p for p, _ in gold_parts([_gold()], _answers(_read()))]
    card = Scorecard(parts=tuple(parts), versions={"oncograph": "0"}, seconds=1)
    page = markdown(card)
    lines = [line for line in page.splitlines() if line.startswith("| drug")]
    assert "pipeline" in lines[0] and "names" in lines[1], "the baseline belongs under the figure"
    assert "| Gold set: linking | linking accuracy@1 | 0.92 | 1.000 | met |" in page, "a bar names its part"
    assert "| linking coverage | 0.85 | 0.500 | short by 0.350 |" in page
    for name in ("card.svg", "card.png"):
        plot(card, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 1000
    assert Scorecard.model_validate_json(card.model_dump_json()) == card


def test_misses_are_written_one_a_line(tmp_path: Path) -> None:
    path = tmp_path / "misses.jsonl"
    write_misses([{"part": "x", "text": "ä"}, {"part": "y"}], path)
    assert [json.loads(line)["part"] for line in path.read_text("utf-8").splitlines()] == ["x", "y"]


def test_the_committee_is_scored_by_its_rules() -> None:
    from ingest.voters.committee import Committee

    class Fixed:
        def __init__(self, name: str, *words: str) -> None:
            self.recipe = type("Recipe", (), {"voter": name})
            self.words = words

        def find(self, texts: list[str]) -> list[list[Labelled]]:
            return [
                [Labelled(t.index(w), t.index(w) + len(w), "Chemical") for w in self.words if w in t]
                for t in texts
            ]

    test = [Sentence("cisplatin or saline", (Labelled(0, 9, "Chemical"),))]
    voters = (Fixed("a", "cisplatin"), Fixed("b", "cisplatin", "saline"), Fixed("c", "or"))
    nothing = _answers(Extraction(mentions=(), statements=()))
    part, misses = corpus_part("BC5CDR", test, test, nothing, Committee(voters))  # type: ignore[arg-type]
    assert _row(part, "all", "committee, majority").exact.right == 1
    assert _row(part, "all", "committee, all").exact.found == 0
    assert _row(part, "all", "b").exact.found == 2
    assert part.bars[0].measured == 1.0
    assert {m["system"] for m in misses} == {PIPELINE}


def test_the_pipeline_with_voters_stands_beside_the_pipeline() -> None:
    nothing = Extraction(mentions=(), statements=())
    test = [Sentence("cisplatin or saline", (Labelled(0, 9, "Chemical"),))]
    read = Extraction(mentions=(_mention("cisplatin or saline", "drug", "cisplatin"),), statements=())
    part, _ = corpus_part("BC5CDR", test, test, _answers(nothing), None, _answers(read))
    assert _row(part, "all", PIPELINE).exact.right == 0
    assert _row(part, "all", WITH_VOTERS).exact.right == 1
    assert WITH_VOTERS in part.note
    gold, misses = voters_part([_gold()], _answers(nothing), _answers(_read()))
    assert (_row(gold, "all", PIPELINE).exact.right, _row(gold, "all", WITH_VOTERS).exact.right) == (0, 2)
    assert misses == []
