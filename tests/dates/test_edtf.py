"""EDTF against the project's own table, against brute force, and against whatever can be typed."""

import contextlib
import csv
import datetime as dt
import itertools
import json
import math
import re
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from timeline.dates.edtf import describe, parse, parse_clock, parse_input, suggest, words
from timeline.dates.values import DAY, Span, day_number, format_day
from timeline.errors import DateError
from timeline.figures.describe.printed import short

TODAY = dt.date(2026, 11, 23)
QUICK = settings(deadline=None)  # each example is quick; a busy machine must not fail one

with (Path(__file__).parent / "edtf_cases.csv").open(newline="", encoding="utf-8") as table:
    CASES = list(csv.DictReader(table))
VALID = [case for case in CASES if case["valid"] == "yes"]
INVALID = [case for case in CASES if case["valid"] == "no"]


# The table


def test_the_table_is_large_and_says_why():
    assert len(CASES) >= 500
    assert len({case["expression"] for case in CASES}) == len(CASES)
    assert all(case["reason"] for case in CASES)


def test_every_valid_row_has_its_level_kind_and_bounds():
    wrong = []
    for case in VALID:
        date = parse(case["expression"])
        found = ("" if date.level is None else str(date.level), date.kind, date.earliest, date.latest)
        if found != (case["level"], case["kind"], case["earliest"], case["latest"]):
            wrong.append((case["expression"], found))
    assert wrong == []


def test_every_invalid_row_is_refused():
    wrong = []
    for case in INVALID:
        with contextlib.suppress(DateError):
            wrong.append((case["expression"], parse(case["expression"]).earliest))
    assert wrong == []


def test_every_valid_row_comes_back_byte_for_byte_and_says_its_doubt():
    for case in VALID:
        text = case["expression"]
        date = parse(text)
        assert date.text == text
        assert parse_input(text, today=TODAY) == date
        assert date.approximate == any(sign in text for sign in "~%")
        assert date.uncertain == any(sign in text for sign in "?%")


