"""The two clocks against a plain model of them, over random histories."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.document import Document
from kg.statement import Statement
from kg.store import GraphStore

pytestmark = pytest.mark.server

COURSES = {"a": (50, 25), "b": (40, 15), "c": (26, 5)}
START = datetime(2030, 1, 1)
HELD = {"a": (2000, 2010), "b": (2005, 2020), "c": (2015, 9999)}
_run = iter(range(10**6))


@pytest.mark.timeout(300)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=st.lists(st.tuples(st.sampled_from("xy"), st.sets(st.sampled_from("abc"))), max_size=5))
def test_any_day_known_at_any_time(
    store: GraphStore,
    make_document: Callable[..., Document],
    make_statement: Callable[..., Statement],
    history: list[tuple[str, set[str]]],
) -> None:
    """Each step, one of two documents says a set of claims; then every past view must still be there."""
    run = next(_run)
    disease = f"time-{run}"
    said: dict[str, set[str]] = {"x": set(), "y": set()}
    known: list[tuple[datetime, set[str]]] = []
    for step, (name, claims) in enumerate(history):
        moment = START + timedelta(days=run, hours=step)
        text = f"Step {step}: " + " ".join(
            f"{COURSES[c][0]} Gy in {COURSES[c][1]} fractions" for c in sorted(claims)
        )
        document = make_document(f"time-{run}-{name}", text, authority="one")
        statements = [
            make_statement(
                document, *COURSES[c], disease,
                valid_from=date(HELD[c][0], 1, 1), valid_to=date(HELD[c][1], 12, 31),
            )
            for c in sorted(claims)
        ]  # fmt: skip
        store.write([document], statements, source="pubmed", run=str(step), now=moment)
        said[name] = claims
        known.append((moment, said["x"] | said["y"]))
    before_all: list[tuple[datetime, set[str]]] = [(START + timedelta(days=run, hours=-1), set())]
    for moment, claims in before_all + known:
        for year in (2003, 2007, 2017, 2025):
            expected = {COURSES[c] for c in claims if HELD[c][0] <= year <= HELD[c][1]}
            found = store.schedules([disease], date(year, 6, 1), moment + timedelta(minutes=1))
            courses = [s.statement.course for s in found]
            got = [(c.total_dose_gy, c.fractions) for c in courses if c]
            assert sorted(got) == sorted(expected), f"as of {year}, known at {moment}"
            assert all(s.statement.evidence for s in found)
    rows = store.read(
        "MATCH (s:Statement) WHERE s.known_from >= s.known_to OR s.valid_from >= s.valid_to RETURN s.id AS id"
    )
    assert rows == [], "an interval must not be empty or run backwards"
