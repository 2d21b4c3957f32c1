"""Times of a sheet that say no zone: read as of the one that is told, or refused where the clocks were changed."""

import json

import pytest
from sheets import DAY, bodies, faults, read

import timeline as tl
from builders import a_log
from commands import run
from timeline.dates.local import zone_of_times
from timeline.errors import DateError, FormatError, TimelineError
from timeline.text.incoming import reading
from timeline.text.incoming.values import Asked

BERLIN = zone_of_times("Europe/Berlin")
NVD = {
    "vulnerabilities": [
        {"cve": {"id": "CVE-2025-0001", "published": "2025-01-02T03:15:07.500"}},
        {"cve": {"id": "CVE-2025-0002", "published": "2025-07-02T00:00:00.000"}},
    ]
}


def occurred(cell, zone=BERLIN, head="Date"):
    (body,) = bodies(f"title,{head}\nx,{cell}\n", time_zone=zone)
    return body["occurred"]


@pytest.mark.parametrize(
    ("cell", "edtf"),
    [
        ("2025-08-14 14:03", "2025-08-14T14:03:00+02:00"),
        ("2025-01-14T14:03:00", "2025-01-14T14:03:00+01:00"),
        ("2025-08-14 2:03 pm", "2025-08-14T14:03:00+02:00"),
        ("2025-08-14T14:03:00.250", "2025-08-14T12:03:00.250Z"),
        ("2025-08-14T14:03:00Z", "2025-08-14T14:03:00Z"),
        ("2025-08-14T14:03:00-05:00", "2025-08-14T14:03:00-05:00"),
        ("2025-08-14", "2025-08-14"),
        ("2025-08", "2025-08"),
        ("2025-03-29T23:00:00/2025-03-30T04:00:00", "2025-03-29T23:00:00+01:00/2025-03-30T04:00:00+02:00"),
        ("2025-08-14T24:00:00", "2025-08-14T24:00:00+02:00"),
    ],
)
def test_a_time_without_a_zone_gets_the_shift_that_its_place_had_then(cell, edtf):
    assert occurred(cell) == edtf


@pytest.mark.parametrize(
    ("zone", "edtf"),
    [
        ("UTC", "2025-08-14T14:03:00Z"), ("+05:30", "2025-08-14T14:03:00+05:30"),
        ("-0330", "2025-08-14T14:03:00-03:30"), ("America/New_York", "2025-08-14T14:03:00-04:00"),
    ],
)  # fmt: skip
def test_a_zone_is_named_or_is_a_shift(zone, edtf):
    assert occurred("2025-08-14 14:03", zone_of_times(zone)) == edtf


def test_a_zone_of_long_ago_that_no_shift_of_whole_minutes_says_gives_utc():
    assert occurred("1885-01-01T12:00:00") == "1885-01-01T11:06:32Z"


@pytest.mark.parametrize(
    ("cell", "told", "fixes"),
    [
        ("2025-10-26 02:30", "came twice", ("2025-10-26T02:30:00+02:00", "2025-10-26T02:30:00+01:00")),
        ("2025-10-26T02:30:00.5", "came twice", ("2025-10-26T02:30:00.5+02:00", "2025-10-26T02:30:00.5+01:00")),
        ("2025-03-30T02:30:00", "did not exist", ("2025-03-30T02:30:00+01:00",)),
    ],
)
def test_a_time_that_a_change_of_the_clocks_makes_doubtful_is_refused_by_cell(cell, told, fixes):
    (fault,) = read(f"title,Date\nx,{cell}\n", time_zone=BERLIN).faults
    assert fault.where == "story:2, Date (column B)"
    assert told in fault.what
    for fix in fixes:
        assert fix in fault.fix
        assert occurred(fix), "what is proposed is read"


@pytest.mark.parametrize(
    "cell", ["2025-02-30 10:00", "2025-08-14 25:00", "2025-08-14 13:00 pm", "-0044-03-15T12:00:00"]
)
def test_a_time_that_there_is_not_is_refused(cell):
    assert len(faults(f"title,Date\nx,{cell}\n", time_zone=BERLIN)) == 1


