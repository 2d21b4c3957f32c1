# ruff: noqa: DTZ001 - a workbook knows no time zone
"""Workbooks: a cell's number format is its precision; what shows no date that exists is refused by its cell."""

import datetime as dt
import io
import shlex
import weakref

import pytest
from click.testing import CliRunner
from workbooks import a_book, a_cell, content, dates, read, repacked, saved

from builders import a_log
from timeline.cli.main import cli
from timeline.errors import TimelineError
from timeline.store.spool import Spool
from timeline.text.incoming import formats, packed, reading
from timeline.text.incoming.kept import KeptRows
from timeline.text.incoming.values import Asked, Cells, Wrong

FORMATS = [
    ("mmm yyyy", "2026-04"),
    ("mmm-yy", "2026-04"),
    ("[$-409]mmmm\\ yyyy;@", "2026-04"),
    ("yyyy", "2026"),
    ('yyyy"年"m"月"', "2026-04"),
    ("yyyy-mm-dd", "2026-04-17"),
    ("d/m/yy", "2026-04-17"),
    ("dddd, d. mmmm yyyy", "2026-04-17"),
    ("[Red]yyyy\\-mm\\-dd", "2026-04-17"),
    ("yyyy-mm-dd hh:mm", "2026-04-17T10:20:30"),
    ("m/d/yyyy h:mm AM/PM", "2026-04-17T10:20:30"),
    ("mm-dd-yy", "2026-04-17"),
    ('"Q"q yyyy', "2026-34"),
    ("qq yyyy", "2026-34"),
    ("ww yyyy-mm-dd", "2026-04-17"),
]


@pytest.mark.parametrize(("code", "edtf"), FORMATS)
def test_a_number_format_is_the_precision_of_a_date(code, edtf):
    assert dates(a_book(("x", dt.datetime(2026, 4, 17, 10, 20, 30), code))) == [edtf]


REFUSED = [
    (60, "yyyy-mm-dd", "29 February 1900"),
    (0, "yyyy-mm-dd", "before the first day"),
    (-4, "yyyy-mm-dd", "before the first day"),
    (2958466, "yyyy-mm-dd", "up to the year 9999"),
    (2026, "yyyy", "the number 2026, which its format shows as the year 1905"),
    (46129, "d mmm", "no year"),
    (46129, "mmmm", "no year"),
    (46129, "dddd", None),
    (46129, "ww/yyyy", "a week"),
    (46129, '"Q"q', "no year"),
    (1.5, "[h]:mm", "a length of time"),
    (46129, "[<45000]yyyy;mmm yyyy", "in another way"),
    (46129.5, "hh:mm", "a time alone"),
    ("=DATE(2026,4,1)", "yyyy-mm-dd", "a formula and no value"),
]


@pytest.mark.parametrize(("value", "code", "told"), REFUSED)
def test_what_shows_no_date_is_refused_by_its_cell(value, code, told):
    found = read(a_book(("x", value, code)))
    (fault,) = found.faults
    assert fault.where == "story.xlsx:2, When (Events!B2)"
    assert (told or "not a date") in fault.what or told is None
    assert code not in fault.fix  # the format that it has is no way out
    assert found.drafts == ()


@pytest.mark.parametrize(("value", "edtf"), [(1, "1900-01-01"), (59, "1900-02-28"), (61, "1900-03-01")])
def test_days_about_the_leap_day_that_never_was(value, edtf):
    assert dates(a_book(("x", value, "yyyy-mm-dd"))) == [edtf]


def test_the_system_of_1904():
    mac_epoch = pytest.importorskip("openpyxl.utils.datetime").MAC_EPOCH
    rows = [("x", n, "yyyy-mm-dd") for n in (0, 60, 44652)]
    assert dates(a_book(*rows, epoch=mac_epoch)) == ["1904-01-01", "1904-03-01", "2026-04-02"]


def test_every_day_comes_back_as_openpyxl_wrote_it():
    """An independent count: openpyxl turns the day into a number, we turn the number into the day."""
    days = [dt.date(1900, 3, 1) + dt.timedelta(days=n * 97) for n in range(1500)]
    rows = [("x", dt.datetime.combine(day, dt.time()), "yyyy-mm-dd") for day in days]
    assert dates(a_book(*rows)) == [day.isoformat() for day in days]


def test_a_fraction_of_a_second_counts_where_it_is_shown():
    when = dt.datetime(2026, 4, 17, 23, 59, 59, 250_000)
    assert dates(a_book(("x", when, "yyyy-mm-dd hh:mm:ss"))) == ["2026-04-17T23:59:59"]
    (fault,) = read(a_book(("x", when, "yyyy-mm-dd hh:mm:ss.000"))).faults
    assert "a fraction of a second" in fault.what
    assert "Z if it is in UTC" in fault.fix


