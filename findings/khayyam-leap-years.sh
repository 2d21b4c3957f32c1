#!/usr/bin/env bash
# khayyam 3.0.17 (PyPI) turns dates of Iran's calendar into Gregorian ones, beside jdatetime 6.1.1, persiantools 6.2.0
# and convertdate 2.5.1.
#
# Expected: the year begins on the day of the spring equinox, or on the next one where that is after noon in Iran. In
# 2025 it was at 12:31 in Tehran on 20 March, so that 1403 had 30 Esfand and 1404 began on 21 March.
# Seen: khayyam begins 1404 on 20 March 2025, so every day from then until 20 March 2026 is a day off both ways: 14
# August 2025 is 24 Mordad instead of 23. 30 Esfand 1403, on which the equinox was, does not exist, 30 Esfand 1404 does.
# 1437 and 1470 are a day off too. It reckons leap years by the arithmetic cycle of 2820 years, where the other three
# and Iran's own calendars agree with the sun.
#
# Of the years since 1300 it is the first that is wrong, so tests made before it still pass.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check khayyam==3.0.17 jdatetime==6.1.1 \
  persiantools==6.2.0 convertdate==2.5.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from datetime import date
from importlib.metadata import version

import convertdate.persian
import jdatetime
import khayyam
import persiantools.jdatetime


def days(year, month, day):
    return [
        khayyam.JalaliDate(year, month, day).todate(),
        jdatetime.date(year, month, day).togregorian(),
        persiantools.jdatetime.JalaliDate(year, month, day).to_gregorian(),
        date(*convertdate.persian.to_gregorian(year, month, day)),
    ]


seen = {  # the date of Iran's calendar: the day by khayyam, and by the others
    (1403, 1, 1): ("2024-03-20", "2024-03-20"),
    (1404, 1, 1): ("2025-03-20", "2025-03-21"),
    (1404, 5, 23): ("2025-08-13", "2025-08-14"),
    (1404, 12, 29): ("2026-03-19", "2026-03-20"),
    (1405, 1, 1): ("2026-03-21", "2026-03-21"),
    (1437, 1, 1): ("2058-03-20", "2058-03-21"),
}
print(*(f"{name} {version(name)}" for name in ("khayyam", "jdatetime", "persiantools", "convertdate")))
changed = False
for given, (expected, others) in seen.items():
    found = [day.isoformat() for day in days(*given)]
    is_same = found == [expected, others, others, others]
    changed |= not is_same
    print(*given, found, "" if is_same else f"but was {expected} and {others}")
back = str(khayyam.JalaliDate(date(2025, 8, 14)))
try:
    leap_day = str(khayyam.JalaliDate(1403, 12, 30).todate())
except ValueError as error:
    leap_day = str(error)
print("2025-08-14 is", back, "| 30 Esfand 1403:", leap_day)
changed |= back != "1404-05-24" or "between 1 and 29" not in leap_day
raise SystemExit("the behaviour has changed" if changed else 0)
PY
