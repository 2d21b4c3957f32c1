#!/usr/bin/env bash
# PyMISP 2.5.34.4 (PyPI) writes events of MISP. `first_seen` of an attribute, and `date` of an event, take a text, a
# date, a datetime or a count of seconds.
#
# Expected: first_seen is an ISO 8601 date and time "with time zone support" (MISP core format, first_seen), and MISP's
# object `timestamp` has `precision` for one that is known to the month or the year. What is less than a date and time
# is refused, or kept as vague as it is, and gives the same on every machine and every day.
# Seen:
# - A month, or a year, gets the day on which the program runs: 2025-08 read on the 5th is 5 August, on the 30th 30
#   August.
# - A date is midnight where the machine is, so that in Tokyo 14 August is sent as 2025-08-14T00:00:00+09:00, which is
#   13 August in UTC; a time without a zone is of the machine, too.
# - 04/08/2025 is 8 April, 14/08/2025 in the same list is 14 August.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pymisp==2.5.34.4 2>/dev/null
TZ=Asia/Tokyo "$folder/venv/bin/python" - <<'PY'
import json
import logging
from datetime import date, datetime
from importlib.metadata import version

from pymisp import MISPEvent

logging.disable(logging.WARNING)


def first_seen(value):
    event = MISPEvent()
    event.add_attribute("domain", "example.org", first_seen=value)
    return json.loads(event.to_json())["Attribute"][0]["first_seen"]


def day(value):
    event = MISPEvent()
    event.set_date(value)
    return json.loads(event.to_json())["date"]


today = date.today()
seen = [
    # what is set, to what, what comes
    (first_seen, "2025-08", f"2025-08-{today:%d}T00:00:00+09:00"),  # a month, no day
    (first_seen, "2024", f"2024-{today:%m-%d}T00:00:00+09:00"),  # a year, no day
    (first_seen, date(2025, 8, 14), "2025-08-14T00:00:00+09:00"),  # a day of no zone
    (first_seen, datetime(2025, 8, 14, 1, 30), "2025-08-14T01:30:00+09:00"),  # a time of no zone
    (first_seen, "04/08/2025", "2025-04-08T00:00:00+09:00"),
    (first_seen, "14/08/2025", "2025-08-14T00:00:00+09:00"),
    (day, "2025-08", f"2025-08-{today:%d}"),
    (day, date(2025, 8, 14), "2025-08-14"),
]
print("PyMISP", version("pymisp"))
changed = False
for how, value, expected in seen:
    found = how(value)
    changed |= found != expected
    print(f"{how.__name__:10} {value!s:25} is {found}" + ("" if found == expected else f", but was {expected}"))
raise SystemExit("the behaviour has changed" if changed else 0)
PY