def test_a_column_of_times_beside_one_of_days_has_the_zone_too():
    assert occurred("2025-08-14,14:03", head="Date,Time") == "2025-08-14T14:03:00+02:00"
    assert occurred("2025,8,14,14:03", head="Year,Month,Day,Time") == "2025-08-14T14:03:00+02:00"
    assert occurred("2025-08-14,14:03+05:00", head="Date,Time") == "2025-08-14T14:03:00+05:00"
    assert occurred("2025-08-14T14:03:00,2025-08-14T15:03:00", head="Start,End") == (
        "2025-08-14T14:03:00+02:00/2025-08-14T15:03:00+02:00"
    )


@pytest.mark.parametrize(
    ("heads", "row", "at"),
    [("Date,Time", "2025-10-26,{}", "column C"), ("Year,Month,Day,Time", "2025,10,26,{}", "column E")],
)
def test_a_doubtful_time_beside_its_day_is_refused_in_its_own_cell_with_a_time_to_write(heads, row, at):
    (fault,) = read(f"title,{heads}\nx,{row.format('02:30')}\n", time_zone=BERLIN).faults
    assert fault.where == f"story:2, Time ({at})"
    assert fault.fix == "write 02:30:00+02:00 for the first time, 02:30:00+01:00 for the second"
    (body,) = bodies(f"title,{heads}\nx,{row.format('02:30:00+01:00')}\n", time_zone=BERLIN)
    assert body["occurred"] == "2025-10-26T02:30:00+01:00"


def test_a_time_in_the_order_that_was_told_has_the_zone_too():
    (body,) = bodies("title,Date\nx,04/08/2025 14:03\n", time_zone=BERLIN, order="day")
    assert body["occurred"] == "2025-08-04T14:03:00+02:00"


def test_the_dates_of_sources_have_the_zone_too():
    sheet = "title,publisher,published,reported\nx,Press,2025-08-14 10:00,2025-08-14 12:00\n"
    source, event = (draft.body for draft in read(sheet, time_zone=BERLIN).drafts)
    assert source["published"] == "2025-08-14T10:00:00+02:00"
    assert event["reports"][0]["reported"] == "2025-08-14T12:00:00+02:00"


@pytest.mark.parametrize("midnight", ["2025-08-14 00:00:00", "2025-08-14T00:00:00", "2025-08-14T00:00:00.000"])
def test_a_column_of_nothing_but_midnights_may_be_one_of_days_and_is_refused(midnight):
    (fault,) = read(f"title,Date\nx,{midnight}\n", time_zone=BERLIN).faults
    assert "2025-08-14 if the day is meant" in fault.fix
    assert "2025-08-14T00:00:00+02:00 if midnight is" in fault.fix
    other = f"title,Date\nx,{midnight}\ny,2025-08-15 10:00\n"
    (first, _) = bodies(other, time_zone=BERLIN)
    assert first["occurred"] in ("2025-08-14T00:00:00+02:00", "2025-08-13T22:00:00.000Z"), "times are there"


def test_the_day_of_a_midnight_long_ago_is_whole():
    assert Asked(day=DAY, time_zone=BERLIN).day_of_midnight("-0044-03-15 00:00:00") == "-0044-03-15"


def test_a_column_of_midnights_is_written_back_as_days(tmp_path):
    a_log(tmp_path)
    (tmp_path / "s.csv").write_text("title,Date\nx,2025-08-14T00:00:00.000\ny,2025-08-15 00:00\n")
    out = str(tmp_path / "f.csv")
    assert run(tmp_path, "import", str(tmp_path / "s.csv"), "--time-zone", "UTC", "--fix", out).exit_code == 0
    assert run(tmp_path, "import", out, "--time-zone", "UTC").exit_code == 0
    records = tl.open(tmp_path / "events").read().records
    assert [record.body["occurred"] for record in records] == ["2025-08-14", "2025-08-15"]


def test_what_was_read_is_counted_and_said():
    notes = read("title,Date\nx,2025-08-14 14:03\ny,2025-08-14\nz,2025-08-14 10:00+00:00\n", time_zone=BERLIN).notes
    assert "1 time without a zone: read as of Europe/Berlin" in notes


def test_a_refused_time_names_the_option_and_one_in_words_the_time_of_the_zone():
    (fault,) = read("title,Date\nx,2025-08-14 14:03\n").faults
    assert "--time-zone Europe/Berlin (in Python time_zone=)" in fault.fix
    (fault,) = read("title,Date\nx,14 Aug 2025 14:03\n", time_zone=BERLIN).faults
    assert fault.fix == "write 2025-08-14T14:03:00+02:00"


