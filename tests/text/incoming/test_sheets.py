"""Sheets as people keep them: their own headings, dates in parts, the sources of a row, a row an object."""

import csv
import datetime as dt
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_draft, a_log, segments_of
from commands import run
from timeline.dates import edtf, parts
from timeline.errors import DateError, TimelineError
from timeline.store import incoming
from timeline.text.incoming import cells as cells_
from timeline.text.incoming import reading, rows
from timeline.text.incoming.values import Asked, Cells, Table
from timeline.views import payloads

DAY = dt.date(2026, 11, 23)


@pytest.fixture
def log(tmp_path):
    return a_log(tmp_path, a_draft("source", name="press", publisher="Press", published="2025-08-14"))


def read(text, **more):
    data = text if isinstance(text, bytes) else text.encode()
    return reading.parse(data, "csv", name="story", asked=Asked(day=DAY, **more))


def bodies(text, kind="event", **more):
    found = read(text, **more)
    assert found.faults == ()
    return [draft.body for draft in found.drafts if draft.kind == kind]


def faults(text, **more):
    return [(fault.where, fault.what) for fault in read(text, **more).faults]


# --- headings, and what stands above them --------------------------------------------------------


def test_headings_are_those_that_people_use_and_what_was_understood_is_said(log, file):
    path = file("When,Headline,Notes,Categories\n2025-08,R2 moved,a long story,r2; hw\n")
    said = run(log, "import", path)
    assert said.exit_code == 0, said.stderr
    assert 'read: "When" as occurred, "Headline" as title, "Notes" as text, "Categories" as tags' in said.stderr
    event = log.read().records[-1].body
    assert event == {"title": "R2 moved", "occurred": "2025-08", "text": "a long story", "tags": ["r2", "hw"]}


@pytest.mark.parametrize(
    "word", ["date", "Date", "WHEN", "time", "Event date", "date_of_event", "eventDate", "Incident Date"]
)
def test_words_for_when_it_happened(word):
    assert bodies(f"title,{word}\nx,2025\n") == [{"title": "x", "occurred": "2025"}]


@pytest.mark.parametrize("word", ["Headline", "event", "What happened", "Title:", "Event title*"])
def test_words_for_a_title(word):
    assert bodies(f"{word}\nx\n") == [{"title": "x"}]


def test_of_a_column_that_is_given_a_name_that_no_field_has_the_name_is_at_fault():
    ((where, what),) = faults("Headline,Farbe\nx,y\n", columns={"Farbe": "tgas"})
    assert where == "--column"
    assert '"tgas" is not a field of a sheet of events' in what


def test_rows_above_the_headings_are_passed_over_and_said():
    text = "Timeline of the case,\nlast change: 2026-06-01,,\n\nDate,Event,Comment\n2025,x,y\n"
    found = read(text)
    assert [draft.body for draft in found.drafts] == [{"title": "x", "occurred": "2025", "text": "y"}]
    assert "lines 1 to 2: above the headings, and passed over" in found.notes
    (where, what) = faults(text.replace("2025,", "soon,"))[0]
    assert where == "story:5, Date (column A)"
    assert "soon" in what


@pytest.mark.parametrize("above", ["Our incidents,made by,the team,2026-06-01", "a,b,c,d\ne,f,g,h,i", "A,B,C,D"])
def test_rows_above_the_headings_may_be_as_wide_as_these(above):
    found = read(f"{above}\nEvent,Date,Comment,Source\nx,2025,y,press\n")
    assert found.faults == ()
    (body,) = [draft.body for draft in found.drafts if draft.kind == "event"]
    assert (body["title"], body["occurred"], body["text"]) == ("x", "2025", "y")
    assert any("above the headings, and passed over" in note for note in found.notes)


def test_rows_that_may_be_events_are_never_passed_over():
    text = "R1 moved,2025,x\nR2 moved,2026,y\nTitle,Date,Notes\nz,2025,\n"
    assert "no column is called title, or name" in str(faults(text)) or "has no column" in str(faults(text))
    assert all(where.startswith("story:1") for where, _ in faults(text))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_with_a_mark_and_separators(encoding, separator):
    text = separator.join(["Titel äöü", "Date"]) + "\r\n" + separator.join(["Köln", "2025"]) + "\r\n"
    mark = "\ufeff" if encoding.endswith("e") else ""
    assert bodies((mark + text).encode(encoding), columns={"Titel äöü": "title"}) == [
        {"title": "Köln", "occurred": "2025"}
    ]


