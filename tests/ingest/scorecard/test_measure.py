import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.scorecard.agreement import cohen_kappa
from ingest.scorecard.measure import Bootstrap, Counted, Spot, counts, pairs

_SPOTS = st.lists(
    st.builds(
        lambda kind, start, length: Spot(kind, start, start + length),
        st.sampled_from(["drug", "stage"]),
        st.integers(0, 20),
        st.integers(1, 6),
    ),
    max_size=8,
)


def test_a_long_span_stands_for_one_marked_span_only() -> None:
    found = [Spot("drug", 0, 20)]
    gold = [Spot("drug", 0, 4), Spot("drug", 8, 20)]
    assert pairs(found, gold, exact=False) == [(0, 1)], "the widest overlap is the match"
    assert pairs(found, gold, exact=True) == []


def test_types_never_match_across() -> None:
    assert pairs([Spot("drug", 0, 4)], [Spot("gene", 0, 4)], exact=False) == []


def test_counts_add_up_over_types() -> None:
    tally = counts([[Spot("a", 0, 1), Spot("b", 2, 3)]], [[Spot("a", 0, 1)]], ("a", "b"), exact=True)
    assert tally["all"] == [Counted(1, 2, 1)]


def test_an_interval_holds_its_value_and_narrows_with_texts() -> None:
    few = Bootstrap(20).score([Counted(1, 1, 1), Counted(0, 1, 1)] * 10).f1
    many = Bootstrap(800).score([Counted(1, 1, 1), Counted(0, 1, 1)] * 400).f1
    assert few is not None and many is not None
    assert few.low is not None and few.high is not None and few.low <= few.value <= few.high
    assert many.low is not None and many.high is not None
    assert many.high - many.low < few.high - few.low


def test_nothing_found_has_no_precision_and_no_recall_is_nought() -> None:
    score = Bootstrap(3).score([Counted(0, 0, 1)] * 3)
    assert score.precision is None
    assert score.recall is not None and score.recall.value == 0


def test_macro_f1_counts_each_class_once() -> None:
    macro = Bootstrap(2).macro_f1(
        {"often": [Counted(9, 9, 9)] * 2, "rare": [Counted(0, 0, 1)] * 2, "absent": [Counted(0, 0, 0)] * 2}
    )
    assert macro is not None and macro.value == 0.5, "a class that is not marked has no part in the mean"


def test_kappa_takes_chance_away() -> None:
    assert cohen_kappa([("a", "a"), ("b", "b")]) == 1
    assert cohen_kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == 0
    assert cohen_kappa([("a", "a")]) is None, "where chance alone agrees there is nothing to say"
    assert cohen_kappa([]) is None


@given(_SPOTS, _SPOTS)
def test_each_span_is_used_once_and_exact_is_never_more(found: list[Spot], gold: list[Spot]) -> None:
    for exact in (True, False):
        matched = pairs(found, gold, exact=exact)
        assert len({i for i, _ in matched}) == len({j for _, j in matched}) == len(matched)
    loose = counts([found], [gold], ("drug", "stage"), exact=False)["all"][0]
    strict = counts([found], [gold], ("drug", "stage"), exact=True)["all"][0]
    assert strict.right <= loose.right <= min(loose.found, loose.gold)


@pytest.mark.parametrize("texts", [1, 5])
def test_the_same_texts_give_the_same_interval(texts: int) -> None:
    counted = [Counted(1, 2, 3)] * texts
    assert Bootstrap(texts).score(counted) == Bootstrap(texts).score(counted)
