"""Files and sheets of TimelineJS: what is read, and what is lost."""

import pytest
from form_samples import SHEET, SLIDE, events, read, refused

from timeline.errors import TimelineError
from timeline.text.incoming.html import words


def test_a_timeline_of_timelinejs():
    document = {"title": {"text": {"headline": "All"}}, "events": [SLIDE], "eras": [SLIDE | {"unique_id": "era"}]}
    found = read(document)
    event, era = (draft.body for draft in found.drafts)
    assert event == {
        "title": "V4 is out",
        "occurred": "2026-04-24/2026-05",
        "said": "last spring",
        "text": "One & two.\nSee this",
        "links": [
            {"url": "https://m.example/v.png", "title": "A picture"},
            {"url": "https://a.example/x", "title": "this"},
        ],
        "tags": ["models"],
        "key": "v4",
    }
    assert era["type"] == "era"
    assert set(found.passed_over) == {"title slides (1)", "texts of media (credit) (2)"}


@pytest.mark.parametrize(
    ("date", "edtf"),
    [
        ({"year": 2026}, "2026"),
        ({"year": "2026", "month": ""}, "2026"),
        ({"year": "2,026"}, "2026"),
        ({"year": -44, "month": 3, "day": 15}, "-0043-03-15"),
        ({"year": -1}, "0000"),
        ({"year": 476}, "0476"),
        ({"year": 12025}, "Y12025"),
        ({"year": "-12,000"}, "Y-11999"),
        ({"year": 2026, "month": 4, "day": 24, "hour": 9, "minute": 5}, "2026-04-24T09:05:00"),
    ],
)
def test_dates_of_timelinejs_are_what_it_shows(date, edtf):
    assert events({"events": [{"start_date": date, "text": {"headline": "x"}}]}) == [{"title": "x", "occurred": edtf}]


def test_of_a_year_of_more_than_four_digits_timelinejs_gives_the_year_alone_and_it_is_said():
    slide = {"start_date": {"year": 12025, "month": 1, "day": 1}, "end_date": {"year": 12025, "month": 12, "day": 31}}
    found = read({"events": [slide | {"text": {"headline": "x"}}]})
    assert [draft.body for draft in found.drafts] == [{"title": "x", "occurred": "Y12025"}]
    assert found.passed_over == ("months, days and times of years of more than four digits (2)",)


@pytest.mark.parametrize(
    "date",
    [
        {"year": 0},
        {"month": 4},
        {"year": 2026, "day": 14},
        {"year": 2026, "month": 13},
        {"year": "c. 1980"},
        {"year": "--5"},
        {"year": "9" * 5000},
        {"year": 2026, "month": 2, "day": 30},
    ],
)
def test_dates_that_timelinejs_drops_or_moves_in_silence_are_refused(date):
    ((where, _),) = refused({"events": [{"start_date": date, "text": {"headline": "x"}}]})
    assert where.startswith("story.json, events[0].start_date.")


def test_a_sheet_of_timelinejs():
    found = read(SHEET, "timelinejs", name="sheet.csv")
    assert [draft.body for draft in found.drafts] == [
        {
            "title": "Caesar",
            "occurred": "-0043-03-15",
            "said": "the Ides",
            "text": "Et tu",
            "links": [{"url": "https://m.example"}],
            "tags": ["rome"],
        },
        {"title": "The nineties", "type": "era", "occurred": "1990/1999"},
    ]
    assert set(found.passed_over) == {"title slides (1)", "cells of the column Mood (1)"}
    with pytest.raises(TimelineError, match="headings of TimelineJS"):
        read("title,date\nx,2025\n", "timelinejs", name="sheet.csv")


def test_a_sheet_of_timelinejs_may_be_a_workbook():
    import csv
    import io

    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in csv.reader(SHEET.splitlines()):
        book.active.append([int(cell) if cell.lstrip("-").isdecimal() else cell or None for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    assert events(stream.getvalue(), "timelinejs", name="s.xlsx") == events(SHEET, "timelinejs", name="s.csv")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain < text & so", "plain < text & so"),
        ("<p>a</p><p>b<br>c</p>", "a\nb\nc"),
        ("a<script>alert(1)</script>b", "ab"),
        ("&lt;b&gt;", "<b>"),
    ],
)
def test_html_in_words(html, text):
    assert words(html)[0] == text


def test_a_part_of_a_date_at_fault_is_named_by_its_cell_or_its_key():
    text = "Year,Month,Day,End Year,End Month,Time,Headline\n2026,13,,,,,a\n2026,4,,,6,,b\n2026,4,3,,,soon,c\n"
    assert [where for where, _ in refused(text, "timelinejs", name="t.csv")] == [
        "t.csv:2, Month",
        "t.csv:3, End Month",
        "t.csv:4, Time",
    ]
    slide = SLIDE | {"end_date": {"year": 2026, "month": 13}}
    assert [where for where, _ in refused({"events": [slide]})] == ["story.json, events[0].end_date.month"]


def test_milliseconds_are_counted():
    """A time without a zone has no fraction here."""
    date = {"year": 2026, "month": 4, "day": 24, "hour": 9, "minute": 5, "second": 1}
    slides = [
        SLIDE | {"start_date": date | {"millisecond": ms}, "end_date": {}, "unique_id": str(ms)} for ms in (250, 0)
    ]
    found = read({"events": slides})
    assert [draft.body["occurred"] for draft in found.drafts] == ["2026-04-24T09:05:01"] * 2
    assert "fractions of a second (1)" in found.passed_over
