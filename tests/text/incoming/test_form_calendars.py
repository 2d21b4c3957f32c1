# ruff: noqa: DTZ001 - calendars have times without a zone
"""Calendars, made by the library that writes them: what is read, and what is lost."""

import datetime as dt

import pytest
from form_samples import a_calendar, events, read, refused
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.errors import TimelineError

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


def test_a_zone_that_nobody_knows_is_named():
    """Its times are no longer in it, and to say that they never had one would be wrong."""
    pytest.importorskip("icalendar")
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:x", "SUMMARY:y", "DTSTART;TZID=Nowhere/X:20260424T100000"]
    found = read("\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""]), name="c.ics")
    assert found.drafts[0].body["occurred"] == "2026-04-24T10:00:00"
    assert found.notes == ('the zone "Nowhere/X" is not known: its times stay as they stand, without a zone',)
