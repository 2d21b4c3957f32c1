"""Stamps: moments in UTC with six digits of a second; instants with an offset, by the examples of RFC 3339, 5.8."""

import pytest

from timeline.dates.stamps import format_stamp, is_day, stamp_moment, utc_stamp
from timeline.errors import RecordError

INSTANTS = [
    ("1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50.520000Z"),
    ("1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57.000000Z"),
    ("1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.870000Z"),
    ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000000Z"),
    ("2024-01-01T00:30:00.000001+01:00", "2023-12-31T23:30:00.000001Z"),
    ("2024-03-01T23:59:59.999999-00:00", "2024-03-01T23:59:59.999999Z"),
    ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000000Z"),
]
NO_INSTANTS = {
    "1990-12-31T23:59:60Z": "is not an instant with an offset",  # leap seconds have no place in a count of days
    "1990-12-31T15:59:60-08:00": "does not exist",
    "2024-03-01T24:00:00Z": "is not an instant with an offset",
    "2024-03-01T12:00:00": "is not an instant with an offset",
    "2024-03-01T12:00:00.Z": "is not an instant with an offset",
    "2024-03-01T12:00:00.1234567Z": "is not an instant with an offset",
    "2024-03-01 12:00:00Z": "is not an instant with an offset",
    "2024-03-01": "is not an instant with an offset",
    "2023-02-29T12:00:00Z": "does not exist",
    "2024-03-01T12:60:00Z": "does not exist",
    "9999-12-31T23:30:00-01:00": "does not exist",
    "0001-01-01T00:30:00+01:00": "does not exist",
}


@pytest.mark.parametrize(("text", "stamp"), INSTANTS)
def test_an_instant_is_its_stamp_in_utc(text, stamp):
    assert utc_stamp(text) == stamp
    assert format_stamp(stamp_moment(stamp)) == stamp


@pytest.mark.parametrize("text", NO_INSTANTS)
def test_what_is_no_instant_is_refused(text):
    with pytest.raises(RecordError) as caught:
        utc_stamp(text)
    what, fix = f'"{text}" {NO_INSTANTS[text]}', "write it as 2026-11-23T21:10:00.000000Z"
    assert (caught.value.what, caught.value.where, caught.value.fix) == (what, "recorded", fix)


@pytest.mark.parametrize(
    ("stamp", "what"),
    [
        ("2026-11-23T21:10:00Z", '"2026-11-23T21:10:00Z" is not a stamp of the form 2026-11-23T21:10:00.000000Z'),
        ("2026-02-29T21:10:00.000000Z", '"2026-02-29T21:10:00.000000Z" names no moment that exists'),
        ("2026-11-23T25:10:00.000000Z", '"2026-11-23T25:10:00.000000Z" names no moment that exists'),
    ],
)
def test_what_is_no_stamp_is_refused(stamp, what):
    with pytest.raises(RecordError) as caught:
        stamp_moment(stamp)
    assert (caught.value.what, caught.value.where) == (what, "recorded")


def test_moments_are_counted_from_1970_and_print_within_the_years_of_a_calendar():
    assert (stamp_moment("1970-01-01T00:00:00.000001Z"), stamp_moment("1969-12-31T23:59:59.999999Z")) == (1, -1)
    assert (format_stamp(0), format_stamp(-1)) == ("1970-01-01T00:00:00.000000Z", "1969-12-31T23:59:59.999999Z")
    for beyond in (stamp_moment("9999-12-31T23:59:59.999999Z") + 1, stamp_moment("0001-01-01T00:00:00.000000Z") - 1):
        with pytest.raises(RecordError) as caught:
            format_stamp(beyond)
        assert (caught.value.where, caught.value.fix) == ("clock", "set the clock")


def test_a_day_is_one_of_the_calendar_in_its_full_form():
    assert [is_day(text) for text in ("2024-02-29", "2023-02-29", "2024-2-29", "0000-01-01")] == [
        True,
        False,
        False,
        False,
    ]