def test_text_beside_dates_numbers_and_blanks():
    data = a_book(("a", "2025?-08", None), ("b", 2026, None), ("c", None, None), ("d", dt.datetime(2026, 1, 1), "yyyy"))
    assert dates(data) == ["2025?-08", "2026", None, "2026"]


def test_a_number_in_a_column_of_dates_that_shows_no_date_is_refused():
    found = read(a_book(("x", 45883, None)))
    assert found.faults[0].where == "story.xlsx:2, When (Events!B2)"
    assert "spreadsheet's count of days" in found.faults[0].fix


def test_an_error_in_the_cell_of_a_title_is_the_only_fault_of_the_row():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["Title", "Date"])
    book.active.append(["=1/0", "2026"])
    ((where, what),) = [(fault.where, fault.what) for fault in read(saved(book)).faults]
    assert (where, what) == ("story.xlsx:2, Title (Sheet!A2)", "it holds a formula and no value")


def test_several_sheets_are_chosen_by_name():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active.append(["nothing here"])
    book.create_sheet("Events").append(["title"])
    book["Events"].append(["one"])
    with pytest.raises(TimelineError, match="2 sheets") as caught:
        read(saved(book))
    assert "--sheet" in caught.value.fix
    assert [draft.body["title"] for draft in read(saved(book), sheet="Events").drafts] == ["one"]
    with pytest.raises(TimelineError, match="no sheet"):
        read(saved(book), sheet="Event")
    book["Read me"].title = "Bob's data"
    with pytest.raises(TimelineError) as caught:
        read(saved(book))
    option = shlex.split(caught.value.fix.split(",", maxsplit=1)[0].removeprefix("say which: "))
    assert option == ["--sheet", "Bob's data"]
    book["Bob's data"].title = "Read me"
    book["Read me"].sheet_state = "hidden"
    assert [draft.body["title"] for draft in read(saved(book)).drafts] == ["one"]


def test_what_a_workbook_holds_beside_cells_is_said():
    openpyxl = pytest.importorskip("openpyxl")
    from openpyxl.comments import Comment

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["title", "url"])
    sheet.append(["one", "the FT"])
    sheet.append(["two", "https://a.example/x"])
    sheet["B2"].hyperlink = "https://www.ft.com/x"
    sheet["B3"].hyperlink = "https://a.example/x"
    sheet["A2"].comment = Comment("look again", "ada")
    found = read(saved(book), columns={"url": "text"})
    assert any("1 link behind the words" in note for note in found.notes)
    (first, *_) = read(saved(book)).drafts
    assert first.body["url"] == "https://www.ft.com/x"
    assert "comments on cells are passed over" in found.notes


def test_a_link_behind_the_name_of_an_outlet_is_the_address_of_the_source():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["title", "source"])
    book.active.append(["one", "Financial Times"])
    book.active["B2"].hyperlink = "https://www.ft.com/x"
    source, event = (draft.body for draft in read(saved(book)).drafts)
    assert source == {"name": "financial-times", "publisher": "Financial Times", "url": "https://www.ft.com/x"}
    assert event["reports"] == [{"source": "financial-times"}]


