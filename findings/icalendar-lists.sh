#!/usr/bin/env bash
# icalendar 7.3.2 (PyPI) reads and writes calendars.
#
# Expected: a file that is read and written unchanged says the same. RESOURCES is a list parted by commas (RFC 5545,
# 3.8.1.10), REQUEST-STATUS is parted by semicolons (3.8.8.3), as CATEGORIES and GEO are.
# Seen: CATEGORIES and GEO come back; the commas of RESOURCES and the semicolons of REQUEST-STATUS are escaped, so two
# resources have become one whose name has a comma, and the status code, its text and its data are one text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.2 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from icalendar import Calendar

seen = {
    "CATEGORIES:NEWS,COURT": "CATEGORIES:NEWS,COURT",
    "GEO:37.386013;-122.082932": "GEO:37.386013;-122.082932",
    "RESOURCES:EASEL,PROJECTOR": "RESOURCES:EASEL\\,PROJECTOR",
    "REQUEST-STATUS:2.0;Success": "REQUEST-STATUS:2.0\\;Success",
    "REQUEST-STATUS:3.1;Invalid property value;DTSTART:96-Apr-01": (
        "REQUEST-STATUS:3.1\\;Invalid property value\\;DTSTART:96-Apr-01"
    ),
}
print("icalendar", version("icalendar"))
changed = False
for line, expected in seen.items():
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example.org//look//EN", "BEGIN:VEVENT", "UID:a@example.org"]
    event = ["DTSTAMP:20250101T000000Z", "DTSTART:20250814T100000Z", line, "END:VEVENT", "END:VCALENDAR", ""]
    written = Calendar.from_ical("\r\n".join(head + event)).to_ical().decode().splitlines()
    (found,) = (other for other in written if other.startswith(line.split(":")[0]))
    changed |= found != expected
    print(f"{line:60} {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
