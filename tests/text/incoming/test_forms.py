# ruff: noqa: DTZ001 - calendars have times without a zone
"""What other programs write: each form read from files of its own library, or as it is published, and what is lost."""

import datetime as dt
import json
import shlex
import subprocess

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import timeline as tl
from timeline.cli.main import cli
from timeline.errors import FormatError, TimelineError
from timeline.records import admission
from timeline.text.incoming import reading, wikidata
from timeline.text.incoming.html import words
from timeline.text.incoming.values import Asked

DAY = dt.date(2026, 11, 23)


def read(content, form=None, name="story.json"):
    data = content if isinstance(content, bytes) else (content if isinstance(content, str) else json.dumps(content))
    data = data if isinstance(data, bytes) else data.encode()
    chosen = reading.form_of(name, form, data)
    assert form is None or chosen == form
    found = reading.parse(data, chosen, name=name, asked=Asked(day=DAY))
    assert found.faults == (), found.faults
    for decision in admission.admit((), found.drafts):  # whatever is read may enter a log
        json.dumps(dict(decision.body), allow_nan=False)
    return found


def events(content, form=None, **more):
    return [draft.body for draft in read(content, form, **more).drafts if draft.kind == "event"]


def sources(content, form=None, **more):
    return [draft.body for draft in read(content, form, **more).drafts if draft.kind == "source"]


def refused(content, form=None, name="story.json"):
    data = content.encode() if isinstance(content, str) else json.dumps(content).encode()
    found = reading.parse(data, reading.form_of(name, form, data), name=name, asked=Asked(day=DAY))
    assert found.drafts == ()
    return [(fault.where, fault.what) for fault in found.faults]


# --- TimelineJS ----------------------------------------------------------------------------------

SLIDE = {
    "start_date": {"year": "2026", "month": "4", "day": "24", "display_date": "last spring"},
    "end_date": {"year": 2026, "month": 5},
    "text": {
        "headline": "V4 <b>is</b> out",
        "text": '<p>One &amp; two.</p><p>See <a href="https://a.example/x">this</a></p>',
    },
    "media": {"url": "https://m.example/v.png", "caption": "A picture", "credit": "them"},
    "group": "models",
    "unique_id": "v4",
}


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
    assert where == "story.json, events[0]"


SHEET = """\
Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Type,Group,Mood
,,,,,,,,,My story,,,title,,
-44,3,15,,,,,,the Ides,Caesar,"<i>Et tu</i>",https://m.example,,rome,sad
1990,,,,1999,,,,,The nineties,,,era,,
"""


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


# --- Timesketch ------------------------------------------------------------------------------------

LINE = {"message": "sshd\nlogin by ada", "datetime": "2026-04-24T10:00:00+00:00", "timestamp_desc": "Event Logged"}


def test_a_timeline_of_timesketch_as_json_lines():
    lines = [
        LINE | {"tag": ["ssh"], "user": "ada", "big": 2**60},
        {"message": "b", "timestamp": 1777024800000000, "timestamp_desc": "x"},
        {"message": "c", "datetime": "2026-04-24 10:00:00.5", "timestamp_desc": "x"},
    ]
    found = read("\n".join(map(json.dumps, lines)), name="t.jsonl")
    one, two, three = (draft.body for draft in found.drafts)
    assert one == {
        "title": "sshd",
        "text": "sshd\nlogin by ada",
        "occurred": "2026-04-24T10:00:00Z",
        "said": "Event Logged",
        "tags": ["ssh"],
        "data": {"user": "ada", "big": str(2**60)},
    }
    assert two["occurred"] == "2026-04-24T10:00:00Z"
    assert three["occurred"] == "2026-04-24T10:00:00.5Z"
    assert "times without a zone are read as UTC, as Timesketch does" in found.notes


def test_a_timeline_of_timesketch_as_csv():
    text = (
        "message,timestamp,datetime,timestamp_desc,tag\n"
        "\"a, b\",1777024800000000,2026-04-24T10:00:00+00:00,Seen,\"['x','y']\"\n"
    )
    assert events(text, "timesketch", name="t.csv") == [
        {"title": "a, b", "occurred": "2026-04-24T10:00:00Z", "said": "Seen", "tags": ["x", "y"]}
    ]
    ((where, what),) = refused("message,datetime,timestamp_desc\nx,2026-04-31T10:00:00,y\n", "timesketch", "t.csv")
    assert where == "t.csv:2"
    assert "2026-04-31" in what


# --- Auto Archiver -----------------------------------------------------------------------------------

TAKEN, POSTED = "2026-04-25T10:00:00+00:00", "2026-04-24T09:00:00+00:00"
ARCHIVED = f"""\
Link,Archive status,Destination folder,Archive location,Archive date,Upload timestamp,Upload title,Text content,Hash
https://x.example/1,telegram: success,f,https://s3.example/1.html,{TAKEN},{POSTED},A post,The words,SHA-256:abc
https://x.example/2,nothing archived,,,{TAKEN},,,,
"""