def test_printed_bounds_are_those_of_the_span():
    for case in VALID:
        date = parse(case["expression"])
        if date.kind != "datetime":
            if date.earliest[-1].isdigit():
                assert date.earliest == format_day(date.span.lo // DAY)
            if date.latest[-1].isdigit():
                assert date.latest == format_day(date.span.hi // DAY)
        assert date.span.lo <= date.span.lo_end <= date.span.hi
        assert date.span.lo <= date.span.hi_start <= date.span.hi


def test_words_never_hide_a_doubt():
    for case in VALID:
        said = words(parse(case["expression"]))
        assert said == said.strip()
        assert "None" not in said
        if "?" in case["expression"] or "%" in case["expression"]:
            assert "uncertain" in said
        if "~" in case["expression"] or "%" in case["expression"]:
            assert "about" in said or "approximate" in said


def test_a_year_in_spring_gets_no_months():
    for season in range(21, 33):
        said = words(parse(f"2001-{season}"))
        assert not any(month in said for month in ("January", "March", "June", "December"))


# Words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1985-04-12", "12 April 1985"),
        ("1985-04", "April 1985"),
        ("1985", "1985"),
        ("0079-08-24", "24 August AD 79"),
        ("0000", "1 BC"),
        ("-0043-03-15", "15 March 44 BC (year -0043)"),
        ("-1985", "1986 BC (year -1985)"),
        ("Y170000002", "the year 170,000,002"),
        ("Y-17E7", "170,000,001 BC (year -170000000)"),
        ("Y17E400", "a year of 402 digits"),
        ("1985-04-12T23:20:30", "12 April 1985, 23:20:30, time zone not given"),
        ("1985-04-12T23:20:30Z", "12 April 1985, 23:20:30 UTC"),
        ("1985-04-12T23:20:30-04", "12 April 1985, 23:20:30 UTC-04"),
        ("1985-04-12T23:20:30+04:30", "12 April 1985, 23:20:30 UTC+04:30"),
        ("1985-04-12T24:00:00Z", "12 April 1985, 24:00:00 UTC (the end of that day)"),
        ("2026-11-23T21:10:00.000001Z", "23 November 2026, 21:10:00.000001 UTC"),
        # instants in intervals and sets
        ("2026-11-20T14:03:22Z/2026-11-20T14:41Z", "20 November 2026, from 14:03:22 UTC until 14:41 UTC"),
        (
            "2026-11-20T14:03+02:00/2026-11-20T14:41+02:00",
            "20 November 2026, from 14:03 UTC+02:00 until 14:41 UTC+02:00",
        ),
        (
            "2026-11-20T14:03+02:00/2026-11-20T14:41Z",
            "from 20 November 2026, 14:03 UTC+02:00 until 20 November 2026, 14:41 UTC",
        ),
        ("2026-11-20T23:50Z/2026-11-21T00:10Z", "from 20 November 2026, 23:50 UTC until 21 November 2026, 00:10 UTC"),
        (
            "2026-11-20T14:03Z/2026-11-20T24:00Z",
            "20 November 2026, from 14:03 UTC until 24:00 UTC (the end of that day)",
        ),
        ("2026-11-20T14:03:22Z/..", "from 20 November 2026, 14:03:22 UTC on, end open"),
        ("2026-11-20T14:03:22Z/", "from 20 November 2026, 14:03:22 UTC, end unknown"),
        ("../2026-11-20T14:41Z", "until 20 November 2026, 14:41 UTC, start open"),
        ("[..2026-11-20T14:04Z]", "20 November 2026, 14:04 UTC or earlier"),
        ("{2026-11-20T14:04Z..}", "20 November 2026, 14:04 UTC and all later moments"),
        ("[2026-11-20T14:02Z..2026-11-20T14:04Z]", "some moment on 20 November 2026, from 14:02 UTC until 14:04 UTC"),
        ("{2026-11-20T14:02Z..2026-11-20T14:04Z}", "every moment on 20 November 2026, from 14:02 UTC until 14:04 UTC"),
        ("[2026-11-20T14:02Z,2026-11-20T14:09Z]", "either 20 November 2026, 14:02 UTC; or 20 November 2026, 14:09 UTC"),
        # seasons and parts of a year
        ("2001-21", "spring 2001"),
        ("2001-24", "winter 2001"),
        ("2001-30", "southern summer 2001"),
        ("2001-25", "northern spring 2001"),
        ("2001-34", "the second quarter of 2001"),
        ("2001-36", "the last quarter of 2001"),
        ("2001-37", "the first third of 2001"),
        ("2001-41", "the second half of 2001"),
        ("20XX-21", "spring of some year from 2000 to 2099"),
        ("XXXX-34", "the second quarter, year unknown"),
        # doubt on the whole
        ("1984?", "1984, uncertain"),
        ("1984~", "about 1984"),
        ("1984%", "about 1984, uncertain"),
        ("2004-06-11%", "about 11 June 2004, uncertain"),
        ("?2004-06%", "about June 2004, uncertain"),
        ("2001-21~", "about spring 2001"),
        ("201X~", "some year from 2010 to 2019, approximate"),
        ("201X?", "some year from 2010 to 2019, uncertain"),
        ("201X%", "some year from 2010 to 2019, approximate and uncertain"),
        # doubt on a part
        ("2025?-08", "August, year uncertain, probably 2025"),
        ("2004?-06-11", "11 June, year uncertain, probably 2004"),
        ("2004~-06-11", "11 June, year approximate, about 2004"),
        ("2004%-06", "June, year uncertain and approximate, probably about 2004"),
        ("2004-06~-11", "the 11th, year and month approximate, about June 2004"),
        ("2004-?06", "2004, month uncertain, probably June"),
        ("2004-%06-11", "2004, the 11th, month uncertain and approximate, probably about June"),
        ("2004-06-~11", "June 2004, day approximate, about the 11th"),
        ("2004-?06-?11", "2004, month and day uncertain, probably 11 June"),
        ("?2004-06-~11", "June, year uncertain, probably 2004; day approximate, about the 11th"),
        ("?2004-06-?11", "June, year uncertain, probably 2004; day uncertain, probably the 11th"),
        ("?2004-~06", "year uncertain, probably 2004; month approximate, about June"),
        ("2001?-21", "spring, year uncertain, probably 2001"),
        ("2001-?21", "2001, season uncertain, probably spring"),
        ("201X?-12", "December, year uncertain, probably some year from 2010 to 2019"),
        # masks
        ("201X", "some year from 2010 to 2019"),
        ("XXXX", "some year, quite unknown"),
        ("1X84", "some year (1X84) from 1084 to 1984"),
        ("-156X", "some year from 1570 BC to 1561 BC"),
        ("2004-XX", "some month in 2004"),
        ("1985-04-XX", "some day in April 1985"),
        ("1985-XX-XX", "some day in 1985"),
        ("XXXX-XX-XX", "some day, year unknown"),
        ("1985-XX-12", "the 12th of some month in 1985"),
        ("156X-12-25", "25 December of some year from 1560 to 1569"),
        ("XXXX-12-25", "25 December, year unknown"),
        ("XXXX-12-XX", "some day in December, year unknown"),
        ("XXXX-04", "April, year unknown"),
        ("1XXX-XX", "some month of some year from 1000 to 1999"),
        ("1984-1X", "October, November or December 1984"),
        ("1984-0X", "some month from January to September 1984"),
        ("1984-X1", "January or November 1984"),
        ("1984-X3", "March 1984"),
        ("1984-02-1X", "some day from the 10th to the 19th of February 1984"),
        ("1984-02-X9", "the 9th, 19th or 29th of February 1984"),
        ("1983-02-X9", "the 9th or 19th of February 1983"),
        ("1984-05-X1", "the 1st, 11th, 21st or 31st of May 1984"),
        ("1984-04-X1", "the 1st, 11th or 21st of April 1984"),
        ("1984-05-3X", "the 30th or 31st of May 1984"),
        ("1984-1X-05", "the 5th of October, November or December in 1984"),
        # significant digits
        ("1950S2", "some year from 1900 to 1999, estimated at 1950"),
        ("1950S4", "1950"),
        (
            "Y3388E2S3",
            "some year from the year 338,000 to the year 338,999, estimated at the year 338,800",
        ),
        # intervals
        ("1964/2008", "from 1964 to 2008"),
        ("2004-02-01/2005-02", "from 1 February 2004 to February 2005"),
        ("1984~/2004-06", "from about 1984 to June 2004"),
        ("2004?-06/2005", "from June, year uncertain, probably 2004, to 2005"),
        ("1985/..", "from 1985 on, end open"),
        ("1985/", "from 1985, end unknown"),
        ("../1985", "until 1985, start open"),
        ("/1985", "until 1985, start unknown"),
        ("../..", "open at both ends"),
        ("/..", "start unknown, end open"),
        ("../", "start open, end unknown"),
        ("/", "start and end unknown"),
        # sets
        ("[1667,1668,1670..1672]", "one of 1667, 1668 or 1670 to 1672"),
        ("[1667,1760-12]", "either 1667 or December 1760"),
        ("[..1760-12-03]", "3 December 1760 or earlier"),
        ("[1760-12..]", "December 1760 or later"),
        ("[1760-01,1760-02,1760-12..]", "one of January 1760, February 1760 or December 1760 or later"),
        ("[1670..1672]", "one of the years 1670 to 1672"),
        ("[1984]", "1984"),
        ("{1960,1961-12}", "both 1960 and December 1961"),
        ("{1667,1668,1670..1672}", "all of 1667, 1668 and 1670 to 1672"),
        ("{..1984}", "1984 and all earlier years"),
        ("{1760-12..}", "December 1760 and all later months"),
        ("{1670-01..1670-03}", "all of the months January 1670 to March 1670"),
        ("[1667?,1668,1669]", "one of 1667, uncertain; or 1668; or 1669"),
        (
            "[1901,1903,1905,1907,1909,1911,1913,1915,1917]",
            "one of 1901, 1903, 1905, 5 more or 1917",
        ),
    ],
)
def test_words(text, said):
    assert (
        words(parse(text)).replace(
            "one of 1667, uncertain; or 1668; or 1669", "one of 1667, uncertain; or 1668; or 1669"
        )
        == said
    )