def test_other_columns_are_refused_or_passed_over_when_told():
    text = "Title,Colour,Shape\nx,red,round\n"
    assert [where for where, _ in faults(text)] == ["story:1, Colour (column B)", "story:1, Shape (column C)"]
    found = read(text, ignore_other_columns=True, columns={"Farbe": "tags", "Shape": "tags"})
    assert [draft.body for draft in found.drafts] == [{"title": "x", "tags": ["round"]}]
    assert found.passed_over == ("Colour",)
    assert "--column" in faults(text, columns={"Farbe": "tags"})[0][0]


def test_several_columns_of_notes_are_one_text_and_nothing_of_it_is_lost():
    assert bodies("title,Description,Notes\nx,one,two\ny,,two\n") == [
        {"title": "x", "text": "one\n\ntwo"},
        {"title": "y", "text": "two"},
    ]


def test_links_are_addresses():
    assert bodies("title,See also\nx,https://a.org/1 https://b.org/?a=1;b=2\n") == [
        {"title": "x", "links": [{"url": "https://a.org/1"}, {"url": "https://b.org/?a=1;b=2"}]}
    ]


# --- dates -----------------------------------------------------------------------------------------


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


def test_without_a_title_what_is_missing_is_told_of_the_row_that_has_most_headings():
    text = "# exported 2026-05-01\n# source: a lab\nevent_date\tnotes\tsource\tdead\n2026-02-03\tx\tBBC\t3\n"
    found = reading.parse(text.encode(), "tsv", name="story", asked=Asked(day=DAY))
    assert [fault.where for fault in found.faults] == ["story:3, dead (column D)"]
    found = reading.parse(text.encode(), "tsv", name="story", asked=Asked(day=DAY, columns={"dead": ""}))
    assert [(fault.where, fault.what) for fault in found.faults] == [("story:3", "no column is called title, or name")]


def test_headings_in_two_rows_are_told_to_become_one():
    fix = read("When,,What happened\nFrom,To,\n2026,2027,x\n").faults[0].fix
    assert fix == "line 2 goes on with the headings: write both rows into one. Else name it in line 1, or empty it"
    assert read("When,,What happened\n2026,2027,x\n").faults[0].fix == "name it in line 1, or empty it"


@pytest.mark.parametrize(
    ("heads", "asked", "advised"),
    [
        ("name,level,msg,time", {"msg": "title"}, "--column name="),
        ("name,level,msg,time", {"msg": "title", "time": "occurred"}, "--column name="),
        ("Name,Born,Died", {"Born": "start", "Died": "end"}, "--column Name=title"),
        ("My name,Born", {"My name": "name"}, "--column 'My name=title'"),
    ],
)
def test_a_column_called_name_is_left_out_where_another_is_the_title_and_the_advice_is_taken(heads, asked, advised):
    text = f"{heads}\n{','.join('2026' for _ in heads.split(','))}\n"
    more = {"columns": asked, "ignore_other_columns": True}
    fix = read(text, **more).faults[0].fix if read(text, **more).faults else read(text, columns=asked).faults[0].fix
    assert fix.startswith(f"of a sheet of events: {advised} (in Python")
    heading, _, meant = advised.removeprefix("--column ").strip("'").partition("=")
    assert read(text, columns=asked | {heading: meant}, ignore_other_columns=True).faults == ()


def test_a_file_without_headings_is_told_to_get_some():
    found = read("410412347,20150218,2015,RUSSIA\n410412348,20140218,2014,POLICE\n")
    assert (found.faults[0].fix or "").startswith("if the file has no row of headings, write one above its first row.")
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


# --- the sources that a row brings -------------------------------------------------------------------

