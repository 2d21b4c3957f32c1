#!/usr/bin/env bash
# icalevents 0.3.1 (PyPI) lists the events of a calendar between two moments, those that recur among them.
#
# Expected: RFC 5545 (3.8.5.2) adds the times of RDATE to the set of an event, with a rule or without one; icalendar
# 7.3.2 reads them. What a library does not follow it names or refuses.
# Seen: they are left out, with no word: of a meeting on the 25th and, by RDATE, on the 27th only the 25th is listed,
# and of one that is daily, twice, and once more by RDATE, the two days of the rule. Times that EXDATE takes out are
# left out as they should be, so that what was moved by the two together (one out, one in) is gone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalevents==0.3.1 icalendar==7.3.2 2>/dev/null
"$folder/venv/bin/python" -W ignore - <<'PY'
import datetime as dt
from importlib.metadata import version

from icalendar import Calendar
from icalevents.icalparser import parse_events

START = ["DTSTART:20251025T090000Z", "DTEND:20251025T100000Z"]
SEEN = {  # the lines of an event: the days that are listed, and how many times are added by RDATE
    ("RDATE:20251027T090000Z",): ([25], 1),
    ("RRULE:FREQ=DAILY;COUNT=2", "RDATE:20251029T090000Z,20251030T090000Z"): ([25, 26], 2),
    ("RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20251026T090000Z", "RDATE:20251029T090000Z"): ([25, 27], 1),
}
print("icalevents", version("icalevents"), " icalendar", version("icalendar"))
changed = False
for lines, expected in SEEN.items():
    event = ["BEGIN:VEVENT", "UID:1", "SUMMARY:x", *START, *lines, "END:VEVENT"]
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *event, "END:VCALENDAR", ""])
    listed = parse_events(text, start=dt.datetime(2025, 10, 1), end=dt.datetime(2025, 11, 30))
    added = Calendar.from_ical(text).events[0]["RDATE"].dts
    found = (sorted(each.start.day for each in listed), len(added))
    changed |= found != expected
    print(f"{' '.join(lines):88} listed: {found[0]}, added by RDATE: {found[1]}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
