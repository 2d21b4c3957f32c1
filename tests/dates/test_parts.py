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