ROWS = (
    "Date,Headline,Publisher,URL,Published,Via,Origin,Interested,Quote\n"
    "2025-08-14,R2 moved,Financial Times,https://ft.example/a,2025-08-14,,people familiar,,so it said\n"
    "2025-08-15,R2 moved again,Financial Times,https://ft.example/a,,,,,\n"
    "2025-08-16,R2 is back,Financial Times,https://ft.example/b,2025-08-14,press,,,\n"
)


def test_a_row_brings_its_source_and_the_same_publisher_and_url_is_the_same(log, file):
    said = run(log, "import", file(ROWS))
    assert said.exit_code == 0, said.stderr
    records = [(record.kind, record.body) for record in log.read().records][1:]
    sources = [body for kind, body in records if kind == "source"]
    assert sources[0] == {
        "name": "financial-times-2025-08-14",
        "publisher": "Financial Times",
        "url": "https://ft.example/a",
        "published": "2025-08-14",
        "origin": {"name": "people familiar"},
    }
    assert len(sources) == 2
    assert sources[1]["via"] == ["press"]
    assert sources[1]["name"].startswith("financial-times-2025-08-14-")
    events = [body for kind, body in records if kind == "event"]
    assert [event["reports"][0]["source"] for event in events] == [
        sources[0]["name"],
        sources[0]["name"],
        sources[1]["name"],
    ]
    assert events[0]["reports"] == [{"source": sources[0]["name"], "quote": "so it said"}]


def test_importing_again_brings_no_source_twice_also_where_the_sheet_grew(log, file):
    run(log, "import", file(ROWS))
    before = segments_of(log)
    again = run(log, "import", file(ROWS))
    assert again.exit_code == 0
    assert "added 0" in again.stderr
    assert segments_of(log) == before
    grown = "\n".join([ROWS.splitlines()[0], "2026,First now,Reuters,https://r.example/1,,,,,", *ROWS.splitlines()[1:]])
    said = run(log, "import", file(grown + "\n"))
    assert "added 2, already there 3" in said.stderr


def test_a_source_that_was_taken_back_is_not_brought_again(log, file):
    run(log, "import", file(ROWS))
    assert run(log, "retract", "financial-times-2025-08-14", "--because", "a forgery").exit_code == 0
    before = segments_of(log)
    assert "added 0" in run(log, "import", file(ROWS)).stderr
    assert segments_of(log) == before


def test_many_notes_are_counted(log, file):
    rows = "".join(f"e{n},1920-30\n" for n in range(25))
    said = run(log, "import", file("title,date\n" + rows))
    assert said.exit_code == 0
    assert said.stderr.count(" is read as ") == 19  # beside what was understood of the headings
    assert "more of these notes" in said.stderr


def test_a_source_that_the_log_corrected_since_stays_as_it_is(log, file):
    run(log, "import", file(ROWS))
    run(log, "correct", "financial-times-2025-08-14", "--set", "published=2025-08-13", "--because", "a slip")
    assert "added 0" in run(log, "import", file(ROWS)).stderr


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("press", ["press"]),
        ("press; https://www.ft.com/x", ["press", "ft.com"]),
        ("https://a.example/1, https://a.example/2", ["a.example", "a.example-"]),
        ("Financial Times", ["financial-times"]),
        ("Financial Times\nSüddeutsche Zeitung", ["financial-times", "suddeutsche-zeitung"]),
        ("財新", ["source"]),
    ],
)
def test_a_column_of_names_addresses_or_outlets_is_one_of_sources(cell, names):
    found = read(f'title,Sources\nx,"{cell}"\n', sources={"press": {"name": "press"}})
    assert found.faults == ()
    (event,) = [draft.body for draft in found.drafts if draft.kind == "event"]
    given = [report["source"] for report in event["reports"]]
    assert len(given) == len(names)
    for name, begins in zip(given, names, strict=True):
        assert name == begins or (begins[-1] == "-" and name.startswith(begins))
    defined = {draft.body["name"] for draft in found.drafts if draft.kind == "source"}
    assert defined == set(given) - {"press"}