# What people type


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
    last = Span.day(clock.lo // DAY)
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
    assert suggest(text) == meant
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
    assert suggest(text) is None


# The row


def test_a_row_has_its_keys_in_order():
    keys = ["text", "valid", "level", "kind", "earliest", "latest", "approximate", "uncertain", "words"]
    keys += ["error", "suggestion", "edtf"]
    for text in ("2025?-08", "2026-Q2", "April", ""):
        row = describe(text, today=TODAY)
        assert list(row) == keys
        json.dumps(row)


def test_a_valid_row_says_all_and_an_invalid_one_why():
    assert describe("2025?-08", today=TODAY) == {
        "text": "2025?-08",
        "valid": True,
        "level": 2,
        "kind": "date",
        "earliest": "2025-08-01",
        "latest": "2025-08-31",
        "approximate": False,
        "uncertain": True,
        "words": "August, year uncertain, probably 2025",
        "error": None,
        "suggestion": None,
        "edtf": "2025?-08",
    }
    row = describe("2026-Q2", today=TODAY)
    assert (row["text"], row["edtf"], row["earliest"]) == ("2026-Q2", "2026-34", "2026-04-01")
    row = describe("2025-02-29", today=TODAY)
    assert row["valid"] is False
    assert row["error"] == '"2025-02-29" is a day that does not exist'
    assert row["suggestion"] == "2025-02-XX"
    assert row["kind"] is row["words"] is row["edtf"] is None


# Brute force

DIGITS = st.sampled_from("0123456789X")


@given(
    st.sampled_from(["20XX", "202X", "2024", "2023", "19X4", "1X00", "2X0X", "2XX1"]),
    st.tuples(st.sampled_from("01X"), DIGITS).map("".join),
    st.tuples(st.sampled_from("0123X"), DIGITS).map("".join),
)
@settings(QUICK, max_examples=150)
def test_a_mask_means_exactly_the_days_that_fit_it(year, month, day):
    fits = []
    for y, m, d in itertools.product(fitting(year, 1000, 2999), fitting(month, 1, 12), fitting(day, 1, 31)):
        try:
            fits.append(dt.date(y, m, d))
        except ValueError:
            continue
    text = f"{year}-{month}-{day}"
    if not fits:
        with pytest.raises(DateError):
            parse(text)
    else:
        date = parse(text)
        assert (date.earliest, date.latest) == (min(fits).isoformat(), max(fits).isoformat())


def fitting(mask, low, high):
    numbers = (f"{n:0{len(mask)}d}" for n in range(low, high + 1))
    return [int(n) for n in numbers if all(x in ("X", c) for x, c in zip(mask, n, strict=True))]


@given(st.tuples(DIGITS, DIGITS, DIGITS, DIGITS).map("".join), st.booleans())
@settings(QUICK)
def test_a_masked_year_means_the_years_that_fit_it(mask, negative):
    years = fitting(mask, 0, 9999)
    if negative:
        years = sorted(-year for year in years if year)
    text = f"-{mask}" if negative else mask
    if not years:
        with pytest.raises(DateError):
            parse(text)
        return
    date = parse(text)
    assert date.span.lo == day_number(years[0], 1, 1) * DAY
    assert date.span.hi == day_number(years[-1], 12, 31) * DAY + DAY - 1


PLAIN = st.dates().map(dt.date.isoformat)
PART = st.one_of(PLAIN, PLAIN.map(lambda day: day[:7]), PLAIN.map(lambda day: day[:4]))


@given(PART, PART)
@settings(QUICK)
def test_an_interval_is_refused_just_where_its_end_is_surely_before_its_start(left, right):
    a, b = parse(left), parse(right)
    if b.span.hi < a.span.lo:
        with pytest.raises(DateError):
            parse(f"{left}/{right}")
    else:
        date = parse(f"{left}/{right}")
        assert (date.earliest, date.latest, date.level) == (a.earliest, b.latest, 0)


@given(st.lists(PART, min_size=1, max_size=6), st.sampled_from(["[]", "{}"]))
@settings(QUICK)
def test_a_set_reaches_from_its_earliest_member_to_its_latest(members, brackets):
    date = parse(brackets[0] + ",".join(members) + brackets[1])
    spans = [parse(member).span for member in members]
    assert date.span.lo == min(span.lo for span in spans)
    assert date.span.hi == max(span.hi for span in spans)
    assert date.last.hi == date.span.hi
    assert date.start.lo == date.span.lo


@given(st.integers(1, 10**12), st.booleans())
@settings(QUICK)
def test_significant_digits_keep_the_year_within_its_bounds(number, negative):
    digits = str(number)
    text = f"Y{'-' if negative else ''}{digits}" if len(digits) > 4 else ("-" if negative else "") + digits.zfill(4)
    wider = None
    for count in range(len(digits), 0, -1):
        date = parse(f"{text}S{count}")
        assert date.span.lo <= parse(text).span.lo <= parse(text).span.hi <= date.span.hi
        if wider is not None:
            assert date.span.lo <= wider.lo
            assert date.span.hi >= wider.hi
        wider = date.span


QUALIFIED = st.tuples(PART, st.sampled_from("?~%"))


@given(QUALIFIED)
@settings(QUICK)
def test_a_qualifier_never_moves_a_bound(pair):
    text, sign = pair
    plain = parse(text).span
    assert parse(text + sign).span == plain
    parts = text.split("-")
    for n in range(len(parts)):
        left = "-".join([*parts[:n], sign + parts[n], *parts[n + 1 :]])
        right = "-".join([*parts[:n], parts[n] + sign, *parts[n + 1 :]])
        assert parse(left).span == parse(right).span == plain
        assert words(parse(left)) != words(parse(text))


# Python's own datetimes, in UTC throughout
FAR, LATE, EPOCH = (dt.datetime.fromisoformat(day) for day in ("0002-01-01", "9998-01-01", "1970-01-01"))


@given(st.datetimes(FAR, LATE), st.integers(-1439, 1439))
@settings(QUICK)
def test_instants_agree_with_the_standard_library(moment, minutes):
    moment = moment.replace(microsecond=0)
    if not minutes:
        return
    shift = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    date = parse(moment.isoformat() + shift)
    utc = moment - dt.timedelta(minutes=minutes)
    assert date.earliest == date.latest == utc.isoformat() + "Z"
    assert date.span == Span.instant((utc - EPOCH) // dt.timedelta(microseconds=1))
    assert parse_input(moment.isoformat(" ")[:16] + shift, today=TODAY).text == f"{utc.isoformat()[:17]}00Z"


CLOCK_TIMES = st.datetimes(dt.datetime.fromisoformat("2026-11-20"), dt.datetime.fromisoformat("2026-11-22"))


@st.composite
def end_instants(draw):
    """An instant as it may stand at an end, and its microseconds since 1970."""
    moment = draw(CLOCK_TIMES)
    minutes = draw(st.sampled_from([0, 60, -90, 345]))
    if draw(st.booleans()):
        text = moment.replace(second=0, microsecond=0).isoformat(timespec="minutes")
        moment = moment.replace(second=0, microsecond=0)
    elif minutes or draw(st.booleans()):
        moment = moment.replace(microsecond=0)
        text = moment.isoformat(timespec="seconds")
    else:
        text = moment.isoformat(timespec="microseconds")
    shift = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}" if minutes else "Z"
    return text + shift, (moment - dt.timedelta(minutes=minutes) - EPOCH) // dt.timedelta(microseconds=1)


@given(end_instants(), end_instants())
@settings(QUICK)
def test_ends_are_instants_as_the_standard_library_reads_them(one, other):
    (left, lo), (right, hi) = one, other
    for text in (f"{left}/{right}", f"[{left}..{right}]", f"{{{left}..{right}}}"):
        if hi < lo:
            with pytest.raises(DateError) as caught:
                parse(text)
            assert "ends before it begins" in caught.value.what
            continue
        date = parse(text)
        assert (date.text, date.level) == (text, None)
        assert date.span == Span.instants(lo, hi)
        alone = [parse_input(end, today=TODAY).earliest for end in (left, right)]
        assert [date.earliest, date.latest] == alone
        assert parse_input(text, today=TODAY) == date
    assert parse(f"{left}/..").span == Span(lo, lo, math.inf, math.inf)
    assert parse(f"[..{right}]").span == Span(-math.inf, -math.inf, hi, hi)
    assert parse(f"/{right}").start == Span(-math.inf, -math.inf, hi, hi)


@given(end_instants(), end_instants(), PART, st.sampled_from(["{}/{}", "[{}..{}]", "{{{},{}}}", "[{},{}]"]))
@settings(QUICK)
def test_what_does_not_fit_together_is_refused_once_with_a_way_out_that_works(one, other, day, form):
    bare = re.sub(r"(Z|[+-]\d\d:\d\d)$", "", other[0])
    for left, right in ((one[0], day), (day, one[0]), (one[0], bare), (bare, one[0]), (bare, bare)):
        with pytest.raises(DateError) as caught:
            parse_input(form.format(left, right), today=TODAY)
        assert re.search("mixes days|in which time zone|only in UTC, with Z", caught.value.what)
        meant = suggest(form.format(left, right))
        if meant is not None:
            assert caught.value.fix.startswith(f"write {meant}")
            assert parse_input(meant, today=TODAY).text == meant


def test_an_end_on_a_day_that_does_not_exist_is_named_as_typed():
    with pytest.raises(DateError) as caught:
        parse("2026-02-30T14:03Z/..")
    assert caught.value.what == '"2026-02-30T14:03Z" is on a day that does not exist'


@given(end_instants(), end_instants())
@settings(QUICK)
def test_no_time_is_said_without_its_zone(one, other):
    (first, _), (last, _) = sorted((one, other), key=lambda end: end[1])
    texts = [first, f"{first}/..", f"/{first}", f"[..{first}]", f"[{first},{last}]"]
    texts += [f"{first}/{last}", f"[{first}..{last}]", f"{{{first}..{last}}}"]
    for text in texts:
        date = parse_input(text, today=TODAY)
        for said in (words(date), short(date)):
            times = re.sub(r"UTC[+-]\d\d:\d\d", "UTC", said)
            after = re.findall(r"\d\d:\d[\d:.]*(.{0,3})", times)
            assert after
            assert set(after) <= {" UT", " \N{EN DASH} ", " or"}, said


def test_a_closed_interval_of_instants_as_a_clock_is_its_end():
    clock = parse_clock("2026-11-20T14:03Z/2026-11-20T15:41+01:00", today=TODAY)
    assert (clock.read, clock.lo) == ("2026-11-20T14:41:00Z", clock.hi)


# Whatever can be typed


WORDS = [
    "1984",
    "2004-06",
    "XXXX",
    "23:20:30",
    "04",
    "..",
    "May",
    "late",
    "before",
    "to",
    "or",
    "Q2",
    "today",
    "th",
    "BC",
]
PIECES = st.lists(st.one_of(st.sampled_from([*"0129X-/.,[]{}?~%YESTZ:+s ", *WORDS]), st.characters()), max_size=14).map(
    "".join
)
NEAR = st.tuples(st.sampled_from([case["expression"] for case in CASES]), st.integers(0, 30), PIECES).map(
    lambda triple: triple[0][: triple[1]] + triple[2][:3] + triple[0][triple[1] :]
)


@given(st.one_of(PIECES, NEAR, st.text()))
@example("\ud800")
@example("\x00")
@example("²th century")
@example("٢٠٢٥")
@settings(QUICK, max_examples=400)
def test_any_text_is_a_date_or_a_date_error(text):
    row = describe(text, today=TODAY)
    if row["valid"]:
        date = parse(row["edtf"])
        assert date.text == row["edtf"]
        assert row["words"]
        assert parse_input(text, today=TODAY) == date
    else:
        assert row["error"]
        if row["suggestion"] is not None:
            assert parse(row["suggestion"])
        with pytest.raises(DateError):
            parse_input(text, today=TODAY)
    try:
        clock = parse_clock(text, today=TODAY)
    except DateError:
        return
    assert clock.lo <= clock.hi


@pytest.mark.parametrize(
    "text",
    [
        "Y" + "1" * 200_000,
        "Y1E" + "9" * 200_000,
        "Y1E1000000",
        "9" * 200_000,
        "X" * 200_000,
        "2004" + "?" * 200_000,
        " " * 200_000,
        "[" * 200_000,
        "/" * 200_000,
        "[1984" + "," * 100_000 + "]",
        "2004-01-01T10:10:10." + "1" * 200_000,
        "May " * 50_000,
    ],
)
def test_huge_nonsense_is_refused_shortly(text):
    with pytest.raises(DateError) as caught:
        parse(text)
    assert len(str(caught.value)) < 400


def test_huge_sense_is_read():
    many = "[" + ",".join(["1984"] * 20_000) + "]"
    assert parse(many).latest == "1984-12-31"
    assert parse("2004-01-01T10:10:10." + "1" * 10_000 + "Z").earliest.endswith("1" * 10_000 + "Z")
    longest = parse("Y" + "9" * 600)
    assert parse("Y-" + "9" * 600).span.hi < longest.span.lo
    with pytest.raises(DateError):
        parse("Y" + "9" * 601)


def test_pythons_own_limit_on_digits_is_never_met():
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(640)
    try:
        date = parse("Y-17E598S3")
        assert len(date.earliest) > 600
        assert words(date)
        with pytest.raises(DateError):
            parse("Y17E650")
    finally:
        sys.set_int_max_str_digits(before)


def test_no_day_is_read_from_a_clock():
    source = Path(parse.__code__.co_filename).parent
    for name in ("values", "masks", "instants", "grammar", "english", "phrases", "endings", "slips", "advice", "edtf"):
        text = (source / f"{name}.py").read_text(encoding="utf-8")
        assert not any(call in text for call in (".today()", ".now(", "time.time", "localtime", "environ"))


# The document for users


def rows_of_the_document():
    text = (Path(__file__).parents[2] / "docs" / "dates.md").read_text(encoding="utf-8")
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and any(cell.startswith("`") for cell in cells[:2]):
            yield [cell.strip("`") for cell in cells]


def test_the_document_says_what_is_so():
    rows = list(rows_of_the_document())
    assert len(rows) > 50
    for row in rows:
        if len(row) == 4:
            _, text, bounds, said = row
            date = parse(text)
            shown = f"{date.earliest} to {date.latest}"
            assert bounds == (date.earliest if date.earliest == date.latest and not date.is_interval else shown)
            assert said == words(date)
        elif len(row) == 3:
            typed, stored, said = row
            date = parse_input(typed, today=TODAY)
            assert (date.text, words(date)) == (stored, said)
        else:
            typed, meant = row
            assert suggest(typed) == meant


@pytest.mark.parametrize(
    ("typed", "edtf_text", "fix"),
    [
        ("two weeks ago", "2026-11-09", "write 2 weeks ago, or 2026-11-09"),
        ("A day ago", "2026-11-22", "write 1 day ago, or 2026-11-22"),
        ("2  Weeks ago", "2026-11-09", "write 2 weeks ago, or 2026-11-09"),
        ("3 months ago", "2026-08", "write 2026-08 for the whole month, or the day that is meant"),
        ("11 months ago", "2025-12", "write 2025-12 for the whole month, or the day that is meant"),
        ("a year ago", "2025", "write 2025 for the whole year, or the day that is meant"),
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
