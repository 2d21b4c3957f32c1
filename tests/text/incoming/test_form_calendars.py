# ruff: noqa: DTZ001 - calendars have times without a zone
"""Calendars, made by the library that writes them: what is read, and what is lost."""

import datetime as dt

import pytest
from form_samples import a_calendar, events, read, refused
from hypothesis import given, settings
from hypothesis import strategies as st

import timeline as tl
from timeline.errors import TimelineError
from timeline.text.incoming import reading
from timeline.text.incoming.values import Asked

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


def a_text(*fields, within=()):
    """A calendar as text, of one event with these lines."""
    event = ["BEGIN:VEVENT", *fields, "END:VEVENT"] if fields else []
    return "\r\n".join(["BEGIN:VCALENDAR", *event, *within, "END:VCALENDAR", ""])


NIGHT_OF_THE_CLOCKS = [
    ("PT3H", "2025-10-26T02:00:00Z"),
    ("PT24H", "2025-10-26T23:00:00Z"),
    ("P1D", "2025-10-27T00:00:00Z"),
    ("P1DT1H", "2025-10-27T01:00:00Z"),
    ("P1W", "2025-11-02T00:00:00Z"),
]


@pytest.mark.parametrize(("lasts", "end"), NIGHT_OF_THE_CLOCKS)
def test_hours_are_exact_and_days_are_those_of_the_calendar(lasts, end):
    """In Berlin the clocks go back at 3 o'clock on 26 October 2025 (RFC 5545, 3.3.6)."""
    pytest.importorskip("icalendar")
    (event,) = events(a_text("SUMMARY:x", f"DTSTART;TZID={BERLIN}:20251026T010000", f"DURATION:{lasts}"), name="c.ics")
    assert event["occurred"] == f"2025-10-25T23:00:00Z/{end}"


def test_a_day_that_lasts_hours_is_refused():
    pytest.importorskip("icalendar")
    ((_, what),) = refused(a_text("SUMMARY:x", "DTSTART;VALUE=DATE:20251026", "DURATION:PT36H"), name="c.ics")
    assert "DURATION" in what


def test_what_is_damaged_and_not_read_is_counted():
    """An alarm, a position or a stamp says nothing of when the event was."""
    pytest.importorskip("icalendar")
    alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-15M", "END:VALARM"]
    damaged = ["DTSTAMP:2025-01-01", "GEO:somewhere", "RRULE:FREQ=SOMETIMES"]
    fields = ["UID:x", "SUMMARY:y", "DTSTART;VALUE=DATE:20250501", *damaged, *alarm]
    to_do = ["BEGIN:VTODO", "SUMMARY:z", "DUE:soon", *alarm, "END:VTODO"]
    found = read(a_text(*fields, within=to_do), name="c.ics")
    assert [draft.body["occurred"] for draft in found.drafts] == ["2025-05-01"]
    assert {
        "parts of the kind VALARM (2)",
        "parts of the kind VTODO (1)",
        "fields that are not as RFC 5545 has them (DTSTAMP) (1)",
        "fields that are not as RFC 5545 has them (GEO) (1)",
        "fields that are not as RFC 5545 has them (RRULE) (1)",
    } <= set(found.passed_over)


@pytest.mark.parametrize(
    "field",
    ["DTSTART;VALUE=DATE:20250541", "DTEND;VALUE=DATE:soon", "EXDATE:never", "DURATION:1h", "RECURRENCE-ID:soon"],
)
def test_what_is_damaged_and_read_is_a_fault(field):
    pytest.importorskip("icalendar")
    start = [] if field.startswith("DTSTART") else ["DTSTART;VALUE=DATE:20250501"]
    ((where, _),) = refused(a_text("UID:x", "SUMMARY:y", *start, field), name="c.ics")
    assert "event x" in where


def test_a_field_that_stands_twice_is_a_fault():
    pytest.importorskip("icalendar")
    twice = ["SUMMARY:a", "SUMMARY:b", "LOCATION:c", "LOCATION:d"]
    assert [what for _, what in refused(a_text("UID:x", *twice), name="c.ics")] == [
        "SUMMARY stands there 2 times",
        "LOCATION stands there 2 times",
    ]


def test_a_recurrence_that_stands_twice_is_a_fault():
    pytest.importorskip("icalendar")
    days = ("20250501", "20250502")
    twice = [f"RECURRENCE-ID;VALUE=DATE:{day}" for day in days]
    ((_, what),) = refused(a_text("UID:x", "SUMMARY:a", f"DTSTART;VALUE=DATE:{days[0]}", *twice), name="c.ics")
    assert what == "RECURRENCE-ID stands there 2 times"


def test_the_descriptions_of_a_diary_are_its_text():
    pytest.importorskip("icalendar")
    diary = ["BEGIN:VJOURNAL", "SUMMARY:x", "DESCRIPTION:one", "DESCRIPTION:two", "DTSTAMP:now", "END:VJOURNAL"]
    found = read(a_text(within=diary), name="c.ics")
    assert [draft.body["text"] for draft in found.drafts] == ["one\n\ntwo"]


