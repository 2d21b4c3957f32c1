"""What to write instead of what is no date, case by case: the EDTF that was meant, and the words of the advice."""

import datetime as dt

import pytest

from meant import meant_by
from timeline.dates.advice import counts_from_today, hint

TODAY = dt.date(2026, 11, 23)

DAY_OR_MIDNIGHT = (
    "write 2025-08-14 if the day is meant, as programs write days so; 2025-08-14T00:00:00Z if midnight in UTC is"
)
NO_ZONE = "write 2025-08-14T00:00:01Z if it is in UTC, or 2025-08-14T00:00:01 if no time zone is known"
NO_ZONE_BUT_A_FRACTION = "write 2025-08-14T10:00:00.5Z if it is in UTC, or its shift from UTC after it, as in +01:00"
BOTH_ENDS = "2026-11-20T14:03Z/2026-11-20T14:41Z"

MEANT = [
    # text, the EDTF, the advice
    ("2025-08-14 00:00:00", "2025-08-14", DAY_OR_MIDNIGHT),
    ("2025-08-14 00:00", "2025-08-14", DAY_OR_MIDNIGHT),
    ("2025-08-14 00:00:01", "2025-08-14T00:00:01", NO_ZONE),
    ("2025-08-14T10:00:00.5", None, NO_ZONE_BUT_A_FRACTION),
    # times at both ends: of which zone
    ("2026-11-20T14:03z/2026-11-20T14:41z", BOTH_ENDS, f"write {BOTH_ENDS}"),
    (
        "2026-11-20T14:03z/2026-11-20T14:41",
        BOTH_ENDS,
        f"write {BOTH_ENDS} if that is its zone: a time in an interval or a set needs Z, or its shift from UTC",
    ),
    # a count of days, weeks, months or years, back to the first year there is
    ("Today", "2026-11-23", "write today, in small letters, or the day itself"),
    ("tomorrow", "2026-11-24", "write 2026-11-24"),
    ("1 day ago", "2026-11-22", "write 1 day ago, or 2026-11-22"),
    ("2 days ago", "2026-11-21", "write 2 days ago, or 2026-11-21"),
    ("a week ago", "2026-11-16", "write 1 week ago, or 2026-11-16"),
    ("11 months ago", "2025-12", "write 2025-12 for the whole month, or the day that is meant"),
    ("ten months ago", "2026-01", "write 2026-01 for the whole month, or the day that is meant"),
    ("2026 years ago", "0000", "write 0000 for the whole year, or the day that is meant"),
    ("2027 years ago", None, "write the day, month or year itself"),
    ("last month", "2026-10", "write 2026-10"),
    ("next month", "2026-12", "write 2026-12"),
    ("this year", "2026", "write 2026"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "meant", "advice"), MEANT)
def test_what_was_meant_and_what_to_write(text, meant, advice):
    found = hint(text, today=TODAY)
    assert (found.edtf, found.fix) == (meant, advice)


TIMES = [
    # a clock of twelve begins at twelve; the shift is taken off
    ("12:30 am on 14 August 2025", "2025-08-14T00:30:00"),
    ("12:30 pm on 14 August 2025", "2025-08-14T12:30:00"),
    ("1 pm on 14 August 2025", "2025-08-14T13:00:00"),
    ("13 pm on 14 August 2025", None),
    ("0:30 pm on 14 August 2025", None),
    ("14 August 2025 24:00", None),
    ("14 August 2025 00:30 +02:00", "2025-08-14T00:30:00+02:00"),
    ("14 August 2025 23:30 -01:00", "2025-08-14T23:30:00-01:00"),
    # ISO 8601 has fractions of a minute, which are none of a second; EDTF has neither
    ("2025-08-14T10:00.5Z", None),
    ("2025-08-14 10:00,5Z", None),
    ("2025-08-14T10:00:00,5Z", "2025-08-14T10:00:00.5Z"),
    ("2025-08-14T10:00 Z", "2025-08-14T10:00:00Z"),
    ("2025-08-14 9:00+0200", "2025-08-14T09:00:00+02:00"),
    ("00:30:01.5 +02:00 on 14 August 2025", "2025-08-13T22:30:01.5Z"),
    # a T between the day and the time, as programs write it, and words between them
    ("14 August 2025T10:00", "2025-08-14T10:00:00"),
    ("14 August 2025t10:00", "2025-08-14T10:00:00"),
    ("14 August 2025T 5pm", "2025-08-14T17:00:00"),
    ("14 August 2025 at 10:00", "2025-08-14T10:00:00"),
    ("10:00, on 14 August 2025", "2025-08-14T10:00:00"),
    ("10:00 on 14 August 2025", "2025-08-14T10:00:00"),
]


