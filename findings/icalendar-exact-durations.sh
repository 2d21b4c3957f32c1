#!/usr/bin/env bash
# icalendar 7.3.2 (PyPI) reads and writes calendars.
#
# Expected: RFC 5545 (3.3.6) tells hours from days: where the clocks change, PT24H lasts 24 hours and P1D until the same
# time of the next day. A file that is read and written unchanged keeps which of them it said.
# Seen: PT24H is written as P1D, PT36H as P1DT12H, the alarm -PT48H as -P2D. Read, they are a Python timedelta, which
# does not tell them apart, so an event of PT24H over the night of 25 October 2025 in Paris ends at 12:00, an hour late,
# both in .end and for whoever reads the written file.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.2 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from icalendar import Calendar

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example.org//look//EN
BEGIN:VEVENT
UID:a@example.org
DTSTAMP:20250101T000000Z
DTSTART;TZID=Europe/Paris:20251025T120000
DURATION:{duration}
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:soon
TRIGGER:{trigger}
END:VALARM
END:VEVENT
END:VCALENDAR
"""
seen = {
    ("P1D", "-P2D"): ("P1D", "-P2D", "2025-10-26T12:00:00+01:00"),
    ("PT24H", "-PT48H"): ("P1D", "-P2D", "2025-10-26T12:00:00+01:00"),  # ends at 11:00
    ("PT36H", "-PT24H"): ("P1DT12H", "-P1D", "2025-10-27T00:00:00+01:00"),  # ends at 23:00
}
print("icalendar", version("icalendar"))
changed = False
for (duration, trigger), expected in seen.items():
    text = CALENDAR.format(duration=duration, trigger=trigger).replace("\n", "\r\n")
    calendar = Calendar.from_ical(text)
    lines = dict(line.split(":", 1) for line in calendar.to_ical().decode().splitlines())
    found = (lines["DURATION"], lines["TRIGGER"], calendar.events[0].end.isoformat())
    changed |= found != expected
    print(f"{duration:6} {trigger:7} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
