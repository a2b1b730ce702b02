"""Dates as records write them, and why one cannot be read."""

from datetime import date

import pytest

from ingest.sources.partial_date import of, parse, written


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2008", date(2008, 1, 1), "year"),
        ("2008-03", date(2008, 3, 1), "month"),
        ("20080322", date(2008, 3, 22), "day"),
        ("2008-03-22T10:00:00", date(2008, 3, 22), "day"),
        ("March 2008", date(2008, 3, 1), "month"),
        ("March 22, 2008", date(2008, 3, 22), "day"),
        ("22 March 2008", date(2008, 3, 22), "day"),
        ("22nd Mar. 2008", date(2008, 3, 22), "day"),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(text: str, day: date, precision: str) -> None:
    assert parse(text) == (day, precision)
    assert written(*parse(text)) == day.isoformat()[: {"year": 4, "month": 7, "day": 10}[precision]]


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        (("abcd", None, None), "the date's year is not a number of four figures"),
        (("²008", None, None), "the date's year is not a number of four figures"),
        (("9" * 5000, None, None), "the date's year is not a number of four figures"),
        (("0001", None, None), "the date's year is before 1700"),
        (("1066", "10", "14"), "the date's year is before 1700"),
        (("2024", "13", None), "the date's month is not one of 1 to 12"),
        (("2024", "00", None), "the date's month is not one of 1 to 12"),
        (("2024", "²", None), "the date's month is neither a number nor a name"),
        (("2024", "Smarch", None), "the date's month is neither a number nor a name"),
        (("2024", "2", "30"), "the date's day is not one of its month"),
        (("2024", "2", "0"), "the date's day is not one of its month"),
        (("2024", "2", "xx"), "the date's day is not a number"),
        (("2024", "2", "-1"), "the date's day is not a number"),
    ],
)
def test_a_date_that_is_none_is_told_in_words_and_not_quoted(
    parts: tuple[str, str | None, str | None], reason: str
) -> None:
    with pytest.raises(ValueError, match="date's") as raised:
        of(*parts)
    assert str(raised.value).startswith(reason)
