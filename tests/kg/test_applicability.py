"""Qualifiers confirmed, contradicted or open, by value, by implication and by range."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.applicability import Verdict, implied, judge
from kg.profile import Finding, Profile
from ontologies.qualifier import parse_demand


def case(*findings: tuple[str, str | float]) -> Profile:
    return Profile(
        findings=tuple(
            Finding(axis=axis, value=value, start=0, end=1, text=str(value)) for axis, value in findings
        )
    )


@pytest.mark.parametrize(
    ("axis", "demand", "stated", "verdict"),
    [
        ("t", ["T1", "T2"], "T1a", "confirmed"),
        ("t", ["T1a"], "T1", "open"),
        ("t", ["T1", "T2"], "T3", "contradicted"),
        ("n", ["N+"], "N2b", "confirmed"),
        ("n", ["N1"], "N+", "open"),
        ("n", ["N0"], "N+", "contradicted"),
        ("stage", ["III"], "IIIC1", "confirmed"),
        ("stage", ["I"], "IV", "contradicted"),
        ("stage", ["I"], "II", "contradicted"),
        ("margin", ["positive"], "close", "contradicted"),
        ("risk", ["high"], "very_high", "confirmed"),
        ("risk", ["very_high"], "high", "open"),
        ("setting", ["adjuvant"], "salvage", "confirmed"),
        ("systemic", ["concurrent"], "adt", "open"),
        ("systemic", ["concurrent"], "none", "contradicted"),
        ("age", ">=70", 72, "confirmed"),
        ("age", ">=70", 69, "contradicted"),
        ("age", "18-69", 69, "confirmed"),
        ("biomarker:MGMT", ["methylated"], "unmethylated", "contradicted"),
    ],
)
def test_verdict(axis: str, demand: object, stated: str | float, verdict: Verdict) -> None:
    found = judge(axis, parse_demand(axis, demand), case((axis, stated)))
    assert found.verdict == verdict, f"{axis} {demand} against {stated}: {found}"


@given(st.sampled_from(["t", "n", "margin", "age", "biomarker:ER"]))
def test_silence_leaves_every_demand_open(axis: str) -> None:
    demand = parse_demand(axis, ">=1" if axis == "age" else ["close"] if axis == "margin" else ["X"])
    assert judge(axis, demand, Profile()).verdict == "open"


@given(st.text(max_size=8))
def test_a_value_implies_itself(value: str) -> None:
    assert value in implied("t", value)


def test_unknown_values_and_malformed_ranges_are_refused() -> None:
    with pytest.raises(ValueError, match="no axis"):
        parse_demand("mood", ["good"])
    with pytest.raises(ValueError, match="unknown"):
        parse_demand("margin", ["fuzzy"])
    with pytest.raises(ValueError, match="no range"):
        parse_demand("age", "old")
