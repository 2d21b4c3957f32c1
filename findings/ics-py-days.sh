#!/usr/bin/env bash
# ics 0.7.3 (PyPI), also called ics.py, writes and reads calendars.
#
# Expected: a day is a DATE (RFC 5545, 3.3.4), the same day everywhere; a time without a zone is the clock of whoever
# looks ("floating", 3.3.5); and a month is not one of its days.
# Seen, with no word: each becomes an instant in UTC.
# - Event(begin=datetime.date(2025, 8, 14)) is DTSTART:20250814T000000Z, which is the evening of the 13th in New York; so
#   with an end, and with the text 2025-08-14. Only make_all_day(), called afterwards, makes it a day.
# - Event(begin="2025-08") is the first instant of 1 August.
# - A calendar that says DTSTART:20250814T100300 has a Z behind it when it is written again: ten o'clock here has become
#   ten o'clock in Greenwich.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ics==0.7.3 2>/dev/null
TZ=America/New_York "$folder/venv/bin/python" -W ignore - <<'PY'
import datetime as dt
from importlib.metadata import version

from ics import Calendar, Event

HEAD = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//x//EN", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20250101T000000Z"]
TAIL = ["END:VEVENT", "END:VCALENDAR", ""]


def starts(made):
    return " ".join(line for line in made.serialize().split("\r\n") if line.startswith(("DTSTART", "DTEND")))


def of(begin, end=None, *, whole=False):
    event = Event(name="x", begin=begin, end=end)
    if whole:
        event.make_all_day()
    return starts(event)


def again(line):
    return starts(Calendar("\r\n".join([*HEAD, line, *TAIL])))


day, later = dt.date(2025, 8, 14), dt.date(2025, 8, 16)
seen = [
    ("a day", of(day), "DTSTART:20250814T000000Z"),
    ("a day, to a day", of(day, later), "DTEND:20250816T000000Z DTSTART:20250814T000000Z"),
    ("the text of a day", of("2025-08-14"), "DTSTART:20250814T000000Z"),
    ("a day, made whole", of(day, whole=True), "DTSTART;VALUE=DATE:20250814"),
    ("a month", of("2025-08"), "DTSTART:20250801T000000Z"),
    ("a floating time", again("DTSTART:20250814T100300"), "DTSTART:20250814T100300Z"),
    ("a day, read", again("DTSTART;VALUE=DATE:20250814"), "DTSTART;VALUE=DATE:20250814"),
]
print("ics", version("ics"))
changed = False
for name, found, expected in seen:
    changed |= found != expected
    print(f"{name}: {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit(changed)
PY