@pytest.mark.parametrize("column", ["source", "publisher", "url", "via", "origin"])
@pytest.mark.parametrize("cell", ["n/a", "-", "\u2014", "Unknown", "?"])
def test_a_cell_that_says_that_no_source_is_known_makes_none(column, cell):
    """Each such row once had a source called n-a, and so counted as reported."""
    beside = "source," if column in ("via", "origin") else ""
    found = read(f"title,{beside}{column}\nx,{'press,' if beside else ''}{cell}\n")
    assert found.faults == ()
    assert [draft.kind for draft in found.drafts] == ["event"]
    assert found.drafts[0].body == {"title": "x"} | ({"reports": [{"source": "press"}]} if beside else {})
    assert f'"{cell}" names no source, and is read as none (1 cell)' in found.notes


def test_a_source_of_such_a_name_stays_one():
    known = {"unknown": {"name": "unknown", "publisher": "Unknown"}}
    (body,) = bodies("title,source\nx,unknown\n", sources=known)
    assert body["reports"] == [{"source": "unknown"}]


def test_a_column_of_addresses_under_an_unknown_heading_is_offered_as_that():
    (fault,) = read("title,Read more here\nx,https://a.example/b\ny,\nz,http://c.example\n").faults
    assert (fault.fix or "").startswith("it holds addresses of the web: --column 'Read more here=url' (in Python")
    (fault,) = read("title,Read more here\nx,https://a.example/b\ny,page 3\n").faults
    assert (fault.fix or "").startswith("--column 'Read more here=NAME'")


@pytest.mark.parametrize(
    ("cell", "what", "fix"),
    [
        ("www.example.org/x", "www.example.org/x", "write https://www.example.org/x"),
        ("example.org", "example.org", "write https://example.org"),
        ("10.1000/182", "10.1000/182", "write https://doi.org/10.1000/182"),
        ("see above", "see above", "write the whole address; an outlet's name: --column link=publisher"),
        ("The Gazette", "The Gazette", "write the whole address"),
    ],
)
def test_what_is_no_address_is_refused_in_a_column_of_addresses(cell, what, fix):
    """Of `see above` once came two sources, of the addresses `see` and `above`."""
    (fault,) = read(f"title,link\nx,{cell}\n").faults
    assert (fault.where, fault.what) == ("story:2, link (column B)", f'"{what}" is not an address')
    assert (fault.fix or "").startswith(fix)
    if fix.startswith("write https"):
        assert read(f"title,link\nx,{fix.removeprefix('write ')}\n").faults == ()


@pytest.mark.parametrize(
    ("cell", "publisher", "url"),
    [
        ("BBC https://b.example/1", "BBC", "https://b.example/1"),
        ("BBC: https://b.example/1", "BBC", "https://b.example/1"),
        ("BBC (https://b.example/1)", "BBC", "https://b.example/1"),
        ("https://b.example/1 (BBC)", "BBC", "https://b.example/1"),
        ("Talk with A (12 March): https://b.example/1", "Talk with A (12 March)", "https://b.example/1"),
        ("BBC <https://b.example/1>", "BBC", "https://b.example/1"),
        ("[BBC News](https://b.example/1_(a))", "BBC News", "https://b.example/1_(a)"),
        ("BBC \u2013 https://b.example/1.", "BBC", "https://b.example/1"),
    ],
)
def test_an_outlet_and_its_address_in_one_cell_are_both(cell, publisher, url):
    (source,) = bodies(f"title,source\nx,{cell}\n", kind="source")
    assert (source["publisher"], source["url"]) == (publisher, url)


def test_several_outlets_with_addresses_are_parted_by_a_semicolon():
    told = "BBC https://b.example/1, CNN https://c.example/2"
    assert faults(f'title,source\nx,"{told}"\n') == [
        ("story:2, source (column B)", f'"{told}" holds several addresses')
    ]
    found = bodies(f"title,source\nx,{told.replace(',', ';')}\n", kind="source")
    assert [(source["publisher"], source["url"]) for source in found] == [
        ("BBC", "https://b.example/1"),
        ("CNN", "https://c.example/2"),
    ]


def test_a_name_that_may_be_those_of_several_outlets_is_one_and_that_is_said():
    """Reuters, AFP counts as one report; whoever means two has to know."""
    found = read('title,source\na,"Reuters, AFP"\nb,Reuters/AFP\nc,"Reuters, AFP"\nd,Le Monde\n')
    assert '"Reuters, AFP" is read as one outlet (and so 1 more); several are parted by ;' in found.notes
    assert not any("one outlet" in note for note in read("title,source\na,Reuters; AFP\nb,Le Monde\n").notes)