def test_a_link_that_a_formula_shows_is_one_too(tmp_path):
    """Sheets of the web write links so; what is worked out of other cells is not known."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "w.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Events")
        sheet.write_row(0, 0, ["Title", "Source", "See also"])
        behind = [('"https://www.ft.com/x"', "Financial Times"), ("D2", "Reuters"), ('"#Events!A1"', "Post")]
        for row, (address, words) in enumerate(behind, 1):
            sheet.write(row, 0, f"event {row}")
            sheet.write_formula(row, 1, f'=HYPERLINK({address},"{words}")', None, words)
        sheet.write_formula(1, 2, '=HYPERLINK("https://a.example")', None, "https://a.example")
        sheet.write_formula(2, 2, '=HYPERLINK("https://b.example/","the other")', None, "the other")
    found = read(path.read_bytes())
    first, second, third, *events = (draft.body for draft in found.drafts)
    assert first == {"name": "financial-times", "publisher": "Financial Times", "url": "https://www.ft.com/x"}
    assert second == {"name": "reuters", "publisher": "Reuters"}
    assert third == {"name": "post", "publisher": "Post"}  # a place in the workbook is no address
    assert "passed over: 1 link behind the words of cells; write the addresses into a column" in found.notes
    assert events[0]["links"] == [{"url": "https://a.example"}]
    assert events[1]["links"] == [{"url": "https://b.example/", "title": "the other"}]
    formula = 'of:=HYPERLINK("https://www.ft.com/x";"Financial Times")'.replace('"', "&quot;")
    cell = a_cell("Financial Times", office_value_type="string", table_formula=formula)
    rows = [a_cell("Title") + a_cell("Source"), a_cell("x") + cell]
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    source, _ = read(content("", f'<table:table table:name="A">{table}</table:table>'), "ods").drafts
    assert source.body == first


def test_a_workbook_of_another_writer(tmp_path):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "w.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Ereignisse")
        month = book.add_format({"num_format": "mmm yyyy"})
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, ["Title", "Date", "Share", "Sure"])
        sheet.write_rich_string(1, 0, "It ", bold, "moved", " on")
        sheet.write_datetime(1, 1, dt.datetime(2026, 4, 1), month)
        sheet.write_formula(1, 2, "=1/2", None, 0.5)
        sheet.write_boolean(1, 3, True)
    found = read(path.read_bytes(), columns={"Share": "a.share", "Sure": "a.sure"})
    (draft,) = found.drafts
    assert draft.body["title"] == "It moved on"
    assert draft.body["occurred"] == "2026-04"
    assert [fact["value"] for fact in draft.body["facts"]] == [0.5, True]


# --- the file itself -----------------------------------------------------------------------------


def test_a_workbook_is_told_by_its_first_bytes_and_imported_whole(tmp_path):
    log = a_log(tmp_path)
    path = tmp_path / "story.csv"
    path.write_bytes(a_book(("R2 moved", dt.datetime(2026, 4, 1), "mmm yyyy"), ("V4", 60, "yyyy")))
    said = CliRunner(env={"TIMELINE_BY": "ada"}).invoke(cli, ["-C", log.folder, "import", str(path)])
    assert said.exit_code == 2
    assert f"{path}:3, When (Events!B3)" in said.stderr
    assert said.stderr.endswith("Nothing was written.\n")
    path.write_bytes(a_book(("R2 moved", dt.datetime(2026, 4, 1), "mmm yyyy")))
    said = CliRunner(env={"TIMELINE_BY": "ada"}).invoke(cli, ["-C", log.folder, "import", str(path)])
    assert said.exit_code == 0, said.stderr
    assert "2026-04: April 2026" in said.stderr


def test_a_text_under_the_name_of_a_workbook_is_a_sheet_as_text():
    assert reading.form_of("story.xlsx", None, b"title\nx\n") == "csv"
    with pytest.raises(TimelineError, match="first bytes are not those"):
        reading.form_of("story.xlsx", "xlsx", b"title\nx\n")


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml[: len(xml) // 2],
        lambda xml: b'<!DOCTYPE x [<!ENTITY a "b">]>' + xml,
        lambda _: b"",
    ],
)
def test_a_damaged_workbook_is_refused_whole(change):
    data = repacked(a_book(("x", 1, None)), "xl/worksheets/sheet1.xml", change)
    with pytest.raises(TimelineError, match="the workbook is damaged"):
        read(data)


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    from timeline.text.incoming import packed

    monkeypatch.setattr(packed, "MOST_BYTES", 100)
    with pytest.raises(TimelineError, match="unpacked it is larger"):
        read(a_book(("x", 1, None)))


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("General", ()),
        ("0.00", ()),
        ("#,##0;[Red]-#,##0", ()),
        ('"day" 0', ()),
        ("hh:mm:ss", ("hour", "minute", "second")),
        ("mm:ss", ("minute", "second")),
        ("h:mm:ss", ("hour", "minute", "second")),
        ("yyyy-mm-dd\\Thh:mm", ("year", "month", "day", "hour", "minute")),
        ("ddd", ()),
        ('[=0]"";dd.mm.yyyy', ("year", "month", "day")),
        ("[>0]yyyy-mm;", ("year", "month")),
        ('yyyy";"mm', ("year", "month")),
    ],
)
def test_number_formats(code, parts):
    assert formats.shown(code).parts == frozenset(parts)


def test_cells_that_are_one_over_several_are_said_as_the_others_are_empty():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["Date", "Event"], ["2026-04", "x"], [None, "y"]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    stream = io.BytesIO()
    book.save(stream)
    found = reading.parse(stream.getvalue(), "xlsx", name="s.xlsx", asked=Asked(day=dt.date(2026, 11, 23)))
    assert [draft.body.get("occurred") for draft in found.drafts] == ["2026-04", None]
    assert any("counts for the first of them alone" in note and "A2:A3" in note for note in found.notes)


def test_what_lies_under_a_cell_over_several_is_not_shown_and_not_read():
    book = a_book(("x", dt.date(2026, 4, 1), "yyyy-mm-dd"), ("y", dt.date(2026, 4, 9), "yyyy-mm-dd"))
    over = b'</sheetData><mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'
    merged = repacked(book, "xl/worksheets/sheet1.xml", lambda part: part.replace(b"</sheetData>", over))
    assert dates(book) == ["2026-04-01", "2026-04-09"]
    assert dates(merged) == ["2026-04-01", None]


def test_rows_of_a_workbook_are_let_go_of_when_they_are_read():
    """A sheet of a million rows has no room for their elements."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for number in range(5_000):
        book.active.append([number])
    parts = packed.Parts(saved(book), "story.xlsx")
    alive = weakref.WeakSet()
    most = 0
    for element in parts.each("xl/worksheets/sheet1.xml", frozenset({"row"})):
        alive.add(element)
        most = max(most, len(alive))
    assert most < 1_000  # those of one piece that is read at a time


