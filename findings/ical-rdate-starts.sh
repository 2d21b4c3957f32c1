#!/usr/bin/env bash
# ical 14.3.1 and vobject 0.9.9 (PyPI) list the days of events that recur.
#
# Expected: DTSTART is the first instance of the recurrence set (RFC 5545, 3.8.2.4 and 3.8.5.2), whether the others come
# by RRULE or by RDATE. An event on the 14th with RDATE on the 20th has both days, as recurring-ical-events 3.8.2 lists
# them.
# Seen: where there is RDATE and no RRULE, both leave DTSTART out: the event loses the day on which it began, and a
# meeting that was held twice was held once. A rule beside it, though it adds no day, brings the first day back.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  ical==14.3.1 vobject==0.9.9 recurring-ical-events==3.8.2 icalendar==7.3.2 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from datetime import date
from importlib.metadata import version

import icalendar
import recurring_ical_events
import vobject
from ical.calendar_stream import IcsCalendarStream

FIRST, OTHER = "2025-08-14", "2025-08-20"
WHOLE = ["DTSTART;VALUE=DATE:20250814", "RDATE;VALUE=DATE:20250820"]
TIMED = ["DTSTART:20250814T100000Z", "DTEND:20250814T110000Z", "RDATE:20250820T100000Z"]
seen = [  # the lines of the event; its days by ical, vobject and recurring-ical-events
    (WHOLE, OTHER, OTHER, f"{FIRST} {OTHER}"),
    (TIMED, OTHER, OTHER, f"{FIRST} {OTHER}"),
    ([*WHOLE, "RRULE:FREQ=DAILY;COUNT=1"], f"{FIRST} {OTHER}", f"{FIRST} {OTHER}", f"{FIRST} {OTHER}"),
]
print(*(f"{name} {version(name)}" for name in ("ical", "vobject", "recurring-ical-events")))
changed = False
for lines, *expected in seen:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN", "BEGIN:VEVENT", "UID:1@example.org"]
    tail = ["DTSTAMP:20250101T000000Z", "SUMMARY:meeting", "END:VEVENT", "END:VCALENDAR", ""]
    text = "\r\n".join([*head, *lines, *tail])
    listed = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(date(2025, 1, 1), date(2026, 1, 1))
    found = [
        [event.start for event in IcsCalendarStream.calendar_from_ics(text).timeline],
        list(vobject.readOne(text).vevent.rruleset),
        sorted(event.start for event in listed),
    ]
    found = [" ".join(f"{day:%Y-%m-%d}" for day in days) for days in found]
    changed |= found != expected
    print(" ".join(lines), *found, sep="\n    ")
    if found != expected:
        print("    but was", expected)
raise SystemExit("the behaviour has changed" if changed else 0)
PY
