"""Dates of a sheet: in one column or in parts, in an order that is told, refused in their own cell."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import bodies, faults, read

from builders import a_draft, a_log
from commands import run
from timeline.dates import edtf, parts
from timeline.errors import DateError


@pytest.fixture
def log(tmp_path):
    return a_log(tmp_path, a_draft("source", name="press", publisher="Press", published="2025-08-14"))


@pytest.mark.parametrize(
    ("heads", "row", "edtf"),
    [
        ("Year,Month,Day", "2026,4,24", "2026-04-24"),
        ("Year,Month,Day", "2026,Apr,", "2026-04"),
        ("Year,Month,Day", "2026.0,,", "2026"),
        ("Year,Month,Day", "2026,September,3rd", "2026-09-03"),
        ("Year,Month,Day", "198X,,", "198X"),
        ("Year,Month,Day", "2025?,8,", "2025?-08"),
        ("Year,Month,Day,Time", "2026,4,24,14:03", "2026-04-24T14:03:00"),
        ("Date,Time", "2026-04-24,2:03 pm", "2026-04-24T14:03:00"),
        ("Date,Time", "2026-04-24,14:03+02:00", "2026-04-24T14:03:00+02:00"),
        ("Date,Year,Time", "2026-04-24,2026,2:03 pm", "2026-04-24T14:03:00"),
        ("Date,Year,Month,Time", "2026-04-24T14:03:00Z,2026,4,14:03", "2026-04-24T14:03:00Z"),
        ("Start,End", "2025-08,2026-04", "2025-08/2026-04"),
        ("Start,End", "2025-08,", "2025-08"),
        ("Start,End", ",2026", "/2026"),
        ("Start,End", "2025,2025", "2025"),
        ("Date,End Date", "2025-08-01,2025-08-03", "2025-08-01/2025-08-03"),
        ("Year,Month,Day,End Year,End Month,End Day", "2025,8,1,2025,9,", "2025-08-01/2025-09"),
        ("Year,Month,Day,End Year,End Month,End Day", "2025,8,,,,", "2025-08"),
        ("Year,Month,Day", ",,", None),
    ],
)
def test_dates_in_several_columns_are_put_together(heads, row, edtf):
    (body,) = bodies(f"title,{heads}\nx,{row}\n")
    assert body.get("occurred") == edtf


@pytest.mark.parametrize(
    ("heads", "row", "where", "told"),
    [
        ("Year,Month,Day", ",4,24", "Month (column C)", "a month and no year"),
        ("Year,Month,Day", "2026,,24", "Day (column D)", "a day and no month"),
        ("Year,Month,Day", "26,4,24", "Year (column B)", "which century"),
        ("Year,Month,Day", "2026,2,30", "Day (column D)", "2026-02"),
        ("Year,Month,Day", "2026,13,1", "Month (column C)", "13"),
        ("Year,Month,Day", "2026,soon,1", "Month (column C)", "not a month"),
        ("Start,End", "2026,2025", "Start (column B)", "before"),
        ("Start,End", "2025/2026,2027", "Start (column B)", "more than one date"),
        ("Date,Time", "2026-04-24,noon", "Time (column C)", "not a time of day"),
        ("Date,Time", ",14:03", "Time (column C)", "a time and no day"),
        ("Date,Time", "2026-04,14:03", "Time (column C)", "not one day"),
    ],
)
def test_parts_that_make_no_date_are_refused_in_their_column(heads, row, where, told):
    found = faults(f"title,{heads}\nx,{row}\n")
    assert any(place == f"story:2, {where}" and told in what for place, what in found), found


def test_a_part_at_fault_is_named_by_its_own_column_and_its_fix_is_taken():
    text = "title,year,month,day\na,2021,Mai,1\nb,2021,4,31\n"
    assert [where for where, _ in faults(text)] == ["story:2, month (column C)", "story:3, day (column D)"]
    assert [body["occurred"] for body in bodies(text.replace("Mai", "5").replace("31", ""))] == [
        "2021-05-01",
        "2021-04",
    ]


@pytest.mark.parametrize("heads", ["title,Month", "title,Year,Month", "title,Month,Day"])
def test_a_column_called_month_that_holds_whole_dates_can_be_told_to(heads):
    row = {"title": "a", "Year": "2012", "Month": "2012-04", "Day": ""}
    text = f"{heads}\n{','.join(row[head] for head in heads.split(','))}\n"
    (fault,) = read(text).faults
    assert fault.fix == "if the column holds whole dates: --column Month=occurred (in Python columns=)"
    assert [body["occurred"] for body in bodies(text, columns={"Month": "occurred"})] == ["2012-04"]


def test_an_end_before_its_start_is_told_by_both_cells_and_not_as_one_text():
    """What was proposed had no cell: with both dates in the first, the second had to be emptied."""
    (fault,) = read("title,date,end\na,2021-01-05,2021-01-03\n").faults
    assert (fault.what, fault.fix) == (
        'the end "2021-01-03" is before the start "2021-01-05"',
        "swap the two, or mend the one that is wrong",
    )


def test_a_date_at_fault_is_the_only_fault_of_its_row_and_no_time_beside_it():
    assert faults("title,date,time\na,04/08/2025,14:30\n") == [
        ("story:2, date (column B)", '"04/08/2025" has more than one slash')
    ]


def test_zeros_for_days_that_are_not_known_are_read_so_and_said():
    found = read("title,year,month,day\na,1970,1,0\nb,1970,0,0\nc,1970,1,2\n")
    assert [draft.body["occurred"] for draft in found.drafts] == ["1970-01", "1970", "1970-01-02"]
    assert "a day of 0 is read as not known (2 dates)" in found.notes


@pytest.mark.parametrize("heads", ["start,end", "start,end year", "date,end"])
def test_an_open_end_has_a_sign_and_words_for_it_are_refused_with_it(heads):
    text = f"{heads},title\n2025-05,present,x\n"
    (fault,) = read(text).faults
    assert (fault.what, fault.fix) == ('"present" says that it still lasts', "write .. for an open end")
    assert [body["occurred"] for body in bodies(text.replace("present", ".."))] == ["2025-05/.."]


def test_a_column_of_months_that_may_be_pairs_of_years_is_said_once():
    """A season 2009-10 is October 2009 in EDTF, and a column of such texts has no other month."""
    note = '"When": 2009-10 is read as October 2009; write 2009/2010 if the years are meant'
    assert note in read("title,When\na,2009-10\nb,2010-11\n").notes
    for other in (
        "a,2009-10\nb,2009-10\n",
        "a,2009-10\nb,2010-11\nc,2010-12\n",
        "a,2009-10\nb,2010-11\nc,2010-11-03\n",
    ):
        assert note not in read(f"title,When\n{other}").notes


def test_a_file_without_headings_is_told_to_get_some():
    found = read("410412347,20150218,2015,RUSSIA\n410412348,20140218,2014,POLICE\n")
    assert (found.faults[0].fix or "").startswith("if the file has no row of headings: --heading-rows 0 ")
    assert not any("no row of headings" in (fault.fix or "") for fault in found.faults[1:])
    assert not any("no row of headings" in (fault.fix or "") for fault in read("title,Farbe\nx,y\n").faults)


def test_years_in_a_column_of_years_are_no_season():
    assert faults("title,year\na,2020-21\n") == [("story:2, year (column B)", '"2020-21" is not a year')]
    assert bodies("title,year\na,2020/2021\n") == [{"title": "a", "occurred": "2020/2021"}]


@settings(deadline=None)
@given(st.dates(min_value=dt.date(1000, 1, 1)), st.sampled_from(["day", "month"]), st.sampled_from("/-"))
def test_an_order_reads_every_day_as_it_was_written(day, order, sign):
    first, second = (day.day, day.month) if order == "day" else (day.month, day.day)
    text = f"{first:02d}{sign}{second:02d}{sign}{day.year:04d}"
    assert parts.in_order(text, order) == day.isoformat()
    (body,) = bodies(f"title,date\nx,{text}\n", order=order)
    assert body["occurred"] == day.isoformat()


def test_the_order_of_a_date_is_only_known_where_it_is_told(log, file):
    path = file("title,date,reported\nx,04/08/2025,14/08/2025 10:30\n")
    refused = run(log, "import", path)
    assert refused.exit_code == 2
    assert "write 2025-04-08 or 2025-08-04" in refused.stderr
    assert "--day-first reads 2025-08-04, --month-first reads 2025-04-08" in refused.stderr
    assert "--day-first reads 2025-08-14T10:30:00 (in Python" in refused.stderr
    both = run(log, "import", path, "--day-first", "--month-first")
    assert both.exit_code == 2
    assert "in two ways" in both.stderr
    assert run(log, "import", path, "--month-first").exit_code == 2
    said = run(log, "import", path, "--day-first")
    assert said.exit_code == 0, said.stderr
    event = log.read().records[-1].body
    assert event["occurred"] == "2025-08-04"
    assert event["reports"] == [{"reported": "2025-08-14T10:30:00"}]


@settings(deadline=None)
@given(st.text(alphabet="0123456789/-.X?~ :T", max_size=16), st.text(alphabet="0123456789X?", max_size=3))
def test_parts_make_edtf_or_are_refused(one, other):
    for make in (
        lambda: parts.of_parts(one, other),
        lambda: parts.of_parts(one, other, other),
        lambda: parts.between(one, other),
    ):
        try:
            found = make()
        except DateError:
            continue
        assert edtf.parse(str(found)).text == found


def test_a_time_in_words_is_refused_with_the_way_that_keeps_the_words():
    text = "Date,Time,Headline\n2025-01-01,night,one\n2025-01-02,14:00,two\n"
    (fault,) = read(text).faults
    assert "--column Time=said" in fault.fix
    assert [body["said"] for body in bodies(text, columns={"Time": "said"})] == ["night", "14:00"]