def test_a_sheet_of_auto_archiver():
    found = read(ARCHIVED, "auto-archiver", name="a.csv")
    first, second, post, other = (draft.body for draft in found.drafts)
    assert first["published"] == "2026-04-24T09:00:00Z"
    assert first["retrieved"] == "2026-04-25T10:00:00Z"
    assert post["title"] == "A post"
    assert post["text"] == "The words"
    assert post["reports"] == [{"source": first["name"]}]
    assert post["links"] == [{"url": "https://s3.example/1.html", "title": "archive location"}]
    assert post["data"] == {"hash": "SHA-256:abc", "destination folder": "f"}
    assert (second["url"], other["title"]) == ("https://x.example/2", "https://x.example/2")
    assert "rows that were not archived (nothing archived) (1)" in found.passed_over


# --- calendars -----------------------------------------------------------------------------------------


def a_calendar(*given):
    icalendar = pytest.importorskip("icalendar")
    calendar = icalendar.Calendar.new()
    for fields in given:
        event = icalendar.Event.new(uid=fields.pop("uid", None))
        for name, value in fields.items():
            event.add(name, value)
        calendar.add_component(event)
    return calendar.to_ical()


BERLIN = "Europe/Berlin"


def test_a_calendar_of_icalendar():
    from zoneinfo import ZoneInfo

    found = read(
        a_calendar(
            {"uid": "a", "summary": "Three days", "dtstart": dt.date(2026, 4, 24), "dtend": dt.date(2026, 4, 27)},
            {"uid": "b", "summary": "One day", "dtstart": dt.date(2026, 4, 24)},
            {
                "uid": "c",
                "summary": "A, meeting",
                "dtstart": dt.datetime(2026, 7, 1, 10, tzinfo=ZoneInfo(BERLIN)),
                "duration": dt.timedelta(minutes=38),
                "categories": ["work", "a, b"],
                "description": "one\ntwo",
                "url": "https://a.example",
                "location": "Bonn",
            },
            {
                "uid": "d",
                "summary": "Local",
                "dtstart": dt.datetime(2026, 7, 1, 10),
                "dtend": dt.datetime(2026, 7, 1, 11),
            },
            {"uid": "e", "summary": "Weekly", "dtstart": dt.date(2026, 1, 5), "rrule": {"freq": "weekly"}},
            {"uid": "f", "summary": "Off", "dtstart": dt.date(2026, 1, 5), "status": "CANCELLED"},
        ),
        name="c.ics",
    )
    by_key = {draft.body["key"]: draft.body for draft in found.drafts}
    assert by_key["a"]["occurred"] == "2026-04-24/2026-04-26"
    assert by_key["b"]["occurred"] == "2026-04-24"
    assert by_key["c"] == {
        "title": "A, meeting",
        "occurred": "2026-07-01T08:00:00Z/2026-07-01T08:38:00Z",
        "text": "one\ntwo",
        "links": [{"url": "https://a.example"}],
        "tags": ["work", "a, b"],
        "data": {"location": "Bonn"},
        "key": "c",
    }
    assert by_key["d"]["occurred"] == "2026-07-01T10:00:00"
    assert by_key["e"]["occurred"] == "2026-01-05"
    assert "f" not in by_key
    assert set(found.passed_over) == {
        "ends of events whose times have no zone (1)",
        "events that were cancelled (1)",
        "rules of repetition (the first time alone is read) (1)",
    }


def test_a_calendar_that_is_none_is_refused():
    pytest.importorskip("icalendar")
    with pytest.raises(TimelineError, match="not a calendar"):
        read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\n", name="c.ics")
    fields = ["BEGIN:VEVENT", "UID:x", "SUMMARY:y", "DTSTART;VALUE=DATE:20260230", "END:VEVENT"]
    data = "\r\n".join(["BEGIN:VCALENDAR", *fields, "END:VCALENDAR", ""])
    assert "event x" in refused(data, name="c.ics")[0][0]


@settings(deadline=None, max_examples=60)
@given(st.dates(dt.date(1000, 1, 1), dt.date(9000, 1, 1)), st.integers(1, 400))
def test_the_end_of_a_day_event_is_the_day_before(start, days):
    (event,) = events(
        a_calendar({"uid": "x", "summary": "x", "dtstart": start, "dtend": start + dt.timedelta(days)}), name="c.ics"
    )
    last = start + dt.timedelta(days - 1)
    assert event["occurred"] == (start.isoformat() if days == 1 else f"{start.isoformat()}/{last.isoformat()}")


# --- references --------------------------------------------------------------------------------------