@pytest.mark.parametrize(("text", "meant"), TIMES)
def test_the_time_of_day_that_was_meant(text, meant):
    assert meant_by(text, TODAY) == meant


ISO_8601 = [  # weeks and days of the year, which are no EDTF: the examples of ISO 8601 and the ends of a year
    ("1985-102", "1985-04-12"),
    ("1985-W15-5", "1985-04-12"),
    ("1985-W15", "[1985-04-08..1985-04-14]"),
    ("2009-W01-1", "2008-12-29"),
    ("2009-W53-7", "2010-01-03"),
    ("2008-W39-6", "2008-09-27"),
    ("2025-001", "2025-01-01"),
    ("2025-365", "2025-12-31"),
    ("2025-366", None),
    ("2024-366", "2024-12-31"),
    ("2025-000", None),
    ("2025-W00", None),
    ("2025-W52-7", "2025-12-28"),
    ("2025-W53", None),
    ("2025-W01-0", None),
    ("2025-W01-8", None),
]


@pytest.mark.parametrize(("text", "meant"), ISO_8601)
def test_weeks_and_days_of_the_year_are_those_of_the_standard(text, meant):
    assert meant_by(text) == meant


READ = [
    # a doubt stays where it was typed: whatever stands before the year
    ("Y2025?", ["2025?"]),
    ("Y2025~", ["2025~"]),
    ("year 2025?", ["2025?"]),
    ("y12025?", ["Y12025?"]),
    ("August '25?", ["1925-08?", "2025-08?"]),
    ("August '25", ["1925-08", "2025-08"]),
    ("14-Aug-25?", ["1925-08-14?", "2025-08-14?"]),
    ("winter 2019-20?", ["2019-24?"]),
    ("c. winter 2019-20", ["2019-24~"]),
    ("c. winter 2019-20?", ["2019-24%"]),
    # a spreadsheet's month and year, or month and day
    ("Aug-25", ["XXXX-08-25", "1925-08", "2025-08"]),
    ("Aug-32", ["1932-08", "2032-08"]),
    # a month, or the years to another: twelve months there are
    ("2004/05", ["2004/2005", "2004-05"]),
    ("2004/12", ["2004/2012", "2004-12"]),
    ("2004/13", ["2004/2013"]),
    ("2004/00", []),
    # a day and a year of two digits; of three there is none
    ("14 August 25", ["1925-08-14", "2025-08-14"]),
    ("14 August 125", []),
    # blanks between digits are slips, and between words they are not
    ("2 025", ["2025"]),
    ("2025 - 08", ["2025-08"]),
    ("hello 20 25", []),
    ("Y 12025", ["Y12025"]),
    ("201 X", ["201X"]),
    ("Y 3388E2", ["Y3388E2"]),
    # one day of the week, which has to be the right one
    ("Thursday 14 August 2025", ["2025-08-14"]),
    ("Monday 14 August 2025", []),
    ("Monday Thursday 14 August 2025", []),
    ("Thursday 14 August 2025, Thursday", []),
    # two sides, and one that is missing
    ("AD 50 to 60", ["0050/0060"]),
    ("50 to AD 60", ["0050/0060"]),
    ("100 to 50 BC", ["-0099/-0049"]),
    ("50 BC to 100", []),
    ("between 2020 and", []),
    ("either 2020 to 2021", []),
    ("from 2020 and 2021", []),
]


@pytest.mark.parametrize(("text", "each"), READ)
def test_what_a_phrase_may_mean_is_all_of_this(text, each):
    found = hint(text, today=TODAY)
    readings = [] if found is None else list(found.readings) or [found.edtf] * (found.edtf is not None)
    assert readings == each


COUNTED = {"now": True, "Today": True, "yesterday": True, "last month": True, "2 weeks ago": True, "a year ago": True,
           "2025": False, "two moons ago": False, "last week": True, "weeks ago": False, "": False}  # fmt: skip


@pytest.mark.parametrize("text", COUNTED)
def test_which_words_count_from_today(text):
    assert counts_from_today(text) is COUNTED[text]


def test_without_a_day_to_count_from_the_advice_is_to_write_it_out():
    for text in ("last month", "yesterday", "2 weeks ago"):
        assert hint(text)[:2] == (None, "write the day, month or year itself")
    assert hint("now")[:2] == (None, "write today, in small letters, or the day itself")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2025-08-14T25:00:00Z/2025-08-15T10:00:00Z", "2025-08-14/2025-08-15"),
        ("2025-08-14T10h/2025-08-15T11h", "2025-08-14/2025-08-15"),
        ("2025-02-30T10h/2025-03-01T11h", None),
    ],
)
def test_of_two_times_that_no_clock_shows_the_days_are_named_where_there_are_such(text, days):
    assert hint(text) == (None if days is None else (None, f"write {days} for the whole days", None, ()))
