"""Two columns that bound one day that nobody knows, and precisions that the start and the end have of their own."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import DAY, bodies, faults, read

from timeline.dates.local import zone_of_times
from timeline.dates.parts import bounded
from timeline.dates.written import WrittenDate
from timeline.text.incoming import fixing, reading
from timeline.text.incoming.values import Asked

DAYS = st.dates(dt.date(1, 1, 2), dt.date(9998, 12, 30))


def occurred(text, **asked):
    return [body.get("occurred") for body in bodies(text, **asked)]


@pytest.mark.parametrize(
    ("earliest", "latest", "edtf"),
    [
        ("2025-06-12", "2025-06-18", "[2025-06-12..2025-06-18]"),
        ("2025-06-12", "2025-06-12", "2025-06-12"),
        ("2025-06", "2025-08-14", "[2025-06..2025-08-14]"),
        ("2025-06-12", "", "[2025-06-12..]"),
        ("", "2025-06-18", "[..2025-06-18]"),
        ("", "", None),
        ("2025-06-12T10:00:00Z", "2025-06-12T11:00:00Z", "[2025-06-12T10:00:00Z..2025-06-12T11:00:00Z]"),
    ],
)
def test_one_day_lies_between_two(earliest, latest, edtf):
    assert occurred(f"title,earliest date,latest date\nx,{earliest},{latest}\n") == [edtf]


def test_what_is_bounded_is_no_interval():
    """Days from one to another that something lasted, and one day between them, are different things."""
    columns = {"date_start": "earliest date", "date_end": "latest date"}
    text = "title,date_start,date_end\nx,2025-06-12,2025-06-18\n"
    assert occurred(text, columns=columns) == ["[2025-06-12..2025-06-18]"]
    assert occurred(text) == ["2025-06-12/2025-06-18"]


@pytest.mark.parametrize(
    ("precision", "edtf"),
    [
        ("month", "2025-06"),
        ("week", "[2025-06-09..2025-06-22]"),
        ("year", "2025"),
        ("day", "[2025-06-12..2025-06-18]"),
        ("", "[2025-06-12..2025-06-18]"),
    ],
)
def test_a_precision_is_that_of_each_bound(precision, edtf):
    text = f"title,earliest date,latest date,precision\nx,2025-06-12,2025-06-18,{precision}\n"
    assert occurred(text) == [edtf]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("x,2025-06-18,2025-06-12,", 'the latest date "2025-06-12" is before the earliest, "2025-06-18"'),
        ("x,2025-06/2025-07,2025-08,", 'the earliest date "2025-06/2025-07" is more than one date'),
        ('x,2025-06,"[2025-08,2025-10]",', 'the latest date "[2025-08,2025-10]" is more than one date'),
        ("x,2025-06-12,2025-06-18,2025-06-13", "there is a date beside it already"),
        ("x,12 June,2025-06-18,", None),
    ],
)
def test_a_fault_of_a_bound_is_named_by_its_cell(row, what):
    (fault,) = read(f"title,earliest date,latest date,date\n{row}\n").faults
    assert fault.where.startswith("story:2, ")
    assert "(column " in fault.where
    assert fault.fix
    assert what is None or fault.what == what


def test_a_row_without_bounds_keeps_the_date_that_it_has():
    """A sheet may have a column of each, of which a row fills one."""
    text = "title,date,end,earliest date,latest date\n"
    rows = "x,2025,,,\ny,,,2025-06-12,2025-06-18\nz,2024,2026,,\nw,,,,\n"
    assert occurred(text + rows) == ["2025", "[2025-06-12..2025-06-18]", "2024/2026", None]


def test_the_columns_of_bounds_can_be_left_out_as_their_fault_says():
    text = "title,date,earliest date,latest date\nx,2025-06-14,2025-06-12,2025-06-18\n"
    (fault,) = read(text).faults
    assert "--column 'earliest date=' --column 'latest date='" in fault.fix
    assert occurred(text, columns={"earliest date": "", "latest date": ""}) == ["2025-06-14"]


@settings(max_examples=60)
@given(days=st.lists(DAYS, min_size=2, max_size=2).map(sorted))
def test_a_bounded_day_lies_on_its_bounds_and_between_them(days):
    first, last = (day.isoformat() for day in days)
    meaning = WrittenDate(str(bounded(first, last))).meaning
    assert (meaning.earliest, meaning.latest) == (first, last)


@pytest.mark.parametrize(
    ("row", "edtf"),
    [
        ("x,2025-06-12,2025-08-14,day,month", "2025-06-12/2025-08"),
        ("x,2025-06-12,2025-08-14,month,", "2025-06/2025-08-14"),
        ("x,2025-06-12,2025-06-18,month,month", "2025-06"),
        ("x,2025-06-12,,year,", "2025"),
        ("x,2025-06-12,..,month,", "2025-06/.."),
        ("x,2025-06-12,2026-01-10,approximate,uncertain", "2025-06-12~/2026-01-10?"),
        ("x,2025-06-12,,week,", "[2025-06-09..2025-06-15]"),
    ],
)
def test_a_start_and_an_end_have_precisions_of_their_own(row, edtf):
    assert occurred(f"title,start,end,start precision,end precision\n{row}\n") == [edtf]


@pytest.mark.parametrize(
    ("date", "precision", "edtf"),
    [("2025-06-12", "month", "2025-06"), ("2025-06-12/2025-08", "", "2025-06-12/2025-08"), ("", "month", None)],
)
def test_a_date_without_an_end_is_cut_to_the_precision_of_its_start(date, precision, edtf):
    assert occurred(f"title,date,start precision\nx,{date},{precision}\n") == [edtf]


def test_one_precision_of_both_sides_cuts_what_their_own_left():
    text = "title,start,end,precision,start precision\nx,2025-06-12,2025-08-14,month,year\n"
    assert occurred(text) == ["2025/2025-08"]


def test_a_side_of_an_interval_is_not_a_week():
    text = "title,start,end,start precision\nx,2025-06-12,2025-08-14,week\n"
    ((where, what),) = faults(text)
    assert where == "story:2, start precision (column D)"
    assert "no interval of EDTF" in what


def test_a_number_is_told_for_every_column_of_precisions():
    text = "title,start,end,start_prec,ep_end_prec\nx,2025-06-12,2025-08-14,1,4\n"
    columns = {"start_prec": "start precision", "ep_end_prec": "end precision"}
    assert occurred(text, columns=columns, precision={"1": "day", "4": "month"}) == ["2025-06-12/2025-08"]


@pytest.mark.parametrize("heading", ["start precision", "end precision"])
def test_a_precision_of_a_side_that_is_not_there_is_refused(heading):
    ((_, what),) = faults(f"title,reported,{heading}\nx,2025-06-12,month\n")
    assert what == "it is the precision of a date, and no column is one"


def test_bounds_are_fixed_as_other_dates_are():
    asked = Asked(day=DAY)
    data = b"title,earliest date,latest date\nx,12 June 2025,18 June 2025\n"
    table = reading.table(data, "csv", name="story", asked=asked)
    found = fixing.fixed(table, asked, separator=",")
    assert (found.proposed, found.unread) == (2, 0)
    assert occurred(found.text) == ["[2025-06-12..2025-06-18]"]


SHIFTS = "title,date,start time,end time\n"


def test_an_end_time_alone_is_one_of_the_day_of_the_start():
    zone = {"time_zone": zone_of_times("Europe/Berlin")}
    assert occurred(f"{SHIFTS}x,2025-08-14,10:00,11:30\ny,2025-08-14,10:00,\n", **zone) == [
        "2025-08-14T10:00:00+02:00/2025-08-14T11:30:00+02:00",
        "2025-08-14T10:00:00+02:00",
    ]


@pytest.mark.parametrize(
    ("row", "advice"),
    [
        ("x,2025-08-14,10:00,11:30", "--time-zone"),
        ("x,2025-08-14,23:00,01:00", "the day of the end"),
        ("x,2025-08-14,,11:30", "empty the cell of the one that has it"),
    ],
)
def test_times_that_make_no_interval_say_what_is_missing(row, advice):
    (fault,) = read(f"{SHIFTS}{row}\n").faults
    assert advice in fault.fix