def test_references_of_csl():
    items = [
        {
            "id": "http://zotero.org/users/1/items/ABC",
            "type": "article-newspaper",
            "title": "DeepSeek\nreturns",
            "container-title": "Financial Times",
            "URL": "https://ft.example/a",
            "issued": {"date-parts": [[2025, 8, "14"]]},
            "accessed": {"date-parts": [["2026", 11, 23]]},
            "author": [{"family": "Olcott"}],
        },
        {
            "id": "doe2020",
            "type": "book",
            "title": "B",
            "issued": {"date-parts": [[2020]], "circa": True},
            "DOI": "10.1/x",
        },
        {"id": "s", "type": "article", "title": "S", "issued": {"date-parts": [[2019]], "season": 4}},
        {"id": "r", "type": "article", "title": "R", "issued": {"date-parts": [[2019, 1], [2019, 2]]}},
        {"id": "l", "type": "article", "title": "L", "issued": {"literal": "2025?-08"}},
    ]
    found = read(items)
    assert [draft.body for draft in found.drafts] == [
        {
            "name": "financial-times-2025-08-14",
            "publisher": "Financial Times",
            "title": "DeepSeek returns",
            "url": "https://ft.example/a",
            "published": "2025-08-14",
            "retrieved": "2026-11-23",
        },
        {"name": "doe2020", "title": "B", "url": "https://doi.org/10.1/x", "published": "2020~"},
        {"name": "s", "title": "S", "published": "2019-24"},
        {"name": "r", "title": "R", "published": "2019-01/2019-02"},
        {"name": "l", "title": "L", "published": "2025?-08"},
    ]
    assert found.passed_over == ("fields author (1)",)
    ((where, _),) = refused([{"id": "x", "type": "book", "title": "X", "issued": {"raw": "last summer"}}])
    assert where == "story.json, [0].issued"


@pytest.mark.parametrize(
    ("sides", "published"),
    [
        ([[-44, 3, 15]], "-0043-03-15"),  # CSL's -44 prints as 44 BC
        ([[-44], [14]], "-0043/0014"),
        ([["-1"]], "0000"),
        ([[79]], "0079"),
        ([[12000]], "Y12000"),
        ([[-12000]], "Y-11999"),
        ([[1985], [0]], "1985/"),  # as pandoc writes the EDTF 1985/
        ([[0], [1985]], "/1985"),
        ([[2004, 22]], "2004-22"),  # a season, as pandoc writes it
    ],
)
def test_years_of_csl_are_those_that_processors_print(sides, published):
    (draft,) = read([{"id": "x", "type": "book", "title": "X", "issued": {"date-parts": sides}}]).drafts
    assert draft.body["published"] == published


def test_csl_has_no_year_0_of_its_own():
    for sides in ([[0]], [[0, 3, 15]]):
        ((where, what),) = refused([{"id": "x", "type": "book", "title": "X", "issued": {"date-parts": sides}}])
        assert (where, what) == ("story.json, [0].issued", "there is no year 0 in CSL-JSON")


# --- checks of claims ----------------------------------------------------------------------------------

CLAIM = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "datePublished": "2025-08-20",
    "url": "https://check.example/1",
    "claimReviewed": "R2 was trained on Ascend",
    "author": {"@type": "Organization", "name": "Checkers"},
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Organization", "name": "A shop"},
        "datePublished": "2025-08-14",
        "appearance": {"@type": "CreativeWork", "url": "https://shop.example/a"},
    },
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1, "alternateName": "False"},
}


def test_a_check_of_a_claim():
    found = read(CLAIM)
    shop, checker, claim = (draft.body for draft in sorted(found.drafts, key=lambda draft: draft.kind == "event"))
    assert {shop["publisher"], checker["publisher"]} == {"A shop", "Checkers"}
    by_publisher = {body["publisher"]: body for body in (shop, checker)}
    assert by_publisher["A shop"]["origin"] == {"name": "A shop", "interested": True}
    assert claim["title"] == "R2 was trained on Ascend"
    assert claim["reports"] == [
        {"source": by_publisher["A shop"]["name"]},
        {"source": by_publisher["Checkers"]["name"], "stance": "denies", "quote": "False"},
    ]
    assert "the rating 'False' is the stance \"denies\"" in found.notes


@pytest.mark.parametrize(
    ("rating", "stance"),
    [
        ({"alternateName": "True"}, "reports"),
        ({"alternateName": "Misleading"}, "doubts"),
        ({"ratingValue": 5, "bestRating": 5, "worstRating": 1}, "reports"),
        ({"ratingValue": "3", "bestRating": "5", "worstRating": "1"}, "doubts"),
        ({"ratingValue": 1}, "doubts"),
        ({}, "doubts"),
    ],
)
def test_a_stance_follows_from_the_rating_alone(rating, stance):
    (claim,) = events({"@graph": [{"@type": "WebPage"}, CLAIM | {"reviewRating": rating}]})
    assert claim["reports"][1].get("stance", "reports") == stance


# --- Wikidata --------------------------------------------------------------------------------------------


def a_time(time, precision, *, julian=False):
    model = "http://www.wikidata.org/entity/Q1985786" if julian else "http://www.wikidata.org/entity/Q1985727"
    return {"type": "time", "value": {"time": time, "precision": precision, "calendarmodel": model, "timezone": 0}}


def a_snak(prop, value, datatype="string"):
    return {"snaktype": "value", "property": prop, "datatype": datatype, "datavalue": value}


