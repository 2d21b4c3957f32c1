#!/usr/bin/env bash
# orgparse 0.5.20260926 (PyPI) reads the notes and diaries of Org mode.
#
# Expected: the hour of a time is a number of one or two digits, and may begin with 0; a time stamp may hold two times, or
# be two stamps with -- between (Org Syntax, "Timestamps"). So 9:00-10:00 lasts from nine to ten. Repeaters are said in
# full: .+2d/3d is a habit, every second day and at the latest on the third.
# Seen, with no word:
# - <2025-08-14 Thu 9:00> is the day alone: an hour of one digit is passed over with its minutes.
# - <2025-08-14 Thu 9:00-10:00> begins at ten and has no end: where the first hour is passed over, the end is taken for
#   the start.
# - SCHEDULED and DEADLINE keep 09:00-10:00, and lose the end of two stamps: from the 14th to the 16th is the 14th.
# - .+2d/3d is .+2d.
# A clock line, CLOCK: [… 9:00]--[… 10:00], is read rightly: so what was worked keeps its hours, and what was planned does
# not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check orgparse==0.5.20260926 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

import orgparse

seen = {  # the text under a headline: the start and the end that are read
    "<2025-08-14 Thu 09:00>": "2025-08-14 09:00:00 to None",
    "<2025-08-14 Thu 9:00>": "2025-08-14 to None",
    "<2025-08-14 Thu 09:00-10:00>": "2025-08-14 09:00:00 to 2025-08-14 10:00:00",
    "<2025-08-14 Thu 9:00-10:00>": "2025-08-14 10:00:00 to None",
    "<2025-08-14 Thu>--<2025-08-16 Sat>": "2025-08-14 to 2025-08-16",
    "SCHEDULED: <2025-08-14 Thu 9:00>": "2025-08-14 to None",
    "SCHEDULED: <2025-08-14 Thu 9:00-10:00>": "2025-08-14 10:00:00 to None",
    "SCHEDULED: <2025-08-14 Thu 09:00-10:00>": "2025-08-14 09:00:00 to 2025-08-14 10:00:00",
    "DEADLINE: <2025-08-14 Thu>--<2025-08-16 Sat>": "2025-08-14 to None",
    "CLOCK: [2025-08-14 Thu 9:00]--[2025-08-14 Thu 10:00] =>  1:00": "2025-08-14 09:00:00 to 2025-08-14 10:00:00",
}


def dates(node):
    if node.clock:
        return node.clock[0]
    if node.scheduled or node.deadline:
        return node.scheduled or node.deadline
    return node.get_timestamps(active=True, inactive=True, range=True, point=True)[0]


print("orgparse", version("orgparse"))
changed = False
for text, expected in seen.items():
    date = dates(orgparse.loads(f"* Meeting\n{text}\n").children[0])
    found = f"{date.start} to {date.end}"
    changed |= found != expected
    print(f"{text:62} {found}" + ("" if found == expected else f", but was {expected}"))
habit = str(orgparse.loads("* Run\nSCHEDULED: <2025-08-14 Thu .+2d/3d>\n").children[0].scheduled)
changed |= habit != "<2025-08-14 Thu .+2d>"
print("<2025-08-14 Thu .+2d/3d> is", habit)
raise SystemExit("the behaviour has changed" if changed else 0)
PY