def test_of_several_versions_of_an_event_the_last_counts():
    pytest.importorskip("icalendar")
    later = ["BEGIN:VEVENT", "UID:x", "SEQUENCE:2", "SUMMARY:later", "DTSTART;VALUE=DATE:20250502", "END:VEVENT"]
    found = read(a_text("UID:x", "SUMMARY:y", "DTSTART;VALUE=DATE:20250501", within=later), name="c.ics")
    assert [draft.body["title"] for draft in found.drafts] == ["later"]
    assert found.passed_over == ("older versions of events (1)",)
    gone = [line.replace("SUMMARY:later", "STATUS:CANCELLED\r\nSUMMARY:y") for line in later]
    assert events(a_text("UID:x", "SUMMARY:y", within=gone), name="c.ics") == []


def test_a_first_time_that_was_taken_out_or_moved_is_not_told():
    pytest.importorskip("icalendar")
    rule = ["SUMMARY:weekly", f"DTSTART;TZID={BERLIN}:20251006T090000", "RRULE:FREQ=WEEKLY;COUNT=4"]
    out = read(a_text("UID:x", *rule, "EXDATE:20251013T070000Z,20251006T070000Z"), name="c.ics")
    assert out.drafts == ()
    assert "first times of a repetition that were taken out (EXDATE), with the rule (1)" in out.passed_over
    moved = ["BEGIN:VEVENT", "UID:x", "SUMMARY:moved", "RECURRENCE-ID:20251006T070000Z"]
    moved += ["DTSTART:20251007T070000Z", "END:VEVENT"]
    (event,) = events(a_text("UID:x", *rule, within=moved), name="c.ics")
    assert (event["title"], event["occurred"]) == ("moved", "2025-10-07T07:00:00Z")
    later = [line.replace("20251006", "20251013") for line in moved]
    assert len(events(a_text("UID:x", *rule, within=later), name="c.ics")) == 2


def test_what_is_not_for_everybody_is_tagged():
    pytest.importorskip("icalendar")
    for access, tags in (("PRIVATE", ["a", "private"]), ("CONFIDENTIAL", ["a", "confidential"]), ("PUBLIC", ["a"])):
        (event,) = events(a_text("SUMMARY:x", "CATEGORIES:a", f"CLASS:{access}"), name="c.ics")
        assert event["tags"] == tags


def test_all_that_is_not_read_is_counted():
    pytest.importorskip("icalendar")
    more = ["COMMENT:a", "COMMENT:b", "CONTACT:c", "X-APPLE-TRAVEL:1", "PRIORITY:1", "EXDATE;VALUE=DATE:20250602"]
    found = read(a_text("SUMMARY:x", "DTSTART;VALUE=DATE:20250501", *more), name="c.ics")
    assert set(found.passed_over) == {
        "fields COMMENT (2)",
        "fields CONTACT (1)",
        "fields PRIORITY (1)",
        "fields of single programs (X-) (1)",
        "dates taken out of a repetition (1)",
    }


def test_a_line_that_is_folded_within_a_character_is_read():
    """RFC 5545 counts bytes (3.1), and some programs cut there."""
    pytest.importorskip("icalendar")
    data = a_text("SUMMARY:caf\u00e9 \u2028 x").encode().replace(b"\xc3\xa9", b"\xc3\r\n \xa9")
    (event,) = events(data, name="c.ics")
    assert event["title"] == "caf\u00e9 x"


DATES = [
    "{2025-08-01,2025-09-02}",
    "[2025-08-01,2025-09-02]",
    "2025-08-14T10:00:01.123456789Z",
    "2025?-08",
    "2025~",
    "[2025-08-01..2025-09-02]",
    "[..2025-08-14]",
    "2025-08/..",
    "2025-08-14/",
    "2025-33",
]


@pytest.mark.parametrize("date", DATES)
def test_a_date_that_export_put_on_days_comes_back(date, tmp_path):
    """Else one unknown day of a month would come back as all of it."""
    pytest.importorskip("icalendar")
    log = tl.init(tmp_path / "events")
    log.add("x", occurred=date)
    exported = log.at().export("ics").data
    found = read(exported, name="c.ics")
    assert [draft.body["occurred"] for draft in found.drafts] == [date]
    assert any("EDTF" in note for note in found.notes)
    moved = exported.replace(b"DATE:2025", b"DATE:2024").replace(
        b"DTSTART:2025", b"DTSTART:2024"
    )  # in the program of a calendar
    assert [event["occurred"][:4] for event in events(moved, name="c.ics")] == ["2024"]


@pytest.mark.parametrize("zone", [None, dt.UTC])
@pytest.mark.parametrize(
    "fields",
    [
        ("DTSTART:20250814T100000", "DTEND;VALUE=DATE:20250815"),
        ("DTSTART:20250814T100000Z", "DTEND;VALUE=DATE:20250815"),
        ("DTSTART;VALUE=DATE:20250814", "DTEND:20250815T100000"),
        ("DTSTART;VALUE=DATE:20250814", "DTEND:20250815T100000Z"),
    ],
)
def test_a_day_beside_a_time_is_refused_whatever_zone_is_told(fields, zone):
    data = a_text("UID:x", "SUMMARY:y", *fields).encode()
    (fault,) = reading.parse(data, "ics", name="c.ics", asked=Asked(day=dt.date(2026, 11, 23), time_zone=zone)).faults
    assert fault.fix == "give each once, both as days or both as times"