def an_item(*claims):
    found = {}
    for number, (prop, snak, more) in enumerate(claims):
        found.setdefault(prop, []).append({"mainsnak": snak, "rank": "normal", "id": f"Q1${number}", **more})
    return {"entities": {"Q1": {"type": "item", "id": "Q1", "labels": {"en": {"value": "DeepSeek"}}, "claims": found}}}


@pytest.mark.parametrize(
    ("time", "precision", "edtf"),
    [
        ("+2026-04-24T00:00:00Z", 11, "2026-04-24"),
        ("+2026-04-00T00:00:00Z", 10, "2026-04"),
        ("+2026-00-00T00:00:00Z", 9, "2026"),
        ("+1985-00-00T00:00:00Z", 8, "198X"),
        ("+1850-00-00T00:00:00Z", 7, "[1801..1900]"),
        ("+2000-00-00T00:00:00Z", 7, "[1901..2000]"),
        ("-0044-03-15T00:00:00Z", 11, "-0043-03-15"),
        ("-0001-00-00T00:00:00Z", 9, "0000"),
        ("+0476-00-00T00:00:00Z", 9, "0476"),
    ],
)
def test_times_of_wikidata(time, precision, edtf):
    (event,) = events(
        an_item(
            (
                "P1",
                a_snak("P1", {"type": "string", "value": "x"}),
                {"qualifiers": {"P585": [a_snak("P585", a_time(time, precision))]}},
            )
        )
    )
    assert event["occurred"] == edtf


@pytest.mark.parametrize(
    ("time", "precision", "edtf"),
    [
        ("+1582-10-05T00:00:00Z", 11, "1582-10-15"),
        ("+1917-10-25T00:00:00Z", 11, "1917-11-07"),
        ("+1900-02-29T00:00:00Z", 11, "1900-03-13"),
        ("+0001-01-01T00:00:00Z", 11, "0000-12-30"),
        ("-0044-03-15T00:00:00Z", 11, "-0043-03-13"),
        ("+1700-02-00T00:00:00Z", 10, "[1700-02-11..1700-03-11]"),
        ("+1700-00-00T00:00:00Z", 9, "[1700-01-11..1701-01-11]"),
    ],
)
def test_days_of_the_julian_calendar_are_moved_once_and_said(time, precision, edtf):
    (event,) = events(
        an_item(
            (
                "P1",
                a_snak("P1", {"type": "string", "value": "x"}),
                {"qualifiers": {"P585": [a_snak("P585", a_time(time, precision, julian=True))]}},
            )
        )
    )
    assert event["occurred"] == edtf
    assert event["said"].endswith("(Julian calendar)")


