"""Side, performance status, line and intent, and the hierarchy of contexts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.entities.context import load_contexts, wider_contexts
from ingest.entities.person import find_person
from ingest.reading import read_text


def found(text: str, kind: str) -> list[tuple[str, str | None]]:
    """The spans of a kind with their status."""
    return [(text[f.start : f.end], f.status) for f in find_person(read_text(text)) if f.type == kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("left breast cancer", [("left", "left")]),
        ("mass in the right upper lobe", [("right", "right")]),
        ("R breast, WLE", [("R", "right")]),
        ("Lt kidney", [("Lt", "left")]),
        ("left-sided weakness", [("left-sided", "left")]),
        ("bilateral neck nodes", [("bilateral", "bilateral")]),
        ("both lungs", [("both", "bilateral")]),
        ("two patients left the study", []),
        ("right after surgery", []),
        ("left ventricular ejection fraction", []),
        ("drained 2 L of fluid", []),
        ("both arms of the trial", []),
    ],
)
def test_laterality(text: str, expected: list[tuple[str, str]]) -> None:
    """A side of the body, not a verb and not a litre."""
    assert found(text, "laterality") == expected, f"read the side of: {text}"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("ECOG 0-1", "0-1"),
        ("ECOG performance status of 0 or 1", "0-1"),
        ("Eastern Cooperative Oncology Group (ECOG) performance status of 0 to 2", "0-2"),
        ("ECOG PS score: 0~1", "0-1"),
        ("ECOG performance status \u2264 2", "<=2"),
        ("WHO PS 2", "2"),
        ("PS 1", "1"),
        ("KPS 80%", "KPS 80"),
        ("Karnofsky Performance Scale (KPS) \u2265 50", "KPS >=50"),
        ("Lansky 90", "Lansky 90"),
    ],
)
def test_performance_status(text: str, status: str) -> None:
    """The value on its scale; a single one is a number too."""
    assert [s for _, s in found(text, "performance_status")] == [status], f"read the status of: {text}"


@pytest.mark.parametrize("text", ["WHO 3 glioma", "ECOG 1594 trial", "a propensity score (PS 1)", "TPS 1%"])
def test_what_is_no_performance_status(text: str) -> None:
    """Grades, trials and other scores are left alone."""
    assert found(text, "performance_status") == [], f"no performance status stands in: {text}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("first-line treatment", [("first-line", "first-line")]),
        ("in the 2L setting", [("2L", "second-line")]),
        ("second- or third-line therapy", [("second- or third-line", "second-line/third-line")]),
        ("two or more prior lines of therapy", [("two or more prior lines", ">=2 prior")]),
        ("\u22652 prior lines", [("\u22652 prior lines", ">=2 prior")]),
        ("maintenance pemetrexed", [("maintenance", "maintenance")]),
        ("1L of saline", []),
        ("the first line of the letter", []),
        ("health maintenance organisation", []),
    ],
)
def test_line(text: str, expected: list[tuple[str, str]]) -> None:
    """Lines of treatment and nothing else's lines."""
    assert found(text, "line") == expected, f"read the line of: {text}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("radical radiotherapy", ["curative"]),
        ("treated with curative intent", ["curative"]),
        ("palliative RT to the hip", ["palliative"]),
        ("neo-adjuvant chemotherapy", ["neoadjuvant"]),
        ("(neo)adjuvant chemotherapy", ["neoadjuvant/adjuvant"]),
        ("preoperative chemoradiotherapy", ["neoadjuvant"]),
        ("postoperative radiotherapy", ["adjuvant"]),
        ("definitive chemoradiotherapy", ["definitive"]),
        ("consolidation durvalumab", ["consolidation"]),
        ("prophylactic cranial irradiation", ["prophylactic"]),
        ("salvage radiotherapy", ["salvage"]),
        ("radical prostatectomy", []),
        ("consolidation of the left lower lobe", []),
        ("a definitive diagnosis", []),
        ("induction of apoptosis", []),
        ("the palliative care team", []),
        ("preoperative imaging", []),
        ("complete Freund's adjuvant", []),
    ],
)
def test_intent(text: str, expected: list[str]) -> None:
    """What a treatment is meant for."""
    assert [s for _, s in found(text, "intent")] == expected, f"read the intent of: {text}"


def test_contexts_form_a_hierarchy() -> None:
    """Adjuvant is post-definitive and that is upfront; an unknown word has nothing wider."""
    assert wider_contexts("adjuvant") == ("post-definitive", "upfront"), "keep the chain of contexts"
    assert wider_contexts("no such context") == ()
    assert all(set(wider) <= set(load_contexts()) for wider in load_contexts().values())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "left ",
                "L ",
                "ECOG ",
                "0",
                "-",
                " or ",
                "KPS ",
                "80",
                "first",
                "-line ",
                "2L",
                "adjuvant ",
                "neo",
                "(",
                ")",
            ]
        ),
        max_size=30,
    ).map("".join)
    | st.text(max_size=80)
)
def test_never_fails(text: str) -> None:
    """No text makes it fail, and every span lies in the text."""
    for mention in find_person(read_text(text)):
        assert 0 <= mention.start < mention.end <= len(text), "a span leaves the text"
