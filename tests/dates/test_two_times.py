"""Two times of day in words: what may be a time with its shift from UTC as well is not read, and both are named."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates.parts import at_time
from timeline.dates.twotimes import two_times
from timeline.dates.written import WrittenDate, read_input
from timeline.errors import DateError

DAY = dt.date(2026, 11, 23)
CLOCKS = st.times().map(lambda time: time.strftime("%H:%M"))


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("14 Aug 2025 10:00-11:30", "2025-08-14T10:00:00-11:30"),
        ("14 Aug 2025, 10:00-11:30", "2025-08-14T10:00:00-11:30"),
        ("14 Aug 2025 10:00 - 11:30", None),
        ("14 Aug 2025 10:00\u201311:30", None),
        ("14 Aug 2025 10:00 to 11:30", None),
        ("10:00 until 11:30 on 14 August 2025", None),
    ],
)
def test_two_times_of_a_day_are_refused_with_both_readings(text, shift):
    with pytest.raises(DateError) as caught:
        read_input(text, today=DAY)
    assert "two times of day" in caught.value.what
    assert "2025-08-14T10:00:00Z/2025-08-14T1" in caught.value.fix
    assert (shift in caught.value.fix) if shift else ("; " not in caught.value.fix)


@pytest.mark.parametrize("text", ["03/04/2025 10:00-11:30", "03/04/2025 10:00 to 11:30"])
def test_of_a_day_that_may_be_another_each_is_named_with_both_readings(text):
    with pytest.raises(DateError) as caught:
        read_input(text, today=DAY)
    assert "two times of day" in caught.value.what
    for day in ("2025-03-04", "2025-04-03"):
        assert f"{day}T10:00:00Z/{day}T11:30:00Z" in caught.value.fix
        assert (f"{day}T10:00:00-11:30" in caught.value.fix) is ("-" in text)


@pytest.mark.parametrize("text", ["about 14 August 2025 10:00-11:30", "14 August 2025? 10:00-11:30"])
def test_a_day_in_doubt_takes_no_time_and_none_is_proposed(text):
    with pytest.raises(DateError) as caught:
        read_input(text, today=DAY)
    assert "?T" not in caught.value.fix
    assert "~T" not in caught.value.fix
    assert "11:30" not in caught.value.fix


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2025-08-14 10:00-05:00", "2025-08-14T15:00:00Z"),
        ("2025-08-14 01:00-05:00", "2025-08-14T06:00:00Z"),
        ("2025-08-14 10:00-11:30", "2025-08-14T21:30:00Z"),
        ("2025-08-14T10:00-11:30", "2025-08-14T21:30:00Z"),
        ("2025-08-14 10:00:00-11:30", "2025-08-14T21:30:00Z"),
        ("2025-08-14 10:00+11:30", "2025-08-13T22:30:00Z"),
    ],
)
def test_a_shift_behind_an_iso_time_is_one(text, edtf):
    assert read_input(text, today=DAY) == edtf


@given(first=CLOCKS, last=CLOCKS, sign=st.sampled_from(["-", " - ", "\u2013", " to "]))
def test_what_is_proposed_is_taken(first, last, sign):
    found = two_times(f"{first}{sign}{last}")
    assert (found is None) == (first >= last)
    if found is not None:
        words = found.on(["2025-08-14"]).removeprefix("write ").replace(",", " ").replace(";", " ").split()
        for word in words:
            if word.startswith("2025"):
                assert WrittenDate(word).meaning.earliest.startswith("2025-08-14T" if word[-1] == "Z" else "2025-08-1")


def test_a_column_of_times_holds_one_time_each():
    with pytest.raises(DateError) as caught:
        at_time("2025-08-14", "10:00-11:30")
    assert "end time" in caught.value.fix
    assert "10:00:00-11:30" in caught.value.fix
    assert at_time("2025-08-14", "10:00:00-11:30") == "2025-08-14T10:00:00-11:30"