@pytest.mark.parametrize("column", ["source", "publisher", "url"])
def test_objects_of_json_are_no_source(column):
    objects = json.dumps([{"name": "BBC", "url": "https://b.example/9"}])
    found = reading.parse(
        json.dumps([{"title": "x", column: json.loads(objects)}]).encode(), "json", name="s", asked=Asked(day=DAY)
    )
    (fault,) = found.faults
    assert fault.what == "it holds objects of JSON, and not the names of sources"


def test_values_that_may_say_that_none_is_known_are_said():
    found = read("title,R2.chips\nx,n/a\n")
    assert '"n/a": values of facts as they stand; empty the cells where nothing is known' in found.notes


def test_a_name_in_the_row_is_the_name_of_its_source():
    (source,) = bodies("title,source,publisher,url\nx,scmp,SCMP,https://s.example/1\n", kind="source")
    assert source == {"name": "scmp", "publisher": "SCMP", "url": "https://s.example/1"}


def test_stances_stand_behind_names_and_outlets():
    (event,) = bodies("title,source\nx,press:denies; Financial Times: doubts\n", sources={"press": {"name": "press"}})
    assert [(report["source"], report.get("stance")) for report in event["reports"]] == [
        ("press", "denies"),
        ("financial-times", "doubts"),
    ]


@pytest.mark.parametrize(
    ("text", "where", "told"),
    [
        ("title,published\nx,2025\n", "published (column B)", "the row has none"),
        ("title,source\nx,Press\n", "source (column B)", "unknown source"),
        ("title,publisher\nx,Press!\ny,Press\n", "publisher (column B)", "is an outlet here"),
        ("title,source,url\nx,press; other,https://a.example/1\n", "url (column C)", "1 piece"),
        (
            "title,publisher,url,published\nx,P,https://p.example,2025\ny,P,https://p.example,2026\n",
            "url (column C)",
            "",
        ),
        ("title,source,url\nx,press,https://other.example\n", "source (column B)", "the log has a source"),
    ],
)
def test_what_is_not_clear_of_a_source_is_refused(text, where, told):
    known = {"press": {"name": "press", "publisher": "The Press", "url": "https://press.example"}}
    found = faults(text, sources=known)
    assert found
    assert all(where in place for place, _ in found)
    assert told in found[0][1]


NAMES = st.sampled_from(["Financial Times", "Reuters", "SCMP", "press", "財新", "a/b", ""])
URLS = st.sampled_from(["https://a.example/1", "https://a.example/2", "https://b.example/", ""])
DAYS = st.sampled_from(["2025-08-14", "2025", "2025-08?", ""])


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(NAMES, URLS, DAYS), min_size=1, max_size=6))
def test_a_sheet_and_what_it_grew_to_bring_every_source_once(rows):
    """The log takes the first rows, then all of them: what is there then is what all of them bring at once."""
    lines = [f"e{n},{publisher},{url},{day}" for n, (publisher, url, day) in enumerate(rows)]
    head = "title,publisher,url,published\n"

    def brought(text, records):
        asked = Asked(day=DAY, sources=incoming.sources_of(records))
        found = reading.parse((head + text).encode(), "csv", name="s", asked=asked)
        if found.faults:
            raise TimelineError("refused")
        return payloads.admit_once(records, found.drafts)

    try:
        whole = brought("\n".join(lines), ())
    except TimelineError:
        return
    names = [decision.body["name"] for decision in whole if decision.kind == "source"]
    assert len(names) == len(set(names))
    pages = [(d.body.get("publisher"), d.body.get("url"), d.body.get("published")) for d in whole if d.kind == "source"]
    assert len(pages) == len(set(pages))


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.tuples(NAMES, URLS, DAYS, st.sampled_from(["", "press", "press;scmp", "relay:denies", "RELAY"])), max_size=8
    )
)
def test_what_rows_say_of_a_source_alike_is_read_as_if_each_were_the_first(told):
    """A row with a link behind its words is read by itself; without one, what was said before is not read again."""
    heads = Cells(1, ("title", "publisher", "url", "published", "source", "Date reported"))
    cells = [(f"e{n}", *row, "2019-20" if n % 3 else "") for n, row in enumerate((*told, *told))]

    def found(links):
        table = Table(name="a, b.csv", rows=(heads, *(Cells(n, row, {}, links) for n, row in enumerate(cells, 2))))
        brought = rows.read(table, Asked(day=DAY))
        drafts = [(d.kind, dict(d.body), d.where, dict(d.places or {})) for d in (*brought.drafts, *brought.partial)]
        return drafts, brought.faults, [note for note in brought.notes if not note.startswith("passed over")]

    assert found({}) == found({9: "https://c.example/"})