def test_a_julian_calendar_counts_every_day_once():
    """The days of a hundred years, one after the other: no day is left out and none comes twice."""
    from timeline.dates.values import day_number

    days = []
    for year in range(-3, 97):
        for month, length in enumerate((31, 29 if year % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1):
            days += [wikidata._julian_day(year, month, day) for day in range(1, length + 1)]
    assert days == list(range(days[0], days[0] + len(days)))
    assert wikidata._julian_day(1582, 10, 4) + 1 == day_number(1582, 10, 15)


def test_an_entity_of_wikidata():
    reference = {
        "snaks": {
            "P854": [a_snak("P854", {"type": "string", "value": "https://a.example/1"}, "url")],
            "P813": [a_snak("P813", a_time("+2026-11-23T00:00:00Z", 11))],
        }
    }
    entity = {"type": "wikibase-entityid", "value": {"id": "Q2"}}
    start, end = a_snak("P580", a_time("+2023-05-00T00:00:00Z", 10)), {"snaktype": "somevalue", "property": "P582"}
    item = an_item(
        (
            "P127",
            a_snak("P127", entity, "wikibase-item"),
            {"rank": "preferred", "references": [reference], "qualifiers": {"P580": [start]}},
        ),
        ("P169", a_snak("P169", entity, "wikibase-item"), {"qualifiers": {"P580": [start], "P582": [end]}}),
        (
            "P1128",
            a_snak("P1128", {"type": "quantity", "value": {"amount": "+200", "unit": "1", "upperBound": "+210"}}),
            {},
        ),
        ("P2", a_snak("P2", {"type": "string", "value": "id"}, "external-id"), {}),
        ("P3", {"snaktype": "novalue", "property": "P3"}, {}),
        ("P4", a_snak("P4", {"type": "string", "value": "wrong"}), {"rank": "deprecated"}),
    )
    item["entities"]["P127"] = {"type": "property", "labels": {"en": {"value": "owned by"}}, "claims": {}}
    found = read(item)
    source, owned, boss, staff = (draft.body for draft in found.drafts)
    assert source == {"name": "a.example", "url": "https://a.example/1", "retrieved": "2026-11-23"}
    assert owned == {
        "title": "DeepSeek: owned by Q2",
        "type": "statement",
        "occurred": "2023-05/..",
        "facts": [{"entity": "DeepSeek", "property": "owned by", "value": "Q2"}],
        "reports": [{"source": "a.example"}],
        "tags": ["preferred"],
        "key": "Q1$0",
    }
    assert boss["occurred"] == "2023-05/"
    assert staff["facts"][0]["value"] == 200
    assert set(found.passed_over) == {
        "bounds of quantities (1)",
        "deprecated statements (1)",
        "statements of identifiers (1)",
        "statements without a value (1)",
    }


# --- STIX ----------------------------------------------------------------------------------------------


def test_a_bundle_of_stix2():
    stix2 = pytest.importorskip("stix2")
    identity = stix2.Identity(name="CERT", identity_class="organization")
    actor, malware = (
        stix2.ThreatActor(name="APT", threat_actor_types=["crime-syndicate"]),
        stix2.Malware(name="X", is_family=False),
    )
    uses = stix2.Relationship(
        actor, "uses", malware, start_time="2026-04-24T10:00:00Z", stop_time="2026-05-01T00:00:00Z"
    )
    sighting = stix2.Sighting(malware, first_seen="2026-04-24T10:00:00.5Z", last_seen="2026-04-24T11:00:00Z")
    report = stix2.Report(
        name="On APT",
        published="2026-05-02T00:00:00Z",
        created_by_ref=identity,
        object_refs=[uses, sighting],
        description="long",
        external_references=[{"source_name": "cert", "url": "https://cert.example/1"}],
        object_marking_refs=[stix2.TLP_AMBER],
        labels=["apt"],
    )
    bundle = stix2.Bundle(identity, actor, malware, uses, sighting, report, stix2.TLP_AMBER)
    found = read(bundle.serialize())
    source, published, relation, seen = (draft.body for draft in found.drafts)
    assert source == {"name": "cert", "publisher": "cert", "url": "https://cert.example/1"}
    assert published["reports"] == [{"source": "cert", "reported": "2026-05-02T00:00:00Z"}]
    assert published["tags"] == ["apt", "tlp:amber"]
    assert published["links"] == [{"url": "https://cert.example/1", "title": "cert"}]
    assert relation["title"] == "APT uses X"
    assert relation["occurred"] == "2026-04-24T10:00:00Z/2026-05-01T00:00:00Z"
    assert relation["facts"] == [{"entity": "APT", "property": "uses", "value": "X"}]
    assert relation["reports"] == [{"source": "cert"}]
    assert seen["title"] == "X was seen"
    assert set(found.passed_over) == {"objects of the type malware (1)", "objects of the type threat-actor (1)"}


def test_a_report_without_a_page_is_itself_the_source_and_an_opinion_is_a_report_more():
    stix2 = pytest.importorskip("stix2")
    identity = stix2.Identity(name="CERT", identity_class="organization")
    report = stix2.Report(
        name="On X", published="2026-05-02T00:00:00Z", created_by_ref=identity, object_refs=[identity]
    )
    given = {"authors": ["Ada"], "object_refs": [report], "explanation": "not so"}
    opinion = stix2.Opinion(opinion="strongly-disagree", created="2026-05-03T00:00:00Z", **given)
    one, other, event, more = (draft for draft in read(stix2.Bundle(identity, report, opinion).serialize()).drafts)
    assert one.body == {
        "name": "cert",
        "publisher": "CERT",
        "title": "On X",
        "published": "2026-05-02T00:00:00Z",
    }
    assert other.body == {"name": "ada", "publisher": "Ada"}
    assert event.body["key"] == report.id
    told = {"event": f"key:{report.id}", "source": "ada", "stance": "denies", "quote": "not so"}
    assert more.body == {**told, "reported": "2026-05-03T00:00:00.000Z"}


def test_of_several_versions_the_last_counts_and_what_was_revoked_is_left_out():
    pytest.importorskip("stix2")
    base = {"type": "incident", "spec_version": "2.1", "id": "incident--1", "created": "2026-01-01T00:00:00Z"}
    objects = [
        base | {"name": "new", "modified": "2026-01-02T00:00:00Z"},
        base | {"name": "old", "modified": "2026-01-01T00:00:00Z"},
        base | {"id": "incident--2", "name": "gone", "revoked": True, "modified": "2026-01-01T00:00:00Z"},
    ]
    found = read({"type": "bundle", "id": "bundle--1", "objects": objects})
    assert [draft.body["title"] for draft in found.drafts] == ["new"]
    assert set(found.passed_over) == {"older versions of objects (1)", "objects that were revoked (1)"}


# --- FollowTheMoney -------------------------------------------------------------------------------------------

ENTITIES = [
    {
        "id": "a",
        "schema": "Company",
        "properties": {"name": ["Acme"], "incorporationDate": ["2025-08"], "sourceUrl": ["https://r.example/acme"]},
    },
    {"id": "b", "schema": "Person", "properties": {"name": ["Ada"]}},
    {
        "id": "o",
        "schema": "Ownership",
        "properties": {
            "owner": ["b"],
            "asset": ["a"],
            "startDate": ["2025"],
            "endDate": ["2026-04-24"],
            "summary": ["all"],
        },
    },
]


def test_entities_of_followthemoney():
    found = read("\n".join(map(json.dumps, ENTITIES)) + "\n", name="e.json")
    source, acme, ada, owned = (draft.body for draft in found.drafts)
    assert source["url"] == "https://r.example/acme"
    assert acme["facts"] == [{"entity": "Acme", "property": "incorporationDate", "value": "2025-08"}]
    assert ada["title"] == "Ada"
    assert owned == {
        "title": "Ownership o",
        "type": "ownership",
        "occurred": "2025/2026-04-24",
        "text": "all",
        "facts": [
            {"entity": "o", "property": "owner", "value": "Ada"},
            {"entity": "o", "property": "asset", "value": "Acme"},
        ],
        "key": "o",
    }


def test_what_followthemoney_itself_wrote():
    model = pytest.importorskip("followthemoney").model
    event = model.make_entity("Event")
    event.id = "e"
    for prop, value in (("name", "V4 is out"), ("startDate", "2026-04"), ("publisher", "Press"), ("summary", "long")):
        event.add(prop, value)
    (found,) = events(json.dumps(event.to_dict()), name="e.json")
    assert (found["title"], found["occurred"], found["text"]) == ("V4 is out", "2026-04", "long")
    assert found["reports"] == [{"source": "press"}]


def test_statements_of_followthemoney():
    text = (
        "canonical_id,entity_id,prop,schema,value,dataset,lang\n"
        "e,e1,id,Event,x,d,\ne,e1,name,Event,V4,d,eng\ne,e2,name,Event,V4,d,\ne,e1,date,Event,2026-04-24T10,d,\n"
    )
    found = read(text, "ftm", name="s.csv")
    assert [draft.body for draft in found.drafts] == [
        {"title": "V4", "type": "event", "occurred": "2026-04-24", "key": "e"}
    ]
    assert set(found.passed_over) == {"datasets (3)", "languages of values (1)"}


# --- git ---------------------------------------------------------------------------------------------------


def test_the_history_of_a_folder_in_git(tmp_path):
    def git(*words_, **environ):
        settings_ = {
            "GIT_AUTHOR_NAME": "Ada",
            "GIT_AUTHOR_EMAIL": "a@b",
            "GIT_COMMITTER_NAME": "B",
            "GIT_COMMITTER_EMAIL": "a@b",
        }
        env = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), **settings_, **environ}
        subprocess.run(["git", *words_], cwd=tmp_path / "repo", env=env, check=True, capture_output=True)

    (tmp_path / "repo" / "docs").mkdir(parents=True)
    git("init", "-q")
    for number, (folder, day) in enumerate((("docs", "2025-08-14"), (".", "2025-09-01"), ("docs", "2026-04-24"))):
        (tmp_path / "repo" / folder / f"{number}.txt").write_text("x")
        git("add", ".")
        message = f"Change {number}\n\nBecause; of\nthat"
        when = {"GIT_AUTHOR_DATE": f"{day}T10:00:00+0200", "GIT_COMMITTER_DATE": f"{day}T12:00:00+0200"}
        git("commit", "-q", "-m", message, **when)
    log = tl.init(tmp_path / "events")
    added = log.import_(tmp_path / "repo" / "docs", form="git", by="ada")
    assert [(one.kind, one.status) for one in added] == [("source", "added")] * 2 + [("event", "added")] * 2
    source, event = added[0].body, added[2].body
    assert source["name"].startswith("commit-")
    assert (source["publisher"], source["published"]) == ("Ada", "2025-08-14T10:00:00Z")
    assert (event["title"], event["text"]) == ("Change 0", "Because; of\nthat")
    assert event["occurred"] == "2025-08-14T08:00:00Z"
    assert {one.status for one in log.import_(tmp_path / "repo" / "docs", form="git", by="ada")} == {"already there"}
    git("mv", "docs/0.txt", "docs/new.txt")
    git("commit", "-q", "-m", "Another name")
    other = tl.init(tmp_path / "other")
    other.import_(tmp_path / "repo" / "docs" / "new.txt", form="git", by="ada")  # a file is followed through its names
    assert [row["title"] for row in other.at().list()] == ["Change 0", "Another name"]
    said = CliRunner().invoke(cli, ["-C", str(tmp_path / "events"), "import", str(tmp_path / "none"), "--from", "git"])
    assert said.exit_code == 2
    assert "git does not tell the history" in said.stderr
    # of a folder the way to its history is named, and is not refused; a folder that git does not have has none
    said = CliRunner().invoke(cli, ["-C", str(tmp_path / "other"), "import", str(tmp_path / "repo" / "docs")])
    assert said.exit_code == 2
    command = said.stderr.split("timeline import ")[1].partition(",")[0]
    done = CliRunner().invoke(cli, ["-C", str(tmp_path / "other"), "import", *shlex.split(command)])
    assert done.exit_code == 0, done.stderr
    said = CliRunner().invoke(cli, ["-C", str(tmp_path / "other"), "import", str(tmp_path / "other")])
    assert "--from git" not in said.stderr


