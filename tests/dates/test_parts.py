"""Dates put together of parts, as sheets give them: what says which part is wrong."""

import pytest

from timeline.dates.parts import of_parts
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
    ],
)
def test_parts_make_a_date(parts, edtf):
    assert str(of_parts(*parts)) == edtf


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
        (("2021", "Mai", "1"), "month", '"Mai" is not a month'),
        (("2021", "0", "5"), "month", '"0" is not a month'),
        (("2021", "4", "31"), "day", '"2021-04-31" is a day that does not exist'),
        (("2021", "4", "x"), "day", '"x" is not a day'),
        (("", "4", ""), "month", "there is a month and no year"),
        (("21", "4", ""), "year", '"21" does not say which century'),
        (("2021", "4", "1", "noon"), "time", '"noon" is not a time of day'),
        (("2021", "4", "0", "10:00"), "time", "there is a time and no day"),
    ],
)
def test_the_part_that_is_wrong_is_named(parts, part, what):
    with pytest.raises(DateError) as caught:
        of_parts(*parts)
    assert (caught.value.where, caught.value.what) == (part, what)


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
