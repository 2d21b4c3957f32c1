#!/usr/bin/env bash
# ephem 4.2.1 (PyPI) tells where sun, moon and planets stood on a day, so that a photograph, an eclipse in a chronicle or a
# tide can be dated; skyfield 1.55 (PyPI) is asked beside it.
#
# Expected: a Python datetime is proleptic Gregorian at all years (documentation of datetime), so two of them are as many
# days apart to a library that takes them as they are to Python; and the same moment has the same Julian day in both.
# Seen:
# - ephem takes the year, month and day of a datetime before 15 October 1582 as a Julian date, without a word: 1 January
#   1500 is nine days later than Python's, and from then to 1 January 2000 are 182,612 days, not 182,621. The way back gives
#   the same digits, so the two errors hide each other until one of them meets another library: skyfield takes the datetime as
#   Python means it.
# - The ten days from 5 to 14 October 1582, which Python has, come back ten days later: the 10th as the 20th.
# - ephem's own 29 February 1500 is a day of its calendar, of which datetime() raises ValueError.
# - A text "0/1/1" becomes the year -1: years are counted without a zero, -1 is 1 BC, which ISO 8601 writes 0000.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ephem==4.2.1 skyfield==1.55 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from datetime import UTC, datetime
from importlib.metadata import version

import ephem
from skyfield.api import load

EPOCH = 2415020  # the Julian day from which ephem counts (31 December 1899, noon)
scale = load.timescale(builtin=True)
cases = [  # year, month, day, the Julian day to ephem, to skyfield, to Python, what ephem gives back
    (2000, 1, 1, 2451544.5, 2451544.5, 2451544.5, "2000-01-01"),
    (1582, 10, 15, 2299160.5, 2299160.5, 2299160.5, "1582-10-15"),
    (1582, 10, 10, 2299165.5, 2299155.5, 2299155.5, "1582-10-20"),
    (1582, 10, 4, 2299159.5, 2299149.5, 2299149.5, "1582-10-04"),
    (1500, 1, 1, 2268932.5, 2268923.5, 2268923.5, "1500-01-01"),
    (1066, 10, 14, 2110700.5, 2110694.5, 2110694.5, "1066-10-14"),
]
print("ephem", version("ephem"), "skyfield", version("skyfield"))
changed = False
for year, month, day, *expected in cases:
    moment = datetime(year, month, day)
    seen = ephem.Date(moment)
    sky = round(scale.from_datetime(moment.replace(tzinfo=UTC)).tt, 1)
    found = [float(seen) + EPOCH, sky, moment.toordinal() + 1721424.5, seen.datetime().date().isoformat()]
    changed |= found != expected
    note = "" if found == expected else f", but was {expected}"
    print(f"{moment.date()} ephem {found[0]} skyfield {found[1]} Python {found[2]}, back as {found[3]}{note}")
span = ephem.Date(datetime(2000, 1, 1)) - ephem.Date(datetime(1500, 1, 1))
days = (datetime(2000, 1, 1) - datetime(1500, 1, 1)).days
print("from 1500 to 2000:", int(span), "days to ephem,", days, "to Python")
changed |= (span, days) != (182612, 182621)
try:
    leap = ephem.Date("1500/2/29").datetime().isoformat()
except ValueError as error:
    leap = f"ValueError: {error}"
print("29 February 1500:", ephem.Date("1500/2/29"), "as a datetime:", leap)
changed |= leap != "ValueError: day is out of range for month"
zero = str(ephem.Date("0/1/1"))
print("the year 0 of a text:", zero)
changed |= zero != "-1/1/1 00:00:00"
raise SystemExit("the behaviour has changed" if changed else 0)
PY
