"""Dates and ages as notes write them: found, read in one order a note, moved with their distances kept."""

from datetime import UTC, date, datetime

import pytest

from ingest.deid.date_order import decided_order
from ingest.deid.dates import find_dates, read_days
from ingest.deid.deidentified import deidentify, masked, offset_of
from ingest.deid.identifier import settle

TODAY = date(2026, 1, 1)
SECRET = b"m3Xw8Kq1Zr7Tb5Vn"


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Born 3.9.57, phones well.", ["3.9.57"]),
        ("DoB 7.4.49; d.o.b. 9-12-52", ["7.4.49", "9-12-52"]),
        ("Next review 8/11 in clinic 4.", ["8/11"]),
        ("WLE 21/5, bloods 17/9 normal", ["21/5", "17/9"]),
        ("17/9 10:15 rang ward", ["17/9"]),
        ("21/5 - son phoned", ["21/5"]),
        ("CT chest Jun '23 clear", ["Jun '23"]),
        ("scan in Q3 2022 and 2021 Q1", ["Q3 2022", "2021 Q1"]),
        ("operated 7.ix.2021, seen 12/XI/22", ["7.ix.2021", "12/XI/22"]),
        ("nacido el 9 de octubre de 1971", ["9 de octubre de 1971"]),
        ("am 3. Dezember 2022 entlassen", ["3. Dezember 2022"]),
        ("le 14 février 2023", ["14 février 2023"]),
        ("2022年11月5日复查", ["2022年11月5日"]),
        ("10\u201314 July 2023", ["10", "14 July 2023"]),
        ("July 10-14, 2023", ["July 10", "14, 2023"]),
        ("seen Weds 8 May, well", ["Weds 8 May"]),
        ("on 08/05/2024 (Wednesday)", ["08/05/2024 (Wednesday)"]),
        ("Bloods on the 4th.", ["4th"]),
        ("phoned Thurs 9th", ["Thurs 9th"]),
        ("on 3/5, 10/5 and 17/5", ["3/5", "10/5", "17/5"]),
        ("3/5 to 17/5/2024", ["3/5", "17/5/2024"]),
        ("born in 1931 in Kenya", ["1931"]),
        ("b. 1929, retired baker", ["1929"]),
        ("year of birth: 1930", ["1930"]),
    ],
)
def test_a_day_is_found_however_short(text: str, dates: list[str]) -> None:
    found = [text[i.start : i.end] for i in settle(find_dates(text, TODAY), text)]
    assert found == dates, f"{text!r}: add the form to ingest/deid/date_forms.py"


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("a ninety-four-year-old baker", "ninety-four"),
        ("she turned ninety in spring", "ninety"),
        ("aged one hundred and three", "one hundred and three"),
        ("her mother died at 93 of stroke", "93"),
        ("91/F with anaemia", "91"),
        ("M/95, frail", "95"),
        ("on her 92nd birthday", "92"),
        ("Age/Sex: 97 F", "97"),
        ("a centenarian in good heart", "centenarian"),
        ("eine 93-jährige Patientin", "93"),
    ],
)
def test_an_age_above_89_is_found(text: str, age: str) -> None:
    found = [text[i.start : i.end] for i in find_dates(text, TODAY) if i.kind == "age"]
    assert found == [age], f"{text!r}: add the wording to ingest/deid/ages.py"