# --- objects of any kind -----------------------------------------------------------------------------------------


def test_objects_with_their_keys_as_columns(tmp_path):
    lines = (
        '{"ts":"2026-04-24T10:00:00Z","msg":"started","ctx":{"host":"a","tags":["x","y"]},"n":1}\n{"msg":"stopped"}\n'
    )
    (tmp_path / "log.jsonl").write_text('{"x":1}\n')
    path = tmp_path / "log.json"
    path.write_text(lines)
    log = tl.init(tmp_path / "events")
    with pytest.raises(TimelineError, match="faults"):
        log.import_(path)
    columns = {"ts": "occurred", "msg": "title", "ctx.host": "tags", "ctx.tags": "tags"}
    added = log.import_(path, columns=columns, ignore_other_columns=True, by="ada")
    assert [one.body for one in added] == [
        {"title": "started", "occurred": "2026-04-24T10:00:00Z", "tags": ["a", "x", "y"]},
        {"title": "stopped"},
    ]
    path.write_text('[{"title":"x","date":"June"}]')
    with pytest.raises(TimelineError) as caught:
        log.import_(path)
    assert caught.value.where == f"{path}:1, date"


def test_lines_that_are_no_records_are_told_the_way_that_reads_them(tmp_path):
    path = tmp_path / "log.jsonl"
    path.write_text('{"msg":"a"}\n{"msg":"b"}\n')
    log = tl.init(tmp_path / "events")
    with pytest.raises(TimelineError) as caught:
        log.import_(path)
    assert "--from json" in caught.value.fix
    assert len(log.import_(path, form="json", columns={"msg": "title"}, by="ada")) == 2


