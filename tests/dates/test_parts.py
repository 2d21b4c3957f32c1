"""Dates put together of parts, as sheets give them: what says which part is wrong."""

import pytest

from timeline.dates.parts import at_time, between, in_order, of_parts
from timeline.errors import DateError


@pytest.mark.parametrize(
    ("parts", "edtf"),
    [
        (("2026", "4"), "2026-04"),
        (("2026", "Apr.", "24th"), "2026-04-24"),
        (("2026", "21"), "2026-21"),
        (("2026", "41"), "2026-41"),
        (("2026", "XX"), "2026-XX"),
        (("2026.0", "12", "3", "9:05 pm"), "2026-12-03T21:05:00"),
        (("2026",), "2026"),
        (("2026.0", "4.0", "3.0", "14:03"), "2026-04-03T14:03:00"),
        (("2026", "4", "3", "9:05"), "2026-04-03T09:05:00"),
        (("2026", "4", "3", "12:05 am"), "2026-04-03T00:05:00"),
        (("2026", "4", "3", "12:05 pm"), "2026-04-03T12:05:00"),
        (("2026", "4", "3", "1:05 pm"), "2026-04-03T13:05:00"),
        (("2026", "4", "3", "09:05:06.5+01:00"), "2026-04-03T08:05:06.5Z"),
        (("987",), "0987"),
        (("-044", "3", "15"), "-0044-03-15"),
        (("2026?", "4~", "3%"), "2026?-04~-03%"),
    ],
)
def test_parts_make_a_date(parts, edtf):
    assert str(of_parts(*parts)) == edtf


@pytest.mark.parametrize(
    ("start", "end", "whole"),
    [
        ("2025", "2026-04", "2025/2026-04"),
        ("2025", "", "2025"),
        ("", "2026", "/2026"),
        ("2025", "2025", "2025"),
        ("2025/2026", "", "2025/2026"),
        ("2025/2026", "2027", None),
        ("2025", "[2026,2027]", None),
        ("{2025,2026}", "2027", None),
        ("2026", "2025", None),
    ],
)
def test_two_dates_make_an_interval_as_long_as_each_is_one(start, end, whole):
    if whole is None:
        with pytest.raises(DateError):
            between(start, end)
    else:
        assert str(between(start, end)) == whole


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [
        ("04/08/2025", "2025-08-04", "2025-04-08"),
        ("4-8-2025", "2025-08-04", "2025-04-08"),
        ("14/08/2025", "2025-08-14", None),
        ("08/14/2025", None, "2025-08-14"),
        ("31/04/2025", None, None),
        ("29/02/2024", "2024-02-29", None),
        ("04.08.2025", "2025-08-04", None),
        ("08/2025", "2025-08", "2025-08"),
        ("13/2025", None, None),
        ("04/08/2025 9:05", "2025-08-04T09:05:00", "2025-04-08T09:05:00"),
        ("04/08/2025T21:05Z", "2025-08-04T21:05:00Z", "2025-04-08T21:05:00Z"),
        ("08/2025 9:05", None, None),
        ("04/08/2025 25:05", None, None),
        ("04/08/25", None, None),
        ("2025-08-04", None, None),
        ("August", None, None),
    ],
)
def test_digits_are_read_in_the_order_that_was_told(text, day_first, month_first):
    assert (in_order(text, "day"), in_order(text, "month")) == (day_first, month_first)


@pytest.mark.parametrize("month", ["13", "0", "00", "20", "42", "99"])
def test_a_number_that_counts_no_month_is_not_taken_for_a_year(month):
    """1805 and 13 once made the years 1805 to 1813 a proposal."""
    with pytest.raises(DateError) as caught:
        of_parts("1805", month)
    assert caught.value.what == f'"{month}" is not a month'
    assert caught.value.fix == "write its number, or empty the cell: month 4 is 4"


@pytest.mark.parametrize(
    ("parts", "edtf"),
    [(("1970", "1", "0"), "1970-01"), (("1970", "01", "00"), "1970-01"), (("1970", "0", "0"), "1970")],
)
def test_a_zero_is_a_day_that_is_not_known(parts, edtf):
    assert str(of_parts(*parts)) == edtf