def test_rows_that_are_kept_are_those_that_were_read():
    rows = [
        Cells(3, ("a", "", "\x1f\n\u00fc")),
        Cells(4, ("\ud800",)),
        Cells(7, ("", "x"), {0: Wrong("no")}),
        Cells(9, ("x",), {}, {0: "https://a.example"}),
        Cells(2**40, ()),
    ]
    rows = [*rows, *(Cells(place, (str(place),)) for place in range(70)), rows[2], *rows]
    spool = Spool()
    for kept in (KeptRows(rows), KeptRows(rows, spool)):
        assert list(kept) == [kept[place] for place in range(len(rows))] == rows
        assert list(kept[1:]) == list(kept[:][1:]) == rows[1:]
        assert list(kept[3:70]) == rows[3:70]
        assert len(kept[:2]) == 2
        assert kept[-1] == rows[-1]
        kept.put(3, rows[0])
        assert list(kept[2:5]) == [rows[2], rows[0], rows[4]]
    assert len(spool) == len(rows) // 64


def a_table_with_totals(beside=None, count=1):
    """A sheet of openpyxl whose cells are a table with a row of totals, as "Format as Table" makes it."""
    openpyxl = pytest.importorskip("openpyxl")
    from openpyxl.worksheet.table import Table

    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Headline", "When"], ["x", dt.datetime(2026, 4, 17)], ["Total", None]):
        sheet.append(row)
    sheet["B2"].number_format = "yyyy-mm-dd"
    if beside is not None:
        sheet["C1"], sheet["C3"] = "Notes", beside
    table = Table(displayName="Events", ref="A1:B3", totalsRowCount=count)
    table._initialise_columns()
    for column, name in zip(table.tableColumns, ("Headline", "When"), strict=True):
        column.name = name
    table.tableColumns[0].totalsRowLabel = "Total"
    sheet.add_table(table)
    return saved(book)


def test_the_row_of_totals_of_a_table_is_no_event():
    found = read(a_table_with_totals())
    assert [draft.body["title"] for draft in found.drafts] == ["x"]
    assert "the row of totals of a table is passed over: 3" in found.notes


def test_a_table_has_no_more_rows_of_totals_than_it_has_rows():
    """A number in a file is no reason to hold as many of anything."""
    found = read(a_table_with_totals(count=10**12))
    assert [draft.body["title"] for draft in found.drafts] == ["x", "Total"]


def test_a_row_of_totals_with_something_beside_the_table_is_kept():
    found = read(a_table_with_totals(beside="a remark"))
    assert [draft.body["title"] for draft in found.drafts] == ["x", "Total"]


def test_times_that_are_all_midnight_are_said():
    """pandas writes a day so, and a time that nobody knew would come in as known."""
    note = '"When" shows 00:00:00 as the time of 2 dates; where days are meant, give the column the format yyyy-mm-dd'
    midnight, noon = (dt.datetime(2026, 4, 17, hour) for hour in (0, 12))
    timed = "yyyy-mm-dd hh:mm:ss"
    found = read(a_book(("a", midnight, timed), ("b", midnight, timed), ("c", midnight, "yyyy-mm-dd")))
    assert note in found.notes
    for other in (("b", noon, timed), ("b", midnight, "yyyy-mm-dd")):
        found = read(a_book(("a", midnight if other[1] == noon else noon, timed), other))
        assert not [note for note in found.notes if "00:00:00" in note]
