#!/usr/bin/env bash
# VisiData 3.4 (PyPI) shows and edits tables in the terminal, for reporters and analysts; @ makes a column one of dates.
#
# Expected: a column of months or years, 2025-08 and 1999, is shown as precisely as it is, or as the first day of each,
# as spreadsheets do; the same file gives the same dates on any day.
# Seen: what is missing is filled from the day on which VisiData runs. On 30 November 2025-08 is 30 August, 2025-02 is
# 28 February, and the year 1999 is 30 November 1999; a day later they are other days, and a column that is saved then
# says them as if they had been in the file. Nothing marks such a cell.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check visidata==3.4 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import calendar
import datetime as dt
from importlib.metadata import version

import visidata


def filled(year, month, day):
    """The day of the month that a day has, in another month, or the last one there."""
    return dt.date(year, month or day.month, min(day.day, calendar.monthrange(year, month or day.month)[1]))


print("visidata", version("visidata"))
changed = False
for text, year, month in (("2025-08", 2025, 8), ("2025-02", 2025, 2), ("April 1985", 1985, 4), ("1999", 1999, None)):
    before = dt.date.today()
    found = visidata.date(text).date()
    after = dt.date.today()  # midnight may have passed
    changed |= found not in (filled(year, month, before), filled(year, month, after))
    print(f"{text:12} read on {before} is {found}")
raise SystemExit("the behaviour has changed" if changed else 0)
PY
