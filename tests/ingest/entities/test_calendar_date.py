"""Dates with the precision they are written in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.entities.calendar_date import find_calendar_date
from ingest.reading import read_text


def found(text: str) -> list[tuple[str, str | None, str]]:
    """The spans with status and tier."""
    return [(text[f.start : f.end], f.status, f.tier) for f in find_calendar_date(read_text(text))]


@pytest.mark.parametrize(
    ("text", "span", "status"),
    [
        ("on 2021-03-15", "2021-03-15", "2021-03-15"),
        ("since 2021-03", "2021-03", "2021-03"),
        ("15 March 2021", "15 March 2021", "2021-03-15"),
        ("Mar 15th, 2021", "Mar 15th, 2021", "2021-03-15"),
        ("15-Mar-2021", "15-Mar-2021", "2021-03-15"),
        ("March 2021", "March 2021", "2021-03"),
        ("03/2021", "03/2021", "2021-03"),
        ("28/03/2021", "28/03/2021", "2021-03-28"),
        ("mastectomy in 2008", "2008", "2008"),
    ],
)
def test_dates(text: str, span: str, status: str) -> None:
    """ISO at the precision written; no day is made up."""
    assert found(text) == [(span, status, "accepted")], f"read the date of: {text}"


def test_two_readings_leave_the_year() -> None:
    """Where day and month can be exchanged only the year is certain."""
    assert found("seen 03/04/2021") == [("03/04/2021", "2021", "review")], "do not guess the month"
    assert found("the years 2009-10") == [("2009-10", "2009", "review")], "it may be two years"


@pytest.mark.parametrize(
    "text",
    ["60 Gy in 30 fractions", "1/3 nodes", "in 2019 patients", "FIGO 2018", "31/31/2021", "you may 2021",
     "30 February 2021", "NCT02008227", "2 000 mg in 1950 mg"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    """Doses, counts, editions and days that do not exist."""
    assert found(text) == [], f"no date stands in: {text}"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["2021", "-", "/", "03", "15", "March ", "in ", "to ", "of ", ",", " ", "\n", "99"]),
        max_size=25,
    ).map("".join)
    | st.text(max_size=80)
)
def test_never_fails(text: str) -> None:
    """No text makes it fail, and every span lies in the text."""
    for mention in find_calendar_date(read_text(text)):
        assert 0 <= mention.start < mention.end <= len(text), "a span leaves the text"
        assert mention.status and len(mention.status) in {4, 7, 10}, "a date is a year, a month or a day"