def test_objects_of_json_are_read_so():
    asked = Asked(
        day=DAY,
        columns={"cve.id": "title", "cve.published": "occurred"},
        time_zone=zone_of_times("UTC"),
    )
    found = reading.parse(json.dumps(NVD).encode(), "json", name="nvd.json", asked=asked)
    assert found.faults == ()
    assert [draft.body["occurred"] for draft in found.drafts] == [
        "2025-01-02T03:15:07.500Z",
        "2025-07-02T00:00:00.000Z",
    ]


@pytest.mark.parametrize(
    ("name", "fix"),
    [("CET", "Europe/Berlin"), ("UTC+2", "+02:00"), ("local", "Europe/Berlin"), ("+25:00", "+02:00"), ("Z", "UTC")],
)
def test_a_zone_that_is_none_is_refused_with_what_to_write(name, fix):
    with pytest.raises(DateError) as refused:
        zone_of_times(name)
    assert fix in refused.value.fix


def test_the_option_the_call_and_the_sheet_that_is_written_back_read_alike(tmp_path):
    a_log(tmp_path)
    sheet = tmp_path / "s.csv"
    sheet.write_text("title,Date\na,2025-08-14 14:03\nb,14 Aug 2025 10:00\nc,26 Oct 2025 02:30\n")
    said = run(tmp_path, "import", str(sheet), "--time-zone", "+02:00", "--fix", str(tmp_path / "f.csv"))
    assert said.exit_code == 0
    assert "--time-zone +02:00" in said.stderr
    assert run(tmp_path, "import", str(tmp_path / "f.csv"), "--time-zone", "+02:00").exit_code == 0
    opened = tl.open(tmp_path / "events")
    found = sorted(record.body["occurred"] for record in opened.read().records)
    assert found == ["2025-08-14T10:00:00+02:00", "2025-08-14T14:03:00+02:00", "2025-10-26T02:30:00+02:00"]
    fixed = opened.fix(sheet, tmp_path / "g.csv", time_zone="Europe/Berlin")
    assert (fixed.proposed, fixed.unread) == (1, 1), "the time that came twice is nobody's to choose"
    assert "2025-10-26T02:30:00+01:00 for the second" in (tmp_path / "g.csv").read_text()
    with pytest.raises(TimelineError, match="time_zone"):
        opened.import_(sheet, time_zone="CET")


def test_a_changed_zone_corrects_the_record_of_the_key(tmp_path):
    a_log(tmp_path)
    sheet = tmp_path / "s.csv"
    sheet.write_text("key,title,Date\n7,a,2025-08-14T14:03:00\n")
    assert run(tmp_path, "import", str(sheet)).exit_code == 0
    said = run(tmp_path, "import", str(sheet), "--time-zone", "UTC", "--update", "ours")
    assert said.exit_code == 0
    assert "2025-08-14T14:03:00Z" in run(tmp_path, "list", "--json").stdout


