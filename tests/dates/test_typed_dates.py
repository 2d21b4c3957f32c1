"""What people type for a date: forms that become EDTF, clocks, and what was probably meant by all else."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meant import meant_by
from timeline.dates.advice import CLOCK_FORMS
from timeline.dates.edtf import describe, parse, parse_clock, parse_input
from timeline.dates.values import DAY, Span, format_day
from timeline.errors import DateError

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("today", "2026-11-23"),
        ("yesterday", "2026-11-22"),
        ("0 days ago", "2026-11-23"),
        ("1 day ago", "2026-11-22"),
        ("3 days ago", "2026-11-20"),
        ("1 week ago", "2026-11-16"),
        ("2 weeks ago", "2026-11-09"),
        ("14d ago", "2026-11-09"),
        ("2w ago", "2026-11-09"),
        ("-14d", "2026-11-09"),
        ("-2w", "2026-11-09"),
        ("-326d", "2026-01-01"),
        ("2026-Q1", "2026-33"),
        ("2026-Q2", "2026-34"),
        ("2026-Q4", "2026-36"),
        ("-0044-Q1", "-0044-33"),
        ("1985-04-12T23:20:30z", "1985-04-12T23:20:30Z"),
        ("1985-04-12t23:20:30Z", "1985-04-12T23:20:30Z"),
        ("1985-04-12 23:20:30Z", "1985-04-12T23:20:30Z"),
        ("1985-04-12 23:20Z", "1985-04-12T23:20:00Z"),
        ("1985-04-12T23:20+05:30", "1985-04-12T17:50:00Z"),
        ("1985-04-12t23:20-04", "1985-04-13T03:20:00Z"),
        ("1985-04-12T23:20:30.52+00:00", "1985-04-12T23:20:30.52Z"),
        ("1985-04-12T23:20:30.1234567-04:00", "1985-04-13T03:20:30.1234567Z"),
        ("1985-04-12T23:20:30-00:00", "1985-04-12T23:20:30Z"),
        ("1990-12-31t15:59:60-08:00", "1990-12-31T23:59:60Z"),
        ("1985-04-12t24:00:00z", "1985-04-13T00:00:00Z"),
        # in intervals and sets, each end for itself
        ("1985-04-12 23:20Z/1985-04-12T23:40Z", "1985-04-12T23:20:00Z/1985-04-12T23:40Z"),
        ("1985-04-12t23:20:30.5+01:00/..", "1985-04-12T22:20:30.5Z/.."),
        ("/1985-04-12t23:20:30z", "/1985-04-12T23:20:30Z"),
        ("[..1985-04-12 23:20-00:00]", "[..1985-04-12T23:20:00Z]"),
        ("{1985-04-12t23:20z,1985-04-12T23:20:30Z..}", "{1985-04-12T23:20:00Z,1985-04-12T23:20:30Z..}"),
        ("1985-04-12T23:20Z/1985-04-12T23:40+00:00", "1985-04-12T23:20Z/1985-04-12T23:40+00:00"),
        # valid EDTF stays as typed
        ("2004-01-01T10:10:10+05:00", "2004-01-01T10:10:10+05:00"),
        ("1985-04-12T23:20:30.500Z", "1985-04-12T23:20:30.500Z"),
        ("2025?-08", "2025?-08"),
    ],
)
def test_input_only_forms_become_edtf(typed, stored):
    date = parse_input(typed, today=TODAY)
    assert date.text == stored
    assert date == parse(stored)
    if typed != stored:
        with pytest.raises(DateError):
            parse(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-Q0",
        "2026-Q5",
        "2026-q2",
        "2026Q2",
        "Q2 2026",
        "Today",
        "Yesterday",
        "2 Weeks ago",
        "2  weeks ago",
        "two weeks ago",
        "2 weeks ago ",
        "-14 days",
        "14d",
        "+14d",
        "-14d ago",
        "-100000d",
        "-\u0661d",
        "3 months ago",
        "1 year ago",
        "-14d/today",
        "yesterday/today",
        "1985-04-12 23:20/1985-04-12 23:40",
        "1985-04-12 23:20Z/1985-04-12",
        "1985-04-12 23:40Z/1985-04-12 23:20Z",
        "today ",
        " today",
        "2026-Q2 ",
        " 2025",
        "2025 ",
        "2025\n",
        "1985-04-12 23:20:30",
        "1985-04-12t23:20:30",
        "1985-04-12T23:20",
        "1985-04-12T23:20:30.5",
        "1985-04-12T23:20:30,5Z",
        "1985-04-12T23:20:30.Z",
        "1985-04-12  23:20:30Z",
        "1985-04-12T23:20:30 Z",
        "1985-04-12T23Z",
        "1985-04-12Z",
        "1985-02-30t10:00:00z",
        "1985-04-12t25:00:00z",
        "1985-04-12t24:00:00.5z",
        "9999-12-31t23:00:00-05:00",
        "April",
        "late 2025",
    ],
)
def test_other_input_is_refused(typed):
    with pytest.raises(DateError):
        parse_input(typed, today=TODAY)


# Clocks


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2025-08-14", "2025-08-14"),
        ("2025-08", "2025-08-31"),
        ("2024-02", "2024-02-29"),
        ("2025", "2025-12-31"),
        ("today", "2026-11-23"),
        ("yesterday", "2026-11-22"),
        ("0 days ago", "2026-11-23"),
        ("1 day ago", "2026-11-22"),
        ("3 days ago", "2026-11-20"),
        ("1 week ago", "2026-11-16"),
        ("2 weeks ago", "2026-11-09"),
        ("14d ago", "2026-11-09"),
        ("2w ago", "2026-11-09"),
        ("-14d", "2026-11-09"),
        ("-2w", "2026-11-09"),
        ("-326d", "2026-01-01"),
        ("2026-Q3", "2026-09-30"),
        ("2026-39", "2026-12-31"),
        ("2026-40", "2026-06-30"),
        ("2024-01-01/2025-08-14", "2025-08-14"),
        ("2024/2025-02", "2025-02-28"),
        ("1950S4", "1950-12-31"),
        ("-0044-03", "-0044-03-31"),
        ("Y170000002", "170000002-12-31"),
    ],
)
def test_a_period_as_a_clock_is_its_last_day(typed, read):
    clock = parse_clock(typed, today=TODAY)
    last = Span.days(clock.lo // DAY, clock.lo // DAY)
    assert (clock.text, clock.read, clock.lo, clock.hi) == (typed, read, last.lo, last.hi)
    assert format_day(clock.lo // DAY) == read


@pytest.mark.parametrize(
    ("typed", "read", "micros"),
    [
        ("2025-08-14T12:00:00Z", "2025-08-14T12:00:00Z", 0),
        ("2025-08-14T12:00:00+02:00", "2025-08-14T10:00:00Z", 0),
        ("2025-08-14 12:00+02:00", "2025-08-14T10:00:00Z", 0),
        ("2026-11-23T21:10:00.000001Z", "2026-11-23T21:10:00.000001Z", 1),
        ("2026-11-23T21:10:00.5Z", "2026-11-23T21:10:00.5Z", 500_000),
    ],
)
def test_an_instant_as_a_clock_is_itself(typed, read, micros):
    clock = parse_clock(typed, today=TODAY)
    assert (clock.read, clock.lo) == (read, clock.hi)
    assert clock.lo % 1_000_000 == micros


@pytest.mark.parametrize(
    "typed",
    [
        "2025?",
        "2025-08~",
        "2025%",
        "2025?-08",
        "2025-XX",
        "201X",
        "1950S2",
        "2025-21",
        "2025-32",
        "[2024,2025]",
        "{2024}",
        "[..2025]",
        "../2025",
        "/2025",
        "2025/..",
        "2025/",
        "../..",
        "/",
        "2024~/2025-06-30",
        "2024/2025-XX",
        "2024-21/2025",
        "2025-08-14T12:00:00",
        "2026-11-23T21:10:00.0000001Z",
        "2026-11-20T14:03:22Z/..",
        "../2026-11-20T14:41Z",
        "2026-11-20T14:03:22.0000001Z/",
        "[2026-11-20T14:02Z..2026-11-20T14:04Z]",
        "2026-11-20T14:03Z/2026-11-20T14:41:00.0000001Z",
        "April",
    ],
)
def test_what_is_no_one_day_is_no_clock_and_a_day_is_proposed(typed):
    with pytest.raises(DateError) as caught:
        parse_clock(typed, today=TODAY)
    assert typed in caught.value.what
    proposed = next(word.rstrip(",") for word in caught.value.fix.split() if word[:1].isdigit() or word[:1] == "-")
    assert parse_clock(proposed, today=TODAY).text == proposed


@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        ("", CLOCK_FORMS),
        ("n.d.", CLOCK_FORMS),
        ("gibberish", CLOCK_FORMS),
        ("present", "write 2026-11-23"),
        ("29 February", "say which year, as in 2024-02-29"),
        ("29 February 1900", "write 1900-02"),
        ("1985-04-12T23Z", "write 1985-04-12"),
        ("1923|1925", "write 1923 or 1925"),
        ("Winter", "write 2027-02-28, or another day"),
        ("early August", "write 2026-08-10, or another day"),
        ("before 8/14/25", "write 1925-08-13, or another day"),
        ("Y3388E2S3", "write 2026-11-23, or another day"),
        ("Y-17E598S3", "write 2026-11-23, or another day"),
    ],
)
def test_what_is_proposed_instead_of_a_clock_is_a_clock(typed, fix):
    """A clock is never left out of the advice, and a set, a season or a time without a zone is none."""
    with pytest.raises(DateError) as caught:
        parse_clock(typed, today=TODAY)
    assert caught.value.fix == fix
    for text in re.findall(r"(?<!\S)-?\d[-\d]*(?:T[\d:.]+Z)?(?=,|$| )", fix):
        parse_clock(text, today=TODAY)


# What was probably meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("April", "XXXX-04"),
        ("back in August", "XXXX-08"),
        ("5 May", "XXXX-05-05"),
        ("summer", "XXXX-22"),
        ("April 2025", "2025-04"),
        ("april 2025", "2025-04"),
        ("Apirl 2025", "2025-04"),
        ("Sept. 2025", "2025-09"),
        ("5 May 2025", "2025-05-05"),
        ("May 5, 2025", "2025-05-05"),
        ("5th of May 2025", "2025-05-05"),
        ("Friday, 5 June 2026", "2026-06-05"),
        ("May 2025?", "2025-05?"),
        ("late 2025", "2025-39"),
        ("mid-2025", "2025-38"),
        ("early 2025", "2025-37"),
        ("early May 2025", "[2025-05-01..2025-05-10]"),
        ("end of February 2024", "[2024-02-21..2024-02-29]"),
        ("Q2 2026", "2026-34"),
        ("2026q2", "2026-34"),
        ("second quarter of 2026", "2026-34"),
        ("first half of 2026", "2026-40"),
        ("H2 2026", "2026-41"),
        ("spring 2026", "2026-21"),
        ("fall 2026", "2026-23"),
        ("circa 1980", "1980~"),
        ("c. 1980", "1980~"),
        ("about May 2025", "2025-05~"),
        ("probably 2025", "2025?"),
        ("probably about 1980", "1980%"),
        ("the 1980s", "198X"),
        ("early 1980s", "[1980..1983]"),
        ("the 1900s", "19XX"),
        ("19th century", "18XX"),
        ("44 BC", "-0043"),
        ("March 44 BC", "-0043-03"),
        ("AD 79", "0079"),
        ("before 2020", "[..2019]"),
        ("before May 2026", "[..2026-04]"),
        ("before January 2026", "[..2025-12]"),
        ("before 1 March 2024", "[..2024-02-29]"),
        ("by August 2025", "[..2025-08]"),
        ("after 5 May 2026", "[2026-05-06..]"),
        ("after 2026", "[2027..]"),
        ("until 2020", "../2020"),
        ("since 2020", "2020/.."),
        ("May 2025 onwards", "2025-05/.."),
        ("2025 or earlier", "[..2025]"),
        ("2025 or later", "[2025..]"),
        ("between May and July 2026", "[2026-05..2026-07]"),
        ("between 2024 and May 2026", "[2024..2026-05]"),
        ("from 2004 to 2006", "2004/2006"),
        ("5 to 7 May 2026", "2026-05-05/2026-05-07"),
        ("2004 or 2005", "[2004,2005]"),
        ("2004 and May 2006", "{2004,2006-05}"),
        # slips of the pen
        (" 2025", "2025"),
        ("2025\n", "2025"),
        ("18 63-03-29", "1863-03-29"),
        ("[1667,1668, 1670..1672]", "[1667,1668,1670..1672]"),
        ("20xx", "20XX"),
        ("198u", "198X"),
        ("y170000002", "Y170000002"),
        ("Y2006", "2006"),
        ("+2006", "2006"),
        ("-0000", "0000"),
        ("2004?~", "2004%"),
        ("2004–2008", "2004/2008"),
        ("2004-2008", "2004/2008"),
        ("2002/2001", "2001/2002"),
        ("[2002..2001]", "[2001..2002]"),
        ("2004-01-01/open", "2004-01-01/.."),
        ("unknown/2004", "/2004"),
        ("--04-12", "XXXX-04-12"),
        ("--0412", "XXXX-04-12"),
        ("--02-29", "XXXX-02-29"),
        ("--04", "XXXX-04"),
        ("---12", "XXXX-XX-12"),
        ("2025:08:14", "2025-08-14"),
        ("2025:08:14 22:00:00", "2025-08-14T22:00:00"),
        ("2025:08:14 22:00:00-04:00", "2025-08-14T22:00:00-04:00"),
        ("2020-01-01/infinity", "2020-01-01/.."),
        ("-infinity/2020-01-01", "../2020-01-01"),
        ("2005-07-25T10:10:10/2006-01-01T10:10:10", "2005-07-25T10:10:10Z/2006-01-01T10:10:10Z"),
        ("2026-11-20T14:03/2026-11-20T14:41Z", "2026-11-20T14:03Z/2026-11-20T14:41Z"),
        ("2026-11-20T14:03+02:00/2026-11-20T14:41", "2026-11-20T14:03+02:00/2026-11-20T14:41+02:00"),
        ("2026-11-20T14:03Z/14:41Z", "2026-11-20T14:03Z/2026-11-20T14:41Z"),
        ("2026-11-20 14:03/14:41", "2026-11-20T14:03Z/2026-11-20T14:41Z"),
        ("2026-11-20T14:03Z/2026-11-21", "2026-11-20/2026-11-21"),
        ("2026-11-21T14:03Z/2026-11-20", "2026-11-20/2026-11-21"),
        ("[2026-11-20T14:03Z,2026-11-21]", "[2026-11-20,2026-11-21]"),
        ("[2026-11-20T14:02..2026-11-20T14:04Z]", "[2026-11-20T14:02Z..2026-11-20T14:04Z]"),
        ("2026-11-20T14:41Z/2026-11-20T14:03Z", "2026-11-20T14:03Z/2026-11-20T14:41Z"),
        ("[..2026-11-20T14:04Z", "[..2026-11-20T14:04Z]"),
        ("[1760-01", "[1760-01]"),
        ("[1984}", "[1984]"),
        ("..2026-05", "[..2026-05]"),
        ("2026-05..", "[2026-05..]"),
        ("19830131", "1983-01-31"),
        ("20050924T100000", "2005-09-24T10:00:00"),
        ("2025-02-29", "2025-02-XX"),
        ("2025-13", "2025-XX"),
        ("2025-4", "2025-04"),
        ("2025-4-3", "2025-04-03"),
        ("2025-31-12", "2025-12-31"),
        ("2025/04/03", "2025-04-03"),
        ("5.5.2025", "2025-05-05"),
        ("12/2025", "2025-12"),
        ("05/05/2025", "2025-05-05"),
        ("13/04/2025", "2025-04-13"),
        ("04/13/2025", "2025-04-13"),
        ("03/04/2025", "[2025-03-04,2025-04-03]"),
        ("2025-W05", "[2025-01-27..2025-02-02]"),
        ("2025-W05-3", "2025-01-29"),
        ("2025-123", "2025-05-03"),
        ("2016-05-02 16:54:59", "2016-05-02T16:54:59"),
        ("2016-05-02T16:54", "2016-05-02T16:54:00"),
        ("2016-05-02T16:54:59+0530", "2016-05-02T16:54:59+05:30"),
        ("2016-05-02T16:54:59,5Z", "2016-05-02T16:54:59.5Z"),
        ("2016-05-02T16:54:59\u221204:00", "2016-05-02T16:54:59-04:00"),
        # nothing comes to mind
        ("hello", None),
        ("some time before the report", None),
        ("unknown", None),
        ("", None),
        ("Y1E1000000", None),
    ],
)
def test_the_edtf_that_was_probably_meant(text, meant):
    assert meant_by(text) == meant
    if meant is not None:
        assert parse(meant).text == meant
    with pytest.raises(DateError):
        parse(text)


def test_no_year_is_guessed():
    with pytest.raises(DateError) as caught:
        parse_input("April", today=TODAY)
    assert caught.value.fix == ("say which year: 2026-04, 2026?-04 if the year is inferred, XXXX-04 if it is not known")
    with pytest.raises(DateError) as caught:
        parse("April")
    assert "2026" not in str(caught.value)


def test_a_day_that_may_be_two_is_said_to_be():
    with pytest.raises(DateError) as caught:
        parse_input("03/04/2025", today=TODAY)
    assert "2025-03-04 or 2025-04-03" in caught.value.fix


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Yesterday", "2026-11-22"),
        ("tomorrow", "2026-11-24"),
        ("last month", "2026-10"),
        ("last year", "2025"),
        ("Today", "2026-11-23"),
    ],
)
def test_words_that_need_today_get_it(text, meant):
    assert describe(text, today=TODAY)["suggestion"] == meant
    assert meant_by(text) is None


@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        ("last week", "write 1 week ago for the day, or name the days"),
        ("Last-week", "write 1 week ago for the day, or name the days"),
        ("this week", "name the days"),
        ("next week", "name the days"),
    ],
)
def test_a_week_that_begins_on_monday_for_some_is_not_guessed(typed, fix):
    with pytest.raises(DateError) as caught:
        parse_input(typed, today=TODAY)
    assert caught.value.fix == fix
    assert describe(typed, today=TODAY)["suggestion"] is None
    assert parse_input("1 week ago", today=TODAY).text == "2026-11-16"


@pytest.mark.parametrize("typed", ["2 weeks", "7 days", "0d", "-0 days"])
def test_a_length_is_no_day_before_today(typed):
    with pytest.raises(DateError) as caught:
        parse_input(typed, today=TODAY)
    assert "ago" not in caught.value.fix


@pytest.mark.parametrize(
    ("typed", "edtf_text", "fix"),
    [
        ("two weeks ago", "2026-11-09", "write 2 weeks ago, or 2026-11-09"),
        ("A day ago", "2026-11-22", "write 1 day ago, or 2026-11-22"),
        ("2  Weeks ago", "2026-11-09", "write 2 weeks ago, or 2026-11-09"),
        ("3 months ago", "2026-08", "write 2026-08 for the whole month, or the day that is meant"),
        ("11 months ago", "2025-12", "write 2025-12 for the whole month, or the day that is meant"),
        ("a year ago", "2025", "write 2025 for the whole year, or the day that is meant"),
        ("7d", "2026-11-16", "write 7 days ago, or 2026-11-16"),
        ("-7 days", "2026-11-16", "write 7 days ago, or 2026-11-16"),
        ("-2 weeks", "2026-11-09", "write 2 weeks ago, or 2026-11-09"),
        ("two-weeks-ago", "2026-11-09", "write 2 weeks ago, or 2026-11-09"),
    ],
)
def test_other_counts_from_today_are_refused_with_what_was_meant(typed, edtf_text, fix):
    with pytest.raises(DateError) as caught:
        parse_input(typed, today=TODAY)
    assert caught.value.fix == fix
    assert describe(typed, today=TODAY)["suggestion"] == edtf_text
    for way in re.findall(r"\d[\w -]*ago|\d{4}(?:-\d\d)*", fix):
        assert parse_input(way, today=TODAY).text == edtf_text


@pytest.mark.parametrize("typed", ["9999 years ago", "many weeks ago", "9999 months ago ago"])
def test_a_count_that_leads_nowhere_is_refused(typed):
    with pytest.raises(DateError):
        parse_input(typed, today=TODAY)


@given(st.integers(0, 99_999), st.dates())
def test_days_are_counted_as_a_calendar_counts_them(count, today):
    found = parse_input(f"-{count}d", today=today)
    assert found == parse_input(f"{count} days ago", today=today)
    if count < today.toordinal():
        assert found.text == dt.date.fromordinal(today.toordinal() - count).isoformat()
    weeks = parse_clock(f"{count} weeks ago", today=today)
    assert weeks.read == parse_clock(parse_input(f"-{count}w", today=today).text, today=today).read
