#!/usr/bin/env bash
# dfdatetime 20261027 (PyPI) holds the times that Plaso finds in evidence.
#
# Expected: an ISO 8601 text comes back as the same instant; an offset counts whether or not there are seconds before it
# (ISO 8601:2004). Two digits of a year in a mail's date are 2000 to 2049, then 1950 to 1999 (RFC
# 5322, 4.3).
# Seen:
# - Of an offset behind UTC that is no whole hour, what is written is an hour too far: 10:00:00-03:30 (Newfoundland) is
#   written as 10:00:00-04:30, and so an hour later for whoever reads it; -09:30 becomes -10:30, -00:30 becomes -01:30.
#   The number of seconds since 1970 is right.
# - 10:00+05:30, without seconds, loses its offset, and is 10:00 UTC; 10:00:00+05:30 is right.
# - "14 Aug 25" is the year 1925, and "14 Aug 49" 1949.
#
# A time line merges many sources by these texts; half-hour zones then stand an hour from the rest.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dfdatetime==20261027 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from dfdatetime.time_elements import TimeElements

seen = {  # the text: as it is written again, and the seconds since 1970
    "2025-08-14T10:00:00+05:30": ("2025-08-14T10:00:00+05:30", 1755145800),
    "2025-08-14T10:00:00-05:00": ("2025-08-14T10:00:00-05:00", 1755183600),
    "2025-08-14T10:00:00-03:30": ("2025-08-14T10:00:00-04:30", 1755178200),
    "2025-08-14T10:00:00-09:30": ("2025-08-14T10:00:00-10:30", 1755199800),
    "2025-08-14T10:00:00-00:30": ("2025-08-14T10:00:00-01:30", 1755167400),
    "2025-08-14T10:00+05:30": ("2025-08-14T10:00:00+00:00", 1755165600),  # is 1755145800
    "2025-08-14T10:00-05:00": ("2025-08-14T10:00:00+00:00", 1755165600),  # is 1755183600
}
print("dfdatetime", version("dfdatetime"))
changed = False
for text, expected in seen.items():
    time = TimeElements()
    time.CopyFromStringISO8601(text)
    found = (time.CopyToDateTimeStringISO8601(), time.CopyToPosixTimestamp())
    changed |= found != expected
    print(f"{text:26} {found}" + ("" if found == expected else f", but was {expected}"))
for text, expected in {"14 Aug 25 10:00:00 GMT": "1925", "14 Aug 49 10:00:00 GMT": "1949"}.items():
    time = TimeElements()
    time.CopyFromStringRFC822(text)
    found = time.CopyToDateTimeString()[:4]
    changed |= found != expected
    print(text, "is in", found)
raise SystemExit("the behaviour has changed" if changed else 0)
PY