def test_a_form_that_says_its_own_zones_takes_none(tmp_path):
    a_log(tmp_path)
    (tmp_path / "c.json").write_text('{"type": "bundle", "id": "x", "objects": []}')
    said = run(tmp_path, "import", str(tmp_path / "c.json"), "--time-zone", "UTC")
    assert said.exit_code == 2
    assert "--time-zone" in said.stderr


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y
BEGIN:VEVENT
UID:a
SUMMARY:Hearing
DTSTART{start}
DTEND{end}
END:VEVENT
END:VCALENDAR
"""


def brought(text, form, zone="Europe/Berlin"):
    asked = Asked(day=DAY, time_zone=zone_of_times(zone))
    return reading.parse(text.encode(), form, name="x", asked=asked)


@pytest.mark.parametrize(
    ("start", "end", "edtf"),
    [
        (":20250814T100000", ":20250814T113000", "2025-08-14T10:00:00+02:00/2025-08-14T11:30:00+02:00"),
        (":20250814T100000Z", ":20250814T113000Z", "2025-08-14T10:00:00Z/2025-08-14T11:30:00Z"),
        (";VALUE=DATE:20250814", ";VALUE=DATE:20250815", "2025-08-14"),
        (";TZID=Nowhere/City:20250814T100000", ";TZID=Nowhere/City:20250814T113000", "2025-08-14T10:00:00"),
    ],
)
def test_the_zone_is_that_of_a_calendar_whose_times_have_none(start, end, edtf):
    pytest.importorskip("icalendar")
    (draft,) = brought(CALENDAR.format(start=start, end=end), "ics").drafts
    assert draft.body["occurred"] == edtf


@pytest.mark.parametrize(
    ("start", "lasts", "edtf"),
    [
        ("20250814T100000", "PT1H30M", "2025-08-14T10:00:00+02:00/2025-08-14T11:30:00+02:00"),
        ("20251026T013000", "PT2H", "2025-10-26T01:30:00+02:00/2025-10-26T02:30:00+01:00"),
        ("20250330T013000", "PT2H", "2025-03-30T01:30:00+01:00/2025-03-30T04:30:00+02:00"),
        ("20251025T100000", "P1D", "2025-10-25T10:00:00+02:00/2025-10-26T10:00:00+01:00"),
        ("20251025T100000", "P1DT1H", "2025-10-25T10:00:00+02:00/2025-10-26T11:00:00+01:00"),
    ],
)
def test_hours_of_a_calendar_are_exact_where_the_clocks_of_the_told_zone_change(start, lasts, edtf):
    """Days are those of the calendar, hours are as long as they are (RFC 5545, 3.3.6)."""
    pytest.importorskip("icalendar")
    text = CALENDAR.format(start=f":{start}", end="").replace("DTEND\n", f"DURATION:{lasts}\n")
    (draft,) = brought(text, "ics").drafts
    assert draft.body["occurred"] == edtf


@pytest.mark.parametrize("start", [":20250814T100000", ":20250814T080000Z", ";TZID=Europe/Berlin:20250814T100000"])
def test_an_end_of_a_zone_that_is_not_known_is_not_one_of_the_told_zone(start):
    pytest.importorskip("icalendar")
    found = brought(CALENDAR.format(start=start, end=";TZID=Nowhere/City:20250814T113000"), "ics")
    (draft,) = found.drafts
    assert draft.body["occurred"] in ("2025-08-14T10:00:00+02:00", "2025-08-14T08:00:00Z")
    assert any("ends of events whose times have no zone" in one for one in found.passed_over)
    assert any('the zone "Nowhere/City" is not known' in note for note in found.notes)


def test_a_doubtful_time_of_a_calendar_is_to_be_written_as_calendars_write_it():
    pytest.importorskip("icalendar")
    text = CALENDAR.format(start=":20251026T023000", end=":20251026T040000")
    (fault,) = brought(text, "ics").faults
    assert "came twice" in fault.what
    assert fault.fix == "write this DTSTART, or DTEND, in UTC: 20250814T100000Z"


def test_the_zone_is_that_of_slides_and_keeps_their_ends():
    side = {"year": 2025, "month": 8, "day": 14}
    slide = {"start_date": {**side, "hour": 10}, "end_date": {**side, "hour": 11}, "text": {"headline": "x"}}
    found = brought(json.dumps({"events": [slide]}), "timelinejs")
    assert [draft.body["occurred"] for draft in found.drafts] == ["2025-08-14T10:00:00+02:00/2025-08-14T11:00:00+02:00"]
    assert found.passed_over == ()
    assert found.notes == ("times without a zone are read as of Europe/Berlin",)


@pytest.mark.parametrize(("first", "last"), [({"hour": 10}, {}), ({}, {"hour": 11})])
def test_a_slide_from_a_time_to_a_day_is_taken_as_it_is_without_a_zone(first, last):
    """EDTF joins no time and day: the end is left out, and counted."""
    side = {"year": 2025, "month": 8, "day": 14}
    slide = {"start_date": {**side, **first}, "end_date": {**side, "day": 15, **last}, "text": {"headline": "x"}}
    found = brought(json.dumps({"events": [slide]}), "timelinejs")
    assert [draft.body["occurred"] for draft in found.drafts] == [
        "2025-08-14T10:00:00+02:00" if first else "2025-08-14"
    ]
    assert any("ends of events" in one for one in found.passed_over)


@pytest.mark.parametrize("form", [name for name, form in reading.FORMS.items() if name != "git"])
def test_a_form_takes_a_zone_or_says_which_forms_do(form):
    takes = reading.FORMS[form].has_columns or reading.FORMS[form].has_local_times
    where = ""
    try:
        brought("\0", form)
    except FormatError as error:
        where = error.where or ""
    assert (where == "--time-zone") is not takes