@pytest.mark.parametrize(
    ("parts", "part", "what"),
    [
        (("",), "part", "there is a part and no year"),
        (("", "4"), "month", "there is a month and no year"),
        (("", "", "4"), "day", "there is a day and no year"),
        (("", "", "", "9:05"), "time", "there is a time and no day"),
        (("XXXX", "", "", "9:05"), "time", "there is a time and no day"),
        (("2026", "", "3"), "day", "there is a day and no month"),
        (("2026", "4", "", "9:05"), "time", "there is a time and no day"),
        (("2026", "4", "0", "10:00"), "time", "there is a time and no day"),
        (("26",), "year", '"26" does not say which century'),
        (("-0000",), "year", '"-0000" is no year: year 0 has no sign'),
        (("-44", "3", "15"), "day", '"-44-03-15" does not begin with a year of four digits'),
        (("2026", "4x"), "month", '"4x" is not a month'),
        (("2026", "Mai", "1"), "month", '"Mai" is not a month'),
        (("2026", "0", "5"), "month", '"0" is not a month'),
        (("2026", "4", "thirty"), "day", '"thirty" is not a day'),
        (("2026", "4", "31"), "day", '"2026-04-31" is a day that does not exist'),
        (("2026", "4", "3", "noon"), "time", '"noon" is not a time of day'),
        (("2026", "4", "3", "0:05 am"), "time", '"0:05 am" is not a time of day'),
        (("2026", "4", "3", "13:05 pm"), "time", '"13:05 pm" is not a time of day'),
    ],
)
def test_the_part_that_is_wrong_is_named(parts, part, what):
    with pytest.raises(DateError) as caught:
        of_parts(*parts)
    assert (caught.value.where, caught.value.what) == (part, what)


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("14:10 UTC", "14:10Z"),
        ("14:10 CET", "14:10+01:00"),
        ("14:10 GMT+5:30", "14:10+05:30"),
        ("14:10:09 EST", "14:10:09-05:00"),
        ("3pm", "15:00"),
        ("14.10", "14:10"),
        ("14h10", "14:10"),
        ("14h", "14:00"),
        ("9.05 Uhr", "09:05"),
        ("0900", "09:00"),
        ("1410 UTC", "14:10Z"),
        ("1410Z", "14:10Z"),
        ("noon", "12:00"),
    ],
)
def test_the_time_that_was_probably_meant_is_named_with_its_zone_and_is_taken(cell, meant):
    with pytest.raises(DateError) as caught:
        of_parts("2026", "4", "3", cell)
    assert (caught.value.what, caught.value.fix) == (f'"{cell}" is not a time of day', f"write {meant}")
    assert str(of_parts("2026", "4", "3", meant)).startswith("2026-04-03T")


@pytest.mark.parametrize("cell", ["14:10 IST", "2500", "14.75", "about ten", "~14:10", "14h75", "0:05 am", "24h10"])
def test_of_a_time_that_may_mean_others_none_is_proposed(cell):
    with pytest.raises(DateError) as caught:
        of_parts("2026", "4", "3", cell)
    assert "write 1" not in caught.value.fix
    assert ("shift from UTC" in caught.value.fix) == ("IST" in cell)


@pytest.mark.parametrize("day", ["2026-02", "XXXX", "2026-02-05/2026-02-06", "[..2026-02-05]", "2026-02-05T10:00:00"])
def test_a_time_beside_what_is_not_one_day_is_refused_as_that(day):
    with pytest.raises(DateError) as caught:
        at_time(day, "14:00")
    assert (caught.value.where, caught.value.what) == ("time", f'"{day}" beside it is not one day')
    assert caught.value.fix == "leave the time out, or write the day, as in 2025-08-14"


@pytest.mark.parametrize(
    ("year", "years"),
    [("2020-21", "2020/2021"), ("2009-10", "2009/2010"), ("1999-00", "1999/2000"), ("1931-33", "1931/1933")],
)
def test_two_years_are_not_one_and_no_season(year, years):
    """2020-21 is spring 2020 in EDTF; in a column of years nobody means that."""
    with pytest.raises(DateError) as caught:
        of_parts(year)
    assert caught.value.what == f'"{year}" is not a year'
    assert f"write {years} for the years" in caught.value.fix
    assert str(of_parts(years)) == years