@pytest.mark.parametrize(
    "text",
    [
        "Review 6/12, antibiotics for 5/7, back in 3/52",
        "pain from 8/10 to 3/10, power 4/5, Allred 7/8, ER 8/8, murmur 2/6",
        "60/30 delivered, 20/5 to the hip, 8/1, boost 10/5, 18/33 #",
        "2/14 nodes, margins 1-2 mm, 3/12 cores positive, GCS 15/15, BP 120/95, T2/3",
        "survived 95 months, 92 Gy BED, 90 patients, ninety percent, one hundred units, KPS 90, HR 92",
        "born in 1951, diagnosed 2019, died aged 84, alive at 93 months, aged 71",
        "version 1.2.60, heading 3.2.11, EC 1.2.10, ratio 1/3, 2/3 of the rectum, between 1/3 and 2/3 of it",
        "may mar the result, in march order, Q4 hourly, q3w, second of two",
        "Mon-Fri, on Mondays, Tuesday clinic, five days a week",
    ],
)
def test_shares_scores_doses_and_stretches_are_no_dates(text: str) -> None:
    found = [(text[i.start : i.end], i.kind) for i in find_dates(text, TODAY)]
    assert not found, f"{found} is no date: narrow the cue in ingest/deid/date_forms.py"


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Seen 05/06/2024, again 05/23/2024", ("mdy", True)),
        ("Seen 05/06/2024, again 23/05/2024", ("dmy", True)),
        ("DOB (MM/DD/YYYY): 05/06/1950", ("mdy", True)),
        ("Datum (TT) dd/mm/yyyy: 05/06/1950", ("dmy", True)),
        ("Medicare; seen 05/06/2024", ("mdy", True)),
        ("Peoria, IL 61602. Seen 05/06/2024", ("mdy", True)),
        ("NHS patient seen 05/06/2024", ("dmy", True)),
        ("Leeds LS2 9JT. Seen 05/06/2024", ("dmy", True)),
        ("Planned May 2; seen 05/06/2024", ("mdy", True)),
        ("Planned 2 May; seen 05/06/2024", ("dmy", True)),
        ("Seen Thursday 06/05/2024", ("dmy", False)),
        ("Seen Monday 06/05/2024", ("dmy", True)),
        ("Seen Wednesday 06/05/2024", ("mdy", True)),
        ("Admitted 2023-04-30, home 05/03/2023", ("mdy", True)),
        ("Tumor board 05/06/2024", ("mdy", True)),
        ("Tumour board 05/06/2024", ("dmy", True)),
        ("Seen 05/06/2024", ("dmy", False)),
        ("Seen 5 March.", ("dmy", True)),
    ],
)
def test_the_order_is_decided_once_by_all_the_note_shows(text: str, order: tuple[str, bool]) -> None:
    assert decided_order(text, TODAY) == order, f"{text!r}: weigh the hint in ingest/deid/date_order.py"


def test_an_undecided_order_is_told_and_a_decided_one_is_not() -> None:
    assert deidentify("Seen 05/06/2024.", "p", SECRET).notes, "a reader must learn that the order is a guess"
    assert not deidentify("Seen 25/06/2024.", "p", SECRET).notes
    assert not deidentify("Breast cancer.", "p", SECRET).notes


@pytest.mark.parametrize("patient", [str(n) for n in range(40)])
def test_ranges_keep_their_length_over_leap_days_and_month_ends(patient: str) -> None:
    text = (
        "RT from 5 Jan to 25 Jan 2024. Course 28 May\u20132 June 2023. Rest 10-14 July 2023. "
        "On 3/2 and 5/3/2024."
    )
    done = deidentify(text, patient, SECRET).text
    days = [d.day for d in read_days(done, TODAY)]
    assert len(days) == 8, done
    gaps = [(b - a).days for a, b in zip(days[::2], days[1::2], strict=True) if a and b]
    assert gaps == [20, 5, 4, 31], done


@pytest.mark.parametrize("patient", [str(n) for n in range(20)])
def test_a_weekday_moves_with_its_date(patient: str) -> None:
    done = deidentify("Seen Tues 19 March 2024; again Friday, 22/03/2024.", patient, SECRET).text
    words = done.replace(",", "").split()
    names = {d[:3]: n for n, d in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), start=1)}
    first, second = read_days(done, TODAY)
    assert first.day is not None
    assert second.day is not None
    assert names[words[1][:3]] == first.day.isoweekday(), f"the weekday betrays the shift: {done}"
    assert names[words[words.index("again") + 1][:3]] == second.day.isoweekday(), done
    assert (first.day - date(2024, 3, 19)) == offset_of(patient, SECRET)


def test_a_birth_over_89_years_back_goes_whole_even_without_a_label() -> None:
    text = "Ivy Thrale (04/07/1931), seen 12 May 2024."
    assert "1931" not in masked(text)
    assert "[DATE]" in deidentify(text, "p", SECRET).text
    assert "2024" in masked(text), "the year of a visit may stay"
    assert "90" in masked("a ninety-four-year-old baker")
    assert datetime.now(UTC).year - 1931 > 89