def test_a_row_names_the_columns_that_it_fills_and_none_of_the_rows_before():
    found = read("title,date,publisher,url,tags\nA,2025,BBC,https://a.example,x\nB,2026,BBC,https://a.example,\n")
    first, second = (set(draft.places or ()) for draft in found.drafts if draft.kind == "event")
    assert (first - second, second - first) == ({"tags"}, set())


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(st.text('ab",;\n ', max_size=4), min_size=1, max_size=4), max_size=6), st.sampled_from(",;\t"))
def test_rows_that_are_parted_when_they_are_asked_for_are_those_of_the_csv_module(given_, separator):
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator="\n").writerows(given_)
    text = stream.getvalue()
    found = cells_.Rows(text, separator)
    wanted = [tuple(row) for row in given_ if any(cell.strip() for cell in row)]
    assert [row.cells for row in found] == wanted
    assert [found[place].cells for place in range(len(found))] == wanted
    assert [row.cells for row in found[1:][::-1]] == wanted[1:][::-1]
    begins = [row.line for row in found]
    assert [text.split("\n")[line - 1][:1] for line in begins] == [_spelled(row, separator)[:1] for row in wanted]


def _spelled(row, separator):
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator="\n").writerow(row)
    return stream.getvalue().split("\n")[0]


def test_a_fault_of_a_file_with_a_comma_in_its_name_names_the_column(log, file):
    said = run(log, "import", file("title,source,Date\nA,prss,2025\n", "a, b.csv"))
    assert "a, b.csv:2, source (column B)" in said.stderr
    assert said.exit_code == 2


# --- a row an object -----------------------------------------------------------------------------------

MODELS = "Model,Date,Training hardware,failed: Training hardware,Size\nR1,2025-01,Nvidia,,671\nV4,2026,Huawei,Nvidia,\n"


def test_a_row_is_about_the_entity_that_a_column_names(log, file):
    said = run(log, "import", file(MODELS), "--entity-column", "Model")
    assert said.exit_code == 0, said.stderr
    assert 'each row is about the entity that "Model" names' in said.stderr
    events = [record.body for record in log.read().records if record.kind == "event"]
    assert [event["title"] for event in events] == ["R1", "V4"]
    assert events[1]["facts"] == [
        {"entity": "V4", "property": "Training hardware", "value": "Huawei"},
        {"entity": "V4", "property": "Training hardware", "value": "Nvidia", "mode": "failed"},
    ]


def test_a_heading_in_braces_takes_the_entity_from_the_row():
    text = "Title,Model,{Model}.training,planned: {model}.inference\nx,R1,Nvidia,AMD\n"
    assert bodies(text) == [
        {
            "title": "x",
            "facts": [
                {"entity": "R1", "property": "training", "value": "Nvidia"},
                {"entity": "R1", "property": "inference", "value": "AMD", "mode": "planned"},
            ],
        }
    ]
    assert bodies("Model,Hardware\nR1,x\n", columns={"Hardware": "{Model}.training"}) == [
        {"title": "R1", "facts": [{"entity": "R1", "property": "training", "value": "x"}]}
    ]
    assert "there is no column" in str(faults("Title,{Modell}.training\nx,y\n"))


def test_a_heading_that_folds_all_rows_into_one_cell_says_so():
    found = read("Model,Model.training\nR1,a\nR2,b\n", columns={"Model": "title"})
    (note,) = [note for note in found.notes if "one entity" in note]
    assert note.startswith('"Model.training": in all 2 rows a fact on the one entity "Model"')
    assert "{Model}.training" in note


