#!/usr/bin/env bash
# isodate 0.7.2 (PyPI) reads and writes ISO 8601 dates.
#
# Expected: a week date has the year to which its week belongs, the week of the first Thursday being the first (ISO
# 8601:2004): 30 December 2024 is 2025-W01-1. Two digits are a century: 20 is 2000 to 2099.
# What the package writes it reads as the same day.
# Seen:
# - Week dates are written with the year of the day and the number of the week: 30 December 2024 becomes 2024-W01-1,
#   which is New Year 2024; 1 January 2027 becomes 2027-W53-5, which it reads as 7 January 2028. So at most turns of the
#   year there are days that are written, and read back, a year early or late, with no word. Ordinal dates are right.
# - A week that no year has is read: 2027 has 52 weeks, and 2027-W53-5 is taken as a day of 2028.
# - The century 20 is read as 1 January 2001.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check isodate==0.7.2 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from datetime import date
from importlib.metadata import version

import isodate

week, ordinal = isodate.DATE_EXT_WEEK_COMPLETE, isodate.DATE_EXT_ORD_COMPLETE
seen = {  # the day: as a week date, and that read again; as an ordinal date, and that read again
    "2025-08-14": ("2025-W33-4", "2025-08-14", "2025-226", "2025-08-14"),
    "2024-12-30": ("2024-W01-1", "2024-01-01", "2024-365", "2024-12-30"),  # is 2025-W01-1
    "2024-12-29": ("2024-W52-7", "2024-12-29", "2024-364", "2024-12-29"),
    "2021-01-01": ("2021-W53-5", "2022-01-07", "2021-001", "2021-01-01"),  # is 2020-W53-5
    "2027-01-01": ("2027-W53-5", "2028-01-07", "2027-001", "2027-01-01"),  # is 2026-W53-5
}
print("isodate", version("isodate"))
changed = False
for text, expected in seen.items():
    day = date.fromisoformat(text)
    written = [isodate.date_isoformat(day, form) for form in (week, ordinal)]
    found = tuple(part for each in written for part in (each, isodate.parse_date(each).isoformat()))
    changed |= found != expected
    print(f"{text} {found}" + ("" if found == expected else f", but was {expected}"))
century = isodate.parse_date("20").isoformat()
print("the century 20 is read as", century)
changed |= century != "2001-01-01"
raise SystemExit("the behaviour has changed" if changed else 0)
PY
