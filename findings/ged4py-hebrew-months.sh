#!/usr/bin/env bash
# ged4py 0.5.5 (PyPI, with convertdate 2.5.1) reads GEDCOM and orders its dates by the day that they name.
#
# Expected: the Hebrew year begins with Tishri (TSH), has ADR and ADS (Adar and, in leap years, Adar Sheni) in its
# middle, and ends with Elul (ELL); GEDCOM 5.5.1 and 7.0 list the months so ("Known Calendars", HEBREW). So 1 TSH 5786
# is 23 September 2025, the day after 29 ELL 5785. B.C. dates have no year 0 (GEDCOM 7.0, GREGORIAN): 31 December 1 B.C.
# is the day before 1 January 1.
# Seen:
# - Each Hebrew month is about half a year from its place: convertdate numbers months from Nisan, ged4py from Tishri.
#   1 TSH 5786 is 19 March 2026, and later than 1 January 2026; 29 ELL 5785, the day before it, is in April 2025, and
#   15 NSN 5785, in April 2025, comes out in November 2024. In one year ADS to ELL come before TSH to ADR.
# - From 31 DEC 1 B.C. to 1 JAN 1 it is 367 days: years B.C. are counted as if there were a year 0 between. So every
#   span over the era is a year too long.
# The texts of the dates, and the French Republican and Julian calendars after Christ, are right; the keys by which
# dates sort and compare are not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ged4py==0.5.5 convertdate==2.5.1 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from datetime import date
from importlib.metadata import version

from ged4py.date import DateValue

EPOCH = 1721424.5  # the Julian day of date.fromordinal(0)


def key(text):
    return DateValue.parse(text).date.key()[0]


seen = {  # the date in GEDCOM, the day that it is, the day that its key says
    "14 AUG 2025": ("2025-08-14", "2025-08-14"),
    "@#DJULIAN@ 4 OCT 1582": ("1582-10-14", "1582-10-14"),
    "@#DFRENCH R@ 1 VEND 1": ("1792-09-22", "1792-09-22"),
    "@#DHEBREW@ 1 TSH 5786": ("2025-09-23", "2026-03-19"),
    "@#DHEBREW@ 29 ELL 5785": ("2025-09-22", "2025-04-27"),
    "@#DHEBREW@ 15 NSN 5785": ("2025-04-13", "2024-11-16"),
    "@#DHEBREW@ 1 ADR 5784": ("2024-02-10", "2024-09-04"),
    "@#DHEBREW@ 1 ADS 5784": ("2024-03-11", "2023-09-16"),
}
print("ged4py", version("ged4py"), "convertdate", version("convertdate"))
changed = False
for text, (is_really, expected) in seen.items():
    found = date.fromordinal(int(key(text) - EPOCH)).isoformat()
    changed |= found != expected
    print(f"{text:24} is {is_really}, read {found}" + ("" if found == expected else f", but was {expected}"))
is_later = DateValue.parse("@#DHEBREW@ 1 TSH 5786") > DateValue.parse("1 JAN 2026")
days = key("1 JAN 1") - key("31 DEC 1 B.C.")
print("1 TSH 5786 is later than 1 JAN 2026:", is_later, " days from 31 DEC 1 B.C. to 1 JAN 1:", days)
changed |= not is_later or days != 367
raise SystemExit("the behaviour has changed" if changed else 0)
PY