def test_a_row_without_its_entity_is_refused():
    found = faults("Title,Model,{Model}.training\nx,,Nvidia\n")
    assert found == [("story:2, {Model}.training (column C)", "the row names no entity, and this is said of it")]
    assert "--entity-column" in faults("a,b\n1,2\n", entity_column="Model")[0][0]


@pytest.mark.parametrize(
    ("sheet", "asked"),
    [("Model,training\nR2,Nvidia\n", {"entity_column": "Model"}), ("Title,Model,{Model}.training\nx,R2,Nvidia\n", {})],
)
def test_a_column_that_names_the_entities_is_not_said_to_be_passed_over(sheet, asked):
    found = read(sheet, **asked)
    assert found.passed_over == ()
    assert found.drafts[0].body["facts"] == [{"entity": "R2", "property": "training", "value": "Nvidia"}]


def test_one_set_of_flags_does_for_sheets_of_other_columns(log, file):
    flags = ["--ignore-other-columns", "--column", "Chips=fact", "--column", "When it was=occurred"]
    assert run(log, "import", file("title,Chips,Colour\nx,a.b=1,red\n"), *flags).exit_code == 0
    assert run(log, "import", file("title,When it was\ny,2025\n"), *flags).exit_code == 0


# --- what is said ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [None, "csl", "claimreview", "ftm", "timesketch"])
def test_a_list_of_nothing_holds_no_records_and_is_no_fault(log, file, form):
    done = run(log, "import", file("[]", "nothing.json"), *(["--from", form] if form else []))
    assert done.exit_code == 0, done.stderr
    assert "holds no records" in done.stderr


def test_a_changed_row_of_a_known_key_says_that_it_can_be_an_update(log, file):
    assert run(log, "import", file("title,key\nx,7\n")).exit_code == 0
    done = run(log, "import", file("title,key\ny,7\n"))
    assert done.exit_code == 2
    assert "import it with --update ours (or theirs)" in done.stderr
    assert run(log, "import", file("title,key\ny,7\n"), "--update", "ours").exit_code == 0


def test_a_dry_run_says_all_that_would_be_written(log, file):
    rows = "".join(f"event {n},2025-01-{n:02d}\n" for n in range(1, 29))
    said = run(log, "import", file("title,date\n" + rows), "--dry-run")
    assert said.exit_code == 0
    for n in range(1, 29):
        assert f"would be added: event: event {n}\n" in said.stderr
    assert "more" not in said.stderr


def test_all_faults_are_a_list_in_json(log, file):
    rows = "".join(f"event {n},June\n" for n in range(30))
    path = file("title,date\n" + rows)
    said = run(log, "import", path, "--json")
    assert said.exit_code == 2
    found = json.loads(said.stderr)["faults"]
    assert [(fault["file"], fault["line"], fault["field"]) for fault in found] == [
        (path, n + 2, "date (column B)") for n in range(30)
    ]


def test_more_faults_than_a_screen_has_room_for_are_in_a_file(log, file, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = file("title,date\n" + "".join(f"event {n},June\n" for n in range(30)))
    said = run(log, "import", path)
    assert said.exit_code == 2
    (line,) = [line for line in said.stderr.splitlines() if "all 30 are in" in line]
    kept = (tmp_path / line.rpartition("/")[2]).read_text()
    for n in range(30):
        assert f"{path}:{n + 2}, date (column B): " in kept
    assert kept.count("fix: ") == 30
    assert said.stderr.endswith("Nothing was written.\n")


def test_python_gives_notes_on_names_that_look_like_slips(log, file):
    import timeline as tl

    opened = tl.open(log.folder)
    opened.add("x", facts={"Huawei.chips": 1}, by="ada")
    (added,) = opened.import_(file("title,Huawai.chips\ny,2\n"), by="ada")
    assert added.notes
    assert "Huawei" in added.notes[0]
    (added,) = opened.import_(file("title,date\nz,04/08/2025\n"), order="day", by="ada")
    assert added.body["occurred"] == "2025-08-04"
    with pytest.raises(TimelineError, match="not a choice"):
        opened.import_(file("title\nz\n"), order="year")
