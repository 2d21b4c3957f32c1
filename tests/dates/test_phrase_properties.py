"""Whole grids of phrases, against days that are counted without reading any EDTF."""

import datetime as dt
import itertools

from hypothesis import given
from hypothesis import strategies as st

from meant import meant_by
from timeline.dates.advice import hint
from timeline.dates.edtf import parse, parse_input
from timeline.dates.english import MONTHS
from timeline.dates.slips import REPAIRS
from timeline.dates.values import DAY, NEVER_AFTER, NEVER_BEFORE, SECOND, day_number
from timeline.errors import DateError

TODAY = dt.date(2026, 11, 23)
DASHES = st.sampled_from(["-", " - ", "\u2013", " \u2013 ", "\u2014", " to ", "\u2212"])
DAYS = st.dates(dt.date(1000, 1, 1), dt.date(9000, 12, 31))


def spellings(day):
    name = MONTHS[day.month - 1]
    for month, year in itertools.product((name, name[:3], name[:3].upper()), (f"{day.year}",)):
        yield f"{day.day} {month} {year}"
        yield f"{month} {day.day}, {year}"
        yield f"{day.day}-{month}-{year}"
        yield f"{day:%A}, {day.day} {month} {year}"
    yield f"{day.day}.{day.month}.{day.year}"
    yield f"{day.year}/{day.month}/{day.day}"


def span_of(text):
    span = parse(text).span
    return span.lo, span.hi


def counted(first, last):
    return (first.toordinal() - 719_163) * DAY, (last.toordinal() - 719_163) * DAY + DAY - 1


@given(DAYS, st.data())
def test_a_day_is_read_however_it_is_spelled(day, data):
    text = data.draw(st.sampled_from(list(spellings(day))))
    assert span_of(meant_by(text)) == counted(day, day)


@given(DAYS, DAYS, DASHES, st.data())
def test_two_days_reach_from_the_first_to_the_last(one, other, dash, data):
    first, last = sorted((one, other))
    left, right = (data.draw(st.sampled_from(list(spellings(day))[:2])) for day in (first, last))
    assert span_of(meant_by(f"{left}{dash}{right}")) == counted(first, last)


@given(DAYS, st.integers(0, 27), DASHES, st.booleans())
def test_days_that_share_a_month_reach_from_the_first_to_the_last(day, more, dash, month_first):
    last = day + dt.timedelta(days=more)
    if (last.year, last.month) != (day.year, day.month) or last == day:
        return
    name = MONTHS[day.month - 1]
    text = (
        f"{name} {day.day}{dash}{last.day}, {day.year}"
        if month_first
        else f"{day.day}{dash}{last.day} {name} {day.year}"
    )
    assert span_of(meant_by(text)) == counted(day, last)


@given(st.integers(1000, 9999), st.integers(0, 99), st.sampled_from(["-", "\u2013", "/", " - "]))
def test_years_that_share_a_century_are_never_a_month_alone(year, short, sign):
    """What ends in 13 to 99 is two years, if it is anything; what ends in 01 to 12 may be both, and both are named."""
    text = f"{year}{sign}{short:02d}"
    found = hint(text, today=TODAY)
    if sign == "-" or found is None:
        return
    last = year // 100 * 100 + short
    named = found.readings or (found.edtf,)
    if last > year:
        assert f"{year}/{last}" in named
    if 1 <= short <= 12:
        assert f"{year}-{short:02d}" in named


@given(DAYS, st.sampled_from(["before", "after", "by", "since", "until", "not before"]))
def test_a_date_with_a_side_has_no_day_on_the_other(day, side):
    lo, hi = span_of(meant_by(f"{side} {day.day} {MONTHS[day.month - 1]} {day.year}"))
    first, last = counted(day, day)
    assert (lo, hi) == {
        "before": (NEVER_BEFORE, first - 1),
        "after": (last + 1, NEVER_AFTER),
        "by": (NEVER_BEFORE, last),
        "until": (NEVER_BEFORE, last),
        "since": (first, NEVER_AFTER),
        "not before": (first, NEVER_AFTER),
    }[side]


@given(st.integers(1, 99), st.sampled_from(["first half", "second half", "early", "mid", "late", "third quarter"]))
def test_parts_of_centuries_tile_them(century, part):
    lo, hi = span_of(meant_by(f"{part} {'of the ' if ' ' in part else ''}{century}th century"))
    years = list(range(max(1, century * 100 - 100), century * 100))
    place = {
        "first half": (0, 50), "second half": (50, 100), "third quarter": (50, 75),
        "early": (0, 34), "mid": (34, 67), "late": (67, 100),
    }[part]  # fmt: skip
    inside = [year for year in years if place[0] <= year % 100 < place[1]]
    assert lo == day_number(inside[0], 1, 1) * DAY
    assert hi == day_number(inside[-1], 12, 31) * DAY + DAY - 1


@given(st.integers(10**9, 10**10 - 1), st.sampled_from([0, 3, 6]), st.integers(0, 10**6 - 1))
def test_a_unix_time_is_its_instant(seconds, places, micros):
    fraction = f"{micros:06d}"[:places]
    lo, hi = span_of(meant_by(f"{seconds}{fraction}"))
    assert lo == hi == seconds * SECOND + int(fraction.ljust(6, "0"))


@given(st.text("0123456789-/.~?[]{},XxYuTZ: \u2013", min_size=1, max_size=24))
def test_whatever_is_typed_a_proposal_is_valid(text):
    found = hint(text, today=TODAY)
    for proposed in filter(None, (found and found.edtf, *(found.readings if found else ()))):
        assert parse_input(proposed, today=TODAY).text == proposed


@given(st.text("0123456789-/.~?[]{},XxYuTZ: \u2013", min_size=1, max_size=24))
def test_what_is_only_mended_keeps_every_digit(text):
    for repair in REPAIRS:
        if repair.__name__ in ("_no_such_day", "_no_such_month", "_clock", "_wrong_letter"):
            continue  # the first two say what they leave out; the others add zeros
        try:
            mended = repair(text)
        except DateError:
            continue
        if mended is not None:
            assert sorted(filter(str.isdigit, mended)) == sorted(filter(str.isdigit, text))