# --- which form it is --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ({"events": []}, "timelinejs"),
        ({"type": "bundle", "objects": []}, "stix"),
        ([{"id": "a", "type": "book", "issued": {}}], "csl"),
        (CLAIM, "claimreview"),
        ({"entities": {}}, "wikidata"),
        (LINE, "timesketch"),
        (ENTITIES[0], "ftm"),
        ({"kind": "event", "title": "x"}, "jsonl"),
        ([{"a": 1}], "json"),
    ],
)
@pytest.mark.parametrize("name", ["x", "x.json"])
def test_json_is_told_by_its_first_keys(content, form, name):
    assert reading.form_of(name, None, json.dumps(content, indent=1).encode()) == form
    assert reading.form_of(name, None, b"\xef\xbb\xbf" + json.dumps(content).encode()) == form


KEYS = st.sampled_from(
    [
        "events",
        "text",
        "headline",
        "start_date",
        "year",
        "type",
        "objects",
        "id",
        "published",
        "issued",
        "date-parts",
        "message",
        "datetime",
        "schema",
        "properties",
        "name",
        "entities",
        "claims",
        "mainsnak",
        "datavalue",
        "value",
        "@type",
        "itemReviewed",
        "claimReviewed",
        "kind",
        "title",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["2025-08", "bundle", "event"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
FORMS_OF_JSON = ["timelinejs", "timesketch", "csl", "claimreview", "wikidata", "stix", "ftm", "json", "jsonl"]


@settings(deadline=None, max_examples=300)
@given(VALUES, st.sampled_from(FORMS_OF_JSON))
def test_whatever_json_there_is_it_is_read_or_refused(value, form):
    data = json.dumps(value).encode()
    try:
        chosen = reading.form_of("x.json", form, data)
        found = reading.parse(data, chosen, name="x.json", asked=Asked(day=DAY))
        admission.admit((), found.drafts)
    except TimelineError:
        return


@pytest.mark.parametrize(
    ("first", "form"),
    [
        ("Year,Month,Day,Time,End Year,Display Date,Headline,Text,Media,Type", "timelinejs"),
        ("\ufeffmessage;datetime;timestamp_desc;host", "timesketch"),
        ('"message","datetime","timestamp_desc"', "timesketch"),
        ("Link,Archive status,Archive location,Upload timestamp", "auto-archiver"),
        ("canonical_id,entity_id,prop,schema,value,dataset", "ftm"),
        ("Year,Headline,Text", "csv"),
        ("message,date", "csv"),
    ],
)
@pytest.mark.parametrize("name", ["x.csv", "x.tsv"])
def test_a_sheet_of_a_known_program_is_told_by_its_headings(first, form, name):
    of_name = name[2:] if form == "csv" else form
    assert reading.form_of(name, None, f"{first}\r\n1,2\r\n".encode()) == of_name
    assert reading.form_of(name, None, f"{first}\n".encode("utf-16")) == of_name
    assert reading.form_of(name, "csv", f"{first}\n".encode()) == "csv"  # what is said counts
    assert reading.form_of(name, None, f"{first}\n".encode(), has_columns=True) == name[2:]


def test_a_workbook_of_a_known_program_is_refused_with_the_form_that_reads_it():
    data = b"message,datetime,timestamp_desc\nm,2026-01-01T00:00:00+00:00,d\n"
    found = reading.parse(data, "csv", name="x.csv", asked=Asked(day=DAY))
    assert found.faults[0].what == "its headings are those of a timeline of Timesketch"
    assert "--from timesketch" in found.faults[0].fix


def test_lines_of_objects_with_what_their_keys_mean_are_rows(tmp_path):
    log = tl.init(tmp_path / "events")
    path = tmp_path / "app.jsonl"
    path.write_text('{"ts": "2026-04-24T10:00:00Z", "msg": "up"}\n{"ts": "2026-04-24T10:01:00Z", "msg": "down"}\n')
    log.import_(path, columns={"ts": "occurred", "msg": "title"})
    assert [row["title"] for row in log.at().list()] == ["up", "down"]
    assert log.fix(path, tmp_path / "out.csv", columns={"ts": "occurred", "msg": "title"}).proposed == 0


def test_fragments_of_one_entity_are_one():
    lines = [
        {"id": "e", "schema": "Event", "properties": {"name": ["Raid"], "location": ["Rome"]}},
        {"id": "p", "schema": "Person", "properties": {"name": ["Zoe"]}},
        {
            "id": "e",
            "schema": "Event",
            "properties": {"name": ["Raid"], "startDate": ["2024-01"], "location": ["Bari"]},
        },
    ]
    raid, _ = events("\n".join(map(json.dumps, lines)), "ftm", name="e.jsonl")
    assert (raid["title"], raid["occurred"]) == ("Raid", "2024-01")
    assert [fact["value"] for fact in raid["facts"]] == ["Rome", "Bari"]


def test_what_statements_say_beside_their_values_is_counted():
    sheet = "canonical_id,prop,schema,value,dataset,first_seen,origin\ne,name,Event,Raid,d,2024-01-01,x\n"
    found = read(sheet, "ftm", name="s.csv")
    assert set(found.passed_over) == {
        "datasets (1)",
        "days on which something was first or last seen (1)",
        "origins of statements (1)",
    }


def test_an_opinion_counts_from_the_day_on_which_it_was_given():
    pytest.importorskip("stix2")
    report, opinion = (
        {"type": "report", "id": "report--1", "name": "R", "published": "2020-01-01T00:00:00Z"},
        {
            "type": "opinion",
            "id": "opinion--1",
            "opinion": "disagree",
            "authors": ["Ada"],
            "object_refs": ["report--1"],
            "created": "2020-03-01T00:00:00.000Z",
        },
    )
    found = read({"type": "bundle", "objects": [report, opinion]})
    (told,) = (draft.body for draft in found.drafts if draft.kind == "report")
    assert told["reported"] == "2020-03-01T00:00:00.000Z"


def test_of_two_versions_the_one_changed_within_the_second_is_the_later():
    old = {"type": "campaign", "id": "campaign--1", "name": "new", "first_seen": "2019-01-01T00:00:00Z"}
    versions = [
        {**old, "modified": "2020-01-01T00:00:00.5Z"},
        {**old, "name": "old", "modified": "2020-01-01T00:00:00Z"},
    ]
    (event,) = events({"type": "bundle", "objects": versions})
    assert event["title"] == "new"


def test_a_statement_whose_value_is_a_date_of_wikidata_happened_on_it():
    day = {"precision": 11, "calendarmodel": "http://www.wikidata.org/entity/Q1985727"}
    born = {"type": "time", "value": {"time": "+1952-03-11T00:00:00Z", **day}}
    (event,) = events(an_item(("P569", a_snak("P569", born, "time"), {})))
    assert event["occurred"] == "1952-03-11"
    at = {
        "P585": [
            {
                "snaktype": "value",
                "datavalue": {"type": "time", "value": {"time": "+1953-00-00T00:00:00Z", **day, "precision": 9}},
            }
        ]
    }
    (event,) = events(an_item(("P569", a_snak("P569", born, "time"), {"qualifiers": at})))
    assert event["occurred"] == "1953"  # a qualifier says it better


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("x.json", '{"type": "bundle", "id": "bundle--1", "objects": []}', "stix"),
        ("x.json", '{"events": [{"start_date": {"year": "2026"}, "text": {"headline": "h"}}]}', "timelinejs"),
        ("x.jsonl", '{"message": "m", "datetime": "2026-01-01T00:00:00+00:00", "timestamp_desc": "d"}', "timesketch"),
        ("x.txt", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "ics"),
    ],
)
def test_the_form_is_told_whatever_mark_stands_before_the_text(name, text, form, encoding):
    assert reading.form_of(name, None, text.encode()) == form
    assert reading.form_of(name, None, text.encode(encoding)) == form


@pytest.mark.parametrize("text", ['"x"\n', "null", "title,datetime\n", "title,datetime\na,2026\n"])
def test_a_sheet_without_messages_is_not_a_timeline_of_timesketch(text):
    with pytest.raises(FormatError, match="message"):
        reading.parse(text.encode(), "timesketch", name="x.csv", asked=Asked(day=DAY))
