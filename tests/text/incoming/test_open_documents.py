"""Open documents: a cell's style says how much of its date is shown; what a sheet holds beside its cells is said."""

import pytest
from workbooks import DAY, a_cell, an_ods, content, dates, read

from timeline.text.incoming import reading
from timeline.text.incoming.values import Asked


def test_an_open_document_shows_its_dates_by_their_styles():
    data = an_ods(
        ("a", "2026-04-17", ["Year", "Month", "Day"]),
        ("b", "2026-04-17", ["Month", "Year"]),
        ("c", "2026-04-17", ["Year"]),
        ("d", "2026-04-17T10:20:30", ["Year", "Month", "Day", "Hours", "Minutes"]),
        ("e", "2026-04-17T10:20:30", ["Year", "Month", "Day"]),
        ("f", "2026-04-17", ["Quarter", "Year"]),
        ("g", "2026-04-17", ["WeekOfYear", "Year", "Month", "Day"]),
    )
    shown = ["2026-04-17", "2026-04", "2026", "2026-04-17T10:20:30", "2026-04-17", "2026-34", "2026-04-17"]
    assert dates(data, "ods") == shown


@pytest.mark.parametrize(
    ("value", "parts", "told"),
    [
        ("2026-04-17", ["Month", "Day"], "no year"),
        ("2026-04-17", ["Quarter"], "no year"),
        ("2026-04-17", ["WeekOfYear", "Year"], "a week"),
        ("-0044-03-15", ["Year", "Month", "Day"], "years 1 to 9999"),
        ("2026-04-01T10:20:30Z", ["Year", "Month", "Day"], "time zone"),
        ("2026-02-30", ["Year", "Month", "Day"], "does not exist"),
    ],
)
def test_an_open_document_is_refused_by_its_cell(value, parts, told):
    (fault,) = read(an_ods(("x", value, parts)), "ods").faults
    assert told in fault.what
    assert fault.where.endswith("(Events!B2)")


def test_of_an_open_document_too_what_is_covered_is_not_read_and_that_is_said():
    """A covered cell may still hold a date, which once was the date of its row."""

    def cell(kind, day, more=""):
        return (
            f'<table:{kind} office:value-type="date" office:date-value="{day}" {more}>'
            f"<text:p>{day}</text:p></table:{kind}>"
        )

    def words(*texts):
        return "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in texts
        )

    rows = (
        words("When", "Headline"),
        cell("table-cell", "2026-03-05", 'table:number-rows-spanned="2"') + words("x"),
        cell("covered-table-cell", "2026-03-09") + words("y"),
    )
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    table = f'<table:table table:name="S">{table}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    found = read(content("", body), "ods")
    assert [draft.body.get("occurred") for draft in found.drafts] == ["2026-03-05", None]
    assert any("counts for the first of them alone" in note and "A2:A3" in note for note in found.notes)


MONTH = (
    '<number:date-style style:name="N1"><number:month/><number:year/></number:date-style>'
    '<style:style style:name="Month" style:family="table-cell" style:data-style-name="N1"/>'
)


def test_a_style_of_an_open_document_shows_what_its_parent_in_the_other_part_shows():
    """A cell in bold has a style of its own, whose parent is the named style with the format of its dates."""
    bold = '<style:style style:name="ce1" style:family="table-cell" style:parent-style-name="{}"/>'
    date = {"office_value_type": "date", "office_date_value": "2026-04-17", "table_style_name": "ce1"}
    rows = [a_cell("Title") + a_cell("When"), a_cell("x") + a_cell("Apr 2026", **date)]
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    table = f'<table:table table:name="A">{table}</table:table>'
    assert dates(content(MONTH, bold.format("Month") + table), "ods") == ["2026-04"]
    assert dates(content(MONTH, bold.format("ce1") + table), "ods") == ["2026-04-17"]  # its own parent


def test_rows_of_an_open_document_stand_in_groups_and_are_repeated():
    head = f"<table:table-header-rows><table:table-row>{a_cell('Title')}</table:table-row></table:table-header-rows>"
    twice = f'<table:table-row table:number-rows-repeated="2">{a_cell("x")}</table:table-row>'
    inner = f'<table:table table:name="inner"><table:table-row>{a_cell("no")}</table:table-row></table:table>'
    last = f"<table:table-row><table:table-cell><text:p>z</text:p>{inner}</table:table-cell></table:table-row>"
    group = (
        f"<table:table-row-group>{twice}<table:table-row-group>{last}</table:table-row-group></table:table-row-group>"
    )
    empty = '<table:table table:name="B"><table:table-row><table:table-cell/></table:table-row></table:table>'
    table = f'<table:table table:name="A">{head}{group}</table:table>{empty}'
    found = reading.table(content("", table), "ods", name="story.ods", asked=Asked(day=DAY, sheet="A"))
    assert [(row.line, row.cells) for row in found.rows] == [(1, ("Title",)), (2, ("x",)), (3, ("x",)), (4, ("z",))]
